"""Generate tracker/catalogue/data/working_calendar.csv from the PyPI package holidays (MIT).

Run it by hand in a throw-away environment; the product itself never imports the package:

    python3 -m venv /tmp/days && /tmp/days/bin/pip install holidays==0.109
    /tmp/days/bin/python tools/catalogue/make_calendar.py tracker/catalogue/data/working_calendar.csv

Only exceptions to the week of Monday to Friday are written: working days that are off, Saturdays that are worked.
"""

import csv
import sys
from datetime import date, timedelta

import holidays

FIRST, LAST = 2016, 2035
LAST_OFFICIAL = 2026
"""Later years are a forecast: the split of Tết and of 2/9 is decided each year (Labour Code 2019, art. 112)."""
CORRECTIONS = {
    date(2026, 1, 2): ("off", "Nghỉ hoán đổi Tết Dương lịch"),
    date(2026, 1, 10): ("work", "Làm bù ngày 02/01/2026"),
}
"""Announced in December 2025 and missing from the package."""
CULTURE_DAY = (11, 24)
"""Ngày Văn hóa Việt Nam, hard-coded in the package from 2026: the year of its first use was not confirmed."""


def status_of(day: date) -> str:
    """Return "official" for years already decided, "forecast" for later ones and for the unconfirmed 24/11."""
    return "forecast" if day.year > LAST_OFFICIAL or (day.month, day.day) == CULTURE_DAY else "official"


def exceptions() -> list[tuple[str, str, str, str]]:
    """Return the rows of all years, in order of the days."""
    calendar = holidays.country_holidays("VN", years=range(FIRST, LAST + 1), language="vi")
    rows = []
    day = date(FIRST, 1, 1)
    while day.year <= LAST:
        weekday, working = day.weekday() < 5, calendar.is_working_day(day)
        kind, name = CORRECTIONS.get(day, ("off" if not working else "work", calendar.get(day, "Làm bù")))
        if day in CORRECTIONS or weekday != working:
            rows.append((day.isoformat(), kind, name, status_of(day)))
        day += timedelta(days=1)
    return rows


def main(target: str) -> None:
    """Write the table to `target`."""
    with open(target, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("day", "kind", "name", "status"))
        writer.writerows(exceptions())


if __name__ == "__main__":
    main(sys.argv[1])
