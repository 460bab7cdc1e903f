"""Signing in, ending sessions, passwords."""

import secrets
from datetime import timedelta

from sqlalchemy import func, select, update

from tracker import clock
from tracker.accounts.models import LoginAttempt, LoginSession, Person
from tracker.accounts.passwords import hash_password, is_right
from tracker.accounts.service.guarding import only_administrators, refuse_stale
from tracker.accounts.signin import secret_hash
from tracker.errors import DomainError, NotVisible
from tracker.extensions import db
from tracker.history.record import record
from tracker.rights import Actor
from tracker.vietnamese import tidy

TRIES_PER_ACCOUNT = 8
TRIES_PER_ADDRESS = 40
TRIES_WINDOW = timedelta(minutes=15)
_READABLE = "abcdefghkmnpqrstuvwxyz23456789"  # without signs that are taken for one another


class WrongCredentials(DomainError):
    """The address and the password do not belong together; the same words whether the account exists or not."""


class TooManyTries(DomainError):
    """Too many wrong passwords for this account or from this address."""

    status = 429


class OwnPassword(DomainError):
    """One's own password is changed with the old one, not reset."""


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


def end_session_of(person: Person, session_id: int, *, by: Actor) -> None:
    """End a session of somebody; one that ended already stays as it is."""
    only_administrators(by)
    session = db.session.get(LoginSession, session_id)
    if session is None or session.person_id != person.id:
        raise NotVisible()
    if session.ended_at is None:
        session.ended_at = clock.now()
        record(by, "session ended", person, before={"address": session.address})
    db.session.commit()


def change_password(person: Person, new_password: str, *, by: Actor, old_password: str | None = None) -> None:
    """Set a password and end every session of the account.

    People change their own with the old one; administrators and the command line set it for others.
    """
    if by.person_id == person.id:
        if old_password is None or not is_right(old_password, person.password_hash):
            raise WrongCredentials("Mật khẩu đang dùng không đúng.")
    else:
        only_administrators(by)
    person.password_hash = hash_password(new_password)
    end_sessions_of(person)
    record(by, "password changed", person)
    db.session.commit()


def reset_password(person: Person, *, version: int, by: Actor) -> str:
    """Set a generated password for somebody else, end their sessions, and return it; it is kept nowhere in clear.

    Raises ChangedMeanwhile when the form is old: a second click does not make the first password worthless unseen.
    """
    only_administrators(by)
    if by.person_id == person.id:
        raise OwnPassword("Mật khẩu của chính mình được đổi ở trang Tài khoản, cần mật khẩu đang dùng.")
    db.session.refresh(person, with_for_update={"of": Person})
    refuse_stale(person, version)
    password = generated_password()
    person.password_hash = hash_password(password)
    end_sessions_of(person)
    record(by, "password reset", person)
    db.session.commit()
    return password


def generated_password() -> str:
    """Return a password that nobody guesses and that is easily read aloud."""
    return "-".join("".join(secrets.choice(_READABLE) for _sign in range(5)) for _group in range(4))


def end_sessions_of(person: Person) -> None:
    """End every open session of the account; adds to the transaction."""
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.person_id == person.id, LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
