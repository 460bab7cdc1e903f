"""Every other step on a task: one address each, a page with its form where the step needs words."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, render_template, url_for
from flask_babel import gettext as _

from tracker import clock
from tracker.agencies.queries import standing_agency_id
from tracker.errors import ChangedMeanwhile, DomainError, NotAllowed, NotVisible
from tracker.parsing.deadlines import waiting_time
from tracker.rights import Actor
from tracker.tasks import service
from tracker.tasks.forms import CountedEventForm, EventForm, HandOverForm, ReasonForm, StepForm
from tracker.tasks.models import Task
from tracker.tasks.queries import agencies_to_hand_to, task_visible_to
from tracker.tasks.steps import Step
from tracker.tasks.views.blueprint import bp
from tracker.tasks.views.detail import WITHOUT_FORM, allowed_steps
from tracker.tasks.wording import STEP_WORDS, count_words
from tracker.web.fragments import go_to, varied
from tracker.web.gate import me, signed_in

STEPS = "<any('{}'):word>".format("', '".join(step for step in Step if step is not Step.UPDATE))


@bp.get(f"/nhiem-vu/<int:task_id>/{STEPS}")
@signed_in
def step_form(task_id: int, word: str) -> Response:
    """Show the form of a step; a step that needs none is taken on the task's page."""
    step, actor = Step(word), me()
    task = task_visible_to(actor, task_id)
    if step in WITHOUT_FORM:
        return go_to(url_for("tasks.show", task_id=task.id))
    if step not in allowed_steps(task, actor, standing=_standing(task)):
        flash(_("Bước này hiện không thực hiện được với nhiệm vụ; hãy xem trạng thái ở trang nhiệm vụ."), "warning")
        return go_to(url_for("tasks.show", task_id=task.id))
    return _form_answer(task, step, _form(step, task, fresh=True), 200)


@bp.post(f"/nhiem-vu/<int:task_id>/{STEPS}")
@signed_in
def take(task_id: int, word: str) -> Response:
    """Take the step."""
    step, actor = Step(word), me()
    task = task_visible_to(actor, task_id)
    form = _form(step, task)
    if not form.validate():
        return _form_answer(task, step, form, 422)
    try:
        _ACTIONS[step](task, form, actor)
    except (NotAllowed, NotVisible):
        raise
    except DomainError as refusal:
        if step in WITHOUT_FORM:
            raise
        form.form_errors.append(_(refusal.sentence))
        if isinstance(refusal, ChangedMeanwhile):
            form.version.data = str(task.version)
        return _form_answer(task, step, form, refusal.status)
    flash(_("Đã thực hiện: %(step)s.", step=STEP_WORDS[step].button), "success")
    return go_to(url_for("tasks.show", task_id=task.id))


Action = Callable[[Task, Any, Actor], object]

_ACTIONS: dict[Step, Action] = {
    Step.ACKNOWLEDGE: lambda task, form, by: service.acknowledge_task(task, by=by, version=form.seen_version),
    Step.DECLINE: lambda task, form, by: service.decline_task(task, form.reason.data, by=by, version=form.seen_version),
    Step.WITHDRAW: lambda task, form, by: service.withdraw_report(task, by=by, version=form.seen_version),
    Step.CONFIRM: lambda task, form, by: service.confirm_task(task, by=by, version=form.seen_version),
    Step.RETURN: lambda task, form, by: service.return_task(task, form.reason.data, by=by, version=form.seen_version),
    Step.SEND_BACK: lambda task, form, by: service.send_task_back(
        task, form.reason.data, by=by, version=form.seen_version
    ),
    Step.HAND_OVER: lambda task, form, by: service.hand_task_over(
        task, form.agency.data, form.reason.data, by=by, version=form.seen_version
    ),
    Step.SUSPEND: lambda task, form, by: service.suspend_task(task, form.reason.data, by=by, version=form.seen_version),
    Step.RESUME: lambda task, form, by: service.resume_task(task, by=by, version=form.seen_version),
    Step.CANCEL: lambda task, form, by: service.cancel_task(task, form.reason.data, by=by, version=form.seen_version),
    Step.RECORD_EVENT: lambda task, form, by: service.record_event(
        task, event_on=form.event_on.data, due_on=form.due_on.data, by=by, version=form.seen_version
    ),
}


def _form(step: Step, task: Task, *, fresh: bool = False) -> StepForm:
    given: dict[str, Any] = {"formdata": None, "data": {"version": task.version}} if fresh else {}
    if step in WITHOUT_FORM:
        return StepForm(**given)
    if step is Step.HAND_OVER:
        return HandOverForm(agencies=[(agency.id, agency.name) for agency in agencies_to_hand_to(task)], **given)
    return _event_form(task, given) if step is Step.RECORD_EVENT else ReasonForm(**given)


def _event_form(task: Task, given: dict[str, Any]) -> StepForm:
    after = waiting_time(task.assignment.deadline_words or "")
    return CountedEventForm(count=count_words(after), **given) if after else EventForm(**given)


def _form_answer(task: Task, step: Step, form: StepForm, status: int) -> Response:
    page = render_template("tasks/step.html", task=task, step=step, words=STEP_WORDS[step], form=form)
    return varied(make_response(page, status))


def _standing(task: Task) -> int | None:
    return standing_agency_id(task.plan.issuer_id, task.plan_id, on=clock.today())
