"""Figures of one record that belong together: start - reduction = end, a whole and its parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.parsing.arithmetic.fields import COUNT, RATE, Cell, Figures
from tracker.parsing.arithmetic.relations import Relations, Sum, gap, sum_slack
from tracker.parsing.arithmetic.series import less_and_end
from tracker.parsing.arithmetic.totals import Addition, sum_of
from tracker.parsing.arithmetic.words import joined, several
from tracker.parsing.draft import Finding, Hypothesis
from tracker.parsing.numbers import number_words

_EXACT = 1e-6


@dataclass(frozen=True, slots=True)
class _Miss:
    """One record that breaks a relation: `printed` is the figure that is compared, `computed` what the others give."""

    record: int
    relation: Sum
    printed: Cell
    computed: float
    sentence: str


def check_rows(figures: Figures, relations: Relations, additions: Sequence[Addition]) -> list[Finding]:
    """Return records whose figures do not fit: together what rounding explains, singly what it does not."""
    findings: list[Finding] = []
    near: list[_Miss] = []
    for one in relations.sums:
        if figures.fields[one.whole].kind == RATE:
            continue
        for miss, inside in _misses(figures, one):
            if inside:
                near.append(miss)
            else:
                findings.append(_error(figures, miss, additions))
    return [*([_rounding(near)] if near else []), *findings]


def _misses(figures: Figures, one: Sum) -> Iterator[tuple[_Miss, bool]]:
    slack = sum_slack(figures.fields, one)
    for record in range(len(figures.records)):
        off = gap(figures.fields, one, record)
        if off is not None and abs(off) > _EXACT:
            yield _miss(figures, one, record), abs(off) <= slack


def _miss(figures: Figures, one: Sum, record: int) -> _Miss:
    cells = {at: cell for at in (one.whole, *one.parts) if (cell := figures.fields[at].cells[record])}
    whole = cells[one.whole]
    told = less_and_end(figures.fields, one) if figures.fields[one.whole].kind == COUNT else None
    if told is not None:
        less, end = told
        computed = round(whole.value - cells[less].value, 6)
        sentence = f"“{figures.label(record)}”: {whole.text} trừ {cells[less].text.lstrip('-–−')} bằng "
        sentence += f"{number_words(computed)}, bảng ghi {cells[end].text}"
        return _Miss(record, one, cells[end], computed, sentence)
    computed = round(sum(cells[at].value for at in one.parts), 6)
    sentence = f"“{figures.label(record)}”: cột “{figures.short_name(figures.fields[one.whole])}” ghi {whole.text}, "
    sentence += f"cộng {len(one.parts)} cột thành phần được {number_words(computed)}"
    return _Miss(record, one, whole, computed, sentence)


def _rounding(misses: Sequence[_Miss]) -> Finding:
    return Finding(
        code="row_rounding",
        severity="info",
        message=f"{several([miss.sentence for miss in misses])}: lệch do làm tròn.",
        places=[miss.printed.span for miss in misses],
        printed=joined([miss.printed.text for miss in misses]),
        computed=joined([number_words(miss.computed) for miss in misses]),
    )


def _error(figures: Figures, miss: _Miss, additions: Sequence[Addition]) -> Finding:
    hypotheses = [_hypothesis(figures, miss, at, additions) for at in (miss.relation.whole, *miss.relation.parts)]
    fitting = [one for one in hypotheses if one.restores_total]
    hint = f" Dòng tổng khớp nếu {fitting[0].wrong[0].lower()}{fitting[0].wrong[1:]}." if len(fitting) == 1 else ""
    if fitting and len(fitting) != 1:
        hypotheses = [Hypothesis(one.wrong, one.corrected, False) for one in hypotheses]
    return Finding(
        code="row_difference",
        severity="error",
        message=f"{miss.sentence}: không khớp.{hint}",
        places=[miss.printed.span],
        printed=miss.printed.text,
        computed=number_words(miss.computed),
        hypotheses=hypotheses,
    )


def _hypothesis(figures: Figures, miss: _Miss, at: int, additions: Sequence[Addition]) -> Hypothesis:
    """Return what the figure of field `at` should be if the others are right, and whether the total then fits."""
    field = figures.fields[at]
    cell, off = field.cells[miss.record], gap(figures.fields, miss.relation, miss.record) or 0.0
    value = cell.value if cell else 0.0
    corrected = round(value - off if at == miss.relation.whole else value + off, 6)
    words = f"Số ở “{figures.short_name(field)}” ({cell.text if cell else ''}) sai"
    return Hypothesis(words, number_words(corrected), _restores(figures, miss.record, at, corrected, additions))


def _restores(figures: Figures, record: int, at: int, corrected: float, additions: Sequence[Addition]) -> bool:
    field = figures.fields[at]
    for addition in additions:
        goal, total, cell = field.cells[addition.whole], sum_of(field, addition.parts), field.cells[record]
        if goal is None or total is None or cell is None:
            continue
        total = abs(total)
        if record in addition.parts:
            return abs(total - goal.value) > _EXACT and abs(total - cell.value + corrected - goal.value) <= _EXACT
        if record == addition.whole:
            return abs(total - goal.value) > _EXACT and abs(total - corrected) <= _EXACT
    return False
