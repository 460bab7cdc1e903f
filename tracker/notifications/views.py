"""Pages of notifications: everybody's inbox. The page of the outbox stands with the jobs, whose beat it shows."""

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.notifications import queries, service
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


@bp.post("/quan-tri/thu/<int:message_id>/gui-lai")
@open_to(Role.ADMINISTRATOR)
def send_again(message_id: int) -> ResponseReturnValue:
    """Let a message go once more."""
    service.send_again(message_id, by=me())
    flash(_("Thư sẽ được gửi lại ở lượt tới."), "success")
    return go_to(url_for("jobs.outbox"))


@bp.post("/quan-tri/thu/<int:message_id>/bo-qua")
@open_to(Role.ADMINISTRATOR)
def drop(message_id: int) -> ResponseReturnValue:
    """Give a message up."""
    service.drop(message_id, by=me())
    flash(_("Đã bỏ qua thư này. Thông báo vẫn còn trong hộp của người nhận."), "success")
    return go_to(url_for("jobs.outbox"))
