"""Which files may be handed in as proof."""

import io
import zipfile

import pytest
from flask import Flask

from tracker.extensions import db
from tracker.files.issue import keep_upload
from tracker.files.models import StoredFile
from tracker.files.rules import FileRefused, checked_file, clean_name
from tracker.rights import SYSTEM


class Sent(io.BytesIO):
    """A file as a browser sends it."""

    def __init__(self, content: bytes, filename: str) -> None:
        super().__init__(content)
        self.filename = filename


def package(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("tờ trình.PDF", b"%PDF-1.7", "application/pdf"),
        ("bảng.xlsx", package("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("ảnh.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("ghi chú.txt", "Đã làm".encode(), "text/plain"),
    ],
)
def test_a_file_is_known_by_its_content(name: str, content: bytes, media_type: str) -> None:
    assert checked_file(name, content).media_type == media_type


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rong.pdf", b"", "rỗng"),
        ("lon.txt", b"x" * 11, "lớn hơn"),
        ("may.exe", b"MZ", "không được nhận"),
        ("khong-duoi", b"%PDF-", "không được nhận"),
        ("gia.pdf", b"MZ", "không phải là .pdf"),
        ("hong.docx", b"PK\x03\x04x", "bị hỏng"),
        ("nhi-phan.txt", b"a\x00b", "không phải văn bản"),
        ("ma.txt", b"\xff\xfe\xfa", "UTF-8"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_sentence(name: str, content: bytes, said: str) -> None:
    with pytest.raises(FileRefused) as refused:
        checked_file(name, content, limit=10)
    assert said in refused.value.sentence


def test_a_file_with_macros_is_refused() -> None:
    with pytest.raises(FileRefused, match="macro"):
        checked_file("bao-cao.docx", package("word/document.xml", "word/vbaProject.bin"))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\a\\Tờ trình.pdf", "Tờ trình.pdf"),
        ('x"; y\r\n.pdf', "x_; y_.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("", "tep"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_what_a_folder_or_a_header_could_misread(written: str, kept: str) -> None:
    assert clean_name(written) == kept


def test_an_upload_is_kept_with_its_size_and_its_sum(app: Flask) -> None:
    file = keep_upload(Sent(b"%PDF-1.7", "a.pdf"), SYSTEM)
    db.session.commit()
    stored = db.session.get(StoredFile, file.id)
    assert stored is not None
    assert (stored.size, stored.content, len(stored.sha256)) == (8, b"%PDF-1.7", 64)


def test_an_upload_that_is_refused_leaves_nothing(app: Flask) -> None:
    with pytest.raises(FileRefused):
        keep_upload(Sent(b"MZ", "a.pdf"), SYSTEM)
    assert db.session.query(StoredFile).count() == 0
