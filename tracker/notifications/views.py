"""Pages of notifications: everybody's inbox, and what an administrator decides about letters.

The page of the outbox stands with the jobs, whose beat it shows.
"""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.errors import DomainError
from tracker.notifications import outbox_queries, queries, service
from tracker.notifications.channels.registry import CHANNELS
from tracker.notifications.models import MessageState
from tracker.notifications.service import Decision
from tracker.rights import Role
from tracker.web.fragments import changed, go_to, page_or_fragment
from tracker.web.gate import me, open_to, signed_in
from tracker.web.paging import PAGE_SIZE, Page, asked_page

bp = Blueprint("notifications", __name__)


@bp.get("/thong-bao")
@signed_in
def inbox() -> ResponseReturnValue:
    """Show one's own notices, unread first."""
    return page_or_fragment("notifications/inbox.html", "notifications/_inbox.html", **_inbox_context())


def _inbox_context() -> dict[str, object]:
    person_id = me().person_id or 0
    number = asked_page()
    rows, total = queries.notices_of(person_id, page=number, size=PAGE_SIZE)
    return {"notices": Page(rows, number, total), "unread": queries.count_unread(person_id)}


@bp.post("/thong-bao/<int:notice_id>/da-doc")
@signed_in
def read(notice_id: int) -> ResponseReturnValue:
    """Mark one notice as read."""
    notice = service.read_notice(notice_id, by=me())
    return changed("notifications/_notice.html", fallback=url_for("notifications.inbox"), notice=notice)


@bp.post("/thong-bao/<int:notice_id>/mo")
@signed_in
def open_notice(notice_id: int) -> ResponseReturnValue:
    """Mark one notice as read and go to what it speaks of."""
    return go_to(service.read_notice(notice_id, by=me()).path)


@bp.post("/thong-bao/da-doc")
@signed_in
def read_all() -> ResponseReturnValue:
    """Mark all notices as read."""
    service.read_all_notices(by=me())
    return go_to(url_for("notifications.inbox"))


@bp.get("/quan-tri/thu/quyet-dinh")
@open_to(Role.ADMINISTRATOR)
def consider() -> ResponseReturnValue:
    """Show what would happen to the chosen messages. Changes nothing."""
    seen, decision = _chosen()
    rows = outbox_queries.troubled_among(seen)
    if not rows:
        flash(_("Chưa chọn thư nào còn cần quyết định. Hãy đánh dấu thư rồi chọn lại."), "error")
        return go_to(url_for("jobs.outbox"))
    return render_template(
        "notifications/decide.html",
        rows=rows,
        decision=decision,
        decisions=Decision,
        states=MessageState,
        channels=CHANNELS,
    )


@bp.post("/quan-tri/thu/quyet-dinh")
@open_to(Role.ADMINISTRATOR)
def decide() -> ResponseReturnValue:
    """Do it, to those that still are as they were shown."""
    seen, decision = _chosen()
    done = service.decide(seen, decision, by=me())
    if decision is Decision.SEND_AGAIN:
        words = ngettext("%(num)s thư sẽ được gửi lại ở lượt tới.", "%(num)s thư sẽ được gửi lại ở lượt tới.", done)
    else:
        words = ngettext("Đã bỏ qua %(num)s thư.", "Đã bỏ qua %(num)s thư.", done)
    flash(words, "success")
    if left := len(seen) - done:
        flash(_("%(num)s thư đã có người xử lý từ trước nên giữ nguyên.", num=left), "info")
    return go_to(url_for("jobs.outbox"))


def _chosen() -> tuple[dict[int, MessageState], Decision]:
    """Read the chosen messages, each with the state in which it was shown ("12-dead"), and the decision."""
    seen: dict[int, MessageState] = {}
    for choice in request.values.getlist("thu")[:PAGE_SIZE]:
        number, _dash, state = choice.partition("-")
        if number.isdecimal() and len(number) < 12 and state in list(MessageState):
            seen[int(number)] = MessageState(state)
    wanted = request.values.get("viec", "")
    if wanted not in list(Decision):
        raise DomainError(_("Chưa chọn gửi lại hay bỏ qua; hãy quay lại trang Thư đi và chọn."))
    return seen, Decision(wanted)
