"""The short form behind the link of a message: ask for more time for one task or report."""

from flask import Response, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from tracker import clock
from tracker.errors import DomainError, NotVisible
from tracker.extension_requests import service
from tracker.extension_requests.rules import LONGEST_REASON, SubjectKind, check_may_ask, is_after_due
from tracker.extension_requests.subjects import Subject, is_waiting, subject_visible_to
from tracker.extensions import db
from tracker.notifications.link_pages import (
    DONE,
    Holder,
    by_link,
    done_page,
    is_done,
    link_blueprint,
    link_page,
    once_more,
)
from tracker.notifications.links import MORE_TIME_PAGES, Action, LinkRefused
from tracker.vietnamese import day_text
from tracker.web.forms import DayField, Form
from tracker.web.fragments import go_to

bp = link_blueprint("more_time_links")


class LinkedRequestForm(Form):
    """Until when, and why. The address is the secret, so the form has no token of its own."""

    wanted = DayField(_l("Đề nghị gia hạn đến ngày"), [InputRequired()], description=_l("Ví dụ 30/06/2026."))
    reason = TextAreaField(_l("Lý do"), [InputRequired(), Length(max=LONGEST_REASON)])


@bp.get(f"{MORE_TIME_PAGES}<token>")
@by_link(Action.MORE_TIME, "task", "report_row")
def form(holder: Holder, token: str) -> Response:
    """Show the form, or, after it was sent, that it waits."""
    subject = _own_subject(holder)
    waits = is_waiting(subject)
    if is_done() and waits:
        return _done(subject, holder)
    _check_open(subject)
    if waits:
        raise LinkRefused(_(service.ALREADY_ASKED), subject.path)
    return _form_answer(subject, holder, token, LinkedRequestForm(formdata=None, meta={"csrf": False}), 200)


@bp.post(f"{MORE_TIME_PAGES}<token>")
@by_link(Action.MORE_TIME, "task", "report_row")
def ask(holder: Holder, token: str) -> Response:
    """Send the request, as the person to whom the message went. The old day counts until somebody decides."""
    subject = _own_subject(holder)
    _check_open(subject)
    typed = LinkedRequestForm(meta={"csrf": False})
    if not typed.validate():
        return _form_answer(subject, holder, token, typed, 422)
    assert typed.wanted.data is not None
    try:
        service.ask_for_more_time(subject.kind, subject.id, typed.wanted.data, typed.reason.data or "", by=holder.actor)
    except DomainError as refusal:
        if not once_more(refusal):
            raise
        db.session.rollback()
        typed.form_errors.append(_(refusal.sentence))
        return _form_answer(_own_subject(holder), holder, token, typed, refusal.status)
    return go_to(f"{url_for('more_time_links.form', token=token)}?{DONE}=1")


def _own_subject(holder: Holder) -> Subject:
    subject = subject_visible_to(holder.actor, SubjectKind(holder.link.subject), holder.link.subject_id)
    if not holder.actor.acts_for(subject.agency_id):
        raise NotVisible()
    return subject


def _check_open(subject: Subject) -> None:
    try:
        check_may_ask(subject.terms)
    except DomainError as refusal:
        raise LinkRefused(_(refusal.sentence), subject.path) from refusal


def _form_answer(subject: Subject, holder: Holder, token: str, typed: LinkedRequestForm, status: int) -> Response:
    shown = {"subject": subject, "form": typed, "token": token, "is_after_due": _is_after_due(subject)}
    return link_page("extension_requests/by_link.html", holder, status, **shown)


def _is_after_due(subject: Subject) -> bool:
    return subject.terms.due_on is not None and is_after_due(clock.today(), subject.terms.due_on)


def _done(subject: Subject, holder: Holder) -> Response:
    details = [
        (_("Nội dung"), subject.words),
        (_("Hạn hiện nay"), day_text(subject.terms.due_on)),
        (_("Tình trạng"), _("Hạn cũ vẫn tính cho đến khi cơ quan theo dõi quyết định; đồng chí sẽ được báo kết quả.")),
    ]
    return done_page(holder, _("Đã gửi đề nghị gia hạn"), details)
