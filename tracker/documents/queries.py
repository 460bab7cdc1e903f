"""What a document says, read for the person who asks for it."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.documents.consolidated import SourceReport, annexes_for
from tracker.documents.official import Annex
from tracker.documents.report import Letterhead
from tracker.documents.report_text import ReportText
from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.reports import queries as reports
from tracker.reports.drafting import Draft
from tracker.reports.handing_in import figures_day, task_figures
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.outline import COVERAGE
from tracker.reports.results import lines_of
from tracker.reports.rights import writes_for
from tracker.reports.rules import Outcome
from tracker.reports.source_models import ConsolidatedVersion
from tracker.reports.sources import draft_coverage
from tracker.rights import Actor
from tracker.vietnamese import day_text

NOTHING_HANDED_IN = "Chưa có bản báo cáo nào được nộp; bản nháp chỉ cơ quan phải nộp xem được."
NO_SUCH_VERSION = "Không tìm thấy lần nộp này của báo cáo."


def version_visible_to(actor: Actor, row_id: int, number: int | None) -> tuple[ReportRow, ReportSubmission | None]:
    """Return a report and its version `number`; without it the one that stands, or None for the agency's own draft.

    Raises NotVisible for outsiders, for a number that does not exist, and for a draft of another agency.
    """
    row = reports.row_visible_to(actor, row_id)
    submissions = reports.submissions_of(row.id)
    if number is not None:
        asked = next((submission for submission in submissions if submission.number == number), None)
        if asked is None:
            raise NotVisible(NO_SUCH_VERSION)
        return row, asked
    standing = next((s for s in submissions[:1] if s.outcome in (Outcome.PENDING, Outcome.ACCEPTED)), None)
    if standing is None and not writes_for(actor, row):
        raise NotVisible(NOTHING_HANDED_IN)
    return row, standing


def text_of(row: ReportRow, submission: ReportSubmission | None, *, today: date) -> tuple[ReportText, Letterhead]:
    """Return what the version says, or the draft as of today, with its number and day."""
    if submission is not None:
        files = tuple(named["title"] for named in submission.named_files)
        figures, on = submission.figures, submission.figures_day
        text = ReportText(submission.content, lines_of(submission.results), figures, on, files)
        day = submission.letter_on or submission.submitted_on
        return text, Letterhead(submission.letter_number or "", day, today)
    draft, on = Draft.of(row), figures_day(row, on=today)
    files = tuple(file.title for file in draft.files)
    figures = task_figures(row, on=on)
    lines = [line for line in draft.results if line.is_filled]
    content = {**draft.content, COVERAGE: "\n".join(draft_coverage(row))}
    text = ReportText(content, lines, figures, on, files)
    return text, Letterhead(draft.letter_number, None, today)


def annexes_of(row: ReportRow, submission: ReportSubmission | None) -> tuple[Annex, ...]:
    """Return the annexes of a consolidated version; none for a report that takes up no others."""
    if submission is None:
        return ()
    kept = db.session.get(ConsolidatedVersion, submission.id)
    return _annexes(kept.coverage) if kept else ()


def _annexes(coverage: Mapping[str, Any]) -> tuple[Annex, ...]:
    versions = _submissions({used["submission_id"] for used in coverage["used"]})
    sources = [
        SourceReport(used["agency"], _letter(version), version.figures, lines_of(version.results))
        for used in coverage["used"]
        if (version := versions.get(used["submission_id"])) is not None
    ]
    return annexes_for(sources, coverage["absent"])


def _submissions(ids: Collection[int]) -> dict[int, ReportSubmission]:
    if not ids:
        return {}
    found = db.session.scalars(
        select(ReportSubmission).where(ReportSubmission.id.in_(ids)).order_by(ReportSubmission.id)
    )
    return {submission.id: submission for submission in found}


def _letter(version: ReportSubmission) -> str:
    day = day_text(version.letter_on or version.submitted_on)
    return f"{version.letter_number}, {day}" if version.letter_number else day
