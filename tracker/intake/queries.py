"""What pages read of drafts and their proposals, and who may read which."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, undefer

from tracker import clock
from tracker.agencies.models import Agency
from tracker.agencies.queries import agencies_called
from tracker.catalogue.naming import lineage
from tracker.catalogue.units import unit_by_code
from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.intake.models import Decision, Draft, DraftState, Proposal
from tracker.intake.rules.search import catalogue_names
from tracker.rights import Actor, Role
from tracker.tasks.models import Assignment, Task
from tracker.tasks.rules import OPEN_STATES
from tracker.vietnamese import fold
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


def proposals_of(draft_id: int) -> list[Proposal]:
    """Return all proposals of a draft in the order of the text."""
    return list(
        db.session.scalars(
            select(Proposal)
            .where(Proposal.draft_id == draft_id)
            .order_by(Proposal.position)
            .execution_options(populate_existing=True)
        )
    )


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


def left_in_review(plan_id: int, actor: Actor) -> tuple[int, int] | None:
    """Return (draft, proposals still open) of a confirmed plan; None when nothing is left for the actor."""
    row = db.session.execute(
        select(Draft.id, func.count(Proposal.id))
        .join(Proposal, Proposal.draft_id == Draft.id)
        .where(
            Draft.plan_id == plan_id,
            Proposal.decision.in_((Decision.PENDING, Decision.ACCEPTED)),
            drafts_visible_to(actor),
        )
        .group_by(Draft.id)
    ).first()
    return (row[0], row[1]) if row else None


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


def agency_options(draft: Draft, words: str) -> tuple[list[Agency], list[str]]:
    """Return the known agencies, and those that only the catalogue knows, whose names hold the words."""
    place = unit_by_code(draft.issuer.unit_code) if draft.issuer.unit_code else None
    if not words.strip():
        return [], []
    codes = [unit.code for unit in lineage(place)] if place else []
    known = list(agencies_called(words, unit_codes=codes, limit=12))
    names = catalogue_names(words, place=place, on=draft.issued_on or draft.period_start or clock.today())
    taken = {agency.name_key for agency in known}
    return known, [name for name in names if fold(name) not in taken]


def needs_a_look(proposal: Proposal) -> bool:
    """Tell whether the proposal stands under "Cần xem": it was read with a doubt, or has one now."""
    return bool(proposal.drafted["doubts"] or proposal.doubts)


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How the proposals of a draft stand. `doubtful` are those that need a look, decided or not; `sure` the others."""

    total: int
    sure: int
    doubtful: int
    chosen: int
    pending: int
    dropped: int
    issued: int


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
    )
