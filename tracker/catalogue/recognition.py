"""From the name of an agency as a plan writes it to the catalogue: kind, unit, class, or honest doubt.

Roles are not agencies: "cơ quan thường trực" is never recognised and a Ban Chỉ đạo has a kind but no canonical name;
which agency holds the role is decided by the plan.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from tracker.catalogue import kinds
from tracker.catalogue.classes import AgencyClass, bare_committee_class, committee_class, open_class
from tracker.catalogue.lookup import LEAD, Found, exact, nearly
from tracker.catalogue.naming import Part, is_near, nearest_units, parts, unit_of_level
from tracker.catalogue.spelling import agency_key, plain_name
from tracker.catalogue.units import Level, Unit, children_of, communes_of, unit_by_code, units_named
from tracker.vietnamese import fold, tidy

_ROLE = re.compile(
    r"^(?:la )?(?:co quan|don vi|bo phan|van phong|to) (?:thuong truc|chu tri|phoi hop|dau moi|duoc giao|"
    r"chu quan|tham muu|duoc phan cong|thuc hien|quan ly|chuc nang)"
)
_OFFICE_HOLDER = re.compile(
    r"^(?:đồng chí\s+)?(?:giám đốc|thủ trưởng|chủ tịch|chánh(?=\s+(?:văn phòng|thanh tra))|"
    r"trưởng(?=\s+(?:phòng|ban|trạm|công an|đài|chi cục|hạt|đồn)\s)|bí thư|cục trưởng(?=\s+cục)|lãnh đạo|người đứng "
    r"đầu)\s+",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_COMMITTEE = re.compile(r"^(?:ubnd|ub\s*nd|u\.b\.n\.d\.?|ub\s+nhân\s+dân)(?=[\s:]|$)[\s:]*", re.IGNORECASE)
_UNIT_WORD = re.compile(r"^(?:tỉnh|huyện|quận|thị xã|thành phố|tp\.?|xã|phường|thị trấn|đặc khu)\s", re.IGNORECASE)
_IN_EACH = re.compile(
    r"\s+(?:của |ở |thuộc |tại )?(?P<many>(?:các|cấp) (?:tỉnh|huyện|quận|xã|phường|thị xã|thành phố|địa phương)\b.*)$",
    re.IGNORECASE,
)
_COMMITTEE_KEY = "uy ban nhan dan"
NEARLY_COMMITTEE = 90.0
"""Likeness at which four words are read as "Ủy ban nhân dân"; "Hội đồng nhân dân" stays far below."""
_UNIT_NEARLY = 85.0
_KIND_OF_LEVEL = {
    Level.PROVINCE: kinds.PROVINCE_COMMITTEE,
    Level.DISTRICT: kinds.DISTRICT_COMMITTEE,
    Level.COMMUNE: kinds.COMMUNE_COMMITTEE,
}


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a written name was recognised as; `canonical` None means: not one known agency, a person decides.

    `kind` and `unit` are codes of the catalogue. `group` marks a class of agencies, `open_class` one whose members the
    catalogue cannot list. `candidates` are canonical names that the text fits equally. `score` is 1 for an exact
    spelling, below 1 for a corrected typing error, 0 for nothing found.
    """

    written: str
    canonical: str | None = None
    kind: str | None = None
    unit: str | None = None
    group: bool = False
    open_class: bool = False
    candidates: tuple[str, ...] = ()
    score: float = 0.0


@lru_cache(maxsize=8192)
def recognise(name: str, *, place: Unit | None, on: date | None) -> Recognition:
    """Return what `name` means in a document of `place` from day `on`; both may be unknown.

    An organ of another day is still recognised under its own name (resolution 190/2025/QH15 keeps old names readable);
    whether it was valid is for the caller to ask.
    """
    unknown = Recognition(written=tidy(name))
    plain = plain_name(name)
    for text in dict.fromkeys((plain, _BRACKETS.sub("", plain), _OFFICE_HOLDER.sub("", _BRACKETS.sub("", plain)))):
        found = _recognised(text, place=place, on=on)
        if found is not None:
            return replace(found, written=unknown.written)
    return unknown


def members(recognition: Recognition, *, place: Unit, on: date) -> tuple[Recognition, ...]:
    """Return the members of a closed class on that day, one per unit of `place`; empty for all else."""
    meant = _class_named(plain_name(recognition.written), place=place, on=on)
    if meant is None or meant.open_class or not recognition.group:
        return ()
    units: list[Unit] = []
    if Level.DISTRICT in meant.levels and place.level is Level.PROVINCE:
        units += [unit for unit in children_of(place, on) if unit.level is Level.DISTRICT]
    if Level.COMMUNE in meant.levels:
        units += communes_of(place, on)
    listed = [unit for unit in units if not meant.prefixes or fold(unit.prefix) in meant.prefixes]
    return tuple(_committee_of(unit) for unit in listed)


def _recognised(text: str, *, place: Unit | None, on: date | None) -> Recognition | None:
    key = agency_key(text)
    if not key or _ROLE.match(key):
        return None
    if key.startswith("ban chi dao"):
        return Recognition(text, kind=kinds.STEERING_COMMITTEE, unit=place.code if place else None, score=1.0)
    behind = _after_committee(text)
    if behind is not None:
        return _committee(behind, place=place, on=on)
    readings = tuple(parts(text, place=place, on=on))
    spelled = next((found for part in readings if (found := exact(part, place=place, on=on))), None)
    if spelled:
        return _named(spelled, place=place)
    meant = bare_committee_class(text, place=place, on=on) or open_class(text)
    if meant:
        return _class(meant)
    if _UNIT_WORD.match(text) and len(called := _units_called(text, place=place, on=on)) == 1:
        return _committee_of(called[0])
    each = _one_of_each_unit(text, on=on)
    if each:
        return each
    guesses = [found for part in readings if (found := nearly(part, place=place, on=on))]
    return _named(max(guesses, key=lambda found: found.score), place=place) if guesses else None


def _one_of_each_unit(text: str, *, on: date | None) -> Recognition | None:
    """Return the class of one kind in many places: "Công an các xã", "Sở Y tế các tỉnh"; its members are not listed."""
    tail = _IN_EACH.search(text)
    if not tail or not tail.start():
        return None
    found = exact(Part(text[: tail.start()]), place=None, on=on)
    if not found or len({kind.name for kind in found.kinds}) > len(found.kinds):
        return None
    name = f"{tidy(text[: tail.start()])} {tail.group('many').lower()}"
    return Recognition(text, canonical=name, group=True, open_class=True, score=1.0)


def _named(found: Found, *, place: Unit | None) -> Recognition:
    names = tuple(dict.fromkeys(_canonical(kind, found, place) for kind in found.kinds))
    if len(found.kinds) > 1:
        return Recognition(found.part.name, candidates=names, score=found.score)
    kind = found.kinds[0]
    unit = _unit_of(kind, found, place)
    return Recognition(
        found.part.name, canonical=names[0], kind=kind.code, unit=unit.code if unit else None, score=found.score
    )


def _unit_of(kind: kinds.AgencyKind, found: Found, place: Unit | None) -> Unit | None:
    if found.part.unit is not None and found.part.unit.level is kind.level:
        return found.part.unit
    return unit_of_level(kind.level, place)


def _canonical(kind: kinds.AgencyKind, found: Found, place: Unit | None) -> str:
    """Return the kind's name; a unit elsewhere than the place is named: "Hội Nông dân huyện Bình Gia"."""
    unit = _unit_of(kind, found, place)
    if unit is None or is_near(unit, place) or place is None:
        return kind.name
    head, _, last = kind.name.rpartition(" ")
    return f"{head if last in ('tỉnh', 'huyện', 'xã') else kind.name} {unit.full_name}"


def _after_committee(text: str) -> str | None:
    """Return what follows "UBND" in any spelling, typing errors in its four words included; None when absent."""
    short = _COMMITTEE.match(text)
    if short:
        return text[short.end() :]
    words = text.split()
    if len(words) >= 4 and fuzz.ratio(fold(" ".join(words[:4])), _COMMITTEE_KEY) >= NEARLY_COMMITTEE:
        return " ".join(words[4:])
    return None


def _committee(words: str, *, place: Unit | None, on: date | None) -> Recognition | None:
    meant = committee_class(words, place=place)
    if meant:
        return _class(meant)
    if fold(words) in ("cac cap", "cap"):
        return Recognition(words, canonical="UBND các cấp", group=True, open_class=True, score=1.0)
    own = _own_unit(words, place)
    if own is not None:
        return _committee_of(own)
    if not words:
        return _committee_of(place) if place else None
    found = _units_called(words, place=place, on=on)
    if len(found) == 1:
        return _committee_of(found[0])
    if found:
        return Recognition(words, candidates=tuple(_with_province(unit) for unit in found), score=1.0)
    return _nearly_committee(words, place=place, on=on)


def _units_called(words: str, *, place: Unit | None, on: date | None) -> tuple[Unit, ...]:
    """Return the units meant by "xã Bình Phúc, huyện Văn Quan": the first name inside the second."""
    first, _, around = words.partition(",")
    if not around:
        return nearest_units(words, place=place, on=on)
    outer = nearest_units(around.strip(), place=place, on=on)
    return units_named(first, within=outer[0]) if len(outer) == 1 else ()


def _own_unit(words: str, place: Unit | None) -> Unit | None:
    said = {
        "tinh": Level.PROVINCE,
        "cap tinh": Level.PROVINCE,
        "huyen": Level.DISTRICT,
        "quan": Level.DISTRICT,
        "thi xa": Level.DISTRICT,
        "xa": Level.COMMUNE,
        "phuong": Level.COMMUNE,
        "thi tran": Level.COMMUNE,
        "dac khu": Level.COMMUNE,
    }.get(fold(words))
    if said is None and fold(words) in ("thanh pho", "tp") and place is not None and place.prefix == "thành phố":
        return place
    return unit_of_level(said, place) if said else None


def _nearly_committee(words: str, *, place: Unit | None, on: date | None) -> Recognition | None:
    """Return the committee of the unit inside `place` whose name is clearly nearest to one typed wrongly."""
    if place is None or on is None:
        return None
    near = {unit.code: unit for unit in (*children_of(place, on), *communes_of(place, on))}
    keys = {code: fold(unit.full_name) for code, unit in near.items()}
    ranked = process.extract(fold(words), keys, scorer=fuzz.ratio, score_cutoff=_UNIT_NEARLY, limit=3)
    if not ranked:
        return None
    best = ranked[0][1]
    level = [near[code] for _key, score, code in ranked if best - score < LEAD]
    if len(level) > 1:
        return Recognition(words, candidates=tuple(_with_province(unit) for unit in level), score=best / 100)
    return replace(_committee_of(level[0]), score=best / 100)


def _committee_of(unit: Unit) -> Recognition:
    name = f"UBND {unit.full_name}"
    return Recognition(name, canonical=name, kind=_KIND_OF_LEVEL[unit.level], unit=unit.code, score=1.0)


def _with_province(unit: Unit) -> str:
    above = unit_by_code(unit.parent).full_name if unit.parent else ""
    return f"UBND {unit.full_name}, {above}" if above else f"UBND {unit.full_name}"


def _class_named(text: str, *, place: Unit, on: date) -> AgencyClass | None:
    for plain in (text, _OFFICE_HOLDER.sub("", _BRACKETS.sub("", text))):
        behind = _after_committee(plain)
        meant = (
            committee_class(behind, place=place)
            if behind is not None
            else bare_committee_class(plain, place=place, on=on)
        )
        if meant:
            return meant
    return None


def _class(meant: AgencyClass) -> Recognition:
    kind = _KIND_OF_LEVEL[meant.levels[0]] if len(meant.levels) == 1 else None
    return Recognition(meant.name, canonical=meant.name, kind=kind, group=True, open_class=meant.open_class, score=1.0)
