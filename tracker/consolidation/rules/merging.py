"""The texts of several reports under the one outline, each paragraph with the name of its agency. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.consolidation.rules.adding import Sum
from tracker.consolidation.rules.units import Adding
from tracker.reports.outline import OUTLINE, Part, Section
from tracker.reports.results import TARGETS

NOTHING = "Báo cáo không phát sinh trong kỳ: "
SIDE_BY_SIDE = " (không cộng): "


@dataclass(frozen=True, slots=True)
class Voice:
    """What one accepted report says. `agency` is the name that it had when its report was taken up."""

    agency: str
    content: Mapping[str, str]
    is_consolidated: bool = False


def merged_texts(voices: Sequence[Voice], sums: Sequence[Sum] = ()) -> dict[str, str]:
    """Return the text of each section: a paragraph begins with its agency's name, in the order of the voices.

    Agencies that had nothing to report in a part are gathered in one sentence of its first section. Rates, which are
    not added, stand side by side under the figures they belong to. A single report that is itself a consolidated one
    is handed on as it is: its paragraphs name their agencies already.
    """
    if len(voices) == 1 and voices[0].is_consolidated:
        return {section.code: text for section in _sections() if (text := voices[0].content.get(section.code))}
    merged = {section.code: _said(voices, section.code) for section in _sections()}
    for section_code, sentences in _side_by_side(sums).items():
        merged[section_code] += sentences
    for part in OUTLINE:
        nothing = [voice.agency for voice in voices if voice.content.get(part.code)]
        if part.may_be_nothing and nothing:
            merged[_last_written(part, merged).code].append(f"{NOTHING}{', '.join(nothing)}.")
    return {code: "\n".join(paragraphs) for code, paragraphs in merged.items() if paragraphs}


def _sections() -> Iterable[Section]:
    return (section for part in OUTLINE for section in part.sections)


def _said(voices: Sequence[Voice], code: str) -> list[str]:
    return [named(voice.agency, line) for voice in voices for line in _lines(voice.content.get(code, ""))]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def named(agency: str, paragraph: str) -> str:
    """Return the paragraph headed by the name of its agency, once."""
    return paragraph if paragraph.startswith(f"{agency}:") else f"{agency}: {paragraph.lstrip('-–+• ')}"


def _last_written(part: Part, merged: Mapping[str, list[str]]) -> Section:
    """The sentence about "không phát sinh" ends the first section of its part that says something, else the first."""
    return next((section for section in part.sections if merged[section.code]), part.sections[0])


def _side_by_side(sums: Sequence[Sum]) -> dict[str, list[str]]:
    """One sentence for each line that is not added; "ước" stands at the figures that are estimates."""
    sentences: dict[str, list[str]] = {TARGETS: []}
    for line in sums:
        if line.adding is Adding.SUMMED:
            continue
        unit = f" {line.unit}" if line.unit else ""
        figures = "; ".join(f"{part.report.agency} {part.line.actual_words}{unit}" for part in line.parts)
        sentences.setdefault(line.section, []).append(f"{line.label}{SIDE_BY_SIDE}{figures}.")
    return sentences


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text, and the number of the agency at whose name it begins, None where a person wrote it."""

    words: str
    source: int | None


def paragraphs_by_source(text: str, agencies: Sequence[str]) -> list[Paragraph]:
    """Return the paragraphs of a consolidated text with their source: the place of the agency in `agencies`.

    The longest name wins: "UBND xã Bảo Lâm" is not "UBND xã Bảo".
    """
    places = {name: place for place, name in reversed(list(enumerate(agencies)))}
    found = []
    for line in _lines(text):
        head = line.partition(":")[0]
        found.append(Paragraph(line, places.get(head)))
    return found
