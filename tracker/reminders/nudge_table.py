"""Nudges by day, remembered: the planner and the timetable ask for thousands of subjects with few due days. Pure."""

from dataclasses import dataclass, field
from datetime import date

from tracker.catalogue.calendar import WorkingCalendar
from tracker.reminders.rules import Nudge, Subject, due_nudges, fire_days


@dataclass(slots=True)
class NudgeTable:
    """Which nudges hold, worked out once for all subjects that stand alike in time: a plan has few due days."""

    calendar: WorkingCalendar
    _nudges: dict[tuple[object, ...], list[Nudge]] = field(default_factory=dict)
    _days: dict[tuple[object, ...], set[date]] = field(default_factory=dict)

    def on(self, subject: Subject, day: date) -> list[Nudge]:
        """Return what `due_nudges` returns."""
        key = (*subject.timing, day)
        if key not in self._nudges:
            self._nudges[key] = due_nudges(subject, today=day, calendar=self.calendar)
        return self._nudges[key]

    def days(self, subject: Subject, *, since: date, until: date) -> set[date]:
        """Return what `fire_days` returns."""
        key = (*subject.timing, since, until)
        if key not in self._days:
            self._days[key] = fire_days(subject, since=since, until=until, calendar=self.calendar)
        return self._days[key]
