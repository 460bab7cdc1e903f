"""What comes into being when an assignment is confirmed, or its next times come near. Adds, never commits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.extensions import db
from tracker.plans.issue import add_participants
from tracker.plans.models import Plan
from tracker.rights import SYSTEM, Actor
from tracker.tasks.deadlines import due_days, horizon, settle
from tracker.tasks.making import add_tasks
from tracker.tasks.models import Assignment, AssignmentLead, AssignmentPartner, Task
from tracker.tasks.rules import DeadlineOrigin, Mode, Nature
from tracker.vietnamese import fold


@dataclass(frozen=True, slots=True)
class AssignmentOrder:
    """A confirmed proposal: what is to be done (with its quote in the plan's text), by whom, with whom, until when."""

    position: int
    clause_id: int | None
    text: str
    quote: tuple[int, int]
    written_agency: str
    is_group: bool
    mode: Mode
    nature: Nature
    role: str
    origin: DeadlineOrigin
    words: str | None
    due_on: date | None
    recurs: dict[str, Any] | None
    is_own_plan: bool
    lead_ids: tuple[int, ...]
    partners: tuple[tuple[int | None, str], ...] = ()
    version_id: int | None = None  # the document whose text is quoted; None: the plan itself
    starts_on: date | None = None  # from which day it counts; None: from the plan's issuing day


def issue_assignment(plan: Plan, order: AssignmentOrder, *, by: Actor, today: date) -> Assignment:
    """Add the assignment with a task for each lead (for each time until twelve months ahead, when it recurs).

    Tasks begin on the plan's issuing day, whatever day it is confirmed on; those that a version of the plan adds begin
    on `starts_on`. The agencies become readers of the plan.
    """
    leads = list(dict.fromkeys(order.lead_ids))
    assignment = _assignment_of(plan, order, leads)
    db.session.add(assignment)
    db.session.flush()
    add_tasks(assignment, leads, _times(assignment, plan, today), by=by)
    add_participants(plan, [*leads, *(agency_id for agency_id, _ in order.partners if agency_id is not None)])
    return assignment


def issue_due_occurrences(*, today: date) -> int:
    """Add the times of recurring assignments that now lie at most twelve months ahead; return how many are new."""
    recurring = db.session.scalars(
        select(Assignment)
        .where(Assignment.deadline_origin == DeadlineOrigin.RECURRING, Assignment.ended_on.is_(None))
        .options(joinedload(Assignment.plan), selectinload(Assignment.leads))
        .order_by(Assignment.id)
    ).all()
    there = _known_times()
    made = 0
    for assignment in recurring:
        for lead in assignment.leads:
            known = there.get((assignment.id, lead.agency_id), set())
            new = [due for due in _times(assignment, assignment.plan, today) if due and due.isoformat() not in known]
            made += add_tasks(assignment, [lead.agency_id], new, by=SYSTEM)
    return made


def _assignment_of(plan: Plan, order: AssignmentOrder, leads: list[int]) -> Assignment:
    origin, due_on = settle(
        origin=order.origin,
        due_on=order.due_on,
        nature=order.nature,
        mode=order.mode,
        recurs=order.recurs,
        plan_end=plan.period_end,
    )
    return Assignment(
        plan=plan,
        clause_id=order.clause_id,
        position=order.position,
        text=order.text,
        text_key=fold(order.text),
        quote_start=order.quote[0],
        quote_end=order.quote[1],
        written_agency=order.written_agency,
        is_group=order.is_group,
        mode=order.mode,
        nature=order.nature,
        role=order.role,
        deadline_origin=origin,
        deadline_words=order.words,
        due_on=due_on,
        recurs=order.recurs if origin is DeadlineOrigin.RECURRING else None,
        is_own_plan=order.is_own_plan,
        version_id=order.version_id,
        starts_on=order.starts_on,
        leads=[AssignmentLead(agency_id=agency_id) for agency_id in leads],
        partners=[AssignmentPartner(agency_id=agency_id, words=words) for agency_id, words in order.partners],
    )


def _times(assignment: Assignment, plan: Plan, today: date) -> list[date | None]:
    if not assignment.recurs:
        return [assignment.due_on]
    start = assignment.starts_on or plan.issued_on
    return [*due_days(assignment.recurs, start=start, end=plan.period_end, until=horizon(today))]


def _known_times() -> dict[tuple[int, int], set[str]]:
    known: dict[tuple[int, int], set[str]] = {}
    rows = db.session.execute(
        select(Task.assignment_id, Task.agency_id, Task.occurrence)
        .join(Task.assignment)
        .where(Assignment.deadline_origin == DeadlineOrigin.RECURRING)
    )
    for assignment_id, agency_id, occurrence in rows:
        known.setdefault((assignment_id, agency_id), set()).add(occurrence)
    return known
