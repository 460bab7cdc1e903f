"""What pages read of the confirmed versions of a plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, case, func, or_, select

from tracker.extensions import db
from tracker.intake.models import Decision, Draft, DraftState, Proposal
from tracker.intake.queries import drafts_visible_to
from tracker.intake.rules.comparing import Kind
from tracker.intake.version_models import VersionDraft, VersionItem
from tracker.plans.models import Plan, PlanVersion
from tracker.rights import Actor
from tracker.tasks.models import Task
from tracker.tasks.queries import task_visible

MOST_ITEMS = 2000


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a plan with how many assignments it changed, added and dropped: those that were followed."""

    version: PlanVersion
    changed: int
    added: int
    dropped: int


@dataclass(frozen=True, slots=True)
class WaitingDraft:
    """A document about a plan that still holds something to decide. `is_version`: it changes the plan, to be compared;
    else it made the plan, and `left` proposals of it stay in review."""

    id: int
    name: str
    is_version: bool
    left: int


@dataclass(frozen=True, slots=True)
class PlanDocuments:
    """The confirmed versions of a plan, the newest first, and the documents in which something is to be decided."""

    versions: tuple[VersionRow, ...]
    waiting: tuple[WaitingDraft, ...]


def documents_about(plan_id: int, actor: Actor) -> PlanDocuments:
    """Return the versions of a plan and what the actor may still decide about it, by one statement."""
    is_version = VersionDraft.plan_id == plan_id
    taken = [_taken(kind) for kind in (Kind.CHANGED, Kind.ADDED, Kind.DROPPED)]
    may_decide = case((drafts_visible_to(actor), 1), else_=0)
    rows = db.session.execute(
        select(Draft.id, Draft.number, Draft.title, Draft.state, may_decide, _left(), PlanVersion, *taken)
        .outerjoin(VersionDraft, VersionDraft.draft_id == Draft.id)
        .outerjoin(PlanVersion, PlanVersion.id == VersionDraft.version_id)
        .where(or_(is_version, Draft.plan_id == plan_id))
        .order_by(Draft.id.desc())
        .limit(100)
    )
    versions, waiting = [], []
    for key, number, title, state, may, left, version, *numbers in rows:
        if version is not None:
            versions.append(VersionRow(version, *(int(figure) for figure in numbers)))
        elif may and state is DraftState.REVIEW:
            waiting.append(WaitingDraft(key, number or title, True, left))
        elif may and left and state is DraftState.CONFIRMED:
            waiting.append(WaitingDraft(key, number or title, False, left))
    return PlanDocuments(tuple(versions), tuple(waiting))


def _left() -> ScalarSelect[int]:
    waits = Proposal.decision.in_((Decision.PENDING, Decision.ACCEPTED))
    return (
        select(func.count(Proposal.id)).where(Proposal.draft_id == Draft.id, waits).correlate(Draft).scalar_subquery()
    )


def items_of(version_id: int) -> Sequence[VersionItem]:
    """Return what a version changed, added, dropped and left untouched, in the order of its text."""
    return db.session.scalars(
        select(VersionItem).where(VersionItem.version_id == version_id).order_by(VersionItem.position).limit(MOST_ITEMS)
    ).all()


def tasks_of_items(version_id: int, actor: Actor) -> dict[int, int]:
    """Return a task of each assignment that the version names and the actor may see one of, by assignment."""
    named = select(VersionItem.assignment_id).where(VersionItem.version_id == version_id)
    rows = db.session.execute(
        select(Task.assignment_id, func.max(Task.id))
        .join(Plan, Plan.id == Task.plan_id)
        .where(Task.assignment_id.in_(named), task_visible(actor))
        .group_by(Task.assignment_id)
    )
    return dict(rows.tuples().all())


def _taken(kind: Kind) -> ScalarSelect[int]:
    wanted = (VersionItem.kind == kind) & VersionItem.was_taken
    return (
        select(func.coalesce(func.sum(case((wanted, 1), else_=0)), 0))
        .where(VersionItem.version_id == PlanVersion.id)
        .correlate(PlanVersion)
        .scalar_subquery()
    )
