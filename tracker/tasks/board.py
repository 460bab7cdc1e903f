"""The first screen of an agency: its tasks in order of urgency, each open one in exactly one group."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.rights import Actor
from tracker.tasks.models import Assignment, AssignmentPartner, Task, TaskEvent
from tracker.tasks.rules import EventKind, Mode, State, Timeliness, timeliness
from tracker.vietnamese import fold
from tracker.web.paging import PAGE_SIZE, Page


class Group(enum.StrEnum):
    """A group of the board, in the order in which it is shown; by its word in the address."""

    OVERDUE = "qua-han"
    DUE_SOON = "sap-den-han"
    RETURNED = "bi-tra-lai"
    NEW = "cho-tiep-nhan"
    RUNNING = "dang-thuc-hien"
    REPORTED = "cho-xac-nhan"
    DECLINED = "da-tu-choi"
    DONE = "da-hoan-thanh"


ORDER = {group: place for place, group in enumerate(Group)}
LEAD, PARTNER = "chu-tri", "phoi-hop"
_CLOSED = (State.CANCELLED, State.HANDED_OVER)


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the address asks for. Without a group: all that are not done; without a plan of the person's: nothing."""

    plan_id: int | None = None
    role: str = ""
    words: str = ""
    group: Group | None = None
    is_late: bool = False  # of those that await confirmation: only the ones past their due day


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One line of the board."""

    task: Task
    group: Group
    is_lead: bool
    time: Timeliness
    returned: TaskEvent | None = None


def group_of_sql(today: date, soon_until: date) -> ColumnElement[int]:
    """Return the place of the group of a task (ORDER), decided in the database so that it can be counted and paged."""
    dated = and_(Assignment.mode == Mode.ORDERED, Task.due_on.is_not(None), Task.state != State.SUSPENDED)
    return case(
        (Task.state == State.DONE, ORDER[Group.DONE]),
        (Task.state == State.DECLINED, ORDER[Group.DECLINED]),
        (Task.state == State.AWAITING_CONFIRMATION, ORDER[Group.REPORTED]),
        (and_(dated, Task.due_on < today), ORDER[Group.OVERDUE]),
        (and_(dated, Task.due_on <= soon_until), ORDER[Group.DUE_SOON]),
        (Task.state == State.REDO, ORDER[Group.RETURNED]),
        (Task.state == State.ASSIGNED, ORDER[Group.NEW]),
        else_=ORDER[Group.RUNNING],
    )


def waits_late_sql(today: date) -> ColumnElement[bool]:
    """Return the condition on Task and Assignment that a result waits for confirmation after its due day.

    The committee counts such a task as overdue; on the board it waits, as the agency has nothing left to do.
    """
    return and_(Assignment.mode == Mode.ORDERED, Task.state == State.AWAITING_CONFIRMATION, Task.due_on < today)


def task_time(task: Task, *, today: date, soon_until: date) -> Timeliness:
    """Return how a task stands in time; a requested body is never late."""
    return timeliness(
        due_on=task.due_on if task.assignment.mode is Mode.ORDERED else None,
        completed_on=task.completed_on,
        today=today,
        soon_until=soon_until,
        is_paused=task.state is State.SUSPENDED,
    )


def group_counts(actor: Actor, *, today: date, soon_until: date) -> dict[Group, int]:
    """Return how many tasks of the person's agencies (led or supported) stand in each group, by one statement."""
    group = group_of_sql(today, soon_until)
    found = _numbers(_mine(select(group.label("place"), func.count()), actor, ""))
    return {each: found.get(ORDER[each], 0) for each in Group}


def waiting_late(actor: Actor, *, today: date) -> int:
    """Return how many tasks of the person's agencies wait for confirmation after their due day, by one statement."""
    return db.session.scalar(_mine(select(func.count(Task.id)), actor, "").where(waits_late_sql(today))) or 0


def board_rows(
    actor: Actor, asked: BoardFilter, *, page: int, today: date, soon_until: date
) -> tuple[Page[BoardRow], dict[Group, int]]:
    """Return one page of the tasks of the person's agencies, most urgent first, and the numbers of their groups.

    The numbers are those of the filtered list. A page beyond the last is the last. Three statements, however many rows.
    """
    group = group_of_sql(today, soon_until)
    numbers = _numbers(_asked(select(group.label("place"), func.count()), actor, asked, group, today))
    total = sum(numbers.values())
    page = min(page, Page([], page, total).last)
    tasks = db.session.execute(
        _asked(select(Task, group.label("place")), actor, asked, group, today)
        .options(
            joinedload(Task.assignment).joinedload(Assignment.clause), joinedload(Task.plan), joinedload(Task.agency)
        )
        .order_by("place", Task.due_on.is_(None), Task.due_on, Task.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    returns = _last_returns([task.id for task, _ in tasks if task.state is State.REDO])
    rows = [_row(task, tuple(Group)[place], actor, returns, today, soon_until) for task, place in tasks]
    return Page(rows, page, total), {each: numbers.get(ORDER[each], 0) for each in Group}


def board_row(task: Task, actor: Actor, *, today: date, soon_until: date) -> BoardRow:
    """Return the line of one task, as it stands on the board after a change."""
    returns = _last_returns([task.id] if task.state is State.REDO else [])
    return _row(task, _group_of(task, today, soon_until), actor, returns, today, soon_until)


def plans_of(actor: Actor) -> Sequence[Plan]:
    """Return the plans in which the person's agencies lead or support a task, by number, for the filter."""
    ids = _mine(select(Task.plan_id), actor, "").distinct()
    return db.session.scalars(select(Plan).where(Plan.id.in_(ids)).order_by(Plan.number, Plan.title_key, Plan.id)).all()


def _numbers(statement: Select[Any]) -> dict[int, int]:
    # Grouped by the label: PostgreSQL would not see that a CASE with bound days is the same expression twice.
    return {row[0]: row[1] for row in db.session.execute(statement.group_by("place"))}


def _group_of(task: Task, today: date, soon_until: date) -> Group:
    place = db.session.scalar(select(group_of_sql(today, soon_until)).join(Task.assignment).where(Task.id == task.id))
    return tuple(Group)[place or 0]


def _row(
    task: Task, group: Group, actor: Actor, returns: dict[int, TaskEvent], today: date, soon_until: date
) -> BoardRow:
    time = task_time(task, today=today, soon_until=soon_until)
    return BoardRow(task, group, actor.acts_for(task.agency_id), time, returns.get(task.id))


def _asked(
    statement: Select[Any], actor: Actor, asked: BoardFilter, group: ColumnElement[int], today: date
) -> Select[Any]:
    statement = _mine(statement, actor, asked.role)
    if asked.plan_id is not None:
        statement = statement.where(Task.plan_id == asked.plan_id)
    if asked.words:
        statement = statement.where(Assignment.text_key.contains(fold(asked.words), autoescape=True))
    if asked.is_late:
        statement = statement.where(waits_late_sql(today))
    if asked.group is not None:
        return statement.where(group == ORDER[asked.group])
    return statement.where(group != ORDER[Group.DONE])


def _mine(statement: Select[Any], actor: Actor, role: str) -> Select[Any]:
    supports = select(AssignmentPartner.assignment_id).where(AssignmentPartner.agency_id.in_(actor.agency_ids))
    leads = Task.agency_id.in_(actor.agency_ids)
    mine = {LEAD: leads, PARTNER: and_(~leads, Task.assignment_id.in_(supports))}.get(
        role, or_(leads, Task.assignment_id.in_(supports))
    )
    return statement.join(Assignment, Task.assignment_id == Assignment.id).where(mine, Task.state.not_in(_CLOSED))


def _last_returns(task_ids: list[int]) -> dict[int, TaskEvent]:
    if not task_ids:
        return {}
    events = db.session.scalars(
        select(TaskEvent)
        .where(TaskEvent.task_id.in_(task_ids), TaskEvent.kind == EventKind.RETURNED)
        .order_by(TaskEvent.id)
    )
    return {event.task_id: event for event in events}
