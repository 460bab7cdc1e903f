"""How the follow-up page arranges report rows: periods with their equation, agencies × periods by class. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.agencies.classes import CLASS_NAMES, OTHERS, class_of
from tracker.agencies.models import Agency
from tracker.reports.rules import PeriodKind, ReportCell, ReportStanding
from tracker.reports.words import period_words

OTHER_NAME = "Sở, ban, ngành, đoàn thể"
BEFORE, AFTER = 3, 1

# Which column of the equation a cell counts in. Expected = on time + late + returned + excused + to come + in grace +
# overdue.
COLUMN_OF = {
    "on_time": "on_time",
    "awaiting": "on_time",
    "late": "late",
    "returned": "returned",
    "excused": "excused",
    "missing_due": "to_come",
    "not_open": "to_come",
    "missing_grace": "in_grace",
    "missing_overdue": "overdue",
}


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A report row as it looks on the day."""

    row_id: int
    plan_id: int
    agency: Agency
    kind: PeriodKind
    key: str
    start: date
    end: date
    due_on: date
    grace_until: date
    standing: str
    is_closed: bool
    is_on_behalf: bool  # what stands was typed in for the agency, from paper or an e-mail
    cell: ReportCell

    def is_late(self, on: date) -> bool:
        """Tell whether it is missing after its days of grace, returned and not sent again too."""
        return self.standing == ReportStanding.MISSING.value and self.grace_until < on

    @property
    def group(self) -> str:
        """The class of the agency, by its word in the address."""
        level = class_of(self.agency)
        return level.value if level else OTHERS

    @property
    def period(self) -> str:
        """What the period is called."""
        return period_words(self.kind, self.key, self.start)


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One period with the equation of its rows, and the days they are due."""

    key: str
    name: str
    end: date
    counts: Mapping[str, int]
    first_due: date
    last_due: date

    @property
    def total(self) -> int:
        """All rows of the period."""
        return sum(self.counts.values())

    @property
    def received(self) -> int:
        """Those handed in that stand."""
        return self.counts.get("on_time", 0) + self.counts.get("late", 0)


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One agency: its rows in each of the shown periods."""

    agency: Agency
    cells: tuple[tuple[OwedRow, ...], ...]


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """A class of agencies with its lines, and how the chosen period stands in it."""

    name: str
    lines: tuple[MatrixLine, ...]
    counts: Mapping[str, int]


def period_lines(rows: Iterable[OwedRow]) -> list[PeriodLine]:
    """Return a line for each period, oldest first."""
    by_key: dict[str, list[OwedRow]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    lines = [
        PeriodLine(
            key,
            found[0].period,
            max(row.end for row in found),
            Counter(COLUMN_OF[row.cell.code] for row in found),
            min(row.due_on for row in found),
            max(row.due_on for row in found),
        )
        for key, found in by_key.items()
    ]
    return sorted(lines, key=lambda line: (line.end, line.key))


def chosen_period(lines: Sequence[PeriodLine], asked: str, today: date) -> PeriodLine | None:
    """Return the period asked for; else the last that ends, or falls due, by today or next; None when there is none."""
    by_key = {line.key: line for line in lines}
    if asked in by_key:
        return by_key[asked]
    begun = [line for line in lines if line.counts.keys() - {"to_come"} or line.first_due <= today]
    return begun[-1] if begun else next(iter(lines), None)


def shown_periods(lines: Sequence[PeriodLine], chosen: PeriodLine | None) -> list[PeriodLine]:
    """Return the chosen period with the three before and the one after it."""
    if chosen is None:
        return []
    place = list(lines).index(chosen)
    return list(lines[max(0, place - BEFORE) : place + AFTER + 1])


def matrix(rows: Iterable[OwedRow], periods: Sequence[PeriodLine], chosen: PeriodLine | None) -> list[MatrixGroup]:
    """Return agencies × periods by class: people's committees of districts, of communes, then the others."""
    places = {line.key: place for place, line in enumerate(periods)}
    groups: dict[str, dict[int, tuple[Agency, list[list[OwedRow]]]]] = {}
    for row in rows:
        if row.key in places:
            agencies = groups.setdefault(row.group, {})
            _, cells = agencies.setdefault(row.agency.id, (row.agency, [[] for _ in periods]))
            cells[places[row.key]].append(row)
    here = places[chosen.key] if chosen else 0
    return [_group(name, groups[key], here) for key, name in group_names().items() if key in groups]


def group_names() -> dict[str, str]:
    """Return what the classes of agencies are called, by their words in the address."""
    return {**{level.value: name for level, name in CLASS_NAMES.items()}, OTHERS: OTHER_NAME}


def _group(name: str, agencies: Mapping[int, tuple[Agency, list[list[OwedRow]]]], here: int) -> MatrixGroup:
    lines = tuple(MatrixLine(agency, tuple(tuple(cell) for cell in cells)) for agency, cells in agencies.values())
    counts = Counter(COLUMN_OF[row.cell.code] for line in lines for row in line.cells[here])
    return MatrixGroup(name, lines, counts)
