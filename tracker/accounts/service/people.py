"""Opening, changing and closing accounts."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker import clock
from tracker.accounts.addresses import kept_address
from tracker.accounts.models import Person
from tracker.accounts.passwords import NO_PASSWORD, hash_password
from tracker.accounts.service.appointments import add_appointment, refuse_incomplete
from tracker.accounts.service.guarding import keep_an_administrator, one_line, only_administrators, refuse_stale
from tracker.accounts.service.sessions import end_sessions_of
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.history.record import record
from tracker.rights import Actor, Grant, Role

_TAKEN = "Địa chỉ {} đã có tài khoản."


class EmailTaken(DomainError):
    """Another account has this address."""


def open_account(
    email: str, name: str, password: str | None, *, grants: tuple[Grant, ...], by: Actor, phone: str | None = None
) -> Person:
    """Create an account with its first appointments, in force from today. Returns the person.

    Without a password nobody can sign in with it until an administrator sets one; it still gets its reminders.
    Raises EmailTaken, WeakPassword, AppointmentIncomplete; NotAllowed unless an administrator or the command line asks.
    """
    person = add_person(email, name, password, grants=grants, by=by, phone=phone)
    db.session.commit()
    return person


def add_person(
    email: str, name: str, password: str | None, *, grants: tuple[Grant, ...], by: Actor, phone: str | None = None
) -> Person:
    """Add an account with its appointments to the session, without committing (for use-cases that do more)."""
    only_administrators(by)
    for grant in grants:
        refuse_incomplete(grant)
    kept = kept_address(email)
    _refuse_taken(kept, None)
    person = Person(
        email=kept,
        email_key=kept.casefold(),
        name=one_line(name),
        phone=phone or None,
        password_hash=hash_password(password) if password else NO_PASSWORD,
        created_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError as twin:
        raise EmailTaken(_TAKEN.format(kept)) from twin
    record(by, "opened", person, after={"email": kept, "name": person.name})
    for grant in grants:
        add_appointment(person, grant, starts_on=clock.today(), by=by)
    return person


def _refuse_taken(address: str, person_id: int | None) -> None:
    holder = db.session.scalar(select(Person.id).where(Person.email_key == address.casefold()))
    if holder is not None and holder != person_id:
        raise EmailTaken(_TAKEN.format(address))


def change_person(person: Person, *, email: str, name: str, phone: str | None, version: int, by: Actor) -> None:
    """Change the address, name and telephone of an account. The same form sent twice changes nothing the second time.

    Raises ChangedMeanwhile when `version` (history.queries.version_of) is old, EmailTaken, BadAddress.
    """
    only_administrators(by)
    kept = kept_address(email)
    _refuse_taken(kept, person.id)
    db.session.refresh(person, with_for_update={"of": Person})
    new = {"email": kept, "name": one_line(name), "phone": phone or None}
    before = {field: getattr(person, field) for field, value in new.items() if getattr(person, field) != value}
    if before:
        refuse_stale(person, version)
        try:
            with db.session.begin_nested():
                person.email, person.email_key = kept, kept.casefold()
                person.name, person.phone = one_line(name), phone or None
        except IntegrityError as twin:
            raise EmailTaken(_TAKEN.format(kept)) from twin
        record(by, "changed", person, before=before, after={field: new[field] for field in before})
    db.session.commit()


def set_open(person: Person, is_open: bool, *, by: Actor) -> None:
    """Close or reopen an account. Closing ends its sessions at once. Doing it once more changes nothing.

    Raises LastAdministrator when nobody would be left to open accounts.
    """
    only_administrators(by)
    if not is_open and any(appointment.role is Role.ADMINISTRATOR for appointment in person.appointments):
        keep_an_administrator(Person.id != person.id)
    db.session.refresh(person, with_for_update={"of": Person})
    if person.is_open != is_open:
        action = "reopened" if is_open else "closed"
        record(by, action, person, before={"is_open": person.is_open}, after={"is_open": is_open})
        person.is_open = is_open
        if not is_open:
            end_sessions_of(person)
    db.session.commit()
