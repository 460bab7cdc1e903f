"""Days of a report that are no day of the year: the 25th of each month, the 20th of a quarter's last month, Thursday.

They stay in the plan's own words; tracker/reports/due_days.py reads the day of each period from them.
"""

import re
from collections.abc import Sequence

_CUE = (
    r"(?P<cue>trước|chậm nhất|muộn nhất|vào)\s+(?:(?:là|vào|đến)\s+)*"
    r"(?P<hour>\d{1,2}\s*(?:giờ|h)\s*(?:\d{2})?(?:\s*phút)?\s*,?\s*)?"
)
_NEXT = r"(?:liền kề|liền sau|kế tiếp|tiếp theo|sau)"
_DAYS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(_CUE + rf"(?P<day>{rule})", re.IGNORECASE))
    for name, rule in (
        (
            "quarterly",
            r"(?:ngày\s+)?\d{1,2}\s+(?:của\s+)?tháng\s+(?:cuối(?:\s+cùng)?|đầu(?:\s+tiên)?)\s+(?:của\s+)?"
            rf"(?:(?:hằng|hàng|mỗi)\s+)?quý(?:\s+{_NEXT})?",
        ),
        ("monthly", rf"(?:ngày\s+)?\d{{1,2}}\s+(?:của\s+)?tháng\s+{_NEXT}"),
        (
            "weekly",
            r"(?:ngày\s+|(?:sáng|chiều)\s+)?(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])(?!\w)|chủ nhật)"
            r"(?:\s+(?:hằng|hàng|mỗi)\s+tuần)?",
        ),
        ("", r"ngày\s+\d{1,2}(?![\d/.-]*\d|\s*/|\s*tháng\s*\d|\s+(?:của\s+)?tháng)"),
    )
)
_OF_MONTH = ("monthly", "quarterly")


def other_days(clause: str, periods: Sequence[str], stated: dict[str, str] | None) -> dict[str, str] | None:
    """Return `stated` with the days that the clause gives in other words than day and month, by their rhythm.

    "Trước ngày 20 tháng cuối quý" is kept so; behind an hour the day itself counts ("trước 15 giờ thứ Năm").
    """
    days = dict(stated or {})
    for name, rule in _DAYS:
        for found in rule.finditer(clause):
            rhythm = name or next((each for each in _OF_MONTH if each in periods), "")
            if rhythm in periods:
                days.setdefault(rhythm, _words(found))
    return days or None


def _words(found: "re.Match[str]") -> str:
    day = " ".join(found.group("day").split())
    before = found.group("cue").lower() == "trước" and not found.group("hour")
    return f"trước {day}" if before else day
