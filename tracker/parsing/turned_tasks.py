"""Small tables that stand on their side: "Nhiệm vụ | …" above "Cơ quan chủ trì | …" above "Thời gian | …"."""

import re
from collections.abc import Iterator
from itertools import pairwise

from tracker.catalogue.recognise import split_names
from tracker.parsing.draft import Span
from tracker.parsing.table_content import is_body_cell
from tracker.parsing.tables import ReadTable
from tracker.parsing.task_columns import columns_of
from tracker.parsing.unit import WORK, Unit

_FEWEST_LABELS = 3


def turned_units(text: str, table: ReadTable) -> list[Unit]:
    """Return the tasks of a table of two columns whose first one holds labels; none for another table."""
    rows = list(_labelled(text, table))
    starts = [at for at, (kind, _) in enumerate(rows) if kind == "task"]
    if not starts or len(rows) < _FEWEST_LABELS:
        return []
    units = []
    for begin, end in pairwise([*starts, len(rows)]):
        block = dict(reversed(rows[begin:end]))
        lead = block.get("lead")
        if lead is None or not is_body_cell(text[lead[0] : lead[1]]):
            continue
        partners = block.get("partners")
        units.append(
            Unit(
                kind=WORK,
                start=block["task"][0],
                end=block["task"][1],
                agency=text[lead[0] : lead[1]].strip(" ;,.:"),
                mode="ordered",
                section=None,
                leads=True,
                partners=split_names(text[partners[0] : partners[1]].strip(" ;.")) if partners else (),
                time=block.get("time"),
                product="product" in block,
            )
        )
    return units


def _labelled(text: str, table: ReadTable) -> Iterator[tuple[str, Span]]:
    """Yield (what a label names, place of its value) for the rows of the table, its first one included."""
    header = table.draft.header
    top = (table.draft.span[0], table.row_spans[0][0] if table.row_spans else table.draft.span[1])
    for cells, span in [(header, top), *zip(table.draft.rows, table.row_spans, strict=True)]:
        filled = [cell for cell in cells if cell]
        if len(filled) != 2:
            continue
        kind = next(iter(columns_of([filled[0].rstrip(" :"), ""])), None)
        value = _place(text, filled[1], span)
        if kind and value:
            yield kind, value


def _place(text: str, cell: str, span: Span) -> Span | None:
    words = r"[\s|]+".join(re.escape(word) for word in cell.split())
    found = list(re.finditer(words, text[span[0] : span[1]]))
    return (span[0] + found[-1].start(), span[0] + found[-1].end()) if found else None
