"""The expected rows of a duty: which are missing, and what each of them says. Adds, never commits."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.agencies.models import Agency
from tracker.catalogue.calendar import WorkingCalendar
from tracker.extensions import db
from tracker.reports.chain import Chain, step_of
from tracker.reports.due_days import DueDay, due_day, in_context, once_day
from tracker.reports.models import DutyReporter, ReportingDuty, ReportRow
from tracker.reports.periods import Period, PlanTime, periods_due
from tracker.reports.regime_rules import RegimeBook
from tracker.reports.rules import DutyOrigin, PeriodKind


@dataclass(frozen=True, slots=True)
class KnownRows:
    """Rows that a duty has: their keys (agency, period), and how far each agency's rows of a kind reach."""

    keys: frozenset[tuple[int, str]]
    reach: dict[tuple[int, PeriodKind], date]


NO_ROWS = KnownRows(frozenset(), {})


@dataclass(frozen=True, slots=True)
class RowMaker:
    """Makes the rows of one duty that come within twelve months of `today`."""

    duty: ReportingDuty
    book: RegimeBook
    chain: Chain
    today: date
    calendar: WorkingCalendar

    @property
    def time(self) -> PlanTime:
        """The time of the plan."""
        return PlanTime(self.duty.plan.issued_on, self.duty.plan.period_start, self.duty.plan.period_end)

    @property
    def stated(self) -> dict[str, str]:
        """The days that the plan states, read together with the words around them."""
        return in_context(self.duty.stated_due, self.duty.text)

    @property
    def periods(self) -> Sequence[Period]:
        """The periods for which rows are made by today. One call of the monitor has its row from the start."""
        if self.duty.origin is DutyOrigin.CALL:
            return []
        once_on = once_day(self.stated, self.time)
        return periods_due(self.duty.periods, self.time, today=self.today, once_on=once_on)

    def all_rows(self, reporters: Iterable[DutyReporter]) -> list[ReportRow]:
        """Return the rows of the reporters for every period that they owe, added to nothing yet."""
        return list(self._rows(reporters))

    def lacking_rows(self, reporters: Iterable[DutyReporter], known: KnownRows) -> list[ReportRow]:
        """Return the rows that do not exist and are owed: due from today on, or missed while the job was down."""
        return [
            row
            for row in self._rows(reporters)
            if (row.agency_id, row.period_key) not in known.keys
            and (row.due_on >= self.today or _continues(row, known.reach.get((row.agency_id, row.period_kind))))
        ]

    def due_day_of(self, agency: Agency, period: Period) -> DueDay:
        """Return the days that a row of the agency would have by the regimes of the book."""
        is_standing = self.chain.standing_on(min(period.end, self.today)) == agency.id
        return due_day(
            period,
            stated=self.stated,
            regimes=self.book.serving(self.duty.regime_id, period.end),
            step=step_of(agency, is_standing=is_standing),
            time=self.time,
            calendar=self.calendar,
        )

    def _rows(self, reporters: Iterable[DutyReporter]) -> Iterator[ReportRow]:
        periods = self.periods
        for reporter in reporters:
            for period in periods:
                due = self.due_day_of(reporter.agency, period)
                if owes(self.duty, reporter, due):
                    yield self._row(reporter.agency, period, due)

    def _row(self, agency: Agency, period: Period, due: DueDay) -> ReportRow:
        return ReportRow(
            duty_id=self.duty.id,
            plan_id=self.duty.plan_id,
            agency_id=agency.id,
            period_kind=period.kind,
            period_key=period.key,
            period_start=period.start,
            period_end=period.end,
            window_start=due.window_start,
            cut_off_on=due.cut_off_on,
            opens_on=due.opens_on,
            due_on=due.due_on,
            grace_until=due.grace_until,
            printed_due_on=due.due_on,
            due_origin=due.origin,
            regime_id=due.regime_id,
        )


def owes(duty: ReportingDuty, reporter: DutyReporter, due: DueDay) -> bool:
    """Tell whether a reporter owes the row: duty, appointment and agency exist on its cut-off day.

    A duty that a person added is owed from the reports that fall due on its first day or later.
    """
    agency, day = reporter.agency, due.cut_off_on
    return (
        (duty.starts_on is None or duty.starts_on <= due.due_on)
        and (duty.ended_on is None or day <= duty.ended_on)
        and _holds(reporter.starts_on, reporter.ends_on, day)
        and _holds(agency.valid_from, agency.valid_to, day)
    )


def _holds(starts: date | None, ends: date | None, day: date) -> bool:
    return (starts is None or starts <= day) and (ends is None or day <= ends)


def _continues(row: ReportRow, reach: date | None) -> bool:
    return reach is not None and row.period_end > reach


def known_rows(duties: Collection[ReportingDuty]) -> dict[int, KnownRows]:
    """Return, by duty, the rows that exist."""
    rows = db.session.execute(
        select(
            ReportRow.duty_id, ReportRow.agency_id, ReportRow.period_key, ReportRow.period_kind, ReportRow.period_end
        )
        .where(ReportRow.duty_id.in_([duty.id for duty in duties]))
        .order_by(ReportRow.id)
    )
    keys: dict[int, set[tuple[int, str]]] = {}
    reach: dict[int, dict[tuple[int, PeriodKind], date]] = {}
    for duty_id, agency_id, key, kind, end in rows:
        keys.setdefault(duty_id, set()).add((agency_id, key))
        ends = reach.setdefault(duty_id, {})
        ends[agency_id, kind] = max(end, ends.get((agency_id, kind), end))
    return {duty_id: KnownRows(frozenset(found), reach[duty_id]) for duty_id, found in keys.items()}
