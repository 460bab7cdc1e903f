"""Which kind of file is it? Content first, name second. Refuses what is not read, before anything is unpacked."""

import re

from tracker.parsing.readers.document import MAX_BYTES, UnreadableDocument
from tracker.parsing.readers.package import MACRO, PASSWORD, PASSWORD_SHEET

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
READ_FORMS = (
    "Hiện đọc được tệp Word (.docx, .doc, .rtf), OpenDocument (.odt, .ods), Excel (.xlsx, .xls), PDF, "
    "ảnh quét (.png, .jpg, .tif), trang HTML (.html, .mht) và văn bản thuần (.txt, .md)."
)
EMPTY = "Tệp rỗng, không có nội dung; hãy kiểm tra và chọn lại tệp kế hoạch."
# Forms that a program of the machine turns into another one: they need child processes and a private folder.
CONVERTED = frozenset({"doc", "rtf", "xls", "ods"})

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_BINARY_FORMS = (
    (b"GIF8", "ảnh GIF"),
    (b"Rar!", "nén RAR"),
    (b"7z\xbc\xaf", "nén 7z"),
    (b"\x1f\x8b", "nén GZ"),
    (b"MZ", "chương trình"),
    (b"\x7fELF", "chương trình"),
)
_ODF = b"mimetypeapplication/vnd.oasis.opendocument."
_ODF_KINDS = ((_ODF + b"text", "odt"), (_ODF + b"spreadsheet", "ods"))
_ZIP_KINDS = ((b"word/document", "docx"), (b"xl/workbook", "xlsx"), (b"ppt/presentation", "pptx"))
_OLE_KINDS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
_FOREIGN = {"ppt": "PowerPoint", "pptx": "PowerPoint", "csv": "CSV", "zip": "nén ZIP", "rar": "nén RAR"}
_STRUCTURED = {
    "docx": "Word (.docx)",
    "docm": "Word (.docx)",
    "doc": "Word 97-2003 (.doc)",
    "odt": "OpenDocument (.odt)",
    "rtf": "RTF",
    "xlsx": "Excel (.xlsx)",
    "xlsm": "Excel (.xlsx)",
    "xls": "Excel 97-2003 (.xls)",
    "ods": "bảng tính (.ods)",
    "pdf": "PDF",
}
_BLANK = re.compile(rb"(?:[\x00 \t\r\n\x0b\x0c]|\xef\xbb\xbf|\xff\xfe|\xfe\xff|\xc2\xa0|\xe2\x80\x8b)*")
_HTML_HEAD = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div|meta|p)\b", re.IGNORECASE)
_MHT_HEAD = re.compile(
    rb"^(?:From|MIME-Version|Subject|Date|Snapshot-Content-Location)\s*:", re.IGNORECASE | re.MULTILINE
)
_DAMAGED = (
    "Tệp bị hỏng hoặc không phải tệp {name}; hãy mở bằng Word (hoặc Excel), lưu lại dạng .docx (.xlsx) rồi gửi lại."
)


def ending_of(filename: str) -> str:
    """Return the ending of a file name in lower case, without the dot; empty when there is none."""
    return filename.rsplit(".", 1)[-1].lower() if "." in filename else ""


def sniff(content: bytes, filename: str, max_bytes: int = MAX_BYTES) -> str:
    """Return "docx", "odt", "xlsx", "doc", "rtf", "xls", "ods", "pdf", "scan", "html", "mht", "md" or "txt".

    Raises UnreadableDocument with the reason when the file is too large, empty, protected or of another form.
    """
    if len(content) > max_bytes:
        limit = max(max_bytes // (1024 * 1024), 1)
        raise UnreadableDocument(f"Tệp vượt quá dung lượng cho phép ({limit} MB); hãy tách nhỏ hoặc bỏ bớt hình ảnh.")
    if (blank := _BLANK.match(content)) and blank.end() == len(content):
        raise UnreadableDocument(EMPTY)
    ending = ending_of(filename)
    if content.startswith(OLE_MAGIC):
        return _sniff_ole(content, ending)
    if content.startswith(ZIP_MAGIC):
        return _sniff_zip(content, ending)
    if b"%PDF-" in content[:1024] or content.startswith(b"%PDF"):
        return "pdf"
    if content.startswith(b"{\\rtf"):
        return "rtf"
    if content.startswith(_IMAGES):
        return "scan"
    for magic, name in _BINARY_FORMS:
        if content.startswith(magic) and not (magic == b"MZ" and _looks_textual(content)):
            raise UnreadableDocument(f"Chưa đọc được tệp {name}. {READ_FORMS}")
    return _sniff_text(content, ending)


def _sniff_text(content: bytes, ending: str) -> str:
    """Tell pages and plain text apart; many a ".doc" from a law site is a page in truth."""
    head = content[:4096].replace(b"\x00", b"")
    if _MHT_HEAD.search(head) and b"multipart/related" in head.lower():
        return "mht"
    stripped = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    page = stripped.startswith((b"<", b"<?xml")) and bool(_HTML_HEAD.search(stripped))
    if page or ending in ("html", "htm", "xhtml", "aspx"):
        return "html"
    if stripped.startswith(b"<?xml"):
        raise UnreadableDocument(f"Chưa đọc được tệp XML. {READ_FORMS}")
    if ending in _STRUCTURED:
        raise UnreadableDocument(_DAMAGED.format(name=_STRUCTURED[ending]))
    if ending in _FOREIGN:
        raise UnreadableDocument(f"Chưa đọc được tệp {_FOREIGN[ending]}. {READ_FORMS}")
    return "md" if ending in ("md", "markdown") else "txt"


def _looks_textual(content: bytes) -> bool:
    return b"\x00" not in content[:4096]


def _sniff_zip(content: bytes, ending: str) -> str:
    if ending in ("docm", "xlsm"):
        raise UnreadableDocument(MACRO)
    # The type of an OpenDocument stands at its beginning, the names of the parts of other packages at their end.
    kind = next((kind for sign, kind in _ODF_KINDS if sign in content[:300]), "")
    kind = kind or next((kind for sign, kind in _ZIP_KINDS if sign in content[-200_000:]), ending)
    if kind in _FOREIGN:
        raise UnreadableDocument(f"Chưa đọc được tệp {_FOREIGN[kind]}. {READ_FORMS}")
    return kind if kind in ("docx", "xlsx", "odt", "ods") else "docx"


def _sniff_ole(content: bytes, ending: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content or ending in ("docx", "docm", "xlsx"):
        raise UnreadableDocument(PASSWORD_SHEET if ending in ("xlsx", "xlsm", "xls") else PASSWORD)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise UnreadableDocument(MACRO)
    held = [kind for name, kind in _OLE_KINDS if _entry(name) in content]
    if ending in ("doc", "xls") and not (held and _is_whole_ole(content)):
        raise UnreadableDocument(_DAMAGED.format(name=_STRUCTURED[ending]))
    kind = ending if ending in held or not held else held[0]
    if kind == "doc" and _is_encrypted_doc(content):
        raise UnreadableDocument(PASSWORD)
    if kind in ("doc", "xls"):
        return kind
    raise UnreadableDocument(f"Chưa đọc được tệp {_FOREIGN.get(kind, 'Office cũ')}. {READ_FORMS}")


def _is_whole_ole(content: bytes) -> bool:
    """Tell an OLE file with a sound head ([MS-CFB] 2.2) and the root of a directory from a signature before rubbish."""
    sector = {b"\x03\x00\xfe\xff\x09\x00": 512, b"\x04\x00\xfe\xff\x0c\x00": 4096}.get(content[26:32])
    if sector is None:
        return False
    directory = (int.from_bytes(content[48:52], "little") + 1) * sector
    root = content[directory : directory + 24]
    return root.startswith(("Root Entry".encode("utf-16-le"), "R\x00".encode("utf-16-le")))


def _entry(name: str) -> bytes:
    """Return how the directory of an OLE file writes the name of a stream."""
    return name.encode("utf-16-le") + b"\x00\x00"


def _is_encrypted_doc(content: bytes) -> bool:
    """Look at the flag in the head of the main stream of a .doc ([MS-DOC] 2.5.2, fEncrypted)."""
    for at in range(512, min(len(content) - 12, 4_000_000), 512):
        if content[at : at + 2] == b"\xec\xa5":
            return bool(content[at + 11] & 1)
    return False
