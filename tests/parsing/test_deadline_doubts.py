"""What is no deadline, what names a day that nobody can be sure of, and what names several."""

from datetime import date

import pytest

from tests.parsing.samples import HEAD, TAIL
from tracker.catalogue.calendar import shipped_calendar
from tracker.parsing.deadlines import PlanTime, due_after, read_cell, read_deadlines, waiting_time
from tracker.parsing.draft import Assignment
from tracker.parsing.extract import extract_plan

ONE_YEAR = PlanTime(date(2026, 1, 1), date(2026, 12, 31), date(2026, 1, 20))
FIVE_YEARS = PlanTime(date(2026, 1, 1), date(2030, 12, 31), date(2026, 1, 20))


@pytest.mark.parametrize(
    "sentence",
    [
        "Cấp sữa cho trẻ từ 06 tháng đến 36 tháng tuổi.",
        "Giữ nguyên danh sách của các thôn trước sáp nhập.",
        "Dọn đường làng trước khi đoàn đến làm việc.",
        "Tỷ lệ hồ sơ giải quyết trước và đúng hạn đạt 98%.",
        "Thu nhập tăng bình quân hàng năm 5%.",
        "Lập kế hoạch giảm nghèo hằng năm, hằng quý của thôn.",
        "Thực hiện Quyết định số 12/QĐ-UBND ngày 15/3/2026 của UBND tỉnh.",
        "Phổ biến Nghị quyết số 3/NQ-CP ngày 1/2/2026 về việc làm đến hết năm 2030.",
        "Sửa cụm từ “chậm nhất là ngày 15/02/2026” thành “trong tháng 02/2026”.",
        'Thay "trước ngày 05 hằng tháng" bằng "trước ngày 10 hằng tháng".',
        "Thôn có tốc độ thoát nghèo chậm nhất phải giải trình.",
        "Từ 01/7/2026, chi trả trợ cấp qua tài khoản.",
        "Từ ngày 15 hằng tháng, rà soát hộ mới khó khăn.",
        "Lập biểu với số liệu tính đến ngày 31/12 năm trước liền kề.",
        "Lập biểu với số liệu từ ngày 15/12/2025 đến ngày 14/6/2026.",
        "Cấp sổ cho hộ có nhà xây trước ngày 01/7/2014.",
        "Hằng quý, báo cáo phòng chuyên môn để tổng hợp.",
        "Đi thăm 15/20 thôn trong 6 tháng đầu năm.",
        "Triển khai theo hướng dẫn của Trung ương.",
    ],
)
def test_what_looks_like_a_deadline_and_is_none(sentence: str) -> None:
    reading = read_deadlines(sentence, 0, FIVE_YEARS)
    assert (reading.deadline.kind, reading.further, reading.unclear) == ("none", (), None)


def test_an_act_that_is_cited_does_not_hide_the_deadline_after_it() -> None:
    sentence = "Thực hiện Quyết định số 12/QĐ-UBND ngày 15/3/2026 của UBND tỉnh, hoàn thành trong tháng 6/2026."
    assert read_deadlines(sentence, 0, FIVE_YEARS).deadline.due_on == "2026-06-30"


@pytest.mark.parametrize(
    "sentence",
    [
        "Gửi danh sách trước ngày 31/6/2026.",
        "Gửi danh sách trước ngày …/…/2026.",
        "Gửi danh sách trước ngày ... tháng ... năm 2026.",
        "Gửi danh sách trước ngày 15.",
        "Gửi danh sách trước ngày 15/6/26.",
        "Gửi danh sách chậm nhất 05 ngày làm việc.",
        "Họp dân vào đầu tháng 6/2026.",
    ],
)
@pytest.mark.parametrize("time", [ONE_YEAR, FIVE_YEARS])
def test_a_day_that_cannot_be_read_is_said(sentence: str, time: PlanTime) -> None:
    reading = read_deadlines(sentence, 0, time)
    assert reading.deadline.due_on is None and reading.unclear and "ngày" in reading.unclear


@pytest.mark.parametrize(
    "sentence",
    ["Gửi trước ngày 20/6.", "Họp dân trong quý I.", "Mở lớp trong tháng 6.", "Mở lớp từ tháng 4 đến tháng 9."],
)
def test_a_time_without_year_has_the_year_of_a_plan_for_one_year_alone(sentence: str) -> None:
    of_one_year, of_five = (read_deadlines(sentence, 0, time) for time in (ONE_YEAR, FIVE_YEARS))
    assert of_one_year.deadline.due_on is not None and of_one_year.unclear is None
    assert of_five.deadline.due_on is None and of_five.unclear


def test_a_day_before_the_plan_was_issued_is_kept_and_asked_about() -> None:
    reading = read_deadlines("Gửi danh sách trước ngày 10/01/2026.", 0, ONE_YEAR)
    assert reading.deadline.due_on == "2026-01-09" and "20/01/2026" in (reading.unclear or "")
    deadline, unclear = read_cell("Quý IV/2025", 0, ONE_YEAR)
    assert deadline.due_on == "2025-12-31" and unclear


def test_a_count_from_an_issuing_day_that_is_not_known_waits_and_is_asked_about() -> None:
    unknown = PlanTime(date(2026, 1, 1), date(2026, 12, 31))
    reading = read_deadlines("Họp dân trong vòng 15 ngày kể từ ngày ban hành Kế hoạch này.", 0, unknown)
    assert (reading.deadline.kind, reading.deadline.after) == ("event", {"days": 15})
    assert reading.unclear and "ngày ban hành" in reading.unclear


CHAIN = "Lập kế hoạch trong tháng 02/2026, đi kiểm tra chậm nhất trong tháng 6/2026 và họp dân trước ngày 15/8/2026."


def test_several_deadlines_of_a_sentence_are_all_read_and_asked_about() -> None:
    reading = read_deadlines(CHAIN, 10, ONE_YEAR)
    days = [deadline.due_on for deadline in (reading.deadline, *reading.further)]
    assert days == ["2026-02-28", "2026-06-30", "2026-08-14"]
    for deadline in (reading.deadline, *reading.further):
        assert deadline.span and CHAIN[deadline.span[0] - 10 : deadline.span[1] - 10] == deadline.text
    assert "3 thời hạn" in (reading.unclear or "") and "tách" in (reading.unclear or "")


def test_a_row_of_days_shares_its_cue() -> None:
    reading = read_deadlines("Họp dân trước ngày 20/6/2026 và 05/12/2026.", 0, ONE_YEAR)
    assert [d.due_on for d in (reading.deadline, *reading.further)] == ["2026-06-19", "2026-12-04"]


def test_a_quarter_takes_the_year_of_the_day_that_follows_it() -> None:
    reading = read_deadlines("Trong Quý I và trước ngày 30/4/2026 phải họp dân.", 0, FIVE_YEARS)
    assert [d.due_on for d in (reading.deadline, *reading.further)] == ["2026-03-31", "2026-04-29"]


def test_the_same_day_said_twice_is_one_deadline() -> None:
    reading = read_deadlines("Họp dân trong tháng 6/2026, chậm nhất ngày 30/6/2026.", 0, ONE_YEAR)
    assert (reading.deadline.due_on, reading.further, reading.unclear) == ("2026-06-30", (), None)


def test_a_day_counts_more_than_the_year_or_the_event_beside_it() -> None:
    sentence = "Sau khi có hướng dẫn của tỉnh, trong năm 2026 và trước ngày 30/6/2026 phải họp dân."
    reading = read_deadlines(sentence, 0, ONE_YEAR)
    assert (reading.deadline.due_on, reading.further, reading.unclear) == ("2026-06-29", (), None)


def test_the_days_of_a_report_clause_are_one_deadline_the_last() -> None:
    sentence = "Định kỳ 6 tháng, năm báo cáo trước ngày 20/6/2026 và 05/12/2026."
    reading = read_deadlines(sentence, 0, ONE_YEAR, [(0, len(sentence))])
    assert (reading.deadline.due_on, reading.further, reading.unclear) == ("2026-12-04", (), None)


@pytest.mark.parametrize(
    ("words", "event_on", "due_on"),
    [
        ("Sau 03 tháng kể từ khi có văn bản của tỉnh", date(2026, 11, 30), date(2027, 2, 28)),
        ("trong vòng 05 ngày làm việc kể từ ngày nhận được đơn", date(2026, 4, 28), date(2026, 5, 7)),
        ("trong vòng 10 ngày kể từ ngày nhận được đơn", date(2026, 6, 25), date(2026, 7, 5)),
        ("trước ngày bầu cử 95 ngày", date(2026, 6, 15), date(2026, 3, 12)),
    ],
)
def test_the_due_day_is_counted_from_the_event(words: str, event_on: date, due_on: date) -> None:
    after = waiting_time(words)
    assert after and due_after(after, event_on, shipped_calendar()) == due_on


def test_words_without_a_count_give_no_due_day() -> None:
    assert waiting_time("Sau khi có hướng dẫn của tỉnh") is None


def only_assignment(sentence: str) -> Assignment:
    text = f"{HEAD}\nII. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n- {sentence}\n{TAIL}"
    (found,) = extract_plan(text.encode(), "ke-hoach.txt").assignments
    return found


def test_a_plan_gives_the_first_deadline_the_further_ones_and_one_doubt() -> None:
    read = only_assignment("Lập kế hoạch khám bệnh trong tháng 3/2024, đi kiểm tra chậm nhất trong tháng 6/2024.")
    assert (read.deadline.due_on, [d.due_on for d in read.further_deadlines]) == ("2024-03-31", ["2024-06-30"])
    assert [doubt.code for doubt in read.doubts] == ["deadline_unclear"] and read.nature == "specific"


def test_a_count_from_the_issuing_day_uses_the_day_of_the_plan() -> None:
    read = only_assignment("Lập danh sách khám bệnh trong vòng 15 ngày kể từ ngày ban hành Kế hoạch này.")
    assert (read.deadline.kind, read.deadline.due_on, read.doubts) == ("date", "2024-02-27", [])


def test_a_report_with_a_day_for_each_period_is_in_no_doubt() -> None:
    read = only_assignment("Định kỳ 6 tháng, năm báo cáo UBND tỉnh trước ngày 20/6/2024 và trước ngày 05/12/2024.")
    assert (read.deadline.due_on, read.further_deadlines, read.doubts) == ("2024-12-04", [], [])


@pytest.mark.parametrize(
    "words", ["trước ngày 15/6/2026 và ", "sau khi ", "trong vòng 15 ngày ", "quý I, ", "“", "12/"]
)
def test_a_sentence_without_end_is_read_to_its_end(words: str) -> None:
    sentence = (words * (200_000 // len(words) + 1))[:200_000]
    assert read_deadlines(sentence, 0, ONE_YEAR)
