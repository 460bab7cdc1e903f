"""Who leads an assignment: one body, several that a heading names, the members of a class; open ones are proposed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.catalogue.kinds import AgencyGroup, kind_by_code
from tracker.catalogue.recognise import Recognition, members, recognise
from tracker.catalogue.units import Level, Unit, children_of, unit_by_code, units_named
from tracker.intake.rules.reading import Extraction
from tracker.vietnamese import fold, tidy

Lead = dict[str, Any]

_KINDS = {Level.PROVINCE: "UBNDT", Level.DISTRICT: "UBNDH", Level.COMMUNE: "UBNDX"}
_SUMS = ("tong", "cong", "toan")
_SMALLEST_ANNEX = 3
_MOSTLY = 0.6
_UNIT_WORDS = ("xa ", "phuong ", "thi tran ", "dac khu ", "huyen ", "thanh pho ", "thi xa ", "quan ")
_FRONT_WORDS = ("doan the", "chinh tri", "hoi")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where and when a plan was issued, the units that its annexes list, and the agencies known under their names."""

    place: Unit | None
    on: date | None
    annex: tuple[Lead, ...] = ()
    known: dict[str, int] | None = None


def surroundings_of(
    extraction: Extraction, place: Unit | None, on: date | None, known: dict[str, int] | None = None
) -> Surroundings:
    """Return what the names of a plan are read against."""
    return Surroundings(place, on, annex_units(extraction["tables"], place, on), known)


def lead(name: str, recognition: Recognition | None = None, *, agency_id: int | None = None) -> Lead:
    """Return one lead as a proposal keeps it; `canonical` is None while nobody knows which agency is meant."""
    return {
        "name": recognition.canonical if recognition and recognition.canonical else tidy(name),
        "canonical": recognition.canonical if recognition else None,
        "kind": recognition.kind if recognition else None,
        "unit": recognition.unit if recognition else None,
        "candidates": list(recognition.candidates) if recognition else [],
        "agency_id": agency_id,
        "kept": True,
    }


def is_known(item: Lead) -> bool:
    """Tell whether it is settled which agency the lead is."""
    return bool(item["canonical"] or item["agency_id"])


def leads_named(name: str, around: Surroundings) -> tuple[list[Lead], str | None]:
    """Return the leads that one written name means, and the name of the open class that it is, if it is one."""
    found = recognise(name, place=around.place, on=around.on)
    if found.open_class:
        return [], found.canonical or found.written
    if found.group:
        return class_members(found, around), None
    if found.canonical is None and around.known and fold(name) in around.known:
        return [lead(name, agency_id=around.known[fold(name)])], None
    return [lead(name, found)], None


def class_members(found: Recognition, around: Surroundings) -> list[Lead]:
    """Return the members of a closed class: those that the plan's annex lists, else those of the catalogue."""
    if around.place is None or around.on is None:
        return []
    listed = [lead(item.written, item) for item in members(found, place=around.place, on=around.on)]
    levels = {_level_of(item) for item in listed}
    kept = [item for item in listed if not any(_level_of(a) is _level_of(item) for a in around.annex)]
    return [a for a in around.annex if _level_of(a) in levels] + kept


def agency_leads(agency: Extraction, around: Surroundings) -> tuple[list[Lead], list[str]]:
    """Return the leads of a drafted agency (each body of a heading, each member of a class) and its open classes."""
    leads: list[Lead] = []
    open_classes: list[str] = []
    whole = recognise(agency["name"], place=around.place, on=around.on)
    if agency["members"] and whole.group and not whole.open_class:
        return without_doubles(_member(name, whole, around) for name in agency["members"]), []
    for name in agency["members"] or [agency["name"]]:
        found, open_class = leads_named(name, around)
        leads += found
        open_classes += [open_class] if open_class else []
    return without_doubles(leads), open_classes


def _member(name: str, whole: Recognition, around: Surroundings) -> Lead:
    """Return a member that the plan itself lists: also one that the catalogue of another day no longer has."""
    listed = next((item for item in around.annex if fold(item["name"]) == fold(name)), None)
    if listed:
        return dict(listed)
    found = recognise(name, place=around.place, on=around.on)
    return lead(name, found if found.canonical else Recognition(name, canonical=tidy(name), kind=whole.kind, score=1.0))


def without_doubles(leads: Iterable[Lead]) -> list[Lead]:
    """Return the leads without a second one of the same agency."""
    return list({(item["name"], item["unit"]): item for item in leads}.values())


def proposed_for(open_class: str, leads_of_plan: Sequence[Lead]) -> list[Lead]:
    """Return the departments of the plan that an open class may mean; associations where the class names such."""
    wants_front = any(word in fold(open_class) for word in _FRONT_WORDS)
    return [dict(item) for item in leads_of_plan if _group_of(item) and _is_front(item) == wants_front]


def _group_of(item: Lead) -> AgencyGroup | None:
    group = kind_by_code(item["kind"]).group if item["kind"] else None
    return None if group is AgencyGroup.PEOPLE_COMMITTEE else group


def _is_front(item: Lead) -> bool:
    return _group_of(item) in (AgencyGroup.FRONT, AgencyGroup.ASSOCIATION)


def annex_units(tables: Iterable[Extraction], place: Unit | None, on: date | None) -> tuple[Lead, ...]:
    """Return the committees of the units that the plan's tables list, in order: the plan's own list of members."""
    if place is None:
        return ()
    found: list[Lead] = []
    for table in tables:
        column = table["unit_column"]
        if column is None:
            continue
        names = [row[column].strip() for row in table["rows"] if column < len(row)]
        names = [name for name in names if name and not fold(name).startswith(_SUMS)]
        units = [_unit_named(name, place, on) for name in names]
        known = [unit for unit in units if unit is not None]
        if len(names) >= _SMALLEST_ANNEX and len(known) >= _MOSTLY * len(names):
            usual = max({unit.prefix for unit in known}, key=[unit.prefix for unit in known].count)
            found += [_committee(name, unit, known[0].level, usual) for name, unit in zip(names, units, strict=True)]
    return tuple(without_doubles(found))


def _unit_named(name: str, place: Unit, on: date | None) -> Unit | None:
    for day in (on, None):
        inside = [unit for unit in units_named(name, on=day, within=place) if unit.code != place.code]
        if inside:
            highest = [unit for unit in inside if unit.level is inside[0].level]
            return highest[0] if len(highest) == 1 else None
    alike = [unit for unit in children_of(place, on) if fold(unit.prefix) == fold(name)] if on else []
    return alike[0] if len(alike) == 1 else None


def _committee(name: str, unit: Unit | None, level: Level, usual_prefix: str) -> Lead:
    """Return the committee of a unit in an annex; one that the catalogue does not know stands under the plan's name."""
    if unit:
        title = f"UBND {unit.full_name}"
        return lead(title, Recognition(title, canonical=title, kind=_KINDS[unit.level], unit=unit.code, score=1.0))
    has_word = fold(name).startswith(_UNIT_WORDS)
    words = name[0].lower() + name[1:] if has_word else f"{usual_prefix} {name}"
    title = f"UBND {words}"
    return lead(title, Recognition(title, canonical=title, kind=_KINDS[level], score=1.0))


def _level_of(item: Lead) -> Level:
    return unit_by_code(item["unit"]).level if item["unit"] else kind_by_code(item["kind"]).level
