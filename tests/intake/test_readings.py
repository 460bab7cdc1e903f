"""Documents whose reading takes long: kept, read by the worker, shown, taken up again, asked about, thrown away."""

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.auditing import AuditingClient
from tests.cast import Cast
from tests.intake.documents import plan_text
from tracker import clock
from tracker.extensions import db
from tracker.files.models import StoredFile
from tracker.intake.issue import drafts
from tracker.intake.models import Draft
from tracker.intake.reading_models import PlanReading, ReadingState
from tracker.jobs import readings as job
from tracker.jobs.schedule import JOBS, Sender
from tracker.notifications.ownership import hold, new_owner_name
from tracker.parsing import process
from tracker.parsing.process import NotWanted
from tracker.parsing.readers.care import NeedsTime, TooLong
from tracker.parsing.readers.document import UnreadableDocument

EXTRACTED = process.read_apart


def upload(client: AuditingClient, content: bytes, name: str = "quet.pdf", **data: Any) -> Any:
    """Hand a document in as the browser does."""
    sent = {"file": (io.BytesIO(content), name), "issuer_id": "0", **data}
    return client.post("/tiep-nhan", data=sent, content_type="multipart/form-data")


def read_with(monkeypatch: pytest.MonkeyPatch, *answers: Any) -> None:
    """Let reading end so, one time after the other: an exception, or the plan as it is."""
    left = list(answers)

    def reading(content: bytes, filename: str, **how: Any) -> dict[str, Any]:
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        how["progress"](1, 3)
        if answer == "stop":
            raise NotWanted
        return EXTRACTED(content, "ke-hoach.txt")

    monkeypatch.setattr(drafts, "read_apart", reading)


def only_reading() -> PlanReading:
    """The one document that waits, as the database has it."""
    db.session.expire_all()
    return db.session.scalars(select(PlanReading)).one()


def work(owner: str = "a-worker") -> dict[str, int]:
    """Let the worker read what waits."""
    return job.read_waiting(owner, lambda: False)


def count(model: type) -> int:
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def waiting(client: AuditingClient, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    """The monitor has uploaded a scan; the address of the page where it waits."""
    client.sign_in(cast.monitor)
    read_with(monkeypatch, NeedsTime(3))
    answer = upload(client, plan_text())
    assert answer.status_code == 303
    return str(answer.location)


def test_a_scan_waits_and_becomes_a_draft_by_the_worker(
    client: AuditingClient, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "đang chờ đến lượt" in client.get(waiting).text and 'hx-trigger="every 2s"' in client.get(waiting).text
    assert "quet.pdf" in client.get("/tiep-nhan").text
    read_with(monkeypatch, "the plan")
    assert work() == {"read": 1, "refused": 0}
    page = client.get(waiting).text
    assert f"/tiep-nhan/{only_reading().draft_id}" in page and "every 2s" not in page
    assert count(Draft) == 1 and count(StoredFile) == 1
    assert db.session.scalars(select(Draft)).one().file.name == "quet.pdf"
    assert "quet.pdf" not in client.get("/tiep-nhan").text
    assert work() == {"read": 0, "refused": 0}


def test_the_page_says_how_many_pages_are_read(client: AuditingClient, waiting: str) -> None:
    reading = only_reading()
    reading.state, reading.pages_done, reading.pages = ReadingState.READING, 4, 9
    db.session.commit()
    answer = client.get(waiting, headers={"HX-Request": "true"})
    assert "Đã đọc 4 trên 9 trang" in answer.text and 'value="4"' in answer.text and "<html" not in answer.text


def test_what_cannot_be_read_says_so_and_may_be_tried_again_or_thrown_away(
    client: AuditingClient, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_with(monkeypatch, UnreadableDocument("Bản quét quá mờ."), "the plan")
    assert work() == {"read": 0, "refused": 1}
    assert "Bản quét quá mờ." in client.get(waiting).text
    assert client.post(waiting + "/doc").status_code == 303
    assert only_reading().state is ReadingState.WAITING and only_reading().sentence is None
    assert work() == {"read": 1, "refused": 0}


def test_thrown_away_nothing_is_left_of_it(client: AuditingClient, waiting: str) -> None:
    assert client.post(waiting + "/bo").status_code == 303
    assert count(PlanReading) == count(StoredFile) == 0
    client.get(waiting, expect=404)


def test_what_became_a_draft_is_not_thrown_away_with_its_reading(
    client: AuditingClient, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_with(monkeypatch, "the plan")
    work()
    assert client.post(waiting + "/bo").status_code == 409
    assert count(Draft) == count(StoredFile) == 1


def test_a_very_long_document_is_read_after_a_yes_and_nothing_of_it_is_lost(
    client: AuditingClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(cast.monitor)
    read_with(monkeypatch, TooLong(812))  # a scan of 812 pages would be refused: this one has letters
    page = str(upload(client, plan_text()).location)
    assert "812 trang, đọc mất khoảng 2 phút" in client.get(page).text and "Vẫn đọc" in client.get(page).text
    assert work() == {"read": 0, "refused": 0}
    client.post(page + "/doc")
    assert only_reading().may_be_long
    read_with(monkeypatch, "the plan")
    assert work() == {"read": 1, "refused": 0}


def test_a_reading_whose_worker_died_is_taken_up_again_and_given_up_after_three_tries(
    app: Flask, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for tries in (1, 2, 3):
        reading = only_reading()
        reading.state, reading.owner, reading.tries = ReadingState.READING, "dead-worker", tries
        db.session.commit()
        job.take_back()
        expected = ReadingState.FAILED if tries == 3 else ReadingState.WAITING
        assert only_reading().state is expected
    assert "nhiều lần" in str(only_reading().sentence)


def test_a_reading_of_a_living_worker_is_left_to_it(app: Flask, waiting: str) -> None:
    owner = hold(new_owner_name())
    assert owner is not None
    reading = only_reading()
    reading.state, reading.owner = ReadingState.READING, owner.name
    db.session.commit()
    job.take_back("another-worker")
    assert only_reading().state is ReadingState.READING
    owner.release()
    job.take_back("another-worker")
    assert only_reading().state is ReadingState.WAITING


def test_a_worker_that_must_end_gives_its_reading_back_untried(waiting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read_with(monkeypatch, "stop")
    assert work() == {"read": 0, "refused": 0}
    reading = only_reading()
    assert (reading.state, reading.tries, reading.pages_done, reading.pages) == (ReadingState.WAITING, 0, 1, 3)


def test_an_error_of_ours_is_said_as_one(client: AuditingClient, waiting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read_with(monkeypatch, ZeroDivisionError())
    assert work() == {"read": 0, "refused": 1}
    assert "Máy chủ gặp lỗi" in client.get(waiting).text


def test_nobody_else_sees_what_waits(client: AuditingClient, cast: Cast, waiting: str) -> None:
    client.sign_in(cast.outsider)
    client.get(waiting, expect=404)
    assert client.post(waiting + "/bo").status_code == client.post(waiting + "/doc").status_code == 404
    assert count(PlanReading) == 1


def test_who_lost_the_right_meanwhile_gets_no_draft(cast: Cast, waiting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for appointment in cast.monitor.appointments:
        appointment.ends_on = appointment.starts_on
    db.session.commit()
    read_with(monkeypatch, "the plan")
    assert clock.today() > cast.monitor.appointments[0].starts_on
    assert work() == {"read": 0, "refused": 1}
    assert count(Draft) == 0 and "không theo dõi" in str(only_reading().sentence)


def test_the_job_of_that_name_reads_what_waits(waiting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read_with(monkeypatch, "the plan")
    assert JOBS["readings"].run(Sender("by-hand")) == {"read": 1, "refused": 0}


def test_a_file_above_the_limit_is_refused_with_the_limit(client: AuditingClient, cast: Cast, app: Flask) -> None:
    app.config["MAX_UPLOAD_BYTES"] = 1024 * 1024
    client.sign_in(cast.monitor)
    answer = upload(client, b"a" * (1024 * 1024 + 10), "to.txt")
    assert answer.status_code == 422 and "1 MB" in answer.text and count(PlanReading) == 0
