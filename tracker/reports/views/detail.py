"""One report: the form for the agency, the text and its versions for those who follow the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, make_response, render_template, url_for
from flask_babel import gettext as _

from tracker import clock
from tracker.errors import DomainError
from tracker.files.serve import attachment
from tracker.history.pages import history_page
from tracker.reports import queries
from tracker.reports.drafting import Draft, check_writable, saved_day
from tracker.reports.forms import ReasonForm, ReportForm
from tracker.reports.handing_in import figures_day, own_figures
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.outline import OUTLINE, WrittenPart, part_states, written_parts
from tracker.reports.rights import judges
from tracker.reports.rules import HANDED_IN, Outcome, ReportCell, ReportState, cell_as_of
from tracker.reports.views.blueprint import bp
from tracker.reports.views.lists import READERS, route_of, soon_until, time_of
from tracker.reports.words import period_words, plan_words, row_title
from tracker.rights import Actor, Role
from tracker.vietnamese import day_text
from tracker.web.fragments import varied
from tracker.web.gate import me, open_to


@dataclass(frozen=True, slots=True)
class Carried:
    """What a new draft begins with: the texts of the agency's last report of this duty, and how that is called."""

    content: dict[str, str]
    name: str


NOTHING_CARRIED = Carried({}, "")


@bp.get("/bao-cao/<int:row_id>")
@open_to(*READERS)
def show(row_id: int) -> Response:
    """Show a report: to its agency the form while it may be written, else the text with its versions."""
    row = queries.row_visible_to(me(), row_id)
    return report_page(row)


@bp.get("/bao-cao/<int:row_id>/lich-su")
@open_to(*READERS)
def history(row_id: int) -> Response:
    """Show every change of the report as it was recorded."""
    row = queries.row_visible_to(me(), row_id)
    title = row_title(row)
    back = (_("Báo cáo"), url_for("reports.show", row_id=row.id))
    return history_page("report_row", row.id, words=f"{title}, {row.agency.name}", back=back)


@bp.get("/bao-cao/<int:row_id>/lan-nop/<int:number>/tep")
@bp.get("/bao-cao/<int:row_id>/lan-nop/<int:number>/tep/<int:file_id>")
@open_to(*READERS)
def signed_copy(row_id: int, number: int, file_id: int | None = None) -> Response:
    """Hand out a file of a version; without its id the first."""
    return attachment(queries.file_visible_to(me(), row_id, number, file_id))


def report_page(
    row: ReportRow, *, form: ReportForm | None = None, reason: ReasonForm | None = None, status: int = 200
) -> Response:
    """Return the page of a report, with a form that was refused in it, if there is one."""
    actor, today = me(), clock.today()
    submissions = queries.submissions_of(row.id)
    refusal = _refusal(row)
    writes = actor.acts_for(row.agency_id) and not refusal
    carried = carried_into(row) if writes and not submissions else NOTHING_CARRIED
    draft = Draft.of(row) if row.draft else Draft(carried.content)
    soon = soon_until(today)
    answer = make_response(
        render_template(
            "reports/show.html",
            row=row,
            title=row_title(row),
            opening=opening_words(row),
            route=route_of(row),
            time=time_of(row, today, soon),
            cell=cell_of(row, submissions, soon),
            form=form or ReportForm.showing(draft, row.version),
            reason=reason or ReasonForm(formdata=None, data={"version": row.version}),
            writes=writes,
            refusal=refusal,
            outline=OUTLINE,
            parts_of=parts_of,
            saved_on=saved_day(row),
            states=part_states(form.draft.content if form else draft.content, carried.content),
            carried=carried,
            figures=own_figures(row, on=figures_day(row, on=today)).as_figures(),
            figures_on=figures_day(row, on=today),
            submissions=submissions,
            stored=queries.files_of(submissions),
            standing=_standing(row, submissions),
            **_steps(actor, row, submissions),
        ),
        status,
    )
    return varied(answer)


def _steps(actor: Actor, row: ReportRow, submissions: Any) -> dict[str, bool]:
    """Say which buttons the page offers; the services decide again."""
    own = actor.acts_for(row.agency_id)
    unread = bool(submissions) and submissions[0].read_at is None
    judge = judges(actor, row, on=clock.today())
    submitted = row.state is ReportState.SUBMITTED
    return {
        "own": own,
        "heads": actor.heads(row.agency_id),
        "may_withdraw": own and submitted and unread,
        "may_approve": row.state is ReportState.AWAITING_APPROVAL and actor.heads(row.agency_id),
        "may_judge": judge and submitted,
        "may_begin": judge and submitted and unread,
        "may_return_accepted": judge and row.state is ReportState.ACCEPTED,
        "may_excuse": judge and not row.excused_on and row.state not in HANDED_IN,
        "may_close": actor.holds(Role.MONITOR, issuer_id=row.plan.issuer_id, plan_id=row.plan_id),
    }


def carried_into(row: ReportRow) -> Carried:
    """Return the texts of the agency's last report of this duty, there to be changed, not retyped."""
    found = queries.last_text_before(row)
    if found is None:
        return NOTHING_CARRIED
    submission, before = found
    texts = {code: text for code, text in submission.content.items() if code in set(ReportForm.text_codes())}
    return Carried(texts, period_words(before.period_kind, before.period_key, before.period_start))


def parts_of(content: Mapping[str, str], on: date) -> list[WrittenPart]:
    """Return the parts of a text as they are read, with the agency's figures of a day among the results."""
    title = _("Tình hình thực hiện nhiệm vụ được giao (tính đến ngày %(day)s)", day=day_text(on))
    return written_parts(content, title)


def opening_words(row: ReportRow) -> str:
    """Return the opening sentence, which nobody has to type."""
    words: str = _(
        "Thực hiện %(plan)s của %(issuer)s, %(agency)s báo cáo kết quả %(period)s.",
        plan=plan_words(row.plan.number, row.plan.title),
        issuer=row.plan.issuer.name,
        agency=row.agency.name,
        period=period_words(row.period_kind, row.period_key, row.period_start),
    )
    return words


def cell_of(row: ReportRow, submissions: Any, soon: date) -> ReportCell:
    """Return how the row looks today in a cell of the follow-up; `soon` is the last day that is due soon."""
    standing = _standing(row, submissions)
    returned = [s.outcome_on for s in submissions if s.outcome is Outcome.RETURNED]
    return cell_as_of(
        on=clock.today(),
        soon_until=soon,
        opens_on=row.opens_on,
        due_on=row.due_on,
        grace_until=row.grace_until,
        submitted_on=row.submitted_on,
        accepted=standing is not None and standing.outcome is Outcome.ACCEPTED,
        returned_on=max(returned, default=None),
        is_excused=row.excused_on is not None,
    )


def _standing(row: ReportRow, submissions: Any) -> ReportSubmission | None:
    """The submission that stands: the newest, unless it was withdrawn or returned."""
    newest: ReportSubmission | None = submissions[0] if submissions else None
    return newest if newest and newest.outcome in (Outcome.PENDING, Outcome.ACCEPTED) else None


def _refusal(row: ReportRow) -> str:
    try:
        check_writable(row, today=clock.today())
    except DomainError as refused:
        return str(_(refused.sentence))
    return ""
