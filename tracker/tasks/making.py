"""How tasks come into the session: issued with an assignment, made for its next time, or handed over."""

from collections.abc import Iterable
from datetime import date

from tracker import clock
from tracker.extensions import db
from tracker.history.record import record
from tracker.rights import Actor
from tracker.tasks.models import Assignment, Task, TaskEvent
from tracker.tasks.rules import EventKind, State


def new_task(assignment: Assignment, agency_id: int, due_on: date | None, *, occurrence: str = "") -> Task:
    """Return a task of the agency for the assignment, in the session, waiting to be acknowledged."""
    task = Task(
        assignment_id=assignment.id,
        plan_id=assignment.plan_id,
        agency_id=agency_id,
        occurrence=occurrence,
        due_on=due_on,
        state=State.ASSIGNED,
        percent=0,
    )
    db.session.add(task)
    return task


def add_assigned_event(task: Task, *, on: date, by: Actor, words: str | None = None) -> TaskEvent:
    """Add the first event of a task, from which it counts. The task must have its id."""
    event = TaskEvent(
        task_id=task.id,
        kind=EventKind.ASSIGNED,
        at=clock.now(),
        on_day=on,
        person_id=by.person_id,
        person_name=by.name,
        from_state=State.ASSIGNED,
        to_state=State.ASSIGNED,
        percent=0,
        words=words,
    )
    db.session.add(event)
    return event


def add_tasks(assignment: Assignment, agencies: Iterable[int], times: Iterable[date | None], *, by: Actor) -> int:
    """Add a task for each agency and time, counted from the day the assignment starts on; return how many."""
    starts_on = assignment.starts_on or assignment.plan.issued_on
    times = list(times)
    recurring = bool(assignment.recurs)
    tasks = [
        new_task(assignment, agency_id, due_on, occurrence=due_on.isoformat() if recurring and due_on else "")
        for agency_id in agencies
        for due_on in times
    ]
    db.session.flush()
    for task in tasks:
        add_assigned_event(task, on=starts_on, by=by)
        record(by, "assigned", task, after={"agency_id": task.agency_id, "due_on": task.due_on, "state": task.state})
    db.session.flush()
    return len(tasks)
