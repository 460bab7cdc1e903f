"""Page numbers in plain text: lines that are no text, and sentences that a page break tore apart."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.parsing.joining import UNFINISHED
from tracker.parsing.markers import NO_LEVEL, marker_of

_NUMBER = re.compile(r"^[-–— \u00a0]*(?P<number>\d{1,4})[-–—\s]*$")
_PAGE = re.compile(r"^[-–—\s]*(?:Trang|Page)\s+\d{1,4}(?:\s*(?:/|trên|of)\s*\d{1,4})?[-–—\s]*$", re.IGNORECASE)
_LONGEST_NUMBER = 3
_SHORTEST_ROW = 3
_PROSE = 25
_STOPS = (".", ":", "!", "?")


@dataclass(frozen=True, slots=True)
class _Found:
    """A line that may number a page: its place among the lines with text, and whether something sets it off.

    `in_prose` says that it stands alone between two lines of running text: no cell of a table does.
    """

    place: int
    number: int
    set_off: bool
    in_prose: bool


def without_page_numbers(lines: Sequence[str]) -> list[str]:
    """Return the lines with those that only number the pages emptied, and torn sentences put together again.

    A number counts when dashes or an empty line set it off and it rises with the others; without that, three at least
    must follow one another, so that a year that a wrap left alone stays.
    """
    texts = [index for index, line in enumerate(lines) if line.strip(" \t\u00a0")]
    kept = list(lines)
    width = _width([lines[index] for index in texts])
    found = list(_found(lines, texts))
    rising = _rising([one for one in found if one.set_off])
    numbers = {one.place for one in (*rising, *_in_a_row(found), *(one for one in found if one.in_prose))}
    for place, index in enumerate(texts):
        if place in numbers or _PAGE.match(lines[index]):
            _drop(kept, texts, place, width)
    return kept


def _width(lines: Sequence[str]) -> int:
    lengths = sorted(len(line) for line in lines)
    return lengths[int(len(lengths) * 0.95)] if lengths else 0


def _found(lines: Sequence[str], texts: Sequence[int]) -> "list[_Found]":
    found = []
    for place, index in enumerate(texts):
        number = _NUMBER.match(lines[index])
        around = [lines[at] for at in texts[max(place - 1, 0) : place + 2 : 2]]
        if number and place and not any("|" in line or "\t" in line.strip() for line in around):
            set_off = _is_set_off(lines, index, around[0])
            alone = not any(line.strip() for line in (lines[index - 1], *lines[index + 1 : index + 2]))
            prose = set_off and alone and all(len(line.strip()) >= _PROSE for line in around)
            found.append(_Found(place, int(number.group("number")), set_off, prose))
    return found


def _is_set_off(lines: Sequence[str], index: int, before: str) -> bool:
    words = lines[index].strip()
    if len(words) > 1 and not words[0].isdigit() and not words[-1].isdigit():
        return True
    above, below = not lines[index - 1].strip(), index + 1 >= len(lines) or not lines[index + 1].strip()
    return len(words) <= _LONGEST_NUMBER and (above or (below and before.rstrip().endswith((*_STOPS, ";"))))


def _rising(found: Sequence[_Found]) -> list[_Found]:
    """Return the longest rising selection of the numbers, in their order."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, one in enumerate(found):
        size = bisect_left(tails, one.number)
        tails[size : size + 1] = [one.number]
        ends[size : size + 1] = [at]
        before.append(ends[size - 1] if size else -1)
    chosen: list[_Found] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chosen.append(found[at])
        at = before[at]
    return chosen[::-1]


def _in_a_row(found: Sequence[_Found]) -> list[_Found]:
    """Return the numbers that follow one another, three at least (4, 5, 6)."""
    rows: list[list[_Found]] = []
    for one in found:
        if rows and one.number == rows[-1][-1].number + 1:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [one for row in rows if len(row) >= _SHORTEST_ROW for one in row]


def _drop(lines: list[str], texts: Sequence[int], place: int, width: int) -> None:
    """Empty the line at this place, and put the line behind it to the one before it where a sentence goes on."""
    lines[texts[place]] = ""
    if not place or place + 1 >= len(texts):
        return
    before = next((at for at in reversed(texts[max(place - 2, 0) : place]) if lines[at]), None)
    following = texts[place + 1]
    if before is not None and _goes_on(lines[before].rstrip(), lines[following].lstrip(), width):
        lines[before], lines[following] = f"{lines[before].rstrip()} {lines[following].lstrip()}", ""


def _goes_on(before: str, following: str, width: int) -> bool:
    if before.endswith(_STOPS) or marker_of(following).level != NO_LEVEL:
        return False
    if before.endswith(";"):
        return following[:1].islower()
    full = len(before) >= width * 0.75 and any(letter.islower() for letter in before)
    return full or following[:1].islower() or following[:1].isdigit() or bool(UNFINISHED.search(before))
