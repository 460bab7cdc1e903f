"""The zip package of a .docx: checked before anything is unpacked, parsed without entities or network."""

import io
import zipfile
import zlib

from lxml import etree

from tracker.parsing.readers.document import UnreadableDocument

MAX_ENTRIES = 2000
MAX_TOTAL = 100 * 1024 * 1024
MAX_XML = 50 * 1024 * 1024

DAMAGED = "Tệp Word bị hỏng, không mở được; hãy mở bằng Word, lưu lại dạng .docx rồi gửi lại."
_NOT_DOCX = "Tệp nén này không phải tài liệu Word (.docx); hãy gửi tệp .docx hoặc .txt của kế hoạch."
_MACRO = "Tệp có macro không được nhận; hãy lưu lại dạng .docx không có macro."
_PASSWORD = "Tệp đang được đặt mật khẩu (mã hóa); hãy bỏ mật khẩu rồi gửi lại."
_BOMB = (
    "Tệp Word bung ra quá lớn hoặc có quá nhiều thành phần, có thể là tệp gây hại; hãy lưu lại bằng Word rồi gửi lại."
)
_DOCTYPE = "Tệp Word chứa khai báo DOCTYPE không an toàn; hãy mở bằng Word, lưu lại dạng .docx rồi gửi lại."
_OFFICE_DOCUMENT = "/officeDocument"


class Package:
    """The parts of one .docx, read one at a time and never beyond the limits above."""

    def __init__(self, content: bytes) -> None:
        """Open and check the package. Raises UnreadableDocument with the reason."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as broken:
            raise UnreadableDocument(DAMAGED) from broken
        self._check_before_unpacking()

    def _check_before_unpacking(self) -> None:
        entries = self._zip.infolist()
        xml_too_big = any(e.file_size > MAX_XML and e.filename.endswith((".xml", ".rels")) for e in entries)
        if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_TOTAL or xml_too_big:
            raise UnreadableDocument(_BOMB)
        if any(e.flag_bits & 1 for e in entries):
            raise UnreadableDocument(_PASSWORD)
        names = {e.filename for e in entries}
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise UnreadableDocument(_MACRO)
        if "[Content_Types].xml" not in names:
            raise UnreadableDocument(_NOT_DOCX)
        if b"macroEnabled" in self._read("[Content_Types].xml"):
            raise UnreadableDocument(_MACRO)
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in self._read(entry.filename):
                raise UnreadableDocument(_DOCTYPE)

    def _read(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as part:
                data = part.read(MAX_XML + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as broken:
            raise UnreadableDocument(DAMAGED) from broken
        if len(data) > MAX_XML:
            raise UnreadableDocument(_BOMB)
        return data

    def xml(self, name: str) -> "etree._Element | None":
        """Return the root element of a part, None when the part is missing."""
        if name not in self._zip.namelist():
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        try:
            root = etree.fromstring(self._read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as broken:
            raise UnreadableDocument(DAMAGED) from broken
        if b"<!DOCTYPE" in etree.tostring(root.getroottree())[:2000]:
            raise UnreadableDocument(_DOCTYPE)
        return root

    def main_part(self) -> str:
        """Return the name of the document part. Raises UnreadableDocument when the zip holds none."""
        relations = self.xml("_rels/.rels")
        for relation in () if relations is None else relations:
            if str(relation.get("Type", "")).endswith(_OFFICE_DOCUMENT):
                name = str(relation.get("Target", "")).lstrip("/")
                if name in self._zip.namelist() and name.startswith("word/"):
                    return name
        if "word/document.xml" in self._zip.namelist():
            return "word/document.xml"
        raise UnreadableDocument(_NOT_DOCX)
