"""The monitor closes a period of a plan and opens it again."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.reports import queries
from tracker.reports.service import closing as service
from tracker.reports.views.blueprint import bp
from tracker.rights import Role
from tracker.web.fragments import go_to
from tracker.web.gate import me, open_to


@bp.post("/bao-cao/<int:row_id>/khoa-ky")
@open_to(Role.MONITOR)
def close(row_id: int) -> Response:
    """Close the period of this report, for every agency of the plan."""
    row = queries.row_visible_to(me(), row_id)
    number = service.close_period(row.plan, row.period_key, by=me())
    flash(ngettext("Đã khóa kỳ cho %(num)s báo cáo.", "Đã khóa kỳ cho %(num)s báo cáo.", number), "success")
    return go_to(url_for("reports.show", row_id=row_id))


@bp.post("/bao-cao/<int:row_id>/mo-ky")
@open_to(Role.MONITOR)
def reopen(row_id: int) -> Response:
    """Open the period again."""
    row = queries.row_visible_to(me(), row_id)
    service.reopen_period(row.plan, row.period_key, by=me())
    flash(_("Đã mở lại kỳ báo cáo."), "success")
    return go_to(url_for("reports.show", row_id=row_id))
