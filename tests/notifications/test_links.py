"""A signed link opens one form of one thing for one person, for some days; GET changes nothing."""

import logging
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_report_row, make_task
from tests.cast import Cast
from tests.reports.test_content import add_budget, add_target
from tracker import clock
from tracker.accounts.models import LoginSession
from tracker.extension_requests.models import ExtensionRequest
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.notifications.link_pages import _Masked
from tracker.notifications.links import Action, LinkRefused, link_for, opened
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.results import lines_of
from tracker.reports.rules import Channel, ReportState
from tracker.tasks.models import Task, TaskEvent
from tracker.tasks.rules import EventKind, State

TODAY = date(2026, 5, 18)


@pytest.fixture(autouse=True)
def day() -> None:
    """The day on which all this happens."""
    clock.fix_day(TODAY)


@pytest.fixture
def task(cast: Cast) -> Task:
    """A task of the clerk's agency, due on 30/05/2026."""
    made = make_task(make_plan(cast.issuer), cast.finance, due_on=date(2026, 5, 30))
    db.session.commit()
    return made


@pytest.fixture
def row(cast: Cast) -> ReportRow:
    """A report that the clerk's agency owes."""
    made = make_report_row(make_plan(cast.issuer), cast.finance)
    db.session.commit()
    return made


def link(cast: Cast, thing: Task | ReportRow, action: Action = Action.REPORT) -> str:
    """The clerk's link about a task or report."""
    return link_for(cast.clerk.id, thing.__tablename__, thing.id, action)


def count(model: type) -> int:
    """How many rows of a table there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def events(kind: EventKind) -> int:
    """How many events of a kind there are."""
    return db.session.scalar(select(func.count()).where(TaskEvent.kind == kind)) or 0


def update(version: int, **changes: object) -> dict[str, object]:
    """What the short form of a task sends."""
    return {"outcome": "in_progress", "words": "Đã rà soát 12 hộ.", "percent": "40", "version": version, **changes}


def test_a_task_is_updated_by_link_without_signing_in_as_the_reader_of_the_message(
    client: AuditingClient, cast: Cast, task: Task
) -> None:
    address = link(cast, task)
    page = client.get(address)
    assert "Bố trí kinh phí" in page.text and "Chuyên viên Sở Tài chính" in page.text
    answer = client.post(address, data=update(task.version), csrf=False, expect=303)
    assert "Đã lưu cập nhật" in client.get(answer.headers["Location"]).text
    assert (task.percent, task.words) == (40, "Đã rà soát 12 hộ.")
    event = db.session.scalars(select(TaskEvent).where(TaskEvent.kind == EventKind.UPDATED)).one()
    assert (event.person_id, event.person_name) == (cast.clerk.id, "Chuyên viên Sở Tài chính (qua liên kết)")
    assert db.session.scalars(select(HistoryEntry.actor_name).where(HistoryEntry.subject == "task")).all() == [
        "Chuyên viên Sở Tài chính (qua liên kết)"
    ]
    assert count(LoginSession) == 0


def test_a_second_click_changes_nothing_and_says_what_stands(client: AuditingClient, cast: Cast, task: Task) -> None:
    address, sent = link(cast, task), update(task.version)
    client.post(address, data=sent, csrf=False, expect=303)
    again = client.post(address, data=sent, csrf=False, expect=409)
    assert "Đã rà soát 12 hộ." in again.text
    assert events(EventKind.UPDATED) == 1


def test_a_result_by_link_waits_for_confirmation_and_the_link_is_used_up(
    client: AuditingClient, cast: Cast, task: Task
) -> None:
    address = link(cast, task)
    client.post(address, data=update(task.version, outcome="done"), csrf=False, expect=303)
    assert task.state is State.AWAITING_CONFIRMATION
    assert "đang chờ xác nhận" in client.get(address, expect=410).text
    client.post(address, data=update(task.version), csrf=False, expect=410)
    assert events(EventKind.REPORTED) == 1


def test_a_form_that_is_wrong_keeps_what_was_typed(client: AuditingClient, cast: Cast, task: Task) -> None:
    answer = client.post(link(cast, task), data=update(task.version, percent="nhiều"), csrf=False, expect=422)
    assert "Cần nhập một số nguyên" in answer.text and "Đã rà soát 12 hộ." in answer.text
    assert events(EventKind.UPDATED) == 0


def test_a_link_shows_nothing_of_whoever_is_signed_in_at_the_machine_and_acts_for_its_own_reader(
    client: AuditingClient, cast: Cast, task: Task
) -> None:
    client.sign_in(cast.monitor)
    page = client.get(link(cast, task)).text
    assert "Theo dõi Sở NN" not in page and "Thông báo" not in page
    client.post(link(cast, task), data=update(task.version), csrf=False, expect=303)
    assert db.session.scalar(select(TaskEvent.person_id).where(TaskEvent.kind == EventKind.UPDATED)) == cast.clerk.id


def test_a_link_for_one_thing_opens_no_other(client: AuditingClient, cast: Cast, task: Task, row: ReportRow) -> None:
    token = link(cast, task).rpartition("/")[2]
    for other in ("/lien-ket/bao-cao/", "/lien-ket/gia-han/"):
        assert "Liên kết không đúng" in client.get(f"{other}{token}", expect=410).text
    asks = link(cast, task, Action.MORE_TIME).rpartition("/")[2]
    client.get(f"/lien-ket/nhiem-vu/{asks}", expect=410)
    client.post(f"/lien-ket/nhiem-vu/{asks}", data=update(task.version), csrf=False, expect=410)
    assert events(EventKind.UPDATED) == 0


@pytest.mark.parametrize("place", [0, 5, -5])
def test_a_changed_link_is_refused_with_the_way_to_sign_in(
    client: AuditingClient, cast: Cast, task: Task, place: int
) -> None:
    token = list(link(cast, task).rpartition("/")[2])
    token[place] = "A" if token[place] != "A" else "B"
    page = client.get("/lien-ket/nhiem-vu/" + "".join(token), expect=410).text
    assert "Liên kết không đúng" in page and "/dang-nhap" in page


def test_a_link_signed_with_another_key_or_for_another_purpose_is_refused(app: Flask, cast: Cast, task: Task) -> None:
    said = [cast.clerk.id, "t", task.id]
    for key, salt in (("x" * 40, "tracker.notifications.links:report"), (app.config["SECRET_KEY"], "cookie-session")):
        with pytest.raises(LinkRefused):
            opened(str(URLSafeTimedSerializer(key, salt=salt).dumps(said)), Action.REPORT, "task")


def test_a_link_ends_after_its_days_and_leads_to_signing_in_for_the_same_thing(
    client: AuditingClient, cast: Cast, task: Task
) -> None:
    address = link(cast, task)
    with time_machine.travel(clock.now() + timedelta(days=13), tick=False):
        client.get(address)
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        page = client.get(address, expect=410).text
        client.post(address, data=update(task.version), csrf=False, expect=410)
    assert "14 ngày" in page and f"tiep=/nhiem-vu/{task.id}" in page.replace("%2F", "/")


def test_a_closed_account_or_a_person_who_left_office_can_do_nothing_by_an_old_link(
    client: AuditingClient, cast: Cast, task: Task
) -> None:
    address = link(cast, task)
    cast.clerk.is_open = False
    db.session.commit()
    assert "không còn mở" in client.get(address, expect=410).text
    cast.clerk.is_open = True
    cast.clerk.appointments[0].ends_on = date(2026, 5, 1)
    db.session.commit()
    assert "không còn phụ trách" in client.get(address, expect=410).text
    client.post(address, data=update(task.version), csrf=False, expect=410)
    assert events(EventKind.UPDATED) == 0


def test_a_task_handed_to_another_agency_is_closed_to_the_old_link(
    client: AuditingClient, cast: Cast, task: Task
) -> None:
    address = link(cast, task)
    task.agency = cast.health
    db.session.commit()
    client.get(address, expect=410)


def test_a_post_that_a_browser_says_comes_from_another_site_is_refused(
    client: AuditingClient, cast: Cast, task: Task
) -> None:
    sent = {"data": update(task.version), "csrf": False}
    client.post(link(cast, task), headers={"Sec-Fetch-Site": "cross-site"}, expect=410, **sent)
    client.post(link(cast, task), headers={"Sec-Fetch-Site": "same-site"}, expect=410, **sent)
    assert events(EventKind.UPDATED) == 0
    client.post(link(cast, task), headers={"Sec-Fetch-Site": "same-origin"}, expect=303, **sent)


def test_a_scanner_that_opens_every_link_changes_nothing(
    client: AuditingClient, cast: Cast, task: Task, row: ReportRow
) -> None:
    before = count(HistoryEntry), count(TaskEvent), task.version, row.version
    for thing in (task, row):
        for action in (Action.REPORT, Action.MORE_TIME):
            for _time in range(2):
                client.get(link(cast, thing, action))
                client.head(link(cast, thing, action))
    assert (count(HistoryEntry), count(TaskEvent), task.version, row.version) == before


def test_the_page_is_kept_nowhere_and_tells_nobody_its_address(client: AuditingClient, cast: Cast, task: Task) -> None:
    for answer in (client.get(link(cast, task)), client.get("/lien-ket/nhiem-vu/x.y.z", expect=410)):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers
    assert client.get("/dang-nhap").headers["Referrer-Policy"] == "same-origin"


def test_web_servers_log_the_page_without_its_token(cast: Cast, task: Task) -> None:
    address = link(cast, task)
    for args in (({"r": f"GET {address} HTTP/1.1", "f": f"http://x{address}"},), (f"GET {address} HTTP/1.1", "200")):
        record = logging.LogRecord("werkzeug", logging.INFO, "", 0, "%s", args, None)
        _Masked().filter(record)
        assert address.rpartition("/")[2] not in str(record.args)
        assert "/lien-ket/…" in str(record.args)


def test_a_report_is_handed_in_by_link_with_the_channel_on_record(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    address = link(cast, row)
    assert "Báo cáo 6 tháng" in client.get(address).text
    answer = client.post(address, data=report(row), csrf=False, expect=303)
    assert "Đã nộp báo cáo" in client.get(answer.headers["Location"]).text
    submission = db.session.scalars(select(ReportSubmission)).one()
    assert (submission.channel, submission.submitted_by_id) == (Channel.LINK, cast.clerk.id)
    assert row.state is ReportState.SUBMITTED
    client.post(address, data=report(row), csrf=False, expect=410)
    assert count(ReportSubmission) == 1


def report(row: ReportRow) -> dict[str, object]:
    """A report with one sentence of results."""
    return {"version": row.version, "results_policies": "Đã hỗ trợ 12 hộ."}


def test_figures_of_the_plan_and_of_the_agency_are_reported_by_link(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    target, budget = add_target(row.plan), add_budget(row.plan)
    address = link(cast, row)
    page = client.get(address).text
    assert "Số hộ vay vốn" in page and "từ 8.000" in page and "38.420" in page and "/nhap" not in page
    figures = {
        f"line|target:{target.id}|actual": "6.000,5",
        f"line|target:{target.id}|estimate": "1",
        f"line|target:{target.id}|before": "5.000",
        f"line|budget:{budget.id}|actual": "1.500",
        "line|own:1|label": "Huy động & khác",
        "line|own:1|unit": "triệu đồng",
        "line|own:1|section": "results_funds",
        "line|own:1|actual": "610",
    }
    sent = {**report(row), "lines": "1", **figures}
    unclear = {**sent, f"line|budget:{budget.id}|actual": "11.25"}
    again = client.post(address, data=unclear, csrf=False, expect=422).text
    assert 'value="11.25"' in again and 'value="6.000,5"' in again and "aria-invalid" in again
    assert count(ReportSubmission) == 0
    client.post(address, data=sent, csrf=False, expect=303)
    lines = {line.key: line for line in lines_of(db.session.scalars(select(ReportSubmission)).one().results)}
    done = lines[f"target:{target.id}"]
    assert (done.planned, done.actual, done.is_estimate, done.before) == (8000, Decimal("6000.5"), True, 5000)
    assert lines[f"budget:{budget.id}"].actual == 1500 and lines["own:1"].label == "Huy động & khác"


def test_figures_of_a_draft_wait_behind_the_link(client: AuditingClient, cast: Cast, row: ReportRow) -> None:
    target = add_target(row.plan)
    client.sign_in(cast.clerk)
    draft = {**report(row), "lines": "1", f"line|target:{target.id}|actual": "6.000"}
    client.post(f"/bao-cao/{row.id}/nhap", data=draft, expect=303)
    assert 'value="6.000"' in client.get(link(cast, row)).text
    client.post(link(cast, row), data=report(row), csrf=False, expect=303)  # a form without lines leaves them alone
    [line] = lines_of(db.session.scalars(select(ReportSubmission)).one().results)
    assert line.actual == 6000


def test_an_incomplete_report_comes_back_with_its_words(client: AuditingClient, cast: Cast, row: ReportRow) -> None:
    sent = {"version": row.version, "letter_number": "15/BC-STC"}
    answer = client.post(link(cast, row), data=sent, csrf=False, expect=422)
    assert "15/BC-STC" in answer.text and count(ReportSubmission) == 0


@pytest.mark.parametrize("kind", ["task", "report_row"])
def test_more_time_is_asked_for_by_link_once(
    client: AuditingClient, cast: Cast, task: Task, row: ReportRow, kind: str
) -> None:
    address = link(cast, task if kind == "task" else row, Action.MORE_TIME)
    assert "Đã gửi" not in client.get(f"{address}?da-ghi=1").text, "nothing was sent yet"
    sent = {"wanted": "30/06/2026", "reason": "Chờ phân bổ kinh phí."}
    answer = client.post(address, data=sent, csrf=False, expect=303)
    assert "Hạn cũ vẫn tính" in client.get(answer.headers["Location"]).text
    assert "đang có một đề nghị" in client.post(address, data=sent, csrf=False, expect=422).text.lower()
    assert "đang có một đề nghị" in client.get(address, expect=410).text.lower(), "nobody fills in a form in vain"
    request = db.session.scalars(select(ExtensionRequest)).one()
    assert (request.subject, request.wanted_due_on) == (kind, date(2026, 6, 30))


def test_a_day_that_is_none_keeps_the_reason(client: AuditingClient, cast: Cast, task: Task) -> None:
    sent = {"wanted": "31/06/2026", "reason": "Chờ phân bổ kinh phí."}
    answer = client.post(link(cast, task, Action.MORE_TIME), data=sent, csrf=False, expect=422)
    assert "Chờ phân bổ kinh phí." in answer.text and count(ExtensionRequest) == 0


def test_after_the_due_day_more_time_is_asked_for_late(client: AuditingClient, cast: Cast, task: Task) -> None:
    clock.fix_day(date(2026, 6, 1))
    address = link(cast, task, Action.MORE_TIME)
    assert "đề nghị sau hạn" in client.get(address).text
    past = {"wanted": "01/06/2026", "reason": "Chờ phân bổ kinh phí."}
    assert "phải sau hôm nay" in client.post(address, data=past, csrf=False, expect=422).text
    client.post(address, data={**past, "wanted": "30/06/2026"}, csrf=False, expect=303)
    assert db.session.scalars(select(ExtensionRequest)).one().is_after_due
