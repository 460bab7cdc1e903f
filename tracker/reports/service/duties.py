"""The monitor keeps the register of duties: adds one by hand, changes routing and regime, begins and ends reporters."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker import clock
from tracker.errors import DomainError, NotAllowed
from tracker.extensions import db
from tracker.history.record import record
from tracker.plans.models import Clause, Plan
from tracker.reports.chain import leads_of, regime_book
from tracker.reports.due_days import EVERY, stated_day
from tracker.reports.issue import add_lacking_rows
from tracker.reports.models import ReportingDuty
from tracker.reports.periods import PlanTime, periods_due
from tracker.reports.regime_change import Change, SeenOtherwise, Touched, move_rows, rows_alive, touched_by
from tracker.reports.rights import check_keeps
from tracker.reports.rules import DutyOrigin, PeriodKind
from tracker.reports.succession import add_reporters, excuse_after, owe_again
from tracker.rights import Actor, Role
from tracker.vietnamese import day_text
from tracker.workdays.queries import working_calendar

_HALF_A_YEAR = timedelta(days=182)


class DutyRefused(DomainError):
    """The duty cannot be kept as typed."""


@dataclass(frozen=True, slots=True)
class Routing:
    """To whom, through whom, copied to whom."""

    addressee: str | None
    via: str | None
    copy_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A duty as a person writes it down. Its basis is a clause of the plan, or the words of another document."""

    clause_id: int | None
    basis_document: str | None
    words: str
    reporter_ids: tuple[int, ...]
    takes_every_lead: bool
    kinds: tuple[PeriodKind, ...]
    due_words: str
    routing: Routing
    regime_id: int | None
    starts_on: date
    form_key: str


def add_duty(plan: Plan, new: NewDuty, *, by: Actor) -> ReportingDuty:
    """Add the duty with the rows that fall due from its first day on. The same form sent twice adds one duty.

    Raises NotAllowed; DutyRefused without basis, words, reporters or rhythm, or when the day cannot be read.
    """
    check_keeps(by, plan)
    sent = _sent_before(new.form_key)
    if sent is not None:
        return sent
    clause = _check_new(plan, new)
    duty = _written(plan, new, clause)
    db.session.add(duty)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        return _sent_before(new.form_key) or duty
    leads = [agency.id for agency in leads_of([plan.id]).get(plan.id, [])] if new.takes_every_lead else []
    add_reporters(duty, [each for each in dict.fromkeys([*new.reporter_ids, *leads]) if each != plan.issuer_id])
    made = sum(add_lacking_rows([duty], today=day) for day in _days_since(max(new.starts_on, plan.issued_on)))
    record(by, "duty_added", duty, after={"plan_id": plan.id, "text": new.words, "periods": duty.periods, "rows": made})
    db.session.commit()
    return duty


def _days_since(first: date) -> list[date]:
    """Days from the first to today, near enough for each report to come ahead of one: rows are made a year ahead."""
    today = clock.today()
    days = [first + _HALF_A_YEAR * number for number in range((today - first) // _HALF_A_YEAR + 1)]
    return [*days, today]


def _written(plan: Plan, new: NewDuty, clause: Clause | None) -> ReportingDuty:
    return ReportingDuty(
        plan=plan,
        clause_id=new.clause_id,
        position=_next_position(plan),
        reporter_words="Các cơ quan chủ trì nhiệm vụ" if new.takes_every_lead else "Cơ quan theo danh sách",
        takes_every_lead=new.takes_every_lead,
        periods=[kind.value for kind in new.kinds],
        stated_due={EVERY: new.due_words} if new.due_words else None,
        addressee=new.routing.addressee,
        via=new.routing.via,
        copy_to=list(new.routing.copy_to),
        text=new.words,
        span_start=clause.span_start if clause else 0,
        span_end=clause.span_end if clause else 0,
        regime_id=new.regime_id,
        origin=DutyOrigin.ADDED,
        basis_document=new.basis_document,
        starts_on=new.starts_on,
        form_key=new.form_key,
    )


def _check_new(plan: Plan, new: NewDuty) -> Clause | None:
    clause = db.session.get(Clause, new.clause_id) if new.clause_id else None
    if clause is None and not new.basis_document:
        raise DutyRefused("Hãy chọn mục của kế hoạch làm căn cứ, hoặc ghi văn bản khác quy định việc báo cáo.")
    if new.clause_id and (clause is None or clause.plan_id != plan.id):
        raise DutyRefused("Mục đã chọn không thuộc kế hoạch này; hãy chọn lại.")
    if not new.words:
        raise DutyRefused("Hãy chép nguyên văn câu quy định việc báo cáo.")
    if not new.reporter_ids and not new.takes_every_lead:
        raise DutyRefused("Hãy chọn ít nhất một cơ quan phải báo cáo.")
    if not new.kinds:
        raise DutyRefused("Hãy chọn ít nhất một loại kỳ báo cáo.")
    if new.due_words and not _can_be_read(plan, new):
        raise DutyRefused(
            f"Không đọc được ngày nộp «{new.due_words}»; hãy ghi như «trước 15/6 và 15/12», "
            "«ngày 05 hằng tháng», «15 ngày làm việc kể từ khi kết thúc quý», hoặc để trống."
        )
    return clause


def _can_be_read(plan: Plan, new: NewDuty) -> bool:
    time = PlanTime(date.min, plan.period_start, plan.period_end)
    periods = periods_due([kind.value for kind in new.kinds], time, today=plan.period_end)
    return all(stated_day(period, {EVERY: new.due_words}) for period in periods[:24])


@dataclass(frozen=True, slots=True)
class DutyPreview:
    """Which rows would move if the duty followed another regime. `seal` names exactly this."""

    touched: Touched
    seal: str


def preview_duty(duty: ReportingDuty, regime_id: int | None, *, by: Actor) -> DutyPreview:
    """Return which rows would move if the duty followed another regime. Writes nothing."""
    check_keeps(by, duty.plan)
    today, book = clock.today(), regime_book()
    rows = rows_alive(today=today, duty_id=duty.id)
    touched = touched_by(Change(book, book, {duty.id: regime_id}), rows, today=today, calendar=working_calendar())
    return DutyPreview(touched, touched.sealed_with(duty.id, regime_id, values_of(duty)))


def change_duty(duty: ReportingDuty, routing: Routing, regime_id: int | None, seal: str, *, by: Actor) -> int:
    """Change routing and regime; rows that may still move follow the regime. Returns how many.

    Raises SeenOtherwise (409) when another regime would move other rows than the preview with this seal showed.
    """
    check_keeps(by, duty.plan)
    duty = _locked(duty)
    touched = Touched()
    if regime_id != duty.regime_id:
        preview = preview_duty(duty, regime_id, by=by)
        if preview.seal != seal:
            raise SeenOtherwise()
        touched = preview.touched
    before = values_of(duty)
    duty.addressee, duty.via, duty.copy_to = routing.addressee, routing.via, list(routing.copy_to)
    duty.regime_id = regime_id
    move_rows(touched, today=clock.today())
    if before != values_of(duty):
        record(by, "duty_changed", duty, before=before, after=values_of(duty))
    db.session.commit()
    return len(touched.moved)


def values_of(duty: ReportingDuty) -> dict[str, object]:
    """Return what a person may change in a duty, as the history keeps it."""
    return {
        "addressee": duty.addressee,
        "via": duty.via,
        "copy_to": list(duty.copy_to),
        "regime_id": duty.regime_id,
    }


def begin_reporters(duty: ReportingDuty, agency_ids: Collection[int], starts_on: date, *, by: Actor) -> int:
    """Let further agencies owe the duty from a day on. Returns how many are new; who ended before begins again."""
    check_keeps(by, duty.plan)
    duty = _locked(duty)
    if duty.origin is DutyOrigin.CALL:
        raise DutyRefused("Yêu cầu đột xuất chỉ gửi một lần; hãy lập yêu cầu mới cho cơ quan khác.")
    known = {reporter.agency_id: reporter for reporter in duty.reporters}
    new = [each for each in dict.fromkeys(agency_ids) if each not in known and each != duty.plan.issuer_id]
    add_reporters(duty, new, starts_on=starts_on)
    again = [known[each] for each in agency_ids if each in known and known[each].ends_on is not None]
    for reporter in again:
        reporter.starts_on, reporter.ends_on = starts_on, None
        owe_again(duty, reporter.agency_id, starts_on, today=clock.today(), by=by)
    begun = [*new, *(reporter.agency_id for reporter in again)]
    if begun:
        made = add_lacking_rows([duty], today=clock.today())
        record(by, "reporters_begun", duty, after={"agencies": begun, "starts_on": starts_on, "rows": made})
    db.session.commit()
    return len(begun)


def end_reporter(duty: ReportingDuty, agency_id: int, ends_on: date, reason: str, *, by: Actor) -> int:
    """End that an agency owes the duty after a day; what closes later is excused with the reason. Returns how many."""
    _check_ends(duty, {agency_id}, reason, by)
    duty = _locked(duty)
    reporter = next((each for each in duty.reporters if each.agency_id == agency_id), None)
    if reporter is None or (reporter.ends_on is not None and reporter.ends_on <= ends_on):
        raise DutyRefused("Cơ quan này không còn phải báo cáo theo nghĩa vụ từ ngày đó; hãy tải lại trang.")
    if reporter.starts_on and ends_on < reporter.starts_on:
        raise DutyRefused(f"Ngày kết thúc phải từ ngày bắt đầu {day_text(reporter.starts_on)} trở đi.")
    reporter.ends_on = ends_on
    excused = excuse_after(duty, ends_on, reason, agency_id=agency_id, today=clock.today(), by=by)
    after = {"agency_id": agency_id, "ends_on": ends_on, "reason": reason, "rows": excused}
    record(by, "reporter_ended", duty, after=after)
    db.session.commit()
    return excused


def end_duty(duty: ReportingDuty, last: date, reason: str, *, by: Actor) -> int:
    """End the duty on a day; reports that close later are excused with the reason. Returns how many."""
    _check_ends(duty, {reporter.agency_id for reporter in duty.reporters}, reason, by)
    duty = _locked(duty)
    if duty.ended_on is not None and duty.ended_on <= last:
        raise DutyRefused(f"Nghĩa vụ này đã kết thúc ngày {day_text(duty.ended_on)}.")
    duty.ended_on = last
    excused = excuse_after(duty, last, reason, agency_id=None, today=clock.today(), by=by)
    record(by, "duty_ended", duty, after={"ended_on": last, "reason": reason, "rows": excused})
    db.session.commit()
    return excused


def _check_ends(duty: ReportingDuty, agency_ids: Collection[int], reason: str, by: Actor) -> None:
    """Ending excuses reports, and nobody excuses their own agency: that is the secretary's."""
    check_keeps(by, duty.plan, roles=(Role.MONITOR, Role.SECRETARY))
    if any(by.belongs_to(agency_id) for agency_id in agency_ids):
        raise NotAllowed("Không ai tự kết thúc nghĩa vụ của chính cơ quan mình; việc này thuộc thư ký Ban Chỉ đạo.")
    if not reason:
        raise DutyRefused("Cần ghi lý do kết thúc.")


def _sent_before(form_key: str) -> ReportingDuty | None:
    return db.session.scalar(select(ReportingDuty).where(ReportingDuty.form_key == form_key))


def _next_position(plan: Plan) -> int:
    wanted = select(ReportingDuty.position).where(ReportingDuty.plan_id == plan.id)
    last = db.session.scalar(wanted.order_by(ReportingDuty.position.desc()).limit(1))
    return (last or 0) + 1


def _locked(duty: ReportingDuty) -> ReportingDuty:
    wanted = select(ReportingDuty).where(ReportingDuty.id == duty.id).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()
