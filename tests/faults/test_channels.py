"""One channel in trouble never holds another back: the gateway is down and mail goes, and the other way round."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.faults.gateway import Gateway, message_gateway
from tests.faults.processes import Forker
from tests.faults.world import deliver_once, is_settled, make_due, outcome, plan_today
from tests.jobs.killing import wait_until
from tests.notifications.sink import Sink, free_port
from tracker.extensions import db
from tracker.notifications.models import ChannelChoice, ChannelPause, Message, MessageState

pytestmark = [pytest.mark.kills]


@pytest.fixture
def gateway(app: Flask, sink: Sink) -> Iterator[Gateway]:
    """A gateway that the application uses beside the mail server."""
    with message_gateway() as running:
        app.config.update(running.settings)
        yield running


def due_by_both(people: int) -> None:
    """People who want both channels and must hear of one thing; planned."""
    made = make_due(people)
    db.session.add_all(ChannelChoice(person_id=person.id, channel="webhook", is_wanted=True) for person in made)
    db.session.commit()
    assert plan_today() == people


def by_channel() -> Counter[tuple[str, str]]:
    """How many messages of each channel stand in each state."""
    db.session.rollback()
    found = Counter((row[0], row[1].value) for row in db.session.execute(select(Message.channel, Message.state)))
    db.session.rollback()
    return found


def test_a_gateway_that_does_not_answer_delays_no_mail(
    app: Flask, sink: Sink, gateway: Gateway, processes: Forker
) -> None:
    due_by_both(12)
    gateway.answers_when = threading.Event()
    worker = processes.start("worker", settings=gateway.settings)
    wait_until(lambda: len(gateway.taken) == 1 and by_channel()["email", "sent"] == 12)
    assert by_channel()["webhook", "sent"] == 0
    gateway.answers_when.set()
    wait_until(is_settled)
    assert worker.stop() == 0
    assert (outcome(app, sink).lost, outcome(app, sink).extra) == (0, 0)
    assert list(gateway.copies().values()) == [1] * 12


def test_a_mail_server_that_does_not_answer_delays_no_message_of_the_gateway(
    app: Flask, sink: Sink, gateway: Gateway, processes: Forker
) -> None:
    due_by_both(12)
    sink.answers_when = threading.Event()
    worker = processes.start("worker", settings=gateway.settings)
    wait_until(lambda: len(sink.taken) == 1 and by_channel()["webhook", "sent"] == 12)
    assert by_channel()["email", "sent"] == 0
    sink.answers_when.set()
    wait_until(is_settled)
    assert worker.stop() == 0
    assert (outcome(app, sink).lost, outcome(app, sink).extra) == (0, 0)


def test_a_gateway_that_is_down_pauses_alone_and_gets_everything_once_it_is_back(app: Flask, sink: Sink) -> None:
    port = free_port()
    app.config.update({"WEBHOOK_URL": f"http://127.0.0.1:{port}/nhan", "WEBHOOK_SECRET": "bí mật " * 6})
    due_by_both(8)
    deliver_once()
    assert by_channel() == {("email", "sent"): 8, ("webhook", "pending"): 8}
    assert [pause.channel for pause in db.session.scalars(select(ChannelPause))] == ["webhook"]
    with message_gateway(port) as gateway:
        _an_hour_passes()
        deliver_once()
        assert sorted(gateway.copies().values()) == [1] * 8
    assert (outcome(app, sink).lost, outcome(app, sink).extra) == (0, 0)


def test_a_mail_server_that_is_down_pauses_alone(app: Flask, gateway: Gateway) -> None:
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
    due_by_both(8)
    deliver_once()
    assert by_channel() == {("email", "pending"): 8, ("webhook", "sent"): 8}


def test_a_worker_killed_while_the_gateway_has_the_text_sends_it_once_more_under_the_same_key(
    app: Flask, sink: Sink, gateway: Gateway, processes: Forker
) -> None:
    due_by_both(6)
    gateway.answers_when = threading.Event()
    worker = processes.start("worker", settings=gateway.settings)
    wait_until(lambda: len(gateway.taken) == 1 and by_channel()["email", "sent"] == 6)
    worker.kill()
    gateway.answers_when.set()
    processes.run("all", settings=gateway.settings)
    assert sorted(gateway.copies().values()) == [1] * 5 + [2]
    assert [message["is_resend"] for message in gateway.taken].count(True) == 1
    assert is_settled()
    assert (outcome(app, sink).lost, outcome(app, sink).extra) == (0, 0), "mail was in nobody's hands"


def _an_hour_passes() -> None:
    hour = timedelta(hours=1)
    for pause in db.session.scalars(select(ChannelPause)):
        pause.until -= hour
    for message in db.session.scalars(select(Message).where(Message.state == MessageState.PENDING)):
        message.next_try_at -= hour
    db.session.commit()
