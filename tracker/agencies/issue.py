"""Which agency a name means: one that is known, or one founded from the catalogue. Adds, never commits."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker.agencies.models import Agency, AgencyAlias, AgencyRole, Level, RoleKind
from tracker.agencies.queries import standing_agency_id
from tracker.catalogue.kinds import PROVINCE_COMMITTEE, AgencyKind, kind_by_code
from tracker.catalogue.recognise import recognise
from tracker.catalogue.units import Unit, lies_within, unit_by_code
from tracker.extensions import db
from tracker.history.record import Doer, record
from tracker.vietnamese import fold, tidy

_COMMITTEES = (PROVINCE_COMMITTEE, "UBNDH", "UBNDX")


@dataclass(frozen=True, slots=True)
class NamedAgency:
    """An agency as the catalogue names it: name, code of its kind, code of its place; None where it has neither.

    `level` is said only for one that has no kind and does not stand at the level of its place.
    """

    name: str
    kind_code: str | None = None
    unit_code: str | None = None
    level: Level | None = None


def name_in_catalogue(name: str, *, place: Unit | None, on: date | None) -> NamedAgency | None:
    """Return what the catalogue makes of a written name in a document of `place`; None for a class or no sure match."""
    found = recognise(name, place=place, on=on)
    if found.canonical is None or found.group:
        return None
    return NamedAgency(found.canonical, found.kind, found.unit)


def agency_named(name: str, *, place: Unit | None, on: date | None, by: Doer) -> Agency:
    """Return the agency that a canonical or written name means in a document of `place`, founding it when it is new.

    A name that the catalogue does not know becomes an agency of `place` under that very name. Adds, never commits.
    """
    named = name_in_catalogue(name, place=place, on=on) or NamedAgency(tidy(name), None, place.code if place else None)
    return agency_of(named, by=by)


def agency_of(named: NamedAgency, *, by: Doer) -> Agency:
    """Return the agency with this name, kind and place, founding it when there is none. Adds, never commits."""
    return known_agency(named) or _found(named, by=by)


def known_agency(named: NamedAgency) -> Agency | None:
    """Return the agency of this kind and place, else of this name or another name of it in the place; None when new."""
    if named.kind_code and named.unit_code:
        same_kind = db.session.scalar(
            select(Agency)
            .where(Agency.kind_code == named.kind_code, Agency.unit_code == named.unit_code)
            .order_by(Agency.id)
            .limit(1)
        )
        if same_kind:
            return same_kind
    return _by_name(named)


def _by_name(named: NamedAgency) -> Agency | None:
    """Look the name up. A people's committee may be kept under the province: its name says which one it is."""
    key = fold(named.name)
    aliases = select(AgencyAlias.agency_id).where(AgencyAlias.name_key == key)
    found = db.session.scalars(
        select(Agency).where((Agency.name_key == key) | Agency.id.in_(aliases)).order_by(Agency.id)
    ).all()
    exact = [agency for agency in found if agency.unit_code == named.unit_code]
    if exact or named.kind_code not in _COMMITTEES or named.unit_code is None:
        return exact[0] if exact else None
    own = unit_by_code(named.unit_code)
    above = [a for a in found if a.kind_code is None and a.unit_code and lies_within(own, unit_by_code(a.unit_code))]
    return above[0] if above else None


def _found(named: NamedAgency, *, by: Doer) -> Agency:
    kind = kind_by_code(named.kind_code) if named.kind_code else None
    agency = Agency(
        name=named.name[:200],
        name_key=fold(named.name)[:200],
        level=named.level or _level(kind, named.unit_code),
        kind_code=named.kind_code,
        unit_code=named.unit_code,
        valid_from=kind.valid_from if kind else None,
        valid_to=kind.valid_to if kind else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(agency)
    except IntegrityError:  # another process founded it in this moment
        known = _by_name(named)
        if known is None:
            raise
        return known
    record(by, "founded", agency, after={"name": agency.name, "unit": agency.unit_code})
    return agency


def _level(kind: AgencyKind | None, unit_code: str | None) -> Level:
    if kind:
        return Level(kind.level.value)
    return Level(unit_by_code(unit_code).level.value) if unit_code else Level.CENTRAL


def note_alias(agency: Agency, name: str) -> None:
    """Remember that documents also write the agency as `name`, so that it is recognised next time."""
    key = fold(name)[:200]
    if not key or key == agency.name_key:
        return
    known = db.session.scalar(
        select(AgencyAlias.id).where(AgencyAlias.agency_id == agency.id, AgencyAlias.name_key == key)
    )
    if known is None:
        db.session.add(AgencyAlias(agency_id=agency.id, name=tidy(name)[:200], name_key=key))
        db.session.flush()


def note_standing(agency_id: int, *, issuer_id: int, plan_id: int, on: date, by: Doer) -> AgencyRole | None:
    """Note that a plan names the agency as its standing agency from its day on; None when the plan already has one.

    Source: the plan itself (docs/decisions.md, "Standing agency"). The role is for this one plan.
    """
    if standing_agency_id(issuer_id, plan_id, on=on) is not None:
        return None
    role = AgencyRole(agency_id=agency_id, role=RoleKind.STANDING, issuer_id=issuer_id, plan_id=plan_id, starts_on=on)
    db.session.add(role)
    record(by, "named_standing", role, after={"agency_id": agency_id, "plan_id": plan_id, "starts_on": on})
    return role
