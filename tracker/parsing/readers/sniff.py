"""Which kind of file is it? Refuses what is not read, before anything is unpacked."""

from tracker.parsing.readers.document import MAX_BYTES, UnreadableDocument

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
READ_FORMS = "Hiện đọc được tệp Word (.docx) và văn bản thuần (.txt, .md)."

_BINARY_FORMS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"GIF8", "ảnh GIF"),
    (b"II*\x00", "ảnh TIFF"),
    (b"MM\x00*", "ảnh TIFF"),
    (b"Rar!", "nén RAR"),
    (b"7z\xbc\xaf", "nén 7z"),
    (b"\x1f\x8b", "nén GZ"),
    (b"MZ", "chương trình"),
)
_FOREIGN_ENDINGS = {
    "pdf": "PDF",
    "doc": "Word 97-2003 (.doc)",
    "xls": "Excel",
    "xlsx": "Excel",
    "ods": "bảng tính",
    "odt": "OpenDocument (.odt)",
    "rtf": "RTF",
    "ppt": "PowerPoint",
    "pptx": "PowerPoint",
    "html": "HTML",
    "htm": "HTML",
    "csv": "CSV",
    "zip": "nén ZIP",
    "rar": "nén RAR",
}


def ending_of(filename: str) -> str:
    """Return the ending of a file name in lower case, without the dot; empty when there is none."""
    return filename.rsplit(".", 1)[-1].lower() if "." in filename else ""


def sniff(content: bytes, filename: str, max_bytes: int = MAX_BYTES) -> str:
    """Return "docx" or "txt" by content first and name second. Raises UnreadableDocument with the reason."""
    if len(content) > max_bytes:
        limit = max(max_bytes // (1024 * 1024), 1)
        raise UnreadableDocument(f"Tệp vượt quá dung lượng cho phép ({limit} MB); hãy tách nhỏ hoặc bỏ bớt hình ảnh.")
    if not content.strip(b"\x00 \t\r\n"):
        raise UnreadableDocument("Tệp rỗng, không có nội dung; hãy kiểm tra và chọn lại tệp kế hoạch.")
    ending = ending_of(filename)
    if content.startswith(OLE_MAGIC):
        raise UnreadableDocument(_ole_sentence(content, ending))
    if content.startswith(ZIP_MAGIC):
        return _sniff_zip(ending)
    for magic, name in _BINARY_FORMS:
        if content.startswith(magic) and not (magic == b"MZ" and _looks_textual(content)):
            raise UnreadableDocument(f"Chưa đọc được tệp {name}. {READ_FORMS}")
    if ending in ("docx", "docm"):
        raise UnreadableDocument("Tệp Word bị hỏng hoặc không phải tệp .docx; hãy mở bằng Word và lưu lại dạng .docx.")
    if ending in _FOREIGN_ENDINGS:
        raise UnreadableDocument(f"Chưa đọc được tệp {_FOREIGN_ENDINGS[ending]}. {READ_FORMS}")
    return "txt"


def _looks_textual(content: bytes) -> bool:
    return b"\x00" not in content[:4096]


def _sniff_zip(ending: str) -> str:
    if ending == "docm":
        raise UnreadableDocument("Tệp có macro (.docm) không được nhận; hãy lưu lại dạng .docx không có macro.")
    if ending in _FOREIGN_ENDINGS:
        raise UnreadableDocument(f"Chưa đọc được tệp {_FOREIGN_ENDINGS[ending]}. {READ_FORMS}")
    return "docx"


def _ole_sentence(content: bytes, ending: str) -> str:
    encrypted = "EncryptedPackage".encode("utf-16-le") in content
    if encrypted or ending in ("docx", "docm"):
        return "Tệp đang được đặt mật khẩu (mã hóa); hãy bỏ mật khẩu, lưu lại dạng .docx rồi gửi lại."
    name = _FOREIGN_ENDINGS.get(ending, "Word 97-2003 (.doc)")
    return f"Chưa đọc được tệp {name}; hãy mở tệp và lưu lại dạng .docx. {READ_FORMS}"
