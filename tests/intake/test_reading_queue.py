"""The queue of documents to read: who is first, the same file twice, an issuer that is not named, what was known."""

import io
import threading
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.cast import Cast
from tests.intake.documents import plan_text
from tests.intake.test_readings import EXTRACTED, count, only_reading, read_with, upload, work
from tests.intake.test_readings import waiting as waiting
from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.extensions import db, writing
from tracker.files.models import StoredFile
from tracker.intake.models import Draft
from tracker.intake.reading_models import PlanReading, ReadingState
from tracker.intake.reading_queries import Lane
from tracker.intake.service.queueing import take_in
from tracker.intake.views.readings import LONG_WAIT
from tracker.jobs import readings as job
from tracker.jobs.models import Heartbeat
from tracker.parsing.readers.care import NeedsTime, TooLong


def scan(client: AuditingClient, monkeypatch: pytest.MonkeyPatch, pages: int | None, number: str) -> str:
    """Hand in a scan of so many pages; return the address of the page where it waits."""
    read_with(monkeypatch, NeedsTime(pages))
    return str(upload(client, plan_text(number=number), f"{number[:2]}.pdf").location)


def in_turn(lane: Lane | None) -> list[str]:
    """The names of what a lane takes, one after the other."""
    taken = []
    while (one := job._take("a-worker", lane)) is not None:
        taken.append(one.filename)
    job._reading_now.clear()
    return taken


def sheet() -> bytes:
    """A work table that does not name its issuer."""
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (
        ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"),
        (1, "Bố trí kinh phí sửa chữa nhà ở cho hộ nghèo", "Sở Tài chính", "15/5/2026"),
        (2, "Khám bệnh cho hộ nghèo tại các xã", "Sở Y tế", "30/6/2026"),
    ):
        page.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_short_documents_never_wait_behind_long_ones(
    client: AuditingClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(cast.monitor)
    pages = {"31/KH": 55, "32/KH": 40, "33/KH": 3, "34/KH": 2, "35/KH": None}
    at = {number: scan(client, monkeypatch, length, number) for number, length in pages.items()}
    assert "còn 2 văn bản" in client.get(at["33/KH"]).text and "còn 1 văn bản" in client.get(at["31/KH"]).text
    assert "Trước văn bản này" not in client.get(at["32/KH"]).text
    assert in_turn(Lane.SHORT) == ["35.pdf", "34.pdf", "33.pdf"]
    assert in_turn(Lane.LONG) == ["32.pdf", "31.pdf"]


def test_a_reading_of_the_other_lane_is_not_taken_back(waiting: str) -> None:
    assert job._take("a-worker", Lane.SHORT) is not None
    job.take_back("a-worker")
    assert only_reading().state is ReadingState.READING
    job._reading_now.clear()
    job.take_back("a-worker")
    assert only_reading().state is ReadingState.WAITING


def test_many_scanned_pages_are_asked_about_with_the_time_they_take(
    client: AuditingClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(cast.monitor)
    read_with(monkeypatch, TooLong(130, 120))
    page = str(upload(client, plan_text()).location)
    assert "120 trang quét" in client.get(page).text and "khoảng 7 phút" in client.get(page).text
    client.post(page + "/doc")
    assert only_reading().state is ReadingState.WAITING and in_turn(Lane.SHORT) == []


def test_a_worker_that_died_is_named_only_when_its_beat_is_old(client: AuditingClient, waiting: str) -> None:
    only_reading().changed_at = clock.now() - 2 * LONG_WAIT
    db.session.commit()
    assert "có thể đã dừng" in client.get(waiting).text
    now = clock.now()
    db.session.add(Heartbeat(worker="one", started_at=now, beat_at=now))
    db.session.commit()
    assert "có thể đã dừng" not in client.get(waiting).text


def test_the_same_bytes_lead_to_the_first_reading_and_then_to_its_draft(
    client: AuditingClient, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_with(monkeypatch)  # nothing is read a second time
    assert upload(client, plan_text()).location == waiting
    assert count(PlanReading) == count(StoredFile) == 1
    read_with(monkeypatch, "the plan")
    work()
    answer = upload(client, plan_text())
    assert answer.location == f"/tiep-nhan/{only_reading().draft_id}" and count(PlanReading) == 1
    assert "Đã có" in client.get(answer.location).text


def test_two_uploads_of_the_same_bytes_at_once_make_one_reading(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2)

    def slow(*_content: Any, **_how: Any) -> None:
        both.wait(10)
        raise NeedsTime(3)

    monkeypatch.setattr("tracker.intake.issue.drafts.read_apart", slow)
    by = actor_of(cast.monitor)
    found: list[int | None] = []
    db.session.commit()

    def hand_in() -> None:
        with app.app_context(), writing():
            reading = take_in(plan_text(), "quet.pdf", by=by, largest=20 << 20)
            found.append(reading.id if isinstance(reading, PlanReading) else None)

    threads = [threading.Thread(target=hand_in) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert len(found) == 2 and len(set(found)) == 1 and count(PlanReading) == 1


def test_what_was_known_is_said_where_the_reading_ends(
    client: AuditingClient, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.intake.issue.drafts.read_apart", EXTRACTED)
    assert upload(client, plan_text() + b"\n", "ke-hoach.txt").status_code == 303
    read_with(monkeypatch, "the plan")
    assert work() == {"read": 1, "refused": 0}
    assert "Đã có" in client.get(waiting).text and count(Draft) == 1


def test_a_table_without_its_issuer_is_kept_and_asks_for_it(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.monitor)
    page = str(upload(client, sheet(), "giao-viec.xlsx").location)
    assert only_reading().state is ReadingState.NAMELESS and "Chờ chọn" in client.get("/tiep-nhan").text
    asked = client.get(page).text
    assert "hãy chọn cơ quan ban hành" in asked and f'value="{cast.issuer.id}"' in asked
    answer = client.post(page + "/doc", data={"issuer_id": str(cast.issuer.id)})
    draft = db.session.scalars(select(Draft)).one()
    assert answer.location == f"/tiep-nhan/{draft.id}" and draft.issuer_id == cast.issuer.id
    assert count(StoredFile) == 1 and only_reading().state is ReadingState.DONE


def test_an_issuer_that_the_person_does_not_monitor_is_refused(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.monitor)
    page = str(upload(client, sheet(), "giao-viec.xlsx").location)
    assert client.post(page + "/doc", data={"issuer_id": str(cast.standing.id)}).status_code == 403
    assert only_reading().state is ReadingState.NAMELESS and count(Draft) == 0
