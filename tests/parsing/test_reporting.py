"""Reporting duties: a rhythm in the clause, and the route of the report."""

from datetime import date

import pytest

from tests.parsing.samples import HEAD, TAIL, encoded
from tracker.parsing.draft import PlanDraft, ReportingDuty
from tracker.parsing.extract import extract_plan
from tracker.reports.due_days import in_context, stated_day
from tracker.reports.periods import Period
from tracker.reports.rules import PeriodKind


def draft_with(sentence: str, *, closing: str = "") -> PlanDraft:
    body = f"\nI. TỔ CHỨC THỰC HIỆN\n\n1. UBND các huyện, thị xã, thành phố\n\n- {sentence}\n\n{closing}\n"
    return extract_plan(encoded(HEAD + body + TAIL), "a.txt")


def duty(sentence: str) -> ReportingDuty:
    (found,) = draft_with(sentence).reporting_duties
    return found


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("Định kỳ 6 tháng, năm báo cáo UBND tỉnh.", ["semiannual", "annual"]),
        ("Định kỳ 06 tháng, 01 năm và đột xuất báo cáo UBND tỉnh.", ["semiannual", "annual", "ad_hoc"]),
        ("Định kỳ hằng quý báo cáo Sở Tài chính.", ["quarterly"]),
        ("Hàng tháng báo cáo UBND tỉnh.", ["monthly"]),
        ("Hằng tuần báo cáo UBND tỉnh.", ["weekly"]),
        ("Hằng năm báo cáo kết quả về UBND tỉnh.", ["annual"]),
        ("Báo cáo tháng, quý, 6 tháng và năm theo quy định.", ["monthly", "quarterly", "semiannual", "annual"]),
        ("Thực hiện chế độ báo cáo theo quy định.", ["periodic"]),
        ("Thực hiện chế độ thông tin báo cáo định kỳ, đột xuất.", ["periodic", "ad_hoc"]),
        ("Báo cáo kết quả về UBND tỉnh trước ngày 20/11/2024.", ["once"]),
    ],
)
def test_rhythms_are_read(sentence: str, periods: list[str]) -> None:
    assert duty(sentence).periods == periods


@pytest.mark.parametrize(
    "sentence",
    [
        "Tổng hợp, báo cáo theo quy định.",
        "Hằng năm rà soát hộ nghèo; báo cáo kịp thời khi thiên tai xảy ra.",
        "Cấp sữa cho trẻ từ 06 tháng tuổi.",
        "Họp định kỳ 6 tháng một lần.",
    ],
)
def test_without_a_rhythm_in_its_clause_there_is_no_duty(sentence: str) -> None:
    assert draft_with(sentence).reporting_duties == []


def test_days_are_kept_as_stated() -> None:
    found = duty("Báo cáo 6 tháng trước ngày 15 tháng 6 và báo cáo năm trước ngày 15/12 về Sở Y tế.")
    assert found.due == {"semiannual": "15/6", "annual": "15/12"}


def test_through_and_copy_are_two_different_routes() -> None:
    via = duty("Định kỳ 6 tháng báo cáo UBND tỉnh (qua Sở Y tế tổng hợp).")
    copied = duty("Định kỳ 6 tháng báo cáo UBND tỉnh, đồng gửi Sở Y tế, Sở Tài chính để tổng hợp.")
    assert (via.addressee, via.via, via.copy_to) == ("UBND tỉnh", "Sở Y tế", [])
    assert (copied.addressee, copied.via, copied.copy_to) == ("UBND tỉnh", None, ["Sở Y tế", "Sở Tài chính"])


def test_a_duty_stays_an_assignment_too() -> None:
    draft = draft_with("Hằng năm báo cáo kết quả về UBND tỉnh.")
    assert draft.assignments[0].text == draft.reporting_duties[0].text


def test_a_closing_order_can_hold_a_duty() -> None:
    closing = "Yêu cầu các sở, ngành thực hiện nghiêm; định kỳ 6 tháng báo cáo UBND tỉnh./."
    (found,) = draft_with("Thăm hộ nghèo.", closing=closing).reporting_duties
    assert (found.reporter, found.periods) == ("các sở, ngành", ["semiannual"])


def test_a_monthly_day_that_opens_its_clause_is_kept() -> None:
    assert duty("Trước ngày 08 hằng tháng, tổng hợp số hộ được vay, báo cáo Sở Tài chính.").due == {"monthly": "08"}


def test_whom_a_report_goes_to_ends_before_what_it_tells() -> None:
    assert duty("Định kỳ 6 tháng báo cáo Ủy ban nhân dân tỉnh kết quả giúp dân.").addressee == "Ủy ban nhân dân tỉnh"


@pytest.mark.parametrize(
    ("clause", "via", "to"),
    [
        ("các cơ quan phản ánh về Sở Y tế để tổng hợp, báo cáo UBND tỉnh.", "Sở Y tế", "UBND tỉnh"),
        ("các cơ quan gửi Sở Y tế tổng hợp, báo cáo UBND tỉnh xem xét.", "Sở Y tế", "UBND tỉnh"),
        ("các cơ quan báo cáo UBND tỉnh (qua Sở Y tế) giải quyết.", "Sở Y tế", "UBND tỉnh"),
        ("các cơ quan báo cáo UBND tỉnh để tổng hợp.", None, "UBND tỉnh"),
    ],
)
def test_who_gathers_difficulties_stands_between(clause: str, via: str | None, to: str) -> None:
    route = draft_with("Thăm hộ nghèo.", closing=f"Khi có khó khăn, vướng mắc, {clause}").difficulty_route
    assert route is not None
    assert (route.from_, route.via, route.to) == ("các cơ quan", via, to)


def last_days(sentence: str) -> dict[PeriodKind, date | None]:
    """The days on which the reports of 2024 fall due, by the words of the plan alone."""
    found = duty(sentence)
    stated = in_context(found.due, found.text)
    half = Period(PeriodKind.SEMIANNUAL, "2024-H1", date(2024, 1, 1), date(2024, 6, 30))
    year = Period(PeriodKind.ANNUAL, "2024", date(2024, 1, 1), date(2024, 12, 31))
    return {period.kind: stated_day(period, stated) for period in (half, year)}


@pytest.mark.parametrize(
    ("sentence", "half", "year"),
    [
        ("Báo cáo 6 tháng trước ngày 10/6 và báo cáo năm trước ngày 25/11 về Sở Y tế.", (6, 9), (11, 24)),
        ("Báo cáo 6 tháng chậm nhất ngày 10/6, báo cáo năm chậm nhất là ngày 25/11.", (6, 10), (11, 25)),
        ("Báo cáo 6 tháng trước ngày 10/6 và báo cáo năm chậm nhất đến ngày 25/11.", (6, 9), (11, 25)),
        ("Định kỳ 6 tháng, năm báo cáo Sở Y tế trước ngày 10/6 và 25/11.", (6, 9), (11, 24)),
        ("Báo cáo 6 tháng trước ngày 10/6/2024 và cả năm trước ngày 25/11/2024.", (6, 9), (11, 24)),
    ],
)
def test_before_a_day_ends_the_day_before_and_at_the_latest_includes_it(
    sentence: str, half: tuple[int, int], year: tuple[int, int]
) -> None:
    assert last_days(sentence) == {
        PeriodKind.SEMIANNUAL: date(2024, *half),
        PeriodKind.ANNUAL: date(2024, *year),
    }


@pytest.mark.parametrize(
    ("sentence", "due_on", "quote"),
    [
        (
            "Báo cáo kết quả 6 tháng trước ngày 20/6/2024 và cả năm trước ngày 05/12/2024.",
            "2024-12-04",
            "trước ngày 05/12/2024",
        ),
        ("Định kỳ 6 tháng, năm báo cáo trước ngày 20/6/2024 và 05/12/2024.", "2024-12-04", "05/12/2024"),
        ("Định kỳ 6 tháng, năm báo cáo chậm nhất ngày 20/6/2024 và ngày 05/12/2024.", "2024-12-05", "ngày 05/12/2024"),
        ("Cấp sổ trước ngày 20/6/2024; định kỳ 6 tháng báo cáo trước ngày 05/12/2024.", "2024-06-19", None),
    ],
)
def test_a_report_with_a_day_for_each_period_is_done_with_the_last(
    sentence: str, due_on: str, quote: str | None
) -> None:
    (task,) = draft_with(sentence).assignments
    assert (task.deadline.kind, task.deadline.due_on, task.doubts) == ("date", due_on, [])
    assert quote is None or task.deadline.text == quote


def test_days_without_a_year_still_come_back() -> None:
    (task,) = draft_with("Định kỳ 6 tháng, năm báo cáo trước ngày 20/6 và trước ngày 05/12.").assignments
    assert task.deadline.kind == "recurring"
