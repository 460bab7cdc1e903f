"""What pages read of drafts and their proposals, and who may read which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, undefer

from tracker.agencies.models import Agency, AgencyAlias
from tracker.catalogue.naming import lineage
from tracker.catalogue.units import unit_by_code
from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.intake.models import Decision, Draft, DraftState, Proposal, ReviewPlace, ReviewStep
from tracker.intake.rules.search import Offered
from tracker.plans.models import Plan
from tracker.rights import Actor, Role
from tracker.tasks.models import Assignment, Task
from tracker.tasks.rules import OPEN_STATES
from tracker.web.paging import PAGE_SIZE, Page


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the list, with how many proposals are accepted, wait for a decision, and became tasks."""

    draft: Draft
    accepted: int
    pending: int
    issued: int


def drafts_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Draft that the actor may read it: issuer's monitor, or agency whose own plan it is."""
    if actor.is_machine:
        return Draft.id.is_not(None)
    own = and_(Draft.answers_task_id.is_not(None), Draft.issuer_id.in_(actor.agency_ids))
    monitored = Draft.issuer_id.in_(actor.issuers_watched(Role.MONITOR))
    return or_(monitored, Draft.plan_id.in_(actor.plans_watched(Role.MONITOR)), own)


def draft_visible_to(actor: Actor, draft_id: int, *, lock: bool = False) -> Draft:
    """Return the draft with its reading, or raise NotVisible. `lock` holds its row until the transaction ends."""
    query = select(Draft).where(Draft.id == draft_id, drafts_visible_to(actor))
    if lock:
        query = query.with_for_update(of=Draft)
    draft = db.session.scalar(
        query.options(
            joinedload(Draft.issuer), joinedload(Draft.file), joinedload(Draft.plan), undefer(Draft.extraction)
        ).execution_options(populate_existing=lock)
    )
    if draft is None:
        raise NotVisible()
    return draft


def plan_of_draft(draft_id: int) -> Plan | None:
    """Return the plan that was made of the draft, or of another draft of the same document."""
    return db.session.scalar(
        select(Plan)
        .join(Draft, or_(Plan.id == Draft.plan_id, Plan.identity == Draft.identity))
        .where(Draft.id == draft_id)
    )


def proposals_of(draft_id: int) -> list[Proposal]:
    """Return all proposals of a draft in the order of the text, without those that others stand in for."""
    found = db.session.scalars(
        select(Proposal)
        .where(Proposal.draft_id == draft_id, Proposal.decision != Decision.REPLACED)
        .order_by(Proposal.position)
        .execution_options(populate_existing=True)
    )
    return sorted(found, key=lambda proposal: (proposal.start, proposal.position))


def proposal_of(draft: Draft, proposal_id: int) -> Proposal:
    """Return one proposal of a draft, or raise NotVisible."""
    proposal = db.session.scalar(
        select(Proposal)
        .where(Proposal.id == proposal_id, Proposal.draft_id == draft.id)
        .execution_options(populate_existing=True)
    )
    if proposal is None:
        raise NotVisible()
    return proposal


def drafts_in_review(actor: Actor, number: int) -> Page[DraftRow]:
    """Return a page of the drafts that still hold something to decide, newest first."""
    waits = select(Proposal.draft_id).where(Proposal.decision.in_((Decision.PENDING, Decision.ACCEPTED)))
    shown = and_(
        drafts_visible_to(actor),
        or_(Draft.state == DraftState.REVIEW, and_(Draft.state == DraftState.CONFIRMED, Draft.id.in_(waits))),
    )
    total = db.session.scalar(select(func.count()).select_from(Draft).where(shown)) or 0
    rows = db.session.execute(
        select(Draft, *_decided(Decision.ACCEPTED, Decision.PENDING, Decision.ISSUED))
        .where(shown)
        .options(joinedload(Draft.issuer))
        .order_by(Draft.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return Page([DraftRow(*row) for row in rows], number, total)


def _decided(*decisions: Decision) -> list[ColumnElement[int]]:
    return [
        select(func.coalesce(func.sum(case((Proposal.decision == decision, 1), else_=0)), 0))
        .where(Proposal.draft_id == Draft.id)
        .correlate(Draft)
        .scalar_subquery()
        for decision in decisions
    ]


def own_plan_tasks(actor: Actor) -> Sequence[Task]:
    """Return the tasks of the person's agencies that ask for an own plan and still have none, the most urgent first."""
    drafted = select(Draft.answers_task_id).where(
        Draft.answers_task_id.is_not(None), Draft.state != DraftState.DISCARDED
    )
    return db.session.scalars(
        select(Task)
        .join(Task.assignment)
        .where(
            Task.agency_id.in_(actor.agency_ids),
            Assignment.is_own_plan,
            Task.child_plan_id.is_(None),
            Task.state.in_(OPEN_STATES),
            Task.id.not_in(drafted),
        )
        .options(joinedload(Task.assignment), joinedload(Task.plan), joinedload(Task.agency))
        .order_by(Task.due_on.is_(None), Task.due_on, Task.id)
        .limit(100)
    ).all()


def draft_for_task(actor: Actor, task_id: int) -> Draft | None:
    """Return the draft of the task's own plan that still waits for its review, None when the actor reads none."""
    return db.session.scalar(
        select(Draft)
        .where(Draft.answers_task_id == task_id, Draft.state == DraftState.REVIEW, drafts_visible_to(actor))
        .order_by(Draft.id.desc())
        .limit(1)
    )


def issuers_monitored(actor: Actor) -> Sequence[Agency]:
    """Return the issuers whose plans the actor monitors, by name: those for whom documents may be uploaded."""
    return db.session.scalars(
        select(Agency).where(Agency.id.in_(actor.issuers_watched(Role.MONITOR))).order_by(Agency.name_key, Agency.id)
    ).all()


def agencies_near(issuer: Agency) -> list[Offered]:
    """Return the agencies of the issuer's place and of the places above it, with their other names, by name."""
    place = unit_by_code(issuer.unit_code) if issuer.unit_code else None
    codes = [unit.code for unit in lineage(place)] if place else []
    rows = db.session.execute(
        select(Agency.id, Agency.name, AgencyAlias.name_key)
        .outerjoin(AgencyAlias, AgencyAlias.agency_id == Agency.id)
        .where(Agency.unit_code.in_(codes))
        .order_by(Agency.name_key, Agency.id)
        .limit(1000)
    )
    names: dict[int, tuple[str, tuple[str, ...]]] = {}
    for agency_id, name, alias in rows:
        names[agency_id] = (name, (*names.get(agency_id, (name, ()))[1], *([alias] if alias else [])))
    return [Offered(name, agency_id, aliases) for agency_id, (name, aliases) in names.items()]


def last_step_of(draft_id: int, actor: Actor) -> ReviewStep | None:
    """Return the newest step of the person in the draft that can still be undone."""
    return db.session.scalar(
        select(ReviewStep)
        .where(
            ReviewStep.draft_id == draft_id,
            ReviewStep.person_id == actor.person_id,
            ReviewStep.undone_at.is_(None),
        )
        .order_by(ReviewStep.id.desc())
        .limit(1)
    )


def changed_by_others(draft_id: int, actor: Actor, after: datetime) -> Sequence[Proposal]:
    """Return the proposals, replaced ones too, that other people changed after a moment, in the order of the text."""
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.draft_id == draft_id, Proposal.changed_at > after, Proposal.changed_by_id != actor.person_id)
        .order_by(Proposal.position)
        .execution_options(populate_existing=True)
    ).all()


def place_of_reader(draft_id: int, actor: Actor) -> ReviewPlace | None:
    """Return where the person left the review, None at the first visit."""
    if actor.person_id is None:
        return None
    return db.session.get(ReviewPlace, (draft_id, actor.person_id))


def needs_a_look(proposal: Proposal) -> bool:
    """Tell whether the proposal stands under "Cần xem": it was read with a doubt, or has one now."""
    return bool(proposal.drafted["doubts"] or proposal.doubts)


def is_sure(proposal: Proposal) -> bool:
    """Tell whether the proposal waits, holds no doubt, and has its agency: what "accept all" chooses."""
    return proposal.decision is Decision.PENDING and not proposal.doubts and proposal.is_led


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How the proposals of a draft stand. `doubtful` are those that need a look, decided or not; `sure` the others.

    Of the `pending`, `ready` are those that "accept all" would choose, `open_doubts` those with a doubt to answer.
    """

    total: int
    sure: int
    doubtful: int
    chosen: int
    pending: int
    dropped: int
    issued: int
    ready: int
    open_doubts: int


def counts_of(proposals: Sequence[Proposal]) -> ReviewCounts:
    """Count the proposals of a draft."""
    decided = [proposal.decision for proposal in proposals]
    doubtful = sum(needs_a_look(proposal) for proposal in proposals)
    return ReviewCounts(
        total=len(proposals),
        sure=len(proposals) - doubtful,
        doubtful=doubtful,
        chosen=decided.count(Decision.ACCEPTED),
        pending=decided.count(Decision.PENDING),
        dropped=decided.count(Decision.DROPPED),
        issued=decided.count(Decision.ISSUED),
        ready=sum(is_sure(proposal) for proposal in proposals),
        open_doubts=sum(p.decision is Decision.PENDING and bool(p.doubts) for p in proposals),
    )
