"""What a report begins with, and its figures: from the agency's tasks, the plan, and its last reports."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.builders import add_task_event, make_plan, make_report_row, make_task
from tests.cast import Cast
from tracker import clock
from tracker.difficulties.models import Difficulty
from tracker.difficulties.rules import CompetentLevel
from tracker.extensions import db
from tracker.indicators.models import BudgetLine, Target
from tracker.plans.models import Plan
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.results import lines_of
from tracker.reports.rules import Outcome, PeriodKind, ReportState
from tracker.tasks.rules import EventKind, State

TODAY = date(2026, 5, 18)
CUT_OFF = date(2026, 4, 30)


@pytest.fixture
def row(cast: Cast) -> ReportRow:
    """The half-yearly report of the department of finance; its data close on 30/04, the period ends on 30/06."""
    clock.fix_day(TODAY)
    plan = make_plan(cast.issuer, number="78/KH-UBND")
    made = make_report_row(plan, cast.finance, cut_off_on=CUT_OFF, window_start=date(2025, 11, 1))
    db.session.commit()
    return made


def add_target(plan: Plan, **changes: Any) -> Target:
    values = {
        "text": "Trên 8.000 hộ vay vốn.",
        "indicator": "Số hộ vay vốn",
        "comparator": ">=",
        "value": Decimal(8000),
        "unit": "hộ",
        "is_per_year": False,
        "span_start": 0,
        "span_end": 10,
    }
    target = Target(plan_id=plan.id, **{**values, **changes})
    db.session.add(target)
    db.session.flush()
    return target


def add_budget(plan: Plan, item: str = "Vốn sự nghiệp", amount: int = 38420) -> BudgetLine:
    line = BudgetLine(
        plan_id=plan.id, item=item, amount=Decimal(amount), unit="triệu đồng", parts=[], span_start=0, span_end=1
    )
    db.session.add(line)
    db.session.flush()
    return line


def earlier(row: ReportRow, key: str, year: int, month: int, **changes: Any) -> ReportSubmission:
    """An accepted report of the same duty, for a half-year before."""
    before = make_report_row(
        row.plan,
        row.agency,
        duty=row.duty,
        period_key=key,
        period_start=date(year, month, 1),
        period_end=date(year, month + 5, 30),
        due_on=date(year, month + 4, 20),
    )
    values = {
        "row_id": before.id,
        "number": 1,
        "submitted_at": clock.now(),
        "submitted_on": before.due_on,
        "submitted_by": "Chuyên viên",
        "content": {"assessment_general": "Đánh giá kỳ trước."},
        "figures": {},
        "outcome": Outcome.ACCEPTED,
        "outcome_on": before.due_on,
    }
    before.state = ReportState.ACCEPTED
    submission = ReportSubmission(**{**values, **changes})
    db.session.add(submission)
    db.session.commit()
    return submission


def again(row: ReportRow) -> ReportRow:
    db.session.expire_all()
    return db.session.get_one(ReportRow, row.id)


def typed(row: ReportRow, **changes: Any) -> dict[str, Any]:
    return {"version": again(row).version, "lines": "1", "results_policies": "Đã hỗ trợ.", **changes}


def the_submission() -> ReportSubmission:
    return db.session.scalars(select(ReportSubmission).order_by(ReportSubmission.id.desc())).first()  # type: ignore


def page_of(client: AuditingClient, row: ReportRow) -> str:
    return client.get(f"/bao-cao/{row.id}").text


def test_section_one_lists_the_letters_that_prove_the_work_of_the_window(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    task = make_task(row.plan, cast.finance, text="Bố trí kinh phí thực hiện Kế hoạch.")
    step = {"kind": EventKind.UPDATED, "to_state": State.IN_PROGRESS}
    add_task_event(task, on=date(2026, 3, 2), letter_number="1105/STC-QLNS", letter_on=date(2026, 3, 1), **step)
    add_task_event(task, on=date(2026, 5, 10), letter_number="2000/STC-QLNS", letter_on=date(2026, 5, 9), **step)
    add_task_event(task, on=date(2025, 10, 1), letter_number="900/STC-QLNS", letter_on=date(2025, 10, 1), **step)
    other = make_task(row.plan, cast.health)
    add_task_event(other, on=date(2026, 3, 2), letter_number="77/SYT", letter_on=date(2026, 3, 1), **step)
    client.sign_in(cast.clerk)
    page = page_of(client, row)
    assert "- Văn bản số 1105/STC-QLNS ngày 01/03/2026: Bố trí kinh phí thực hiện Kế hoạch" in page
    assert "2000/STC" not in page and "900/STC" not in page and "77/SYT" not in page
    assert "Hệ thống đề xuất" in page and 'class="straw"' in page


def test_what_is_open_and_what_is_stuck_is_proposed(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    make_task(row.plan, cast.finance, text="Thẩm định dự toán.", due_on=date(2026, 9, 30))
    make_task(row.plan, cast.finance, text="Quyết toán năm trước.", due_on=date(2026, 5, 1))
    make_task(row.plan, cast.finance, text="Việc đã xong.", state=State.DONE)
    declined = make_task(row.plan, cast.finance, text="Xây trạm y tế.", state=State.DECLINED)
    add_task_event(declined, EventKind.DECLINED, on=TODAY, to_state=State.DECLINED, words="Không đúng chức năng.")
    db.session.add(
        Difficulty(
            plan_id=row.plan_id,
            agency_id=cast.finance.id,
            words="Chưa có hướng dẫn phân bổ vốn.",
            asked="Bộ Tài chính sớm hướng dẫn.",
            level=CompetentLevel.MINISTRY,
            answer_by=date(2026, 6, 30),
            raised_on=TODAY,
            waits_since=TODAY,
        )
    )
    client.sign_in(cast.clerk)
    page = page_of(client, row)
    assert "- Thẩm định dự toán (hạn 30/09/2026)." in page
    assert "- Quyết toán năm trước (hạn 01/05/2026, đã quá hạn)." in page
    assert "Việc đã xong" not in page
    assert "Nhiệm vụ “Xây trạm y tế” phải trao đổi lại: Không đúng chức năng." in page
    assert "- Chưa có hướng dẫn phân bổ vốn. Kiến nghị: Bộ Tài chính sớm hướng dẫn (thuộc thẩm quyền Bộ" in page


def test_the_figures_of_the_tasks_are_those_of_the_cut_off_and_open_the_tasks_behind_them(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    task = make_task(row.plan, cast.finance, due_on=date(2026, 4, 20))
    client.sign_in(cast.clerk)
    page = page_of(client, row)
    assert "tính đến ngày 30/04/2026" in page
    link = (
        f"/nhiem-vu?ke-hoach={row.plan_id}&amp;co-quan={cast.finance.id}&amp;den-ngay=30/04/2026&amp;lop=open_overdue"
    )
    assert link in page
    assert task.assignment.text in client.get(link.replace("&amp;", "&")).text
    client.post(f"/bao-cao/{row.id}/nop", data=typed(row), expect=303)
    submission = the_submission()
    assert submission.figures_on == CUT_OFF and submission.figures["open_overdue"] == 1


def test_offers_are_marked_until_edited_and_gone_by_one_press(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    make_task(row.plan, cast.finance, text="Thẩm định dự toán.", due_on=date(2026, 9, 30))
    earlier(row, "2025-H2", 2025, 7)
    client.sign_in(cast.clerk)
    page = page_of(client, row)
    assert "Chép từ báo cáo 6 tháng cuối năm 2025, chưa sửa" in page and "Đánh giá kỳ trước." in page
    assert "1 đoạn kỳ trước chưa sửa" in page and "1 đoạn đề xuất chưa sửa" in page
    offered = {"assessment_general": "Đánh giá kỳ trước.", "outlook_general": "- Thẩm định dự toán (hạn 30/09/2026)."}
    client.post(f"/bao-cao/{row.id}/nhap", data=typed(row, **offered), expect=303)
    assert "Chép từ báo cáo" in page_of(client, row)
    edited = {**offered, "assessment_general": "Đánh giá kỳ này."}
    client.post(f"/bao-cao/{row.id}/nhap", data=typed(row, **edited), expect=303)
    assert "Chép từ báo cáo" not in page_of(client, row)
    client.post(f"/bao-cao/{row.id}/nhap", data=typed(row, viec="bo-de-xuat", **edited), expect=303)
    content = again(row).draft["content"]  # type: ignore[index]
    assert content == {"results_policies": "Đã hỗ trợ.", "assessment_general": "Đánh giá kỳ này."}
    client.post(f"/bao-cao/{row.id}/nhap", data=typed(row, viec="lay-de-xuat"), expect=303)
    page = page_of(client, row)
    assert "Đánh giá kỳ trước." in page and "Thẩm định dự toán (hạn" in page


def test_one_press_says_that_nothing_happened_at_all_and_keeps_what_was_written(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    make_task(row.plan, cast.finance, text="Thẩm định dự toán.", due_on=date(2026, 9, 30))
    client.sign_in(cast.clerk)
    page_of(client, row)
    data = typed(row, viec="khong-phat-sinh", results_policies="", assessment_general="Không có gì mới.")
    client.post(f"/bao-cao/{row.id}/nhap", data=data, expect=303)
    content = again(row).draft["content"]  # type: ignore[index]
    assert content["direction"] == content["results"] == content["difficulties"] == "Không phát sinh trong kỳ."
    assert content["assessment_general"] == "Không có gì mới." and "outlook_general" not in content
    data = {"version": again(row).version, "direction": "y", "results": "y", "difficulties": "y"}
    client.post(f"/bao-cao/{row.id}/nop", data=data, expect=303)
    assert again(row).state is ReportState.SUBMITTED


def test_nothing_beside_something_is_asked_about(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.clerk)
    answer = client.post(f"/bao-cao/{row.id}/nop", data=typed(row, results="y"), expect=422)
    assert "vừa đánh dấu không phát sinh vừa có nội dung" in answer.text


def test_targets_and_funds_of_the_plan_are_reported_in_figures(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    target, budget = add_target(row.plan), add_budget(row.plan)
    client.sign_in(cast.clerk)
    page = page_of(client, row)
    assert "Số hộ vay vốn" in page and "từ 8.000" in page and "38.420" in page and "triệu đồng" in page
    data = typed(
        row,
        **{
            f"line|target:{target.id}|actual": "6.000",
            f"line|target:{target.id}|estimate": "1",
            f"line|budget:{budget.id}|actual": "11.250,5",
            "line|own:1|label": "Huy động hợp pháp khác",
            "line|own:1|section": "results_funds",
            "line|own:1|unit": "triệu đồng",
            "line|own:1|actual": "610",
        },
    )
    client.post(f"/bao-cao/{row.id}/nhap", data=data, expect=303)
    page = page_of(client, row)
    assert 'value="6.000"' in page and ">75<" in page and ">29,3<" in page
    client.post(f"/bao-cao/{row.id}/nop", data={**data, "version": again(row).version}, expect=303)
    lines = {line.key: line for line in lines_of(the_submission().results)}
    assert lines[f"target:{target.id}"].actual == 6000 and lines[f"target:{target.id}"].is_estimate
    assert lines[f"target:{target.id}"].planned == 8000
    assert not lines[f"budget:{budget.id}"].is_estimate and lines["own:1"].label == "Huy động hợp pháp khác"
    for path in ("", "/ban-in"):
        page = client.get(f"/bao-cao/{row.id}{path}").text
        assert "ước 6.000" in page and "11.250,5" in page and "Huy động hợp pháp khác" in page


def test_the_share_of_the_plan_stands_anew_after_each_save_while_typing(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    target, budget = add_target(row.plan), add_budget(row.plan)
    client.sign_in(cast.clerk)
    for written, shown in (("6.000", ">75<"), ("2.000", ">25<"), ("hai nghìn", ">–<"), ("", "chưa nhập")):
        data = typed(row, **{f"line|target:{target.id}|actual": written})
        answer = client.post(f"/bao-cao/{row.id}/nhap", data=data, headers={"HX-Request": "true"}, expect=200)
        place = f'<span id="line-target-{target.id}-share" hx-swap-oob="true"'
        assert shown in answer.text.partition(place)[2].partition("line-budget")[0], written
        assert f"line-budget-{budget.id}-share" in answer.text and "line-own-1-share" not in answer.text
    assert page_of(client, row).count(f'id="line-target-{target.id}-share"') == 1


def test_a_figure_for_a_period_that_is_not_over_is_proposed_as_an_estimate(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    target = add_target(row.plan)
    client.sign_in(cast.clerk)
    box = f'name="line|target:{target.id}|estimate" value="1" checked'
    assert box in page_of(client, row)
    closed = again(row)
    closed.cut_off_on = closed.period_end
    db.session.commit()
    assert box not in page_of(client, row)


def test_a_figure_that_could_be_two_is_asked_about_beside_its_field(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    target = add_target(row.plan)
    client.sign_in(cast.clerk)
    data = typed(row, **{f"line|target:{target.id}|actual": "1,234"})
    client.post(f"/bao-cao/{row.id}/nhap", data=data, headers={"HX-Request": "true"}, expect=200)
    answer = client.post(f"/bao-cao/{row.id}/nop", data={**data, "version": again(row).version}, expect=422)
    assert 'value="1,234"' in answer.text and "có thể là 1.234 (hàng nghìn) hoặc 1,2340 (số lẻ)" in answer.text
    assert f'aria-describedby="line-target-{target.id}-actual-error"' in answer.text
    assert again(row).state is ReportState.DRAFT
    assert "1,234" in client.get(f"/bao-cao/{row.id}/ban-in").text


def test_the_same_period_one_year_before_comes_from_the_accepted_report(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    target = add_target(row.plan)
    line = {"key": f"target:{target.id}", "section": "results_targets", "label": "Số hộ vay vốn", "unit": "hộ"}
    earlier(row, "2025-H1", 2025, 1, results=[{**line, "planned": "8000", "actual": "5000", "before": None}])
    client.sign_in(cast.clerk)
    page = page_of(client, row)
    assert "5.000" in page and f'name="line|target:{target.id}|before"' not in page
    forged = {f"line|target:{target.id}|actual": "6.000", f"line|target:{target.id}|before": "1"}
    client.post(f"/bao-cao/{row.id}/nop", data=typed(row, **forged), expect=303)
    kept = lines_of(the_submission().results)[0]
    assert kept.before == 5000 and kept.against_before == 120


def test_a_line_that_is_not_the_plans_is_not_taken_for_it(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    foreign = add_target(make_plan(cast.issuer, number="99/KH-UBND"))
    client.sign_in(cast.clerk)
    data = typed(row, **{f"line|target:{foreign.id}|actual": "5", "line|target:abc|actual": "5"})
    client.post(f"/bao-cao/{row.id}/nop", data=data, expect=303)
    assert the_submission().results == []


def test_a_form_without_lines_leaves_those_of_the_draft_alone(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    target = add_target(row.plan)
    client.sign_in(cast.clerk)
    client.post(f"/bao-cao/{row.id}/nhap", data=typed(row, **{f"line|target:{target.id}|actual": "5"}), expect=303)
    client.post(f"/bao-cao/{row.id}/nhap", data={"version": again(row).version, "results_policies": "x"}, expect=303)
    assert again(row).draft["results"][0]["actual"] == "5"  # type: ignore[index]


@pytest.mark.parametrize("number", [10, 300])
def test_a_plan_with_many_lines_costs_no_more_statements(
    cast: Cast, client: AuditingClient, row: ReportRow, number: int
) -> None:
    for place in range(number):
        add_target(row.plan, indicator=f"Chỉ tiêu {place}")
        make_task(row.plan, cast.finance, text=f"Việc {place}.") if place < 30 else None
    client.sign_in(cast.clerk)
    page_of(client, row)
    began = 1 if db.engine.dialect.name == "sqlite" else 0  # BEGIN is a statement of its own there
    assert client.statements == 11 + began
    if number > 30:
        values = {f"line|target:{n}|actual": "5" for n in db.session.scalars(select(Target.id)).all()}
        client.post(f"/bao-cao/{row.id}/nop", data=typed(row, **values), content_type="multipart/form-data", expect=303)
        assert len(the_submission().results) == number


def test_a_weekly_report_of_a_leap_day_finds_its_year_before(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    leap = make_report_row(
        row.plan,
        cast.finance,
        duty=row.duty,
        period_kind=PeriodKind.WEEKLY,
        period_key="2028-W09",
        period_start=date(2028, 2, 29),
        period_end=date(2028, 3, 5),
        opens_on=date(2026, 1, 1),
    )
    client.sign_in(cast.clerk)
    page_of(client, leap)
