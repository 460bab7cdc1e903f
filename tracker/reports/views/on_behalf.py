"""A report that came on paper or by e-mail is typed in; its agency asks for its return."""

from dataclasses import replace
from datetime import date

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _

from tracker import clock
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.files.rules import FileRefused
from tracker.reports import queries
from tracker.reports.beginning import earlier_of, plan_lines
from tracker.reports.drafting import Draft
from tracker.reports.forms import ObjectForm, OnBehalfForm
from tracker.reports.lines import line_tables, typed_lines
from tracker.reports.models import ReportRow
from tracker.reports.outline import OUTLINE
from tracker.reports.result_fields import typed_lines_in
from tracker.reports.results import wrong_figures
from tracker.reports.rights import check_judges
from tracker.reports.rules import Channel
from tracker.reports.service import on_behalf as service
from tracker.reports.views.blueprint import bp
from tracker.reports.views.judging import JUDGES
from tracker.reports.views.page import report_page
from tracker.reports.views.writing import WRITERS, uploads
from tracker.reports.words import row_title
from tracker.web.fragments import go_to, varied
from tracker.web.gate import me, open_to


@bp.get("/bao-cao/<int:row_id>/nhap-thay")
@open_to(*JUDGES)
def on_behalf(row_id: int) -> Response:
    """Show the form for a report that came on paper or by e-mail."""
    row = queries.row_visible_to(me(), row_id)
    check_judges(me(), row, on=clock.today())
    return _form_page(row, OnBehalfForm.beginning(row.version), Draft())


@bp.post("/bao-cao/<int:row_id>/nhap-thay")
@open_to(*JUDGES)
def enter_on_behalf(row_id: int) -> Response:
    """Hand the report in for its agency."""
    row, form = queries.row_visible_to(me(), row_id), OnBehalfForm()
    check_judges(me(), row, on=clock.today())
    draft = _typed(row, form)
    if not form.validate():
        return _form_page(row, form, draft, status=422)
    received_on = form.received_on.data
    assert isinstance(received_on, date)
    received = service.Received(Channel(form.channel.data), received_on)
    try:
        service.enter_on_behalf(row, draft, uploads(), received, version=form.seen_version, by=me())
    except FileRefused as refused:
        form.signed_copy.errors = [_(refused.sentence)]
        return _typed_again(row_id, form, draft, None)
    except DomainError as refused:
        if refused.status in (403, 404):
            raise
        return _typed_again(row_id, form, draft, refused)
    flash(_("Đã nhập thay báo cáo; cơ quan đã được báo và có thể đề nghị trả lại."), "success")
    return go_to(url_for("reports.show", row_id=row_id))


@bp.post("/bao-cao/<int:row_id>/de-nghi-tra-lai")
@open_to(*WRITERS)
def ask_for_return(row_id: int) -> Response:
    """The agency asks for the return of its report."""
    row, form = queries.row_visible_to(me(), row_id), ObjectForm()
    if not form.validate():
        return report_page(row, reason=form, status=422)
    service.ask_for_return(row, form.reason.data or "", version=form.seen_version, by=me())
    flash(_("Đã gửi đề nghị trả lại; cơ quan theo dõi sẽ xem xét."), "success")
    return go_to(url_for("reports.show", row_id=row_id))


def _typed(row: ReportRow, form: OnBehalfForm) -> Draft:
    earlier = earlier_of(row)
    plan = plan_lines(row, earlier)
    found = typed_lines_in(request.form.to_dict(), {line.key for line in plan})
    return replace(form.draft, results=tuple(typed_lines(plan, found, has_before=earlier.before is not None)))


def _typed_again(row_id: int, form: OnBehalfForm, draft: Draft, refused: DomainError | None) -> Response:
    db.session.rollback()
    row = queries.row_visible_to(me(), row_id)
    form.version.data = str(row.version)
    if refused:
        form.form_errors.append(_(refused.sentence))
    if uploads():
        form.signed_copy.errors = [*form.signed_copy.errors, _("Tệp vừa chọn chưa được giữ; hãy chọn lại.")]
    return _form_page(row, form, draft, status=refused.status if refused else 422)


def _form_page(row: ReportRow, form: OnBehalfForm, draft: Draft, status: int = 200) -> Response:
    earlier = earlier_of(row)
    tables = line_tables(
        plan_lines(row, earlier),
        draft.results,
        estimates=False,
        has_before=earlier.before is not None,
        errors=wrong_figures(draft.results),
    )
    page = render_template(
        "reports/on_behalf.html", row=row, title=row_title(row), form=form, tables=tables, outline=OUTLINE, offered={}
    )
    return varied(make_response(page, status))
