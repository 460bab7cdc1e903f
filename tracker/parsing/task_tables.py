"""Annex tables that hand out work: task | lead | partners | time | product."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.catalogue.recognise import split_names
from tracker.parsing.agencies import agency_end, evened, is_agency_heading, without_order
from tracker.parsing.draft import Span
from tracker.parsing.numbers import parse_number
from tracker.parsing.phrases import AGENCY_HEAD
from tracker.parsing.tables import ReadTable
from tracker.parsing.task_columns import columns_of
from tracker.parsing.unit import WORK, Unit

_BULLET = re.compile(r"^\s*[-–+•*]\s*(?=\S)")
_NEXT_BULLET = re.compile(rf"[;,.]?\s+[-–+•]\s+(?={AGENCY_HEAD.pattern})")
_LEAD_LABEL = re.compile(r"^(?:(?:Cơ quan|Đơn vị)\s+)?[Cc]hủ trì(?: thực hiện)?\s*:?\s+")
_PARTNERS_LABEL = re.compile(r"[;,.]?\s*(?:(?:Cơ quan|Đơn vị)\s+)?[Pp]hối hợp(?: thực hiện| với)?\s*:\s*")
_INDEX = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*|[IVXL]{1,6}|[A-Z])?[.)]?$")
_MOST_FIGURES = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one task with the place of its row."""

    cells: dict[str, str]
    span: Span


def task_table_units(text: str, tables: Sequence[ReadTable]) -> list[Unit]:
    """Return one unit for each row that names a task and who leads it; group rows are context.

    A table of figures assigns nothing, whatever its header says: more than two columns of numbers, or fewer than half
    of the leads begin like an agency.
    """
    return [unit for table in tables for unit in _of_table(text, table)]


def _of_table(text: str, table: ReadTable) -> list[Unit]:
    columns = columns_of(table.draft.header)
    if "task" not in columns or _holds_figures(table.draft.rows):
        return []
    if "lead" not in columns:
        return _grouped_by_agency(text, table, columns)
    written = [row[columns["lead"]] for row in table.draft.rows if row[columns["lead"]]]
    if sum(_is_body(name) for name in written) * 2 < len(written):
        return []
    units: list[Unit] = []
    lead = ""
    for cells, span in zip(table.draft.rows, table.row_spans, strict=True):
        row = _row(cells, span, columns)
        if not row.cells["task"] or _is_group(row):
            lead = "" if row.cells["task"] else lead
            continue
        merged_down = not row.cells["lead"]
        lead = row.cells["lead"] or lead
        if lead:
            units.append(_unit(text, row, lead, merged_down))
    return units


def _grouped_by_agency(text: str, table: ReadTable, columns: dict[str, int]) -> list[Unit]:
    """Return the rows of a table without a column for the lead whose group rows name the agencies."""
    rows = [
        _row(cells, span, {**columns, "lead": -1})
        for cells, span in zip(table.draft.rows, table.row_spans, strict=True)
    ]
    named = [row for row in rows if _is_group(row) and is_agency_heading(row.cells["task"])]
    if len(named) < 2:
        return []
    units: list[Unit] = []
    lead = ""
    for row in rows:
        if _is_group(row):
            lead = row.cells["task"] if is_agency_heading(row.cells["task"]) else lead
        elif lead and row.cells["task"]:
            units.append(_unit(text, row, lead, merged_down=False))
    return units


def _row(cells: Sequence[str], span: Span, columns: dict[str, int]) -> _Row:
    return _Row({kind: cells[at] if 0 <= at < len(cells) else "" for kind, at in columns.items()}, span)


def _is_group(row: _Row) -> bool:
    return not any(row.cells.get(kind) for kind in ("lead", "partners", "time", "product"))


def _holds_figures(rows: Sequence[Sequence[str]]) -> bool:
    columns = list(zip(*rows, strict=False))
    figures = 0
    for column in columns[1:]:
        filled = [cell for cell in column if cell]
        figures += bool(filled) and sum(parse_number(cell) is not None for cell in filled) * 2 > len(filled)
    return figures > _MOST_FIGURES


def _is_body(name: str) -> bool:
    _, plain = without_order(evened(_LEAD_LABEL.sub("", _BULLET.sub("", name))))
    return agency_end(plain) > 0 or is_agency_heading(plain)


def _unit(text: str, row: _Row, lead: str, merged_down: bool) -> Unit:
    start, end = _place(text, row.cells["task"], row.span) or row.span
    word, name = without_order(_LEAD_LABEL.sub("", _BULLET.sub("", lead)))
    parted = _PARTNERS_LABEL.split(name, maxsplit=1)
    partners = [cell for cell in (*parted[1:], row.cells.get("partners", "")) if cell]
    return Unit(
        kind=WORK,
        start=start,
        end=end,
        agency=_NEXT_BULLET.sub(", ", parted[0]).strip(" ;,.:"),
        mode="requested" if "đề nghị" in word.lower() else "ordered",
        section=None,
        unsure=merged_down,
        partners=tuple(name for cell in partners for name in _names(cell)),
        time=_place(text, row.cells.get("time", ""), row.span),
        product=bool(row.cells.get("product")),
        leads=True,
    )


def _names(cell: str) -> tuple[str, ...]:
    plain = _NEXT_BULLET.sub("; ", _BULLET.sub("", cell)).strip(" ;.")
    return () if _INDEX.match(plain) else split_names(plain)


def _place(text: str, cell: str, span: Span) -> Span | None:
    """Return where a cell stands inside its row; line feeds and marks inside a cell count as spaces."""
    if not cell:
        return None
    found = re.compile(r"[\s|]+".join(re.escape(word) for word in cell.split())).search(text, *span)
    return found.span() if found else None
