"""Which of the plans that a person may read a figure is about: all of them, those watched, or those followed up."""

import enum

from sqlalchemy import ColumnElement, false, or_

from tracker.plans.models import Plan
from tracker.plans.queries import watched_by
from tracker.rights import WATCHING_ROLES, Actor, Role


class Scope(enum.StrEnum):
    """The part of the plans behind a figure, by its word in the address ("pham-vi")."""

    WATCHED = "theo-doi"  # the committee's: plans watched over, and their child plans
    FOLLOWED = "phu-trach"  # the follow-up's: without the child plans of others, who have their own monitor


def scope_named(written: str) -> Scope | None:
    """Return the scope that a word of the address names, None for any other word."""
    return next((scope for scope in Scope if scope.value == written), None)


def in_scope(scope: Scope, actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Plan that it belongs to the scope of the actor."""
    return watched_by(actor) if scope is Scope.WATCHED else followed_by(actor)


def followed_by(actor: Actor, *roles: Role) -> ColumnElement[bool]:
    """Return the condition on Plan that the actor holds a watching role (of those named, or any) over it."""
    asked = roles or tuple(WATCHING_ROLES)
    issuers, plans = actor.issuers_watched(*asked), actor.plans_watched(*asked)
    return or_(Plan.issuer_id.in_(issuers), Plan.id.in_(plans)) if issuers or plans else false()
