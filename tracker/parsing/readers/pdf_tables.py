"""Ruled tables of a PDF page: where their cells lie, and the letters in each cell."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from tracker.parsing.readers.pdf_text import Letter, lines_of_letters

FEWEST_RULES = 4
_SLACK = 1.5  # points by which a letter may stand outside its cell
_LONGEST_TABLE = 5_000
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on a page: its top and bottom (points, growing upwards), its rows of cell texts, merged ones empty."""

    top: float
    bottom: float
    rows: tuple[tuple[str, ...], ...]


class TableFinder:
    """Finds the ruled tables of one file. pdfplumber is slow to load and slow to read: it is asked only about pages
    that have rules, and only for the places of the cells."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._pdf: Any = None

    def tables(self, number: int, letters: Sequence[Letter]) -> list[PageTable]:
        """Return the tables of a page (counted from 0), from top to bottom; none where the rules make no table.

        What pdfplumber cannot read is a page without tables: its letters are there all the same.
        """
        try:
            found = self._found(number)
        except (MemoryError, KeyboardInterrupt):
            raise
        except Exception:  # noqa: BLE001  # a parser of broken files: it may raise anything
            return []
        return [table for table in (_table(boxes, letters) for boxes in found) if table is not None]

    def _found(self, number: int) -> list[list[list[Box | None]]]:
        if self._pdf is None:
            self._pdf = import_module("pdfplumber").open(io.BytesIO(self._content))
        page = self._pdf.pages[number]
        _read_rules_only(page)
        height = float(page.height)
        tables = page.find_tables()
        boxes = [[[_upright(cell, height) for cell in row.cells] for row in table.rows] for table in tables]
        page.close()
        return boxes


def _read_rules_only(page: Any) -> None:
    """Let pdfplumber pass over the letters of a page: they are most of its work, and we have them already."""
    letter = import_module("pdfminer.layout").LTChar
    all_of = page.iter_layout_objects
    page.iter_layout_objects = lambda objects: all_of([one for one in objects if not isinstance(one, letter)])


def _upright(cell: tuple[float, float, float, float] | None, height: float) -> Box | None:
    """Turn a place counted from the top of the page into (left, bottom, right, top) counted from its foot."""
    return None if cell is None else (cell[0], height - cell[3], cell[2], height - cell[1])


def _table(rows: Sequence[Sequence[Box | None]], letters: Sequence[Letter]) -> PageTable | None:
    boxes = [box for row in rows for box in row if box is not None]
    if len(boxes) < 3 or max(len(row) for row in rows) < 2 or len(rows) > _LONGEST_TABLE:
        return None
    top, bottom = max(box[3] for box in boxes), min(box[1] for box in boxes)
    inside = [one for one in letters if bottom - _SLACK <= one.y <= top]
    texts = []
    for row in rows:
        held = [box for box in row if box is not None]
        if not held:
            continue
        low = min(box[1] for box in held)
        near = [one for one in inside if low - _SLACK <= one.y <= max(box[3] for box in held)]
        texts.append(tuple("" if box is None else _cell(box, near) for box in row))
    shown = [row for row in texts if any(row)]
    return PageTable(top, bottom, tuple(shown)) if shown else None


def _cell(box: Box, letters: Sequence[Letter]) -> str:
    left, bottom, right, top = box
    held = [one for one in letters if left <= (one.left + one.right) / 2 <= right and bottom - _SLACK <= one.y < top]
    return " ".join(line.text for line in lines_of_letters(held)).replace("\t", " ")
