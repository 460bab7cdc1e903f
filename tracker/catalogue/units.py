"""Administrative units before and after 1/7/2025: read once from data/units.csv, asked by code, name and parent.

Until 30/6/2025 the tree has three levels, from 1/7/2025 two (Law on Organisation of Local Government 2025). A
province without merger is one unit across both days ("both:20"); every other unit belongs to one era, named in its
code ("old:184", "new:06154").
"""

import csv
import gc
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from tracker.vietnamese import fold, tidy

TWO_TIER_FROM = date(2025, 7, 1)
"""First day without districts."""

_FILE = Path(__file__).parent / "data" / "units.csv"
_APOSTROPHES = re.compile(r"['’‘`´]")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_ZERO = re.compile(r"\b0+(?=\d)")
_PREFIX = re.compile(
    r"^(?:(tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)|(tp|tx|tt|h|q|p|x|t|dk)(?=[. ]))[. ]\s*(?=\S)"
)
_SHORT = {
    "tp": "thanh pho",
    "tx": "thi xa",
    "tt": "thi tran",
    "h": "huyen",
    "q": "quan",
    "p": "phuong",
    "x": "xa",
    "t": "tinh",
    "dk": "dac khu",
}
_OTHER_NAMES = {"thua thien hue": "hue", "hcm": "ho chi minh", "sai gon": "ho chi minh"}


class Level(StrEnum):
    """Tier of government that a unit or an agency belongs to."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Unit:
    """One administrative unit with the days it exists; None for a day means open on that side."""

    code: str
    name: str
    prefix: str
    level: Level
    parent: str | None
    valid_from: date | None
    valid_to: date | None

    @property
    def full_name(self) -> str:
        """Return the name with its kind: "huyện Văn Quan"."""
        return f"{self.prefix} {self.name}"

    def valid_on(self, day: date) -> bool:
        """Say whether the unit exists on `day`, both ends included."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def unit_by_code(code: str) -> Unit:
    """Return the unit with this code. Raises KeyError when there is none."""
    return _units()[code]


def all_units() -> tuple[Unit, ...]:
    """Return every unit of both eras, provinces first, then districts, then communes."""
    return tuple(_units().values())


def children_of(unit: Unit, on: date) -> tuple[Unit, ...]:
    """Return the units directly below `unit` on that day: districts of a province before 1/7/2025, then communes."""
    return tuple(child for child in _by_parent().get(unit.code, ()) if child.valid_on(on))


def communes_of(unit: Unit, on: date) -> tuple[Unit, ...]:
    """Return the communes inside `unit` on that day, however many levels lie between."""
    below = children_of(unit, on)
    if all(child.level is Level.COMMUNE for child in below):
        return below
    return tuple(commune for child in below for commune in children_of(child, on))


def province_of(unit: Unit) -> Unit:
    """Return the province that `unit` belongs to; a province is its own."""
    return unit if unit.parent is None else province_of(unit_by_code(unit.parent))


def lies_within(unit: Unit, place: Unit) -> bool:
    """Say whether `unit` is `place` or lies somewhere below it."""
    return unit.code == place.code or (unit.parent is not None and lies_within(unit_by_code(unit.parent), place))


def units_named(
    name: str, *, level: Level | None = None, on: date | None = None, within: Unit | None = None
) -> tuple[Unit, ...]:
    """Return the units called `name`, with or without their kind: "Văn Quan", "H. Văn Quan", "TP Lạng Sơn".

    Accents, hyphens and tone placement do not matter, unless two units differ by them alone: then the written one wins.
    A kind that was written must agree, except where no unit has it: towns become cities ("huyện" → "thị xã Mộc Châu").
    """
    prefix, bare = _parted(name)
    found = [
        unit
        for unit in _by_name().get(bare, ())
        if (level is None or unit.level is level)
        and (on is None or unit.valid_on(on))
        and (within is None or lies_within(unit, within))
    ]
    if prefix:
        found = _of_kind(found, prefix)
    return tuple(_as_written(found, name))


def province_named(name: str, on: date | None = None) -> Unit | None:
    """Return the province called `name` on that day; without a day the present one wins. None when there is none."""
    found = units_named(name, level=Level.PROVINCE, on=on)
    return max(found, key=lambda unit: unit.valid_to or date.max) if found else None


def _of_kind(found: list[Unit], prefix: str) -> list[Unit]:
    exact = [unit for unit in found if fold(unit.prefix) == prefix]
    if exact:
        return exact
    tiers = {
        "huyen": {Level.DISTRICT},
        "thi xa": {Level.DISTRICT},
        "quan": {Level.DISTRICT},
        "thanh pho": {Level.DISTRICT, Level.PROVINCE},
        "tinh": {Level.PROVINCE},
    }
    return [unit for unit in found if unit.level in tiers.get(prefix, {Level.COMMUNE})]


def _as_written(found: list[Unit], name: str) -> list[Unit]:
    if len(found) < 2:
        return found
    written = tidy(name).casefold()
    exact = [unit for unit in found if written.endswith(unit.name.casefold())]
    return exact or found


def _parted(name: str) -> tuple[str | None, str]:
    key = fold(tidy(name))
    found = _PREFIX.match(key)
    if not found:
        return None, _name_key(key)
    prefix = found.group(1) or _SHORT[found.group(2)]
    return prefix, _name_key(key[found.end() :])


def _name_key(folded: str) -> str:
    key = _NOT_LETTERS.sub(" ", _APOSTROPHES.sub("", folded)).strip()
    key = _ZERO.sub("", key)
    return _OTHER_NAMES.get(key, key)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the garbage collector while 14,000 lasting objects are made: it would walk the whole program many times."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@lru_cache(maxsize=1)
def _units() -> dict[str, Unit]:
    levels = {level.value: level for level in Level}
    days = {"": None}
    units: dict[str, Unit] = {}
    with _uncollected(), _FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for code, name, prefix, level, parent, start, end in rows:
            for text in (start, end):
                if text not in days:
                    days[text] = _day(text)  # type: ignore[assignment]
            units[code] = Unit(code, name, prefix, levels[level], parent or None, days[start], days[end])
    return units


@lru_cache(maxsize=1)
def _by_parent() -> dict[str, tuple[Unit, ...]]:
    return _grouped((unit.parent, unit) for unit in _units().values() if unit.parent)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[Unit, ...]]:
    units = _units().values()
    with _uncollected():
        keys = {name: _name_key(fold(name)) for name in {unit.name for unit in units}}
        return _grouped((keys[unit.name], unit) for unit in units)


def _grouped(pairs: Iterable[tuple[str | None, Unit]]) -> dict[str, tuple[Unit, ...]]:
    groups: dict[str, list[Unit]] = {}
    for key, unit in pairs:
        groups.setdefault(str(key), []).append(unit)
    return {key: tuple(units) for key, units in groups.items()}
