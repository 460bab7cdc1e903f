"""Tasks that wait for an event: dormant until a person records it, then due as the plan counts."""

from datetime import date

import pytest
from flask import Flask

from tests.auditing import AuditingClient
from tests.builders import make_assignment, make_plan
from tests.cast import Cast
from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.rights import COMMAND_LINE
from tracker.tasks import service
from tracker.tasks.making import add_tasks
from tracker.tasks.models import Task
from tracker.tasks.rules import DeadlineOrigin, Timing, timeliness
from tracker.tasks.service.assigning import EventRefused

TODAY = date(2026, 6, 15)
IN_FIVE_WORKING_DAYS = "trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản"
AFTER_THREE_MONTHS = "Sau 03 tháng kể từ khi có văn bản của tỉnh"
BEFORE_ELECTIONS = "trước ngày bầu cử 95 ngày"
WITHOUT_COUNT = "sau khi có hướng dẫn của tỉnh"


@pytest.fixture(autouse=True)
def the_day(app: Flask) -> None:
    """Every story of this file stands on Monday 15/06/2026."""
    clock.fix_day(TODAY)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan of 2026, issued on 20/01/2026."""
    return make_plan(cast.issuer)


def waiting_task(plan: Plan, cast: Cast, words: str) -> Task:
    assignment = make_assignment(
        plan, cast.finance, due_on=None, deadline_origin=DeadlineOrigin.EVENT, deadline_words=words
    )
    add_tasks(assignment, [cast.finance.id], [None], by=COMMAND_LINE)
    db.session.commit()
    return db.session.scalars(db.select(Task).filter_by(assignment_id=assignment.id)).one()


@pytest.mark.parametrize(
    ("words", "event_on", "due_on"),
    [
        (IN_FIVE_WORKING_DAYS, date(2026, 6, 12), date(2026, 6, 19)),
        (AFTER_THREE_MONTHS, date(2026, 5, 31), date(2026, 8, 31)),
        (BEFORE_ELECTIONS, date(2026, 12, 1), date(2026, 8, 28)),
    ],
)
def test_the_deadline_is_counted_from_the_event_as_the_plan_says(
    plan: Plan, cast: Cast, words: str, event_on: date, due_on: date
) -> None:
    task = waiting_task(plan, cast, words)
    before = timeliness(due_on=task.due_on, completed_on=None, today=date(2026, 12, 31), soon_until=TODAY)
    assert before.code is Timing.NO_DEADLINE
    service.record_event(task, event_on=event_on, due_on=None, by=actor_of(cast.monitor))
    assert (task.due_on, task.assignment.due_on, task.assignment.event_on) == (due_on, due_on, event_on)


def test_a_day_that_is_typed_wins_over_the_count(plan: Plan, cast: Cast) -> None:
    task = waiting_task(plan, cast, AFTER_THREE_MONTHS)
    service.record_event(task, event_on=TODAY, due_on=date(2026, 7, 1), by=actor_of(cast.monitor))
    assert task.due_on == date(2026, 7, 1)


def test_without_a_count_in_the_plan_the_day_must_be_typed(plan: Plan, cast: Cast) -> None:
    task = waiting_task(plan, cast, WITHOUT_COUNT)
    with pytest.raises(EventRefused, match="nhập hạn"):
        service.record_event(task, event_on=TODAY, due_on=None, by=actor_of(cast.monitor))


def test_only_work_that_comes_before_its_event_takes_one_of_the_future(plan: Plan, cast: Cast) -> None:
    task = waiting_task(plan, cast, AFTER_THREE_MONTHS)
    with pytest.raises(EventRefused, match="sau ngày hôm nay"):
        service.record_event(task, event_on=date(2026, 6, 16), due_on=None, by=actor_of(cast.monitor))


def test_the_page_says_how_the_plan_counts_and_takes_the_day_from_it(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    task = waiting_task(plan, cast, IN_FIVE_WORKING_DAYS)
    place = f"/nhiem-vu/{task.id}"
    client.sign_in(cast.monitor)
    assert "Chờ sự kiện" in client.get(place).text
    assert "5 ngày làm việc sau ngày sự kiện" in client.get(f"{place}/su-kien").text
    client.post(f"{place}/su-kien", data={"version": task.version, "event_on": "12/06/2026", "due_on": ""}, expect=303)
    assert "19/06/2026" in client.get(place).text


def test_the_page_asks_for_the_day_where_the_plan_counts_none(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    task = waiting_task(plan, cast, WITHOUT_COUNT)
    client.sign_in(cast.monitor)
    typed = {"version": task.version, "event_on": "12/06/2026", "due_on": ""}
    client.post(f"/nhiem-vu/{task.id}/su-kien", data=typed, expect=422)
    assert "Chờ sự kiện" in client.get(f"/nhiem-vu/{task.id}").text
