"""Bullets from symbol fonts: letters of the private area that only "Symbol" and "Wingdings" can show."""

import re
from dataclasses import replace

from tracker.parsing.readers.document import RawDocument

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LEADING = re.compile("^[\\s]*[\ue000-\uf8ff][\\s]*")


def with_plain_bullets(document: RawDocument) -> RawDocument:
    """Return the document with "- " for a symbol that begins a line; other symbols without meaning are dropped."""
    if not any(_PRIVATE.search(line) for line in document.lines):
        return document
    return replace(document, lines=tuple(_PRIVATE.sub("", _LEADING.sub("- ", line)) for line in document.lines))
