"""Files made to harm end quickly, in one sentence or a draft, never in an error (`make bench-hostile` reads all)."""

import pytest

from tests.parsing.hostile import FILES
from tracker.parsing.extract import extract_plan
from tracker.parsing.process import AT_LEISURE, TOO_MUCH_MEMORY, TOO_MUCH_TIME, read_apart
from tracker.parsing.readers.care import Care
from tracker.parsing.readers.document import UnreadableDocument

# Refused by what the reader sees before it reads: the words of the sentence.
REFUSED = {
    "zip-says-4-gb.docx": "bung ra quá lớn",
    "lies-about-its-size.docx": "bị hỏng",
    "60000-entries.docx": "quá nhiều thành phần",
    "billion-laughs.docx": "DOCTYPE",
    "external-entity.docx": "DOCTYPE",
    "100000-deep.docx": "lồng",
    "tables-5000-deep.docx": "lồng",
    "macro.docm": "macro",
    "macro-renamed.docx": "macro",
    "no-word-document.docx": "không phải tài liệu Word",
    "archive.tar.gz": "GZ",
    "100000-deep.html": "lồng",
    "120000-cdata.html": "không có chữ",
    "100000-deep.odt": "lồng",
    "last-cell-only.xlsx": "không có chữ nào",
    "16000-columns.xlsx": "quá nhiều ô",
    "10000-pages.pdf": "10000 trang",
    "page-tree-cycle.pdf": "bị hỏng",
    "cut.pdf": "bị hỏng",
    "60000x60000.png": "quá lớn",
    "20-mb-one-line.txt": "trang",
    "2-mb-bars.md": "không có chữ",
    "nul-bytes.txt": "nhị phân",
    "utf-16-half.txt": "bảng mã",
}
# Strange, but readable: what they hold is read.
READ = ["climbs-out.docx", "billion-laughs.html", "colspan-1000000.html", "spaces-2000000000.odt", "xref-loop.pdf"]
READ += ["surrogates.txt", "brackets.txt", "underscores.md", "links.md"]
# Only a process of its own survives these.
DEADLY = ["draws-20-to-the-11.pdf"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_harmful_file_is_refused_in_one_sentence(name: str) -> None:
    content = FILES[name]()
    with pytest.raises(UnreadableDocument, match=REFUSED[name]) as refused:
        extract_plan(content, name, care=Care(most_pages=500))
    assert refused.value.sentence.strip().endswith((".", ")"))


@pytest.mark.parametrize("name", READ)
def test_a_strange_file_is_read_for_what_it_holds(name: str) -> None:
    content = FILES[name]()
    draft = extract_plan(content, name, care=Care(most_pages=500))
    assert draft.text and "root:" not in draft.text and "ha ha ha" * 50 not in draft.text


@pytest.mark.parametrize("name", DEADLY)
def test_a_file_that_ends_its_reader_ends_in_a_sentence(name: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_apart(FILES[name](), name, patience=AT_LEISURE)
    assert refused.value.sentence in (TOO_MUCH_MEMORY, TOO_MUCH_TIME)
