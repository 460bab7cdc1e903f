"""The text of a plan in paragraphs, with marked passages: what the reading pages show. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

Mark = tuple[int, int, int]
"""A marked passage: first and last place (Unicode code points, end excluded) and its number."""

LONGEST_QUIET_RUN = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words in a paragraph; `number` is that of its passage, `is_first` where that begins.

    `start` is its place in the text (Unicode code points).
    """

    text: str
    number: int | None = None
    is_first: bool = False
    start: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs that stand together; a folded block holds no marked passage and may stay shut."""

    paragraphs: list[tuple[Piece, ...]] = field(default_factory=list)
    folded: bool = False


def paragraphs_of(text: str, marks: Iterable[Mark]) -> list[tuple[Piece, ...]]:
    """Return the lines of the text, each cut where a passage begins or ends. Empty lines are left out."""
    passages = _without_overlap(marks)
    found: list[tuple[Piece, ...]] = []
    offset = 0
    for line in text.split("\n"):
        if line.strip():
            end = offset + len(line)
            here = [m for m in passages if m[0] < end and m[1] > offset]
            found.append(tuple(_pieces(text, offset, end, here)))
        offset += len(line) + 1
    return found


def blocks_of(text: str, marks: Iterable[Mark]) -> list[Block]:
    """Return the paragraphs, with long runs that hold no passage as folded blocks."""
    blocks: list[Block] = []
    for paragraph in paragraphs_of(text, marks):
        quiet = all(piece.number is None for piece in paragraph)
        if not blocks or blocks[-1].folded != quiet:
            blocks.append(Block(folded=quiet))
        blocks[-1].paragraphs.append(paragraph)
    return [block if len(block.paragraphs) > LONGEST_QUIET_RUN else Block(block.paragraphs) for block in blocks]


def _without_overlap(marks: Iterable[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for start, end, number in sorted(marks):
        start = max(start, kept[-1][1]) if kept else start
        if start < end:
            kept.append((start, end, number))
    return kept


def _pieces(text: str, start: int, end: int, passages: list[Mark]) -> Iterable[Piece]:
    place = start
    for first, last, number in passages:
        if first > place:
            yield Piece(text[place:first], start=place)
        here = max(first, start)
        yield Piece(text[here : min(last, end)], number, is_first=first >= start, start=here)
        place = min(last, end)
    if place < end:
        yield Piece(text[place:end], start=place)
