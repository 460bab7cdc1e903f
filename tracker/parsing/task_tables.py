"""Annex tables that hand out work: task | lead | partners | time | product."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.catalogue.recognise import split_names
from tracker.parsing.agencies import without_order
from tracker.parsing.draft import Span
from tracker.parsing.tables import ReadTable
from tracker.parsing.walk import WORK, Unit
from tracker.vietnamese import fold

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("partners", re.compile(r"phoi hop")),
    ("lead", re.compile(r"chu tri|(?:co quan|don vi|bo phan|to chuc)[^–]*thuc hien|phan cong|co quan thuc hien")),
    ("time", re.compile(r"thoi gian|thoi han|tien do|hoan thanh")),
    ("product", re.compile(r"san pham|ket qua")),
    ("task", re.compile(r"nhiem vu|noi dung|cong viec|giai phap|hoat dong")),
)


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one task with the place of its row."""

    cells: dict[str, str]
    span: Span


def task_table_units(text: str, tables: Sequence[ReadTable]) -> list[Unit]:
    """Return one unit for each row that names a task and who leads it; group rows are context."""
    return [unit for table in tables for unit in _of_table(text, table)]


def _columns(header: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, name in enumerate(header):
        kind = next((kind for kind, rule in _COLUMNS if rule.search(fold(name))), None)
        if kind and kind not in found:
            found[kind] = at
    return found


def _of_table(text: str, table: ReadTable) -> list[Unit]:
    columns = _columns(table.draft.header)
    if "task" not in columns or "lead" not in columns:
        return []
    units: list[Unit] = []
    lead = ""
    for cells, span in zip(table.draft.rows, table.row_spans, strict=True):
        row = _Row({kind: cells[at] for kind, at in columns.items() if at < len(cells)}, span)
        if not row.cells["task"] or not any(row.cells.get(kind) for kind in ("lead", "partners", "time", "product")):
            continue
        merged_down = not row.cells["lead"]
        lead = row.cells["lead"] or lead
        if lead:
            units.append(_unit(text, row, lead, merged_down))
    return units


def _unit(text: str, row: _Row, lead: str, merged_down: bool) -> Unit:
    start, end = _place(text, row.cells["task"], row.span) or row.span
    word, name = without_order(lead)
    partners = row.cells.get("partners", "")
    return Unit(
        kind=WORK,
        start=start,
        end=end,
        agency=name,
        mode="requested" if "đề nghị" in word.lower() else "ordered",
        section=None,
        unsure=merged_down,
        partners=split_names(partners) if partners else (),
        time=_place(text, row.cells.get("time", ""), row.span),
        product=bool(row.cells.get("product")),
        leads=True,
    )


def _place(text: str, cell: str, span: Span) -> Span | None:
    """Return where a cell stands inside its row; line feeds inside a cell count as spaces."""
    if not cell:
        return None
    found = re.compile(r"\s+".join(re.escape(word) for word in cell.split())).search(text, *span)
    return found.span() if found else None
