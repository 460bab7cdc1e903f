"""By which channels a person hears: their choice, the administrator's limit, looked at again when the message goes."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.cast import Cast
from tests.notifications.sink import free_port, mail_server
from tests.notifications.test_delivery import send
from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.notifications import service
from tracker.notifications.issue import Line, notify
from tracker.notifications.models import ChannelChoice, ChannelLimit, Message, MessageState, Notice
from tracker.rights import Role

TODAY = date(2026, 5, 18)


@pytest.fixture(autouse=True)
def gateway(app: Flask) -> None:
    """An installation that has both channels."""
    clock.fix_day(TODAY)
    app.config.update(WEBHOOK_URL=f"http://127.0.0.1:{free_port()}/nhan", WEBHOOK_SECRET="k" * 40)


def tell(cast: Cast, number: int = 1) -> list[str]:
    """Tell the clerk something; return the channels by which it goes."""
    notify([cast.clerk.id], Line("task", number, "due_soon", TODAY, "Sắp đến hạn.", "/x"), day=TODAY)
    db.session.commit()
    return sorted(db.session.scalars(select(Message.channel)))


def limit(cast: Cast, channel: str, *, is_allowed: bool = True, roles: list[Role] | None = None) -> None:
    """What the administrator says."""
    service.limit_channel(channel, is_allowed=is_allowed, roles=roles, by=actor_of(cast.administrator))


def test_whoever_chose_nothing_hears_by_mail_alone(cast: Cast) -> None:
    assert tell(cast) == ["email"]


def test_a_line_goes_by_each_channel_that_was_chosen(cast: Cast) -> None:
    service.choose_channels(["email", "webhook"], by=actor_of(cast.clerk))
    assert tell(cast) == ["email", "webhook"]


def test_whoever_wants_no_channel_still_has_the_inbox_and_is_not_told_again(cast: Cast) -> None:
    service.choose_channels([], by=actor_of(cast.clerk))
    assert tell(cast) == []
    assert len(db.session.scalars(select(Notice)).all()) == 1
    assert notify([cast.clerk.id], Line("task", 1, "due_soon", TODAY, "x", "/x"), day=TODAY) == 0


def test_the_administrator_limits_a_channel_to_roles_and_turns_it_off(cast: Cast) -> None:
    limit(cast, "email", roles=[Role.HEAD])
    assert tell(cast) == []
    limit(cast, "email", roles=[Role.CLERK])
    assert tell(cast, 2) == ["email"]
    limit(cast, "email", is_allowed=False)
    assert send().cancelled == 1, "what waited is not sent any more"
    assert db.session.scalar(select(Message.problem)) == "người nhận hoặc quản trị đã tắt kênh này"


def test_a_choice_made_after_queueing_holds_when_the_message_goes(cast: Cast) -> None:
    tell(cast)
    service.choose_channels([], by=actor_of(cast.clerk))
    send()
    assert db.session.scalar(select(Message.state)) is MessageState.CANCELLED
    service.choose_channels(["email"], by=actor_of(cast.clerk))
    tell(cast, 2)
    assert db.session.scalar(select(Message.state)) is MessageState.PENDING, "the day's digest takes lines again"


def test_a_person_chooses_on_a_page_of_their_own(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.clerk)
    assert "clerk@caobang.test" in client.get("/tai-khoan/kenh").text
    for _click in range(2):
        client.post("/tai-khoan/kenh", data={"kenh": "webhook"}, expect=303)
    choices = {choice.channel: choice.is_wanted for choice in db.session.scalars(select(ChannelChoice))}
    assert choices == {"email": False, "webhook": True}
    limit(cast, "webhook", is_allowed=False)
    assert "không cho dùng kênh này" in client.get("/tai-khoan/kenh").text


def test_the_administrator_limits_on_a_page_and_it_is_on_record(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.administrator)
    assert "Hoạt động" in client.get("/quan-tri/kenh").text
    client.post("/quan-tri/kenh/email", data={"cho": "vai-tro", "vai-tro": "head"}, expect=303)
    kept = db.session.scalars(select(ChannelLimit)).one()
    assert (kept.is_allowed, kept.roles) == (True, ["head"])
    client.post("/quan-tri/kenh/email", data={"cho": "tat"}, expect=303)
    assert "Đã tắt" in client.get("/quan-tri/kenh").text
    changes = db.session.scalars(select(HistoryEntry.action).where(HistoryEntry.subject == "channel_limit")).all()
    assert changes == ["channel_limited", "channel_limited"]


def test_only_administrators_limit_and_only_known_channels_and_roles(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.monitor).get("/quan-tri/kenh", expect=403)
    client.post("/quan-tri/kenh/email", data={"cho": "tat"}, expect=403)
    client.post("/quan-tri/kenh/email/thu", expect=403)
    client.sign_in(cast.administrator)
    client.post("/quan-tri/kenh/fax", data={"cho": "tat"}, expect=404)
    client.post("/quan-tri/kenh/email", data={"cho": "vai-tro", "vai-tro": "king"}, expect=404)
    assert db.session.scalars(select(ChannelLimit)).all() == []


def test_a_test_message_comes_at_once_and_a_failure_says_what_the_server_said(
    client: AuditingClient, cast: Cast, app: Flask
) -> None:
    client.sign_in(cast.administrator)
    with mail_server() as sink:
        app.config["SMTP_URL"] = sink.url
        client.post("/quan-tri/kenh/email/thu", expect=303)
        (mail,) = sink.taken
        assert mail["To"].addresses[0].addr_spec == cast.administrator.email
        sink.at_rcpt = lambda address: "550 không có hộp thư"
        client.post("/quan-tri/kenh/email/thu", expect=303)
        assert "550 không có hộp thư" in client.get("/quan-tri/kenh").text
    client.post("/quan-tri/kenh/webhook/thu", expect=303)
    assert "Chưa gửi được tin thử" in client.get("/quan-tri/kenh").text
    assert db.session.scalars(select(Message)).all() == []
