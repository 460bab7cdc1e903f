"""Vietnamese text: folding for search and matching, and how dates and numbers are written for people."""

import re
import unicodedata
from datetime import date

_SPACES = re.compile(r"\s+")
_CONTROL = re.compile(r"[^\S\n\t ]|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DAY = re.compile(r"^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$")

YEARS = range(1945, 2200)  # days outside are slips of the hand, and break sums of days


def fold(text: str) -> str:
    """Return `text` for search and comparison: case, accents and tone placement gone, đ → d, spaces single.

    The same key is stored and asked on SQLite and PostgreSQL, whose own lower() and LIKE disagree on Vietnamese.
    """
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return _SPACES.sub(" ", kept).strip()


def tidy(text: str) -> str:
    """Return typed text as it is kept: NFC, without invisible or bidirectional control signs, outer spaces gone."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = _CONTROL.sub(lambda sign: " " if sign.group().isspace() else "", plain)
    return "".join(c for c in plain if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def parse_day(text: str) -> date | None:
    """Return the day written as dd/mm/yyyy (also with dots or hyphens), or None when there is no such day."""
    found = _DAY.match(text)
    if not found:
        return None
    day, month, year = (int(part) for part in found.groups())
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_any_day(text: str) -> date | None:
    """Return the day written as dd/mm/yyyy or, as commands and links do, as yyyy-mm-dd; None when it is no day."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return parse_day(text)
    return day if day.year in YEARS else None


def shortened(text: str, longest: int) -> str:
    """Return the text on one line, cut at a word and ended with "…" where it is longer than `longest` letters."""
    words = " ".join(text.split())
    return words if len(words) <= longest else words[: longest - 1].rpartition(" ")[0].rstrip(" ,;:.") + "…"


def day_text(day: date | None) -> str:
    """Return `day` as dd/mm/yyyy, the only way dates are shown; an empty string for None."""
    return day.strftime("%d/%m/%Y") if day else ""


def number_text(value: float, decimals: int = 0) -> str:
    """Return a number as it is printed in Việt Nam: dot for thousands, comma for decimals (1.234,5)."""
    return f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
