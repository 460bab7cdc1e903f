"""The outline of a report (domain C3, docs/decisions.md "Report outline"), and when its text may be handed in. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.reports.offering import Offered, Source, untouched
from tracker.reports.results import ResultLine

NOTHING_TO_REPORT = "Không phát sinh trong kỳ."
COVERAGE = "coverage"  # code of what a consolidated version says of itself: who is in it, who is missing
LONGEST_TEXT = 20_000
LONGEST_MERGED = 1_000_000  # of a section into which many reports are merged
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


def nothing_at_all(content: Mapping[str, str], offered: Mapping[str, Offered]) -> dict[str, str]:
    """Return the report that says "Không phát sinh" wherever it may: one press for the whole report.

    Texts that nobody changed since they were offered go; what the agency wrote itself stays where it is.
    """
    own = {code: text for code, text in content.items() if code not in untouched(content, offered)}
    parts = {part.code: NOTHING_TO_REPORT for part in OUTLINE if part.may_be_nothing and not _written(part, own)}
    return own | parts


def without_idle_offers(content: Mapping[str, str], offered: Mapping[str, Offered]) -> dict[str, str]:
    """Return the texts without offers that nobody changed in parts that say "Không phát sinh"."""
    idle = untouched(content, offered)
    nothing = {s.code for part in OUTLINE if content.get(part.code) for s in part.sections}
    return {code: text for code, text in content.items() if code not in idle or code not in nothing}


def contradiction(content: Mapping[str, str], with_lines: Collection[str] = ()) -> Part | None:
    """Return the first part that says "Không phát sinh" beside a text or a figure; `with_lines` have figures."""
    for part in OUTLINE:
        if content.get(part.code) and (_written(part, content) or any(s.code in with_lines for s in part.sections)):
            return part
    return None


def _written(part: Part, content: Mapping[str, str]) -> list[str]:
    return [section.code for section in part.sections if content.get(section.code)]


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """A heading with what stands below it; without a title the paragraphs follow the heading of the part."""

    title: str
    paragraphs: tuple[str, ...]
    has_figures: bool = False  # the agency's own figures stand here
    lines: tuple[ResultLine, ...] = ()  # figures of targets or funds, in a table below the paragraphs


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """A part as it is read and printed."""

    title: str
    sections: tuple[WrittenSection, ...]


def written_parts(
    content: Mapping[str, str], figures_title: str, results: Sequence[ResultLine] = ()
) -> list[WrittenPart]:
    """Return what was written, numbered without gaps: what is empty is left out. The figures end part "results"."""
    written = [(part, _written_sections(part, content, figures_title, results)) for part in OUTLINE]
    kept = [(part, sections) for part, sections in written if sections]
    return [
        WrittenPart(f"{_ROMAN[place]}. {_unnumbered(part.title)}", tuple(sections))
        for place, (part, sections) in enumerate(kept)
    ]


def _written_sections(
    part: Part, content: Mapping[str, str], figures_title: str, results: Sequence[ResultLine]
) -> list[WrittenSection]:
    nothing = [WrittenSection("", (content[part.code],))] if content.get(part.code) else []
    found = [
        WrittenSection(section.title, _paragraphs(content.get(section.code, "")), lines=lines)
        for section in part.sections
        if (lines := tuple(line for line in results if line.section == section.code)) or content.get(section.code)
    ]
    if part is RESULTS:
        found.append(WrittenSection(figures_title, (), has_figures=True))
    if len(part.sections) == 1:
        return nothing + found
    return nothing + [
        replace(section, title=f"{place}. {_unnumbered(section.title)}") for place, section in enumerate(found, start=1)
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
    carried: int  # texts of the last report
    proposed: int  # texts that the system proposed
    is_nothing: bool

    @property
    def offered(self) -> int:
        """How many texts are not the agency's own yet."""
        return self.carried + self.proposed


def part_states(
    content: Mapping[str, str], offered: Mapping[str, Offered], with_lines: Collection[str] = ()
) -> list[PartState]:
    """Return the state of each part. Texts that were offered count as such until they are changed.

    `with_lines` are the codes of sections that have figures.
    """
    return [_state(part, content, untouched(content, offered), with_lines) for part in OUTLINE]


def _state(
    part: Part, content: Mapping[str, str], unchanged: Mapping[str, Offered], with_lines: Collection[str]
) -> PartState:
    written = [s.code for s in part.sections if content.get(s.code) or s.code in with_lines]
    sources = [unchanged[s.code].source for s in part.sections if s.code in unchanged]
    is_nothing = bool(content.get(part.code))
    is_done = is_nothing or (len(written) == len(part.sections) and not sources)
    return PartState(
        part=part,
        mark="circle-check" if is_done else "circle-half" if written else "circle",
        carried=sources.count(Source.LAST_REPORT),
        proposed=sources.count(Source.SYSTEM),
        is_nothing=is_nothing,
    )
