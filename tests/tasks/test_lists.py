"""The numbers over the board, the addresses of the lists: what they count, what they answer when nothing is found."""

from datetime import date

import pytest
from flask import Flask

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_task
from tests.cast import Cast
from tracker import clock
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.tasks.models import Task
from tracker.tasks.rules import State

NOTHING = "Không có nhiệm vụ nào khớp với bộ lọc."
SCOPE = "Các số trên đếm mọi nhiệm vụ của cơ quan"


@pytest.fixture(autouse=True)
def the_day(app: Flask) -> None:
    """Every story of this file stands on 15/06/2026."""
    clock.fix_day(date(2026, 6, 15))


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan of 2026, issued on 20/01/2026."""
    return make_plan(cast.issuer)


def waiting(plan: Plan, cast: Cast, text: str, due_on: date) -> Task:
    """A reported result of the department of finance that nobody has judged."""
    state, reported_on = State.AWAITING_CONFIRMATION, date(2026, 6, 10)
    return make_task(plan, cast.finance, text=text, due_on=due_on, state=state, reported_on=reported_on)


def test_the_overdue_tile_names_those_that_wait_and_opens_exactly_them(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    make_task(plan, cast.finance, text="Việc quá hạn", due_on=date(2026, 6, 1))
    waiting(plan, cast, "Việc báo muộn", date(2026, 6, 1))
    waiting(plan, cast, "Việc báo sớm", date(2026, 6, 30))
    client.sign_in(cast.clerk)
    board = client.get("/viec").text
    assert "và 1 chờ xác nhận đã quá hạn" in board and "nhom=cho-xac-nhan&amp;qua-han=1" in board
    opened = client.get("/viec?nhom=cho-xac-nhan&qua-han=1").text
    assert "Việc báo muộn" in opened and "Việc báo sớm" not in opened and "Việc quá hạn" not in opened
    assert "Việc báo sớm" in client.get("/viec?nhom=cho-xac-nhan").text
    counted = client.get("/nhiem-vu?lop=open_overdue").text  # what the committee counts: the tile and its note together
    assert "Việc quá hạn" in counted and "Việc báo muộn" in counted and "Việc báo sớm" not in counted


def test_without_a_late_result_the_tile_says_nothing_of_it(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    waiting(plan, cast, "Việc báo sớm", date(2026, 6, 30))
    assert "chờ xác nhận đã quá hạn" not in client.sign_in(cast.clerk).get("/viec").text


def test_the_tiles_say_how_soon_is_soon_and_that_a_filter_does_not_change_them(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    make_task(plan, cast.finance, due_on=date(2026, 6, 17))
    board = client.sign_in(cast.clerk).get("/viec").text
    assert "Sắp đến hạn (3 ngày làm việc)" in board and SCOPE not in board
    for asked in ("q=kinh+phi", "vai-tro=chu-tri", f"ke-hoach={plan.id}"):
        assert SCOPE in client.get(f"/viec?{asked}").text


@pytest.mark.parametrize("written", ["999", "abc", "-1", "99999999999999999999", "²"])
def test_an_unknown_plan_or_agency_finds_nothing_whatever_its_form(
    client: AuditingClient, plan: Plan, cast: Cast, written: str
) -> None:
    make_task(plan, cast.finance)
    client.sign_in(cast.clerk)
    for path in ("/nhiem-vu?ke-hoach=", "/nhiem-vu?co-quan=", "/viec?ke-hoach="):
        assert NOTHING in client.get(path + written).text


def test_a_page_beyond_the_last_is_the_last(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    for number in range(51):
        make_task(plan, cast.finance, text=f"Việc số {number:02}")
    db.session.commit()
    client.sign_in(cast.clerk)
    for path in ("/nhiem-vu", "/viec"):
        last = client.get(f"{path}?trang=99999").text
        assert "Việc số 50" in last and "Việc số 49" not in last
    assert NOTHING in client.get("/nhiem-vu?trang=99999&q=khong+co").text
