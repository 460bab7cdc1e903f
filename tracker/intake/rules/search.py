"""Agencies that the catalogue offers for words typed without accents."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from tracker.catalogue.kinds import AgencyGroup, all_kinds
from tracker.catalogue.units import Level, Unit, children_of
from tracker.vietnamese import fold

_WORDS = re.compile(r"\w+")


def catalogue_names(words: str, *, place: Unit | None, on: date, limit: int = 12) -> list[str]:
    """Return names of agencies of the place and of committees below it whose words begin with the typed ones."""
    wanted = _WORDS.findall(fold(words))
    if not wanted or place is None:
        return []
    found = (name for name, spellings in _offered(place, on) if any(_holds(s, wanted) for s in spellings))
    return list(islice(dict.fromkeys(found), limit))


def _offered(place: Unit, on: date) -> Iterator[tuple[str, tuple[str, ...]]]:
    for kind in all_kinds():
        own = kind.level.value in (place.level.value, Level.CENTRAL.value)
        if own and kind.valid_on(on) and kind.group not in (AgencyGroup.PEOPLE_COMMITTEE, AgencyGroup.COMMITTEE):
            yield kind.name, (kind.name, *kind.variants)
    for unit in (place, *children_of(place, on)):
        name = f"UBND {unit.full_name}"
        yield name, (name,)


def _holds(spelling: str, wanted: list[str]) -> bool:
    words = _WORDS.findall(fold(spelling))
    return all(any(own.startswith(word) for own in words) for word in wanted)
