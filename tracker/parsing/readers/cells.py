"""Tables of structured forms (Word, HTML, OpenDocument, Excel): one line a row, or plain lines for a placed layout."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.parsing.markers import NO_LEVEL, marker_of

CELL_MARK = "|"
_MOST_COLUMNS = 200
_MOST_SPANNED_ROWS = 1000
_SHORTEST_REPEATED = 3
_LONGEST_DATA_CELL = 25
_MOST_LAYOUT_ROWS = 8
_LETTERHEAD = re.compile(r"cộng h[òo][àa] xã hội chủ nghĩa|độc lập\s*[-–]\s*tự do|^nơi nhận|^kính gửi", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;:!?…][\"”')\]]*$")
_SHORT_SEGMENT = 60
_OFFICE = re.compile(
    r"(?:[-+•] ?)?(?:Các )?(?:Sở|Ban|Bộ|UBND|Ủy ban|Uỷ ban|Công an|Phòng|Văn phòng|Hội|Tỉnh đoàn|Chi cục|Cục|"
    r"Trung tâm|Ngân hàng|Bảo hiểm|Đài|Báo|Liên đoàn|Thanh tra|Chi nhánh)\b"
)
_OPEN_NAME = re.compile(
    r"(?:[.,;:/–-]|Văn phòng|Chủ tịch|[Ll]ãnh đạo|\b(?:và|của|với|các|do|Sở|Ban|Phòng|Chi cục|Cục))$"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines of one cell. `continues`: it is merged with the cell above it."""

    lines: tuple[str, ...]
    width: int = 1
    height: int = 1
    continues: bool = False


@dataclass(frozen=True, slots=True)
class _Square:
    """One place of the grid; `below` tells the lower part of a merged cell."""

    lines: tuple[str, ...]
    below: bool = False


def table_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the lines of a table: rows with their cells parted by tabs (empty cells kept), a gap before and after.

    Words merged over several rows stand in each of them, numbers only in the first. A table that only places texts
    side by side (letterhead, recipients and signature, a frame) gives the lines of its cells, a "|" behind each.
    """
    grid = _grid(rows)
    if not any(square.lines for row in grid for square in row):
        return []
    if _is_layout(grid):
        return list(_layout_lines(grid))
    printed = ["\t".join(cell_text(square.lines) for square in row) for row in grid]
    return ["", *(row if "\t" in row else row + "\t" for row in printed if row.strip()), ""]


def cell_text(lines: Sequence[str]) -> str:
    """Return the lines of a cell as one piece of text without tabs; a list of offices, one a line, gets ";" between."""
    text = ""
    for line in (" ".join(line.split()) for line in lines):
        listed = _OFFICE.match(line) and _OFFICE.match(text) and not _OPEN_NAME.search(text)
        text += f"{';' if listed else ''} {line}" if text else line
    return " ".join(text.split())


def soft_lines(text: str) -> list[str]:
    """Split a paragraph at the line breaks typed inside it, where they part items or headings; else they are spaces.

    Two breaks in a row part paragraphs.
    """
    lines: list[str] = []
    parted = False
    for segment in (piece.strip() for piece in text.split("\n")):
        if lines and segment and not parted and not _begins_line(lines[-1], segment):
            lines[-1] = f"{lines[-1]} {segment}".strip()
        elif segment or not lines:
            lines.append(segment)
        parted = not segment
    return lines


def _begins_line(last: str, segment: str) -> bool:
    if marker_of(segment).level != NO_LEVEL or _SENTENCE_END.search(last):
        return True
    if segment[:1].islower():
        return False
    return len(last) < _SHORT_SEGMENT or (last.isupper() and not segment.isupper())


def _grid(rows: Sequence[Sequence[Cell]]) -> list[list[_Square]]:
    """Lay the cells out so that every row has the same columns."""
    grid: list[list[_Square]] = []
    held: dict[int, tuple[int, _Square]] = {}
    for row in rows:
        line: list[_Square] = []
        for cell in row:
            _take_held(line, held)
            above = grid[-1][len(line)] if grid and len(line) < len(grid[-1]) else _Square(())
            square = _below(above) if cell.continues else _Square(cell.lines)
            for at in range(min(max(cell.width, 1), _MOST_COLUMNS - len(line))):
                placed = square if at == 0 else _Square((), below=cell.continues)
                if cell.height > 1:
                    held[len(line)] = (min(cell.height, _MOST_SPANNED_ROWS) - 1, _below(placed))
                line.append(placed)
        _take_held(line, held)
        grid.append(line)
    width = max((len(line) for line in grid), default=0)
    return [[*line, *[_Square(())] * (width - len(line))] for line in grid]


def _take_held(line: list[_Square], held: dict[int, tuple[int, _Square]]) -> None:
    """Put the lower parts of cells merged downwards where they stand."""
    while len(line) in held:
        left, square = held.pop(len(line))
        if left > 1:
            held[len(line)] = (left - 1, square)
        line.append(square)


def _below(square: _Square) -> _Square:
    words = cell_text(square.lines)
    repeated = len(words) >= _SHORTEST_REPEATED and sum(letter.isalpha() for letter in words) * 2 > len(words)
    return _Square(square.lines if repeated else (), below=True)


def _is_layout(grid: list[list[_Square]]) -> bool:
    width = len(grid[0])
    own = [square.lines for row in grid for square in row if square.lines and not square.below]
    longest = max(len(lines) for lines in own)
    if width == 1 or longest > _LONGEST_DATA_CELL:
        return True
    if width <= 4 and len(grid) <= _MOST_LAYOUT_ROWS and any(_LETTERHEAD.search(line) for cell in own for line in cell):
        return True
    cells = max(sum(not square.below and bool(square.lines) for square in row) for row in grid)
    return len(grid) <= 3 and cells <= 2 and (longest > 1 or len(grid) == 1)


def _layout_lines(grid: list[list[_Square]]) -> Iterator[str]:
    single = len(grid[0]) == 1
    for row in grid:
        for square in row:
            if square.lines and not square.below:
                yield from square.lines
                if not single:
                    yield CELL_MARK
