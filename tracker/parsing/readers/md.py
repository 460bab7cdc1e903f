"""Markdown: the marks of a file are taken off line by line, so that numbers and bullets stay as they were typed.

Headings, bold, escapes and the cells of pipe tables are left to the joining of lines, which must know where they stand.
"""

import re
from collections.abc import Iterator

from tracker.parsing.readers.document import RawDocument
from tracker.parsing.readers.encodings import decode
from tracker.parsing.readers.txt import lines_of, refuse_without_letters

MEDIA_TYPE = "text/markdown"
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,300})\](?:\([^()\[\]\n]{0,500}\)|\[[^\[\]\n]{0,200}\])")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,500})\]\([^()\[\]\n]{0,500}(?:\([^()\[\]\n]{0,200}\)[^()\[\]\n]{0,200})?\)")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\[\]\n]{1,200}\]:\s*\S+.*$")
_AUTO_LINK = re.compile(r"<((?:https?|mailto):[^<>\s]{1,500})>")
_TAG = re.compile(
    r"</?(?:div|p|center|span|font|table|tbody|thead|tr|td|th|a|img|hr|u|b|i|em|strong)\b[^<>\n]{0,300}>", re.IGNORECASE
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
_FENCE = re.compile(r"^\s{0,3}(?:```|~~~)")
_BULLET = re.compile(r"^(\s*)[*•]\s+(?=\S)")
_RULER = re.compile(r"^\s{0,3}(?:[-*_]\s*){3,}$|^\s{0,3}=+\s*$")
_DELIMITER = re.compile(r"^\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")
_HARD_BREAK = re.compile(r"\\$")


def read_md(content: bytes) -> RawDocument:
    """Return the lines of a Markdown file. Raises UnreadableDocument as plain text does."""
    decoded = decode(content)
    plain = without_comments(decoded.text)
    lines = tuple(line for typed in lines_of(plain) for line in _text(typed))
    refuse_without_letters(lines)
    return RawDocument(lines=lines, media_type=MEDIA_TYPE, note=decoded.note)


def without_comments(text: str) -> str:
    """Return a text without its HTML comments; one that never ends is no comment."""
    kept: list[str] = []
    at = 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        kept.append(text[at:begin])
        at = end + 3
    return "".join([*kept, text[at:]])


def _text(line: str) -> Iterator[str]:
    if _FENCE.match(line) or _REFERENCE.match(line) or ("|" in line and _DELIMITER.match(line)):
        return
    line = _QUOTE.sub("", line)
    if _RULER.match(line):
        yield ""
        return
    if line.count("|") >= 2:
        yield _BREAK.sub(" ", _inline(line.replace("\\|", "/"))).replace("`", "")
        return
    yield from _BREAK.split(_BULLET.sub(r"\1- ", _HARD_BREAK.sub("", _inline(line)).replace("`", "")))


def _inline(text: str) -> str:
    return _TAG.sub(" ", _AUTO_LINK.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))))
