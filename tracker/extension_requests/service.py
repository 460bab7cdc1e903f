"""Ask for more time, decide on it, take it back. Until somebody decides the old due day counts."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker import clock
from tracker.errors import ChangedMeanwhile, NotAllowed, NotVisible
from tracker.extension_requests.models import ExtensionRequest
from tracker.extension_requests.rules import (
    MoreTimeRefused,
    RequestState,
    SubjectKind,
    check_grant,
    check_may_ask,
    check_move,
    check_wanted,
)
from tracker.extension_requests.subjects import Subject, is_waiting, judges, locked_subject, move_due_day
from tracker.extension_requests.telling import tell_agency, tell_judges
from tracker.extensions import db
from tracker.history.record import record
from tracker.rights import Actor
from tracker.vietnamese import day_text, shortened
from tracker.workdays.queries import working_calendar

ALREADY_ASKED = "Đang có một đề nghị gia hạn chờ quyết định cho việc này; hãy rút đề nghị đó nếu muốn gửi đề nghị khác."


def ask_for_more_time(
    subject: SubjectKind | str, subject_id: int, wanted_due_on: date, reason: str, *, by: Actor
) -> ExtensionRequest:
    """Record a request, and tell who decides. The due day stays as it is; what is overdue stays overdue.

    Raises NotVisible for a subject that is not there, NotAllowed for others than its agency, and MoreTimeRefused:
    without a later day or a reason, while another request waits, or when it was extended often enough.
    """
    today = clock.today()
    about = locked_subject(SubjectKind(subject), subject_id)
    if not by.acts_for(about.agency_id):
        raise NotAllowed("Chỉ chuyên viên và lãnh đạo của cơ quan chịu trách nhiệm được xin gia hạn.")
    check_may_ask(about.terms)
    if is_waiting(about):
        raise MoreTimeRefused(ALREADY_ASKED)
    check_wanted(about.terms, wanted_due_on, today=today)
    request = _request(about, wanted_due_on, _stated(reason, "Hãy nêu lý do xin gia hạn trong một vài câu."), by, today)
    db.session.add(request)
    try:
        db.session.flush()
    except IntegrityError as taken:  # two forms at once where the rows are not locked
        db.session.rollback()
        raise MoreTimeRefused(ALREADY_ASKED) from taken
    after = {"due_on": request.old_due_on, "wanted_due_on": wanted_due_on, "reason": request.reason}
    record(by, "asked_more_time", request, after=after)
    tell_judges(request, about, by, today=today)
    db.session.commit()
    return request


def grant_more_time(
    request: ExtensionRequest, granted_due_on: date, *, words: str = "", by: Actor, version: int | None = None
) -> ExtensionRequest:
    """Give more time, until the day asked for or another one; it is the due day from today on.

    Raises NotAllowed unless the actor judges what the agency does, MoreTimeRefused and ChangedMeanwhile.
    """
    request, subject = _locked(request, version)
    _check_judges(request, subject, by)
    check_move(request.state, RequestState.GRANTED)
    check_grant(subject.terms, granted_due_on, today=clock.today())
    calendar = working_calendar()
    reason = f"từ ngày {day_text(subject.terms.due_on)} đến ngày {day_text(granted_due_on)}"
    said = f"{reason}. {words.strip()}" if words.strip() else reason
    move_due_day(subject, granted_due_on, words=said, by=by, calendar=calendar)
    request.granted_due_on = granted_due_on
    _decide(request, RequestState.GRANTED, words, by)
    record(by, "granted", request, after={"state": request.state, "granted_due_on": granted_due_on, "words": words})
    decision = f"được gia hạn đến ngày {day_text(granted_due_on)}." + (f" {shortened(words, 300)}" if words else "")
    tell_agency(request, subject, decision, by, today=clock.today())
    db.session.commit()
    return request


def refuse_more_time(
    request: ExtensionRequest, reason: str, *, by: Actor, version: int | None = None
) -> ExtensionRequest:
    """Refuse, with a reason; the due day stays. Raises as grant_more_time."""
    request, subject = _locked(request, version)
    _check_judges(request, subject, by)
    check_move(request.state, RequestState.REFUSED)
    said = _stated(reason, "Hãy nêu lý do không đồng ý để cơ quan biết.")
    _decide(request, RequestState.REFUSED, said, by)
    record(by, "refused", request, after={"state": request.state, "words": said})
    tell_agency(request, subject, f"không được chấp thuận. Lý do: {shortened(said, 300)}", by, today=clock.today())
    db.session.commit()
    return request


def withdraw_request(request: ExtensionRequest, *, by: Actor, version: int | None = None) -> ExtensionRequest:
    """Take a request back while nobody has decided on it. Raises NotAllowed for others than the agency."""
    request, _subject = _locked(request, version)
    if not by.acts_for(request.agency_id):
        raise NotAllowed("Chỉ cơ quan đã gửi đề nghị mới rút lại được.")
    check_move(request.state, RequestState.WITHDRAWN)
    _decide(request, RequestState.WITHDRAWN, "", by)
    record(by, "withdrawn", request, after={"state": request.state})
    db.session.commit()
    return request


def _request(about: Subject, wanted: date, reason: str, by: Actor, today: date) -> ExtensionRequest:
    assert about.terms.due_on is not None
    return ExtensionRequest(
        subject=about.kind,
        subject_id=about.id,
        plan=about.plan,
        agency=about.row.agency,
        asked_on=today,
        asked_at=clock.now(),
        asked_by_id=by.person_id,
        asked_by=by.name,
        old_due_on=about.terms.due_on,
        wanted_due_on=wanted,
        reason=reason,
        state=RequestState.WAITING,
    )


def _locked(request: ExtensionRequest, version: int | None) -> tuple[ExtensionRequest, Subject]:
    """The request and its subject, always locked in the same order: two judges at once are judged one by one."""
    subject = locked_subject(request.subject, request.subject_id)
    fresh = db.session.scalar(
        select(ExtensionRequest)
        .where(ExtensionRequest.id == request.id)
        .with_for_update(of=ExtensionRequest)
        .execution_options(populate_existing=True)
    )
    if fresh is None:
        raise NotVisible()
    if version is not None and fresh.version != version:
        raise ChangedMeanwhile("Đề nghị này vừa được người khác quyết định hoặc rút lại; hãy xem kết quả ở dưới.")
    return fresh, subject


def _check_judges(request: ExtensionRequest, subject: Subject, by: Actor) -> None:
    if by.belongs_to(request.agency_id):
        raise NotAllowed("Không ai tự quyết định đề nghị của chính cơ quan mình.")
    if not judges(by, subject.plan, request.agency_id, on=clock.today()):
        raise NotAllowed("Đề nghị này do cơ quan thường trực hoặc thư ký Ban Chỉ đạo của kế hoạch quyết định.")


def _decide(request: ExtensionRequest, state: RequestState, words: str, by: Actor) -> None:
    request.state = state
    request.decided_on, request.decided_at = clock.today(), clock.now()
    request.decided_by_id, request.decided_by = by.person_id, by.name
    request.decision_words = words.strip() or None


def _stated(reason: str, sentence: str) -> str:
    if not reason or not reason.strip():
        raise MoreTimeRefused(sentence)
    return reason.strip()
