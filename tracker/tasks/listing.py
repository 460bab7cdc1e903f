"""The list of tasks behind every number: by plan, agency, class, as of a day; what a link of the committee opens."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, select
from sqlalchemy.orm import joinedload

from tracker.agencies.classes import in_class
from tracker.agencies.models import Agency, Level
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.plans.scope import Scope, in_scope
from tracker.rights import Actor
from tracker.tasks.board import LEAD, PARTNER
from tracker.tasks.counts import COUNTED, Ageing, Standing, is_aged, standing_as_of
from tracker.tasks.models import Assignment, Task
from tracker.tasks.queries import task_visible
from tracker.tasks.rules import Mode, State, Timeliness, timeliness
from tracker.vietnamese import fold
from tracker.web.paging import PAGE_SIZE, Page


class Sum(enum.StrEnum):
    """A number that is the sum of several classes."""

    TOTAL = "total"
    DONE = "done"
    OPEN = "open"
    DUE = "due"  # done with a deadline, or overdue: below the line of "done of due"
    NO_DEADLINE_ALL = "no_deadline_all"
    IN_TIME = "in_time"  # done on time, or open in time
    LATE = "late"  # done late, or overdue
    TO_UPDATE = "to_update"  # open tasks: below the line of the update rate
    UPDATED = "updated"
    NOT_UPDATED = "not_updated"


_DONE = (Standing.DONE_ON_TIME, Standing.DONE_LATE)
_CLASSES: dict[Sum, tuple[Standing, ...]] = {
    Sum.TOTAL: COUNTED,
    Sum.DONE: (*_DONE, Standing.NO_DEADLINE_DONE),
    Sum.OPEN: (Standing.OPEN_IN_TIME, Standing.OPEN_OVERDUE, Standing.NO_DEADLINE),
    Sum.DUE: (*_DONE, Standing.OPEN_OVERDUE),
    Sum.NO_DEADLINE_ALL: (Standing.NO_DEADLINE, Standing.NO_DEADLINE_DONE),
    Sum.IN_TIME: (Standing.DONE_ON_TIME, Standing.OPEN_IN_TIME),
    Sum.LATE: (Standing.DONE_LATE, Standing.OPEN_OVERDUE),
}

ListClass = Standing | Ageing | Sum


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What the address asks for; `on` is the day as of which tasks stand."""

    on: date
    plan_id: int | None = None
    agency_id: int | None = None
    chosen: ListClass | None = None
    words: str = ""
    agency_class: Level | None = None  # people's committees of a level
    scope: Scope | None = None  # None: all that the person may see
    role: str = ""  # LEAD or PARTNER: what the person's agencies lead, or only support


@dataclass(frozen=True, slots=True)
class ListRow:
    """One task as it stood on the day."""

    task: Task
    state: State
    standing: Standing
    due_on: date | None
    time: Timeliness


def list_class(written: str) -> ListClass | None:
    """Return the class that a word of the address names, None for any other word."""
    for kind in (Standing, Ageing, Sum):
        if written in {member.value for member in kind}:
            return kind(written)
    return None


def listed_tasks(actor: Actor, asked: ListFilter, *, page: int, soon_until: date) -> Page[ListRow]:
    """Return one page of the tasks that the person may see and the address asks for, the longest due first.

    A page beyond the last is the last.
    """
    standing = standing_as_of(asked.on)
    total = db.session.scalar(_asked(select(func.count()), standing, actor, asked)) or 0
    page = min(page, Page([], page, total).last)
    found = db.session.execute(
        _asked(
            select(Task, *(standing.c[name] for name in ("state", "standing", "due_on", "completed_on"))),
            standing,
            actor,
            asked,
        )
        .options(
            joinedload(Task.assignment).joinedload(Assignment.clause), joinedload(Task.plan), joinedload(Task.agency)
        )
        .order_by(standing.c.due_on.is_(None), standing.c.due_on, Task.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    rows = [_row(*values, on=asked.on, soon_until=soon_until) for values in found]
    return Page(rows, page, total)


def filter_choices(actor: Actor) -> tuple[Sequence[tuple[int, str]], Sequence[tuple[int, str]]]:
    """Return the plans and the agencies of all tasks the person may see, as (id, name). Two statements."""
    seen = select(Task.plan_id, Task.agency_id).join(Plan, Task.plan_id == Plan.id).where(task_visible(actor))
    mine = seen.subquery()
    plans = db.session.scalars(
        select(Plan).where(Plan.id.in_(select(mine.c.plan_id))).order_by(Plan.number, Plan.title_key, Plan.id)
    )
    agencies = db.session.execute(
        select(Agency.id, Agency.name)
        .where(Agency.id.in_(select(mine.c.agency_id)))
        .order_by(Agency.name_key, Agency.id)
    )
    return [(plan.id, plan.short_name) for plan in plans], [(row[0], row[1]) for row in agencies]


def _asked(statement: Select[Any], standing: Subquery, actor: Actor, asked: ListFilter) -> Select[Any]:
    statement = (
        statement.select_from(standing)
        .join(Task, Task.id == standing.c.task_id)
        .join(Plan, Plan.id == standing.c.plan_id)
        .join(Assignment, Assignment.id == standing.c.assignment_id)
        .where(task_visible(actor))
    )
    if asked.plan_id is not None:
        statement = statement.where(Task.plan_id == asked.plan_id)
    if asked.agency_id is not None:
        statement = statement.where(Task.agency_id == asked.agency_id)
    if asked.agency_class is not None:
        statement = statement.where(Task.agency_id.in_(select(Agency.id).where(in_class(asked.agency_class))))
    if asked.scope is not None:
        statement = statement.where(in_scope(asked.scope, actor))
    if asked.role in (LEAD, PARTNER):
        leads = Task.agency_id.in_(actor.own_agencies)
        statement = statement.where(leads if asked.role == LEAD else ~leads)
    if asked.words:
        statement = statement.where(Assignment.text_key.contains(fold(asked.words), autoescape=True))
    if asked.chosen is not None:
        statement = statement.where(_is_in(standing, asked.chosen, asked.on))
    return statement


def _is_in(standing: Subquery, chosen: ListClass, on: date) -> ColumnElement[bool]:
    if isinstance(chosen, Ageing):
        return is_aged(standing, chosen, on)
    if chosen is Sum.TO_UPDATE:
        return standing.c.is_open == 1
    if chosen is Sum.UPDATED:
        return standing.c.is_updated == 1
    if chosen is Sum.NOT_UPDATED:
        return (standing.c.is_open == 1) & (standing.c.is_updated == 0)
    classes = _CLASSES[chosen] if isinstance(chosen, Sum) else (chosen,)
    return standing.c.standing.in_([each.value for each in classes])


def _row(
    task: Task,
    state: State,
    standing: str,
    due_on: date | None,
    completed_on: date | None,
    *,
    on: date,
    soon_until: date,
) -> ListRow:
    is_requested = task.assignment.mode is Mode.REQUESTED
    time = timeliness(
        due_on=None if is_requested else due_on,
        completed_on=completed_on,
        today=on,
        soon_until=soon_until,
        is_paused=state is State.SUSPENDED,
    )
    return ListRow(task, State(state), Standing(standing), due_on, time)
