"""What the planner reads: whatever may need a nudge. One statement for each kind, however many rows."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, or_, select

from tracker.agencies.models import Agency, AgencyKind
from tracker.difficulties.models import Difficulty
from tracker.difficulties.rules import HIGHER_LEVELS, WAITING_STATES
from tracker.extension_requests.models import ExtensionRequest
from tracker.extension_requests.rules import RequestState, SubjectKind
from tracker.extension_requests.subjects import is_still_needed
from tracker.extensions import db
from tracker.notifications.models import Notice
from tracker.plans.models import Plan
from tracker.reminders.rules import Subject
from tracker.reports.models import ReportingDuty, ReportRow
from tracker.reports.rules import HANDED_IN, ReportState
from tracker.reports.words import report_title
from tracker.tasks.models import Assignment, Task
from tracker.tasks.rules import OPEN_STATES, Mode, Nature, State
from tracker.tasks.wording import sentence_with_time
from tracker.vietnamese import day_text, shortened

# The rungs before a due day may lie behind the longest Tết; nothing due later can be reached by a rung today.
LOOK_AHEAD = timedelta(days=28)
KINDS = ("task", "report_row", "extension_request", "difficulty")
OPEN_ROWS = frozenset(set(ReportState) - set(HANDED_IN)) | {ReportState.SUBMITTED}
SOME = 500
SHORT = 160  # what a reminder quotes of a sentence; the time after it must not be cut
SHORTER = 90  # of a task inside the sentence about a request


def subjects_to_nudge(*, today: date) -> list[Subject]:
    """Return everything that waits for somebody and that a rung may concern today, in order of kind and id."""
    soon = today + LOOK_AHEAD
    is_asked = today.month in (6, 12)  # in other months nobody is asked for an update
    asked = Task.due_on.is_(None) if is_asked else false()
    issued = Plan.issued_on <= today
    return _found(
        _tasks().where(issued, or_(Task.due_on <= soon, Task.state == State.AWAITING_CONFIRMATION, asked)),
        _rows().where(issued, or_(ReportRow.due_on <= soon, ReportRow.state == ReportState.SUBMITTED)),
        _requests().where(issued),
        _difficulties().where(issued, Difficulty.answer_by <= soon),
    )


def subjects_of_plan(plan_id: int) -> list[Subject]:
    """Return everything of a plan that waits for somebody now, however far its day is away."""
    of_plan = Plan.id == plan_id
    return _found(
        _tasks().where(of_plan), _rows().where(of_plan), _requests().where(of_plan), _difficulties().where(of_plan)
    )


def subjects_still_open(
    task_ids: Collection[int],
    row_ids: Collection[int],
    request_ids: Collection[int] = (),
    difficulty_ids: Collection[int] = (),
) -> dict[tuple[str, int], Subject]:
    """Return those of the named subjects that are still open or still wait for a decision."""
    found = _found(
        _tasks().where(Task.id.in_(task_ids)) if task_ids else None,
        _rows().where(ReportRow.id.in_(row_ids)) if row_ids else None,
        _requests().where(ExtensionRequest.id.in_(request_ids)) if request_ids else None,
        _difficulties().where(Difficulty.id.in_(difficulty_ids)) if difficulty_ids else None,
    )
    return {(subject.kind, subject.id): subject for subject in found}


def lines_kept(subjects: Iterable[Subject]) -> set[tuple[int, str, int, str, date]]:
    """Return the keys (person, subject, id, rule, due day) told about the subjects; the inbox holds each."""
    about = sorted((subject.kind, subject.id) for subject in subjects)
    kept: set[tuple[int, str, int, str, date]] = set()
    for start in range(0, len(about), SOME):
        kept.update(tuple(row) for row in db.session.execute(_keys(about[start : start + SOME])))
    return kept


def _found(
    tasks: Select[Any] | None, rows: Select[Any] | None, requests: Select[Any] | None, difficulties: Select[Any] | None
) -> list[Subject]:
    found: list[Subject] = []
    for statement, made in ((tasks, _task), (rows, _report), (requests, _request), (difficulties, _difficulty)):
        if statement is not None:
            found += [made(row) for row in db.session.execute(statement)]
    return found


def _keys(about: Collection[tuple[str, int]]) -> Select[tuple[int, str, int, str, date]]:
    ids: dict[str, list[int]] = {}
    for kind, id_ in about:
        ids.setdefault(kind, []).append(id_)
    return select(Notice.person_id, Notice.subject, Notice.subject_id, Notice.rule, Notice.due_on).where(
        or_(*(and_(Notice.subject == kind, Notice.subject_id.in_(some)) for kind, some in ids.items()))
    )


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
        select(ReportRow, Plan, Agency.name, ReportingDuty.title, AgencyKind.is_requested)
        .join(Plan, Plan.id == ReportRow.plan_id)
        .join(Agency, Agency.id == ReportRow.agency_id)
        .join(ReportingDuty, ReportingDuty.id == ReportRow.duty_id)
        .outerjoin(AgencyKind, AgencyKind.code == Agency.kind_code)
        .where(ReportRow.excused_on.is_(None), ReportRow.closed_on.is_(None), _is_open())
        .order_by(ReportRow.id)
    )


def _is_open() -> ColumnElement[bool]:
    return ReportRow.state.in_(OPEN_ROWS)


def _requests() -> Select[Any]:
    """Requests that wait, with what they are about: the task's sentence, or the report's period."""
    of_task = (ExtensionRequest.subject == SubjectKind.TASK) & (Task.id == ExtensionRequest.subject_id)
    of_row = (ExtensionRequest.subject == SubjectKind.REPORT_ROW) & (ReportRow.id == ExtensionRequest.subject_id)
    return (
        select(
            *(ExtensionRequest, Plan, Agency.name),
            *(Assignment.text, Assignment.recurs, Task.occurrence),
            *(ReportRow, ReportingDuty.title),
        )
        .join(Plan, Plan.id == ExtensionRequest.plan_id)
        .join(Agency, Agency.id == ExtensionRequest.agency_id)
        .outerjoin(Task, of_task)
        .outerjoin(Assignment, Assignment.id == Task.assignment_id)
        .outerjoin(ReportRow, of_row)
        .outerjoin(ReportingDuty, ReportingDuty.id == ReportRow.duty_id)
        .where(ExtensionRequest.state == RequestState.WAITING, is_still_needed())
        .order_by(ExtensionRequest.id)
    )


def _difficulties() -> Select[Any]:
    return (
        select(Difficulty, Plan, Agency.name)
        .join(Plan, Plan.id == Difficulty.plan_id)
        .join(Agency, Agency.id == Difficulty.agency_id)
        .where(Difficulty.state.in_(WAITING_STATES))
        .order_by(Difficulty.id)
    )


def _task(row: Row[Any]) -> Subject:
    task, words, recurs, mode, nature, plan, agency_name = row
    return Subject(
        kind="task",
        id=task.id,
        words=sentence_with_time(" ".join(words.split()), recurs, task.occurrence, SHORT if task.occurrence else None),
        due_on=task.due_on,
        is_requested=mode is Mode.REQUESTED,
        asks_update=nature in (Nature.CONTINUOUS, Nature.STANDING),
        updated_on=task.updated_on,
        awaits_since=task.reported_on if task.state is State.AWAITING_CONFIRMATION else None,
        **_place(task.agency_id, agency_name, plan),
    )


def _report(row: Row[Any]) -> Subject:
    report, plan, agency_name, called, is_requested = row
    return Subject(
        kind="report_row",
        id=report.id,
        words=called or report_title(report.period_kind, report.period_key, report.period_start),
        due_on=report.due_on,
        is_requested=bool(is_requested),
        in_time_until=report.grace_until,
        awaits_since=report.submitted_on if report.state is ReportState.SUBMITTED else None,
        **_place(report.agency_id, agency_name, plan),
    )


def _request(row: Row[Any]) -> Subject:
    request, plan, agency_name, text, recurs, occurrence, report, called = row
    if report is not None:
        title = called or report_title(report.period_kind, report.period_key, report.period_start)
        about = title[0].lower() + title[1:]
    else:
        about = f"nhiệm vụ «{sentence_with_time(' '.join((text or '').split()), recurs, occurrence or '', SHORTER)}»"
    return Subject(
        kind="extension_request",
        id=request.id,
        words=f"Đề nghị gia hạn {about} đến ngày {day_text(request.wanted_due_on)}",
        due_on=request.old_due_on,
        awaits_since=request.asked_on,
        **_place(request.agency_id, agency_name, plan),
    )


def _difficulty(row: Row[Any]) -> Subject:
    difficulty, plan, agency_name = row
    return Subject(
        kind="difficulty",
        id=difficulty.id,
        words=f"Khó khăn, vướng mắc «{shortened(difficulty.words, SHORTER)}»",
        due_on=difficulty.answer_by,
        of_higher_level=difficulty.level in HIGHER_LEVELS,
        **_place(difficulty.agency_id, agency_name, plan),
    )


def _place(agency_id: int, agency_name: str, plan: Plan) -> Mapping[str, Any]:
    return {
        "agency_id": agency_id,
        "agency_name": agency_name,
        "plan_id": plan.id,
        "issuer_id": plan.issuer_id,
        "plan_name": plan.short_name,
        "plan_issued_on": plan.issued_on,
        "plan_period_end": plan.period_end,
    }
