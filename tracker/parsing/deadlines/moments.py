"""The points in time that a text names, as it writes them: "15/6/2026", "ngày 05", "quý IV/2025", "thứ Sáu"."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.parsing.dates import Moment

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_WEEKDAYS = {"hai": 1, "ba": 2, "tư": 3, "năm": 4, "sáu": 5, "bảy": 6, **{str(n): n - 1 for n in range(2, 8)}}
_SUNDAY = 7
_Y = r"(?:19|20)\d{2}"
_OF_YEAR = rf"(?:\s*(?:/|-|\.|,?\s*(?:của\s+)?năm)\s*(?P<ly>{_Y}))"
_Q = r"(?:IV|III|II|I|[1-4])"

_MOMENT = re.compile(
    r"(?:ngày\s+)?(?<![\d/.,])(?P<fd>\d{1,2})\s*(?:[/.\-]|tháng)\s*(?P<fm>\d{1,2})\s*(?:[/.\-]|,?\s*năm)\s*"
    rf"(?P<fy>{_Y})(?![\d/])"
    r"|ngày\s+(?P<sd>\d{1,2})\s*(?:/|tháng)\s*(?P<sm>\d{1,2})(?![\d/]|\s*%)"
    r"|(?<![\d/.,])(?P<bd>\d{1,2})/(?P<bm>0?[1-9]|1[0-2])(?![\d/]|[,.]\d|\s*%)"
    r"|ngày\s+(?P<dd>\d{1,2})(?![\d/.]\d|\d|\s*/|\s*tháng\s*\d)"
    r"|(?<![\d/.,])(?P<de>\d{1,2})(?=\s+(?:hằng|hàng)\s+tháng)"
    r"|(?P<half>(?<!\d)(?:0?6|sáu)\s+tháng\s+(?P<side>đầu|cuối)\s+năm)(?:\s+(?P<hy>" + _Y + r"))?"
    r"|tháng\s+(?:\d{1,2}\s*(?:,|và|-|–)\s*){0,5}(?P<lm>\d{1,2})" + _OF_YEAR + r"(?![\d/])"
    r"|tháng\s+(?P<mm>\d{1,2})(?![\d/])"
    rf"|(?<![\d/])(?P<nm>\d{{1,2}})\s*/\s*(?P<ny>{_Y})(?![\d/])"
    rf"|quý\s+(?:{_Q}\s*(?:,|và|-|–)\s*){{0,3}}(?P<q>{_Q})(?!\w)(?:\s*(?:/|-|\.|,?\s*(?:của\s+)?năm|,)?\s*(?P<qy>{_Y}))?"
    rf"|(?:năm\s+|giai đoạn\s+|các năm\s+)?(?<!\d)(?P<y0>{_Y})\s*(?:-|–|đến(?:\s+năm)?|;|,|và)\s*(?:năm\s+)?"
    rf"(?P<y1>{_Y})(?![\d/])"
    rf"|năm\s+(?P<y>{_Y})(?![\d/])"
    r"|(?:ngày\s+|sáng\s+|chiều\s+)?thứ\s+(?P<wd>hai|ba|tư|năm|sáu|bảy|[2-7])(?!\w)|(?:ngày\s+)?(?P<sun>chủ nhật)",
    re.IGNORECASE,
)


class Unit(StrEnum):
    """How much time a moment covers, or how it is counted."""

    DAY = "day"
    DAY_OF_MONTH = "day_of_month"
    WEEKDAY = "weekday"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Said:
    """A moment with its place in the text; of a weekday `moment.day` is 1 (Monday) … 7.

    `bare` is a day written "15/6" without the word "ngày", which may as well be a share of something.
    """

    start: int
    end: int
    unit: Unit
    moment: Moment
    bare: bool = False

    def last_day(self, year: int | None = None) -> date | None:
        """Return its last day, in `year` when none is written; None without a year or for a day of no calendar."""
        return self.moment.last_day(year)

    def day_before(self, year: int | None = None) -> date | None:
        """Return the last day before it begins ("trước tháng 6/2026" is due on 31/5), None as for last_day."""
        last = self.last_day(year)
        if last is None:
            return None
        months = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6, Unit.YEAR: 12, Unit.YEARS: 12}.get(self.unit)
        first = last if months is None else last.replace(day=1, month=last.month - months + 1)
        return date.fromordinal(first.toordinal() - 1)


def moments_of(text: str) -> list[Said]:
    """Return the moments that the text names, in their order, none inside another."""
    return [_said(found) for found in _MOMENT.finditer(text)]


def _said(found: "re.Match[str]") -> Said:
    parts = {name: value for name, value in found.groupdict().items() if value is not None}
    for names, unit in _DAYS:
        if names[0] in parts:
            day, month, year = (int(parts[name]) if name in parts else None for name in names)
            return Said(found.start(), found.end(), unit, Moment(year, month, day), bare=names[0] == "bd")
    return Said(found.start(), found.end(), *_longer(parts))


_DAYS = (
    (("fd", "fm", "fy"), Unit.DAY),
    (("sd", "sm", ""), Unit.DAY),
    (("bd", "bm", ""), Unit.DAY),
    (("dd", "", ""), Unit.DAY_OF_MONTH),
    (("de", "", ""), Unit.DAY_OF_MONTH),
)


def _longer(parts: dict[str, str]) -> tuple[Unit, Moment]:
    year = next((int(parts[name]) for name in ("hy", "ly", "ny", "qy", "y1", "y") if name in parts), None)
    if "half" in parts:
        return Unit.HALF, Moment(year, 6 if parts["side"].lower() == "đầu" else 12)
    if "q" in parts:
        return Unit.QUARTER, Moment(year, 3 * (_ROMAN.get(parts["q"].upper()) or int(parts["q"])))
    for name in ("lm", "mm", "nm"):
        if name in parts:
            return Unit.MONTH, Moment(year, int(parts[name]))
    if "y1" in parts or "y" in parts:
        return Unit.YEARS if "y1" in parts else Unit.YEAR, Moment(year)
    weekday = _SUNDAY if "sun" in parts else _WEEKDAYS[parts["wd"].lower()]
    return Unit.WEEKDAY, Moment(None, None, weekday)
