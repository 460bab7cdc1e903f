"""Word files: own walk through the document part, so that numbers, tables and tracked changes read as printed."""

import unicodedata
from collections.abc import Iterable, Iterator

from lxml import etree

from tracker.parsing.readers.cells import Cell, soft_lines, table_lines
from tracker.parsing.readers.document import RawDocument
from tracker.parsing.readers.docx_text import MC, TEXT_BOX, Fonts, TextReader
from tracker.parsing.readers.encodings import recovered
from tracker.parsing.readers.numbering import Numbering, W, value_of
from tracker.parsing.readers.package import Package, main_part
from tracker.parsing.readers.txt import refuse_without_letters

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NO_TEXT = "Tệp Word không có chữ nào để đọc; hãy kiểm tra lại tệp; trang chỉ có ảnh thì gửi dạng PDF."
_LEGACY_NOTE = "Văn bản có chữ gõ bằng phông TCVN3 (.VnTime) hoặc VNI, đã chuyển sang Unicode."
_NOTES = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_BLOCKS = (f"{W}p", f"{W}tbl", *_WRAPPERS, f"{MC}AlternateContent")
_MARK_GONE = (f"{W}pPr/{W}rPr/{W}del", f"{W}pPr/{W}rPr/{W}moveFrom")
_CONTENTS = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"


def read_docx(content: bytes) -> RawDocument:
    """Return the lines of a .docx: insertions kept, deletions, comments, page heads and contents dropped.

    Footnotes stand behind the text. Raises UnreadableDocument.
    """
    package = Package(content)
    main = main_part(package)
    styles = package.xml("word/styles.xml")
    reader = TextReader(Fonts(styles))
    walk = _Walk(Numbering(package.xml("word/numbering.xml"), styles), reader)
    lines = list(walk.blocks(package.children(main, f"{W}body", _BLOCKS)))
    lines += _notes(package, walk, reader)
    lines = [unicodedata.normalize("NFC", line) for line in lines]
    refuse_without_letters(tuple(lines), _NO_TEXT)
    note = _LEGACY_NOTE if reader.legacy_fonts else None
    if not reader.legacy_fonts:
        decoded = recovered("\n".join(lines))
        lines, note = decoded.text.split("\n"), decoded.note
    return RawDocument(lines=tuple(lines), media_type=MEDIA_TYPE, wrapped=False, note=note, table_rows=True)


def _notes(package: Package, walk: "_Walk", reader: TextReader) -> list[str]:
    """Return the foot and end notes in the order of their marks, as lines behind the text."""
    wanted = list(reader.notes)
    if not wanted:
        return []
    found: dict[tuple[str, str], str] = {}
    for kind, name in _NOTES.items():
        root = package.xml(name) if any(kind == other for other, _ in wanted) else None
        for note in () if root is None else root.iter(f"{W}{kind}"):
            found[kind, str(note.get(f"{W}id"))] = " ".join(line for line in walk.blocks(note) if line)
    texts = [found[key].replace("\t", " ").strip() for key in wanted if found.get(key, "").strip()]
    return ["", *(f"Chú thích {number}: {text}" for number, text in enumerate(texts, 1))] if texts else []


class _Walk:
    """Reads paragraphs and tables in their order."""

    def __init__(self, numbering: Numbering, reader: TextReader) -> None:
        self._numbering = numbering
        self._reader = reader
        self._alone = ""  # the number of the last paragraph when nothing else stands in it: a counted table column

    def blocks(self, parent: "Iterable[etree._Element]") -> Iterator[str]:
        """Yield the lines of the blocks of an element: one for a paragraph, one for a table row."""
        carried = ""
        for child in parent:
            if child.tag == f"{W}p":
                text = carried + self._reader.text(child)
                carried = text if any(child.find(path) is not None for path in _MARK_GONE) else ""
                if not carried and not _is_gone(child, text):
                    yield from self._paragraph(child, text)
                yield from self._boxes(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in _WRAPPERS and not value_of(child.find(_CONTENTS)).startswith("Table of Contents"):
                yield from self.blocks(child)
            elif child.tag == f"{MC}AlternateContent":
                for choice in child.findall(f"{MC}Choice")[:1]:
                    yield from self.blocks(choice)
        if carried.strip():
            yield from soft_lines(carried.strip())

    def _paragraph(self, paragraph: "etree._Element", text: str) -> Iterator[str]:
        label = self._numbering.label(paragraph.find(f"{W}pPr"))
        lines = soft_lines(text.strip())
        self._alone = label if not lines[0] else ""
        if label and lines[0]:
            lines[0] = f"{label} {lines[0]}"
        yield from lines

    def _boxes(self, paragraph: "etree._Element") -> Iterator[str]:
        """Yield the text boxes that hang on a paragraph, each once: the copy for old programs is passed over."""
        for box in paragraph.iter(TEXT_BOX):
            above = [one.tag for one in _until(box, paragraph)]
            if f"{MC}Fallback" not in above and TEXT_BOX not in above:
                yield from self.blocks(box)

    def _table(self, table: "etree._Element") -> list[str]:
        return table_lines([list(self._row(row)) for row in _below(table, f"{W}tr") if not _row_is_deleted(row)])

    def _row(self, row: "etree._Element") -> Iterator[Cell]:
        before = _size(row.find(f"{W}trPr/{W}gridBefore"), 0)
        if before:
            yield Cell((), before)
        for cell in _below(row, f"{W}tc"):
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            continues = merged is not None and value_of(merged, "continue") == "continue"
            self._alone = ""
            lines = tuple(line for line in self.blocks(cell) if line)
            if not lines and self._alone[:1].isalnum():
                lines = (self._alone.rstrip("."),)
            yield Cell(lines, max(_size(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1), continues=continues and not lines)


def _is_gone(paragraph: "etree._Element", text: str) -> bool:
    return not text and any(paragraph.find(path) is not None for path in _MARK_GONE)


def _until(element: "etree._Element", top: "etree._Element") -> Iterator["etree._Element"]:
    for above in element.iterancestors():
        if above is top:
            return
        yield above


def _below(parent: "etree._Element", tag: str) -> Iterator["etree._Element"]:
    """Yield the rows of a table or the cells of a row, also inside content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _below(child, tag)


def _row_is_deleted(row: "etree._Element") -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _size(element: "etree._Element | None", default: int) -> int:
    text = value_of(element)
    return min(int(text), 200) if text.isdigit() and len(text) < 6 else default
