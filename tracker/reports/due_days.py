"""When a report falls due: the date that the plan states, else the regime table. Pure.

Fixed calendar dates do not roll to a working day (domain D, docs/decisions.md): a reminder goes out on the working day
before instead.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.reports.periods import ONCE_KEY, Period, PlanTime
from tracker.reports.rules import DueOrigin, PeriodKind, Step

TWO_TIERS_FROM = date(2025, 7, 1)  # districts end: communes report where districts did (NQ 203/2025/QH15, domain A3)
OPEN_DAYS = 30
AFTER_PERIOD = timedelta(days=92)  # a stated day lies at most about a quarter after the end of its period
NATIONAL_DAY = 25  # NĐ 09/2019/NĐ-CP art. 12–13: the 25th of the last month of the period


@dataclass(frozen=True, slots=True)
class RegimeDay:
    """One cell of the regime table. `month` is that of the period's year; for quarters and months it counts inside
    the period (3 = last month of a quarter)."""

    step: Step
    kind: PeriodKind
    month: int
    day: int
    next_year: bool = False


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last day of a report, where it comes from, and the day from which it may be handed in."""

    due_on: date
    origin: DueOrigin
    opens_on: date


def once_day(stated: Mapping[str, Any] | None, time: PlanTime) -> date | None:
    """Return the stated day of a report that is due once, None when the plan states none."""
    return stated_day(Period(PeriodKind.ONCE, ONCE_KEY, time.start, time.end), stated or {})


def due_day(
    period: Period, *, stated: Mapping[str, Any] | None, regime: Sequence[RegimeDay], step: Step, time: PlanTime
) -> DueDay:
    """Return when the report of `period` is due from an agency that stands on `step`.

    A date stated by the plan wins; else the regime; else the 25th of the last month for quarters and months
    (NĐ 09/2019 art. 12–13); else the last day of the period. A default that lies on or before the day on which the plan
    was issued cannot be kept by anybody and gives way to the last day of the period (docs/decisions.md).
    Handing in opens 30 days before, but never before the period begins.
    """
    day, origin = stated_day(period, stated or {}), DueOrigin.STATED
    if day is None:
        day, origin = _by_regime(period, regime, step), DueOrigin.REGIME
        if day <= time.issued_on:
            day = period.end
    return DueDay(day, origin, max(day - timedelta(days=OPEN_DAYS), min(period.start, day)))


def _by_regime(period: Period, regime: Sequence[RegimeDay], step: Step) -> date:
    day = _regime_day(period, regime, step)
    if step is Step.COMMUNE and (day or period.end) >= TWO_TIERS_FROM:
        day = _regime_day(period, regime, Step.DEPARTMENT)
    if day:
        return day
    if period.kind in (PeriodKind.QUARTERLY, PeriodKind.MONTHLY):
        return period.end.replace(day=NATIONAL_DAY)
    return period.end


def _regime_day(period: Period, regime: Sequence[RegimeDay], step: Step) -> date | None:
    kind = PeriodKind.ANNUAL if period.is_second_half else period.kind
    cell = next((cell for cell in regime if cell.step is step and cell.kind is kind), None)
    if cell is None:
        return None
    month = cell.month
    if kind in (PeriodKind.QUARTERLY, PeriodKind.MONTHLY):
        month = min(period.start.month + cell.month - 1, 12)
    return _clipped(period.start.year + cell.next_year, month, cell.day)


_PAIR = re.compile(
    r"(?P<before>trước\s+(?:(?:là|vào)\s+)?(?:ngày\s+)?)?(?P<d>\d{1,2})\s*(?:[/.-]|\s+tháng\s+)\s*(?P<m>\d{1,2})"
    r"(?:\s*(?:[/.-]|\s+năm)\s*(?P<y>(?:19|20)\d{2}))?(?P<next>\s*(?:của\s+)?năm\s+(?:sau|tiếp theo|kế tiếp|liền kề))?"
)
_GOES_ON = re.compile(r"\s*(?:và|,|;)?\s*(?:ngày\s+)?")  # "trước 15/6 và 15/12": the word holds for both
_BEFORE_DAY = re.compile(r"trước\s+(?:(?:là|vào)\s+)?(?:ngày\s+)?(\d{1,2})\s*(?:hằng|hàng|mỗi|của)\s+tháng")
_ISO = re.compile(r"(?P<y>(?:19|20)\d{2})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")
_DAY_OF_MONTH = re.compile(
    r"(?P<before>trước\s+(?:ngày\s+)?)?(?:ngày\s+)?(?<![\d/])(?P<d>\d{1,2})(?![\d/])(?P<rest>.*)"
)
_WEEKDAY = re.compile(r"thứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])|(chủ nhật)")
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, **{str(n): n - 2 for n in range(2, 8)}}


def stated_day(period: Period, stated: Mapping[str, Any]) -> date | None:
    """Return the day that the plan's own words give for `period`, None when they give none.

    `stated` maps a period code to words such as "15/6", "trước 20/11", "20/01 năm sau", "15/6 và 15/12" or
    "ngày 05 hằng tháng". "Trước ngày D" is due on D - 1. A day that would come in the first half of its period belongs
    to the time after it: "20/01" of a yearly report is in January of the next year.
    """
    words = stated.get(period.kind.value)
    if period.is_second_half:
        words = " ".join(str(stated[code]) for code in ("semiannual", "annual") if stated.get(code)) or None
    if words is None and period.kind in (PeriodKind.SEMIANNUAL, PeriodKind.ANNUAL):
        words = stated.get("periodic")
    if words is None:
        return None
    text = " ".join(str(words).lower().split())
    if period.kind is PeriodKind.WEEKLY:
        return _on_weekday(period, text)
    return _on_day_of_year(period, text) or _on_day_of_month(period, text)


def in_context(stated: Mapping[str, Any] | None, text: str) -> dict[str, str]:
    """Return the stated days with the words of their clause that count: "trước" before them, "năm sau" behind them.

    Reading a plan keeps only "15/6"; whether it says "trước ngày 15/6" stands in `text`, the words of the duty.
    """
    clause = " ".join(text.lower().split())
    days = {(int(found["d"]), int(found["m"])): (before, found["next"]) for found, before in _pairs(clause)}
    before_days = {int(found[1]) for found in _BEFORE_DAY.finditer(clause)}
    return {code: _with_cues(str(words), days, before_days) for code, words in (stated or {}).items() if words}


def _with_cues(words: str, days: Mapping[tuple[int, int], tuple[bool, str | None]], before_days: Set[int]) -> str:
    if "trước" in words.lower():
        return words
    if words.strip().isdecimal():
        return f"trước ngày {words}" if int(words) in before_days else words
    found = _PAIR.search(words.lower())
    before, follows = days.get((int(found["d"]), int(found["m"])), (False, None)) if found else (False, None)
    return f"{'trước ngày ' if before else ''}{words}{follows or ''}"


def _pairs(text: str) -> Iterator[tuple["re.Match[str]", bool]]:
    """Give each day of the year in the text, and whether "trước" holds for it."""
    before, ended = False, 0
    for found in _PAIR.finditer(text):
        before = bool(found["before"]) or (before and bool(_GOES_ON.fullmatch(text[ended : found.start()])))
        ended = found.end()
        yield found, before


def _on_day_of_year(period: Period, text: str) -> date | None:
    candidates: list[date] = []
    for found in _ISO.finditer(text):
        candidates.append(_clipped(int(found["y"]), int(found["m"]), int(found["d"])))
    if not candidates:
        for found, before in _pairs(text):
            candidates += _readings(period, found, before)
    middle = period.start + (period.end - period.start) / 2
    fitting = [day for day in candidates if middle <= day <= period.end + AFTER_PERIOD]
    if fitting:
        return min(fitting)
    if period.kind is PeriodKind.ONCE:
        return max(candidates, default=None)
    return min((day for day in candidates if period.start <= day <= period.end + AFTER_PERIOD), default=None)


def _readings(period: Period, found: "re.Match[str]", before: bool) -> list[date]:
    month, day = int(found["m"]), int(found["d"])
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return []
    year = period.end.year
    years = [int(found["y"])] if found["y"] else [year + 1] if found["next"] else [year, year + 1]
    earlier = timedelta(days=1 if before else 0)
    return [_clipped(each, month, day) - earlier for each in years]


def _on_day_of_month(period: Period, text: str) -> date | None:
    found = _DAY_OF_MONTH.search(text)
    if period.kind not in (PeriodKind.MONTHLY, PeriodKind.QUARTERLY) or not found or not 1 <= int(found["d"]) <= 31:
        return None
    follows = "sau" in found["rest"] or "liền kề" in found["rest"] or "tiếp" in found["rest"]
    inside = not follows and (int(found["d"]) > 15 or "cuối" in found["rest"])
    first = period.end if inside else period.end + timedelta(days=1)
    return _clipped(first.year, first.month, int(found["d"])) - timedelta(days=1 if found["before"] else 0)


def _on_weekday(period: Period, text: str) -> date | None:
    found = _WEEKDAY.search(text)
    if not found:
        return None
    days = 6 if found[2] else _WEEKDAYS[found[1]]
    return period.start + timedelta(days=days - (1 if "trước thứ" in text else 0))


def _clipped(year: int, month: int, day: int) -> date:
    """Return the day, or the last of its month: 31 stands for the end of every month."""
    return date(year, month, min(day, monthrange(year, month)[1]))
