"""Raise a difficulty: about a task, about a plan, and by the same form about a report (reports.views.difficulty)."""

from dataclasses import replace

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker import clock
from tracker.difficulties import service
from tracker.difficulties.asking import Place, Raised
from tracker.difficulties.forms import RaiseForm
from tracker.difficulties.rules import ANSWER_WORKING_DAYS, CompetentLevel, DifficultyRefused
from tracker.difficulties.views.blueprint import bp
from tracker.errors import NotAllowed
from tracker.plans.queries import plan_visible_to
from tracker.tasks.queries import task_visible_to
from tracker.tasks.wording import task_sentence
from tracker.web.fragments import go_to, varied
from tracker.web.gate import me, signed_in
from tracker.workdays.queries import working_calendar


@bp.route("/nhiem-vu/<int:task_id>/kho-khan", methods=["GET", "POST"])
@signed_in
def about_task(task_id: int) -> Response:
    """Show the form for a difficulty met in a task, and keep it."""
    task = task_visible_to(me(), task_id)
    place = Place(task.plan, task.agency_id, "task", task.id, task_sentence(task, 300))
    return raising_answer(place, back=url_for("tasks.show", task_id=task.id))


@bp.route("/ke-hoach/<int:plan_id>/kho-khan", methods=["GET", "POST"])
@signed_in
def about_plan(plan_id: int) -> Response:
    """Show the form for a difficulty met in the plan as a whole, and keep it."""
    plan = plan_visible_to(me(), plan_id)
    own = sorted(me().agency_ids)
    place = Place(plan, own[0] if own else 0)
    return raising_answer(place, back=url_for("plans.show", plan_id=plan.id))


def raising_answer(place: Place, *, back: str) -> Response:
    """Answer GET with the form and POST with what came of it. Raises NotAllowed for others than the agency."""
    if not me().acts_for(place.agency_id):
        raise NotAllowed(_("Chỉ chuyên viên và lãnh đạo của cơ quan được nêu khó khăn, vướng mắc của cơ quan mình."))
    agencies = _own_agencies(place)
    if request.method == "GET":
        in_ten_days = working_calendar().add_working_days(clock.today(), ANSWER_WORKING_DAYS)
        form = RaiseForm(agencies=agencies, formdata=None, data={"agency": place.agency_id, "answer_by": in_ten_days})
        return _page(place, form, back, 200)
    form = RaiseForm(agencies=agencies)
    answer_by = form.answer_by.data
    if not form.validate() or answer_by is None:
        return _page(place, form, back, 422)
    raised = Raised(form.words.data or "", form.asked.data or "", CompetentLevel(form.level.data), answer_by)
    try:
        made = service.raise_difficulty(replace(place, agency_id=form.agency.data), raised, by=me())
    except DifficultyRefused as refusal:
        form.form_errors.append(_(refusal.sentence))
        return _page(place, form, back, refusal.status)
    flash(_("Đã gửi; nơi có thẩm quyền được báo ngay."), "success")
    return go_to(url_for("difficulties.show", difficulty_id=made.id))


def _own_agencies(place: Place) -> list[tuple[int, str]]:
    """The agencies for which the person may raise it: that of the task or report; for a plan any of their own."""
    own = {a.agency_id: a.agency.name for a in current_user.person.appointments if a.agency_id in me().agency_ids}
    if place.subject is not None:
        return [(place.agency_id, own[place.agency_id])]
    return sorted(own.items(), key=lambda pair: pair[1])


def _page(place: Place, form: RaiseForm, back: str, status: int) -> Response:
    return varied(make_response(render_template("difficulties/raise.html", place=place, form=form, back=back), status))
