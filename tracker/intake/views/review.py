"""The page of a review: the document beside its proposals, and what is done with the draft as a whole."""

from typing import Any

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.files.serve import attachment
from tracker.intake import queries
from tracker.intake.forms import HeadForm
from tracker.intake.models import Draft, DraftState
from tracker.intake.service.confirm import IdentityUnchecked, PlanThereAlready, confirm_draft
from tracker.intake.service.review import discard_draft, set_head
from tracker.intake.views import cutting as cutting
from tracker.intake.views import desk as desk
from tracker.intake.views import proposals as proposals
from tracker.intake.views import versions as versions
from tracker.intake.views.cards import REVIEWERS, workspace
from tracker.intake.views.cards import bp as bp
from tracker.intake.wording import document_name
from tracker.web.fragments import go_to, varied
from tracker.web.gate import me, open_to


@bp.get("/tiep-nhan/<int:draft_id>")
@open_to(*REVIEWERS)
def show(draft_id: int) -> ResponseReturnValue:
    """The document with its quotes marked, and the proposals: sure ones first, then those with a doubt."""
    return render_template("intake/review.html", **_page(queries.draft_visible_to(me(), draft_id)))


@bp.get("/tiep-nhan/<int:draft_id>/tep")
@open_to(*REVIEWERS)
def original(draft_id: int) -> ResponseReturnValue:
    """The document as it was uploaded."""
    return attachment(queries.draft_visible_to(me(), draft_id).file)


@bp.post("/tiep-nhan/<int:draft_id>/phan-dau")
@open_to(*REVIEWERS)
def head(draft_id: int) -> ResponseReturnValue:
    """Add number, day and period."""
    draft = queries.draft_visible_to(me(), draft_id)
    form = HeadForm()
    status = 422
    if form.validate_on_submit():
        try:
            set_head(
                draft_id,
                number=form.number.data,
                issued_on=form.issued_on.data,
                start=form.start.data,
                end=form.end.data,
                version=_number(form.version.data),
                by=me(),
            )
            flash(_("Đã lưu phần đầu của kế hoạch."), "success")
            return _back(draft_id)
        except DomainError as refusal:
            db.session.rollback()
            status = refusal.status
            form.form_errors.append(_(refusal.sentence))
            draft = queries.draft_visible_to(me(), draft_id)
    answer = Response(render_template("intake/review.html", **_page(draft, form)), status)
    return varied(answer)


@bp.post("/tiep-nhan/<int:draft_id>/xac-nhan")
@open_to(*REVIEWERS)
def confirm(draft_id: int) -> ResponseReturnValue:
    """Make what is chosen."""
    chosen, checked = _number(request.form.get("chosen")), request.form.get("da-doi-chieu") == "1"
    try:
        issued = confirm_draft(draft_id, chosen=chosen, by=me(), today=clock.today(), is_identity_checked=checked)
    except DomainError as refusal:
        if refusal.status not in (409, 422):
            raise
        db.session.rollback()
        page = _page(queries.draft_visible_to(me(), draft_id))
        page |= _refused(refusal, draft_id, page["counts"].chosen)
        return varied(Response(render_template("intake/review.html", **page), refusal.status))
    words = _(
        "Đã giao việc: kế hoạch có %(tasks)s nhiệm vụ và %(rows)s kỳ báo cáo.", tasks=issued.tasks, rows=issued.rows
    )
    flash(words, "success")
    return go_to(url_for("plans.show", plan_id=issued.plan.id))


@bp.post("/tiep-nhan/<int:draft_id>/huy")
@open_to(*REVIEWERS)
def discard(draft_id: int) -> ResponseReturnValue:
    """Throw the draft away."""
    discard_draft(draft_id, by=me())
    flash(_("Đã hủy bản nháp; chưa có việc nào được giao từ văn bản này."), "info")
    return go_to(url_for("drafts.index"))


def _refused(refusal: DomainError, draft_id: int, chosen: int) -> dict[str, Any]:
    """Return why nothing was confirmed, on the page itself; with the plan and its officer where it was done before."""
    if isinstance(refusal, IdentityUnchecked):
        return {"refusal": _(refusal.sentence)}
    plan = queries.plan_of_draft(draft_id)
    if plan and (isinstance(refusal, PlanThereAlready) or not chosen):
        words = _("%(who)s đã xác nhận kế hoạch này trước đó; chưa giao thêm việc nào.", who=plan.confirmed_by)
        return {"refused": words, "there": plan}
    return {"refused": _(refusal.sentence)}


def _page(draft: Draft, form: HeadForm | None = None) -> dict[str, Any]:
    return workspace(
        draft,
        is_open=draft.state is not DraftState.DISCARDED,
        head_form=form or _head_form(draft),
        name=document_name(draft),
        asks_head=form is not None or not (draft.issued_on and draft.period_start and draft.period_end),
    )


def _head_form(draft: Draft) -> HeadForm:
    return HeadForm(
        formdata=None,
        number=draft.number,
        issued_on=draft.issued_on,
        start=draft.period_start,
        end=draft.period_end,
        version=str(draft.version),
    )


def _number(written: str | None) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 10 else -1


def _back(draft_id: int) -> Response:
    return go_to(url_for("review.show", draft_id=draft_id))
