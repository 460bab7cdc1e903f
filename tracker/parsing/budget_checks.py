"""Money: a line against its parts and a total against its lines. Nothing is forgiven: rounding is no reason here."""

from collections.abc import Sequence

from tracker.parsing.arithmetic.words import slip_words
from tracker.parsing.budget import IN_DONG, Breakdown, Entry, ReadBudget
from tracker.parsing.draft import Finding, Hypothesis
from tracker.parsing.numbers import number_words

_EXACT = 1e-6
_SHOWN = 80


def check_budget(budget: ReadBudget) -> list[Finding]:
    """Return lines whose parts do not add up, and totals that differ from their lines, each with every reading."""
    findings = [_parts(entry, _around(entry, budget.breakdowns)) for entry in budget.entries if _is_off(entry)]
    return [
        *findings,
        *(_total(one) for one in budget.breakdowns if abs(_sum(one) - one.total.line.amount) > _slack(one)),
    ]


def _around(entry: Entry, breakdowns: Sequence[Breakdown]) -> Breakdown | None:
    return next((one for one in breakdowns if entry in one.entries), None)


def _of_parts(entry: Entry) -> float:
    return round(sum(part.amount for part in entry.line.parts), 6)


def _is_off(entry: Entry) -> bool:
    """Tell whether the parts contradict the line: one named part of several is no contradiction, more than all is."""
    computed = _of_parts(entry)
    if not entry.line.parts or not entry.line.unit or abs(computed - entry.line.amount) <= _EXACT:
        return False
    return computed > entry.line.amount or len(entry.line.parts) > 1


def _value(entry: Entry, unit: str) -> float:
    own = entry.line.unit
    return entry.line.amount if own == unit else entry.line.amount * IN_DONG[own] / IN_DONG[unit]


def _sum(one: Breakdown) -> float:
    return round(sum(_value(entry, one.total.line.unit) for entry in one.entries), 6)


def _slack(one: Breakdown) -> float:
    """Nothing in one unit; half of the last printed decimal where a total is told in a larger unit than its lines."""
    units = {entry.line.unit for entry in one.entries}
    if units == {one.total.line.unit}:
        return _EXACT
    amount = one.total.line.amount
    decimals = next(places for places in range(5) if abs(round(amount, places) - amount) < _EXACT or places == 4)
    return 0.5 * 10.0**-decimals + _EXACT


def _parts(entry: Entry, around: Breakdown | None) -> Finding:
    line, computed = entry.line, _of_parts(entry)
    line_restores = around is not None and _fits(around, entry, computed)
    as_printed = around is not None and abs(_sum(around) - around.total.line.amount) <= _slack(around)
    message = f"“{line.item[:_SHOWN]}” ghi {number_words(line.amount)} {line.unit}, cộng các nguồn được "
    message += f"{number_words(computed)} {line.unit}{slip_words(number_words(line.amount), number_words(computed))}."
    if line_restores:
        message += " Tổng kinh phí khớp nếu lấy số cộng các nguồn, nên số của dòng này có thể sai."
    elif as_printed:
        message += " Tổng kinh phí khớp với số của dòng này, nên một nguồn thành phần có thể sai."
    hypotheses = [Hypothesis("Số của dòng sai, các nguồn đúng", number_words(computed), line_restores)]
    for part in line.parts:
        corrected = round(line.amount - computed + part.amount, 6)
        if corrected > 0:
            words = f"Số của nguồn “{part.source[:_SHOWN]}” ({number_words(part.amount)}) sai, số của dòng đúng"
            hypotheses.append(Hypothesis(words, number_words(corrected), as_printed))
    partial = entry.partial and computed < line.amount and not line_restores
    return Finding(
        code="budget_parts",
        severity="warning" if partial else "error",
        message=message + (" Có thể các nguồn nêu sau “trong đó” chưa đủ." if partial else ""),
        places=[line.span],
        printed=number_words(line.amount),
        computed=number_words(computed),
        hypotheses=hypotheses,
    )


def _fits(around: Breakdown, entry: Entry, corrected: float) -> bool:
    unit = around.total.line.unit
    change = (corrected - entry.line.amount) * IN_DONG[entry.line.unit] / IN_DONG[unit]
    return abs(_sum(around) + change - around.total.line.amount) <= _slack(around)


def _total(one: Breakdown) -> Finding:
    line, computed = one.total.line, _sum(one)
    hypotheses = []
    for entry in one.entries:
        if _is_off(entry):
            words = f"Số của dòng “{entry.line.item[:_SHOWN]}” ({number_words(entry.line.amount)}) sai, tổng đúng"
            hypotheses.append(Hypothesis(words, number_words(_of_parts(entry)), _fits(one, entry, _of_parts(entry))))
    by_source = _by_source(one)
    restored = any(hypothesis.restores_total for hypothesis in hypotheses)
    hypotheses.append(Hypothesis("Số tổng sai, các dòng đúng", number_words(computed), not hypotheses))
    message = f"Tổng kinh phí ghi {number_words(line.amount)} {line.unit}, cộng các dòng được {number_words(computed)} "
    message += f"{line.unit}{slip_words(number_words(line.amount), number_words(computed))}."
    if restored:
        right = next(hypothesis for hypothesis in hypotheses if hypothesis.restores_total)
        message += f" Tổng khớp nếu: {right.wrong[0].lower()}{right.wrong[1:]} (lấy {right.corrected})."
    if by_source and abs(sum(by_source.values()) - line.amount) <= _EXACT:
        told = "; ".join(f"{source} {number_words(amount)}" for source, amount in by_source.items())
        message += f" Cộng theo nguồn ({told}) cũng khớp số tổng."
    return Finding(
        code="budget_total",
        severity="error",
        message=message,
        places=[line.span, *(entry.line.span for entry in one.entries)],
        printed=number_words(line.amount),
        computed=number_words(computed),
        hypotheses=hypotheses,
    )


def _by_source(one: Breakdown) -> dict[str, float]:
    """Return the parts of all lines by source, empty when a line has none or counts in another unit."""
    found: dict[str, float] = {}
    for entry in one.entries:
        if not entry.line.parts or entry.line.unit != one.total.line.unit:
            return {}
        for part in entry.line.parts:
            found[part.source.lower()] = round(found.get(part.source.lower(), 0.0) + part.amount, 6)
    return found
