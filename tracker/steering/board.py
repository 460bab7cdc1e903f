"""How the committee's page arranges the counts: agencies with the worst first, classes together. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.agencies.classes import CLASS_NAMES, class_of
from tracker.agencies.models import Agency, Level
from tracker.tasks.counts import Counts
from tracker.vietnamese import fold

SMALLEST_CLASS = 2


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One line of the table by agency. A class ("UBND các xã, phường") has its members, and no agency of its own."""

    name: str
    counts: Counts
    agency_id: int | None = None
    class_level: Level | None = None
    members: tuple["AgencyLine", ...] = ()


def agency_lines(counts: Mapping[int, Counts], agencies: Mapping[int, Agency]) -> list[AgencyLine]:
    """Return a line for each agency with tasks, most overdue first; the people's committees of a level are one line."""
    single: list[AgencyLine] = []
    classes: dict[Level, list[AgencyLine]] = {}
    for agency_id, figures in counts.items():
        if figures.total:
            line = AgencyLine(agencies[agency_id].name, figures, agency_id)
            level = class_of(agencies[agency_id])
            (single if level is None else classes.setdefault(level, [])).append(line)
    for level, members in classes.items():
        single += members if len(members) < SMALLEST_CLASS else [_class_line(level, members)]
    return _worst_first(single)


def requested_lines(counts: Mapping[int, Counts], agencies: Mapping[int, Agency]) -> list[AgencyLine]:
    """Return a line for each agency that is only requested ("đề nghị") to do something, most requests first."""
    lines = [AgencyLine(agencies[key].name, figures, key) for key, figures in counts.items() if figures.requested]
    return sorted(lines, key=lambda line: (-line.counts.requested, fold(line.name)))


def _class_line(level: Level, members: Sequence[AgencyLine]) -> AgencyLine:
    total = sum((line.counts for line in members), start=Counts())
    return AgencyLine(CLASS_NAMES[level], total, class_level=level, members=tuple(_worst_first(members)))


def _worst_first(lines: Iterable[AgencyLine]) -> list[AgencyLine]:
    return sorted(lines, key=lambda line: (-line.counts.open_overdue, -line.counts.total, fold(line.name)))


def trend_days(on: date) -> list[date]:
    """Return the ends of the months of the year of `on` before it, and `on` itself for the month that runs."""
    ends = [date(on.year, month + 1, 1) - timedelta(days=1) for month in range(1, on.month)]
    return [*ends, on]
