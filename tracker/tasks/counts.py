"""How tasks are counted as of a day: the one rule behind `flask status`, the committee, the lists and the reports.

Source: commands-and-counts "flask status" (docs/decisions.md, "Counts"). A task counts from its plan's issuing day on.
Its state on a day is the one that its last recorded event up to that day led to. Awaiting confirmation and returned are
open; on time is judged by the day the agency reported the result that was later confirmed. Declined, cancelled and
handed over are in no count; bodies that are only requested have their own; suspended has no deadline. A time of a
recurring task counts once it lies at most twelve months ahead.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, ScalarSelect, Select, Subquery, and_, case, func, null, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.tasks.deadlines import half_year_start, horizon
from tracker.tasks.models import Assignment, Task, TaskEvent, TaskTerms
from tracker.tasks.rules import OPEN_STATES, UNCOUNTED_STATES, DeadlineOrigin, EventKind, Mode, State

OWN_UPDATES = (EventKind.UPDATED, EventKind.REPORTED)
DECIMALS = 4


class Standing(enum.StrEnum):
    """The class of a task on a day: each task is in exactly one."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"
    NO_DEADLINE = "no_deadline"  # open (or suspended), without a due day
    NO_DEADLINE_DONE = "no_deadline_done"
    REQUESTED = "requested"
    UNCOUNTED = "uncounted"  # declined, cancelled, handed over


COUNTED = tuple(standing for standing in Standing if standing not in (Standing.REQUESTED, Standing.UNCOUNTED))


class Ageing(enum.StrEnum):
    """How long a task has been overdue, in calendar days (domain B2)."""

    MONTH = "1-30"
    TWO_MONTHS = "31-60"
    FOUR_MONTHS = "61-120"
    LONGER = "120+"


_AGES: dict[Ageing, tuple[int, int | None]] = {
    Ageing.MONTH: (1, 30),
    Ageing.TWO_MONTHS: (31, 60),
    Ageing.FOUR_MONTHS: (61, 120),
    Ageing.LONGER: (121, None),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tasks stand how. `no_deadline` includes `no_deadline_done`; `requested` is outside of `total`.

    `open_tasks` can be worked on today (suspended ones cannot); `updated_tasks` are those of them that their agency
    updated since the half-year began.
    """

    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    no_deadline: int = 0
    no_deadline_done: int = 0
    requested: int = 0
    open_tasks: int = 0
    updated_tasks: int = 0

    @property
    def total(self) -> int:
        """The four states and those without a deadline."""
        return self.done_on_time + self.done_late + self.open_in_time + self.open_overdue + self.no_deadline

    @property
    def done(self) -> int:
        """Done on time, late, and without a deadline."""
        return self.done_on_time + self.done_late + self.no_deadline_done

    @property
    def due(self) -> int:
        """What had to be done by the day: done with a deadline, or overdue."""
        return self.done_on_time + self.done_late + self.open_overdue

    def rates(self) -> dict[str, float | None]:
        """Return the three rates, 0…1 with 4 decimals, None where nothing is below the line."""
        return {
            "done_of_total": _rate(self.done, self.total),
            "done_of_due": _rate(self.done_on_time + self.done_late, self.due),
            "updated": _rate(self.updated_tasks, self.open_tasks),
        }

    def as_figures(self) -> dict[str, int]:
        """Return the counts under the names and in the order of `flask status --json`."""
        return {
            "total": self.total,
            "done_on_time": self.done_on_time,
            "done_late": self.done_late,
            "open_in_time": self.open_in_time,
            "open_overdue": self.open_overdue,
            "no_deadline": self.no_deadline,
            "no_deadline_done": self.no_deadline_done,
            "requested": self.requested,
        }

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))


@dataclass(frozen=True, slots=True)
class AgeingCounts:
    """How many overdue tasks fall into each bucket."""

    numbers: dict[Ageing, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All overdue tasks."""
        return sum(self.numbers.values())


def _rate(part: int, whole: int) -> float | None:
    return round(part / whole, DECIMALS) if whole else None


def standing_as_of(on: date) -> Subquery:
    """Return one row for each task that exists on the day, with its class.

    Columns: task_id, assignment_id, plan_id, agency_id, state (on that day), standing, due_on (in force that day),
    completed_on (None unless done by that day), is_open, is_updated (0/1: by its agency since the half-year began).
    """
    last, terms = aliased(TaskEvent), aliased(TaskTerms)
    due_on = case((terms.id.is_not(None), terms.due_on), else_=_due_in_force(on))
    mode = case((terms.id.is_not(None), terms.mode), else_=Assignment.mode)
    completed_on = case((last.to_state == State.DONE, Task.completed_on), else_=null())
    ordered = and_(mode == Mode.ORDERED, last.to_state.in_(OPEN_STATES))
    return (
        select(
            Task.id.label("task_id"),
            Task.assignment_id,
            Task.plan_id,
            Task.agency_id,
            last.to_state.label("state"),
            _standing(last.to_state, due_on, mode, on).label("standing"),
            due_on.label("due_on"),
            completed_on.label("completed_on"),
            case((ordered, 1), else_=0).label("is_open"),
            case((and_(ordered, _recently_updated(on)), 1), else_=0).label("is_updated"),
        )
        .join(Assignment, Task.assignment_id == Assignment.id)
        .join(Plan, Task.plan_id == Plan.id)
        .join(last, last.id == _newest_event(on))
        .outerjoin(terms, terms.id == _terms_in_force(on))
        .where(Plan.issued_on <= on, or_(Task.occurrence == "", Task.due_on <= horizon(on)))
        .subquery("standing")
    )


def _newest_event(on: date) -> ScalarSelect[int]:
    """The last event of the task up to the day; of two on one day, the one recorded later."""
    event = aliased(TaskEvent)
    return (
        select(event.id)
        .where(event.task_id == Task.id, event.on_day <= on)
        .order_by(event.on_day.desc(), event.id.desc())
        .limit(1)
        .correlate(Task)
        .scalar_subquery()
    )


def _terms_in_force(on: date) -> ScalarSelect[int]:
    """The due day and mode that held on the day, where a later version of the plan has changed them since."""
    terms = aliased(TaskTerms)
    return (
        select(terms.id)
        .where(terms.task_id == Task.id, terms.until_day > on)
        .order_by(terms.until_day, terms.id)
        .limit(1)
        .correlate(Task)
        .scalar_subquery()
    )


def _due_in_force(on: date) -> ColumnElement[date | None]:
    """The due day; that of an awaited event only from the day on which its coming was recorded."""
    came, any_task = aliased(TaskEvent), aliased(Task)
    recorded = (
        select(came.id)
        .join(any_task, came.task_id == any_task.id)
        .where(any_task.assignment_id == Task.assignment_id, came.kind == EventKind.EVENT_CAME, came.on_day <= on)
        .exists()
    )
    dormant = and_(Assignment.deadline_origin == DeadlineOrigin.EVENT, ~recorded)
    return case((dormant, null()), else_=Task.due_on)


def _standing(
    state: InstrumentedAttribute[State], due_on: ColumnElement[date | None], mode: ColumnElement[Mode], on: date
) -> ColumnElement[str]:
    is_done = state == State.DONE
    return case(
        (state.in_(UNCOUNTED_STATES), Standing.UNCOUNTED.value),
        (mode == Mode.REQUESTED, Standing.REQUESTED.value),
        (or_(due_on.is_(None), state == State.SUSPENDED), _done_or_not(is_done)),
        (and_(is_done, Task.completed_on <= due_on), Standing.DONE_ON_TIME.value),
        (is_done, Standing.DONE_LATE.value),
        (due_on >= on, Standing.OPEN_IN_TIME.value),
        else_=Standing.OPEN_OVERDUE.value,
    )


def _done_or_not(is_done: ColumnElement[bool]) -> ColumnElement[str]:
    return case((is_done, Standing.NO_DEADLINE_DONE.value), else_=Standing.NO_DEADLINE.value)


def _recently_updated(on: date) -> ColumnElement[bool]:
    event = aliased(TaskEvent)
    return (
        select(event.id)
        .where(event.task_id == Task.id, event.kind.in_(OWN_UPDATES), event.on_day.between(half_year_start(on), on))
        .correlate(Task)
        .exists()
    )


def counts_by(key: Literal["plan", "agency"], on: date, *where: ColumnElement[bool]) -> dict[int, Counts]:
    """Return the counts per plan id or agency id, by one statement. Conditions may name Plan and Task."""
    column: InstrumentedAttribute[int] = Task.plan_id if key == "plan" else Task.agency_id
    return _grouped(column, on, where)


def counts_of(on: date, *where: ColumnElement[bool]) -> Counts:
    """Return the counts of all tasks for which the conditions on Plan and Task hold, by one statement."""
    return sum(_grouped(Task.plan_id, on, where).values(), start=Counts())


def counts_by_plan_and_agency(on: date, *where: ColumnElement[bool]) -> dict[tuple[int, int], Counts]:
    """Return the counts per (plan id, agency id), by one statement."""
    rows = db.session.execute(_figures(on, where, Task.plan_id, Task.agency_id))
    return {(row[0], row[1]): _counts(row[2:]) for row in rows}


def ageing(on: date, *where: ColumnElement[bool]) -> AgeingCounts:
    """Return how long the overdue tasks have been overdue, by one statement. Conditions may name Plan and Task."""
    standing = standing_as_of(on)
    numbers = [func.sum(case((is_aged(standing, age, on), 1), else_=0)) for age in Ageing]
    row = db.session.execute(_from(select(*numbers), standing, where)).one()
    return AgeingCounts({age: int(number or 0) for age, number in zip(Ageing, row, strict=True)})


def is_aged(standing: Subquery, age: Ageing, on: date) -> ColumnElement[bool]:
    """Return the condition that a task is overdue on the day and has been for as long as the bucket says."""
    least, most = _AGES[age]
    overdue = standing.c.standing == Standing.OPEN_OVERDUE.value
    newest = standing.c.due_on <= on - timedelta(days=least)
    oldest = true() if most is None else standing.c.due_on >= on - timedelta(days=most)
    return and_(overdue, newest, oldest)


def _grouped(column: InstrumentedAttribute[int], on: date, where: tuple[ColumnElement[bool], ...]) -> dict[int, Counts]:
    return {row[0]: _counts(row[1:]) for row in db.session.execute(_figures(on, where, column))}


def _figures(
    on: date, where: tuple[ColumnElement[bool], ...], *keys: InstrumentedAttribute[int]
) -> Select[tuple[int, ...]]:
    standing = standing_as_of(on)

    def number_of(*classes: Standing) -> ColumnElement[int]:
        return func.sum(case((standing.c.standing.in_([c.value for c in classes]), 1), else_=0))

    figures = (
        number_of(Standing.DONE_ON_TIME),
        number_of(Standing.DONE_LATE),
        number_of(Standing.OPEN_IN_TIME),
        number_of(Standing.OPEN_OVERDUE),
        number_of(Standing.NO_DEADLINE, Standing.NO_DEADLINE_DONE),
        number_of(Standing.NO_DEADLINE_DONE),
        number_of(Standing.REQUESTED),
        func.sum(standing.c.is_open),
        func.sum(standing.c.is_updated),
    )
    return _from(select(*keys, *figures), standing, where).group_by(*keys)


def _from(
    statement: Select[tuple[int, ...]], standing: Subquery, where: tuple[ColumnElement[bool], ...]
) -> Select[tuple[int, ...]]:
    return (
        statement.select_from(standing)
        .join(Task, Task.id == standing.c.task_id)
        .join(Plan, Plan.id == standing.c.plan_id)
        .where(*where)
    )


def _counts(figures: Sequence[int]) -> Counts:
    return Counts(*(int(figure or 0) for figure in figures))
