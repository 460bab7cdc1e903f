"""What the follow-up pages read: report rows of all agencies and periods, who is late, and what was urged when.

How a row stands is decided by reports.counts and tasks.counts alone; here rows are only read and put together.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.agencies.models import Agency
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.plans.scope import followed_by
from tracker.reminders.log import LogFilter
from tracker.reminders.matrix import OwedRow
from tracker.reminders.models import Urging
from tracker.reports.counts import standing_as_of as rows_as_of
from tracker.reports.models import ReportingDuty, ReportRow
from tracker.reports.rules import ReportStanding, cell_as_of
from tracker.reports.words import report_title
from tracker.rights import Actor
from tracker.tasks.counts import Standing
from tracker.tasks.counts import standing_as_of as tasks_as_of
from tracker.tasks.models import Assignment, Task
from tracker.tasks.rules import State
from tracker.tasks.wording import sentence_with_time
from tracker.web.paging import PAGE_SIZE, Page

TASK, REPORT = "task", "report_row"
MOST_URGED = 2000
SHORT_TASK = 140  # letters of a task in the log; the time of a recurring one is among them


@dataclass(frozen=True, slots=True)
class LateAgency:
    """The overdue tasks of one agency: how many, the earliest due day, and how many wait for a judgement."""

    agency: Agency
    tasks: int
    oldest_due: date
    waiting: int

    @property
    def can_be_urged(self) -> bool:
        """Tell whether something lies with the agency: what it reported waits for others."""
        return self.tasks > self.waiting


@dataclass(frozen=True, slots=True)
class Urged:
    """How often a subject was urged, and when last."""

    times: int
    last_on: date


@dataclass(frozen=True, slots=True)
class LoggedUrging:
    """One line of the log: the urging, and what it was about."""

    urging: Urging
    words: str


def plans_followed(actor: Actor, on: date) -> Sequence[Plan]:
    """Return the plans that the actor follows up, issued by the day, newest first."""
    return db.session.scalars(
        select(Plan).where(followed_by(actor), Plan.issued_on <= on).order_by(Plan.issued_on.desc(), Plan.id.desc())
    ).all()


def owed_rows(on: date, *where: ColumnElement[bool], soon_until: date) -> list[OwedRow]:
    """Return each report row that meets the conditions on Plan and ReportRow, as it looks on the day; one statement.

    `soon_until` is the last day that is due soon on that day, by working days.
    """
    standing = rows_as_of(on, *where)
    found = db.session.execute(
        select(standing, ReportRow.period_start, ReportRow.closed_on, Agency)
        .join(ReportRow, ReportRow.id == standing.c.row_id)
        .join(Agency, Agency.id == standing.c.agency_id)
        .order_by(Agency.name_key, standing.c.due_on, standing.c.row_id)
    )
    return [
        OwedRow(
            row_id=line.row_id,
            plan_id=line.plan_id,
            agency=line.Agency,
            kind=line.period_kind,
            key=line.period_key,
            start=line.period_start,
            end=line.period_end,
            due_on=line.due_on,
            grace_until=line.grace_until,
            standing=line.standing,
            is_closed=line.closed_on is not None,
            is_on_behalf=bool(line.on_behalf),
            cell=cell_as_of(
                on=on,
                soon_until=soon_until,
                opens_on=line.opens_on,
                due_on=line.due_on,
                grace_until=line.grace_until,
                submitted_on=line.submitted_on,
                accepted=bool(line.accepted),
                returned_on=line.returned_on,
                is_excused=line.excused_on is not None,
            ),
        )
        for line in found
    ]


def late_agencies(on: date, *where: ColumnElement[bool]) -> list[LateAgency]:
    """Return the agencies with overdue tasks in the plans, longest overdue first; one statement."""
    standing = tasks_as_of(on)
    late = (
        select(
            standing.c.agency_id,
            func.count().label("tasks"),
            func.min(standing.c.due_on).label("oldest_due"),
            func.sum(_one_if(standing.c.state == State.AWAITING_CONFIRMATION)).label("waiting"),
        )
        .join(Plan, Plan.id == standing.c.plan_id)
        .where(standing.c.standing == Standing.OPEN_OVERDUE.value, *where)
        .group_by(standing.c.agency_id)
        .subquery("late")
    )
    rows = db.session.execute(
        select(Agency, late.c.tasks, late.c.oldest_due, late.c.waiting)
        .join(late, late.c.agency_id == Agency.id)
        .order_by(late.c.oldest_due, Agency.name_key, Agency.id)
    )
    return [LateAgency(agency, number, due, int(waiting)) for agency, number, due, waiting in rows]


def overdue_task_ids(
    on: date, *where: ColumnElement[bool], agency_ids: Collection[int] = (), task_ids: Collection[int] = ()
) -> list[int]:
    """Return the overdue tasks of the agencies, and those named, that lie with their agency; conditions name Plan.

    What waits for a judgement is left out. The longest overdue come first, at most MOST_URGED.
    """
    standing = tasks_as_of(on)
    return list(
        db.session.scalars(
            select(standing.c.task_id)
            .join(Plan, Plan.id == standing.c.plan_id)
            .where(
                or_(standing.c.agency_id.in_(agency_ids), standing.c.task_id.in_(task_ids)),
                standing.c.standing == Standing.OPEN_OVERDUE.value,
                standing.c.state != State.AWAITING_CONFIRMATION,
                *where,
            )
            .order_by(standing.c.due_on, standing.c.task_id)
            .limit(MOST_URGED)
        )
    )


def late_row_ids(row_ids: Collection[int], on: date, *where: ColumnElement[bool]) -> list[int]:
    """Return those of the report rows that lie with their agency after the days of grace: not handed in, or returned.

    Rows of a closed period are left out: nothing can be handed in any more.
    """
    standing = rows_as_of(on, ReportRow.id.in_(row_ids), ReportRow.closed_on.is_(None), *where)
    return list(
        db.session.scalars(
            select(standing.c.row_id)
            .where(standing.c.standing == ReportStanding.MISSING.value, standing.c.grace_until < on)
            .order_by(standing.c.due_on, standing.c.row_id)
        )
    )


def last_urgings(*where: ColumnElement[bool]) -> dict[tuple[str, int, int], Urged]:
    """Return by (subject, id, agency) how often and when last it was urged, in plans that meet the conditions."""
    rows = db.session.execute(
        select(Urging.subject, Urging.subject_id, Urging.agency_id, func.count(), func.max(Urging.on_day))
        .join(Urging.plan)
        .where(*where)
        .group_by(Urging.subject, Urging.subject_id, Urging.agency_id)
    )
    return {(subject, id_, agency): Urged(times, last) for subject, id_, agency, times, last in rows}


def logged_urgings(actor: Actor, asked: LogFilter, page: int) -> Page[LoggedUrging]:
    """Return one page of the urgings in the plans that the actor follows up, newest first, with what each is about."""
    where = [followed_by(actor)]
    where += [Urging.plan_id == asked.plan_id] if asked.plan_id else []
    where += [Urging.agency_id == asked.agency_id] if asked.agency_id else []
    where += [Urging.on_day >= asked.since] if asked.since else []
    where += [Urging.on_day <= asked.until] if asked.until else []
    total = db.session.scalar(select(func.count()).select_from(Urging).join(Urging.plan).where(*where)) or 0
    urgings = db.session.scalars(
        select(Urging)
        .join(Urging.plan)
        .where(*where)
        .options(contains_eager(Urging.plan), joinedload(Urging.agency))
        .order_by(Urging.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    words = _words_of(urgings)
    return Page([LoggedUrging(u, words.get((u.subject, u.subject_id), "")) for u in urgings], page, total)


def rule_of(urging_id: int) -> str:
    """Return the rule under which the lines of an urging stand in the outbox."""
    return f"urge:{urging_id}"


def _words_of(urgings: Sequence[Urging]) -> dict[tuple[str, int], str]:
    tasks = db.session.execute(
        select(Task.id, Assignment.text, Assignment.recurs, Task.occurrence)
        .join(Task.assignment)
        .where(Task.id.in_([u.subject_id for u in urgings if u.subject == TASK]))
    )
    rows = db.session.execute(
        select(ReportRow.id, ReportRow.period_kind, ReportRow.period_key, ReportRow.period_start, ReportingDuty.title)
        .join(ReportingDuty, ReportingDuty.id == ReportRow.duty_id)
        .where(ReportRow.id.in_([u.subject_id for u in urgings if u.subject == REPORT]))
    )
    found = {(TASK, id_): sentence_with_time(text, recurs, time, SHORT_TASK) for id_, text, recurs, time in tasks}
    return found | {(REPORT, id_): called or report_title(kind, key, start) for id_, kind, key, start, called in rows}


def _one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
