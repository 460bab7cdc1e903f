"""Every phrase with which plans state a time, in a sentence of its own or alone in a cell."""

from datetime import date
from typing import Any

import pytest

from tracker.parsing.deadlines import PlanTime, Reading, read_cell, read_deadlines

ONE_YEAR = PlanTime(date(2026, 1, 1), date(2026, 12, 31), date(2026, 1, 5))
FIVE_YEARS = PlanTime(date(2026, 1, 1), date(2030, 12, 31), date(2026, 1, 5))


def read_once(sentence: str, time: PlanTime) -> Reading:
    """The reading of a sentence with one deadline and no doubt, whose words stand where it says."""
    reading = read_deadlines(sentence, 100, time)
    assert reading.unclear is None and not reading.further
    place = reading.deadline.span or (100, 100)
    assert sentence[place[0] - 100 : place[1] - 100] == reading.deadline.text
    return reading


@pytest.mark.parametrize(
    ("sentence", "words", "due_on"),
    [
        ("Nộp hồ sơ trước ngày 31 tháng 12 năm 2026.", "trước ngày 31 tháng 12 năm 2026", "2026-12-30"),
        ("Sửa xong nhà (hoàn thành trước ngày 15/3/2026).", "trước ngày 15/3/2026", "2026-03-14"),
        ("Sửa xong nhà trước 30/9/2026.", "trước 30/9/2026", "2026-09-29"),
        ("Gửi danh sách chậm nhất là ngày 15/01/2026.", "chậm nhất là ngày 15/01/2026", "2026-01-15"),
        ("Mở lớp chậm nhất trong tháng 9/2026.", "chậm nhất trong tháng 9/2026", "2026-09-30"),
        ("Mở lớp trong tháng 01/2026.", "trong tháng 01/2026", "2026-01-31"),
        ("Gửi thư mời trước 10h ngày 10/10/2026.", "trước 10h ngày 10/10/2026", "2026-10-10"),
        ("Gửi thư mời trước 16 giờ 30 ngày 10/10/2026.", "trước 16 giờ 30 ngày 10/10/2026", "2026-10-10"),
        ("Giao dự toán trước ngày 01 tháng 01 năm 2027.", "trước ngày 01 tháng 01 năm 2027", "2026-12-31"),
        ("Trong quý I năm 2026 họp dân.", "Trong quý I năm 2026", "2026-03-31"),
        ("Họp dân trong Quý IV/2026.", "trong Quý IV/2026", "2026-12-31"),
        ("Trước quý III/2026 giao xong đất.", "Trước quý III/2026", "2026-06-30"),
        ("Sửa nhà, hoàn thành trong năm 2026.", "hoàn thành trong năm 2026", "2026-12-31"),
        ("Trong năm 2026, sửa nhà dột.", "Trong năm 2026", "2026-12-31"),
        ("Dự kiến tháng 11/2026 mở hội chợ.", "Dự kiến tháng 11/2026", "2026-11-30"),
        ("Họp tổ vào cuối tháng 6/2026.", "vào cuối tháng 6/2026", "2026-06-30"),
        ("Mở hội chợ vào ngày 17/10/2026.", "vào ngày 17/10/2026", "2026-10-17"),
        ("Sửa nhà dột (Quý III/2026).", "Quý III/2026", "2026-09-30"),
        ("Hạn chót: 20/5/2026 phải xong bản vẽ.", "Hạn chót: 20/5/2026", "2026-05-20"),
        ("Thời hạn hoàn thành là ngày 20/5/2026.", "Thời hạn hoàn thành là ngày 20/5/2026", "2026-05-20"),
        ("Khám bệnh trong 6 tháng đầu năm 2026.", "trong 6 tháng đầu năm 2026", "2026-06-30"),
        ("Phát cây từ ngày 30/01/2026 đến 31/3/2026.", "từ ngày 30/01/2026 đến 31/3/2026", "2026-03-31"),
        ("Phát cây từ tháng 2/2026 đến tháng 9/2028.", "từ tháng 2/2026 đến tháng 9/2028", "2028-09-30"),
        ("Phát cây từ tháng 4 đến tháng 9 năm 2026.", "từ tháng 4 đến tháng 9 năm 2026", "2026-09-30"),
        ("Từ khi ban hành đến hết năm 2030, sửa nhà.", "đến hết năm 2030", "2030-12-31"),
    ],
)
def test_a_fixed_time_in_a_sentence(sentence: str, words: str, due_on: str) -> None:
    deadline = read_once(sentence, ONE_YEAR).deadline
    assert (deadline.kind, deadline.due_on, deadline.text) == ("date", due_on, words)


YEAR_END = {"freq": "yearly", "month": 12, "day": 31}


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Gửi số liệu trước ngày 20 hằng tháng.", {"freq": "monthly", "day": 19}),
        ("Gửi số liệu trước ngày 16 hàng tháng.", {"freq": "monthly", "day": 15}),
        ("Hằng tháng, chậm nhất ngày 05, chi trả trợ cấp.", {"freq": "monthly", "day": 5}),
        ("Gửi số liệu trước ngày 05 của tháng liền kề.", {"freq": "monthly", "month_offset": 1, "day": 4}),
        ("Gửi số liệu trước ngày 05 tháng đầu quý sau.", {"freq": "quarterly", "month_offset": 1, "day": 4}),
        ("Gửi số liệu chậm nhất ngày 25 của tháng cuối quý.", {"freq": "quarterly", "day": 25}),
        (
            "Chốt vốn trước ngày 31/12 năm trước liền kề.",
            {"freq": "yearly", "month": 12, "day": 30, "year_offset": -1},
        ),
        ("Gửi số liệu trước ngày 31/01 năm sau.", {"freq": "yearly", "month": 1, "day": 30, "year_offset": 1}),
        ("Gửi số liệu trước ngày 25/12 hàng năm.", {"freq": "yearly", "month": 12, "day": 24}),
        ("Hằng năm (trước ngày 15 tháng 11) hoặc theo đề nghị.", {"freq": "yearly", "month": 11, "day": 14}),
        ("Trước ngày 01/01 hằng năm giao dự toán.", YEAR_END),
        ("Trong quý IV hằng năm tổ chức đối thoại.", YEAR_END),
        ("Hằng năm, trong tháng 10, tổ chức đối thoại.", {"freq": "yearly", "month": 10, "day": 31}),
        (
            "Rà soát vào tháng 6 và tháng 12 hằng năm.",
            {"freq": "yearly", "month": 6, "day": 30, "also": [YEAR_END]},
        ),
        (
            "Định kỳ (trước ngày 16 hằng tháng), 6 tháng (trước ngày 16/6), cả năm (trước ngày 20/11 hằng năm).",
            {
                "freq": "monthly",
                "day": 15,
                "also": [{"freq": "yearly", "month": 6, "day": 15}, {"freq": "yearly", "month": 11, "day": 19}],
            },
        ),
        ("Gửi tin trước 16 giờ ngày thứ Sáu hằng tuần.", {"freq": "weekly", "weekday": 5}),
        ("Gửi tin trước thứ Sáu hằng tuần.", {"freq": "weekly", "weekday": 4}),
        ("Gửi tin chiều chủ nhật hằng tuần.", {"freq": "weekly", "weekday": 7}),
        ("Trực máy trước 19h00’ hằng ngày và khi cần thiết.", {"freq": "daily"}),
        ("Đo mực nước 02 lần/ngày (trước 9h00’ và 16h00’).", {"freq": "daily", "times": 2}),
        ("Hằng quý kiểm tra việc chi trả.", {"freq": "quarterly", "day": 31}),
        ("Định kỳ hằng tháng họp tổ vay vốn.", {"freq": "monthly", "day": 31}),
        ("Họp dân trong vòng 10 ngày kể từ ngày kết thúc quý.", {"freq": "quarterly", "month_offset": 1, "day": 10}),
    ],
)
def test_a_time_that_comes_back_in_a_sentence(sentence: str, rule: dict[str, Any]) -> None:
    deadline = read_once(sentence, FIVE_YEARS).deadline
    assert (deadline.kind, deadline.due_on, deadline.recurs) == ("recurring", None, rule)


@pytest.mark.parametrize(
    ("sentence", "words", "after"),
    [
        ("Sau khi Nghị định mới được ban hành, lập danh sách.", "Sau khi Nghị định mới được ban hành", None),
        ("Rà soát sau khi tỉnh ban hành Hướng dẫn.", "sau khi tỉnh ban hành Hướng dẫn", None),
        (
            "Sau 03 tháng kể từ khi có văn bản của tỉnh, họp dân.",
            "Sau 03 tháng kể từ khi có văn bản của tỉnh",
            "3 months",
        ),
        (
            "Trả lời trong vòng 05 ngày làm việc kể từ ngày nhận được đơn.",
            "trong vòng 05 ngày làm việc kể từ ngày nhận được đơn",
            "5 working_days",
        ),
        ("Mở lớp chậm nhất 30 ngày sau khi có vốn.", "chậm nhất 30 ngày sau khi có vốn", "30 days"),
        ("Mở lớp trong 02 tuần kể từ khi có vốn.", "trong 02 tuần kể từ khi có vốn", "14 days"),
        ("Lập danh sách trước ngày bầu cử 95 ngày theo Điều 5.", "trước ngày bầu cử 95 ngày theo Điều 5", "-95 days"),
        ("Gửi giấy mời chậm nhất 05 ngày trước khi họp dân.", "chậm nhất 05 ngày trước khi họp dân", "-5 days"),
        (
            "Nộp hồ sơ theo các mốc thời gian tại Quyết định số 12/QĐ-UBND ngày 05/01/2026.",
            "theo các mốc thời gian tại Quyết định số 12/QĐ-UBND ngày 05/01/2026",
            None,
        ),
    ],
)
def test_a_time_that_waits_for_something(sentence: str, words: str, after: str | None) -> None:
    deadline = read_once(sentence, ONE_YEAR).deadline
    count = {after.split()[1]: int(after.split()[0])} if after else None
    found = deadline.text.rstrip(".")
    assert (deadline.kind, deadline.due_on, found, deadline.after) == ("event", None, words, count)


@pytest.mark.parametrize(
    ("sentence", "due_on"),
    [
        ("Trong vòng 15 ngày kể từ ngày ban hành Kế hoạch này, họp dân.", "2026-01-20"),
        ("Họp dân trong vòng 15 ngày làm việc kể từ ngày ký ban hành.", "2026-01-23"),
        ("Họp dân chậm nhất sau 02 tháng kể từ ngày Chỉ thị này được ban hành.", "2026-03-05"),
        ("Họp dân trong thời hạn 10 (mười) ngày kể từ ngày 01/3/2026.", "2026-03-11"),
    ],
)
def test_a_count_from_the_plans_own_day_is_a_date(sentence: str, due_on: str) -> None:
    deadline = read_once(sentence, ONE_YEAR).deadline
    assert (deadline.kind, deadline.due_on) == ("date", due_on)


@pytest.mark.parametrize(
    ("cell", "kind", "due_on"),
    [
        ("Quý IV/2026", "date", "2026-12-31"),
        ("Quý III/2026 và Quý I/2027", "date", "2027-03-31"),
        ("06/2026", "date", "2026-06-30"),
        ("Tháng 12/2026", "date", "2026-12-31"),
        ("Trong tháng 3/ 2026", "date", "2026-03-31"),
        ("Trong Quý I và trước ngày 30/4/2026", "date", "2026-04-29"),
        ("15/12/2026-15/02/2027", "date", "2027-02-15"),
        ("Từ 30/12/2026 đến 31/3/2027", "date", "2027-03-31"),
        ("tháng 2 đến tháng 4/2026", "date", "2026-04-30"),
        ("Tháng 4, 5/2026 và thường xuyên", "date", "2026-05-31"),
        ("Dự kiến tháng 11/2026", "date", "2026-11-30"),
        ("6 tháng đầu năm 2026", "date", "2026-06-30"),
        ("Trong vòng 30 ngày kể từ ngày ban hành", "date", "2026-02-04"),
        ("Cả năm 2026", "period_end", "2026-12-31"),
        ("Hoàn thành trong năm 2026", "period_end", "2026-12-31"),
        ("Năm 2028; 2030", "period_end", "2030-12-31"),
        ("2026 - 2030", "period_end", "2030-12-31"),
        ("Năm 2026-2030", "period_end", "2030-12-31"),
        ("Giai đoạn 2026-2030 (có phụ lục kèm theo)", "period_end", "2030-12-31"),
        ("Từ khi ban hành đến hết năm 2030", "period_end", "2030-12-31"),
        ("Năm 2026 và các năm tiếp theo", "period_end", "2030-12-31"),
        ("Giai đoạn 2026-2028 và những năm tiếp theo", "period_end", "2030-12-31"),
        ("Cả giai đoạn", "period_end", "2030-12-31"),
        ("Từ tháng 3 năm 2026 và thường xuyên", "none", None),
        ("Từ 01/7/2026", "none", None),
        ("Bắt đầu thực hiện từ năm 2026", "none", None),
        ("Thường xuyên", "none", None),
        ("Thường xuyên trong năm", "none", None),
        ("Thường xuyên, theo yêu cầu nhiệm vụ", "none", None),
        ("Khi có yêu cầu", "none", None),
        ("–", "none", None),
        ("Theo tiến độ xây dựng dự thảo", "event", None),
        ("Đảm bảo theo lộ trình, hướng dẫn của Bộ", "event", None),
        ("Theo hướng dẫn của Trung ương", "event", None),
        ("Theo các mốc thời gian tại Quyết định số 12/QĐ-TTg ngày 05/01/2026", "event", None),
        ("Theo Điều 17 Nghị định số 12/2026/NĐ-CP", "event", None),
        ("Theo kế hoạch của tỉnh", "event", None),
        ("Sau khi Chiến lược được ban hành", "event", None),
    ],
)
def test_a_cell_needs_no_cue(cell: str, kind: str, due_on: str | None) -> None:
    deadline, unclear = read_cell(cell, 0, FIVE_YEARS)
    assert (deadline.kind, deadline.due_on, unclear) == (kind, due_on, None)
    assert deadline.text == (cell if kind != "none" else "")


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("Hằng năm", YEAR_END),
        ("Hằng năm và giai đoạn", YEAR_END),
        ("Quý IV năm 2026 và các năm tiếp theo", YEAR_END),
        ("Định kỳ hằng tháng", {"freq": "monthly", "day": 31}),
        ("Hàng quý", {"freq": "quarterly", "day": 31}),
        ("Định kỳ 6 tháng", {"freq": "semiannual"}),
        ("02 lần/năm", {"freq": "semiannual"}),
        ("03 tháng/lần", {"freq": "quarterly", "day": 31}),
        ("Hằng tuần", {"freq": "weekly", "weekday": 5}),
        ("Hằng ngày", {"freq": "daily"}),
        ("Trước ngày 05 của tháng liền kề", {"freq": "monthly", "month_offset": 1, "day": 4}),
        ("Trước ngày 31/01 năm liền kề", {"freq": "yearly", "month": 1, "day": 30, "year_offset": 1}),
        ("Ngày 31/12 năm trước liền kề", {"freq": "yearly", "month": 12, "day": 31, "year_offset": -1}),
        ("Ngày 15 hằng tháng", {"freq": "monthly", "day": 15}),
        ("Thứ Sáu hằng tuần", {"freq": "weekly", "weekday": 5}),
    ],
)
def test_a_cell_that_comes_back(cell: str, rule: dict[str, Any]) -> None:
    deadline, unclear = read_cell(cell, 0, FIVE_YEARS)
    assert (deadline.kind, deadline.recurs, deadline.text, unclear) == ("recurring", rule, cell, None)
