"""What more time can be asked for, a task or a report row, seen alike. Reads; writes only the new due day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker import clock
from tracker.agencies.queries import standing_agency_id
from tracker.catalogue.calendar import WorkingCalendar
from tracker.errors import NotVisible
from tracker.extension_requests.models import ExtensionRequest
from tracker.extension_requests.rules import RequestState, SubjectKind, Terms
from tracker.extensions import db
from tracker.history.record import record
from tracker.plans.models import Plan
from tracker.reports.models import ReportRow
from tracker.reports.moves import locked as locked_row
from tracker.reports.queries import row_visible_to
from tracker.reports.rules import HANDED_IN
from tracker.reports.terms import change_due_day
from tracker.reports.words import row_title
from tracker.rights import Actor, may_judge
from tracker.tasks.extending import give_more_time, task_for_decision
from tracker.tasks.models import Task
from tracker.tasks.queries import task_visible_to
from tracker.tasks.rules import WORKING_STATES, Mode
from tracker.tasks.wording import task_sentence

ADDRESSES = {SubjectKind.TASK: "/nhiem-vu/{}", SubjectKind.REPORT_ROW: "/bao-cao/{}"}
SHORT = 110


@dataclass(frozen=True, slots=True)
class Subject:
    """A task or report row for which more time is asked; `stated_due_on` is the day it was made with."""

    kind: SubjectKind
    id: int
    row: Task | ReportRow
    words: str
    stated_due_on: date | None
    terms: Terms

    @property
    def plan(self) -> Plan:
        """The plan it belongs to."""
        return self.row.plan

    @property
    def agency_id(self) -> int:
        """The agency that owes it."""
        return self.row.agency_id

    @property
    def path(self) -> str:
        """The address of its page."""
        return ADDRESSES[self.kind].format(self.id)


def subject_visible_to(actor: Actor, kind: SubjectKind, subject_id: int) -> Subject:
    """Return the subject as a page shows it. Raises NotVisible when the actor may not see it."""
    if kind is SubjectKind.TASK:
        return _of_task(task_visible_to(actor, subject_id))
    return _of_row(row_visible_to(actor, subject_id))


def locked_subject(kind: SubjectKind, subject_id: int) -> Subject:
    """Return the subject read again under lock: nobody else asks or decides about it until the commit."""
    if kind is SubjectKind.TASK:
        task = task_for_decision(subject_id)
        if task is None:
            raise NotVisible()
        return _of_task(task)
    row = db.session.get(ReportRow, subject_id)
    if row is None:
        raise NotVisible()
    return _of_row(locked_row(row))


def move_due_day(subject: Subject, new_due_on: date, *, words: str, by: Actor, calendar: WorkingCalendar) -> None:
    """Give the locked subject its new day from today on. Figures as of earlier days keep the old one."""
    if isinstance(subject.row, Task):
        give_more_time(subject.row, new_due_on, words=words, by=by)
        return
    before = {"due_on": subject.row.due_on}
    change_due_day(subject.row, new_due_on, today=clock.today(), calendar=calendar)
    record(by, "extended", subject.row, before=before, after={"due_on": new_due_on, "words": words})


def judges(actor: Actor, plan: Plan, agency_id: int, *, on: date) -> bool:
    """Tell whether the actor decides on what the agency asks in the plan; never on their own agency's requests."""
    return may_judge(
        actor,
        doer_agency_id=agency_id,
        standing_agency_id=standing_agency_id(plan.issuer_id, plan.id, on=on),
        issuer_id=plan.issuer_id,
        plan_id=plan.id,
    )


def is_waiting(subject: Subject) -> bool:
    """Tell whether a request about the subject waits for a decision."""
    waiting = exists().where(
        ExtensionRequest.subject == subject.kind,
        ExtensionRequest.subject_id == subject.id,
        ExtensionRequest.state == RequestState.WAITING,
    )
    return bool(db.session.scalar(select(waiting)))


def is_still_needed() -> ColumnElement[bool]:
    """Return the condition on ExtensionRequest that its subject still lies with its agency."""
    task, row = aliased(Task), aliased(ReportRow)
    of_task = exists().where(
        ExtensionRequest.subject == SubjectKind.TASK,
        task.id == ExtensionRequest.subject_id,
        task.state.in_(WORKING_STATES),
    )
    of_row = exists().where(
        ExtensionRequest.subject == SubjectKind.REPORT_ROW,
        row.id == ExtensionRequest.subject_id,
        row.state.not_in(HANDED_IN),
        row.excused_on.is_(None),
        row.closed_on.is_(None),
    )
    return or_(of_task, of_row)


def _granted(kind: SubjectKind, subject_id: int) -> int:
    granted = select(func.count()).where(
        ExtensionRequest.subject == kind,
        ExtensionRequest.subject_id == subject_id,
        ExtensionRequest.state == RequestState.GRANTED,
    )
    return db.session.scalar(granted) or 0


def _of_task(task: Task) -> Subject:
    assignment = task.assignment
    is_open, is_requested = task.state in WORKING_STATES, assignment.mode is Mode.REQUESTED
    stated = date.fromisoformat(task.occurrence) if task.occurrence else assignment.due_on
    terms = Terms(task.due_on, is_open, is_requested, _granted(SubjectKind.TASK, task.id))
    return Subject(SubjectKind.TASK, task.id, task, task_sentence(task), stated, terms)


def _of_row(row: ReportRow) -> Subject:
    is_open = row.state not in HANDED_IN and row.excused_on is None and row.closed_on is None
    is_requested = bool(row.agency.kind and row.agency.kind.is_requested)
    terms = Terms(row.due_on, is_open, is_requested, _granted(SubjectKind.REPORT_ROW, row.id))
    words = row_title(row)
    return Subject(SubjectKind.REPORT_ROW, row.id, row, words, row.printed_due_on, terms)
