"""What a paragraph begins with: "IV.", "1.2.", "a)", "(3)", "-", "+" … and how deep that stands."""

import re
from dataclasses import dataclass

NO_LEVEL = 99
BULLET_LEVEL = 8
_RULES: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("part", -1, re.compile(r"(?:Phần|PHẦN|Chương|CHƯƠNG) (?:thứ \w+|THỨ \w+|[IVXL]+|\d{1,2})[.:]?(?=\s|$)\s*")),
    ("article", 1, re.compile(r"Điều \d{1,3}[.:]\s*")),
    ("roman", 1, re.compile(r"[IVXL]{1,6}\s?[.\-–:/)](?:\s+|(?=[^\W\d_]{2}))")),
    ("capital", 1, re.compile(r"[A-EĐ][.)](?:\s+)(?=\S)")),
    (
        "decimal",
        2,
        re.compile(
            r"\d{1,2}(?:\.\d{1,2}){0,3}(?:[.)]\s+|[.)](?=[^\W\d_])|/\s+(?=[A-ZĐ+–-])|/(?=[A-ZĐ][^\WA-ZĐ])|(?<=\.\d)\s+|(?<=\.\d\d)\s+)"
        ),
    ),
    ("letter", 6, re.compile(r"[a-zđ][.)/]\s+")),
    ("bracket", 7, re.compile(r"\((?:\d{1,2}|[a-zđ]|[ivx]{1,4})\)\s*")),
    (
        "dash",
        BULLET_LEVEL,
        re.compile(r"(?:[-–—]\s*(?=[^\W\d_])|[-–—]\s+(?=[\d“\"(])|[•●▪▫■□◆❖➢➤►▶✓✔★·>*]\s*|o\s+(?=[A-ZĐ]))(?!\s)"),
    ),
    ("plus", 9, re.compile(r"[+○◦]\s*")),
)
_RANGE = re.compile(r"[-–—]\s*\d{4}\b")


@dataclass(frozen=True, slots=True)
class Marker:
    """A number or bullet: `label` without its closing sign, `level` small for outer parts, `length` in characters."""

    kind: str
    label: str
    level: int
    length: int

    @property
    def sign(self) -> str:
        """The sign of a bullet: two signs on one level stand one below the other ("* Sở Y tế", then "- …")."""
        return self.label if self.kind == "dash" else ""


NO_MARKER = Marker(kind="none", label="", level=NO_LEVEL, length=0)


def marker_of(text: str) -> Marker:
    """Return what the paragraph begins with, NO_MARKER when it begins with a word."""
    if not text or _RANGE.match(text):
        return NO_MARKER
    for kind, level, rule in _RULES:
        found = rule.match(text)
        if found and found.end() < len(text):
            label = found.group().strip().rstrip(".:)/-–").strip("( ") if kind not in ("dash", "plus") else "-"
            label = found.group().strip() if kind == "dash" and found.group()[0] not in "-–—" else label
            deeper = label.count(".") if kind == "decimal" else 0
            return Marker(kind, label, level + deeper, found.end())
        if found and kind == "part":
            return Marker(kind, found.group().strip(), level, found.end())
    return NO_MARKER
