"""Full days as they are written in plans: "15/6/2021", "ngày 05 tháng 4 năm 2021"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

FULL_DAY = (
    r"(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:[/.\-]|tháng|\s+tháng)\s*(?P<m>\d{1,2})\s*(?:[/.\-]|năm)\s*(?P<y>(?:19|"
    r"20)\d{2})(?!\d)"
)

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
    """Return the moment of a match of FULL_DAY."""
    return Moment(int(found.group("y")), int(found.group("m")), int(found.group("d")))


def first_full_day(text: str, start: int = 0) -> date | None:
    """Return the first complete day written in `text` from `start` on, None when there is none or it is no day."""
    found = _FULL.search(text, start)
    return moment_of(found).last_day() if found else None
