"""Builds the Word documents of the corpus from the files in `outlines/`, one paragraph per line.

Run it from the root of the repository: python -m tests.parsing.corpus.build_docx

A line begins with its kind and a space: `C` centred, `B` bold, `P` plain, `I` `1` `a` automatic numbering of level
1 to 3 (the numbers are Word's and stand in no text), `-` automatic bullet, `BOX` a text box, `HEAD` the letter head in
two columns.
`TABLE` … `END` hold rows, cells parted by ` | `; `BREAK` starts a page. Inside a line `{fn:…}` is a footnote,
`{ins:…}` and `{del:…}` are tracked changes.
"""

import re
import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

HERE = Path(__file__).parent
MARK = re.compile(r"\{(fn|ins|del):([^}]*)\}")
LEVELS = {"I": ("upperRoman", "%1."), "1": ("decimal", "%2."), "a": ("lowerLetter", "%3)")}
NUMBERS, BULLETS = 71, 72
AUTHOR = 'w:id="9" w:author="Chuyên viên" w:date="2026-01-05T08:00:00Z"'
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
FIXED_TIME = (2026, 1, 5, 8, 0, 0)


def add_numbering(word: WordDocument) -> None:
    """Put one list of three numbered levels and one list of bullets into the document."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(LEVELS.values())
    )
    bullet = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>'
    root = word.part.numbering_part.element
    first = root.find(qn("w:num"))
    for number, content in ((NUMBERS, levels), (BULLETS, bullet)):
        xml = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{content}</w:abstractNum>'
        first.addprevious(parse_xml(xml))
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def add_footnotes(word: WordDocument, notes: list[str]) -> None:
    """Attach the footnotes part; the references are already in the text."""
    body = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(notes, 2)
    )
    xml = f"<?xml version='1.0' encoding='UTF-8'?><w:footnotes {nsdecls('w')}>{body}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, xml.encode(), word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def fill(paragraph: Paragraph, text: str, notes: list[str], *, bold: bool = False) -> None:
    """Write a line into a paragraph, with its footnotes and tracked changes."""
    end = 0
    for mark in MARK.finditer(text):
        if text[end : mark.start()]:
            paragraph.add_run(text[end : mark.start()]).bold = bold
        kind, words, end = mark[1], mark[2], mark.end()
        if kind == "fn":
            notes.append(words)
            run = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="{len(notes) + 1}"/></w:r>'
        else:
            tag = "t" if kind == "ins" else "delText"
            words = f'<w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'
            run = f"<w:{kind} {nsdecls('w')} {AUTHOR}>{words}</w:{kind}>"
        paragraph._p.append(parse_xml(run))
    if text[end:]:
        paragraph.add_run(text[end:]).bold = bold


def number(paragraph: Paragraph, depth: int, list_id: int) -> None:
    """Make the paragraph an item of an automatic list."""
    item = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(item))


def add_box(paragraph: Paragraph, text: str) -> None:
    """Hang a text box on the paragraph."""
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict>'
            '<v:shape style="width:200pt;height:20pt">'
            f"<v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox>"
            "</v:shape></w:pict></w:r>"
        )
    )


def add_table(word: WordDocument, rows: list[list[str]], *, grid: bool = True) -> None:
    """Add a table of plain cells; `/` in the letter head parts its lines."""
    table = word.add_table(rows=0, cols=len(rows[0]), style="Table Grid" if grid else None)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text if grid else text.replace(" / ", "\n")


def add_line(word: WordDocument, kind: str, text: str, notes: list[str]) -> None:
    """Add one line of the outline."""
    if kind == "HEAD":
        add_table(word, [text.split(" | ")], grid=False)
        return
    paragraph = word.add_paragraph()
    if kind == "BREAK":
        paragraph.add_run().add_break(WD_BREAK.PAGE)
    elif kind == "BOX":
        add_box(paragraph, text)
    else:
        fill(paragraph, text, notes, bold=kind in "BCI")
    if kind == "C":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif kind in LEVELS:
        number(paragraph, list(LEVELS).index(kind), NUMBERS)
    elif kind == "-":
        number(paragraph, 0, BULLETS)


def build(outline: Path, target: Path) -> None:
    """Write the Word document of one outline."""
    word = Document()
    notes: list[str] = []
    rows: list[list[str]] | None = None
    add_numbering(word)
    for line in outline.read_text(encoding="utf-8").splitlines():
        kind, _, text = line.partition(" ")
        if kind == "TABLE":
            rows = []
        elif kind == "END" and rows:
            add_table(word, rows)
            rows = None
        elif rows is not None:
            rows.append([cell.strip() for cell in f" {line} ".split(" | ")])
        else:
            add_line(word, kind, text, notes)
    if notes:
        add_footnotes(word, notes)
    word.save(str(target))
    fix_times(target)


def fix_times(target: Path) -> None:
    """Rewrite the archive with one fixed time, so that the same outline gives the same bytes."""
    with zipfile.ZipFile(target) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), content, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    for outline in sorted((HERE / "outlines").glob("*.outline")):
        build(outline, HERE / f"{outline.stem}.docx")
