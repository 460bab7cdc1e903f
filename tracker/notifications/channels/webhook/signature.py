"""How a request to the gateway is signed: HMAC-SHA256 over the timestamp, a dot, and the body (docs/operating.md)."""

import hashlib
import hmac

VERSION = "v1"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return "v1=" and the hexadecimal HMAC that the gateway computes too."""
    signed = timestamp.encode("ascii") + b"." + body
    return f"{VERSION}={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
