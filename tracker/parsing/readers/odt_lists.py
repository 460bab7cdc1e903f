"""Numbers of OpenDocument lists and headings: counted here, as the file stores only which list style is used."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tracker.parsing.readers.counters import written

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_MOST_DEPTH = 10


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    before: str
    after: str
    start: int
    shown: int


@dataclass(slots=True)
class OpenList:
    """A list that is being read: its style, its depth and its counters, which lists nested in it share."""

    style: str
    depth: int
    counters: dict[int, int] = field(default_factory=dict)


class OdtNumbers:
    """Gives the printed number or bullet of list items and headings, in the order in which they are asked for."""

    def __init__(self, roots: "list[etree._Element]") -> None:
        self._styles: dict[str, dict[int, _Level]] = {}
        self._of_paragraph: dict[str, str] = {}
        self._outline: dict[int, _Level] = {}
        self._heading_counters: dict[int, int] = {}
        self._by_id: dict[str, OpenList] = {}
        self._last: dict[str, OpenList] = {}
        for root in roots:
            for style in root.iter(f"{TEXT}list-style"):
                self._styles[str(style.get(f"{STYLE}name"))] = dict(_levels(style))
            for style in root.iter(f"{TEXT}outline-style"):
                self._outline = dict(_levels(style))
            for style in root.iter(f"{STYLE}style"):
                if style.get(f"{STYLE}list-style-name"):
                    self._of_paragraph[str(style.get(f"{STYLE}name"))] = str(style.get(f"{STYLE}list-style-name"))

    def opened(self, element: "etree._Element", outer: OpenList | None) -> OpenList:
        """Return the list that this element begins or continues."""
        style = str(element.get(f"{TEXT}style-name") or "")
        if outer is not None:
            return OpenList(style or outer.style, min(outer.depth + 1, _MOST_DEPTH), outer.counters)
        continued = self._by_id.get(str(element.get(f"{TEXT}continue-list")))
        if continued is None and element.get(f"{TEXT}continue-numbering") == "true":
            continued = self._last.get(style)
        opened = OpenList(style or (continued.style if continued else ""), 1)
        if continued is not None:
            opened.counters = continued.counters
        if identifier := element.get(_XML_ID):
            self._by_id[str(identifier)] = opened
        self._last[style] = opened
        return opened

    def label(self, of: OpenList, item: "etree._Element", paragraph: "etree._Element") -> str:
        """Return what is printed before the first paragraph of a list item."""
        style = of.style or self._of_paragraph.get(str(paragraph.get(f"{TEXT}style-name")), "")
        level = self._styles.get(style, {}).get(of.depth)
        if level is None:
            return "-" if of.depth == 1 else "+"
        return _counted(level, of.depth, of.counters, self._styles[style], _whole(item.get(f"{TEXT}start-value")))

    def heading(self, element: "etree._Element") -> str:
        """Return the number of a heading by the outline style, empty when headings have none."""
        depth = _whole(element.get(f"{TEXT}outline-level")) or 1
        level = self._outline.get(depth)
        if level is None or level.kind == "none" or element.get(f"{TEXT}is-list-header") == "true":
            return ""
        return _counted(level, depth, self._heading_counters, self._outline, None)


def _counted(level: _Level, depth: int, counters: dict[int, int], levels: dict[int, _Level], start: int | None) -> str:
    if level.kind == "bullet":
        return "+" if "+" in level.before or (depth > 1 and level.before not in ("-", "–")) else "-"
    counters[depth] = start if start is not None else counters.get(depth, level.start - 1) + 1
    for deeper in [at for at in counters if at > depth]:
        del counters[deeper]
    if level.kind == "none":
        return ""
    shown = range(max(depth - level.shown + 1, 1), depth + 1)
    numbers = [
        written(counters.get(at, 1), levels[at].kind) for at in shown if at in levels and levels[at].kind != "none"
    ]
    return f"{level.before}{'.'.join(numbers)}{level.after}".strip()


def _levels(style: "etree._Element") -> Iterator[tuple[int, _Level]]:
    for element in style:
        depth = _whole(element.get(f"{TEXT}level"))
        if depth is None or not isinstance(element.tag, str):
            continue
        if element.tag == f"{TEXT}list-level-style-bullet":
            yield depth, _Level("bullet", str(element.get(f"{TEXT}bullet-char", "")), "", 1, 1)
            continue
        start = _whole(element.get(f"{TEXT}start-value"))
        yield (
            depth,
            _Level(
                kind=_KINDS.get(str(element.get(f"{STYLE}num-format", "")), "decimal"),
                before=str(element.get(f"{STYLE}num-prefix", "")),
                after=str(element.get(f"{STYLE}num-suffix", "")),
                start=1 if start is None else start,
                shown=_whole(element.get(f"{TEXT}display-levels")) or 1,
            ),
        )


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 7 else None
