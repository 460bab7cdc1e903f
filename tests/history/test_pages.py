"""What was recorded about a plan, a report and a task can be read by whoever may read the thing, and by nobody else."""

import re
from datetime import date

import pytest
from flask import Flask

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_report_row, make_task
from tests.cast import Cast
from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.extensions import db
from tracker.history.record import record
from tracker.plans.issue import add_participants
from tracker.reports.drafting import Draft
from tracker.reports.service import judging, writing
from tracker.rights import COMMAND_LINE


@pytest.fixture
def addresses(app: Flask, cast: Cast) -> list[str]:
    """The histories of a plan, a report and a task of the finance department, each with one entry."""
    plan = make_plan(cast.issuer)
    add_participants(plan, [cast.finance.id])
    task, row = make_task(plan, cast.finance), make_report_row(plan, cast.finance)
    record(COMMAND_LINE, "confirmed", plan, after={"number": plan.number})
    record(COMMAND_LINE, "draft_begun", row, before={"state": "not_started"}, after={"state": "draft"})
    record(COMMAND_LINE, "acknowledged", task, before={"state": "assigned"}, after={"state": "not_started"})
    db.session.commit()
    return [f"/ke-hoach/{plan.id}/lich-su", f"/bao-cao/{row.id}/lich-su", f"/nhiem-vu/{task.id}/lich-su"]


def test_the_agency_reads_who_changed_what(client: AuditingClient, cast: Cast, addresses: list[str]) -> None:
    client.sign_in(cast.clerk)
    said = [client.get(address).text for address in addresses]
    assert "Xác nhận" in said[0] and "15/KH-UBND" in said[0]
    assert "Bắt đầu viết" in said[1] and "Bản nháp" in said[1]
    assert "Tiếp nhận nhiệm vụ" in said[2]
    assert all("dòng lệnh" in text for text in said)


def test_a_report_on_its_way_leaves_no_technical_word_in_its_history(client: AuditingClient, cast: Cast) -> None:
    clock.fix_day(date(2026, 5, 15))
    row = make_report_row(make_plan(cast.issuer), cast.finance)
    db.session.commit()
    clerk, monitor = actor_of(cast.clerk), actor_of(cast.monitor)
    draft = Draft({"results_policies": "Đã hỗ trợ 24 hộ."})
    writing.submit_report(row, draft, None, version=row.version, by=clerk)
    judging.start_reading(row, version=row.version, by=monitor)
    judging.return_report(row, "Thiếu số liệu.", version=row.version, by=monitor)
    client.sign_in(cast.clerk)
    page = client.get(f"/bao-cao/{row.id}/lich-su", headers={"HX-Request": "true"}).text
    assert "Ngày nộp" in page and "Lần nộp" in page and "Thiếu số liệu." in page
    assert not re.search(r"\b[a-z]+_[a-z]+\b", re.sub(r"<[^>]*>", " ", page))


def test_htmx_gets_the_entries_alone(client: AuditingClient, cast: Cast, addresses: list[str]) -> None:
    client.sign_in(cast.monitor)
    for address in addresses:
        assert "<html" not in client.get(address, headers={"HX-Request": "true"}).text


def test_a_stranger_reads_none_of_it(client: AuditingClient, cast: Cast, addresses: list[str]) -> None:
    client.sign_in(cast.outsider)
    for address in addresses:
        client.get(address, expect=404)
