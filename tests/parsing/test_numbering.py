"""Automatic numbers of Word: what is printed before a paragraph stands in its text."""

import io
from pathlib import Path

import pytest
from docx import Document

from tests.parsing.documents import converted, needs
from tests.parsing.word_files import abstract, c, levels, numbering, p, row, table, word_file
from tracker.parsing.readers.counters import written
from tracker.parsing.readers.docx import read_docx

PLAN = levels(("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))
LEGAL = levels(("decimal", "%1."), ("decimal", "%1.%2."), ("decimal", "%1.%2.%3."))


def lines(body: str, numbers: str, styles: str = "") -> list[str]:
    return [line for line in read_docx(word_file(body, numbering=numbers, styles=styles)).lines if line]


def test_the_built_in_lists_are_numbered() -> None:
    document = Document()
    for words in ("Sở Y tế", "Sở Xây dựng"):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("Khám bệnh", style="List Bullet")
    stream = io.BytesIO()
    document.save(stream)
    assert read_docx(stream.getvalue()).lines == ("1. Sở Y tế", "2. Sở Xây dựng", "- Khám bệnh")


def test_deeper_levels_begin_again_below_each_outer_number() -> None:
    body = "".join(
        p(words, num=1, level=at) for words, at in (("A", 0), ("B", 1), ("C", 2), ("D", 2), ("E", 1), ("F", 2))
    )
    body += p("G", num=1) + p("H", num=1, level=1) + p("K", num=1, level=3)
    found = lines(body, numbering({0: PLAN}, {1: abstract(0)}))
    assert found == ["I. A", "1. B", "a) C", "b) D", "2. E", "a) F", "II. G", "1. H", "- K"]


def test_numbers_of_several_levels_are_joined() -> None:
    body = p("A", num=1) + p("B", num=1, level=1) + p("C", num=1, level=2) + p("D", num=1, level=2)
    assert lines(body, numbering({0: LEGAL}, {1: abstract(0)})) == ["1. A", "1.1. B", "1.1.1. C", "1.1.2. D"]


def test_a_second_list_of_the_same_shape_begins_where_it_says() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbers = numbering({0: levels(("decimal", "%1."))}, {1: abstract(0), 2: abstract(0), 3: abstract(0) + restart})
    body = p("A", num=1) + p("B", num=1) + p("Câu giữa") + p("C", num=2) + p("D", num=3) + p("E", num=3)
    assert lines(body, numbers) == ["1. A", "2. B", "Câu giữa", "3. C", "1. D", "2. E"]


def test_a_level_may_run_on_through_outer_numbers() -> None:
    shape = levels(("upperRoman", "%1."), ("decimal", "Điều %2."), more='<w:lvlRestart w:val="0"/>')
    body = p("A", num=1) + p("B", num=1, level=1) + p("C", num=1) + p("D", num=1, level=1)
    assert lines(body, numbering({0: shape}, {1: abstract(0)})) == ["I. A", "Điều 1. B", "II. C", "Điều 2. D"]


def test_roman_parents_are_digits_in_a_legal_level() -> None:
    shape = levels(("upperRoman", "%1."), ("decimal", "%1.%2."), more="<w:isLgl/>")
    assert lines(p("A", num=1) + p("B", num=1, level=1), numbering({0: shape}, {1: abstract(0)})) == ["I. A", "1.1. B"]


def test_an_override_may_change_how_a_level_looks() -> None:
    own = '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="lowerLetter"/>'
    own += '<w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride>'
    numbers = numbering({0: PLAN}, {2: abstract(0) + own})
    assert lines(p("A", num=2) + p("B", num=2), numbers) == ["c) A", "d) B"]


def test_headings_are_numbered_by_their_style_and_the_style_it_is_based_on() -> None:
    shape = PLAN.replace('<w:lvlText w:val="%2."/>', '<w:pStyle w:val="Muc"/><w:lvlText w:val="%2."/>')
    styles = (
        '<w:style w:type="paragraph" w:styleId="Phan"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style>'
    )
    body = p("A", style="Phan") + p("B", style="Muc") + p("C", style="MucCon") + p("D", style="MucCon", num=0)
    assert lines(body, numbering({0: shape}, {1: abstract(0)}), styles) == ["I. A", "1. B", "2. C", "D"]


def test_a_list_may_take_its_levels_from_a_list_style() -> None:
    numbers = numbering(
        {0: '<w:styleLink w:val="KieuDanhSach"/>' + PLAN, 1: '<w:numStyleLink w:val="KieuDanhSach"/>'}, {5: abstract(1)}
    )
    assert lines(p("A", num=5) + p("B", num=5), numbers) == ["I. A", "II. B"]


def test_a_deleted_paragraph_takes_no_number() -> None:
    gone = p("<w:del><w:r><w:delText>Cũ</w:delText></w:r></w:del>", num=1, mark="del")
    assert lines(p("A", num=1) + gone + p("B", num=1), numbering({0: PLAN}, {1: abstract(0)})) == ["I. A", "II. B"]


def test_the_first_column_of_a_table_may_be_numbered() -> None:
    rows = [row(c(p("", num=1)), c("Xã An"), c("5")), row(c(p("", num=1)), c("Xã Bình"), c("6"))]
    head = row(c("TT"), c("Xã"), c("Hộ"))
    found = lines(table(head, *rows), numbering({0: levels(("decimal", "%1"))}, {1: abstract(0)}))
    assert found[1:] == ["1\tXã An\t5", "2\tXã Bình\t6"]


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        ("upperRoman", ["I", "IV", "XIV"]),
        ("lowerLetter", ["a", "d", "n"]),
        ("decimalZero", ["01", "04", "14"]),
        ("vietnameseCounting", ["một", "bốn", "mười bốn"]),
        ("ordinal", ["1", "4", "14"]),
    ],
)
def test_numbers_are_written_as_word_writes_them(kind: str, printed: list[str]) -> None:
    assert [written(number, kind) for number in (1, 4, 14)] == printed


def test_letters_go_on_with_double_letters() -> None:
    assert [written(number, "lowerLetter") for number in (26, 27, 28)] == ["z", "aa", "bb"]


def test_an_office_program_prints_the_same_numbers(tmp_path: Path) -> None:
    needs("soffice", "libreoffice-writer-nogui")
    restart = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="4"/></w:lvlOverride>'
    numbers = numbering({0: PLAN, 1: LEGAL}, {1: abstract(0), 2: abstract(1), 3: abstract(0) + restart})
    order = [(1, 0), (1, 1), (1, 2), (1, 2), (2, 0), (2, 1), (2, 2), (1, 1), (2, 1), (1, 0), (1, 1), (3, 1), (3, 1)]
    body = "".join(p(f"Mục {at}", num=num, level=level) for at, (num, level) in enumerate(order))
    content = word_file(body, numbering=numbers)
    printed = converted(content, "docx", "txt", tmp_path).decode("utf-8-sig").split("\n")
    assert [line.strip() for line in printed if line.strip()] == [line for line in read_docx(content).lines if line]
