"""The stage of the browser stories: a real web server, a real worker's jobs, a real mail sink, all on one database."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.nursery import Started, nursery

PATIENCE_SECONDS = 30


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class MailSink:
    """Keeps what a real SMTP conversation handed over."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep the message and accept it."""
        parsed = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.messages.append(parsed)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the messages to one address."""
        return [m for m in self.messages if address in {to.addr_spec for to in m["To"].addresses}]


@dataclass
class Stage:
    """One database, and the processes that run on it. `day` is what every process takes for today."""

    database: str
    instance: Path
    smtp_port: int
    sink: MailSink
    day: str
    port: int = field(default_factory=free_port)
    _web: Started | None = None

    @property
    def url(self) -> str:
        """The address of the web server."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """The settings of every process."""
        ours = ("TRACKER_", "SMTP", "DATABASE")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return {
            **kept,
            "FLASK_APP": "wsgi.py",
            "DATABASE_URL": self.database,
            "TRACKER_INSTANCE": str(self.instance),
            "TRACKER_TODAY": self.day,
            "TRACKER_URL": self.url,
            "PORT": str(self.port),
            "SMTP_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "MAIL_FROM": "theo-doi@tinh.test",
        }

    def flask(self, *arguments: str) -> str:
        """Run a command as an operator would, and return what it printed."""
        self.instance.mkdir(parents=True, exist_ok=True)
        out = self.instance / "command.out"
        return nursery().run("flask", *arguments, environment=self.environment(), out=out)

    def open(self) -> None:
        """Start the web server and wait until it answers."""
        command = ["wsgi:app", "--bind", f"127.0.0.1:{self.port}", "--threads", "4", "--worker-class", "gthread"]
        command += ["--no-control-socket", "--log-level", "warning"]
        self._web = nursery().start("gunicorn", *command, environment=self.environment())
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                with urlopen(f"{self.url}/dang-nhap", timeout=2):
                    return
            except OSError:
                assert self._web.wait(0.05) is None, "the web server died"
        raise AssertionError("the web server does not answer")

    def close(self) -> None:
        """Stop the web server."""
        if self._web is not None:
            self._web.stop()
            self._web = None

    def move_to(self, day: str) -> None:
        """Let the day become another: every process is started anew on it."""
        self.close()
        self.day = day
        self.open()


@contextmanager
def staged(database: str, instance: Path, day: str) -> Iterator[Stage]:
    """Open a stage, and take everything down at the end."""
    sink = MailSink()
    controller: Any = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    stage = Stage(database, instance, controller.port, sink, day)
    try:
        yield stage
    finally:
        stage.close()
        controller.stop()
