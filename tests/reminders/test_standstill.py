"""No mail for three days while the planner ran: one letter, the latest rung, in words of the day on which it goes."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.builders import make_plan, make_report_row, make_task
from tests.cast import Cast
from tests.notifications.sink import Sink, free_port, mail_server
from tracker import clock
from tracker.agencies.models import AgencyKind
from tracker.extensions import db
from tracker.jobs.schedule import JOBS, Sender
from tracker.notifications.links import Action
from tracker.notifications.models import MessageLine, Notice
from tracker.reminders.planner import plan_reminders
from tracker.reminders.truth import check_lines
from tracker.tasks.rules import Mode, Nature

DOWN = (date(2026, 5, 19), date(2026, 5, 20), date(2026, 5, 21))  # Tuesday, Wednesday, Thursday
UP = date(2026, 5, 22)


def live(day: date) -> None:
    """A day of the worker: plan, then send."""
    clock.fix_day(day)
    with time_machine.travel(datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC), tick=True):
        plan_reminders(today=day)
        JOBS["deliver"].run(Sender("test"))
    db.session.rollback()


def body_of(sink: Sink) -> str:
    """The text of the only letter to the clerk."""
    (mail,) = [mail for mail in sink.taken if mail["To"] and "clerk@" in mail["To"] and "health" not in mail["To"]]
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_after_three_days_without_mail_only_the_latest_rung_goes_in_words_of_that_day(app: Flask, cast: Cast) -> None:
    plan = make_plan(cast.issuer)
    make_task(plan, cast.finance, due_on=date(2026, 5, 20), text="Việc thứ nhất")  # due_soon, due_today, overdue
    make_task(plan, cast.finance, due_on=date(2026, 5, 22), text="Việc thứ hai")  # due_soon, then due_today
    make_task(plan, cast.finance, due_on=date(2026, 5, 26), text="Việc thứ ba")  # upcoming, then due_soon on the 21st
    make_task(plan, cast.finance, due_on=date(2026, 5, 28), text="Việc thứ tư")  # upcoming alone, planned on the 21st
    db.session.commit()
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
    for day in DOWN:
        live(day)
    planned = db.session.execute(select(MessageLine.rule, MessageLine.text).where(MessageLine.channel == "email")).all()
    assert {"due_soon", "due_today", "overdue", "upcoming"} <= {rule for rule, _text in planned}
    with mail_server() as sink:
        app.config["SMTP_URL"] = sink.url
        live(UP)
        body = body_of(sink)
    assert body.count("Việc thứ nhất") == 1 and "đã quá hạn 2 ngày (hạn 20/05/2026)" in body
    assert body.count("Việc thứ hai") == 1 and body.count("hôm nay là ngày làm việc cuối cùng") == 1
    assert body.count("Việc thứ ba") == 1 and "đến hạn ngày 26/05/2026 (còn 4 ngày)" in body
    assert body.count("Việc thứ tư") == 1 and "đến hạn ngày 28/05/2026 (còn 6 ngày)" in body
    db.session.expire_all()
    sent = db.session.execute(
        select(MessageLine.text).where(
            MessageLine.person_id == cast.clerk.id, MessageLine.channel == "email", MessageLine.is_stale.is_(False)
        )
    ).scalars()
    assert all(text in body for text in sent), "what is kept of a line is what was sent"
    inbox = db.session.scalars(select(Notice.text).where(Notice.person_id == cast.clerk.id)).all()
    assert len(inbox) == len(set(inbox)) == 8, "the inbox keeps what was said on each day"


@pytest.mark.parametrize("kind", ["task", "report_row"])
@pytest.mark.parametrize("day", [date(2026, 5, 20), date(2026, 5, 22)])
def test_whoever_owes_it_may_report_or_ask_for_more_time_before_and_after_the_due_day(
    cast: Cast, kind: str, day: date
) -> None:
    plan, due_on = make_plan(cast.issuer), date(2026, 5, 20)
    if kind == "task":
        make_task(plan, cast.finance, due_on=due_on)
    else:
        make_report_row(plan, cast.finance, due_on=due_on)
    assert actions_on(cast, day) == [(Action.REPORT, Action.MORE_TIME)]


@pytest.mark.parametrize("what", ["no deadline", "requested task", "report of a requested body"])
def test_where_no_deadline_counts_the_second_action_is_to_raise_a_difficulty(cast: Cast, what: str) -> None:
    plan, day = make_plan(cast.issuer), date(2026, 6, 1)
    if what == "no deadline":
        make_task(plan, cast.finance, due_on=None, nature=Nature.CONTINUOUS)
    elif what == "requested task":
        make_task(plan, cast.finance, due_on=date(2026, 6, 3), mode=Mode.REQUESTED)
    else:
        cast.finance.kind = db.session.scalars(select(AgencyKind).where(AgencyKind.is_requested)).first()
        make_report_row(plan, cast.finance, due_on=date(2026, 6, 3))
    assert actions_on(cast, day) == [(Action.REPORT, Action.DIFFICULTY)]


def actions_on(cast: Cast, day: date) -> list[tuple[Action, ...]]:
    """What the clerk may do by the lines planned on a day."""
    db.session.commit()
    clock.fix_day(day)
    plan_reminders(today=day)
    lines = db.session.scalars(
        select(MessageLine).where(MessageLine.person_id == cast.clerk.id, MessageLine.channel == "email")
    ).all()
    checked = check_lines(lines)
    return [checked.actions[line.id] for line in lines if line.id not in checked.stale]
