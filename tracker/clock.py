"""The only source of time. Days are those of Việt Nam; moments are UTC."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def _zone_of_vietnam() -> tzinfo:
    """Return the zone, also on a machine that knows no zones: seven hours ahead of UTC all year, since 1975."""
    try:
        return ZoneInfo("Asia/Ho_Chi_Minh")
    except ZoneInfoNotFoundError:
        return timezone(timedelta(hours=7), "+07")


VIETNAM = _zone_of_vietnam()

_fixed_day: date | None = None
_fixed_moment: datetime | None = None


def fix_day(day: date | None) -> None:
    """Make `today()` answer `day` (TRACKER_TODAY, --on), or real days again with None. Moments stay real."""
    global _fixed_day
    _fixed_day = day


def fix_moment(moment: datetime | None) -> None:
    """Make `now()` answer `moment`, or real moments again with None. Only the demonstration does: it lives its past."""
    global _fixed_moment
    _fixed_moment = moment


def today() -> date:
    """Return the day in Việt Nam by which deadlines, periods and completion are judged."""
    return _fixed_day or datetime.now(VIETNAM).date()


def now() -> datetime:
    """Return the real moment in UTC, for logins, leases, retries and history."""
    return _fixed_moment or datetime.now(UTC)
