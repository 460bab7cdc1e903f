"""A process that does the worker's jobs in children and has them killed at a named point. Product code knows no points.

`python -m tests.jobs.victim` reads one order a line (JSON) from stdin and answers with one line: how many children were
killed. Each child is a real process with a real application, ended by SIGKILL exactly at the point.
"""

import json
import os
import signal
import smtplib
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.databases import settings_for
from tracker import clock, create_app
from tracker.extensions import db
from tracker.jobs.runs import run_job
from tracker.jobs.schedule import JOBS, Sender
from tracker.notifications import marks
from tracker.notifications.channels.email import smtp
from tracker.notifications.ownership import hold, new_owner_name
from tracker.reminders import planner

JOBS_IN_ORDER = ("reminders", "recover", "deliver")


def die(*_args: Any, **_named: Any) -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def before(owner: Any, name: str) -> None:
    """Kill when `owner.name` is called."""
    setattr(owner, name, die)


def after(owner: Any, name: str) -> None:
    """Kill when `owner.name` has done its work."""
    original: Callable[..., Any] = getattr(owner, name)

    def deadly(*args: Any, **named: Any) -> None:
        original(*args, **named)
        die()

    setattr(owner, name, deadly)


def after_the_text_left() -> None:
    """Kill when the whole text is with the kernel and the answer of the server has not been read."""
    original = smtplib.SMTP.send

    def deadly(self: smtplib.SMTP, text: Any) -> None:
        original(self, text)
        if isinstance(text, bytes) and text.endswith(b"\r\n.\r\n"):
            die()

    setattr(smtplib.SMTP, "send", deadly)


def before_the_commit_of_sent() -> None:
    """Kill when "sent" is written and not yet committed."""
    original = marks.mark_sent

    def deadly(letter: Any) -> None:
        setattr(db.session, "commit", die)
        original(letter)

    setattr(marks, "mark_sent", deadly)


POINTS: dict[str, Callable[[], None]] = {
    "P1": lambda: after(planner, "notify_each"),
    "P2": lambda: after(planner, "_queue"),
    "C1": lambda: after(marks, "_claimed"),
    "C2": lambda: after(marks, "claim_next"),
    "S1": lambda: before(marks, "mark_handing_over"),
    "M2": lambda: after(marks, "mark_handing_over"),
    "S2": after_the_text_left,
    "S3": lambda: after(smtp, "_give_text"),
    "S4": before_the_commit_of_sent,
    "S5": lambda: after(marks, "mark_sent"),
    "never": lambda: None,
}


def work(order: dict[str, Any]) -> None:
    """Do the jobs once, in this process."""
    app = create_app(settings_for(order["database"], Path(order["instance"]), SMTP_URL=order["smtp"]))
    clock.fix_day(date.fromisoformat(order["day"]))
    marks.RESEND_AFTER = timedelta(0)  # in the product 15 minutes
    planner.PEOPLE_A_BATCH = 2
    with app.app_context():
        POINTS[order["point"]]()
        owner = hold(new_owner_name())
        assert owner is not None
        for name in JOBS_IN_ORDER:
            run_job(JOBS[name], Sender(owner.name))


def child_was_killed(order: dict[str, Any]) -> bool:
    """Do the jobs in a child; tell whether it was killed. A child that failed in another way fails this process too."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work(order)
            code = 0
        finally:
            os._exit(code)
    _pid, status = os.waitpid(pid, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    if not killed and os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"the child failed at {order['point']}")
    return killed


def main() -> None:
    """Answer orders until there are no more."""
    for line in sys.stdin:
        order = json.loads(line)
        killed = sum(child_was_killed(order) for _child in range(order["times"]))
        sys.stdout.write(json.dumps({"killed": killed}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
