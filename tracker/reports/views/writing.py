"""The agency saves its draft, hands the report in, has it approved, takes it back."""

from dataclasses import replace

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from tracker.errors import ChangedMeanwhile, DomainError
from tracker.extensions import db
from tracker.files.rules import FileRefused
from tracker.reports import queries
from tracker.reports.beginning import earlier_of, plan_lines
from tracker.reports.completeness import ReportIncomplete
from tracker.reports.differing import conflicts
from tracker.reports.drafting import Draft, DraftFile, saved_day
from tracker.reports.forms import ReportForm, SendBackForm, VersionedForm
from tracker.reports.lines import typed_lines
from tracker.reports.models import ReportRow
from tracker.reports.offering import Edit, Source, clear_text, drop_offers, fill_empty
from tracker.reports.outline import TEXT_CODES, nothing_at_all
from tracker.reports.result_fields import MARK, titles_in, typed_lines_in
from tracker.reports.results import TypedLine
from tracker.reports.rules import ReportState
from tracker.reports.service import writing as service
from tracker.reports.sources import SourcesChanged, rests_on_sources
from tracker.reports.views.blueprint import bp
from tracker.reports.views.page import report_page, shares_of
from tracker.rights import Role
from tracker.web.fragments import go_to, varied, wants_fragment
from tracker.web.gate import me, open_to

WRITERS = (Role.CLERK, Role.HEAD, Role.MONITOR)  # a monitor of the standing agency consolidates; services decide
PRESSES: dict[str, Edit] = {
    "bo-ky-truoc": drop_offers(Source.LAST_REPORT),
    "bo-de-xuat": drop_offers(Source.SYSTEM),
    "lay-de-xuat": fill_empty,
    "khong-phat-sinh": nothing_at_all,
}


@bp.post("/bao-cao/<int:row_id>/nhap")
@open_to(*WRITERS)
def save(row_id: int) -> Response:
    """Keep what is typed. htmx saves as one types and gets the line that says so; without it, a button does."""
    row, form = queries.row_visible_to(me(), row_id), ReportForm()
    draft = _typed(row, form)
    try:
        row = service.save_draft(
            row,
            draft,
            version=form.seen_version,
            by=me(),
            uploads=uploads(),
            without_file=_pressed_file(),
            edit=_pressed_edit(),
        )
    except ChangedMeanwhile as changed:
        return _conflict(row_id, form, draft, changed)
    except FileRefused as refused:
        return _wrong_file(row_id, form, draft, refused)
    if wants_fragment():
        words = {"row": row, "saved_on": saved_day(row), "shares": shares_of(row, draft)}
        return varied(make_response(render_template("reports/_saved_live.html", **words)))
    flash(_("Đã lưu bản nháp."), "success")
    return go_to(_page_of(row) + _place())


@bp.post("/bao-cao/<int:row_id>/nop")
@open_to(*WRITERS)
def submit(row_id: int) -> Response:
    """Hand the report in."""
    row, form = queries.row_visible_to(me(), row_id), ReportForm()
    draft = _typed(row, form)
    if rests_on_sources(row):
        form.lengthen()
    if not form.validate():
        return report_page(row, form=form, typed=draft, status=422)
    try:
        row = service.submit_report(row, draft, uploads(), version=form.seen_version, by=me())
    except FileRefused as refused:
        return _wrong_file(row_id, form, draft, refused)
    except ChangedMeanwhile as changed:
        return _conflict(row_id, form, draft, changed)
    except (ReportIncomplete, SourcesChanged) as refused:
        return _typed_again(row_id, form, draft, refused)
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


@bp.post("/bao-cao/<int:row_id>/sua-tiep")
@open_to(*WRITERS)
def recall(row_id: int) -> Response:
    """Take the draft out of the head's hands: the head to change it oneself, the clerk to go on writing."""
    row = service.recall_draft(queries.row_visible_to(me(), row_id), version=VersionedForm().seen_version, by=me())
    flash(_("Báo cáo trở lại bản nháp và sửa được."), "success")
    return go_to(_page_of(row))


@bp.post("/bao-cao/<int:row_id>/rut")
@open_to(*WRITERS)
def withdraw(row_id: int) -> Response:
    """Take the report back while nobody has begun to read it."""
    row = service.withdraw_report(queries.row_visible_to(me(), row_id), version=VersionedForm().seen_version, by=me())
    flash(_("Đã rút báo cáo về bản nháp; lần nộp vừa rồi vẫn được giữ trong các lần nộp."), "success")
    return go_to(_page_of(row))


def _typed(row: ReportRow, form: ReportForm) -> Draft:
    """Return everything that the form carries; what it does not carry stays as the draft has it."""
    kept = Draft.of(row)
    titles = titles_in(request.form.to_dict())
    files = tuple(DraftFile(f.file_id, titles.get(f.file_id, f.title)) for f in kept.files)
    return replace(form.draft, files=files, results=typed_results(row, kept), offered=kept.offered)


def typed_results(row: ReportRow, kept: Draft) -> tuple[TypedLine, ...]:
    """Return the lines of figures that the form carries; those of the draft when it carries none."""
    values = request.form.to_dict()
    if MARK not in values:
        return kept.results
    earlier = earlier_of(row)
    plan = plan_lines(row, earlier)
    known = {line.key for line in plan} | {line.key for line in kept.results}
    return tuple(typed_lines(plan, typed_lines_in(values, known), has_before=earlier.before is not None))


def uploads() -> list[FileStorage]:
    """Return the files that the form carries."""
    return [upload for upload in request.files.getlist("signed_copy") if upload.filename]


def _pressed_edit() -> Edit | None:
    section = request.form.get("clear", "")
    return clear_text(section) if section in TEXT_CODES else PRESSES.get(request.form.get("viec", ""))


def _pressed_file() -> int | None:
    written = request.form.get("remove_file", "")
    return int(written) if written.isdecimal() and len(written) < 10 else None


def _place() -> str:
    """Where on the page to go on after a press: the section that was cleared, the files, the lines."""
    section = request.form.get("clear", "")
    place = f"text-{section}" if section in TEXT_CODES else request.values.get("noi", "")
    return f"#{place}" if place.replace("-", "").replace("_", "").isalnum() and len(place) < 40 else ""


def _conflict(row_id: int, form: ReportForm, draft: Draft, changed: ChangedMeanwhile) -> Response:
    """Show both texts: what somebody else saved, and the form with what this person typed."""
    if wants_fragment():
        db.session.rollback()
        row = queries.row_visible_to(me(), row_id)
        found = conflicts(Draft.of(row), draft)
        page = render_template(
            "reports/_conflict.html", conflicts=found, sentence=_(changed.sentence), version=form.seen_version
        )
        return varied(make_response(page, 409))
    return _typed_again(row_id, form, draft, changed)


def _wrong_file(row_id: int, form: ReportForm, draft: Draft, refused: FileRefused) -> Response:
    if wants_fragment():
        raise refused
    form.signed_copy.errors = [_(refused.sentence)]
    return _typed_again(row_id, form, draft, None)


def _typed_again(row_id: int, form: ReportForm, draft: Draft, refused: DomainError | None) -> Response:
    """Show the form again with everything typed, what was refused, and the version that stands now."""
    db.session.rollback()
    row = queries.row_visible_to(me(), row_id)
    form.version.data = str(row.version)
    if refused:
        form.form_errors.append(_(refused.sentence))
    if uploads():
        form.signed_copy.errors = [*form.signed_copy.errors, _("Tệp vừa chọn chưa được giữ; hãy chọn lại.")]
    found = conflicts(Draft.of(row), draft) if isinstance(refused, ChangedMeanwhile) else []
    return report_page(row, form=form, typed=draft, conflicts=found, status=refused.status if refused else 422)


def _page_of(row: ReportRow) -> str:
    return url_for("reports.show", row_id=row.id)
