"""Which plan carries out which: linked when both are there, whichever came first. Changes rows, never commits."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.agencies.models import Agency
from tracker.catalogue.units import lies_within, unit_by_code
from tracker.extensions import db
from tracker.history.record import Doer, record
from tracker.plans.models import Plan


def link_parent(plan: Plan, *, number_key: str | None, on: date | None, by: Doer) -> Plan | None:
    """Link the plan to the one with this number (and day, where it is given) of the same place or one above it.

    Two plans that fit equally well are left alone: which one is meant, nobody said.
    """
    if plan.parent_id is not None or not number_key:
        return None
    fitting = [
        other
        for other in _plans_numbered(number_key)
        if other.id != plan.id and (on is None or other.issued_on == on) and _stands_under(plan, other)
    ]
    if len(fitting) != 1:
        return None
    set_parent(plan, fitting[0], by=by)
    return fitting[0]


def set_parent(plan: Plan, parent: Plan, *, by: Doer) -> None:
    """Note that the plan carries out `parent`."""
    record(by, "linked_to_parent", plan, before={"parent_id": plan.parent_id}, after={"parent_id": parent.id})
    plan.parent_id = parent.id


def orphans_of(parent: Plan, parent_keys: dict[int, str | None]) -> list[Plan]:
    """Return the plans without a parent that name this plan's number (`parent_keys`: the number named, by plan id)."""
    return [
        child
        for child in plans_without_parent()
        if parent_keys.get(child.id) == parent.number_key and child.id != parent.id and _stands_under(child, parent)
    ]


def plans_without_parent() -> list[Plan]:
    """Return the plans that name a parent which was not there when they were confirmed, oldest first."""
    return list(
        db.session.scalars(
            select(Plan)
            .where(Plan.parent_id.is_(None), Plan.parent_number.is_not(None))
            .options(joinedload(Plan.issuer))
            .order_by(Plan.id)
        )
    )


def _plans_numbered(number_key: str) -> list[Plan]:
    return list(
        db.session.scalars(
            select(Plan).where(Plan.number_key == number_key).options(joinedload(Plan.issuer)).order_by(Plan.id)
        )
    )


def _stands_under(plan: Plan, parent: Plan) -> bool:
    own, above = plan.issuer, parent.issuer
    return own.id == above.id or _lies_within(own, above)


def _lies_within(own: Agency, above: Agency) -> bool:
    if own.unit_code is None or above.unit_code is None:
        return above.unit_code is None
    return lies_within(unit_by_code(own.unit_code), unit_by_code(above.unit_code))
