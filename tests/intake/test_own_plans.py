"""The own implementation plan of an agency: uploaded for its task, reviewed by the agency, hung under the parent."""

import io
from typing import Any

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_task
from tests.cast import Cast
from tests.intake.documents import FINANCE, HEALTH, plan_text
from tracker.extensions import db
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
    file = (io.BytesIO(content or plan_text(FINANCE, HEALTH, number="12/KH-STC")), "ke-hoach-rieng.txt")
    sent = {"file": file, "issuer_id": "0", "nhiem_vu": str(task.id)}
    return client.post("/tiep-nhan", data=sent, content_type="multipart/form-data")


def test_the_agency_confirms_its_own_plan_which_answers_the_task(
    client: AuditingClient, cast: Cast, task: Task
) -> None:
    client.sign_in(cast.clerk)
    client.get(f"/tiep-nhan/moi?nhiem_vu={task.id}")
    review = upload(client, task).location
    client.get(review)
    client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=303)
    own = db.session.scalars(select(Plan).where(Plan.number == "12/KH-STC")).one()
    assert own.issuer_id == cast.finance.id and own.parent_id == task.plan_id
    db.session.expire_all()
    assert db.session.get_one(Task, task.id).child_plan_id == own.id
    client.get(f"/ke-hoach/{own.id}")


def test_the_parents_monitor_reads_the_child_but_not_its_draft(client: AuditingClient, cast: Cast, task: Task) -> None:
    review = upload(client.sign_in(cast.clerk), task).location
    monitor = client.application.test_client().sign_in(cast.monitor)  # type: ignore[attr-defined]
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
