"""Where the plans stand on a day: what `flask status` prints and the committee's page shows.

Built only on tasks.counts and reports.counts, so that both agree with every list (docs/decisions.md, "Counts"). Listed
are the plans issued by the day: tasks and rows count from their plan's issuing day on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement

from tracker.plans.models import Plan
from tracker.reports.counts import counts_by_plan
from tracker.reports.rules import ReportCounts
from tracker.steering.queries import plans_issued
from tracker.tasks.counts import Counts, counts_by


@dataclass(frozen=True, slots=True)
class PlanStatus:
    """The counts of one plan: its tasks and the reports due in it."""

    plan: Plan
    tasks: Counts
    reports: ReportCounts


@dataclass(frozen=True, slots=True)
class Status:
    """All plans as of a day, ordered by issuing day and number, with their sums."""

    on: date
    plans: tuple[PlanStatus, ...]

    @property
    def tasks(self) -> Counts:
        """The tasks of all plans."""
        return sum((line.tasks for line in self.plans), start=Counts())

    @property
    def reports(self) -> ReportCounts:
        """The reports due in all plans."""
        return sum((line.reports for line in self.plans), start=ReportCounts())

    def of_plan(self, plan_id: int | None) -> "Status":
        """Return the same for one plan alone; for None, all of it."""
        return self if plan_id is None else Status(self.on, tuple(p for p in self.plans if p.plan.id == plan_id))


def status_as_of(on: date, *where: ColumnElement[bool]) -> Status:
    """Return how the plans that meet the conditions on Plan stand at the end of the day, by three statements."""
    return arrange(on, plans_issued(on, *where), counts_by("plan", on, *where), counts_by_plan(on, *where))


def arrange(
    on: date, plans: Sequence[Plan], tasks: Mapping[int, Counts], reports: Mapping[int, ReportCounts]
) -> Status:
    """Return the counts by plan id put beside their plans."""
    return Status(on, tuple(PlanStatus(p, tasks.get(p.id, Counts()), reports.get(p.id, ReportCounts())) for p in plans))


def as_json(status: Status) -> dict[str, Any]:
    """Return exactly what `flask status --json` prints (commands-and-counts: names, order, 4 decimals, null)."""
    return {
        "on": status.on.isoformat(),
        "plans": [
            {
                "number": line.plan.number,
                "issuer": line.plan.issuer.name,
                "title": line.plan.title,
                **_figures(line.tasks, line.reports),
            }
            for line in status.plans
        ],
        "total": _figures(status.tasks, status.reports),
    }


def _figures(tasks: Counts, reports: ReportCounts) -> dict[str, Any]:
    return {"tasks": tasks.as_figures(), "rates": tasks.rates(), "reports": reports.as_dict()}
