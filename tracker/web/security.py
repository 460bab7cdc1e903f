"""Headers of every answer, the nonce of the content policy, the number of the request, and the intent to write."""

import secrets

from flask import Flask, Response, current_app, g, request
from flask_login import current_user

from tracker.extensions import expect_writes

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def guard_requests(app: Flask) -> None:
    """Register what happens before and after every request."""
    app.before_request(_open_request)
    app.after_request(_set_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def csp_nonce() -> str:
    """Return the nonce of this request, for the script tags of base.html."""
    return str(g.csp_nonce)


def _open_request() -> None:
    g.csp_nonce = secrets.token_urlsafe(16)
    g.request_id = secrets.token_hex(8)
    expect_writes(request.method not in SAFE_METHODS)


def _set_headers(answer: Response) -> Response:
    nonce = g.get("csp_nonce", "")
    policy = (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )
    answer.headers.setdefault("Content-Security-Policy", policy)  # a downloaded file brings a stricter one
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers.setdefault(
        "Referrer-Policy", "same-origin"
    )  # a page whose address is a secret brings a stricter one
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if current_app.config["HTTPS"]:
        answer.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static":
        answer.vary.update(("Cookie", "HX-Request"))
        if current_user.is_authenticated:
            answer.headers["Cache-Control"] = "no-store"
    return answer
