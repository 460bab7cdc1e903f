"""A consolidated report is handed in, or comes back: its sources move with it. Adds, never commits."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from tracker import clock
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.reports.coverage import ABSENT, Coverage, Presence, coverage_of, is_consolidating
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.moves import move
from tracker.reports.rules import ReportState
from tracker.reports.source_models import ConsolidatedVersion, ReportSource
from tracker.reports.source_rules import LeftOut
from tracker.rights import Actor
from tracker.vietnamese import day_text


class SourcesChanged(DomainError):
    """A report that the draft rests on is accepted no longer, or was handed in anew: take from the sources again."""


def sources_of_row(row_id: int) -> Sequence[ReportSource]:
    """Return what the draft of a row rests on, with the source rows."""
    return db.session.scalars(
        select(ReportSource)
        .join(ReportSource.source_row)
        .where(ReportSource.row_id == row_id)
        .options(contains_eager(ReportSource.source_row))
        .order_by(ReportSource.id)
    ).all()


def coverage_to_keep(row: ReportRow) -> dict[str, Any] | None:
    """Return who is in a report that takes up others, as it is kept with the version that is handed in now.

    None for a report that takes up no others. Raises SourcesChanged where a source is accepted no longer.
    """
    if not is_consolidating(row, today=clock.today()):
        return None
    sources = _locked_sources(row)
    coverage = coverage_of(row, today=clock.today())
    _check_current(sources, coverage)
    return kept_coverage(coverage, sources)


def consolidate_sources(row: ReportRow, submission: ReportSubmission, coverage: dict[str, Any], by: Actor) -> None:
    """Move the sources of a report that was just handed in to CONSOLIDATED, and keep the coverage with the version."""
    for source in _locked_sources(row):
        if source.source_row.state is ReportState.ACCEPTED:
            move(source.source_row, ReportState.CONSOLIDATED, "consolidated", by, into=row.id)
    db.session.add(ConsolidatedVersion(submission_id=submission.id, coverage=coverage))
    db.session.flush()


def release_sources(row: ReportRow, by: Actor) -> None:
    """Give the sources of a consolidated report that was withdrawn or returned free again: they stay accepted."""
    for source in _locked_sources(row):
        if source.source_row.state is ReportState.CONSOLIDATED:
            move(source.source_row, ReportState.ACCEPTED, "released", by, out_of=row.id)
    db.session.flush()


def _locked_sources(row: ReportRow) -> Sequence[ReportSource]:
    """The sources, their rows locked in one order; read anew, since a judge may have changed them meanwhile."""
    return db.session.scalars(
        select(ReportSource)
        .join(ReportSource.source_row)
        .where(ReportSource.row_id == row.id)
        .options(contains_eager(ReportSource.source_row))
        .order_by(ReportSource.source_row_id)
        .with_for_update(of=ReportRow)
        .execution_options(populate_existing=True)
    ).all()


def _check_current(sources: Sequence[ReportSource], coverage: Coverage) -> None:
    stands = {entry.row.id: entry for entry in coverage.entries}
    for source in sources:
        entry = stands.get(source.source_row_id)
        if entry is None or entry.presence is not Presence.USED:
            raise SourcesChanged(
                f"Báo cáo của {source.agency_name} đã thay đổi sau khi được tổng hợp; "
                "hãy mở trang tổng hợp, lấy lại từ nguồn rồi nộp."
            )


def kept_coverage(coverage: Coverage, sources: Sequence[ReportSource]) -> dict[str, Any]:
    """Return what is kept of the coverage with a version (see ConsolidatedVersion)."""
    names = {source.source_row_id: source.agency_name for source in sources}
    return {
        "as_of": coverage.as_of.isoformat(),
        "used": [
            {
                "agency": names[entry.row.id],
                "row_id": entry.row.id,
                "submission_id": entry.submission_id,
                "number": entry.number,
                "plan_id": entry.row.plan_id,
            }
            for entry in coverage.of(Presence.USED)
        ],
        "absent": [
            {
                "agency": entry.row.agency.name,
                "row_id": entry.row.id,
                "standing": str(entry.presence),
                "reason": entry.reason,
                "day": entry.day.isoformat() if entry.day else None,
            }
            for entry in coverage.of(*ABSENT, Presence.FRESH, Presence.RENEWED)
        ],
        "not_in_district": [
            {"agency": entry.row.agency.name, "row_id": entry.row.id, "reason": entry.through}
            for entry in coverage.entries
            if entry.left_out is LeftOut.THROUGH_DISTRICT
        ],
    }


def draft_coverage(row: ReportRow) -> list[str]:
    """Return the same sentences for the draft of a report that takes up others, as of today; else none."""
    if not is_consolidating(row, today=clock.today()):
        return []
    return coverage_sentences(kept_coverage(coverage_of(row, today=clock.today()), sources_of_row(row.id)))


def rests_on_sources(row: ReportRow) -> bool:
    """Tell whether the draft of the row rests on other reports."""
    return db.session.scalar(select(ReportSource.id).where(ReportSource.row_id == row.id).limit(1)) is not None


def coverage_sentences(kept: dict[str, Any]) -> list[str]:
    """Return the sentences by which a consolidated report says who is in it, who is missing and who was excused."""
    used, absent = kept["used"], kept["absent"]
    day = day_text(date.fromisoformat(kept["as_of"]))
    sentences = [f"Báo cáo tổng hợp từ {len(used)} trên {len(used) + len(absent)} báo cáo (tính đến ngày {day})."]
    for standing, words in _ABSENT_WORDS.items():
        names = [_absent_name(entry) for entry in absent if entry["standing"] in standing]
        if names:
            sentences.append(f"{words} ({len(names)}): {'; '.join(names)}.")
    communes = [_absent_name(entry) for entry in kept.get("not_in_district", ())]
    if communes:
        words = "Báo cáo qua cấp huyện, chưa nằm trong báo cáo được chấp nhận của huyện"
        sentences.append(f"{words} ({len(communes)}): {'; '.join(communes)}.")
    return sentences


_ABSENT_WORDS = {
    (Presence.MISSING,): "Chưa nộp báo cáo",
    (Presence.RETURNED,): "Bị trả lại, chưa nộp lại",
    (Presence.WAITING,): "Đã nộp, chưa được chấp nhận",
    (Presence.FRESH, Presence.RENEWED): "Đã được chấp nhận, chưa đưa vào bản này",
    (Presence.EXCUSED,): "Được miễn báo cáo",
}


def _absent_name(entry: dict[str, Any]) -> str:
    reason = str(entry["reason"]).strip().rstrip(".")
    return f"{entry['agency']} ({reason})" if reason else str(entry["agency"])
