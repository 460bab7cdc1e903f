"""What people do with their inbox, and administrators with messages that need a person."""

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


def send_again(message_id: int, *, by: Actor) -> None:
    """Let a dead or doubtful message go once more under its Message-ID; a doubtful one says that it is a copy.

    Raises NotAllowed, NotVisible, or ChangedMeanwhile when it needs nobody any more (so a second click does nothing).
    """
    message = _message_to_decide(message_id, by)
    before = message.state
    message.resent = message.resent or message.state is MessageState.UNCERTAIN
    message.state = MessageState.PENDING
    message.attempts = 0
    message.next_try_at = clock.now()
    record(by, "mail sent again", message, before={"state": before}, after={"state": message.state})
    db.session.commit()


def drop(message_id: int, *, by: Actor) -> None:
    """Give a dead or doubtful message up; its notices stay in the inbox. Raises as send_again does."""
    message = _message_to_decide(message_id, by)
    before = message.state
    message.state = MessageState.CANCELLED
    record(by, "mail dropped", message, before={"state": before}, after={"state": message.state})
    db.session.commit()


def _message_to_decide(message_id: int, by: Actor) -> Message:
    if not by.has(Role.ADMINISTRATOR):
        raise NotAllowed("Chỉ quản trị được quyết định về thư chưa gửi được.")
    message = db.session.get(Message, message_id, with_for_update=True, populate_existing=True)
    if message is None:
        raise NotVisible()
    if message.state not in NEEDS_A_PERSON:
        raise ChangedMeanwhile("Thư này đã được xử lý; hãy tải lại trang để xem trạng thái mới nhất.")
    return message
