"""The administrator's page of the mail, and the watcher's address."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from tests.auditing import AuditingClient, counted_statements
from tests.builders import make_person, make_plan, make_task
from tests.cast import Cast
from tracker import clock
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.jobs.health import begin_beating, stop_beating
from tracker.jobs.models import Heartbeat
from tracker.jobs.runs import run_job
from tracker.jobs.schedule import JOBS, Sender
from tracker.notifications.issue import Line, notify
from tracker.notifications.models import Message, MessageState, Notice
from tracker.notifications.pauses import pause

TODAY = date(2026, 5, 18)
PAGE = "/quan-tri/thu"
DECIDE = "/quan-tri/thu/quyet-dinh"


def messages(cast: Cast, *states: MessageState) -> list[Message]:
    """A message for each state, each to a person of its own."""
    people = [make_person(f"nguoi{number}@caobang.test", f"Người {number}", "x") for number in range(len(states))]
    line = Line("task", 1, "due_soon", TODAY, "Sắp đến hạn.", "/nhiem-vu/1")
    notify([person.id for person in people], line, day=TODAY)
    made = list(db.session.scalars(select(Message).order_by(Message.person_id)))
    for message, state in zip(made, states, strict=True):
        message.state = state
        message.problem = "550 không có hộp thư"
    db.session.commit()
    return made


def chosen(decision: str, *kept: Message) -> dict[str, object]:
    """What the page sends for a decision about messages as they stand now."""
    return {"viec": decision, "thu": [f"{message.id}-{message.state}" for message in kept]}


def test_the_outbox_with_nothing_to_decide_says_so(client: AuditingClient, cast: Cast) -> None:
    page = client.sign_in(cast.administrator).get(PAGE).text
    assert "Không có thư nào cần quyết định" in page
    assert "Không có tiến trình nền nào đang chạy" in page
    assert "chưa chạy lần nào" in page


@pytest.mark.parametrize("path", [PAGE, f"{DECIDE}?viec=gui-lai&thu=1-dead"])
def test_only_administrators_open_the_outbox(client: AuditingClient, cast: Cast, path: str) -> None:
    client.sign_in(cast.monitor).get(path, expect=403)


def test_only_administrators_decide(client: AuditingClient, cast: Cast) -> None:
    (kept,) = messages(cast, MessageState.DEAD)
    client.sign_in(cast.monitor).post(DECIDE, data=chosen("gui-lai", kept), expect=403)
    db.session.expire_all()
    assert kept.state is MessageState.DEAD


@pytest.mark.parametrize("state", [MessageState.DEAD, MessageState.UNCERTAIN])
def test_a_message_that_needs_a_person_is_sent_again_once_and_noted(
    client: AuditingClient, cast: Cast, state: MessageState
) -> None:
    (kept,) = messages(cast, state)
    assert "550 không có hộp thư" in client.sign_in(cast.administrator).get(PAGE).text
    order = chosen("gui-lai", kept)
    client.post(DECIDE, data=order, expect=303)
    client.post(DECIDE, data=order, expect=409)
    db.session.expire_all()
    assert kept.state is MessageState.PENDING
    assert kept.resent is (state is MessageState.UNCERTAIN)
    assert [entry.action for entry in _history()] == ["mail sent again"]
    assert "Quyết định gần đây" in client.get(PAGE).text


def test_ticked_messages_are_decided_together_and_what_changed_meanwhile_is_left_alone(
    client: AuditingClient, cast: Cast
) -> None:
    dead, doubtful, other = messages(cast, MessageState.DEAD, MessageState.UNCERTAIN, MessageState.DEAD)
    order = chosen("bo-qua", dead, doubtful, other)
    other.state = MessageState.SENT  # a late answer came
    db.session.commit()
    client.sign_in(cast.administrator).post(DECIDE, data=order, expect=303)
    db.session.expire_all()
    assert [m.state for m in (dead, doubtful, other)] == [
        MessageState.CANCELLED,
        MessageState.CANCELLED,
        MessageState.SENT,
    ]
    assert [entry.actor_id for entry in _history()] == [cast.administrator.id] * 2
    assert "1 thư đã có người xử lý" in client.get(PAGE).text


def test_a_message_in_doubt_that_died_meanwhile_is_not_decided_as_if_in_doubt(
    client: AuditingClient, cast: Cast
) -> None:
    (kept,) = messages(cast, MessageState.UNCERTAIN)
    order = chosen("gui-lai", kept)
    kept.state = MessageState.DEAD
    db.session.commit()
    client.sign_in(cast.administrator).post(DECIDE, data=order, expect=409)
    db.session.expire_all()
    assert kept.state is MessageState.DEAD


def test_before_deciding_the_page_shows_what_will_happen_to_each_and_changes_nothing(
    client: AuditingClient, cast: Cast
) -> None:
    kept = messages(cast, MessageState.DEAD, MessageState.UNCERTAIN)
    query = "&".join(f"thu={message.id}-{message.state}" for message in kept)
    page = client.sign_in(cast.administrator).get(f"{DECIDE}?viec=gui-lai&{query}").text
    assert "người nhận chưa có bản nào" in page
    assert "người nhận có thể có hai bản" in page
    assert "Bỏ qua 2 thư" in client.get(f"{DECIDE}?viec=bo-qua&{query}").text
    db.session.expire_all()
    assert {message.state for message in kept} == {MessageState.DEAD, MessageState.UNCERTAIN}
    assert list(_history()) == []


@pytest.mark.parametrize("query", ["viec=gui-lai", "viec=gui-lai&thu=x-dead&thu=999-dead&thu=9-khong"])
def test_who_ticked_nothing_is_sent_back_with_a_sentence(client: AuditingClient, cast: Cast, query: str) -> None:
    client.sign_in(cast.administrator).get(f"{DECIDE}?{query}", expect=303)
    assert "Chưa chọn thư nào" in client.get(PAGE).text


def test_a_decision_that_is_none_is_refused(client: AuditingClient, cast: Cast) -> None:
    (kept,) = messages(cast, MessageState.DEAD)
    client.sign_in(cast.administrator).post(DECIDE, data=chosen("xoa", kept), expect=422)


def test_a_channel_that_pauses_says_until_when_and_why(client: AuditingClient, cast: Cast) -> None:
    messages(cast, MessageState.PENDING)
    pause("email", "550 relay denied")
    page = client.sign_in(cast.administrator).get(PAGE).text
    assert "Tạm dừng đến" in page
    assert "550 relay denied" in page


def test_what_waits_longest_is_told_in_hours(client: AuditingClient, cast: Cast) -> None:
    (kept,) = messages(cast, MessageState.PENDING)
    kept.next_try_at = clock.now() - timedelta(hours=5, minutes=10)
    db.session.commit()
    assert "5 giờ" in client.sign_in(cast.administrator).get(PAGE).text


def test_the_page_costs_the_same_for_one_message_and_for_forty(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.administrator)
    messages(cast, MessageState.DEAD)
    with counted_statements() as few:
        client.get(PAGE)
    db.session.execute(update(Message).values(day=TODAY - timedelta(days=30)))
    for number in range(40):
        person = make_person(f"them{number}@caobang.test", f"Thêm {number}", "x")
        notify([person.id], Line("task", 1, "due_soon", TODAY, "Sắp đến hạn.", "/nhiem-vu/1"), day=TODAY)
    db.session.execute(update(Message).values(state=MessageState.DEAD))
    db.session.commit()
    with counted_statements() as many:
        client.get(PAGE)
    assert len(many) == len(few)


def test_the_daily_reconciliation_is_shown_and_alarms_when_something_is_missing(
    client: AuditingClient, cast: Cast
) -> None:
    clock.fix_day(date(2026, 5, 20))
    make_task(make_plan(cast.issuer), cast.finance, due_on=date(2026, 5, 20))
    db.session.commit()
    run("reconcile")
    assert "thiếu 1 nhắc việc" in client.sign_in(cast.administrator).get(PAGE).text
    told = select(Notice.rule).where(Notice.person_id == cast.administrator.id)
    assert list(db.session.scalars(told)) == ["reminders_missing"]
    run("reminders")
    run("reconcile")
    assert "không thiếu" in client.get(PAGE).text
    assert list(db.session.scalars(told)) == ["reminders_missing"]


def run(name: str) -> None:
    """Run a job as the worker does, with its note."""
    run_job(JOBS[name], Sender("test"))


def test_nobody_is_expected_where_no_worker_was_started_and_no_mail_waits(client: AuditingClient, cast: Cast) -> None:
    assert client.get("/healthz").json == {"status": "idle", "worker_beat_seconds": None}


def test_mail_that_waits_without_worker_is_an_alarm(client: AuditingClient, cast: Cast) -> None:
    (kept,) = messages(cast, MessageState.PENDING)
    kept.next_try_at = clock.now() - timedelta(minutes=10)
    db.session.commit()
    answer = client.get("/healthz", expect=503)
    assert answer.json is not None
    assert answer.json["status"] == "absent"


def test_a_beat_older_than_three_minutes_is_an_alarm(client: AuditingClient, cast: Cast) -> None:
    begin_beating("may-1:77:w")
    answer = client.get("/healthz")
    assert answer.json is not None
    assert answer.json["status"] == "ok"
    page = client.sign_in(cast.administrator).get(PAGE).text
    assert "may-1" in page and "tiến trình 77" in page
    db.session.execute(update(Heartbeat).values(beat_at=clock.now() - timedelta(minutes=4)))
    db.session.commit()
    assert client.get("/healthz", expect=503).json == {"status": "stale", "worker_beat_seconds": 240}
    assert "im lặng quá 3 phút" in client.get(PAGE).text
    stop_beating("may-1:77:w")
    client.get("/healthz")


def _history() -> list[HistoryEntry]:
    return list(db.session.scalars(select(HistoryEntry).where(HistoryEntry.subject == "message")))
