"""The channel "webhook": each message is one signed request in JSON, its Message-ID the key against doubles."""

import json
import time
from collections.abc import Callable
from typing import Any

from flask import current_app

from tracker.notifications.channels.channel import Channel, Outlet
from tracker.notifications.channels.webhook.request import post
from tracker.notifications.channels.webhook.signature import signature
from tracker.notifications.letters import Letter, title_of
from tracker.notifications.wording import worded


class GatewayOutlet:
    """The gateway of WEBHOOK_URL."""

    def __init__(self, url: str, secret: str, longest: float | None) -> None:
        self._url = url
        self._longest = longest
        self._secret = secret

    def hand_over(self, letter: Letter, before_text: Callable[[], None]) -> None:
        """Sign the message and post it. A copy of the same message carries the same Idempotency-Key."""
        body = json.dumps(as_json(letter), ensure_ascii=False, separators=(",", ":")).encode()
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "theo-doi-giam-ngheo",
            "Idempotency-Key": letter.message_id.strip("<>"),
            "X-Tracker-Timestamp": timestamp,
            "X-Tracker-Signature": signature(self._secret, timestamp, body),
        }
        post(self._url, body, headers, before_text=before_text, longest=self._longest)

    def close(self) -> None:
        """Nothing stands open between two messages."""


def as_json(letter: Letter) -> dict[str, Any]:
    """Return what the gateway is told of a letter (docs/operating.md, "Webhook")."""
    return {
        "id": letter.message_id.strip("<>"),
        "kind": letter.kind.value,
        "day": letter.day.isoformat(),
        "is_resend": letter.is_resend,
        "recipient": {"name": letter.name, "email": letter.address, "phone": letter.phone},
        "title": title_of(letter),
        "lines": [
            {"text": line.text, "actions": [{"label": button.label, "url": button.url} for button in line.buttons]}
            for line in worded(letter)
        ],
    }


def _open(longest: float | None = None) -> Outlet:
    return GatewayOutlet(current_app.config["WEBHOOK_URL"], current_app.config["WEBHOOK_SECRET"], longest)


WEBHOOK = Channel(
    name="webhook",
    title="Tin nhắn (Zalo, SMS)",
    about="Cùng nội dung với thư, qua cổng tin nhắn của tỉnh, tới số điện thoại của tài khoản.",
    is_wanted_unless_said=False,
    is_set_up=lambda: current_app.config["WEBHOOK_URL"] is not None,
    open=_open,
)
