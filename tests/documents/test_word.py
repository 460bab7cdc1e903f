"""The Word file, opened again: every rule of Decree 30/2020/NĐ-CP, Appendix I, that can be read from it."""

import io
import re
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.documents.reading import text_of
from tests.documents.samples import LONG, consolidated, letter, report
from tracker.documents.measure import width_mm
from tracker.documents.official import Column, OfficialDocument, Paragraph, Row, Signature, Table
from tracker.documents.word import word_file

NASTY = 'Bộ A & B <C> {{ 7*7 }} "x" \x00\x0b\x1f\ud800 ]]> <w:p/>'
KEPT = 'Bộ A & B <C> {{ 7*7 }} "x" ]]> <w:p/>'


def opened(official: OfficialDocument) -> Any:
    return Document(io.BytesIO(word_file(official)))


def texts(element: Any) -> list[str]:
    """Every paragraph below an element, in the order of reading, those of tables too."""
    return [text_of(p) for p in element.iter(qn("w:p"))]


def look_of(word: Any, words: str) -> Any:
    """The style of the first paragraph that says the words."""
    for paragraph in word.element.body.iter(qn("w:p")):
        if text_of(paragraph) == words:
            return next(style for style in word.styles if style.style_id == paragraph.style)
    raise AssertionError(f"nowhere: {words}")


def is_look(word: Any, words: str, *, size: float, bold: bool = False, italic: bool = False) -> None:
    font = look_of(word, words).font
    assert (font.size, bool(font.bold), bool(font.italic)) == (Pt(size), bold, italic), words


def test_the_paper_is_a4_with_the_margins_of_the_decree() -> None:
    section = opened(report()).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    for margin, least, most in (
        (section.top_margin, 20, 25),
        (section.bottom_margin, 20, 25),
        (section.left_margin, 30, 35),
        (section.right_margin, 15, 20),
    ):
        assert least <= round(margin.mm, 1) <= most


def test_every_letter_is_times_new_roman_and_the_language_is_vietnamese() -> None:
    word = opened(report())
    used = {p.style for p in word.element.body.iter(qn("w:p"))}
    styles = [style for style in word.styles if style.style_id in used]
    assert styles
    for style in styles:
        fonts = style.element.find(qn("w:rPr")).find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    defaults = word.styles.element.find(qn("w:docDefaults"))
    assert defaults.find(".//" + qn("w:lang")).get(qn("w:val")) == "vi-VN"
    assert not list(word.element.body.iter(qn("w:rFonts"))), "no font is set by hand"


def test_the_page_number_stands_centred_above_the_text_and_not_on_the_first_page() -> None:
    section = opened(report()).sections[0]
    assert section.different_first_page_header_footer
    assert not texts(section.first_page_header._element)[0]
    paragraph = section.header.paragraphs[0]
    assert paragraph._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
    assert paragraph.style.paragraph_format.alignment == 1
    assert Pt(13) <= paragraph.style.font.size <= Pt(14)
    assert section.header_distance < section.top_margin


def test_the_head_says_nation_issuer_number_place_and_day() -> None:
    word = opened(report())
    is_look(word, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    is_look(word, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    is_look(word, "TỈNH CAO BẰNG", size=12)
    is_look(word, "SỞ TÀI CHÍNH", size=12, bold=True)
    is_look(word, "Số: 05/BC-STC", size=13)
    is_look(word, "Cao Bằng, ngày 05 tháng 02 năm 2026", size=13, italic=True)
    is_look(word, "BÁO CÁO", size=14, bold=True)
    is_look(word, "Kết quả thực hiện Kế hoạch số 78/KH-UBND 6 tháng đầu năm 2026", size=14, bold=True)


def rules_of(word: Any) -> list[float]:
    """The lengths of the rules, mm, in the order of reading."""
    found = []
    for paragraph in word.element.body.iter(qn("w:p")):
        if paragraph.style != next(style.style_id for style in word.styles if style.name == "Kẻ ngang"):
            continue
        cell = paragraph.getparent()
        width = int(cell.tcPr.width / 635) if cell.tag == qn("w:tc") else round(165 / 25.4 * 1440)
        aside = paragraph.pPr.find(qn("w:ind"))
        found.append((width - int(aside.get(qn("w:left"))) - int(aside.get(qn("w:right")))) / 1440 * 25.4)
    return found


def test_rules_are_as_long_as_the_decree_says() -> None:
    issuer, motto, subject = rules_of(opened(report()))
    assert 1 / 3 <= issuer / width_mm("SỞ TÀI CHÍNH", 12) <= 1 / 2
    assert motto == pytest.approx(width_mm("Độc lập - Tự do - Hạnh phúc", 13), rel=0.02)
    assert 1 / 3 <= subject / width_mm("Kết quả thực hiện Kế hoạch số 78/KH-UBND 6 tháng đầu năm 2026", 14) <= 1 / 2


def test_the_body_is_justified_drawn_in_and_spaced() -> None:
    word = opened(report())
    style = look_of(word, LONG)
    shape = style.paragraph_format
    assert Pt(13) <= style.font.size <= Pt(14) and shape.alignment == 3
    assert Mm(10) <= shape.first_line_indent <= Mm(12.75)
    assert shape.space_after >= Pt(6) and 1.0 <= shape.line_spacing <= 1.5


def test_bases_are_italic_and_the_last_ends_with_a_full_stop() -> None:
    word = opened(report(bases=("Căn cứ A.", "Căn cứ B;", "Căn cứ C")))
    for words in ("Căn cứ A;", "Căn cứ B;", "Căn cứ C."):
        is_look(word, words, size=14, italic=True)


def test_headings_are_headings_and_stay_with_what_follows() -> None:
    word = opened(report())
    for words, name in (
        ("I. Công tác chỉ đạo, điều hành", "Heading 1"),
        ("1. Mục tiêu, chỉ tiêu", "Heading 2"),
        ("a) Theo trạng thái", "Heading 3"),
    ):
        style = look_of(word, words)
        assert style.name == name and style.paragraph_format.keep_with_next


def table_of(word: Any, first_head: str) -> Any:
    return next(table for table in word.tables if texts(table._tbl)[0] == first_head)


def test_tables_are_boxed_repeat_their_head_split_no_row_and_set_figures_right() -> None:
    table = table_of(opened(report()), "TT")._tbl
    sides = {border.tag: border.get(qn("w:val")) for border in table.tblPr.find(qn("w:tblBorders"))}
    assert len(sides) == 6 and set(sides.values()) == {"single"}
    rows = list(table.iter(qn("w:tr")))
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True] + [False] * 5
    cells = rows[1].findall(qn("w:tc"))
    styles = [cell.find(qn("w:p")).style for cell in cells]
    assert styles[1] != styles[3] == styles[4]


def test_a_grouped_head_has_two_rows_that_are_both_repeated() -> None:
    table = table_of(opened(report()), "Tổng số")._tbl
    rows = list(table.iter(qn("w:tr")))
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True, True, False]
    assert texts(rows[0]) == ["Tổng số", "Đã hoàn thành", "Chưa hoàn thành", "Không hạn"]
    assert [text for text in texts(rows[1]) if text] == ["Đúng hạn", "Quá hạn", "Trong hạn", "Quá hạn"]


def test_figures_stand_right() -> None:
    word = opened(report())
    assert look_of(word, "680 (ước)").paragraph_format.alignment == 2


def test_a_wide_annex_is_a_landscape_section_that_goes_on_counting_pages() -> None:
    word = opened(consolidated())
    first, upright, wide = word.sections
    assert [s.orientation for s in (first, upright, wide)] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
    ]
    assert (round(wide.page_width.mm), round(wide.page_height.mm)) == (297, 210)
    assert not upright.different_first_page_header_footer and not wide.different_first_page_header_footer
    assert wide.header.is_linked_to_previous
    said = texts(word.element.body)
    assert "Phụ lục II" in said and "KẾT QUẢ THỰC HIỆN NHIỆM VỤ THEO CƠ QUAN" in said
    assert any(words.startswith("(Kèm theo Báo cáo số") for words in said)


def test_the_text_ends_with_its_mark_and_goes_with_the_signature() -> None:
    word = opened(report())
    last = [p for p in word.paragraphs if p.text][-1]
    assert last.text.endswith("kính báo cáo./.") and last.paragraph_format.keep_with_next
    [row] = word.tables[-1]._tbl.iter(qn("w:tr"))
    assert row.trPr.find(qn("w:cantSplit")) is not None


def test_a_text_that_ends_with_a_table_has_its_mark_below() -> None:
    table = Table((Column("A"),), (Row(("b",)),))
    assert "./." in texts(opened(report(blocks=(Paragraph("x"), table))).element.body)


def test_recipients_and_signature_stand_as_the_decree_says() -> None:
    word = opened(report())
    is_look(word, "Nơi nhận:", size=12, bold=True, italic=True)
    is_look(word, "- Như trên;", size=11)
    is_look(word, "- Lưu: VT.", size=11)
    is_look(word, "KT. GIÁM ĐỐC", size=14, bold=True)
    is_look(word, "Nguyễn Văn A", size=14, bold=True)
    assert look_of(word, "PHÓ GIÁM ĐỐC").paragraph_format.space_after >= Pt(60), "room for the signature"


def test_a_letter_has_its_subject_under_the_number_and_no_kind() -> None:
    word = opened(letter("Sở Tài chính"))
    said = texts(word.element.body)
    assert said.index("Số: 12/SNNMT-GNBV") + 1 == next(n for n, text in enumerate(said) if text.startswith("V/v"))
    assert "Kính gửi: Sở Tài chính" in said and "BÁO CÁO" not in said


def test_several_addressees_are_a_list() -> None:
    said = texts(opened(letter("Sở Tài chính", "Sở Y tế")).element.body)
    at = said.index("Kính gửi:")
    assert said[at + 1 : at + 3] == ["- Sở Tài chính;", "- Sở Y tế."]


def test_a_number_that_is_not_given_leaves_room() -> None:
    assert any(re.fullmatch(r"Số: \s{8,}/BC-SNNMT", text) for text in texts(opened(consolidated()).element.body))


def test_distance_comes_from_styles_never_from_empty_lines_or_formatting_by_hand() -> None:
    body = opened(consolidated()).element.body
    thin = {"KeNgang", "Ngat"}
    for paragraph in body.iter(qn("w:p")):
        is_cell = paragraph.getparent().tag == qn("w:tc") and paragraph.style in (
            "ChuTrongBang",
            "SoTrongBang",
            "DauBang",
        )
        written = text_of(paragraph)
        assert written.strip() or is_cell or paragraph.style in thin, paragraph.style
    assert not [run for run in body.iter(qn("w:rPr")) if run.find(qn("w:sz")) is not None]


@pytest.mark.parametrize("place", ["issuer", "subject", "number", "title", "addressees", "recipients", "signature"])
def test_signs_that_break_other_files_survive_anywhere(place: str) -> None:
    values: dict[str, object] = {
        "addressees": (NASTY,),
        "recipients": ("Như trên", NASTY, "Lưu: VT"),
        "signature": Signature(("GIÁM ĐỐC",), NASTY),
    }
    word = opened(report(**{place: values.get(place, NASTY)}))
    said = " ".join(texts(word.element.body)).replace("BỘ A & B <C>", "Bộ A & B <C>") + word.core_properties.title
    assert "Bộ A & B <C>" in said and "{{ 7*7 }}" in said and "49" not in said
    assert not re.search("[\x00-\x08\x0b\x1f]", said)


def test_signs_that_break_other_files_survive_in_texts_and_cells() -> None:
    table = Table((Column(NASTY), Column("B")), (Row((NASTY, "dòng 1\ndòng 2")),))
    word = opened(report(blocks=(Paragraph(NASTY), table, Paragraph("Hết."))))
    said = [re.sub(" +", " ", text) for text in texts(word.element.body)]
    assert said.count(KEPT) == 3
    assert "dòng 1dòng 2" in said and list(word.tables[1]._tbl.iter(qn("w:br")))


def test_the_file_says_what_it_is() -> None:
    about = opened(report()).core_properties
    assert about.title == "Báo cáo 6 tháng đầu năm 2026 - Sở Tài chính"
    assert (about.author, about.language, about.comments) == ("Sở Tài chính", "vi-VN", "")


def test_the_number_of_a_document_is_broken_by_no_line_and_read_as_it_is() -> None:
    said = "Thực hiện Kế hoạch số 78/KH-UBND và Nghị định số 27/2022/NĐ-CP, 2021-2025, xã A-B."
    word = opened(report(blocks=(Paragraph(said),)))
    paragraph = next(p for p in word.element.body.iter(qn("w:p")) if "Nghị định" in text_of(p))
    assert text_of(paragraph).startswith(said.rstrip("."))
    assert len(list(paragraph.iter(qn("w:noBreakHyphen")))) == 2, "of the two numbers alone"
    assert "\u2011" not in "".join(texts(word.element.body))
