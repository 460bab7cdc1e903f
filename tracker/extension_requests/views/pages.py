"""Pages of requests for more time: ask, one request with its decision, the list, and the panel beside a subject."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker import clock
from tracker.errors import ChangedMeanwhile, DomainError, NotAllowed, NotVisible
from tracker.extension_requests import queries, service
from tracker.extension_requests.forms import AskForm, DecisionForm
from tracker.extension_requests.models import ExtensionRequest
from tracker.extension_requests.rules import (
    ADVISED_WORKING_DAYS,
    MoreTimeRefused,
    RequestState,
    SubjectKind,
    check_may_ask,
    is_after_due,
    is_asked_late,
)
from tracker.extension_requests.subjects import Subject, is_waiting, judges, subject_visible_to
from tracker.history.pages import history_page
from tracker.rights import Actor, Role
from tracker.web.fragments import go_to, page_or_fragment, varied
from tracker.web.gate import me, open_to, signed_in
from tracker.web.paging import asked_page
from tracker.workdays.queries import working_calendar

bp = Blueprint("extension_requests", __name__)

KINDS = {"nhiem-vu": SubjectKind.TASK, "bao-cao": SubjectKind.REPORT_ROW}
WORDS = {kind: word for word, kind in KINDS.items()}
SUBJECT = "/<any('nhiem-vu', 'bao-cao'):word>/<int:subject_id>"
STATE_WORDS = {
    RequestState.WAITING: _l("Chờ quyết định"),
    RequestState.GRANTED: _l("Đã cho gia hạn"),
    RequestState.REFUSED: _l("Không đồng ý"),
    RequestState.WITHDRAWN: _l("Đã rút lại"),
}


@bp.get("/gia-han")
@open_to(Role.CLERK, Role.HEAD, Role.MONITOR, Role.COMMITTEE, Role.SECRETARY)
def index() -> str:
    """Show the requests of the person's agencies and of the plans they watch."""
    asked = request.args.get("trang-thai", "")
    state = RequestState(asked) if asked in set(RequestState) else None
    plan_id = _number(request.args.get("ke-hoach", ""))
    return render_template(
        "extension_requests/index.html",
        page=queries.listed(me(), state, plan_id, asked_page()),
        state=state,
        plan_id=plan_id,
        states=[(str(one), words) for one, words in STATE_WORDS.items()],
        state_words=STATE_WORDS,
    )


@bp.get(f"/gia-han/ve{SUBJECT}")
@signed_in
def about(word: str, subject_id: int) -> Response:
    """Show what was asked about one subject, as the panel on its page or as a page of its own."""
    subject = subject_visible_to(me(), KINDS[word], subject_id)
    return page_or_fragment(
        "extension_requests/about.html",
        "extension_requests/_about.html",
        subject=subject,
        word=word,
        requests=queries.requests_about(subject.kind, subject.id),
        refusal=_refusal(subject),
        is_own=me().acts_for(subject.agency_id),
        state_words=STATE_WORDS,
    )


@bp.get(f"/gia-han/moi{SUBJECT}")
@signed_in
def ask(word: str, subject_id: int) -> ResponseReturnValue:
    """Show the form; what cannot be asked is said, with the other way out."""
    subject = _own_subject(me(), KINDS[word], subject_id)
    return _ask_page(subject, word, AskForm(formdata=None), 200)


@bp.post(f"/gia-han/moi{SUBJECT}")
@signed_in
def send(word: str, subject_id: int) -> ResponseReturnValue:
    """Send the request."""
    subject = _own_subject(me(), KINDS[word], subject_id)
    form = AskForm()
    wanted = form.wanted_due_on.data
    if not form.validate() or wanted is None:
        return _ask_page(subject, word, form, 422)
    try:
        made = service.ask_for_more_time(subject.kind, subject.id, wanted, form.reason.data or "", by=me())
    except MoreTimeRefused as refusal:
        form.form_errors.append(_(refusal.sentence))
        return _ask_page(subject, word, form, refusal.status)
    flash(_("Đã gửi đề nghị gia hạn; hạn hiện nay vẫn được tính cho đến khi có quyết định."), "success")
    return go_to(url_for("extension_requests.show", request_id=made.id))


@bp.get("/gia-han/<int:request_id>")
@signed_in
def show(request_id: int) -> ResponseReturnValue:
    """Show one request: what was asked, what was decided, and to who decides the form."""
    found = queries.request_visible_to(me(), request_id)
    data = {"version": found.version, "granted_due_on": found.wanted_due_on}
    return _request_page(found, DecisionForm(formdata=None, data=data), 200)


@bp.post("/gia-han/<int:request_id>/quyet-dinh")
@open_to(Role.MONITOR, Role.SECRETARY)
def decide(request_id: int) -> ResponseReturnValue:
    """Grant, or refuse with a reason."""
    found = queries.request_visible_to(me(), request_id)
    form = DecisionForm()
    is_refused = request.form.get("quyet-dinh") == "khong"
    if not form.validate() and not (is_refused and set(form.errors) <= {"granted_due_on"}):
        return _request_page(found, form, 422)
    words, version = form.words.data or "", form.seen_version
    try:
        if is_refused:
            service.refuse_more_time(found, words, by=me(), version=version)
        elif form.granted_due_on.data:
            service.grant_more_time(found, form.granted_due_on.data, words=words, by=me(), version=version)
    except (NotAllowed, NotVisible):
        raise
    except DomainError as refusal:
        form.form_errors.append(_(refusal.sentence))
        if isinstance(refusal, ChangedMeanwhile):
            form.version.data = str(found.version)
        return _request_page(found, form, refusal.status)
    flash(_("Đã quyết định; cơ quan được báo ngay."), "success")
    return go_to(url_for("extension_requests.show", request_id=found.id))


@bp.post("/gia-han/<int:request_id>/rut-lai")
@open_to(Role.CLERK, Role.HEAD)
def withdraw(request_id: int) -> Response:
    """Take the request back while nobody has decided."""
    found = queries.request_visible_to(me(), request_id)
    service.withdraw_request(found, by=me(), version=DecisionForm().seen_version)
    flash(_("Đã rút lại đề nghị; hạn hiện nay không thay đổi."), "success")
    return go_to(url_for("extension_requests.show", request_id=found.id))


@bp.get("/gia-han/<int:request_id>/lich-su")
@signed_in
def history(request_id: int) -> Response:
    """Show every change of the request as it was recorded."""
    found = queries.request_visible_to(me(), request_id)
    back = (_("Đề nghị gia hạn"), url_for("extension_requests.show", request_id=found.id))
    return history_page("extension_request", found.id, words=_("Đề nghị gia hạn"), back=back)


def _own_subject(actor: Actor, kind: SubjectKind, subject_id: int) -> Subject:
    subject = subject_visible_to(actor, kind, subject_id)
    if not actor.acts_for(subject.agency_id):
        raise NotAllowed(_("Chỉ chuyên viên và lãnh đạo của cơ quan chịu trách nhiệm được xin gia hạn."))
    return subject


def _refusal(subject: Subject) -> str:
    """Why no more time can be asked for now; empty when it can."""
    try:
        check_may_ask(subject.terms)
    except MoreTimeRefused as refusal:
        return str(_(refusal.sentence))
    return str(_(service.ALREADY_ASKED)) if is_waiting(subject) else ""


def _ask_page(subject: Subject, word: str, form: AskForm, status: int) -> Response:
    due_on, today = subject.terms.due_on, clock.today()
    shown = {"subject": subject, "word": word, "form": form, "refusal": _refusal(subject)}
    shown["is_late"] = due_on is not None and _asked_late(today, due_on)
    shown["is_after_due"] = due_on is not None and is_after_due(today, due_on)
    page = render_template("extension_requests/ask.html", advised=ADVISED_WORKING_DAYS, **shown)
    return varied(make_response(page, status))


def _request_page(found: ExtensionRequest, form: DecisionForm, status: int) -> Response:
    subject = subject_visible_to(me(), found.subject, found.subject_id)
    waits = found.state is RequestState.WAITING
    shown: dict[str, Any] = {
        "found": found,
        "subject": subject,
        "form": form,
        "state_words": STATE_WORDS,
        "may_decide": waits and judges(me(), found.plan, found.agency_id, on=clock.today()),
        "may_withdraw": waits and me().acts_for(found.agency_id),
        "is_late": _asked_late(found.asked_on, found.old_due_on),
        "advised": ADVISED_WORKING_DAYS,
    }
    return varied(make_response(render_template("extension_requests/show.html", **shown), status))


def _asked_late(asked_on: Any, due_on: Any) -> bool:
    return is_asked_late(asked_on, due_on, working_calendar())


def _number(written: str) -> int | None:
    if not written:
        return None
    if not written.isdecimal() or len(written) > 9:
        raise NotVisible()
    return int(written)
