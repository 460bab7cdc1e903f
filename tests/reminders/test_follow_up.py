"""Following up: the periods' equation, the matrix, the late list, and numbers that open their rows."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.builders import make_agency, make_duty, make_plan, make_report_row, make_task
from tests.cast import Cast
from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.reminders.board import follow_up_for
from tracker.reports.models import ReportingDuty, ReportRow, ReportSubmission
from tracker.reports.rules import Outcome, PeriodKind, ReportState
from tracker.tasks.rules import State

TODAY = date(2026, 5, 24)
LINKED = re.compile(r'<a class="count-link[^"]*" href="(/(?:nhiem-vu|bao-cao)[^"]*)">([\d.]+)</a>')
LISTED = re.compile(r'<h2[^>]*>[^<]*<span class="count">\(([\d.]+)\)</span>')


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan in which five agencies report, four days after the due day; each stands in another cell."""
    clock.fix_day(TODAY)
    plan = make_plan(cast.issuer)
    duty = make_duty(plan, cast.finance, cast.health, cast.office, cast.commune, cast.standing)
    make_report_row(plan, cast.finance, duty=duty)
    hand_in(make_report_row(plan, cast.health, duty=duty), on=date(2026, 5, 20))
    hand_in(make_report_row(plan, cast.commune, duty=duty), on=date(2026, 5, 22))
    hand_in(make_report_row(plan, cast.office, duty=duty), on=date(2026, 5, 19), returned_on=date(2026, 5, 21))
    make_report_row(plan, cast.standing, duty=duty, due_on=date(2026, 5, 28))
    make_report_row(plan, cast.finance, duty=duty, due_on=date(2026, 11, 20), **year(2026))
    db.session.commit()
    return plan


def year(number: int) -> dict[str, object]:
    """What the report of a whole year says of its period."""
    return {
        "period_kind": PeriodKind.ANNUAL,
        "period_key": str(number),
        "period_start": date(number, 1, 1),
        "period_end": date(number, 12, 31),
        "opens_on": date(number, 10, 20),
    }


def hand_in(row: ReportRow, *, on: date, returned_on: date | None = None, typed_in_by: str | None = None) -> None:
    """Let the agency submit the report on a day; with returned_on, let it be returned."""
    row.state = ReportState.RETURNED if returned_on else ReportState.SUBMITTED
    row.submitted_on = None if returned_on else on
    db.session.add(
        ReportSubmission(
            row_id=row.id,
            number=1,
            submitted_at=clock.now(),
            submitted_on=on,
            submitted_by="Chuyên viên",
            entered_by=typed_in_by,
            content={},
            figures={},
            outcome=Outcome.RETURNED if returned_on else Outcome.PENDING,
            outcome_on=returned_on,
        )
    )


def test_a_report_that_was_typed_in_for_its_agency_says_so_in_its_cell(
    cast: Cast, client: AuditingClient, plan: Plan
) -> None:
    client.sign_in(cast.monitor)
    assert "nhập thay" not in client.get("/theo-doi").text
    owed = db.session.scalars(
        select(ReportRow).where(ReportRow.agency_id == cast.finance.id, ReportRow.period_kind != PeriodKind.ANNUAL)
    )
    hand_in(owed.one(), on=date(2026, 5, 23), typed_in_by="Chuyên viên cơ quan thường trực")
    db.session.commit()
    cells = re.findall(r"<td.*?</td>", client.get("/theo-doi").text, re.S)
    assert ["Muộn 3 ngày" in cell for cell in cells if "nhập thay" in cell] == [True]


def test_the_rows_of_a_period_add_up(cast: Cast, plan: Plan) -> None:
    board = follow_up_for(actor_of(cast.monitor), TODAY, plan_id=None, period="", group="")
    half, whole = board.periods
    assert (half.total, half.received) == (5, 2)
    assert half.counts == {"on_time": 1, "late": 1, "returned": 1, "to_come": 1, "overdue": 1}
    assert board.chosen == half and whole.counts == {"to_come": 1}
    assert board.late_of_chosen == (1, 4)
    assert [row.agency.name for row in board.late_rows] == ["Sở Tài chính", "Văn phòng UBND tỉnh"]


def test_every_number_is_as_large_as_the_list_that_it_opens(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    make_task(plan, cast.finance, due_on=TODAY - timedelta(days=3))
    db.session.commit()
    client.sign_in(cast.monitor)
    for address in ("/theo-doi", f"/theo-doi?ke-hoach={plan.id}", "/theo-doi?nhom=commune", "/theo-doi?nhom=other"):
        links = LINKED.findall(client.get(address).text)
        assert links
        for href, number in sorted(set(links)):
            found = LISTED.findall(client.get(unescape(href)).text)
            assert found and found[-1] == number, (address, href)


def test_the_matrix_shows_each_cell_in_words_with_a_link(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    page = client.sign_in(cast.monitor).get("/theo-doi").text
    for words in (
        "Chưa nộp, quá 4 ngày",
        "Muộn 2 ngày",
        "Trả lại",
        "Chưa nộp, còn 4 ngày",
        "Chưa mở",
        "Không phải nộp",
    ):
        assert words in page
    assert "đã nhận 2 trong 5 báo cáo" in page


def test_the_late_list_names_contact_and_telephone(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    cast.finance.contact, cast.finance.phone = "Phòng Ngân sách", "0206 385 2100"
    db.session.commit()
    page = client.sign_in(cast.monitor).get("/theo-doi").text
    assert "Phòng Ngân sách" in page and 'href="tel:02063852100"' in page


def test_a_filter_narrows_to_a_period_a_plan_and_a_group(cast: Cast, plan: Plan) -> None:
    other = make_plan(cast.issuer, number="16/KH-UBND")
    make_report_row(other, cast.health)
    db.session.commit()
    monitor = actor_of(cast.monitor)
    assert follow_up_for(monitor, TODAY, plan_id=None, period="", group="").late_total == 3
    assert follow_up_for(monitor, TODAY, plan_id=other.id, period="", group="").late_total == 1
    assert follow_up_for(monitor, TODAY, plan_id=None, period="2026", group="").late_total == 0
    communes = follow_up_for(monitor, TODAY, plan_id=None, period="", group="commune")
    assert [line.agency.name for group in communes.matrix for line in group.lines] == ["UBND xã Bảo Lạc"]


def test_committee_and_secretary_read_without_buttons(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    for person in (cast.committee, cast.secretary):
        page = client.sign_in(person).get("/theo-doi").text
        assert "Sở Tài chính" in page and "Đôn đốc các cơ quan đã chọn" not in page and 'name="chon"' not in page


def test_others_see_nothing_of_it(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    client.sign_in(cast.clerk).get("/theo-doi", expect=403)
    client.sign_in(cast.outsider).get("/theo-doi", expect=403)
    stranger = make_plan(make_agency("UBND tỉnh Sơn La", unit="Sơn La"), number="99/KH-UBND")
    make_report_row(stranger, cast.stranger_agency)
    db.session.commit()
    client.sign_in(cast.monitor)
    client.get(f"/theo-doi?ke-hoach={stranger.id}", expect=404)
    assert "99/KH-UBND" not in client.get("/theo-doi").text


def test_the_child_plan_of_another_issuer_is_chased_by_its_own_monitor(cast: Cast, plan: Plan) -> None:
    child = make_plan(cast.commune, number="3/KH-UBND", parent_id=plan.id)
    make_report_row(child, cast.commune)
    db.session.commit()
    board = follow_up_for(actor_of(cast.monitor), TODAY, plan_id=None, period="", group="")
    assert child.id not in board.plan_names and board.late_total == 2


def test_what_waits_is_listed_for_who_may_judge_it(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    done = {"state": State.AWAITING_CONFIRMATION, "reported_on": TODAY}
    make_task(plan, cast.finance, text="Lập dự toán của tỉnh.", **done)
    make_task(plan, cast.standing, text="Mở lớp tập huấn.", **done)
    make_task(plan, cast.health, text="Cấp thẻ bảo hiểm.", state=State.DECLINED)
    db.session.commit()
    monitor = client.sign_in(cast.monitor).get("/cho-xu-ly").text
    assert "Lập dự toán của tỉnh." in monitor and "Cấp thẻ bảo hiểm." in monitor and "Sở Y tế" in monitor
    assert "Mở lớp tập huấn." not in monitor
    secretary = client.sign_in(cast.secretary).get("/cho-xu-ly").text
    assert "Mở lớp tập huấn." in secretary and "Lập dự toán của tỉnh." not in secretary
    client.sign_in(cast.committee).get("/cho-xu-ly", expect=403)


def test_an_empty_queue_says_what_will_stand_there(client: AuditingClient, cast: Cast) -> None:
    assert "Không có việc nào chờ xử lý" in client.sign_in(cast.secretary).get("/cho-xu-ly").text
    assert "các kỳ báo cáo và cơ quan chưa nộp sẽ hiện ở đây" in client.get("/theo-doi").text


def test_a_thousand_rows_cost_as_many_statements_as_ten(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    client.sign_in(cast.monitor)
    costs = []
    for number in (10, 990):
        duty: ReportingDuty = make_duty(plan)
        for place in range(number):
            make_report_row(plan, cast.finance, duty=duty, period_key=f"K{place}")
        make_task(plan, cast.health, due_on=TODAY - timedelta(days=1))
        db.session.commit()
        client.get("/theo-doi")
        costs.append(client.statements)
    assert costs[0] == costs[1] <= 12


def test_a_row_that_cannot_be_urged_says_why(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    closed = make_report_row(plan, cast.health, period_key="K1")
    closed.closed_on = TODAY
    own = make_report_row(plan, cast.standing, period_key="K2")
    make_task(plan, cast.health, due_on=TODAY - timedelta(days=2), state=State.AWAITING_CONFIRMATION)
    db.session.commit()
    page = client.sign_in(cast.monitor).get("/theo-doi").text
    for why in ("kỳ đã khóa", "cơ quan của đồng chí, hệ thống tự nhắc", "đã báo cáo, chờ xác nhận"):
        assert why in page
    for row in (closed, own):
        assert f'value="report_row-{row.id}"' not in page


def test_classes_without_agencies_are_not_offered(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    page = client.sign_in(cast.monitor).get("/theo-doi").text
    options = re.findall(r"<option value=\"(\w+)\"[^>]*>[^<]*\((\d+)\)</option>", page.partition("filter-nhom")[2])
    assert [key for key, _ in options] == ["commune", "other"] and "0" not in {size for _, size in options}
