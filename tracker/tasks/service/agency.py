"""What the agency that leads a task does: acknowledge or decline, update, report the result, take the report back."""

from flask_babel import gettext as _

from tracker import clock
from tracker.extensions import db
from tracker.rights import Actor
from tracker.tasks.models import Task, TaskEvent
from tracker.tasks.rules import EventKind, MoveRefused, State
from tracker.tasks.service.step import check_acts_for, lock, take_step, tell_judges
from tracker.tasks.steps import AGENCY_STEPS, NO_PROOF, NothingToShow, Proof, Step, stated_reason

ALL_DONE = 100


def acknowledge_task(task: Task, *, by: Actor, version: int | None = None) -> TaskEvent:
    """Take the task as one's own. Refused when it was acknowledged before."""
    task = lock(task, version)
    check_acts_for(task, by)
    _check_open(Step.ACKNOWLEDGE, task)
    event = take_step(task, EventKind.ACKNOWLEDGED, State.NOT_STARTED, by=by)
    db.session.commit()
    return event


def decline_task(task: Task, reason: str, *, by: Actor, version: int | None = None) -> TaskEvent:
    """Give the task back as not one's own, with a reason; it goes to who follows the plan up."""
    task = lock(task, version)
    check_acts_for(task, by)
    event = take_step(task, EventKind.DECLINED, State.DECLINED, by=by, words=stated_reason(reason))
    sentence = _("%(agency)s trả lại vì không đúng chức năng", agency=task.agency.name)
    tell_judges(task, event, sentence, by)
    db.session.commit()
    return event


def update_task(
    task: Task,
    *,
    by: Actor,
    percent: int,
    words: str,
    state: State = State.IN_PROGRESS,
    proof: Proof = NO_PROOF,
    version: int | None = None,
) -> TaskEvent:
    """Say how far the task is (percent 0–100), in words and with proof. Needs words, a proof or another percentage."""
    task = lock(task, version)
    check_acts_for(task, by)
    _check_open(Step.UPDATE, task)
    if not (words or proof.is_there or percent != task.percent):
        raise NothingToShow("Hãy ghi đã làm được gì, hoặc đổi tiến độ, hoặc kèm minh chứng.")
    event = take_step(task, EventKind.UPDATED, state, by=by, words=words, percent=percent, proof=proof)
    _note_update(task, words)
    db.session.commit()
    return event


def report_nothing_new(task: Task, *, by: Actor, words: str = "", version: int | None = None) -> TaskEvent:
    """Say that nothing has come up ("Không phát sinh"): a full answer for the half-year; state and percentage stay."""
    task = lock(task, version)
    check_acts_for(task, by)
    _check_open(Step.UPDATE, task)
    state = State.NOT_STARTED if task.state is State.ASSIGNED else task.state
    said = words or _("Không phát sinh")
    event = take_step(task, EventKind.UPDATED, state, by=by, words=said)
    _note_update(task, said)
    db.session.commit()
    return event


def report_task_done(
    task: Task, *, by: Actor, words: str, proof: Proof = NO_PROOF, version: int | None = None
) -> TaskEvent:
    """Report the result, to be confirmed. Needs words or a proof; an own plan needs the plan itself or its letter."""
    task = lock(task, version)
    check_acts_for(task, by)
    _check_open(Step.UPDATE, task)
    if task.assignment.is_own_plan and not (proof.is_there or task.child_plan_id):
        raise NothingToShow("Hãy kèm kế hoạch của cơ quan: tải kế hoạch lên, kèm tệp, hoặc ghi số và ngày ban hành.")
    if not (words or proof.is_there or task.child_plan_id):
        raise NothingToShow("Hãy ghi kết quả hoặc kèm minh chứng trước khi gửi xác nhận.")
    event = take_step(
        task, EventKind.REPORTED, State.AWAITING_CONFIRMATION, by=by, words=words, percent=ALL_DONE, proof=proof
    )
    _note_update(task, words)
    task.reported_on = event.on_day
    tell_judges(task, event, _("%(agency)s báo cáo đã hoàn thành, chờ xác nhận", agency=task.agency.name), by)
    db.session.commit()
    return event


def withdraw_report(task: Task, *, by: Actor, version: int | None = None) -> TaskEvent:
    """Take the report of the result back while nobody has judged it."""
    task = lock(task, version)
    check_acts_for(task, by)
    _check_open(Step.WITHDRAW, task)
    event = take_step(task, EventKind.WITHDRAWN, State.IN_PROGRESS, by=by)
    task.reported_on = None
    db.session.commit()
    return event


def _check_open(step: Step, task: Task) -> None:
    if task.state not in AGENCY_STEPS[step]:
        raise MoveRefused(
            "Trạng thái hiện nay của nhiệm vụ không cho phép bước này; hãy tải lại trang để xem bản mới nhất."
        )


def _note_update(task: Task, words: str) -> None:
    task.updated_on = clock.today()
    task.words = words or task.words
