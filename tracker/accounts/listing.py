"""What the administrator's pages read of people."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.models import Appointment, LoginSession, Person
from tracker.agencies.models import Agency
from tracker.agencies.search import called, words_of
from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.rights import Role
from tracker.vietnamese import fold
from tracker.web.paging import PAGE_SIZE, Page


class Order(enum.StrEnum):
    """How the list of people is sorted."""

    NAME = "ten"
    NEWEST = "moi"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the list; empty ones let everybody through."""

    words: str = ""
    agency: str = ""
    role: Role | None = None
    is_open: bool | None = None
    order: Order = Order.NAME


def people_listed(wanted: Wanted, *, on: date, number: int) -> Page[Person]:
    """Return one page of the accounts that fit, with their appointments and agencies.

    Names are folded and sorted here: neither database compares Vietnamese as people do.
    """
    words = words_of(wanted.words)
    people = [(fold(row.name), row.id, row.email_key) for row in db.session.execute(_asked(wanted, on))]
    people = [kept for kept in people if all(word in kept[0] or word in kept[2] for word in words)]
    people.sort(key=lambda kept: (kept[0] if wanted.order is Order.NAME else "", -kept[1]))
    ids = [person_id for _name, person_id, _email in people[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]]
    found = {person.id: person for person in _people_with_roles(ids)}
    return Page([found[person_id] for person_id in ids], number, len(people))


def _asked(wanted: Wanted, on: date) -> Select[tuple[int, str, str]]:
    asked = select(Person.id, Person.name, Person.email_key)
    if wanted.is_open is not None:
        asked = asked.where(Person.is_open.is_(wanted.is_open))
    if wanted.role is None and not words_of(wanted.agency):
        return asked
    holds = select(Appointment.person_id).where(or_(Appointment.ends_on.is_(None), Appointment.ends_on >= on))
    if wanted.role is not None:
        holds = holds.where(Appointment.role == wanted.role)
    if words_of(wanted.agency):
        agencies = select(Agency.id).outerjoin(Agency.unit).where(called(wanted.agency))
        holds = holds.where(or_(Appointment.agency_id.in_(agencies), Appointment.issuer_id.in_(agencies)))
    return asked.where(Person.id.in_(holds))


def _people_with_roles(ids: Sequence[int]) -> Sequence[Person]:
    with_agencies = selectinload(Person.appointments).options(
        joinedload(Appointment.agency).joinedload(Agency.unit), joinedload(Appointment.issuer).joinedload(Agency.unit)
    )
    return db.session.scalars(select(Person).where(Person.id.in_(ids)).options(with_agencies)).all()


def person_known(person_id: int) -> Person:
    """Return the account with its appointments. Raises NotVisible when there is none."""
    found = _people_with_roles([person_id])
    if not found:
        raise NotVisible()
    return found[0]


def last_sign_ins(person_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when each of these people last opened a session."""
    rows = db.session.execute(
        select(LoginSession.person_id, func.max(LoginSession.created_at))
        .where(LoginSession.person_id.in_(person_ids))
        .group_by(LoginSession.person_id)
    )
    return {row[0]: row[1] for row in rows}
