"""Excel lists of assignments: each sheet a table, what stands above and below it as lines."""

import datetime
import io
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tracker.parsing.readers.cells import Cell, table_lines
from tracker.parsing.readers.document import RawDocument, UnreadableDocument
from tracker.parsing.readers.encodings import recovered
from tracker.parsing.readers.package import DAMAGED, MACRO, Package
from tracker.parsing.readers.txt import refuse_without_letters
from tracker.parsing.readers.xlsx_marks import MOST_COLUMNS, SheetMarks, read_marks

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_XLSX = "Tệp nén này không phải bảng tính Excel (.xlsx); hãy mở bằng Excel, lưu lại dạng .xlsx rồi gửi lại."
_NO_TEXT = "Bảng tính không có chữ nào để đọc; hãy kiểm tra lại tệp, các trang và dòng bị ẩn không được đọc."
_TOO_LARGE = "Bảng tính có quá nhiều ô; hãy chỉ gửi trang có bảng phân công nhiệm vụ."
_MOST_CELLS = 200_000  # that hold something
_MOST_PLACES = 600_000  # cells and rows that are only formatted too
_Value = object


def read_xlsx(content: bytes) -> RawDocument:
    """Return the lines of a workbook: visible sheets, rows and columns alone, printed values.

    Dates read as dd/mm/yyyy. What was passed over, and formulas without a stored value, are said in the note.
    Raises UnreadableDocument.
    """
    package = Package(content)
    if "[Content_Types].xml" not in package.names or "xl/workbook.xml" not in package.names:
        raise UnreadableDocument(NOT_XLSX)
    if b"macroEnabled" in package.read("[Content_Types].xml"):
        raise UnreadableDocument(MACRO)
    sheets = [name for name in package.names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    if sum(_places(package.read(name)) for name in sheets) > _MOST_PLACES:  # before openpyxl looks at each of them
        raise UnreadableDocument(_TOO_LARGE)
    try:
        lines, notes = _read(content, package)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError) as broken:
        raise UnreadableDocument(DAMAGED) from broken
    except (zipfile.BadZipFile, InvalidFileException, SyntaxError) as broken:
        raise UnreadableDocument(DAMAGED) from broken
    refuse_without_letters(tuple(lines), _NO_TEXT)
    decoded = recovered(unicodedata.normalize("NFC", "\n".join(lines)))
    note = " ".join(one for one in (decoded.note, *notes) if one) or None
    found = tuple(decoded.text.split("\n"))
    return RawDocument(lines=found, media_type=MEDIA_TYPE, wrapped=False, note=note, table_rows=True)


def _places(part: bytes) -> int:
    return part.count(b"<c ") + part.count(b"<row ")


def _read(content: bytes, package: Package) -> tuple[list[str], list[str]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    lines: list[str] = []
    hidden: list[str] = []
    rows_hidden = unvalued = beyond = 0
    left = _MOST_CELLS
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        marks = read_marks(package, str(getattr(sheet, "_worksheet_path", "")))
        rows, used = _rows(sheet, marks, left)
        left -= used
        rows_hidden += len(marks.hidden_rows)
        unvalued += marks.unvalued
        beyond += marks.beyond
        lines += _sheet_lines(rows)
    book.close()
    notes = []
    if hidden:
        notes.append(f"Không đọc trang bị ẩn: {', '.join(hidden)}.")
    if rows_hidden:
        notes.append(f"Không đọc {rows_hidden} dòng bị ẩn.")
    if beyond:
        notes.append(f"Không đọc {beyond} ô nằm ngoài {MOST_COLUMNS} cột đầu của trang.")
    if unvalued:
        notes.append(f"Có {unvalued} ô công thức chưa có kết quả trong tệp; hãy mở bằng Excel, lưu lại rồi gửi lại.")
    return lines, notes


def _rows(sheet: object, marks: SheetMarks, left: int) -> tuple[list[list[Cell]], int]:
    """Return the visible rows that hold anything, with merged cells joined, and how many cells held something.

    Rows that the file leaves out come as one and the same empty row: a stray cell at the end of a sheet costs little.
    """
    reset = getattr(sheet, "reset_dimensions", None)
    if reset is not None:
        reset()
    rows: list[list[Cell]] = []
    used = 0
    before: object = None
    for cells in sheet.iter_rows(max_col=MOST_COLUMNS):  # type: ignore[attr-defined]
        if cells is before:
            continue
        before = cells
        held = [column for column, cell in enumerate(cells, 1) if cell.value is not None]
        used += len(held)
        if used > left:
            raise UnreadableDocument(_TOO_LARGE)
        at = cells[held[0] - 1].row if held else None
        if at is None or at in marks.hidden_rows:
            continue
        covered = marks.covered.get(at, set())
        width = min(max(*held, *covered, 0), MOST_COLUMNS)
        row = [_cell(cell, covered=column in covered) for column, cell in enumerate(cells[:width], 1)]
        shown = [cell for column, cell in enumerate(row, 1) if column not in marks.hidden_columns]
        if any(cell.lines for cell in shown):
            rows.append(shown)
    return rows, used


def _cell(cell: object, *, covered: bool) -> Cell:
    text = printed(getattr(cell, "value", None), str(getattr(cell, "number_format", "") or ""))
    return Cell(tuple(line.strip() for line in text.split("\n") if line.strip()), continues=covered and not text)


def printed(value: object, number_format: str = "") -> str:
    """Return a cell value as it is printed in Vietnamese: dates dd/mm/yyyy, a comma for decimals, "%" by format."""
    if value is None or isinstance(value, bool):
        return "" if value is None else "x" if value else ""
    if isinstance(value, datetime.datetime | datetime.date):
        plain = number_format.lower().split(";")[0]
        return value.strftime("%d/%m/%Y" if "d" in plain or "m" not in plain else "%m/%Y")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value).replace("\t", " ").replace("_x000D_", "").replace("\r", "\n")


def _number(value: float, number_format: str) -> str:
    percent = "%" in number_format
    rounded = round(value * 100 if percent else value, 6)
    whole, _, decimals = f"{rounded:.6f}".partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole}{',' + decimals if decimals else ''}{'%' if percent else ''}"


def _sheet_lines(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Yield the title lines, the table and the lines below it."""
    if not rows:
        return
    filled = [sum(bool(cell.lines or cell.continues) for cell in row) for row in rows]
    width = max(filled)
    first = next((at for at, count in enumerate(filled) if count >= max(width * 0.6, 2)), None)
    if first is None:
        first = len(rows)
    last = max((at for at, count in enumerate(filled) if count >= 2 and at >= first), default=first - 1)
    for row in rows[:first]:
        yield from (line for cell in row for line in cell.lines)
    yield from table_lines(_squeezed(rows[first : last + 1])) if first <= last else ()
    for row in rows[last + 1 :]:
        yield from (line for cell in row for line in cell.lines)
    yield ""


def _squeezed(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Return rows without the columns that are empty in all of them."""
    width = max(len(row) for row in rows)
    squared = [[*row, *[Cell(())] * (width - len(row))] for row in rows]
    kept = [at for at in range(width) if any(row[at].lines for row in squared)]
    return [[row[at] for at in kept] for row in squared]
