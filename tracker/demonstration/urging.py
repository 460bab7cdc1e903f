"""The monitor urges, twice in the half-year, whoever is late that day."""

from datetime import date

from sqlalchemy import select

from tracker.demonstration.cast import Province
from tracker.demonstration.script import URGED_ON
from tracker.extensions import db
from tracker.reminders.urging import Wanted, urge
from tracker.reports.models import ReportRow
from tracker.reports.rules import ReportState
from tracker.tasks.models import Task
from tracker.tasks.rules import State

NOT_HANDED_IN = (ReportState.NOT_STARTED, ReportState.DRAFT, ReportState.RETURNED)
WITH_THE_AGENCY = (State.ASSIGNED, State.NOT_STARTED, State.IN_PROGRESS, State.REDO)


def urge_the_late(province: Province, day: date) -> None:
    """Urge every agency with a late report or task, on the days that the script names."""
    if day not in URGED_ON:
        return
    late_rows = select(ReportRow.id).where(
        ReportRow.due_on < day, ReportRow.state.in_(NOT_HANDED_IN), ReportRow.excused_on.is_(None)
    )
    late_tasks = select(Task.id).where(Task.due_on < day, Task.state.in_(WITH_THE_AGENCY))
    wanted = Wanted(frozenset(db.session.scalars(late_rows)), frozenset(db.session.scalars(late_tasks)))
    urge(wanted, words=URGED_ON[day], by=province.actor("monitor"), today=day)
