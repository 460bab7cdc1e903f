"""A real gateway for tests: takes requests over HTTP, and answers as it is told."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Request:
    """One request that came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        """What its JSON says."""
        return json.loads(self.body)


@dataclass
class Gateway:
    """What came, and what is answered: a status, or None to drop the line without a word."""

    port: int = 0
    came: list[Request] = field(default_factory=list)
    answer: Callable[[Request], int | None] = lambda request: 200
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """What WEBHOOK_URL is set to."""
        return f"http://127.0.0.1:{self.port}/nhan?tinh=caobang"

    @property
    def keys(self) -> list[str]:
        """The Idempotency-Key of each request."""
        return [request.headers["Idempotency-Key"] for request in self.came]


@contextmanager
def gateway() -> Iterator[Gateway]:
    """Run the gateway while the block runs."""
    state = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = Request(self.path, dict(self.headers.items()), body)
            state.came.append(request)
            status = state.answer(request)
            if status is None:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"da nhan" if status < 300 else b"khong nhan")

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
