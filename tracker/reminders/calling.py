"""Enter a telephone call to an agency about what is late. Kept once, however often its form is sent."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker import clock
from tracker.agencies.models import Agency
from tracker.errors import DomainError, NotVisible
from tracker.extensions import db
from tracker.history.record import record
from tracker.plans.models import Plan
from tracker.plans.scope import followed_by
from tracker.reminders.models import CallResult, UrgingCall
from tracker.rights import Actor, Role

LONGEST_SAID = 2000


class CallRefused(DomainError):
    """The call cannot be entered like this."""


@dataclass(frozen=True, slots=True)
class Call:
    """What was typed of a call. `subject` and `subject_id`: what it was about, where it was about one thing."""

    plan_id: int
    agency_id: int
    called_at: datetime
    spoke_with: str
    phone: str
    result: CallResult
    said: str = ""
    promised_on: date | None = None
    subject: str | None = None
    subject_id: int | None = None
    form_key: str = ""


def record_call(call: Call, *, by: Actor) -> UrgingCall:
    """Keep the call and return it; the same form sent again returns the one that is kept.

    Raises NotVisible for a plan that the actor does not follow up as monitor, CallRefused for a call of the future or a
    promise without a day.
    """
    plan = db.session.scalar(
        select(Plan).where(Plan.id == call.plan_id, followed_by(by, Role.MONITOR)).with_for_update(of=Plan)
    )
    agency = db.session.get(Agency, call.agency_id)
    if plan is None or agency is None:
        raise NotVisible()
    kept = db.session.scalar(select(UrgingCall).where(UrgingCall.form_key == call.form_key))
    if kept is not None:
        return kept
    _check(call)
    entered = _entered(call, by)
    db.session.add(entered)
    record(by, "called", entered, after={"agency_id": agency.id, "result": call.result, "on": entered.on_day})
    db.session.commit()
    return entered


def _check(call: Call) -> None:
    if call.called_at > clock.now() and call.called_at.astimezone(clock.VIETNAM).date() >= clock.today():
        raise CallRefused("Giờ gọi không thể ở sau bây giờ.")
    if call.result is CallResult.PROMISED and call.promised_on is None:
        raise CallRefused("Hãy nhập ngày mà cơ quan hẹn hoàn thành.")


def _entered(call: Call, by: Actor) -> UrgingCall:
    return UrgingCall(
        plan_id=call.plan_id,
        agency_id=call.agency_id,
        subject=call.subject,
        subject_id=call.subject_id,
        called_at=call.called_at,
        on_day=call.called_at.astimezone(clock.VIETNAM).date(),
        entered_at=clock.now(),
        person_id=by.person_id,
        person_name=by.name,
        spoke_with=call.spoke_with,
        phone=call.phone,
        said=call.said or None,
        promised_on=call.promised_on,
        result=call.result,
        form_key=call.form_key,
    )
