"""The words of an e-mail: one person, one day, all lines, in plain text and simple HTML. By EmailMessage alone."""

from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr

from flask import current_app
from flask_babel import gettext as _

from tracker.notifications.models import Weight
from tracker.vietnamese import day_text

# Rules that ask the reader for an update; other lines are only opened.
ASKS_FOR_UPDATE = ("upcoming", "due_", "overdue", "ask_update", "urge:")
SUBJECT_LENGTH = 150


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One line of a letter."""

    rule: str
    text: str
    path: str

    @property
    def asks_for_update(self) -> bool:
        """Whether the first link says "update now"."""
        return self.rule.startswith(ASKS_FOR_UPDATE)


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed message with everything that is needed to send it, so that no transaction stays open meanwhile."""

    id: int
    token: str
    message_id: str
    attempts: int
    weight: Weight
    is_resend: bool
    day: date
    name: str
    address: str
    lines: tuple[LetterLine, ...]


def compose(letter: Letter) -> EmailMessage:
    """Return the mail. Raises ValueError when the address cannot be one (the letter cannot go at all)."""
    sender_name, sender = parseaddr(current_app.config["MAIL_FROM"])
    host = sender.rpartition("@")[2]
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(_one_line(sender_name) or _("Theo dõi giảm nghèo"), addr_spec=sender)
    mail["To"] = Address(_one_line(letter.name), addr_spec=_plain_address(letter.address))
    mail["Subject"] = subject_of(letter)
    mail["Date"] = formatdate(localtime=False)
    mail["Message-ID"] = letter.message_id
    mail["List-Id"] = f"<nhac-viec.{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(_body("emails/reminder.txt", letter), cte="base64")
    mail.add_alternative(_body("emails/reminder.html", letter), subtype="html", cte="base64")
    return mail


def subject_of(letter: Letter) -> str:
    """Say what is late and what falls due; a single line speaks for itself."""
    late = sum(line.rule.startswith("overdue") for line in letter.lines)
    due = sum(line.rule.startswith(("due_", "upcoming")) for line in letter.lines)
    other = len(letter.lines) - late - due
    said = [
        words
        for number, words in (
            (late, _("%(num)s việc quá hạn", num=late)),
            (due, _("%(num)s việc sắp đến hạn", num=due)),
            (other, _("%(num)s việc khác", num=other)),
        )
        if number
    ]
    if len(letter.lines) == 1:
        return _shortened(_one_line(letter.lines[0].text))
    return str(_("%(what)s (ngày %(day)s)", what=", ".join(said), day=day_text(letter.day)))


def _body(template: str, letter: Letter) -> str:
    # Not render_template: its context is that of a page, and there is no request here.
    base = current_app.config["TRACKER_URL"]
    return str(current_app.jinja_env.get_template(template).render(letter=letter, base=base))


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _plain_address(address: str) -> str:
    if not address.isascii() or not address.isprintable() or address.count("@") != 1 or " " in address:
        raise ValueError("địa chỉ thư điện tử không hợp lệ")
    return address


def _shortened(text: str) -> str:
    return text if len(text) <= SUBJECT_LENGTH else text[: SUBJECT_LENGTH - 1].rpartition(" ")[0] + "…"
