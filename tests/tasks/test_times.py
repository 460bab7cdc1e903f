"""The times of a recurring assignment are told apart in words, wherever a task is named."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests.auditing import AuditingClient
from tests.builders import add_task_event, make_assignment, make_plan
from tests.cast import Cast
from tracker import clock
from tracker.extensions import db
from tracker.reminders.queries import subjects_to_nudge
from tracker.tasks.models import Task
from tracker.tasks.rules import EventKind, State
from tracker.tasks.wording import sentence_with_time, time_in_words

SENTENCE = "Rà soát danh sách hộ được hỗ trợ và cập nhật vào phần mềm quản lý."
LONG = "Rà soát danh sách hộ được hỗ trợ của từng thôn và cập nhật vào phần mềm quản lý " * 4


@pytest.fixture(autouse=True)
def the_day(app: Flask) -> None:
    """Every story of this file stands on 30/07/2026."""
    clock.fix_day(date(2026, 7, 30))


@pytest.mark.parametrize(
    ("recurs", "due_on", "said"),
    [
        ({"freq": "weekly", "weekday": 2}, date(2026, 8, 4), "lần đến hạn 04/08/2026"),
        ({"freq": "monthly", "day": 25}, date(2026, 8, 25), "lần tháng 8/2026"),
        ({"freq": "monthly", "also": [{"freq": "yearly"}]}, date(2026, 8, 31), "lần đến hạn 31/08/2026"),
        ({"freq": "quarterly"}, date(2026, 9, 30), "lần quý III/2026"),
        ({"freq": "monthly", "month_offset": 1, "day": 4}, date(2027, 1, 4), "lần tháng 12/2026"),
        ({"freq": "quarterly", "month_offset": 1, "day": 10}, date(2026, 10, 10), "lần quý III/2026"),
        ({"freq": "yearly", "month": 12, "day": 30, "year_offset": -1}, date(2026, 12, 30), "lần năm 2027"),
        ({"freq": "quarterly", "month": 1, "day": 10}, date(2026, 10, 10), "lần đến hạn 10/10/2026"),
        ({"freq": "semiannual"}, date(2026, 6, 30), "lần 6 tháng đầu năm 2026"),
        ({"freq": "semiannual"}, date(2026, 12, 31), "lần 6 tháng cuối năm 2026"),
        ({"freq": "yearly", "month": 12}, date(2026, 12, 31), "lần năm 2026"),
        ({"freq": "yearly", "month": 1, "year_offset": 1}, date(2027, 1, 15), "lần năm 2026"),
        (None, date(2026, 8, 4), "lần đến hạn 04/08/2026"),
    ],
)
def test_a_time_is_named_by_its_period_or_by_its_due_day(
    recurs: Mapping[str, Any] | None, due_on: date, said: str
) -> None:
    assert time_in_words(recurs, due_on) == said


def test_what_comes_once_is_said_as_the_plan_says_it() -> None:
    assert sentence_with_time(SENTENCE, None, "") == SENTENCE


def test_a_long_sentence_is_cut_and_its_time_is_not() -> None:
    said = sentence_with_time(LONG, {"freq": "monthly"}, "2026-08-31", 110)
    assert len(said) <= 110
    assert said.endswith("… (lần tháng 8/2026)")


def weekly_tasks(cast: Cast, *, state: State = State.IN_PROGRESS, text: str = SENTENCE) -> list[Task]:
    """Two times of one weekly assignment of the department of finance."""
    plan = make_plan(cast.issuer)
    assignment = make_assignment(plan, cast.finance, text=text, recurs={"freq": "weekly", "weekday": 2}, due_on=None)
    tasks = []
    for due_on in (date(2026, 7, 28), date(2026, 8, 4)):
        task = Task(assignment=assignment, plan=plan, agency=cast.finance, due_on=due_on, state=state)
        task.occurrence = due_on.isoformat()
        db.session.add(task)
        db.session.flush()
        add_task_event(task, EventKind.ASSIGNED, on=plan.issued_on, to_state=state)
        tasks.append(task)
    db.session.commit()
    return tasks


def test_board_list_page_and_late_list_tell_the_times_apart(client: AuditingClient, cast: Cast) -> None:
    late, coming = weekly_tasks(cast)
    client.sign_in(cast.clerk)
    for path in ("/viec", "/nhiem-vu"):
        page = client.get(path).text
        assert page.count("(lần đến hạn 28/07/2026)") == page.count("(lần đến hạn 04/08/2026)") == 1
    assert "(lần đến hạn 04/08/2026)" in client.get(f"/nhiem-vu/{coming.id}").text
    assert "(lần đến hạn 04/08/2026)" in client.get(f"/nhiem-vu/{coming.id}/cap-nhat").text
    assert "(lần đến hạn 28/07/2026)" in client.get(f"/nhiem-vu/{late.id}/lich-su").text
    late_list = client.sign_in(cast.committee).get("/ban-chi-dao").text
    assert "(lần đến hạn 28/07/2026)" in late_list and "(lần đến hạn 04/08/2026)" not in late_list


def test_reminders_tell_the_times_apart(cast: Cast) -> None:
    late, coming = weekly_tasks(cast, text=LONG)
    words = {subject.id: subject.words for subject in subjects_to_nudge(today=clock.today())}
    assert words[late.id].endswith("(lần đến hạn 28/07/2026)") and words[coming.id].endswith("(lần đến hạn 04/08/2026)")
    assert max(len(said) for said in words.values()) <= 160
