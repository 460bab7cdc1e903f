"""The pages of tasks: what each role sees and may press, and what the forms answer."""

import io
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.auditing import AuditingClient
from tests.builders import add_task_event, make_assignment, make_plan, make_task
from tests.cast import Cast
from tracker import clock
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.tasks.making import new_task
from tracker.tasks.models import AssignmentPartner, Task, TaskEvent
from tracker.tasks.rules import DeadlineOrigin, EventKind, Mode, State

TODAY = date(2026, 6, 15)
HTMX = {"HX-Request": "true"}
PDF = b"%PDF-1.7 proof"


@pytest.fixture(autouse=True)
def the_day(app: Flask) -> None:
    """Every story of this file stands on 15/06/2026."""
    clock.fix_day(TODAY)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan of 2026, issued on 20/01/2026."""
    return make_plan(cast.issuer)


def kept(task: Task) -> Task:
    db.session.commit()
    return task


def update(client: AuditingClient, task: Task, expect: int, **typed: object) -> TestResponse:
    data = {"version": task.version, "outcome": "in_progress", "words": "", "percent": task.percent, **typed}
    return client.post(f"/nhiem-vu/{task.id}/cap-nhat", data=data, expect=expect)


def test_the_board_puts_each_open_task_into_one_group_the_most_urgent_first(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    make_task(plan, cast.finance, text="Việc quá hạn", due_on=date(2026, 6, 14))
    make_task(plan, cast.finance, text="Việc sắp đến hạn", due_on=date(2026, 6, 18))
    returned = make_task(plan, cast.finance, text="Việc bị trả lại", state=State.REDO, due_on=date(2026, 9, 1))
    add_task_event(returned, EventKind.RETURNED, on=TODAY, to_state=State.REDO, words="Thiếu số văn bản")
    make_task(plan, cast.finance, text="Việc mới", state=State.ASSIGNED)
    make_task(plan, cast.finance, text="Việc đang làm", due_on=None)
    make_task(plan, cast.finance, text="Việc được đề nghị", mode=Mode.REQUESTED, due_on=date(2026, 3, 1))
    make_task(plan, cast.finance, text="Việc đã báo", state=State.AWAITING_CONFIRMATION, due_on=date(2026, 6, 1))
    kept(make_task(plan, cast.finance, text="Việc đã xong", state=State.DONE, completed_on=TODAY))
    page = client.sign_in(cast.clerk).get("/viec").text
    order = ["Việc quá hạn", "Việc sắp", "Việc bị trả lại", "Thiếu số", "Việc mới", "Việc đang làm", "Việc đã báo"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "Việc đã xong" not in page and "Quá hạn 1 ngày" in page and "Nhiệm vụ chưa hoàn thành" in page
    assert "Việc đã xong" in client.get("/viec?nhom=da-hoan-thanh").text


def test_the_board_filters_by_plan_role_and_words_without_accents(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    make_task(plan, cast.finance, text="Bố trí kinh phí")
    other = make_plan(cast.issuer, number="16/KH-UBND")
    make_task(other, cast.finance, text="Kiểm tra 100 % hộ")
    shared = make_task(plan, cast.health, text="Khám sức khỏe")
    db.session.add(
        AssignmentPartner(assignment_id=shared.assignment_id, agency_id=cast.finance.id, words="Sở Tài chính")
    )
    db.session.commit()
    client.sign_in(cast.clerk)
    assert "Bố trí kinh phí" in client.get("/viec?q=BO+TRI").text
    assert "Kiểm tra" not in client.get("/viec?q=10_").text
    assert "Bố trí" not in client.get(f"/viec?ke-hoach={other.id}").text
    partner = client.get("/viec?vai-tro=phoi-hop").text
    assert "Khám sức khỏe" in partner and "chủ trì: Sở Y tế" in partner and "Bố trí" not in partner
    assert "Không có nhiệm vụ nào khớp" in client.get("/viec?q=khong+co").text


def test_an_empty_board_says_what_will_stand_there(client: AuditingClient, cast: Cast) -> None:
    assert "Khi một kế hoạch mới được xác nhận" in client.sign_in(cast.clerk).get("/viec").text


def test_pages_cost_the_same_statements_for_ten_and_for_many_tasks(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    costs = []
    client.sign_in(cast.clerk)
    for number in (10, 110):
        for place in range(number):
            make_task(plan, cast.finance, text=f"Việc {number}-{place}", state=State.REDO)
        db.session.commit()
        costs.append([cost(client, path) for path in ("/viec", "/nhiem-vu", "/nhiem-vu/1")])
    assert costs[0] == costs[1]
    assert "Trang sau" in client.get("/viec").text
    assert "Việc" in client.get("/viec?trang=3").text


def cost(client: AuditingClient, path: str) -> int:
    db.session.expire_all()
    client.get(path)
    return client.statements


def test_the_update_form_opens_in_its_row_and_closes_again(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    task = kept(make_task(plan, cast.finance, words="Đã có dự thảo", updated_on=date(2026, 6, 1), percent=40))
    client.sign_in(cast.clerk)
    opened = client.get(f"/nhiem-vu/{task.id}/cap-nhat", headers=HTMX).text
    assert opened.lstrip().startswith("<tbody") and 'class="open"' in opened and "data-carried" in opened
    closed = client.get(f"/nhiem-vu/{task.id}/cap-nhat?dong=1", headers=HTMX).text
    assert "open-detail" not in closed and "Cập nhật" in closed
    assert "Đã có dự thảo" in client.get(f"/nhiem-vu/{task.id}/cap-nhat").text


def test_an_update_with_a_file_and_a_letter_stands_in_the_timeline_and_the_file_comes_back(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    task = kept(make_task(plan, cast.finance))
    client.sign_in(cast.clerk)
    file = (io.BytesIO(PDF), "../Tờ trình.pdf")
    update(
        client, task, 303, words="Đã trình", percent="60", letter_number="11/TTr-STC", letter_on="12/06/2026", file=file
    )
    page = client.get(f"/nhiem-vu/{task.id}").text
    assert "cập nhật tiến độ từ 0 % lên 60 %" in page and "Văn bản 11/TTr-STC ngày 12/06/2026" in page
    event = db.session.scalars(db.select(TaskEvent).where(TaskEvent.kind == EventKind.UPDATED)).one()
    answer = client.get(f"/nhiem-vu/{task.id}/minh-chung/{event.id}")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    AuditingClient.sign_in(client, cast.health_clerk).get(f"/nhiem-vu/{task.id}/minh-chung/{event.id}", expect=404)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"percent": "tám mươi"}, "Cần nhập một số nguyên."),
        ({"percent": "101"}, "Số phải từ 0 đến 100."),
        ({"letter_number": "11/TTr", "letter_on": "45"}, "không phải là ngày"),
        ({"letter_number": "11/TTr", "letter_on": "31/02/2026"}, "không phải là ngày"),
        ({"letter_number": "11/TTr"}, "cần cả số và ngày"),
        ({"letter_number": "11/TTr", "letter_on": "16/06/2026"}, "không thể sau ngày hôm nay"),
        ({"file": (io.BytesIO(b"MZ"), "virus.exe")}, "Loại tệp này không được nhận"),
        ({"file": (io.BytesIO(b"MZ"), "to-trinh.pdf")}, "Nội dung tệp không phải là .pdf"),
        ({"words": "", "percent": ""}, "Hãy ghi đã làm được gì"),
        ({"outcome": "xong"}, "Lựa chọn này không có trong danh sách"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_wrong_update_is_refused_with_its_sentence_and_the_typed_text_stays(
    client: AuditingClient, plan: Plan, cast: Cast, typed: dict[str, object], sentence: str
) -> None:
    task = kept(make_task(plan, cast.finance))
    client.sign_in(cast.clerk)
    answer = update(client, task, 422, **{"words": "Những gì đã gõ", **typed})
    assert sentence in answer.text
    assert "Những gì đã gõ" in answer.text or typed.get("words") == ""
    client.audit_html("update", answer)
    assert db.session.query(TaskEvent).filter_by(kind=EventKind.UPDATED).count() == 0


def test_the_same_form_sent_twice_makes_one_update_and_keeps_the_text_of_the_second(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    task = kept(make_task(plan, cast.finance))
    version = task.version
    client.sign_in(cast.clerk)
    update(client, task, 303, words="Đã họp", version=version)
    second = update(client, task, 409, words="Đã họp thêm", version=version)
    assert "Đã họp thêm" in second.text and "Bản mới nhất đang lưu: Đã họp" in second.text
    assert db.session.query(TaskEvent).filter_by(kind=EventKind.UPDATED).count() == 1
    db.session.refresh(task)
    update(client, task, 303, words="Đã họp thêm")


def test_htmx_gets_the_closed_row_back_and_the_form_when_it_is_wrong(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    task = kept(make_task(plan, cast.finance))
    client.sign_in(cast.clerk)
    data = {"version": task.version, "outcome": "in_progress", "words": "x", "percent": "x"}
    wrong = client.post(f"/nhiem-vu/{task.id}/cap-nhat", data=data, headers=HTMX, expect=422)
    assert wrong.text.lstrip().startswith("<tbody") and "open-detail" in wrong.text
    right = client.post(f"/nhiem-vu/{task.id}/cap-nhat", data={**data, "percent": "55"}, headers=HTMX, expect=200)
    assert "open-detail" not in right.text and "55 %" in right.text and "Đã lưu lúc" in right.text


def test_the_whole_story_from_acknowledging_to_confirmation_by_the_pages(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    task = kept(make_task(plan, cast.finance, state=State.ASSIGNED))
    press(client.sign_in(cast.head), task, "tiep-nhan")
    update(client, task, 303, outcome="done", words="Đã phân bổ xong")
    page = client.sign_in(cast.monitor).get(f"/nhiem-vu/{task.id}").text
    assert "Xác nhận hoàn thành" in page and "Cập nhật</a>" not in page
    assert press(client, task, "tra-lai", 422, reason="  ").text.count("Cần nhập mục này.") == 1
    press(client, task, "tra-lai", reason="Thiếu bảng kèm theo")
    update(client.sign_in(cast.clerk), task, 303, outcome="done", words="Đã kèm bảng")
    press(client.sign_in(cast.monitor), task, "xac-nhan")
    assert "Xác nhận ngày 15/06/2026" in client.get(f"/nhiem-vu/{task.id}").text
    assert db.session.get(Task, task.id).state is State.DONE
    history = client.get(f"/nhiem-vu/{task.id}/lich-su", headers=HTMX).text
    assert "Chờ xác nhận thành Đã hoàn thành" in history
    client.get(f"/nhiem-vu/{task.id}/lich-su")


def press(client: AuditingClient, task: Task, word: str, expect: int = 303, **typed: object) -> TestResponse:
    db.session.refresh(task)
    return client.post(f"/nhiem-vu/{task.id}/{word}", data={"version": task.version, **typed}, expect=expect)


def test_the_monitor_decides_on_a_declined_task_by_the_pages(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    task = kept(make_task(plan, cast.finance, state=State.ASSIGNED))
    assert "Lý do" in client.sign_in(cast.clerk).get(f"/nhiem-vu/{task.id}/tu-choi").text
    press(client, task, "tu-choi", reason="Không đúng chức năng")
    client.sign_in(cast.monitor)
    assert "UBND xã Bảo Lạc" in client.get(f"/nhiem-vu/{task.id}/chuyen-giao").text
    assert press(client, task, "chuyen-giao", 422, reason="Đúng chức năng", agency="0").status_code == 422
    press(client, task, "chuyen-giao", reason="Đúng chức năng", agency=str(cast.health.id))
    heir = db.session.scalars(db.select(Task).where(Task.agency_id == cast.health.id)).one()
    assert "Nhận từ Sở Tài chính" in client.sign_in(cast.health_clerk).get(f"/nhiem-vu/{heir.id}").text


def test_the_awaited_event_is_recorded_with_its_day_and_the_deadline(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    task = make_task(plan, cast.finance, due_on=None)
    task.assignment.deadline_origin = DeadlineOrigin.EVENT
    kept(task)
    assert "Chờ sự kiện" in client.sign_in(cast.monitor).get(f"/nhiem-vu/{task.id}").text
    assert "không phải là ngày" in press(client, task, "su-kien", 422, event_on="12", due_on="30/06/2026").text
    press(client, task, "su-kien", event_on="01/06/2026", due_on="30/06/2026")
    assert "30/06/2026" in client.get(f"/nhiem-vu/{task.id}").text


def test_steps_that_are_not_open_are_refused(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    task = kept(make_task(plan, cast.finance, state=State.DONE, completed_on=TODAY))
    client.sign_in(cast.clerk)
    for word in ("cap-nhat", "tu-choi"):  # an old bookmark leads to the task, which says why
        assert client.get(f"/nhiem-vu/{task.id}/{word}", expect=303).location.endswith(f"/nhiem-vu/{task.id}")
        assert "hãy xem trạng thái" in client.get(f"/nhiem-vu/{task.id}").text
    press(client, task, "rut-lai", 422)
    press(client, task, "xac-nhan", 403)
    client.get(f"/nhiem-vu/{task.id}/khong-co", expect=404)
    assert client.get(f"/nhiem-vu/{task.id}/xac-nhan", expect=303).location.endswith(f"/nhiem-vu/{task.id}")


def test_a_partner_sees_the_task_but_only_the_lead_writes(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance)
    partner = AssignmentPartner(assignment_id=task.assignment_id, agency_id=cast.health.id, words="Sở Y tế")
    db.session.add(partner)
    kept(task)
    page = client.sign_in(cast.health_clerk).get(f"/nhiem-vu/{task.id}").text
    assert "Sở Y tế" in page and "Cập nhật</a>" not in page
    client.get(f"/nhiem-vu/{task.id}/cap-nhat", expect=403)
    update(client, task, 403, words="Xen vào")


def test_the_task_shows_its_clause_its_deadlines_origin_and_the_plan_it_came_from(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    task = kept(make_task(plan, cast.finance, due_on=date(2026, 6, 9)))
    page = client.sign_in(cast.committee).get(f"/nhiem-vu/{task.id}").text
    assert '<mark class="quote" id="trich">Bố trí kinh phí thực hiện Kế hoạch.</mark>' in page
    assert "Quá hạn 6 ngày" in page and "Ngày đặt khi xác nhận kế hoạch" in page and f"/ke-hoach/{plan.id}" in page


def test_every_address_of_a_task_is_not_there_for_an_outsider(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    task = kept(make_task(plan, cast.finance, state=State.AWAITING_CONFIRMATION, reported_on=TODAY))
    rules = [rule for rule in client.application.url_map.iter_rules() if rule.endpoint.startswith("tasks.")]
    for stranger in (cast.outsider, cast.health_clerk, cast.administrator):
        client.sign_in(stranger)
        for rule in rules:
            for word in ("huy", "xac-nhan", "tiep-nhan", "chuyen-giao", "su-kien"):
                path = rule.rule.replace("<int:task_id>", str(task.id)).replace("<int:event_id>", "1")
                path = path.partition("<any")[0] + (word if "<any" in rule.rule else "")
                if "task_id" not in rule.rule:
                    continue
                if "POST" in (rule.methods or ()):
                    client.post(path, data={"version": task.version, "reason": "x"}, expect=404)
                else:
                    client.get(path, expect=404)
    for path in ("/nhiem-vu", f"/nhiem-vu?ke-hoach={plan.id}"):
        assert task.assignment.text not in client.sign_in(cast.outsider).get(path).text
    client.sign_in(cast.monitor).get("/viec", expect=403)


def test_nobody_sees_a_task_without_signing_in(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    task = kept(make_task(plan, cast.finance))
    for path in ("/viec", "/nhiem-vu", f"/nhiem-vu/{task.id}", f"/nhiem-vu/{task.id}/minh-chung/1"):
        assert "/dang-nhap" in client.get(path, expect=303).location


def test_the_list_opens_the_rows_behind_every_class(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    make_task(plan, cast.finance, text="Việc trễ lâu", due_on=date(2026, 2, 1))
    make_task(plan, cast.finance, text="Việc trễ ít", due_on=date(2026, 6, 1))
    make_task(plan, cast.health, text="Việc xong", state=State.DONE, completed_on=date(2026, 2, 1))
    kept(make_task(plan, cast.health, text="Việc hủy", state=State.CANCELLED))
    client.sign_in(cast.committee)
    found = {
        lop: [words for words in ("trễ lâu", "trễ ít", "xong", "hủy") if f"Việc {words}" in listed(client, lop)]
        for lop in ("open_overdue", "120+", "1-30", "done_on_time", "total", "uncounted", "due", "not_updated", "done")
    }
    assert found == {
        "open_overdue": ["trễ lâu", "trễ ít"],
        "120+": ["trễ lâu"],
        "1-30": ["trễ ít"],
        "done_on_time": ["xong"],
        "total": ["trễ lâu", "trễ ít", "xong"],
        "uncounted": ["hủy"],
        "due": ["trễ lâu", "trễ ít", "xong"],
        "not_updated": ["trễ lâu", "trễ ít"],
        "done": ["xong"],
    }
    assert "Việc trễ" not in client.get("/nhiem-vu?lop=open_overdue&den-ngay=2026-01-31").text
    assert "Việc trễ lâu" in client.get("/nhiem-vu?lop=open_overdue&den-ngay=02/02/2026").text
    assert "Việc xong" not in client.get(f"/nhiem-vu?co-quan={cast.finance.id}").text


def listed(client: AuditingClient, lop: str) -> str:
    return client.get("/nhiem-vu", query_string={"lop": lop}).text


def test_a_wrong_filter_is_said_and_stays_typed(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.committee)
    wrong = client.get("/nhiem-vu?den-ngay=45", expect=422).text
    assert "Ngày tính đến không đúng" in wrong and 'value="45"' in wrong
    assert "không có" in client.get("/nhiem-vu?lop=moi", expect=422).text


def test_templates_of_tasks_carry_no_code() -> None:
    for path in Path("templates/tasks").glob("*.html"):
        assert "hx-on" not in path.read_text()


def test_an_own_plan_is_uploaded_from_the_task_and_shown_as_its_child(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    task = kept(make_task(plan, cast.finance, is_own_plan=True))
    page = client.sign_in(cast.clerk).get(f"/nhiem-vu/{task.id}").text
    assert f"nhiem_vu={task.id}" in page and "Tải kế hoạch của cơ quan lên" in page
    assert "nhiem_vu=" not in client.sign_in(cast.committee).get(f"/nhiem-vu/{task.id}").text
    task.child_plan_id = make_plan(cast.finance, number="3/KH-STC").id
    kept(task)
    page = client.sign_in(cast.clerk).get(f"/nhiem-vu/{task.id}").text
    assert "3/KH-STC" in page and "nhiem_vu=" not in page


def test_an_assignment_to_a_class_says_how_many_of_its_members_are_done(
    client: AuditingClient, plan: Plan, cast: Cast
) -> None:
    assignment = make_assignment(plan, cast.finance, cast.health, cast.commune)
    states = (State.IN_PROGRESS, State.DONE, State.CANCELLED)
    for agency, state in zip((cast.finance, cast.health, cast.commune), states, strict=True):
        task = new_task(assignment, agency.id, None)
        task.state = state
        db.session.flush()
        add_task_event(task, EventKind.ASSIGNED, on=plan.issued_on, to_state=state)
    db.session.commit()
    first = db.session.scalars(db.select(Task).order_by(Task.id).limit(1)).one()
    page = client.sign_in(cast.clerk).get(f"/nhiem-vu/{first.id}").text
    assert "1 trong 2 cơ quan đã hoàn thành" in page and "Xem từng cơ quan" not in page
    assert "UBND xã Bảo Lạc" in client.sign_in(cast.monitor).get(f"/nhiem-vu/{first.id}").text
