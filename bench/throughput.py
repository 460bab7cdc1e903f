"""How fast reminders leave: 10,000 due lines to 1,000 people, on both databases, on the disk and waiting for it.

Run: python -m bench.throughput [--people 1000] [--works 10] [--singles 200] [--database sqlite]. The mail server is a
process of its own that keeps nothing. "Singles" are messages of one line: reported, not promised.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Flask
from sqlalchemy import event, func, select

from tests.builders import make_agency, make_person, make_plan, make_task
from tests.databases import databases, settings_for
from tracker import clock, create_app
from tracker.extensions import db, writing
from tracker.jobs.runs import run_job
from tracker.jobs.schedule import JOBS, Sender
from tracker.notifications.models import Message, MessageLine, MessageState
from tracker.notifications.ownership import hold, new_owner_name
from tracker.rights import Grant, Role

DAY = date(2026, 5, 18)
PEOPLE_AN_AGENCY = 10
TARGET_SECONDS = 60.0


class MailSink:
    """The mail server's process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        assert process.stdout is not None
        self.url = process.stdout.readline().strip()

    def counts(self) -> dict[str, int]:
        """How many texts it took, on how many connections, so far."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return dict(json.loads(self._process.stdout.readline()))


@contextmanager
def mail_sink() -> Iterator[MailSink]:
    """Run the mail server while the block runs."""
    command = [sys.executable, "-m", "bench.mail_sink"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield MailSink(process)
        finally:
            process.terminate()


@dataclass(frozen=True, slots=True)
class Measured:
    """One run."""

    lines: int
    messages: int
    planning: float
    sending: float
    processor: float  # seconds of the sender's processor; what is left of `sending` is waiting for disk and server
    connections: int
    statements: int

    def row(self, name: str) -> str:
        """A row of the printed table."""
        a_message = self.statements / max(self.messages, 1)
        rate = self.messages / self.sending
        whole = self.planning + self.sending
        return (
            f"| {name} | {self.lines:,} | {self.messages:,} | {self.planning:.1f} | {self.sending:.1f} | {whole:.1f} |"
            f" {self.processor:.1f} |"
            f" {rate:.0f} | {self.connections} | {a_message:.2f} |"
        )


def fill(people: int, works: int) -> None:
    """Agencies of ten clerks each, each agency with so many tasks that are due today."""
    issuer = make_agency("UBND tỉnh", unit="Cao Bằng")
    plan = make_plan(issuer)
    for number in range(-(-people // PEOPLE_AN_AGENCY)):
        agency = make_agency(f"Cơ quan {number}", unit="Cao Bằng")
        for person in range(min(PEOPLE_AN_AGENCY, people - number * PEOPLE_AN_AGENCY)):
            address = f"nguoi{number}.{person}@caobang.test"
            make_person(address, f"Người {number}.{person}", "x", Grant(Role.CLERK, agency.id))
        for work in range(works):
            make_task(plan, agency, due_on=DAY, text=f"Việc số {work} của cơ quan {number} trong kế hoạch năm 2026.")
    db.session.commit()


def measured(app: Flask, sink: MailSink, people: int, works: int) -> Measured:
    """Fill the database, plan, send, and count."""
    fill(people, works)
    before = sink.counts()
    statements = [0]
    engine = db.engine

    def count(*_args: object) -> None:
        statements[0] += 1

    owner = hold(new_owner_name())
    assert owner is not None
    planning = _seconds(lambda: run_job(JOBS["reminders"], Sender(owner.name)))
    event.listen(engine, "before_cursor_execute", count)
    processor = time.process_time()
    sending = _seconds(lambda: _send_all(Sender(owner.name)))
    processor = time.process_time() - processor
    event.remove(engine, "before_cursor_execute", count)
    owner.release()
    after = sink.counts()
    sent = db.session.scalar(select(func.count()).where(Message.state == MessageState.SENT)) or 0
    lines = db.session.scalar(select(func.count()).select_from(MessageLine)) or 0
    assert after["taken"] - before["taken"] == sent, "what is noted as sent is what the server took"
    return Measured(
        lines, sent, planning, sending, processor, after["connections"] - before["connections"], statements[0]
    )


def _send_all(sender: Sender) -> None:
    for name in ("recover", "deliver"):
        run_job(JOBS[name], sender)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def on_database(kind: str, sink: MailSink, *, people: int, works: int, **settings: object) -> Measured:
    """Measure on a fresh database of a kind that waits for its disk."""
    with databases(kind, careful=True) as store, tempfile.TemporaryDirectory() as instance:
        app = create_app(settings_for(store.fresh(), Path(instance), SMTP_URL=sink.url, **settings))
        clock.fix_day(DAY)
        with app.app_context(), writing():
            try:
                return measured(app, sink, people, works)
            finally:
                db.session.remove()
                db.engine.dispose()


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, default=1000)
    options.add_argument("--works", type=int, default=10)
    options.add_argument("--singles", type=int, default=200)
    options.add_argument("--database", choices=("sqlite", "postgresql"))
    asked = options.parse_args()
    columns = ("run", "lines", "messages", "planning s", "sending s", "both s", "processor s", "messages/s")
    print("|", " | ".join((*columns, "connections", "statements/message")), "|")
    print("|" + "---|" * 10)
    slow = []
    for kind in [asked.database] if asked.database else ["sqlite", "postgresql"]:
        with mail_sink() as sink:
            digests = on_database(kind, sink, people=asked.people, works=asked.works)
            print(digests.row(f"{kind}, digests"), flush=True)
            if digests.planning + digests.sending > TARGET_SECONDS:
                slow.append(kind)
            if asked.singles:
                singles = on_database(kind, sink, people=asked.singles, works=1)
                print(singles.row(f"{kind}, singles"), flush=True)
    if slow:
        raise SystemExit(f"slower than {TARGET_SECONDS:.0f} s: {', '.join(slow)}")


if __name__ == "__main__":
    main()
