"""Units of work become drafted assignments, with role, partners, nature, deadline and doubts."""

import re
from collections.abc import Sequence

from tracker.catalogue.kinds import AgencyGroup, kind_by_code
from tracker.catalogue.recognise import Recognition, recognise
from tracker.parsing.agency_refs import AgencyReader, Known
from tracker.parsing.clauses import nature_of, partners_of, role_of
from tracker.parsing.deadlines import PlanTime, Reading, read_cell, read_deadlines
from tracker.parsing.draft import Assignment, Doubt, DraftDeadline, Finding
from tracker.parsing.reporting import report_clauses
from tracker.parsing.unit import WORK, Unit

_POOR = re.compile("\ufffd|[^\\s\\w.,;:!?()\\[\\]{}\"'“”‘’/%+&@<>=*°²…–—|-]{3,}|(?:\\b[b-df-hj-np-tv-z]\\s){4,}")
_REQUESTED_GROUPS = {AgencyGroup.PARTY, AgencyGroup.FRONT}
_FINDING_WORDS = {
    "lead_in": "Câu dẫn vào danh sách nhiệm vụ, không phải nhiệm vụ riêng.",
    "closing_order": "Câu yêu cầu chung đối với tất cả cơ quan, không tách thành nhiệm vụ riêng.",
    "repeated": "Nhiệm vụ được nhắc lại ở chỗ này, chỉ tính một lần.",
    "unplaced": "Câu trong phần phân công nhưng chưa xác định được cơ quan thực hiện.",
}
CONFIDENCE_LOST = {
    "agency_unknown": 0.3,
    "agency_ambiguous": 0.3,
    "open_class": 0.2,
    "deadline_unclear": 0.2,
    "boundary_unsure": 0.3,
    "mode_unclear": 0.2,
    "poor_text": 0.3,
}


def draft_assignments(text: str, units: Sequence[Unit], agencies: AgencyReader, time: PlanTime) -> list[Assignment]:
    """Return the assignments of all units of work, numbered in the order of the text."""
    work = [unit for unit in units if unit.kind == WORK]
    return [_draft(f"a{number}", text, unit, agencies, time) for number, unit in enumerate(work, start=1)]


def unit_findings(units: Sequence[Unit]) -> list[Finding]:
    """Return one finding for each sentence that is no assignment."""
    return [
        Finding(
            unit.kind,
            "warning" if unit.kind == "unplaced" else "info",
            _FINDING_WORDS[unit.kind],
            [(unit.start, unit.end)],
        )
        for unit in units
        if unit.kind != WORK
    ]


def _draft(number: str, text: str, unit: Unit, agencies: AgencyReader, time: PlanTime) -> Assignment:
    sentence = text[unit.start : unit.end]
    known = agencies.read(unit.agency or "", unit.listed)
    stated = _deadline(text, unit, time)
    doubts = [*known.doubts, *_doubts(sentence, unit, known, stated.unclear)]
    lost = sum(CONFIDENCE_LOST[doubt.code] for doubt in doubts)
    return Assignment(
        id=number,
        section=unit.section,
        agency=known.ref,
        mode=unit.mode,
        role="lead" if unit.leads else role_of(sentence),
        partners=[name for name in dict.fromkeys((*partners_of(sentence), *unit.partners)) if name != known.ref.name],
        nature=_nature(sentence, unit, stated.deadline, has_cue=stated.unclear is not None),
        text=sentence,
        span=(unit.start, unit.end),
        deadline=stated.deadline,
        confidence=round(max(0.95 - lost, 0.1), 2),
        doubts=doubts,
        further_deadlines=list(stated.further),
    )


def _nature(sentence: str, unit: Unit, deadline: DraftDeadline, *, has_cue: bool) -> str:
    """A sentence that sets a day has an end, also when the day cannot be read; a standing role has none."""
    nature = nature_of(sentence, deadline)
    return "specific" if unit.product or (has_cue and nature != "standing") else nature


def _deadline(text: str, unit: Unit, time: PlanTime) -> Reading:
    if unit.time is not None:
        deadline, unclear = read_cell(text[unit.time[0] : unit.time[1]], unit.time[0], time)
        return Reading(deadline, (), unclear)
    reports = [(start - unit.start, end - unit.start) for start, end in report_clauses(text, unit)]
    stated = read_deadlines(text[unit.start : unit.end], unit.start, time, reports)
    if stated.deadline.kind == "none" and stated.unclear is None and unit.also_time is not None:
        deadline, unclear = read_cell(text[unit.also_time[0] : unit.also_time[1]], unit.also_time[0], time)
        return Reading(deadline, (), unclear)
    return stated


def _doubts(sentence: str, unit: Unit, known: Known, unclear: str | None) -> list[Doubt]:
    doubts = []
    if unclear:
        doubts.append(Doubt("deadline_unclear", unclear))
    if unit.unsure:
        doubts.append(
            Doubt("boundary_unsure", "Câu bắt đầu giữa chừng, có thể bị ngắt sai; cần đối chiếu văn bản gốc.")
        )
    if unit.mode == "ordered" and _is_usually_requested(known):
        doubts.append(
            Doubt(
                "mode_unclear",
                f"“{known.ref.name}” thường được đề nghị phối hợp; văn bản không ghi “đề nghị”, cần chọn.",
            )
        )
    if unit.guessed:
        words = f"Câu nằm ngoài phần phân công; cần xác nhận “{known.ref.name}” là cơ quan thực hiện."
        doubts.append(Doubt("agency_ambiguous", words))
    if unit.rival:
        words = f"Câu mở đầu bằng “{unit.rival}” trong phần của “{known.ref.name}”; cần chọn cơ quan thực hiện."
        doubts.append(Doubt("agency_ambiguous", words))
    if _POOR.search(sentence):
        doubts.append(Doubt("poor_text", "Câu có ký tự lỗi hoặc đọc không rõ; cần đối chiếu văn bản gốc."))
    return doubts


def _is_usually_requested(known: Known) -> bool:
    """Tell a body of the Front or the Party, or a heading that names no others: such are asked, not ordered."""
    if known.ref.members:
        return all(_is_asked(recognise(name, place=None, on=None)) for name in known.ref.members)
    return not known.ref.group and _is_asked(known.recognition)


def _is_asked(found: Recognition) -> bool:
    if found.group:
        return (found.canonical or "").startswith("các tổ chức chính trị")
    if found.kind is None:
        return False
    kind = kind_by_code(found.kind)
    return kind.requested and kind.group in _REQUESTED_GROUPS
