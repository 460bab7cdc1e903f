"""Arithmetic of tables. Printed figures are never changed; what is computed stands beside them.

Tolerances (docs/decisions.md, "Arithmetic of plans"): a total may differ from its rows by half a unit for each row, a
row by one unit, a rate by what half a household makes, for rounding; money by nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.parsing.arithmetic.fields import Figures, figures_of
from tracker.parsing.arithmetic.rate_checks import check_rates
from tracker.parsing.arithmetic.relations import Relations, relations_of
from tracker.parsing.arithmetic.row_checks import check_rows
from tracker.parsing.arithmetic.series import Series, series_of
from tracker.parsing.arithmetic.total_checks import check_totals
from tracker.parsing.arithmetic.totals import Addition, additions_of
from tracker.parsing.draft import Finding
from tracker.parsing.tables import ReadTable

_FEWEST_RECORDS = 2


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A table with what its figures prove."""

    number: int
    figures: Figures
    relations: Relations
    series: tuple[Series, ...]
    additions: tuple[Addition, ...]


def read_figures(text: str, tables: Sequence[ReadTable]) -> list[CheckedTable]:
    """Return the tables that hold figures, each with the relations that its arithmetic proves."""
    found = []
    for number, table in enumerate(tables):
        figures = figures_of(text, table)
        if figures.fields and len(figures.records) >= _FEWEST_RECORDS:
            relations = relations_of(figures)
            additions = tuple(additions_of(figures))
            found.append(CheckedTable(number, figures, relations, tuple(series_of(figures, relations)), additions))
    return found


def check_tables(tables: Sequence[CheckedTable]) -> list[Finding]:
    """Return what does not add up in the tables: totals, rows and rates."""
    findings: list[Finding] = []
    for table in tables:
        totals = check_totals(table.figures, table.additions, table.relations)
        told = {(finding.places[0], finding.computed) for finding in totals if finding.severity == "error"}
        rows = check_rows(table.figures, table.relations, table.additions)
        findings += [*totals, *(one for one in rows if (one.places[0], one.computed) not in told)]
        findings += check_rates(table.figures, table.relations, table.series, table.additions)
    return findings
