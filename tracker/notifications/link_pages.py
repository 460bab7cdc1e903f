"""What every page behind a signed link shares: who opens it, what it must not leak, and how it refuses.

The token in the address is the secret: no session is asked for, no cookie counts, and forms carry no token of theirs.
A browser that says that another site sends the form is refused all the same. GET changes nothing: scanners open links.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request, url_for
from flask_babel import gettext as _

from tracker.accounts.addresses import DEMONSTRATION_DOMAIN
from tracker.accounts.models import Person
from tracker.accounts.signin import actor_of
from tracker.errors import DomainError, NotAllowed, NotVisible
from tracker.extensions import csrf, db
from tracker.notifications.links import ALL_PAGES, Action, Link, LinkRefused, opened
from tracker.rights import AGENCY_ROLES, Actor
from tracker.web.gate import public

# Nothing of whoever is signed in at this machine stands on these pages.
_NEUTRAL = {"navigation": None, "person_name": None, "inbox_url": None, "account_url": None, "logout_url": None}
_TOKEN = re.compile(re.escape(ALL_PAGES) + r"[\w-]+/[^\s?#\"]+")
DONE = "da-ghi"  # the address after something was done: the form is not sent twice by reloading

View = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever has the link: the person as an Actor of their agencies alone, whatever else they may do signed in."""

    actor: Actor
    name: str
    link: Link


def link_blueprint(name: str) -> Blueprint:
    """Return a blueprint for pages behind links: without the form token, as there is no session that it could guard."""
    bp = Blueprint(name, __name__)
    csrf.exempt(bp)
    return bp


def by_link(action: Action, *subjects: str) -> Callable[[View], View]:
    """Open a view to whoever holds a good link; it is called with the Holder and the token."""

    def guarded(view: View) -> View:
        @wraps(view)
        def opened_view(token: str) -> Response:
            try:
                _check_same_site()
                return _guarded(view(holder_of(opened(token, action, *subjects)), token))
            except LinkRefused as refused:
                return refused_page(refused)
            except (NotVisible, NotAllowed):
                db.session.rollback()
                gone = _("Đồng chí không còn phụ trách việc này, hoặc việc không còn trong phạm vi của cơ quan.")
                return refused_page(LinkRefused(gone))

        return public(opened_view)

    return guarded


def holder_of(link: Link) -> Holder:
    """Return who holds the link, with the rights of today. Raises LinkRefused when the account is closed."""
    person = db.session.get(Person, link.person_id)
    if person is None or not person.is_open or _is_demonstration(person):
        raise LinkRefused(_("Tài khoản của người nhận thư này không còn mở, nên liên kết không dùng được nữa."))
    actor = actor_of(person)
    grants = tuple(grant for grant in actor.grants if grant.role in AGENCY_ROLES)
    return Holder(Actor(person.id, _("%(name)s (qua liên kết)", name=person.name), grants), person.name, link)


def link_page(template: str, holder: Holder, status: int = 200, **context: Any) -> Response:
    """Return a page behind a link, without anything of a session."""
    login = url_for("accounts.sign_in", tiep=holder.link.own_page)
    words = {**context, **_NEUTRAL, "login_url": login, "home_url": login, "holder": holder}
    return make_response(render_template(template, **words), status)


def done_page(holder: Holder, sentence: str, details: list[tuple[str, str]]) -> Response:
    """Return what is shown when all is done: how the thing stands now."""
    return link_page("notifications/link_done.html", holder, sentence=sentence, details=details)


def refused_page(refused: LinkRefused) -> Response:
    """Return one clear sentence and the way to sign in."""
    login = url_for("accounts.sign_in", tiep=refused.sign_in_to)
    words = {**_NEUTRAL, "login_url": login, "home_url": login, "sentence": _(refused.sentence)}
    return _guarded(make_response(render_template("notifications/link_refused.html", **words), refused.status))


def is_done() -> bool:
    """Tell whether the page is shown after something was done."""
    return DONE in request.args


def once_more(refusal: DomainError) -> bool:
    """Tell whether a refusal is shown in the form rather than as a page."""
    return not isinstance(refusal, NotVisible | NotAllowed | LinkRefused)


def _guarded(answer: Response) -> Response:
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _check_same_site() -> None:
    if request.method != "GET" and request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise LinkRefused(_("Biểu mẫu được gửi từ một trang khác nên không được nhận. Hãy mở lại liên kết từ thư."))


def _is_demonstration(person: Person) -> bool:
    in_production = current_app.config["TRACKER_ENV"] == "production"
    return in_production and person.email_key.endswith("@" + DEMONSTRATION_DOMAIN)


class _Masked(logging.Filter):
    """Take the tokens out of what web servers log of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask; keep every record."""
        if isinstance(record.args, dict):
            record.args = {key: _masked(value) for key, value in record.args.items()}
        elif isinstance(record.args, tuple):
            record.args = tuple(_masked(value) for value in record.args)
        record.msg = _masked(record.msg)
        return True


def _masked(value: Any) -> Any:
    return _TOKEN.sub(f"{ALL_PAGES}…", value) if isinstance(value, str) else value


def keep_tokens_out_of_logs(_app: Flask) -> None:
    """Mask links in the access logs of the servers that we run under; a proxy's own log: docs/operating.md."""
    for name in ("werkzeug", "gunicorn.access"):
        logger = logging.getLogger(name)
        if not any(isinstance(one, _Masked) for one in logger.filters):
            logger.addFilter(_Masked())
