"""Kill at a point, finish with another process, count what the mail server took."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tests.builders import make_agency, make_person, make_plan, make_task
from tests.databases import settings_for
from tests.faults.world import reconciled
from tests.notifications.sink import Sink
from tracker import create_app
from tracker.extensions import db, writing
from tracker.notifications.models import Message, MessageState
from tracker.rights import Grant, Role

ROOT = Path(__file__).resolve().parents[2]
POINTS = ("P1", "P2", "C1", "C2", "S1", "M2", "S2", "S3", "S4", "S5")
# A reminder is due on the day itself; an escalation a month and a day later.
DUE_ON = date(2026, 4, 15)
DAYS = {"reminder": date(2026, 4, 15), "escalation": date(2026, 5, 18)}


class Victim:
    """The process that has its children killed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def work(self, *, point: str, times: int, **order: Any) -> int:
        """Let `times` children work, one after the other; return how many were killed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"point": point, "times": times, **order}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the victim failed; see its output above"
        return int(json.loads(answer)["killed"])


@contextmanager
def victim() -> Iterator[Victim]:
    """Start the process, and end it with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.victim"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "TRACKER_TODAY": "", "SMTP_URL": ""},
    )
    try:
        yield Victim(process)
    finally:
        process.communicate(timeout=30)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one point of killing led to, in messages."""

    point: str
    kills: int
    lost: int
    extra: int
    in_doubt: int
    sent: int

    def __str__(self) -> str:
        doubt = f", in doubt {self.in_doubt}" if self.in_doubt else ""
        return f"{self.lost}/{self.extra}{doubt}"


def kill_and_count(
    process: Victim,
    sink: Sink,
    *,
    database: str,
    instance: Path,
    point: str,
    weight: str,
    people: int = 8,
    kills: int = 3,
) -> Outcome:
    """Give each of some people one message to come, kill at the point, let another process finish, and count."""
    app = create_app(settings_for(database, instance))
    with app.app_context(), writing():
        someone_due(people, weight)
    order = {"database": database, "instance": str(instance), "smtp": sink.url, "day": DAYS[weight].isoformat()}
    taken_before = len(sink.taken)
    killed = process.work(point=point, times=kills, **order)
    process.work(point="never", times=2, **order)
    return _counted(app, sink, taken_before, point=point, kills=killed, people=people, day=DAYS[weight])


def someone_due(people: int, weight: str) -> None:
    """One task that is due, and so many people who must hear of it: clerks, or secretaries of the committee."""
    issuer = make_agency("UBND tỉnh", unit="Cao Bằng")
    doer = make_agency("Sở Công Thương", unit="Cao Bằng")
    grant = Grant(Role.CLERK, doer.id) if weight == "reminder" else Grant(Role.SECRETARY, None, issuer.id)
    for number in range(people):
        make_person(f"nguoi{number}@caobang.test", f"Người {number}", "x", grant)
    make_task(make_plan(issuer), doer, due_on=DUE_ON)
    db.session.commit()


def _counted(app: Flask, sink: Sink, taken_before: int, *, point: str, kills: int, people: int, day: date) -> Outcome:
    with app.app_context():
        reconciled(app, day)
        uncertain = set(db.session.scalars(select(Message.message_id).where(Message.state == MessageState.UNCERTAIN)))
        resent = db.session.scalar(select(func.count()).select_from(Message).where(Message.resent.is_(True))) or 0
        sent = set(db.session.scalars(select(Message.message_id).where(Message.state == MessageState.SENT)))
        db.session.remove()
        db.engine.dispose()
    # The text of a killed sender may reach the server's hands a moment after the last one was answered.
    wait_until(lambda: sent <= {str(mail["Message-ID"]) for mail in sink.taken[taken_before:]})
    copies: dict[str, int] = {}
    for mail in sink.taken[taken_before:]:
        copies[str(mail["Message-ID"])] = copies.get(str(mail["Message-ID"]), 0) + 1
    return Outcome(
        point=point,
        kills=kills,
        lost=people - len(sent | uncertain),
        extra=sum(number - 1 for number in copies.values()),
        in_doubt=len(uncertain) + resent,
        sent=len(sent),
    )


def wait_until(is_so: Callable[[], bool], *, seconds: float = 60.0) -> None:
    """Look again and again until it is so; fail when it never becomes so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not become so in time"
        time.sleep(0.05)
