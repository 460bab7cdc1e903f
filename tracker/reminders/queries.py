"""What the planner reads: open tasks and report rows that may need a nudge. One statement each, however many rows."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, false, or_, select

from tracker.agencies.models import Agency
from tracker.extensions import db
from tracker.notifications.models import MessageLine
from tracker.plans.models import Plan
from tracker.reminders.rules import Subject
from tracker.reports.models import ReportRow
from tracker.reports.rules import HANDED_IN, ReportState
from tracker.reports.words import report_title
from tracker.tasks.models import Assignment, Task
from tracker.tasks.rules import OPEN_STATES, Mode, Nature, State
from tracker.tasks.wording import sentence_with_time

# Three working days may lie behind the longest Tết; nothing due later can be reached by a rung today.
LOOK_AHEAD = timedelta(days=21)
NOT_HANDED_IN = frozenset(set(ReportState) - set(HANDED_IN))
SOME = 500
SHORT = 160  # what a reminder quotes of a sentence; the time after it must not be cut


def subjects_to_nudge(*, today: date) -> list[Subject]:
    """Return the open tasks and the report rows not accepted that a rule may concern today, in order of kind and id."""
    soon = today + LOOK_AHEAD
    is_asked = today.month in (6, 12)  # in other months nobody is asked for an update
    asked = Task.due_on.is_(None) if is_asked else false()
    tasks = _tasks().where(
        Plan.issued_on <= today, or_(Task.due_on <= soon, Task.state == State.AWAITING_CONFIRMATION, asked)
    )
    rows = _rows().where(
        Plan.issued_on <= today, or_(ReportRow.due_on <= soon, ReportRow.state == ReportState.SUBMITTED)
    )
    return [_task(row) for row in db.session.execute(tasks)] + [_report(row) for row in db.session.execute(rows)]


def subjects_still_open(task_ids: Collection[int], row_ids: Collection[int]) -> dict[tuple[str, int], Subject]:
    """Return those of the named subjects that are still open or still wait for a judgement."""
    found: list[Subject] = []
    if task_ids:
        found += [_task(row) for row in db.session.execute(_tasks().where(Task.id.in_(task_ids)))]
    if row_ids:
        found += [_report(row) for row in db.session.execute(_rows().where(ReportRow.id.in_(row_ids)))]
    return {(subject.kind, subject.id): subject for subject in found}


def lines_kept(subjects: Collection[Subject]) -> set[tuple[int, str, int, str, date]]:
    """Return the keys (person, subject, id, rule, due day) that have been queued for the subjects."""
    kept: set[tuple[int, str, int, str, date]] = set()
    for kind in ("task", "report_row"):
        ids = sorted(subject.id for subject in subjects if subject.kind == kind)
        for start in range(0, len(ids), SOME):
            kept.update(tuple(row) for row in db.session.execute(_keys(kind, ids[start : start + SOME])))
    return kept


def _keys(kind: str, ids: Collection[int]) -> Select[tuple[int, str, int, str, date]]:
    return select(
        MessageLine.person_id, MessageLine.subject, MessageLine.subject_id, MessageLine.rule, MessageLine.due_on
    ).where(MessageLine.subject == kind, MessageLine.subject_id.in_(ids))


def _tasks() -> Select[Any]:
    return (
        select(Task, Assignment.text, Assignment.recurs, Assignment.mode, Assignment.nature, Plan, Agency.name)
        .join(Assignment, Assignment.id == Task.assignment_id)
        .join(Plan, Plan.id == Task.plan_id)
        .join(Agency, Agency.id == Task.agency_id)
        .where(Task.state.in_(OPEN_STATES))
        .order_by(Task.id)
    )


def _rows() -> Select[Any]:
    return (
        select(ReportRow, Plan, Agency.name)
        .join(Plan, Plan.id == ReportRow.plan_id)
        .join(Agency, Agency.id == ReportRow.agency_id)
        .where(ReportRow.excused_on.is_(None), ReportRow.closed_on.is_(None), _is_not_accepted())
        .order_by(ReportRow.id)
    )


def _is_not_accepted() -> ColumnElement[bool]:
    return ReportRow.state.in_(NOT_HANDED_IN | {ReportState.SUBMITTED})


def _task(row: Row[Any]) -> Subject:
    task, words, recurs, mode, nature, plan, agency_name = row
    return Subject(
        kind="task",
        id=task.id,
        plan_id=plan.id,
        issuer_id=plan.issuer_id,
        agency_id=task.agency_id,
        agency_name=agency_name,
        plan_name=plan.short_name,
        words=sentence_with_time(" ".join(words.split()), recurs, task.occurrence, SHORT if task.occurrence else None),
        due_on=task.due_on,
        is_requested=mode is Mode.REQUESTED,
        asks_update=nature in (Nature.CONTINUOUS, Nature.STANDING),
        updated_on=task.updated_on,
        plan_issued_on=plan.issued_on,
        plan_period_end=plan.period_end,
        awaits_since=task.reported_on if task.state is State.AWAITING_CONFIRMATION else None,
    )


def _report(row: Row[Any]) -> Subject:
    report, plan, agency_name = row
    return Subject(
        kind="report_row",
        id=report.id,
        plan_id=plan.id,
        issuer_id=plan.issuer_id,
        agency_id=report.agency_id,
        agency_name=agency_name,
        plan_name=plan.short_name,
        words=report_title(report.period_kind, report.period_key, report.period_start),
        due_on=report.due_on,
        awaits_since=report.submitted_on if report.state is ReportState.SUBMITTED else None,
    )
