"""A task gets more time: its new day counts from the day of the decision. Adds to the session, never commits.

Figures as of an earlier day rest on TaskTerms; the day that the assignment states is never touched.
"""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import flag_modified

from tracker import clock
from tracker.extensions import db
from tracker.history.record import record
from tracker.rights import Actor
from tracker.tasks.models import Assignment, Task, TaskEvent, TaskTerms
from tracker.tasks.rules import EventKind


def task_for_decision(task_id: int) -> Task | None:
    """Return the task read again under lock, with its assignment, plan and agency; None when there is none."""
    return db.session.scalar(
        select(Task)
        .where(Task.id == task_id)
        .options(
            joinedload(Task.assignment).joinedload(Assignment.clause),
            joinedload(Task.plan),
            joinedload(Task.agency),
        )
        .with_for_update(of=Task)
        .execution_options(populate_existing=True)
    )


def give_more_time(task: Task, new_due_on: date, *, words: str, by: Actor) -> TaskEvent:
    """Make the locked task due on another day, from today on; return the event of its timeline."""
    today = clock.today()
    known = select(TaskTerms.id).where(TaskTerms.task_id == task.id, TaskTerms.until_day == today)
    if db.session.scalar(known) is None:
        mode = task.assignment.mode
        db.session.add(TaskTerms(task_id=task.id, until_day=today, due_on=task.due_on, mode=mode))
    before: dict[str, Any] = {"due_on": task.due_on}
    task.due_on = new_due_on
    flag_modified(task, "state")  # whoever has its form open is told that the task changed
    event = TaskEvent(
        task_id=task.id,
        kind=EventKind.EXTENDED,
        at=clock.now(),
        on_day=today,
        person_id=by.person_id,
        person_name=by.name,
        from_state=task.state,
        to_state=task.state,
        percent=task.percent,
        words=words,
    )
    db.session.add(event)
    record(by, EventKind.EXTENDED.value, task, before=before, after={"due_on": new_due_on, "words": words})
    return event
