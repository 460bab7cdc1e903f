"""Take a written agency name apart: the name itself and the place behind it ("… huyện Văn Quan", "… Sơn La")."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tracker.catalogue.units import Level, Unit, lies_within, province_named, province_of, unit_by_code, units_named
from tracker.vietnamese import fold

_KINDS = {
    "tỉnh": Level.PROVINCE,
    "huyện": Level.DISTRICT,
    "quận": Level.DISTRICT,
    "thị xã": Level.DISTRICT,
    "thành phố": Level.DISTRICT,
    "tp": Level.DISTRICT,
    "tp.": Level.DISTRICT,
    "xã": Level.COMMUNE,
    "phường": Level.COMMUNE,
    "thị trấn": Level.COMMUNE,
    "đặc khu": Level.COMMUNE,
    "trung ương": Level.CENTRAL,
}
_PLACE = re.compile(
    r"[\s,]+(?:(?:của|thuộc|cấp|tại|trên địa bàn)\s+)*"
    r"(tỉnh|huyện|quận|thị xã|thành phố|tp\.?|xã|phường|thị trấn|đặc khu|trung ương)(?=\s|$)",
    re.IGNORECASE,
)
_REGION = re.compile(r"[\s,]+(?:chi nhánh\s+)?khu vực(?:\s+(?:\d+|[IVX]+))?$", re.IGNORECASE)
"""Branches of banks, tax, insurance and treasury that serve several provinces since 2025: "khu vực 5"."""
_GRASSROOTS = re.compile(r"\bcơ sở(?=\s+\S)", re.IGNORECASE)
"""Offices of tax, statistics and insurance below the province since 2025, told apart by number or name."""
_LONGEST_PROVINCE = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One way to read a written name: the name without its place, the level that was said, the unit that was named."""

    name: str
    level: Level | None = None
    unit: Unit | None = None
    said: bool = False


def parts(name: str, *, place: Unit | None, on: date | None) -> Iterator[Part]:
    """Yield the readings of `name`, the whole first, then with what looks like a place taken off its end."""
    yield Part(name)
    for found in _PLACE.finditer(name):
        kind, rest = found.group(1).lower(), name[found.end() :].strip(" ,")
        head = name[: found.start()].strip(" ,-")
        if not head:
            continue
        if not rest:
            yield Part(head, _level(kind, place), said=True)
            continue
        unit = nearest_unit(f"{kind} {rest}", place=place, on=on)
        if unit is not None:
            yield Part(head, unit.level, unit, said=True)
    region = _REGION.search(name)
    if region and region.start():
        yield Part(name[: region.start()], Level.PROVINCE, said=True)
    grassroots = _GRASSROOTS.search(name)
    if grassroots:
        yield Part(name[: grassroots.end()], Level.COMMUNE, said=True)
    yield from _with_bare_province(name, place=place, on=on)


def nearest_unit(name: str, *, place: Unit | None, on: date | None) -> Unit | None:
    """Return the unit of that name nearest to `place`: inside it, in its province, else the only one in the country."""
    found = nearest_units(name, place=place, on=on)
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=2048)
def nearest_units(name: str, *, place: Unit | None, on: date | None) -> tuple[Unit, ...]:
    """Return the units of that name in the smallest surroundings that has one, of the day `on` where possible.

    A name that a district shares with its town stands for the district, as people use it.
    """
    areas: tuple[Unit | None, ...] = (place, province_of(place), None) if place else (None,)
    if place is not None and any(fold(name) == fold(own.full_name) for own in lineage(place)):
        return tuple(own for own in lineage(place) if fold(name) == fold(own.full_name))
    for day in (on, None) if on else (None,):
        for area in areas:
            found = units_named(name, on=day, within=area)
            if found:
                highest = [unit for unit in found if unit.level is found[0].level]
                return tuple(highest) if day or len(highest) == 1 else tuple(_latest(highest))
    return ()


def lineage(place: Unit) -> tuple[Unit, ...]:
    """Return the place and the units above it, smallest first."""
    return (place,) if place.parent is None else (place, *lineage(unit_by_code(place.parent)))


def unit_of_level(level: Level, place: Unit | None) -> Unit | None:
    """Return the place itself or the unit above it that stands at `level`; None when there is none."""
    return next((unit for unit in lineage(place) if unit.level is level), None) if place else None


def is_near(unit: Unit, place: Unit | None) -> bool:
    """Say whether `unit` is the place itself or lies above it, so that its name need not be repeated."""
    return place is not None and lies_within(place, unit)


def _latest(units: list[Unit]) -> list[Unit]:
    """Of units that follow one another under one name, keep the latest; keep all that are merely alike."""
    if len({(unit.full_name, unit.level) for unit in units}) == 1 and units[0].level is Level.PROVINCE:
        return [max(units, key=lambda unit: unit.valid_to or date.max)]
    return units


def _level(kind: str, place: Unit | None) -> Level:
    if kind in ("thành phố", "tp", "tp.") and place is not None and place.prefix == "thành phố":
        return place.level
    return _KINDS[kind]


def _with_bare_province(name: str, *, place: Unit | None, on: date | None) -> Iterator[Part]:
    words = name.split()
    for size in range(min(_LONGEST_PROVINCE, len(words) - 1), 0, -1):
        tail = " ".join(words[-size:])
        own = [unit for unit in lineage(place) if fold(unit.name) == fold(tail)] if place else []
        unit = own[-1] if own else province_named(tail, on) or province_named(tail)
        if unit is not None:
            head = " ".join(words[:-size]).strip(" ,-")
            yield Part(head, unit.level, unit, said=True)
