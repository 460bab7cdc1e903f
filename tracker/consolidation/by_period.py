"""The consolidated report of each period, for the page that follows the periods. Reads, never writes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from tracker.agencies.models import RoleKind
from tracker.consolidation.listing import holds_role, written_by
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.reports.models import ReportRow
from tracker.reports.rules import ReportState
from tracker.rights import Actor

MOST = 200


@dataclass(frozen=True, slots=True)
class ConsolidatedRow:
    """The report of a standing agency in a period. `accepted`: reports that are accepted and in no consolidated one."""

    row_id: int
    key: str
    plan_name: str
    accepted: int
    is_written: bool  # by the person who asks


def consolidated_by_period(
    actor: Actor, plan_ids: Collection[int], keys: Collection[str], *, today: date
) -> dict[str, list[ConsolidatedRow]]:
    """Return by key of the period the reports of standing agencies on the plans, by one statement (at most 200)."""
    other = aliased(ReportRow)
    accepted = (
        select(func.count(other.id))
        .where(
            other.plan_id == ReportRow.plan_id,
            other.period_kind == ReportRow.period_kind,
            other.period_key == ReportRow.period_key,
            other.state == ReportState.ACCEPTED,
            other.agency_id.not_in((ReportRow.agency_id, Plan.issuer_id)),
        )
        .correlate(ReportRow, Plan)
        .scalar_subquery()
    )
    found = db.session.execute(
        select(
            ReportRow.id,
            ReportRow.period_key,
            func.coalesce(Plan.number, Plan.title),
            accepted,
            written_by(actor, ReportRow.agency_id),
        )
        .join(Plan, Plan.id == ReportRow.plan_id)
        .where(
            ReportRow.plan_id.in_(plan_ids),
            ReportRow.period_key.in_(keys),
            holds_role(ReportRow.agency_id, today, RoleKind.STANDING),
        )
        .order_by(ReportRow.period_key, Plan.id, ReportRow.id)
        .limit(MOST)
    )
    by_key: dict[str, list[ConsolidatedRow]] = {}
    for row_id, key, plan_name, number, is_written in found:
        by_key.setdefault(key, []).append(ConsolidatedRow(row_id, key, plan_name, number, bool(is_written)))
    return by_key
