"""Arithmetic of tables and budgets. Printed figures are never changed; what is computed stands beside them.

Tolerances (docs/decisions.md): a total may differ from its rows by half a unit for each row, a row by one unit, for
rounding; a budget by nothing.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from tracker.parsing.draft import BudgetLine, Finding, Span
from tracker.parsing.numbers import number_words, parse_number
from tracker.parsing.tables import ReadTable

Matrix = list[list[float | None]]
_MOST_COLUMNS = 18
_MISSED_AT_MOST = 5
"""A relation is taken to hold when at most one row in so many breaks it."""
_FEWEST_ROWS = 3


def check_tables(tables: Sequence[ReadTable]) -> list[Finding]:
    """Return what does not add up in the tables: totals against rows, and start - reduction = end in each row."""
    findings: list[Finding] = []
    for table in tables:
        findings += _totals(table)
        findings += _differences(table)
    return findings


def _is_rate_column(values: Sequence[str]) -> bool:
    printed = [value for value in values if parse_number(value) is not None]
    return sum("," in value or "%" in value for value in printed) * 2 > len(printed)


def _totals(table: ReadTable) -> Iterator[Finding]:
    total = table.draft.total
    if total is None or table.total_span is None:
        return
    for at, printed in enumerate(total):
        column = [row[at] for row in table.draft.rows if at < len(row)]
        values = [value for cell in column if (value := parse_number(cell)) is not None]
        goal = parse_number(printed)
        if goal is None or len(values) < max(_FEWEST_ROWS, len(column) * 0.7) or _is_rate_column([*column, printed]):
            continue
        computed = sum(values)
        if computed == goal:
            continue
        inside = abs(computed - goal) <= len(values) * 0.5
        name = _name(table, at)
        words = "lệch do làm tròn" if inside else "không bằng tổng các dòng"
        yield Finding(
            code="table_total_rounding" if inside else "table_total",
            severity="info" if inside else "error",
            message=f"Dòng tổng cột “{name}” ghi {printed}, cộng các dòng được {number_words(computed)}: {words}.",
            places=[table.total_span],
            printed=printed,
            computed=number_words(computed),
        )


def _name(table: ReadTable, at: int) -> str:
    header = table.draft.header
    return header[at] if at < len(header) and header[at] else f"thứ {at + 1}"


def _differences(table: ReadTable) -> Iterator[Finding]:
    rows, spans = list(table.draft.rows), list(table.row_spans)
    if table.draft.total is not None and table.total_span is not None:
        rows, spans = [*rows, table.draft.total], [*spans, table.total_span]
    counts = _counts(rows)
    across = _without_rates(counts, rows)
    for relation in _relations(across):
        for at in _broken(across, relation):
            yield _difference(rows[at], relation, spans[at], _label(rows[at]))
    turned_rows = [list(column) for column in zip(*rows, strict=False)]
    turned: Matrix = [list(column) for column in zip(*counts, strict=False)]
    for relation in _relations(turned):
        for at in _broken(turned, relation):
            yield _difference(turned_rows[at], relation, spans[relation[0]], _name(table, at))


def _counts(rows: Sequence[Sequence[str]]) -> Matrix:
    """Return the whole numbers of a table, None for words and rates; running numbers in the first column left out."""
    width = min((len(row) for row in rows), default=0)
    running = [parse_number(row[0]) for row in rows if row and parse_number(row[0]) is not None]
    indexed = running == [float(number) for number in range(1, len(running) + 1)]
    return [[None if at == 0 and indexed else _count(row[at]) for at in range(width)] for row in rows]


def _without_rates(counts: Matrix, rows: Sequence[Sequence[str]]) -> Matrix:
    width = min((len(row) for row in rows), default=0)
    rates = {at for at in range(width) if _is_rate_column([row[at] for row in rows])}
    return [[None if at in rates else value for at, value in enumerate(row)] for row in counts]


def _count(text: str) -> float | None:
    value = parse_number(text)
    return None if value is None or "," in text or "%" in text else abs(value)


def _relations(matrix: Matrix) -> list[tuple[int, int, int]]:
    """Return (start, reduction, end) columns for which start - reduction = end holds in most rows."""
    if len(matrix) < _FEWEST_ROWS:
        return []
    width = len(matrix[0])
    full = [
        c for c in range(width) if sum(row[c] is not None for row in matrix) >= max(len(matrix) * 0.7, _FEWEST_ROWS)
    ]
    found = []
    for start in full[:_MOST_COLUMNS]:
        for first, second in combinations([c for c in full[:_MOST_COLUMNS] if c != start], 2):
            if _holds(matrix, (start, first, second)):
                found.append((start, first, second))
    return found


def _holds(matrix: Matrix, relation: tuple[int, int, int]) -> bool:
    compared = missed = parts = 0
    for row in matrix:
        start, first, second = (row[at] for at in relation)
        if start is None or first is None or second is None:
            continue
        compared += 1
        parts += first > 1 and second > 1 and start > 2
        missed += abs(start - first - second) > 1
        if missed * _MISSED_AT_MOST > len(matrix):
            return False
    return compared >= _FEWEST_ROWS and missed * _MISSED_AT_MOST <= compared and parts >= compared * 0.6


def _broken(matrix: Matrix, relation: tuple[int, int, int]) -> list[int]:
    found = []
    for at, row in enumerate(matrix):
        start, first, second = (row[column] for column in relation)
        if start is not None and first is not None and second is not None and start - first != second:
            found.append(at)
    return found


def _difference(row: Sequence[str], relation: tuple[int, int, int], place: Span, label: str) -> Finding:
    start, first, second = (_count(row[at]) or 0.0 for at in relation)
    inside = abs(start - first - second) <= 1
    words = "lệch do làm tròn" if inside else "không khớp"
    computed = number_words(start - first)
    return Finding(
        code="row_rounding" if inside else "row_difference",
        severity="info" if inside else "error",
        message=f"“{label}”: {row[relation[0]]} trừ {row[relation[1]]} bằng {computed}, bảng ghi "
        f"{row[relation[2]]}: {words}.",
        places=[place],
        printed=row[relation[2]],
        computed=computed,
    )


def _label(row: Sequence[str]) -> str:
    return next((cell for cell in row if cell and parse_number(cell) is None), "dòng này")


def check_budget(budget: Sequence[BudgetLine], total: BudgetLine | None) -> list[Finding]:
    """Return budget lines whose parts do not add up, and a total that differs from its lines."""
    findings = []
    lines = [line for line in budget if line is not total]
    for line in lines:
        computed = round(sum(part.amount for part in line.parts), 3)
        if line.parts and computed != line.amount:
            findings.append(_budget_parts(line, computed, lines, total))
    if total is not None and len(lines) >= 2:
        computed = round(sum(line.amount for line in lines), 3)
        if computed != total.amount:
            findings.append(_budget_total(total, computed))
    return findings


def _budget_parts(line: BudgetLine, computed: float, lines: Sequence[BudgetLine], total: BudgetLine | None) -> Finding:
    message = (
        f"“{line.item[:80]}” ghi {number_words(line.amount)} {line.unit}, cộng các nguồn được "
        f"{number_words(computed)} {line.unit}."
    )
    if total is not None:
        others = sum(other.amount for other in lines if other is not line)
        if round(others + computed, 3) == total.amount:
            message += " Tổng kinh phí khớp nếu lấy số cộng các nguồn, nên số của dòng này có thể sai."
        elif round(others + line.amount, 3) == total.amount:
            message += " Tổng kinh phí khớp với số của dòng này, nên một nguồn thành phần có thể sai."
    return Finding("budget_parts", "error", message, [line.span], number_words(line.amount), number_words(computed))


def _budget_total(total: BudgetLine, computed: float) -> Finding:
    message = (
        f"Tổng kinh phí ghi {number_words(total.amount)} {total.unit}, cộng các dòng được "
        f"{number_words(computed)} {total.unit}."
    )
    return Finding("budget_total", "error", message, [total.span], number_words(total.amount), number_words(computed))
