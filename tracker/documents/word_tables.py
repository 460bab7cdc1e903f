"""Tables of a Word file, made element by element: many rows in a moment, each text escaped by the XML library."""

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tracker.documents.layout import head_rows, unbroken_parts
from tracker.documents.official import Row, Table

TWIPS = 1440 / 25.4  # in a mm
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def line(word: Any, text: str, style: str, *, strong: bool = False) -> Any:
    """Return a paragraph of one style; a newline in the text is a line break."""
    paragraph = OxmlElement("w:p")
    properties = _under(paragraph, "w:pPr")
    _under(properties, "w:pStyle", val=word.styles[style].style_id)
    for place, part in enumerate(text.split("\n") if text else ()):
        run = _under(paragraph, "w:r")
        if strong:
            _under(_under(run, "w:rPr"), "w:rStyle", val=word.styles["Strong"].style_id)
        if place:
            _under(run, "w:br")
        write(run, part)
    return paragraph


def write(run: Any, text: str) -> None:
    """Put a text into a run. The hyphens of a document's number are Word's own that break no line."""
    for piece, is_number in unbroken_parts(text):
        for place, part in enumerate(piece.split("-") if is_number else (piece,)):
            if place:
                _under(run, "w:noBreakHyphen")
            written = _under(run, "w:t")
            written.text = part.replace("\t", " ")
            written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def open_table(rows: Sequence[Sequence[Sequence[Any]]], widths: Sequence[float], *, above: float = 0) -> Any:
    """Return a table without borders, of cells that hold paragraphs; no row split. Widths in mm, `above` in points."""
    table = _table(widths, bordered=False, above=above)
    for cells in rows:
        row = _row(table)
        for paragraphs, width in zip(cells, widths, strict=True):
            cell = _cell(row, width)
            cell.extend(paragraphs)
    return table


def boxed_table(word: Any, table: Table, width: float) -> Any:
    """Return a boxed table over the whole text: its head repeated on each page, figures right, no row split."""
    whole = sum(column.share for column in table.columns) or 1
    widths = [column.share * width / whole for column in table.columns]
    made = _table(widths, bordered=True)
    _add_head(word, made, table, widths)
    for place, row in enumerate(table.rows, start=1):
        _add_row(word, made, table, row, widths, keep_next=place == len(table.rows) - 1)
    return made


def _add_head(word: Any, made: Any, table: Table, widths: Sequence[float]) -> None:
    upper = _row(made, is_head=True)
    place = 0
    below = []
    for title, across, tall in head_rows(table.columns):
        own = widths[place : place + across]
        cell = _cell(upper, sum(own), across=across, down="restart" if tall > 1 else "", middle=True)
        cell.append(line(word, title, "Đầu bảng"))
        grouped = bool(table.columns[place].group)
        for offset, one in enumerate(own):
            below.append((table.columns[place + offset].title if grouped else "", one, not grouped))
        place += across
    if not any(column.group for column in table.columns):
        return
    lower = _row(made, is_head=True)
    for title, one, goes_on in below:
        cell = _cell(lower, one, down="continue" if goes_on else "", middle=True)
        cell.append(line(word, title, "Đầu bảng"))


def _add_row(word: Any, made: Any, table: Table, row: Row, widths: Sequence[float], *, keep_next: bool) -> None:
    element = _row(made)
    for column, text, width in zip(table.columns, row.cells, widths, strict=True):
        style = "Số trong bảng" if column.is_number else "Chữ trong bảng"
        paragraph = line(word, text, style, strong=row.is_strong)
        if keep_next:  # the last row, often a sum, never stands alone on a page
            _under(paragraph.pPr, "w:keepNext")
        _cell(element, width).append(paragraph)


def _table(widths: Sequence[float], *, bordered: bool, above: float = 0) -> Any:
    table = OxmlElement("w:tbl")
    properties = _under(table, "w:tblPr")
    _under(properties, "w:tblW", w=_twips(sum(widths)), type="dxa")
    if not bordered:
        _under(properties, "w:jc", val="center")
    borders = _under(properties, "w:tblBorders")
    for side in _BORDERS:
        look = {"val": "single", "sz": "4", "space": "0", "color": "000000"} if bordered else {"val": "nil"}
        _under(borders, f"w:{side}", **look)
    _under(properties, "w:tblLayout", type="fixed")
    margins = _under(properties, "w:tblCellMar")
    if above:
        _under(margins, "w:top", w=str(round(above * 20)), type="dxa")
    for side in ("left", "right"):
        _under(margins, f"w:{side}", w="85" if bordered else "0", type="dxa")
    grid = _under(table, "w:tblGrid")
    for width in widths:
        _under(grid, "w:gridCol", w=_twips(width))
    return table


def _row(table: Any, *, is_head: bool = False) -> Any:
    row = _under(table, "w:tr")
    properties = _under(row, "w:trPr")
    _under(properties, "w:cantSplit")
    if is_head:
        _under(properties, "w:tblHeader")
    return row


def _cell(row: Any, width: float, *, across: int = 1, down: str = "", middle: bool = False) -> Any:
    cell = _under(row, "w:tc")
    properties = _under(cell, "w:tcPr")
    _under(properties, "w:tcW", w=_twips(width), type="dxa")
    if across > 1:
        _under(properties, "w:gridSpan", val=str(across))
    if down:
        _under(properties, "w:vMerge", val=down)
    if middle:
        _under(properties, "w:vAlign", val="center")
    return cell


def _under(parent: Any, name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    parent.append(element)
    return element


def _twips(width: float) -> str:
    return str(round(width * TWIPS))
