"""Find the kind of agency that a written name means, exactly or, with a clear lead over the second best, nearly."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from tracker.catalogue.kinds import PROVINCE_COMMITTEE, STEERING_COMMITTEE, AgencyGroup, AgencyKind, all_kinds
from tracker.catalogue.naming import Part
from tracker.catalogue.spelling import agency_key
from tracker.catalogue.units import Level, Unit

NEARLY = 88.0
"""Lowest likeness (0..100) at which a spelling counts as a typing error; chosen on the table of tests."""
LEAD = 4.0
"""How far the best must be ahead of the next kind: two kinds this close together are left to a person."""

_SHORTEST = 8
_LEVEL_WORDS = ("tinh", "huyen", "xa")
_SKIPPED = {STEERING_COMMITTEE, PROVINCE_COMMITTEE}


@dataclass(frozen=True, slots=True)
class Found:
    """What a lookup found: one kind, or several that cannot be told apart, with the likeness 0..1."""

    kinds: tuple[AgencyKind, ...]
    score: float
    part: Part


def exact(part: Part, *, place: Unit | None, on: date | None) -> Found | None:
    """Return the kinds whose name or variant is spelled as in `part`, narrowed by level and day."""
    entries = _index().get(agency_key(part.name), ())
    kinds = [kind for kind, needs_place in entries if part.said or not needs_place]
    narrowed = _narrowed(kinds, part, place=place, on=on)
    return Found(narrowed, 1.0, part) if narrowed else None


def nearly(part: Part, *, place: Unit | None, on: date | None) -> Found | None:
    """Return the kind whose spelling is clearly nearest to `part`, several when none is clearly ahead, or None."""
    key = agency_key(part.name)
    if len(key) < _SHORTEST:
        return None
    ranked: list[tuple[float, tuple[AgencyKind, ...]]] = []
    for other, likeness, _place in process.extract(
        key, _index().keys(), scorer=fuzz.token_sort_ratio, score_cutoff=NEARLY, limit=12
    ):
        if not _same_head(key, other):
            continue
        kinds = [kind for kind, needs_place in _index()[other] if part.said or not needs_place]
        narrowed = _narrowed(kinds, part, place=place, on=on)
        if narrowed:
            ranked.append((likeness, narrowed))
    if not ranked:
        return None
    best, kinds_of_best = ranked[0]
    rivals = {kind for likeness, kinds in ranked[1:] if best - likeness < LEAD for kind in kinds}
    together = kinds_of_best + tuple(sorted(rivals - set(kinds_of_best), key=lambda kind: kind.code))
    return Found(together, best / 100, part)


def _same_head(key: str, other: str) -> bool:
    """Say whether both begin with the same word: "Sở" and "Phòng" are never typing errors of each other."""
    words, others = key.split(), other.split()
    return words[0] == others[0] and abs(len(words) - len(others)) <= 1


def _narrowed(kinds: list[AgencyKind], part: Part, *, place: Unit | None, on: date | None) -> tuple[AgencyKind, ...]:
    if part.level is not None:
        said = [kind for kind in kinds if kind.level is part.level]
        kinds = said if said or part.level in (Level.CENTRAL, Level.DISTRICT, Level.COMMUNE) else kinds
    else:
        own = place.level if place else Level.PROVINCE
        kinds = [kind for kind in kinds if kind.level is own] or kinds
    if len(kinds) > 1 and on is not None:
        kinds = [kind for kind in kinds if kind.valid_on(on)] or kinds
    return tuple(dict.fromkeys(kinds))


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[tuple[AgencyKind, bool], ...]]:
    """Return every key with its kinds; True marks a name cut of its level word, good only with a place behind it."""
    index: dict[str, dict[AgencyKind, bool]] = {}
    for kind in all_kinds():
        if kind.code in _SKIPPED or kind.group is AgencyGroup.PEOPLE_COMMITTEE:
            continue
        for spelling in (kind.name, *kind.variants):
            key = agency_key(spelling)
            index.setdefault(key, {})[kind] = False
            head, _, last = key.rpartition(" ")
            if head and last in _LEVEL_WORDS:
                index.setdefault(head, {}).setdefault(kind, True)
    return {key: tuple(kinds.items()) for key, kinds in index.items()}
