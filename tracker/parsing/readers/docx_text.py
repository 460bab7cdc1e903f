"""The text of Word paragraphs as printed: tracked changes taken in, old fonts as Unicode, no page numbers."""

import re
from collections.abc import Iterator

from lxml import etree

from tracker.parsing.readers.legacy_letters import from_font
from tracker.parsing.readers.numbering import W, is_on, value_of

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TEXT_BOX = f"{W}txbxContent"
_DROPPED = {
    *(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "delText", "delInstrText", "sdtPr", "sdtEndPr")),
    *(f"{W}{name}" for name in ("footnoteRef", "endnoteRef", "annotationRef", "commentReference", "rt")),
    f"{MC}Fallback",
    TEXT_BOX,
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}ctrlPr",
}
_SILENT = {f"{W}{name}" for name in ("fldChar", "instrText", "footnoteReference", "endnoteReference")}
_SIGNS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_DROPPED_FIELD = re.compile(r"^\s*(?:TOC|PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|INDEX|TC|XE|RD)\b", re.IGNORECASE)
_BULLET_SIGNS = {"f0b7", "f02d", "f0a7", "f0d8", "f076", "f0fc", "2022", "f0de"}
_FONT_FACES = (f"{W}ascii", f"{W}hAnsi", f"{W}cs")
_MOST_BASES = 20
_UNIT_BEFORE = re.compile(r"(?:\b[kmcd]?m|\d)$")


class Fonts:
    """Names the font of a run, through its styles, so that text typed in TCVN3 or VNI fonts can be read."""

    def __init__(self, styles: "etree._Element | None") -> None:
        self._font: dict[str, str] = {}
        self._base: dict[str, str] = {}
        self._capitals: dict[str, bool] = {}
        self._default = ""
        self._of_default_paragraph = ""
        if styles is not None:
            self._read(styles)

    def _read(self, styles: "etree._Element") -> None:
        self._default = _face(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for style in styles.iter(f"{W}style"):
            name = str(style.get(f"{W}styleId"))
            self._font[name] = _face(style.find(f"{W}rPr"))
            self._base[name] = value_of(style.find(f"{W}basedOn"))
            if (capitals := style.find(f"{W}rPr/{W}caps")) is not None:
                self._capitals[name] = is_on(capitals)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._of_default_paragraph = name

    def of_style(self, name: str) -> str:
        """Return the font of a style, empty when neither it nor a style below it names one."""
        for _ in range(_MOST_BASES):
            if not name or self._font.get(name):
                break
            name = self._base.get(name, "")
        return self._font.get(name, "")

    def are_capitals(self, paragraph: "etree._Element", properties: "etree._Element | None") -> bool:
        """Tell whether a run is printed in capital letters, by itself or by a style."""
        own = None if properties is None else properties.find(f"{W}caps")
        if own is not None:
            return is_on(own)
        if not self._capitals:
            return False
        style = value_of(paragraph.find(f"{W}pPr/{W}pStyle")) or self._of_default_paragraph
        styles = [style] if properties is None else [value_of(properties.find(f"{W}rStyle")), style]
        return any(self._style_is_capitals(name) for name in styles)

    def _style_is_capitals(self, name: str) -> bool:
        for _ in range(_MOST_BASES):
            if not name or name in self._capitals:
                break
            name = self._base.get(name, "")
        return self._capitals.get(name, False)

    def of_paragraph(self, paragraph: "etree._Element") -> str:
        """Return the font of the plain runs of a paragraph."""
        style = value_of(paragraph.find(f"{W}pPr/{W}pStyle")) or self._of_default_paragraph
        return self.of_style(style) or self._default

    def of_run(self, properties: "etree._Element | None", of_paragraph: str) -> str:
        """Return the font of a run with these properties."""
        if properties is None:
            return of_paragraph
        return _face(properties) or self.of_style(value_of(properties.find(f"{W}rStyle"))) or of_paragraph


class TextReader:
    """Reads the text of paragraphs in their order; remembers open fields and the notes that were referred to."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._fields: list[str] = []
        self._told: list[bool] = []
        self.notes: list[tuple[str, str]] = []
        self.legacy_fonts = False
        self._paragraph: etree._Element | None = None

    def text(self, paragraph: "etree._Element") -> str:
        """Return the text of a paragraph; a line break typed inside it is a line feed."""
        found = ""
        self._paragraph = paragraph
        font = self._fonts.of_paragraph(paragraph)
        for piece, raised in self._pieces(paragraph, font, raised=False):
            if raised and piece.strip().isalnum() and not _UNIT_BEFORE.search(found):
                piece = f" [{piece.strip()}]"
            found += piece
        return found.replace("\u00ad", "")

    def _pieces(self, element: "etree._Element", font: str, *, raised: bool) -> Iterator[tuple[str, bool]]:
        for child in element:
            tag = child.tag
            if tag in _DROPPED or not isinstance(tag, str):
                continue
            if tag == f"{W}r":
                yield from self._run(child, font)
            elif tag == f"{W}t":
                yield self._shown(self._as_unicode(child.text or "", font)), raised
            elif tag in _SIGNS:
                yield self._shown(_SIGNS[tag]), False
            elif tag == f"{W}sym":
                yield self._shown("- " if str(child.get(f"{W}char", "")).lower() in _BULLET_SIGNS else ""), False
            elif tag in _SILENT:
                self._remember(child)
            elif tag != f"{W}fldSimple" or not _DROPPED_FIELD.match(str(child.get(f"{W}instr", ""))):
                yield from self._pieces(child, font, raised=raised)

    def _run(self, run: "etree._Element", font: str) -> Iterator[tuple[str, bool]]:
        properties = run.find(f"{W}rPr")
        if properties is not None and is_on(properties.find(f"{W}vanish")):
            return
        raised = properties is not None and value_of(properties.find(f"{W}vertAlign")) == "superscript"
        capitals = self._paragraph is not None and self._fonts.are_capitals(self._paragraph, properties)
        for piece, up in self._pieces(run, self._fonts.of_run(properties, font), raised=raised):
            yield (piece.upper() if capitals else piece), up

    def _remember(self, element: "etree._Element") -> None:
        """Note a mark that prints nothing by itself: of a note, or of the parts of a field."""
        if element.tag == f"{W}fldChar":
            self._turn_field(str(element.get(f"{W}fldCharType")))
        elif element.tag == f"{W}instrText":
            if self._fields:
                self._fields[-1] += element.text or ""
        else:
            kind = str(element.tag).removeprefix(W).removesuffix("Reference")
            self.notes.append((kind, str(element.get(f"{W}id"))))

    def _as_unicode(self, text: str, font: str) -> str:
        if not _is_legacy(font):
            return text
        self.legacy_fonts = True
        return from_font(text, font)

    def _turn_field(self, kind: str) -> None:
        """Follow the begin, separate and end signs of a field; its text counts unless it is a page number or index."""
        if kind == "begin":
            self._fields.append("")
            self._told.append(False)
        elif kind == "separate" and self._fields:
            self._told[-1] = not _DROPPED_FIELD.match(self._fields[-1])
        elif kind == "end" and self._fields:
            self._fields.pop()
            self._told.pop()

    def _shown(self, text: str) -> str:
        return text if all(self._told) else ""


def _face(properties: "etree._Element | None") -> str:
    faces = None if properties is None else properties.find(f"{W}rFonts")
    if faces is None:
        return ""
    return next((str(faces.get(face)) for face in _FONT_FACES if faces.get(face)), "")


def _is_legacy(font: str) -> bool:
    return font.lower().startswith((".vn", "vni-"))
