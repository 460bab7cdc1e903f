"""Whatever goes wrong, people get one sentence and a number to quote, never a traceback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from tests.auditing import AuditingClient
from tests.cast import Cast
from tests.databases import settings_for
from tracker import create_app
from tracker.extensions import db, writing
from tracker.web import gate


@pytest.fixture
def app(fresh_database: str, tmp_path: Path) -> Iterator[Flask]:
    """An application of one's own: these tests give it routes that nobody else shall see."""
    application = create_app(settings_for(fresh_database, tmp_path))
    application.test_client_class = AuditingClient
    with application.app_context(), writing():
        yield application
        db.session.remove()
        db.engine.dispose()


def test_an_unknown_address_is_answered_with_a_sentence(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.clerk)
    assert "Không tìm thấy" in client.get("/khong-co-trang-nay", expect=404).text


def test_htmx_gets_the_sentence_alone_and_puts_it_on_top(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.clerk)
    answer = client.get("/khong-co-trang-nay", headers={"HX-Request": "true"}, expect=404)
    assert "<html" not in answer.text
    assert answer.headers["HX-Retarget"] == "#page-error"


def test_a_fault_of_ours_shows_a_number_and_no_traceback(app: Flask, client: AuditingClient) -> None:
    app.add_url_rule("/hong", "broken", gate.public(lambda: 1 // 0))
    answer = client.get("/hong", expect=500)
    assert "số tham chiếu" in answer.text.casefold()
    assert "Traceback" not in answer.text and "ZeroDivision" not in answer.text


def test_a_fault_is_answered_even_when_the_frame_cannot_be_drawn(
    app: Flask, client: AuditingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_database() -> dict[str, str]:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    app.add_url_rule("/hong", "broken", gate.public(lambda: 1 // 0))
    app.template_context_processors[None].append(no_database)
    assert "Hệ thống gặp lỗi" in client.get("/hong", expect=500).text


def test_a_busy_database_asks_to_try_again(app: Flask, client: AuditingClient) -> None:
    def busy() -> str:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    app.add_url_rule("/ban", "busy", gate.public(busy))
    answer = client.get("/ban", expect=503)
    assert answer.headers["Retry-After"] == "5"
    assert "Hệ thống đang bận" in answer.text


def test_every_answer_says_what_it_depends_on_and_is_not_kept(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.clerk)
    answer = client.get("/tai-khoan")
    assert {"Cookie", "HX-Request"} <= set(answer.vary)
    assert answer.headers["Cache-Control"] == "no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "'nonce-" in policy


def test_a_view_that_forgets_to_say_who_may_come_in_is_closed(app: Flask, client: AuditingClient, cast: Cast) -> None:
    app.add_url_rule("/quen", "forgotten", lambda: "secret")
    client.sign_in(cast.administrator)
    assert "secret" not in client.get("/quen", expect=403).text
