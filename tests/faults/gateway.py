"""A real gateway for messages on 127.0.0.1 that keeps what it takes and can be told to misbehave."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Gateway:
    """What the gateway took, and how it answers. `answers_when` lets its answers wait until the event is set."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.status = 200
        self.answers_when: threading.Event | None = None
        self.port = 0

    @property
    def settings(self) -> dict[str, str]:
        """The settings of an application that uses this gateway."""
        return {"WEBHOOK_URL": f"http://127.0.0.1:{self.port}/nhan", "WEBHOOK_SECRET": "bí mật " * 6}

    def copies(self) -> Counter[str]:
        """How many copies were taken, by key."""
        return Counter(message["id"] for message in self.taken)


@contextmanager
def message_gateway(port: int = 0) -> Iterator[Gateway]:
    """Run the gateway while the block runs."""
    gateway = Gateway()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if gateway.status == 200:
                gateway.taken.append(json.loads(body))
            if gateway.answers_when is not None:
                gateway.answers_when.wait(60)
            try:
                self.send_response(gateway.status)
                self.end_headers()
            except OSError:
                return  # who asked is gone

        def log_message(self, *_args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", port), Answering)
    server.daemon_threads = True
    gateway.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
