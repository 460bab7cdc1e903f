"""Numbers as they are printed: dot for thousands, comma for decimals."""

import re

_NUMBER = re.compile(r"^[-–−+]?\(?\s?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?\s?%?\)?$")
NUMBER_TEXT = r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"


def parse_number(text: str) -> float | None:
    """Return the value of a printed number ("1.423", "8,51", "-30", "(30)"), None when the text is no number."""
    plain = text.strip().replace("\u00a0", "")
    if not plain or not _NUMBER.match(plain):
        return None
    negative = plain[0] in "-–−" or (plain.startswith("(") and plain.endswith(")"))
    digits = re.sub(r"[^\d,]", "", plain).replace(",", ".")
    value = float(digits)
    return -value if negative else value


def decimals_of(text: str) -> int:
    """Return how many decimals a number is printed with ("8,51" has two)."""
    broken = re.search(r",(\d+)", text)
    return len(broken.group(1)) if broken else 0


def number_words(value: float) -> str:
    """Return a number as it would be printed, without decimals that say nothing."""
    rounded = round(value, 2)
    whole = f"{int(rounded):,}".replace(",", ".") if rounded == int(rounded) else ""
    return whole or f"{rounded:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def rate_words(value: float, decimals: int) -> str:
    """Return a rate with a fixed number of decimals, half rounded up: "8,50"."""
    scale = 10**decimals
    whole = int(abs(value) * scale + 0.5 + 1e-9)
    sign = "-" if value < 0 and whole else ""
    return f"{sign}{whole // scale}" + (f",{whole % scale:0{decimals}d}" if decimals else "")
