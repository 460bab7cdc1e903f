"""Who stands on which step of the reporting chain, and what the regime table says. Reads, never writes."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.agencies.models import Agency, Level
from tracker.agencies.queries import standing_agency_id
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.reports.models import Regime
from tracker.reports.regime_rules import DataWindow, RegimeBook, RegimeDay, RegimeTerms
from tracker.reports.rules import Step
from tracker.tasks.models import Assignment, Task
from tracker.tasks.rules import UNCOUNTED_STATES, Mode

_PEOPLE_COMMITTEE = ("ubnd ", "uy ban nhan dan ")


class Chain:
    """Who is standing agency of a plan on which day; each day is asked once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._standing: dict[date, int | None] = {}

    def standing_on(self, day: date) -> int | None:
        """Return the standing agency of the plan on a day, None when nobody is."""
        if day not in self._standing:
            self._standing[day] = standing_agency_id(self._plan.issuer_id, self._plan.id, on=day)
        return self._standing[day]


def step_of(agency: Agency, *, is_standing: bool) -> Step:
    """Return the step of an agency in the chain: commune 1, district or department 2, standing agency 3, province 4."""
    if is_standing:
        return Step.STANDING
    if agency.level is Level.COMMUNE:
        return Step.COMMUNE
    is_province = agency.level is Level.PROVINCE and agency.name_key.startswith(_PEOPLE_COMMITTEE)
    return Step.PROVINCE if is_province or agency.level is Level.CENTRAL else Step.DEPARTMENT


def regime_book() -> RegimeBook:
    """Return all regimes with their days and windows, the one added later first. Three statements."""
    rows = db.session.scalars(
        select(Regime).options(selectinload(Regime.dates), selectinload(Regime.windows)).order_by(Regime.id.desc())
    )
    return RegimeBook(tuple(terms_of(regime) for regime in rows))


def terms_of(regime: Regime) -> RegimeTerms:
    """Return what the table of a regime says."""
    return RegimeTerms(
        id=regime.id,
        series=regime.series,
        is_active=regime.is_active,
        days=tuple(
            RegimeDay(Step(d.step), d.period_kind, d.due_month, d.due_day, d.next_year, d.after_days, d.after_working)
            for d in regime.dates
        ),
        windows=tuple(
            DataWindow(w.period_kind, w.start_month, w.start_day, w.end_month, w.end_day) for w in regime.windows
        ),
        valid_from=regime.valid_from,
        valid_to=regime.valid_to,
        grace_days=regime.grace_days,
        roll=regime.roll,
    )


def leads_of(plan_ids: Collection[int]) -> dict[int, list[Agency]]:
    """Return, per plan, the agencies that lead an ordered task of it; requested bodies are not obliged to report."""
    rows = db.session.execute(
        select(Task.plan_id, Agency)
        .join(Task.agency)
        .join(Task.assignment)
        .where(Task.plan_id.in_(plan_ids), Task.state.not_in(UNCOUNTED_STATES), Assignment.mode == Mode.ORDERED)
        .distinct()
        .order_by(Task.plan_id, Agency.id)
    )
    found: dict[int, list[Agency]] = {}
    for plan_id, agency in rows:
        found.setdefault(plan_id, []).append(agency)
    return found
