"""Signing in and out: sessions live in the database, and a copied cookie dies with them."""

from datetime import timedelta

import pytest

from tests.auditing import AuditingClient
from tests.cast import PASSWORD, Cast
from tracker import clock
from tracker.accounts import service
from tracker.accounts.models import LoginAttempt, LoginSession
from tracker.accounts.signin import actor_of
from tracker.extensions import db


def sign_in(client: AuditingClient, email: str, password: str = PASSWORD, **kwargs: object) -> int:
    return client.post("/dang-nhap", data={"email": email, "password": password}, **kwargs).status_code


def test_the_clerk_signs_in_with_the_right_password(client: AuditingClient, cast: Cast) -> None:
    assert sign_in(client, cast.clerk.email) == 303
    assert "Chuyên viên Sở Tài chính" in client.get("/tai-khoan").text


def test_the_address_may_be_written_in_capitals(client: AuditingClient, cast: Cast) -> None:
    assert sign_in(client, cast.clerk.email.upper()) == 303


def test_a_wrong_password_and_an_unknown_account_get_the_same_words(client: AuditingClient, cast: Cast) -> None:
    wrong = client.post("/dang-nhap", data={"email": cast.clerk.email, "password": "không phải"}, expect=422)
    unknown = client.post("/dang-nhap", data={"email": "ai-do@x.vn", "password": "không phải"}, expect=422)
    sentence = "Thư điện tử hoặc mật khẩu không đúng."
    assert sentence in wrong.text and sentence in unknown.text


def test_a_copied_cookie_is_dead_after_logout(client: AuditingClient, cast: Cast, app: object) -> None:
    sign_in(client, cast.clerk.email)
    thief = client.application.test_client()
    thief.set_cookie("session", client.get_cookie("session").value)
    thief.get("/tai-khoan", expect=200)
    client.post("/dang-xuat", expect=303)
    thief.get("/tai-khoan", expect=303)


def test_the_eighth_wrong_password_closes_the_door_for_a_while(client: AuditingClient, cast: Cast) -> None:
    for _ in range(service.TRIES_PER_ACCOUNT):
        assert sign_in(client, cast.clerk.email, "sai") == 422
    assert sign_in(client, cast.clerk.email) == 429
    long_ago = clock.now() - service.TRIES_WINDOW - timedelta(minutes=1)
    db.session.query(LoginAttempt).update({"at": long_ago})
    db.session.commit()
    assert sign_in(client, cast.clerk.email) == 303


def test_an_idle_session_ends_by_itself(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.clerk)
    db.session.query(LoginSession).update({"seen_at": clock.now() - timedelta(minutes=31)})
    db.session.commit()
    client.get("/tai-khoan", expect=303)


def test_a_closed_account_is_out_at_once(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.clerk)
    service.set_open(cast.clerk, False, by=actor_of(cast.administrator))
    client.get("/tai-khoan", expect=303)


def test_an_expired_page_of_htmx_is_sent_to_the_sign_in_page_by_header(client: AuditingClient) -> None:
    answer = client.get("/tai-khoan", headers={"HX-Request": "true"}, expect=401)
    assert answer.headers["HX-Redirect"].startswith("/dang-nhap")


def test_a_form_without_its_token_is_refused_with_a_sentence(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.clerk)
    answer = client.post("/dang-xuat", csrf=False, expect=400)
    assert "Biểu mẫu đã hết hạn" in answer.text
    client.get("/tai-khoan", expect=200)


@pytest.mark.parametrize(
    "hostile",
    [
        "//evil.vn",
        "///evil.vn",
        "/\\evil.vn",
        "\\\\evil.vn",
        "https://evil.vn",
        "https:evil.vn",
        "javascript:alert(1)",
        "/a\nb",
        "/\tevil",
    ],
)
def test_signing_in_never_leads_off_the_site(client: AuditingClient, cast: Cast, hostile: str) -> None:
    data = {"email": cast.clerk.email, "password": PASSWORD, "tiep": hostile}
    answer = client.post("/dang-nhap", data=data, expect=303)
    assert answer.headers["Location"] == "/"


def test_a_changed_password_ends_every_session(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.clerk)
    new = "lúa chín đầu bông 88"
    data = {"old_password": PASSWORD, "new_password": new, "again": new}
    client.post("/tai-khoan/mat-khau", data=data, expect=303)
    client.get("/tai-khoan", expect=303)
    assert sign_in(client, cast.clerk.email, new) == 303
