"""The sending hours: working days outside the quiet hours. Pure; the worker's own gate is tracker.jobs.schedule."""

from datetime import date, datetime, time, timedelta

from tracker.catalogue.calendar import WorkingCalendar
from tracker.clock import VIETNAM

QuietHours = tuple[time, time] | None


def is_quiet(hour: time, quiet: QuietHours) -> bool:
    """Tell whether nothing is sent at this hour of the day, by the clock of Việt Nam."""
    if quiet is None:
        return False
    begins, ends = quiet
    return begins <= hour < ends if begins < ends else hour >= begins or hour < ends


def leaves_at(*, today: date, now: datetime, calendar: WorkingCalendar, quiet: QuietHours) -> datetime | None:
    """Return when a message that is queued now leaves, where that is later; None when the sending hours are on.

    Where `today` is not the real day (TRACKER_TODAY) hours mean nothing, and of the moment only the day counts.
    """
    local = now.astimezone(VIETNAM)
    is_real = local.date() == today
    if calendar.is_working_day(today) and not (is_real and is_quiet(local.time(), quiet)):
        return None
    first = local.replace(hour=0, minute=0, second=0, microsecond=0, year=today.year, month=today.month, day=today.day)
    begins = _begins(quiet)
    if is_real and local.time() < begins and calendar.is_working_day(today):
        return _at(first, begins)
    if is_real and quiet is not None and quiet[0] < quiet[1] and calendar.is_working_day(today):
        return _at(first, quiet[1])
    next_day = calendar.next_working_day(today + timedelta(days=1))
    return _at(first + (next_day - today), begins)


def _begins(quiet: QuietHours) -> time:
    """The hour from which a day's messages leave: midnight, or the end of a night that reaches into the day."""
    if quiet is None:
        return time(0)
    begins, ends = quiet
    return ends if begins > ends or begins == time(0) else time(0)


def _at(day: datetime, hour: time) -> datetime:
    return day.replace(hour=hour.hour, minute=hour.minute)
