"""Cells of the tables in a text, in whatever way they were flattened: tabs, pipes, one cell per line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from tracker.parsing.draft import Span
from tracker.parsing.lines import Line
from tracker.vietnamese import fold

_RULER = re.compile(r"^[\s|:+=-]+$")
_FIRST_HEADER = re.compile(r"^(?:TT|STT|Số TT|Stt|S\.?TT)\.?$")
_PAGE_NUMBER = re.compile(r"^[-–\s]*\d{1,3}[-–\s]*$")
_MOST_LINES_IN_CELL = 4
_FEWEST_ROWS = 3


@dataclass(slots=True)
class Grid:
    """Rows of cells with the place of each row; `caption` is the index of the last line before the table."""

    rows: list[list[str]]
    spans: list[Span]
    first: int
    last: int
    loose: list[tuple[str, Span]] = field(default_factory=list)


def read_grids(lines: Sequence[Line]) -> list[Grid]:
    """Return all tables of the text in their order."""
    found = [*_row_grids(lines), *_cell_grids(lines), *_marked_grids(lines)]
    return sorted((grid for grid in found if _is_table(grid)), key=lambda grid: grid.first)


def _is_table(grid: Grid) -> bool:
    width = max((len(row) for row in grid.rows), default=0)
    return len(grid.rows) >= 2 and width >= 2 and sum(bool(cell) for row in grid.rows for cell in row) >= 6


def _runs(lines: Sequence[Line], kinds: set[str]) -> Iterator[tuple[int, int]]:
    start = None
    for index, line in enumerate(lines):
        if line.kind in kinds:
            start = index if start is None else start
        elif start is not None and line.text and not _is_page_break(lines, index, kinds):
            yield start, index - 1
            start = None
    if start is not None:
        yield start, len(lines) - 1


def _is_page_break(lines: Sequence[Line], index: int, kinds: set[str]) -> bool:
    """Tell a page number that stands between two rows of one table."""
    if not _PAGE_NUMBER.match(lines[index].text):
        return False
    following = next((line for line in lines[index + 1 : index + 4] if line.text), None)
    return following is not None and following.kind in kinds


def _row_grids(lines: Sequence[Line]) -> Iterator[Grid]:
    for first, last in _row_runs(lines):
        rows, spans = [], []
        for line in lines[first : last + 1]:
            if line.kind != "row" or not line.text or _RULER.match(line.text):
                continue
            rows.append(_cells(line.text))
            spans.append((line.start, line.end))
        if len(rows) >= (2 if "\t" in lines[first].text else 3):  # a tab is a sure sign of a row
            yield _squared(Grid(rows, spans, first, last))


def _row_runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the runs of rows; where all rows change to another width, or a new header opens, another table begins."""
    for first, last in _runs(lines, {"row"}):
        rows = [at for at in range(first, last + 1) if lines[at].kind == "row" and lines[at].text]
        parts = [list(part) for _, part in groupby(rows, key=lambda at: lines[at].text.count("\t"))]
        if len(parts) > 1 and (min(map(len, parts)) < 2 or "\t" not in lines[first].text):
            parts = [rows]  # ragged rows of one table
        starts = [at for part in parts for at in part if at == part[0] or _opens_anew(lines[at].text, lines, part)]
        for begin, end in pairwise([*starts, last + 1]):
            yield begin, end - 1


def _opens_anew(row: str, lines: Sequence[Line], part: Sequence[int]) -> bool:
    """Tell the header of another table of the same width: "TT" leads it, and the table begins with another row."""
    top = lines[part[0]].text
    return "\t" in row and bool(_FIRST_HEADER.match(row.split("\t")[0].strip())) and fold(row) != fold(top)


def _cells(row: str) -> list[str]:
    if "\t" in row:
        return [cell.strip() for cell in row.split("\t")]
    inner = row.strip()
    if inner.startswith("|") and inner.endswith("|") and len(inner) > 1:
        inner = inner[1:-1]
    return [cell.strip() for cell in inner.split("|")]


def _squared(grid: Grid) -> Grid:
    width = max(len(row) for row in grid.rows)
    grid.rows = [row + [""] * (width - len(row)) for row in grid.rows]
    filled = [c for c in range(width) if any(row[c] for row in grid.rows)]
    grid.rows = [[row[c] for c in filled] for row in grid.rows]
    return grid


def _cell_grids(lines: Sequence[Line]) -> Iterator[Grid]:
    """Tables with one cell per line, led by a tab; an empty line begins the next row."""
    for first, last in _runs(lines, {"cell", "gap"}):
        rows: list[list[str]] = []
        spans: list[Span] = []
        row: list[Line] = []
        for line in [*lines[first : last + 1], None]:
            if line is not None and line.kind == "cell":
                row.append(line)
            elif row:
                rows.append([cell.text for cell in row])
                spans.append((row[0].start, row[-1].end))
                row = []
        if rows:
            yield _squared(Grid(rows, spans, first, last))


def _marked_grids(lines: Sequence[Line]) -> Iterator[Grid]:
    """Tables with one cell per line and a "|" line between cells; rows are found by their running numbers."""
    marks = [i for i, line in enumerate(lines) if line.kind == "mark"]
    start = 0
    for position in range(1, len(marks) + 1):
        if position < len(marks) and marks[position] - marks[position - 1] <= _MOST_LINES_IN_CELL:
            continue
        if position - start >= 8:
            parted = _parted_grid(lines, marks[start], marks[position - 1])
            yield from [parted] if parted else _numbered_grid(lines, marks[start], marks[position - 1])
        start = position


def _parted_grid(lines: Sequence[Line], first: int, last: int) -> Grid | None:
    """Return the table whose rows are parted by two marks in a row: as many cells as the header has, then an empty one.

    None when that does not hold to the end: then one mark parts rows and cells alike.
    """
    cells = _marked_cells(lines, first, last)
    rows = _parted_rows(cells) or _parted_rows(cells[1:])  # a mark may stand before the first cell
    if not rows:
        return None
    rows[0][0] = rows[0][0][-1:]  # the caption stands in the same cell
    texts = [[" ".join(line.text for line in cell) for cell in row] for row in rows]
    spans = []
    for row in rows:
        filled = [cell for cell in row if cell]
        spans.append((filled[0][0].start, filled[-1][-1].end))
    opening = next(i for i in range(last, -1, -1) if lines[i].start <= spans[0][0])
    closing = next(i for i in range(min(last + 1, len(lines) - 1), -1, -1) if lines[i].start < spans[-1][1])
    return _squared(Grid(texts, spans, opening, closing))


def _parted_rows(cells: Sequence[list[Line]]) -> list[list[list[Line]]]:
    width = next((number for number, cell in enumerate(cells) if not cell), 0)
    if len(cells) % (width + 1) == 0:
        cells = cells[:-1]  # the paragraph behind the last mark
    partings = cells[width :: width + 1]
    if width < 2 or len(partings) < _FEWEST_ROWS - 1 or any(partings):
        return []
    rows = [list(cells[at : at + width]) for at in range(0, len(cells), width + 1)]
    rows = [row for row in rows if len(row) == width and any(row)]
    return rows if len(rows) >= _FEWEST_ROWS else []


def _numbered_grid(lines: Sequence[Line], first: int, last: int) -> Iterator[Grid]:
    cells = _marked_cells(lines, first, last)
    found = _period([" ".join(line.text for line in cell) for cell in cells])
    if found is None:
        return
    at, width = found
    rows, spans = [], []
    for begin in range(at, len(cells) - width + 1, width):
        part = cells[begin : begin + width]
        places = [line for cell in part for line in cell]
        rows.append([" ".join(line.text for line in cell) for cell in part])
        spans.append((places[0].start, places[-1].end))
    head = next((i for i in range(at) if cells[i] and _FIRST_HEADER.match(cells[i][-1].text)), max(at - 3 * width, 0))
    loose = [(" ".join(line.text for line in cell), (cell[0].start, cell[-1].end)) for cell in cells[head:at] if cell]
    if loose:
        loose[0] = (cells[head][-1].text, (cells[head][-1].start, cells[head][-1].end))
    opening = next(i for i in range(last, -1, -1) if lines[i].start <= (loose[0][1][0] if loose else spans[0][0]))
    yield Grid(rows, spans, opening, min(last + 1, len(lines) - 1), loose=loose)


def _marked_cells(lines: Sequence[Line], first: int, last: int) -> list[list[Line]]:
    """Return the lines of each cell; the text lines before the first mark belong to the first cell."""
    before = first
    while before and lines[before - 1].kind == "text" and first - before < _MOST_LINES_IN_CELL:
        before -= 1
    cells: list[list[Line]] = []
    held: list[Line] = list(lines[before:first])
    for line in lines[first : last + 1]:
        if line.kind == "mark":
            cells.append(held)
            held = []
        else:
            held.append(line)
    after = lines[last + 1 : last + 2]
    return [*cells, list(after)] if after and after[0].kind == "text" else cells


def _period(cells: Sequence[str]) -> tuple[int, int] | None:
    """Return (index of the first numbered cell, cells per row): running numbers 1, 2, 3 stand at equal distances."""
    texts = [text.lstrip("0").rstrip(".") for text in cells]
    for at, text in enumerate(texts):
        if text != "1":
            continue
        for width in range(2, min((len(texts) - at) // 2 + 1, 60)):
            third = texts[at + 2 * width] if at + 2 * width < len(texts) else "3"
            if texts[at + width] == "2" and third in ("3", "") and cells[at + 1]:
                return at, width
    return None
