"""Hand messages to the mail server of SMTP_URL, many over one line.

smtp://user:pass@host:port uses STARTTLS whenever the server offers it; with ?tls=require it sends nothing without it;
smtps:// speaks TLS from the first byte. Certificates are checked (SSL_CERT_FILE names another list of authorities). A
failed handshake is never followed by plain text, and a password never goes in the clear except to this machine.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from urllib.parse import parse_qs, unquote, urlsplit

from tracker.notifications.channels.outcome import NoReply, NotTaken, ServerProblem

CONNECT_SECONDS = 10.0
COMMAND_SECONDS = 60.0
FINAL_REPLY_SECONDS = 600.0  # RFC 5321 4.5.3.2.6; a shorter wait makes copies (RFC 1047)
WHOLE_SECONDS = 900.0
MOST_ON_A_LINE = 100
CLOSING = 421  # RFC 5321 4.2.2: the server closes the line, whatever was asked
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class MailServer:
    """What SMTP_URL says."""

    host: str
    port: int
    user: str | None
    password: str | None
    is_tls: bool
    needs_starttls: bool


def server_of(url: str) -> MailServer:
    """Return the server that an SMTP_URL names; ports 25 and 465 when it names none."""
    parts = urlsplit(url)
    is_tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname or "localhost",
        port=parts.port or (465 if is_tls else 25),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        is_tls=is_tls,
        needs_starttls=parse_qs(parts.query).get("tls") == ["require"],
    )


class LineLost(ServerProblem):
    """The line broke before any text was handed over: another line may do."""


class MailLine:
    """One line to a server, for messages one after the other. Opened by the first; hung up after MOST_ON_A_LINE."""

    def __init__(self, server: MailServer, longest: float | None = None) -> None:
        self._server = server
        self._longest = longest
        self._smtp: smtplib.SMTP | None = None
        self._taken = 0

    def send(self, text: bytes, *, sender: str, recipient: str, before_text: Callable[[], None]) -> None:
        """Hand a message over and return once the server has taken it.

        `before_text` is called when everything but the text has been agreed: the second mark. A line that was used
        before and broke meanwhile is replaced, as nothing has been handed over by then. Raises ServerProblem,
        NotTaken, or NoReply when the text went out and no answer came back. No message takes longer than
        `longest` seconds, by default WHOLE_SECONDS.
        """
        with self._ended_after(self._longest or WHOLE_SECONDS):
            try:
                smtp = self._agreed(sender, recipient)
                before_text()
                _give_text(smtp, text)
            except NotTaken:
                self._begin_anew()
                raise
            except BaseException:
                self._drop()
                raise
        self._taken += 1
        if self._taken >= MOST_ON_A_LINE:
            self.close()

    def close(self) -> None:
        """Say goodbye, without waiting long: whether the messages were taken is settled by now. Never raises."""
        smtp, self._smtp, self._taken = self._smtp, None, 0
        if smtp is None:
            return
        try:
            _limit(smtp, CONNECT_SECONDS)
            if smtp.sock is not None:
                smtp.quit()
        except (smtplib.SMTPException, OSError):
            smtp.close()

    def _agreed(self, sender: str, recipient: str) -> smtplib.SMTP:
        if self._smtp is not None:
            try:
                _limit(self._smtp, COMMAND_SECONDS)
                _agree(self._smtp, sender, recipient)
            except LineLost:
                self._drop()
            else:
                return self._smtp
        self._smtp = _client(self._server)
        _open(self._smtp, self._server)
        _agree(self._smtp, sender, recipient)
        return self._smtp

    def _begin_anew(self) -> None:
        """Let the server forget a message that it did not take."""
        try:
            if self._smtp is not None and self._smtp.rset()[0] != 250:
                self._drop()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        smtp, self._smtp, self._taken = self._smtp, None, 0
        if smtp is not None:
            smtp.close()

    @contextmanager
    def _ended_after(self, seconds: float) -> Iterator[None]:
        """Cut the line after so many seconds in all: the socket's own limit begins anew with every byte."""
        timer = Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        sock = self._smtp.sock if self._smtp is not None else None
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def _client(server: MailServer) -> smtplib.SMTP:
    if server.is_tls:
        return smtplib.SMTP_SSL(timeout=CONNECT_SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(timeout=CONNECT_SECONDS)


def _open(smtp: smtplib.SMTP, server: MailServer) -> None:
    try:
        smtp._host = server.host  # type: ignore[attr-defined]  # the name to check the certificate against
        code, words = smtp.connect(server.host, server.port)
        if code != 220:
            raise ServerProblem(_answer(code, words))
        _limit(smtp, COMMAND_SECONDS)
        smtp.ehlo_or_helo_if_needed()
        is_safe = server.is_tls or _start_tls(smtp, server)
        if server.user is not None:
            if not is_safe and server.host not in LOOPBACK:
                raise ServerProblem("máy chủ thư không có STARTTLS nên không gửi mật khẩu")
            smtp.login(server.user, server.password or "")
    except smtplib.SMTPResponseException as refused:
        raise ServerProblem(_answer(refused.smtp_code, refused.smtp_error)) from refused
    except (smtplib.SMTPException, OSError) as failed:
        raise ServerProblem(f"{type(failed).__name__}: {failed}") from failed


def _start_tls(smtp: smtplib.SMTP, server: MailServer) -> bool:
    if not smtp.has_extn("starttls"):
        if server.needs_starttls:
            raise ServerProblem("máy chủ thư không có STARTTLS, trong khi SMTP_URL đòi tls=require")
        return False
    code, words = smtp.starttls(context=ssl.create_default_context())
    if code != 220:
        raise ServerProblem(_answer(code, words))
    smtp.ehlo_or_helo_if_needed()
    return True


def _agree(smtp: smtplib.SMTP, sender: str, recipient: str) -> None:
    """Name sender and recipient. What is said against the sender concerns all mail, against the recipient this one."""
    try:
        code, words = smtp.mail(sender)
        if code not in (250, CLOSING):
            raise ServerProblem(_answer(code, words))
        if code != CLOSING:
            code, words = smtp.rcpt(recipient)
    except (smtplib.SMTPException, OSError) as failed:
        raise LineLost(f"{type(failed).__name__}: {failed}") from failed
    if code == CLOSING:
        raise LineLost(_answer(code, words))
    if code not in (250, 251):
        raise NotTaken(_answer(code, words), is_final=code >= 500)


def _give_text(smtp: smtplib.SMTP, text: bytes) -> None:
    try:
        code, words = smtp.docmd("DATA")
    except (smtplib.SMTPException, OSError) as failed:  # no text has left yet
        raise ServerProblem(f"{type(failed).__name__}: {failed}") from failed
    if code != 354:
        raise NotTaken(_answer(code, words), is_final=code >= 500)
    _limit(smtp, FINAL_REPLY_SECONDS)
    try:
        smtp.send(re.sub(rb"(?m)^\.", b"..", text.rstrip(b"\r\n")) + b"\r\n.\r\n")
        code, words = smtp.getreply()
    except (smtplib.SMTPException, OSError) as silence:
        raise NoReply(f"{type(silence).__name__}: {silence}") from silence
    if code == 250:
        return
    if not 400 <= code < 600:  # the line was cut in the middle of the answer, or it is none of the known ones
        raise NoReply(_answer(code, words))
    raise NotTaken(_answer(code, words), is_final=code >= 500)


def _limit(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


def _answer(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:500]
