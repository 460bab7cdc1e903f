"""Which plan carries out which: linked when both are there, whichever came first. Changes rows, never commits."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from tracker.agencies.models import Agency
from tracker.catalogue.units import lies_within, unit_by_code
from tracker.extensions import db
from tracker.history.record import Doer, record
from tracker.plans.models import Plan, PlanVersion
from tracker.plans.rules import names_issuer


def link_parent(
    plan: Plan, *, number_key: str | None, on: date | None, by: Doer, issued_by: str | None = None
) -> Plan | None:
    """Link the plan to the one with this number (day and issuer, where given) of the same place or one above it.

    Two plans that fit equally well are left alone: which one is meant, nobody said.
    """
    if plan.parent_id is not None:
        return None
    parent = plan_above(plan.issuer, number_key=number_key, on=on, other_than=plan.id, issued_by=issued_by)
    if parent is not None:
        set_parent(plan, parent, by=by)
    return parent


def plan_above(
    issuer: Agency,
    *,
    number_key: str | None,
    on: date | None,
    other_than: int | None = None,
    issued_by: str | None = None,
) -> Plan | None:
    """Return the one plan with this number of the issuer's place or one above it, or None.

    Where the citation says a day or an issuer (`issued_by`, as written), they must fit too. The number of a confirmed
    version of a plan, with that version's day, means the plan.
    """
    if not number_key:
        return None
    fitting = [
        other
        for other in _plans_numbered(number_key)
        if other.id != other_than
        and _is_of_day(other, number_key, on)
        and names_issuer(issued_by, other.issuer.name)
        and _stands_under(issuer, other)
    ]
    return fitting[0] if len(fitting) == 1 else None


def set_parent(plan: Plan, parent: Plan, *, by: Doer) -> None:
    """Note that the plan carries out `parent`."""
    record(by, "linked_to_parent", plan, before={"parent_id": plan.parent_id}, after={"parent_id": parent.id})
    plan.parent_id = parent.id


def orphans_of(parent: Plan, naming_it: Collection[int]) -> list[Plan]:
    """Return the plans without a parent among those that name this one (`naming_it`: ids), of its place or below."""
    return [
        child
        for child in plans_without_parent()
        if child.id in naming_it and child.id != parent.id and _stands_under(child.issuer, parent)
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
            select(Plan)
            .where(or_(Plan.number_key == number_key, Plan.id.in_(_changed_by(number_key))))
            .options(joinedload(Plan.issuer))
            .order_by(Plan.id)
        )
    )


def _changed_by(number_key: str) -> Select[tuple[int]]:
    return select(PlanVersion.plan_id).where(PlanVersion.number_key == number_key)


def _is_of_day(plan: Plan, number_key: str, on: date | None) -> bool:
    """Tell whether the plan, or a version of it, with this number is of the day; without a day all are."""
    if on is None or (plan.number_key == number_key and plan.issued_on == on):
        return True
    of_plan = PlanVersion.plan_id == plan.id
    days = select(PlanVersion.issued_on).where(of_plan, PlanVersion.number_key == number_key)
    return on in set(db.session.scalars(days))


def _stands_under(own: Agency, parent: Plan) -> bool:
    above = parent.issuer
    return own.id == above.id or _lies_within(own, above)


def _lies_within(own: Agency, above: Agency) -> bool:
    if own.unit_code is None or above.unit_code is None:
        return above.unit_code is None
    return lies_within(unit_by_code(own.unit_code), unit_by_code(above.unit_code))
