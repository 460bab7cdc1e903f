"""A real mail server on 127.0.0.1 that keeps what it takes and can be told to misbehave."""

import asyncio
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Answer = Callable[[str], str | None]


class Sink:
    """What the server took, and how it answers. `at_mail`, `at_rcpt`, `at_text` may return another answer.

    After an answer 421 it hangs up. `drops_for` names whose text it takes and then drops the line without an answer;
    `drops_after_text` does so for everybody. `answers_when` lets the answer to a text wait until the event is set; for
    `never_answers_for` it never comes, for `drips_for` it comes a byte now and then, for a long
    time.
    """

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.at_mail: Answer = lambda address: None
        self.at_rcpt: Answer = lambda address: None
        self.at_text: Answer = lambda address: None
        self.drops_after_text = False
        self.drops_for: Callable[[str], bool] = lambda address: self.drops_after_text
        self.answers_when: threading.Event | None = None
        self.never_answers_for: Callable[[str], bool] = lambda address: False
        self.drips_for: Callable[[str], bool] = lambda address: False
        self.port = 0
        self.was_safe: list[bool] = []
        self.clients: set[tuple[str, int]] = set()  # one for each connection that named a sender

    @property
    def url(self) -> str:
        """The SMTP_URL of this server."""
        return f"smtp://127.0.0.1:{self.port}"

    def copies(self) -> Counter[str]:
        """How many copies were taken, by Message-ID."""
        return Counter(str(mail["Message-ID"]) for mail in self.taken)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer MAIL FROM."""
        self.clients.add(session.peer)
        answer = self.at_mail(address)
        if answer is None:
            envelope.mail_from = address
        return _said(server, answer)

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer RCPT TO."""
        answer = self.at_rcpt(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return _said(server, answer)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the text, or refuse it."""
        answer = self.at_text(envelope.rcpt_tos[0])
        if answer is not None:
            return _said(server, answer)
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.taken.append(mail)
        self.was_safe.append(session.ssl is not None)
        if self.answers_when is not None:
            await asyncio.get_running_loop().run_in_executor(None, self.answers_when.wait, 60)
        transport: Any = server.transport
        patience = 400  # looks; a sender that waits for ever fails its test rather than hangs it
        while self.never_answers_for(envelope.rcpt_tos[0]) and not transport.is_closing() and patience:
            patience -= 1
            await asyncio.sleep(0.05)
        while self.drips_for(envelope.rcpt_tos[0]) and not transport.is_closing() and patience:
            patience -= 1
            transport.write(b"2")
            await asyncio.sleep(0.05)
        if self.drops_for(envelope.rcpt_tos[0]):
            transport.abort()
        return "250 OK"


def _said(server: SMTP, answer: str | None) -> str:
    """Return the answer; a 421 is the server's last word on this line."""
    if answer is not None and answer.startswith("421"):
        transport: Any = server.transport
        asyncio.get_running_loop().call_soon(transport.close)
    return answer or "250 OK"


@contextmanager
def mail_server(port: int = 0, tls: ssl.SSLContext | None = None) -> Iterator[Sink]:
    """Run the server while the block runs."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port or free_port(), tls_context=tls)
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop(no_assert=True)


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
