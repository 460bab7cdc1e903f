"""Whoever follows the plan reads a report, accepts it, returns it, or excuses an agency."""

from collections.abc import Callable

from flask import Response, flash, url_for
from flask_babel import gettext as _

from tracker.reports import queries
from tracker.reports.forms import ExcuseForm, ReasonForm, VersionedForm
from tracker.reports.models import ReportRow
from tracker.reports.service import judging as service
from tracker.reports.views.blueprint import bp
from tracker.reports.views.page import report_page
from tracker.rights import Role
from tracker.web.fragments import go_to
from tracker.web.gate import me, open_to

JUDGES = (Role.MONITOR, Role.SECRETARY)


@bp.post("/bao-cao/<int:row_id>/kiem-tra")
@open_to(*JUDGES)
def begin_reading(row_id: int) -> Response:
    """Mark the report as being read; the agency sees it and can no longer take it back."""
    row = queries.row_visible_to(me(), row_id)
    service.start_reading(row, version=VersionedForm().seen_version, by=me())
    return go_to(url_for("reports.show", row_id=row_id))


@bp.post("/bao-cao/<int:row_id>/chap-nhan")
@open_to(*JUDGES)
def accept(row_id: int) -> Response:
    """Accept the report."""
    row = queries.row_visible_to(me(), row_id)
    service.accept_report(row, version=VersionedForm().seen_version, by=me())
    flash(_("Đã chấp nhận báo cáo."), "success")
    return go_to(url_for("reports.show", row_id=row_id))


@bp.post("/bao-cao/<int:row_id>/tra-lai")
@open_to(*JUDGES)
def give_back(row_id: int) -> Response:
    """Return the report with a reason."""
    return _with_reason(row_id, ReasonForm(), service.return_report, _("Đã trả lại báo cáo."))


@bp.post("/bao-cao/<int:row_id>/mien")
@open_to(*JUDGES)
def excuse(row_id: int) -> Response:
    """Excuse the agency from this report with a reason."""
    return _with_reason(row_id, ExcuseForm(), service.excuse_agency, _("Đã miễn báo cáo kỳ này cho cơ quan."))


def _with_reason(row_id: int, form: ReasonForm, step: Callable[..., ReportRow], done: str) -> Response:
    row = queries.row_visible_to(me(), row_id)
    if not form.validate():
        return report_page(row, reason=form, status=422)
    step(row, form.reason.data or "", version=form.seen_version, by=me())
    flash(done, "success")
    return go_to(url_for("reports.show", row_id=row_id))
