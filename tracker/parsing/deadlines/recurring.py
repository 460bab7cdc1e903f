"""Days that come back: "trước ngày 15 hằng tháng", "quý IV hằng năm", "trước ngày 31/01 năm liền kề", "hằng quý"."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from tracker.parsing.dates import Moment
from tracker.parsing.deadlines.cues import Cue, Rhythm
from tracker.parsing.deadlines.mention import Mention, Weight, recurring
from tracker.parsing.deadlines.moments import Said, Unit
from tracker.parsing.deadlines.traps import names_something
from tracker.parsing.draft import DraftDeadline

Rule = dict[str, Any]
_LEAP_YEAR = 2024
_LAST = 31
_YEAR_RHYTHMS = {Rhythm.YEARLY: 0, Rhythm.NEXT_YEAR: 1, Rhythm.LAST_YEAR: -1}
_MONTH_RULES: dict[Rhythm, Rule] = {
    Rhythm.MONTHLY: {"freq": "monthly"},
    Rhythm.NEXT_MONTH: {"freq": "monthly", "month_offset": 1},
    Rhythm.QUARTERLY: {"freq": "quarterly"},
    Rhythm.NEXT_QUARTER: {"freq": "quarterly", "month_offset": 1},
    Rhythm.FIRST_OF_QUARTER: {"freq": "quarterly", "month": 1},
}
_EACH = r"(?:hằng|hàng|mỗi|từng)"
_DAILY = re.compile(
    r"(?:(?P<times>\d{1,2})\s*lần\s*/\s*ngày(?:\s*\([^)]{0,60}\))?"
    rf"|(?:trước\s+)?\d{{1,2}}\s*(?:giờ|h)\s*(?:\d{{2}})?\s*(?:phút)?\s*['’]?\s*{_EACH}\s+ngày)",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?:định kỳ\s+(?:{_EACH}\s+|theo\s+)?|{_EACH}\s+)(?P<unit>tuần|tháng|quý|năm)"
    r"(?!\s*(?:\d|[IVX]+\b|liền|trước|sau|học))",
    re.IGNORECASE,
)
_IN_CELL = re.compile(
    rf"(?:định kỳ\s+)?(?:(?:{_EACH}|theo)\s+(?P<unit>ngày|tuần|tháng|quý|năm)|(?P<half>(?:0?6|sáu)\s+tháng)"
    r"|(?P<count>\d{1,2})\s*lần\s*/\s*(?P<per>ngày|tuần|tháng|quý|năm)"
    r"|(?P<every>\d{1,2})\s*tháng\s*(?:/|một|1|01)\s*lần)(?!\s*\d)",
    re.IGNORECASE,
)
_REPORTS = re.compile(r"báo cáo|tổng hợp số liệu", re.IGNORECASE)
_WHOLE_UNITS: dict[str, Rule] = {
    "ngày": {"freq": "daily"},
    "tuần": {"freq": "weekly", "weekday": 5},
    "tháng": {"freq": "monthly", "day": _LAST},
    "quý": {"freq": "quarterly", "day": _LAST},
    "nửa": {"freq": "semiannual"},
    "năm": {"freq": "yearly", "month": 12, "day": _LAST},
}
_OF_YEAR = {1: "năm", 2: "nửa", 4: "quý", 12: "tháng"}


def rule_of(said: Said, rhythm: Rhythm, cue: Cue | None) -> Rule | None:
    """Return the rule of a moment that comes back, None when the two do not fit or no calendar has the day.

    "Trước" ends the day before. Day 31 is the last day of any month; weekday 1 is Monday. `year_offset` 1 is the year
    after the one that it is about, `month_offset` 1 the month after.
    """
    stops = bool(cue and cue.stops_before)
    day = said.moment.day or 0
    if said.unit is Unit.WEEKDAY:
        weekday = (day - 2) % 7 + 1 if stops else day
        return {"freq": "weekly", "weekday": weekday} if rhythm is Rhythm.WEEKLY else None
    if said.unit is Unit.DAY_OF_MONTH:
        last = day - 1 if stops else day
        if rhythm not in _MONTH_RULES or not 1 <= day <= _LAST:
            return None
        return _month_rule(rhythm, last)
    if rhythm not in _YEAR_RHYTHMS or said.unit in (Unit.YEAR, Unit.YEARS):
        return None
    return _yearly(said, stops, _YEAR_RHYTHMS[rhythm])


def _month_rule(rhythm: Rhythm, last: int) -> Rule:
    rule = dict(_MONTH_RULES[rhythm])
    if last >= 1:
        return {**rule, "day": last}
    before_the_first = {Rhythm.QUARTERLY: {"month": 2}, Rhythm.FIRST_OF_QUARTER: {"month": 12}}.get(rhythm, {})
    return {"freq": rule["freq"], **before_the_first, "day": _LAST}


def _yearly(said: Said, stops: bool, offset: int) -> Rule | None:
    leap = Moment(_LEAP_YEAR, said.moment.month, said.moment.day).last_day()
    if leap is None:
        return None
    last = said.day_before(_LEAP_YEAR) if stops else leap
    if last is None or last.year != _LEAP_YEAR:
        last, offset = date(_LEAP_YEAR, 12, _LAST), offset - 1 if offset else 0
    day = 28 if (last.month, last.day) == (2, 29) else last.day
    return {"freq": "yearly", "month": last.month, "day": day, **({"year_offset": offset} if offset else {})}


def daily(text: str) -> Iterator[Mention]:
    """Return the hours of each day: a routine ("trước 19h00’ hằng ngày", "02 lần/ngày")."""
    for found in _DAILY.finditer(text):
        times = found.group("times")
        yield recurring(found.start(), found.end(), freq="daily", **({"times": int(times)} if times else {}))


def bare_rhythms(text: str) -> Iterator[Mention]:
    """Return rhythms without a day: "hằng quý" recurs with the end of each quarter, "định kỳ hằng tháng" of each month.

    "Hằng năm", "hằng tháng" alone are habits unless "định kỳ" stands before them. A report follows its own rows.
    """
    if _REPORTS.search(text):
        return
    for found in _BARE.finditer(text):
        unit = found.group("unit").lower()
        if (unit == "quý" or found.group().lower().startswith("định")) and not names_something(text, found.start()):
            deadline = DraftDeadline("", "recurring", recurs=dict(_WHOLE_UNITS[unit]))
            yield Mention(found.start(), found.end(), deadline, Weight.LOOSE)


def cell_rhythm(cell: str) -> Mention | None:
    """Return the rhythm of a cell that names one without a day: "Hằng năm", "Định kỳ 6 tháng", "02 lần/năm"."""
    found = _IN_CELL.search(cell)
    if found is None:
        return None
    rule = _cell_rule(found)
    return recurring(found.start(), found.end(), **rule) if rule else None


def _cell_rule(found: "re.Match[str]") -> Rule | None:
    if found.group("unit"):
        return dict(_WHOLE_UNITS[found.group("unit").lower()])
    if found.group("half"):
        return dict(_WHOLE_UNITS["nửa"])
    if found.group("every"):
        months = int(found.group("every"))
        unit = _OF_YEAR.get(12 // months) if months and 12 % months == 0 else None
        return dict(_WHOLE_UNITS[unit]) if unit else None
    count, per = int(found.group("count")), found.group("per").lower()
    if per == "ngày":
        return {"freq": "daily", "times": count}
    unit = per if count == 1 else _OF_YEAR.get(count) if per == "năm" else None
    return dict(_WHOLE_UNITS[unit]) if unit else None
