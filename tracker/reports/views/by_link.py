"""The form behind the link of a message: one report, with the texts of the last one carried over, handed in at once."""

from dataclasses import replace

from flask import Response, url_for
from flask_babel import gettext as _

from tracker import clock
from tracker.errors import ChangedMeanwhile, DomainError, NotVisible
from tracker.extensions import db
from tracker.notifications.link_pages import (
    DONE,
    Holder,
    by_link,
    done_page,
    is_done,
    link_blueprint,
    link_page,
    once_more,
)
from tracker.notifications.links import REPORT_PAGES, Action, LinkRefused
from tracker.reports import queries
from tracker.reports.beginning import earlier_of, offered_to
from tracker.reports.drafting import Draft, check_writable
from tracker.reports.forms import ReportForm
from tracker.reports.lines import proposes_estimate
from tracker.reports.models import ReportRow
from tracker.reports.offering import untouched
from tracker.reports.outline import OUTLINE
from tracker.reports.rules import Channel, ReportState
from tracker.reports.service import writing as service
from tracker.reports.sources import rests_on_sources
from tracker.reports.views.lists import route_of
from tracker.reports.views.page import tables_of
from tracker.reports.views.writing import typed_results, uploads
from tracker.reports.words import row_title
from tracker.reports.written import opening_words
from tracker.vietnamese import day_text
from tracker.web.fragments import go_to

bp = link_blueprint("report_links")
_NO_TOKEN = {"meta": {"csrf": False}}  # the address is the secret


@bp.get(f"{REPORT_PAGES}<token>")
@by_link(Action.REPORT, "report_row")
def form(holder: Holder, token: str) -> Response:
    """Show the form with what is saved, or with the last report's texts; after it was sent, how the report stands."""
    row = _own_row(holder)
    if is_done():
        return _done(row, holder)
    _check_open(row)
    draft = _begun(row)
    return _form_answer(row, holder, token, ReportForm.showing(draft, row.version), draft, 200)


@bp.post(f"{REPORT_PAGES}<token>")
@by_link(Action.REPORT, "report_row")
def submit(holder: Holder, token: str) -> Response:
    """Hand the report in, as the person to whom the message went."""
    row = _own_row(holder)
    _check_open(row)
    typed = ReportForm(**_NO_TOKEN)
    draft = _typed(row, typed)
    if rests_on_sources(row):
        typed.lengthen()
    if not typed.validate():
        return _form_answer(row, holder, token, typed, draft, 422)
    try:
        service.submit_report(row, draft, uploads(), version=typed.seen_version, by=holder.actor, channel=Channel.LINK)
    except DomainError as refusal:
        if not once_more(refusal):
            raise
        db.session.rollback()
        return _refused(_own_row(holder), holder, token, typed, refusal)
    return go_to(f"{url_for('report_links.form', token=token)}?{DONE}=1")


def _begun(row: ReportRow) -> Draft:
    """Return what is saved, or what a report begins with: what is offered."""
    if row.draft:
        return Draft.of(row)
    offered = offered_to(row, earlier_of(row), today=clock.today())
    return Draft({code: offer.text for code, offer in offered.items()}, offered=offered)


def _typed(row: ReportRow, form: ReportForm) -> Draft:
    """Return what is typed, with what this form does not carry: the files of the draft, what was offered."""
    kept = _begun(row)
    return replace(form.draft, results=typed_results(row, kept), files=kept.files, offered=kept.offered)


def _own_row(holder: Holder) -> ReportRow:
    row = queries.row_visible_to(holder.actor, holder.link.subject_id)
    if not holder.actor.acts_for(row.agency_id):
        raise NotVisible()
    return row


def _check_open(row: ReportRow) -> None:
    try:
        check_writable(row, today=clock.today())
    except DomainError as refusal:
        raise LinkRefused(_(refusal.sentence), f"/bao-cao/{row.id}") from refusal


def _refused(row: ReportRow, holder: Holder, token: str, typed: ReportForm, refusal: DomainError) -> Response:
    _check_open(row)
    typed.form_errors.append(_(refusal.sentence))
    if isinstance(refusal, ChangedMeanwhile):
        typed.version.data = str(row.version)
    return _form_answer(row, holder, token, typed, _typed(row, typed), refusal.status)


def _form_answer(row: ReportRow, holder: Holder, token: str, typed: ReportForm, draft: Draft, status: int) -> Response:
    earlier = earlier_of(row)
    return link_page(
        "reports/by_link.html",
        holder,
        status,
        row=row,
        title=row_title(row),
        route=route_of(row),
        opening=opening_words(row),
        form=typed,
        token=token,
        outline=OUTLINE,
        offered=untouched(draft.content, draft.offered),
        earlier_name=earlier.name,
        tables=tables_of(row, earlier, draft, shows_errors=status != 200),
        proposes_estimates=proposes_estimate(cut_off_on=row.cut_off_on, period_end=row.period_end),
    )


def _done(row: ReportRow, holder: Holder) -> Response:
    waits = row.state is ReportState.AWAITING_APPROVAL
    sentence = _("Đã trình lãnh đạo cơ quan duyệt") if waits else _("Đã nộp báo cáo")
    details = [(_("Báo cáo"), row_title(row)), (_("Nơi nhận"), route_of(row)), (_("Hạn"), day_text(row.due_on))]
    if row.submitted_on is not None:
        details.append((_("Ngày nộp"), day_text(row.submitted_on)))
    return done_page(holder, sentence, details)
