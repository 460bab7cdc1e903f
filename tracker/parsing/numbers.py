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


def number_words(value: float) -> str:
    """Return a number as it would be printed, without decimals that say nothing."""
    rounded = round(value, 2)
    whole = f"{int(rounded):,}".replace(",", ".") if rounded == int(rounded) else ""
    return whole or f"{rounded:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
