"""Try a channel now, with a message to whoever asks: its own short deadline, and the server's words as the answer."""

import secrets
from email.utils import parseaddr

from flask import current_app
from flask_babel import gettext as _

from tracker import clock
from tracker.accounts.models import Person
from tracker.notifications.channels.outcome import NoReply, NotTaken, ServerProblem
from tracker.notifications.channels.registry import CHANNELS
from tracker.notifications.letters import Letter, LetterLine
from tracker.notifications.models import MessageKind, Weight

LONGEST_TRY = 20.0  # seconds; somebody waits for the page


def try_channel(name: str, person: Person) -> str | None:
    """Send a message by a channel; return None when it was taken, else what went wrong. Asks no pause and no queue."""
    outlet = CHANNELS[name].open(LONGEST_TRY)
    try:
        outlet.hand_over(_letter(name, person), lambda: None)
    except (ServerProblem, NotTaken, NoReply) as failed:
        return failed.answer
    except ValueError as wrong:
        return str(wrong)
    finally:
        outlet.close()
    return None


def _letter(channel: str, person: Person) -> Letter:
    host = parseaddr(current_app.config["MAIL_FROM"])[1].rpartition("@")[2] or "localhost"
    words = _("Thử kênh thông báo: đồng chí nhận được thông báo này nghĩa là kênh hoạt động.")
    return Letter(
        id=0,
        token="",
        channel=channel,
        message_id=f"<thu.{secrets.token_hex(8)}@{host}>",
        attempts=1,
        kind=MessageKind.DIGEST,
        weight=Weight.REMINDER,
        is_resend=False,
        day=clock.today(),
        person_id=person.id,
        name=person.name,
        address=person.email,
        phone=person.phone,
        lines=(LetterLine("mail", 0, "test", words, "/quan-tri/kenh"),),
    )
