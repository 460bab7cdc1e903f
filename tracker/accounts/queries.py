"""What pages read about people."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select

from tracker.accounts.models import Appointment, LoginSession, Person
from tracker.extensions import db
from tracker.rights import AGENCY_ROLES, Role


def person_by_email(email: str) -> Person | None:
    """Return the account with this address, however it is written, or None."""
    return db.session.scalar(select(Person).where(Person.email_key == email.strip().casefold()))


def open_sessions_of(person_id: int) -> Sequence[LoginSession]:
    """Return the sessions of a person that have not been ended, newest first."""
    return db.session.scalars(
        select(LoginSession)
        .where(LoginSession.person_id == person_id, LoginSession.ended_at.is_(None))
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
        .limit(50)
    ).all()


def people_of_agencies(
    agency_ids: Collection[int], *, on: date, roles: Collection[Role] = AGENCY_ROLES
) -> dict[int, set[int]]:
    """Return, per agency, the open accounts that act for it in one of the roles on a day."""
    rows = db.session.execute(
        select(Appointment.agency_id, Appointment.person_id)
        .join(Appointment.person)
        .where(
            Appointment.agency_id.in_(agency_ids),
            Appointment.role.in_(roles),
            Person.is_open,
            Appointment.starts_on <= on,
            or_(Appointment.ends_on.is_(None), Appointment.ends_on >= on),
        )
    )
    people: dict[int, set[int]] = {agency_id: set() for agency_id in agency_ids}
    for agency_id, person_id in rows:
        people[agency_id].add(person_id)
    return people


def watchers_of(issuer_id: int, plan_id: int, role: Role, *, on: date) -> set[int]:
    """Return the open accounts that hold a watching role over the plan on a day."""
    return set(
        db.session.scalars(
            select(Appointment.person_id)
            .join(Appointment.person)
            .where(
                Appointment.issuer_id == issuer_id,
                or_(Appointment.plan_id.is_(None), Appointment.plan_id == plan_id),
                Appointment.role == role,
                Person.is_open,
                Appointment.starts_on <= on,
                or_(Appointment.ends_on.is_(None), Appointment.ends_on >= on),
            )
        )
    )
