"""The agency saves its draft, hands the report in, has it approved, takes it back."""

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from tracker.errors import ChangedMeanwhile, DomainError
from tracker.extensions import db
from tracker.files.rules import FileRefused
from tracker.reports import queries
from tracker.reports.drafting import saved_day
from tracker.reports.forms import ReportForm, SendBackForm, VersionedForm
from tracker.reports.models import ReportRow
from tracker.reports.rules import ReportState
from tracker.reports.service import writing as service
from tracker.reports.views.blueprint import bp
from tracker.reports.views.detail import report_page
from tracker.rights import Role
from tracker.web.fragments import go_to, varied, wants_fragment
from tracker.web.gate import me, open_to


@bp.post("/bao-cao/<int:row_id>/nhap")
@open_to(Role.CLERK, Role.HEAD)
def save(row_id: int) -> Response:
    """Keep what is typed. htmx saves as one types and gets the line that says so; without it, a button does."""
    row, form = queries.row_visible_to(me(), row_id), ReportForm()
    draft = form.draft
    cleared = request.form.get("clear", "")
    if cleared:
        draft = type(draft)(
            {c: t for c, t in draft.content.items() if c != cleared}, draft.letter_number, draft.letter_on
        )
    try:
        row = service.save_draft(row, draft, version=form.seen_version, by=me())
    except ChangedMeanwhile as changed:
        if wants_fragment():
            raise
        return _typed_again(row_id, form, changed)
    if wants_fragment():
        return varied(make_response(render_template("reports/_saved.html", row=row, saved_on=saved_day(row))))
    flash(_("Đã lưu bản nháp."), "success")
    return go_to(_page_of(row))


@bp.post("/bao-cao/<int:row_id>/nop")
@open_to(Role.CLERK, Role.HEAD)
def submit(row_id: int) -> Response:
    """Hand the report in."""
    row, form = queries.row_visible_to(me(), row_id), ReportForm()
    if not form.validate():
        return report_page(row, form=form, status=422)
    upload: FileStorage | None = request.files.get("signed_copy")
    try:
        row = service.submit_report(
            row, form.draft, upload if upload and upload.filename else None, version=form.seen_version, by=me()
        )
    except FileRefused as refused:
        form.signed_copy.errors = [_(refused.sentence)]
        return _typed_again(row_id, form, None)
    except (ChangedMeanwhile, service.ReportIncomplete) as refused:
        return _typed_again(row_id, form, refused)
    if row.state is ReportState.AWAITING_APPROVAL:
        flash(_("Đã chuyển lãnh đạo cơ quan duyệt. Báo cáo được nộp khi lãnh đạo duyệt."), "success")
    else:
        flash(_("Đã nộp báo cáo. Biên nhận ở đầu trang."), "success")
    return go_to(_page_of(row))


@bp.post("/bao-cao/<int:row_id>/duyet")
@open_to(Role.HEAD)
def approve(row_id: int) -> Response:
    """The head approves and so hands in."""
    row = service.approve_report(queries.row_visible_to(me(), row_id), version=VersionedForm().seen_version, by=me())
    flash(_("Đã duyệt và nộp báo cáo."), "success")
    return go_to(_page_of(row))


@bp.post("/bao-cao/<int:row_id>/chuyen-lai")
@open_to(Role.HEAD)
def send_back(row_id: int) -> Response:
    """The head gives the draft back to the clerk."""
    row, form = queries.row_visible_to(me(), row_id), SendBackForm()
    if not form.validate():
        return report_page(row, reason=form, status=422)
    row = service.send_back_draft(row, form.reason.data or "", version=form.seen_version, by=me())
    flash(_("Đã chuyển lại bản nháp cho chuyên viên."), "success")
    return go_to(_page_of(row))


@bp.post("/bao-cao/<int:row_id>/rut")
@open_to(Role.CLERK, Role.HEAD)
def withdraw(row_id: int) -> Response:
    """Take the report back while nobody has begun to read it."""
    row = service.withdraw_report(queries.row_visible_to(me(), row_id), version=VersionedForm().seen_version, by=me())
    flash(_("Đã rút báo cáo về bản nháp; lần nộp vừa rồi vẫn được giữ trong các lần nộp."), "success")
    return go_to(_page_of(row))


def _typed_again(row_id: int, form: ReportForm, refused: DomainError | None) -> Response:
    """Show the form again with everything typed, what was refused, and the version that stands now."""
    db.session.rollback()
    row = queries.row_visible_to(me(), row_id)
    form.version.data = str(row.version)
    if refused:
        form.form_errors.append(_(refused.sentence))
    return report_page(row, form=form, status=refused.status if refused else 422)


def _page_of(row: ReportRow) -> str:
    return url_for("reports.show", row_id=row.id)
