"""The list behind every report number: by plan, agency, period, class, as of a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Subquery, func, literal, select, union_all

from tracker.agencies.classes import in_group
from tracker.agencies.models import Agency
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.plans.scope import Scope, in_scope
from tracker.reports.cells import CELL_CLASSES, in_cell_class
from tracker.reports.counts import standing_as_of
from tracker.reports.models import ReportRow
from tracker.reports.queries import rows_loaded
from tracker.reports.rights import visible_to
from tracker.reports.rules import PeriodKind, ReportCell, ReportStanding, cell_as_of
from tracker.rights import Actor
from tracker.web.paging import PAGE_SIZE, Page

# What the parameter "lop" of a list may ask for: the classes that every report number is made of.
CLASSES: dict[str, tuple[ReportStanding, ...]] = {
    "expected": (ReportStanding.ON_TIME, ReportStanding.LATE, ReportStanding.MISSING, ReportStanding.EXCUSED),
    "received": (ReportStanding.ON_TIME, ReportStanding.LATE),
    "on_time": (ReportStanding.ON_TIME,),
    "late": (ReportStanding.LATE,),
    "missing": (ReportStanding.MISSING,),
    "excused": (ReportStanding.EXCUSED,),
    "ahead": (ReportStanding.AHEAD,),
}


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which rows a list shows, as of a day. None or "" = all."""

    on: date
    plan_id: int | None = None
    agency_id: int | None = None
    period_key: str = ""
    standing: str = ""
    agency_group: str = ""  # a class of agencies, or "other"
    scope: Scope | None = None
    duty_id: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on ReportRow."""
        asked: list[ColumnElement[bool]] = []
        if self.plan_id is not None:
            asked.append(ReportRow.plan_id == self.plan_id)
        if self.agency_id is not None:
            asked.append(ReportRow.agency_id == self.agency_id)
        if self.duty_id is not None:
            asked.append(ReportRow.duty_id == self.duty_id)
        if self.period_key:
            asked.append(ReportRow.period_key == self.period_key)
        if self.agency_group:
            asked.append(ReportRow.agency_id.in_(select(Agency.id).where(in_group(self.agency_group))))
        return asked

    def holds(self, actor: Actor) -> list[ColumnElement[bool]]:
        """Return the conditions on ReportRow and Plan: the filter, and what the actor may see of it."""
        scope = [] if self.scope is None else [in_scope(self.scope, actor)]
        return [*self.conditions(), *scope, visible_to(actor)]


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row and how it looks on the day of the list."""

    row: ReportRow
    cell: ReportCell
    is_on_behalf: bool = False  # what stands came on paper or by e-mail, and was typed in for the agency


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the filters of a list offer."""

    plans: list[tuple[int, str]]
    agencies: list[tuple[int, str]]
    periods: list[tuple[PeriodKind, str, date]]


def listed(actor: Actor, asked: RowFilter, *, page: int, total: int, soon_until: date) -> Page[ListedRow]:
    """Return one page of the `total` rows that the actor may see and the filter asks for, as they stood on its day.

    `soon_until` is the last day that is due soon on that day, by working days.
    """
    standing = standing_as_of(asked.on, *asked.holds(actor))
    found = db.session.execute(
        rows_loaded()
        .add_columns(standing)
        .join(standing, standing.c.row_id == ReportRow.id)
        .where(_in_class(standing, asked))
        .order_by(ReportRow.due_on, Agency.name_key, ReportRow.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    rows = [
        ListedRow(
            line[0],
            cell_as_of(
                on=asked.on,
                soon_until=soon_until,
                opens_on=line.opens_on,
                due_on=line.due_on,
                grace_until=line.grace_until,
                submitted_on=line.submitted_on,
                accepted=bool(line.accepted),
                returned_on=line.returned_on,
                is_excused=line.excused_on is not None,
            ),
            bool(line.on_behalf),
        )
        for line in found
    ]
    return Page(rows, page, total)


def _in_class(standing: Subquery, asked: RowFilter) -> ColumnElement[bool]:
    if asked.standing in CELL_CLASSES:
        return in_cell_class(standing, asked.standing, asked.on)
    return standing.c.standing.in_([c.value for c in CLASSES.get(asked.standing, tuple(ReportStanding))])


def counted(actor: Actor, asked: RowFilter) -> dict[str, int]:
    """Return how many of the filtered rows stand in each class, whatever class is asked for."""
    standing = standing_as_of(asked.on, *asked.holds(actor))
    lines = db.session.execute(select(standing.c.standing, func.count()).group_by(standing.c.standing))
    return {line[0]: line[1] for line in lines}


def total_of(actor: Actor, asked: RowFilter, numbers: Mapping[str, int]) -> int:
    """Return how many rows the filter asks for; `numbers` are those of `counted`."""
    if asked.standing not in CELL_CLASSES:
        return sum(numbers.get(name.value, 0) for name in CLASSES.get(asked.standing, tuple(ReportStanding)))
    standing = standing_as_of(asked.on, *asked.holds(actor))
    found = select(func.count()).select_from(standing).where(_in_class(standing, asked))
    return db.session.scalar(found) or 0


def choices_for(actor: Actor) -> FilterChoices:
    """Return the plans, agencies and periods of the rows that the actor may see. Two statements."""
    seen = select(ReportRow).join(ReportRow.plan).join(ReportRow.agency).where(visible_to(actor))
    plan_name = func.coalesce(Plan.number, Plan.title).label("name")
    plans = seen.with_only_columns(
        literal("plan").label("what"), Plan.id, plan_name, plan_name.label("place")
    ).distinct()
    agencies = seen.with_only_columns(literal("agency"), Agency.id, Agency.name, Agency.name_key).distinct()
    named = sorted(db.session.execute(union_all(plans, agencies)), key=lambda line: (line[3], line[1]))
    periods = db.session.execute(
        seen.with_only_columns(ReportRow.period_kind, ReportRow.period_key, func.min(ReportRow.period_start))
        .group_by(ReportRow.period_kind, ReportRow.period_key)
        .order_by(func.min(ReportRow.period_start), ReportRow.period_key)
    )
    return FilterChoices(
        [(line[1], line[2]) for line in named if line[0] == "plan"],
        [(line[1], line[2]) for line in named if line[0] == "agency"],
        [(kind, key, start) for kind, key, start in periods],
    )
