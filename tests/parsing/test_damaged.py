"""A short run of `make fuzz`: damaged files of every form end in a draft or a sentence, never in an error."""

import random

import pytest

from tests.parsing.damage import damaged
from tests.parsing.seeds import seeds
from tracker.parsing.readers.care import Care
from tracker.parsing.readers.document import UnreadableDocument
from tracker.parsing.readers.open import read_document

FILES = seeds()
TRIES = 12


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_damaged_file_is_read_or_refused_in_words(name: str) -> None:
    for number in range(TRIES):
        content = damaged(FILES[name], random.Random(f"{name} {number}"))
        try:
            document = read_document(content, name, care=Care(most_pages=500, may_recognise=False))
        except UnreadableDocument as refusal:
            assert refusal.sentence, f"input {number} of {name}"
        else:
            assert any(sign.isalpha() for line in document.lines for sign in line), f"input {number} of {name}"
