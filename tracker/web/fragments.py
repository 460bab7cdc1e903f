"""Answers to htmx and to browsers: one address, the fragment for htmx, the page for everybody else.

`request.htmx` (htmx-flask) only reads the request. The answer is written here, because it needs `Vary`, ASCII headers
and checked addresses (docs/decisions.md, "htmx").
"""

from typing import Any
from urllib.parse import quote, urlsplit

from flask import Response, make_response, redirect, render_template, request


def wants_fragment() -> bool:
    """Tell whether htmx asks for a part of the page. Boosted links and history restores want the whole page."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page_or_fragment(page: str, fragment: str, **context: Any) -> Response:
    """Return `fragment` to htmx and `page` (which includes it) to a browser."""
    return varied(make_response(render_template(fragment if wants_fragment() else page, **context)))


def changed(fragment: str, *, fallback: str, **context: Any) -> Response:
    """Answer a POST: the fragment that changed to htmx, a redirect to `fallback` (a path of ours) to a browser."""
    if wants_fragment():
        return varied(make_response(render_template(fragment, **context)))
    return go_to(fallback)


def invalid(page: str, fragment: str, **context: Any) -> Response:
    """Answer a form that was refused: 422 with what was typed still in it."""
    answer = page_or_fragment(page, fragment, **context)
    answer.status_code = 422
    return answer


def go_to(path: str) -> Response:
    """Send the browser to a path of ours; htmx is told by header, as it would swap a followed redirect into a part."""
    path = own_path(path)
    if wants_fragment():
        answer = make_response("", 204)
        answer.headers["HX-Redirect"] = quote(path, safe="/?&=%#:+,;@~-._")
        return varied(answer)
    return varied(make_response(redirect(path, 303)))


def own_path(path: str | None, default: str = "/") -> str:
    """Return `path` if it is certainly a path of this site, else `default` (reliability 4.8: 21 hostile forms)."""
    if not path or not path.startswith("/") or path[1:2] in ("/", "\\"):
        return default
    if "\\" in path or any(ord(sign) <= 32 or ord(sign) == 127 for sign in path):
        return default
    return path


def came_from() -> str | None:
    """Return the page of ours from which the request was sent, None when it is not known."""
    came = urlsplit(request.referrer or "")
    if came.netloc != request.host:
        return None
    return own_path(f"{came.path}?{came.query}" if came.query else came.path, default="") or None


def varied(answer: Response) -> Response:
    """Say that the answer depends on who asks and whether htmx asks."""
    answer.vary.update(("Cookie", "HX-Request"))
    return answer
