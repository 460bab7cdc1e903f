"""What pages read of plans, and who may read which."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload, undefer

from tracker.agencies.models import Agency
from tracker.agencies.queries import like_pattern
from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.plans.models import Clause, Finding, Plan, PlanParticipant, PlanVersion, Severity
from tracker.rights import Actor
from tracker.vietnamese import fold
from tracker.web.paging import PAGE_SIZE, Page


def watched_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Plan that the actor watches it: the plan, all plans of its issuer, or its parent plan.

    The command line and the worker see all.
    """
    if actor.is_machine:
        return Plan.id.is_not(None)
    parent = aliased(Plan)
    watched_parents = select(parent.id).where(
        or_(parent.issuer_id.in_(actor.issuers_watched()), parent.id.in_(actor.plans_watched()))
    )
    return or_(
        Plan.issuer_id.in_(actor.issuers_watched()),
        Plan.id.in_(actor.plans_watched()),
        Plan.parent_id.in_(watched_parents),
    )


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Plan that the actor may read it.

    Those who watch the plan, the issuer's plans, or the parent plan; and agencies that lead, support or report in it
    (docs/decisions.md, "Rights"). The command line and the worker see all.
    """
    takes_part = select(PlanParticipant.plan_id).where(PlanParticipant.agency_id.in_(actor.own_agencies))
    return or_(watched_by(actor), Plan.id.in_(takes_part))


def plan_visible_to(actor: Actor, plan_id: int) -> Plan:
    """Return the plan, or raise NotVisible: the same answer whether it is missing or belongs to others."""
    plan = db.session.scalar(select(Plan).where(Plan.id == plan_id, visible_to(actor)))
    if plan is None:
        raise NotVisible()
    return plan


def plan_with_text(actor: Actor, plan_id: int) -> Plan:
    """Return the plan with its whole text, or raise NotVisible."""
    plan = db.session.scalar(
        select(Plan).where(Plan.id == plan_id, visible_to(actor)).options(joinedload(Plan.issuer), undefer(Plan.text))
    )
    if plan is None:
        raise NotVisible()
    return plan


def version_visible_to(actor: Actor, plan_id: int, version_id: int) -> PlanVersion:
    """Return a document that changed the plan, with its text, for those who may read the plan; or raise NotVisible."""
    version = db.session.scalar(
        select(PlanVersion)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .where(PlanVersion.id == version_id, Plan.id == plan_id, visible_to(actor))
        .options(joinedload(PlanVersion.plan).joinedload(Plan.issuer), undefer(PlanVersion.text))
    )
    if version is None:
        raise NotVisible()
    return version


def plan_with_head(actor: Actor, plan_id: int) -> tuple[Plan, int, bool]:
    """Return the plan with issuer and file, how many agencies take part in it, and whether the actor watches it.

    Raises NotVisible.
    """
    taking_part = (
        select(func.count())
        .select_from(PlanParticipant)
        .where(PlanParticipant.plan_id == Plan.id)
        .correlate(Plan)
        .scalar_subquery()
    )
    row = db.session.execute(
        select(Plan, taking_part, case((watched_by(actor), 1), else_=0))
        .where(Plan.id == plan_id, visible_to(actor))
        .options(joinedload(Plan.issuer), joinedload(Plan.file))
    ).first()
    if row is None:
        raise NotVisible()
    return row[0], row[1], bool(row[2])


def plans_page(actor: Actor, words: str, number: int) -> Page[Plan]:
    """Return a page of the plans that the actor may read, newest first, whose number or title holds all the words."""
    shown = [visible_to(actor)]
    for word in fold(words).split():
        pattern = f"%{like_pattern(word)}%"
        shown.append(or_(Plan.title_key.like(pattern, escape="\\"), Plan.number_key.like(pattern, escape="\\")))
    total = db.session.scalar(select(func.count()).select_from(Plan).where(*shown)) or 0
    plans = db.session.scalars(
        select(Plan)
        .where(*shown)
        .options(joinedload(Plan.issuer))
        .order_by(Plan.issued_on.desc(), Plan.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    return Page(plans, number, total)


def clauses_of(plan_id: int) -> Sequence[Clause]:
    """Return the numbered parts of a plan in the order of its text."""
    return db.session.scalars(
        select(Clause).where(Clause.plan_id == plan_id, Clause.version_id.is_(None)).order_by(Clause.position)
    ).all()


def findings_of(plan_id: int) -> Sequence[Finding]:
    """Return what the checks of a plan found, errors first; what only says how the text was read is left out."""
    weight = case((Finding.severity == Severity.ERROR, 0), (Finding.severity == Severity.WARNING, 1), else_=2)
    return db.session.scalars(
        select(Finding)
        .where(Finding.plan_id == plan_id, Finding.code.not_in(("lead_in", "closing_order")))
        .order_by(weight, Finding.id)
        .limit(200)
    ).all()


def participants_of(plan_id: int) -> Sequence[Agency]:
    """Return the agencies that lead, support or report in a plan, by name."""
    return db.session.scalars(
        select(Agency)
        .join(PlanParticipant, PlanParticipant.agency_id == Agency.id)
        .where(PlanParticipant.plan_id == plan_id)
        .order_by(Agency.level, Agency.name_key, Agency.id)
        .limit(400)
    ).all()


@dataclass(frozen=True, slots=True)
class Family:
    """The plan that a plan carries out, and those that carry it out, as far as the reader may open them."""

    parent: Plan | None
    children: tuple[Plan, ...]


def family_of(plan: Plan, actor: Actor) -> Family:
    """Return the parent and the children of a plan that the actor may read."""
    related = db.session.scalars(
        select(Plan)
        .where(or_(Plan.id == plan.parent_id, Plan.parent_id == plan.id), visible_to(actor))
        .options(joinedload(Plan.issuer))
        .order_by(Plan.issued_on, Plan.id)
        .limit(200)
    ).all()
    parent = next((other for other in related if other.id == plan.parent_id), None)
    return Family(parent, tuple(other for other in related if other.parent_id == plan.id))
