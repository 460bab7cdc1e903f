"""The short form behind the link of a message: how far one task is. Nothing else of the task or the plan is shown."""

from flask import Response, url_for
from flask_babel import gettext as _

from tracker.errors import ChangedMeanwhile, DomainError, NotVisible
from tracker.extensions import db
from tracker.files.rules import ACCEPTED
from tracker.notifications.link_pages import (
    DONE,
    Holder,
    by_link,
    done_page,
    is_done,
    link_blueprint,
    link_page,
    once_more,
)
from tracker.notifications.links import TASK_PAGES, Action, LinkRefused
from tracker.tasks.forms import UpdateForm
from tracker.tasks.models import Task
from tracker.tasks.queries import task_visible_to
from tracker.tasks.rules import WORKING_STATES, State
from tracker.tasks.views.update import take_update
from tracker.tasks.wording import task_sentence
from tracker.vietnamese import day_text
from tracker.web.fragments import go_to

bp = link_blueprint("task_links")


@bp.get(f"{TASK_PAGES}<token>")
@by_link(Action.REPORT, "task")
def form(holder: Holder, token: str) -> Response:
    """Show the short form, or, after it was sent, how the task stands."""
    task = _own_task(holder)
    if is_done():
        return _done(task, holder)
    _check_open(task)
    values = {"words": task.words, "percent": task.percent, "version": task.version}
    return _form_answer(task, holder, token, UpdateForm(task_id=task.id, formdata=None, data=values, **_NO_TOKEN), 200)


@bp.post(f"{TASK_PAGES}<token>")
@by_link(Action.REPORT, "task")
def keep(holder: Holder, token: str) -> Response:
    """Keep the update, or report the result, as the person to whom the message went."""
    task = _own_task(holder)
    _check_open(task)
    typed = UpdateForm(task_id=task.id, **_NO_TOKEN)
    if not typed.validate():
        return _form_answer(task, holder, token, typed, 422)
    try:
        take_update(task, typed, holder.actor)
    except DomainError as refusal:
        if not once_more(refusal):
            raise
        db.session.rollback()
        return _refused(_own_task(holder), holder, token, typed, refusal)
    return go_to(f"{url_for('task_links.form', token=token)}?{DONE}=1")


_NO_TOKEN = {"meta": {"csrf": False}}  # the address is the secret


def _own_task(holder: Holder) -> Task:
    task = task_visible_to(holder.actor, holder.link.subject_id)
    if not holder.actor.acts_for(task.agency_id):
        raise NotVisible()
    return task


def _check_open(task: Task) -> None:
    if task.state is State.AWAITING_CONFIRMATION:
        raise LinkRefused(_("Kết quả của nhiệm vụ này đã được gửi và đang chờ xác nhận."), f"/nhiem-vu/{task.id}")
    if task.state not in WORKING_STATES:
        raise LinkRefused(_("Nhiệm vụ này đã kết thúc hoặc không còn nhận cập nhật."), f"/nhiem-vu/{task.id}")


def _refused(task: Task, holder: Holder, token: str, typed: UpdateForm, refusal: DomainError) -> Response:
    _check_open(task)
    typed.form_errors.append(_(refusal.sentence))
    newest = None
    if isinstance(refusal, ChangedMeanwhile):
        newest = task.words
        typed.version.data = str(task.version)
    return _form_answer(task, holder, token, typed, refusal.status, newest=newest)


def _form_answer(
    task: Task, holder: Holder, token: str, typed: UpdateForm, status: int, newest: str | None = None
) -> Response:
    return link_page(
        "tasks/by_link.html", holder, status, task=task, form=typed, token=token, newest=newest, accepted=ACCEPTED
    )


def _done(task: Task, holder: Holder) -> Response:
    is_reported = task.state is State.AWAITING_CONFIRMATION
    sentence = _("Đã gửi kết quả, chờ xác nhận") if is_reported else _("Đã lưu cập nhật")
    details = [
        (_("Nhiệm vụ"), task_sentence(task)),
        (_("Tiến độ"), f"{task.percent or 0}\u00a0%"),
        (_("Cập nhật ngày"), day_text(task.updated_on)),
        (_("Nội dung"), task.words or "–"),
    ]
    return done_page(holder, sentence, details)
