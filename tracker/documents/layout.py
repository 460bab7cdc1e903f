"""What Word, PDF and preview lay out alike: lines of the head, of who is told, columns, lengths of rules. Pure."""

import re
from collections.abc import Sequence

from tracker.documents.measure import broken, rule_mm, width_mm
from tracker.documents.official import Column, Table, with_signs

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
LEFT_HALF, RIGHT_HALF = 73.0, 92.0  # mm of the head: the nation's line is never broken
_SIDE = 2.0  # mm kept free beside a name
NAME_SIZE, MOTTO_SIZE, SUBJECT_SIZE, TEXT_WIDTH = 12, 13, 14, 165.0
ROOM = "\u00a0" * 10
_NARROW = 60.0  # mm for "V/v …"
_NUMBER = re.compile(r"(\d+/[^\W_]+(?:-[^\W_]+)+)")  # of a document: "78/KH-UBND", "27/2022/QĐ-TTg" from its year on


def issuer_lines(name: str) -> list[str]:
    """Return the name of a body in capitals, in as many lines as the left half of the head needs."""
    return broken(name.upper(), NAME_SIZE, LEFT_HALF - _SIDE)


def names_rule(lines: Sequence[str]) -> float:
    """Return the length of the rule below the issuing body, mm: between a third and half of its line."""
    return rule_mm(list(lines), NAME_SIZE, LEFT_HALF)


def motto_rule() -> float:
    """Return the length of the rule below the motto, mm: that of the motto itself."""
    return round(width_mm(MOTTO, MOTTO_SIZE), 1)


def subject_rule(subject: str) -> float:
    """Return the length of the rule below the subject, mm: between a third and half of its line."""
    return rule_mm([subject], SUBJECT_SIZE, TEXT_WIDTH)


def about_lines(subject: str) -> list[str]:
    """Return the subject of a letter, which stands under its number: "V/v đôn đốc báo cáo …" in short lines."""
    return broken(f"V/v {subject}", NAME_SIZE, _NARROW) if subject else []


def to_lines(addressees: Sequence[str]) -> list[str]:
    """Return "Kính gửi: X" for one addressee; for several the label and a line with dash and sign for each."""
    if len(addressees) < 2:
        return [f"Kính gửi: {name}" for name in addressees]
    return ["Kính gửi:", *(f"- {name}" for name in with_signs(addressees))]


def recipient_lines(recipients: Sequence[str]) -> list[str]:
    """Return "Nơi nhận:" and a line with dash and sign for each, the last ended by a full stop."""
    return ["Nơi nhận:", *(f"- {name}" for name in with_signs(recipients))]


def head_rows(columns: Sequence[Column]) -> list[tuple[str, int, int]]:
    """Return the upper row of a table's head as (title, columns it spans, rows it spans): groups lie over theirs."""
    tall = 2 if any(column.group for column in columns) else 1
    cells: list[tuple[str, int, int]] = []
    before = ""
    for column in columns:
        if column.group and column.group == before:
            title, span, rows = cells.pop()
            cells.append((title, span + 1, rows))
        elif column.group:
            cells.append((column.group, 1, 1))
        else:
            cells.append((column.title, 1, tall))
        before = column.group
    return cells


def percents(table: Table) -> list[int]:
    """Return the width of each column in whole percents of the table, together 100."""
    whole = sum(column.share for column in table.columns) or 1
    exact = [column.share * 100 / whole for column in table.columns]
    floors = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda place: floors[place] - exact[place])
    for place in by_rest[: 100 - sum(floors)]:
        floors[place] += 1
    return floors


def number_line(number: str) -> str:
    """Return "Số: 05/BC-STC"; where the number is not given yet, with room to write it in."""
    return f"Số: {ROOM if number.startswith('/') else ''}{number}"


def unbroken_parts(text: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is the number of a document, which no line breaks at its hyphen.

    The text stays as it is: what is copied out of Word, PDF or preview has the plain hyphen of the number.
    """
    return [(piece, bool(place % 2)) for place, piece in enumerate(_NUMBER.split(text)) if piece]
