"""What comes into being when an assignment is confirmed, and when its next times come near."""

from datetime import date
from typing import Any

import pytest

from tests.builders import make_plan
from tests.cast import Cast
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.plans.models import Plan, PlanParticipant
from tracker.rights import COMMAND_LINE
from tracker.tasks.issue import AssignmentOrder, issue_assignment, issue_due_occurrences
from tracker.tasks.models import Assignment, Task, TaskEvent
from tracker.tasks.rules import DeadlineOrigin, Mode, Nature, State

TODAY = date(2026, 3, 1)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan of 2026 and 2027, issued on 20/01/2026."""
    return make_plan(cast.issuer, period_end=date(2027, 12, 31))


def issued(plan: Plan, *lead_ids: int, **changes: Any) -> Assignment:
    facts: dict[str, Any] = {
        "position": 1,
        "clause_id": None,
        "text": "Xây dựng Đề án",
        "quote": (0, 14),
        "written_agency": "Các sở",
        "is_group": False,
        "mode": Mode.ORDERED,
        "nature": Nature.SPECIFIC,
        "role": "lead",
        "origin": DeadlineOrigin.NONE,
        "words": None,
        "due_on": None,
        "recurs": None,
        "is_own_plan": False,
        "lead_ids": lead_ids,
    }
    return issue_assignment(plan, AssignmentOrder(**{**facts, **changes}), by=COMMAND_LINE, today=TODAY)


def tasks_of(assignment: Assignment) -> list[Task]:
    return list(db.session.scalars(db.select(Task).filter_by(assignment_id=assignment.id).order_by(Task.id)))


def test_each_lead_gets_its_own_task_that_counts_from_the_plans_day(plan: Plan, cast: Cast) -> None:
    assignment = issued(plan, cast.finance.id, cast.health.id, cast.finance.id, is_group=True)
    tasks = tasks_of(assignment)
    assert [task.agency_id for task in tasks] == [cast.finance.id, cast.health.id]
    assert {(task.state, task.due_on, task.occurrence) for task in tasks} == {(State.ASSIGNED, plan.period_end, "")}
    assert set(db.session.scalars(db.select(TaskEvent.on_day))) == {plan.issued_on}
    assert assignment.deadline_origin is DeadlineOrigin.PLAN_END and assignment.text_key == "xay dung de an"
    assert db.session.query(HistoryEntry).filter_by(subject="task", action="assigned").count() == 2


def test_leads_and_known_partners_may_read_the_plan(plan: Plan, cast: Cast) -> None:
    issued(plan, cast.finance.id, partners=((cast.health.id, "Sở Y tế"), (None, "các cơ quan liên quan")))
    assert set(db.session.scalars(db.select(PlanParticipant.agency_id))) == {cast.finance.id, cast.health.id}


def test_a_recurring_assignment_makes_its_times_until_twelve_months_ahead(plan: Plan, cast: Cast) -> None:
    rule = {"freq": "semiannual"}
    assignment = issued(plan, cast.finance.id, origin=DeadlineOrigin.RECURRING, recurs=rule)
    assert [task.due_on for task in tasks_of(assignment)] == [date(2026, 6, 30), date(2026, 12, 31)]


def test_further_times_are_made_once_however_often_the_job_runs(plan: Plan, cast: Cast) -> None:
    rule = {"freq": "semiannual"}
    assignment = issued(plan, cast.finance.id, cast.health.id, origin=DeadlineOrigin.RECURRING, recurs=rule)
    assert issue_due_occurrences(today=TODAY) == 0
    assert issue_due_occurrences(today=date(2026, 6, 30)) == 2
    assert issue_due_occurrences(today=date(2026, 6, 30)) == 0
    assert issue_due_occurrences(today=date(2030, 1, 1)) == 2
    assert len(tasks_of(assignment)) == 8
    assert {task.occurrence for task in tasks_of(assignment)} == {
        "2026-06-30",
        "2026-12-31",
        "2027-06-30",
        "2027-12-31",
    }


def test_an_assignment_that_waits_for_its_event_has_no_deadline(plan: Plan, cast: Cast) -> None:
    assignment = issued(plan, cast.finance.id, origin=DeadlineOrigin.EVENT, words="Sau khi có hướng dẫn")
    assert [task.due_on for task in tasks_of(assignment)] == [None]


def test_a_daily_routine_is_one_task_without_a_deadline(plan: Plan, cast: Cast) -> None:
    assignment = issued(plan, cast.finance.id, origin=DeadlineOrigin.RECURRING, recurs={"freq": "daily"})
    assert [(task.due_on, task.occurrence) for task in tasks_of(assignment)] == [(None, "")]
