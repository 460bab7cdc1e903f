"""Where one sentence ends and the next begins. Clauses parted by ";" stay together."""

import re
from collections.abc import Iterator

_STOP = re.compile(r"[.!?…]+[\"”’)\]]*\s+(?=[\"“‘(]?\w)")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:TP|TX|TT|Q|H|P|KT|TM|TL|TUQ|PGS|TS|ThS|BS|Đ/c|đ/c|Tr|tr|v\.v|St|Nxb|ĐT|GS)$|(?:^|\s)[A-ZĐ]$"
)
_NUMBERED = re.compile(
    r"(?:[Dd]ự án|Điều|[Kk]hoản|[Mm]ục|Phụ lục|[Cc]hương trình|số|[Đđ]iểm|Phần|Biểu|[Tt]iểu dự án|[Nn]hóm)\s+[\dIVX]+$"
)
_CLOSING = re.compile(r"\s*\./\.?[\"”]?\s*$|\s*/\.\s*$")


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the sentences of text[start:end], outer spaces and the closing "./." left out."""
    closing = _CLOSING.search(text, start, end)
    stop = closing.start() if closing else end
    at = start
    for found in _STOP.finditer(text, start, stop):
        if not _ends_here(text, at, found):
            continue
        yield from _trimmed(text, at, found.end())
        at = found.end()
    yield from _trimmed(text, at, stop)


def _ends_here(text: str, at: int, found: "re.Match[str]") -> bool:
    following = text[found.end() : found.end() + 2].lstrip('"“‘(')
    if not following or not (following[0].isupper() or following[0].isdigit()):
        return False
    before = text[max(at, found.start() - 24) : found.start()]
    single_stop = found.group().rstrip() == "."
    return not (single_stop and (_ABBREVIATED.search(before) or _NUMBERED.search(before)))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    inner_start = start + len(piece) - len(piece.lstrip())
    inner_end = start + len(piece.rstrip())
    if any(letter.isalnum() for letter in text[inner_start:inner_end]):
        yield inner_start, inner_end
