"""What the words of a plan say against its own annex, and acts that are cited with two different days."""

import re
from collections.abc import Iterator, Sequence

from tracker.parsing.draft import Citation, Finding
from tracker.parsing.numbers import NUMBER_TEXT, number_words, parse_number
from tracker.parsing.tables import ReadTable

_SHARE = re.compile(
    rf"(?P<count>{NUMBER_TEXT})\s+(?P<noun>hộ [\w ]{{2,20}}?),?\s*(?:chiếm|đạt|bằng|"
    rf"tương ứng)(?: tỷ lệ)?\s+(?P<rate>\d+,\d+)\s*%"
)
_LEFT = re.compile(
    rf"giảm\s+(?P<less>{NUMBER_TEXT})\s+hộ[^;.]*?\bcòn(?: lại)?(?: khoảng)?\s+(?P<left>{NUMBER_TEXT})\s+hộ", re.DOTALL
)


def check_words(text: str, tables: Sequence[ReadTable]) -> list[Finding]:
    """Return figures in the sentences that the total row of an annex contradicts."""
    inside = [table.draft.span for table in tables]
    findings: list[Finding] = []
    for table in tables:
        if table.draft.total is not None:
            findings += _shares(text, table, table.draft.total, inside)
            findings += _remainders(text, table, table.draft.total, inside)
    return findings


def _outside(found: "re.Match[str]", inside: Sequence[tuple[int, int]]) -> bool:
    return not any(start <= found.start() < end for start, end in inside)


def _shares(text: str, table: ReadTable, total: Sequence[str], inside: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """ "A hộ nghèo, chiếm R%" against the total row, where the count stands left of its rate."""
    for found in _SHARE.finditer(text):
        at = next((i for i, cell in enumerate(total) if cell.strip("% ") == found.group("rate")), None)
        if at is None or at == 0 or not _outside(found, inside):
            continue
        printed, expected = parse_number(found.group("count")), parse_number(total[at - 1])
        if expected is not None and printed != expected:
            yield _contradiction(table, found, "count", total[at - 1])


def _remainders(
    text: str, table: ReadTable, total: Sequence[str], inside: Sequence[tuple[int, int]]
) -> Iterator[Finding]:
    """ "giảm G hộ … còn X hộ" against start, G and end in the total row."""
    counts = [abs(value) for cell in total if "," not in cell and (value := parse_number(cell)) is not None]
    for found in _LEFT.finditer(text):
        less, left = parse_number(found.group("less")) or 0.0, parse_number(found.group("left"))
        ends = [start - less for start in counts if less in counts and start > less and start - less in counts]
        if ends and left not in ends and _outside(found, inside):
            yield _contradiction(table, found, "left", number_words(ends[0]))


def _contradiction(table: ReadTable, found: "re.Match[str]", group: str, expected: str) -> Finding:
    places = [(found.start(group), found.end(group))]
    if table.total_span:
        places.append(table.total_span)
    return Finding(
        code="text_table_mismatch",
        severity="error",
        message=f"Lời văn ghi {found.group(group)}, dòng tổng của phụ lục cho {expected}; cần đối chiếu.",
        places=places,
        printed=found.group(group),
        computed=expected,
    )


def check_citations(citations: Sequence[Citation]) -> list[Finding]:
    """Return acts of one number (a number is used once a year, so the issuing body must agree) with two days."""
    findings = []
    first: dict[tuple[str, str], Citation] = {}
    for citation in citations:
        if citation.issued_on is None:
            continue
        known = first.setdefault((citation.kind, citation.number), citation)
        if known.issued_on != citation.issued_on:
            findings.append(
                Finding(
                    code="citation_conflict",
                    severity="warning",
                    message=f"Văn bản số {citation.number} được dẫn với hai ngày khác nhau: {known.issued_on} và "
                    f"{citation.issued_on}.",
                    places=[known.span, citation.span],
                    printed=citation.issued_on,
                    computed=known.issued_on,
                )
            )
    return findings
