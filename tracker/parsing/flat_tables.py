"""Assignment tables that a law site or a copy flattened: one cell a line, a "|" line between cells, rows of any length.

The header says how many cells a row has. A row begins at its running number; where two "|" lines part the rows, the
empty cell between them is left out. A cell merged downwards is missing in the rows below it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.parsing.draft import Span, TableDraft
from tracker.parsing.lines import Line
from tracker.parsing.tables import ReadTable
from tracker.parsing.task_columns import columns_of

_FIRST = re.compile(r"^(?:TT|STT|Số TT|Stt|S\.?TT)\.?$")
_INDEX = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*|[IVXL]{1,6}|[A-Z])[.)]?$")
_MOST_LINES = 8
_MOST_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class _Cell:
    """The words of one cell, with the lines that hold them; none for an empty cell."""

    text: str
    lines: tuple[int, ...]


def flat_task_tables(lines: Sequence[Line]) -> list[ReadTable]:
    """Return the flattened tables whose header names a task and who leads it, in their order."""
    return [table for first, last in _zones(lines) if (table := _table(lines, first, last))]


def _zones(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield (first mark, last mark) of the stretches where marks follow one another closely."""
    marks = [index for index, line in enumerate(lines) if line.kind == "mark"]
    start = 0
    for at in range(1, len(marks) + 1):
        if at < len(marks) and marks[at] - marks[at - 1] <= _MOST_LINES:
            continue
        if at - start >= _MOST_LINES:
            yield marks[start], marks[at - 1]
        start = at


def _cells(lines: Sequence[Line], first: int, last: int) -> list[_Cell]:
    """Return the cells between the marks, the one before the first mark and the one behind the last included."""
    begin = first - 1 if first and lines[first - 1].kind == "text" and _FIRST.match(lines[first - 1].text) else first
    end = last + 1 if last + 1 < len(lines) and lines[last + 1].kind == "text" else last
    cells: list[_Cell] = []
    held: list[int] = []
    for index in range(begin, end + 1):
        if lines[index].kind != "mark":
            held += [index] if lines[index].text else []
            continue
        cells.append(_cell(lines, held))
        held = []
    return [*cells, _cell(lines, held[:1])]


def _cell(lines: Sequence[Line], held: Sequence[int]) -> _Cell:
    return _Cell(" ".join(lines[index].text for index in held), tuple(held))


def _table(lines: Sequence[Line], first: int, last: int) -> ReadTable | None:
    cells = _cells(lines, first, last)
    top = next((at for at, cell in enumerate(cells) if _FIRST.match(cell.text)), None)
    if top is None:
        return None
    width = _width(cells, top)
    header = [cell.text for cell in cells[top : top + width]]
    columns = columns_of(header)
    if width < 3 or "task" not in columns or "lead" not in columns:
        return None
    rows = [row for row in _rows(cells[top + width :], width) if any(cell.lines for cell in row)]
    if not rows:
        return None
    spans = [_span(lines, row) for row in rows]
    draft = TableDraft(
        title="",
        header=header,
        rows=[[cell.text for cell in row] for row in rows],
        total=None,
        unit_column=None,
        span=(lines[cells[top].lines[0]].start, spans[-1][1]),
    )
    used = [index for row in rows for cell in row for index in cell.lines]
    return ReadTable(draft, spans, None, min(cells[top].lines), max(used))


def _width(cells: Sequence[_Cell], top: int) -> int:
    """Return how many cells the header has: up to the empty cell that ends its row, or up to the first number."""
    for at in range(top + 1, min(top + _MOST_COLUMNS + 1, len(cells))):
        if not cells[at].text or _INDEX.match(cells[at].text):
            return at - top
    return 0


def _rows(cells: Sequence[_Cell], width: int) -> Iterator[list[_Cell]]:
    empty = _Cell("", ())
    row: list[_Cell] = []
    for at, cell in enumerate(cells):
        opens = _INDEX.match(cell.text) and (not row or not cells[at - 1].text or len(row) >= width)
        if opens and row:
            yield [*row, *[empty] * width][:width]
            row = []
        if row or opens:
            row.append(cell)
    if row:
        yield [*row, *[empty] * width][:width]


def _span(lines: Sequence[Line], row: Sequence[_Cell]) -> Span:
    used = [index for cell in row for index in cell.lines]
    return lines[used[0]].start, lines[used[-1]].end
