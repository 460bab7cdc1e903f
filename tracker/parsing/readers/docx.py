"""Word files: own walk through the document part, so that numbers, tables and tracked changes read as printed."""

import unicodedata
from collections.abc import Iterator

from lxml import etree

from tracker.parsing.readers.document import RawDocument, UnreadableDocument
from tracker.parsing.readers.numbering import Numbering, W
from tracker.parsing.readers.package import DAMAGED, Package

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NO_TEXT = "Tệp Word không có chữ nào để đọc; bản quét ảnh cần được chuyển thành văn bản trước."
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DROPPED = {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}delText", f"{_MC}Fallback"}
_SIGNS = {f"{W}tab": "\t", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_WRAPPERS = {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}


def read_docx(content: bytes) -> RawDocument:
    """Return the lines of a .docx, insertions kept and deletions dropped. Raises UnreadableDocument."""
    package = Package(content)
    root = package.xml(package.main_part())
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise UnreadableDocument(DAMAGED)
    walk = _Walk(Numbering(package.xml("word/numbering.xml"), package.xml("word/styles.xml")))
    lines = [unicodedata.normalize("NFC", line) for line in walk.blocks(body)]
    if not any(letter.isalpha() for line in lines for letter in line):
        raise UnreadableDocument(_NO_TEXT)
    return RawDocument(lines=tuple(lines), media_type=MEDIA_TYPE, wrapped=False)


class _Walk:
    """Reads paragraphs and tables in their order."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering

    def blocks(self, parent: "etree._Element") -> Iterator[str]:
        """Yield the lines below an element: one for a paragraph, one for a table row."""
        carried = ""
        for child in parent:
            if child.tag == f"{W}p":
                line = carried + self._paragraph(child)
                carried = line if _mark_is_deleted(child) else ""
                if not carried:
                    yield line
                for box in child.iter(f"{W}txbxContent"):
                    if not any(above.tag == f"{_MC}Fallback" for above in box.iterancestors()):
                        yield from self.blocks(box)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in _WRAPPERS:
                yield from self.blocks(child)
        if carried:
            yield carried

    def _paragraph(self, paragraph: "etree._Element") -> str:
        label = self._numbering.label(paragraph.find(f"{W}pPr"))
        text = "".join(_texts(paragraph)).strip()
        return f"{label} {text}" if label and text else text

    def _table(self, table: "etree._Element") -> Iterator[str]:
        rows = [[self._cell(cell) for cell in _cells(row)] for row in _rows(table)]
        if _is_layout(rows):
            for row in rows:
                for cell, _ in row:
                    yield from (*cell, "|")
            return
        yield ""
        for row in rows:
            printed = []
            for cell, width in row:
                printed += [" ".join(" ".join(cell).replace("|", "/").split()), *[""] * (width - 1)]
            if any(printed):
                yield " | ".join(printed)
        yield ""

    def _cell(self, cell: "etree._Element") -> tuple[list[str], int]:
        properties = cell.find(f"{W}tcPr")
        span = None if properties is None else properties.find(f"{W}gridSpan")
        width = 1 if span is None else max(int(span.get(f"{W}val", "1")), 1)
        return [line for line in self.blocks(cell) if line], width


def _texts(element: "etree._Element") -> Iterator[str]:
    for child in element:
        if child.tag in _DROPPED or child.tag == f"{W}txbxContent":
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif isinstance(child.tag, str):
            yield from _texts(child)


def _mark_is_deleted(paragraph: "etree._Element") -> bool:
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _rows(table: "etree._Element") -> Iterator["etree._Element"]:
    for child in table:
        if child.tag == f"{W}tr" and child.find(f"{W}trPr/{W}del") is None:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _cells(row: "etree._Element") -> Iterator["etree._Element"]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _cells(child)


def _is_layout(rows: list[list[tuple[list[str], int]]]) -> bool:
    """Tell a table that only places things side by side: the heading block, the recipients and the signature."""
    if len(rows) > 3 or any(len(row) > 2 for row in rows):
        return False
    lengths = [len(cell) for row in rows for cell, _ in row]
    return bool(lengths) and (max(lengths) > 1 or len(rows) == 1)
