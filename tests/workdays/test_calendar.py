"""The working calendar as the table keeps it: the vectors of domain D, and what the administrator may do."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient, counted_statements
from tests.cast import Cast
from tracker.errors import NotAllowed
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.rights import Actor, Grant, Role
from tracker.workdays import service
from tracker.workdays.models import CalendarDay, DayStatus
from tracker.workdays.queries import working_calendar

ADMINISTRATOR = Actor(None, "Quản trị", (Grant(Role.ADMINISTRATOR),))


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2026, 5, 31), date(2026, 5, 29), date(2026, 6, 1)),
        (date(2027, 5, 31), date(2027, 5, 31), date(2027, 5, 31)),
        (date(2028, 6, 25), date(2028, 6, 23), date(2028, 6, 26)),
        (date(2026, 11, 14), date(2026, 11, 13), date(2026, 11, 16)),
        (date(2027, 11, 14), date(2027, 11, 12), date(2027, 11, 15)),
        (date(2026, 12, 19), date(2026, 12, 18), date(2026, 12, 21)),
        (date(2027, 12, 25), date(2027, 12, 24), date(2027, 12, 27)),
        (date(2027, 2, 9), date(2027, 2, 3), date(2027, 2, 11)),
        (date(2026, 11, 30), date(2026, 11, 30), date(2026, 11, 30)),
    ],
)
@pytest.mark.usefixtures("app")
def test_deadlines_of_the_coming_years_meet_the_table(day: date, before: date, after: date) -> None:
    calendar = working_calendar()
    assert calendar.previous_working_day(day) == before
    assert calendar.next_working_day(day) == after


@pytest.mark.usefixtures("app")
def test_the_calendar_is_read_by_one_statement() -> None:
    with counted_statements() as seen:
        working_calendar()
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 1


@pytest.mark.usefixtures("app")
def test_the_yearly_notice_changes_the_calendar_and_stands_in_the_history() -> None:
    saturday = date(2027, 2, 20)
    service.set_day(saturday, is_working=True, name="Làm bù", status=DayStatus.OFFICIAL, by=ADMINISTRATOR)
    assert working_calendar().is_working_day(saturday)
    service.set_day(saturday, is_working=True, name="Làm bù Tết", status=DayStatus.OFFICIAL, by=ADMINISTRATOR)
    assert service.remove_day(saturday, by=ADMINISTRATOR)
    assert not service.remove_day(saturday, by=ADMINISTRATOR)
    assert not working_calendar().is_working_day(saturday)
    actions = db.session.scalars(
        select(HistoryEntry.action).where(HistoryEntry.subject == "calendar_day").order_by(HistoryEntry.id)
    ).all()
    assert list(actions) == ["added", "changed", "removed"]


@pytest.mark.usefixtures("app")
def test_a_foreseen_year_becomes_official_once() -> None:
    assert service.confirm_year(2030, by=ADMINISTRATOR) > 0
    assert service.confirm_year(2030, by=ADMINISTRATOR) == 0


@pytest.mark.usefixtures("app")
def test_an_ordinary_day_is_no_exception() -> None:
    with pytest.raises(service.DayRefused):
        service.set_day(date(2026, 6, 1), is_working=True, name="Thứ Hai", status=DayStatus.OFFICIAL, by=ADMINISTRATOR)
    with pytest.raises(service.DayRefused):
        service.set_day(
            date(2026, 6, 7), is_working=False, name="Chủ nhật", status=DayStatus.OFFICIAL, by=ADMINISTRATOR
        )


@pytest.mark.usefixtures("app")
def test_only_the_administrator_keeps_the_calendar() -> None:
    with pytest.raises(NotAllowed):
        service.remove_day(date(2026, 1, 1), by=Actor(None, "Ai đó"))


def test_the_page_takes_a_day_and_refuses_what_is_none(cast: Cast, client: AuditingClient) -> None:
    client.sign_in(cast.administrator)
    client.get("/quan-tri/lich?nam=2026")
    typed = {"day": "25/12/2026", "name": "Nghỉ bù", "kind": "off", "status": "official"}
    client.post("/quan-tri/lich", data=typed, expect=303)
    assert db.session.get(CalendarDay, date(2026, 12, 25)) is not None
    answer = client.post("/quan-tri/lich", data={**typed, "day": "12"}, expect=422)
    assert "Nghỉ bù" in answer.text
    client.post("/quan-tri/lich", data={**typed, "day": "27/12/2026"}, expect=422)
    client.post("/quan-tri/lich/2026-12-25/bo", expect=303)
    client.post("/quan-tri/lich/hom-nay/bo", expect=404)
    client.post("/quan-tri/lich/2031/chinh-thuc", expect=303)
    client.get("/quan-tri/lich?nam=abc")


def test_others_do_not_come_to_the_calendar(cast: Cast, client: AuditingClient) -> None:
    client.sign_in(cast.clerk)
    client.get("/quan-tri/lich", expect=403)
    client.post("/quan-tri/lich/2026-01-01/bo", expect=403)
