"""A plan may tell a task twice, below its agency and in an annex table: one task, and the second place is said."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tracker.parsing.agency_refs import AgencyReader
from tracker.parsing.unit import REPEATED, WORK, Unit
from tracker.vietnamese import fold

_SAME = 0.8
_INSIDE = 0.85
_FEWEST_WORDS = 5
_MOST_ALIKE = 200


def once(text: str, units: Sequence[Unit], agencies: AgencyReader) -> list[Unit]:
    """Return the units with later tellings of a task marked as repeated; the first one gains their partners and time.

    Two tellings are the same when their agency is, and four of five words are, or nearly all words of the shorter.
    Only blocks and tables repeat: two sentences below headings are never folded into one.
    """
    kept = list(units)
    if len({unit.leads for unit in units if unit.kind == WORK}) < 2:
        return kept
    told: dict[tuple[str, bool], _Told] = {}
    for at, unit in enumerate(units):
        if unit.kind != WORK:
            continue
        words = frozenset(_words(text, unit))
        agency = _agency(unit, agencies)
        other = told.get((agency, not unit.leads))
        first = other.alike(words) if other else None
        if first is None:
            told.setdefault((agency, unit.leads), _Told()).add(at, words)
            continue
        kept[first] = _gaining(kept[first], unit)
        kept[at] = replace(unit, kind=REPEATED)
    return kept


class _Told:
    """The tasks of one agency told so far, found by their rarer words: comparing each with each grows too fast."""

    def __init__(self) -> None:
        self._words: dict[int, frozenset[str]] = {}
        self._holding: dict[str, list[int]] = {}

    def add(self, at: int, words: frozenset[str]) -> None:
        """Remember the task at this place among the units."""
        self._words[at] = words
        for word in words:
            self._holding.setdefault(word, []).append(at)

    def alike(self, words: frozenset[str]) -> int | None:
        """Return the place of the first task that these words tell again, None when there is none."""
        lists = [self._holding[word] for word in words if word in self._holding]
        rare = [places for places in lists if len(places) <= _MOST_ALIKE]
        places = sorted({at for found in rare or [found[:_MOST_ALIKE] for found in lists] for at in found})
        return next((at for at in places if _alike(words, self._words[at])), None)


def _agency(unit: Unit, agencies: AgencyReader) -> str:
    ref = agencies.read(unit.agency or "", unit.listed).ref
    return ref.canonical or fold(", ".join(ref.members or [ref.name]))


def _gaining(first: Unit, second: Unit) -> Unit:
    partners = dict.fromkeys((*first.partners, *second.partners))
    return replace(
        first,
        partners=tuple(partners),
        also_time=first.also_time or second.time,
        product=first.product or second.product,
    )


def _words(text: str, unit: Unit) -> Iterable[str]:
    return (word.strip(".,;:()") for word in text[unit.start : unit.end].lower().split())


def _alike(first: frozenset[str], second: frozenset[str]) -> bool:
    both = len(first & second)
    shorter = min(len(first), len(second))
    same = 2 * both >= _SAME * (len(first) + len(second))
    return bool(both) and (same or (shorter >= _FEWEST_WORDS and both >= _INSIDE * shorter))
