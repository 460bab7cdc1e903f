"""What people do with their inbox, and administrators with messages that need a person."""

import enum
from collections.abc import Mapping

from sqlalchemy import select, update

from tracker import clock
from tracker.errors import ChangedMeanwhile, NotAllowed, NotVisible
from tracker.extensions import db
from tracker.history.record import record
from tracker.notifications.models import Message, MessageState, Notice
from tracker.rights import Actor, Role

NEEDS_A_PERSON = frozenset({MessageState.DEAD, MessageState.UNCERTAIN})


def read_notice(notice_id: int, *, by: Actor) -> Notice:
    """Mark one of the actor's own notices as read and return it. Raises NotVisible for anybody else's."""
    notice = db.session.scalar(select(Notice).where(Notice.id == notice_id, Notice.person_id == by.person_id))
    if notice is None:
        raise NotVisible()
    notice.read_at = notice.read_at or clock.now()
    db.session.commit()
    return notice


def read_all_notices(*, by: Actor) -> None:
    """Mark every notice of the actor as read."""
    unread = update(Notice).where(Notice.person_id == by.person_id, Notice.read_at.is_(None))
    db.session.execute(unread.values(read_at=clock.now()))
    db.session.commit()


class Decision(enum.StrEnum):
    """What an administrator decides about messages that need a person; the value stands in addresses."""

    SEND_AGAIN = "gui-lai"
    DROP = "bo-qua"


def decide(seen: Mapping[int, MessageState], decision: Decision, *, by: Actor) -> int:
    """Send messages once more under their Message-ID (a doubtful one says that it is a copy), or give them up.

    `seen` gives the state in which the person saw each; one that changed since is left alone. Returns how many were
    decided. Raises NotAllowed, or ChangedMeanwhile when none was left (so a second click does nothing).
    """
    if not by.has(Role.ADMINISTRATOR):
        raise NotAllowed("Chỉ quản trị được quyết định về thư chưa gửi được.")
    wanted = select(Message).where(Message.id.in_(seen)).order_by(Message.id).with_for_update()
    found = db.session.scalars(wanted.execution_options(populate_existing=True)).all()
    as_seen = [m for m in found if m.state in NEEDS_A_PERSON and m.state is seen[m.id]]
    if not as_seen:
        raise ChangedMeanwhile("Các thư này đã được xử lý; hãy tải lại trang để xem trạng thái mới nhất.")
    for message in as_seen:
        before = message.state
        action = _send_again(message) if decision is Decision.SEND_AGAIN else _drop(message)
        record(by, action, message, before={"state": before}, after={"state": message.state})
    db.session.commit()
    return len(as_seen)


def _send_again(message: Message) -> str:
    message.resent = message.resent or message.state is MessageState.UNCERTAIN
    message.state = MessageState.PENDING
    message.attempts = 0
    message.next_try_at = clock.now()
    return "mail sent again"


def _drop(message: Message) -> str:
    """Its notices stay in the inbox."""
    message.state = MessageState.CANCELLED
    return "mail dropped"
