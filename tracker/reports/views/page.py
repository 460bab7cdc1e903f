"""The page of one report: the form for its agency while it may be written, else the text with its versions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Response, make_response, render_template
from flask_babel import gettext as _

from tracker import clock
from tracker.errors import DomainError
from tracker.reports import queries
from tracker.reports.beginning import Earlier, earlier_of, offered_to, plan_lines
from tracker.reports.coverage import speech_of
from tracker.reports.differing import Conflict
from tracker.reports.drafting import Draft, check_writable, saved_day
from tracker.reports.forms import ReasonForm, ReportForm
from tracker.reports.handing_in import figures_day, task_figures
from tracker.reports.lines import FormLine, LineTable, line_tables, proposes_estimate
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.offering import untouched
from tracker.reports.outline import OUTLINE, part_states
from tracker.reports.results import read_lines, wrong_figures
from tracker.reports.rights import judges, writes_for
from tracker.reports.rules import HANDED_IN, Outcome, ReportCell, ReportState, cell_as_of
from tracker.reports.views.lists import route_of, soon_until, time_of
from tracker.reports.words import row_title
from tracker.reports.written import opening_words, window_words
from tracker.rights import Actor, Role
from tracker.web.fragments import varied
from tracker.web.gate import me


def report_page(
    row: ReportRow,
    *,
    form: ReportForm | None = None,
    typed: Draft | None = None,
    conflicts: Sequence[Conflict] = (),
    reason: ReasonForm | None = None,
    status: int = 200,
) -> Response:
    """Return the page of a report.

    With `form` and `typed` what somebody typed and what was refused; `conflicts`: what somebody else saved meanwhile.
    """
    actor, today = me(), clock.today()
    soon = soon_until(today)
    submissions = queries.submissions_of(row.id)
    refusal = _refusal(row)
    writes = writes_for(actor, row) and not refusal
    own_draft = typed or Draft.of(row)
    waits = writes_for(actor, row) and row.state is ReportState.AWAITING_APPROVAL
    page = render_template(
        "reports/show.html",
        row=row,
        title=row_title(row),
        opening=opening_words(row),
        route=route_of(row),
        time=time_of(row, today, soon),
        cell=cell_of(row, submissions, soon),
        reason=reason or ReasonForm(formdata=None, data={"version": row.version}),
        writes=writes,
        refusal=refusal,
        submissions=submissions,
        stored=queries.stored_files(_file_ids(submissions, own_draft if writes or waits else None)),
        waiting=_waiting_of(row) if waits else None,
        standing=standing_of(submissions),
        conflicts=conflicts,
        **(_form_of(row, form, own_draft) if writes else {}),
        **_steps(actor, row, submissions),
    )
    return varied(make_response(page, status))


def _waiting_of(row: ReportRow) -> dict[str, Any]:
    """What the head is asked to approve, as it would be handed in today."""
    draft, on = Draft.of(row), figures_day(row, on=clock.today())
    return {
        "draft": draft,
        "results": read_lines(draft.results),
        "figures": task_figures(row, on=on),
        "figures_on": on,
    }


def _form_of(row: ReportRow, form: ReportForm | None, draft: Draft) -> dict[str, Any]:
    """What the form shows. A report that nobody began begins with what is offered."""
    earlier = earlier_of(row)
    if not row.draft and form is None:
        offered = offered_to(row, earlier, today=clock.today())
        draft = Draft({code: offer.text for code, offer in offered.items()}, offered=offered)
    with_lines = {line.section for line in draft.results if line.is_filled}
    on, speech = figures_day(row, on=clock.today()), speech_of(row, today=clock.today())
    return {
        "form": form or ReportForm.showing(draft, row.version),
        "draft": draft,
        "window": window_words(row),
        "outline": OUTLINE,
        "saved_on": saved_day(row),
        "states": part_states(draft.content, draft.offered, with_lines),
        "offered": untouched(draft.content, draft.offered),
        "earlier_name": earlier.name,
        "tables": tables_of(row, earlier, draft, shows_errors=form is not None),
        "proposes_estimates": proposes_estimate(cut_off_on=row.cut_off_on, period_end=row.period_end),
        "figures": task_figures(row, on=on, speech=speech),
        "consolidates": speech.takes_up_others,
        "figures_on": on,
    }


def tables_of(row: ReportRow, earlier: Earlier, draft: Draft, *, shows_errors: bool) -> dict[str, LineTable]:
    """Return the tables of figures of the form, with what is typed in them and, after a refusal, what is wrong."""
    return line_tables(
        plan_lines(row, earlier),
        draft.results,
        estimates=proposes_estimate(cut_off_on=row.cut_off_on, period_end=row.period_end),
        has_before=earlier.before is not None,
        errors=wrong_figures(draft.results) if shows_errors or draft.results else {},
    )


def shares_of(row: ReportRow, draft: Draft) -> list[FormLine]:
    """Return the lines of the form, to say anew what share of the plan is done."""
    tables = tables_of(row, earlier_of(row), draft, shows_errors=False)
    lines = [line for table in tables.values() for line in (*table.usual, *table.others)]
    return [line for line in lines if line.typed.is_filled or not line.typed.is_own]  # the page has no newer empty one


def _file_ids(submissions: Sequence[ReportSubmission], draft: Draft | None) -> set[int]:
    of_versions = {file_id for submission in submissions for file_id in submission.file_ids}
    return of_versions | {file.file_id for file in draft.files} if draft else of_versions


def _steps(actor: Actor, row: ReportRow, submissions: Sequence[ReportSubmission]) -> dict[str, Any]:
    """Say which buttons the page offers; the services decide again."""
    own = writes_for(actor, row)
    newest = submissions[0] if submissions else None
    unread = newest is not None and newest.read_at is None
    judge = judges(actor, row, on=clock.today())
    submitted, waiting = row.state is ReportState.SUBMITTED, row.state is ReportState.AWAITING_APPROVAL
    return {
        "own": own,
        "heads": actor.heads(row.agency_id),
        "may_withdraw": own and _may_withdraw(row, newest),
        "may_object": own and newest is not None and not newest.objection and _may_object(row, newest),
        "may_approve": waiting and actor.heads(row.agency_id) and not row.excused_on and not row.closed_on,
        "may_recall": waiting and own,
        "may_judge": judge and submitted,
        "may_begin": judge and submitted and unread,
        "may_return_accepted": judge and row.state is ReportState.ACCEPTED,
        "may_excuse": judge and not row.excused_on and row.state not in HANDED_IN,
        "may_enter": judge and not actor.belongs_to(row.agency_id) and _may_enter(row),
        "may_close": actor.holds(Role.MONITOR, issuer_id=row.plan.issuer_id, plan_id=row.plan_id),
    }


def _may_withdraw(row: ReportRow, newest: ReportSubmission | None) -> bool:
    is_unread = newest is not None and newest.read_at is None and not newest.entered_by
    return is_unread and row.state is ReportState.SUBMITTED and row.closed_on is None


def _may_object(row: ReportRow, newest: ReportSubmission) -> bool:
    """What can no longer be taken back may still be asked back: once read, accepted, or entered by others."""
    accepted = row.state is ReportState.ACCEPTED
    return accepted or (row.state is ReportState.SUBMITTED and (newest.read_at is not None or bool(newest.entered_by)))


def _may_enter(row: ReportRow) -> bool:
    is_open = not row.excused_on and not row.closed_on and clock.today() >= row.opens_on
    return is_open and row.state not in HANDED_IN


def cell_of(row: ReportRow, submissions: Sequence[ReportSubmission], soon: date) -> ReportCell:
    """Return how the row looks today in a cell of the follow-up; `soon` is the last day that is due soon."""
    standing = standing_of(submissions)
    returned = [s.outcome_on for s in submissions if s.outcome is Outcome.RETURNED and s.outcome_on]
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


def standing_of(submissions: Sequence[ReportSubmission]) -> ReportSubmission | None:
    """Return the submission that stands: the newest, unless it was withdrawn or returned."""
    newest = submissions[0] if submissions else None
    return newest if newest and newest.outcome in (Outcome.PENDING, Outcome.ACCEPTED) else None


def _refusal(row: ReportRow) -> str:
    try:
        check_writable(row, today=clock.today())
    except DomainError as refused:
        return str(_(refused.sentence))
    return ""
