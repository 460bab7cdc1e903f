"""What people do with their inbox and channels, and administrators with channels and messages that need a person."""

import enum
from collections.abc import Collection, Mapping

from sqlalchemy import Select, select, update

from tracker import clock
from tracker.accounts.models import Person
from tracker.errors import ChangedMeanwhile, NotAllowed, NotVisible
from tracker.extensions import db
from tracker.history.record import record
from tracker.notifications.channels.registry import CHANNELS, channels_set_up
from tracker.notifications.models import ChannelChoice, ChannelLimit, Message, MessageState, Notice
from tracker.notifications.outbox import insert_new
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


def choose_channels(wanted: Collection[str], *, by: Actor) -> None:
    """Keep by which channels the actor wants to hear; the inbox is always on. The next message obeys it."""
    person = db.session.get_one(Person, by.person_id)
    kept = {choice.channel: choice for choice in db.session.scalars(_choices_of(person.id))}
    before = sorted(name for name, choice in kept.items() if choice.is_wanted)
    for channel in channels_set_up():
        choice = kept.get(channel.name)
        if choice is None:
            choice = ChannelChoice(person_id=person.id, channel=channel.name)
            db.session.add(choice)
        choice.is_wanted = channel.name in wanted
    after = sorted(channel.name for channel in channels_set_up() if channel.name in wanted)
    record(by, "channels_chosen", person, before={"channels": before}, after={"channels": after})
    db.session.commit()


def _choices_of(person_id: int) -> Select[tuple[ChannelChoice]]:
    return select(ChannelChoice).where(ChannelChoice.person_id == person_id).with_for_update()


def limit_channel(channel: str, *, is_allowed: bool, roles: Collection[Role] | None, by: Actor) -> None:
    """Say whether a channel is used at all, and for which roles (None: for all).

    Messages that wait obey it when their turn comes. Raises NotAllowed, or NotVisible for a channel that is none.
    """
    if not by.has(Role.ADMINISTRATOR):
        raise NotAllowed("Chỉ quản trị được giới hạn kênh thông báo.")
    if channel not in CHANNELS:
        raise NotVisible()
    db.session.execute(insert_new(ChannelLimit), [{"channel": channel, "is_allowed": True, "roles": None}])
    limit = db.session.get_one(ChannelLimit, channel, with_for_update=True, populate_existing=True)
    before = {"channel": channel, "is_allowed": limit.is_allowed, "roles": limit.roles}
    limit.is_allowed = is_allowed
    limit.roles = None if roles is None else sorted(role.value for role in roles)
    after = {"channel": channel, "is_allowed": is_allowed, "roles": limit.roles}
    record(by, "channel_limited", limit, before=before, after=after)
    db.session.commit()


def note_test(channel: str, *, by: Actor) -> Person:
    """Record that an administrator tries a channel, and return them. Raises as limit_channel."""
    if not by.has(Role.ADMINISTRATOR):
        raise NotAllowed("Chỉ quản trị được gửi thử.")
    if channel not in {one.name for one in channels_set_up()}:
        raise NotVisible()
    person = db.session.get_one(Person, by.person_id)
    record(by, "channel_tested", person, after={"channel": channel})
    db.session.commit()
    return person
