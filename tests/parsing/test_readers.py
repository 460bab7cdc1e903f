"""Which files are read, and with which sentence the others are refused."""

import io
import zipfile

import pytest

from tests.parsing.documents import in_tcvn3, odt_of
from tests.parsing.samples import HEADINGS, as_docx, encoded
from tests.parsing.word_files import word_file
from tracker.parsing.extract import extract_plan
from tracker.parsing.readers.document import UnreadableDocument
from tracker.parsing.readers.open import read_document


def refusal(content: bytes, filename: str = "ke-hoach.txt", **limits: int) -> str:
    with pytest.raises(UnreadableDocument) as refused:
        read_document(content, filename, **limits)
    assert refused.value.sentence.strip().endswith(".")
    return refused.value.sentence


def repacked(*, add: dict[str, bytes] | None = None, drop: tuple[str, ...] = ()) -> bytes:
    """Return a Word file with parts added or dropped."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_docx("Một dòng"))) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in drop and name not in (add or {}):
                new.writestr(name, old.read(name))
        for name, data in (add or {}).items():
            new.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize("content", [b"", b"  \r\n\n", b"\x00\x00"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert "rỗng" in refusal(content)


def test_a_binary_file_is_refused() -> None:
    assert "nhị phân" in refusal(bytes(range(256)) * 20, "anh.bin")


def test_a_file_without_letters_is_refused() -> None:
    assert "không có chữ" in refusal(b"--- 123 ---\n|||")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


@pytest.mark.parametrize(
    ("content", "filename", "word"),
    [
        (b"GIF89a....", "a.gif", "GIF"),
        (b"Rar!....", "a.docx", "RAR"),
        (b"MZ\x90\x00\x03", "a.exe", "chương trình"),
        (b"PK\x03\x04....ppt/presentation.xml", "a.pptx", "PowerPoint"),
        (OLE + "PowerPoint Document".encode("utf-16-le") + b"\x00\x00", "a.ppt", "PowerPoint"),
        (b"a;b;c", "a.csv", "CSV"),
        (b"<?xml version='1.0'?><pkg:package><w:t>a</w:t></pkg:package>", "a.xml", "XML"),
        (OLE, "a", "Office"),
    ],
)
def test_other_forms_are_named_and_the_read_ones_told(content: bytes, filename: str, word: str) -> None:
    sentence = refusal(content, filename)
    assert word in sentence and ".docx" in sentence and ".odt" in sentence


@pytest.mark.parametrize("filename", ["a.docx", "a.odt", "a.xlsx", "a.doc", "a.pdf", "a.rtf"])
def test_a_file_that_is_not_what_its_name_says_is_refused(filename: str) -> None:
    assert "không phải tệp" in refusal(b"abc", filename)


def test_the_content_decides_and_not_the_name() -> None:
    page = "<html><body><p>Sở Y tế khám bệnh.</p></body></html>".encode()
    assert read_document(page, "tai-ve.doc").lines == ("Sở Y tế khám bệnh.",)
    assert read_document(as_docx("Sở Y tế khám bệnh."), "tai-ve.txt").lines == ("Sở Y tế khám bệnh.",)


def test_an_encrypted_word_file_is_refused() -> None:
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le")
    assert "mật khẩu" in refusal(container, "a.docx")
    assert "mật khẩu" in refusal(container, "a.bin")


@pytest.mark.parametrize("cut", [40, 400, -200])
def test_a_damaged_word_file_is_refused(cut: int) -> None:
    assert "hỏng" in refusal(as_docx("Một dòng")[:cut], "a.docx")


def test_broken_xml_inside_is_refused() -> None:
    assert "hỏng" in refusal(repacked(add={"word/document.xml": b"<w:document><w:body>"}), "a.docx")


def test_a_zip_that_is_no_word_file_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("ke-hoach.txt", "abc")
    assert "không phải tài liệu Word" in refusal(stream.getvalue(), "a.docx")
    assert "không phải tài liệu Word" in refusal(repacked(drop=("word/document.xml",)), "a.docx")
    assert "không phải tài liệu OpenDocument" in refusal(as_docx("a").replace(b"word/", b"wurd/"), "a.odt")


def test_a_macro_file_is_refused() -> None:
    assert "macro" in refusal(repacked(add={"word/vbaProject.bin": b"x"}), "a.docx")
    assert "macro" in refusal(as_docx("Một dòng"), "a.docm")
    assert "macro" in refusal(OLE + "WordDocument\x00_VBA_PROJECT".encode("utf-16-le"), "a.doc")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "quá lớn" in refusal(repacked(add={"word/big.xml": b" " * (51 * 1024 * 1024)}), "a.docx")
    assert "quá nhiều" in refusal(repacked(add={f"word/x{n}.bin": b"" for n in range(2001)}), "a.docx")


def test_a_doctype_is_refused() -> None:
    document = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "DOCTYPE" in refusal(repacked(add={"word/document.xml": document}), "a.docx")


def test_a_file_over_the_limit_is_refused() -> None:
    assert "dung lượng" in refusal(b"abc " * 1000, max_bytes=1000)


def test_deep_nesting_is_refused_in_every_form() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 5000
    assert "quá sâu" in refusal(word_file(deep + "</w:tc></w:tr></w:tbl>" * 5000), "a.docx")
    assert "quá sâu" in refusal(odt_of("<text:list><text:list-item>" * 3000 + "</text:list-item></text:list>" * 3000))
    assert "quá sâu" in refusal(b"<html>" + b"<div>" * 50_000 + b"a", "a.html")


@pytest.mark.parametrize(
    "content",
    [
        "Kế hoạch".encode("cp1258", errors="ignore") + b"\xea\xfe\xf0 \xe1\xec\xf2",
        bytes(range(128, 256)) * 30,
        ("Ðîññèéñêàÿ Ôåäåðàöèÿ, çàêîí î áþäæåòå " * 40).encode("cp1252"),
    ],
)
def test_a_wrong_encoding_is_refused_and_never_garbled(content: bytes) -> None:
    sentence = refusal(content)
    assert "UTF-8" in sentence or "nhị phân" in sentence


def test_a_doubtful_encoding_is_told() -> None:
    content = in_tcvn3("Kế hoạch giảm nghèo của huyện. " * 4) + "äëöüx ÄËÖÜx ".encode("cp1252") * 6
    note = read_document(content, "a.txt").note
    assert note is not None and "đối chiếu với bản gốc" in note


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_with_or_without_a_mark_is_read(codec: str) -> None:
    draft = extract_plan(HEADINGS.encode(codec), "ke-hoach.txt")
    assert draft.to_json()["text"] == extract_plan(encoded(HEADINGS), "ke-hoach.txt").to_json()["text"]


def test_a_file_without_text_is_refused_whatever_its_form() -> None:
    assert "không có chữ" in refusal(as_docx(""), "a.docx")
    assert "không có chữ" in refusal(odt_of("<text:p>123</text:p>"), "a.odt")
    assert "không có chữ" in refusal(b"<html><body><script>x()</script></body></html>", "a.html")
    assert "không có chữ" in refusal(b"| 1 | 2 |\n|---|---|\n", "a.md")


def test_a_readable_text_without_assignments_is_no_error() -> None:
    draft = extract_plan("Thư mời họp mặt đầu xuân của khu phố.".encode(), "thu.txt")
    assert [finding.code for finding in draft.findings if finding.code == "no_assignments"] == ["no_assignments"]
    assert draft.assignments == []
