"""Take the accepted reports into the draft of a consolidated one, as often as one likes; what was edited stays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker import clock
from tracker.consolidation.reading import Origin, Voiced, plan_figures, sums_of, texts_of, voiced
from tracker.consolidation.rules.figures import lines_taken_again, mark_of, summed_lines
from tracker.consolidation.rules.keeping import taken_again
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.history.record import record
from tracker.reports.coverage import Coverage, coverage_of
from tracker.reports.drafting import Draft, check_version, check_writable, keep_draft, settle_draft
from tracker.reports.models import ReportRow
from tracker.reports.moves import locked, move
from tracker.reports.outline import OUTLINE, TEXT_CODES
from tracker.reports.results import TypedLine, as_json, typed_lines_of
from tracker.reports.rights import check_writes
from tracker.reports.rules import ReportState
from tracker.reports.source_models import ConsolidationBase, ReportSource
from tracker.reports.sources import sources_of_row
from tracker.rights import Actor


class NothingAccepted(DomainError):
    """No report is accepted yet, and the draft rests on none."""


class NotFromSources(DomainError):
    """What is asked for does not come from the sources."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking did: how many reports the draft rests on now, and where edited words and figures stayed."""

    row: ReportRow
    reports: int
    sections: tuple[str, ...]  # codes of sections in which words of the sources did not replace edited ones
    lines: tuple[str, ...]  # labels of lines whose typed figure stayed


def take_sources(row: ReportRow, *, version: int, by: Actor) -> Taken:
    """Let the draft rest on exactly the reports that are accepted now, and bring in what changed since the last time.

    What a person edited is never overwritten. Forms opened before are stale from now on. Raises NotAllowed,
    PeriodNotOpen, AlreadyHandedIn, ChangedMeanwhile, NothingAccepted.
    """
    row = _row_for_writing(row, version, by)
    coverage = coverage_of(row, today=clock.today())
    kept = sources_of_row(row.id)
    if not coverage.accepted and not kept:
        raise NothingAccepted("Chưa có báo cáo nào được chấp nhận nên chưa có gì để tổng hợp.")
    sources = voiced(_synchronised(row, coverage, kept))
    sums = sums_of(sources, plan_figures(row.plan_id))
    taken = _merged_into_draft(row, sources, texts_of(sources, sums), summed_lines(sums), by)
    number = len(coverage.accepted)
    if row.state is ReportState.NOT_STARTED:
        move(row, ReportState.DRAFT, "sources_taken", by, reports=number)
    else:
        record(by, "sources_taken", row, after={"reports": number})
    settle_draft(row)
    db.session.commit()
    return taken


def _row_for_writing(row: ReportRow, version: int, by: Actor) -> ReportRow:
    check_writes(by, row)
    row = locked(row)
    check_writable(row, today=clock.today())
    check_version(row, version, by=by)
    return row


def _synchronised(row: ReportRow, coverage: Coverage, kept: Sequence[ReportSource]) -> list[Origin]:
    """Make the sources of the draft those that are accepted now; a report keeps the name it was taken up with."""
    known = {source.source_row_id: source for source in kept}
    origins = []
    for entry in coverage.accepted:
        assert entry.submission_id is not None
        source = known.pop(entry.row.id, None)
        if source is None:
            source = ReportSource(row_id=row.id, source_row_id=entry.row.id, plan_id=entry.row.plan_id)
            db.session.add(source)
        if source.submission_id != entry.submission_id:
            source.submission_id = entry.submission_id
            source.agency_name = entry.row.agency.name
            source.taken_on = clock.today()
        origins.append(Origin(entry.row.id, entry.submission_id, source.agency_name, entry.row.plan_id))
    for fallen in known.values():
        db.session.delete(fallen)
    return origins


def _merged_into_draft(
    row: ReportRow, sources: Sequence[Voiced], texts: dict[str, str], lines: list[TypedLine], by: Actor
) -> Taken:
    base, draft = db.session.get(ConsolidationBase, row.id), Draft.of(row)
    last = base.content if base else {}
    results = lines_taken_again(typed_lines_of(base.results) if base else [], draft.results, lines)
    merged = {
        code: taken_again(last.get(code, ""), draft.content.get(code, ""), texts.get(code, "")) for code in TEXT_CODES
    }
    content = {code: kept.text for code, kept in merged.items() if kept.text}
    ticked = {part.code: draft.content[part.code] for part in OUTLINE if draft.content.get(part.code)}
    written = {part.code for part in OUTLINE if any(content.get(section.code) for section in part.sections)}
    content |= {code: words for code, words in ticked.items() if code not in written}
    keep_draft(row, replace(draft, content=content, results=results.lines), by=by)
    _keep_base(row, base, texts, lines, by)
    clashing = tuple(code for code, kept in merged.items() if kept.clashes)
    return Taken(row, len(sources), clashing, results.clashes)


def _keep_base(
    row: ReportRow, base: ConsolidationBase | None, texts: dict[str, str], lines: list[TypedLine], by: Actor
) -> None:
    if base is None:
        base = ConsolidationBase(row_id=row.id)
        db.session.add(base)
    base.content, base.results = texts, as_json(lines)
    base.taken_at, base.taken_on, base.taken_by = clock.now(), clock.today(), by.name


def use_section(row: ReportRow, code: str, *, version: int, by: Actor) -> ReportRow:
    """Put what the sources say in place of a section that was edited: a person asked for it. Raises as take_sources."""
    row = _row_for_writing(row, version, by)
    base = db.session.get(ConsolidationBase, row.id)
    if base is None or code not in TEXT_CODES:
        raise NotFromSources("Mục này chưa có nội dung lấy từ báo cáo nguồn.")
    draft = Draft.of(row)
    content = {**draft.content, code: base.content.get(code, "")}
    keep_draft(row, replace(draft, content={key: text for key, text in content.items() if text}), by=by)
    record(by, "section_taken", row, after={"section": code})
    settle_draft(row)
    db.session.commit()
    return row


def use_line(row: ReportRow, key: str, *, version: int, by: Actor) -> ReportRow:
    """Put the sum in place of a figure that was typed. `key` is that of the line in the draft. Raises as above."""
    row = _row_for_writing(row, version, by)
    base, draft = db.session.get(ConsolidationBase, row.id), Draft.of(row)
    sums = {mark_of(line): line for line in typed_lines_of(base.results if base else [])}
    typed = next((line for line in draft.results if line.key == key), None)
    summed = sums.get(mark_of(typed)) if typed else None
    if typed is None or summed is None:
        raise NotFromSources("Dòng này không có số cộng từ báo cáo nguồn.")
    taken = replace(typed, actual=summed.actual, is_estimate=summed.is_estimate)
    keep_draft(row, replace(draft, results=tuple(taken if line is typed else line for line in draft.results)), by=by)
    record(by, "section_taken", row, after={"label": typed.label})
    settle_draft(row)
    db.session.commit()
    return row
