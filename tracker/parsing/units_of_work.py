"""All units of work of a plan, from its three ways to assign, in the order of the text and none twice."""

from collections.abc import Sequence

from tracker.parsing.agency_refs import AgencyReader
from tracker.parsing.labelled import labelled_units
from tracker.parsing.lines import Line
from tracker.parsing.outline import Outline, assigning_ranges
from tracker.parsing.tables import ReadTable
from tracker.parsing.task_tables import task_table_units
from tracker.parsing.walk import WORK, Unit, Walk

_SAME = 0.8


def read_units(
    text: str, lines: Sequence[Line], outline: Outline, agencies: AgencyReader, tables: Sequence[ReadTable]
) -> list[Unit]:
    """Return the units from agency headings, from labelled blocks and from task tables."""
    labelled, used = labelled_units(text, lines, outline)
    walk = Walk(text, lines, outline, agencies, skip=used)
    listed = [unit for first, last in assigning_ranges(lines, outline) for unit in walk.units(first, last)]
    units = sorted([*listed, *labelled], key=lambda unit: (unit.start, unit.end))
    tabled = task_table_units(text, tables)
    return [*units, *_not_yet_said(text, tabled, units)]


def _not_yet_said(text: str, tabled: Sequence[Unit], units: Sequence[Unit]) -> list[Unit]:
    """Leave out table rows that repeat an assignment of the text: a plan may hold the same task twice."""
    said = [set(_words(text, unit)) for unit in units if unit.kind == WORK]
    return [unit for unit in tabled if not any(_alike(set(_words(text, unit)), words) for words in said)]


def _words(text: str, unit: Unit) -> list[str]:
    return text[unit.start : unit.end].lower().split()


def _alike(first: set[str], second: set[str]) -> bool:
    both = len(first & second)
    return bool(both) and 2 * both >= _SAME * (len(first) + len(second))
