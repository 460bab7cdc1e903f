"""Which figures of a table belong together, proven by the arithmetic of most records or declared by the table itself.

A whole and its parts (start = reduction + end, total = capital + recurrent); a share of a base (rate = count ÷
households).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log2

from tracker.parsing.arithmetic.fields import AMOUNT, COUNT, MONEY, RATE, Cell, Field, Figures

_MOST_FIELDS = 18
_MISSED_AT_MOST = 5
"""A relation is taken to hold when at most one record in so many breaks it."""
_FEWEST = 3
_EXACT = 1e-6
_FEWEST_BITS = 20
"""How surprising the records that keep a relation must be together: small figures agree by chance."""
_FORMULA = re.compile(r"^\(?(?P<own>\w{1,3})\)?\s?=\s?(?P<right>.+)$")
_SHARE = re.compile(r"^\(?(\w{1,3})\)?\s?[/:]\s?\(?(\w{1,3})\)?\s?(?:[x×*]\s?100\s?%?|%)?$")
_TERMS = re.compile(r"^\(?(\w{1,3})\)?((?:\s?[+-]\s?\(?\w{1,3}\)?)+)$")
_TERM = re.compile(r"([+-])\s?\(?(\w{1,3})\)?")


@dataclass(frozen=True, slots=True)
class Sum:
    """fields[whole] is the sum of fields[parts], without signs."""

    whole: int
    parts: tuple[int, ...]
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """fields[rate] is 100 * fields[count] / fields[base]."""

    rate: int
    count: int
    base: int
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Relations:
    """What belongs together in one table."""

    sums: tuple[Sum, ...]
    shares: tuple[Share, ...]


def relations_of(figures: Figures) -> Relations:
    """Return the relations of a table: those that it declares in its row of column numbers, then those it shows."""
    declared = list(_declared(figures))
    sums = {(one.whole, frozenset(one.parts)): one for one in declared if isinstance(one, Sum)}
    for found in [*_triples(figures, COUNT), *_triples(figures, RATE), *_blocks(figures)]:
        sums.setdefault((found.whole, frozenset(found.parts)), found)
    shares = {one.rate: one for one in declared if isinstance(one, Share)}
    for share in _shares(figures):
        shares.setdefault(share.rate, share)
    return Relations(tuple(sums.values()), tuple(shares.values()))


def sum_slack(fields: Sequence[Field], one: Sum) -> float:
    """Return by how much the parts may miss the whole through rounding: counts one, rates 0.02, money nothing."""
    kind = fields[one.whole].kind
    if kind == MONEY:
        return _EXACT
    if kind == RATE:
        return 0.02 + _EXACT
    unit = 10.0 ** -max(
        (cell.decimals for at in (one.whole, *one.parts) for cell in fields[at].cells if cell), default=0
    )
    return max(1, len(one.parts) // 2) * unit + _EXACT


def share_slack(rate: Cell, base: float) -> float:
    """Return by how much a printed rate may miss count ÷ base when the count is a rounded one: half a household."""
    return max(10.0**-rate.decimals, 50 / base) + 0.5 * 10.0**-rate.decimals + _EXACT


def gap(fields: Sequence[Field], one: Sum, record: int) -> float | None:
    """Return whole minus parts of a record, None where a figure is missing."""
    cells = [fields[at].cells[record] for at in (one.whole, *one.parts)]
    if any(cell is None for cell in cells):
        return None
    whole, *parts = (cell.value for cell in cells if cell is not None)
    return whole - sum(parts)


def _triples(figures: Figures, kind: str) -> Iterator[Sum]:
    """Yield start = reduction + end wherever the three fields stand."""
    fields = figures.fields
    full = _full(figures, kind)
    for whole in full:
        for first, second in combinations([at for at in full if at != whole], 2):
            one = Sum(whole, (first, second))
            if _holds(fields, one, sum_slack(fields, one), 1.0 if kind == COUNT else 0.0, _FEWEST):
                yield one


def _full(figures: Figures, kind: str) -> list[int]:
    enough = max(_FEWEST, len(figures.records) * 0.7)
    fields = enumerate(figures.fields)
    found = [at for at, one in fields if one.kind == kind and sum(cell is not None for cell in one.cells) >= enough]
    return found[:_MOST_FIELDS]


def _holds(fields: Sequence[Field], one: Sum, slack: float, trivial: float, fewest: int) -> bool:
    """Tell whether most records keep the sum, and do so with parts that mean something (above `trivial`)."""
    columns = [fields[at].cells for at in (one.whole, *one.parts)]
    allowed = len(columns[0]) / _MISSED_AT_MOST
    smallest = 0.01 if fields[one.whole].kind == RATE else 1.0
    compared = missed = telling = 0
    bits = 0.0
    for record in range(len(columns[0])):
        cells = [column[record] for column in columns]
        if any(cell is None for cell in cells):
            continue
        whole, *parts = (cell.value for cell in cells if cell is not None)
        compared += 1
        telling += sum(part > trivial for part in parts) >= 2
        if abs(whole - sum(parts)) > slack:
            missed += 1
        elif whole > 0:
            bits += max(log2(whole / (2 * slack + smallest)), 0)
        if missed > allowed:
            return False
    proven = bits >= _FEWEST_BITS and telling >= compared * 0.6
    return compared >= fewest and missed * _MISSED_AT_MOST <= compared and proven


def _blocks(figures: Figures) -> Iterator[Sum]:
    """Yield wholes whose parts stand right behind or before them, also in two layers (total = central + local …)."""
    fields = figures.fields
    active = [at for at, one in enumerate(fields) if one.kind in (COUNT, MONEY, AMOUNT)][:_MOST_FIELDS]
    found = True
    while found:
        found = False
        for place in range(len(active) - 1, -1, -1):
            one = _block(fields, active, place) or _block_before(fields, active, place)
            if one is not None:
                yield one
                active = [at for at in active if at not in one.parts]
                found = True
                break


def _block(fields: Sequence[Field], active: Sequence[int], place: int) -> Sum | None:
    ranges = (active[place + 1 : last] for last in range(len(active), place + 2, -1))
    return next((one for parts in ranges if (one := _kept(fields, active[place], parts)) is not None), None)


def _block_before(fields: Sequence[Field], active: Sequence[int], place: int) -> Sum | None:
    ranges = (active[first:place] for first in range(place - 1))
    return next((one for parts in ranges if (one := _kept(fields, active[place], parts)) is not None), None)


def _kept(fields: Sequence[Field], whole: int, parts: Sequence[int]) -> Sum | None:
    if any(fields[part].kind != fields[whole].kind for part in parts):
        return None
    one = Sum(whole, tuple(parts))
    fewest = 2 if fields[whole].kind == MONEY else _FEWEST
    return one if _holds(fields, one, sum_slack(fields, one), 0.0, fewest) else None


def _shares(figures: Figures) -> Iterator[Share]:
    """Yield for each rate the count and the base that explain it best, when they explain most records."""
    counts = _full(figures, COUNT)
    for rate in _full(figures, RATE):
        best: tuple[tuple[int, float, int], Share] | None = None
        for count in counts:
            for base in counts:
                one = Share(rate, count, base)
                fit = _fit(figures.fields, one) if count != base else None
                if fit is not None and (best is None or (*fit, _distance(one)) < best[0]):
                    best = ((*fit, _distance(one)), one)
        if best is not None:
            yield best[1]


def _distance(one: Share) -> int:
    """Return how far the base stands: of two columns with the same figures the one to the left is meant."""
    return one.rate - one.base if one.base < one.rate else 100 + one.base - one.rate


def _fit(fields: Sequence[Field], one: Share) -> tuple[int, float] | None:
    """Return (records missed, deviation of all together), None when the share does not hold for most records."""
    rates, counts, bases = (fields[at].cells for at in (one.rate, one.count, one.base))
    allowed = len(rates) / _MISSED_AT_MOST
    compared = missed = 0
    deviation = size = bits = 0.0
    for rate, count, base in zip(rates, counts, bases, strict=True):
        if rate is None or count is None or base is None or base.value <= 0:
            continue
        compared += 1
        off = abs(rate.value - 100 * count.value / base.value)
        slack = share_slack(rate, base.value)
        if off > slack:
            missed += 1
            if missed > allowed:
                return None
        else:
            deviation += off
            size += rate.value
            bits += max(log2(rate.value / (2 * slack)), 0) if rate.value else 0
    if compared < _FEWEST or missed * _MISSED_AT_MOST > compared:
        return None
    if deviation > size * 0.2 or bits < _FEWEST_BITS:
        return None
    return missed, round(deviation, 4)


def _declared(figures: Figures) -> Iterator[Sum | Share]:
    """Yield what the row of column numbers says: "6=4-2", "(3)=(1)+(2)", "5=4/1x100"."""
    columns = {one.at: at for at, one in enumerate(figures.fields)}
    if figures.turned:
        return
    own: dict[str, int] = {}
    formulas: list[tuple[int, str]] = []
    for at, words in enumerate(figures.table.numbering):
        plain = words.strip("$ ").replace("\\times", "x")
        formula = _FORMULA.match(plain)
        label = formula.group("own") if formula else plain.strip("()")
        if at in columns:
            own[label] = columns[at]
            if formula:
                formulas.append((columns[at], formula.group("right")))
    own.setdefault("1", own.get("I", own.get("l", -1)))
    for at, right in formulas:
        yield from (one for one in _formula(at, right, own) if _is_kept(figures, one))


def _formula(at: int, right: str, own: dict[str, int]) -> list[Sum | Share]:
    """Return what one formula may mean; "6=4-2" is start = reduction + end whichever of both is the start."""
    share, terms = _SHARE.match(right), _TERMS.match(right)
    if share:
        count, base = own.get(share.group(1), -1), own.get(share.group(2), -1)
        return [Share(at, count, base, declared=True)] if min(count, base) >= 0 and count != base else []
    if not terms:
        return []
    first = own.get(terms.group(1), -1)
    rest = [(sign, own.get(label, -1)) for sign, label in _TERM.findall(terms.group(2))]
    if min([first, *(place for _, place in rest)]) < 0:
        return []
    if all(sign == "+" for sign, _ in rest):
        return [Sum(at, (first, *(place for _, place in rest)), declared=True)]
    second = rest[0][1]
    return [Sum(first, (at, second), declared=True), Sum(second, (at, first), declared=True)] if len(rest) == 1 else []


def _is_kept(figures: Figures, one: Sum | Share) -> bool:
    """Tell whether at least every other record keeps what the table declares; else its columns have shifted."""
    fields = figures.fields
    kept = compared = 0
    for record in range(len(figures.records)):
        if isinstance(one, Sum):
            off, slack = gap(fields, one, record), sum_slack(fields, one)
        else:
            rate, count, base = (fields[at].cells[record] for at in (one.rate, one.count, one.base))
            if rate is None or count is None or base is None or not base.value:
                continue
            off, slack = rate.value - 100 * count.value / base.value, share_slack(rate, base.value)
        if off is not None:
            compared += 1
            kept += abs(off) <= slack
    return compared > 0 and kept * 2 >= compared
