"""What the fields of a quota table mean: start, reduction and end of one subject, counts and rates."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.parsing.arithmetic.fields import COUNT, RATE, Field, Figures
from tracker.parsing.arithmetic.relations import Relations, Sum
from tracker.vietnamese import fold

_LESS = re.compile(r"\bgiam\b|thoat (?:can )?ngheo")
_END = re.compile(r"cuoi (?:nam|ky)|con lai|den het|den cuoi|sau (?:khi )?giam|(?<!ty le )\bcon\b")
_START = re.compile(r"dau (?:nam|ky)|hien co|ra soat|thoi diem")
_CAPTION_END = re.compile(r"giam duoc$|giam trong nam$|giam$")


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of the fields of one subject; None where the table has no such field or nothing proves it."""

    subject: str
    start: int | None = None
    less: int | None = None
    end: int | None = None
    base: int | None = None
    end_base: int | None = None
    start_rate: int | None = None
    less_rate: int | None = None
    end_rate: int | None = None


def series_of(figures: Figures, relations: Relations) -> list[Series]:
    """Return the series of a table: each has at least a start, a reduction and an end that the arithmetic proves."""
    counts = [one for one in relations.sums if len(one.parts) == 2 and figures.fields[one.whole].kind == COUNT]
    found = [series for one in counts if (series := _of_sum(figures, relations, one)) is not None]
    return found or list(_only_reductions(figures))


def _of_sum(figures: Figures, relations: Relations, one: Sum) -> Series | None:
    told = less_and_end(figures.fields, one)
    if told is None:
        return None
    less, end = told
    rates = {share.count: share for share in relations.shares}
    start_share, end_share, less_share = rates.get(one.whole), rates.get(end), rates.get(less)
    series = Series(
        subject=_subject([figures.fields[at].name for at in (one.whole, less, end)]),
        start=one.whole,
        less=less,
        end=end,
        base=start_share.base if start_share else None,
        end_base=end_share.base if end_share else None,
        start_rate=start_share.rate if start_share else None,
        less_rate=less_share.rate if less_share else None,
        end_rate=end_share.rate if end_share else None,
    )
    if series.less_rate is None and series.start_rate is not None and series.end_rate is not None:
        series = replace(series, less_rate=_rate_difference(figures, relations, series.start_rate, series.end_rate))
    return series


def _rate_difference(figures: Figures, relations: Relations, start: int, end: int) -> int | None:
    for one in relations.sums:
        if one.whole == start and end in one.parts and len(one.parts) == 2 and figures.fields[start].kind == RATE:
            return next(part for part in one.parts if part != end)
    return None


def less_and_end(fields: Sequence[Field], one: Sum) -> tuple[int, int] | None:
    """Return which part is the reduction and which the end; None when neither names nor signs tell it."""
    if len(one.parts) != 2:
        return None
    for less, end in (one.parts, one.parts[::-1]):
        if _is_negative(fields[less]) and not _is_negative(fields[end]):
            return less, end
    for less, end in (one.parts, one.parts[::-1]):
        if _LESS.search(_own_words(fields, less, end)) and not _LESS.search(_own_words(fields, end, less)):
            return less, end
    for less, end in (one.parts, one.parts[::-1]):
        if _END.search(_own_words(fields, end, less)) and not _END.search(_own_words(fields, less, end)):
            return less, end
    return None


def _is_negative(field: Field) -> bool:
    values = [cell for cell in field.cells if cell is not None and cell.value]
    return bool(values) and sum(cell.negative for cell in values) * 2 > len(values)


def _own_words(fields: Sequence[Field], at: int, other: int) -> str:
    """Return the parts of a name that the other field does not share: "giảm" over both columns tells nothing."""
    shared = set(fields[other].name.split(" – "))
    return fold(" ".join(part for part in fields[at].name.split(" – ") if part not in shared))


def _subject(names: Sequence[str]) -> str:
    words = fold(" ".join(names))
    if "can ngheo" in words:
        return "near_poor"
    if "ngheo" in words:
        return "poor"
    plain = fold(names[0])
    return _CAPTION_END.sub("", _START.sub("", plain)).strip(" -–") or "unnamed"


def _only_reductions(figures: Figures) -> Iterator[Series]:
    """Yield a series for each column that only hands out a reduction in households."""
    for at, field in enumerate(figures.fields):
        words = fold(field.name)
        if field.kind == COUNT and _LESS.search(words) and "ngheo" in words and not _END.search(field.leaf):
            yield Series(subject=_subject([field.name]), less=at)
