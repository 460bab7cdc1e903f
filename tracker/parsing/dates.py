"""Days as they are written in plans: "15/6/2021", "ngày 05 tháng 4 năm 2021", "tháng 9/2026", "quý IV năm 2025"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_YEAR = r"(?:\s*(?:/|-|\.|năm)\s*(?P<{y}>(?:19|20)\d{{2}}))"

FULL_DAY = (
    r"(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:[/.\-]|tháng|\s+tháng)\s*(?P<m>\d{1,2})\s*(?:[/.\-]|năm)\s*(?P<y>(?:19|"
    r"20)\d{2})(?!\d)"
)
DAY_OF_YEAR = r"(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:/|tháng|\s+tháng)\s*(?P<m>\d{1,2})(?![\d%,.]*\d)(?!\s*%)"
MONTH = (
    r"(?:tháng\s+(?P<m>\d{1,2})"
    + _YEAR.format(y="y")
    + r"?|(?<![\d/])(?P<m2>\d{1,2})\s*/\s*(?P<y2>(?:19|20)\d{2}))(?![\d/])"
)
QUARTER = r"[Qq]uý\s+(?P<q>IV|III|II|I|[1-4])(?![IVX\w])" + _YEAR.format(y="y") + r"?"
YEAR = r"năm\s+(?P<y>(?:19|20)\d{2})(?!\s*[-–/]\s*\d)"

_FULL = re.compile(FULL_DAY)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as far as it is written; `year` None means that the year is not said."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def last_day(self, year: int | None = None) -> date | None:
        """Return the last day that the words cover, None without a year or when the day is not in the calendar."""
        chosen = self.year or year
        if not chosen:
            return None
        month = self.month or 12
        if not 1 <= month <= 12:
            return None
        final = monthrange(chosen, month)[1]
        day = self.day or final
        return date(chosen, month, day) if 1 <= day <= final else None


def moment_of(found: "re.Match[str]") -> Moment:
    """Return the moment of a match of one of the patterns of this module."""
    parts = found.groupdict()
    year = parts.get("y") or parts.get("y2")
    if parts.get("q"):
        quarter = _ROMAN.get(parts["q"]) or int(parts["q"])
        return Moment(int(year) if year else None, quarter * 3)
    month = parts.get("m") or parts.get("m2")
    day = parts.get("d")
    return Moment(int(year) if year else None, int(month) if month else None, int(day) if day else None)


def first_full_day(text: str, start: int = 0) -> date | None:
    """Return the first complete day written in `text` from `start` on, None when there is none or it is no day."""
    found = _FULL.search(text, start)
    return moment_of(found).last_day() if found else None
