"""A test client that is an auditor: it reads every page it is given as a browser and a reviewer would."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from typing import Any

import html5lib
from flask import g
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tracker import clock
from tracker.accounts.models import LoginSession, Person
from tracker.accounts.signin import secret_hash
from tracker.extensions import db
from tracker.web.kept import TOKEN, own_seed

MOST_STATEMENTS = 12
WRITES = ("INSERT", "UPDATE", "DELETE")


class AuditingClient(FlaskClient):
    """Checks every GET: status, well-formed HTML, title, form actions, tokens, no inline code.

    And that nothing is written, in at most 12 statements.
    """

    statements: int = 0

    def sign_in(self, person: Person) -> "AuditingClient":
        """Open a session for the person, as a right password would."""
        secret = secrets.token_urlsafe(32)
        now = clock.now()
        db.session.add(
            LoginSession(
                secret_hash=secret_hash(secret),
                person_id=person.id,
                created_at=now,
                seen_at=now,
                address="127.0.0.1",
                agent="",
            )
        )
        db.session.commit()
        g.pop("_login_user", None)  # the test's own context outlives the request, and would remember who came before
        with self.session_transaction() as kept:
            kept["_user_id"] = secret
            kept["_fresh"] = True
            kept[TOKEN] = own_seed(person.id, kept.get(TOKEN))
        return self

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request as a browser does: in a context of its own, so with its own database session and its own `g`.

        What the test built is committed first; what the request did not commit is lost, and the test reads afresh.
        """
        db.session.commit()
        answer: TestResponse = Context().run(super().open, *args, **kwargs)
        db.session.expire_all()
        return answer

    def get(self, path: str, *args: Any, expect: int = 200, audit: bool = True, **kwargs: Any) -> TestResponse:
        """Get the page and audit it. `expect` is the status it must have."""
        with counted_statements() as statements:
            answer = super().get(path, *args, **kwargs)
        self.statements = len(statements)
        assert answer.status_code == expect, f"GET {path}: {answer.status_code}, wanted {expect}\n{answer.text[:600]}"
        if audit:
            written = [s for s in statements if s.lstrip().upper().startswith(WRITES)]
            assert not written, f"GET {path} writes: {written[:2]}"
            assert len(statements) <= MOST_STATEMENTS, f"GET {path}: {len(statements)} statements\n" + "\n".join(
                statements
            )
            if answer.mimetype == "text/html" and answer.status_code != 204:
                self.audit_html(path, answer)
        return answer

    def post(self, path: str, *args: Any, expect: int | None = None, csrf: bool = True, **kwargs: Any) -> TestResponse:
        """Post a form with its token (or, with csrf=False, without)."""
        if csrf:
            kwargs["data"] = {**(kwargs.get("data") or {}), "csrf_token": self.token()}
        answer = super().post(path, *args, **kwargs)
        if expect is not None:
            assert answer.status_code == expect, (
                f"POST {path}: {answer.status_code}, wanted {expect}\n{answer.text[:600]}"
            )
        return answer

    def token(self) -> str:
        """Return a token that belongs to this client's session."""
        with self.session_transaction() as kept:
            raw = kept.setdefault("csrf_token", secrets.token_hex(20))
        signer = URLSafeTimedSerializer(str(self.application.secret_key), salt="wtf-csrf-token")
        return str(signer.dumps(raw))

    def audit_html(self, path: str, answer: TestResponse) -> None:
        """Assert what every page and fragment of ours must have."""
        text = answer.text
        if text.lstrip().lower().startswith("<!doctype"):
            html5lib.HTMLParser(strict=True).parse(text)
            assert re.search(r"<title>\s*\S", text), f"{path} has no title"
            assert len(re.findall(r"<h1[\s>]", text)) == 1, f"{path} needs exactly one h1"
        elif text.strip():
            container = {"<tr": "tbody", "<tb": "table"}.get(text.lstrip()[:3], "div")
            html5lib.HTMLParser(strict=True).parseFragment(text, container=container)
        ids = re.findall(r'\sid="([^"]*)"', text)
        assert len(ids) == len(set(ids)), f"{path} repeats ids: {sorted({i for i in ids if ids.count(i) > 1})}"
        assert not re.search(r"\s(on[a-z]+|style)=", text), f"{path} has inline code or style"
        self._audit_forms(path, text)

    def _audit_forms(self, path: str, text: str) -> None:
        for opening, body in re.findall(r"(<form[^>]*>)(.*?)</form>", text, re.S):
            method = (re.search(r'method="(\w+)"', opening) or [None, "get"])[1].lower()
            if method == "post" and "/lien-ket/" not in opening:  # there the address is the secret, no session
                assert 'name="csrf_token"' in body, f"{path}: a form without token"
            action = re.search(r'action="([^"]*)"', opening)
            target = (action[1] if action else path).partition("?")[0] or path.partition("?")[0]
            self._route_exists(path, target, method.upper())

    def _route_exists(self, path: str, target: str, method: str) -> None:
        adapter = self.application.url_map.bind("localhost")
        try:
            adapter.match(target, method=method)
        except HTTPException as missing:
            raise AssertionError(f"{path}: form goes nowhere: {method} {target}") from missing


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Collect the statements that are executed inside the block."""
    seen: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", keep)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", keep)
