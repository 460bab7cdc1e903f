"""What stands in a report, as blocks of an official document: outline, texts, figures, files that go with it. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.documents.official import Block, Column, Heading, Paragraph, Row, Table, lines_of
from tracker.reports.figures import FigureUnclear, figure_text
from tracker.reports.outline import OUTLINE, RESULTS, Part
from tracker.reports.results import FUNDS, TARGETS, ResultLine, TypedLine, read_line
from tracker.vietnamese import day_text

_NUMBER = re.compile(r"^(?:[IVX]+|\d+)\. ")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_WHAT = {TARGETS: "Chỉ tiêu", FUNDS: "Nguồn vốn, nội dung"}
TASK_COLUMNS = (
    Column("Tổng số", 20, is_number=True),
    Column("Đúng hạn", 20, is_number=True, group="Đã hoàn thành"),
    Column("Quá hạn", 20, is_number=True, group="Đã hoàn thành"),
    Column("Trong hạn", 20, is_number=True, group="Chưa hoàn thành"),
    Column("Quá hạn", 20, is_number=True, group="Chưa hoàn thành"),
    Column("Không hạn", 20, is_number=True),
)
TASK_FIGURES = ("total", "done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline")


@dataclass(frozen=True, slots=True)
class ReportText:
    """What an agency reports: texts by section code, lines of figures, its tasks on a day, names of files."""

    content: Mapping[str, str]
    lines: Sequence[ResultLine | TypedLine]
    figures: Mapping[str, Any]
    figures_on: date
    files: Sequence[str] = ()


def blocks_of(text: ReportText) -> tuple[Block, ...]:
    """Return the parts of a report, numbered without gaps: what is empty is left out. The tasks end part "results"."""
    written = [(part, list(_sections(part, text))) for part in OUTLINE]
    kept = [(part, sections) for part, sections in written if sections]
    blocks: list[Block] = []
    for numeral, (part, sections) in zip(_ROMAN, kept, strict=False):
        blocks.append(Heading(f"{numeral}. {_unnumbered(part.title)}"))
        numbered = len(part.sections) > 1
        titled = 0
        for title, below in sections:
            titled += bool(title)
            if title and numbered:
                blocks.append(Heading(f"{titled}. {_unnumbered(title)}", 2))
            blocks += below
    if text.files:
        blocks.append(Paragraph(f"Tài liệu gửi kèm: {'; '.join(text.files)}."))
    return tuple(blocks)


def _sections(part: Part, text: ReportText) -> Iterator[tuple[str, list[Block]]]:
    """Yield title and blocks of what a part says; the title of a single section is that of its part."""
    if text.content.get(part.code):
        yield "", [Paragraph(text.content[part.code])]
    for section in part.sections:
        blocks: list[Block] = [Paragraph(line) for line in lines_of(text.content.get(section.code, ""))]
        lines = [line for line in text.lines if line.section == section.code]
        if lines:
            blocks.append(results_table(lines))
        if blocks:
            yield section.title, blocks
    if part is RESULTS:
        title = f"Tình hình thực hiện nhiệm vụ được giao (tính đến ngày {day_text(text.figures_on)})"
        yield title, [tasks_table(text.figures)]


def results_table(lines: Sequence[ResultLine | TypedLine]) -> Table:
    """Return planned against done; the year before only where somebody gave a figure of it."""
    printed = [_printed(line) for line in lines]
    compares = any(line[4] for line in printed)
    columns = [
        Column("TT", 10),
        Column(_WHAT.get(lines[0].section, "Nội dung"), 56 if compares else 74),
        Column("Đơn vị tính", 18),
        Column("Kế hoạch", 21, is_number=True),
        Column("Thực hiện", 24, is_number=True),
        Column("Tỷ lệ (%)", 16, is_number=True),
    ]
    if compares:
        columns += [Column("Cùng kỳ", 20, is_number=True), Column("So cùng kỳ (%)", 18, is_number=True)]
    rows = [
        Row((str(place), *(words if compares else words[:-2])))
        for place, words in enumerate(_ordered(printed), start=1)
    ]
    return Table(tuple(columns), tuple(rows))


def _ordered(printed: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for label, unit, planned, actual, before, share, against in printed:
        yield label, unit, planned, actual, share, before, against


def _printed(line: ResultLine | TypedLine) -> tuple[str, ...]:
    """Return label, unit, planned, actual, before, share, against before; of a draft as it is typed where unclear."""
    if isinstance(line, ResultLine):
        read = line
    else:
        try:
            read = read_line(line)
        except FigureUnclear:
            return line.label, line.unit, line.planned, line.actual, line.before, "", ""
    figures = (figure_text(figure) for figure in (read.before, read.share, read.against_before))
    return read.label, read.unit, figure_text(read.planned), read.actual_words, *figures


def tasks_table(figures: Mapping[str, Any]) -> Table:
    """Return the 2 × 2 of an agency's tasks with those that have no deadline."""
    return Table(TASK_COLUMNS, (Row(tuple(str(figures.get(name, 0)) for name in TASK_FIGURES)),))


def _unnumbered(title: str) -> str:
    return _NUMBER.sub("", title)
