"""Taking from the sources again without losing what a person edited: a three-way merge by paragraphs. Pure.

What the sources changed since they were last taken goes into the draft where the draft still says what they said. Where
a person changed the same paragraphs the person's words stay, and the difference is told. Figures: see `figures`.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Kept:
    """A text after taking from the sources. `clashes`: how many changes of the sources met words that were edited."""

    text: str
    clashes: int


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines `start` to `end` of the base were replaced; nothing was when the two are the same."""

    start: int
    end: int
    lines: list[str]


def taken_again(base: str, draft: str, new: str) -> Kept:
    """Return the draft with what changed from `base` (last taken) to `new` (the sources now)."""
    if draft == base or not draft.strip():
        return Kept(new, 0)
    if new in (base, draft):
        return Kept(draft, 0)
    before, own = _lines(base), _lines(draft)
    edits, clashes = _edits(before, own, _changes(before, _lines(new)))
    for edit in reversed(edits):
        own[edit.start : edit.end] = edit.lines
    return Kept("\n".join(own), clashes)


@dataclass(frozen=True, slots=True)
class Difference:
    """Paragraphs of the sources that the draft says otherwise: what they say, what stands there instead."""

    of_sources: tuple[str, ...]
    in_draft: tuple[str, ...]


def differences(base: str, draft: str) -> list[Difference]:
    """Return where the draft differs from what was last taken from the sources, in reading order."""
    before, own = _lines(base), _lines(draft)
    opcodes = difflib.SequenceMatcher(None, before, own, autojunk=False).get_opcodes()
    return [Difference(tuple(before[a:b]), tuple(own[c:d])) for sort, a, b, c, d in opcodes if sort != "equal"]


def _edits(before: Sequence[str], own: Sequence[str], changes: Iterator[_Change]) -> tuple[list[_Change], int]:
    """Turn the changes of the sources into changes of the draft, in its order, and count those that do not fit."""
    places = _unchanged_places(before, own)
    edits, clashes = [], 0
    for change in changes:
        held = [places.get(number) for number in range(change.start, change.end)]
        start = held[0] if held else _place_after(change.start, places, before, own)
        if start is not None and held == list(range(start, start + len(held))):
            edits.append(_Change(start, start + len(held), change.lines))
        else:
            clashes += _is_clash(before[change.start], change, own)
    return sorted(edits, key=lambda edit: (edit.start, edit.end)), clashes


def _is_clash(was: str, change: _Change, own: Sequence[str]) -> bool:
    """An edited paragraph hides something of the sources: words that came, or that they no longer say it."""
    if change.lines:
        return not set(change.lines) <= set(own)
    return any(_head(line) == _head(was) for line in own)


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[_Change]:
    """Each place where the sources changed, agency by agency: an edited one holds back no other beside it."""
    for sort, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if sort == "equal":
            continue
        left = {head: list(lines) for head, lines in _by_head(after[c:d])}
        for head, numbers in groupby(range(a, b), key=lambda number: _head(before[number])):
            span = list(numbers)
            yield _Change(span[0], span[-1] + 1, left.pop(head, []))
        if left:
            yield _Change(b, b, [line for lines in left.values() for line in lines])


def _by_head(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(_head(line), []).append(line)
    yield from found.items()


def _head(line: str) -> str:
    """The words before the colon: the name of the agency, in every line that was merged."""
    return line.partition(":")[0]


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def _unchanged_places(before: Sequence[str], own: Sequence[str]) -> dict[int, int]:
    blocks = difflib.SequenceMatcher(None, before, own, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _place_after(number: int, places: Mapping[int, int], before: Sequence[str], own: Sequence[str]) -> int:
    """Where to put lines that follow line `number` - 1 of the base: behind the nearest agency still in the draft."""
    last_of = {_head(line): place for place, line in enumerate(own)}
    for earlier in range(number - 1, -1, -1):
        place = places.get(earlier, last_of.get(_head(before[earlier])))
        if place is not None:
            return place + 1
    return len(own) if number else 0
