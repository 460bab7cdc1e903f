"""The timetable says what the planner will do, and the planner does it."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.builders import make_person, make_plan, make_report_row, make_task
from tests.cast import Cast, password_hash
from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.catalogue.calendar import shipped_calendar
from tracker.difficulties.asking import Place, Raised
from tracker.difficulties.rules import CompetentLevel
from tracker.difficulties.service import raise_difficulty
from tracker.extension_requests.service import ask_for_more_time
from tracker.extensions import db
from tracker.notifications.models import Notice
from tracker.plans.models import Plan, PlanParticipant
from tracker.reminders.ladder import LADDERS, Ladder
from tracker.reminders.ladder_words import when_words
from tracker.reminders.planner import missing_reminders, plan_reminders
from tracker.reminders.timetable import sends_ahead
from tracker.rights import Grant, Role
from tracker.tasks.models import Task
from tracker.tasks.rules import Mode, Nature, State

TODAY = date(2026, 5, 11)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan that ends on 30/06/2026, with one thing of every kind, on 11/05/2026."""
    clock.fix_day(TODAY)
    made = make_plan(cast.issuer, period_end=date(2026, 6, 30))
    make_task(made, cast.finance, due_on=date(2026, 5, 31))
    make_task(made, cast.finance, due_on=date(2026, 6, 10), mode=Mode.REQUESTED)
    make_task(made, cast.health, due_on=date(2026, 3, 20))
    make_task(made, cast.health, due_on=None, nature=Nature.CONTINUOUS)
    make_task(made, cast.finance, state=State.AWAITING_CONFIRMATION, reported_on=date(2026, 5, 4))
    make_task(made, cast.standing, state=State.AWAITING_CONFIRMATION, reported_on=date(2026, 5, 8))
    make_report_row(made, cast.finance, due_on=date(2026, 6, 15), grace_until=date(2026, 6, 18))
    asked = make_task(made, cast.finance, due_on=date(2026, 5, 20))
    db.session.commit()
    ask_for_more_time("task", asked.id, date(2026, 6, 30), "Chưa có số liệu", by=actor_of(cast.clerk))
    typed = Raised("Thiếu số liệu", "Cung cấp", CompetentLevel.PROVINCE, date(2026, 5, 25))
    raise_difficulty(Place(made, cast.finance.id), typed, by=actor_of(cast.clerk))
    cast.clerk.appointments[0].ends_on = date(2026, 6, 4)
    heir = make_person(
        "heir@caobang.test", "Chuyên viên mới Sở Tài chính", password_hash(), Grant(Role.CLERK, cast.finance.id)
    )
    heir.appointments[0].starts_on = date(2026, 6, 6)  # a Saturday
    db.session.commit()
    return made


def lived(until: date) -> set[tuple[date, int, str, int, str, date]]:
    """Let the planner run on every working day, and return what it put into the inboxes, with the day."""
    day = TODAY
    while day <= until:
        if shipped_calendar().is_working_day(day):
            plan_reminders(today=day)
        day += timedelta(days=1)
    rungs = select(Notice.on_day, Notice.person_id, Notice.subject, Notice.subject_id, Notice.rule, Notice.due_on)
    events = ("asked:", "raised:")
    return {tuple(row) for row in db.session.execute(rungs) if not row.rule.startswith(events)}


def test_lived_forward_day_by_day_the_planner_does_what_the_timetable_says(plan: Plan, app: Flask) -> None:
    until = date(2026, 10, 30)
    foreseen = [(send.day, *send.key) for send in sends_ahead(plan.id, today=TODAY, until=until)]
    assert len(foreseen) == len(set(foreseen)) > 100
    assert lived(until) == set(foreseen)
    assert sends_ahead(plan.id, today=until, until=until) == [], "what was told is not announced again"
    assert missing_reminders(on=until) == []


def test_what_was_told_already_is_not_announced(plan: Plan) -> None:
    before = {send.key for send in sends_ahead(plan.id, today=TODAY, until=TODAY)}
    plan_reminders(today=TODAY)
    assert before and sends_ahead(plan.id, today=TODAY, until=TODAY) == []


def test_what_is_done_leaves_the_timetable(plan: Plan, cast: Cast) -> None:
    until = TODAY + timedelta(days=366)
    for task in db.session.scalars(select(Task).where(Task.agency_id == cast.health.id)):
        task.state = State.DONE
    db.session.commit()
    assert not [s for s in sends_ahead(plan.id, today=TODAY, until=until) if s.subject.agency_id == cast.health.id]


def test_the_page_groups_by_day_filters_and_pages(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    client.sign_in(cast.monitor)
    path = f"/ke-hoach/{plan.id}/lich-nhac"
    page = client.get(path).text
    assert "Thứ Hai, 11/05/2026" in page and "Chuyên viên Sở Tài chính" in page and "Trang sau" in page
    assert "Sở Y tế" in page and "Nhật ký đôn đốc đã gửi" in page
    assert "Bố trí kinh phí" in client.get(f"{path}?co-quan={cast.finance.id}").text
    only_head = client.get(f"{path}?nguoi-nhan=head&co-quan={cast.finance.id}").text
    assert "Lãnh đạo Sở Tài chính" in only_head and "Sắp đến hạn" not in only_head
    assert "Không có lượt nhắc nào" in client.get(f"{path}?co-quan=999").text
    assert "đến ngày 11/08/2026" in page and "đến ngày 12/05/2027" in client.get(f"{path}?nam=1").text
    assert "Lịch nhắc việc" in client.get(f"/ke-hoach/{plan.id}").text
    assert "Sắp nhắc" in client.get(f"{path}/sap-toi").text


def test_an_agency_sees_its_own_lines_and_a_stranger_nothing(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    path = f"/ke-hoach/{plan.id}/lich-nhac"
    db.session.add(PlanParticipant(plan_id=plan.id, agency_id=cast.finance.id))
    db.session.commit()
    own = client.sign_in(cast.clerk).get(path).text
    assert "Chuyên viên Sở Tài chính" in own and "Sở Y tế" not in own and "Nhật ký đôn đốc" not in own
    client.sign_in(cast.outsider).get(path, expect=404)
    client.get(f"{path}/sap-toi", expect=404)


def test_the_page_costs_the_same_for_many_tasks(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    client.sign_in(cast.monitor)
    costs = []
    for number in (1, 60):
        for _one in range(number):
            make_task(plan, cast.finance, due_on=date(2026, 6, 10))
        db.session.commit()
        db.session.expire_all()
        client.get(f"/ke-hoach/{plan.id}/lich-nhac")
        costs.append(client.statements)
    assert costs[0] == costs[1]


def test_the_help_page_prints_every_rung_of_the_table(client: AuditingClient, cast: Cast) -> None:
    page = client.sign_in(cast.clerk).get("/bac-thang-nhac-viec").text
    for ladder in Ladder:
        for rung in LADDERS[ladder]:
            assert when_words(rung, ladder) in page
    assert "15 ngày làm việc sau hạn, rồi mỗi 10 ngày làm việc" in page
