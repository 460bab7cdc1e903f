"""The timetable: what is due when, from the last run alone; and the commands."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from config import SettingsError, load_settings
from tests.builders import make_plan, make_task
from tests.cast import Cast
from tracker import clock
from tracker.catalogue.calendar import shipped_calendar
from tracker.extensions import db
from tracker.jobs import runner
from tracker.jobs.models import Heartbeat, JobRun
from tracker.jobs.runner import Worker
from tracker.jobs.schedule import JOBS, Sender, is_due, last_day_due
from tracker.notifications.issue import Line, notify
from tracker.notifications.marks import Checked, claim_next
from tracker.notifications.models import Message, MessageState
from tracker.notifications.ownership import hold, is_held, new_owner_name

CALENDAR = shipped_calendar()
MONDAY = date(2026, 5, 18)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    """A moment by the clock of Việt Nam."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def due(name: str, now: datetime, last: JobRun | None = None, today: date = MONDAY) -> bool:
    """Whether a job must run."""
    return is_due(JOBS[name], last, today=today, now=now, calendar=CALENDAR)


def ran(day: date, at_moment: datetime) -> JobRun:
    """A run that finished."""
    return JobRun(name="x", last_day=day, finished_at=at_moment)


def test_reminders_begin_at_seven_on_working_days() -> None:
    assert not due("reminders", at(6, 59))
    assert due("reminders", at(7, 0))
    sunday = date(2026, 5, 17)
    assert not due("reminders", at(9, 0, sunday), today=sunday)


def test_reminders_are_looked_at_again_after_an_hour_and_periods_the_next_day() -> None:
    assert not due("reminders", at(7, 59), ran(MONDAY, at(7, 0)))
    assert due("reminders", at(8, 0), ran(MONDAY, at(7, 0)))
    assert not due("periods", at(23, 0), ran(MONDAY, at(0, 10)))
    assert due("periods", at(0, 10), ran(date(2026, 5, 17), at(0, 10, date(2026, 5, 17))))


def test_a_run_that_a_wrong_clock_noted_in_the_future_delays_nothing() -> None:
    assert due("reminders", at(9, 0), ran(MONDAY, at(10, 0)))


def test_a_week_missed_is_caught_up_at_the_first_tick() -> None:
    assert due("reminders", at(15, 0), ran(date(2026, 5, 11), at(7, 0, date(2026, 5, 11))))


def test_half_past_eleven_at_night_utc_is_the_morning_of_the_next_day_in_viet_nam() -> None:
    assert due("periods", datetime(2026, 5, 17, 17, 10, tzinfo=UTC), ran(date(2026, 5, 17), at(0, 10)), today=MONDAY)


def test_a_day_that_is_set_has_no_hours() -> None:
    assert due("reminders", at(3, 0, date(2030, 1, 1)), today=MONDAY)


def test_sending_and_recovering_are_due_at_every_tick() -> None:
    assert due("deliver", at(2, 0), ran(MONDAY, at(2, 0)))
    assert due("recover", at(2, 0), ran(MONDAY, at(2, 0)))


def test_what_should_have_run_before_seven_is_the_day_before() -> None:
    assert last_day_due(JOBS["reminders"], today=MONDAY, now=at(6, 0), calendar=CALENDAR) == date(2026, 5, 15)
    assert last_day_due(JOBS["reminders"], today=MONDAY, now=at(8, 0), calendar=CALENDAR) == MONDAY


def test_an_unknown_job_is_refused_with_the_list(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["jobs", "run", "nhac"])
    assert answer.exit_code == 2
    assert "periods, reminders, reconcile, recover, deliver, readings" in answer.stderr


def test_a_number_is_no_day(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["jobs", "run", "reminders", "--on", "20260630"]).exit_code == 2


def test_jobs_by_hand_plan_send_and_say_how_many(app: Flask, cast: Cast) -> None:
    make_task(make_plan(cast.issuer), cast.finance, due_on=date(2026, 5, 20))
    db.session.commit()
    run = app.test_cli_runner()
    planned = run.invoke(args=["jobs", "run", "reminders", "--on", "2026-05-20"])
    assert "ngày 20/05/2026: đến kỳ 1, xếp mới 1, đã gửi 0, còn chờ 1, chưa rõ 0" in planned.stdout
    assert "đến kỳ 1, xếp mới 0" in run.invoke(args=["jobs", "run", "reminders", "--on", "2026-05-20"]).stdout
    sent = run.invoke(args=["jobs", "run", "deliver"])
    assert "đã gửi 1, còn chờ 0" in sent.stdout
    assert run.invoke(args=["jobs", "run", "periods"]).exit_code == 0
    assert run.invoke(args=["jobs", "run", "recover"]).exit_code == 0
    assert run.invoke(args=["jobs", "list"]).stdout.count("\n") == 6


def test_reconciling_by_command_fails_while_something_is_missing(app: Flask, cast: Cast) -> None:
    make_task(make_plan(cast.issuer), cast.finance, due_on=date(2026, 5, 20))
    db.session.commit()
    run = app.test_cli_runner()
    missing = run.invoke(args=["reminders", "reconcile", "--on", "2026-05-20"])
    assert (missing.exit_code, "thiếu 1 nhắc việc" in missing.stdout) == (1, True)
    run.invoke(args=["jobs", "run", "reminders", "--on", "2026-05-20"])
    assert run.invoke(args=["reminders", "reconcile", "--on", "2026-05-20"]).exit_code == 0


@pytest.mark.parametrize("name", [["worker"], ["jobs", "list"], ["jobs", "run"], ["reminders", "reconcile"]])
def test_each_command_explains_itself_with_an_example(app: Flask, name: list[str]) -> None:
    assert "Ví dụ: flask" in app.test_cli_runner().invoke(args=[*name, "--help"]).stdout


def test_one_worker_leads_and_the_other_stands_by_until_it_is_gone(app: Flask, cast: Cast) -> None:
    first, second = Worker(app), Worker(app)
    first.tick()
    second.tick()
    assert first.leadership is not None
    assert second.leadership is None
    first.say_goodbye()
    second.tick()
    assert second.leadership is not None
    second.say_goodbye()
    assert db.session.scalars(select(Heartbeat)).all() == []


def test_a_tick_never_raises_and_the_other_jobs_still_run(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def fail_at_periods(job: object, _sender: Sender) -> dict[str, int]:
        seen.append(getattr(job, "name"))
        raise RuntimeError("broken")

    monkeypatch.setattr(runner, "run_job", fail_at_periods)
    worker = Worker(app)
    worker.tick()
    assert seen[-1] == "recover"
    worker.say_goodbye()


def test_a_lost_lock_is_replaced_and_its_messages_are_taken_back(app: Flask, cast: Cast) -> None:
    owner = hold(new_owner_name())
    assert owner is not None
    assert is_held(owner.name)
    assert hold(owner.name) is None
    owner.release()
    assert not is_held(owner.name)


def test_the_job_that_recovers_takes_back_what_its_own_sender_left(app: Flask, cast: Cast) -> None:
    notify([cast.clerk.id], Line("task", 1, "returned:1", MONDAY, "Trả lại.", "/nhiem-vu/1"), day=MONDAY)
    db.session.commit()
    owner = hold(new_owner_name())
    assert owner is not None
    claim_next(owner.name, lambda lines: Checked())
    JOBS["recover"].run(Sender(owner.name))
    db.session.expire_all()
    assert list(db.session.scalars(select(Message.state))) == [MessageState.PENDING]
    owner.release()


def test_the_list_says_when_the_worker_beat_last_and_when_there_was_work(app: Flask, cast: Cast) -> None:
    def told() -> list[str]:
        return app.test_cli_runner().invoke(args=["jobs", "list"]).stdout.splitlines()

    periods, _, _, recover, deliver, _ = told()
    assert periods.endswith("lần cuối: chưa chạy")
    assert recover.endswith("; tiến trình nền không chạy") and deliver.endswith("; tiến trình nền không chạy")
    beat_at = clock.now()
    db.session.add(Heartbeat(worker="w", started_at=beat_at, beat_at=beat_at))
    db.session.add(JobRun(name="deliver", last_day=MONDAY, finished_at=at(9, 5)))
    db.session.commit()
    recover, deliver = told()[3:5]
    assert f"đang chạy, báo lúc {beat_at.astimezone(clock.VIETNAM):%d/%m/%Y %H:%M}" in recover
    assert deliver.endswith("có việc lần cuối: 18/05/2026 09:05")
    db.session.query(Heartbeat).update({"beat_at": beat_at - timedelta(hours=1)})
    db.session.commit()
    assert "tiến trình nền im lặng từ" in told()[3]


def test_the_worker_is_quiet_unless_it_is_asked_to_tell() -> None:
    assert load_settings({})["LOG_LEVEL"] == "WARNING"
    assert load_settings({"TRACKER_LOG_LEVEL": "info"})["LOG_LEVEL"] == "INFO"
    with pytest.raises(SettingsError, match="TRACKER_LOG_LEVEL"):
        load_settings({"TRACKER_LOG_LEVEL": "loud"})
