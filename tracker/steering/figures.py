"""All figures of the committee's page as of a day, read by a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.agencies.models import Agency
from tracker.errors import NotVisible
from tracker.plans.models import Plan
from tracker.plans.queries import watched_by
from tracker.reports.counts import counts_by_plan
from tracker.rights import Actor
from tracker.steering import queries
from tracker.steering.board import AgencyLine, agency_lines, requested_lines, trend_days
from tracker.steering.queries import AgeingLine, TrendPoint
from tracker.steering.status import Status, arrange
from tracker.tasks.counts import Counts, counts_by_plan_and_agency
from tracker.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Figures:
    """What the page shows: of the chosen plan, or of all plans the person watches."""

    on: date
    plan: Plan | None
    choices: Sequence[Plan]
    status: Status
    agencies: Sequence[AgencyLine]
    requested: Sequence[AgencyLine]
    ageing: Sequence[AgeingLine]
    trend: Sequence[TrendPoint]
    longest: Sequence[Task]
    committee: Agency | None

    @property
    def tasks(self) -> Counts:
        """The tasks in all."""
        return self.status.tasks

    @property
    def longest_days(self) -> int:
        """For how many days the most overdue task has been overdue; 0 when none is."""
        return max(((self.on - line.oldest_due).days for line in self.ageing if line.oldest_due), default=0)


def figures_for(actor: Actor, on: date, plan_id: int | None = None) -> Figures:
    """Return the figures of the plans that the actor watches, or of one of them.

    Raises NotVisible for a plan that the actor does not watch, or that was not issued by the day.
    """
    watched = watched_by(actor)
    plans = queries.plans_issued(on, watched)
    chosen = next((plan for plan in plans if plan.id == plan_id), None)
    if plan_id is not None and chosen is None:
        raise NotVisible()
    where = watched if chosen is None else Plan.id == chosen.id
    by_both = counts_by_plan_and_agency(on, watched)
    by_plan, by_agency = _sums(by_both, plan_id)
    issuers = {plan.issuer_id for plan in plans}
    names, committee = queries.agencies_and_committee(by_agency, issuers, on)
    return Figures(
        on=on,
        plan=chosen,
        choices=plans,
        status=arrange(on, plans, by_plan, counts_by_plan(on, watched)).of_plan(plan_id),
        agencies=agency_lines(by_agency, names),
        requested=requested_lines(by_agency, names),
        ageing=queries.overdue_by_age(on, where),
        trend=queries.trend(trend_days(on), where),
        longest=queries.longest_overdue(on, where),
        committee=committee,
    )


def _sums(by_both: dict[tuple[int, int], Counts], plan_id: int | None) -> tuple[dict[int, Counts], dict[int, Counts]]:
    by_plan: dict[int, Counts] = {}
    by_agency: dict[int, Counts] = {}
    for (plan, agency), counts in by_both.items():
        by_plan[plan] = by_plan.get(plan, Counts()) + counts
        if plan_id in (None, plan):
            by_agency[agency] = by_agency.get(agency, Counts()) + counts
    return by_plan, by_agency
