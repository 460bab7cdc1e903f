"""HTML pages and single-file archives (.mht): blocks become lines, tables rows, lists get their numbers."""

import email
import email.policy
import re
import unicodedata
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from tracker.parsing.readers.cells import Cell, soft_lines, table_lines
from tracker.parsing.readers.counters import written
from tracker.parsing.readers.document import RawDocument, UnreadableDocument
from tracker.parsing.readers.encodings import decode
from tracker.parsing.readers.html_body import drop_dressing, find_body
from tracker.parsing.readers.txt import refuse_without_letters

MEDIA_TYPE = "text/html"
_NO_TEXT = "Trang HTML không có chữ nào để đọc; hãy lưu toàn bộ nội dung văn bản dạng .docx rồi gửi lại."
_BROKEN = "Trang HTML bị hỏng, không đọc được; hãy mở bằng trình duyệt, chép văn bản sang Word và lưu dạng .docx."
_TOO_DEEP = (
    "Trang HTML lồng các phần quá sâu, có thể là tệp gây hại; "
    "hãy mở bằng trình duyệt, chép văn bản sang Word và lưu dạng .docx."
)
_CHARSET = re.compile(rb"<meta[^>]{0,300}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_DECLARATIONS = re.compile(
    r"<!DOCTYPE[^<>\[]{0,500}(?:\[[^\]\[]{0,2000}\])?[^<>]{0,200}>|<!\[[^\]>]{0,60}\]>|<!\[CDATA\[", re.IGNORECASE
)
_DEEPEST = 220
_TYPED_LINES = 25
_BLOCKS = {
    *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "center", "blockquote", "dd", "dt"),
    *("dl", "figure", "figcaption", "address", "fieldset", "body", "html", "header", "footer", "pre", "hr", "tr", "td"),
    *("th", "tbody", "thead", "tfoot", "caption", "details", "summary", "li", "form"),
}
_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NUMBERED = re.compile(r"^(?:\d{1,2}|[a-zđIVXL]{1,4})[.)]\s|^[-–+•*]\s")
_SYMBOLS = re.compile(r"font-family\s*:[^;]{0,20}(?:symbol|wingdings)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")


def read_html(content: bytes) -> RawDocument:
    """Return the lines of a page: the document without menus, boxes and scripts. Raises UnreadableDocument."""
    declared = _CHARSET.search(content[:4096])
    decoded = decode(content, declared.group(1).decode("ascii") if declared else None)
    root = _parsed(decoded.text)
    drop_dressing(root)
    walk = _Walk()
    lines = tuple(unicodedata.normalize("NFC", line) for line in walk.block(find_body(root)))
    refuse_without_letters(lines, _NO_TEXT)
    wrapped = None if walk.typed * 2 > len(lines) else False
    return RawDocument(lines=lines, media_type=MEDIA_TYPE, wrapped=wrapped, note=decoded.note, table_rows=True)


def read_mht(content: bytes) -> RawDocument:
    """Return the lines of the first HTML part of a single-file web page. Raises UnreadableDocument."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        body = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(body, bytes) and body.strip():
            return read_html(body)
    raise UnreadableDocument(_BROKEN)


def _parsed(text: str) -> "etree._Element":
    text = _DECLARATIONS.sub(" ", _XML_HEAD.sub("", text)).replace("\x00", "")
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as broken:
        deep = "depth" in str(broken).lower()
        raise UnreadableDocument(_TOO_DEEP if deep else _NO_TEXT) from broken
    _refuse_deep(root)
    return root


def _refuse_deep(root: "etree._Element") -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise UnreadableDocument(_TOO_DEEP)


class _Walk:
    """Yields the lines of blocks; text between blocks is a line of its own."""

    def __init__(self) -> None:
        self._bullets = 0
        self.typed = 0

    def block(self, element: "etree._Element") -> Iterator[str]:
        """Yield the lines below a block element."""
        held: list[str] = [] if element.tag == "table" else [_folded(element.text, element)]
        for child in element:
            if self._is_block(child):
                yield from self._lines("".join(held))
                held = []
                yield from self._child(child)
            else:
                held.append(self._inline(child))
            held.append(_folded(child.tail, element))
        yield from self._lines("".join(held))

    def _lines(self, text: str) -> Iterator[str]:
        """Yield the lines of running text; a block of many typed lines is like a text file: lines as they are."""
        typed = [line.strip() for line in text.strip().split("\n")]
        if len(typed) >= _TYPED_LINES:
            self.typed += len(typed)
            yield from typed
        elif typed != [""]:
            yield from (line for line in soft_lines("\n".join(typed)) if line)

    def _child(self, child: "etree._Element") -> Iterator[str]:
        if child.tag == "table":
            yield from self._table(child)
        elif child.tag in ("ol", "ul"):
            yield from self._list(child)
        else:
            yield from self.block(child)

    def _is_block(self, element: "etree._Element") -> bool:
        if element.tag in _BLOCKS or element.tag in ("table", "ol", "ul"):
            return True
        return any(below.tag in _BLOCKS or below.tag in ("table", "ol", "ul") for below in element.iterdescendants())

    def _inline(self, element: "etree._Element") -> str:
        if element.tag == "br":
            return "\n"
        inner = _folded(element.text, element)
        for child in element:
            inner += self._inline(child) + _folded(child.tail, element)
        if len(inner.strip()) == 1 and _SYMBOLS.search(str(element.get("style", ""))):
            return "- "
        if element.tag == "sup" and inner.strip().isalnum():
            return f" [{inner.strip()}]" if not _after_unit(element) else inner
        return inner

    def _list(self, element: "etree._Element") -> Iterator[str]:
        counter = _whole(element.get("start"), 1)
        kind = _KINDS.get(str(element.get("type", "")), "decimal")
        self._bullets += element.tag == "ul"
        for item in element:
            if item.tag != "li":
                yield from self._child(item) if isinstance(item.tag, str) else ()
                continue
            counter = _whole(item.get("value"), counter)
            lines = [line for line in self.block(item) if line.strip()]
            if lines and not _NUMBERED.match(lines[0]):
                lines[0] = f"{self._label(element, counter, kind, item)} {lines[0]}".strip()
            yield from lines
            counter += 1
        self._bullets -= element.tag == "ul"

    def _label(self, element: "etree._Element", counter: int, kind: str, item: "etree._Element") -> str:
        style = f"{element.get('style', '')};{item.get('style', '')}".replace(" ", "").lower()
        if "list-style:none" in style or "list-style-type:none" in style:
            return ""
        if element.tag == "ul":
            return "-" if self._bullets == 1 else "+"
        for css, named in (("alpha", "Letter"), ("latin", "Letter"), ("roman", "Roman")):
            if f"lower-{css}" in style or f"upper-{css}" in style:
                kind = ("lower" if f"lower-{css}" in style else "upper") + named
        closing = ")" if kind == "lowerLetter" else "."
        return written(counter, kind) + closing

    def _table(self, table: "etree._Element") -> Iterator[str]:
        rows = []
        for part in table:
            if part.tag == "caption":
                yield from self.block(part)
            elif part.tag == "tr":
                rows.append(self._row(part))
            elif part.tag in ("tbody", "thead", "tfoot"):
                rows += [self._row(row) for row in part if row.tag == "tr"]
        yield from table_lines([row for row in rows if row])

    def _row(self, row: "etree._Element") -> list[Cell]:
        return [
            Cell(
                tuple(line for line in self.block(cell) if line.strip()),
                _whole(cell.get("colspan"), 1) or 1,
                _whole(cell.get("rowspan"), 1) or _whole(row.get("rows"), 1000),
            )
            for cell in row
            if cell.tag in ("td", "th")
        ]


def _folded(text: str | None, parent: "etree._Element") -> str:
    """Return text with its white space folded, line breaks kept only where the page shows them."""
    if not text:
        return ""
    return text.replace("\t", " ").replace("\r", "") if parent.tag == "pre" else _SPACES.sub(" ", text)


def _after_unit(element: "etree._Element") -> bool:
    before = element.getprevious()
    text = (before.tail or "") if before is not None else (element.getparent().text or "")  # type: ignore[union-attr]
    return bool(re.search(r"(?:\b[kmcd]?m|\d)$", text))


def _whole(text: str | None, default: int) -> int:
    plain = str(text or "").strip()
    return min(int(plain), 10_000) if plain.isdigit() and len(plain) < 7 else default
