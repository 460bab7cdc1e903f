"""One call of the monitor: chosen agencies report about one thing by a day of its own ("yêu cầu báo cáo đột xuất")."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tracker import clock
from tracker.accounts.queries import people_of_agencies
from tracker.agencies.models import Agency
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.history.record import record
from tracker.notifications.issue import Line, notify_each
from tracker.plans.models import Plan
from tracker.reports.duty_queries import agencies_of
from tracker.reports.models import ReportingDuty, ReportRow
from tracker.reports.periods import CALL_KEY
from tracker.reports.rights import check_keeps
from tracker.reports.rules import DueOrigin, DutyOrigin, PeriodKind
from tracker.reports.succession import add_reporters
from tracker.rights import AGENCY_ROLES, Actor
from tracker.vietnamese import day_text

LONGEST_TITLE = 300


class CallRefused(DomainError):
    """The call cannot be sent as typed."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked, by when, of whom; the letter that asks it, if there is one."""

    title: str
    words: str
    due_on: date
    agency_ids: tuple[int, ...]
    letter_number: str | None
    letter_on: date | None
    form_key: str


def called_agencies(plan: Plan, call: Call, *, by: Actor) -> Sequence[Agency]:
    """Return the agencies that would be called, for the preview. Writes nothing.

    Raises NotAllowed, CallRefused: no title, no words, nobody chosen, a day that is past, half a letter.
    """
    check_keeps(by, plan)
    today = clock.today()
    if not call.title or not call.words:
        raise CallRefused("Hãy ghi tên báo cáo và nội dung yêu cầu.")
    if call.due_on < today:
        raise CallRefused(f"Hạn nộp phải từ hôm nay, {day_text(today)}, trở đi.")
    if bool(call.letter_number) != bool(call.letter_on):
        raise CallRefused("Số, ký hiệu và ngày văn bản đi cùng nhau: hãy nhập đủ hai ô, hoặc để trống cả hai.")
    if call.letter_on and call.letter_on > today:
        raise CallRefused("Ngày văn bản không thể ở sau hôm nay.")
    wanted = set(call.agency_ids)
    found = [agency for agency in agencies_of(plan, today=today) if agency.id in wanted]
    if not found:
        raise CallRefused("Hãy chọn ít nhất một cơ quan.")
    return found


def send_call(plan: Plan, call: Call, *, by: Actor) -> ReportingDuty:
    """Make the duty with one row each, and tell the agencies. The same form sent twice makes nothing twice."""
    agencies = called_agencies(plan, call, by=by)
    sent = select(ReportingDuty).where(ReportingDuty.form_key == call.form_key)
    known = db.session.scalar(sent)
    if known is not None:
        return known
    duty = _duty(plan, call)
    db.session.add(duty)
    try:
        db.session.flush()
    except IntegrityError:  # the same form came in twice at the same moment
        db.session.rollback()
        return db.session.scalars(sent).one()
    add_reporters(duty, [agency.id for agency in agencies])
    rows = [_row(duty, agency, call, clock.today()) for agency in agencies]
    db.session.add_all(rows)
    db.session.flush()
    _tell(plan, call, duty, agencies, rows)
    record(by, "called", duty, after={"title": call.title, "due_on": call.due_on, "agencies": len(agencies)})
    db.session.commit()
    return duty


def _duty(plan: Plan, call: Call) -> ReportingDuty:
    last = db.session.scalar(select(func.max(ReportingDuty.position)).where(ReportingDuty.plan_id == plan.id))
    return ReportingDuty(
        plan=plan,
        position=(last or 0) + 1,
        reporter_words="Cơ quan được yêu cầu",
        takes_every_lead=False,
        periods=["ad_hoc"],
        stated_due=None,
        addressee=None,
        via=None,
        copy_to=[],
        text=call.words,
        span_start=0,
        span_end=0,
        origin=DutyOrigin.CALL,
        title=call.title,
        letter_number=call.letter_number,
        letter_on=call.letter_on,
        starts_on=clock.today(),
        form_key=call.form_key,
    )


def _row(duty: ReportingDuty, agency: Agency, call: Call, today: date) -> ReportRow:
    return ReportRow(
        duty_id=duty.id,
        plan_id=duty.plan_id,
        agency_id=agency.id,
        period_kind=PeriodKind.ONCE,
        period_key=f"{CALL_KEY}{duty.id}",
        period_start=today,
        period_end=call.due_on,
        window_start=min(duty.plan.period_start, today),
        cut_off_on=call.due_on,
        opens_on=today,
        due_on=call.due_on,
        due_origin=DueOrigin.STATED,
    )


def _tell(
    plan: Plan, call: Call, duty: ReportingDuty, agencies: Collection[Agency], rows: Collection[ReportRow]
) -> None:
    """Tell clerks and heads; bodies that are only requested are asked, not ordered."""
    today = clock.today()
    people = people_of_agencies([agency.id for agency in agencies], on=today, roles=tuple(AGENCY_ROLES))
    pairs = []
    for agency, row in zip(agencies, rows, strict=True):
        asks = "Đề nghị gửi" if agency.kind and agency.kind.is_requested else "Yêu cầu"
        text = f"{asks} báo cáo đột xuất «{call.title}», hạn {day_text(call.due_on)}, kế hoạch {plan.short_name}."
        line = Line("report_row", row.id, f"called:{duty.id}", call.due_on, text, f"/bao-cao/{row.id}")
        pairs += [(person_id, line) for person_id in people[agency.id]]
    notify_each(pairs, day=today)
