"""The channel "email"."""

from collections.abc import Callable
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path

from flask import current_app

from tracker.notifications.channels.channel import Channel, Outlet
from tracker.notifications.channels.email.folder import put_into_folder
from tracker.notifications.channels.email.mail import compose
from tracker.notifications.channels.email.smtp import MailLine, server_of
from tracker.notifications.letters import Letter


class ServerOutlet:
    """The mail server of SMTP_URL."""

    def __init__(self, url: str, sender: str, longest: float | None) -> None:
        self._line = MailLine(server_of(url), longest)
        self._sender = sender

    def hand_over(self, letter: Letter, before_text: Callable[[], None]) -> None:
        """Compose the mail and give it to the server."""
        text = compose(letter).as_bytes(policy=SMTP)
        self._line.send(text, sender=self._sender, recipient=letter.address, before_text=before_text)

    def close(self) -> None:
        """Hang up."""
        self._line.close()


class FolderOutlet:
    """A folder of files that any mail program opens, where no server is set."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hand_over(self, letter: Letter, before_text: Callable[[], None]) -> None:
        """Compose the mail and write it."""
        put_into_folder(compose(letter), self._folder, before_text=before_text)

    def close(self) -> None:
        """Nothing stands open."""


def _open(longest: float | None = None) -> Outlet:
    url = current_app.config["SMTP_URL"]
    if url is None:
        return FolderOutlet(Path(current_app.config["TRACKER_INSTANCE"]) / "mail")
    return ServerOutlet(url, parseaddr(current_app.config["MAIL_FROM"])[1], longest)


EMAIL = Channel(
    name="email",
    title="Thư điện tử",
    about="Mỗi ngày làm việc nhiều nhất một thư tổng hợp, gửi tới địa chỉ của tài khoản.",
    is_wanted_unless_said=True,
    is_set_up=lambda: True,
    open=_open,
)
