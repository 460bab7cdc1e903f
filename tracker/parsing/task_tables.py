"""Annex tables that hand out work: task | lead | partners | time | product."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.catalogue.recognise import split_names
from tracker.parsing.agencies import is_agency_heading, without_order
from tracker.parsing.draft import Finding, Span
from tracker.parsing.phrases import AGENCY_HEAD
from tracker.parsing.table_content import is_as_above, is_blank, is_body_cell, is_figure, is_verb_phrase
from tracker.parsing.tables import ReadTable
from tracker.parsing.task_columns import columns_of
from tracker.parsing.task_judgement import Verdict, holds_figures, judge, names_columns
from tracker.parsing.turned_tasks import turned_units
from tracker.parsing.unit import REPEATED, UNPLACED, WORK, Unit

_BULLET = re.compile(r"^\s*[-–+•*]\s*(?=\S)")
_NEXT_BULLET = re.compile(rf"[;,.]?\s+[-–+•]\s+(?={AGENCY_HEAD.pattern})")
_LEAD_LABEL = re.compile(r"^(?:(?:Cơ quan|Đơn vị)\s+)?[Cc]hủ trì(?: thực hiện)?\s*:?\s+")
_PARTNERS_LABEL = re.compile(r"[;,.]?\s*(?:(?:Cơ quan|Đơn vị)\s+)?[Pp]hối hợp(?: thực hiện| với)?\s*:\s*")
_INDEX = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*|[IVXL]{1,6}|[A-Z])?[.)]?$")
_OUTER = re.compile(r"^(?:[IVXL]{1,6}|[A-Z])[.)]?$")
_INNER = re.compile(r"^\d{1,3}(?:\.\d{1,2})*[.)]?$")
_ITEM = re.compile(r"(?:^|(?<=\s))(?P<number>\d{1,2}|[a-e])[.)]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one task with the place of its row, and its number in the first column ("" without one)."""

    cells: dict[str, str]
    span: Span
    index: str = ""


def task_table_units(text: str, tables: Sequence[ReadTable]) -> list[Unit]:
    """Return one unit for each row that names a task and who leads it; group rows are context.

    A cell with numbered items gives a unit for each. A row with a task for which no lead can be found is unplaced. What
    assigns nothing (figures, lists) gives no unit: task_judgement.py.
    """
    return [unit for table in tables for unit in _of_table(text, table)]


def table_findings(tables: Sequence[ReadTable], units: Sequence[Unit]) -> list[Finding]:
    """Return `table_unclear` for tables that may assign work but were not read, or were read by their cells alone."""
    found = []
    for table in tables:
        begin, end = table.draft.span
        used = any(begin <= unit.start < end and unit.kind in (WORK, REPEATED) for unit in units)
        judgement = judge(table.draft.header, table.draft.rows)
        name = f"Bảng “{table.draft.title or ' | '.join(filter(None, table.draft.header))}”"
        if not used and judgement.verdict is Verdict.UNCLEAR:
            message = f"{name} có thể giao nhiệm vụ nhưng chưa đủ căn cứ để tách; cần xem và nhập tay nếu đúng."
            found.append(Finding("table_unclear", "warning", message, [table.draft.span]))
        elif used and judgement.by_content and judgement.verdict is Verdict.ASSIGNS:
            message = f"{name} không ghi tiêu đề quen thuộc; đã hiểu theo nội dung từng cột, cần đối chiếu."
            found.append(Finding("table_unclear", "info", message, [table.draft.span]))
    return found


def _of_table(text: str, table: ReadTable) -> list[Unit]:
    if holds_figures(table.draft.rows):
        return []
    turned = turned_units(text, table)
    if turned:
        return turned
    columns = columns_of(table.draft.header)
    if "task" in columns and "lead" not in columns:
        grouped = _grouped_by_agency(text, table, columns)
        if grouped:
            return grouped
    judgement = judge(table.draft.header, table.draft.rows)
    if judgement.verdict is not Verdict.ASSIGNS:
        return []
    rows = [*_header_row(table, judgement.columns), *_rows(table, judgement.columns)]
    return list(_row_units(text, rows))


def _row_units(text: str, rows: Sequence[_Row]) -> Iterator[Unit]:
    lead = ""
    for at, row in enumerate(rows):
        task, own = row.cells["task"], row.cells["lead"]
        if task and _INDEX.match(task):
            continue  # a row that numbers the columns
        if not task or _is_group(row):
            lead = (task if _leads_group(rows, at) else "") if task else lead
            continue
        if is_blank(own) or is_as_above(own):
            own = ""
        if _opens_group(rows, at):
            lead = own
            continue
        lead = own or lead
        merged_down = not own and not is_as_above(row.cells["lead"])
        if lead and not is_figure(lead):
            yield from _units(text, row, lead, merged_down)
        else:
            start, end = _place(text, task, row.span) or row.span
            yield Unit(UNPLACED, start, end, None, "ordered", None)


def _header_row(table: ReadTable, columns: dict[str, int]) -> list[_Row]:
    """Return the first row of a table without a header, which the reader of tables took for one."""
    header = table.draft.header
    if not table.row_spans or max(columns["task"], columns["lead"]) >= len(header) or names_columns(header):
        return []
    if not is_verb_phrase(header[columns["task"]]) or not is_body_cell(header[columns["lead"]]):
        return []
    return [_row(header, (table.draft.span[0], table.row_spans[0][0]), columns)]


def _rows(table: ReadTable, columns: dict[str, int]) -> list[_Row]:
    return [_row(cells, span, columns) for cells, span in zip(table.draft.rows, table.row_spans, strict=True)]


def _grouped_by_agency(text: str, table: ReadTable, columns: dict[str, int]) -> list[Unit]:
    """Return the rows of a table without a column for the lead whose group rows name the agencies."""
    rows = _rows(table, {**columns, "lead": -1})
    named = [row for row in rows if _is_group(row) and is_agency_heading(_heading(row))]
    if len(named) < 2:
        return []
    units: list[Unit] = []
    lead = ""
    for row in rows:
        if _is_group(row) and not (lead and _INNER.match(row.index)):
            lead = _heading(row) if is_agency_heading(_heading(row)) else lead
        elif _is_group(row) and is_agency_heading(_heading(row)):
            lead = _heading(row)
        elif lead and row.cells["task"]:
            units += _units(text, row, lead, merged_down=False)
    return units


def _heading(row: _Row) -> str:
    """Return what a group row says; merged over the whole width it may stand in the first cell ("I. Sở Y tế")."""
    words = row.cells["task"] or row.index
    return re.sub(r"^(?:[IVXL]{1,6}|[A-Z]|\d{1,2})[.)]\s+", "", words)


def _row(cells: Sequence[str], span: Span, columns: dict[str, int]) -> _Row:
    first = cells[0] if cells and columns.get("task") != 0 and columns.get("lead") != 0 else ""
    if len({cell for cell in cells if cell}) == 1 and len(cells) > 2:  # merged over the width
        only = next(cell for cell in cells if cell)
        return _Row({kind: only if kind == "task" else "" for kind in columns}, span, first if first != only else "")
    return _Row({kind: cells[at] if 0 <= at < len(cells) else "" for kind, at in columns.items()}, span, first)


def _is_group(row: _Row) -> bool:
    return not any(row.cells.get(kind) for kind in ("lead", "partners", "time", "product"))


def _leads_group(rows: Sequence[_Row], at: int) -> bool:
    """Tell a group row that names the agency of the rows below it, whose own cells for the lead are empty."""
    if not is_agency_heading(_heading(rows[at])):
        return False
    below = next((row for row in rows[at + 1 :] if row.cells["task"]), None)
    return below is not None and not below.cells["lead"]


def _opens_group(rows: Sequence[_Row], at: int) -> bool:
    """Tell "I | Tuyên truyền | Phòng Văn hóa" above rows "1", "2" without a lead of their own: context, not a task."""
    if at + 1 >= len(rows) or not _OUTER.match(rows[at].index):
        return False
    below = rows[at + 1]
    return bool(_INNER.match(below.index)) and bool(below.cells["task"]) and not below.cells["lead"]


def _units(text: str, row: _Row, lead: str, merged_down: bool) -> Iterator[Unit]:
    """Yield the unit of a row, or one for each numbered item of its task."""
    whole = _unit(text, row, lead, merged_down)
    items = _items(text[whole.start : whole.end])
    leads = [lead[begin:end] for begin, end in _items(lead)]
    for at, (begin, end) in enumerate(items):
        own = _unit(text, row, leads[at], merged_down) if len(leads) == len(items) else whole
        yield replace(own, start=whole.start + begin, end=whole.start + end)
    if not items:
        yield whole


def _items(cell: str) -> list[Span]:
    """Return the places of "1. …", "2. …" (or a), b)) in a cell that begins so and counts on; else none."""
    marks = list(_ITEM.finditer(cell))
    if not marks or marks[0].start():
        return []
    letters = marks[0].group("number").isalpha()
    wanted = [chr(ord("a") + at) if letters else str(at + 1) for at in range(len(marks))]
    kept: list[re.Match[str]] = []
    for mark in marks:
        if len(kept) < len(wanted) and mark.group("number").lstrip("0") == wanted[len(kept)]:
            kept.append(mark)
    if len(kept) < 2:
        return []
    ends = [mark.start() for mark in kept[1:]] + [len(cell)]
    spans = [(mark.end(), end) for mark, end in zip(kept, ends, strict=True)]
    return [(begin, begin + len(cell[begin:end].rstrip())) for begin, end in spans]


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
    return () if _INDEX.match(plain) or is_blank(plain) else split_names(plain)


def _place(text: str, cell: str, span: Span) -> Span | None:
    """Return where a cell stands inside its row; line feeds and marks inside a cell count as spaces."""
    if not cell:
        return None
    found = re.compile(r"[\s|]+".join(re.escape(word) for word in cell.split())).search(text, *span)
    return found.span() if found else None
