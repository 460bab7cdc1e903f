"""What those who assigned do with the task: send back, hand over, suspend, resume, cancel, record its event."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import delete, select

from tracker import clock
from tracker.agencies.models import Agency
from tracker.errors import DomainError, NotAllowed
from tracker.extensions import db
from tracker.history.record import record
from tracker.parsing.deadlines import due_after, waiting_time
from tracker.plans.issue import add_participants
from tracker.rights import Actor, Role
from tracker.tasks.making import add_assigned_event, new_task
from tracker.tasks.models import AssignmentLead, Task, TaskEvent
from tracker.tasks.rules import DeadlineOrigin, EventKind, State
from tracker.tasks.service.step import check_may_judge, lock, take_step, tell_agency
from tracker.tasks.steps import CLOSED_STATES, stated_reason
from tracker.workdays.queries import working_calendar


class CannotHandOver(DomainError):
    """The other agency cannot take the task."""


class EventRefused(DomainError):
    """The coming of the awaited event cannot be recorded like this."""


def send_task_back(task: Task, reason: str, *, by: Actor, version: int | None = None) -> TaskEvent:
    """Assign a declined task to the same agency again, saying why it is theirs."""
    task = lock(task, version)
    check_may_judge(task, by)
    reason = stated_reason(reason)
    event = take_step(task, EventKind.SENT_BACK, State.ASSIGNED, by=by, words=reason)
    tell_agency(task, event, _("Nhiệm vụ được giao lại"), by, reason)
    db.session.commit()
    return event


def hand_task_over(task: Task, to_agency_id: int, reason: str, *, by: Actor, version: int | None = None) -> Task:
    """Give the task to another agency: it gets a new one with the same deadline; the old one is closed, and kept.

    Returns the new task. Further times of a recurring assignment go to the new agency too.
    """
    task = lock(task, version)
    check_may_judge(task, by)
    reason = stated_reason(reason)
    taker = _taker(task, to_agency_id)
    words = _("Chuyển cho %(agency)s: %(reason)s", agency=taker.name, reason=reason)
    closing = take_step(task, EventKind.HANDED_OVER, State.HANDED_OVER, by=by, words=words)
    heir = new_task(task.assignment, taker.id, task.due_on, occurrence=task.occurrence)
    db.session.flush()
    task.handed_to_id = heir.id
    _swap_lead(task, taker.id)
    add_participants(task.plan, [taker.id])
    opening = add_assigned_event(heir, on=clock.today(), by=by, words=_("Nhận từ %(agency)s", agency=task.agency.name))
    record(by, "assigned", heir, after={"agency_id": taker.id, "due_on": heir.due_on, "state": heir.state})
    tell_agency(heir, opening, _("Nhiệm vụ mới được chuyển giao"), by)
    tell_agency(task, closing, _("Nhiệm vụ đã chuyển cho %(agency)s", agency=taker.name), by)
    db.session.commit()
    return heir


def suspend_task(task: Task, reason: str, *, by: Actor, version: int | None = None) -> TaskEvent:
    """Let the task rest, with a reason; while it rests it has no deadline."""
    task = lock(task, version)
    check_may_judge(task, by)
    event = take_step(task, EventKind.SUSPENDED, State.SUSPENDED, by=by, words=stated_reason(reason))
    tell_agency(task, event, _("Nhiệm vụ tạm dừng"), by)
    db.session.commit()
    return event


def resume_task(task: Task, *, by: Actor, words: str = "", version: int | None = None) -> TaskEvent:
    """Let a suspended task go on; its deadline counts again."""
    task = lock(task, version)
    check_may_judge(task, by)
    state = State.IN_PROGRESS if task.percent else State.NOT_STARTED
    event = take_step(task, EventKind.RESUMED, state, by=by, words=words)
    tell_agency(task, event, _("Nhiệm vụ được tiếp tục"), by)
    db.session.commit()
    return event


def cancel_task(task: Task, reason: str, *, by: Actor, version: int | None = None) -> TaskEvent:
    """Take the task out of all counts, with a reason; its history stays."""
    task = lock(task, version)
    check_may_judge(task, by)
    reason = stated_reason(reason)
    event = take_step(task, EventKind.CANCELLED, State.CANCELLED, by=by, words=reason)
    tell_agency(task, event, _("Nhiệm vụ được hủy"), by, reason)
    db.session.commit()
    return event


def record_event(task: Task, *, event_on: date, due_on: date | None, by: Actor, version: int | None = None) -> int:
    """Record that the awaited event came, and until when its tasks are due; return how many tasks have a deadline now.

    Without `due_on` the day is counted from the event as the plan says ("trong vòng 15 ngày làm việc kể từ …").
    Holds for every open task of the assignment. By who follows the plan up. In the figures the deadline is in force
    from the day of this record.
    """
    task = lock(task, version)
    _check_may_record(task, by)
    after = waiting_time(task.assignment.deadline_words or "")
    if due_on is None:
        due_on = _counted_day(after, event_on)
    _check_event(task, event_on, due_on, is_ahead=after is not None and min(after.values()) < 0)
    task.assignment.event_on, task.assignment.due_on = event_on, due_on
    tasks = db.session.scalars(
        select(Task)
        .where(Task.assignment_id == task.assignment_id, Task.state.not_in(CLOSED_STATES))
        .order_by(Task.id)
        .with_for_update(of=Task)
    ).all()
    for one in tasks:
        _start_clock(one, event_on, due_on, by)
    db.session.commit()
    return len(tasks)


def _start_clock(task: Task, event_on: date, due_on: date, by: Actor) -> None:
    task.due_on = due_on
    words = _("Sự kiện ngày %(day)s; hạn %(due)s", day=f"{event_on:%d/%m/%Y}", due=f"{due_on:%d/%m/%Y}")
    event = TaskEvent(
        task_id=task.id,
        kind=EventKind.EVENT_CAME,
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
    after = {"due_on": due_on, "event_on": event_on}
    record(by, EventKind.EVENT_CAME.value, task, before={"due_on": None}, after=after)
    tell_agency(task, event, _("Sự kiện đã có, nhiệm vụ bắt đầu tính hạn"), by)


def _taker(task: Task, agency_id: int) -> Agency:
    taker = db.session.get(Agency, agency_id)
    if taker is None or taker.id == task.agency_id:
        raise CannotHandOver("Hãy chọn một cơ quan khác để chuyển giao.")
    same = (Task.assignment_id == task.assignment_id, Task.occurrence == task.occurrence)
    if db.session.scalar(select(Task.id).where(*same, Task.agency_id == agency_id)) is not None:
        raise CannotHandOver("Cơ quan này đã có nhiệm vụ từ cùng câu giao việc; hãy chọn cơ quan khác.")
    return taker


def _swap_lead(task: Task, agency_id: int) -> None:
    own = AssignmentLead.assignment_id == task.assignment_id
    db.session.execute(delete(AssignmentLead).where(own, AssignmentLead.agency_id.in_((task.agency_id, agency_id))))
    db.session.add(AssignmentLead(assignment_id=task.assignment_id, agency_id=agency_id))


def _check_may_record(task: Task, by: Actor) -> None:
    roles = (Role.MONITOR, Role.SECRETARY)
    if by.belongs_to(task.agency_id):
        raise NotAllowed("Không ai tự đặt hạn cho cơ quan mình; việc này do thư ký Ban Chỉ đạo thực hiện.")
    if not any(by.holds(role, issuer_id=task.plan.issuer_id, plan_id=task.plan_id) for role in roles):
        raise NotAllowed("Chỉ cơ quan thường trực hoặc thư ký Ban Chỉ đạo ghi nhận sự kiện của kế hoạch.")


def _counted_day(after: Mapping[str, int] | None, event_on: date) -> date:
    if after is None:
        raise EventRefused("Kế hoạch không ghi số ngày tính từ sự kiện; hãy nhập hạn thực hiện, ví dụ 30/06/2026.")
    return due_after(after, event_on, working_calendar())


def _check_event(task: Task, event_on: date, due_on: date, *, is_ahead: bool) -> None:
    """Refuse an event that cannot be. One that the work must be done before (`is_ahead`) may lie in the future."""
    if task.assignment.deadline_origin is not DeadlineOrigin.EVENT:
        raise EventRefused("Hạn của nhiệm vụ này không chờ sự kiện nào.")
    if task.assignment.event_on is not None:
        raise EventRefused("Sự kiện của nhiệm vụ này đã được ghi nhận trước đó.")
    if event_on > clock.today() and not is_ahead:
        raise EventRefused("Ngày xảy ra sự kiện không thể sau ngày hôm nay.")
    if due_on < event_on and not is_ahead:
        raise EventRefused("Hạn thực hiện không thể trước ngày xảy ra sự kiện.")
