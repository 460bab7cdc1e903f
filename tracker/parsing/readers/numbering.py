"""Automatic numbers of Word: what stands before a paragraph on paper but not in its text."""

from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    pattern: str
    start: int


def _value(element: "etree._Element | None", default: str = "") -> str:
    return default if element is None else str(element.get(f"{W}val", default))


def _number(element: "etree._Element | None", default: int) -> int:
    text = _value(element)
    return int(text) if text.lstrip("-").isdigit() else default


def _roman(number: int) -> str:
    digits = []
    for worth, sign in _ROMAN:
        while number >= worth:
            digits.append(sign)
            number -= worth
    return "".join(digits)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def written(number: int, kind: str) -> str:
    """Return a counter in one of Word's number formats ("upperRoman", "lowerLetter", "decimal" …)."""
    if kind in ("upperRoman", "lowerRoman"):
        return _roman(number) if kind == "upperRoman" else _roman(number).lower()
    if kind in ("upperLetter", "lowerLetter"):
        return _letter(number).upper() if kind == "upperLetter" else _letter(number)
    return f"{number:02d}" if kind == "decimalZero" else str(number)


class Numbering:
    """Counts the numbered paragraphs of one document, in the order in which they are asked for."""

    def __init__(self, numbering: "etree._Element | None", styles: "etree._Element | None") -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract_of: dict[str, str] = {}
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
            levels = {}
            for level in abstract.iter(f"{W}lvl"):
                levels[int(level.get(f"{W}ilvl", "0"))] = _Level(
                    kind=_value(level.find(f"{W}numFmt"), "decimal"),
                    pattern=_value(level.find(f"{W}lvlText")),
                    start=_number(level.find(f"{W}start"), 1),
                )
            self._levels[str(abstract.get(f"{W}abstractNumId"))] = levels
        for num in root.iter(f"{W}num"):
            number = str(num.get(f"{W}numId"))
            self._abstract_of[number] = _value(num.find(f"{W}abstractNumId"))
            for override in num.iter(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                if start is not None:
                    self._restarts[number, int(override.get(f"{W}ilvl", "0"))] = _number(start, 1)

    def _read_styles(self, root: "etree._Element") -> None:
        own: dict[str, tuple[str, int]] = {}
        parent: dict[str, str] = {}
        for style in root.iter(f"{W}style"):
            name = str(style.get(f"{W}styleId"))
            parent[name] = _value(style.find(f"{W}basedOn"))
            numbers = style.find(f"{W}pPr/{W}numPr")
            if numbers is not None and numbers.find(f"{W}numId") is not None:
                own[name] = (_value(numbers.find(f"{W}numId")), _number(numbers.find(f"{W}ilvl"), 0))
        for name in parent:
            walked, at = 0, name
            while at and at not in own and walked < 20:
                walked, at = walked + 1, parent.get(at, "")
            if at in own:
                self._style_numbers[name] = own[at]

    def label(self, properties: "etree._Element | None") -> str:
        """Return the printed number or bullet of the paragraph with these properties, empty when it has none."""
        if properties is None:
            return ""
        number, depth = self._style_numbers.get(_value(properties.find(f"{W}pStyle")), ("0", 0))
        numbers = properties.find(f"{W}numPr")
        if numbers is not None:
            number = _value(numbers.find(f"{W}numId"), number)
            depth = _number(numbers.find(f"{W}ilvl"), depth)
        levels = self._levels.get(self._abstract_of.get(number, ""), {})
        if depth not in levels:
            return ""
        return self._count(number, depth, levels)

    def _count(self, number: str, depth: int, levels: dict[int, _Level]) -> str:
        level = levels[depth]
        if level.kind == "none":
            return ""
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
            del counters[deeper]
        text = level.pattern
        for at in range(depth + 1):
            shown = levels.get(at, level)
            text = text.replace(f"%{at + 1}", written(counters.get(at, shown.start), shown.kind))
        return text.strip()
