"""PDF files read like the same plan in Word: mixed fonts, ruled tables, running heads, scans, what must be refused."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.parsing.pdfs import PLAN, SAMPLES, latin_pdf, pdf_of, pictures_of, scan_pdf, stream
from tracker.parsing.extract import extract_plan
from tracker.parsing.readers.care import Care, NeedsTime, TooLong
from tracker.parsing.readers.document import UnreadableDocument
from tracker.parsing.readers.pdf import read_pdf
from tracker.parsing.readers.pdf_pages import ReadPage, document_lines
from tracker.parsing.readers.pdf_text import Letter, lines_of_letters, reading_order, with_whole_numbers


def works(draft: Any) -> list[tuple[str, str, str | None]]:
    """Who does what until when."""
    return [(a.agency.name, " ".join(a.text.split()), a.deadline.due_on) for a in draft.assignments]


def letters(line: str, y: float, left: float = 72.0) -> list[Letter]:
    """Letters of a line, six points wide, eleven high."""
    return [Letter(sign, left + 6 * at, left + 6 * at + 6, y, 11.0) for at, sign in enumerate(line)]


def page_of(*rows: tuple[str, float, float]) -> list[str]:
    """The lines of a page with these words at (y, left)."""
    held = [one for words, y, left in rows for one in letters(words, y, left)]
    return list(reading_order(lines_of_letters(held)))


def joined(*pages: Sequence[str]) -> list[str]:
    """The lines of a document with these pages."""
    return list(document_lines([ReadPage(tuple(lines)) for lines in pages]))


def test_a_pdf_whose_letters_come_from_two_fonts_gives_the_same_work_as_the_text() -> None:
    of_pdf = extract_plan(PLAN.read_bytes(), PLAN.name)
    of_text = extract_plan(PLAN.with_suffix(".txt").read_bytes(), "plan.txt")
    assert works(of_pdf) == works(of_text)
    assert (of_pdf.source.pages, of_pdf.source.note, of_pdf.source.media_type) == (8, None, "application/pdf")
    assert (of_pdf.plan.number, of_pdf.plan.issuer) == (of_text.plan.number, of_text.plan.issuer)


def test_a_ruled_table_comes_as_rows_with_a_tab_between_cells() -> None:
    rows = [line for line in read_pdf(PLAN.read_bytes()).lines if "\t" in line]
    assert rows[0].split("\t")[:3] == ["TT", "Đơn vị", "Tổng số hộ"]
    assert rows[1] == "1\tXã Bảo Lâm\t3.186\t1.402\t44,01\t207\t1.195\t37,51\t6,50"
    assert rows[-1].startswith("\tTổng cộng\t35.978") and len(rows) == 14


def test_letters_are_put_together_by_their_places_not_by_their_order() -> None:
    line = letters("T", 700.0) + letters("NH", 700.0, 84.0) + [Letter("Ỉ", 78.0, 84.0, 700.0, 11.0)]
    assert [one.text for one in lines_of_letters(line)] == ["TỈNH"]


def test_the_two_blocks_of_the_head_are_read_one_after_the_other() -> None:
    assert page_of(
        ("ỦY BAN NHÂN DÂN", 780, 72),
        ("CỘNG HÒA XÃ HỘI", 780, 300),
        ("TỈNH A", 764, 90),
        ("Độc lập - Tự do", 764, 300),
        ("KẾ HOẠCH", 730, 250),
    ) == ["ỦY BAN NHÂN DÂN", "TỈNH A", "CỘNG HÒA XÃ HỘI", "Độc lập - Tự do", "KẾ HOẠCH"]


def test_a_number_before_a_wide_gap_stays_with_its_words() -> None:
    assert page_of(("I.", 700, 72), ("MỤC TIÊU CHUNG", 700, 130)) == ["I. MỤC TIÊU CHUNG"]


def test_a_gap_narrower_than_the_letters_parts_nothing() -> None:
    large = [Letter(sign, 102 + 20 * at, 122 + 20 * at, 700, 40.0) for at, sign in enumerate("hai ba")]
    small = [Letter(sign, 240 + 2 * at, 242 + 2 * at, 700, 1.0) for at, sign in enumerate("một")]
    lines = lines_of_letters([*small, *large])
    assert [piece.text for piece in lines[0].pieces] == ["hai ba", "một"]
    assert list(reading_order(lines)) == [lines[0].text]


def test_a_letter_of_another_font_with_a_narrow_box_parts_no_word() -> None:
    narrow = [Letter("i", 72, 78, 700, 7.2), Letter("ả", 78.7, 83.2, 700, 8.6), Letter("m", 84.0, 90, 700, 5.4)]
    assert [one.text for one in lines_of_letters(narrow)] == ["iảm"]
    assert [one.text for one in lines_of_letters([*narrow, Letter("n", 96, 102, 700, 5.4)])] == ["iảm n"]


def test_a_number_broken_at_its_hyphen_is_whole_again() -> None:
    assert with_whole_numbers(["năm học 2026-", "2027, Kế hoạch số 15/KH-", "UBND và -", "2 việc"]) == [
        "năm học",
        "2026-2027, Kế hoạch số",
        "15/KH-UBND và -",
        "2 việc",
    ]


def test_page_numbers_and_running_heads_are_dropped_and_other_numbers_stay() -> None:
    pages = [
        ["Kế hoạch số 5", "một hai ba bốn năm"[at:], "2026", "sáu bảy tám chín"[at:], f"- {at} -"] for at in range(1, 6)
    ]
    kept = joined(*pages)
    assert not any(line.startswith(("Kế hoạch số", "-")) for line in kept)
    assert kept.count("2026") == 5 and len(kept) == 15


def test_a_table_cut_by_the_end_of_a_page_goes_on_without_its_repeated_header() -> None:
    header, first = "TT\tNhiệm vụ\tCơ quan", "1\tRà soát hộ nghèo\tSở A"
    cut, rest, last = "2\tLập danh sách\tSở B", "\ttheo từng xã\t", "3\tBáo cáo\tSở C"
    assert joined([header, first, cut], [header, rest, last]) == [
        header,
        first,
        "2\tLập danh sách theo từng xã\tSở B",
        last,
    ]


def test_a_scan_is_read_by_recognition_with_progress_and_says_so() -> None:
    told: list[tuple[int, int]] = []
    first = pictures_of(PLAN.read_bytes(), dots=130)[3]
    document = read_pdf(scan_pdf([first]), Care(progress=lambda done, pages: told.append((done, pages))))
    assert "Sở Tài chính" in " ".join(document.lines)
    assert document.note is not None and document.note.startswith("Trang 1 là ảnh quét")
    assert told == [(0, 1), (1, 1)]


def test_while_somebody_waits_a_scan_is_put_off() -> None:
    scan = scan_pdf([pictures_of(PLAN.read_bytes(), dots=60)[0]])
    with pytest.raises(NeedsTime) as needed:
        read_pdf(scan, Care(may_recognise=False))
    assert needed.value.pages == 1


def test_a_very_long_document_is_asked_about_before_anything_of_it_is_read() -> None:
    with pytest.raises(TooLong, match="8 trang"):
        read_pdf(PLAN.read_bytes(), Care(most_pages=7))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (PLAN.read_bytes()[:300], "bị hỏng"),
        (b"%PDF-1.7\n" + b"\x00" * 500, "bị hỏng"),
        (latin_pdf([[""]]), "không có chữ nào"),
        (pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]), "PDF"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableDocument, match=words) as refused:
        read_pdf(content)
    assert refused.value.sentence.endswith(".")


def test_letters_that_mean_something_else_than_they_show_are_read_from_the_picture() -> None:
    lies = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
    lies += b"1 beginbfrange <20> <7E> <E020> endbfrange endcmap end"
    words = ["Giao So Tai chinh chu tri phoi hop lap du toan kinh phi nam sau"] * 8
    with pytest.raises(NeedsTime):
        read_pdf(latin_pdf([words], to_unicode=lies), Care(may_recognise=False))


def test_words_typed_without_marks_are_text_with_a_note_and_not_a_picture() -> None:
    words = ["Giao So Tai chinh chu tri phoi hop lap du toan kinh phi nam sau"] * 8
    document = read_pdf(latin_pdf([words]), Care(may_recognise=False))
    assert document.lines[0] == words[0]
    assert document.note is not None and "trang 1 không có dấu" in document.note


def test_a_locked_pdf_is_refused_by_its_lock() -> None:
    locked = pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", stream(b"x")])
    key = b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32
    locked = locked.replace(b"/Root 1 0 R", b"/Root 1 0 R " + key + b"> >> /ID [<00><00>]")
    with pytest.raises(UnreadableDocument, match="mật khẩu"):
        read_pdf(locked)


def test_the_samples_folder_holds_the_pdf_that_is_tested() -> None:
    assert PLAN.parent == SAMPLES and PLAN.exists()
