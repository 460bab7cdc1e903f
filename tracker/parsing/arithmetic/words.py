"""How findings about figures are put into words, and slips of the pen that explain two unequal numbers."""

from collections.abc import Sequence

_MOST_NAMED = 6
_LONGEST = 110


def several(words: Sequence[str]) -> str:
    """Return an enumeration that a person can read: the first six, and how many more there are."""
    named = "; ".join(words[:_MOST_NAMED])
    return named if len(words) <= _MOST_NAMED else f"{named}; … (còn {len(words) - _MOST_NAMED} chỗ khác)"


def joined(figures: Sequence[str]) -> str | None:
    """Return printed figures of several places in one line, None when that would be too long to read."""
    line = "; ".join(figures)
    return line if line and len(line) <= _LONGEST else None


def slip(printed: str, other: str) -> str:
    """Return how one printed number may have become another ("đảo hai chữ số", "sai một chữ số"), else ""."""
    first, second = (_digits(text) for text in (printed, other))
    if len(first) != len(second) or first == second:
        return ""
    unequal = [at for at, (one, two) in enumerate(zip(first, second, strict=True)) if one != two]
    if len(unequal) == 1:
        return "sai một chữ số"
    if len(unequal) == 2 and [first[at] for at in unequal] == [second[at] for at in reversed(unequal)]:
        return "đảo hai chữ số"
    return ""


def slip_words(printed: str, other: str) -> str:
    """Return the slip in brackets for a sentence, "" when there is none."""
    kind = slip(printed, other)
    return f" (có thể do {kind})" if kind else ""


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit() or sign == ",")
