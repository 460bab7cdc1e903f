"""Build the Word form of the sample plans from their text form, in the layout of Decree 30/2020/NĐ-CP, Appendix I.

    python tools/samples/build_docx.py [--into FOLDER]

The text is the source: one paragraph a line, table cells parted by " | ". The same text always gives the same bytes,
on any machine: fixed properties, fixed times inside the archive, nothing compressed.
"""

import argparse
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.section import Section
from docx.shared import Cm, Length, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CELL_MARK = " | "
KIND_LINE = "KẾ HOẠCH"
RECIPIENTS_LINE = "Nơi nhận:"
ANNEX_LINE = "PHỤ LỤC"
_RULE = re.compile(r"^-{3,}$")
_HEADING = re.compile(r"^(?:[IVX]+\.|\d+(?:\.\d+)*\.)\s.*[^.;:,]$")
_BASIS = re.compile(r"^(?:Căn cứ|Thực hiện)\s.*[;.]$")
_DAY = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})$")
_UNUSED_PARTS = ("/stylesWithEffects", "/thumbnail", "/customXml", "/numbering")
_USED_STYLES = {"Normal", "Header", "HeaderChar", "DefaultParagraphFont", "TableNormal", "TableGrid", "NoList"}
_ARCHIVE_TIME = (1980, 1, 1, 0, 0, 0)

ORDER_WIDTH, NAME_WIDTH = 1.2, 4.6  # centimetres: the columns "TT" and "Đơn vị" of an annex

CENTRE = WD_ALIGN_PARAGRAPH.CENTER
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY
LEFT = WD_ALIGN_PARAGRAPH.LEFT


@dataclass(frozen=True)
class Plan:
    """The parts of a sample plan, each a list of lines as they stand in the text."""

    letterhead: list[str]
    title: list[str]
    body: list[str]
    recipients: list[str]
    signature: list[str]
    annex: list[str]


def read_plan(text: str) -> Plan:
    """Return `text` cut into its parts; ValueError when the lines that part them are missing."""
    lines = text.splitlines()
    kind, closing, annex = (lines.index(line) for line in (KIND_LINE, RECIPIENTS_LINE, ANNEX_LINE))
    signed = next(at for at in range(closing + 1, annex) if not lines[at].startswith("- "))
    return Plan(
        letterhead=lines[:kind],
        title=lines[kind : kind + 2],
        body=lines[kind + 2 : closing],
        recipients=lines[closing:signed],
        signature=lines[signed:annex],
        annex=lines[annex:],
    )


def issuing_day(plan: Plan) -> datetime:
    """Return the day that the letterhead names; it stands in the file's properties in place of the building time."""
    found = _DAY.search(plan.letterhead[-1])
    if found is None:
        raise ValueError(f"no issuing day in {plan.letterhead[-1]!r}")
    day, month, year = (int(part) for part in found.groups())
    return datetime(year, month, day, 8, tzinfo=UTC)


def write(
    paragraph: Paragraph,
    line: str,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = CENTRE,
) -> Paragraph:
    """Put `line` into `paragraph` in the plan's font, `size` in points."""
    run = paragraph.add_run(line)
    run.font.size = Pt(size)
    run.bold, run.italic = bold, italic
    paragraph.alignment = align
    return paragraph


def rule_below(paragraph: Paragraph, margin: Length) -> None:
    """Draw the thin rule of the letterhead: an empty small paragraph with a line, `margin` in from both sides."""
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    paragraph._p.get_or_add_pPr().insert(0, border)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = margin
    write(paragraph, "", size=4)


def next_paragraph(cell: _Cell) -> Paragraph:
    """Return the cell's first paragraph while it is untouched, then a new one each time."""
    first: Paragraph = cell.paragraphs[0]
    if len(cell.paragraphs) == 1 and not first.runs:
        return first
    added: Paragraph = cell.add_paragraph()
    return added


def two_columns(paper: Paper, rows: int, widths: tuple[float, float]) -> Table:
    """Return a table without borders and with two columns of `widths` centimetres."""
    table: Table = paper.add_table(rows=rows, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    return table


def write_letterhead(paper: Paper, lines: list[str]) -> None:
    """Write issuing body and motto side by side, number and day below them."""
    table = two_columns(paper, 2, (6.4, 10.2))
    first, second = (at for at, line in enumerate(lines) if _RULE.match(line))
    left, right = lines[:first], lines[first + 1 : second]
    for line in left:
        write(next_paragraph(table.cell(0, 0)), line, size=13, bold=True)
    rule_below(next_paragraph(table.cell(0, 0)), Cm(2.2))
    for line in right:
        write(next_paragraph(table.cell(0, 1)), line, size=13 if line.isupper() else 14, bold=True)
    rule_below(next_paragraph(table.cell(0, 1)), Cm(2.0))
    number, day = lines[second + 1 :]
    write(next_paragraph(table.cell(1, 0)), number, size=13)
    write(next_paragraph(table.cell(1, 1)), day, italic=True)


def write_body(paper: Paper, lines: list[str]) -> None:
    """Write the running text: grounds in italics, headings bold, everything justified with an indented first line."""
    for line in lines:
        heading = bool(_HEADING.match(line))
        paragraph = write(
            paper.add_paragraph(),
            line,
            bold=heading,
            italic=bool(_BASIS.match(line)),
            align=LEFT if heading else JUSTIFY,
        )
        layout = paragraph.paragraph_format
        layout.first_line_indent = Cm(1.27)
        layout.space_after = Pt(6)
        layout.keep_with_next = heading


def write_closing(paper: Paper, plan: Plan) -> None:
    """Write recipients on the left and the signature on the right, with room to sign above the name."""
    table = two_columns(paper, 1, (8.3, 8.3))
    left, right = table.rows[0].cells
    for at, line in enumerate(plan.recipients):
        write(next_paragraph(left), line, size=11 if at else 12, bold=not at, italic=not at, align=LEFT)
    for line in plan.signature[:-1]:
        write(next_paragraph(right), line, bold=True)
    name = write(next_paragraph(right), plan.signature[-1], bold=True)
    name.paragraph_format.space_before = Pt(72)


def write_annex(paper: Paper, lines: list[str]) -> None:
    """Write the annex on its own landscape page: centred captions, then one real table."""
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    turn(section, landscape=True)
    section.different_first_page_header_footer = False
    captions = [line for line in lines if CELL_MARK not in line]
    rows = [line.split(CELL_MARK) for line in lines if CELL_MARK in line]
    for line in captions:
        note = line.startswith("(")
        write(paper.add_paragraph(), line, bold=not note, italic=note)
    paper.add_paragraph()
    write_table(paper, rows)


def write_table(paper: Paper, rows: list[list[str]]) -> None:
    """Write `rows` as a table with borders; the first row is its head and the last its total, both bold."""
    columns = len(rows[0])
    rest = (25.2 - ORDER_WIDTH - NAME_WIDTH) / (columns - 2)
    widths = [Cm(width) for width in (ORDER_WIDTH, NAME_WIDTH, *[rest] * (columns - 2))]
    table = paper.add_table(rows=len(rows), cols=columns)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for at, row in enumerate(rows):
        for column, (cell, words) in enumerate(zip(table.rows[at].cells, row, strict=True)):
            named = column == 1 and at > 0
            cell.width = widths[column]
            write(
                next_paragraph(cell),
                words.strip(),
                size=12,
                bold=at in (0, len(rows) - 1),
                align=LEFT if named else CENTRE,
            )


def turn(section: Section, *, landscape: bool) -> None:
    """Set A4 and the margins of the decree (top and bottom 20 mm, left 30 mm, right 15 mm)."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    short, long = Cm(21.0), Cm(29.7)
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.top_margin = section.bottom_margin = Cm(2.0)
    section.left_margin, section.right_margin = Cm(3.0), Cm(1.5)


def number_pages(section: Section) -> None:
    """Put the page number in the middle of the top margin, on every page but the first."""
    section.different_first_page_header_footer = True
    run = write(section.header.paragraphs[0], "", size=13).runs[0]
    for kind in ("begin", None, "end"):
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = "PAGE"
        run._r.append(mark)


def set_font(paper: Paper) -> None:
    """Make Times New Roman 14, single spacing, the plan's ordinary paragraph."""
    normal = paper.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), "Times New Roman")
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0


def set_properties(paper: Paper, plan: Plan) -> None:
    """Give the file its title and fixed times, so that building again changes nothing."""
    about, day = paper.core_properties, issuing_day(plan)
    about.title, about.author, about.last_modified_by = plan.title[1], "Bản mẫu", "Bản mẫu"
    about.comments = "Văn bản minh họa, không do cơ quan nào ban hành"
    about.created = about.modified = day
    about.language, about.revision = "vi-VN", 1


def shed_unused(paper: Paper) -> None:
    """Take out what the library's empty document brings along and no sample uses: picture, effects, other styles."""
    for owner in (paper.part.rels, paper.part.package.rels):
        for key in [key for key, link in owner.items() if link.reltype.endswith(_UNUSED_PARTS)]:
            owner.pop(key)
    for style in list(paper.styles.element.style_lst):
        if style.styleId not in _USED_STYLES:
            paper.styles.element.remove(style)


def packed(paper: Paper) -> bytes:
    """Return the file's bytes with a fixed time and order inside the archive."""
    loose, tight = io.BytesIO(), io.BytesIO()
    paper.save(loose)
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(tight, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(source.namelist(), key=lambda entry: (entry != "[Content_Types].xml", entry)):
            entry = zipfile.ZipInfo(name, date_time=_ARCHIVE_TIME)
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return tight.getvalue()


def docx_of(text: str) -> bytes:
    """Return the Word file of a sample plan given as text; ValueError when the text is not laid out as one."""
    plan = read_plan(text)
    paper = Document()
    set_font(paper)
    set_properties(paper, plan)
    turn(paper.sections[0], landscape=False)
    number_pages(paper.sections[0])
    write_letterhead(paper, plan.letterhead)
    for at, line in enumerate(plan.title):
        title = write(paper.add_paragraph(), line, bold=True)
        title.paragraph_format.space_before = Pt(0 if at else 14)
        title.paragraph_format.space_after = Pt(12 if at else 0)
    write_body(paper, plan.body)
    write_closing(paper, plan)
    write_annex(paper, plan.annex)
    shed_unused(paper)
    return packed(paper)


def main() -> None:
    """Build every sample beside its text, or into the folder asked for."""
    options = argparse.ArgumentParser(description="Build the Word form of the sample plans.")
    options.add_argument("--into", type=Path, default=SAMPLES, help="folder to write to (default: samples/)")
    folder: Path = options.parse_args().into
    for source in sorted(SAMPLES.glob("*.txt")):
        target = folder / f"{source.stem}.docx"
        target.write_bytes(docx_of(source.read_text(encoding="utf-8")))
        print(target)


if __name__ == "__main__":
    main()
