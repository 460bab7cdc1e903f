"""Everything that the figures of a plan give: budget, quotas, tables with proven names, and what does not add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.parsing.bands import check_bands
from tracker.parsing.budget import ReadBudget, read_budget
from tracker.parsing.budget_checks import check_budget
from tracker.parsing.checks import check_tables, read_figures
from tracker.parsing.consistency import check_words
from tracker.parsing.draft import BudgetLine, Finding, PlanHead, Quota, TableDraft, Target
from tracker.parsing.inferred import check_headers, check_named_places, named_tables
from tracker.parsing.lines import Line
from tracker.parsing.outline import Outline
from tracker.parsing.quotas import read_quotas
from tracker.parsing.references import check_captions, check_citations, check_terms
from tracker.parsing.tables import ReadTable
from tracker.parsing.target_tables import read_table_targets


@dataclass(frozen=True, slots=True)
class Figured:
    """What the figures of a plan gave; `targets` are those that stand in tables.

    The findings stand in the order: tables, words, money, cited acts.
    """

    budget: list[BudgetLine]
    tables: list[TableDraft]
    quotas: list[Quota]
    findings: list[Finding]
    targets: list[Target]


def read_plan_figures(
    text: str,
    lines: Sequence[Line],
    outline: Outline,
    tables: Sequence[ReadTable],
    head: PlanHead,
    targets: Sequence[Target],
) -> Figured:
    """Return the figures of a plan with every finding about them. Printed figures are never changed."""
    checked = read_figures(text, tables)
    budget = read_budget(lines, outline, checked)
    in_tables = read_table_targets(text, tables, head.period, len(targets))
    return Figured(
        budget=budget.lines,
        tables=named_tables([table.draft for table in tables], checked),
        quotas=read_quotas(checked),
        findings=[
            *check_tables(checked),
            *check_bands(text, checked),
            *check_words(text, checked),
            *_money(budget),
            *check_headers(checked),
            *check_named_places(checked, targets),
            *check_citations(head.citations, date.fromisoformat(head.period.start) if head.period else None),
            *check_captions(text),
            *check_terms(text, head.period),
        ],
        targets=in_tables,
    )


def _money(budget: ReadBudget) -> list[Finding]:
    return [*check_budget(budget), *budget.findings]
