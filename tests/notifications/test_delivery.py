"""What becomes of a message at a real mail server, and what at none."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.builders import make_person
from tests.cast import Cast
from tests.notifications.sink import Sink, free_port, mail_server
from tracker import clock
from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.notifications import marks
from tracker.notifications.delivery import Delivered, deliver
from tracker.notifications.issue import Line, notify
from tracker.notifications.models import Message, MessageLine, MessageState, Notice, Weight
from tracker.notifications.ownership import hold, new_owner_name
from tracker.notifications.recovery import recover

TODAY = date(2026, 5, 18)
MORNING = datetime(2026, 5, 18, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def day() -> None:
    """The day on which all this happens."""
    clock.fix_day(TODAY)


@pytest.fixture
def sink(app: Flask) -> Iterator[Sink]:
    """A mail server that the application uses."""
    with mail_server() as server:
        app.config["SMTP_URL"] = server.url
        yield server


def queue(*people: Person, weight: Weight = Weight.REMINDER, day: date = TODAY, number: int = 1) -> None:
    """Queue a line about a task for people, and commit."""
    notify(
        [p.id for p in people], Line("task", number, "due_soon", day, "Nhiệm vụ sắp đến hạn.", "/x", weight), day=day
    )
    db.session.commit()


def all_true(lines: Sequence[MessageLine]) -> marks.Checked:
    """Every line is true, and nobody may do anything by link."""
    return marks.Checked()


def send() -> Delivered:
    """One run of a sender in whose eyes every line is true."""
    owner = hold(new_owner_name())
    assert owner is not None
    try:
        return deliver(owner.name, all_true)
    finally:
        owner.release()


def states() -> list[MessageState]:
    """The states of all messages, oldest first."""
    db.session.expire_all()
    return list(db.session.scalars(select(Message.state).order_by(Message.id)))


def people(count: int) -> list[Person]:
    """Some people with accounts."""
    made = [make_person(f"nguoi{number}@caobang.test", f"Người {number}", "x") for number in range(count)]
    db.session.commit()
    return made


def test_a_message_goes_out_once_however_often_the_sender_runs(cast: Cast, sink: Sink) -> None:
    queue(cast.clerk)
    assert send().sent == 1
    assert send().sent == 0
    assert list(sink.copies().values()) == [1]
    assert states() == [MessageState.SENT]


def test_three_senders_at_once_send_each_message_once(cast: Cast, app: Flask, sink: Sink) -> None:
    queue(*people(24))

    def race(_number: int) -> int:
        with app.app_context():
            return send().sent

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(race, range(3))) == 24
    assert set(sink.copies().values()) == {1}
    assert len(sink.copies()) == 24


def test_without_a_mail_server_the_message_is_a_file(cast: Cast, app: Flask, tmp_path: Path) -> None:
    queue(cast.clerk)
    send()
    (file,) = (Path(app.config["TRACKER_INSTANCE"]) / "mail").glob("*")
    mail = message_from_bytes(file.read_bytes(), policy=default)
    assert f"<{file.stem}>" == mail["Message-ID"]


def test_the_message_has_its_link_two_forms_and_says_it_is_automatic(cast: Cast, sink: Sink) -> None:
    queue(cast.clerk)
    send()
    (mail,) = sink.taken
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<nhac-viec.test.vn>"
    assert "sắp đến hạn" in mail["Subject"]
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        assert body is not None
        words = body.get_content()
        assert "http://127.0.0.1:8000/x" in words
        assert "Mở để xem" in words
        assert "gửi lại" not in words.lower()


def test_a_temporary_refusal_is_tried_again(cast: Cast, sink: Sink) -> None:
    queue(cast.clerk)
    sink.at_rcpt = lambda address: "451 thử lại sau"
    with time_machine.travel(MORNING, tick=False) as time:
        _due_now()
        assert send().failed == 1
        sink.at_rcpt = lambda address: None
        assert send().sent == 0, "it waits a minute first"
        time.shift(timedelta(minutes=2))
        assert send().sent == 1
    assert list(sink.copies().values()) == [1]


def test_one_refused_address_of_ten_dies_alone_with_what_the_server_said(cast: Cast, sink: Sink) -> None:
    queue(*people(10))
    sink.at_rcpt = lambda address: "550 không có hộp thư" if address.startswith("nguoi4@") else None
    assert send().sent == 9
    (dead,) = db.session.scalars(select(Message).where(Message.state == MessageState.DEAD))
    assert dead.problem == "550 không có hộp thư"


def test_a_server_that_refuses_everybody_pauses_the_queue_and_nobody_dies(cast: Cast, sink: Sink) -> None:
    queue(*people(12))
    sink.at_rcpt = lambda address: "550 relay denied"
    send()
    assert set(states()) == {MessageState.PENDING}
    assert _alerts(cast) == ["mail_paused"]
    assert send().failed == 0, "the queue is paused"


def test_a_refused_sender_pauses_the_queue_with_one_alert(cast: Cast, sink: Sink) -> None:
    queue(*people(12))
    sink.at_mail = lambda address: "550 người gửi không được phép"
    assert send().failed == 1
    assert set(states()) == {MessageState.PENDING}
    assert _alerts(cast) == ["mail_paused"]


def test_mail_waits_out_two_hours_without_server_and_goes_within_the_hour_after(cast: Cast, app: Flask) -> None:
    queue(*people(5))
    port = free_port()
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    with time_machine.travel(MORNING, tick=False) as time:
        _due_now()
        tries = 0
        for _minute in range(120):
            tries += send().failed
            time.shift(timedelta(minutes=1))
        assert set(states()) == {MessageState.PENDING}
        assert tries < 12, "the queue as a whole waits, not each message"
        assert _alerts(cast) == ["mail_paused"]
        with mail_server(port) as sink:
            for _minute in range(75):
                time.shift(timedelta(minutes=1))
                send()
            assert sorted(sink.copies().values()) == [1] * 5


def test_a_server_that_takes_the_text_and_drops_the_line_gets_one_more_copy_and_no_third(
    cast: Cast, sink: Sink
) -> None:
    queue(cast.clerk)
    sink.drops_after_text = True
    with time_machine.travel(MORNING, tick=False) as time:
        _due_now()
        for _run in range(60):
            send()
            time.shift(timedelta(minutes=5))
    assert list(sink.copies().values()) == [2]
    assert states() == [MessageState.UNCERTAIN]
    assert "gửi lại" in sink.taken[1].get_body(("plain",)).get_content().lower()
    assert "mail_uncertain" in _alerts(cast)


def test_an_escalation_in_doubt_is_held_for_a_person(cast: Cast, sink: Sink) -> None:
    queue(cast.secretary, weight=Weight.ESCALATION)
    sink.drops_after_text = True
    send()
    assert states() == [MessageState.UNCERTAIN]
    assert list(sink.copies().values()) == [1]


def test_a_name_with_line_breaks_makes_no_header(cast: Cast, sink: Sink) -> None:
    person = make_person("ten@caobang.test", "Nguyễn\r\nBcc: la@xa.test\r\nX: 1", "x")
    queue(person)
    assert send().sent == 1
    (mail,) = sink.taken
    assert mail["Bcc"] is None
    assert mail["X"] is None
    assert mail["To"].addresses[0].addr_spec == "ten@caobang.test"


def test_an_address_that_is_none_dies_and_the_others_go(cast: Cast, sink: Sink) -> None:
    queue(make_person("khong phai@@dia chi", "Sai", "x"), cast.clerk)
    assert send().sent == 1
    assert sorted(states()) == [MessageState.DEAD, MessageState.SENT]


def test_what_is_no_longer_true_is_cancelled_before_it_goes(cast: Cast, sink: Sink) -> None:
    queue(cast.clerk)
    owner = hold(new_owner_name())
    assert owner is not None
    done = deliver(owner.name, lambda lines: marks.Checked(stale={line.id for line in lines}))
    owner.release()
    assert (done.sent, done.cancelled) == (0, 1)
    assert states() == [MessageState.CANCELLED]
    assert sink.taken == []


def test_a_closed_account_gets_nothing(cast: Cast, sink: Sink) -> None:
    queue(cast.clerk)
    cast.clerk.is_open = False
    db.session.commit()
    send()
    assert states() == [MessageState.CANCELLED]


def test_after_days_of_standstill_one_letter_comes(cast: Cast, sink: Sink) -> None:
    for day in range(18, 23):
        queue(cast.clerk, day=date(2026, 5, day), number=day)
    clock.fix_day(date(2026, 5, 25))
    assert send().sent == 1
    (mail,) = sink.taken
    assert mail.get_body(("plain",)).get_content().count("Nhiệm vụ sắp đến hạn.") == 5


def test_a_deposed_sender_hands_nothing_over(cast: Cast, sink: Sink) -> None:
    queue(cast.clerk)
    (letter,) = marks.claim_next("nobody", all_true).letters
    recover()
    assert send().sent == 1
    with pytest.raises(marks.Deposed):
        marks.mark_handing_over(letter)
    marks.mark_waiting(letter, "late", until=MORNING)
    assert states() == [MessageState.SENT]


def test_a_late_answer_wins_over_doubt(cast: Cast) -> None:
    queue(cast.clerk)
    (letter,) = marks.claim_next("nobody", all_true).letters
    marks.mark_handing_over(letter)
    assert recover().resending == 1
    marks.mark_sent(letter)
    assert states() == [MessageState.SENT]


def test_a_living_senders_message_is_left_alone(cast: Cast) -> None:
    queue(cast.clerk)
    owner = hold(new_owner_name())
    assert owner is not None
    marks.claim_next(owner.name, all_true)
    assert recover().released == 0
    owner.release()
    assert recover().released == 1


def test_a_message_that_always_ends_its_sender_is_given_up(cast: Cast) -> None:
    queue(cast.clerk)
    for _crash in range(marks.MOST_CRASHES):
        assert marks.claim_next("nobody", all_true)
        recover()
    assert states() == [MessageState.DEAD]


def _due_now() -> None:
    """Let everything that waits be due at the travelled moment."""
    for message in db.session.scalars(select(Message)):
        message.next_try_at = MORNING - timedelta(minutes=1)
    db.session.commit()


def _alerts(cast: Cast) -> list[str]:
    return list(
        db.session.scalars(select(Notice.rule).where(Notice.person_id == cast.administrator.id).order_by(Notice.id))
    )


def test_a_long_line_alone_is_the_subject_with_its_day_at_the_end(cast: Cast, sink: Sink) -> None:
    words = "tổng hợp và công khai tiến độ giải ngân " * 6
    text = f"Nhiệm vụ «{words}» (15/KH-UBND) đến hạn ngày 04/08/2026 (còn 5 ngày)."
    notify([cast.clerk.id], Line("task", 1, "due_soon", TODAY, text, "/x"), day=TODAY)
    db.session.commit()
    send()
    subject = sink.taken[0]["Subject"]
    assert subject.startswith("Nhiệm vụ «tổng hợp") and len(subject) <= 160
    assert subject.endswith("…» (15/KH-UBND) đến hạn ngày 04/08/2026 (còn 5 ngày).")
