"""What becomes of a message at a real gateway, and that one channel's trouble is not another's."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from config import SettingsError, load_settings
from tests.cast import Cast
from tests.notifications.gateway import Gateway, gateway
from tests.notifications.sink import free_port, mail_server
from tests.notifications.test_delivery import people, queue, send, states
from tracker import clock
from tracker.accounts.models import Person
from tracker.accounts.signin import actor_of
from tracker.extensions import db
from tracker.notifications import service
from tracker.notifications.models import ChannelPause, Message, MessageState, Weight

TODAY = date(2026, 5, 18)
MORNING = datetime(2026, 5, 18, 1, 0, tzinfo=UTC)
SECRET = "bi-mat-cua-cong-tin-nhan-tinh-cao-bang"


@pytest.fixture(autouse=True)
def day() -> None:
    """The day on which all this happens."""
    clock.fix_day(TODAY)


@pytest.fixture
def chat(app: Flask) -> Iterator[Gateway]:
    """A gateway that the application uses."""
    with gateway() as running:
        app.config.update(WEBHOOK_URL=running.url, WEBHOOK_SECRET=SECRET)
        yield running


def chatting(*persons: Person, weight: Weight = Weight.REMINDER) -> None:
    """Queue a line to people who want nothing but the gateway, at the travelled moment."""
    for person in persons:
        service.choose_channels(["webhook"], by=actor_of(person))
    queue(*persons, weight=weight)


def test_a_message_is_signed_over_timestamp_and_body_and_names_its_key(cast: Cast, chat: Gateway) -> None:
    cast.clerk.phone = "0206 385 2000"
    chatting(cast.clerk)
    assert send().sent == 1
    (request,) = chat.came
    signed = request.headers["X-Tracker-Timestamp"].encode() + b"." + request.body
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert request.headers["X-Tracker-Signature"] == f"v1={expected}"
    assert request.headers["Idempotency-Key"] == f"20260518.{cast.clerk.id}.webhook.digest.1@test.vn"
    assert request.path == "/nhan?tinh=caobang"
    assert request.said["recipient"]["phone"] == "0206 385 2000"
    assert request.said["lines"][0]["text"] == "Nhiệm vụ sắp đến hạn."
    assert request.said["lines"][0]["actions"][0]["url"] == "http://127.0.0.1:8000/x"


@pytest.mark.parametrize("status", [400, 404, 422])
def test_a_4xx_is_dead_with_its_words(cast: Cast, chat: Gateway, status: int) -> None:
    chat.answer = lambda request: status
    chatting(cast.clerk)
    send()
    assert states() == [MessageState.DEAD]
    assert db.session.scalar(select(Message.problem)) == f"HTTP {status} khong nhan"


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_what_may_pass_is_tried_again_under_the_same_key(cast: Cast, chat: Gateway, status: int) -> None:
    chat.answer = lambda request: status
    with time_machine.travel(MORNING, tick=False) as time:
        chatting(cast.clerk)
        send()
        assert states() == [MessageState.PENDING]
        assert send().failed == 0, "it waits first"
        chat.answer = lambda request: 200
        time.shift(timedelta(minutes=2))
        assert send().sent == 1
    assert len(chat.keys) == 2 and len(set(chat.keys)) == 1


def test_no_answer_is_doubt_and_the_one_copy_has_the_same_key(cast: Cast, chat: Gateway) -> None:
    chat.answer = lambda request: None
    with time_machine.travel(MORNING, tick=False) as time:
        chatting(cast.clerk)
        assert send().in_doubt == 1
        for _run in range(12):
            time.shift(timedelta(minutes=5))
            send()
    assert states() == [MessageState.UNCERTAIN]
    assert len(chat.keys) == 2 and len(set(chat.keys)) == 1
    assert [request.said["is_resend"] for request in chat.came] == [False, True]


def test_an_escalation_without_an_answer_is_held_for_a_person(cast: Cast, chat: Gateway) -> None:
    chat.answer = lambda request: None
    chatting(cast.clerk, weight=Weight.ESCALATION)
    send()
    assert (states(), len(chat.came)) == ([MessageState.UNCERTAIN], 1)


def test_no_redirect_is_followed(cast: Cast, chat: Gateway) -> None:
    with gateway() as elsewhere:
        chat.answer, chat.headers = (lambda request: 302), {"Location": elsewhere.url}
        chatting(cast.clerk)
        send()
        assert elsewhere.came == []
    assert states() == [MessageState.PENDING]
    assert db.session.scalars(select(ChannelPause)).one().channel == "webhook"


def test_a_gateway_that_refuses_everybody_pauses_and_nothing_dies(cast: Cast, chat: Gateway) -> None:
    chat.answer = lambda request: 401
    with time_machine.travel(MORNING, tick=False):
        chatting(*people(12))
        send()
        assert set(states()) == {MessageState.PENDING}
        assert len(chat.came) == 5


def test_a_broken_gateway_stops_no_mail_and_a_broken_mail_server_no_gateway(
    cast: Cast, app: Flask, chat: Gateway
) -> None:
    both = people(3)
    for person in both:
        service.choose_channels(["email", "webhook"], by=actor_of(person))
    with time_machine.travel(MORNING, tick=False) as time:
        queue(*both)
        app.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
        assert (send().sent, len(chat.came)) == (3, 3)
        chat.answer = lambda request: 503
        with mail_server() as sink:
            app.config["SMTP_URL"] = sink.url
            queue(*both, number=2, day=TODAY + timedelta(days=1))
            clock.fix_day(TODAY + timedelta(days=1))
            time.shift(timedelta(hours=1))
            send()
            assert len(sink.taken) == 3
            assert len(chat.came) == 4, "one try, then the gateway is left alone"


@pytest.mark.parametrize(
    "settings",
    [
        {"WEBHOOK_URL": "ftp://x/y", "WEBHOOK_SECRET": SECRET},
        {"WEBHOOK_URL": "https://a:b@x/y", "WEBHOOK_SECRET": SECRET},
        {"WEBHOOK_URL": "https://x/y", "WEBHOOK_SECRET": "ngan"},
        {"WEBHOOK_URL": "http://x/y", "WEBHOOK_SECRET": SECRET, "TRACKER_ENV": "production", "SECRET_KEY": "k" * 32},
    ],
)
def test_a_gateway_that_is_set_wrong_is_refused_at_the_start(settings: dict[str, str], tmp_path: object) -> None:
    with pytest.raises(SettingsError, match="WEBHOOK_"):
        load_settings({"TRACKER_INSTANCE": str(tmp_path), **settings})
