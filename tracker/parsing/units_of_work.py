"""All units of work of a plan, from its ways to assign, in the order of the text and none twice."""

from collections.abc import Sequence

from tracker.parsing.agency_refs import AgencyReader
from tracker.parsing.assigning import assigning_ranges
from tracker.parsing.bracketed import bracketed_units
from tracker.parsing.flat_tables import flat_task_tables
from tracker.parsing.labelled import labelled_units
from tracker.parsing.lines import Line, line_at
from tracker.parsing.orders import order_units
from tracker.parsing.outline import Outline
from tracker.parsing.repeats import once
from tracker.parsing.tables import ReadTable
from tracker.parsing.task_tables import task_table_units
from tracker.parsing.unit import Unit
from tracker.parsing.walk import Walk


def read_units(
    text: str, lines: Sequence[Line], outline: Outline, agencies: AgencyReader, tables: Sequence[ReadTable]
) -> list[Unit]:
    """Return the units from agency headings, labelled blocks, single orders and task tables, none told twice."""
    flat = flat_task_tables(lines)
    inside = {index for table in flat for index in range(table.first, table.last + 1)}
    labelled, used = labelled_units(text, lines, outline, inside)
    bracketed = list(bracketed_units(text, lines, outline, used | inside))
    used |= {at for unit in bracketed for at in [line_at(lines, unit.start)]}
    ranges = assigning_ranges(lines, outline)
    walk = Walk(text, lines, outline, agencies, skip=used | inside)
    listed = [unit for first, last in ranges for unit in walk.units(first, last)]
    taken = used | inside | {index for first, last in ranges for index in range(first, last + 1)}
    ordered = order_units(lines, text, outline, agencies, taken, beside=bool(ranges))
    units = sorted([*listed, *labelled, *bracketed, *ordered], key=lambda unit: (unit.start, unit.end))
    squared = [table for table in tables if table.first not in inside and table.last not in inside]
    return once(text, [*units, *task_table_units(text, [*squared, *flat])], agencies)
