"""When the worker sends, and that one channel's server holds up nobody else."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from config import SettingsError, load_settings
from tests.cast import Cast
from tests.jobs.killing import wait_until
from tests.notifications.gateway import gateway
from tests.notifications.sink import mail_server
from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.catalogue.calendar import shipped_calendar
from tracker.extensions import db
from tracker.jobs import sending
from tracker.jobs.models import Heartbeat, JobRun
from tracker.jobs.runner import Worker
from tracker.jobs.schedule import may_send
from tracker.jobs.sending import ChannelSender
from tracker.notifications import service
from tracker.notifications.issue import Line, notify
from tracker.notifications.models import Message, MessageState

MONDAY = date(2026, 5, 18)
NIGHT = (time(18), time(7))


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    """A moment by the clock of Việt Nam."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def sends(
    now: datetime,
    *,
    today: date = MONDAY,
    planned: date | None = MONDAY,
    quiet: object = NIGHT,
    awake_since: datetime | None = None,
) -> bool:
    """Whether the worker may send; it is awake since midnight unless said otherwise."""
    run = JobRun(name="reminders", last_day=planned) if planned else None
    return may_send(
        today=today,
        now=now,
        awake_since=awake_since or at(0),
        calendar=shipped_calendar(),
        quiet=quiet,
        reminders=run,
    )


@pytest.mark.parametrize(
    ("hour", "minute", "may"), [(6, 59, False), (7, 0, True), (17, 59, True), (18, 0, False), (23, 0, False)]
)
def test_nothing_is_sent_in_the_quiet_hours(hour: int, minute: int, may: bool) -> None:
    assert sends(at(hour, minute)) is may


def test_quiet_hours_may_lie_within_a_day_or_be_none() -> None:
    noon = (time(11, 30), time(13))
    assert not sends(at(12), quiet=noon)
    assert sends(at(13), quiet=noon)
    assert sends(at(23), quiet=None)


def test_nothing_is_sent_on_a_day_off_and_a_swapped_saturday_counts_as_the_calendar_says() -> None:
    saturday, new_year = date(2026, 5, 16), date(2026, 2, 17)
    assert not sends(at(9, day=saturday), today=saturday, planned=saturday)
    assert not sends(at(9, day=new_year), today=new_year, planned=new_year)


def test_a_set_day_has_no_hours_but_is_a_working_day() -> None:
    assert sends(at(3, day=date(2030, 1, 1)))
    assert not sends(at(3, day=date(2030, 1, 1)), today=date(2026, 5, 17), planned=date(2026, 5, 17))


def test_digests_wait_until_the_day_is_planned_but_not_longer_than_an_hour() -> None:
    assert not sends(at(7, 1), planned=date(2026, 5, 15))
    assert not sends(at(7, 59), planned=None)
    assert sends(at(8, 0), planned=None)
    assert sends(at(10, 0), planned=None, quiet=(time(18), time(9)))
    assert not sends(at(9, 30), planned=None, quiet=(time(18), time(9)))


def test_a_worker_started_at_noon_decides_before_it_sends_what_was_left_of_earlier_days() -> None:
    friday = date(2026, 5, 15)
    assert not sends(at(12, 1), planned=friday, awake_since=at(12))
    assert not sends(at(12, 59), planned=friday, awake_since=at(12))
    assert sends(at(13), planned=friday, awake_since=at(12)), "deciding fails; what waits goes all the same"


@pytest.mark.parametrize("slept", ["started", "stood by", "slept over night"])
def test_a_sender_that_wakes_up_late_waits_for_the_day_to_be_decided(app: Flask, cast: Cast, slept: str) -> None:
    live_at(at(8, day=date(2026, 5, 15)))
    tell(cast)
    leading = [slept != "stood by"]
    sender = ChannelSender(app, "email", threading.Event(), lambda: leading[0])
    if slept != "started":
        live_at(at(16, day=date(2026, 5, 17)))
        sender.turn()
    leading[0] = True
    live_at(at(9))
    sender.turn()
    assert states() == {"email": MessageState.PENDING}
    live_at(at(10))
    sender.turn()
    assert states() == {"email": MessageState.SENT}, "an hour later it goes in any case"
    sender.give_back()
    clock.fix_moment(None)


def live_at(moment: datetime) -> None:
    """It is this moment, and its day."""
    clock.fix_day((moment + timedelta(hours=7)).date())
    clock.fix_moment(moment)


@pytest.mark.parametrize("written", ["18-7", "18:00", "18:00-18:00", "tối-sáng", "25:00-07:00"])
def test_quiet_hours_that_are_none_are_refused_with_an_example(written: str) -> None:
    with pytest.raises(SettingsError, match="QUIET_HOURS"):
        load_settings({"QUIET_HOURS": written})


def test_quiet_hours_are_read() -> None:
    assert load_settings({})["QUIET_HOURS"] == NIGHT
    assert load_settings({"QUIET_HOURS": "17:30 - 08:00"})["QUIET_HOURS"] == (time(17, 30), time(8))
    assert load_settings({"QUIET_HOURS": "none"})["QUIET_HOURS"] is None


@pytest.fixture
def planned(app: Flask) -> Iterator[None]:
    """A day whose reminders are decided."""
    clock.fix_day(MONDAY)
    db.session.add(JobRun(name="reminders", last_day=MONDAY, finished_at=clock.now()))
    db.session.commit()
    return


def tell(cast: Cast, number: int = 1) -> None:
    """Tell the clerk something."""
    notify([cast.clerk.id], Line("task", number, f"returned:{number}", MONDAY, "Trả lại.", "/x"), day=MONDAY)
    db.session.commit()


def states() -> dict[str, MessageState]:
    """How the messages stand, by channel."""
    found = {row[0]: row[1] for row in db.session.execute(select(Message.channel, Message.state))}
    db.session.rollback()  # the threads need the database
    return found


def test_a_turn_sends_when_it_may_and_gives_back_its_lock(app: Flask, cast: Cast, planned: None) -> None:
    tell(cast)
    sender = ChannelSender(app, "email", threading.Event())
    sender.turn()
    assert states() == {"email": MessageState.SENT}
    sender.give_back()


def test_a_turn_on_a_day_off_sends_nothing_and_that_of_another_channel_neither(
    app: Flask, cast: Cast, planned: None
) -> None:
    tell(cast)
    ChannelSender(app, "webhook", threading.Event()).turn()
    clock.fix_day(date(2026, 5, 17))
    ChannelSender(app, "email", threading.Event()).turn()
    assert states() == {"email": MessageState.PENDING}


def test_quiet_hours_begin_in_the_middle_of_a_queue(
    app: Flask, cast: Cast, planned: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (cast.clerk, cast.head, cast.monitor):
        notify([person.id], Line("task", 1, "returned:1", MONDAY, "Trả lại.", "/x"), day=MONDAY)
    db.session.commit()
    asked = iter([True, True, True, False])
    monkeypatch.setattr(sending, "may_send", lambda **_facts: next(asked, False))
    sender = ChannelSender(app, "email", threading.Event())
    sender.turn()
    sender.give_back()
    db.session.expire_all()
    left = db.session.execute(select(Message.state, Message.attempts).order_by(Message.id)).all()
    assert left == [(MessageState.SENT, 1), (MessageState.PENDING, 0), (MessageState.PENDING, 0)]


def test_a_mail_server_that_never_answers_delays_neither_gateway_nor_planner_nor_beat(
    app: Flask, cast: Cast, planned: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SENDING_SECONDS", 0.05)
    with gateway() as chat, mail_server() as sink:
        sink.answers_when = threading.Event()
        app.config.update(SMTP_URL=sink.url, WEBHOOK_URL=chat.url, WEBHOOK_SECRET="k" * 40)
        service.choose_channels(["email", "webhook"], by=actor_of(cast.clerk))
        tell(cast)
        worker = Worker(app)
        worker.tick()
        for sender in worker.senders:
            sender.thread.start()
        wait_until(lambda: states() == {"email": MessageState.HANDING_OVER, "webhook": MessageState.SENT})
        db.session.execute(update(JobRun).where(JobRun.name == "reminders").values(last_day=date(2026, 5, 15)))
        db.session.execute(update(Heartbeat).values(beat_at=at(1)))
        db.session.commit()
        worker.tick()
        assert worker.beat()
        assert db.session.get_one(JobRun, "reminders").last_day == MONDAY
        assert db.session.scalars(select(Heartbeat.beat_at)).one() > at(1)
        db.session.rollback()
        sink.answers_when.set()
        wait_until(lambda: states()["email"] is MessageState.SENT)
        worker.stopping.set()
        for sender in worker.senders:
            sender.thread.join(10)
        worker.say_goodbye()
