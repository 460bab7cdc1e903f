"""Agencies that fit typed words: without accents, the words in any order and begun only, with a slip of the hand."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from tracker.catalogue.kinds import AgencyGroup, all_kinds
from tracker.catalogue.spelling import agency_key
from tracker.catalogue.units import Level, Unit, children_of
from tracker.vietnamese import fold

_WORDS = re.compile(r"\w+")
_NEARLY = 75.0  # likeness from which a whole name is worth proposing to a person


@dataclass(frozen=True, slots=True)
class Offered:
    """An agency that may be meant: one on the office's list (`agency_id`), or one that only the catalogue knows."""

    name: str
    agency_id: int | None = None
    spellings: tuple[str, ...] = ()
    is_central: bool = False


def search(words: str, offered: Iterable[Offered], *, limit: int = 12) -> list[Offered]:
    """Return those whose words begin with the typed ones; a slip of a letter or two is forgiven.

    The nearest stand first, central bodies behind those of the place.
    """
    wanted = _WORDS.findall(fold(words))[:10]
    if not wanted:
        return []
    ranked: list[tuple[int, bool, int, str, Offered]] = []
    for one in offered:
        costs = [_cost(spelling, wanted) for spelling in {fold(one.name), agency_key(one.name), *one.spellings}]
        cost = min((found for found in costs if found is not None), default=None)
        if cost is not None:
            ranked.append((cost, one.is_central, len(one.name), one.name, one))
    exact = [item for item in ranked if item[0] == 0]
    return _once(item[4] for item in sorted(exact or ranked, key=lambda item: item[:4]))[:limit]


def nearest(name: str, offered: Sequence[Offered], *, limit: int = 3) -> list[Offered]:
    """Return the agencies whose whole name is most like a name that nobody knows, the likest first."""
    keys = dict(enumerate(agency_key(one.name) for one in offered))
    found = process.extract(agency_key(name), keys, scorer=fuzz.ratio, score_cutoff=_NEARLY, limit=limit * 2)
    return _once(offered[place] for _key, _score, place in found)[:limit]


@lru_cache(maxsize=64)
def catalogue_offers(place: Unit | None, on: date) -> tuple[Offered, ...]:
    """Return the agencies that the catalogue knows for a place on a day, and the committees below it."""
    if place is None:
        return ()
    return tuple(_catalogue(place, on))


def _catalogue(place: Unit, on: date) -> Iterator[Offered]:
    for kind in all_kinds():
        own = kind.level.value in (place.level.value, Level.CENTRAL.value)
        if own and kind.valid_on(on) and kind.group not in (AgencyGroup.PEOPLE_COMMITTEE, AgencyGroup.COMMITTEE):
            spellings = tuple(fold(variant) for variant in kind.variants)
            yield Offered(kind.name, None, spellings, is_central=kind.level is Level.CENTRAL)
    for unit in (place, *children_of(place, on)):
        yield Offered(f"UBND {unit.full_name}", None, (fold(f"Ủy ban nhân dân {unit.full_name}"),))


def _cost(spelling: str, wanted: list[str]) -> int | None:
    """Return how many letters differ when every typed word finds a word of the spelling; None when one finds none."""
    own = _WORDS.findall(spelling)
    total = 0
    for word in wanted:
        found = min((_slips(word, candidate) for candidate in own), default=9)
        if found > (0 if len(word) < 3 else 1 if len(word) < 7 else 2):
            return None
        total += found
    return total


def _slips(word: str, candidate: str) -> int:
    if candidate.startswith(word):
        return 0
    return min(OSA.distance(word, candidate), OSA.distance(word, candidate[: len(word)]))


def _once(offered: Iterable[Offered]) -> list[Offered]:
    seen: dict[str, Offered] = {}
    for one in offered:
        key = fold(one.name)
        if key not in seen or (seen[key].agency_id is None and one.agency_id is not None):
            seen[key] = one
    return list(seen.values())
