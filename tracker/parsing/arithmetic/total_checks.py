"""Totals of a table against its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.parsing.arithmetic.fields import COUNT, Cell, Field, Figures
from tracker.parsing.arithmetic.relations import Relations, gap
from tracker.parsing.arithmetic.totals import Addition, slack_of, sum_of
from tracker.parsing.arithmetic.words import joined, several, slip_words
from tracker.parsing.draft import Finding, Hypothesis
from tracker.parsing.numbers import number_words

_EXACT = 1e-6
_FEW_FIELDS = 2
_ALIKE = 5


@dataclass(frozen=True, slots=True)
class _Miss:
    """A total that is not the sum of its rows."""

    field: Field
    goal: Cell
    computed: float
    inside: bool


def check_totals(figures: Figures, additions: Sequence[Addition], relations: Relations) -> list[Finding]:
    """Return totals that differ from their rows: together what rounding explains, singly what it does not."""
    findings: list[Finding] = []
    for addition in additions:
        misses = list(_misses(figures, addition))
        fields = [field for field in figures.fields if _compared(field, addition)]
        inside = [miss for miss in misses if miss.inside]
        outside = [miss for miss in misses if not miss.inside]
        if len(outside) == len(fields) > _FEW_FIELDS:
            findings.append(_rows_missing(figures, addition, outside))
            continue
        if inside:
            findings.append(_rounding(figures, addition, inside))
        findings += [_error(figures, addition, miss, relations) for miss in outside]
    return findings


def _compared(field: Field, addition: Addition) -> bool:
    return field.is_added and field.cells[addition.whole] is not None and sum_of(field, addition.parts) is not None


def _misses(figures: Figures, addition: Addition) -> Iterator[_Miss]:
    for field in figures.fields:
        goal, computed = field.cells[addition.whole], sum_of(field, addition.parts)
        if not _compared(field, addition) or goal is None or computed is None or _is_mean(field, goal, addition):
            continue
        off = abs(abs(computed) - goal.value)
        if off > _EXACT:
            yield _Miss(field, goal, computed, off <= slack_of(figures, field, addition.parts))


def _is_mean(field: Field, goal: Cell, addition: Addition) -> bool:
    """Tell a figure that is the mean of its rows (an income, a price): it was never meant as their sum."""
    values = [cell.value for part in addition.parts if (cell := field.cells[part])]
    mean = sum(values) / len(values)
    alike = 0 < min(values) <= max(values) <= _ALIKE * min(values)
    return alike and min(values) <= goal.value <= max(values) and abs(goal.value - mean) <= max(mean * 0.25, 1)


def _place(figures: Figures, addition: Addition) -> str:
    if figures.turned:
        return f"Cột tổng (“{figures.label(addition.whole)}”)"
    is_total = addition.whole == figures.total or addition.inferred
    return "Dòng tổng" if is_total else f"Dòng “{figures.label(addition.whole)}”"


def _rounding(figures: Figures, addition: Addition, misses: Sequence[_Miss]) -> Finding:
    told = [
        f"“{figures.short_name(miss.field)}” ghi {miss.goal.text}, cộng được {number_words(miss.computed)}"
        for miss in misses
    ]
    return Finding(
        code="table_total_rounding",
        severity="info",
        message=f"{_place(figures, addition)}: {several(told)}: lệch do làm tròn ({len(addition.parts)} dòng).",
        places=[miss.goal.span for miss in misses],
        printed=joined([miss.goal.text for miss in misses]),
        computed=joined([number_words(miss.computed) for miss in misses]),
    )


def _error(figures: Figures, addition: Addition, miss: _Miss, relations: Relations) -> Finding:
    computed = number_words(miss.computed)
    fits = _total_fits(figures, addition, miss, relations)
    words = (
        f"{_place(figures, addition)} cột “{figures.short_name(miss.field)}” ghi {miss.goal.text}, cộng các dòng được "
    )
    return Finding(
        code="table_total",
        severity="error",
        message=f"{words}{computed}{slip_words(miss.goal.text, computed)}: không bằng tổng các dòng.",
        places=[miss.goal.span],
        printed=miss.goal.text,
        computed=computed,
        hypotheses=[
            Hypothesis("Số ở dòng tổng sai, các dòng đúng", computed, fits is not False),
            Hypothesis("Số ở một dòng thành phần sai hoặc thiếu dòng, dòng tổng đúng", None, fits is False),
        ],
    )


def _total_fits(figures: Figures, addition: Addition, miss: _Miss, relations: Relations) -> bool | None:
    """Return whether the corrected total fits the other figures of its own row, None when nothing there tells it."""
    at = figures.fields.index(miss.field)
    for one in relations.sums:
        if at not in (one.whole, *one.parts) or miss.field.kind != COUNT:
            continue
        printed = gap(figures.fields, one, addition.whole)
        if printed is not None:
            change = abs(miss.computed) - miss.goal.value
            return abs(printed + (change if at == one.whole else -change)) < abs(printed)
    return None


def _rows_missing(figures: Figures, addition: Addition, misses: Sequence[_Miss]) -> Finding:
    return Finding(
        code="table_rows_missing",
        severity="warning",
        message=f"{_place(figures, addition)} không bằng tổng các dòng ở cả {len(misses)} cột: có thể bảng thiếu dòng "
        "hoặc dòng tổng tính cho phạm vi khác.",
        places=[miss.goal.span for miss in misses],
        printed=joined([miss.goal.text for miss in misses]),
        computed=joined([number_words(miss.computed) for miss in misses]),
    )
