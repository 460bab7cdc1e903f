"""How many places lie in which band of a rate, as the text says it, against the rows of the annex."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.parsing.arithmetic.fields import Field
from tracker.parsing.checks import CheckedTable
from tracker.parsing.draft import Finding, Hypothesis, Span
from tracker.parsing.numbers import parse_number

_N = r"\d{1,2}(?:,\d+)?"
_BAND = re.compile(
    r"tỷ lệ hộ (?P<who>nghèo|cận nghèo)(?: (?:đa chiều|cao|thấp|ở mức|đạt|chiếm))*\s+(?:"
    rf"(?P<open>từ trên|trên|từ)?\s*(?P<low>{_N})\s*%?\s*(?:đến|-|–)\s*(?P<below>dưới\s+)?(?P<high>{_N})\s*%"
    rf"|(?P<least_open>từ\s+|trên\s+)(?P<least>{_N})\s*%(?P<up>\s*trở lên)?"
    rf"|(?P<most_open>từ\s+|dưới\s+|không quá\s+)?(?P<most>{_N})\s*%(?P<down>\s*trở xuống)?)"
    r"(?:\s*(?:có|là|gồm|:|\(|,))+\s*(?P<count>\d{1,4}(?!\s*%)|không có|không)\b",
    re.IGNORECASE,
)
_APART = 600
_FEWEST_BANDS = 2


@dataclass(frozen=True, slots=True)
class _Band:
    """From `low` to `high` per cent, with or without its ends, and how many places the text puts there."""

    words: str
    low: float
    high: float
    with_low: bool
    with_high: bool
    count: int
    span: Span

    def holds(self, rate: float) -> bool:
        """Tell whether a rate lies in the band."""
        above = rate >= self.low if self.with_low else rate > self.low
        return above and (rate <= self.high if self.with_high else rate < self.high)


def check_bands(text: str, tables: Sequence[CheckedTable]) -> list[Finding]:
    """Return counts by band that the rates of no column of the annex give."""
    inside = [table.figures.table.draft.span for table in tables]
    found = [band for band in _BAND.finditer(text) if not any(start <= band.start() < end for start, end in inside)]
    findings = []
    for group in _groups(found):
        bands = [band for one in group if (band := _band(one)) is not None]
        subject = "near_poor" if "cận" in group[0].group("who") else "poor"
        finding = _compared(bands, subject, tables) if len(bands) >= _FEWEST_BANDS else None
        if finding is not None:
            findings.append(finding)
    return findings


def _groups(found: Sequence["re.Match[str]"]) -> Iterator[list["re.Match[str]"]]:
    """Yield bands of one subject that stand near each other."""
    group: list[re.Match[str]] = []
    for one in found:
        if group and (one.start() - group[-1].end() > _APART or one.group("who") != group[-1].group("who")):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _band(found: "re.Match[str]") -> _Band | None:
    count = 0 if found.group("count").lower().startswith("không") else int(found.group("count"))
    words = " ".join(found.group().split())
    span = found.span("count")
    if found.group("low"):
        low, high = _number(found.group("low")), _number(found.group("high"))
        opened = "trên" in (found.group("open") or "").lower()
        return _Band(words, low, high, not opened, not found.group("below"), count, span) if low < high else None
    if found.group("least") and not (found.group("least_open").strip().lower() == "từ" and not found.group("up")):
        with_low = found.group("least_open").strip().lower() == "từ"
        return _Band(words, _number(found.group("least")), 100.0, with_low, True, count, span)
    if found.group("least") is None and (found.group("down") or found.group("most_open")):
        under = (found.group("most_open") or "").strip().lower() == "dưới"
        return _Band(words, 0.0, _number(found.group("most")), True, not under, count, span)
    return None


def _number(words: str) -> float:
    return parse_number(words) or 0.0


def _compared(bands: Sequence[_Band], subject: str, tables: Sequence[CheckedTable]) -> Finding | None:
    told = [band.count for band in bands]
    wrong: tuple[CheckedTable, Field, list[int]] | None = None
    for table in tables:
        rows = table.additions[0].parts if table.additions else range(len(table.figures.records))
        for field in _rate_fields(table, subject):
            rates = [cell.value for row in rows if (cell := field.cells[row]) is not None]
            counted = [sum(band.holds(rate) for rate in rates) for band in bands]
            if counted == told:
                return None
            if wrong is None and sum(told) == len(rates):
                wrong = (table, field, counted)
    return _finding(bands, *wrong) if wrong else None


def _rate_fields(table: CheckedTable, subject: str) -> Iterator[Field]:
    for series in table.series:
        if series.subject == subject:
            places = (series.start_rate, series.end_rate)
            yield from (table.figures.fields[at] for at in places if at is not None)


def _finding(bands: Sequence[_Band], table: CheckedTable, field: Field, counted: Sequence[int]) -> Finding:
    told, computed = " / ".join(str(band.count) for band in bands), " / ".join(str(count) for count in counted)
    wrong = [
        f"“{band.words}”: bảng cho {count}" for band, count in zip(bands, counted, strict=True) if band.count != count
    ]
    return Finding(
        code="band_mismatch",
        severity="error",
        message=f"Lời văn chia các đơn vị theo tỷ lệ thành {told}, cột “{table.figures.short_name(field)}” của phụ lục "
        f"cho {computed}. {'; '.join(wrong)}.",
        places=[band.span for band in bands],
        printed=told,
        computed=computed,
        hypotheses=[
            Hypothesis(
                "Số đơn vị trong lời văn sai, phụ lục đúng", computed, sum(counted) == sum(b.count for b in bands)
            ),
            Hypothesis("Tỷ lệ của một số đơn vị trong phụ lục sai, lời văn đúng", told, False),
        ],
    )
