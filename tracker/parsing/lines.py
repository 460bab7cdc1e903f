"""From the lines of a file to the paragraphs of the plan: white space folded, wrapped lines joined, tables kept apart.

The normalised text is the paragraphs with a line feed between them; every offset of a draft points into it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.parsing.joining import Shape, join_wrapped, shape_of
from tracker.parsing.pages import without_page_numbers
from tracker.parsing.readers.document import RawDocument

_SPACES = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TAGS = re.compile(r"</?(?:b|i|u|em|strong|sup|sub|br|p|span|center)\s*/?>", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|~-])")
_MARKDOWN = re.compile(r"^\s{0,3}#{1,6}\s|\*\*", re.MULTILINE)
_LED_BY_TAB = re.compile(r"^\s*\t")
CELL_MARK = "|"
_SHORT_CELL = 90


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, a table row ("row"), one cell on its own line ("cell"), a cell mark ("mark") or a gap ("gap")."""

    text: str
    start: int
    kind: str
    heading: bool = False

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class RawLine:
    """One cleaned line of the file, before joining; `length` counts its indent and wide spaces too."""

    text: str
    kind: str
    heading: bool = False
    length: int = 0


def build_lines(document: RawDocument) -> list[Line]:
    """Return the paragraphs and table pieces of a document, with their offsets in the normalised text."""
    cleaned = list(_clean(document))
    lines: list[Line] = []
    offset = 0
    for raw in _joined(cleaned, document.wrapped):
        lines.append(Line(raw.text, offset, raw.kind, raw.heading))
        offset += len(raw.text) + 1
    return lines


def text_of(lines: Sequence[Line]) -> str:
    """Return the normalised text that the offsets of these lines point into."""
    return "\n".join(line.text for line in lines)


def line_at(lines: Sequence[Line], offset: int) -> int:
    """Return the index of the line that holds the offset."""
    return bisect_right(lines, offset, key=lambda line: line.start) - 1


def _clean(document: RawDocument) -> Iterator[RawLine]:
    lines = document.lines
    markdown = document.media_type == "text/markdown" or (
        not document.table_rows and sum(bool(_MARKDOWN.search(line)) for line in lines) >= 2
    )
    plain = without_page_numbers([_plain(line, markdown) for line in lines])
    cells = set() if document.table_rows else _tab_led_zones(plain)
    for index, line in enumerate(plain):
        heading = markdown and bool(_HEADING.match(lines[index]))
        folded = _SPACES.sub(" ", line.replace("\t", " ")).strip()
        if folded == CELL_MARK:
            yield RawLine(CELL_MARK, "mark")
        elif index in cells:
            yield RawLine(folded, "cell" if _LED_BY_TAB.match(line) else "gap")
        elif (line.count("\t") >= 2 and "\t" in line.strip()) or (document.table_rows and "\t" in line):
            row = "\t".join(_SPACES.sub(" ", cell).strip() for cell in line.rstrip("\n").split("\t"))
            yield RawLine(row, "row")
        elif _is_pipe_row(folded):
            yield RawLine(folded, "row")
        else:
            yield RawLine(folded, "text" if folded else "blank", heading, len(line.rstrip()))


def _is_pipe_row(line: str) -> bool:
    """Tell a table row: a sign inside the line, or one before it that a second one follows (empty first cell)."""
    first = line.find("|")
    return (first > 0 and bool(line[first + 1 :])) or (first == 0 and len(line) > 1 and "|" in line[1:])


def _plain(line: str, markdown: bool) -> str:
    line = _TAGS.sub(" ", _INVISIBLE.sub("", line)) if "<" in line else _INVISIBLE.sub("", line)
    if markdown:
        line = _ESCAPE.sub(r"\1", _EMPHASIS.sub("", _HEADING.sub("", line)))
    return line


def _tab_led_zones(lines: Sequence[str]) -> set[int]:
    """Find the lines of tables written with one cell per line, each led by a tab and rows parted by an empty line."""
    found: set[int] = set()
    run: list[int] = []
    cells = 0
    for index, line in enumerate([*lines, "end"]):
        led = bool(_LED_BY_TAB.match(line)) and len(line) <= _SHORT_CELL and "\t" not in line.strip("\t \u00a0")
        if led or (run and not line.strip(" \u00a0") and index < len(lines)):
            run.append(index)
            cells += led
            continue
        if cells >= 6:
            found.update(run)
        run, cells = [], 0
    return found


def _joined(lines: Sequence[RawLine], wrapped: bool | None) -> Iterator[RawLine]:
    """Yield table pieces as they are and runs of text lines joined to paragraphs."""
    beside = {at + step for at, line in enumerate(lines) if line.kind == "mark" for step in (-1, 1)}
    prose = [line for at, line in enumerate(lines) if line.kind in ("text", "blank") and at not in beside]
    shape = shape_of([line.text for line in prose], wrapped, [line.length for line in prose])
    run: list[RawLine] = []
    for line in lines:
        if line.kind in ("text", "blank"):
            run.append(line)
            continue
        yield from _paragraphs(run, shape)
        run = []
        yield line
    yield from _paragraphs(run, shape)


def _paragraphs(run: list[RawLine], shape: Shape) -> Iterator[RawLine]:
    headings = {index for index, line in enumerate(run) if line.heading}
    texts, lengths = [line.text for line in run], [line.length for line in run]
    for first, text in join_wrapped(texts, shape, headings, lengths):
        yield RawLine(text, "text", run[first].heading)
