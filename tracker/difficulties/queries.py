"""What pages read of difficulties. A few statements, however many rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.difficulties.models import Difficulty, DifficultyStep
from tracker.difficulties.rights import visible_to
from tracker.difficulties.rules import HIGHER_LEVELS, WAITING_STATES, CompetentLevel, DifficultyState
from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.plans.scope import followed_by
from tracker.rights import Actor, Role
from tracker.tasks.queries import judged_by
from tracker.web.paging import PAGE_SIZE, Page

MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is filtered by."""

    state: DifficultyState | None = None
    level: CompetentLevel | None = None
    plan_id: int | None = None


def difficulty_visible_to(actor: Actor, difficulty_id: int) -> Difficulty:
    """Return the difficulty with its plan and agency, or raise NotVisible."""
    found = db.session.scalar(_loaded().where(Difficulty.id == difficulty_id, visible_to(actor)))
    if found is None:
        raise NotVisible()
    return found


def steps_of(difficulty_id: int) -> Sequence[DifficultyStep]:
    """Return what was done about a difficulty, in order."""
    return db.session.scalars(
        select(DifficultyStep)
        .where(DifficultyStep.difficulty_id == difficulty_id)
        .order_by(DifficultyStep.id)
        .limit(200)
    ).all()


def listed(actor: Actor, chosen: Chosen, page: int) -> Page[Difficulty]:
    """Return one page of the difficulties that the actor may see, those without an answer first, by its day."""
    where = [visible_to(actor)]
    where += [Difficulty.state == chosen.state] if chosen.state else []
    where += [Difficulty.level == chosen.level] if chosen.level else []
    where += [Difficulty.plan_id == chosen.plan_id] if chosen.plan_id is not None else []
    total = db.session.scalar(select(func.count()).select_from(Difficulty).join(Plan).where(*where)) or 0
    rows = db.session.scalars(
        _loaded()
        .where(*where)
        .order_by(Difficulty.state.in_(WAITING_STATES).desc(), Difficulty.answer_by, Difficulty.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    return Page(rows, page, total)


def waiting_for(actor: Actor, *, on: date) -> Sequence[Difficulty]:
    """Return the difficulties that wait for this person's answer, the earliest day first."""
    if not actor.has(Role.MONITOR, Role.SECRETARY):
        return []
    return db.session.scalars(
        _loaded().where(waits_for(actor, on=on)).order_by(Difficulty.answer_by, Difficulty.id).limit(MOST_WAITING)
    ).all()


def waits_for(actor: Actor, *, on: date) -> ColumnElement[bool]:
    """Return the condition on Difficulty and Plan that it waits for this person's answer."""
    of_secretary = and_(
        Difficulty.level.in_(HIGHER_LEVELS),
        followed_by(actor, Role.SECRETARY),
        Difficulty.agency_id.not_in(actor.own_agencies),
    )
    below = and_(Difficulty.level.not_in(HIGHER_LEVELS), judged_by(actor, Difficulty.agency_id, on=on))
    return and_(Difficulty.state.in_(WAITING_STATES), or_(of_secretary, below))


def _loaded() -> Select[tuple[Difficulty]]:
    return (
        select(Difficulty)
        .join(Difficulty.plan)
        .options(contains_eager(Difficulty.plan).joinedload(Plan.issuer), joinedload(Difficulty.agency))
    )
