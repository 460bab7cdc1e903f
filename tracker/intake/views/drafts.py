"""Pages of drafts: what waits for review, and the upload of a document."""

from flask import Blueprint, Response, current_app, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tracker.errors import DomainError
from tracker.extensions import db
from tracker.intake import queries
from tracker.intake.forms import UploadForm
from tracker.intake.issue.readings import KNOWN
from tracker.intake.reading_models import PlanReading
from tracker.intake.reading_queries import readings_open
from tracker.intake.service.queueing import take_in
from tracker.intake.service.reading import ReadPlan
from tracker.rights import Role
from tracker.web.fragments import go_to, varied
from tracker.web.gate import me, open_to
from tracker.web.paging import asked_page

bp = Blueprint("drafts", __name__)

FROM_THE_TEXT = "0"


@bp.get("/tiep-nhan")
@open_to(Role.MONITOR, Role.CLERK, Role.HEAD)
def index() -> ResponseReturnValue:
    """The drafts that still hold something to decide, and the upload form; for an agency, its own plans only."""
    actor = me()
    page = queries.drafts_in_review(actor, asked_page())
    if actor.has(Role.MONITOR):
        return render_template("intake/index.html", page=page, form=_form(None), readings=readings_open(actor))
    tasks = queries.own_plan_tasks(actor)
    return render_template("intake/own_plans.html", page=page, tasks=tasks, readings=readings_open(actor))


@bp.get("/tiep-nhan/moi")
@open_to(Role.MONITOR, Role.CLERK, Role.HEAD)
def new() -> ResponseReturnValue:
    """The upload form alone; with ?nhiem_vu=<task> for the own implementation plan that the task asks for."""
    task_id = _task_id(request.args.get("nhiem_vu"))
    if task_id is None and not me().has(Role.MONITOR):
        return go_to(url_for("drafts.index"))
    waiting = queries.draft_for_task(me(), task_id) if task_id is not None else None
    return render_template("intake/new.html", form=_form(task_id), waiting=waiting)


@bp.post("/tiep-nhan")
@open_to(Role.MONITOR, Role.CLERK, Role.HEAD)
def upload() -> ResponseReturnValue:
    """Read the document and go to its review, or to the page where it waits; one that came before is found again."""
    task_id = _task_id(request.form.get("nhiem_vu"))
    form = _form(task_id)
    if not form.validate_on_submit():
        return _refused(form, 422)
    try:
        read = take_in(
            form.file.data.read(),
            form.file.data.filename or "",
            by=me(),
            largest=current_app.config["MAX_UPLOAD_BYTES"],
            issuer_id=int(form.issuer_id.data) or None,
            task_id=task_id,
        )
    except DomainError as refusal:
        if refusal.status == 404:
            raise
        db.session.rollback()
        form.form_errors.append(_(refusal.sentence))
        return _refused(form, refusal.status)
    return go_to(next_page(read))


def next_page(read: ReadPlan | PlanReading) -> str:
    """Return where to go on: the review of the draft, or the page where the document waits."""
    if isinstance(read, PlanReading):
        return url_for("readings.show", reading_id=read.id)
    if read.is_new:
        flash(_("Đã đọc văn bản. Hãy rà soát rồi xác nhận; chưa có việc nào được giao."), "success")
    else:
        flash(_(KNOWN), "info")
    return url_for("review.show", draft_id=read.draft.id)


def _form(task_id: int | None) -> UploadForm:
    form = UploadForm(nhiem_vu=str(task_id or ""))
    issuers = [] if task_id else queries.issuers_monitored(me())
    named = [SelectChoice(str(agency.id), agency.name) for agency in issuers]
    form.issuer_id.choices = [SelectChoice(FROM_THE_TEXT, _("Theo văn bản")), *named]
    form.issuer_id.data = form.issuer_id.data or FROM_THE_TEXT
    return form


def _task_id(written: str | None) -> int | None:
    return int(written) if written and written.isdecimal() and len(written) < 10 else None


def _refused(form: UploadForm, status: int) -> Response:
    answer = current_app.make_response(render_template("intake/new.html", form=form))
    answer.status_code = status
    return varied(answer)
