"""Old Office forms: by LibreOffice, by catdoc, or refused with the name of the package."""

from pathlib import Path

import pytest

from tests.parsing.documents import as_docx_file, converted, needs, sample_text
from tests.parsing.word_files import abstract, levels, numbering, p, word_file
from tracker.parsing.readers import office
from tracker.parsing.readers.document import UnreadableDocument
from tracker.parsing.readers.office import programs_of_machine, read_office

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000


@pytest.mark.parametrize(
    ("kind", "package"),
    [
        ("doc", "libreoffice-writer-nogui hoặc catdoc"),
        ("rtf", "libreoffice-writer-nogui"),
        ("xls", "libreoffice-calc-nogui"),
        ("ods", "libreoffice-calc-nogui"),
    ],
)
def test_what_the_machine_lacks_is_told_with_its_package(kind: str, package: str) -> None:
    with pytest.raises(UnreadableDocument, match=f"cần cài gói {package}") as refused:
        read_office(b"x", kind, programs={})
    assert "trong khi chờ" in refused.value.sentence


def test_a_sheet_is_refused_with_the_package_when_only_the_writer_is_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="libreoffice-calc-nogui"):
        read_office(OLE, "xls", programs={"soffice": str(tmp_path / "soffice")})


def test_catdoc_reads_the_words_and_says_that_numbers_are_lost(tmp_path: Path) -> None:
    catdoc = needs("catdoc", "catdoc")
    content = converted(as_docx_file(sample_text()), "docx", "doc", tmp_path)
    document = read_office(content, "doc", programs={"catdoc": catdoc})
    assert document.note is not None and "số thứ tự tự động" in document.note
    wanted = [line for line in sample_text().split("\n") if line and " | " not in line]
    found = {" ".join(line.split()) for line in document.lines}
    assert [line for line in wanted if line not in found] == []


def test_automatic_numbers_survive_in_an_old_word_file(tmp_path: Path) -> None:
    soffice = needs("soffice", "libreoffice-writer-nogui")
    numbers = numbering({0: levels(("upperRoman", "%1."), ("decimal", "%2."))}, {1: abstract(0)})
    body = p("TỔ CHỨC", num=1) + p("Sở Y tế", num=1, level=1) + p("Sở Nội vụ", num=1, level=1)
    content = converted(word_file(body, numbering=numbers), "docx", "doc", tmp_path)
    document = read_office(content, "doc", programs={"soffice": soffice})
    assert [line for line in document.lines if line] == ["I. TỔ CHỨC", "1. Sở Y tế", "2. Sở Nội vụ"]
    assert document.media_type == "application/msword"


def test_a_broken_old_file_is_refused_with_a_sentence() -> None:
    needs("soffice", "libreoffice-writer-nogui")
    with pytest.raises(UnreadableDocument) as refused:
        read_office(OLE, "doc")
    assert refused.value.sentence.endswith(".")


def test_a_converter_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = tmp_path / "soffice"
    hanging.write_text("#!/bin/sh\nexec sleep 600\n")
    hanging.chmod(0o755)
    monkeypatch.setattr(office, "SECONDS", 0.2)
    with pytest.raises(UnreadableDocument, match="Không mở được"):
        read_office(b"{\\rtf1 a}", "rtf", programs={"soffice": str(hanging)})


def test_no_folder_of_a_conversion_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.tempfile, "tempdir", str(tmp_path))
    with pytest.raises(UnreadableDocument):
        read_office(b"{\\rtf1 a}", "rtf", programs={"soffice": "/bin/false"})
    assert list(tmp_path.iterdir()) == []


def test_the_programs_of_this_machine_are_found() -> None:
    needs("soffice", "libreoffice-writer-nogui")
    assert "soffice" in programs_of_machine()
