"""Giving and ending roles."""

from datetime import date, timedelta
from typing import Any

from tracker import clock
from tracker.accounts.models import Appointment, Person
from tracker.accounts.service.guarding import keep_an_administrator, only_administrators
from tracker.agencies.rules import Span
from tracker.agencies.search import label_of
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.history.record import record
from tracker.rights import AGENCY_ROLES, WATCHING_ROLES, Actor, Grant, Role
from tracker.vietnamese import day_text


class AppointmentIncomplete(DomainError):
    """A role without the agency or the issuer that it needs."""


class AppointmentHeld(DomainError):
    """The person holds this role on some of these days already."""


def appoint(
    person: Person, grant: Grant, *, by: Actor, starts_on: date | None = None, ends_on: date | None = None
) -> Appointment:
    """Give the person a role from a day on (today by default), to a day when one is given.

    Raises AppointmentIncomplete, NotAllowed; AppointmentHeld, which also meets a form sent twice.
    """
    only_administrators(by)
    db.session.refresh(person, with_for_update={"of": Person})
    span = Span(starts_on or clock.today(), ends_on)
    if span.is_empty:
        raise AppointmentIncomplete("Ngày cuối phải từ ngày đầu trở đi.")
    fitting = _fitting(grant)
    for held in person.appointments:
        if Grant(held.role, held.agency_id, held.issuer_id, held.plan_id) == fitting and span.meets(
            Span(held.starts_on, held.ends_on)
        ):
            raise AppointmentHeld(f"Người này đã giữ vai trò đó từ ngày {day_text(held.starts_on)}.")
    appointment = add_appointment(person, fitting, starts_on=span.starts_on, ends_on=ends_on, by=by)
    db.session.commit()
    return appointment


def refuse_incomplete(grant: Grant) -> None:
    """Raise AppointmentIncomplete when the role lacks the agency or the issuer that it needs."""
    if grant.role in AGENCY_ROLES and grant.agency_id is None:
        raise AppointmentIncomplete("Vai trò chuyên viên, lãnh đạo cần chọn cơ quan.")
    if grant.role is Role.MONITOR and grant.agency_id is None:
        raise AppointmentIncomplete("Vai trò theo dõi cần chọn cơ quan: không ai xác nhận việc của chính cơ quan mình.")
    if grant.role in WATCHING_ROLES and grant.issuer_id is None:
        raise AppointmentIncomplete("Vai trò theo dõi, Ban Chỉ đạo, thư ký cần chọn cơ quan ban hành kế hoạch.")


def _fitting(grant: Grant) -> Grant:
    """Return the grant without what its role has no use for: a clerk watches no issuer, an administrator no plan."""
    if grant.role is Role.ADMINISTRATOR:
        return Grant(grant.role)
    return Grant(grant.role, grant.agency_id) if grant.role in AGENCY_ROLES else grant


def add_appointment(
    person: Person, grant: Grant, *, starts_on: date, by: Actor, ends_on: date | None = None
) -> Appointment:
    """Add an appointment without committing. Raises AppointmentIncomplete."""
    grant = _fitting(grant)
    refuse_incomplete(grant)
    appointment = Appointment(
        person=person,
        role=grant.role,
        agency_id=grant.agency_id,
        issuer_id=grant.issuer_id,
        plan_id=grant.plan_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    db.session.add(appointment)
    db.session.flush()
    record(by, "appointed", person, after=_told(appointment))
    return appointment


def _told(appointment: Appointment) -> dict[str, Any]:
    """Return an appointment as the history keeps it, readable without looking anything up."""
    return {
        "role": appointment.role,
        "agency_id": appointment.agency_id,
        "agency": label_of(appointment.agency) if appointment.agency else None,
        "issuer_id": appointment.issuer_id,
        "issuer": label_of(appointment.issuer) if appointment.issuer else None,
        "plan_id": appointment.plan_id,
        "starts_on": appointment.starts_on,
        "ends_on": appointment.ends_on,
    }


def end_appointment(appointment: Appointment, *, by: Actor, last_day: date | None = None) -> None:
    """End an appointment on a day, yesterday by default; rights follow at the next request.

    Ending it once more changes nothing. Raises LastAdministrator, AppointmentIncomplete for a day before its first.
    """
    only_administrators(by)
    db.session.refresh(appointment, with_for_update={"of": Appointment})
    ends_on = last_day or clock.today() - timedelta(days=1)
    if appointment.ends_on is None or ends_on < appointment.ends_on:
        if last_day and last_day < appointment.starts_on:
            raise AppointmentIncomplete(f"Vai trò bắt đầu từ {day_text(appointment.starts_on)}; hãy chọn ngày sau đó.")
        if appointment.role is Role.ADMINISTRATOR:
            keep_an_administrator(Appointment.id != appointment.id)
        before = _told(appointment)
        appointment.ends_on = ends_on
        record(by, "appointment ended", appointment.person, before=before, after=_told(appointment))
    db.session.commit()
