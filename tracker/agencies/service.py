"""What administrators do with agencies, and heads with their own."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker import clock
from tracker.agencies.issue import NamedAgency, agency_of, known_agency, note_alias
from tracker.agencies.models import Agency, AgencyAlias, AgencyRole, Level, RoleKind
from tracker.agencies.rules import Span, name_from_catalogue, validity_of
from tracker.agencies.search import label_of
from tracker.catalogue.kinds import kind_by_code
from tracker.catalogue.units import unit_by_code
from tracker.errors import ChangedMeanwhile, DomainError, NotAllowed, NotVisible
from tracker.extensions import db
from tracker.history.queries import version_of
from tracker.history.record import record
from tracker.rights import Actor, Role
from tracker.vietnamese import day_text, fold, tidy


class AgencyExists(DomainError):
    """The place has an agency of this kind or name already."""


class NotItsOwnParent(DomainError):
    """An agency would stand below itself."""


class AliasTaken(DomainError):
    """The agency has this name already."""


class RoleOverlaps(DomainError):
    """The role is held on some of these days already."""


class DaysReversed(DomainError):
    """The last day lies before the first."""


@dataclass(frozen=True, slots=True)
class AgencyChange:
    """What the administrator may change of an agency; all of it is given each time."""

    name: str
    contact: str | None
    phone: str | None
    valid_from: date | None
    valid_to: date | None
    parent_id: int | None
    head_approves: bool


def found_from_catalogue(kind_code: str, unit_code: str | None, *, by: Actor) -> Agency:
    """Create the agency of a kind in a place, named and dated by the catalogue. Raises AgencyExists, KindDoesNotFit."""
    _only_administrators(by)
    kind = kind_by_code(kind_code)
    unit = unit_by_code(unit_code) if unit_code else None
    valid_from, valid_to = validity_of(kind, unit)
    agency = _found_new(NamedAgency(name_from_catalogue(kind, unit), kind_code, unit_code), by=by)
    agency.valid_from, agency.valid_to = valid_from, valid_to
    db.session.commit()
    return agency


def found_by_name(name: str, level: Level, unit_code: str | None, *, by: Actor) -> Agency:
    """Create an agency that the catalogue does not know, under its own name. Raises AgencyExists."""
    _only_administrators(by)
    agency = _found_new(NamedAgency(_one_line(name), None, unit_code), by=by)
    agency.level = level
    db.session.commit()
    return agency


def _found_new(named: NamedAgency, *, by: Actor) -> Agency:
    # One founding at a time: where an agency has no place, no key of the table refuses its twin.
    db.session.scalar(select(Agency.id).order_by(Agency.id).limit(1).with_for_update())
    known = known_agency(named)
    if known is not None:
        raise AgencyExists(f"Đã có cơ quan «{label_of(known)}»; hãy tìm trong danh sách.")
    return agency_of(named, by=by)


def change_agency(agency: Agency, change: AgencyChange, *, version: int, by: Actor) -> None:
    """Change an agency; a name that it gives up stays as another name, so that documents still find it.

    Raises ChangedMeanwhile when `version` (history.queries.version_of) is old, AgencyExists, NotItsOwnParent,
    DaysReversed.
    """
    _only_administrators(by)
    if change.valid_from and change.valid_to and change.valid_to < change.valid_from:
        raise DaysReversed("Ngày hết hiệu lực phải từ ngày bắt đầu hiệu lực trở đi.")
    _refuse_cycle(agency, change.parent_id)
    old_name = agency.name
    values = {**asdict(change), "name": _one_line(change.name)}
    if _change(agency, values, version=version, by=by) and agency.name != old_name:
        note_alias(agency, old_name)
    db.session.commit()


def change_own_contact(
    agency: Agency, *, contact: str | None, phone: str | None, head_approves: bool, version: int, by: Actor
) -> None:
    """Let the head change whom to call, and whether the head approves before submission. NotVisible for others."""
    if not by.heads(agency.id):
        raise NotVisible()
    values = {"contact": contact, "phone": phone, "head_approves": head_approves}
    _change(agency, values, version=version, by=by)
    db.session.commit()


def _change(agency: Agency, values: Mapping[str, Any], *, version: int, by: Actor) -> bool:
    """Set what differs and record it. The same form sent twice finds nothing that differs, and changes nothing."""
    db.session.refresh(agency, with_for_update={"of": Agency})
    new = {name: value or None if isinstance(value, str) else value for name, value in values.items()}
    before = {name: getattr(agency, name) for name, value in new.items() if getattr(agency, name) != value}
    if not before:
        return False
    if version != version_of("agency", agency.id):
        raise ChangedMeanwhile("Người khác vừa thay đổi cơ quan này. Hãy xem bản mới rồi lưu lần nữa.")
    place = label_of(agency)
    try:
        with db.session.begin_nested():
            for name in before:
                setattr(agency, name, new[name])
            agency.name_key = fold(agency.name)
    except IntegrityError as twin:
        raise AgencyExists(f"Nơi này đã có một cơ quan tên «{new['name']}»; «{place}» chưa được đổi.") from twin
    record(by, "changed", agency, before=before, after={name: new[name] for name in before})
    return True


def _refuse_cycle(agency: Agency, parent_id: int | None) -> None:
    above = parent_id
    for _step in range(10):
        if above is None:
            return
        if above == agency.id:
            break
        above = db.session.scalar(select(Agency.parent_id).where(Agency.id == above))
    raise NotItsOwnParent("Cơ quan cấp trên không thể là chính cơ quan này hoặc cơ quan thuộc nó.")


def add_alias(agency: Agency, name: str, *, by: Actor) -> None:
    """Give the agency another name, as documents write it. Raises AliasTaken."""
    _only_administrators(by)
    db.session.refresh(agency, with_for_update={"of": Agency})
    key = fold(name)
    known = select(AgencyAlias.id).where(AgencyAlias.agency_id == agency.id, AgencyAlias.name_key == key)
    if not key or key == agency.name_key or db.session.scalar(known):
        raise AliasTaken(f"Cơ quan đã có tên «{tidy(name)}».")
    note_alias(agency, _one_line(name))
    record(by, "alias added", agency, after={"alias": _one_line(name)})
    db.session.commit()


def remove_alias(agency: Agency, alias_id: int, *, by: Actor) -> None:
    """Take another name away; one that is gone already stays gone."""
    _only_administrators(by)
    alias = db.session.get(AgencyAlias, alias_id, with_for_update=True)
    if alias is None:
        return
    if alias.agency_id != agency.id:
        raise NotVisible()
    db.session.delete(alias)
    record(by, "alias removed", agency, before={"alias": alias.name})
    db.session.commit()


def give_role(
    agency: Agency, role: RoleKind, *, issuer: Agency, plan_id: int | None, span: Span, by: Actor
) -> AgencyRole:
    """Make the agency standing agency or committee for the plans of an issuer, or for one of them.

    There is one standing agency for the same plans on a day: RoleOverlaps, which also meets a form sent twice.
    """
    _only_administrators(by)
    if span.is_empty:
        raise DaysReversed("Ngày cuối phải từ ngày đầu trở đi.")
    db.session.refresh(issuer, with_for_update={"of": Agency})
    for held in _roles_for(issuer.id, role, plan_id):
        same = role is RoleKind.STANDING or held.agency_id == agency.id
        if same and span.meets(Span(held.starts_on, held.ends_on)):
            until = f" đến {day_text(held.ends_on)}" if held.ends_on else ""
            raise RoleOverlaps(
                f"«{label_of(held.agency)}» giữ vai trò này từ {day_text(held.starts_on)}{until}; hãy kết thúc trước."
            )
    given = AgencyRole(
        agency=agency,
        role=role,
        issuer_id=issuer.id,
        plan_id=plan_id,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
    )
    db.session.add(given)
    record(by, "role given", agency, after=_told(given))
    db.session.commit()
    return given


def _told(held: AgencyRole) -> dict[str, Any]:
    """Return a role as the history keeps it, readable without looking anything up."""
    issuer = db.session.get_one(Agency, held.issuer_id)
    return {
        "role": held.role,
        "issuer_id": issuer.id,
        "issuer": label_of(issuer),
        "plan_id": held.plan_id,
        "starts_on": held.starts_on,
        "ends_on": held.ends_on,
    }


def _roles_for(issuer_id: int, role: RoleKind, plan_id: int | None) -> list[AgencyRole]:
    scope = AgencyRole.plan_id.is_(None) if plan_id is None else AgencyRole.plan_id == plan_id
    return list(
        db.session.scalars(
            select(AgencyRole)
            .where(AgencyRole.issuer_id == issuer_id, AgencyRole.role == role, scope)
            .order_by(AgencyRole.starts_on, AgencyRole.id)
        )
    )


def end_role(agency: Agency, role_id: int, *, last_day: date | None, by: Actor) -> None:
    """End a role on a day, yesterday by default. Ending it once more on the same day changes nothing."""
    _only_administrators(by)
    held = db.session.get(AgencyRole, role_id, with_for_update=True)
    if held is None or held.agency_id != agency.id:
        raise NotVisible()
    ends_on = last_day or clock.today() - timedelta(days=1)
    if held.ends_on is not None and held.ends_on <= ends_on:
        return
    if last_day and last_day < held.starts_on:
        raise DaysReversed(f"Vai trò bắt đầu từ {day_text(held.starts_on)}; ngày cuối phải từ ngày đó trở đi.")
    before = _told(held)
    held.ends_on = ends_on
    record(by, "role ended", agency, before=before, after=_told(held))
    db.session.commit()


def _one_line(name: str) -> str:
    return " ".join(tidy(name).split())


def _only_administrators(by: Actor) -> None:
    if not (by.is_machine or by.has(Role.ADMINISTRATOR)):
        raise NotAllowed("Chỉ quản trị được thay đổi cơ quan.")
