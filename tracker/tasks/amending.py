"""What a confirmed version of the plan does to its assignments and tasks: changed or ended. Adds, never commits.

The task stays the same, with its history and progress. Whatever changes counts from the day of the confirmation:
figures as of an earlier day rest on TaskTerms and on the events (docs/decisions.md, "Versions of a plan").
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm.attributes import flag_modified

from tracker import clock
from tracker.extensions import db
from tracker.history.record import record
from tracker.plans.issue import add_participants
from tracker.plans.models import PlanVersion
from tracker.rights import Actor
from tracker.tasks.deadlines import due_days, horizon, settle
from tracker.tasks.issue import AssignmentOrder
from tracker.tasks.making import add_assigned_event, new_task
from tracker.tasks.models import (
    Assignment,
    AssignmentLead,
    AssignmentPartner,
    AssignmentWording,
    Task,
    TaskEvent,
    TaskTerms,
)
from tracker.tasks.rules import MOVES, DeadlineOrigin, EventKind, Mode, State
from tracker.tasks.service.step import take_step, tell_agency
from tracker.tasks.steps import CLOSED_STATES
from tracker.vietnamese import day_text, fold

Times = dict[str, date | None]
"""The due day of each time: one under "" for what comes once."""


def amend_assignment(
    assignment: Assignment, order: AssignmentOrder, *, version: PlanVersion, by: Actor, today: date
) -> int:
    """Take over what the version says of the assignment; return how many open tasks it changes.

    The earlier sentence is kept with its clause. Open tasks get the new deadline; what is done stays as it was done.
    Where the agency changed, open tasks of the earlier one are closed and the new one gets its own.
    """
    before = _terms(assignment)
    had_times, old_mode, old_due_on = assignment.recurs, assignment.mode, assignment.due_on
    _keep_wording(assignment, version, today)
    _rewrite(assignment, order, version, today)
    tasks = _locked_tasks(assignment)
    if assignment.mode is not old_mode:
        _keep_terms(tasks, old_mode, today)
    gone = _change_leads(assignment, tasks, order.lead_ids, version, by=by, today=today)
    kept = [task for task in tasks if task.agency_id in order.lead_ids]
    if assignment.recurs != had_times:
        _change_times(assignment, kept, version, by=by, today=today)
    elif assignment.due_on != old_due_on:  # else a task that was given more time keeps it
        _change_due_day(assignment, kept, today)
    for task in kept:
        if task.state not in CLOSED_STATES:
            _tell_amended(task, before, version, by=by)
    after = _terms(assignment)
    record(by, "amended", assignment, before=before, after={**after, "document": version.short_name})
    return len([task for task in kept if task.state not in CLOSED_STATES]) + gone


def end_assignment(assignment: Assignment, *, version: PlanVersion, by: Actor, today: date) -> int:
    """End what the version no longer holds: its open tasks are cancelled; return how many.

    What is done, or reported and waiting for its confirmation, stays as it is. No further times are made.
    """
    assignment.ended_on = today
    reason = _("Không còn trong %(document)s", document=document_words(version))
    ended = [task for task in _locked_tasks(assignment) if _cancel(task, reason, by=by)]
    record(by, "closed", assignment, before={"ended_on": None}, after={"ended_on": today, "document": version.number})
    return len(ended)


def document_words(version: PlanVersion) -> str:
    """Return how a version is named in reasons: "văn bản 77/KH-UBND ngày 01/08/2026"."""
    if version.issued_on is None:
        return str(_("văn bản %(name)s", name=version.short_name[:120]))
    return str(_("văn bản %(name)s ngày %(day)s", name=version.short_name[:120], day=day_text(version.issued_on)))


def _terms(assignment: Assignment) -> dict[str, Any]:
    return {
        "text": assignment.text,
        "due_on": assignment.due_on,
        "deadline": assignment.deadline_words,
        "mode": str(_("Giao") if assignment.mode is Mode.ORDERED else _("Đề nghị")),
        "partners": "; ".join(partner.words for partner in assignment.partners),
    }


def _keep_wording(assignment: Assignment, version: PlanVersion, today: date) -> None:
    db.session.add(
        AssignmentWording(
            assignment_id=assignment.id,
            version_id=assignment.version_id,
            changed_by_id=version.id,
            clause_id=assignment.clause_id,
            text=assignment.text,
            quote_start=assignment.quote_start,
            quote_end=assignment.quote_end,
            written_agency=assignment.written_agency,
            deadline_words=assignment.deadline_words,
            due_on=assignment.due_on,
            until_day=today,
        )
    )


def _rewrite(assignment: Assignment, order: AssignmentOrder, version: PlanVersion, today: date) -> None:
    origin, due_on = settle(
        origin=order.origin,
        due_on=order.due_on,
        nature=order.nature,
        mode=order.mode,
        recurs=order.recurs,
        plan_end=assignment.plan.period_end,
    )
    recurs = order.recurs if origin is DeadlineOrigin.RECURRING else None
    if recurs != assignment.recurs:
        assignment.starts_on = today
    if not (origin is DeadlineOrigin.EVENT and assignment.event_on):  # the event came: its day stands
        assignment.due_on = due_on
    assignment.version_id, assignment.clause_id = version.id, order.clause_id
    assignment.text, assignment.text_key = order.text, fold(order.text)
    assignment.quote_start, assignment.quote_end = order.quote
    assignment.written_agency, assignment.is_group = order.written_agency, order.is_group
    assignment.mode, assignment.nature, assignment.role = order.mode, order.nature, order.role
    assignment.deadline_origin, assignment.deadline_words, assignment.recurs = origin, order.words, recurs
    assignment.is_own_plan = order.is_own_plan
    db.session.execute(delete(AssignmentPartner).where(AssignmentPartner.assignment_id == assignment.id))
    partners = [AssignmentPartner(assignment_id=assignment.id, agency_id=a, words=words) for a, words in order.partners]
    db.session.add_all(partners)
    db.session.flush()
    db.session.expire(assignment, ["partners"])
    add_participants(assignment.plan, [*order.lead_ids, *(a for a, _words in order.partners if a is not None)])


def _locked_tasks(assignment: Assignment) -> Sequence[Task]:
    return db.session.scalars(
        select(Task)
        .where(Task.assignment_id == assignment.id)
        .order_by(Task.id)
        .with_for_update(of=Task)
        .execution_options(populate_existing=True)
    ).all()


def _keep_terms(tasks: Sequence[Task], mode: Mode, today: date) -> None:
    known = set(db.session.scalars(select(TaskTerms.task_id).where(TaskTerms.until_day == today)))
    for task in tasks:
        if task.id not in known:
            db.session.add(TaskTerms(task_id=task.id, until_day=today, due_on=task.due_on, mode=mode))
    db.session.flush()


def _change_due_day(assignment: Assignment, tasks: Sequence[Task], today: date) -> None:
    """Give open tasks the new day. A result already reported keeps what it was: in time or late."""
    if assignment.recurs:
        return
    moved = [task for task in tasks if task.state not in CLOSED_STATES and task.due_on != assignment.due_on]
    moved = [task for task in moved if not _would_judge_anew(task, assignment.due_on)]
    _keep_terms(moved, assignment.mode, today)
    for task in moved:
        task.due_on = assignment.due_on


def _would_judge_anew(task: Task, due_on: date | None) -> bool:
    if task.state is not State.AWAITING_CONFIRMATION or task.reported_on is None:
        return False
    was_late = task.due_on is not None and task.reported_on > task.due_on
    return was_late != (due_on is not None and task.reported_on > due_on)


def _wanted_times(assignment: Assignment, today: date) -> Times:
    if not assignment.recurs:
        return {"": assignment.due_on}
    days = due_days(assignment.recurs, start=today, end=assignment.plan.period_end, until=horizon(today))
    return {day.isoformat(): day for day in days}


def _change_times(
    assignment: Assignment, tasks: Sequence[Task], version: PlanVersion, *, by: Actor, today: date
) -> None:
    """Replace the times that lie ahead by those of the new rule; a time that is overdue stays owed."""
    wanted = _wanted_times(assignment, today)
    reason = _("Thời gian định kỳ thay đổi theo %(document)s", document=document_words(version))
    for task in tasks:
        if task.occurrence not in wanted and (task.due_on is None or task.due_on >= today):
            _cancel(task, reason, by=by)
    there = {(task.agency_id, task.occurrence) for task in tasks}
    for lead in dict.fromkeys(task.agency_id for task in tasks):
        missing = {time: day for time, day in wanted.items() if (lead, time) not in there}
        _give(assignment, lead, missing, version, by=by, today=today)
    if not assignment.recurs:
        _change_due_day(assignment, [task for task in tasks if task.occurrence == ""], today)


def _change_leads(
    assignment: Assignment,
    tasks: Sequence[Task],
    lead_ids: Sequence[int],
    version: PlanVersion,
    *,
    by: Actor,
    today: date,
) -> int:
    """Close the open tasks of agencies that lead no longer, and give the new ones theirs; return how many closed."""
    earlier = {lead.agency_id for lead in assignment.leads}
    new, removed = [a for a in lead_ids if a not in earlier], earlier - set(lead_ids)
    if not new and not removed:
        return 0
    own = AssignmentLead.assignment_id == assignment.id
    db.session.execute(delete(AssignmentLead).where(own, AssignmentLead.agency_id.in_(removed)))
    db.session.add_all([AssignmentLead(assignment_id=assignment.id, agency_id=agency_id) for agency_id in new])
    db.session.flush()
    db.session.expire(assignment, ["leads"])
    wanted = _wanted_times(assignment, today)
    reason = _("Giao cơ quan khác theo %(document)s", document=document_words(version))
    closed = [t for t in tasks if t.agency_id in removed and _hand_over_or_cancel(t, reason, by=by)]
    times = wanted if not removed else {t.occurrence: wanted.get(t.occurrence, t.due_on) for t in closed}
    for agency_id in new:
        _give(assignment, agency_id, times, version, by=by, today=today)
    if len(new) == 1:
        _note_heirs(assignment, closed, new[0])
    return len(closed)


def _note_heirs(assignment: Assignment, closed: Sequence[Task], agency_id: int) -> None:
    heirs = db.session.execute(
        select(Task.occurrence, Task.id).where(Task.assignment_id == assignment.id, Task.agency_id == agency_id)
    )
    by_time = dict(heirs.tuples().all())
    for task in closed:
        if task.state is State.HANDED_OVER:
            task.handed_to_id = by_time.get(task.occurrence)


def _hand_over_or_cancel(task: Task, reason: str, *, by: Actor) -> bool:
    if State.HANDED_OVER not in MOVES[task.state]:
        return _cancel(task, reason, by=by)
    event = take_step(task, EventKind.HANDED_OVER, State.HANDED_OVER, by=by, words=reason)
    tell_agency(task, event, _("Nhiệm vụ đã chuyển cho cơ quan khác"), by, reason)
    return True


def _cancel(task: Task, reason: str, *, by: Actor) -> bool:
    if State.CANCELLED not in MOVES[task.state]:
        return False
    event = take_step(task, EventKind.CANCELLED, State.CANCELLED, by=by, words=reason)
    tell_agency(task, event, _("Nhiệm vụ được hủy"), by, reason)
    return True


def _give(
    assignment: Assignment, agency_id: int, times: Times, version: PlanVersion, *, by: Actor, today: date
) -> None:
    there = set(
        db.session.scalars(
            select(Task.occurrence).where(Task.assignment_id == assignment.id, Task.agency_id == agency_id)
        )
    )
    words = _("Theo %(document)s", document=document_words(version))
    for time, due_on in times.items():
        if time in there:
            continue
        task = new_task(assignment, agency_id, due_on, occurrence=time)
        db.session.flush()
        event = add_assigned_event(task, on=today, by=by, words=words)
        record(by, "assigned", task, after={"agency_id": agency_id, "due_on": due_on, "state": task.state})
        tell_agency(task, event, _("Nhiệm vụ mới được giao"), by)


def _tell_amended(task: Task, before: dict[str, Any], version: PlanVersion, *, by: Actor) -> None:
    flag_modified(task, "state")  # whoever has its form open is told that the task changed
    words = _("Theo %(document)s", document=document_words(version))
    if task.due_on != before["due_on"] and not task.occurrence:
        none = _("không có")
        was, now = day_text(before["due_on"]) or none, day_text(task.due_on) or none
        words = _("%(words)s; hạn trước đây: %(was)s, hạn mới: %(now)s", words=words, was=was, now=now)
    event = TaskEvent(
        task_id=task.id,
        kind=EventKind.AMENDED,
        at=clock.now(),
        on_day=clock.today(),
        person_id=by.person_id,
        person_name=by.name,
        from_state=task.state,
        to_state=task.state,
        percent=task.percent,
        words=words,
    )
    db.session.add(event)
    earlier = {"due_on": before["due_on"], "text": before["text"]}
    after = {"due_on": task.due_on, "text": task.assignment.text, "document": document_words(version)}
    record(by, EventKind.AMENDED.value, task, before=earlier, after=after)
    tell_agency(task, event, _("Nhiệm vụ được sửa đổi theo văn bản mới"), by)
