"""Which consolidated reports a person makes, and for which periods none is ordered yet. Reads, never writes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from tracker.agencies.models import Agency, AgencyRole, RoleKind
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.plans.scope import followed_by
from tracker.reports.containment import lies_in_district
from tracker.reports.models import ReportRow
from tracker.reports.queries import rows_loaded
from tracker.reports.rules import PeriodKind
from tracker.rights import Actor, Role
from tracker.web.paging import PAGE_SIZE, Page

AHEAD = timedelta(days=92)
BACK = timedelta(days=400)
MOST_UNORDERED = 20


@dataclass(frozen=True, slots=True)
class UnorderedPeriod:
    """A period in which agencies report, and the standing agency has no report of its own to take them up."""

    plan_id: int
    plan_name: str
    agency_id: int
    agency_name: str
    kind: PeriodKind
    key: str
    start: date
    reports: int


def consolidated_page(actor: Actor, *, today: date, number: int) -> Page[ReportRow]:
    """Return a page of the consolidating rows that the person writes, the latest due first."""
    conditions = (
        written_by(actor, ReportRow.agency_id),
        or_(
            Plan.issuer_id == ReportRow.agency_id,
            holds_role(ReportRow.agency_id, today, RoleKind.STANDING, RoleKind.COMMITTEE),
            _issued_child(ReportRow.agency_id),
            _takes_communes(),
        ),
        ReportRow.due_on.between(today - BACK, today + AHEAD),
    )
    counted = select(func.count()).select_from(ReportRow).join(Plan, Plan.id == ReportRow.plan_id)
    total = db.session.scalar(counted.where(*conditions)) or 0
    rows = db.session.scalars(
        rows_loaded()
        .where(*conditions)
        .order_by(ReportRow.due_on.desc(), ReportRow.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    return Page(rows, number, total)


def unordered_periods(actor: Actor, *, today: date, plan_id: int | None = None) -> Sequence[UnorderedPeriod]:
    """Return the periods that await a consolidated report of an agency that the person writes for, at most 20."""
    own = aliased(ReportRow)
    has_row = (
        select(own.id)
        .where(
            own.plan_id == ReportRow.plan_id,
            own.agency_id == Agency.id,
            own.period_kind == ReportRow.period_kind,
            own.period_key == ReportRow.period_key,
        )
        .correlate(ReportRow, Agency)
        .exists()
    )
    conditions = [written_by(actor, Agency.id), holds_role(Agency.id, today, RoleKind.STANDING), ~has_row]
    if plan_id is not None:
        conditions.append(Plan.id == plan_id)
    columns = (
        Plan.id,
        func.coalesce(Plan.number, Plan.title),
        Agency.id,
        Agency.name,
        ReportRow.period_kind,
        ReportRow.period_key,
        ReportRow.period_start,
    )
    found = db.session.execute(
        select(*columns, func.count(ReportRow.id))
        .join(Plan, Plan.id == ReportRow.plan_id)
        .join(Agency, Agency.id.in_(_own_ids(actor)))
        .where(
            *conditions,
            ReportRow.period_kind != PeriodKind.ONCE,
            ReportRow.due_on.between(today - BACK, today + AHEAD),
        )
        .group_by(*columns)
        .order_by(ReportRow.period_start.desc(), Plan.id, ReportRow.period_key)
        .limit(MOST_UNORDERED)
    )
    return [UnorderedPeriod(*line) for line in found]


def _own_ids(actor: Actor) -> Collection[int]:
    monitored = {g.agency_id for g in actor.grants if g.role is Role.MONITOR and g.agency_id is not None}
    return actor.agency_ids | monitored


def written_by(actor: Actor, agency_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the condition on an agency and Plan that the actor writes for the agency (reports.rights.writes_for)."""
    if not _own_ids(actor):
        return false()
    return or_(
        agency_id.in_(actor.agency_ids), and_(agency_id.in_(actor.own_agencies), followed_by(actor, Role.MONITOR))
    )


def holds_role(agency_id: InstrumentedAttribute[int], on: date, *kinds: RoleKind) -> ColumnElement[bool]:
    """Return the condition on an agency and Plan that the agency holds one of the roles for the plan on a day."""
    return (
        select(AgencyRole.id)
        .where(
            AgencyRole.role.in_(kinds),
            AgencyRole.agency_id == agency_id,
            AgencyRole.issuer_id == Plan.issuer_id,
            or_(AgencyRole.plan_id.is_(None), AgencyRole.plan_id == Plan.id),
            AgencyRole.starts_on <= on,
            or_(AgencyRole.ends_on.is_(None), AgencyRole.ends_on >= on),
        )
        .correlate(Plan, ReportRow, Agency)
        .exists()
    )


def _issued_child(agency_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    child = aliased(Plan)
    return (
        select(child.id)
        .where(child.parent_id == Plan.id, child.issuer_id == agency_id)
        .correlate(Plan, ReportRow)
        .exists()
    )


def _takes_communes() -> ColumnElement[bool]:
    """The condition that the row is of a district, some communes of which report in the same plan and time."""
    below, commune, district = aliased(ReportRow), aliased(Agency), aliased(Agency)
    return (
        select(below.id)
        .join(commune, commune.id == below.agency_id)
        .join(district, district.id == ReportRow.agency_id)
        .where(
            below.plan_id == ReportRow.plan_id,
            below.period_kind == ReportRow.period_kind,
            below.period_start <= ReportRow.period_end,
            below.period_end >= ReportRow.period_start,
            lies_in_district(commune, district, ReportRow.period_end),
        )
        .correlate(ReportRow)
        .exists()
    )
