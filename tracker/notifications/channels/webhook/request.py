"""One signed request, one connection. Certificates are checked, no redirect is followed, nothing takes for ever."""

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Timer
from urllib.parse import urlsplit

from tracker.notifications.channels.outcome import NoReply, NotTaken, ServerProblem

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 60.0
WHOLE_SECONDS = 90.0
LONGEST_ANSWER = 2000  # bytes read of what the gateway says
# The gateway as a whole takes nothing at present; anything else said against a message concerns that message.
BUSY = frozenset({429, 502, 503, 504})
TRY_AGAIN = frozenset({408, 425})


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    before_text: Callable[[], None],
    longest: float | None = None,
) -> None:
    """Send the body and return once the gateway answered 2xx.

    `before_text` is called when the connection stands: the second mark. Raises ServerProblem when no connection comes
    about, the gateway is busy, or it answers with a redirect; NotTaken on 4xx (for good) and on 5xx; NoReply when the
    request left and no answer came, within `longest` seconds in all (by default WHOLE_SECONDS).
    """
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    with _ended_after(connection, longest or WHOLE_SECONDS):
        try:
            _connect(connection)
            before_text()
            path = parts.path or "/"
            _judge(*_answer(connection, f"{path}?{parts.query}" if parts.query else path, body, headers))
        finally:
            connection.close()


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=CONNECT_SECONDS, context=context)
    return http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)


def _connect(connection: http.client.HTTPConnection) -> None:
    try:
        connection.connect()
    except OSError as failed:
        raise ServerProblem(f"{type(failed).__name__}: {failed}") from failed
    connection.sock.settimeout(ANSWER_SECONDS)
    connection.auto_open = 0  # a connection that broke is never silently replaced: the request would go twice


def _answer(
    connection: http.client.HTTPConnection, path: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, str]:
    try:
        connection.request("POST", path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        words = answer.read(LONGEST_ANSWER).decode("utf-8", "replace")
    except (http.client.HTTPException, OSError) as silence:
        raise NoReply(f"{type(silence).__name__}: {silence}") from silence
    return answer.status, f"HTTP {answer.status} {' '.join(words.split())}"[:500].rstrip()


def _judge(status: int, words: str) -> None:
    if 200 <= status < 300:
        return
    if status in BUSY or status < 400:
        raise ServerProblem(words)
    raise NotTaken(words, is_final=status < 500 and status not in TRY_AGAIN)


@contextmanager
def _ended_after(connection: http.client.HTTPConnection, seconds: float) -> Iterator[None]:
    """Cut the connection after so many seconds in all: the socket's own limit begins anew with every byte."""

    def cut() -> None:
        sock = connection.sock
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
