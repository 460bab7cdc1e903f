"""A table seen as figures: the fields that are measured, and the records (places, bodies) that they are measured of.

Most tables write a field in a column and a record in a row. Where the rows name what is measured and the columns stand
for places, the view is turned, so that every check is written once.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.parsing.draft import Span
from tracker.parsing.numbers import decimals_of, parse_number
from tracker.parsing.tables import ReadTable, is_total_name, unit_in
from tracker.vietnamese import fold

COUNT, RATE, MONEY, AMOUNT = "count", "rate", "money", "amount"
MEASURE_UNITS = {"ho", "%", "nguoi", "trieu dong", "dong", "ty dong", "nghin dong", "luot", "lao dong", "khau"}
_RATE_NAME = re.compile(r"ty le|ti le|%|phan tram|muc giam ty le")
_MONEY_NAME = re.compile(
    r"kinh phi|(?<!di)\bvon\b|ngan sach|\bns(?:tw|dp|nn|h|x|t)\b|dong\)|\(?tr(?:ieu)?\.? ?d(?:ong)?\)|du toan"
)
_THING = re.compile(
    r"^(?:so|ho|nguoi|lao dong|dien tich|chieu dai|khoi luong|sl|ty le|ti le)\b(?! (?:tien|von|kinh phi))"
)
_NOT_ADDED = re.compile(r"binh quan|don gia|dinh muc|\bnam \d{4}$|^nam$|chi so|thu nhap|diem so")
_INDEX = re.compile(r"^\(?(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVXLivxl]{1,6}|[A-ZĐa-zđ])[.)]?$")
_YEARS = re.compile(r"^(?:năm |giai đoạn )?(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?$|^(?:tổng|cộng)", re.IGNORECASE)
_LARGEST_RATE = 100.0
_FEWEST_IN_FIELD = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed figure: its words, its value without sign, its decimals, whether it is below zero, its place."""

    text: str
    value: float
    decimals: int
    negative: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Field:
    """What is measured: `at` is the column (or the row of a turned table), `kind` count, rate, money or amount.

    `unit` is the printed unit of money, "" where none is printed.
    """

    at: int
    name: str
    kind: str
    cells: tuple[Cell | None, ...]
    unit: str = ""

    @property
    def leaf(self) -> str:
        """The innermost part of the name, folded."""
        return fold(self.name.split(" – ")[-1])

    @property
    def leaf_words(self) -> str:
        """The innermost part of the name, as printed."""
        return self.name.split(" – ")[-1]

    @property
    def is_added(self) -> bool:
        """Whether records of this field may be added up."""
        return self.kind != RATE and not _NOT_ADDED.search(fold(self.name))


@dataclass(frozen=True, slots=True)
class Record:
    """One place or body (or the total): `index` is its running number as printed, `at` its row (or column)."""

    at: int
    label: str
    index: str
    span: Span


@dataclass(frozen=True, slots=True)
class Figures:
    """The view of one table. `total` is the number of the record that the table itself calls a total."""

    table: ReadTable
    turned: bool
    fields: tuple[Field, ...]
    records: tuple[Record, ...]
    total: int | None

    def name(self, field: Field) -> str:
        """Return how a field is called for people: its printed name, else where it stands."""
        return field.name or (f"dòng thứ {field.at + 1}" if self.turned else f"cột thứ {field.at + 1}")

    def short_name(self, field: Field) -> str:
        """Return the innermost two parts of a long name."""
        return ", ".join(self.name(field).split(" – ")[-2:])

    def label(self, record: int) -> str:
        """Return how a record is called for people."""
        one = self.records[record]
        return one.label or (f"cột thứ {one.at + 1}" if self.turned else f"dòng thứ {one.at + 1}")


def figures_of(text: str, table: ReadTable) -> Figures:
    """Return the figures of a table with the place of each in `text`."""
    rows, spans = list(table.draft.rows), list(table.row_spans)
    if table.draft.total is not None and table.total_span is not None:
        at = min(table.total_at, len(rows))
        rows.insert(at, table.draft.total)
        spans.insert(at, table.total_span)
    width = max((len(row) for row in rows), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    cells = [_cells(text, row, span) for row, span in zip(rows, spans, strict=True)]
    labels = _label_columns(rows, table.draft.unit_column)
    if _is_turned(rows, labels):
        return _turned(table, rows, cells, labels, spans)
    return _upright(table, rows, cells, labels, spans)


def _cells(text: str, row: Sequence[str], span: Span) -> list[Cell | None]:
    found: list[Cell | None] = []
    at = span[0]
    for words in row:
        place = _place(text, words, at, span[1])
        at = place[1] if place else at
        value = parse_number(words)
        found.append(
            Cell(words, abs(value), decimals_of(words), value < 0, place or span) if value is not None else None
        )
    return found


def _place(text: str, words: str, start: int, end: int) -> Span | None:
    if not words:
        return None
    at = text.find(words, start, end)
    if at >= 0:
        return at, at + len(words)
    found = re.compile(r"\s+".join(re.escape(word) for word in words.split())).search(text, start, end)
    return found.span() if found else None


def _label_columns(rows: Sequence[Sequence[str]], unit_column: int | None) -> list[int]:
    """Return the columns of words at the left: running number, name, unit of measure."""
    found = []
    for at in range(min(len(rows[0]) if rows else 0, 4)):
        values = [row[at] for row in rows if row[at]]
        words = sum(parse_number(value) is None for value in values)
        if at == unit_column or words * 2 > len(values) or (at == 0 and (_is_numbering(values) or _are_years(values))):
            found.append(at)
        elif values:
            break
    return found


def _are_years(values: Sequence[str]) -> bool:
    return bool(values) and all(_YEARS.match(value) for value in values)


def _is_numbering(values: Sequence[str]) -> bool:
    """Tell running numbers: they begin with 1 and mostly rise by one; with letters or roman numbers they group."""
    if not values or not all(_INDEX.match(value) for value in values):
        return False
    if any(not value.strip("().").replace(".", "").isdigit() for value in values):
        return True
    numbers = [int(value.strip("().")) for value in values if value.strip("().").isdigit()]
    steps = sum(later - earlier == 1 or later == 1 for earlier, later in pairwise(numbers))
    return len(numbers) < 2 or (numbers[0] <= 1 and steps * 10 >= (len(numbers) - 1) * 8)


def _is_turned(rows: Sequence[Sequence[str]], labels: Sequence[int]) -> bool:
    """Tell a table whose rows name what is measured: rates and counts stand in different rows, not columns."""
    kinds = [
        [_looks_rate(cell) for at, cell in enumerate(row) if at not in labels and _is_number(cell)] for row in rows
    ]
    kinds = [row for row in kinds if len(row) >= 2]
    pure = sum(all(row) or not any(row) for row in kinds)
    mixed = any(all(row) for row in kinds) and any(not any(row) for row in kinds)
    if mixed and pure == len(kinds):
        return True
    return any(
        sum(fold(row[at]) in MEASURE_UNITS for row in rows) * 10 >= len(rows) * 6
        and len({fold(row[at]) for row in rows if row[at]}) > 1
        for at in labels
    )


def _is_number(cell: str) -> bool:
    return parse_number(cell) is not None


def _looks_rate(cell: str) -> bool:
    return "," in cell or "%" in cell


def _upright(
    table: ReadTable,
    rows: Sequence[Sequence[str]],
    cells: Sequence[Sequence[Cell | None]],
    labels: Sequence[int],
    spans: Sequence[Span],
) -> Figures:
    fields = []
    for at in range(len(rows[0]) if rows else 0):
        column = tuple(row[at] for row in cells)
        if at in labels or sum(cell is not None for cell in column) < _FEWEST_IN_FIELD:
            continue
        header = table.draft.header
        name = header[at] if at < len(header) else ""
        kind, unit = _kind(name, "", column, table.unit)
        fields.append(Field(at, name, kind, column, unit))
    fields = _money_throughout(fields)
    named = table.draft.unit_column
    records = [
        Record(at, _words(row, labels, named), row[0] if _INDEX.match(row[0]) and 0 in labels else "", span)
        for at, (row, span) in enumerate(zip(rows, spans, strict=True))
    ]
    total = min(table.total_at, len(rows) - 1) if table.draft.total is not None else None
    return Figures(table, False, tuple(fields), tuple(records), total)


def _money_throughout(fields: Sequence[Field]) -> list[Field]:
    """Give a column "Cộng" the unit of the columns beside it, when all others count money in one unit."""
    units = {field.unit for field in fields if field.kind == MONEY}
    others = [field for field in fields if field.kind != MONEY and not is_total_name(field.leaf_words)]
    if len(units) != 1 or others:
        return list(fields)
    return [replace(field, kind=MONEY, unit=next(iter(units))) for field in fields]


def _words(row: Sequence[str], labels: Sequence[int], named: int | None) -> str:
    if named is not None and row[named]:
        return row[named]
    return next((row[at] for at in labels if row[at] and not _INDEX.match(row[at])), "")


def _turned(
    table: ReadTable,
    rows: Sequence[Sequence[str]],
    cells: Sequence[Sequence[Cell | None]],
    labels: Sequence[int],
    spans: Sequence[Span],
) -> Figures:
    width = len(rows[0])
    used = [at for at in range(width) if at not in labels and sum(row[at] is not None for row in cells) >= 2]
    fields = []
    for at, (row, name, unit) in enumerate(zip(rows, _row_names(rows, labels), _row_units(rows, labels), strict=True)):
        column = tuple(cells[at][column] for column in used)
        if sum(cell is not None for cell in column) >= _FEWEST_IN_FIELD and row:
            kind, printed = _kind(name, unit, column, table.unit)
            fields.append(Field(at, name, kind, column, printed))
    header = table.draft.header
    records = [Record(at, header[at] if at < len(header) else "", "", (spans[0][0], spans[-1][1])) for at in used]
    total = next((number for number, one in enumerate(records) if is_total_name(one.label)), None)
    return Figures(table, True, tuple(fields), tuple(records), total)


def _row_names(rows: Sequence[Sequence[str]], labels: Sequence[int]) -> Iterator[str]:
    """Yield the name of each row; "- Đầu năm" below a row without figures belongs to it."""
    above = ""
    for row in rows:
        words = [row[at] for at in labels if row[at] and not _INDEX.match(row[at])]
        name = next((word for word in words if fold(word) not in MEASURE_UNITS), "")
        empty = not any(_is_number(cell) for at, cell in enumerate(row) if at not in labels)
        dashed = name.startswith(("-", "+", "–"))
        if empty:
            above = name
        elif not dashed:
            above = ""
        bare = name.strip("-+– ")
        yield f"{above} – {bare}" if above and dashed else bare


def _row_units(rows: Sequence[Sequence[str]], labels: Sequence[int]) -> Iterator[str]:
    for row in rows:
        yield next((row[at].lower() for at in labels if fold(row[at]) in MEASURE_UNITS), "")


def _kind(name: str, unit: str, column: Sequence[Cell | None], table_unit: str | None) -> tuple[str, str]:
    """Return the kind of a field and, for money, its printed unit."""
    values = [cell for cell in column if cell is not None]
    broken = sum(_looks_rate(cell.text) for cell in values) * 2 > len(values)
    small = all(cell.value <= _LARGEST_RATE for cell in values)
    leaf = fold(name.split(" – ")[-1])
    if small and (unit == "%" or "%" in leaf or (_RATE_NAME.search(leaf) and (broken or "so ho" not in leaf))):
        return RATE, ""
    own = unit if unit.endswith("đồng") else unit_in(name)
    if own or (not unit and not _THING.match(leaf) and (_MONEY_NAME.search(fold(name)) or table_unit)):
        return MONEY, own or table_unit or ""
    if broken:
        return (RATE if small else AMOUNT), ""
    return COUNT, ""
