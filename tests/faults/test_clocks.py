"""Clocks that are wrong, hosts in another zone or without zones. Local time below is that of Việt Nam."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask

from tests.auditing import AuditingClient
from tests.faults.processes import Forker
from tests.faults.world import keys_taken, make_due, outcome
from tests.jobs.killing import ROOT
from tests.notifications.sink import Sink
from tracker import clock
from tracker.extensions import db
from tracker.jobs.models import Heartbeat

pytestmark = [pytest.mark.kills]

VIETNAM = timezone(timedelta(hours=7))
NINE = datetime(2026, 5, 18, 9, 0, tzinfo=VIETNAM)
WRONG = [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)]


def at(moment: datetime) -> dict[str, str]:
    """The order to live at a moment."""
    return {"moment": moment.astimezone(UTC).isoformat()}


def names(wrong: timedelta) -> str:
    """A name for a wrong clock."""
    return f"{wrong.total_seconds() / 3600:+.0f} h"


@pytest.mark.parametrize("wrong", WRONG, ids=names)
def test_a_wrong_clock_doubles_nothing_and_delays_nothing_beyond_the_tick_after_its_correction(
    app: Flask, sink: Sink, processes: Forker, wrong: timedelta
) -> None:
    make_due(6, works=2)
    processes.run("planner", **at(NINE + wrong))
    processes.run("all", **at(NINE + timedelta(minutes=1)))  # corrected; one tick
    assert at_least_once(sink, 12)
    processes.run("all", **at(NINE + wrong))  # and wrong again, and right again
    processes.run("all", **at(NINE + timedelta(minutes=2)))
    processes.run("all", **at(NINE + timedelta(days=1)))  # what was said for tomorrow goes tomorrow
    counted = outcome(app, sink)
    assert (counted.lost, counted.in_doubt) == (0, 0)
    assert no_rule_twice(sink), "whatever else was said to a person was said by another rule"


@pytest.mark.parametrize("wrong", [wrong for wrong in WRONG if wrong > timedelta(0)], ids=names)
def test_a_retry_that_a_wrong_clock_put_off_is_made_at_the_tick_after_its_correction(
    app: Flask, sink: Sink, processes: Forker, wrong: timedelta
) -> None:
    make_due(4)
    processes.run("planner", **at(NINE))
    sink.at_rcpt = lambda address: "451 bận"
    processes.run("sender", **at(NINE + wrong))
    sink.at_rcpt = lambda address: None
    processes.run("sender", **at(NINE + timedelta(minutes=2)))
    assert at_least_once(sink, 4)
    assert (outcome(app, sink).lost, outcome(app, sink).extra) == (0, 0)


@pytest.mark.parametrize("wrong", WRONG, ids=names)
def test_of_two_workers_one_with_a_wrong_clock_nothing_is_sent_twice(
    app: Flask, sink: Sink, processes: Forker, wrong: timedelta
) -> None:
    make_due(20)
    processes.run("planner", **at(NINE))
    right, other = processes.start("all", **at(NINE)), processes.start("all", **at(NINE + wrong))
    assert (right.wait(), other.wait()) == (0, 0)
    processes.run("all", **at(NINE + timedelta(minutes=1)))
    assert at_least_once(sink, 20)
    processes.run("all", **at(NINE + timedelta(days=1)))
    counted = outcome(app, sink)
    assert (counted.lost, counted.in_doubt) == (0, 0)
    assert no_rule_twice(sink)


def at_least_once(sink: Sink, wanted: int) -> bool:
    """Whether so many (person, work) came."""
    return len(keys_taken(sink)) == wanted


def no_rule_twice(sink: Sink) -> bool:
    """Whether no message and no sentence to a person came twice."""
    said: list[tuple[str, str]] = []
    for mail in sink.taken:
        body = mail.get_body(("plain",))
        assert body is not None
        lines = [line.split(". ", 1)[-1] for line in body.get_content().splitlines() if "Việc số" in line]
        said += [(str(mail["To"]), line) for line in lines]
    return len(said) == len(set(said)) and set(sink.copies().values()) == {1}


def test_a_beat_from_the_future_is_an_alarm_too(app: Flask, client: AuditingClient) -> None:
    now = clock.now()
    db.session.add(Heartbeat(worker="w", started_at=now, beat_at=now + timedelta(hours=1)))
    db.session.commit()
    client.get("/healthz", expect=503)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_today_is_the_day_in_viet_nam_whatever_the_zone_of_the_host(zone: str) -> None:
    half_past_eleven = datetime(2026, 5, 17, 16, 30, tzinfo=UTC)
    half_past_midnight = datetime(2026, 5, 17, 17, 30, tzinfo=UTC)
    said = python(
        "import time_machine; from tracker import clock;"
        f"time_machine.travel({half_past_eleven.isoformat()!r}).start(); print(clock.today());"
        f"time_machine.travel({half_past_midnight.isoformat()!r}).start(); print(clock.today())",
        TZ=zone,
    )
    assert said.split() == ["2026-05-17", "2026-05-18"]


def test_it_starts_and_knows_the_day_where_no_time_zones_are_installed() -> None:
    said = python(
        "import sys; sys.modules['tzdata'] = None; import time_machine;"
        f"time_machine.travel({datetime(2026, 5, 17, 17, 30, tzinfo=UTC).isoformat()!r}).start();"
        "from tracker import clock, create_app; from config import load_settings;"
        "app = create_app(load_settings({'DATABASE_URL': 'sqlite:///:memory:', 'TRACKER_INSTANCE': '/tmp'}));"
        "print(clock.today(), clock.now().astimezone(clock.VIETNAM).strftime('%H:%M'));"
        "print(app.test_request_context('/').push() or app.jinja_env.filters['moment'](clock.now()))",
        PYTHONTZPATH="",
    )
    assert said.split()[:2] == ["2026-05-18", "00:30"]


def python(program: str, **environment: str) -> str:
    """Run a program in a process of its own and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "TRACKER_TODAY": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
