"""Who stands where in a plan, and which communes report there beside their district. Reads, never writes."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from tracker.agencies.models import Agency, AgencyRole, Level, RoleKind
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.reports.containment import lies_in_district
from tracker.reports.models import ReportRow
from tracker.reports.source_rules import Place, PlanPlaces


def meeting(row: ReportRow, plan_ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on ReportRow that it is of one of the plans, and its period of the row's kind and time."""
    return (
        ReportRow.plan_id.in_(plan_ids),
        ReportRow.period_kind == row.period_kind,
        ReportRow.period_start <= row.period_end,
        ReportRow.period_end >= row.period_start,
    )


def places_for(row: ReportRow, *, today: date) -> list[PlanPlaces]:
    """Return who stands where in the plan of the row, and in each child plan that its agency issued.

    One statement. A role counts that is held today, or was at the end of the period.
    """
    held = [
        and_(AgencyRole.starts_on <= day, or_(AgencyRole.ends_on.is_(None), AgencyRole.ends_on >= day))
        for day in {min(row.period_end, today), today}
    ]
    found = db.session.execute(
        select(Plan.id, Plan.issuer_id, Plan.parent_id, AgencyRole.role, AgencyRole.plan_id, AgencyRole.agency_id)
        .outerjoin(
            AgencyRole,
            and_(
                AgencyRole.issuer_id == Plan.issuer_id,
                or_(AgencyRole.plan_id.is_(None), AgencyRole.plan_id == Plan.id),
                or_(*held),
            ),
        )
        .where(or_(Plan.id == row.plan_id, and_(Plan.parent_id == row.plan_id, Plan.issuer_id == row.agency_id)))
        .order_by(Plan.id, AgencyRole.id)
    ).all()
    by_plan: dict[int, list[Any]] = {}
    for line in found:
        by_plan.setdefault(line[0], []).append(line)
    return [_places(lines) for lines in by_plan.values()]


def _places(lines: Sequence[Any]) -> PlanPlaces:
    plan_id, issuer_id, parent_id = lines[0][:3]
    standing, committee = (_holders(lines, kind) for kind in (RoleKind.STANDING, RoleKind.COMMITTEE))
    return PlanPlaces(plan_id, issuer_id, standing, committee, parent_id)


def _holders(lines: Sequence[Any], kind: RoleKind) -> frozenset[int]:
    """Who holds the role for the plan; a role for this one plan goes before one for all plans of the issuer."""
    of_kind = [(of_plan, agency_id) for *_plan, role, of_plan, agency_id in lines if role is kind]
    own = frozenset(agency_id for of_plan, agency_id in of_kind if of_plan is not None)
    return own or frozenset(agency_id for _none, agency_id in of_kind)


def with_districts(row: ReportRow, plans: Sequence[PlanPlaces]) -> list[PlanPlaces]:
    """Return the places with the communes that report beside their district, by one statement at most."""
    own = next(plan for plan in plans if plan.plan_id == row.plan_id)
    only_reports = len(plans) == 1 and own.place_of(row.agency_id) is Place.REPORTER
    if only_reports and row.agency.level is not Level.DISTRICT:
        return list(plans)
    found = _districts(row, [plan.plan_id for plan in plans])
    return [replace(plan, district_of=found.get(plan.plan_id, {})) for plan in plans]


def _districts(row: ReportRow, plan_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """Return by plan and commune the agency of its district, where both report in the plan in the row's time."""
    commune, district = aliased(Agency), aliased(Agency)
    reporters = select(ReportRow.agency_id, ReportRow.plan_id).where(*meeting(row, plan_ids)).distinct()
    below, above = reporters.subquery(), reporters.subquery()
    pairs = db.session.execute(
        select(below.c.plan_id, below.c.agency_id, above.c.agency_id)
        .join(commune, commune.id == below.c.agency_id)
        .join(above, above.c.plan_id == below.c.plan_id)
        .join(district, district.id == above.c.agency_id)
        .where(lies_in_district(commune, district, row.period_end))
        .order_by(below.c.plan_id, below.c.agency_id, above.c.agency_id)
    )
    found: dict[int, dict[int, int]] = {}
    for plan_id, commune_id, district_id in pairs:
        found.setdefault(plan_id, {}).setdefault(commune_id, district_id)
    return found
