"""The gate: every address is closed unless its view says who may come in. Which rows they see, queries decide."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from tracker.errors import NotAllowed
from tracker.extensions import login_manager
from tracker.rights import Actor, Role
from tracker.web.fragments import came_from, own_path, varied, wants_fragment
from tracker.web.kept import kept_of_request

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
ANYBODY = "anybody signed in"


def public(view: View) -> View:
    """Open a view to everybody."""
    return _guarded(view, PUBLIC)


def signed_in(view: View) -> View:
    """Open a view to everybody who is signed in; its query decides what they see."""
    return _guarded(view, ANYBODY)


def open_to(*roles: Role) -> Callable[[View], View]:
    """Open a view to people who hold one of the roles somewhere; its query or service decides for what."""
    return lambda view: _guarded(view, frozenset(roles))


def _guarded(view: View, guard: Any) -> View:
    setattr(view, "guard", guard)
    return view


def guard_of(view: Callable[..., Any]) -> Any:
    """Return who may come in, or None when the view forgot to say; then nobody may."""
    return getattr(view, "guard", None)


def close_by_default(app: Flask) -> None:
    """Register the gate before every request."""
    app.before_request(_check)


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    guard = guard_of(current_app.view_functions[request.endpoint])
    if guard == PUBLIC:
        return None
    if not current_user.is_authenticated:
        return ask_to_sign_in()
    if guard == ANYBODY:
        return None
    if guard is None:
        abort(403)
    if not current_user.actor.has(*guard):
        raise NotAllowed(_("Đồng chí không có quyền mở trang này."))
    return None


def ask_to_sign_in() -> Response:
    """Answer somebody without a session; what a form carries is kept through the sign-in (web/kept.py).

    htmx that sends something is told in place, where the page with the text stays open; what it only reads it goes for.
    """
    kept = kept_of_request() if request.method == "POST" else None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else came_from()
    login = url_for("accounts.sign_in", tiep=own_path(wanted))
    if wants_fragment():
        return _told_in_place(login if request.method == "GET" else None)
    if kept is not None:
        return varied(make_response(login_manager.unauthorized(), 401))  # accounts/views/session.py draws the page
    return varied(make_response(redirect(login, 303)))


def _told_in_place(login: str | None) -> Response:
    answer = make_response("" if login else render_template("accounts/_signed_out.html"), 401)
    if login:
        answer.headers["HX-Redirect"] = login
    else:
        answer.headers["HX-Retarget"] = "#page-error"
        answer.headers["HX-Reswap"] = "innerHTML"
    return varied(answer)


def me() -> Actor:
    """Return the Actor of this request. Only called behind the gate."""
    actor: Actor = current_user.actor
    return actor
