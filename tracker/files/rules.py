"""Which files may be handed in as proof: by size, name and first bytes, never by what the browser says."""

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Protocol

from tracker.errors import DomainError
from tracker.vietnamese import number_text, tidy

LARGEST = 20 * 1024 * 1024
LONGEST_NAME = 200
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# ending: (media type, first bytes; None for text)
TYPES: dict[str, tuple[str, bytes | None]] = {
    "pdf": ("application/pdf", b"%PDF-"),
    "docx": (_WORD, _ZIP),
    "xlsx": (_SHEET, _ZIP),
    "odt": ("application/vnd.oasis.opendocument.text", _ZIP),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", _ZIP),
    "doc": ("application/msword", _OLE),
    "xls": ("application/vnd.ms-excel", _OLE),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "txt": ("text/plain", None),
}
ACCEPTED = ",".join(f".{ending}" for ending in TYPES)
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class Upload(Protocol):
    """A file as a browser sends it."""

    @property
    def filename(self) -> str | None:
        """The name that the browser says."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was found acceptable, not yet kept."""

    name: str
    media_type: str
    content: bytes


class FileRefused(DomainError):
    """The file cannot be kept; the sentence says why and what to do."""


def read_upload(upload: Upload, *, limit: int = LARGEST) -> NewFile:
    """Return the file with a clean name and the type that its content shows. `limit` in bytes.

    Raises FileRefused when it is empty, too large, of another kind than its name says, damaged, or holds macros.
    """
    content = upload.read(limit + 1)
    return checked_file(upload.filename or "", content, limit=limit)


def checked_file(name: str, content: bytes, *, limit: int = LARGEST) -> NewFile:
    """Return the file under its clean name, or raise FileRefused (see read_upload)."""
    name = clean_name(name)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if not content:
        raise FileRefused("Tệp rỗng; hãy chọn lại tệp có nội dung.")
    if len(content) > limit:
        megabytes = number_text(limit / 1024 / 1024)
        raise FileRefused(f"Tệp lớn hơn {megabytes} MB; hãy nén hoặc chia nhỏ rồi gửi lại.")
    if ending not in TYPES:
        raise FileRefused("Loại tệp này không được nhận; hãy dùng PDF, Word, Excel, ODT, ảnh JPG, PNG hoặc TXT.")
    media_type, beginning = TYPES[ending]
    if beginning is None:
        _check_text(content)
    elif not content.startswith(beginning):
        raise FileRefused(f"Nội dung tệp không phải là .{ending}; hãy kiểm tra lại tệp hoặc lưu lại đúng định dạng.")
    if beginning == _ZIP:
        _check_package(content)
    return NewFile(name, media_type, content)


def clean_name(name: str) -> str:
    """Return the last part of a file name without signs that a folder or a header could misread; its ending stays."""
    last = tidy(name.replace("\\", "/").rpartition("/")[2])
    plain = _UNSAFE.sub("_", last).strip(" .") or "tep"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 8:
        return plain[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def _check_text(content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise FileRefused("Tệp TXT không đọc được; hãy lưu lại với bảng mã UTF-8.") from wrong
    if "\x00" in text:
        raise FileRefused("Tệp TXT chứa dữ liệu không phải văn bản; hãy kiểm tra lại tệp.")


def _check_package(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = [name.lower() for name in package.namelist()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as broken:
        raise FileRefused("Tệp bị hỏng, không mở được; hãy lưu lại rồi gửi lần nữa.") from broken
    if any(name.endswith("vbaproject.bin") for name in names):
        raise FileRefused("Tệp có chứa macro; hãy lưu lại ở dạng không có macro rồi gửi lần nữa.")
