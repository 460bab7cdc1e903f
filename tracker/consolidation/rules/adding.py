"""The figures of several reports added up, each sum with its parts. Pure.

Lines meet by the target or budget line of the plan, else by the same words and a unit of the same family. What only
looks alike stays apart and is named. A figure counts once for an agency: a second report, or a line of its own beside
that of the plan, is kept as a repeated part outside the sum.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count

from tracker.consolidation.rules.units import MONEY, Adding, adding_of, converted, family_of, unit_key
from tracker.reports.results import OWN, SECTIONS, ResultLine
from tracker.vietnamese import fold

MOST_DECIMALS = 4  # of a figure that a report can hold
Name = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """One accepted report: whose it is, which version, and its lines."""

    row_id: int
    submission_id: int
    agency_id: int
    agency: str
    lines: tuple[ResultLine, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The figure of one report in a sum, in the unit of the sum."""

    report: Report
    line: ResultLine
    actual: Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """A line of the consolidated report. `actual` is None where figures are not added, which `adding` explains.

    `planned` and `before` are sums only where every part has one. `given` of `asked` agencies gave a figure.
    """

    key: str
    section: str
    label: str
    unit: str
    adding: Adding
    actual: Decimal | None
    planned: Decimal | None
    before: Decimal | None
    is_estimate: bool
    parts: tuple[Part, ...]
    repeated: tuple[Part, ...]
    asked: int

    @property
    def given(self) -> int:
        """How many agencies gave a figure."""
        return len({part.report.agency_id for part in self.parts})

    @property
    def line(self) -> ResultLine:
        """The line as the consolidated report gives it."""
        return ResultLine(
            self.key, self.section, self.label, self.unit, self.planned, self.actual, self.is_estimate, self.before
        )


@dataclass
class _Group:
    key: str
    section: str
    label: str
    unit: str
    lines: list[tuple[Report, ResultLine]] = field(default_factory=list)


def add_up(reports: Sequence[Report], own_lines: Iterable[ResultLine]) -> list[Sum]:
    """Return the sums, first those of the plan's lines in their order, then the others by section and name.

    `own_lines` are the lines that the consolidating report has by its plan; a child plan's lines meet them by name.
    """
    groups = _Groups(own_lines)
    for report in reports:
        for line in report.lines:
            if line.actual is not None:
                groups.place_for(line).lines.append((report, line))
    return [_summed(group, len({report.agency_id for report in reports})) for group in groups.in_order()]


def name_of(line: ResultLine | Sum) -> Name:
    """Return by what a line without a key of the plan is recognised: section, words, family of its unit."""
    return line.section, fold(line.label).strip(" .:;,-"), family_of(line.unit)


class _Groups:
    """The groups of lines: those of the plan by key, then every other by its name."""

    def __init__(self, own_lines: Iterable[ResultLine]) -> None:
        of_plan = [line for line in own_lines if not line.key.startswith(OWN)]
        self._of_plan = {line.key: _Group(line.key, line.section, line.label, line.unit) for line in of_plan}
        self._named: dict[Name, _Group] = {}
        for line in of_plan:
            self._named.setdefault(name_of(line), self._of_plan[line.key])

    def place_for(self, line: ResultLine) -> _Group:
        found = self._of_plan.get(line.key)
        if found is not None and family_of(line.unit) == family_of(found.unit):
            return found
        name = name_of(line)
        found = self._named.get(name)
        if found is None or not _fits(line, found):
            name = (*name[:2], unit_key(line.unit)) if found else name
            found = self._named.setdefault(name, _Group("", line.section, line.label.strip(), line.unit))
        return found

    def in_order(self) -> Iterator[_Group]:
        yield from (group for group in self._of_plan.values() if group.lines)
        numbers = count(1)
        others = [(name, group) for name, group in self._named.items() if not group.key]
        for _, group in sorted(others, key=lambda other: (SECTIONS.index(other[1].section), other[0])):
            group.key = f"{OWN}{next(numbers)}"
            yield group


def _fits(line: ResultLine, group: _Group) -> bool:
    """A line of the plan keeps its unit: what cannot be said in it with four decimals stands by itself."""
    if not group.key or line.actual is None:
        return True
    return _decimals(converted(line.actual, line.unit, group.unit)) <= MOST_DECIMALS


def _decimals(figure: Decimal) -> int:
    exponent = figure.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _summed(group: _Group, asked: int) -> Sum:
    unit = group.unit if group.key and not group.key.startswith(OWN) else _smallest_unit(group)
    parts, repeated = _parts(group, unit)
    adding = adding_of(group.label, unit)
    is_sum = adding is Adding.SUMMED
    return Sum(
        group.key,
        group.section,
        group.label,
        unit,
        adding,
        sum((part.actual for part in parts), Decimal(0)) if is_sum else None,
        _total(parts, "planned", unit) if is_sum else None,
        _total(parts, "before", unit) if is_sum else None,
        is_sum and any(part.line.is_estimate for part in parts),
        tuple(parts),
        tuple(repeated),
        asked,
    )


def _smallest_unit(group: _Group) -> str:
    """Money is added in the smallest unit that somebody used, so that no digit is lost."""
    return min((line.unit for _, line in group.lines), key=lambda unit: MONEY.get(unit_key(unit), Decimal(0)))


def _parts(group: _Group, unit: str) -> tuple[list[Part], list[Part]]:
    parts: list[Part] = []
    repeated: list[Part] = []
    first: dict[int, tuple[int, bool]] = {}
    for report, line in sorted(group.lines, key=lambda given: given[1].key.startswith(OWN)):
        assert line.actual is not None
        part = Part(report, line, converted(line.actual, line.unit, unit))
        mark = (report.submission_id, line.key.startswith(OWN))
        (parts if first.setdefault(report.agency_id, mark) == mark else repeated).append(part)
    return parts, repeated


def _total(parts: Sequence[Part], name: str, unit: str) -> Decimal | None:
    figures = [getattr(part.line, name) for part in parts]
    if not figures or None in figures:
        return None
    return sum((converted(f, part.line.unit, unit) for f, part in zip(figures, parts, strict=True)), Decimal(0))
