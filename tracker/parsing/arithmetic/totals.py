"""Which records add up to which: the total of a table over its rows, a group row over the rows below it.

Rows "trong đó" and rows below an arabic number are parts that may be told only in part; they are no summands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.parsing.arithmetic.fields import MONEY, Field, Figures
from tracker.parsing.tables import is_total_name

_EXACT = 1e-6
_FEWEST = 3
_LETTER, _ROMAN, _NUMBER, _PART = range(4)
_ROMAN_INDEX = re.compile(r"^[IVXL]{1,6}[.)]?$")
_LETTER_INDEX = re.compile(r"^[A-ZĐ][.)]?$")
_NUMBER_INDEX = re.compile(r"^\(?\d{1,3}[.)]?$")
_PART_LABEL = re.compile(r"^(?:[-+–•*]|trong đó|trđ\b|riêng)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Addition:
    """records[whole] is the sum of records[parts]; `inferred` when only the figures say so."""

    whole: int
    parts: tuple[int, ...]
    inferred: bool = False


def additions_of(figures: Figures) -> list[Addition]:
    """Return what adds up in a table, the total first. A turned table names its total or shows it by its figures."""
    levels = _levels(figures)
    whole = figures.total
    inferred = whole is None
    if whole is None:
        whole = _shown_total(figures, levels)
    found = []
    if whole is not None:
        parts = _best(figures, whole, levels)
        if parts:
            found.append(Addition(whole, parts, inferred))
    groups = _groups(figures, levels, whole)
    return [*found, *(one for one in groups if _agreement(figures, one.whole, one.parts) >= 0.5)]


def slack_of(figures: Figures, field: Field, parts: Sequence[int]) -> float:
    """Return by how much a total may miss its rows: half a unit for each row, rounded down; money not at all."""
    if field.kind == MONEY:
        return _EXACT
    unit = 10.0 ** -max((cell.decimals for cell in field.cells if cell), default=0)
    used = sum(field.cells[part] is not None for part in parts)
    return (used // 2) * unit + _EXACT


def sum_of(field: Field, parts: Sequence[int]) -> float | None:
    """Return the sum of the records that have a figure, None when fewer than most of them have one."""
    values = [cell.value if not cell.negative else -cell.value for part in parts if (cell := field.cells[part])]
    enough = max(2, len(parts) * 0.7) if field.kind != MONEY else 1
    return round(sum(values), 6) if len(values) >= enough else None


def _levels(figures: Figures) -> list[int]:
    found = []
    indexed = sum(bool(record.index) for record in figures.records) * 2 >= len(figures.records)
    for record in figures.records:
        if _PART_LABEL.match(record.label) or (is_total_name(record.label) and not figures.turned):
            found.append(_PART)
        elif _ROMAN_INDEX.match(record.index):
            found.append(_ROMAN)
        elif _LETTER_INDEX.match(record.index):
            found.append(_LETTER)
        elif _NUMBER_INDEX.match(record.index) or (not record.index and not indexed):
            found.append(_NUMBER)
        else:
            found.append(_PART)
    return found


def _best(figures: Figures, whole: int, levels: Sequence[int]) -> tuple[int, ...]:
    """Return the records that the total adds up: the outermost ones, or whichever layer explains most columns."""
    others = [at for at in range(len(levels)) if at != whole]
    layers = [tuple(at for at in others if levels[at] == level) for level in (_LETTER, _ROMAN, _NUMBER)]
    layers = [layer for layer in layers if len(layer) >= 2]
    if not layers:
        return tuple(others) if len(others) >= _FEWEST else ()
    return max(layers, key=lambda layer: (_agreement(figures, whole, layer), layer is layers[0]))


def _agreement(figures: Figures, whole: int, parts: Sequence[int]) -> float:
    """Return the share of the fields whose figure for `whole` is the sum of `parts`."""
    kept = compared = 0
    for field in figures.fields:
        goal, computed = field.cells[whole], sum_of(field, parts)
        if field.is_added and goal is not None and computed is not None:
            compared += 1
            kept += abs(abs(computed) - goal.value) <= slack_of(figures, field, parts)
    return kept / compared if compared else 0.0


def _groups(figures: Figures, levels: Sequence[int], total: int | None) -> Iterator[Addition]:
    """Yield each group row (letter, roman number) with the rows of the next level below it."""
    for whole, level in enumerate(levels):
        if whole == total or level not in (_LETTER, _ROMAN):
            continue
        below: list[int] = []
        for at in range(whole + 1, len(levels)):
            if at == total or levels[at] <= level:
                break
            below.append(at)
        inner = min((levels[at] for at in below), default=_PART)
        parts = tuple(at for at in below if levels[at] == inner and inner != _PART)
        if len(parts) >= 2:
            yield Addition(whole, parts)


def _shown_total(figures: Figures, levels: Sequence[int]) -> int | None:
    """Return the first or last record when it is, in every count, the sum of all others: a total without a name."""
    fields = [field for field in figures.fields if field.is_added and sum(cell is not None for cell in field.cells) > 2]
    if len(fields) < 2 or len(figures.records) <= _FEWEST:
        return None
    for whole in (0, len(figures.records) - 1):
        parts = [at for at in range(len(levels)) if at != whole and levels[at] != _PART]
        if figures.records[whole].label and not figures.turned:
            continue
        told = [(field.cells[whole], sum_of(field, parts), field) for field in fields]
        if all(
            goal is not None and computed and abs(abs(computed) - goal.value) <= slack_of(figures, field, parts)
            for goal, computed, field in told
        ):
            return whole
    return None
