"""One call of the monitor: chosen agencies, its own day, seen before it is sent."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.auditing import AuditingClient
from tests.builders import make_agency, make_plan
from tests.cast import Cast
from tracker import clock
from tracker.extensions import db
from tracker.notifications.models import Notice
from tracker.plans.issue import add_participants
from tracker.plans.models import Plan
from tracker.reminders.planner import plan_reminders
from tracker.reports.issue import issue_due_rows
from tracker.reports.models import ReportingDuty, ReportRow
from tracker.reports.rules import DueOrigin, DutyOrigin

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def on_a_day(app: Flask) -> None:
    clock.fix_day(TODAY)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan in which finance, health and a commune take part."""
    plan = make_plan(cast.issuer)
    add_participants(plan, [cast.finance.id, cast.health.id, cast.commune.id])
    db.session.commit()
    return plan


def path(plan: Plan) -> str:
    return f"/bao-cao/yeu-cau-dot-xuat?ke-hoach={plan.id}"


def a_call(*agencies: int, **changes: object) -> dict[str, object]:
    return {
        "form_key": "b" * 32,
        "title": "Báo cáo hỗ trợ nhà ở sau bão",
        "words": "Số hộ đã hỗ trợ, số hộ còn lại, khó khăn.",
        "due_on": "13/03/2026",
        "letter_number": "12/SNNMT-GN",
        "letter_on": "02/03/2026",
        "agencies": list(agencies),
        **changes,
    }


def called() -> list[str]:
    rows = db.session.scalars(select(ReportRow).order_by(ReportRow.id))
    return [row.agency.name for row in rows]


def test_whom_it_reaches_is_seen_before_it_is_sent(cast: Cast, client: AuditingClient, plan: Plan) -> None:
    client.sign_in(cast.monitor)
    client.get("/bao-cao/yeu-cau-dot-xuat")
    client.get(path(plan))
    shown = client.post(path(plan), data=a_call(cast.finance.id, cast.health.id), expect=200)
    assert "Sở Tài chính" in shown.text and "hạn nộp 13/03/2026" in shown.text
    assert called() == []
    assert "Báo cáo hỗ trợ nhà ở" in client.post(path(plan), data={**a_call(cast.finance.id), "sua": "1"}).text


def test_a_call_makes_one_row_each_and_tells_the_agencies_once(cast: Cast, client: AuditingClient, plan: Plan) -> None:
    client.sign_in(cast.monitor)
    sent = {**a_call(cast.finance.id, cast.health.id), "xac-nhan": "1"}
    for _ in range(2):  # a second click makes nothing twice
        client.post(path(plan), data=sent, expect=303)
    duty = db.session.scalars(select(ReportingDuty)).one()
    assert (duty.origin, duty.title, duty.letter_number) == (
        DutyOrigin.CALL,
        "Báo cáo hỗ trợ nhà ở sau bão",
        "12/SNNMT-GN",
    )
    rows = db.session.scalars(select(ReportRow)).all()
    assert {row.agency_id for row in rows} == {cast.finance.id, cast.health.id}
    assert {(row.due_on, row.due_origin, row.opens_on) for row in rows} == {
        (date(2026, 3, 13), DueOrigin.STATED, TODAY)
    }
    told = dict(db.session.execute(select(Notice.person_id, func.count()).group_by(Notice.person_id)).all())
    assert told == {cast.clerk.id: 1, cast.head.id: 1, cast.health_clerk.id: 1}
    assert "«Báo cáo hỗ trợ nhà ở sau bão»" in db.session.scalars(select(Notice.text)).first()
    assert issue_due_rows(today=TODAY) == 0


def test_the_agency_reads_what_is_asked_and_can_hand_it_in(cast: Cast, client: AuditingClient, plan: Plan) -> None:
    client.sign_in(cast.monitor)
    client.post(path(plan), data={**a_call(cast.finance.id), "xac-nhan": "1"}, expect=303)
    row = db.session.scalars(select(ReportRow)).one()
    client.sign_in(cast.clerk)
    text = client.get(f"/bao-cao/{row.id}").text
    assert "Báo cáo hỗ trợ nhà ở sau bão" in text and "Số hộ đã hỗ trợ" in text
    assert "Báo cáo hỗ trợ nhà ở sau bão" in client.get("/bao-cao").text
    assert "Hạn riêng" in client.get("/bao-cao/nghia-vu").text


def test_two_calls_are_two_periods_of_the_follow_up(cast: Cast, client: AuditingClient, plan: Plan) -> None:
    client.sign_in(cast.monitor)
    for key in ("c" * 32, "d" * 32):
        data = {**a_call(cast.finance.id, form_key=key), "xac-nhan": "1"}
        client.post(path(plan), data=data, expect=303)
    keys = {row.period_key for row in db.session.scalars(select(ReportRow))}
    assert len(keys) == 2
    text = client.get("/theo-doi").text
    assert "Đột xuất theo yêu cầu ngày 02/03/2026" in text


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (["all"], ["Sở Tài chính", "Sở Y tế", "UBND xã Bảo Lạc"]),
        (["commune"], ["UBND xã Bảo Lạc"]),
        (["other"], ["Sở Tài chính", "Sở Y tế"]),
    ],
)
def test_agencies_are_chosen_by_class_or_all(
    cast: Cast, client: AuditingClient, plan: Plan, groups: list[str], expected: list[str]
) -> None:
    client.sign_in(cast.monitor)
    client.post(path(plan), data={**a_call(groups=groups), "xac-nhan": "1"}, expect=303)
    assert sorted(called()) == expected


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"agencies": []}, "chọn ít nhất một cơ quan"),
        ({"due_on": "01/03/2026"}, "Hạn nộp phải từ hôm nay, 02/03/2026"),
        ({"due_on": "mai"}, "không phải là ngày"),
        ({"letter_on": ""}, "hãy nhập đủ hai ô"),
        ({"letter_on": "05/03/2026"}, "không thể ở sau hôm nay"),
        ({"title": ""}, "error"),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_typed_is_lost(
    cast: Cast, client: AuditingClient, plan: Plan, wrong: dict[str, object], sentence: str
) -> None:
    client.sign_in(cast.monitor)
    data = {**a_call(cast.finance.id), **wrong, "xac-nhan": "1"}
    answer = client.post(path(plan), data=data, expect=422)
    assert sentence in answer.text and "Số hộ đã hỗ trợ" in answer.text
    assert called() == []


def test_a_day_off_is_shown_with_the_working_day_before(cast: Cast, client: AuditingClient, plan: Plan) -> None:
    client.sign_in(cast.monitor)
    shown = client.post(path(plan), data=a_call(cast.finance.id, due_on="14/03/2026"), expect=200)
    assert "ngày nghỉ; nhắc vào ngày làm việc trước đó, 13/03/2026" in shown.text


def test_an_agency_that_ended_cannot_be_called(cast: Cast, client: AuditingClient, plan: Plan) -> None:
    old = make_agency("Sở Lao động", unit="Cao Bằng")
    old.valid_to = date(2025, 2, 28)
    add_participants(plan, [old.id])
    client.sign_in(cast.monitor)
    assert "Sở Lao động" not in client.get(path(plan)).text
    client.post(path(plan), data={**a_call(old.id), "xac-nhan": "1"}, expect=422)


def test_a_body_that_is_only_requested_is_asked_not_ordered(cast: Cast, client: AuditingClient, plan: Plan) -> None:
    cast.health.kind_code = "MTTQT"
    client.sign_in(cast.monitor)
    client.post(path(plan), data={**a_call(cast.health.id), "xac-nhan": "1"}, expect=303)
    assert db.session.scalars(select(Notice.text)).one().startswith("Đề nghị gửi báo cáo đột xuất")


def test_only_the_monitor_of_the_plan_calls(cast: Cast, client: AuditingClient, plan: Plan) -> None:
    for person, status in ((cast.clerk, 403), (cast.secretary, 403), (cast.committee, 403)):
        client.sign_in(person)
        client.post(path(plan), data={**a_call(cast.finance.id), "xac-nhan": "1"}, expect=status)
    client.sign_in(cast.monitor)
    foreign = make_plan(cast.stranger_agency)
    client.post(path(foreign), data=a_call(cast.finance.id), expect=404)
    key = re.search(r'name="form_key"[^>]*value="(\w+)"', client.get(path(plan)).text)
    assert key and len(key[1]) == 32


def test_reminders_name_the_call_and_never_reprove_a_requested_body(
    cast: Cast, client: AuditingClient, plan: Plan
) -> None:
    cast.health.kind_code = "MTTQT"
    client.sign_in(cast.monitor)
    client.post(path(plan), data={**a_call(cast.finance.id, cast.health.id), "xac-nhan": "1"}, expect=303)
    for day in (date(2026, 3, 10), date(2026, 3, 16), date(2026, 3, 23)):
        clock.fix_day(day)
        plan_reminders(today=day)
    heard = {
        person.id: [n.rule for n in db.session.scalars(select(Notice).where(Notice.person_id == person.id))]
        for person in (cast.clerk, cast.health_clerk)
    }
    assert any(rule.startswith("overdue") for rule in heard[cast.clerk.id])
    assert not any(rule.startswith("overdue") for rule in heard[cast.health_clerk.id])
    texts = db.session.scalars(select(Notice.text).where(Notice.rule.startswith("overdue"))).all()
    assert texts and all("báo cáo hỗ trợ nhà ở sau bão" in words.lower() for words in texts)
