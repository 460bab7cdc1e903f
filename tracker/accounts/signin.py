"""Who is signed in: the server-side session behind Flask-Login, and the Actor that services are given."""

import hashlib
from datetime import timedelta

from flask import current_app
from flask_login import UserMixin
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from tracker import clock
from tracker.accounts.addresses import DEMONSTRATION_DOMAIN
from tracker.accounts.models import Appointment, LoginSession, Person
from tracker.agencies.models import Agency
from tracker.extensions import db, login_manager, writing
from tracker.rights import Actor, Grant

# The session row is touched at most this often: a page view should not be a write.
SEEN_EVERY = timedelta(minutes=5)


class SignedIn(UserMixin):  # type: ignore[misc]
    """The person behind the request. `actor` is what rules and services are asked with."""

    def __init__(self, secret: str, session: LoginSession) -> None:
        self.secret = secret
        self.session_id = session.id
        self.person = session.person
        self.actor = actor_of(session.person)

    def get_id(self) -> str:
        """Return what the signed cookie carries: the secret of the session row, not the account's number."""
        return self.secret


def secret_hash(secret: str) -> str:
    """Return what is kept of a session's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def actor_of(person: Person) -> Actor:
    """Return the person as an Actor, with the appointments in force today."""
    today = clock.today()
    grants = tuple(
        Grant(a.role, a.agency_id, a.issuer_id, a.plan_id)
        for a in person.appointments
        if a.starts_on <= today and (a.ends_on is None or today <= a.ends_on)
    )
    return Actor(person.id, person.name, grants)


@login_manager.user_loader  # type: ignore[untyped-decorator]  # flask-login ships no types
def load_signed_in(secret: str) -> SignedIn | None:
    """Return who holds the session with this secret, or None when it ended, expired, or the account was closed."""
    session = db.session.scalar(
        select(LoginSession)
        .where(LoginSession.secret_hash == secret_hash(secret), LoginSession.ended_at.is_(None))
        .options(
            joinedload(LoginSession.person)
            .selectinload(Person.appointments)
            .options(
                joinedload(Appointment.agency).joinedload(Agency.unit),
                joinedload(Appointment.issuer).joinedload(Agency.unit),
            )
        )
    )
    if session is None or not session.person.is_open or _is_over(session) or _is_demonstration(session.person):
        return None
    _touch(session)
    return SignedIn(secret, session)


def _is_over(session: LoginSession) -> bool:
    now = clock.now()
    idle: timedelta = current_app.config["SESSION_IDLE"]
    absolute: timedelta = current_app.config["SESSION_ABSOLUTE"]
    return now - session.seen_at > idle or now - session.created_at > absolute


def _is_demonstration(person: Person) -> bool:
    in_production = current_app.config["TRACKER_ENV"] == "production"
    return in_production and person.email_key.endswith("@" + DEMONSTRATION_DOMAIN)


def _touch(session: LoginSession) -> None:
    if clock.now() - session.seen_at < SEEN_EVERY:
        return
    with writing(), db.engine.begin() as connection:
        connection.execute(update(LoginSession).where(LoginSession.id == session.id).values(seen_at=clock.now()))
