"""The own implementation plan of an agency: uploaded for its task, reviewed by the agency, hung under the parent."""

import io
from typing import Any

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_task
from tests.cast import Cast
from tests.intake.choosing import choose_sure
from tests.intake.documents import own_plan_text, plan_text
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.intake.models import Draft
from tracker.plans.models import Plan
from tracker.tasks.models import Task


@pytest.fixture
def task(cast: Cast) -> Task:
    """The finance department has to draw up its own plan."""
    task = make_task(make_plan(cast.issuer), cast.finance, is_own_plan=True)
    db.session.commit()
    return task


def upload(client: AuditingClient, task: Task, content: bytes | None = None) -> Any:
    """Hand in the own plan for the task."""
    file = (io.BytesIO(content or own_plan_text()), "ke-hoach-rieng.txt")
    sent = {"file": file, "issuer_id": "0", "nhiem_vu": str(task.id)}
    return client.post("/tiep-nhan", data=sent, content_type="multipart/form-data")


def test_the_agency_confirms_its_own_plan_which_answers_the_task(
    client: AuditingClient, cast: Cast, task: Task
) -> None:
    client.sign_in(cast.clerk)
    client.get(f"/tiep-nhan/moi?nhiem_vu={task.id}")
    review = upload(client, task).location
    client.get(review)
    choose_sure(client, review)
    client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=303)
    own = db.session.scalars(select(Plan).where(Plan.number == "12/KH-STC")).one()
    assert own.issuer_id == cast.finance.id and own.parent_id == task.plan_id
    db.session.expire_all()
    assert db.session.get_one(Task, task.id).child_plan_id == own.id
    client.get(f"/ke-hoach/{own.id}")


def test_the_parents_monitor_reads_the_child_but_not_its_draft(client: AuditingClient, cast: Cast, task: Task) -> None:
    review = upload(client.sign_in(cast.clerk), task).location
    choose_sure(client, review)
    monitor = client.application.test_client().sign_in(cast.monitor)
    monitor.get(review, expect=404)
    monitor.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=404)
    client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=303)
    own = db.session.scalars(select(Plan).where(Plan.number == "12/KH-STC")).one()
    monitor.get(f"/ke-hoach/{own.id}")


def test_nobody_uploads_for_the_task_of_another_agency(client: AuditingClient, cast: Cast, task: Task) -> None:
    assert upload(client.sign_in(cast.health_clerk), task).status_code == 404
    assert not db.session.scalars(select(Draft)).all()


def test_a_task_that_asks_for_no_plan_takes_none(client: AuditingClient, cast: Cast, task: Task) -> None:
    other = make_task(task.plan, cast.finance)
    db.session.commit()
    assert upload(client.sign_in(cast.clerk), other).status_code == 422


def test_without_a_task_a_clerk_uploads_nothing(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.clerk)
    sent = {"file": (io.BytesIO(plan_text()), "a.txt"), "issuer_id": "0", "nhiem_vu": ""}
    assert client.post("/tiep-nhan", data=sent, content_type="multipart/form-data").status_code == 403


def test_a_document_of_somebody_else_is_confirmed_only_when_the_officer_says_so(
    client: AuditingClient, cast: Cast, task: Task
) -> None:
    client.sign_in(cast.clerk)
    review = upload(client, task, plan_text()).location
    choose_sure(client, review)
    page = client.get(review).text
    assert "Văn bản ghi cơ quan ban hành là UBND tỉnh Cao Bằng" in page and "Đã đối chiếu" in page
    refused = client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=422)
    assert "Hãy đối chiếu" in refused.text and db.session.scalars(select(Plan)).one().id == task.plan_id
    client.post(f"{review}/xac-nhan", data={"chosen": "3", "da-doi-chieu": "1"}, expect=303)
    checked = db.session.scalars(select(HistoryEntry).where(HistoryEntry.action == "identity_checked")).one()
    assert "UBND tỉnh Cao Bằng" in str(checked.after)


def test_a_document_older_than_the_plan_above_is_doubted(client: AuditingClient, cast: Cast, task: Task) -> None:
    client.sign_in(cast.clerk)
    review = upload(client, task, own_plan_text(day="05 tháng 01 năm 2025")).location
    choose_sure(client, review)
    page = client.get(review).text
    assert "trước kế hoạch cấp trên" in page and "Văn bản ghi cơ quan ban hành" not in page
    client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=422)


def test_the_agencys_own_document_raises_no_question(client: AuditingClient, cast: Cast, task: Task) -> None:
    review = upload(client.sign_in(cast.clerk), task).location
    assert "doi-chieu" not in client.get(review).text


def test_a_clerk_is_offered_the_own_plans_and_no_import(client: AuditingClient, cast: Cast, task: Task) -> None:
    client.sign_in(cast.clerk)
    page = client.get("/tiep-nhan").text
    assert f"/tiep-nhan/moi?nhiem_vu={task.id}" in page and 'type="file"' not in page
    assert client.get("/tiep-nhan/moi", expect=303).location == "/tiep-nhan"
    review = upload(client, task).location
    assert review in client.get(f"/tiep-nhan/moi?nhiem_vu={task.id}").text
    page = client.get("/tiep-nhan").text
    assert review in page and f"nhiem_vu={task.id}" not in page
    assert f"nhiem_vu={task.id}" not in client.sign_in(cast.health_clerk).get("/tiep-nhan").text
    assert 'type="file"' in client.sign_in(cast.monitor).get("/tiep-nhan").text
