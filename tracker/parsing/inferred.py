"""Tables that lost their header: what the arithmetic proves about their columns, and about the places in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.parsing.arithmetic.fields import COUNT, Figures
from tracker.parsing.arithmetic.rate_checks import exact_fall
from tracker.parsing.arithmetic.relations import Relations, gap, sum_slack
from tracker.parsing.arithmetic.series import Series
from tracker.parsing.arithmetic.words import joined
from tracker.parsing.checks import CheckedTable
from tracker.parsing.draft import Finding, TableDraft, Target
from tracker.parsing.numbers import number_words, rate_words

_NAMED = re.compile(r"\((?P<names>[A-ZĐÂÁÀẢÃẠĂÊÉÔƠƯÚÝ][^()\d]{2,120})\)")
_NAME_END = re.compile(r",\s*|\s+và\s+")
_FALLS = re.compile(r"giảm", re.IGNORECASE)
_EXACT = 1e-6
_WHOLE = "Toàn địa bàn (suy ra từ số học)"


def named_tables(tables: Sequence[TableDraft], checked: Sequence[CheckedTable]) -> list[TableDraft]:
    """Return the tables; the columns of one without header get the names that its arithmetic proves, the rest ""."""
    found = list(tables)
    for one in checked:
        names = _names(one)
        if names:
            found[one.number] = replace(found[one.number], header=names)
    return found


def _names(table: CheckedTable) -> list[str]:
    if not _is_lost(table.figures):
        return []
    width = max((len(row) for row in table.figures.table.draft.rows), default=0)
    names = [""] * width
    if table.figures.turned:
        whole = table.additions[0].whole if table.additions else None
        if whole is not None:
            names[table.figures.records[whole].at] = _WHOLE
    else:
        for field, meaning in _meanings(table.figures, table.relations, table.series).items():
            names[table.figures.fields[field].at] = f"{meaning} (suy ra từ số học)"
    return names if any(names) else []


def _is_lost(figures: Figures) -> bool:
    if figures.turned:
        return not any(record.label for record in figures.records)
    return not any(field.name for field in figures.fields)


def _meanings(figures: Figures, relations: Relations, series: Sequence[Series]) -> dict[int, str]:
    """Return what each field of an upright table without header must be, by field number."""
    found: dict[int, str] = {}
    for share in relations.shares:
        found.setdefault(share.base, "Tổng số làm mẫu số của tỷ lệ")
    for one in series:
        for at, words in ((one.start, "Số đầu kỳ"), (one.less, "Số giảm"), (one.end, "Số cuối kỳ")):
            if at is not None:
                found[at] = words
    for total in relations.sums:
        if total.whole not in found and figures.fields[total.whole].kind == COUNT:
            found[total.whole] = f"Tổng của {_columns(figures, total.parts)}"
    for share in relations.shares:
        count = found.get(share.count) or f"cột thứ {figures.fields[share.count].at + 1}"
        found[share.rate] = f"Tỷ lệ của {count[0].lower()}{count[1:]}"
    return found


def _columns(figures: Figures, fields: Sequence[int]) -> str:
    return "cột thứ " + " và ".join(str(figures.fields[at].at + 1) for at in fields)


def check_headers(checked: Sequence[CheckedTable]) -> list[Finding]:
    """Return what the figures prove of tables that lost their header, or the name of their total."""
    found = [finding for table in checked for finding in (_header_finding(table), _total_finding(table))]
    return [finding for finding in found if finding is not None]


def _total_finding(table: CheckedTable) -> Finding | None:
    figures = table.figures
    if figures.turned or not table.additions or not table.additions[0].inferred:
        return None
    addition = table.additions[0]
    return Finding(
        code="total_inferred",
        severity="info",
        message=f"Suy ra từ số học: {figures.label(addition.whole)} không có tên, bằng tổng {len(addition.parts)} dòng "
        "khác ở mọi cột số lượng, nên là dòng tổng.",
        places=[figures.records[addition.whole].span],
    )


def _header_finding(table: CheckedTable) -> Finding | None:
    figures = table.figures
    if not _is_lost(figures):
        return None
    told = _turned_words(table) if figures.turned else list(_upright_words(table))
    if not told:
        return None
    return Finding(
        code="header_inferred",
        severity="info",
        message=f"Bảng mất dòng tiêu đề; suy ra từ số học: {'; '.join(told)}.",
        places=[figures.table.draft.span],
    )


def _turned_words(table: CheckedTable) -> list[str]:
    if not table.additions:
        return []
    figures, addition = table.figures, table.additions[0]
    rows = sum(field.is_added for field in figures.fields)
    parts = [figures.records[at].at + 1 for at in addition.parts]
    return [
        f"cột thứ {figures.records[addition.whole].at + 1} bằng tổng {len(parts)} cột còn lại ở cả {rows} dòng số "
        f"lượng, nên là cột toàn địa bàn",
        f"cột thứ {parts[0]} đến {parts[-1]} là {len(parts)} đơn vị mất tên",
    ]


def _upright_words(table: CheckedTable) -> Iterator[str]:
    figures = table.figures
    for at, meaning in sorted(_meanings(figures, table.relations, table.series).items()):
        yield f"cột thứ {figures.fields[at].at + 1}: {meaning[0].lower()}{meaning[1:]}"
    for one in table.relations.sums:
        slack = sum_slack(figures.fields, one)
        gaps = [gap(figures.fields, one, record) for record in range(len(figures.records))]
        kept = sum(off is not None and abs(off) <= slack for off in gaps)
        whole = figures.fields[one.whole].at + 1
        parts = " + ".join(str(figures.fields[at].at + 1) for at in one.parts)
        yield f"cột {whole} = {parts} đúng ở {kept}/{sum(off is not None for off in gaps)} dòng"


def check_named_places(checked: Sequence[CheckedTable], targets: Sequence[Target]) -> list[Finding]:
    """Return places without a name that a target names: as many records reach its fall as it names places."""
    findings: list[Finding] = []
    for table in checked:
        for series in table.series:
            for target in targets:
                if _is_fall(target):
                    findings += _places_of(table, series, target)
                    findings += _at_limit(table, series, target)
    return findings


def _is_fall(target: Target) -> bool:
    return target.comparator == ">=" and target.unit == "%" and bool(_FALLS.search(target.text))


def _reaching(table: CheckedTable, series: Series, target: Target) -> list[int]:
    """Return the records, the total left out, whose printed fall of the rate reaches the target."""
    if series.less_rate is None:
        return []
    cells = table.figures.fields[series.less_rate].cells
    wholes = {addition.whole for addition in table.additions}
    return [
        at
        for at, cell in enumerate(cells)
        if cell is not None and at not in wholes and cell.value >= target.value - _EXACT
    ]


def _names_in(target: Target) -> list[str]:
    found = _NAMED.search(target.text)
    names = [name.strip() for name in _NAME_END.split(found.group("names"))] if found else []
    return names if names and all(name[:1].isupper() for name in names) else []


def _places_of(table: CheckedTable, series: Series, target: Target) -> Iterator[Finding]:
    names, records = _names_in(target), _reaching(table, series, target)
    unnamed = all(not table.figures.records[at].label for at in records)
    if len(names) < 2 or len(records) != len(names) or not unnamed or series.less_rate is None:
        return
    cells = [cell for at in records if (cell := table.figures.fields[series.less_rate].cells[at]) is not None]
    where = ", ".join(table.figures.label(at) for at in records)
    yield Finding(
        code="header_inferred",
        severity="info",
        message=f"Suy ra từ số học: chỉ {where} có mức giảm từ {rate_words(target.value, 0)}% trở lên, nên là "
        f"{len(names)} đơn vị nêu trong chỉ tiêu ({', '.join(names)}); bảng không cho biết thứ tự.",
        places=[cell.span for cell in cells] + [target.span],
        printed=joined([cell.text for cell in cells]),
    )


def _at_limit(table: CheckedTable, series: Series, target: Target) -> Iterator[Finding]:
    """Yield falls that reach the target as printed, but not as the counts give them."""
    told = []
    for at in _reaching(table, series, target):
        exact = exact_fall(table.figures, series, at)
        cell = table.figures.fields[series.less_rate or 0].cells[at]
        if exact is not None and cell is not None and exact < target.value - _EXACT:
            told.append((at, cell, exact))
    if not told or len(told) > max(len(_names_in(target)), 1):
        return
    exact_words = [rate_words(exact, 3) for _, _, exact in told]
    printed = joined([cell.text for _, cell, _ in told])
    where = ", ".join(table.figures.label(at) for at, _, _ in told)
    yield Finding(
        code="target_at_limit",
        severity="info",
        message=f"Chỉ tiêu giảm từ {number_words(target.value)}% trở lên: bảng ghi {printed} ({where}), "
        f"tính từ số hộ được {'; '.join(exact_words)}: chỉ đạt sau khi làm tròn.",
        places=[cell.span for _, cell, _ in told],
        printed=printed,
        computed=joined(exact_words),
    )
