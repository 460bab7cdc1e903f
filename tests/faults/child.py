"""A process that forks workers, planners and senders, each a real process of its own that may be killed at any time.

`python -m tests.faults.child` reads one order a line (JSON) from stdin and answers each with one line. It never touches
a database itself, so its children share no connection. Constants of hours are made small in the children; the rest is
the product.
"""

import fcntl
import json
import logging
import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import configure_mappers

from tests.databases import settings_for
from tracker import clock, create_app
from tracker.extensions import db
from tracker.jobs import runner, sending
from tracker.jobs.runner import run_worker
from tracker.jobs.runs import run_job
from tracker.jobs.schedule import JOBS, Sender
from tracker.notifications import delivery, marks
from tracker.notifications.channels.email import outlet
from tracker.notifications.letters import Letter
from tracker.notifications.ownership import hold, new_owner_name

APPS: dict[str, Flask] = {}


def app_for(order: dict[str, Any]) -> Flask:
    """Return the application on the order's database: made once, before anything is forked."""
    database = order["database"]
    if database not in APPS:
        APPS[database] = app = create_app(settings_for(database, Path(order["instance"])))
        configure_mappers()
        for template in ("emails/reminder.txt", "emails/reminder.html"):
            app.jinja_env.get_template(template)
    return APPS[database]


def jobs(*names: str) -> Callable[[Flask], int]:
    """Do jobs once, as `flask jobs run` does."""

    def play(app: Flask) -> int:
        with app.app_context():
            owner = hold(new_owner_name())
            assert owner is not None
            for name in names:
                run_job(JOBS[name], Sender(owner.name))
            owner.release()
        return 0

    return play


PLAYS: dict[str, Callable[[Flask], int]] = {
    "worker": run_worker,
    "planner": jobs("reminders"),
    "sender": jobs("recover", "deliver"),
    "recover": jobs("recover"),
    "all": jobs("reminders", "recover", "deliver"),
}


def _dead_metronome() -> None:
    """Let the thread of APScheduler die at its second look, as it does of an error in a job store."""
    from apscheduler.schedulers.background import BackgroundScheduler

    original, looks = BackgroundScheduler._process_jobs, []

    def failing(self: BackgroundScheduler) -> Any:
        looks.append(1)
        if len(looks) > 1:
            raise SystemExit
        return original(self)

    BackgroundScheduler._process_jobs = failing


def _stuck_tick() -> None:
    """Let a tick never come back."""
    runner.STUCK_AFTER = runner.LONGEST_GOODBYE = 0.3
    runner.run_job = lambda job, sender: signal.pause()


def _dead_sender() -> None:
    """Let the thread of a channel end."""
    sending.ChannelSender._keep_sending = lambda self: None


def _no_beat() -> None:
    """Let the database never take the beat."""
    runner.NO_BEAT_AFTER = 0.3
    runner.health.beat = _refused


def _refused(*_args: Any) -> None:
    raise RuntimeError("the database takes nothing")


def _poisonous() -> None:
    """Let this process die when it composes the message of one person, as a fault in a C library would do."""
    original = outlet.compose

    def deadly(letter: Letter) -> Any:
        if letter.address.startswith("nguoi3@"):
            os.kill(os.getpid(), signal.SIGSEGV)
        return original(letter)

    setattr(outlet, "compose", deadly)


def _wait_no_longer_than(app: Flask, milliseconds: int) -> None:
    """Let SQLite give up waiting for its lock after so long, not after 30 s."""
    with app.app_context():
        engine = db.engine
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA busy_timeout={milliseconds}"))


FAULTS: dict[str, Callable[[], None]] = {
    "dead metronome": _dead_metronome,
    "stuck tick": _stuck_tick,
    "dead sender": _dead_sender,
    "no beat": _no_beat,
    "poison": _poisonous,
}


def log_of(instance: str, pid: int) -> Path:
    """Return the file into which a child writes its log."""
    return Path(instance) / f"child-{pid}.log"


def work(order: dict[str, Any]) -> int:
    """Play the part that is ordered; return the exit code."""
    app = app_for(order)
    app.config["TRACKER_INSTANCE"] = Path(order["instance"])
    app.config["SMTP_URL"] = order["smtp"]
    app.config.update(order.get("settings", {}))
    runner.TICK_SECONDS, runner.BEAT_SECONDS, sending.SENDING_SECONDS = 0.1, 0.1, 0.05
    marks.RESEND_AFTER, delivery.NOTE_AGAIN_SECONDS = timedelta(0), 0.1
    logging.basicConfig(filename=log_of(order["instance"], os.getpid()), level=logging.INFO, force=True)
    if "day" in order:
        clock.fix_day(date.fromisoformat(order["day"]))
    if "moment" in order:
        clock.fix_day(None)
        time_machine.travel(datetime.fromisoformat(order["moment"]), tick=True).start()
    if "busy_milliseconds" in order:
        _wait_no_longer_than(app, order["busy_milliseconds"])
    if "fault" in order:
        FAULTS[order["fault"]]()
    if "gate" in order:  # all who wait for it start at the same moment
        with open(order["gate"]) as gate:
            fcntl.flock(gate, fcntl.LOCK_SH)
    return PLAYS[order["play"]](app)


def start(order: dict[str, Any]) -> int:
    """Fork a child for an order and return its process number."""
    app_for(order)
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        os.setpgid(0, 0)
        code = work(order)
    except BaseException:  # noqa: BLE001  the child must end here, whatever came
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def ended(pid: int) -> int | None:
    """Return the exit code of a child (negative: the signal that killed it), or None while it lives."""
    done, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if done else None


def main() -> None:
    """Answer orders until there are no more."""
    for line in sys.stdin:
        order = json.loads(line)
        answer = ended(order["ended"]) if "ended" in order else start(order)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
