"""What those who follow the plan up decide on a reported result: confirm it, or return it with a reason."""

from flask_babel import gettext as _

from tracker import clock
from tracker.extensions import db
from tracker.rights import Actor
from tracker.tasks.models import Task, TaskEvent
from tracker.tasks.rules import EventKind, State
from tracker.tasks.service.agency import ALL_DONE
from tracker.tasks.service.step import check_may_judge, lock, take_step, tell_agency
from tracker.tasks.steps import stated_reason


def confirm_task(task: Task, *, by: Actor, words: str = "", version: int | None = None) -> TaskEvent:
    """Make the reported result official. The day of completion is the day on which the agency reported it."""
    task = lock(task, version)
    check_may_judge(task, by)
    event = take_step(task, EventKind.CONFIRMED, State.DONE, by=by, words=words, percent=ALL_DONE)
    task.completed_on = task.reported_on
    task.confirmed_on = clock.today()
    tell_agency(task, event, _("Kết quả đã được xác nhận"), by)
    db.session.commit()
    return event


def return_task(task: Task, reason: str, *, by: Actor, version: int | None = None) -> TaskEvent:
    """Give the reported result back, with a reason, to be done again; until then it counts as not done."""
    task = lock(task, version)
    check_may_judge(task, by)
    reason = stated_reason(reason)
    event = take_step(task, EventKind.RETURNED, State.REDO, by=by, words=reason)
    task.reported_on = None
    tell_agency(task, event, _("Kết quả bị trả lại"), by, reason)
    db.session.commit()
    return event
