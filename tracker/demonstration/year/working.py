"""What the year's script says about tasks and agencies."""

from sqlalchemy import select

from tracker import clock
from tracker.accounts.models import Appointment
from tracker.accounts.service.appointments import end_appointment
from tracker.agencies.service import AgencyChange, change_agency
from tracker.demonstration.cast import Province
from tracker.demonstration.work import first_task
from tracker.demonstration.year.script import Deed
from tracker.extensions import db
from tracker.history.queries import version_of
from tracker.rights import Actor
from tracker.tasks.models import Task
from tracker.tasks.rules import WORKING_STATES, State
from tracker.tasks.service import agency as by_agency
from tracker.tasks.service import assigning, judging
from tracker.tasks.steps import Proof

LOOKED_AT = {
    "confirm": (State.AWAITING_CONFIRMATION,),
    "return": (State.AWAITING_CONFIRMATION,),
    "hand_over": (State.DECLINED,),
}


def task_of(province: Province, deed: Deed) -> Task:
    """Return the first open task of the agency whose sentence holds the words of the deed."""
    agency = province.agency(deed.whose or deed.who)
    task = first_task(agency.id, deed.about, LOOKED_AT.get(deed.what, WORKING_STATES))
    if task is None:
        raise LookupError(f"{deed.day}: {agency.name} has no task «{deed.about}» to {deed.what}")
    return task


def _acknowledge(province: Province, deed: Deed, by: Actor) -> None:
    by_agency.acknowledge_task(task_of(province, deed), by=by)


def _update(province: Province, deed: Deed, by: Actor) -> None:
    by_agency.update_task(task_of(province, deed), by=by, percent=50, words=deed.words)


def _done(province: Province, deed: Deed, by: Actor) -> None:
    proof = Proof(deed.letter, clock.today()) if deed.letter else Proof()
    by_agency.report_task_done(task_of(province, deed), by=by, words=deed.words, proof=proof)


def _decline(province: Province, deed: Deed, by: Actor) -> None:
    by_agency.decline_task(task_of(province, deed), deed.words, by=by)


def _confirm(province: Province, deed: Deed, by: Actor) -> None:
    judging.confirm_task(task_of(province, deed), by=by)


def _return(province: Province, deed: Deed, by: Actor) -> None:
    judging.return_task(task_of(province, deed), deed.words, by=by)


def _hand_over(province: Province, deed: Deed, by: Actor) -> None:
    taker = province.agency(deed.letter)
    assigning.hand_task_over(task_of(province, deed), taker.id, deed.words, by=by)


def _end_agency(province: Province, deed: Deed, by: Actor) -> None:
    """The agency ends; so do the appointments of its people."""
    agency = province.agency(deed.whose)
    last_day = deed.until
    change = AgencyChange(
        agency.name, agency.contact, agency.phone, agency.valid_from, last_day, agency.parent_id, agency.head_approves
    )
    change_agency(agency, change, version=version_of("agency", agency.id), by=by)
    held = db.session.scalars(select(Appointment).where(Appointment.agency_id == agency.id).order_by(Appointment.id))
    for appointment in held.all():
        end_appointment(appointment, by=by, last_day=last_day)


DOINGS = {
    "acknowledge": _acknowledge,
    "update": _update,
    "done": _done,
    "decline": _decline,
    "confirm": _confirm,
    "return": _return,
    "hand_over": _hand_over,
    "end_agency": _end_agency,
}
