"""The expected rows of a duty: which are missing, and what each of them says. Adds, never commits."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.agencies.models import Agency
from tracker.extensions import db
from tracker.reports.chain import Chain, step_of
from tracker.reports.due_days import RegimeDay, due_day, in_context, once_day
from tracker.reports.models import ReportingDuty, ReportRow
from tracker.reports.periods import Period, PlanTime, periods_due
from tracker.reports.rules import PeriodKind


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
    regime: list[RegimeDay]
    chain: Chain
    today: date

    @property
    def time(self) -> PlanTime:
        """The time of the plan."""
        return PlanTime(self.duty.plan.issued_on, self.duty.plan.period_start, self.duty.plan.period_end)

    @property
    def stated(self) -> dict[str, str]:
        """The days that the plan states, read together with the words around them."""
        return in_context(self.duty.stated_due, self.duty.text)

    def all_rows(self, agencies: Iterable[Agency]) -> list[ReportRow]:
        """Return the rows of the agencies for every period of the duty, added to nothing yet."""
        once_on = once_day(self.stated, self.time)
        periods = periods_due(self.duty.periods, self.time, today=self.today, once_on=once_on)
        return [self._row(agency, period) for agency in agencies for period in periods]

    def lacking_rows(self, agencies: Iterable[Agency], known: KnownRows) -> list[ReportRow]:
        """Return the rows that do not exist and are owed: due from today on, or missed while the job was down."""
        return [
            row
            for row in self.all_rows(agencies)
            if (row.agency_id, row.period_key) not in known.keys
            and (row.due_on >= self.today or _continues(row, known.reach.get((row.agency_id, row.period_kind))))
        ]

    def _row(self, agency: Agency, period: Period) -> ReportRow:
        is_standing = self.chain.standing_on(min(period.end, self.today)) == agency.id
        step = step_of(agency, is_standing=is_standing)
        due = due_day(period, stated=self.stated, regime=self.regime, step=step, time=self.time)
        return ReportRow(
            duty_id=self.duty.id,
            plan_id=self.duty.plan_id,
            agency_id=agency.id,
            period_kind=period.kind,
            period_key=period.key,
            period_start=period.start,
            period_end=period.end,
            opens_on=due.opens_on,
            due_on=due.due_on,
            due_origin=due.origin,
        )


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
