"""What the sentences of a plan say against its own annex, and against themselves."""

import re
from collections.abc import Iterator, Sequence

from tracker.parsing.arithmetic.fields import COUNT, RATE, Cell, Field
from tracker.parsing.arithmetic.series import Series
from tracker.parsing.arithmetic.words import slip_words
from tracker.parsing.checks import CheckedTable
from tracker.parsing.draft import Finding, Hypothesis, Span
from tracker.parsing.numbers import NUMBER_TEXT, decimals_of, number_words, parse_number, rate_words

_SHARE = re.compile(
    rf"(?P<count>{NUMBER_TEXT})\s+(?P<noun>hộ [\w ]{{2,20}}?),?\s*\(?(?:chiếm|đạt|bằng|"
    rf"tương ứng)(?: tỷ lệ)?\s+(?P<rate>\d+,\d+)\s*%"
)
_LEFT = re.compile(
    rf"giảm\s+(?:được\s+|còn\s+)?(?P<less>{NUMBER_TEXT})\s+hộ[^;.\n]*?\bcòn(?: lại)?(?: khoảng)?\s+"
    rf"(?P<left>{NUMBER_TEXT})\s+hộ"
)
_OF_THE_POOR = re.compile(
    rf"(?P<words>(?P<rate>\d+(?:,\d+)?)\s*%\s*(?:tổng )?số hộ (?P<who>nghèo|cận nghèo))[^;.\n]{{0,80}}?"
    rf"giảm\s+(?:được\s+)?(?P<less>{NUMBER_TEXT})\s+hộ"
)
_CHANGE_THEN_LEVELS = re.compile(
    rf"giảm\s+(?:khoảng\s+)?(?P<less>{NUMBER_TEXT})\s*(?P<unit>%|hộ)[^;.\n\d]{{0,30}}\(?từ\s+(?P<start>{NUMBER_TEXT})"
    rf"\s*(?:%|hộ)?[^;.\n\d]{{0,40}}xuống còn\s+(?P<end>{NUMBER_TEXT})\s*(?P=unit)"
)
_LEVELS_THEN_CHANGE = re.compile(
    rf"từ\s+(?P<start>{NUMBER_TEXT})\s*(?:%|hộ)?[^;.\n\d]{{0,40}}xuống còn\s+(?P<end>{NUMBER_TEXT})\s*(?P<unit>%|hộ)"
    rf"[^;.\n\d]{{0,30}}\bgiảm\s+(?P<less>{NUMBER_TEXT})\s*(?P=unit)"
)
_EXACT = 1e-6
_POINTS = 0.02


def check_words(text: str, tables: Sequence[CheckedTable]) -> list[Finding]:
    """Return figures in the sentences that the total of an annex contradicts, or that contradict each other."""
    inside = [table.figures.table.draft.span for table in tables]
    findings: list[Finding] = []
    for table in tables:
        whole = _total(table)
        if whole is not None:
            findings += _shares(text, table, whole, inside)
            findings += _remainders(text, table, whole, inside)
            findings += _wrong_base(text, table, whole, inside)
    return [*_once(findings), *_differences(text, inside)]


def _total(table: CheckedTable) -> int | None:
    return table.additions[0].whole if table.additions else table.figures.total


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Return each contradicted figure once: two annexes may hold the same total."""
    seen: dict[Span, Finding] = {}
    for finding in findings:
        seen.setdefault(finding.places[0], finding)
    return list(seen.values())


def _outside(found: "re.Match[str]", inside: Sequence[Span]) -> bool:
    return not any(start <= found.start() < end for start, end in inside)


def _shares(text: str, table: CheckedTable, whole: int, inside: Sequence[Span]) -> Iterator[Finding]:
    """ "A hộ nghèo, chiếm R%" against the total: the count that belongs to the same rate, and the other way round."""
    for found in _SHARE.finditer(text):
        if not _outside(found, inside):
            continue
        printed, rate = parse_number(found.group("count")), parse_number(found.group("rate"))
        for count, share, base in _rated(table, whole, found.group("noun")):
            same_rate = abs(round(share.value, decimals_of(found.group("rate"))) - (rate or 0.0)) <= _EXACT
            if same_rate and printed == count.value:
                break
            if same_rate:
                yield _mismatch(found, "count", count, _count_readings(found.group("count"), count, share, base))
                break
            if printed == count.value and count.value >= 100:
                yield _mismatch(found, "rate", share, [Hypothesis("Tỷ lệ trong lời văn sai", share.text, True)])
                break


def _rated(table: CheckedTable, whole: int, noun: str) -> Iterator[tuple[Cell, Cell, Cell | None]]:
    """Yield (count, rate, households) of the total row for the subject that the sentence speaks of."""
    fields = table.figures.fields
    known = {share.rate: share for share in table.relations.shares}
    for at, field in enumerate(fields):
        share = field.cells[whole]
        if field.kind != RATE or share is None or not _speaks_of(field, noun):
            continue
        left = at - 1 if at and fields[at - 1].kind == COUNT else None
        source = known[at].count if at in known else left
        count = fields[source].cells[whole] if source is not None else None
        base = fields[known[at].base].cells[whole] if at in known else None
        if count is not None:
            yield count, share, base


def _speaks_of(field: Field, noun: str) -> bool:
    name = field.name.lower()
    return not name or ("cận nghèo" in name) == ("cận nghèo" in noun)


def _count_readings(printed: str, count: Cell, share: Cell, base: Cell | None) -> list[Hypothesis]:
    """Return both readings of two unequal counts, with the one that the households bear out."""
    fits = {"text": False, "table": False}
    if base is not None and base.value:
        exact = {"text": 100 * (parse_number(printed) or 0.0) / base.value, "table": 100 * count.value / base.value}
        fits = {side: abs(value - share.value) <= _POINTS for side, value in exact.items()}
    return [
        Hypothesis("Số trong lời văn sai, phụ lục đúng", count.text, fits["table"]),
        Hypothesis("Số trong phụ lục sai, lời văn đúng", printed, fits["text"]),
    ]


def _remainders(text: str, table: CheckedTable, whole: int, inside: Sequence[Span]) -> Iterator[Finding]:
    """ "giảm G hộ … còn X hộ" against start, G and end of the total."""
    for found in _LEFT.finditer(text):
        less, left = parse_number(found.group("less")), parse_number(found.group("left"))
        if not _outside(found, inside):
            continue
        for series in table.series:
            start, fall, end = _cells(table, whole, series)
            if start is None or end is None or fall is None or fall.value != less:
                continue
            if end.value != left:
                fits = [
                    Hypothesis(
                        "Số còn lại trong lời văn sai, phụ lục đúng", end.text, start.value - fall.value == end.value
                    )
                ]
                fits.append(
                    Hypothesis(
                        "Số cuối kỳ trong phụ lục sai, lời văn đúng",
                        found.group("left"),
                        start.value - fall.value == left,
                    )
                )
                yield _mismatch(found, "left", end, fits)
            break


def _cells(table: CheckedTable, whole: int, series: Series) -> tuple[Cell | None, Cell | None, Cell | None]:
    fields = table.figures.fields
    start, less, end = (
        fields[at].cells[whole] if at is not None else None for at in (series.start, series.less, series.end)
    )
    return start, less, end


def _wrong_base(text: str, table: CheckedTable, whole: int, inside: Sequence[Span]) -> Iterator[Finding]:
    """ "R% số hộ nghèo, tương ứng giảm G hộ" where R is G of all households, not of the poor ones."""
    for found in _OF_THE_POOR.finditer(text):
        rate, less = parse_number(found.group("rate")) or 0.0, parse_number(found.group("less"))
        for series in table.series:
            start, fall, _ = _cells(table, whole, series)
            base = table.figures.fields[series.base].cells[whole] if series.base is not None else None
            if start is None or fall is None or base is None or fall.value != less or not _outside(found, inside):
                continue
            of_poor, of_all = 100 * fall.value / start.value, 100 * fall.value / base.value
            if abs(of_all - rate) <= _POINTS < abs(of_poor - rate):
                yield _base_finding(found, of_poor, base)
                break


def _base_finding(found: "re.Match[str]", of_poor: float, base: Cell) -> Finding:
    who, rate = found.group("who"), found.group("rate")
    return Finding(
        code="rate_unit",
        severity="error",
        message=f"Lời văn ghi {found.group('words')}, nhưng giảm {found.group('less')} hộ là {rate} điểm phần trăm của "
        f"tổng số {base.text} hộ, còn so với số hộ {who} là {rate_words(of_poor, 2)}%: sai đơn vị.",
        places=[found.span("words")],
        printed=found.group("words"),
        computed=f"{rate_words(of_poor, 2)}% số hộ {who}",
        hypotheses=[
            Hypothesis("Đơn vị sai: phải là điểm phần trăm của tổng số hộ", f"{rate} điểm phần trăm", True),
            Hypothesis(f"Tỷ lệ sai: phải là phần trăm của số hộ {who}", f"{rate_words(of_poor, 2)}%", False),
        ],
    )


def _mismatch(found: "re.Match[str]", group: str, expected: Cell, hypotheses: list[Hypothesis]) -> Finding:
    printed = found.group(group)
    hint = slip_words(printed, expected.text)
    borne_out = next((one.wrong for one in hypotheses if one.restores_total), "")
    tail = f" Các số khác của bảng khớp nếu: {borne_out[0].lower()}{borne_out[1:]}." if borne_out else ""
    return Finding(
        code="text_table_mismatch",
        severity="error",
        message=f"Lời văn ghi {printed}, dòng tổng của phụ lục ghi {expected.text}{hint}; cần đối chiếu.{tail}",
        places=[found.span(group), expected.span],
        printed=printed,
        computed=expected.text,
        hypotheses=hypotheses,
    )


def _differences(text: str, inside: Sequence[Span]) -> Iterator[Finding]:
    """ "giảm C (từ A xuống còn B)" and "từ A xuống còn B, giảm C": A - B against C."""
    for rule in (_CHANGE_THEN_LEVELS, _LEVELS_THEN_CHANGE):
        for found in rule.finditer(text):
            start, less, end = (parse_number(found.group(name)) or 0.0 for name in ("start", "less", "end"))
            places = max(decimals_of(found.group(name)) for name in ("start", "less", "end"))
            coarse = min(decimals_of(found.group(name)) for name in ("start", "less", "end"))
            slack = 2 * 10.0**-places if found.group("unit") == "%" else 0.0
            slack = slack if coarse == places or found.group("unit") != "%" else max(slack, 0.5 * 10.0**-coarse)
            if start > end and abs(start - end - less) > slack + _EXACT and _outside(found, inside):
                yield _difference(found, start - end)


def _difference(found: "re.Match[str]", computed: float) -> Finding:
    start, end, less = found.group("start"), found.group("end"), found.group("less")
    unit = found.group("unit")
    return Finding(
        code="text_difference",
        severity="error",
        message=f"Lời văn ghi từ {start} xuống còn {end}, giảm {less} {unit}; tính được giảm {number_words(computed)}.",
        places=[found.span("less")],
        printed=less,
        computed=number_words(computed),
        hypotheses=[
            Hypothesis("Mức giảm sai", number_words(computed), True),
            Hypothesis("Mức đầu hoặc mức cuối sai", None, False),
        ],
    )
