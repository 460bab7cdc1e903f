"""What the cells of an Excel sheet do not tell: hidden rows and columns, merged cells, formulas never computed."""

import re
from dataclasses import dataclass, field

from lxml import etree

from tracker.parsing.readers.document import UnreadableDocument
from tracker.parsing.readers.package import DAMAGED, Package

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RANGE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$")
_PLACE = re.compile(r"[A-Z]+")
MOST_COLUMNS = 100  # those further right are not read
_MOST_MERGED_ROWS = 500
_MOST_MERGED = 50_000
_WANTED = ("row", "col", "c", "mergeCell")


@dataclass(slots=True)
class SheetMarks:
    """Rows and columns count from 1; `covered` are the columns of a row merged with the cell above.

    `beyond` is how many cells that hold something stand right of the columns that are read."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    covered: dict[int, set[int]] = field(default_factory=dict)
    unvalued: int = 0
    beyond: int = 0


def read_marks(package: Package, name: str) -> SheetMarks:
    """Return the marks of one sheet part, read piece by piece. Raises UnreadableDocument when it is broken."""
    marks = SheetMarks()
    if name.lstrip("/") not in package.names:
        return marks
    tags = [space + tag for tag in _WANTED for space in (_SHEET, _STRICT)]
    merged = 0
    try:
        with package.open(name.lstrip("/")) as part:
            for _, element in etree.iterparse(part, tag=tags, resolve_entities=False, no_network=True, load_dtd=False):
                tag = str(element.tag).rsplit("}", 1)[1]
                if tag == "mergeCell":
                    merged += _merge(marks, str(element.get("ref", ""))) if merged < _MOST_MERGED else 0
                elif tag == "c":
                    _look_at_value(marks, element)
                else:
                    _hide(marks, tag, element)
                if tag in ("row", "col"):
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise UnreadableDocument(DAMAGED) from broken
    return marks


def _look_at_value(marks: SheetMarks, cell: "etree._Element") -> None:
    names = {str(child.tag).rsplit("}", 1)[-1]: child for child in cell}
    value = names.get("v")
    if "f" in names and (value is None or not (value.text or "").strip()):
        marks.unvalued += 1
    letters = _PLACE.match(str(cell.get("r", "")))
    if letters and _column(letters.group()) > MOST_COLUMNS and (value is not None or "is" in names):
        marks.beyond += 1


def _column(letters: str) -> int:
    """Return the number of a column, "A" being 1."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _hide(marks: SheetMarks, tag: str, element: "etree._Element") -> None:
    if element.get("hidden") not in ("1", "true"):
        return
    if tag == "row" and str(element.get("r", "")).isdigit():
        marks.hidden_rows.add(int(str(element.get("r"))))
    elif tag == "col" and str(element.get("min", "")).isdigit() and str(element.get("max", "")).isdigit():
        first, last = int(str(element.get("min"))), int(str(element.get("max")))
        marks.hidden_columns.update(range(first, min(last, first + 200) + 1))


def _merge(marks: SheetMarks, ref: str) -> int:
    """Note the places below the first row of a merged range; return how many."""
    found = _RANGE.match(ref)
    if not found:
        return 0
    left, top, _, bottom = found.groups()
    column = _column(left)
    rows = range(int(top) + 1, min(int(bottom), int(top) + _MOST_MERGED_ROWS) + 1)
    for row in rows:
        marks.covered.setdefault(row, set()).add(column)
    return len(rows)
