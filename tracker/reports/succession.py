"""Agencies that begin and end: who owes from which day on, and what is excused. Adds, never commits."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from tracker.agencies.models import Agency, AgencyKind
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.history.record import Doer, record
from tracker.plans.issue import add_participants
from tracker.reports.models import DutyReporter, ReportingDuty, ReportRow
from tracker.reports.rules import ReportState
from tracker.rights import SYSTEM
from tracker.vietnamese import day_text

NOT_HANDED_IN = (ReportState.NOT_STARTED, ReportState.DRAFT, ReportState.AWAITING_APPROVAL, ReportState.RETURNED)
_DAY = timedelta(days=1)


def reporters_loaded() -> ORMOption:
    """Return the option that loads the reporters of duties with their agencies, by one further statement."""
    return selectinload(ReportingDuty.reporters).joinedload(DutyReporter.agency)


def add_reporters(duty: ReportingDuty, agency_ids: Collection[int], *, starts_on: date | None = None) -> None:
    """Add reporters to a duty, owing from a day on; they may read the plan."""
    if not agency_ids:
        return
    agencies = db.session.scalars(select(Agency).where(Agency.id.in_(agency_ids)))
    by_id = {agency.id: agency for agency in agencies}
    duty.reporters.extend(DutyReporter(agency=by_id[each], starts_on=starts_on) for each in agency_ids)
    db.session.flush()
    add_participants(duty.plan, list(agency_ids))


def hand_over(duties: Sequence[ReportingDuty]) -> None:
    """Let the heir of an agency that ended owe its duties from the day after, where the heir is known.

    The heir is the agency of the same place whose kind the catalogue names as successor (domain E2).
    """
    ended = {r.agency.id: r.agency for duty in duties for r in duty.reporters if r.agency.valid_to}
    heirs = _heirs(ended.values())
    for duty in duties:
        known = {reporter.agency_id for reporter in duty.reporters}
        for reporter in list(duty.reporters):
            heir, last = heirs.get(reporter.agency_id), reporter.agency.valid_to
            still_owes = reporter.ends_on is None or (last is not None and reporter.ends_on >= last)
            if heir and last and still_owes and heir not in known and heir != duty.plan.issuer_id:
                add_reporters(duty, [heir], starts_on=last + _DAY)
                known.add(heir)


def _heirs(agencies: Iterable[Agency]) -> dict[int, int]:
    """The id of the agency that took over from each, by one statement; those without a known heir are left out."""
    ids = [agency.id for agency in agencies]
    if not ids:
        return {}
    old, heir = Agency.__table__.alias("old"), Agency.__table__.alias("heir")
    found = db.session.execute(
        select(old.c.id, heir.c.id)
        .join(AgencyKind, AgencyKind.code == old.c.kind_code)
        .join(heir, and_(heir.c.kind_code == AgencyKind.successor, heir.c.unit_code == old.c.unit_code))
        .where(old.c.id.in_(ids), or_(heir.c.valid_to.is_(None), heir.c.valid_to > old.c.valid_to))
        .order_by(old.c.id, heir.c.id.desc())
    )
    return {row[0]: row[1] for row in found}


def excuse_ended(*, today: date) -> int:
    """Excuse the reports that agencies which ended before today no longer owe, with the reason. Returns how many."""
    rows = db.session.scalars(
        _open_rows().join(ReportRow.agency).where(Agency.valid_to < today, ReportRow.cut_off_on > Agency.valid_to)
    ).all()
    for row in rows:
        last = row.agency.valid_to
        assert last is not None
        _excuse(
            row, f"{row.agency.name} kết thúc hoạt động ngày {day_text(last)}, trước ngày chốt số liệu.", today, SYSTEM
        )
    return len(rows)


def excuse_after(duty: ReportingDuty, last: date, reason: str, *, agency_id: int | None, today: date, by: Doer) -> int:
    """Excuse the reports of a duty (of one agency, or all) whose figures close after `last`. Returns how many."""
    wanted = _open_rows().where(ReportRow.duty_id == duty.id, ReportRow.cut_off_on > last)
    if agency_id is not None:
        wanted = wanted.where(ReportRow.agency_id == agency_id)
    rows = db.session.scalars(wanted).all()
    for row in rows:
        _excuse(row, reason, today, by)
    return len(rows)


def owe_again(duty: ReportingDuty, agency_id: int, starts_on: date, *, today: date, by: Doer) -> int:
    """Take back what the end of a reporter excused, for reports ahead that close from `starts_on` on.

    What was excused for a reason of its own stays excused. Returns how many are owed again.
    """
    reason = _reason_of_end(duty, agency_id)
    rows = db.session.scalars(
        select(ReportRow)
        .where(ReportRow.duty_id == duty.id, ReportRow.agency_id == agency_id, ReportRow.closed_on.is_(None))
        .where(ReportRow.cut_off_on >= starts_on, ReportRow.due_on >= today, ReportRow.excused_reason == reason)
        .order_by(ReportRow.id)
    ).all()
    for row in rows:
        record(by, "excuse_taken_back", row, before={"excused_on": row.excused_on, "reason": reason})
        row.excused_on = row.excused_reason = None
    return len(rows)


def _reason_of_end(duty: ReportingDuty, agency_id: int) -> str | None:
    ends = db.session.scalars(
        select(HistoryEntry.after)
        .where(
            HistoryEntry.subject == ReportingDuty.__tablename__,
            HistoryEntry.subject_id == duty.id,
            HistoryEntry.action == "reporter_ended",
        )
        .order_by(HistoryEntry.id.desc())
    )
    return next((str(after["reason"]) for after in ends if after and after["agency_id"] == agency_id), None)


def _open_rows() -> Select[tuple[ReportRow]]:
    return (
        select(ReportRow)
        .where(ReportRow.state.in_(NOT_HANDED_IN), ReportRow.excused_on.is_(None), ReportRow.closed_on.is_(None))
        .options(joinedload(ReportRow.agency))
        .order_by(ReportRow.id)
    )


def _excuse(row: ReportRow, reason: str, today: date, by: Doer) -> None:
    row.excused_on, row.excused_reason = today, reason
    record(by, "excused", row, after={"excused_on": today, "reason": reason})
