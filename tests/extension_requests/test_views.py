"""The pages of more time: asked from the task, decided from the queue, and closed to everybody else."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_report_row, make_task
from tests.cast import Cast
from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.extension_requests.models import ExtensionRequest
from tracker.extension_requests.rules import RequestState
from tracker.extension_requests.service import ask_for_more_time
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.tasks.models import Task

DUE = date(2026, 5, 20)
TODAY = date(2026, 5, 11)
FORM = {"wanted_due_on": "30/06/2026", "reason": "Chưa có số liệu quyết toán"}


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan, on the day on which more time is asked."""
    clock.fix_day(TODAY)
    return make_plan(cast.issuer)


@pytest.fixture
def task(plan: Plan, cast: Cast) -> Task:
    """A task of the finance department due on 20/05/2026."""
    made = make_task(plan, cast.finance, due_on=DUE)
    db.session.commit()
    return made


def the_request() -> ExtensionRequest:
    """The only request."""
    db.session.expire_all()
    return db.session.scalars(select(ExtensionRequest)).one()


def waiting(task: Task, cast: Cast) -> ExtensionRequest:
    """A request that waits."""
    return ask_for_more_time("task", task.id, date(2026, 6, 30), "Chưa có số liệu", by=actor_of(cast.clerk))


def test_a_clerk_asks_from_the_task_and_the_monitor_decides_from_the_queue(
    client: AuditingClient, task: Task, cast: Cast
) -> None:
    client.sign_in(cast.clerk)
    assert f"/gia-han/ve/nhiem-vu/{task.id}" in client.get(f"/nhiem-vu/{task.id}").text
    panel = client.get(f"/gia-han/ve/nhiem-vu/{task.id}")
    assert f"/gia-han/moi/nhiem-vu/{task.id}" in panel.text
    assert "Hạn hiện nay vẫn được tính" in client.get(f"/gia-han/moi/nhiem-vu/{task.id}").text
    client.post(f"/gia-han/moi/nhiem-vu/{task.id}", data=FORM, expect=303)
    request = the_request()
    assert "Chưa có quyết định" in client.get(f"/gia-han/{request.id}").text
    assert "chờ quyết định cho việc này" in client.get(f"/gia-han/moi/nhiem-vu/{task.id}").text
    client.sign_in(cast.monitor)
    assert f"/gia-han/{request.id}" in client.get("/cho-xu-ly").text
    page = client.get(f"/gia-han/{request.id}").text
    assert "Cho gia hạn" in page and 'value="30/06/2026"' in page
    answer = {"version": request.version, "granted_due_on": "15/06/2026", "words": "", "quyet-dinh": "dong-y"}
    client.post(f"/gia-han/{request.id}/quyet-dinh", data=answer, expect=303)
    assert (the_request().state, the_request().granted_due_on) == (RequestState.GRANTED, date(2026, 6, 15))
    client.sign_in(cast.clerk)
    panel = client.get(f"/gia-han/ve/nhiem-vu/{task.id}").text
    assert "đã gia hạn 1 lần" in panel and "Hạn ban đầu 20/05/2026, hạn đang tính 15/06/2026" in panel
    assert "gia hạn" in client.get(f"/nhiem-vu/{task.id}").text
    history = client.get(f"/gia-han/{request.id}/lich-su").text
    assert "Xin gia hạn" in history and "Cho gia hạn" in history and "granted" not in history


def test_a_report_gets_more_time_the_same_way(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    row = make_report_row(plan, cast.finance, due_on=DUE)
    db.session.commit()
    client.sign_in(cast.clerk)
    assert f"/gia-han/ve/bao-cao/{row.id}" in client.get(f"/bao-cao/{row.id}").text
    client.post(f"/gia-han/moi/bao-cao/{row.id}", data=FORM, expect=303)
    assert "Báo cáo 6 tháng đầu năm 2026" in client.get(f"/gia-han/{the_request().id}").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"wanted_due_on": "19/05/2026"}, "phải sau hạn hiện nay"),
        ({"wanted_due_on": "hôm nào đó"}, "Ví dụ"),
        ({"reason": " "}, "Cần nhập mục này"),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(
    client: AuditingClient, task: Task, cast: Cast, changes: dict[str, str], sentence: str
) -> None:
    client.sign_in(cast.clerk)
    form = {**FORM, "reason": "Lý do còn nguyên", **changes}
    answer = client.post(f"/gia-han/moi/nhiem-vu/{task.id}", data=form, expect=422)
    assert sentence in answer.text and form["reason"].strip() in answer.text


def test_a_second_click_asks_once_and_says_so(client: AuditingClient, task: Task, cast: Cast) -> None:
    client.sign_in(cast.clerk)
    client.post(f"/gia-han/moi/nhiem-vu/{task.id}", data=FORM, expect=303)
    again = client.post(f"/gia-han/moi/nhiem-vu/{task.id}", data=FORM, expect=422)
    assert "Đang có một đề nghị gia hạn chờ quyết định" in again.text
    assert the_request().state is RequestState.WAITING


def test_after_the_due_day_the_page_says_so_and_the_judge_sees_it(
    client: AuditingClient, task: Task, cast: Cast
) -> None:
    clock.fix_day(date(2026, 5, 21))
    page = client.sign_in(cast.clerk).get(f"/gia-han/moi/nhiem-vu/{task.id}").text
    assert "ghi rõ là “đề nghị sau hạn”" in page and "ngày đề nghị phải sau hôm nay" in page
    client.post(f"/gia-han/moi/nhiem-vu/{task.id}", data=FORM, expect=303)
    assert "đề nghị sau hạn" in client.get(f"/gia-han/ve/nhiem-vu/{task.id}").text
    client.sign_in(cast.monitor)
    shown = client.get(f"/gia-han/{the_request().id}").text
    assert "Đề nghị sau hạn" in shown and "gửi khi hạn ngày 20/05/2026 đã qua" in shown
    for page in ("/gia-han", "/cho-xu-ly"):
        assert "đề nghị sau hạn" in client.get(page).text


def test_a_refusal_needs_its_reason_and_two_judges_meet_in_words(
    client: AuditingClient, task: Task, cast: Cast
) -> None:
    request = waiting(task, cast)
    client.sign_in(cast.monitor)
    address, seen = f"/gia-han/{request.id}/quyet-dinh", {"version": request.version, "granted_due_on": ""}
    bare = client.post(address, data={**seen, "quyet-dinh": "khong", "words": ""}, expect=422)
    assert "lý do không đồng ý" in bare.text
    client.post(address, data={**seen, "quyet-dinh": "khong", "words": "Đã đủ kinh phí"}, expect=303)
    late = client.post(address, data={**seen, "granted_due_on": "30/06/2026", "quyet-dinh": "dong-y"}, expect=409)
    assert "vừa được người khác quyết định" in late.text
    assert the_request().state is RequestState.REFUSED


def test_a_request_is_taken_back_by_its_agency_alone(client: AuditingClient, task: Task, cast: Cast) -> None:
    request = waiting(task, cast)
    client.sign_in(cast.health_clerk).post(f"/gia-han/{request.id}/rut-lai", expect=404)
    client.sign_in(cast.clerk)
    assert "Rút lại đề nghị" in client.get(f"/gia-han/{request.id}").text
    client.post(f"/gia-han/{request.id}/rut-lai", data={"version": request.version}, expect=303)
    assert "Đã rút lại" in client.get(f"/gia-han/{request.id}").text


def test_whoever_has_no_part_in_it_finds_nothing(client: AuditingClient, task: Task, cast: Cast) -> None:
    request = waiting(task, cast)
    client.sign_in(cast.outsider)
    for path in (f"/gia-han/{request.id}", f"/gia-han/moi/nhiem-vu/{task.id}", f"/gia-han/ve/nhiem-vu/{task.id}"):
        client.get(path, expect=404)
    assert "Chưa có số liệu" not in client.get("/gia-han").text
    client.sign_in(cast.committee)
    client.get(f"/gia-han/moi/nhiem-vu/{task.id}", expect=403)
    assert "Cho gia hạn" not in client.get(f"/gia-han/{request.id}").text
    client.post(f"/gia-han/{request.id}/quyet-dinh", data={"quyet-dinh": "khong", "words": "x"}, expect=403)
    client.sign_in(cast.administrator).get("/gia-han", expect=403)


def test_the_list_filters_and_costs_the_same_for_many(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    client.sign_in(cast.monitor)
    assert "Chưa có đề nghị nào" in client.get("/gia-han").text
    costs = []
    for number in (3, 60):
        for _one in range(number):
            made = make_task(plan, cast.finance, due_on=DUE)
            ask_for_more_time("task", made.id, date(2026, 6, 30), "Lý do", by=actor_of(cast.clerk))
        db.session.expire_all()
        client.get("/gia-han")
        costs.append(client.statements)
        client.get("/cho-xu-ly")
        costs.append(client.statements)
    assert costs[:2] == costs[2:]
    assert "Trang sau" in client.get("/gia-han").text
    assert client.get("/gia-han?trang=2").text.count("<tr>") == 14
    assert "Chưa có đề nghị nào" in client.get("/gia-han?trang-thai=refused").text
    assert "Chưa có đề nghị nào" in client.get("/gia-han?ke-hoach=999").text
