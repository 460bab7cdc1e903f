"""The administrator's page of the mail, and the watcher's address."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from tests.auditing import AuditingClient
from tests.cast import Cast
from tracker import clock
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.jobs.health import begin_beating, stop_beating
from tracker.jobs.models import Heartbeat
from tracker.notifications.issue import Line, notify
from tracker.notifications.models import Message, MessageState

TODAY = date(2026, 5, 18)


def message(cast: Cast, state: MessageState) -> Message:
    """A message to the clerk in a state."""
    notify([cast.clerk.id], Line("task", 1, "due_soon", TODAY, "Sắp đến hạn.", "/nhiem-vu/1"), day=TODAY)
    made = db.session.scalars(select(Message)).one()
    made.state = state
    made.problem = "550 không có hộp thư"
    db.session.commit()
    return made


def test_the_outbox_with_nothing_to_decide_says_so(client: AuditingClient, cast: Cast) -> None:
    page = client.sign_in(cast.administrator).get("/quan-tri/thu").text
    assert "Không có thư nào cần quyết định" in page


def test_only_administrators_open_the_outbox(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.monitor).get("/quan-tri/thu", expect=403)


@pytest.mark.parametrize("state", [MessageState.DEAD, MessageState.UNCERTAIN])
def test_a_message_that_needs_a_person_is_sent_again_once_and_noted(
    client: AuditingClient, cast: Cast, state: MessageState
) -> None:
    kept = message(cast, state)
    assert "550 không có hộp thư" in client.sign_in(cast.administrator).get("/quan-tri/thu").text
    client.post(f"/quan-tri/thu/{kept.id}/gui-lai", expect=303)
    client.post(f"/quan-tri/thu/{kept.id}/gui-lai", expect=409)
    db.session.expire_all()
    assert kept.state is MessageState.PENDING
    assert kept.resent is (state is MessageState.UNCERTAIN)
    assert [entry.action for entry in _history()] == ["mail sent again"]


def test_a_message_that_needs_a_person_is_dropped_and_noted(client: AuditingClient, cast: Cast) -> None:
    kept = message(cast, MessageState.DEAD)
    client.sign_in(cast.administrator).post(f"/quan-tri/thu/{kept.id}/bo-qua", expect=303)
    db.session.expire_all()
    assert kept.state is MessageState.CANCELLED
    assert [entry.actor_id for entry in _history()] == [cast.administrator.id]


def test_nobody_is_expected_where_no_worker_was_started_and_no_mail_waits(client: AuditingClient, cast: Cast) -> None:
    assert client.get("/healthz").json == {"status": "idle", "worker_beat_seconds": None}


def test_mail_that_waits_without_worker_is_an_alarm(client: AuditingClient, cast: Cast) -> None:
    kept = message(cast, MessageState.PENDING)
    kept.next_try_at = clock.now() - timedelta(minutes=10)
    db.session.commit()
    answer = client.get("/healthz", expect=503)
    assert answer.json is not None
    assert answer.json["status"] == "absent"


def test_a_beat_older_than_three_minutes_is_an_alarm(client: AuditingClient, cast: Cast) -> None:
    begin_beating("w")
    answer = client.get("/healthz")
    assert answer.json is not None
    assert answer.json["status"] == "ok"
    db.session.execute(update(Heartbeat).values(beat_at=clock.now() - timedelta(minutes=4)))
    db.session.commit()
    assert client.get("/healthz", expect=503).json == {"status": "stale", "worker_beat_seconds": 240}
    stop_beating("w")
    client.get("/healthz")


def _history() -> list[HistoryEntry]:
    return list(db.session.scalars(select(HistoryEntry).where(HistoryEntry.subject == "message")))
