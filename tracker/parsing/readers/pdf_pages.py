"""From read pages to the lines of the document: running heads and page numbers dropped, cut tables put together."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_EDGE = 2  # lines at the top and at the foot of a page that may be a running head
_PAGE_NUMBER = re.compile(r"^\W{0,4}(?:(?:trang|page)\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?\W{0,4}$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_ENOUGH_PAGES = 3
_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class ReadPage:
    """The lines of a page, table rows with tabs; `recognised` True when they were read from a picture."""

    lines: tuple[str, ...]
    recognised: bool = False
    is_poor: bool = False


def document_lines(pages: Sequence[ReadPage]) -> Iterator[str]:
    """Yield the lines of all pages in order."""
    repeated = _repeated(pages)
    offset = _numbering(pages)
    last_header: str | None = None
    held: list[str] = []
    for number, page in enumerate(pages, start=1):
        lines = _without_edges(page.lines, repeated, None if offset is None else number + offset)
        if held and lines:
            lines = _continued(held, lines, last_header)
        yield from held
        held = lines
        last_header = _first_of_last_table(lines, last_header)
    yield from held


def _edges(lines: Sequence[str]) -> Iterator[str]:
    shown = [line for line in lines if line]
    yield from shown[:_EDGE]
    yield from shown[max(len(shown) - _EDGE, _EDGE) :]


def _key(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.casefold().split()))


def _repeated(pages: Sequence[ReadPage]) -> set[str]:
    """Return the running heads and feet: lines that stand at the edge of most pages, whatever their figures."""
    if len(pages) < _ENOUGH_PAGES:
        return set()
    seen = Counter(key for page in pages for key in {_key(line) for line in _edges(page.lines) if "\t" not in line})
    least = max(_ENOUGH_PAGES, _SHARE * len(pages))
    return {key for key, times in seen.items() if times >= least and any(letter.isalpha() for letter in key)}


def _numbering(pages: Sequence[ReadPage]) -> int | None:
    """Return what must be added to the place of a page to get its printed number, None when pages bear none."""
    found = Counter(
        printed - number
        for number, page in enumerate(pages, start=1)
        for printed in {_printed(line) for line in _edges(page.lines)}
        if printed is not None
    )
    if not found:
        return None
    offset, times = found.most_common(1)[0]
    return offset if times >= max(1, (len(pages) - 1) * _SHARE) else None


def _printed(line: str) -> int | None:
    number = _PAGE_NUMBER.match(line)
    return int(number.group(1)) if number else None


def _without_edges(lines: Sequence[str], repeated: set[str], number: int | None) -> list[str]:
    kept = list(lines)
    for at in (0, -1):
        for _ in range(_EDGE):
            while kept and not kept[at]:
                kept.pop(at)
            if not kept:
                break
            is_number = number is not None and _printed(kept[at]) == number
            if not is_number and _key(kept[at]) not in repeated:
                break
            kept.pop(at)
    return kept


def _continued(before: list[str], after: list[str], header: str | None) -> list[str]:
    """Join a table that a page break cut: the header printed again is dropped, a cut row made whole in `before`."""
    if "\t" not in before[-1] or "\t" not in after[0]:
        return after
    if header is not None and after[0] == header:
        after = after[1:]
    if not after or "\t" not in after[0]:
        return after
    above, below = before[-1].split("\t"), after[0].split("\t")
    begun = [cell for cell in below if cell]
    if len(above) == len(below) and not below[0] and begun and all(cell[0].islower() for cell in begun):
        before[-1] = "\t".join(" ".join(part for part in pair if part) for pair in zip(above, below, strict=True))
        return after[1:]
    return after


def _first_of_last_table(lines: Sequence[str], before: str | None) -> str | None:
    """Return the first row of the table that the page ends with; a table that fills the page keeps its header."""
    if not lines or "\t" not in lines[-1]:
        return None
    index = len(lines) - 1
    while index > 0 and "\t" in lines[index - 1]:
        index -= 1
    return before if index == 0 and before is not None else lines[index]
