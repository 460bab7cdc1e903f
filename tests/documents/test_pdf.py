"""The PDF, opened again: paper, letters, places on the page, page numbers, what is kept together."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pytest
from flask import Flask

from tests.documents.samples import consolidated, letter, report
from tracker.documents import printing
from tracker.documents.measure import POINT_MM
from tracker.documents.official import OfficialDocument, Paragraph, Signature
from tracker.documents.printing import NoPdfHere, pdf_file


@pytest.fixture
def page_context(shared_app: Flask) -> Iterator[None]:
    """A request, in which templates are rendered."""
    with shared_app.test_request_context():
        yield


def opened(official: OfficialDocument) -> Any:
    return pdfplumber.open(io.BytesIO(pdf_file(official)))


def line_with(page: Any, words: str) -> dict[str, Any]:
    """The line of a page that says the words: place in mm, and its letters."""
    found = [line for line in page.extract_text_lines() if words in line["text"]]
    assert found, f"{words!r} not in {page.extract_text()!r}"
    return found[0]


def word_at(page: Any, words: str) -> dict[str, Any]:
    found = page.search(re.escape(words))
    assert found, f"{words!r} not in {page.extract_text()!r}"
    return found[0]


def test_the_paper_is_a4_and_every_letter_is_the_embedded_font(page_context: None) -> None:
    pdf = opened(report())
    for page in pdf.pages:
        assert (round(page.width * POINT_MM), round(page.height * POINT_MM)) == (210, 297)
        assert all("Tinos" in letter["fontname"] for letter in page.chars), {c["fontname"] for c in page.chars}


def test_text_stays_within_the_margins(page_context: None) -> None:
    for page in opened(report(paragraphs=12)).pages:
        body = [c for c in page.chars if c["top"] * POINT_MM > 19]
        assert min(c["x0"] for c in body) * POINT_MM >= 29.9
        assert max(c["x1"] for c in body if c["text"].strip()) * POINT_MM <= 195.1
        assert max(c["bottom"] for c in body) * POINT_MM <= 277.2


def test_the_number_stands_centred_in_the_top_margin_from_the_second_page(page_context: None) -> None:
    first, second, *_ = opened(report(paragraphs=12)).pages
    assert min(c["top"] for c in first.chars) * POINT_MM >= 20, "no number on page 1"
    [number] = [c for c in second.chars if c["top"] * POINT_MM < 20]
    assert number["text"] == "2" and 13 <= round(number["size"]) <= 14
    middle = (number["x0"] + number["x1"]) / 2 * POINT_MM
    assert middle == pytest.approx(30 + 165 / 2, abs=1)


def test_the_nation_stands_on_one_line_in_the_right_half(page_context: None) -> None:
    page = opened(report()).pages[0]
    nation, issuer = word_at(page, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), word_at(page, "SỞ TÀI CHÍNH")
    assert nation["x0"] * POINT_MM > 100 and issuer["x1"] * POINT_MM < 105
    sizes = {round(c["size"]) for c in nation["chars"]}
    assert sizes <= {12, 13} and all("Bold" in c["fontname"] for c in nation["chars"])
    number, day = word_at(page, "Số: 05/BC-STC"), word_at(page, "Cao Bằng, ngày 05")
    assert abs(number["top"] - day["top"]) < 2, "number and day stand in one line"
    assert all("Italic" in c["fontname"] for c in day["chars"])


def test_rules_have_their_lengths(page_context: None) -> None:
    page = opened(report()).pages[0]
    rules = [r for r in (*page.rects, *page.lines, *page.curves) if r["width"] > 20 and r["top"] < 260]
    for words, least, most in (
        ("SỞ TÀI CHÍNH", 1 / 3, 1 / 2),
        ("Độc lập - Tự do - Hạnh phúc", 0.97, 1.03),
        ("Kết quả thực hiện Kế hoạch số 78/KH-UBND 6 tháng đầu năm 2026", 1 / 3, 1 / 2),
    ):
        line = word_at(page, words)
        width = line["x1"] - line["x0"]
        below = [r for r in rules if 0 <= r["top"] - line["bottom"] < 6 and line["x0"] - 3 < r["x0"] < line["x1"]]
        assert below and least <= below[0]["width"] / width <= most, words


def test_the_head_of_a_table_is_repeated_and_no_row_is_split(page_context: None) -> None:
    pages = opened(report(rows=60)).pages
    with_rows = [page for page in pages if "Số hộ nghèo được hỗ trợ" in page.extract_text()]
    assert len(with_rows) >= 3
    for page in with_rows:
        assert "Chỉ tiêu" in page.extract_text()
    for number in range(1, 61):
        whole = [page for page in pages if re.search(rf"chính sách {number}\b", page.extract_text())]
        assert len(whole) == 1


@pytest.mark.parametrize("paragraphs", [3, 4, 5, 6, 7, 8])
def test_the_signature_never_stands_alone_on_a_page(page_context: None, paragraphs: int) -> None:
    last = opened(report(paragraphs=paragraphs)).pages[-1].extract_text()
    assert "KT. GIÁM ĐỐC" in last and "Nơi nhận:" in last and "Nguyễn Văn A" in last
    assert "./." in last and last.index("./.") < last.index("KT. GIÁM ĐỐC")


def test_a_wide_annex_is_across(page_context: None) -> None:
    pages = opened(consolidated()).pages
    across = [page.width > page.height for page in pages]
    assert across == sorted(across) and across[-1] and not across[0]
    assert "Phụ lục II" in pages[across.index(True)].extract_text()
    assert pages[-1].extract_text().startswith(str(len(pages)))


@pytest.mark.parametrize("agencies", [19, 20, 21, 22, 23])
def test_a_sum_never_stands_alone_on_a_page(page_context: None, agencies: int) -> None:
    last = opened(consolidated(agencies=agencies)).pages[-1].extract_text()
    assert f"UBND xã Số {agencies}" in last and "Cộng" in last


def test_a_letter_has_its_subject_below_the_number(page_context: None) -> None:
    page = opened(letter("Sở Tài chính", "Sở Y tế")).pages[0]
    number, about = word_at(page, "Số: 12/SNNMT-GNBV"), word_at(page, "V/v đôn đốc")
    assert about["top"] > number["bottom"] - 1 and about["x1"] * POINT_MM < 105
    said = page.extract_text()
    assert "- Sở Tài chính;" in said and "- Sở Y tế." in said


def test_names_with_signs_survive(page_context: None) -> None:
    nasty = "Bộ A & B <C> {{ 7*7 }} <img src=x> \x00\x1f"
    said = opened(report(issuer=nasty, blocks=(Paragraph(nasty),), signature=Signature(("X",), nasty))).pages[0]
    assert said.extract_text().count("B <C> {{ 7*7 }} <img src=x>") >= 2


def test_vietnamese_can_be_searched_and_copied(page_context: None) -> None:
    letters = "Ă ắ ằ ẳ ẵ ặ â ấ ầ ẩ ẫ ậ đ Đ ê ế ề ể ễ ệ ô ố ồ ổ ỗ ộ ơ ớ ờ ở ỡ ợ ư ứ ừ ử ữ ự ỳ ỷ ỹ ỵ ĩ ũ ẽ ã õ hộ nghèo"
    page = opened(report(blocks=(Paragraph(letters),))).pages[0]
    assert letters in page.extract_text().replace("\n", " ")


def test_the_file_says_its_title_and_language(page_context: None) -> None:
    pdf = opened(report())
    assert pdf.metadata["Title"] == "Báo cáo 6 tháng đầu năm 2026 - Sở Tài chính"
    assert pdf.doc.catalog["Lang"] == b"vi"


def test_a_document_fetches_nothing(page_context: None) -> None:
    words = '<link rel="stylesheet" href="http://127.0.0.1:9/x.css"> url(file:///etc/passwd)'
    assert "127.0.0.1:9" in opened(report(blocks=(Paragraph(words),))).pages[0].extract_text()


def test_where_the_libraries_are_missing_one_sentence_names_them(
    page_context: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_name: str) -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(printing, "import_module", missing)
    printing._setter.cache_clear()
    with pytest.raises(NoPdfHere) as refused:
        pdf_file(report())
    printing._setter.cache_clear()
    assert "libpangoft2-1.0-0" in refused.value.sentence and "Word" in refused.value.sentence


def test_the_number_of_a_document_is_broken_by_no_line_and_copied_as_it_is(page_context: None) -> None:
    for room in range(0, 60, 3):
        said = f"{'a' * room} thực hiện nhiệm vụ theo dõi, đôn đốc việc thực hiện Kế hoạch số 78/KH-UBND của tỉnh"
        page = opened(report(blocks=(Paragraph(said),))).pages[0]
        assert any("78/KH-UBND" in line["text"] for line in page.extract_text_lines()), room
