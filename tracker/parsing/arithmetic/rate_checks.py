"""Printed rates against the counts that they come from, and against each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.parsing.arithmetic.fields import RATE, Cell, Figures
from tracker.parsing.arithmetic.relations import Relations, Share, gap, share_slack, sum_slack
from tracker.parsing.arithmetic.series import Series, less_and_end
from tracker.parsing.arithmetic.totals import Addition
from tracker.parsing.arithmetic.words import joined, several
from tracker.parsing.draft import Finding
from tracker.parsing.numbers import rate_words

_EXACT = 1e-6
_INFO, _WARNING, _ERROR = range(3)
_SEVERITIES = ("info", "warning", "error")
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one relation says about one printed rate: how far it is off and how much that weighs (None: exact)."""

    record: int
    field: int
    cell: Cell
    computed: float
    weight: int | None


@dataclass(frozen=True, slots=True)
class _Off:
    """A printed rate that differs from at least one relation."""

    record: int
    field: int
    cell: Cell
    computed: float
    weight: int

    @property
    def distance(self) -> float:
        """How far the printed rate lies from the computed one, in points."""
        return abs(self.cell.value - self.computed)


def check_rates(
    figures: Figures, relations: Relations, series: Sequence[Series], additions: Sequence[Addition]
) -> list[Finding]:
    """Return rates that differ from the figures behind them: together what rounding explains, singly the others."""
    readings = [*_shares(figures, relations), *_differences(figures, relations), *_own_year(figures, relations, series)]
    off = list(_merged(readings))
    totals = {addition.whole for addition in additions}
    findings = []
    for rows in (True, False):
        near = [one for one in off if one.weight < _ERROR and (one.record not in totals) is rows]
        if near:
            findings.append(_rounding(figures, near, totals if rows else None, _from_rates(figures, relations, series)))
    return [*findings, *(_error(figures, one) for one in off if one.weight == _ERROR)]


def _shares(figures: Figures, relations: Relations) -> Iterator[_Reading]:
    for share in relations.shares:
        fields = [figures.fields[at] for at in (share.rate, share.count, share.base)]
        for record in range(len(figures.records)):
            rate, count, base = (field.cells[record] for field in fields)
            if rate is not None and count is not None and base is not None and base.value:
                exact = 100 * count.value / base.value
                weight = _weight(rate, exact, share_slack(rate, base.value))
                yield _Reading(record, share.rate, rate, exact, weight)


def _weight(rate: Cell, exact: float, slack: float) -> int | None:
    unit = 10.0**-rate.decimals
    off = abs(rate.value - exact)
    if off <= unit / 2 + _EXACT:
        return None
    if off <= unit * 1.5 + _EXACT:
        return _INFO
    return _WARNING if off <= slack else _ERROR


def _differences(figures: Figures, relations: Relations) -> Iterator[_Reading]:
    for one in relations.sums:
        if figures.fields[one.whole].kind != RATE:
            continue
        less = (less_and_end(figures.fields, one) or one.parts[::-1])[0]
        for record in range(len(figures.records)):
            off, cell = gap(figures.fields, one, record), figures.fields[less].cells[record]
            if off is not None and cell is not None:
                weight = None if abs(off) <= _EXACT else _INFO if abs(off) <= sum_slack(figures.fields, one) else _ERROR
                yield _Reading(record, less, cell, round(cell.value + off, 6), weight)


def _own_year(figures: Figures, relations: Relations, series: Sequence[Series]) -> Iterator[_Reading]:
    """Compare a fall of the rate with start and end before rounding, where each year has its own households."""
    known = {share.rate for share in relations.shares}
    for one in series:
        if one.less_rate is None or one.less_rate in known or one.start_rate is None or one.end_rate is None:
            continue
        for record in range(len(figures.records)):
            cell, exact = figures.fields[one.less_rate].cells[record], exact_fall(figures, one, record)
            if cell is not None and exact is not None:
                weight = _weight(cell, exact, 2 * 10.0**-cell.decimals)
                yield _Reading(record, one.less_rate, cell, exact, weight and min(weight, _WARNING))


def exact_fall(figures: Figures, one: Series, record: int) -> float | None:
    """Return the fall of the rate of a record in points, computed from its counts, None where a figure is missing."""
    places = (one.start, one.base, one.end, one.end_base)
    cells = [figures.fields[at].cells[record] if at is not None else None for at in places]
    values = [cell.value for cell in cells if cell is not None]
    if len(values) < len(cells) or not values[1] or not values[3]:
        return None
    return 100 * values[0] / values[1] - 100 * values[2] / values[3]


def _merged(readings: Sequence[_Reading]) -> Iterator[_Off]:
    """Yield each rate once, with its heaviest difference; a rate that one relation bears out is no error."""
    cells: dict[tuple[int, int], list[_Reading]] = {}
    for reading in readings:
        cells.setdefault((reading.record, reading.field), []).append(reading)
    for key in sorted(cells):
        off = [one for one in cells[key] if one.weight is not None]
        if not off:
            continue
        worst = max(off, key=lambda one: (one.weight or 0, abs(one.cell.value - one.computed)))
        weight = worst.weight or _INFO
        if weight == _ERROR and any(one.weight != _ERROR for one in cells[key]):
            weight = _WARNING
        yield _Off(worst.record, worst.field, worst.cell, worst.computed, weight)


def _name(figures: Figures, one: _Off) -> str:
    name = figures.short_name(figures.fields[one.field])
    return f"{figures.label(one.record)}, {name}: ghi {one.cell.text}, tính được {_printed(one)}"


def _printed(one: _Off) -> str:
    return ("-" if one.cell.negative else "") + rate_words(one.computed, one.cell.decimals)


def _rounding(figures: Figures, off: Sequence[_Off], totals: set[int] | None, explanation: str) -> Finding:
    fields = {one.field for one in off}
    farthest = max(off, key=lambda one: one.distance)
    rows = [at for at in range(len(figures.records)) if (at not in totals if totals is not None else True)]
    compared = sum(figures.fields[field].cells[row] is not None for field in fields for row in rows)
    where = f"{len(off)}/{compared} tỷ lệ" if totals is not None else f"{len(off)} tỷ lệ ở dòng tổng"
    words = (
        f"{where} lệch so với số liệu gốc, nhiều nhất {rate_words(farthest.distance, 2)} điểm phần trăm, đều "
        f"giải thích được do làm tròn. {several([_name(figures, one) for one in off])}."
    )
    return Finding(
        code="rate_rounding",
        severity=_SEVERITIES[max(one.weight for one in off)],
        message=words + (explanation if totals is not None else ""),
        places=[one.cell.span for one in off],
        printed=joined([one.cell.text for one in off]),
        computed=joined([_printed(one) for one in off]),
    )


def _from_rates(figures: Figures, relations: Relations, series: Sequence[Series]) -> str:
    """Say when the reductions were made from round rates, not the other way round: rate x households gives each."""
    falls = {one.less_rate for one in series}
    told = [_reproduced(figures, share) for share in relations.shares if share.rate in falls]
    hits, compared = sum(hit for hit, _ in told), sum(count for _, count in told)
    if compared < _FEWEST or hits < compared:
        return ""
    return f" {hits}/{compared} số giảm bằng đúng tỷ lệ giảm nhân tổng số rồi làm tròn: số giảm được tính từ tỷ lệ."


def _reproduced(figures: Figures, share: Share) -> tuple[int, int]:
    """Return how many counts are round(rate x base), and of how many; the total row, a sum, is left out."""
    hits = compared = 0
    for row in range(len(figures.records)):
        if row == figures.total:
            continue
        rate, count, base = (figures.fields[at].cells[row] for at in (share.rate, share.count, share.base))
        if rate is not None and count is not None and base is not None:
            compared += 1
            hits += int(rate.value * base.value / 100 + 0.5 + _EXACT) == count.value
    return hits, compared


def _error(figures: Figures, one: _Off) -> Finding:
    return Finding(
        code="rate_error",
        severity="error",
        message=f"{_name(figures, one)}: không khớp, làm tròn không giải thích được.",
        places=[one.cell.span],
        printed=one.cell.text,
        computed=_printed(one),
    )
