"""What the planner queues: the right people, once, whatever happens between its runs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import func, select

from tests.auditing import counted_statements
from tests.builders import make_plan, make_report_row, make_task
from tests.cast import Cast
from tracker import clock
from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.jobs.schedule import JOBS, Sender
from tracker.notifications.models import Message, MessageLine, MessageState, Notice, Weight
from tracker.reminders.planner import PlannedCounts, missing_reminders, plan_reminders
from tracker.reminders.truth import check_lines
from tracker.reports.rules import ReportState
from tracker.tasks.models import Task
from tracker.tasks.rules import Mode, Nature, State

DUE = date(2026, 5, 20)


def plan(day: date) -> PlannedCounts:
    """Commit what the test prepared, and plan a day, which is today."""
    db.session.commit()
    clock.fix_day(day)
    return plan_reminders(today=day)


def told() -> set[tuple[str, str]]:
    """(office, rule) of every line queued so far."""
    people = {person.id: person.email.partition("@")[0] for person in db.session.scalars(select(Person))}
    lines = db.session.execute(select(MessageLine.person_id, MessageLine.rule))
    return {(people[person_id], rule) for person_id, rule in lines}


def states_after_delivery() -> list[MessageState]:
    """Run the job that sends (into a folder) and return the states."""
    JOBS["deliver"].run(Sender("test"))
    db.session.expire_all()
    return list(db.session.scalars(select(Message.state).order_by(Message.id)))


def test_the_ladder_climbs_from_clerk_to_secretary(cast: Cast) -> None:
    make_task(make_plan(cast.issuer), cast.finance, due_on=DUE)
    plan(date(2026, 5, 13))
    assert told() == {("clerk", "upcoming")}
    plan(DUE + timedelta(days=1))
    assert told() == {("clerk", "upcoming"), ("clerk", "overdue")}
    plan(DUE + timedelta(days=5))
    assert ("head", "overdue_head") in told()
    plan(DUE + timedelta(days=7))
    plan(DUE + timedelta(days=28))
    assert {("head", "overdue_week"), ("monitor", "overdue_week"), ("monitor", "overdue_month")} <= told()
    assert ("secretary", "overdue_month") in told()
    assert not any(office in ("outsider", "committee", "administrator", "health_clerk") for office, _ in told())


def test_a_second_run_of_the_same_day_queues_nothing(cast: Cast) -> None:
    make_task(make_plan(cast.issuer), cast.finance, due_on=DUE)
    assert plan(DUE).queued == 1
    assert plan(DUE) == PlannedCounts(planned=1, queued=0, people=0)


def test_down_for_a_month_each_reader_gets_one_message_with_the_latest_rung(cast: Cast) -> None:
    kept = make_plan(cast.issuer)
    for days in range(10):
        make_task(kept, cast.finance, due_on=DUE + timedelta(days=days))
    plan(DUE + timedelta(days=40))
    messages = db.session.execute(select(Message.person_id, func.count()).group_by(Message.person_id)).all()
    assert [number for _, number in messages] == [1, 1, 1, 1]
    lines = db.session.execute(
        select(MessageLine.person_id, func.count(MessageLine.id), func.count(MessageLine.subject_id.distinct()))
        .group_by(MessageLine.person_id)
        .order_by(MessageLine.person_id)
    ).all()
    assert [(lines_of, subjects) for _, lines_of, subjects in lines[:3]] == [(10, 10)] * 3, "one rung for each task"
    assert ("secretary", "overdue_month") in told()
    assert not {rule for _, rule in told()} & {"upcoming", "due_soon", "due_today", "overdue", "overdue_head"}


def test_a_week_without_the_worker_ends_with_one_message_a_person(cast: Cast) -> None:
    kept = make_plan(cast.issuer)
    make_task(kept, cast.finance, due_on=DUE)
    make_task(kept, cast.finance, due_on=DUE + timedelta(days=3))
    plan(DUE)
    plan(DUE + timedelta(days=7))
    JOBS["deliver"].run(Sender("test"))
    sent = db.session.execute(
        select(Message.person_id, func.count()).where(Message.state == MessageState.SENT).group_by(Message.person_id)
    ).all()
    assert {number for _, number in sent} == {1}


def test_a_changed_deadline_is_planned_anew_and_the_old_reminder_does_not_go_out(cast: Cast) -> None:
    task = make_task(make_plan(cast.issuer), cast.finance, due_on=DUE)
    plan(DUE)
    task.due_on = DUE + timedelta(days=60)
    db.session.commit()
    assert states_after_delivery() == [MessageState.CANCELLED]
    plan(DUE + timedelta(days=60))
    keys = db.session.execute(select(MessageLine.rule, MessageLine.due_on).order_by(MessageLine.id)).all()
    assert keys == [("due_today", DUE), ("due_today", DUE + timedelta(days=60))]


def test_a_task_closed_after_planning_is_not_reminded(cast: Cast) -> None:
    task = make_task(make_plan(cast.issuer), cast.finance, due_on=DUE)
    plan(DUE)
    task.state = State.DONE
    db.session.commit()
    assert states_after_delivery() == [MessageState.CANCELLED]


def test_who_left_office_after_planning_gets_nothing(cast: Cast) -> None:
    make_task(make_plan(cast.issuer), cast.finance, due_on=DUE)
    plan(DUE)
    cast.clerk.appointments[0].ends_on = date(2026, 1, 2)
    db.session.commit()
    assert states_after_delivery() == [MessageState.CANCELLED]


def test_a_line_that_stays_true_goes_without_the_one_that_does_not(cast: Cast) -> None:
    kept = make_plan(cast.issuer)
    closed = make_task(kept, cast.finance, due_on=DUE)
    make_task(kept, cast.finance, due_on=DUE)
    plan(DUE)
    closed.state = State.CANCELLED
    db.session.commit()
    assert states_after_delivery() == [MessageState.SENT]
    assert sorted(db.session.scalars(select(MessageLine.is_stale))) == [False, True]


def test_only_ordered_open_tasks_are_late(cast: Cast) -> None:
    kept = make_plan(cast.issuer)
    for state in (State.SUSPENDED, State.CANCELLED, State.DECLINED, State.HANDED_OVER, State.DONE):
        make_task(kept, cast.finance, due_on=DUE, state=state)
    assert plan(DUE + timedelta(days=2)).planned == 0


def test_a_requested_body_is_invited_and_nobody_else_hears_of_it(cast: Cast) -> None:
    make_task(make_plan(cast.issuer), cast.finance, due_on=DUE, mode=Mode.REQUESTED)
    for days in (-7, -5, 0, 1, 7, 40, 100):
        plan(DUE + timedelta(days=days))
    assert told() == {("clerk", "upcoming"), ("clerk", "due_soon"), ("clerk", "invitation")}
    assert not [text for text in db.session.scalars(select(MessageLine.text)) if "quá hạn" in text]


def test_a_later_rung_in_the_same_letter_takes_the_place_of_the_earlier(cast: Cast) -> None:
    task = make_task(make_plan(cast.issuer), cast.finance, due_on=DUE)
    for days in (0, 1, 21, 35):
        plan(DUE + timedelta(days=days))
    db.session.expire_all()
    lines = db.session.scalars(
        select(MessageLine).where(MessageLine.person_id == cast.clerk.id).order_by(MessageLine.id)
    ).all()
    assert [line.rule for line in lines] == ["due_today", "overdue", "overdue_again:1", "overdue_again:2"]
    stale = check_lines(lines).stale
    assert [line.rule for line in lines if line.id not in stale] == ["overdue_again:2"]
    task.due_on = DUE + timedelta(days=90)
    db.session.commit()
    assert check_lines(lines).stale == {line.id for line in lines}


def test_a_report_not_handed_in_is_reminded_like_a_task_and_a_returned_one_too(cast: Cast) -> None:
    kept = make_plan(cast.issuer)
    make_report_row(kept, cast.finance, due_on=DUE)
    make_report_row(kept, cast.health, due_on=DUE, state=ReportState.RETURNED)
    make_report_row(kept, cast.commune, due_on=DUE, state=ReportState.ACCEPTED)
    make_report_row(kept, cast.commune, due_on=DUE, excused_on=DUE)
    make_report_row(kept, cast.commune, due_on=DUE, closed_on=DUE)
    plan(DUE)
    assert told() == {("clerk", "due_today"), ("health_clerk", "due_today")}
    assert "Báo cáo 6 tháng đầu năm 2026" in (db.session.scalars(select(MessageLine.text)).first() or "")


def test_what_waits_too_long_goes_to_the_monitor_and_that_of_the_standing_agency_to_the_secretary(cast: Cast) -> None:
    kept = make_plan(cast.issuer)
    waiting = {"state": State.AWAITING_CONFIRMATION, "reported_on": date(2026, 5, 4), "due_on": DUE}
    make_task(kept, cast.finance, **waiting)
    plan(date(2026, 5, 12))
    assert told() == {("monitor", "awaiting")}
    make_task(kept, cast.standing, **waiting)
    plan(date(2026, 5, 12))
    assert told() == {("monitor", "awaiting"), ("secretary", "awaiting")}


def test_what_has_no_deadline_is_asked_for_an_update_in_june(cast: Cast) -> None:
    kept = make_plan(cast.issuer)
    make_task(kept, cast.finance, due_on=None, nature=Nature.CONTINUOUS)
    make_task(kept, cast.health, due_on=None, nature=Nature.STANDING, updated_on=date(2026, 4, 1))
    assert plan(date(2026, 5, 29)).planned == 0
    plan(date(2026, 6, 15))
    assert told() == {("clerk", "ask_update")}


def test_an_escalation_takes_the_other_lines_of_its_reader_along(cast: Cast) -> None:
    kept = make_plan(cast.issuer)
    make_task(kept, cast.finance, due_on=DUE)
    make_task(kept, cast.finance, due_on=DUE + timedelta(days=23))
    plan(DUE + timedelta(days=30))
    weights = db.session.scalars(select(Message.weight).where(Message.person_id == cast.monitor.id)).all()
    assert list(weights) == [Weight.ESCALATION]


def test_four_racing_planners_queue_each_line_once(cast: Cast, app: Flask) -> None:
    kept = make_plan(cast.issuer)
    for days in range(30):
        make_task(kept, cast.finance, due_on=DUE - timedelta(days=days))
    db.session.commit()

    def race(_number: int) -> int:
        with app.app_context():
            return plan_reminders(today=DUE + timedelta(days=10)).queued

    with ThreadPoolExecutor(4) as pool:
        queued = list(pool.map(race, range(4)))
    lines = db.session.scalar(select(func.count()).select_from(MessageLine))
    assert sum(queued) == lines == db.session.scalar(select(func.count()).select_from(Notice))
    assert missing_reminders(on=DUE + timedelta(days=10)) == []
    assert db.session.scalar(select(func.max(Message.number))) == 1


def test_reconciling_names_what_the_planner_has_not_queued(cast: Cast) -> None:
    task = make_task(make_plan(cast.issuer), cast.finance, due_on=DUE)
    db.session.commit()
    ((person_id, line),) = missing_reminders(on=DUE)
    assert (person_id, line.subject_id, line.rule) == (cast.clerk.id, task.id, "due_today")
    plan(DUE)
    assert missing_reminders(on=DUE) == []


def test_the_planner_asks_as_often_for_a_hundred_tasks_as_for_one(cast: Cast) -> None:
    kept = make_plan(cast.issuer)
    make_task(kept, cast.finance, due_on=DUE)
    db.session.commit()
    with counted_statements() as few:
        plan_reminders(today=DUE)
    for _more in range(100):
        make_task(kept, cast.finance, due_on=DUE)
    db.session.commit()
    with counted_statements() as many:
        plan_reminders(today=DUE)
    assert len(many) <= len(few)
    assert db.session.scalar(select(func.count()).select_from(Task)) == 101
