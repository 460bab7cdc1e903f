"""One call: bytes of a plan in, draft out. Nothing is stored, nothing is corrected."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.parsing.agency_refs import AgencyReader
from tracker.parsing.assignments import draft_assignments, unit_findings
from tracker.parsing.closed_classes import annex_units, class_members
from tracker.parsing.deadlines import PlanTime
from tracker.parsing.draft import Assignment, Finding, Period, PlanDraft, Source
from tracker.parsing.figured import read_plan_figures
from tracker.parsing.head import ReadHead, read_head
from tracker.parsing.lines import Line, build_lines, text_of
from tracker.parsing.outline import Outline, build_outline
from tracker.parsing.readers.care import Care, ask_if_long
from tracker.parsing.readers.document import MAX_BYTES, RawDocument
from tracker.parsing.readers.open import read_document
from tracker.parsing.reporting import read_duties
from tracker.parsing.routes import read_difficulty_route
from tracker.parsing.tables import ReadTable, read_tables
from tracker.parsing.targets import read_targets
from tracker.parsing.task_tables import table_findings
from tracker.parsing.unit import Unit
from tracker.parsing.units_of_work import read_units


@dataclass(frozen=True, slots=True)
class _Read:
    """What the first steps gave to the later ones."""

    text: str
    lines: Sequence[Line]
    outline: Outline
    head: ReadHead
    tables: Sequence[ReadTable]
    time: PlanTime
    agencies: AgencyReader


def extract_plan(content: bytes, filename: str, max_bytes: int = MAX_BYTES, care: Care | None = None) -> PlanDraft:
    """Return the draft of a plan file of any form that is read (readers/sniff.py).

    Raises UnreadableDocument with one Vietnamese sentence; with `care` also TooLong and NeedsTime. A readable file
    without assignments is a draft with the finding `no_assignments`. The same bytes always give the same draft.
    """
    care = care or Care()
    document = read_document(content, filename, max_bytes, care)
    ask_if_long(sum(map(len, document.lines)), document.pages, care)
    read = _first_steps(document)
    units = read_units(read.text, read.lines, read.outline, read.agencies, read.tables)
    assignments = _with_members(draft_assignments(read.text, units, read.agencies, read.time), read)
    targets = read_targets(read.lines, read.outline, read.time)
    figured = read_plan_figures(read.text, read.lines, read.outline, read.tables, read.head.plan, targets)
    return PlanDraft(
        source=_source(content, filename, document, len(read.text)),
        text=read.text,
        plan=read.head.plan,
        sections=read.outline.sections,
        assignments=assignments,
        reporting_duties=read_duties(read.text, units),
        difficulty_route=read_difficulty_route(read.text, units),
        targets=[*targets, *figured.targets],
        budget=figured.budget,
        tables=figured.tables,
        findings=[*figured.findings, *_findings(read, units, assignments)],
        quotas=figured.quotas,
    )


def _first_steps(document: RawDocument) -> _Read:
    lines = build_lines(document)
    text = text_of(lines)
    outline = build_outline(lines)
    head = read_head(text, lines, outline)
    time = _time(head.plan.period, head.issued_on)
    agencies = AgencyReader(head.unit, head.issued_on or time.start, is_committee=head.is_committee)
    return _Read(text, lines, outline, head, read_tables(lines), time, agencies)


def _source(content: bytes, filename: str, document: RawDocument, characters: int) -> Source:
    return Source(
        filename=filename,
        media_type=document.media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        characters=characters,
        pages=document.pages,
        complete=document.complete,
        note=document.note,
    )


def _time(period: Period | None, issued_on: date | None) -> PlanTime:
    if period is None:
        return PlanTime(issued_on=issued_on)
    return PlanTime(date.fromisoformat(period.start), date.fromisoformat(period.end), issued_on)


def _with_members(assignments: Sequence[Assignment], read: _Read) -> list[Assignment]:
    """Give the closed classes the members that the plan's own annex lists; the catalogue expands the others later."""
    place, on = read.agencies.place, read.agencies.on
    annexes = annex_units([table.draft for table in read.tables], place, on)
    if not annexes:
        return list(assignments)
    found = []
    for assignment in assignments:
        members = class_members(read.agencies.read(assignment.agency.name), annexes, place, on)
        agency = replace(assignment.agency, members=members) if members else assignment.agency
        found.append(replace(assignment, agency=agency))
    return found


def _findings(read: _Read, units: Sequence[Unit], assignments: Sequence[Assignment]) -> list[Finding]:
    findings = [
        *unit_findings(units),
        *table_findings(read.tables, units),
    ]
    if read.head.issued_on is None:
        findings.append(
            Finding("no_issue_date", "warning", "Văn bản không ghi đủ ngày ban hành; cần nhập khi xác nhận.")
        )
    if not assignments:
        findings.append(Finding("no_assignments", "error", "Không tìm thấy nhiệm vụ nào được giao trong văn bản."))
    return findings
