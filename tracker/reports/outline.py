"""The outline of a report (domain C3, docs/decisions.md "Report outline"), and when its text may be handed in. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

NOTHING_TO_REPORT = "Không phát sinh trong kỳ."
LONGEST_TEXT = 20_000
_NUMBER = re.compile(r"^(?:[IVX]+|\d+)\. ")
_ROMAN = ("I", "II", "III", "IV", "V")


@dataclass(frozen=True, slots=True)
class Section:
    """One text of a part. `code` names it in drafts and submissions."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report. Where `may_be_nothing`, "Không phát sinh" stands in for its texts under the part's code."""

    code: str
    title: str
    sections: tuple[Section, ...]
    may_be_nothing: bool = False


OUTLINE = (
    Part(
        "direction",
        "I. Công tác chỉ đạo, điều hành",
        (
            Section("direction_documents", "1. Văn bản đã ban hành, tham mưu ban hành"),
            Section("direction_oversight", "2. Truyền thông, kiểm tra, giám sát"),
        ),
        may_be_nothing=True,
    ),
    Part(
        "results",
        "II. Kết quả thực hiện",
        (
            Section("results_targets", "1. Mục tiêu, chỉ tiêu"),
            Section("results_policies", "2. Từng chính sách, dự án"),
            Section("results_funds", "3. Nguồn lực và giải ngân"),
        ),
        may_be_nothing=True,
    ),
    Part(
        "assessment",
        "III. Đánh giá chung",
        (Section("assessment_general", "Kết quả nổi bật; tồn tại, hạn chế; nguyên nhân"),),
    ),
    Part(
        "outlook",
        "IV. Phương hướng, nhiệm vụ kỳ tới",
        (Section("outlook_general", "Nhiệm vụ trọng tâm và giải pháp"),),
    ),
    Part(
        "difficulties",
        "V. Khó khăn, vướng mắc; kiến nghị, đề xuất",
        (Section("difficulties_general", "Nội dung, cấp có thẩm quyền giải quyết"),),
        may_be_nothing=True,
    ),
)
TEXT_CODES = tuple(section.code for part in OUTLINE for section in part.sections)
NOTHING_CODES = tuple(part.code for part in OUTLINE if part.may_be_nothing)
RESULTS = OUTLINE[1]


def cleaned(typed: Mapping[str, str | bool | None]) -> dict[str, str]:
    """Return what is kept of a typed report: texts by section code, and the sentence for parts without anything."""
    content = {code: str(typed.get(code) or "").strip() for code in TEXT_CODES}
    kept = {code: text for code, text in content.items() if text}
    return kept | {code: NOTHING_TO_REPORT for code in NOTHING_CODES if typed.get(code)}


def says_results(content: Mapping[str, str]) -> bool:
    """Tell whether a report speaks of results, or says that there were none; nothing else must be filled."""
    return bool(content.get(RESULTS.code)) or any(content.get(section.code) for section in RESULTS.sections)


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """A heading with what stands below it; without a title the paragraphs follow the heading of the part."""

    title: str
    paragraphs: tuple[str, ...]
    has_figures: bool = False  # the agency's own figures stand here


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """A part as it is read and printed."""

    title: str
    sections: tuple[WrittenSection, ...]


def written_parts(content: Mapping[str, str], figures_title: str) -> list[WrittenPart]:
    """Return what was written, numbered without gaps: what is empty is left out. The figures end part "results"."""
    written = [(part, _written_sections(part, content, figures_title)) for part in OUTLINE]
    kept = [(part, sections) for part, sections in written if sections]
    return [
        WrittenPart(f"{_ROMAN[place]}. {_unnumbered(part.title)}", tuple(sections))
        for place, (part, sections) in enumerate(kept)
    ]


def _written_sections(part: Part, content: Mapping[str, str], figures_title: str) -> list[WrittenSection]:
    nothing = [WrittenSection("", (content[part.code],))] if content.get(part.code) else []
    found = [
        (section.title, _paragraphs(content[section.code])) for section in part.sections if content.get(section.code)
    ]
    if part is RESULTS:
        found.append((figures_title, ()))
    numbered = len(part.sections) > 1
    return nothing + [
        WrittenSection(f"{place}. {_unnumbered(title)}" if numbered else title, paragraphs, title == figures_title)
        for place, (title, paragraphs) in enumerate(found, start=1)
    ]


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _unnumbered(title: str) -> str:
    """Take the number off: "II. Kết quả" and "2. Kết quả" are "Kết quả"."""
    return _NUMBER.sub("", title)


@dataclass(frozen=True, slots=True)
class PartState:
    """How far a part is written: done, begun or empty, with the number of texts still carried over unchanged."""

    part: Part
    mark: str  # icon
    carried: int
    is_nothing: bool


def part_states(content: Mapping[str, str], carried: Mapping[str, str]) -> list[PartState]:
    """Return the state of each part; `carried` are texts of the last report, which count until they are changed."""
    return [_state(part, content, carried) for part in OUTLINE]


def _state(part: Part, content: Mapping[str, str], carried: Mapping[str, str]) -> PartState:
    written = [s.code for s in part.sections if content.get(s.code)]
    unchanged = sum(content[code] == carried.get(code) for code in written)
    is_nothing = bool(content.get(part.code))
    if is_nothing or (len(written) == len(part.sections) and not unchanged):
        return PartState(part, "circle-check", unchanged, is_nothing)
    return PartState(part, "circle-half" if written else "circle", unchanged, is_nothing)
