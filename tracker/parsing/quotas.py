"""What the tables of a plan give each unit: start, reduction, end and rates of poor and near-poor households."""

from collections.abc import Iterator, Sequence

from tracker.parsing.arithmetic.fields import Cell
from tracker.parsing.arithmetic.series import Series
from tracker.parsing.checks import CheckedTable
from tracker.parsing.draft import Quota, Span

_FEWEST_UNITS = 2


def read_quotas(checked: Sequence[CheckedTable]) -> list[Quota]:
    """Return one quota for each unit and subject, in the order of the tables; a total has `is_total`."""
    return [quota for table in checked for series in table.series for quota in _of_series(table, series)]


def _of_series(table: CheckedTable, series: Series) -> Iterator[Quota]:
    figures = table.figures
    wholes = {table.additions[0].whole} if table.additions else {figures.total}
    units = [at for at in range(len(figures.records)) if at in wholes or _is_unit(table, at)]
    if len(units) < _FEWEST_UNITS:
        return
    for at in units:
        cells = {name: _cell(table, field, at) for name, field in _fields(series)}
        known = [cell for cell in cells.values() if cell is not None]
        if any(cells[name] is not None for name in ("start", "less", "end")):
            values = {name: cell.value if cell else None for name, cell in cells.items()}
            yield Quota(
                unit=figures.records[at].label or None,
                subject=series.subject,
                table=table.number,
                is_total=at in wholes,
                span=_reach(known),
                **values,
            )


def _is_unit(table: CheckedTable, at: int) -> bool:
    """Tell a record that is a place: in an upright table the rows of a column of places, in a turned one any column."""
    return table.figures.turned or bool(table.figures.records[at].label)


def _fields(series: Series) -> tuple[tuple[str, int | None], ...]:
    return (
        ("households", series.base),
        ("start", series.start),
        ("less", series.less),
        ("end", series.end),
        ("start_rate", series.start_rate),
        ("less_rate", series.less_rate),
        ("end_rate", series.end_rate),
    )


def _cell(table: CheckedTable, field: int | None, at: int) -> Cell | None:
    return table.figures.fields[field].cells[at] if field is not None else None


def _reach(cells: Sequence[Cell]) -> Span:
    return min(cell.span[0] for cell in cells), max(cell.span[1] for cell in cells)
