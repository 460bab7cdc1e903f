"""What holds for the reading of every file, known or not."""

import re
from collections import Counter
from itertools import pairwise

from tests.parsing.annotations import letters_of
from tracker.parsing.draft import Assignment, PlanDraft, Section, Span
from tracker.parsing.markers import marker_of

DOUBTS = {
    *("agency_unknown", "agency_ambiguous", "open_class", "deadline_unclear", "boundary_unsure", "mode_unclear"),
    "poor_text",
}
TOLD_ELSEWHERE = ("lead_in", "closing_order", "unplaced", "repeated")
SURE = 0.9
_ADDRESS = 170
"""The longest passage before the work of a paragraph: its number and the names of those who are told."""


def as_told(draft: PlanDraft) -> Counter[tuple[str, ...]]:
    """Return what a reader is told, however the file is broken: agency, words, mode and deadline of each assignment."""
    return Counter(
        (
            letters_of(one.agency.name),
            letters_of(one.text),
            one.mode,
            one.deadline.kind,
            str(one.deadline.due_on),
            str(one.deadline.recurs),
        )
        for one in draft.assignments
    )


def duties_as_told(draft: PlanDraft) -> Counter[tuple[str, ...]]:
    """Return the reporting duties, however the file is broken."""
    return Counter((letters_of(duty.reporter), *sorted(duty.periods), str(duty.due)) for duty in draft.reporting_duties)


def check_invariants(draft: PlanDraft) -> None:
    """Assert what the contract promises for every file."""
    check_quotes(draft)
    check_doubts(draft)
    check_no_overlap(draft)
    check_nothing_is_lost(draft)


def check_quotes(draft: PlanDraft) -> None:
    """Every item stands in the text where its span says; every span lies inside the text."""
    quoted: list[tuple[Span, str]] = [(one.span, one.text) for one in draft.assignments]
    quoted += [(duty.span, duty.text) for duty in draft.reporting_duties]
    quoted += [(target.span, target.text) for target in draft.targets]
    quoted += [(one.deadline.span, one.deadline.text) for one in draft.assignments if one.deadline.span]
    for span, text in quoted:
        assert " ".join(draft.text[slice(*span)].split()) == " ".join(text.split()), (span, text)
    spans = [span for span, _ in quoted] + [place for finding in draft.findings for place in finding.places]
    spans += [section.span for section in draft.sections] + [table.span for table in draft.tables]
    spans += [line.span for line in draft.budget] + [citation.span for citation in draft.plan.citations]
    assert all(0 <= start <= end <= len(draft.text) for start, end in spans)


def check_doubts(draft: PlanDraft) -> None:
    """A guess is said: less sure means a doubt of the closed list, and a doubt means less sure."""
    for one in draft.assignments:
        assert {doubt.code for doubt in one.doubts} <= DOUBTS
        assert bool(one.doubts) == (one.confidence < SURE), one
        assert all(doubt.message for doubt in one.doubts)


def check_no_overlap(draft: PlanDraft) -> None:
    """No passage is told twice."""
    for first, second in pairwise(sorted(_told(draft))):
        assert first[1] <= second[0], (draft.text[slice(*first)], draft.text[slice(*second)])


def check_nothing_is_lost(draft: PlanDraft) -> None:
    """In the parts that hand out work each line is told, or heads what is told below it."""
    told = sorted(_told(draft))
    for start, end in _lines_of_assigning_parts(draft):
        pieces = _untold(start, end, told)
        if any(first == start and last == end for first, last in pieces):
            assert _may_stay_untold(draft, start, end), f"lost: {draft.text[start:end]}"
            continue
        for first, last in pieces:
            piece = draft.text[first:last][marker_of(draft.text[first:last]).length :]
            assert len(piece) <= _ADDRESS and not re.search(r"\w[.!?]\s+[A-ZĐÀ-Ỹ]\w+ \w+ \w+", piece), f"lost: {piece}"


def _told(draft: PlanDraft) -> list[Span]:
    told = [one.span for one in draft.assignments]
    return told + [place for f in draft.findings if f.code in TOLD_ELSEWHERE for place in f.places]


def _lines_of_assigning_parts(draft: PlanDraft) -> list[Span]:
    """Return the lines of the outermost parts that hold most of the assignments, without tables."""
    outer = min((section.level for section in draft.sections), default=0)
    parts = [section for section in draft.sections if section.level == outer and _hands_out(section, draft.assignments)]
    lines = []
    for part in parts:
        at = part.span[0]
        for line in draft.text[slice(*part.span)].split("\n"):
            if any(letter.isalpha() for letter in line) and not _in_table(draft, at):
                lines.append((at, at + len(line)))
            at += len(line) + 1
    return lines


def _hands_out(section: Section, assignments: list[Assignment]) -> bool:
    inside = [one for one in assignments if section.span[0] <= one.span[0] and one.span[1] <= section.span[1]]
    covered = sum(one.span[1] - one.span[0] for one in inside)
    return len(inside) >= 3 and covered >= 0.5 * (section.span[1] - section.span[0])


def _untold(start: int, end: int, told: list[Span]) -> list[Span]:
    """Return the pieces of the line start..end outside all told passages."""
    pieces, at = [], start
    for first, last in told:
        if last <= at or first >= end:
            continue
        if first > at:
            pieces.append((at, first))
        at = max(at, last)
    return [*pieces, (at, end)] if at < end else pieces


def _may_stay_untold(draft: PlanDraft, start: int, end: int) -> bool:
    """Tell a heading: a numbered part, or a line that is the name of somebody who is told something."""
    line = draft.text[start:end]
    body = line[marker_of(line).length :]
    if any(section.span[0] == start for section in draft.sections) and not body.rstrip().endswith("."):
        return True
    names = {letters_of(one.agency.name) for one in draft.assignments}
    return any(name in letters_of(body) for name in names) and len(body) <= _ADDRESS


def _in_table(draft: PlanDraft, at: int) -> bool:
    return any(table.span[0] <= at < table.span[1] for table in draft.tables)
