"""One report: its page, its history, its files."""

from flask import Response, url_for
from flask_babel import gettext as _

from tracker.files.serve import attachment
from tracker.history.pages import history_page
from tracker.reports import queries
from tracker.reports.drafting import Draft
from tracker.reports.views.blueprint import bp
from tracker.reports.views.lists import READERS
from tracker.reports.views.page import report_page
from tracker.reports.words import row_title
from tracker.web.gate import me, open_to


@bp.get("/bao-cao/<int:row_id>")
@open_to(*READERS)
def show(row_id: int) -> Response:
    """Show a report: to its agency the form while it may be written, else the text with its versions."""
    return report_page(queries.row_visible_to(me(), row_id))


@bp.get("/bao-cao/<int:row_id>/lich-su")
@open_to(*READERS)
def history(row_id: int) -> Response:
    """Show every change of the report as it was recorded."""
    row = queries.row_visible_to(me(), row_id)
    back = (_("Báo cáo"), url_for("reports.show", row_id=row.id))
    return history_page("report_row", row.id, words=f"{row_title(row)}, {row.agency.name}", back=back)


@bp.get("/bao-cao/<int:row_id>/lan-nop/<int:number>/tep")
@bp.get("/bao-cao/<int:row_id>/lan-nop/<int:number>/tep/<int:file_id>")
@open_to(*READERS)
def signed_copy(row_id: int, number: int, file_id: int | None = None) -> Response:
    """Hand out a file of a version; without its id the first."""
    return attachment(queries.file_visible_to(me(), row_id, number, file_id))


@bp.get("/bao-cao/<int:row_id>/tep/<int:file_id>")
@open_to(*READERS)
def draft_file(row_id: int, file_id: int) -> Response:
    """Hand out a file of the draft, to the agency whose draft it is."""
    row = queries.row_written_by(me(), row_id)
    return attachment(queries.one_file(file_id, of={file.file_id for file in Draft.of(row).files}))
