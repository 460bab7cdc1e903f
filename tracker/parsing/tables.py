"""Tables of a plan: header, rows, total row, and the column that names the places."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.parsing.draft import Span, TableDraft
from tracker.parsing.grids import Grid, read_grids
from tracker.parsing.lines import Line
from tracker.parsing.numbers import parse_number
from tracker.parsing.table_header import aligned_header
from tracker.vietnamese import fold

_TOTAL = re.compile(
    # with its accents: without them "Cộng" is "Công an", "Công ty"
    r"^(?:tổng(?!\s(?:công ty|cục|hội|đội|liên|đài|kho|bí|thư|kết|hợp|số\s(?!toàn|chung|các|cộng)\w))"
    r"(?:\s(?:cộng|số))?|"
    r"cộng(?!\s(?:đồng|tác|hòa|hoà|sinh|hưởng))|toàn\s(?:tỉnh|huyện|xã|phường|quốc|thị xã|thành phố)|chung\stoàn|"
    r"cả\s(?:tỉnh|huyện|nước))(?!\w)",
    re.IGNORECASE,
)
_PLAIN_TOTAL = re.compile(r"(?:tổng cộng|tổng số|tổng|cộng|toàn (?:tỉnh|huyện|xã))[:.]?", re.IGNORECASE)
_UNIT_SAID = re.compile(r"(?:đơn vị(?: tính)?|đvt)\s*:?\s*(?P<unit>(?:nghìn|ngàn|triệu|tỷ|tỉ)? ?đồng)", re.IGNORECASE)
_UNIT_IN_HEADER = re.compile(
    r"\((?:đvt:?\s*)?(?P<unit>(?:nghìn|ngàn|triệu|tỷ|tỉ)\s?đồng|đồng|tr\.?\s?đ(?:ồng)?)\)", re.IGNORECASE
)
_COLUMN_NUMBER = re.compile(r"^(?:[A-ZIVX]{1,3}|\(?\d{1,2}\)?|\$?\(?\d{1,2}\)?\s?=.*)$")
_INDEX = re.compile(r"^(?:\d{1,3}|[IVXL]{1,6}|[A-Z])[.)]?$")
_PLACE_HEADER = re.compile(r"don vi(?! tinh)|dia phuong|dia ban|huyen|\bxa\b|ten don vi")
_WORK_HEADER = re.compile(r"chu tri|phoi hop|thuc hien|theo doi")
_MEASURES = {"ho", "%", "nguoi", "trieu dong", "dong", "ty dong", "luot", "lao dong", "khau", "xa", "thon"}


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table with the place of each of its rows, and of its total row.

    `total_at` is the number of rows above the total; `numbering` the row of column numbers ("1", "2", "3=2/1x100");
    `unit` the unit of money that its caption names ("triệu đồng").
    """

    draft: TableDraft
    row_spans: list[Span]
    total_span: Span | None
    first: int
    last: int
    total_at: int = 0
    numbering: tuple[str, ...] = ()
    unit: str | None = None


def read_tables(lines: Sequence[Line]) -> list[ReadTable]:
    """Return the tables of the text in their order."""
    return [_table(grid, lines) for grid in read_grids(lines)]


def _table(grid: Grid, lines: Sequence[Line]) -> ReadTable:
    top = _header_depth(grid)
    above = [_plain(row) for row in grid.rows[:top]]
    body = [
        (row, span)
        for row, span in zip(grid.rows[top:], grid.spans[top:], strict=True)
        if _plain(row) not in above  # the header again, behind a page break
    ]
    total = next(((row, span) for row, span in reversed(body) if _is_total(row)), None)
    total_at = next((at for at, (row, _) in enumerate(body) if total is not None and row is total[0]), 0)
    rows = [(row, span) for row, span in body if total is None or row is not total[0]]
    if grid.loose:
        header = aligned_header([text for text, _ in grid.loose], [row for row, _ in rows])
    else:
        header = _combined(grid.rows[:top])
    draft = TableDraft(
        title=_title(lines, grid.first),
        header=header,
        rows=[row for row, _ in rows],
        total=total[0] if total else None,
        unit_column=_unit_column(header, [row for row, _ in rows]),
        span=(lines[grid.first].start, lines[grid.last].end)
        if not grid.loose
        else (grid.loose[0][1][0], grid.spans[-1][1]),
    )
    return ReadTable(
        draft,
        [span for _, span in rows],
        total[1] if total else None,
        grid.first,
        grid.last,
        total_at,
        next((tuple(row) for row in grid.rows[:top] if _is_numbering(row)), ()),
        _unit(lines, grid.first),
    )


def _plain(row: Sequence[str]) -> str:
    return fold(" ".join(cell for cell in row if cell))


def _is_numbering(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) > 2 and all(_COLUMN_NUMBER.match(cell) for cell in filled)


def _unit(lines: Sequence[Line], first: int) -> str | None:
    """Return the unit of money that stands above the table for all of it, None when none is named."""
    for line in [*lines[max(first - 4, 0) : first], *lines[first : first + 1]]:
        said = _UNIT_SAID.search(line.text)
        if said:
            return _unit_name(said.group("unit"))
    return None


def unit_in(name: str) -> str | None:
    """Return the unit of money in the name of a column, "Kinh phí (triệu đồng)", None when it names none."""
    found = _UNIT_IN_HEADER.search(name)
    return _unit_name(found.group("unit")) if found else None


def _unit_name(words: str) -> str:
    plain = words.lower().replace("tỉ", "tỷ").replace("ngàn", "nghìn").strip()
    return "triệu đồng" if plain.startswith(("tr.", "trđ")) else re.sub(r"(?<=\w)\s*đồng", " đồng", plain)


def _header_depth(grid: Grid) -> int:
    """Return how many rows stand above the data; a row of column numbers belongs to the header."""
    if grid.loose:
        return 0
    for depth, row in enumerate(grid.rows[:8]):
        filled = [cell for cell in row if cell]
        if _is_numbering(row):
            continue
        numbers = sum(parse_number(cell) is not None for cell in filled)
        if depth and (_is_group_row(row, grid.rows[depth - 1]) or _is_named_figure(row)):
            return depth
        if filled and ((_INDEX.match(filled[0]) and len(filled) > 1) or numbers * 2 > len(filled)):
            return depth
    return 1 if len(grid.rows) > 1 else 0


def _is_group_row(row: Sequence[str], above: Sequence[str]) -> bool:
    """Tell a row with one text at its left ("A. Thể chế") below a header whose cells are nearly all filled."""
    filled = [at for at, cell in enumerate(row) if cell]
    whole = len(filled) == len(row) > 2 and len(set(row)) == 1
    single = len(filled) == 1 and filled[0] <= 1 and len(row) > 2
    return (single or whole) and sum(map(bool, above)) * 5 >= len(above) * 4


def _is_named_figure(row: Sequence[str]) -> bool:
    """Tell a row of data without a number of its own: "Số ca mới | | 812"."""
    figures = [parse_number(cell) is not None for cell in row[1:] if cell]
    return bool(row[0]) and parse_number(row[0]) is None and bool(figures) and sum(figures) * 2 > len(figures)


def _combined(rows: Sequence[Sequence[str]]) -> list[str]:
    """Join the header rows of each column; a name over several columns counts for all of them."""
    rows = [row for row in rows if not all(_COLUMN_NUMBER.match(cell) for cell in row if cell)]
    if not rows:
        return []
    columns: list[list[str]] = [[] for _ in rows[0]]
    for depth, row in enumerate(rows):
        held = ""
        for at, cell in enumerate(row):
            held = cell or (held if depth < len(rows) - 1 and _open_below(rows, depth, at) else "")
            if held and held not in columns[at]:
                columns[at].append(held)
    return [" – ".join(parts) for parts in columns]


def _open_below(rows: Sequence[Sequence[str]], depth: int, at: int) -> bool:
    """Tell an empty cell that continues the name to its left: something stands below it, or to its left below."""
    return any(rows[below][at] or (at and rows[below][at - 1]) for below in range(depth + 1, len(rows)))


def is_total_name(name: str) -> bool:
    """Tell the name of a total ("Cộng", "Tổng số", "Toàn tỉnh"); "Tổng số hộ" names what is measured."""
    return bool(_TOTAL.match(" ".join(name.split())))


def _is_total(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    if len(filled) > 2 and _INDEX.match(filled[0]):
        return bool(_PLAIN_TOTAL.fullmatch(filled[1].strip()))
    return bool(filled) and is_total_name(filled[0]) and not _INDEX.match(filled[0])


def _title(lines: Sequence[Line], first: int) -> str:
    """Return the caption: the capital lines, or the one line, right above the table, without "(Kèm theo …)"."""
    found: list[str] = []
    for index in range(first - 1, max(first - 7, -1), -1):
        line = lines[index]
        if not line.text and not found:
            continue
        if line.kind != "text" or not line.text or len(line.text) > 250:
            break
        capitals = not any(letter.islower() for letter in line.text.split("(")[0])
        bracket = line.text.startswith("(") or line.text.lower().startswith(
            ("kèm theo", "đơn vị tính", "theo kế hoạch")
        )
        if not capitals and not bracket and (found or line.text.endswith((".", ";"))):
            break
        if not bracket:
            found.insert(0, line.text)
            if not capitals:
                break
    return " ".join(found)


def _unit_column(header: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    for at, name in enumerate(header):
        if not _PLACE_HEADER.search(fold(name)) or _WORK_HEADER.search(fold(name)):
            continue
        values = [fold(row[at]) for row in rows if at < len(row) and row[at]]
        words = [value for value in values if parse_number(value) is None and value not in _MEASURES]
        if values and len(words) * 10 >= len(values) * 7:
            return at
    return None
