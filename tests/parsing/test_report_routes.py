"""Rhythms with a day of their own, reports handed on, the council, and who reports."""

import pytest

from tests.parsing.samples import HEAD, TAIL, encoded
from tracker.parsing.draft import PlanDraft, ReportingDuty
from tracker.parsing.extract import extract_plan


def read(sentence: str) -> PlanDraft:
    body = f"\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ\n\n- Đếm người.\n\n2. Công an tỉnh\n\n- {sentence}\n"
    return extract_plan(encoded(HEAD + body + TAIL), "a.txt")


def duty(sentence: str) -> ReportingDuty:
    (found,) = read(sentence).reporting_duties
    return found


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Báo cáo UBND tỉnh 6 tháng (trước ngày 10/6), năm (trước ngày 10/12).", ("10/6", "10/12")),
        ("Báo cáo UBND tỉnh trước ngày 15/6 (báo cáo 6 tháng) và 15/12 (báo cáo năm).", ("15/6", "15/12")),
        ("Báo cáo UBND tỉnh trước 10/6 đối với báo cáo 6 tháng, trước 10/12 đối với báo cáo năm.", ("10/6", "10/12")),
        ("Tổng hợp, báo cáo UBND tỉnh trước ngày 20/6 và 20/12.", ("20/6", "20/12")),
    ],
)
def test_each_rhythm_keeps_its_day(sentence: str, due: tuple[str, str]) -> None:
    found = duty(sentence)
    assert found.periods == ["semiannual", "annual"]
    assert found.due == {"semiannual": due[0], "annual": due[1]}


def test_three_rhythms_with_days_in_brackets() -> None:
    found = duty("Định kỳ hàng tháng (trước ngày 16 hàng tháng), 6 tháng (trước ngày 16/6) báo cáo Sở Nội vụ.")
    assert found.periods == ["monthly", "semiannual"]
    assert found.due == {"monthly": "16", "semiannual": "16/6"}


def test_a_report_that_is_handed_on_by_a_day_of_its_own_is_two_duties() -> None:
    first, second = read(
        "Hằng năm báo cáo kết quả về Sở Y tế trước ngày 20/11 để tổng hợp, báo cáo UBND tỉnh trước ngày 30/11."
    ).reporting_duties
    assert (first.reporter, first.addressee, first.due) == ("Công an tỉnh", "Sở Y tế", {"annual": "20/11"})
    assert (second.reporter, second.addressee, second.due) == ("Sở Y tế", "UBND tỉnh", {"annual": "30/11"})
    assert second.text == "báo cáo UBND tỉnh trước ngày 30/11."


def test_a_report_that_is_only_gathered_is_one_duty() -> None:
    found = duty("Hằng năm báo cáo kết quả về Sở Y tế trước ngày 20/11 để tổng hợp, báo cáo UBND tỉnh.")
    assert (found.addressee, found.due) == ("Sở Y tế", {"annual": "20/11"})


def test_a_clause_that_names_another_body_is_its_duty() -> None:
    draft = read("Gửi số liệu cho Sở Y tế trong tháng 5/2024; Sở Y tế tổng hợp, hằng năm báo cáo UBND tỉnh.")
    assert [(d.reporter, d.addressee) for d in draft.reporting_duties] == [("Sở Y tế", "UBND tỉnh")]


@pytest.mark.parametrize(
    ("sentence", "periods", "addressee"),
    [
        ("Tham mưu UBND tỉnh báo cáo HĐND tỉnh tại kỳ họp cuối năm.", ["annual"], "HĐND tỉnh"),
        ("Lồng ghép kết quả trong báo cáo công tác giảm nghèo hàng năm.", ["annual"], None),
        ("Báo cáo quý, 6 tháng, năm gửi Sở Nội vụ.", ["quarterly", "semiannual", "annual"], "Sở Nội vụ"),
        ("Trình Giám đốc Sở Y tế báo cáo năm.", ["annual"], "Giám đốc Sở Y tế"),
        ("Hằng tuần báo cáo kết quả cho đồng chí Chủ tịch UBND tỉnh.", ["weekly"], "đồng chí Chủ tịch UBND tỉnh"),
    ],
)
def test_councils_posts_and_folded_reports(sentence: str, periods: list[str], addressee: str | None) -> None:
    found = duty(sentence)
    assert (found.periods, found.addressee) == (periods, addressee)


def test_a_heading_about_reports_is_no_duty() -> None:
    assert read("Giữ bến.\n\n3. Chế độ báo cáo\n\n- Làm theo quy định.").reporting_duties == []
