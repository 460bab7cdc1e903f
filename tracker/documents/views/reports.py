"""A report as it is printed, as Word and as PDF: a version that was handed in, or for its agency the draft."""

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _

from tracker import clock
from tracker.documents import printing
from tracker.documents.head import Signing
from tracker.documents.official import OfficialDocument
from tracker.documents.queries import contents_of, version_visible_to
from tracker.documents.report import report_document
from tracker.documents.views.blueprint import as_pdf, as_word, asked_signer, bp
from tracker.errors import NotVisible
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.views.lists import READERS
from tracker.web.fragments import varied
from tracker.web.gate import me, open_to


@bp.get("/bao-cao/<int:row_id>/ban-in")
@open_to(*READERS)
def report_preview(row_id: int) -> Response:
    """Show the report as paper: what the Word and PDF files hold."""
    row, submission = version_visible_to(me(), row_id, _asked_version())
    page = render_template(
        "documents/report.html",
        row=row,
        submission=submission,
        version=_asked_version(),
        signer=asked_signer(),
        signings=signing_options(),
        **printing.shown(_document(row, submission)),
    )
    return varied(make_response(page))


@bp.get("/bao-cao/<int:row_id>/van-ban.docx")
@open_to(*READERS)
def report_word(row_id: int) -> Response:
    """Hand out the report as a Word file."""
    return as_word(_document(*version_visible_to(me(), row_id, _asked_version())))


@bp.get("/bao-cao/<int:row_id>/van-ban.pdf")
@open_to(*READERS)
def report_pdf(row_id: int) -> Response:
    """Hand out the report as a PDF."""
    return as_pdf(_document(*version_visible_to(me(), row_id, _asked_version())))


def signing_options() -> list[tuple[str, str]]:
    """Return in whose place a document may be signed, as it is chosen."""
    words = {
        Signing.HEAD: _("Thủ trưởng ký"),
        Signing.DEPUTY: _("Cấp phó ký thay (KT.)"),
        Signing.ORDER: _("Ký thừa lệnh (TL.)"),
    }
    return [(signing.value, words[signing]) for signing in Signing]


def _document(row: ReportRow, submission: ReportSubmission | None) -> OfficialDocument:
    text, letterhead, annexes = contents_of(row, submission, today=clock.today())
    return report_document(row, text, letterhead, asked_signer(), annexes)


def _asked_version() -> int | None:
    written = request.args.get("lan", "")
    if not written:
        return None
    if not written.isdecimal() or len(written) > 6:
        raise NotVisible()
    return int(written)
