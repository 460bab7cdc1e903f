"""What an amendment abolishes by name: "Bãi bỏ nhiệm vụ “…” tại điểm b khoản 2 mục III". Pure."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from tracker.intake.rules.comparing import Sentence
from tracker.vietnamese import fold

_PLACE = re.compile(r"\b(?:diem|khoan|muc|phan|dieu|chuong|tiet)\s+([0-9]+(?:\.[0-9]+)*|[ivxlc]+|[a-z])\b")
_QUOTED = re.compile(r"[“\"«]([^”\"»]{15,})[”\"»]")
_QUOTED_LIKE = 88.0
_STRICT = re.compile(r"\b(?:bai bo|huy bo|luoc bo)\b")


def repealed_by(text: str, tracked: Sequence[Sentence]) -> frozenset[int]:
    """Return the ids of the tracked assignments that the text abolishes, by their quoted words or by their clause.

    A clause is named from the innermost to the outermost ("khoản 2 mục IV"); it means all that stands in it. The words
    of a repeal end with its line.
    """
    gone: set[int] = set()
    for line in text.split("\n"):
        folded = fold(line)
        begin = _STRICT.search(folded)
        if begin is None:
            continue
        named = folded[begin.start() :]
        quotes = [fold(words).strip(" .,;:") for words in _QUOTED.findall(line)]
        places = tuple(reversed([label.strip(".") for label in _PLACE.findall(named)]))
        for sentence in tracked:
            if any(_is_quoted(sentence, quote) for quote in quotes) or (
                places and not quotes and _stands_in(sentence.clause, places)
            ):
                gone.add(sentence.id)
    return frozenset(gone)


def _is_quoted(sentence: Sentence, quote: str) -> bool:
    return fuzz.ratio(sentence.key, quote) >= _QUOTED_LIKE


def _stands_in(clause: Sequence[str], places: Sequence[str]) -> bool:
    """Tell whether the path of clauses ends in, or passes through, the named places in their order.

    A label may hold those above it ("IV.3"): its last part counts.
    """
    labels, named = [_own_part(label) for label in clause], [_own_part(place) for place in places]
    width = len(named)
    return any(labels[at : at + width] == named for at in range(len(labels) - width + 1))


def _own_part(label: str) -> str:
    return fold(label).strip(" .)").rpartition(".")[2]
