"""The follow-up page put together: filters, late list, periods and matrix, by a fixed number of statements."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.agencies.classes import OTHERS, class_of
from tracker.errors import NotVisible
from tracker.plans.models import Plan
from tracker.plans.scope import followed_by
from tracker.reminders import follow_up as queries
from tracker.reminders.follow_up import REPORT, TASK, LateAgency, Urged
from tracker.reminders.log import calls_by_agency
from tracker.reminders.matrix import (
    MatrixGroup,
    OwedRow,
    PeriodLine,
    chosen_period,
    group_names,
    matrix,
    period_lines,
    shown_periods,
)
from tracker.rights import Actor, Role
from tracker.tasks.rules import DUE_SOON_WORKING_DAYS
from tracker.workdays.queries import working_calendar

LONGEST_LIST = 100


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What the page shows for the chosen plan (or all that the person follows), period and class of agencies."""

    on: date
    plans: Sequence[Plan]
    plan_id: int | None
    group: str
    groups: Mapping[str, int]
    periods: Sequence[PeriodLine]
    chosen: PeriodLine | None
    shown: Sequence[PeriodLine]
    matrix: Sequence[MatrixGroup]
    late_rows: Sequence[OwedRow]
    late_total: int
    late_tasks: Sequence[LateAgency]
    urged: Mapping[tuple[str, int, int], Urged]
    called: Mapping[int, int]  # telephone calls, by agency
    is_asked: bool  # the period was asked for, so that the late list is of this period alone

    @property
    def plan_names(self) -> dict[int, str]:
        """What the plans are called, by id."""
        return {plan.id: plan.short_name for plan in self.plans}

    @property
    def late_of_chosen(self) -> tuple[int, int]:
        """How many agencies are overdue in the chosen period, and the longest for how many days."""
        key = self.chosen.key if self.chosen else ""
        late = [
            row
            for group in self.matrix
            for line in group.lines
            for cell in line.cells
            for row in cell
            if row.key == key and row.cell.code == "missing_overdue"
        ]
        return len({row.agency.id for row in late}), max((row.cell.days for row in late), default=0)

    @property
    def unfinished(self) -> int:
        """How many agencies have not handed in for the chosen period."""
        place = list(self.shown).index(self.chosen) if self.chosen else 0
        codes = {"missing_due", "missing_grace", "missing_overdue", "returned"}
        return sum(
            any(row.cell.code in codes for row in line.cells[place]) for group in self.matrix for line in group.lines
        )

    def urged_row(self, row: OwedRow) -> Urged | None:
        """Return when the agency was urged about the report last."""
        return self.urged.get((REPORT, row.row_id, row.agency.id))

    def urged_agency(self, agency_id: int) -> Urged | None:
        """Return when the agency was urged about any task last, and on how many times in all."""
        found = [urged for (kind, _, agency), urged in self.urged.items() if kind == TASK and agency == agency_id]
        if not found:
            return None
        return Urged(sum(urged.times for urged in found), max(urged.last_on for urged in found))

    def chased(self, agency_id: int) -> tuple[int, int]:
        """Return how often the agency was urged and called, about anything in the shown plans."""
        urged = sum(urged.times for (_, _, agency), urged in self.urged.items() if agency == agency_id)
        return urged, self.called.get(agency_id, 0)

    def urgeable(self, actor: Actor) -> set[int]:
        """Return the plans among the shown ones in which the actor, as monitor, may urge."""
        return {p.id for p in self.plans if actor.holds(Role.MONITOR, issuer_id=p.issuer_id, plan_id=p.id)}


def follow_up_for(actor: Actor, on: date, *, plan_id: int | None, period: str, group: str) -> FollowUp:
    """Return the follow-up of the plans that the actor watches. Raises NotVisible for a plan that is not among them."""
    soon_until = working_calendar().add_working_days(on, DUE_SOON_WORKING_DAYS)
    plans = queries.plans_followed(actor, on)
    if plan_id is not None and plan_id not in {plan.id for plan in plans}:
        raise NotVisible()
    where = [followed_by(actor)] if plan_id is None else [Plan.id == plan_id]
    group = group if group in group_names() else ""
    everybody = queries.owed_rows(on, *where, soon_until=soon_until)
    rows = [row for row in everybody if group in ("", row.group)]
    periods = period_lines(rows)
    chosen = chosen_period(periods, period, on)
    shown = shown_periods(periods, chosen)
    is_asked = chosen is not None and period == chosen.key
    late = [row for row in rows if row.is_late(on) and (not is_asked or row.key == period)]
    late.sort(key=lambda row: (row.due_on, row.agency.name_key, row.row_id))
    return FollowUp(
        on=on,
        plans=plans,
        plan_id=plan_id,
        group=group,
        groups=_group_sizes(everybody),
        periods=periods,
        chosen=chosen,
        shown=shown,
        matrix=matrix(rows, shown, chosen),
        late_rows=late[:LONGEST_LIST],
        late_total=len(late),
        late_tasks=[line for line in queries.late_agencies(on, *where) if group in ("", _group_of(line))],
        urged=queries.last_urgings(*where),
        called=calls_by_agency(*where),
        is_asked=is_asked,
    )


def _group_sizes(rows: Sequence[OwedRow]) -> dict[str, int]:
    return Counter(group for group, _ in {(row.group, row.agency.id) for row in rows})


def _group_of(line: LateAgency) -> str:
    level = class_of(line.agency)
    return level.value if level else OTHERS
