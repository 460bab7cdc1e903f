"""The styles of a Word file in the layout of Decree 30/2020/NĐ-CP: every look has a name, nothing is formatted by hand.

Margins, sizes, distances and indents are those of its Appendix I (domain C1); sizes in points, lengths in mm.
"""

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tracker.vietnamese import fold

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15  # mm: 20–25, 20–25, 30–35, 15–20
NUMBER_FROM_TOP = 10  # mm from the edge to the page number, inside the top margin
PAPER = (210, 297)
BODY = 14
INDENT = 12.7  # mm: 1 cm or 1.27 cm
RULE, BREAK = "Kẻ ngang", "Ngắt"


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph style looks. `above`, `below` in points; `indent` is the first line's, `left` the whole's, mm."""

    size: float = BODY
    align: str = "center"
    bold: bool = False
    italic: bool = False
    above: float = 0
    below: float = 0
    indent: float = 0
    left: float = 0
    line: float = 1.0
    keep_next: bool = False


LOOKS = {
    "Số trang": Look(13),
    "Quốc hiệu": Look(12, bold=True),
    "Tiêu ngữ": Look(13, bold=True),
    "Cơ quan chủ quản": Look(12),
    "Cơ quan ban hành": Look(12, bold=True),
    "Số, ký hiệu": Look(13, above=3),
    "Địa danh, ngày tháng": Look(13, italic=True, above=3),
    "Trích yếu công văn": Look(12, above=6),
    "Dự thảo": Look(12, bold=True, above=6),
    "Tên loại": Look(14, bold=True, above=18, keep_next=True),
    "Trích yếu": Look(14, bold=True, keep_next=True),
    "Kính gửi": Look(14, above=12, below=12),
    "Kính gửi nhiều nơi": Look(14, "left", above=12, left=38, keep_next=True),
    "Nơi gửi": Look(14, "left", left=44, keep_next=True),
    "Căn cứ": Look(14, "justify", italic=True, below=6, indent=INDENT, line=1.15),
    "Body Text": Look(14, "justify", below=6, indent=INDENT, line=1.15),
    "Đoạn sau bảng": Look(14, "justify", above=6, below=6, indent=INDENT, line=1.15),
    "Heading 1": Look(14, "justify", bold=True, above=6, below=6, indent=INDENT, line=1.15, keep_next=True),
    "Heading 2": Look(14, "justify", bold=True, above=3, below=6, indent=INDENT, line=1.15, keep_next=True),
    "Heading 3": Look(
        14, "justify", bold=True, italic=True, above=3, below=6, indent=INDENT, line=1.15, keep_next=True
    ),
    "Ghi chú bảng": Look(13, "right", italic=True, below=3, keep_next=True),
    "Đầu bảng": Look(12, bold=True, above=2, below=2),
    "Chữ trong bảng": Look(12, "left", above=2, below=2),
    "Số trong bảng": Look(12, "right", above=2, below=2),
    "Nhãn nơi nhận": Look(12, "left", bold=True, italic=True, keep_next=True),
    "Nơi nhận": Look(11, "left", keep_next=True),
    "Thẩm quyền ký": Look(14, bold=True, keep_next=True),
    "Chức vụ ký": Look(14, bold=True, below=72),  # room for the signature and the seal
    "Họ tên người ký": Look(14, bold=True),
    "Tên phụ lục": Look(14, bold=True, keep_next=True),
    "Kèm theo": Look(14, italic=True, above=3, below=6, keep_next=True),
}
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def set_styles(document: Any) -> None:
    """Give a new Word file its font, its language and every style of `LOOKS`; the layout is that of Word 2013 on."""
    _set_defaults(document)
    for name, look in LOOKS.items():
        styles = document.styles
        style = styles[name] if name in styles else _added(document, name)
        _dress(style, look, base=document.styles["Normal"])
    _add_thin(document, BREAK, points=1)
    rule = _add_thin(document, RULE, points=3)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    properties = rule.element.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc")


def _add_thin(document: Any, name: str, *, points: float) -> Any:
    """Add the style of a line that holds no text: a rule, or the end of a section, which Word cannot do without."""
    style = _added(document, name)
    _dress(style, Look(1, keep_next=name == RULE), base=document.styles["Normal"])
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(points)
    style.paragraph_format.space_before = Pt(2 if name == RULE else 0)
    return style


def _added(document: Any, name: str) -> Any:
    """Add a paragraph style; its id is plain letters, which every program reads."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), "".join(c for c in fold(name).title() if c.isalnum()))
    return style


def _set_defaults(document: Any) -> None:
    normal = document.styles["Normal"]
    _font(normal, Look())
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    fonts = run.find(qn("w:rFonts"))
    for kind in list(fonts.attrib):
        del fonts.attrib[kind]
    _name_font(fonts)
    language = run.find(qn("w:lang"))
    for kind in ("val", "eastAsia"):
        language.set(qn(f"w:{kind}"), LANGUAGE)
    settings = document.settings.element
    compat = settings.find(qn("w:compat"))
    if compat is None:
        compat = OxmlElement("w:compat")
        settings.append(compat)
    mode = OxmlElement("w:compatSetting")
    for key, value in (
        ("name", "compatibilityMode"),
        ("uri", "http://schemas.microsoft.com/office/word"),
        ("val", "15"),
    ):
        mode.set(qn(f"w:{key}"), value)
    compat.append(mode)


def _dress(style: Any, look: Look, *, base: Any) -> None:
    if style.name != "Normal":
        style.base_style = base
    style.quick_style = True
    _font(style, look)
    shape = style.paragraph_format
    shape.alignment = _ALIGN[look.align]
    shape.space_before, shape.space_after = Pt(look.above), Pt(look.below)
    shape.left_indent, shape.first_line_indent = Mm(look.left), Mm(look.indent)
    shape.line_spacing = look.line
    shape.keep_with_next, shape.keep_together = look.keep_next, False
    shape.widow_control = True


def _font(style: Any, look: Look) -> None:
    font = style.font
    font.size, font.bold, font.italic = Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for kind in list(fonts.attrib):
        del fonts.attrib[kind]
    _name_font(fonts)


def _name_font(fonts: Any) -> None:
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
