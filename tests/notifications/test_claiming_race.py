"""A sender claims a digest while new lines arrive for it: no line is lost, none goes twice, none is added unseen.

The other one starts between two statements of the first; a lock, never a pause, decides who comes first.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cast import Cast
from tracker import clock
from tracker.extensions import db, writing
from tracker.notifications import issue, marks
from tracker.notifications.issue import Line, notify
from tracker.notifications.models import Message, MessageLine, MessageState

TODAY, TOMORROW = date(2026, 5, 18), date(2026, 5, 19)


@pytest.fixture(autouse=True)
def day() -> None:
    """The day on which all this happens."""
    clock.fix_day(TODAY)


def queue(person_id: int, number: int) -> None:
    """Queue one line, as the planner does."""
    with writing():
        notify([person_id], Line("task", number, "due_soon", TODAY, f"Việc {number}.", "/x"), day=TODAY)
        db.session.commit()


def all_true(_lines: Sequence[MessageLine]) -> marks.Checked:
    """Every line is true."""
    return marks.Checked()


def claimed(check: marks.CheckLines = all_true) -> list[list[int]]:
    """Claim once; return the tasks in each letter."""
    return [[line.subject_id for line in letter.lines] for letter in marks.claim_next("test", check).letters]


def apart(app: Flask, act: Callable[[], Any]) -> Callable[[], Any]:
    """Do it in a context of its own, as another process would."""

    def run() -> Any:
        with app.app_context():
            try:
                return act()
            finally:
                db.session.remove()

    return run


def kept() -> dict[date, tuple[MessageState, list[int]]]:
    """The digests as they stand: the day, the state, and the tasks in it."""
    db.session.rollback()
    db.session.expire_all()
    return {m.day: (m.state, [line.subject_id for line in m.lines]) for m in db.session.scalars(select(Message))}


def test_a_line_that_arrives_while_the_digest_is_claimed_waits_for_the_next_working_day(app: Flask, cast: Cast) -> None:
    person_id = cast.clerk.id
    queue(person_id, 1)
    arriving: list[Future[None]] = []
    begun = threading.Event()

    def arrives() -> None:
        begun.set()
        queue(person_id, 2)

    with ThreadPoolExecutor(1) as pool:

        def check(lines: Sequence[MessageLine]) -> marks.Checked:
            """The message is locked and its lines are read; now the planner comes."""
            arriving.append(pool.submit(apart(app, arrives)))
            assert begun.wait(30)
            assert not arriving[0].done()
            return all_true(lines)

        assert claimed(check) == [[1]]
        arriving[0].result(30)
    assert kept() == {TODAY: (MessageState.CLAIMED, [1]), TOMORROW: (MessageState.PENDING, [2])}
    clock.fix_day(TOMORROW)
    assert claimed() == [[2]]


def test_a_digest_that_is_getting_a_line_is_claimed_with_it_or_later_never_without(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_id = cast.clerk.id
    queue(person_id, 1)
    claims: list[Future[list[list[int]]]] = []
    begun = threading.Event()
    find = issue.messages_for

    def claims_now() -> list[list[int]]:
        begun.set()
        return claimed()

    with ThreadPoolExecutor(1) as pool:

        def found_then_claimed(*args: Any) -> Any:
            """The planner knows its digest; before it writes the line, a sender comes."""
            messages = find(*args)
            if args[0] and not claims:
                claims.append(pool.submit(apart(app, claims_now)))
                assert begun.wait(30)
                if db.engine.dialect.name == "postgresql":  # passes over what is locked; SQLite lets it wait
                    assert claims[0].result(30) == []
            return messages

        monkeypatch.setattr(issue, "messages_for", found_then_claimed)
        queue(person_id, 2)
        first = claims[0].result(30)
    assert first in ([], [[1, 2]])
    assert first or claimed() == [[1, 2]]
    assert kept() == {TODAY: (MessageState.CLAIMED, [1, 2])}


def test_many_lines_and_a_sender_at_once_lose_and_double_nothing(app: Flask, cast: Cast) -> None:
    people = [cast.clerk.id, cast.head.id, cast.monitor.id]
    db.session.rollback()
    start = threading.Barrier(4)

    def arrive(person_id: int) -> list[list[int]]:
        start.wait(30)
        for number in range(8):
            queue(person_id, number)
        return []

    def take() -> list[list[int]]:
        start.wait(30)
        found: list[list[int]] = []
        for _time in range(20):
            with suppress(marks.Deposed):
                found += claimed()
        return found

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(apart(app, lambda who=who: arrive(who))) for who in people]  # type: ignore[misc]
        jobs += [pool.submit(apart(app, take))]
        taken = [numbers for job in jobs for numbers in job.result(60)]
    taken += claimed()
    clock.fix_day(TOMORROW)
    taken += claimed()
    assert sorted(number for numbers in taken for number in numbers) == sorted(list(range(8)) * 3)
    states = {state for state, _tasks in kept().values()}
    assert states == {MessageState.CLAIMED}
