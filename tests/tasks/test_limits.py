"""What is too long or too large is refused aloud, with its limit, and never cut."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_task
from tests.cast import Cast
from tracker.extensions import db
from tracker.tasks.forms import LONGEST_REASON, LONGEST_WORDS
from tracker.tasks.models import Task, TaskEvent
from tracker.tasks.rules import State

MEGABYTE = 1024 * 1024


@pytest.fixture
def task(cast: Cast) -> Task:
    """A new task of the department of finance."""
    made = make_task(make_plan(cast.issuer), cast.finance, state=State.ASSIGNED)
    db.session.commit()
    return made


@contextmanager
def limited(app: Flask, whole: int) -> Iterator[None]:
    """Let a request have at most `whole` bytes meanwhile."""
    before = app.config["MAX_CONTENT_LENGTH"]
    app.config["MAX_CONTENT_LENGTH"] = whole
    yield
    app.config["MAX_CONTENT_LENGTH"] = before


def events(task: Task) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(TaskEvent).filter_by(task_id=task.id)) or 0


def test_words_beyond_the_limit_are_refused_whole_and_stay_typed(
    client: AuditingClient, cast: Cast, task: Task
) -> None:
    before, typed = events(task), "ă" * 20_001
    data = {"version": task.version, "outcome": "in_progress", "words": typed, "percent": "10"}
    answer = client.sign_in(cast.clerk).post(f"/nhiem-vu/{task.id}/cap-nhat", data=data, expect=422).text
    assert f"Không quá {LONGEST_WORDS} ký tự." in answer and typed in answer
    assert events(task) == before
    reason = {"version": task.version, "reason": "x" * (LONGEST_REASON + 1)}
    answer = client.post(f"/nhiem-vu/{task.id}/tu-choi", data=reason, expect=422).text
    assert f"Không quá {LONGEST_REASON} ký tự." in answer


def test_words_up_to_the_limit_are_kept_to_the_last_letter(client: AuditingClient, cast: Cast, task: Task) -> None:
    typed = "ă" * LONGEST_WORDS
    data = {"version": task.version, "outcome": "in_progress", "words": typed, "percent": "10"}
    client.sign_in(cast.clerk).post(f"/nhiem-vu/{task.id}/cap-nhat", data=data)
    assert db.session.get_one(Task, task.id).words == typed


def test_no_field_lets_the_browser_cut_what_is_pasted(client: AuditingClient, cast: Cast, task: Task) -> None:
    client.sign_in(cast.clerk)
    for word in ("cap-nhat", "tu-choi"):
        assert "maxlength" not in client.get(f"/nhiem-vu/{task.id}/{word}").text


def test_words_beside_nothing_new_are_kept_unless_they_were_only_carried_over(
    client: AuditingClient, cast: Cast, task: Task
) -> None:
    client.sign_in(cast.clerk)
    for typed, said in (("Chưa có hộ mới", "Chưa có hộ mới"), ("Chưa có hộ mới", "Không phát sinh")):
        fresh = db.session.get_one(Task, task.id)
        data = {"version": fresh.version, "outcome": "nothing_new", "words": typed}
        client.post(f"/nhiem-vu/{task.id}/cap-nhat", data=data)
        newest = db.session.scalars(db.select(TaskEvent).order_by(TaskEvent.id.desc())).first()
        assert newest and newest.words == said


def test_the_field_of_a_file_names_its_limit_for_people_and_for_the_script(
    client: AuditingClient, cast: Cast, task: Task, app: Flask
) -> None:
    page = client.sign_in(cast.clerk).get(f"/nhiem-vu/{task.id}/cap-nhat").text
    field = re.search(r'<input[^>]*type="file"[^>]*>', page)
    assert field and f'data-max-bytes="{app.config["MAX_UPLOAD_BYTES"]}"' in field[0]
    assert "data-too-large=" in field[0] and "Tối đa 20 MB." in page


def test_a_request_that_is_too_large_names_the_limit_and_leads_back_to_its_form(
    app: Flask, client: AuditingClient, cast: Cast, task: Task
) -> None:
    path = f"/nhiem-vu/{task.id}/cap-nhat"
    client.sign_in(cast.clerk)
    for came, is_ours in ((f"http://localhost{path}", True), (f"https://elsewhere.example{path}", False)):
        typed = {"version": task.version, "file": (io.BytesIO(b"x" * MEGABYTE), "to.pdf")}
        with limited(app, MEGABYTE // 2):
            answer = client.post(path, data=typed, headers={"Referer": came}, expect=413).text
        assert "tối đa 20 MB" in answer
        assert ("Quay lại biểu mẫu" in answer and f'href="{path}"' in answer) is is_ours
