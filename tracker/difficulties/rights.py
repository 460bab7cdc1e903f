"""Who may see, answer and close a difficulty. Reads at most the holder of the standing role."""

from datetime import date

from sqlalchemy import ColumnElement, or_

from tracker.accounts.queries import people_of_agencies, watchers_of
from tracker.agencies.queries import standing_agency_id
from tracker.difficulties.models import Difficulty
from tracker.difficulties.rules import HIGHER_LEVELS
from tracker.plans.queries import watched_by
from tracker.rights import Actor, Role, judging_roles


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Difficulty and Plan that the actor may see it: its agency, and who watches the plan."""
    return or_(Difficulty.agency_id.in_(actor.own_agencies), watched_by(actor))


def answering_roles(difficulty: Difficulty, *, on: date) -> frozenset[Role]:
    """Return who answers: the monitor; the secretary for the standing agency's own and for higher levels."""
    if difficulty.level in HIGHER_LEVELS:
        return frozenset({Role.SECRETARY})
    standing = standing_agency_id(difficulty.plan.issuer_id, difficulty.plan_id, on=on)
    return judging_roles(difficulty.agency_id, standing)


def answers(actor: Actor, difficulty: Difficulty, *, on: date) -> bool:
    """Tell whether the actor answers it, or hands it on; never one of their own agency."""
    if actor.belongs_to(difficulty.agency_id):
        return False
    issuer_id = difficulty.plan.issuer_id
    roles = answering_roles(difficulty, on=on)
    return any(actor.holds(role, issuer_id=issuer_id, plan_id=difficulty.plan_id) for role in roles)


def people_who_answer(difficulty: Difficulty, *, on: date) -> set[int]:
    """Return the open accounts that answer it on a day."""
    plan = difficulty.plan
    people: set[int] = set()
    for role in answering_roles(difficulty, on=on):
        people |= watchers_of(plan.issuer_id, plan.id, role, on=on)
    own = people_of_agencies([difficulty.agency_id], on=on, roles=tuple(Role))[difficulty.agency_id]
    return people - own
