"""Raise a difficulty met in a report: the form is that of difficulties, which knows no reports."""

from flask import Response, url_for

from tracker.difficulties.asking import Place
from tracker.difficulties.views.raising import raising_answer
from tracker.reports import queries
from tracker.reports.views.blueprint import bp
from tracker.reports.words import row_title
from tracker.web.gate import me, signed_in


@bp.route("/bao-cao/<int:row_id>/kho-khan", methods=["GET", "POST"])
@signed_in
def difficulty(row_id: int) -> Response:
    """Show the form for a difficulty met in a report, and keep it."""
    row = queries.row_visible_to(me(), row_id)
    title = row_title(row)
    place = Place(row.plan, row.agency_id, "report_row", row.id, title)
    return raising_answer(place, back=url_for("reports.show", row_id=row.id))
