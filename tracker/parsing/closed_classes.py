"""Members of a class of committees ("UBND các huyện, thành phố") as the plan's own annex lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.catalogue.recognise import members
from tracker.catalogue.units import Level, Unit, communes_of, unit_by_code, units_named
from tracker.parsing.agency_refs import Known
from tracker.parsing.draft import TableDraft
from tracker.vietnamese import fold

_OWN_CITY = {"thanh pho", "tp"}
_OWN_TOWN = {"thi tran", "tt"}
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class AnnexUnits:
    """The names of the places in an annex, as committees, with the level that they have."""

    names: list[str]
    level: Level


def annex_units(tables: Sequence[TableDraft], place: Unit | None, on: date | None) -> list[AnnexUnits]:
    """Return the places that the annexes list, for tables whose rows are units below the issuing place."""
    found = []
    for table in tables:
        if table.unit_column is None or place is None or len(table.rows) < _FEWEST:
            continue
        written = [row[table.unit_column] for row in table.rows if row[table.unit_column]]
        units = [_unit(name, place, on) for name in written]
        known = [unit for unit in units if unit is not None]
        if len(known) * 2 < len(written):
            continue
        levels = [unit.level for unit in known]
        level = max(set(levels), key=levels.count)
        prefix = {Level.DISTRICT: "huyện", Level.COMMUNE: "xã"}.get(level, "")
        names = [
            f"UBND {unit.full_name}" if unit else f"UBND {prefix} {name}".replace("  ", " ")
            for unit, name in zip(units, written, strict=True)
        ]
        found.append(AnnexUnits(list(dict.fromkeys(names)), level))
    return found


def _unit(name: str, place: Unit, on: date | None) -> Unit | None:
    key = fold(name)
    if key in _OWN_CITY or key in _OWN_TOWN:
        wanted = f"thành phố {place.name}" if key in _OWN_CITY else f"thị trấn {place.name}"
        found = [unit for unit in units_named(wanted, within=place, on=on) if unit.code != place.code]
        if found or key in _OWN_CITY:
            return found[0] if found else None
        return _only_town(place, on)
    inside = [unit for unit in units_named(name, within=place, on=on) if unit.code != place.code]
    below = [unit for unit in inside if unit.parent == place.code] or inside
    return below[0] if len(below) == 1 else None


def _only_town(place: Unit, on: date | None) -> Unit | None:
    towns = [unit for unit in communes_of(place, on) if unit.prefix == "thị trấn"] if on else []
    return towns[0] if len(towns) == 1 else None


def class_members(known: Known, annexes: Sequence[AnnexUnits], place: Unit | None, on: date | None) -> list[str] | None:
    """Return the members that an annex gives to a closed class, None when no annex lists that level."""
    if not known.ref.group or known.ref.members is not None or place is None or on is None:
        return None
    levels = _levels(known, place, on)
    return next((annex.names for annex in annexes if annex.level in levels), None)


def _levels(known: Known, place: Unit, on: date) -> set[Level]:
    codes = [member.unit for member in members(known.recognition, place=place, on=on)]
    return {unit_by_code(code).level for code in codes if code}
