"""What pages read of tasks: who may see which, one task with its place in the plan, and what waits to be judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from tracker.agencies.models import Agency, AgencyRole, RoleKind
from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.plans.models import Clause, Plan, PlanParticipant, PlanVersion
from tracker.plans.queries import watched_by
from tracker.rights import Actor, Role
from tracker.tasks.models import Assignment, AssignmentPartner, AssignmentWording, Task, TaskEvent
from tracker.tasks.rules import State

SURROUNDINGS = 700
"""How many letters of the plan's text are read before and after a quote."""
MOST_SIBLINGS = 500


@dataclass(frozen=True, slots=True)
class TaskInPlan:
    """A task with the part of the plan's text round its quote; `window_start` is where that part begins."""

    task: Task
    window: str
    window_start: int


@dataclass(frozen=True, slots=True)
class Sibling:
    """The same assignment for another agency, or for another time."""

    task_id: int
    agency: str
    state: State
    due_on: date | None
    occurrence: str


def task_visible(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Task and Plan that the actor may see the task.

    Those who watch the plan see all of it; an agency sees what it leads and what it supports (docs/decisions.md,
    "Rights").
    """
    supports = select(AssignmentPartner.assignment_id).where(AssignmentPartner.agency_id.in_(actor.own_agencies))
    return or_(watched_by(actor), Task.agency_id.in_(actor.own_agencies), Task.assignment_id.in_(supports))


def task_visible_to(actor: Actor, task_id: int) -> Task:
    """Return the task, or raise NotVisible: the same answer whether it is missing or belongs to others."""
    return task_in_plan(actor, task_id).task


def task_in_plan(actor: Actor, task_id: int) -> TaskInPlan:
    """Return the task with what its page shows of the plan, by one statement. Raises NotVisible."""
    start = case((Assignment.quote_start > SURROUNDINGS, Assignment.quote_start - SURROUNDINGS), else_=0)
    length = Assignment.quote_end - start + SURROUNDINGS
    text = func.coalesce(PlanVersion.text, Plan.text)
    row = db.session.execute(
        select(Task, func.substr(text, start + 1, length), start)
        .join(Task.assignment)
        .join(Plan, Task.plan_id == Plan.id)
        .outerjoin(PlanVersion, PlanVersion.id == Assignment.version_id)
        .where(Task.id == task_id, task_visible(actor))
        .options(
            joinedload(Task.assignment).joinedload(Assignment.clause),
            joinedload(Task.assignment).joinedload(Assignment.version),
            joinedload(Task.plan).joinedload(Plan.issuer),
            joinedload(Task.child_plan),
            joinedload(Task.agency),
        )
    ).one_or_none()
    if row is None:
        raise NotVisible()
    return TaskInPlan(*row)


def clauses_above(clause: Clause | None) -> Sequence[Clause]:
    """Return the clause with those it stands in, the highest first, by one statement."""
    if clause is None:
        return []
    chain = select(Clause.id, Clause.parent_id).where(Clause.id == clause.id).cte("chain", recursive=True)
    chain = chain.union_all(select(Clause.id, Clause.parent_id).join(chain, Clause.id == chain.c.parent_id))
    return db.session.scalars(
        select(Clause).join(chain, chain.c.id == Clause.id).order_by(Clause.depth, Clause.position)
    ).all()


def events_of(task_id: int) -> Sequence[TaskEvent]:
    """Return what happened to a task, newest first, each with its file."""
    return db.session.scalars(
        select(TaskEvent)
        .where(TaskEvent.task_id == task_id)
        .options(joinedload(TaskEvent.file))
        .order_by(TaskEvent.id.desc())
        .limit(300)
    ).all()


def event_with_file(task_id: int, event_id: int) -> TaskEvent:
    """Return the event of the task that carries a file, or raise NotVisible."""
    event = db.session.scalar(
        select(TaskEvent)
        .where(TaskEvent.id == event_id, TaskEvent.task_id == task_id, TaskEvent.file_id.is_not(None))
        .options(joinedload(TaskEvent.file))
    )
    if event is None:
        raise NotVisible()
    return event


def earlier_wordings(assignment_id: int) -> Sequence[AssignmentWording]:
    """Return how the assignment was worded before versions of the plan changed it, the newest first."""
    return db.session.scalars(
        select(AssignmentWording)
        .where(AssignmentWording.assignment_id == assignment_id)
        .options(
            joinedload(AssignmentWording.clause),
            joinedload(AssignmentWording.version),
            joinedload(AssignmentWording.changed_by),
        )
        .order_by(AssignmentWording.id.desc())
        .limit(50)
    ).all()


def partners_of(assignment_id: int) -> Sequence[AssignmentPartner]:
    """Return the co-ordinating agencies in the order of the plan's words."""
    return db.session.scalars(
        select(AssignmentPartner)
        .where(AssignmentPartner.assignment_id == assignment_id)
        .options(joinedload(AssignmentPartner.agency))
        .order_by(AssignmentPartner.id)
    ).all()


def siblings_of(task: Task) -> list[Sibling]:
    """Return every task of the same assignment, this one too, by time and agency."""
    rows = db.session.execute(
        select(Task.id, Agency.name, Task.state, Task.due_on, Task.occurrence)
        .join(Task.agency)
        .where(Task.assignment_id == task.assignment_id)
        .order_by(Task.occurrence, Agency.name_key, Task.id)
        .limit(MOST_SIBLINGS)
    )
    return [Sibling(*row) for row in rows]


def agencies_to_hand_to(task: Task) -> Sequence[Agency]:
    """Return the agencies that could take a task: those of the issuer's place, and those that take part in the plan."""
    takes_part = select(PlanParticipant.agency_id).where(PlanParticipant.plan_id == task.plan_id)
    return db.session.scalars(
        select(Agency)
        .where(
            or_(Agency.unit_code == task.plan.issuer.unit_code, Agency.id.in_(takes_part)),
            Agency.id.not_in((task.agency_id, task.plan.issuer_id)),
        )
        .order_by(Agency.name_key, Agency.id)
        .limit(1000)
    ).all()


def waiting_for(actor: Actor, *, on: date, limit: int = 200) -> Sequence[Task]:
    """Return the tasks that wait for this person's decision: reported results, then declined ones; the oldest first."""
    return db.session.scalars(
        select(Task)
        .join(Plan, Task.plan_id == Plan.id)
        .where(Task.state.in_((State.AWAITING_CONFIRMATION, State.DECLINED)), judged_by(actor, Task.agency_id, on=on))
        .options(
            joinedload(Task.assignment).joinedload(Assignment.clause), joinedload(Task.plan), joinedload(Task.agency)
        )
        .order_by(Task.state, Task.reported_on, Task.id)
        .limit(limit)
    ).all()


def judged_by(actor: Actor, doer: InstrumentedAttribute[int], *, on: date) -> ColumnElement[bool]:
    """Return the condition on Plan and the agency column `doer` that the actor may judge what that agency does.

    The same rule as rights.may_judge, for many rows at once: the monitor; the secretary for the standing agency, and
    where none is on record; never one's own agency.
    """
    standing = _standing_agency(on)
    monitored = _held(actor, Role.MONITOR)
    kept_minutes = _held(actor, Role.SECRETARY)
    return and_(
        doer.not_in(actor.own_agencies),
        or_(
            and_(monitored, or_(standing.is_(None), doer != standing)),
            and_(kept_minutes, or_(standing.is_(None), doer == standing)),
        ),
    )


def _held(actor: Actor, role: Role) -> ColumnElement[bool]:
    issuers, plans = actor.issuers_watched(role), actor.plans_watched(role)
    if not issuers and not plans:
        return false()
    return or_(Plan.issuer_id.in_(issuers), Plan.id.in_(plans))


def _standing_agency(on: date) -> ScalarSelect[int]:
    """The standing agency of each plan on a day, as agencies.queries.standing_agency_id answers it for one."""
    return (
        select(AgencyRole.agency_id)
        .where(
            AgencyRole.role == RoleKind.STANDING,
            AgencyRole.issuer_id == Plan.issuer_id,
            or_(AgencyRole.plan_id.is_(None), AgencyRole.plan_id == Plan.id),
            AgencyRole.starts_on <= on,
            or_(AgencyRole.ends_on.is_(None), AgencyRole.ends_on >= on),
        )
        .order_by(AgencyRole.plan_id.is_(None), AgencyRole.starts_on.desc(), AgencyRole.id.desc())
        .limit(1)
        .correlate(Plan)
        .scalar_subquery()
    )
