"""Who stands on which step of the reporting chain, and what the regime table says. Reads, never writes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.agencies.models import Agency, AgencyRole, Level, RoleKind
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.reports.models import Regime
from tracker.reports.regime_rules import DataWindow, RegimeBook, RegimeDay, RegimeTerms
from tracker.reports.rules import Step
from tracker.tasks.models import Assignment, Task
from tracker.tasks.rules import UNCOUNTED_STATES, Mode

PEOPLE_COMMITTEE = ("ubnd ", "uy ban nhan dan ")


@dataclass(frozen=True, slots=True)
class Chain:
    """Who is standing agency of a plan on which day: its roles as queries.standing_agency_id would find them."""

    roles: tuple[AgencyRole, ...]

    def standing_on(self, day: date) -> int | None:
        """Return the standing agency of the plan on a day, None when nobody is."""
        held = (r.agency_id for r in self.roles if r.starts_on <= day and (r.ends_on is None or r.ends_on >= day))
        return next(held, None)


def chains_of(plans: Collection[Plan]) -> dict[int, Chain]:
    """Return the chain of each plan, by one statement.

    A role for the one plan goes before one for all plans of the issuer, the newest first.
    """
    found = db.session.scalars(
        select(AgencyRole)
        .where(AgencyRole.role == RoleKind.STANDING, AgencyRole.issuer_id.in_({plan.issuer_id for plan in plans}))
        .order_by(AgencyRole.plan_id.is_(None), AgencyRole.starts_on.desc(), AgencyRole.id.desc())
    ).all()
    return {
        plan.id: Chain(tuple(r for r in found if r.issuer_id == plan.issuer_id and r.plan_id in (None, plan.id)))
        for plan in plans
    }


def step_of(agency: Agency, *, is_standing: bool) -> Step:
    """Return the step of an agency in the chain: commune 1, district or department 2, standing agency 3, province 4."""
    if is_standing:
        return Step.STANDING
    if agency.level is Level.COMMUNE:
        return Step.COMMUNE
    is_province = agency.level is Level.PROVINCE and agency.name_key.startswith(PEOPLE_COMMITTEE)
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
