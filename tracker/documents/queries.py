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
from tracker.reports.coverage import coverage_of
from tracker.reports.drafting import Draft
from tracker.reports.handing_in import figures_day, task_figures
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.outline import COVERAGE
from tracker.reports.results import lines_of
from tracker.reports.rights import writes_for
from tracker.reports.rules import Outcome
from tracker.reports.source_models import ConsolidatedVersion
from tracker.reports.sources import coverage_sentences, kept_coverage, sources_of_row
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


def contents_of(
    row: ReportRow, submission: ReportSubmission | None, *, today: date
) -> tuple[ReportText, Letterhead, tuple[Annex, ...]]:
    """Return what the version says, or the draft as of today, with its number and day, and its annexes.

    A consolidated report has annexes; a version those of the day it was handed in, the draft what stands now.
    """
    if submission is None:
        return _draft(row, today)
    files = tuple(named["title"] for named in submission.named_files)
    figures, on = submission.figures, submission.figures_day
    text = ReportText(submission.content, lines_of(submission.results), figures, on, files)
    day = submission.letter_on or submission.submitted_on
    kept = db.session.get(ConsolidatedVersion, submission.id)
    return text, Letterhead(submission.letter_number or "", day, today), _annexes(kept.coverage) if kept else ()


def _draft(row: ReportRow, today: date) -> tuple[ReportText, Letterhead, tuple[Annex, ...]]:
    draft, on = Draft.of(row), figures_day(row, on=today)
    coverage = coverage_of(row, today=today)
    kept = kept_coverage(coverage, sources_of_row(row.id)) if coverage.entries else None
    content = {**draft.content, COVERAGE: "\n".join(coverage_sentences(kept)) if kept else ""}
    files = tuple(file.title for file in draft.files)
    lines = [line for line in draft.results if line.is_filled]
    text = ReportText(content, lines, task_figures(row, on=on), on, files)
    return text, Letterhead(draft.letter_number, None, today), _annexes(kept) if kept else ()


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
