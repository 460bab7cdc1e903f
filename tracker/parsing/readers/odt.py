"""OpenDocument texts: own walk, so that list numbers, merged cells and tracked changes read as printed."""

import unicodedata
from collections.abc import Iterator

from lxml import etree

from tracker.parsing.readers.cells import Cell, soft_lines, table_lines
from tracker.parsing.readers.document import RawDocument, UnreadableDocument
from tracker.parsing.readers.encodings import recovered
from tracker.parsing.readers.odt_lists import TEXT, OdtNumbers, OpenList
from tracker.parsing.readers.package import DAMAGED, PASSWORD, Package
from tracker.parsing.readers.txt import refuse_without_letters

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
NOT_ODT = "Tệp nén này không phải tài liệu OpenDocument (.odt); hãy gửi tệp .odt hoặc .docx của kế hoạch."
_NO_TEXT = "Tệp OpenDocument không có chữ nào để đọc; hãy kiểm tra lại tệp; trang chỉ có ảnh thì gửi dạng PDF."
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_DROPPED = {
    *(f"{TEXT}{name}" for name in ("tracked-changes", "table-of-content", "alphabetical-index", "note", "ruby-text")),
    *(f"{TEXT}{name}" for name in ("page-number", "page-count", "sequence-decls", "variable-decls")),
    *(f"{TEXT}{name}" for name in ("illustration-index", "table-index", "user-index", "object-index", "hidden-text")),
    f"{_OFFICE}annotation",
    f"{_OFFICE}forms",
    f"{_DRAW}frame",
    f"{_DRAW}custom-shape",
}
_BOXES = (f"{_DRAW}text-box", f"{_DRAW}custom-shape")
_MOST_REPEATED = 200
_MOST_SPACES = 200


def read_odt(content: bytes) -> RawDocument:
    """Return the lines of an .odt: deletions, comments and contents dropped, notes behind the text.

    Raises UnreadableDocument.
    """
    package = Package(content)
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and any(str(one.tag).endswith("}encryption-data") for one in manifest.iter()):
        raise UnreadableDocument(PASSWORD)
    root = package.xml("content.xml")
    body = None if root is None else root.find(f"{_OFFICE}body")
    if root is None or body is None:
        raise UnreadableDocument(DAMAGED if root is not None else NOT_ODT)
    text = body.find(f"{_OFFICE}text")
    if text is None:
        raise UnreadableDocument(NOT_ODT)
    styles = package.xml("styles.xml")
    walk = _Walk(OdtNumbers([one for one in (styles, root) if one is not None]))
    lines = [*walk.blocks(text), *walk.notes(text)]
    refuse_without_letters(tuple(lines), _NO_TEXT)
    decoded = recovered(unicodedata.normalize("NFC", "\n".join(lines)))
    found = tuple(decoded.text.split("\n"))
    return RawDocument(lines=found, media_type=MEDIA_TYPE, wrapped=False, note=decoded.note, table_rows=True)


class _Walk:
    """Reads paragraphs, lists and tables in their order."""

    def __init__(self, numbers: OdtNumbers) -> None:
        self._numbers = numbers

    def blocks(self, parent: "etree._Element", of: OpenList | None = None) -> Iterator[str]:
        """Yield the lines below an element: one for a paragraph, one for a table row."""
        for child in parent:
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(child, self._heading(child, of))
            elif child.tag == f"{TEXT}list":
                yield from self._list(child, self._numbers.opened(child, of))
            elif child.tag == f"{_TABLE}table":
                yield from self._table(child)
            elif child.tag in _BOXES or child.tag == f"{_DRAW}frame":
                yield from self._box(child)
            elif isinstance(child.tag, str) and child.tag not in _DROPPED:
                yield from self.blocks(child, of)

    def notes(self, text: "etree._Element") -> list[str]:
        """Return the foot and end notes as lines behind the text."""
        bodies = [body for note in text.iter(f"{TEXT}note") for body in note.findall(f"{TEXT}note-body")]
        texts = [" ".join(" ".join(line for line in self.blocks(body) if line).split()) for body in bodies]
        told = [one for one in texts if one]
        return ["", *(f"Chú thích {number}: {one}" for number, one in enumerate(told, 1))] if told else []

    def _heading(self, element: "etree._Element", of: OpenList | None) -> str:
        return self._numbers.heading(element) if element.tag == f"{TEXT}h" and of is None else ""

    def _paragraph(self, paragraph: "etree._Element", label: str) -> Iterator[str]:
        lines = soft_lines(_inline(paragraph).strip())
        if label and lines[0]:
            lines[0] = f"{label} {lines[0]}"
        yield from lines
        for box in paragraph.iter(*_BOXES):
            if not any(above.tag in _BOXES for above in _until(box, paragraph)):
                yield from self.blocks(box)

    def _box(self, element: "etree._Element") -> Iterator[str]:
        if element.tag in _BOXES:
            yield from self.blocks(element)
            return
        for child in element:
            if child.tag in _BOXES:
                yield from self.blocks(child)

    def _list(self, element: "etree._Element", of: OpenList) -> Iterator[str]:
        for item in element:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            numbered = item.tag == f"{TEXT}list-header"
            for child in item:
                if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                    label = "" if numbered else self._numbers.label(of, item, child)
                    numbered = True
                    yield from self._paragraph(child, label)
                elif child.tag == f"{TEXT}list":
                    yield from self._list(child, self._numbers.opened(child, of))
                elif child.tag == f"{_TABLE}table":
                    yield from self._table(child)

    def _table(self, table: "etree._Element") -> list[str]:
        rows: list[list[Cell]] = []
        for row in table.iter(f"{_TABLE}table-row"):
            if next(row.iterancestors(f"{_TABLE}table")) is not table:
                continue
            cells = list(self._cells(row))
            if any(cell.lines or cell.continues for cell in cells):
                rows += [cells] * (_repeated(row, "number-rows-repeated") if len(rows) < _MOST_REPEATED else 1)
        return table_lines(rows)

    def _cells(self, row: "etree._Element") -> Iterator[Cell]:
        """Yield the cells of a row; a covered cell is empty, or the lower part of the one above it."""
        across = 0
        for cell in row:
            times = _repeated(cell, "number-columns-repeated")
            if cell.tag == f"{_TABLE}covered-table-cell":
                below = max(times - across, 0)
                across = max(across - times, 0)
                yield from [Cell((), continues=True)] * below
            elif cell.tag == f"{_TABLE}table-cell":
                lines = tuple(line for line in self.blocks(cell) if line.strip())
                width = _repeated(cell, "number-columns-spanned")
                across = width - 1
                yield from [Cell(lines, width)] * times


def _inline(element: "etree._Element") -> str:
    text = element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            text += " " * (min(int(count), _MOST_SPACES) if count.isdigit() and len(count) < 6 else 1)
        elif child.tag == f"{TEXT}tab":
            text += " "
        elif child.tag == f"{TEXT}line-break":
            text += "\n"
        elif isinstance(child.tag, str) and child.tag not in _DROPPED and child.tag not in _BOXES:
            text += _inline(child)
        text += (child.tail or "").replace("\n", " ")
    return text.replace("\t", " ").replace("\u00ad", "")


def _until(element: "etree._Element", top: "etree._Element") -> Iterator["etree._Element"]:
    for above in element.iterancestors():
        if above is top:
            return
        yield above


def _repeated(element: "etree._Element", name: str) -> int:
    text = str(element.get(f"{_TABLE}{name}", "1"))
    return min(max(int(text), 1), _MOST_REPEATED) if text.isdigit() and len(text) < 9 else 1
