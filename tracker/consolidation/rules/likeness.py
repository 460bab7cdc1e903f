"""Which sums may be one and were left apart: nearly the same words, or the same words with other units. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from tracker.consolidation.rules.adding import Sum, name_of

ALIKE = 88  # of 100
NEIGHBOURS = 8  # how far apart two labels may stand in alphabetical order and still be compared
MOST_DOUBTS = 60


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two sums that a person should look at. `other_unit`: the words are the same, the units are not."""

    one: Sum
    other: Sum
    other_unit: bool


def doubtful_pairs(sums: Sequence[Sum]) -> list[Doubt]:
    """Return the pairs of one section that look alike, at most 60. Numbers that differ make two labels different."""
    found: dict[tuple[str, str], Doubt] = {}
    for ordered in (_by_words(sums), _by_sorted_words(sums)):
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 : place + 1 + NEIGHBOURS]:
                doubt = _doubt(one, other)
                if doubt is not None:
                    found.setdefault((min(one.key, other.key), max(one.key, other.key)), doubt)
    return list(found.values())[:MOST_DOUBTS]


def _by_words(sums: Sequence[Sum]) -> list[Sum]:
    return sorted(sums, key=lambda line: (name_of(line), line.key))


def _by_sorted_words(sums: Sequence[Sum]) -> list[Sum]:
    return sorted(sums, key=lambda line: (line.section, sorted(name_of(line)[1].split()), line.key))


def _doubt(one: Sum, other: Sum) -> Doubt | None:
    (section, words, family), (other_section, other_words, other_family) = name_of(one), name_of(other)
    if section != other_section or _numbers(words) != _numbers(other_words):
        return None
    if words == other_words:
        return Doubt(one, other, other_unit=True)
    if family != other_family or max(fuzz.ratio(words, other_words), fuzz.token_sort_ratio(words, other_words)) < ALIKE:
        return None
    return Doubt(one, other, other_unit=False)


def _numbers(words: str) -> list[str]:
    return [word for word in words.split() if any(letter.isdigit() for letter in word)]
