"""The end of a plain text in two columns, the end of a title, and days of reports that no calendar date names."""

from datetime import date

import pytest

from tests.parsing.samples import HEAD, HEADINGS, TAIL, encoded
from tracker.parsing.citations import read_citations
from tracker.parsing.deadlines import PlanTime, read_cell, read_deadlines
from tracker.parsing.draft import PlanHead
from tracker.parsing.extract import extract_plan
from tracker.parsing.title import ended
from tracker.reports.due_days import in_context, stated_day
from tracker.reports.periods import Period
from tracker.reports.rules import PeriodKind

FOUR_YEARS = PlanTime(date(2024, 1, 1), date(2027, 12, 31), date(2024, 2, 12))
ROWS = {
    "beside the bullets": (
        ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"),
        ("- Bộ Y tế (b/c);", "KT. CHỦ TỊCH"),
        ("- Các sở, ngành tỉnh;", "PHÓ CHỦ TỊCH"),
        ("- Lưu: VT, VX.", "Nguyễn Thị Mẫu"),
    ),
    "name by itself": (
        ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"),
        ("- Bộ Y tế;", "KT. CHỦ TỊCH"),
        ("- Các sở, ngành tỉnh;", "PHÓ CHỦ TỊCH"),
        ("- Lưu: VT.", ""),
        ("", ""),
        ("", "Nguyễn Thị Mẫu"),
    ),
    "post between the bullets": (
        ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"),
        ("- Bộ Y tế;", ""),
        ("", "KT. CHỦ TỊCH"),
        ("", "PHÓ CHỦ TỊCH"),
        ("- Các sở, ngành tỉnh;", ""),
        ("- Lưu: VT, K2", "Nguyễn Thị Mẫu"),
    ),
    "organ above": (
        ("", "TM. ỦY BAN NHÂN DÂN"),
        ("Nơi nhận:", "KT. CHỦ TỊCH"),
        ("- Bộ Y tế", "PHÓ CHỦ TỊCH"),
        ("- Các sở, ngành tỉnh;", ""),
        ("- Lưu: VT.", "Nguyễn Thị Mẫu"),
    ),
    "name beside a recipient": (
        ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"),
        ("- Bộ Y tế;", "KT. CHỦ TỊCH"),
        ("", "PHÓ CHỦ TỊCH"),
        ("- Các sở, ngành tỉnh;", "Nguyễn Thị Mẫu"),
        ("- Lưu: VT.", ""),
    ),
}


def head_with(tail: str) -> PlanHead:
    return extract_plan(encoded(HEADINGS.replace(TAIL, f"\n{tail}\n")), "a.txt").plan


@pytest.mark.parametrize("gap", ["blanks", "tab", "tabs"])
@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS.keys())
def test_a_signature_beside_the_recipients(rows: tuple[tuple[str, str], ...], gap: str) -> None:
    between = {"tab": "\t", "tabs": "\t\t\t"}.get(gap)
    lines = [f"{left}{between}{right}" if between else f"{left:<44}{right}" for left, right in rows]
    plan = head_with("\n".join(line.rstrip() for line in lines))
    assert plan.signer and (plan.signer.name, plan.signer.position) == ("Nguyễn Thị Mẫu", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH")
    assert plan.recipients == ["Bộ Y tế", "Các sở, ngành tỉnh"]


def test_what_points_back_at_an_article_is_no_recipient() -> None:
    plan = head_with("Nơi nhận:\n- Như Điều 3;\n- Sở Y tế;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nNguyễn Văn Mẫu")
    assert plan.recipients == ["Sở Y tế"]


@pytest.mark.parametrize(("again", "names"), [("- Như trên;\n", ["UBND các xã", "Sở Y tế"]), ("", ["Sở Y tế"])])
def test_a_letter_goes_to_those_above_where_it_says_so(again: str, names: list[str]) -> None:
    letter = HEADINGS.replace("KẾ HOẠCH\n\n", "V/v giúp hộ nghèo\n\nKính gửi: UBND các xã.\n\n").replace("/KH-", "/")
    plan = extract_plan(encoded(letter.replace("Nơi nhận:", f"Nơi nhận:\n{again}- Sở Y tế;\n- Lưu: VT.")), "a.txt").plan
    assert plan.recipients[: len(names)] == names


@pytest.mark.parametrize(
    "paragraph",
    [
        "Những năm qua, việc chăm lo hộ nghèo có nhiều tiến bộ. Tuy vậy vẫn còn hạn chế.",
        "Thực hiện Nghị quyết số 09-NQ/TU, UBND tỉnh ban hành Kế hoạch như sau:",
        "Căn cứ Quyết định số 12/QĐ-TTg; xét tình hình thực tế;",
        "Để chủ động chăm lo người nghèo, Chủ tịch UBND tỉnh yêu cầu:",
        "Trong năm 2023, các huyện làm tốt việc này.",
        "UBND tỉnh ban hành Kế hoạch với các nội dung sau:",
    ],
)
@pytest.mark.parametrize("title", ["Về việc chăm lo hộ nghèo vùng sâu", "CHĂM LO HỘ NGHÈO VÙNG SÂU NĂM 2024"])
def test_a_title_ends_before_the_first_paragraph(title: str, paragraph: str) -> None:
    assert ended(f"{title} {paragraph}") == title


def test_a_title_alone_stays_whole() -> None:
    title = "Ban hành Kế hoạch Thực hiện Chương trình giúp hộ nghèo và Triển khai mô hình sinh kế"
    assert ended(title) == title
    assert len(ended("Chăm lo người nghèo " * 40)) <= 351


def test_two_years_of_one_sentence_are_both_kept() -> None:
    reading = read_deadlines("Sơ kết vào cuối năm 2025, tổng kết vào cuối năm 2027.", 0, FOUR_YEARS)
    assert (reading.deadline.due_on, [later.due_on for later in reading.further]) == ("2025-12-31", ["2027-12-31"])
    assert reading.unclear and "2 thời hạn" in reading.unclear


@pytest.mark.parametrize("cell", ["Quý IV/2024 và hằng năm", "Quý IV/2024; định kỳ hằng năm"])
def test_a_quarter_that_comes_back_each_year_is_asked_about(cell: str) -> None:
    deadline, unclear = read_cell(cell, 0, FOUR_YEARS)
    assert deadline.recurs == {"freq": "yearly", "month": 12, "day": 31} and unclear and "hằng năm" in unclear


def test_a_rhythm_beside_a_day_is_not_lost_in_silence() -> None:
    deadline, unclear = read_cell("15/12/2024 và định kỳ hằng quý", 0, FOUR_YEARS)
    assert deadline.due_on == "2024-12-15" and unclear and "hằng quý" in unclear
    assert read_cell("6 tháng đầu năm 2024", 0, FOUR_YEARS)[1] is None


MAY = Period(PeriodKind.MONTHLY, "2024-05", date(2024, 5, 1), date(2024, 5, 31))
SECOND = Period(PeriodKind.QUARTERLY, "2024-Q2", date(2024, 4, 1), date(2024, 6, 30))
WEEK = Period(PeriodKind.WEEKLY, "2024-W10", date(2024, 3, 4), date(2024, 3, 10))


@pytest.mark.parametrize(
    ("sentence", "words", "period", "due_on"),
    [
        ("Hằng quý báo cáo UBND tỉnh trước ngày 20 tháng cuối quý.", "trước ngày 20 tháng cuối quý", SECOND, (6, 19)),
        ("Hằng quý báo cáo UBND tỉnh vào ngày 05 tháng đầu quý sau.", "ngày 05 tháng đầu quý sau", SECOND, (7, 5)),
        ("Hằng tháng báo cáo Sở Y tế trước ngày 25.", "trước ngày 25", MAY, (5, 24)),
        ("Hằng tháng báo cáo Sở Y tế vào ngày 05 tháng sau.", "ngày 05 tháng sau", MAY, (6, 5)),
        ("Báo cáo Sở Y tế trước 15 giờ thứ Năm hằng tuần.", "thứ Năm hằng tuần", WEEK, (3, 7)),
        ("Hằng tuần báo cáo Sở Y tế trước thứ Sáu.", "trước thứ Sáu", WEEK, (3, 7)),
    ],
)
def test_days_without_a_month_are_due_on_their_day(
    sentence: str, words: str, period: Period, due_on: tuple[int, int]
) -> None:
    body = f"\nI. TỔ CHỨC THỰC HIỆN\n\n1. UBND các huyện, thị xã, thành phố\n\n- {sentence}\n"
    (duty,) = extract_plan(encoded(HEAD + body + TAIL), "a.txt").reporting_duties
    assert duty.due == {period.kind.value: words}
    assert stated_day(period, in_context(duty.due, duty.text)) == date(2024, *due_on)


def test_a_submission_is_cited_in_the_basis() -> None:
    text = "Căn cứ Tờ trình số 31/TTr-SYT ngày 10/01/2024 của Sở Y tế;"
    (act,) = read_citations(text, (0, len(text)))
    assert (act.kind, act.number, act.issued_on, act.relation) == ("TTr", "31/TTr-SYT", "2024-01-10", "basis")
