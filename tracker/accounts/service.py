"""What people and administrators do with accounts."""

import secrets
from datetime import date, timedelta

from sqlalchemy import func, select, update

from tracker import clock
from tracker.accounts.models import Appointment, LoginAttempt, LoginSession, Person
from tracker.accounts.passwords import hash_password, is_right
from tracker.accounts.signin import secret_hash
from tracker.errors import DomainError, NotAllowed, NotVisible
from tracker.extensions import db
from tracker.history.record import record
from tracker.rights import AGENCY_ROLES, WATCHING_ROLES, Actor, Grant, Role
from tracker.vietnamese import tidy

TRIES_PER_ACCOUNT = 8
TRIES_PER_ADDRESS = 40
TRIES_WINDOW = timedelta(minutes=15)


class WrongCredentials(DomainError):
    """The address and the password do not belong together; the same words whether the account exists or not."""


class TooManyTries(DomainError):
    """Too many wrong passwords for this account or from this address."""

    status = 429


class EmailTaken(DomainError):
    """Another account has this address."""


class AppointmentIncomplete(DomainError):
    """A role without the agency or the issuer that it needs."""


def sign_in(email: str, password: str, *, address: str, agent: str) -> tuple[str, LoginSession]:
    """Open a session and return its secret (for the cookie) with its row.

    Raises WrongCredentials, or TooManyTries after 8 wrong tries for the account or 40 from the address in 15 minutes.
    """
    email_key = tidy(email).casefold()
    _refuse_after_too_many(email_key, address)
    person = db.session.scalar(select(Person).where(Person.email_key == email_key))
    right = is_right(password, person.password_hash if person else None) and person is not None and person.is_open
    db.session.add(LoginAttempt(email_key=email_key[:254], address=address, at=clock.now(), succeeded=right))
    if not right or person is None:
        db.session.commit()
        raise WrongCredentials("Thư điện tử hoặc mật khẩu không đúng. Hãy kiểm tra rồi nhập lại.")
    secret = secrets.token_urlsafe(32)
    session = LoginSession(
        secret_hash=secret_hash(secret),
        person=person,
        created_at=clock.now(),
        seen_at=clock.now(),
        address=address,
        agent=agent[:200],
    )
    db.session.add(session)
    db.session.commit()
    return secret, session


def _refuse_after_too_many(email_key: str, address: str) -> None:
    since = clock.now() - TRIES_WINDOW
    wrong = select(func.count()).where(LoginAttempt.at > since, LoginAttempt.succeeded.is_(False))
    for_account = db.session.scalar(wrong.where(LoginAttempt.email_key == email_key)) or 0
    from_address = db.session.scalar(wrong.where(LoginAttempt.address == address)) or 0
    if for_account >= TRIES_PER_ACCOUNT or from_address >= TRIES_PER_ADDRESS:
        raise TooManyTries("Nhập sai quá nhiều lần. Hãy đợi 15 phút rồi thử lại, hoặc nhờ quản trị đặt lại mật khẩu.")


def end_session(session_id: int, *, by: Actor) -> None:
    """End one of the actor's own sessions; its cookie is dead from now on, wherever it was copied."""
    session = db.session.get(LoginSession, session_id)
    if session is None or session.person_id != by.person_id:
        raise NotVisible()
    session.ended_at = session.ended_at or clock.now()
    db.session.commit()


def open_account(
    email: str, name: str, password: str, *, grants: tuple[Grant, ...], by: Actor, phone: str | None = None
) -> Person:
    """Create an account with its first appointments, in force from today. Returns the person.

    Raises EmailTaken, WeakPassword, AppointmentIncomplete; NotAllowed unless an administrator or the command line asks.
    """
    person = add_person(email, name, password, grants=grants, by=by, phone=phone)
    db.session.commit()
    return person


def add_person(
    email: str, name: str, password: str, *, grants: tuple[Grant, ...], by: Actor, phone: str | None = None
) -> Person:
    """Add an account with its appointments to the session, without committing (for use-cases that do more)."""
    _only_administrators(by)
    kept = tidy(email)
    if db.session.scalar(select(Person.id).where(Person.email_key == kept.casefold())):
        raise EmailTaken(f"Địa chỉ {kept} đã có tài khoản.")
    person = Person(
        email=kept,
        email_key=kept.casefold(),
        name=tidy(name),
        phone=phone or None,
        password_hash=hash_password(password),
        created_at=clock.now(),
    )
    db.session.add(person)
    record(by, "opened", person, after={"email": kept, "name": person.name})
    for grant in grants:
        _appoint(person, grant, starts_on=clock.today(), by=by)
    return person


def appoint(person: Person, grant: Grant, *, by: Actor, starts_on: date | None = None) -> Appointment:
    """Give the person a role from a day on (today by default). Raises AppointmentIncomplete, NotAllowed."""
    _only_administrators(by)
    appointment = _appoint(person, grant, starts_on=starts_on or clock.today(), by=by)
    db.session.commit()
    return appointment


def _appoint(person: Person, grant: Grant, *, starts_on: date, by: Actor) -> Appointment:
    if grant.role in AGENCY_ROLES and grant.agency_id is None:
        raise AppointmentIncomplete("Vai trò chuyên viên, lãnh đạo cần chọn cơ quan.")
    if grant.role in WATCHING_ROLES and grant.issuer_id is None:
        raise AppointmentIncomplete("Vai trò theo dõi, Ban Chỉ đạo, thư ký cần chọn cơ quan ban hành kế hoạch.")
    appointment = Appointment(
        person=person,
        role=grant.role,
        agency_id=grant.agency_id,
        issuer_id=grant.issuer_id,
        plan_id=grant.plan_id,
        starts_on=starts_on,
    )
    db.session.add(appointment)
    after = {"role": grant.role, "agency_id": grant.agency_id, "issuer_id": grant.issuer_id, "plan_id": grant.plan_id}
    record(by, "appointed", person, after=after)
    return appointment


def end_appointment(appointment: Appointment, *, by: Actor) -> None:
    """End an appointment as of yesterday; rights follow at the next request."""
    _only_administrators(by)
    appointment.ends_on = clock.today() - timedelta(days=1)
    record(by, "appointment ended", appointment.person, before={"role": appointment.role}, after={"role": None})
    db.session.commit()


def set_open(person: Person, is_open: bool, *, by: Actor) -> None:
    """Close or reopen an account. Closing ends its sessions at once."""
    _only_administrators(by)
    record(
        by, "reopened" if is_open else "closed", person, before={"is_open": person.is_open}, after={"is_open": is_open}
    )
    person.is_open = is_open
    if not is_open:
        _end_sessions_of(person)
    db.session.commit()


def change_password(person: Person, new_password: str, *, by: Actor, old_password: str | None = None) -> None:
    """Set a password and end every session of the account.

    People change their own with the old one; administrators and the command line set it for others.
    """
    if by.person_id == person.id:
        if old_password is None or not is_right(old_password, person.password_hash):
            raise WrongCredentials("Mật khẩu đang dùng không đúng.")
    else:
        _only_administrators(by)
    person.password_hash = hash_password(new_password)
    _end_sessions_of(person)
    record(by, "password changed", person)
    db.session.commit()


def _end_sessions_of(person: Person) -> None:
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.person_id == person.id, LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def _only_administrators(by: Actor) -> None:
    if not (by.is_machine or by.has(Role.ADMINISTRATOR)):
        raise NotAllowed("Chỉ quản trị được thay đổi tài khoản.")
