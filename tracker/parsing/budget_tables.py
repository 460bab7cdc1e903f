"""Budget lines that stand in a table: one for each row, its sources in the columns."""

from collections.abc import Iterator, Sequence

from tracker.parsing.arithmetic.fields import MONEY, Figures
from tracker.parsing.arithmetic.relations import Sum
from tracker.parsing.checks import CheckedTable
from tracker.parsing.draft import BudgetLine, BudgetPart, Finding
from tracker.parsing.tables import is_total_name

_LONGEST_ITEM = 300


def table_budget(tables: Sequence[CheckedTable]) -> tuple[list[BudgetLine], list[Finding]]:
    """Return the money of all tables, and a finding for each table that does not say in which unit it counts."""
    lines: list[BudgetLine] = []
    findings: list[Finding] = []
    for table in tables:
        found = list(_of_table(table)) if not table.figures.turned else []
        lines += found
        if any(not line.unit for line in found):
            findings.append(_unit_missing(table.figures))
    return lines, findings


def _of_table(table: CheckedTable) -> Iterator[BudgetLine]:
    figures = table.figures
    money = [at for at, field in enumerate(figures.fields) if field.kind == MONEY]
    sums = {one.whole: one for one in table.relations.sums if figures.fields[one.whole].kind == MONEY}
    inner = {part for one in sums.values() for part in one.parts}
    wholes = [at for at in money if at not in inner]
    named = [at for at in wholes if is_total_name(figures.fields[at].leaf_words) or at in sums]
    for record in range(len(figures.records)):
        for whole in named[:1] or wholes:
            line = _line(figures, record, whole, sums.get(whole), alone=len(wholes) == 1 or bool(named))
            if line is not None:
                yield line


def _line(figures: Figures, record: int, whole: int, one: Sum | None, *, alone: bool) -> BudgetLine | None:
    field, one_record = figures.fields[whole], figures.records[record]
    cell = field.cells[record]
    if cell is None or not one_record.label:
        return None
    parts = []
    for at in one.parts if one else ():
        part = figures.fields[at].cells[record]
        if part is not None:
            parts.append(BudgetPart(figures.short_name(figures.fields[at]), part.value))
    item = one_record.label if alone else f"{one_record.label} – {figures.short_name(field)}"
    return BudgetLine(item[:_LONGEST_ITEM], cell.value, field.unit, parts, one_record.span)


def _unit_missing(figures: Figures) -> Finding:
    return Finding(
        code="budget_unit_missing",
        severity="warning",
        message="Bảng kinh phí không ghi đơn vị tính (đồng, nghìn đồng, triệu đồng, tỷ đồng); cần bổ sung.",
        places=[figures.table.draft.span],
    )
