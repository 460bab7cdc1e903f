"""The deadline grammar, phrase by phrase."""

from datetime import date

import pytest

from tracker.parsing.deadlines import PlanTime, read_cell, read_deadline

ONE_YEAR = PlanTime(date(2026, 1, 1), date(2026, 12, 31))
FIVE_YEARS = PlanTime(date(2026, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("sentence", "due_on"),
    [
        ("Nộp hồ sơ trước ngày 31 tháng 12 năm 2025.", "2025-12-30"),
        ("Sửa xong nhà trước ngày 15/3/2026.", "2026-03-14"),
        ("Sửa xong nhà trước 30/9/2026.", "2026-09-29"),
        ("Gửi danh sách trước ngày 01 tháng 01 năm 2026.", "2025-12-31"),
        ("Gửi danh sách trước 10h ngày 10/10/2026.", "2026-10-10"),
        ("Gửi danh sách chậm nhất là ngày 15/01/2026.", "2026-01-15"),
        ("Gửi danh sách chậm nhất trong tháng 9/2026.", "2026-09-30"),
        ("Gửi danh sách đến ngày 30/6/2026.", "2026-06-30"),
        ("Mở lớp trong tháng 02/2026.", "2026-02-28"),
        ("Trong quý I năm 2026 mở lớp.", "2026-03-31"),
        ("Mở lớp trong Quý IV/2026.", "2026-12-31"),
        ("Mở lớp từ tháng 4 đến tháng 9 năm 2026.", "2026-09-30"),
        ("Phát cây từ ngày 01/01/2026 đến ngày 30/6/2026.", "2026-06-30"),
        ("Hoàn thành trong năm 2026.", "2026-12-31"),
        ("Xóa nhà tạm đến hết năm 2028.", "2028-12-31"),
        ("Họp dân trước tháng 6/2026.", "2026-05-31"),
        ("Gửi danh sách trước ngày 20/6.", "2026-06-19"),
    ],
)
def test_a_fixed_day_is_read_with_its_cue(sentence: str, due_on: str) -> None:
    deadline, unclear = read_deadline(sentence, 0, ONE_YEAR)
    assert (deadline.kind, deadline.due_on, unclear) == ("date", due_on, None)
    assert deadline.span and sentence[slice(*deadline.span)] == deadline.text


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Chia vốn trong tháng 01 hằng năm.", {"freq": "yearly", "month": 1, "day": 31}),
        ("Gửi số liệu trước ngày 15/11 hằng năm.", {"freq": "yearly", "month": 11, "day": 14}),
        ("Gửi số liệu hằng năm (trước ngày 15 tháng 11).", {"freq": "yearly", "month": 11, "day": 14}),
        ("Gửi số liệu trước ngày 15 hằng tháng.", {"freq": "monthly", "day": 14}),
        ("Gửi số liệu chậm nhất vào ngày 05 hàng tháng.", {"freq": "monthly", "day": 5}),
        ("Gửi số liệu trước ngày 01 hằng tháng.", {"freq": "monthly", "day": 31}),
        ("Gửi số liệu trước ngày 15 của tháng cuối quý.", {"freq": "quarterly", "day": 14}),
        ("Gửi số liệu ngày thứ Sáu hằng tuần.", {"freq": "weekly", "weekday": 5}),
        ("Gửi số liệu trước ngày 31/01 năm liền kề.", {"freq": "yearly", "month": 1, "day": 30, "year_offset": 1}),
        (
            "Định kỳ 6 tháng, năm gửi số liệu trước ngày 15/6 và trước ngày 15/12.",
            {"freq": "yearly", "month": 6, "day": 14, "also": [{"freq": "yearly", "month": 12, "day": 14}]},
        ),
    ],
)
def test_a_recurring_day_becomes_a_rule(sentence: str, rule: dict[str, object]) -> None:
    deadline, unclear = read_deadline(sentence, 0, FIVE_YEARS)
    assert (deadline.kind, deadline.recurs, unclear) == ("recurring", rule, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "Lập kế hoạch sau khi Nghị định mới được ban hành.",
        "Rà soát khi có hướng dẫn của Trung ương.",
        "Gửi danh sách trong vòng 15 ngày làm việc kể từ ngày nhận được văn bản.",
        "Sau 03 tháng kể từ khi có quyết định, tổ chức họp dân.",
    ],
)
def test_an_event_has_no_day_until_it_happens(sentence: str) -> None:
    deadline, unclear = read_deadline(sentence, 0, ONE_YEAR)
    assert (deadline.kind, deadline.due_on, unclear) == ("event", None, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện Quyết định số 12/QĐ-UBND ngày 15/3/2026 của UBND tỉnh.",
        "Theo Nghị quyết số 3/NQ-CP ngày 1/2/2020 về giảm nghèo đến năm 2025.",
        "Cấp sữa cho trẻ từ 06 tháng đến 36 tháng tuổi.",
        "Thường xuyên, kịp thời, hằng năm thăm hộ nghèo.",
        "Xác định số hộ thoát nghèo trong năm trên địa bàn.",
        "Giúp người học có việc sau khi tốt nghiệp.",
        "Giữ nguyên danh sách trước sáp nhập.",
        "Hằng tháng họp tổ.",
    ],
)
def test_dates_of_acts_ages_and_habits_are_no_deadlines(sentence: str) -> None:
    deadline, unclear = read_deadline(sentence, 0, ONE_YEAR)
    assert (deadline.kind, unclear) == ("none", None)


@pytest.mark.parametrize(
    "sentence", ["Gửi trước ngày 31/02/2026.", "Gửi trước ngày … tháng 6.", "Gửi chậm nhất khi thuận tiện."]
)
def test_a_cue_that_cannot_be_read_is_said(sentence: str) -> None:
    deadline, unclear = read_deadline(sentence, 0, ONE_YEAR)
    assert deadline.due_on is None and unclear


def test_a_day_without_year_is_unclear_in_a_plan_of_five_years() -> None:
    assert read_deadline("Gửi danh sách trước ngày 20/6.", 0, FIVE_YEARS)[1]


@pytest.mark.parametrize(
    ("cell", "kind", "due_on"),
    [
        ("Quý IV/2026", "date", "2026-12-31"),
        ("6/2026", "date", "2026-06-30"),
        ("Tháng 3/ 2026", "date", "2026-03-31"),
        ("Quý III/2026 và Quý I/2027", "date", "2027-03-31"),
        ("31/12/2026", "date", "2026-12-31"),
        ("Trước 30/6/2026", "date", "2026-06-29"),
        ("2026 - 2030", "period_end", "2030-12-31"),
        ("Giai đoạn 2026-2030", "period_end", "2030-12-31"),
        ("Thường xuyên", "none", None),
        ("Theo yêu cầu", "none", None),
    ],
)
def test_a_cell_needs_no_cue(cell: str, kind: str, due_on: str | None) -> None:
    deadline, unclear = read_cell(cell, 0, ONE_YEAR)
    assert (deadline.kind, deadline.due_on, unclear) == (kind, due_on, None)


def test_a_cell_that_is_no_time_is_unclear() -> None:
    assert read_cell("xem sau", 0, ONE_YEAR)[1]
