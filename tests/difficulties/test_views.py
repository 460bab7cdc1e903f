"""The pages of difficulties: raised from a task, a report or a plan, answered from the queue."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_report_row, make_task
from tests.cast import Cast
from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.difficulties.asking import Place, Raised
from tracker.difficulties.models import Difficulty
from tracker.difficulties.rules import CompetentLevel, DifficultyState
from tracker.difficulties.service import raise_difficulty
from tracker.extensions import db
from tracker.plans.models import Plan, PlanParticipant

TODAY = date(2026, 5, 11)
FORM = {
    "words": "Thiếu số liệu hộ nghèo",
    "asked": "Đề nghị cung cấp số liệu",
    "level": "standing",
    "answer_by": "25/05/2026",
}


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan of the province on 11/05/2026."""
    clock.fix_day(TODAY)
    made = make_plan(cast.issuer)
    db.session.add(PlanParticipant(plan_id=made.id, agency_id=cast.finance.id))
    db.session.commit()
    return made


def the_difficulty() -> Difficulty:
    """The newest difficulty."""
    db.session.expire_all()
    return db.session.scalars(select(Difficulty).order_by(Difficulty.id.desc()).limit(1)).one()


def raised(plan: Plan, cast: Cast) -> Difficulty:
    """A difficulty of the finance department that waits for the monitor."""
    typed = Raised("Thiếu số liệu hộ nghèo", "Cung cấp số liệu", CompetentLevel.STANDING, date(2026, 5, 25))
    return raise_difficulty(Place(plan, cast.finance.id), typed, by=actor_of(cast.clerk))


def test_it_is_raised_from_a_task_a_report_and_a_plan(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance)
    row = make_report_row(plan, cast.finance)
    db.session.commit()
    client.sign_in(cast.clerk)
    wanted = {f"/nhiem-vu/{task.id}": "task", f"/bao-cao/{row.id}": "report_row", f"/ke-hoach/{plan.id}": None}
    for path, subject in wanted.items():
        assert "Cấp có thẩm quyền" in client.get(f"{path}/kho-khan").text
        client.post(f"{path}/kho-khan", data={**FORM, "agency": cast.finance.id}, expect=303)
        assert the_difficulty().subject == subject
        page = client.get(f"/kho-khan/{the_difficulty().id}").text
        assert "Thiếu số liệu hộ nghèo" in page and f'href="{path}"' in page


def test_the_monitor_answers_from_the_queue_and_the_clerk_closes(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    found = raised(plan, cast)
    client.sign_in(cast.monitor)
    assert f"/kho-khan/{found.id}" in client.get("/cho-xu-ly").text
    assert "Gửi trả lời" in client.get(f"/kho-khan/{found.id}").text
    answer = {"tra-loi-version": found.version, "tra-loi-words": "Đã gửi số liệu"}
    client.post(f"/kho-khan/{found.id}/tra-loi", data=answer, expect=303)
    late = client.post(f"/kho-khan/{found.id}/tra-loi", data={**answer, "tra-loi-words": "Lần hai"}, expect=409)
    assert "Lần hai" in late.text
    client.sign_in(cast.clerk)
    page = client.get(f"/kho-khan/{found.id}").text
    assert "Đã gửi số liệu" in page and "Chưa giải quyết được" in page
    client.post(f"/kho-khan/{found.id}/dong", data={"dong-version": the_difficulty().version}, expect=303)
    assert the_difficulty().state is DifficultyState.CLOSED
    assert "Xử lý" not in client.get(f"/kho-khan/{found.id}").text
    history = client.get(f"/kho-khan/{found.id}/lich-su").text
    assert "Nêu khó khăn, vướng mắc" in history and "Trả lời" in history and "standing" not in history


def test_it_is_handed_on_to_the_secretary_and_above_only_by_letter(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    found = raised(plan, cast)
    client.sign_in(cast.monitor)
    up = {"chuyen-version": found.version, "chuyen-words": "Vượt thẩm quyền", "chuyen-answer_by": "10/06/2026"}
    bare = client.post(f"/kho-khan/{found.id}/chuyen", data={**up, "chuyen-level": "ministry"}, expect=422)
    assert "bằng văn bản" in bare.text and "Vượt thẩm quyền" in bare.text
    client.post(f"/kho-khan/{found.id}/chuyen", data={**up, "chuyen-level": "province"}, expect=303)
    assert "Gửi trả lời" not in client.get(f"/kho-khan/{found.id}").text
    assert f"/kho-khan/{found.id}" not in client.get("/cho-xu-ly").text
    client.sign_in(cast.secretary)
    assert f"/kho-khan/{found.id}" in client.get("/cho-xu-ly").text
    assert "Gửi trả lời" in client.get(f"/kho-khan/{found.id}").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"words": ""}, "Cần nhập mục này"), ({"answer_by": "11/05/2026"}, "phải sau ngày hôm nay"), ({"level": ""}, "")],
)
def test_a_wrong_form_comes_back_with_what_was_typed(
    client: AuditingClient, plan: Plan, cast: Cast, changes: dict[str, str], sentence: str
) -> None:
    form = {**FORM, "agency": str(cast.finance.id), **changes}
    answer = client.sign_in(cast.clerk).post(f"/ke-hoach/{plan.id}/kho-khan", data=form, expect=422)
    assert sentence in answer.text and "Đề nghị cung cấp số liệu" in answer.text
    assert db.session.scalars(select(Difficulty)).all() == []


def test_whoever_has_no_part_in_it_finds_nothing(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance)
    found = raised(plan, cast)
    client.sign_in(cast.outsider)
    client.get(f"/kho-khan/{found.id}", expect=404)
    client.get(f"/nhiem-vu/{task.id}/kho-khan", expect=404)
    assert "Thiếu số liệu" not in client.get("/kho-khan").text
    client.sign_in(cast.committee)
    assert "Gửi trả lời" not in client.get(f"/kho-khan/{found.id}").text
    client.get(f"/nhiem-vu/{task.id}/kho-khan", expect=403)
    answer = {"tra-loi-version": found.version, "tra-loi-words": "Không phải việc mình"}
    client.post(f"/kho-khan/{found.id}/tra-loi", data=answer, expect=403)
    client.sign_in(cast.clerk)
    other = {**FORM, "agency": str(cast.health.id)}
    client.post(f"/ke-hoach/{plan.id}/kho-khan", data=other, expect=422)
    client.sign_in(cast.administrator).get("/kho-khan", expect=403)


def test_the_list_filters_and_costs_the_same_for_many(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    client.sign_in(cast.monitor)
    assert "Chưa có khó khăn" in client.get("/kho-khan").text
    costs = []
    for number in (3, 60):
        for _one in range(number):
            raised(plan, cast)
        db.session.expire_all()
        for path in ("/kho-khan", "/cho-xu-ly"):
            client.get(path)
            costs.append(client.statements)
    assert costs[:2] == costs[2:]
    assert "Trang sau" in client.get("/kho-khan").text
    assert "Chưa có khó khăn" in client.get("/kho-khan?trang-thai=closed").text
    assert "Chưa có khó khăn" in client.get("/kho-khan?cap=ministry").text
