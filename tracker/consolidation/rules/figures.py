"""The summed lines in the draft of a consolidated report, taken again without losing what was typed. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tracker.consolidation.rules.adding import Sum
from tracker.consolidation.rules.units import Adding, family_of
from tracker.reports.results import OWN, ResultLine, TypedLine, as_typed
from tracker.vietnamese import fold

MOST_OWN_LINES = 60  # a form with more can neither be read nor sent; the others stand on the page of figures


@dataclass(frozen=True, slots=True)
class KeptLines:
    """The lines of the draft after taking from the sources, and the labels of those where typed figures stayed."""

    lines: tuple[TypedLine, ...]
    clashes: tuple[str, ...]


def summed_lines(sums: Iterable[Sum]) -> list[TypedLine]:
    """Return the lines that go into the draft: what is added, all of the plan's and the most given of the others."""
    added = [line for line in sums if line.adding is Adding.SUMMED]
    of_plan = [line for line in added if not line.key.startswith(OWN)]
    others = sorted((line for line in added if line.key.startswith(OWN)), key=lambda line: -line.given)
    return [as_typed(line.line) for line in [*of_plan, *others[:MOST_OWN_LINES]]]


def lines_taken_again(base: Sequence[TypedLine], draft: Sequence[TypedLine], new: Sequence[TypedLine]) -> KeptLines:
    """Return the draft's lines with what changed from `base` (last taken) to `new` (the sums now)."""
    last, now = _by_mark(base), _by_mark(new)
    kept, clashes = [], []
    for line in draft:
        mark = mark_of(line)
        taken, clash = _taken(line, last.get(mark), now.pop(mark, None))
        clashes += [line.label] if clash else []
        kept += [taken] if taken is not None else []
    added = [line for mark, line in now.items() if mark not in last or _differ(last[mark], line)]
    return KeptLines(tuple(_numbered([*kept, *added])), tuple(clashes))


def mark_of(line: TypedLine | ResultLine) -> tuple[str, ...]:
    """Return by what a line is the same one when it is taken again: its key in the plan, or its words and unit."""
    if not line.key.startswith(OWN):
        return (line.key,)
    return line.section, fold(line.label).strip(" .:;,-"), family_of(line.unit)


def _by_mark(lines: Iterable[TypedLine]) -> dict[tuple[str, ...], TypedLine]:
    return {mark_of(line): line for line in lines}


def _taken(line: TypedLine, base: TypedLine | None, new: TypedLine | None) -> tuple[TypedLine | None, bool]:
    """Return the line with the figures of the sources where nobody typed others, and whether somebody did."""
    untouched = not _differ(line, base) if base else not line.actual
    if new is None:
        if base is None or not untouched:
            return line, base is not None and bool(base.actual)
        return (None if line.is_own else replace(line, actual="", is_estimate=False)), False
    if untouched:
        return _with_figures(line, new), False
    changed = base is None or _differ(base, new)
    return line, changed and _differ(line, new)


def _differ(one: TypedLine, other: TypedLine) -> bool:
    return (one.actual, one.is_estimate) != (other.actual, other.is_estimate)


def _with_figures(line: TypedLine, new: TypedLine) -> TypedLine:
    taken = replace(line, actual=new.actual, is_estimate=new.is_estimate, before=new.before or line.before)
    return replace(taken, unit=new.unit, planned=new.planned or line.planned) if line.is_own else taken


def _numbered(lines: Iterable[TypedLine]) -> list[TypedLine]:
    """Number the own lines afresh: two people, or a person and the sources, may have used one number."""
    number, found = 0, []
    for line in lines:
        number += line.is_own
        found.append(replace(line, key=f"{OWN}{number}") if line.is_own else line)
    return found
