"""Aims that stand in a table: one row for each, with its unit, its level before and the level of each year."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.parsing.draft import Period, Target
from tracker.parsing.numbers import NUMBER_TEXT, parse_number
from tracker.parsing.tables import ReadTable
from tracker.vietnamese import fold

_INDICATOR = re.compile(r"^(?:ten )?(?:chi tieu|muc tieu|chi so|noi dung chi tieu)\b")
_UNIT = re.compile(r"don vi tinh|^dvt$|^dv tinh$|^dv$")
_BASELINE = re.compile(r"thuc hien|hien trang|hien tai|ket qua|dau (?:ky|nam)|uoc|nam truoc|so lieu nen")
_GOAL = re.compile(
    r"ke hoach|chi tieu|muc tieu|phan dau|du kien|giao|^nam \d{4}$|^\d{4}$|^den nam|cuoi (?:nam|ky)|giai doan"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_CELL = re.compile(
    r"^(?P<before>≥|>=|>|≤|<=|<|trên|từ|ít nhất|tối thiểu|dưới|không quá|tối đa|giảm|tăng|còn|đạt)?\s*"
    rf"(?P<number>{NUMBER_TEXT})(?:\s*[-–]\s*(?P<upper>{NUMBER_TEXT}))?\s*(?P<unit>%)?(?:/năm)?\s*"
    r"(?P<after>trở lên|trở xuống)?$",
    re.IGNORECASE,
)
_LEAST = {"≥", ">=", ">", "trên", "từ", "ít nhất", "tối thiểu", "trở lên"}
_MOST = {"≤", "<=", "<", "dưới", "không quá", "tối đa", "trở xuống", "còn"}
_INDEX = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-Za-zđ])[.)]?$")
_LONGEST_UNIT = 40


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a table of aims keeps what; `goals` are the columns of the levels to reach."""

    indicator: int
    unit: int | None
    baseline: int | None
    goals: tuple[int, ...]


def read_table_targets(text: str, tables: Sequence[ReadTable], period: Period | None, count: int) -> list[Target]:
    """Return the aims of all tables that name a column of indicators; ids go on behind `count`."""
    found: list[Target] = []
    for table in tables:
        columns = _columns(table.draft.header)
        if columns is not None:
            found += _of_table(text, table, columns, period)
    return [replace(target, id=f"t{number}") for number, target in enumerate(found, start=count + 1)]


def _columns(header: Sequence[str]) -> _Columns | None:
    names = [fold(name) for name in header]
    indicator = next((at for at, name in enumerate(names) if _INDICATOR.match(name)), None)
    if indicator is None:
        return None
    rest = [at for at in range(len(names)) if at > indicator and names[at]]
    unit = next((at for at in rest if _UNIT.search(names[at])), None)
    baseline = next((at for at in rest if at != unit and _BASELINE.search(names[at])), None)
    goals = tuple(at for at in rest if at not in (unit, baseline) and _GOAL.search(names[at].split(" – ")[-1]))
    return _Columns(indicator, unit, baseline, goals) if goals and (unit is not None or baseline is not None) else None


def _of_table(text: str, table: ReadTable, columns: _Columns, period: Period | None) -> Iterator[Target]:
    above = ""
    for row, span in zip(table.draft.rows, table.row_spans, strict=True):
        name = row[columns.indicator].strip()
        dashed = name.startswith(("-", "+", "–", "•"))
        figures = [(at, found) for at in columns.goals if (found := _CELL.match(row[at]))]
        if not figures and name and not dashed:
            above = name
        words = f"{above} – {name.strip('-+–• ')}" if dashed and above else name
        if not dashed and figures:
            above = name
        for at, found in figures if name and not _INDEX.match(name) else ():
            yield _target(text, span, words, row, columns, found, _due(table.draft.header[at], period))


def _due(name: str, period: Period | None) -> str | None:
    years = _YEAR.findall(name)
    return f"{max(years)}-12-31" if years else period.end if period else None


def _target(
    text: str,
    span: tuple[int, int],
    words: str,
    row: Sequence[str],
    columns: _Columns,
    found: "re.Match[str]",
    due_on: str | None,
) -> Target:
    unit = row[columns.unit] if columns.unit is not None else found.group("unit") or ""
    return Target(
        id="",
        text=" ".join(text[slice(*span)].split()),
        indicator=words,
        comparator=_comparator(found),
        value=parse_number(found.group("number")) or 0.0,
        unit=unit.lower()[:_LONGEST_UNIT] if unit != unit.upper() or len(unit) > 3 else unit,
        baseline=parse_number(row[columns.baseline]) if columns.baseline is not None else None,
        per_year="/năm" in found.group() or "/năm" in unit.lower(),
        due_on=due_on,
        dimension=None,
        of=None,
        span=span,
        upper=parse_number(found.group("upper")) if found.group("upper") else None,
    )


def _comparator(found: "re.Match[str]") -> str:
    if found.group("upper"):
        return "-"
    said = {(found.group(name) or "").lower() for name in ("before", "after")}
    if said & _LEAST:
        return ">="
    return "<=" if said & _MOST else "="
