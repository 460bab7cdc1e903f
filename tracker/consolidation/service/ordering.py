"""The standing agency gets a consolidated report to make where the plan gave it no duty of its own."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tracker import clock
from tracker.agencies.models import Agency
from tracker.consolidation.listing import UnorderedPeriod, unordered_periods
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.history.record import record
from tracker.plans.models import Plan
from tracker.reports.chain import chains_of, regime_book
from tracker.reports.expected import RowMaker
from tracker.reports.models import ReportingDuty, ReportRow
from tracker.reports.rules import DutyOrigin
from tracker.reports.succession import add_reporters
from tracker.rights import Actor
from tracker.vietnamese import fold
from tracker.workdays.queries import working_calendar

TITLE = "Báo cáo tổng hợp của cơ quan thường trực"


class NothingToOrder(DomainError):
    """The period has its consolidated report, or nobody reports in it to this person's agency."""


def order_consolidated_report(plan_id: int, period_key: str, *, by: Actor) -> ReportRow:
    """Give the standing agency a duty to report on this and later periods, and return its row of this one.

    The duty quotes the clause that orders the reports through it, or else the clause that orders them; it is due by the
    regime. A second press finds the row that is there. Raises NothingToOrder.
    """
    known = _row_of(plan_id, period_key, by)
    if known is not None:
        return known
    found = next((p for p in unordered_periods(by, today=clock.today(), plan_id=plan_id) if p.key == period_key), None)
    if found is None:
        raise NothingToOrder("Kỳ này không có báo cáo nào gửi qua cơ quan của đồng chí để tổng hợp.")
    plan = db.session.execute(select(Plan).where(Plan.id == plan_id).with_for_update()).scalar_one()
    agency = db.session.get_one(Agency, found.agency_id)
    row = _added_row(_added_duty(plan, agency, _basis_of(found), by), agency, found)
    db.session.commit()
    return row


def _row_of(plan_id: int, period_key: str, by: Actor) -> ReportRow | None:
    return db.session.scalars(
        select(ReportRow)
        .join(ReportRow.duty)
        .where(
            ReportRow.plan_id == plan_id,
            ReportRow.period_key == period_key,
            ReportRow.agency_id.in_(by.own_agencies),
            ReportingDuty.title == TITLE,
        )
        .order_by(ReportRow.id)
        .limit(1)
    ).first()


def _basis_of(found: UnorderedPeriod) -> ReportingDuty:
    """The duty that sends its reports through the agency goes first, then one that sends them through anybody."""
    rows = db.session.scalars(
        select(ReportRow)
        .where(
            ReportRow.plan_id == found.plan_id,
            ReportRow.period_kind == found.kind,
            ReportRow.period_key == found.key,
        )
        .options(joinedload(ReportRow.duty))
        .order_by(ReportRow.id)
    ).all()
    through, name = {row.duty_id: fold(row.duty.via or "") for row in rows}, fold(found.agency_name)
    best = min(rows, key=lambda row: (through[row.duty_id] != name, not through[row.duty_id], row.id))
    return best.duty


def _added_duty(plan: Plan, agency: Agency, basis: ReportingDuty, by: Actor) -> ReportingDuty:
    last = db.session.scalar(select(func.max(ReportingDuty.position)).where(ReportingDuty.plan_id == plan.id))
    duty = ReportingDuty(
        plan=plan,
        clause_id=basis.clause_id,
        position=(last or 0) + 1,
        reporter_words=agency.name,
        takes_every_lead=False,
        periods=list(basis.periods),
        stated_due=None,
        addressee=basis.addressee,
        via=None,
        copy_to=[],
        text=basis.text,
        span_start=basis.span_start,
        span_end=basis.span_end,
        regime_id=basis.regime_id,
        origin=DutyOrigin.ADDED,
        title=TITLE,
    )
    db.session.add(duty)
    db.session.flush()
    add_reporters(duty, [agency.id])
    record(by, "issued", duty, after={"plan_id": plan.id, "text": duty.text, "periods": duty.periods})
    return duty


def _added_row(duty: ReportingDuty, agency: Agency, found: UnorderedPeriod) -> ReportRow:
    """The row of the period, and those of later ones: earlier periods owe nothing by a duty that is new."""
    maker = RowMaker(duty, regime_book(), chains_of([duty.plan])[duty.plan_id], clock.today(), working_calendar())
    period = next((each for each in maker.periods if (each.kind, each.key) == (found.kind, found.key)), None)
    if period is None:
        raise NothingToOrder("Kỳ này nằm ngoài thời gian của kế hoạch nên không lập báo cáo tổng hợp.")
    duty.starts_on = maker.due_day_of(agency, period).due_on
    rows = maker.all_rows(duty.reporters)
    row = next((each for each in rows if each.period_key == found.key), None)
    if row is None:
        raise NothingToOrder("Cơ quan thường trực chưa tồn tại, hoặc đã kết thúc, trong kỳ báo cáo này.")
    db.session.add_all(rows)
    db.session.flush()
    return row
