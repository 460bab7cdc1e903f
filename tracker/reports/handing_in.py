"""A report is handed in: one more version, kept as it came. Adds, never commits."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker import clock
from tracker.extensions import db
from tracker.reports.coverage import Speech, speech_of
from tracker.reports.drafting import Draft
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.moves import move
from tracker.reports.outline import COVERAGE
from tracker.reports.results import as_json, read_lines
from tracker.reports.rules import Channel, ReportState
from tracker.reports.sources import consolidate_sources, coverage_sentences, coverage_to_keep
from tracker.rights import Actor
from tracker.tasks.counts import Counts, counts_of
from tracker.tasks.models import Task
from tracker.vietnamese import parse_day


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a report came. On paper or by e-mail: on which day, typed in by whoever follows the plan."""

    channel: Channel = Channel.SYSTEM
    received_on: date | None = None  # None: today


BY_THE_SYSTEM = Arrival()


def hand_in(
    row: ReportRow, by: Actor, *, draft: Draft | None = None, arrival: Arrival = BY_THE_SYSTEM
) -> ReportSubmission:
    """Add the version that the row's draft (or `draft`) makes, and move the row to SUBMITTED, its sources with it.

    Returns the submission with its id. Raises FigureUnclear where a figure of the draft is none, ReportMoveRefused,
    SourcesChanged where a consolidated report rests on one that is accepted no longer.
    """
    draft = Draft.of(row) if draft is None else draft
    received_on = arrival.received_on or clock.today()
    coverage = coverage_to_keep(row)
    told = {COVERAGE: "\n".join(coverage_sentences(coverage))} if coverage else {}
    number = db.session.scalar(select(func.max(ReportSubmission.number)).where(ReportSubmission.row_id == row.id))
    submission = ReportSubmission(
        row_id=row.id,
        number=(number or 0) + 1,
        submitted_at=clock.now(),
        submitted_on=received_on,
        entered_on=clock.today(),
        content={**draft.content, **told},
        results=as_json(read_lines(draft.results)),
        figures_on=figures_day(row, on=received_on),
        figures=task_figures(row, on=figures_day(row, on=received_on)),
        letter_number=draft.letter_number or None,
        letter_on=parse_day(draft.letter_on),
        file_id=draft.files[0].file_id if draft.files else None,
        files=draft.named_files,
        channel=arrival.channel,
        **_doer(row, by, arrival),
    )
    db.session.add(submission)
    row.submitted_on = received_on
    action = "submitted" if arrival.received_on is None else "entered_on_behalf"
    noted = {"submission": submission.number, "submitted_on": received_on, "channel": arrival.channel}
    move(row, ReportState.SUBMITTED, action, by, **noted)
    db.session.flush()
    if coverage:
        consolidate_sources(row, submission, coverage, by)
    return submission


def _doer(row: ReportRow, by: Actor, arrival: Arrival) -> dict[str, object]:
    if arrival.received_on is None:
        return {"submitted_by_id": by.person_id, "submitted_by": by.name}
    return {"submitted_by": row.agency.name[:200], "entered_by_id": by.person_id, "entered_by": by.name}


def figures_day(row: ReportRow, *, on: date) -> date:
    """Return the day at whose end the figures of the tasks are taken: the cut-off, or `on` when that comes first."""
    return min(row.cut_off_on, on)


def own_figures(row: ReportRow, *, on: date) -> Counts:
    """Return the 2 × 2 of the agency's own tasks in the plan at the end of the day `on`."""
    return counts_of(on, Task.plan_id == row.plan_id, Task.agency_id == row.agency_id)


def task_figures(row: ReportRow, *, on: date, speech: Speech | None = None) -> dict[str, int]:
    """Return the 2 × 2 that the report gives as of a day, recomputed from the tasks, never summed from other reports.

    Of its agency's own tasks; of the whole plan, marked "whole_plan", where the report speaks for the plan.
    """
    if (speech or speech_of(row, today=clock.today())).for_its_plan:
        return {**counts_of(on, Task.plan_id == row.plan_id).as_figures(), "whole_plan": 1}
    return own_figures(row, on=on).as_figures()
