"""What a changed regime would do to the rows that exist. Reads, and moves rows when it is asked to; never commits.

A row that is past, begun, handed in, excused or closed keeps its days, as does one whose day the plan states or which
was given another day (docs/decisions.md, "Regimes").
"""

import enum
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.catalogue.calendar import WorkingCalendar
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.reports.chain import Chain, chains_of, regime_book, step_of
from tracker.reports.due_days import DueDay, due_day, in_context, rests_on_calendar
from tracker.reports.models import ReportingDuty, ReportRow
from tracker.reports.periods import Period, PlanTime
from tracker.reports.regime_rules import RegimeBook
from tracker.reports.rules import DueOrigin, ReportState
from tracker.reports.terms import keep_terms
from tracker.workdays.queries import working_calendar

NEW = 0  # stands for the id of a regime that is not kept yet
LIVE = timedelta(days=400)  # rows of plans that ended longer ago are the past


class SeenOtherwise(DomainError):
    """What would happen is no longer what the person saw."""

    status = 409

    def __init__(self) -> None:
        super().__init__("Các kỳ bị ảnh hưởng đã thay đổi từ lúc xem trước; hãy xem lại rồi áp dụng.")


class Kept(enum.StrEnum):
    """Why a row keeps its days."""

    BEGUN = "begun"
    RELEASED = "released"
    PAST = "past"
    STATED = "stated"
    EXTENDED = "extended"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that a regime touches: what its days would be, and why it keeps its own, if it does."""

    row: ReportRow
    after: DueDay
    kept: Kept | None


@dataclass(frozen=True, slots=True)
class Touched:
    """The rows that a change touches: those that move, and those that keep their days."""

    moved: Sequence[RowChange] = ()
    kept: Sequence[RowChange] = ()

    @property
    def kept_by_reason(self) -> dict[Kept, int]:
        """How many rows keep their days, by reason, in the order of the reasons."""
        numbers = Counter(change.kept for change in self.kept if change.kept)
        return {reason: numbers[reason] for reason in Kept if numbers[reason]}

    def sealed_with(self, *said: object) -> str:
        """Return a word for exactly these rows in exactly this state, and for what else is said of the change."""
        words = [str(each) for each in said]
        words += [f"{c.row.id} {c.row.version} {c.after}" for c in self.moved]
        words += [f"{c.row.id} {c.kept}" for c in self.kept]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Change:
    """Two books of regimes, before and after; `regime_of` says which regime a duty would follow, when that changes."""

    before: RegimeBook
    after: RegimeBook
    regime_of: dict[int, int | None] | None = None

    def regimes_after(self, duty: ReportingDuty) -> int | None:
        """Return the regime that a duty follows after the change."""
        return (self.regime_of or {}).get(duty.id, duty.regime_id)


def touched_by(change: Change, rows: Iterable[ReportRow], *, today: date, calendar: WorkingCalendar) -> Touched:
    """Return which of the rows have other days by the second book than by the first, in their order."""
    found = list(rows)
    chains = chains_of({row.plan for row in found})
    moved: list[RowChange] = []
    kept: list[RowChange] = []
    for row in found:
        old = _days(row, change.before, row.duty.regime_id, chains[row.plan_id], today, calendar)
        new = _days(row, change.after, change.regimes_after(row.duty), chains[row.plan_id], today, calendar)
        if replace(old, regime_id=None) == replace(new, regime_id=None):
            continue
        reason = _reason(row, new, today)
        (kept if reason else moved).append(RowChange(row, new, reason))
    return Touched(moved, kept)


def move_rows(touched: Touched, *, today: date, new_regime_id: int | None = None) -> None:
    """Give the rows that move their new days; the ones before are kept for figures of earlier days."""
    for change in touched.moved:
        row, new = change.row, change.after
        if (row.due_on, row.grace_until) != (new.due_on, new.grace_until):
            keep_terms(row, today=today)
        row.due_on = row.printed_due_on = new.due_on
        row.grace_until, row.opens_on = new.grace_until, new.opens_on
        row.window_start, row.cut_off_on = new.window_start, new.cut_off_on
        row.regime_id = new_regime_id if new.regime_id == NEW else new.regime_id


def rows_alive(*, today: date, duty_id: int | None = None) -> Sequence[ReportRow]:
    """Return the rows of plans that run or ended lately (of one duty, if one is named), by due day. One statement."""
    wanted = (
        select(ReportRow)
        .join(ReportRow.plan)
        .join(ReportRow.agency)
        .where(Plan.period_end >= today - LIVE)
        .options(contains_eager(ReportRow.plan), contains_eager(ReportRow.agency), joinedload(ReportRow.duty))
        .order_by(ReportRow.due_on, ReportRow.id)
    )
    return db.session.scalars(wanted if duty_id is None else wanted.where(ReportRow.duty_id == duty_id)).all()


def follow_calendar(*, today: date) -> int:
    """Move the rows ahead whose day of grace, rolled day or counted days rest on a calendar that was corrected.

    Fixed days stay, those of the plan and those of a regime. Returns how many moved.
    """
    book, calendar = regime_book(), working_calendar()
    rows = _rows_on_calendar(book, today)
    chains = chains_of({row.plan for row in rows})
    moved = []
    for row in rows:
        new = _days(row, book, row.duty.regime_id, chains[row.plan_id], today, calendar, by_regime=False)
        if row.due_origin is DueOrigin.STATED:  # the words give the day alone: whose figures, the row knows
            new = replace(new, window_start=row.window_start, cut_off_on=row.cut_off_on, regime_id=row.regime_id)
        same = (new.origin, new.regime_id) == (row.due_origin, row.regime_id)
        differs = (new.due_on, new.grace_until) != (row.due_on, row.grace_until)
        if same and differs and new.due_on >= today and _reason(row, new, today) in (None, Kept.STATED):
            moved.append(RowChange(row, new, None))
    move_rows(Touched(moved), today=today)
    return len(moved)


def _rows_on_calendar(book: RegimeBook, today: date) -> Sequence[ReportRow]:
    counted = [each.id for each in book.regimes if each.rests_on_calendar]
    ahead = (ReportRow.due_on >= today, ReportRow.state == ReportState.NOT_STARTED)
    is_stated = ReportRow.due_origin == DueOrigin.STATED
    with_words = db.session.execute(
        select(ReportingDuty.id, ReportingDuty.stated_due, ReportingDuty.text)
        .where(ReportingDuty.id.in_(select(ReportRow.duty_id).where(*ahead, is_stated)))
        .order_by(ReportingDuty.id)
    )
    by_words = [number for number, stated, text in with_words if rests_on_calendar(in_context(stated, text))]
    rests = or_(
        and_(ReportRow.regime_id.in_(counted), ReportRow.due_origin == DueOrigin.REGIME),
        and_(ReportRow.duty_id.in_(by_words), is_stated),
    )
    return db.session.scalars(
        select(ReportRow)
        .where(*ahead, rests)
        .options(joinedload(ReportRow.plan), joinedload(ReportRow.agency), joinedload(ReportRow.duty))
        .order_by(ReportRow.id)
    ).all()


def _days(
    row: ReportRow,
    book: RegimeBook,
    regime_id: int | None,
    chain: Chain,
    today: date,
    calendar: WorkingCalendar,
    *,
    by_regime: bool = True,
) -> DueDay:
    """The days that the regimes give, also for a row whose day the plan states: so it is known what is touched."""
    plan = row.plan
    passed_over = by_regime and row.due_origin is DueOrigin.STATED
    stated = None if passed_over else in_context(row.duty.stated_due, row.duty.text)
    is_standing = chain.standing_on(min(row.period_end, today)) == row.agency_id
    return due_day(
        Period(row.period_kind, row.period_key, row.period_start, row.period_end),
        stated=stated,
        regimes=book.serving(regime_id, row.period_end),
        step=step_of(row.agency, is_standing=is_standing),
        time=PlanTime(plan.issued_on, plan.period_start, plan.period_end),
        calendar=calendar,
    )


def _reason(row: ReportRow, new: DueDay, today: date) -> Kept | None:
    if row.state is not ReportState.NOT_STARTED:
        return Kept.BEGUN
    if row.excused_on or row.closed_on:
        return Kept.RELEASED
    if row.due_on < today:
        return Kept.PAST
    if row.due_on != row.printed_due_on:
        return Kept.EXTENDED
    if row.due_origin is DueOrigin.STATED:
        return Kept.STATED
    return Kept.TOO_EARLY if new.due_on < today else None
