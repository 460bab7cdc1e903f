"""People who must hear of work that is due today, and the count of what became of it."""

import os
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from tests.builders import make_agency, make_person, make_plan, make_task
from tests.notifications.sink import Sink
from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.jobs.runs import run_job
from tracker.jobs.schedule import JOBS, Sender
from tracker.notifications.models import Message, MessageLine, MessageState
from tracker.notifications.ownership import hold, new_owner_name
from tracker.reminders.planner import plan_reminders
from tracker.rights import Grant, Role
from tracker.tasks.models import Task

TODAY = date(2026, 5, 18)  # a Monday
MARK = re.compile(r"Việc số (\d+)\b")
FULL = os.environ.get("TRACKER_FAULTS") == "full"  # the counts of `make bench-faults`, too long for every day
figures: list[str] = []  # what the running test measured
SETTLED = (MessageState.SENT, MessageState.DEAD, MessageState.UNCERTAIN, MessageState.CANCELLED)


def make_due(people: int, *, works: int = 1, due_on: date = TODAY, role: Role = Role.CLERK) -> list[Person]:
    """Some people of one agency and some tasks of it that are due: each person must hear of each. Commits."""
    issuer = make_agency("UBND tỉnh", unit="Cao Bằng")
    doer = make_agency("Sở Công Thương", unit="Cao Bằng")
    grant = Grant(role, doer.id) if role in (Role.CLERK, Role.HEAD) else Grant(role, None, issuer.id)
    made = [make_person(f"nguoi{number}@caobang.test", f"Người {number}", "x", grant) for number in range(people)]
    plan = make_plan(issuer)
    for number in range(works):
        make_task(plan, doer, due_on=due_on, text=f"Việc số {number} của kế hoạch")
    db.session.commit()
    return made


def plan_today(day: date = TODAY) -> int:
    """Plan in this process; return how many lines were queued."""
    return plan_reminders(today=day).queued


def deliver_once() -> None:
    """Run the jobs that recover and send once, in this process."""
    owner = hold(new_owner_name())
    assert owner is not None
    try:
        for name in ("recover", "deliver"):
            run_job(JOBS[name], Sender(owner.name))
    finally:
        owner.release()


def states() -> Counter[MessageState]:
    """How many messages stand in each state."""
    db.session.rollback()
    found = Counter(db.session.scalars(select(Message.state)))
    db.session.rollback()
    return found


def is_settled() -> bool:
    """Whether no message waits or is under way."""
    return set(states()) <= set(SETTLED)


def tasks() -> list[Task]:
    """Every task, oldest first."""
    return list(db.session.scalars(select(Task).order_by(Task.id)))


def end_waits() -> None:
    """Let every message that waits be due now, as if the time until then had passed."""
    for message in db.session.scalars(select(Message).where(Message.state == MessageState.PENDING)):
        message.next_try_at -= timedelta(days=1)
    db.session.commit()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the reminders: lines planned, taken by the server, lost; further copies; messages in doubt."""

    planned: int
    taken: int
    lost: int
    extra: int
    in_doubt: int
    by_state: dict[MessageState, int]

    def __str__(self) -> str:
        named = ", ".join(f"{number} {state}" for state, number in sorted(self.by_state.items()))
        return (
            f"{self.planned} lines, {self.lost} lost, {self.extra} extra, {self.in_doubt} in doubt; messages: {named}"
        )


def outcome(app: Flask, sink: Sink) -> Outcome:
    """Count. Lost: a planned line that is neither with the server nor in a message settled otherwise, or never planned.

    A line counts as taken when the server has a text for that person with it, by whatever Message-ID.
    """
    reconciled(app)
    copies = keys_taken(sink)
    db.session.rollback()
    rows = db.session.execute(
        select(Person.email, MessageLine.text, MessageLine.is_stale, Message.state, Message.resent)
        .join(Person, Person.id == MessageLine.person_id)
        .join(Message, Message.id == MessageLine.message_id)
    ).all()
    lost = 0
    for address, text, is_stale, state, _resent in rows:
        is_taken = (address, _mark(text)) in copies
        settled_otherwise = is_stale or state in (MessageState.DEAD, MessageState.UNCERTAIN, MessageState.CANCELLED)
        lost += not (is_taken or settled_otherwise) or (is_taken and state is MessageState.PENDING)
    doubtful = select(Message.id).where((Message.resent.is_(True)) | (Message.state == MessageState.UNCERTAIN))
    in_doubt = len(db.session.scalars(doubtful).all())
    by_state = dict(states())
    counted = Outcome(len(rows), len(copies), lost, sum(copies.values()) - len(copies), in_doubt, by_state)
    figures.append(str(counted))
    return counted


def keys_taken(sink: Sink) -> Counter[tuple[str, str]]:
    """How often the server took each (address, work)."""
    copies: Counter[tuple[str, str]] = Counter()
    for mail in list(sink.taken):
        body = mail.get_body(("plain",))
        assert body is not None
        address = mail["To"].addresses[0].addr_spec
        copies.update({(address, number) for number in MARK.findall(body.get_content())})
    return copies


def _mark(text: str) -> str:
    found = MARK.search(text)
    return found.group(1) if found else text


def reconciled(app: Flask, day: date = TODAY) -> None:
    """Run `flask reminders reconcile`; it must find nothing missing."""
    db.session.rollback()
    answer = app.test_cli_runner().invoke(args=["reminders", "reconcile", "--on", day.isoformat()])
    assert answer.exit_code == 0, answer.stdout
    assert "thiếu 0 nhắc việc" in answer.stdout
    db.session.rollback()
