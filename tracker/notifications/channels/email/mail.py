"""The words of an e-mail: one person, one day, all lines, in plain text and simple HTML. By EmailMessage alone."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from tracker.notifications.letters import Letter, one_line, title_of
from tracker.notifications.wording import worded


def compose(letter: Letter) -> EmailMessage:
    """Return the mail. Raises ValueError when the address cannot be one (the letter cannot go at all)."""
    sender_name, sender = parseaddr(current_app.config["MAIL_FROM"])
    host = sender.rpartition("@")[2]
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(one_line(sender_name) or _("Theo dõi giảm nghèo"), addr_spec=sender)
    mail["To"] = Address(one_line(letter.name), addr_spec=_plain_address(letter.address))
    mail["Subject"] = title_of(letter)
    mail["Date"] = formatdate(localtime=False)
    mail["Message-ID"] = letter.message_id
    mail["List-Id"] = f"<nhac-viec.{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    words = _words(letter)
    mail.set_content(_body("emails/reminder.txt", words), cte="base64")
    mail.add_alternative(_body("emails/reminder.html", words), subtype="html", cte="base64")
    return mail


def _words(letter: Letter) -> dict[str, Any]:
    return {
        "letter": letter,
        "title": title_of(letter),
        "lines": worded(letter),
        "has_links": any(line.actions for line in letter.lines),
        "link_days": current_app.config["LINK_DAYS"],
        "base": current_app.config["TRACKER_URL"],
    }


def _body(template: str, words: dict[str, Any]) -> str:
    # Not render_template: its context is that of a page, and there is no request here.
    return str(current_app.jinja_env.get_template(template).render(words))


def _plain_address(address: str) -> str:
    if not address.isascii() or not address.isprintable() or address.count("@") != 1 or " " in address:
        raise ValueError("địa chỉ thư điện tử không hợp lệ")
    return address
