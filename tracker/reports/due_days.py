"""When a report falls due: the date that the plan states, else the regime table. Pure.

Fixed calendar dates do not roll to a working day (domain D, docs/decisions.md) unless their regime says so: a reminder
goes out on the working day before instead. Durations that end on a day off end on the next working day.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.catalogue.calendar import WorkingCalendar
from tracker.reports.periods import ONCE_KEY, Period, PlanTime
from tracker.reports.regime_rules import RegimeTerms, after, clipped
from tracker.reports.rules import DueOrigin, PeriodKind, Step

OPEN_DAYS = 30
AFTER_PERIOD = timedelta(days=92)  # a stated day lies at most about a quarter after the end of its period
EVERY_WEEK = WorkingCalendar()  # Monday to Friday, for those who ask without a calendar
NATIONAL_DAY = 25  # NĐ 09/2019/NĐ-CP art. 12–13: the 25th of the last month of the period


@dataclass(frozen=True, slots=True)
class DueDay:
    """The days of one row: whose days' figures, from when it may be handed in, until when it is in time, and by whom.

    `regime_id` is the regime whose window and day they are, None where no regime speaks of the period.
    """

    due_on: date
    origin: DueOrigin
    opens_on: date
    grace_until: date
    window_start: date
    cut_off_on: date
    regime_id: int | None


def once_day(stated: Mapping[str, Any] | None, time: PlanTime) -> date | None:
    """Return the stated day of a report that is due once, None when the plan states none."""
    return stated_day(Period(PeriodKind.ONCE, ONCE_KEY, time.start, time.end), stated or {})


def due_day(
    period: Period,
    *,
    stated: Mapping[str, Any] | None,
    regimes: Sequence[RegimeTerms],
    step: Step,
    time: PlanTime,
    calendar: WorkingCalendar = EVERY_WEEK,
) -> DueDay:
    """Return the days of the report of `period` for an agency that stands on `step`; `regimes` by precedence.

    A date stated by the plan wins; else the first regime that has one; else the 25th of the last month for quarters and
    months (NĐ 09/2019 art. 12–13); else the last day of the period. A default that lies on or before the day on which
    the plan was issued cannot be kept by anybody and gives way to the last day of the period (docs/decisions.md).
    Handing in opens 30 days before, but never before the figures begin. Only a regime's own day has its grace.
    """
    regime, by_regime = _by_regime(period, regimes, step, calendar)
    day, origin = stated_day(period, stated or {}, calendar), DueOrigin.STATED
    if day is None:
        day, origin = by_regime or _national_day(period), DueOrigin.REGIME
        if day <= time.issued_on:
            day = period.end
    has_grace = regime is not None and origin is DueOrigin.REGIME and day == by_regime
    start, cut_off = regime.window_of(period) if regime else (period.start, period.end)
    return DueDay(
        due_on=day,
        origin=origin,
        opens_on=max(day - timedelta(days=OPEN_DAYS), min(start, day)),
        grace_until=regime.grace_until(day, calendar) if regime and has_grace else day,
        window_start=start,
        cut_off_on=cut_off,
        regime_id=regime.id if regime else None,
    )


def _by_regime(
    period: Period, regimes: Sequence[RegimeTerms], step: Step, calendar: WorkingCalendar
) -> tuple[RegimeTerms | None, date | None]:
    """The first regime that gives a day, with the day; else the first that has a window for such periods."""
    for regime in regimes:
        day = regime.due_on(period, step, calendar)
        if day is not None:
            return regime, day
    return next((r for r in regimes if any(w.kind is period.kind for w in r.windows)), None), None


def _national_day(period: Period) -> date:
    is_inside = period.kind in (PeriodKind.QUARTERLY, PeriodKind.MONTHLY)
    return period.end.replace(day=NATIONAL_DAY) if is_inside else period.end


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


_DURATION = re.compile(
    r"(?P<n>\d{1,3})\s*ngày(?P<working>\s+làm việc)?,?\s*(?:kể từ|tính từ|sau)\s*(?:khi|ngày|thời điểm)?\s*"
    r"(?:kết thúc|hết)\s+(?:mỗi\s+|từng\s+)?(?:kỳ|quý|tháng|năm|tuần|đợt|6 tháng|06 tháng)"
)
EVERY = "every"  # the key of words that hold for each period of a duty


def stated_day(period: Period, stated: Mapping[str, Any], calendar: WorkingCalendar = EVERY_WEEK) -> date | None:
    """Return the day that the plan's own words give for `period`, None when they give none.

    `stated` maps a period code to words such as "15/6", "trước 20/11", "20/01 năm sau", "15/6 và 15/12",
    "ngày 05 hằng tháng" or "15 ngày làm việc kể từ ngày kết thúc quý". "Trước ngày D" is due on D - 1. A day that would
    come in the first half of its period belongs to the time after it: "20/01" of a yearly report is in January of the
    next year.
    """
    words = stated.get(period.kind.value)
    if period.is_second_half:
        words = " ".join(str(stated[code]) for code in ("semiannual", "annual") if stated.get(code)) or None
    if words is None and period.kind in (PeriodKind.SEMIANNUAL, PeriodKind.ANNUAL):
        words = stated.get("periodic")
    words = words or stated.get(EVERY)
    if words is None:
        return None
    text = " ".join(str(words).lower().split())
    if duration := _DURATION.search(text):
        return after(period.end, int(duration["n"]), is_working=bool(duration["working"]), calendar=calendar)
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
    read = {code: _with_cues(str(words), days, before_days) for code, words in (stated or {}).items() if words}
    duration = _DURATION.search(clause)
    return {EVERY: duration[0]} if duration and not read else read


def rests_on_calendar(stated: Mapping[str, str]) -> bool:
    """Tell whether the stated words count days from the end of a period, so that the working calendar moves them."""
    return any(_DURATION.search(words.lower()) for words in stated.values())


def _with_cues(words: str, days: Mapping[tuple[int, int], tuple[bool, str | None]], before_days: Set[int]) -> str:
    if "trước" in words.lower() or _DURATION.search(words.lower()):
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
        candidates.append(clipped(int(found["y"]), int(found["m"]), int(found["d"])))
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
    return [clipped(each, month, day) - earlier for each in years]


def _on_day_of_month(period: Period, text: str) -> date | None:
    found = _DAY_OF_MONTH.search(text)
    if period.kind not in (PeriodKind.MONTHLY, PeriodKind.QUARTERLY) or not found or not 1 <= int(found["d"]) <= 31:
        return None
    follows = "sau" in found["rest"] or "liền kề" in found["rest"] or "tiếp" in found["rest"]
    inside = not follows and (int(found["d"]) > 15 or "cuối" in found["rest"])
    first = period.end if inside else period.end + timedelta(days=1)
    return clipped(first.year, first.month, int(found["d"])) - timedelta(days=1 if found["before"] else 0)


def _on_weekday(period: Period, text: str) -> date | None:
    found = _WEEKDAY.search(text)
    if not found:
        return None
    days = 6 if found[2] else _WEEKDAYS[found[1]]
    return period.start + timedelta(days=days - (1 if "trước thứ" in text else 0))
