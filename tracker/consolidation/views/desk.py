"""Which consolidated reports the person makes, and those that could be ordered."""

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _

from tracker import clock
from tracker.consolidation.listing import consolidated_page, unordered_periods
from tracker.consolidation.service.ordering import order_consolidated_report
from tracker.consolidation.views.blueprint import bp
from tracker.consolidation.views.shared import WRITERS
from tracker.reports.views.lists import route_of
from tracker.reports.words import period_words, row_title
from tracker.web.fragments import go_to, varied
from tracker.web.gate import me, open_to
from tracker.web.paging import asked_page


@bp.get("/tong-hop")
@open_to(*WRITERS)
def index() -> Response:
    """Show the consolidated reports that the person's agencies make, the latest due first."""
    today = clock.today()
    page = consolidated_page(me(), today=today, number=asked_page())
    return varied(
        make_response(
            render_template(
                "consolidation/index.html",
                page=page,
                unordered=unordered_periods(me(), today=today),
                title_of=row_title,
                period_words=period_words,
                route_of=route_of,
            )
        )
    )


@bp.post("/tong-hop")
@open_to(*WRITERS)
def order() -> Response:
    """Give the standing agency its report of a period, and open it."""
    written, key = request.form.get("ke-hoach", ""), request.form.get("ky", "")[:12]
    plan_id = int(written) if written.isdecimal() and len(written) < 10 else 0
    row = order_consolidated_report(plan_id, key, by=me())
    flash(_("Đã lập báo cáo tổng hợp của kỳ này và các kỳ sau; hạn nộp theo chế độ báo cáo."), "success")
    return go_to(url_for("consolidation.show", row_id=row.id))
