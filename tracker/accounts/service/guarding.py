"""What every change of an account asks first: may this person do it, is the form still fresh, who is left to help."""

from sqlalchemy import ColumnElement, select

from tracker import clock
from tracker.accounts.models import Appointment, Person
from tracker.errors import ChangedMeanwhile, DomainError, NotAllowed
from tracker.extensions import db
from tracker.history.queries import version_of
from tracker.rights import Actor, Role
from tracker.vietnamese import tidy


class LastAdministrator(DomainError):
    """Nobody would be left who can open accounts."""


def only_administrators(by: Actor) -> None:
    """Raise NotAllowed unless an administrator or the command line asks."""
    if not (by.is_machine or by.has(Role.ADMINISTRATOR)):
        raise NotAllowed("Chỉ quản trị được thay đổi tài khoản.")


def refuse_stale(person: Person, version: int) -> None:
    """Raise ChangedMeanwhile when the account changed since the form with `version` was made."""
    if version != version_of("person", person.id):
        raise ChangedMeanwhile("Người khác vừa thay đổi tài khoản này. Hãy xem bản mới rồi làm lại.")


def keep_an_administrator(remaining: ColumnElement[bool]) -> None:
    """Raise LastAdministrator unless an open account is administrator without end among what remains.

    All such appointments are locked first: two administrators who close each other wait for one another.
    """
    on = clock.today()
    held = (
        select(Appointment.id)
        .join(Appointment.person)
        .where(
            Appointment.role == Role.ADMINISTRATOR,
            Appointment.starts_on <= on,
            Appointment.ends_on.is_(None),
            Person.is_open,
        )
    )
    db.session.execute(held.order_by(Appointment.id).with_for_update()).all()
    if db.session.scalar(held.where(remaining).limit(1)) is None:
        raise LastAdministrator("Đây là quản trị cuối cùng đang mở; hãy giao quản trị cho người khác trước.")


def one_line(name: str) -> str:
    """Return typed words as one tidy line."""
    return " ".join(tidy(name).split())
