"""Who may write, judge and close which report. Reads at most the holder of the standing role; writes nothing."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import aliased

from tracker import clock
from tracker.agencies.models import Agency, AgencyRole, RoleKind
from tracker.agencies.queries import standing_agency_id
from tracker.errors import NotAllowed
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.plans.queries import watched_by
from tracker.reports.containment import lies_in_district
from tracker.reports.models import ReportRow
from tracker.rights import Actor, Role, may_judge


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on ReportRow and Plan that the actor may see the row.

    An agency sees its own reports, never another's; those who watch a plan, or its parent, see all of them, and so do
    the people of the standing agency and of the issuer, to whom they go to be consolidated, and those of a district the
    reports of its communes. Drafts are for their agency alone (docs/decisions.md, "Consolidation").
    """
    own = ReportRow.agency_id.in_(actor.own_agencies)
    goes_to = _goes_to(actor.own_agencies, clock.today())
    return or_(own, watched_by(actor), goes_to, _goes_through(actor.own_agencies))


def _goes_to(agency_ids: Collection[int], on: date) -> ColumnElement[bool]:
    """The condition on Plan that one of the agencies is its issuer or its standing agency on a day."""
    if not agency_ids:
        return false()
    is_standing = (
        select(AgencyRole.id)
        .where(
            AgencyRole.role == RoleKind.STANDING,
            AgencyRole.agency_id.in_(agency_ids),
            AgencyRole.issuer_id == Plan.issuer_id,
            or_(AgencyRole.plan_id.is_(None), AgencyRole.plan_id == Plan.id),
            AgencyRole.starts_on <= on,
            or_(AgencyRole.ends_on.is_(None), AgencyRole.ends_on >= on),
        )
        .correlate(Plan)
        .exists()
    )
    return or_(Plan.issuer_id.in_(agency_ids), is_standing)


def _goes_through(agency_ids: Collection[int]) -> ColumnElement[bool]:
    """The condition on ReportRow that it is of a commune whose district, one of the agencies, reports in the plan."""
    if not agency_ids:
        return false()
    above, commune, district = aliased(ReportRow), aliased(Agency), aliased(Agency)
    return (
        select(above.id)
        .join(district, district.id == above.agency_id)
        .join(commune, commune.id == ReportRow.agency_id)
        .where(
            above.agency_id.in_(agency_ids),
            above.plan_id == ReportRow.plan_id,
            above.period_kind == ReportRow.period_kind,
            above.period_start <= ReportRow.period_end,
            above.period_end >= ReportRow.period_start,
            lies_in_district(commune, district, ReportRow.period_end),
        )
        .correlate(ReportRow)
        .exists()
    )


def judged_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Plan that the actor is monitor or secretary for it; `may_judge` decides on each row."""
    issuers = actor.issuers_watched(Role.MONITOR, Role.SECRETARY)
    plans = actor.plans_watched(Role.MONITOR, Role.SECRETARY)
    return or_(Plan.issuer_id.in_(issuers), Plan.id.in_(plans)) if issuers or plans else false()


def judges(actor: Actor, row: ReportRow, *, on: date) -> bool:
    """Tell whether the actor may accept or return the report (docs/decisions.md, "Rights")."""
    if not actor.has(Role.MONITOR, Role.SECRETARY):
        return False
    standing = standing_agency_id(row.plan.issuer_id, row.plan_id, on=on)
    return may_judge(
        actor,
        doer_agency_id=row.agency_id,
        standing_agency_id=standing,
        issuer_id=row.plan.issuer_id,
        plan_id=row.plan_id,
    )


def judged_rows(actor: Actor, rows: Collection[ReportRow], *, on: date) -> list[ReportRow]:
    """Return those rows that the actor may judge, in their order, by one statement however many plans they are of."""
    standing = _standing_agencies({row.plan.issuer_id for row in rows}, on)
    return [
        row
        for row in rows
        if may_judge(
            actor,
            doer_agency_id=row.agency_id,
            standing_agency_id=standing.get((row.plan.issuer_id, row.plan_id))
            or standing.get((row.plan.issuer_id, None)),
            issuer_id=row.plan.issuer_id,
            plan_id=row.plan_id,
        )
    ]


def _standing_agencies(issuer_ids: Collection[int], on: date) -> dict[tuple[int, int | None], int]:
    roles = db.session.execute(
        select(AgencyRole.issuer_id, AgencyRole.plan_id, AgencyRole.agency_id)
        .where(
            AgencyRole.role == RoleKind.STANDING,
            AgencyRole.issuer_id.in_(issuer_ids),
            AgencyRole.starts_on <= on,
            or_(AgencyRole.ends_on.is_(None), AgencyRole.ends_on >= on),
        )
        .order_by(AgencyRole.starts_on, AgencyRole.id)
    )
    return {(issuer_id, plan_id): agency_id for issuer_id, plan_id, agency_id in roles}


def writes_for(actor: Actor, row: ReportRow) -> bool:
    """Tell whether the actor writes the report: clerk or head of its agency, or the plan's monitor who belongs to it.

    In the standing agency whoever follows the plan is often who consolidates (docs/decisions.md, "Consolidation").
    """
    is_monitor = actor.holds(Role.MONITOR, issuer_id=row.plan.issuer_id, plan_id=row.plan_id)
    return actor.acts_for(row.agency_id) or (is_monitor and actor.belongs_to(row.agency_id))


def check_writes(actor: Actor, row: ReportRow) -> None:
    """Raise NotAllowed unless the actor writes for the agency."""
    if not writes_for(actor, row):
        raise NotAllowed("Chỉ chuyên viên hoặc lãnh đạo của cơ quan phải nộp mới được viết và nộp báo cáo này.")


def check_judges(actor: Actor, row: ReportRow, *, on: date) -> None:
    """Raise NotAllowed unless the actor may judge the report."""
    if actor.belongs_to(row.agency_id):
        raise NotAllowed("Không ai được xem xét báo cáo của chính cơ quan mình; việc này thuộc thư ký Ban Chỉ đạo.")
    if not judges(actor, row, on=on):
        raise NotAllowed("Đồng chí không có quyền xem xét báo cáo này.")


def check_closes(actor: Actor, plan: Plan) -> None:
    """Raise NotAllowed unless the actor is monitor of the plan."""
    if not actor.holds(Role.MONITOR, issuer_id=plan.issuer_id, plan_id=plan.id):
        raise NotAllowed("Chỉ cơ quan thường trực theo dõi kế hoạch mới được khóa hoặc mở kỳ báo cáo.")


def check_keeps(actor: Actor, plan: Plan, *, roles: tuple[Role, ...] = (Role.MONITOR,)) -> None:
    """Raise NotAllowed unless the actor keeps the register of duties of the plan."""
    if not any(actor.holds(role, issuer_id=plan.issuer_id, plan_id=plan.id) for role in roles):
        raise NotAllowed("Chỉ cơ quan thường trực theo dõi kế hoạch mới được sửa sổ nghĩa vụ báo cáo.")
