"""The zip package of a Word, OpenDocument or Excel file: checked before unpacking, parsed without entities."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import IO

from lxml import etree

from tracker.parsing.readers.document import UnreadableDocument

MAX_ENTRIES = 2000
MAX_TOTAL = 100 * 1024 * 1024
MAX_XML = 50 * 1024 * 1024
MAX_MAIN_XML = 32 * 1024 * 1024

DAMAGED = "Tệp bị hỏng, không mở được; hãy mở bằng Word (hoặc Excel), lưu lại dạng .docx (.xlsx) rồi gửi lại."
NOT_DOCX = "Tệp nén này không phải tài liệu Word (.docx); hãy gửi tệp .docx hoặc .txt của kế hoạch."
MACRO = "Tệp có macro không được nhận; hãy lưu lại dạng .docx không có macro."
PASSWORD = "Tệp đang được đặt mật khẩu (mã hóa); hãy bỏ mật khẩu, lưu lại dạng .docx rồi gửi lại."
PASSWORD_SHEET = PASSWORD.replace(".docx", ".xlsx")
_BOMB = "Tệp bung ra quá lớn hoặc có quá nhiều thành phần, có thể là tệp gây hại; hãy lưu lại bằng Word rồi gửi lại."
_DOCTYPE = "Tệp chứa khai báo DOCTYPE không an toàn; hãy mở bằng Word, lưu lại dạng .docx rồi gửi lại."
TOO_DEEP = "Tệp lồng các phần quá sâu, có thể là tệp gây hại; hãy lưu lại bằng Word rồi gửi lại."
_XML_ENDINGS = (".xml", ".rels", ".rdf")
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Package:
    """The parts of one zip package, read one at a time and never beyond the limits above."""

    def __init__(self, content: bytes) -> None:
        """Open and check the package. Raises UnreadableDocument with the reason."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN as broken:
            raise UnreadableDocument(DAMAGED) from broken
        self.names = {entry.filename for entry in self._zip.infolist()}
        self._check_before_unpacking()

    def _check_before_unpacking(self) -> None:
        entries = self._zip.infolist()
        xml_too_big = any(e.file_size > MAX_XML and e.filename.endswith(_XML_ENDINGS) for e in entries)
        if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_TOTAL or xml_too_big:
            raise UnreadableDocument(_BOMB)
        if any(e.flag_bits & 1 for e in entries):
            raise UnreadableDocument(PASSWORD)
        if any(name.lower().endswith("vbaproject.bin") for name in self.names):
            raise UnreadableDocument(MACRO)
        for entry in entries:
            if entry.filename.endswith(_XML_ENDINGS) and self._holds_doctype(entry.filename):
                raise UnreadableDocument(_DOCTYPE)

    def _holds_doctype(self, name: str) -> bool:
        """Look through one part piece by piece, so that no part stands in memory whole."""
        try:
            with self._zip.open(name) as part:
                held, read = b"", 0
                while piece := part.read(1 << 18):
                    read += len(piece)
                    if b"<!DOCTYPE" in held + piece:
                        return True
                    if read > MAX_XML:
                        raise UnreadableDocument(_BOMB)
                    held = piece[-16:]
        except _BROKEN as broken:
            raise UnreadableDocument(DAMAGED) from broken
        return False

    def read(self, name: str) -> bytes:
        """Return the bytes of a part. Raises UnreadableDocument when it is broken or too large."""
        try:
            with self._zip.open(name) as part:
                data = part.read(MAX_MAIN_XML + 1)
        except (*_BROKEN, KeyError) as broken:
            raise UnreadableDocument(DAMAGED) from broken
        if len(data) > MAX_MAIN_XML:
            raise UnreadableDocument(_BOMB)
        return data

    def open(self, name: str) -> IO[bytes]:
        """Open a part to be read piece by piece."""
        try:
            return self._zip.open(name)
        except (*_BROKEN, KeyError) as broken:
            raise UnreadableDocument(DAMAGED) from broken

    def xml(self, name: str) -> "etree._Element | None":
        """Return the root element of a part, None when the part is missing. Strict OOXML reads as transitional."""
        if name not in self.names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            root = etree.fromstring(self._transitional(name), parser)
        except (etree.XMLSyntaxError, ValueError) as broken:
            raise UnreadableDocument(_why(broken)) from broken
        _refuse_doctype(root)
        return root

    def children(self, name: str, parent: str, tags: Sequence[str]) -> "Iterator[etree._Element]":
        """Yield the children of the element `parent` of a part that have one of these tags, in their order.

        Each is gone when the next one is asked for: so a long document never stands in memory whole.
        """
        stream = io.BytesIO(self._transitional(name))
        found = etree.iterparse(
            stream, tag=tags, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        )
        try:
            for at, (_, element) in enumerate(found):
                if not at:
                    _refuse_doctype(element)
                above = element.getparent()
                if above is None or above.tag != parent:
                    continue
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del above[0]
        except (etree.XMLSyntaxError, ValueError) as broken:
            raise UnreadableDocument(_why(broken)) from broken

    def _transitional(self, name: str) -> bytes:
        data = self.read(name)
        if b"purl.oclc.org/ooxml" in data[:20000]:
            for strict, transitional in _STRICT:
                data = data.replace(strict, transitional)
        return data


def _why(broken: Exception) -> str:
    return TOO_DEEP if "depth" in str(broken) else DAMAGED


def _refuse_doctype(element: "etree._Element") -> None:
    if getattr(element.getroottree().docinfo, "doctype", ""):
        raise UnreadableDocument(_DOCTYPE)


def main_part(package: Package) -> str:
    """Return the name of the document part of a .docx. Raises UnreadableDocument when the zip holds none."""
    if "[Content_Types].xml" not in package.names:
        raise UnreadableDocument(NOT_DOCX)
    if b"macroEnabled" in package.read("[Content_Types].xml"):
        raise UnreadableDocument(MACRO)
    relations = package.xml("_rels/.rels")
    for relation in () if relations is None else relations:
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            name = str(relation.get("Target", "")).lstrip("/")
            if name in package.names and name.startswith("word/"):
                return name
    if "word/document.xml" in package.names:
        return "word/document.xml"
    raise UnreadableDocument(NOT_DOCX)
