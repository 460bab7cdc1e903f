"""Names for the columns of a table whose header was flattened to one list of cells."""

from collections.abc import Sequence

from tracker.parsing.numbers import parse_number
from tracker.vietnamese import fold


def aligned_header(cells: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return one name per column.

    The last cells are the names of single columns; they are matched from the right by whether a column holds rates or
    counts. Columns left over were merged downwards ("Tổng số hộ"); the cells between are names over several columns.
    """
    width = len(rows[0]) if rows else 0
    if not width or len(cells) <= width:
        return [*cells, *[""] * (width - len(cells))]
    names = list(cells[:2])
    columns = [_holds_rates(rows, at) for at in range(2, width)]
    leaves, skipped, between = _matched(list(cells[2:]), columns)
    if leaves is None:
        return [*names, *[""] * (width - 2)]
    merged = [cell for cell in between if fold(cell).startswith(("tong", "dan so", "ghi chu", "so ho"))]
    groups = [cell for cell in between if cell not in merged]
    if len(merged) != len(skipped):
        merged = [""] * len(skipped)
    return names + _with_groups(leaves, skipped, merged, groups)


def _holds_rates(rows: Sequence[Sequence[str]], at: int) -> bool:
    values = [row[at] for row in rows if parse_number(row[at]) is not None]
    return bool(values) and sum("," in value or "%" in value for value in values) * 2 > len(values)


def _matched(cells: list[str], rates: Sequence[bool]) -> tuple[list[str] | None, list[int], list[str]]:
    """Return (name per column, "" where merged; the merged columns; the cells that name several columns)."""
    for used in range(min(len(cells), len(rates)), 0, -1):
        tail = cells[-used:]
        leaves = [""] * len(rates)
        skipped = []
        for at in range(len(rates) - 1, -1, -1):
            if tail and _names_rate(tail[-1]) == rates[at]:
                leaves[at] = tail.pop()
            else:
                skipped.append(at)
        if not tail:
            merged = [cell for cell in cells[:-used] if fold(cell).startswith("tong")]
            if len(merged) in (0, len(skipped)) and (not skipped or merged):
                return leaves, skipped[::-1], cells[:-used]
    return None, [], []


def _names_rate(cell: str) -> bool:
    return "ty le" in fold(cell) or "%" in cell


def _with_groups(leaves: list[str], skipped: list[int], merged: list[str], groups: list[str]) -> list[str]:
    starts: list[int] = []
    seen: set[str] = set()
    for at, name in enumerate(leaves):
        if at in skipped:
            seen = set()
            continue
        if not seen or name in seen:
            starts.append(at)
            seen = set()
        seen.add(name)
    named = groups[-len(starts) :] if starts and len(groups) >= len(starts) else []
    outer = groups[: len(groups) - len(named)]
    header = []
    for at, name in enumerate(leaves):
        if at in skipped:
            header.append(merged[skipped.index(at)])
            continue
        group = named[sum(start <= at for start in starts) - 1] if named else ""
        top = outer[sum(column <= at for column in skipped) - 1] if outer and len(outer) == len(skipped) else ""
        header.append(" – ".join(part for part in (top, group, name) if part))
    return header
