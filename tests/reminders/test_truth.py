"""What was queued and is no longer true does not go out, for every kind of thing that is waited for."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.builders import make_plan, make_report_row, make_task
from tests.cast import Cast
from tracker import clock
from tracker.accounts.models import Person
from tracker.accounts.signin import actor_of
from tracker.difficulties.asking import Place, Raised
from tracker.difficulties.rules import CompetentLevel
from tracker.difficulties.service import answer_difficulty, close_difficulty, raise_difficulty
from tracker.extension_requests.service import ask_for_more_time, grant_more_time, refuse_more_time, withdraw_request
from tracker.extensions import db
from tracker.notifications.models import MessageLine
from tracker.plans.models import Plan
from tracker.reminders.planner import plan_reminders
from tracker.reminders.truth import check_lines
from tracker.tasks.rules import State

ASKED, DUE, LATER = date(2026, 5, 11), date(2026, 5, 20), date(2026, 6, 30)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan on 11/05/2026."""
    clock.fix_day(ASKED)
    return make_plan(cast.issuer)


def true_rungs(person: Person, subject: str) -> list[str]:
    """The rungs about things of a kind that would still go out to a person."""
    db.session.expire_all()
    lines = db.session.scalars(
        select(MessageLine)
        .where(MessageLine.person_id == person.id, MessageLine.subject == subject, MessageLine.channel == "email")
        .order_by(MessageLine.id)
    ).all()
    stale = check_lines(lines).stale
    events = ("asked:", "raised:", "granted:", "refused:", "answered:", "closed:")
    return [line.rule for line in lines if line.id not in stale and not line.rule.startswith(events)]


@pytest.mark.parametrize("kind", ["task", "report_row"])
def test_who_was_given_more_time_is_not_told_of_the_old_day(plan: Plan, cast: Cast, kind: str) -> None:
    made = make_task(plan, cast.finance, due_on=DUE) if kind == "task" else make_report_row(plan, cast.finance)
    db.session.commit()
    request = ask_for_more_time(kind, made.id, LATER, "Chờ số liệu", by=actor_of(cast.clerk))
    clock.fix_day(DUE)
    plan_reminders(today=DUE)
    assert true_rungs(cast.clerk, kind) == ["due_today"], "the old day counts until somebody decides"
    assert true_rungs(cast.monitor, "extension_request") == ["awaiting_long"]
    grant_more_time(request, LATER, by=actor_of(cast.monitor))
    assert true_rungs(cast.clerk, kind) == []
    assert true_rungs(cast.monitor, "extension_request") == true_rungs(cast.secretary, "extension_request") == []


@pytest.mark.parametrize("how", ["refused", "withdrawn", "handed in"])
def test_a_request_that_needs_no_decision_is_not_told_of(plan: Plan, cast: Cast, how: str) -> None:
    task = make_task(plan, cast.finance, due_on=DUE)
    db.session.commit()
    request = ask_for_more_time("task", task.id, LATER, "Chờ số liệu", by=actor_of(cast.clerk))
    clock.fix_day(date(2026, 5, 15))
    plan_reminders(today=date(2026, 5, 15))
    assert true_rungs(cast.monitor, "extension_request") == ["awaiting"]
    if how == "refused":
        refuse_more_time(request, "Không cần", by=actor_of(cast.monitor))
    elif how == "withdrawn":
        withdraw_request(request, by=actor_of(cast.clerk))
    else:
        task.state, task.reported_on = State.AWAITING_CONFIRMATION, date(2026, 5, 15)
        db.session.commit()
    assert true_rungs(cast.monitor, "extension_request") == []


@pytest.mark.parametrize("how", ["answered", "closed"])
def test_a_difficulty_that_was_answered_or_closed_is_not_told_of(plan: Plan, cast: Cast, how: str) -> None:
    typed = Raised("Thiếu số liệu", "Cung cấp", CompetentLevel.STANDING, date(2026, 5, 25))
    found = raise_difficulty(Place(plan, cast.finance.id), typed, by=actor_of(cast.clerk))
    clock.fix_day(date(2026, 5, 26))
    plan_reminders(today=date(2026, 5, 26))
    assert true_rungs(cast.monitor, "difficulty") == ["awaiting"]
    if how == "answered":
        answer_difficulty(found, "Đã gửi", by=actor_of(cast.monitor))
    else:
        close_difficulty(found, "", by=actor_of(cast.clerk))
    assert true_rungs(cast.monitor, "difficulty") == []
