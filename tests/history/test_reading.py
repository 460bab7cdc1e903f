"""The history: written with the change, never rewritten, and told in words."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.builders import make_plan, make_task
from tests.cast import Cast
from tracker.extensions import db
from tracker.history.queries import entries_of
from tracker.history.reading import changes
from tracker.history.record import record
from tracker.rights import COMMAND_LINE
from tracker.tasks.models import Task
from tracker.tasks.rules import State


@pytest.fixture
def task(cast: Cast) -> Task:
    """A task with one recorded change."""
    task = make_task(make_plan(cast.issuer), cast.finance)
    before = {"state": State.ASSIGNED, "percent": 0, "due_on": None, "words": "cũ"}
    after = {"state": State.IN_PROGRESS, "percent": 0, "due_on": date(2026, 6, 30), "words": ""}
    record(COMMAND_LINE, "updated", task, before=before, after=after)
    db.session.commit()
    return task


def test_a_change_is_told_from_what_to_what_without_what_stayed(task: Task) -> None:
    (change,) = changes(entries_of("task", task.id))
    assert (change.who, change.what) == ("dòng lệnh", "Cập nhật")
    assert [(value.label, value.before, value.after) for value in change.values] == [
        ("Trạng thái", "Chờ tiếp nhận", "Đang thực hiện"),
        ("Hạn", "", "30/06/2026"),
        ("Nội dung", "cũ", ""),
    ]


def test_an_unknown_word_is_shown_as_it_was_recorded(task: Task) -> None:
    record(COMMAND_LINE, "measured", task, after={"weight": True})
    (newest, _) = changes(entries_of("task", task.id))
    assert (newest.what, newest.values[0].label, newest.values[0].after) == ("measured", "weight", "có")


@pytest.mark.parametrize("statement", ["UPDATE history_entry SET actor_name = 'x'", "DELETE FROM history_entry"])
def test_nobody_rewrites_the_history(task: Task, statement: str) -> None:
    with pytest.raises(DatabaseError):
        db.session.execute(text(statement))
    db.session.rollback()
    assert len(entries_of("task", task.id)) == 1


def test_a_place_is_told_by_its_name_not_by_its_code(cast: Cast) -> None:
    record(COMMAND_LINE, "founded", cast.commune, after={"unit": "new:01321"})
    record(COMMAND_LINE, "founded", cast.finance, after={"unit": "both:04"})
    record(COMMAND_LINE, "founded", cast.health, after={"unit": "gone:1"})
    db.session.commit()
    told = [
        changes(entries_of("agency", agency.id))[0].values[0] for agency in (cast.commune, cast.finance, cast.health)
    ]
    assert [value.label for value in told] == ["Địa bàn"] * 3
    assert [value.after for value in told] == ["xã Bảo Lạc, tỉnh Cao Bằng", "tỉnh Cao Bằng", "gone:1"]
