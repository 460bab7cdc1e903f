"""An official document as a Word file: clean, to be edited and signed in Word. Bytes out; no Flask, no database."""

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from tracker.documents.layout import (
    LEFT_HALF,
    MOTTO,
    NATION,
    RIGHT_HALF,
    about_lines,
    issuer_lines,
    motto_rule,
    names_rule,
    number_line,
    recipient_lines,
    subject_rule,
    to_lines,
)
from tracker.documents.official import (
    Annex,
    Block,
    Heading,
    OfficialDocument,
    Paragraph,
    Table,
    cleaned,
    closed,
    lines_of,
    with_signs,
)
from tracker.documents.word_styles import BOTTOM, BREAK, LEFT, NUMBER_FROM_TOP, PAPER, RIGHT, RULE, TOP, set_styles
from tracker.documents.word_tables import TWIPS, boxed_table, line, open_table, write

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_file(*officials: OfficialDocument) -> bytes:
    """Return the documents as the bytes of one .docx file; each begins a page, and its own count of pages."""
    first, *later = [cleaned(official) for official in officials]
    word = Document()
    set_styles(word)
    _describe(word, first)
    _set_pages(word)
    _write(_Body(word), first)
    for official in later:
        _begin_anew(word)
        _write(_Body(word), official)
    kept = io.BytesIO()
    word.save(kept)
    return kept.getvalue()


def _write(body: "_Body", official: OfficialDocument) -> None:
    _head(body, official)
    _opening(body, official)
    blocks = closed(official.blocks)
    for place, block in enumerate(blocks, start=1):
        body.add_block(block, keep_next=place == len(blocks))
    _foot(body, official)
    for annex in official.annexes:
        _annex(body, annex, official.annex_to)
    if body.ends_with_table():
        body.add("", BREAK)


class _Body:
    """Puts paragraphs and tables at the end of the file; `width` is that of the text on its pages, in mm."""

    def __init__(self, word: Any) -> None:
        self.word = word
        self.width = PAPER[0] - LEFT - RIGHT

    def add(self, text: str, style: str, *, keep_next: bool = False) -> None:
        paragraph = self.word.add_paragraph(style=style)
        write(paragraph.add_run()._r, text)
        if keep_next:
            paragraph.paragraph_format.keep_with_next = True

    def add_rule(self, length: float) -> None:
        self._append(rule(self.word, length, self.width))

    def add_block(self, block: Block, *, keep_next: bool = False) -> None:
        match block:
            case Heading(text, level):
                self.add(text, f"Heading {min(max(level, 1), 3)}")
            case Paragraph(text):
                for part in lines_of(text):
                    style = "Đoạn sau bảng" if self.ends_without_room() else "Body Text"
                    self.add(part, style, keep_next=keep_next)
            case Table():
                if block.note:
                    self.add(block.note, "Ghi chú bảng")
                elif self.ends_with_table():
                    self.add("", BREAK)  # Word makes one table of two that touch
                self.add_table(boxed_table(self.word, block, self.width))

    def add_table(self, table: Any) -> None:
        self._append(table)

    def ends_with_table(self) -> bool:
        return bool(self.word.element.body[-2].tag == qn("w:tbl"))

    def ends_without_room(self) -> bool:
        """Whether what stands last leaves no room below: a table, or the last of several addressees."""
        last = self.word.element.body[-2]
        return self.ends_with_table() or bool(last.style == self.word.styles["Nơi gửi"].style_id)

    def _append(self, element: Any) -> None:
        body = self.word.element.body
        body.insert(len(body) - 1, element)  # the last element describes the section


def rule(word: Any, length: float, width: float) -> Any:
    """Return a rule of `length` in the middle of `width` mm: a line's upper border, drawn in from both sides."""
    paragraph = line(word, "", RULE)
    aside = str(round((width - length) / 2 * TWIPS))
    indent = OxmlElement("w:ind")
    indent.set(qn("w:left"), aside)
    indent.set(qn("w:right"), aside)
    paragraph.get_or_add_pPr().insert_element_before(indent, "w:jc", "w:rPr")
    return paragraph


def _describe(word: Any, official: OfficialDocument) -> None:
    about = word.core_properties
    about.title = official.title or official.subject
    about.subject, about.author, about.language = official.subject, official.issuer, "vi-VN"
    about.last_modified_by, about.comments, about.keywords = official.issuer, "", ""


def _set_pages(word: Any) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(PAPER[0]), Mm(PAPER[1])
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance, section.footer_distance = Mm(NUMBER_FROM_TOP), Mm(NUMBER_FROM_TOP)
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.style = word.styles["Số trang"]
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    number.append(run)
    paragraph._p.append(number)


def _head(body: _Body, official: OfficialDocument) -> None:
    word = body.word
    issuer = issuer_lines(official.issuer)
    names = [line(word, text, "Cơ quan chủ quản") for text in issuer_lines(official.superior)]
    names += [line(word, text, "Cơ quan ban hành") for text in issuer]
    names.append(rule(word, names_rule(issuer), LEFT_HALF))
    number = [line(word, number_line(official.number), "Số, ký hiệu")]
    if official.is_letter:
        number.append(line(word, "\n".join(about_lines(official.subject)), "Trích yếu công văn"))
    if official.mark:
        number.append(line(word, official.mark, "Dự thảo"))
    nation = [line(word, NATION, "Quốc hiệu"), line(word, MOTTO, "Tiêu ngữ"), rule(word, motto_rule(), RIGHT_HALF)]
    day = [line(word, official.place_and_day, "Địa danh, ngày tháng")]
    body.add_table(open_table([[names, nation], [number, day]], [LEFT_HALF, RIGHT_HALF]))


def _opening(body: _Body, official: OfficialDocument) -> None:
    if not official.is_letter:
        body.add(official.kind.upper(), "Tên loại")
        body.add(official.subject, "Trích yếu")
        body.add_rule(subject_rule(official.subject))
    match to_lines(official.addressees):
        case []:
            pass
        case [single]:
            body.add(single, "Kính gửi")
        case [label, *names]:
            body.add(label, "Kính gửi nhiều nơi")
            for name in names:
                body.add(name, "Nơi gửi")
    for basis in with_signs(official.bases):
        body.add(basis, "Căn cứ")


def _foot(body: _Body, official: OfficialDocument) -> None:
    """Recipients and signature in one row that no page splits; the last paragraph above goes with it."""
    word = body.word
    label, *names = recipient_lines(official.recipients)
    told = [line(word, label, "Nhãn nơi nhận"), *(line(word, name, "Nơi nhận") for name in names)]
    *above, title = official.signature.lines or ("",)
    signed = [*(line(word, text, "Thẩm quyền ký") for text in above), line(word, title, "Chức vụ ký")]
    if official.signature.name:
        signed.append(line(word, official.signature.name, "Họ tên người ký"))
    body.add_table(open_table([[told, signed]], [body.width / 2, body.width / 2], above=12))


def _begin_anew(word: Any) -> None:
    """Begin another document in the same file: upright, no number on its first page, counted from 1."""
    section = word.add_section(WD_SECTION.NEW_PAGE)
    word.paragraphs[-1].style = word.styles[BREAK]
    section.different_first_page_header_footer = True
    section.orientation, (section.page_width, section.page_height) = WD_ORIENT.PORTRAIT, map(Mm, PAPER)
    counted = OxmlElement("w:pgNumType")
    counted.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(counted, "w:cols", "w:titlePg", "w:docGrid")


def _annex(body: _Body, annex: Annex, annex_to: str) -> None:
    """An annex begins a section of its own, upright or across, and goes on with the page numbers."""
    section = body.word.add_section(WD_SECTION.NEW_PAGE)
    body.word.paragraphs[-1].style = body.word.styles[BREAK]
    section.different_first_page_header_footer = False
    short, long = PAPER
    section.orientation = WD_ORIENT.LANDSCAPE if annex.is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(long if annex.is_wide else short), Mm(short if annex.is_wide else long)
    body.width = (long if annex.is_wide else short) - LEFT - RIGHT
    body.add(annex.label, "Tên phụ lục")
    body.add(annex.title.upper(), "Tên phụ lục")
    body.add_rule(body.width * 0.2)
    if annex_to:
        body.add(f"({annex_to})", "Kèm theo")
    for block in annex.blocks:
        body.add_block(block)
