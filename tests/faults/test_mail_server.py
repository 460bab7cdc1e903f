"""A mail server that is gone, refuses, drops, half accepts or answers late: what becomes of planned reminders."""

import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.builders import make_person
from tests.faults.processes import Forker
from tests.faults.world import deliver_once, end_waits, make_due, outcome, plan_today, states
from tests.jobs.killing import wait_until
from tests.notifications.sink import Sink, free_port, mail_server
from tracker.extensions import db
from tracker.notifications.channels.email import smtp
from tracker.notifications.models import Message, MessageState, Notice
from tracker.rights import Grant, Role

MORNING = datetime(2026, 5, 18, 1, 0, tzinfo=UTC)  # eight o'clock in Việt Nam
MINUTE = timedelta(minutes=1)


def due_with_administrator(people: int, works: int = 1) -> None:
    """People with due work, and an administrator who hears the alarms; planned."""
    make_due(people, works=works)
    make_person("quantri@caobang.test", "Quản trị", "x", Grant(Role.ADMINISTRATOR))
    db.session.commit()
    plan_today()


def alarms() -> list[str]:
    """What the administrators were told."""
    return list(db.session.scalars(select(Notice.rule).where(Notice.subject == "mail").order_by(Notice.id)))


def run_each_minute(minutes: int, time: time_machine.Traveller) -> None:
    """Let the sender run each minute for so many minutes of travelled time."""
    for _minute in range(minutes):
        deliver_once()
        time.shift(MINUTE)


def test_two_hours_without_server_lose_nothing_and_alarm_once(app: Flask) -> None:
    port = free_port()
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    with time_machine.travel(MORNING, tick=False) as time:
        due_with_administrator(20, works=3)
        run_each_minute(120, time)
        assert states() == {MessageState.PENDING: 20}
        assert alarms() == ["mail_paused"]
        with mail_server(port) as sink:
            run_each_minute(61, time)
            counted = outcome(app, sink)
    assert (counted.planned, counted.lost, counted.extra, counted.in_doubt) == (60, 0, 0, 0)
    assert counted.by_state == {MessageState.SENT: 20}, "all within the hour after it came back"


@pytest.mark.parametrize("answer", ["451 bận, thử lại sau", "450 greylisted", "421 quá nhiều kết nối"])
@pytest.mark.parametrize("stage", ["at_mail", "at_rcpt", "at_text"])
def test_a_refusal_for_now_is_tried_again_and_comes_once(app: Flask, sink: Sink, stage: str, answer: str) -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        due_with_administrator(10)
        setattr(sink, stage, lambda address: answer)
        run_each_minute(3, time)
        assert states() == {MessageState.PENDING: 10}
        setattr(sink, stage, lambda address: None)
        run_each_minute(30, time)
        counted = outcome(app, sink)
    assert (counted.lost, counted.extra, counted.in_doubt) == (0, 0, 0)
    assert counted.by_state == {MessageState.SENT: 10}


def test_one_of_ten_refused_for_good_is_dead_with_code_and_words(app: Flask, sink: Sink) -> None:
    due_with_administrator(10)
    sink.at_rcpt = lambda address: "550 5.1.1 không có hộp thư này" if address.startswith("nguoi4@") else None
    deliver_once()
    counted = outcome(app, sink)
    assert counted.by_state == {MessageState.SENT: 9, MessageState.DEAD: 1}
    assert (counted.lost, counted.extra) == (0, 0)
    dead = db.session.scalars(select(Message).where(Message.state == MessageState.DEAD)).one()
    assert dead.problem == "550 5.1.1 không có hộp thư này"


def test_a_server_that_refuses_everybody_pauses_the_queue_and_nothing_dies(app: Flask, sink: Sink) -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        due_with_administrator(30)
        asked: list[str] = []

        def refuse(address: str) -> str:
            asked.append(address)
            return "550 relay denied"

        sink.at_rcpt = refuse
        run_each_minute(60, time)
        assert states() == {MessageState.PENDING: 30}
        assert len(asked) <= 5 * 8, "five refusals in a row at most before each pause"
        assert alarms() == ["mail_paused"]
        sink.at_rcpt = lambda address: None
        run_each_minute(75, time)
        counted = outcome(app, sink)
    assert (counted.lost, counted.extra) == (0, 0)
    assert counted.by_state == {MessageState.SENT: 30}


def test_a_server_that_takes_the_text_and_drops_the_line_gets_one_more_copy_and_never_a_third(
    app: Flask, sink: Sink
) -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        due_with_administrator(10)
        sink.drops_after_text = True
        for _run in range(40):
            deliver_once()
            time.shift(5 * MINUTE)
        counted = outcome(app, sink)
    assert (counted.lost, counted.extra, counted.in_doubt) == (0, 10, 10)
    assert counted.by_state == {MessageState.UNCERTAIN: 10}
    assert set(sink.copies().values()) == {2}, "both copies under the same Message-ID"


def test_a_server_that_takes_some_and_drops_others_leaves_doubt_for_those_alone(app: Flask, sink: Sink) -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        due_with_administrator(9)
        sink.drops_for = lambda address: address[5] in "258"
        deliver_once()
        assert states() == {MessageState.SENT: 6, MessageState.PENDING: 3}
        sink.drops_for = lambda address: False
        time.shift(20 * MINUTE)
        deliver_once()
        counted = outcome(app, sink)
    assert (counted.lost, counted.extra, counted.in_doubt) == (0, 3, 3)
    assert counted.by_state == {MessageState.SENT: 9}
    resent = [mail for mail in sink.taken if "(Gửi lại" in mail.get_body(("plain",)).get_content()]
    assert {mail["To"].addresses[0].addr_spec[5] for mail in resent} == {"2", "5", "8"}


def test_a_late_answer_is_waited_for_and_nobody_else_sends_meanwhile(app: Flask, sink: Sink, processes: Forker) -> None:
    make_due(6)
    plan_today()
    sink.answers_when = threading.Event()
    workers = [processes.start("worker"), processes.start("worker")]
    wait_until(lambda: len(sink.taken) >= 1)
    for _other in range(3):
        processes.run("recover")
    assert states()[MessageState.HANDING_OVER] >= 1, "it still belongs to the sender that waits"
    sink.answers_when.set()
    wait_until(lambda: states() == {MessageState.SENT: 6})
    assert [worker.stop() for worker in workers] == [0, 0]
    counted = outcome(app, sink)
    assert (counted.lost, counted.extra, counted.in_doubt) == (0, 0, 0)


def test_the_answer_to_a_text_may_take_longer_than_any_other(
    app: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (smtp.COMMAND_SECONDS, smtp.FINAL_REPLY_SECONDS, smtp.WHOLE_SECONDS) == (60, 600, 900)
    monkeypatch.setattr(smtp, "COMMAND_SECONDS", 0.2)
    due_with_administrator(1)
    sink.answers_when = threading.Event()
    late = threading.Timer(0.6, sink.answers_when.set)  # as nine minutes are to one
    late.start()
    deliver_once()
    counted = outcome(app, sink)
    assert (counted.by_state, counted.extra, counted.in_doubt) == ({MessageState.SENT: 1}, 0, 0)


def test_an_answer_that_never_comes_ends_at_the_limit_in_doubt_and_the_others_go(
    app: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "FINAL_REPLY_SECONDS", 0.2)
    with time_machine.travel(MORNING) as time:
        due_with_administrator(3)
        sink.never_answers_for = lambda address: address.startswith("nguoi1@")
        deliver_once()
        assert states() == {MessageState.SENT: 2, MessageState.PENDING: 1}
        sink.never_answers_for = lambda address: False
        time.shift(20 * MINUTE)
        deliver_once()
        counted = outcome(app, sink)
    assert (counted.lost, counted.extra, counted.in_doubt) == (0, 1, 1)


def test_an_answer_dripped_byte_by_byte_is_cut_off_and_other_mail_flows(
    app: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "WHOLE_SECONDS", 0.5)  # each byte alone stays far below the limit of one answer
    due_with_administrator(10)
    sink.drips_for = lambda address: address.startswith("nguoi4@")
    deliver_once()
    counted = outcome(app, sink)
    assert counted.by_state == {MessageState.SENT: 9, MessageState.PENDING: 1}
    assert (counted.extra, counted.in_doubt) == (0, 1)
    sink.drips_for = lambda address: False
    end_waits()
    deliver_once()
    assert outcome(app, sink).by_state == {MessageState.SENT: 10}


@pytest.mark.parametrize("demand", ["", "?tls=require"])
def test_a_certificate_nobody_vouches_for_sends_nothing_in_the_clear(
    app: Flask, tls: ssl.SSLContext, demand: str
) -> None:
    due_with_administrator(4)
    with mail_server(tls=tls) as server:
        app.config["SMTP_URL"] = server.url + demand
        deliver_once()
        assert server.taken == []
    assert states() == {MessageState.PENDING: 4}
    assert alarms() == ["mail_paused"]


def test_where_starttls_is_demanded_and_missing_nothing_goes(app: Flask, sink: Sink) -> None:
    due_with_administrator(4)
    app.config["SMTP_URL"] = sink.url + "?tls=require"
    deliver_once()
    assert (sink.taken, states()) == ([], {MessageState.PENDING: 4})
    assert alarms() == ["mail_paused"]
