"""The inbox of each person."""

from datetime import date

from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.cast import Cast
from tracker.extensions import db
from tracker.notifications.issue import Line, notify_each
from tracker.notifications.models import Notice

TODAY = date(2026, 5, 18)


def tell(*person_ids: int, count: int = 1) -> None:
    """Put lines about tasks 1 … count into the inbox of people."""
    lines = [
        Line("task", n, "due_soon", TODAY, f"Việc số {n} sắp đến hạn.", f"/nhiem-vu/{n}") for n in range(1, count + 1)
    ]
    notify_each([(person_id, line) for person_id in person_ids for line in lines], day=TODAY)
    db.session.commit()


def test_an_empty_inbox_says_what_will_come_there(client: AuditingClient, cast: Cast) -> None:
    page = client.sign_in(cast.clerk).get("/thong-bao").text
    assert "Chưa có thông báo nào" in page


def test_a_person_sees_only_the_own_notices_unread_first(client: AuditingClient, cast: Cast) -> None:
    tell(cast.clerk.id, count=2)
    tell(cast.head.id)
    first = db.session.scalars(select(Notice).where(Notice.person_id == cast.clerk.id).order_by(Notice.id)).first()
    assert first is not None
    client.sign_in(cast.clerk).post(f"/thong-bao/{first.id}/da-doc", expect=303)
    page = client.get("/thong-bao").text
    assert page.count("<tbody") == 2
    assert page.index("Việc số 2") < page.index("Việc số 1")
    assert "1 thông báo chưa đọc" in page


def test_reading_answers_htmx_with_the_row_alone(client: AuditingClient, cast: Cast) -> None:
    tell(cast.clerk.id)
    notice = db.session.scalars(select(Notice)).one()
    answer = client.sign_in(cast.clerk).post(
        f"/thong-bao/{notice.id}/da-doc", headers={"HX-Request": "true"}, expect=200
    )
    assert answer.text.lstrip().startswith("<tbody")
    assert "Đã đọc" not in answer.text


def test_opening_a_notice_reads_it_and_goes_to_its_subject(client: AuditingClient, cast: Cast) -> None:
    tell(cast.clerk.id)
    notice = db.session.scalars(select(Notice)).one()
    answer = client.sign_in(cast.clerk).post(f"/thong-bao/{notice.id}/mo", expect=303)
    assert answer.location == "/nhiem-vu/1"
    db.session.expire_all()
    assert notice.read_at is not None


def test_all_notices_are_read_at_once_and_those_of_others_are_not(client: AuditingClient, cast: Cast) -> None:
    tell(cast.clerk.id, cast.head.id, count=3)
    client.sign_in(cast.clerk).post("/thong-bao/da-doc", expect=303)
    unread = db.session.scalars(select(Notice.person_id).where(Notice.read_at.is_(None))).all()
    assert set(unread) == {cast.head.id}


def test_another_persons_notice_does_not_exist(client: AuditingClient, cast: Cast) -> None:
    tell(cast.head.id)
    notice = db.session.scalars(select(Notice)).one()
    client.sign_in(cast.clerk).post(f"/thong-bao/{notice.id}/da-doc", expect=404)


def test_a_long_inbox_has_pages_and_asks_no_more_often(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.clerk)
    tell(cast.clerk.id, count=2)
    client.get("/thong-bao")
    tell(cast.clerk.id, count=3)
    client.get("/thong-bao")
    few = client.statements
    tell(cast.clerk.id, count=120)
    assert "Trang sau" in client.get("/thong-bao").text
    assert client.statements == few
    client.get("/thong-bao?trang=3")
