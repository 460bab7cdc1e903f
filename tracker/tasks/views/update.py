"""The update of a task by its agency: in its row on the board, or as a page of its own."""

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _

from tracker import clock
from tracker.errors import ChangedMeanwhile, DomainError, NotAllowed, NotVisible
from tracker.files.rules import ACCEPTED
from tracker.rights import Actor
from tracker.tasks import service
from tracker.tasks.board import board_row
from tracker.tasks.forms import DONE, NOTHING_NEW, UpdateForm
from tracker.tasks.models import Task
from tracker.tasks.queries import task_visible_to
from tracker.tasks.rules import WORKING_STATES
from tracker.tasks.views.blueprint import bp
from tracker.tasks.views.lists import soon_until
from tracker.web.fragments import changed, go_to, varied, wants_fragment
from tracker.web.gate import me, signed_in


@bp.get("/nhiem-vu/<int:task_id>/cap-nhat")
@signed_in
def edit(task_id: int) -> Response:
    """Open the form in its row, or on its own page; `?dong=1` closes the row again. No form: back to the task."""
    actor = me()
    task = _own_task(actor, task_id)
    if "dong" in request.args:
        return changed("tasks/_row.html", fallback=url_for("tasks.board"), row=_row(task, actor), form=None)
    if task.state not in WORKING_STATES:
        flash(_("Nhiệm vụ này hiện không nhận cập nhật; hãy xem trạng thái ở trang nhiệm vụ."), "warning")
        return go_to(url_for("tasks.show", task_id=task.id))
    form = UpdateForm(
        task_id=task.id, formdata=None, data={"words": task.words, "percent": task.percent, "version": task.version}
    )
    return _form_answer(task, form, 200)


@bp.post("/nhiem-vu/<int:task_id>/cap-nhat")
@signed_in
def keep(task_id: int) -> Response:
    """Keep the update, or report the result."""
    actor = me()
    task = _own_task(actor, task_id)
    form = UpdateForm(task_id=task.id)
    if not form.validate():
        return _form_answer(task, form, 422)
    try:
        take_update(task, form, actor)
    except (NotAllowed, NotVisible):
        raise
    except DomainError as refusal:
        return _refused(task, form, refusal)
    if wants_fragment():
        return changed("tasks/_row.html", fallback="/", row=_row(task, actor), form=None, saved_at=clock.now())
    flash(_("Đã gửi, chờ xác nhận.") if form.outcome.data == DONE else _("Đã lưu cập nhật."), "success")
    return go_to(url_for("tasks.show", task_id=task.id))


def _own_task(actor: Actor, task_id: int) -> Task:
    task = task_visible_to(actor, task_id)
    if not actor.acts_for(task.agency_id):
        raise NotAllowed(_("Chỉ chuyên viên và lãnh đạo của cơ quan chủ trì được cập nhật nhiệm vụ này."))
    return task


def take_update(task: Task, form: UpdateForm, actor: Actor) -> None:
    """Do what the form says: an update, nothing new, or the result to be confirmed. Raises what the services do."""
    words, version = form.words.data or "", form.seen_version
    if form.outcome.data == DONE:
        service.report_task_done(task, by=actor, words=words, proof=form.proof, version=version)
    elif form.outcome.data == NOTHING_NEW:
        said = "" if words == (task.words or "") else words  # what was only carried over is not said again
        service.report_nothing_new(task, by=actor, words=said, version=version)
    else:
        percent = task.percent if form.percent.data is None else form.percent.data
        service.update_task(task, by=actor, percent=percent, words=words, proof=form.proof, version=version)


def _refused(task: Task, form: UpdateForm, refusal: DomainError) -> Response:
    """The form with what was typed; after a meeting with someone else's change it shows that and may be sent again."""
    form.form_errors.append(_(refusal.sentence))
    newest = None
    if isinstance(refusal, ChangedMeanwhile):
        newest = task.words
        form.version.data = str(task.version)
    return _form_answer(task, form, refusal.status, newest=newest)


def _form_answer(task: Task, form: UpdateForm, status: int, newest: str | None = None) -> Response:
    row = _row(task, me())
    shown = {"row": row, "form": form, "accepted": ACCEPTED, "newest": newest, "carried": not form.is_submitted()}
    template = "tasks/_row.html" if wants_fragment() else "tasks/update.html"
    return varied(make_response(render_template(template, **shown), status))


def _row(task: Task, actor: Actor) -> object:
    today = clock.today()
    return board_row(task, actor, today=today, soon_until=soon_until(today))
