"""Automatic numbers of Word: what stands before a paragraph on paper but not in its text."""

from collections import defaultdict
from dataclasses import dataclass, replace

from lxml import etree

from tracker.parsing.readers.counters import written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_BASES = 20


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    pattern: str
    start: int
    restarts_after: int | None = None
    legal: bool = False
    style: str = ""


def value_of(element: "etree._Element | None", default: str = "") -> str:
    """Return the w:val of an element, the default when either is missing."""
    return default if element is None else str(element.get(f"{W}val", default))


def is_on(element: "etree._Element | None") -> bool:
    """Tell whether a switch such as <w:vanish/> is there and not turned off."""
    return element is not None and value_of(element, "1") not in ("0", "false", "off", "none")


def _number(element: "etree._Element | None", default: int) -> int:
    text = value_of(element)
    return int(text) if text.lstrip("-").isdigit() and len(text) < 7 else default


def _depth(element: "etree._Element") -> int:
    text = str(element.get(f"{W}ilvl", "0"))
    return int(text) if text.isdigit() and len(text) < 3 else 0


def _level(element: "etree._Element") -> _Level:
    restart = element.find(f"{W}lvlRestart")
    return _Level(
        kind=value_of(element.find(f"{W}numFmt"), "decimal"),
        pattern=value_of(element.find(f"{W}lvlText")),
        start=_number(element.find(f"{W}start"), 1),
        restarts_after=None if restart is None else _number(restart, 0),
        legal=is_on(element.find(f"{W}isLgl")),
        style=value_of(element.find(f"{W}pStyle")),
    )


class Numbering:
    """Counts the numbered paragraphs of one document, in the order in which they are asked for."""

    def __init__(self, numbering: "etree._Element | None", styles: "etree._Element | None") -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract_of: dict[str, str] = {}
        self._linked: dict[str, str] = {}
        self._style_link: dict[str, str] = {}
        self._own_levels: dict[str, dict[int, _Level]] = defaultdict(dict)
        self._restarts: dict[tuple[str, int], int] = {}
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._seen: set[str] = set()
        self._style_numbers: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read_numbering(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read_numbering(self, root: "etree._Element") -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            name = str(abstract.get(f"{W}abstractNumId"))
            self._levels[name] = {_depth(level): _level(level) for level in abstract.iter(f"{W}lvl")}
            if link := value_of(abstract.find(f"{W}numStyleLink")):
                self._linked[name] = link
            if link := value_of(abstract.find(f"{W}styleLink")):
                self._style_link[link] = name
        for num in root.iter(f"{W}num"):
            number = str(num.get(f"{W}numId"))
            self._abstract_of[number] = value_of(num.find(f"{W}abstractNumId"))
            for override in num.iter(f"{W}lvlOverride"):
                self._read_override(number, override)
        for number, name in self._abstract_of.items():
            if not self._levels.get(name) and name in self._linked:
                self._abstract_of[number] = self._style_link.get(self._linked[name], name)

    def _read_override(self, number: str, override: "etree._Element") -> None:
        own, start = override.find(f"{W}lvl"), override.find(f"{W}startOverride")
        if own is not None:
            self._own_levels[number][_depth(override)] = _level(own)
        if start is not None:
            self._restarts[number, _depth(override)] = _number(start, 1)

    def _read_styles(self, root: "etree._Element") -> None:
        own: dict[str, tuple[str, int]] = {}
        parent: dict[str, str] = {}
        for style in root.iter(f"{W}style"):
            name = str(style.get(f"{W}styleId"))
            parent[name] = value_of(style.find(f"{W}basedOn"))
            numbers = style.find(f"{W}pPr/{W}numPr")
            if numbers is not None and numbers.find(f"{W}numId") is not None:
                number = value_of(numbers.find(f"{W}numId"))
                linked = next((at for at, level in self._of(number).items() if level.style == name), 0)
                own[name] = (number, _number(numbers.find(f"{W}ilvl"), linked))
        for name in parent:
            walked, at = 0, name
            while at and at not in own and walked < _MOST_BASES:
                walked, at = walked + 1, parent.get(at, "")
            if at in own:
                self._style_numbers[name] = own[at]

    def _of(self, number: str) -> dict[int, _Level]:
        levels = self._levels.get(self._abstract_of.get(number, ""), {})
        return {**levels, **self._own_levels[number]} if number in self._own_levels else levels

    def label(self, properties: "etree._Element | None") -> str:
        """Return the printed number or bullet of the paragraph with these properties, empty when it has none."""
        if properties is None:
            return ""
        number, depth = self._style_numbers.get(value_of(properties.find(f"{W}pStyle")), ("0", 0))
        numbers = properties.find(f"{W}numPr")
        if numbers is not None:
            number = value_of(numbers.find(f"{W}numId"), number)
            depth = _number(numbers.find(f"{W}ilvl"), depth)
        levels = self._of(number)
        return self._count(number, depth, levels) if depth in levels else ""

    def _count(self, number: str, depth: int, levels: dict[int, _Level]) -> str:
        level = levels[depth]
        if level.kind == "bullet":
            return "+" if "+" in level.pattern or (depth > 0 and "-" not in level.pattern) else "-"
        counters = self._counters[self._abstract_of[number]]
        if number not in self._seen:
            self._seen.add(number)
            for (owner, at), start in self._restarts.items():
                if owner == number:
                    counters[at] = start - 1
        counters[depth] = counters.get(depth, level.start - 1) + 1
        for deeper in [at for at in counters if at > depth]:
            after = levels[deeper].restarts_after if deeper in levels else None
            if after is None or (after > 0 and depth < after):
                del counters[deeper]
        return "" if level.kind == "none" else _printed(depth, levels, counters)


def _printed(depth: int, levels: dict[int, _Level], counters: dict[int, int]) -> str:
    level = levels[depth]
    text = level.pattern
    for at in range(depth + 1):
        shown = levels.get(at, level)
        if level.legal:
            shown = replace(shown, kind="decimal")
        text = text.replace(f"%{at + 1}", written(counters.get(at, shown.start), shown.kind))
    return text.strip()
