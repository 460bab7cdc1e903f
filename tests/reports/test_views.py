"""The pages of reports, as each office sees them."""

import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.auditing import AuditingClient
from tests.builders import make_duty, make_plan, make_report_row, make_task
from tests.cast import Cast
from tracker import clock
from tracker.extensions import db
from tracker.plans.models import PlanParticipant
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.rules import PeriodKind, ReportState

TODAY = date(2026, 5, 18)


@pytest.fixture
def row(cast: Cast) -> ReportRow:
    """The half-yearly report of the department of finance, open, due in two days."""
    clock.fix_day(TODAY)
    plan = make_plan(cast.issuer)
    db.session.add(PlanParticipant(plan_id=plan.id, agency_id=cast.finance.id))
    made = make_report_row(plan, cast.finance)
    make_task(plan, cast.finance)
    db.session.commit()
    return made


def typed(row: ReportRow, **changes: Any) -> dict[str, Any]:
    db.session.refresh(row)
    values = {
        "version": row.version,
        "results_policies": "Đã giải ngân cho 12 dự án.",
        "letter_number": "",
        "letter_on": "",
    }
    return {**values, **changes}


def again(row: ReportRow) -> ReportRow:
    db.session.expire_all()
    return db.session.get_one(ReportRow, row.id)


def hand_in(client: AuditingClient, row: ReportRow, **changes: Any) -> None:
    client.post(f"/bao-cao/{row.id}/nop", data=typed(row, **changes), expect=303)


def test_the_clerk_sees_what_is_owed_and_writes_it(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.clerk)
    assert "6 tháng đầu năm 2026" in client.get("/bao-cao").text
    part = client.get("/bao-cao/phai-nop", headers={"HX-Request": "true"}).text
    assert "Còn 2 ngày" in part and "<html" not in part
    assert "<h1>" in client.get("/bao-cao/phai-nop").text
    page = client.get(f"/bao-cao/{row.id}").text
    assert "II. Kết quả thực hiện" in page and "Hoàn thành đúng hạn" in page


def test_typing_saves_itself(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.clerk)
    saved = client.post(f"/bao-cao/{row.id}/nhap", data=typed(row), headers={"HX-Request": "true"}, expect=200)
    assert "Đã lưu nháp" in saved.text and f'value="{again(row).version}"' in saved.text
    assert again(row).state is ReportState.DRAFT
    assert "Đã giải ngân cho 12 dự án." in client.get(f"/bao-cao/{row.id}").text
    client.post(f"/bao-cao/{row.id}/nhap", data=typed(row, outlook_general="Tiếp tục."), expect=303)
    client.get(f"/bao-cao/{row.id}/ban-in")


def test_the_receipt_names_number_time_and_person(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.clerk)
    copy = (io.BytesIO(b"%PDF-1.4 ban ky"), "bao cao.pdf")
    data = typed(row, letter_number="15/BC-STC", letter_on="18/05/2026", signed_copy=copy)
    client.post(f"/bao-cao/{row.id}/nop", data=data, content_type="multipart/form-data", expect=303)
    page = client.get(f"/bao-cao/{row.id}").text
    assert f"Biên nhận BC-{row.id}/1" in page and "15/BC-STC" in page and cast.clerk.name in page
    client.get(f"/bao-cao/{row.id}/lan-nop/1/tep", audit=False)
    client.get(f"/bao-cao/{row.id}/ban-in")
    assert "Đã nộp, chờ xem xét" in client.get("/bao-cao").text


def test_a_second_identical_post_makes_no_second_submission(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.clerk)
    data = typed(row)
    client.post(f"/bao-cao/{row.id}/nop", data=data, expect=303)
    client.post(f"/bao-cao/{row.id}/nop", data=data, expect=422)
    assert db.session.scalar(select(func.count()).select_from(ReportSubmission)) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"letter_number": "15/BC-STC", "letter_on": "15"}, "không phải là ngày"),
        ({"letter_number": "15/BC-STC"}, "đi cùng nhau"),
        ({"letter_on": "18/05/2026"}, "đi cùng nhau"),
        ({"letter_number": "15/BC-STC", "letter_on": "19/05/2026"}, "trở về trước"),
        ({"results_policies": "", "outlook_general": "Đã giải ngân cho 12 dự án."}, "không phát sinh"),
    ],
)
def test_what_is_wrong_comes_back_with_everything_typed(
    cast: Cast, client: AuditingClient, row: ReportRow, wrong: dict[str, str], sentence: str
) -> None:
    client.sign_in(cast.clerk)
    answer = client.post(f"/bao-cao/{row.id}/nop", data=typed(row, **wrong), expect=422)
    assert sentence in answer.text and "Đã giải ngân cho 12 dự án." in answer.text
    assert all(value in answer.text for value in wrong.values())
    assert again(row).state is ReportState.NOT_STARTED


def test_a_file_that_is_none_is_refused_beside_its_field(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.clerk)
    data = typed(row, signed_copy=(io.BytesIO(b"MZ"), "bao-cao.exe"))
    answer = client.post(f"/bao-cao/{row.id}/nop", data=data, content_type="multipart/form-data", expect=422)
    assert "không được nhận" in answer.text and "Đã giải ngân" in answer.text
    assert again(row).state is ReportState.NOT_STARTED


def test_nothing_to_report_is_an_answer(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.clerk)
    hand_in(client, row, results_policies="", results="y")
    assert "Không phát sinh trong kỳ." in client.get(f"/bao-cao/{row.id}").text


def test_two_people_do_not_overwrite_each_other(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    opened = typed(row)
    client.sign_in(cast.head)
    client.post(f"/bao-cao/{row.id}/nhap", data={**opened, "results_policies": "Chữ của lãnh đạo."}, expect=303)
    client.sign_in(cast.clerk)
    answer = client.post(f"/bao-cao/{row.id}/nhap", data=opened, expect=409)
    assert "Đã giải ngân cho 12 dự án." in answer.text and cast.head.name in answer.text
    client.post(f"/bao-cao/{row.id}/nhap", data=opened, headers={"HX-Request": "true"}, expect=409)
    assert again(row).draft["content"]["results_policies"] == "Chữ của lãnh đạo."


def test_a_form_whose_own_autosave_came_in_between_still_submits(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    client.sign_in(cast.clerk)
    opened = typed(row)
    client.post(f"/bao-cao/{row.id}/nhap", data=opened, headers={"HX-Request": "true"}, expect=200)
    client.post(f"/bao-cao/{row.id}/nop", data={**opened, "results_policies": "Bản cuối."}, expect=303)
    assert again(row).state is ReportState.SUBMITTED


def test_the_last_report_is_there_to_be_changed(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.clerk)
    hand_in(client, row)
    year = make_report_row(
        row.plan, cast.finance, duty=row.duty, period_kind=PeriodKind.ANNUAL, period_key="2026",
        period_end=date(2026, 12, 31), due_on=date(2026, 11, 20),
    )  # fmt: skip
    db.session.commit()
    page = client.get(f"/bao-cao/{year.id}").text
    assert "Chép từ báo cáo 6 tháng đầu năm 2026, chưa sửa" in page and "Đã giải ngân cho 12 dự án." in page
    client.post(f"/bao-cao/{year.id}/nhap", data=typed(year, clear="results_policies"), expect=303)
    assert "Đã giải ngân" not in client.get(f"/bao-cao/{year.id}").text


def test_the_monitor_returns_and_the_clerk_corrects(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.clerk)
    hand_in(client, row)
    client.sign_in(cast.monitor)
    assert cast.finance.name in client.get("/bao-cao").text
    assert "Bắt đầu kiểm tra" in client.get(f"/bao-cao/{row.id}").text
    client.post(f"/bao-cao/{row.id}/kiem-tra", data={"version": again(row).version}, expect=303)
    empty = client.post(f"/bao-cao/{row.id}/tra-lai", data={"version": again(row).version}, expect=422)
    assert "Hãy ghi lý do trả lại." in empty.text
    client.post(f"/bao-cao/{row.id}/tra-lai", data=typed(row, reason="Thiếu số liệu giải ngân."), expect=303)
    client.sign_in(cast.clerk)
    assert "Thiếu số liệu giải ngân." in client.get(f"/bao-cao/{row.id}").text
    hand_in(client, row, results_policies="Đã bổ sung.")
    client.sign_in(cast.monitor)
    client.post(f"/bao-cao/{row.id}/chap-nhan", data={"version": again(row).version}, expect=303)
    page = client.get(f"/bao-cao/{row.id}").text
    assert "Các lần nộp" in page and "Bị trả lại" in page and "Đã bổ sung." in page


def test_a_draft_is_seen_by_its_agency_alone(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.clerk)
    client.post(f"/bao-cao/{row.id}/nhap", data=typed(row), expect=303)
    for watcher in (cast.monitor, cast.committee, cast.secretary):
        client.sign_in(watcher)
        assert "Đã giải ngân" not in client.get(f"/bao-cao/{row.id}").text
        client.get(f"/bao-cao/{row.id}/ban-in", expect=404)


def test_another_agency_gets_404_everywhere(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    db.session.add(PlanParticipant(plan_id=row.plan_id, agency_id=cast.health.id))
    db.session.commit()
    for stranger in (cast.health_clerk, cast.outsider):
        client.sign_in(stranger)
        for path in ("", "/ban-in", "/lan-nop/1/tep"):
            client.get(f"/bao-cao/{row.id}{path}", expect=404)
        for step in ("nhap", "nop", "rut"):
            client.post(f"/bao-cao/{row.id}/{step}", data=typed(row), expect=404)
        assert cast.finance.name not in client.get("/bao-cao?lop=missing").text
    client.get("/bao-cao/999999", expect=404)


def test_each_number_opens_its_rows_as_of_a_day(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.monitor)
    address = f"/bao-cao?ke-hoach={row.plan_id}&den-ngay=25/05/2026&lop="
    assert "Chưa nộp, quá 5 ngày" in client.get(address + "missing").text
    assert "Không có báo cáo nào khớp" in client.get(address + "received").text
    assert "Không có báo cáo nào khớp" in client.get("/bao-cao?ke-hoach=abc").text
    assert "không phải là ngày" in client.get("/bao-cao?den-ngay=12", expect=422).text


def test_the_list_asks_the_same_number_of_statements_however_long(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    row.state, row.submitted_on = ReportState.SUBMITTED, date(2026, 5, 12)
    db.session.commit()
    client.sign_in(cast.monitor)
    client.get("/bao-cao")
    few = client.statements
    for number in range(60):
        duty = make_duty(row.plan, cast.health)
        make_report_row(
            row.plan, cast.health, duty=duty, state=ReportState.SUBMITTED, submitted_on=date(2026, 5, number % 17 + 1)
        )
    db.session.commit()
    client.get("/bao-cao")
    assert client.statements == few


def test_the_head_approves_where_the_agency_wants_it(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    cast.finance.head_approves = True
    db.session.commit()
    client.sign_in(cast.clerk)
    hand_in(client, row)
    assert again(row).state is ReportState.AWAITING_APPROVAL
    client.post(f"/bao-cao/{row.id}/duyet", data={"version": again(row).version}, expect=403)
    client.sign_in(cast.head)
    assert "Duyệt và nộp" in client.get(f"/bao-cao/{row.id}").text
    client.post(f"/bao-cao/{row.id}/chuyen-lai", data=typed(row, reason="Ghi rõ nguồn vốn."), expect=303)
    client.sign_in(cast.clerk)
    hand_in(client, row, results_policies="Đã ghi rõ nguồn vốn.")
    client.sign_in(cast.head)
    client.post(f"/bao-cao/{row.id}/duyet", data={"version": again(row).version}, expect=303)
    assert again(row).state is ReportState.SUBMITTED


def test_the_monitor_excuses_and_closes(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.monitor)
    client.post(f"/bao-cao/{row.id}/khoa-ky", expect=303)
    client.sign_in(cast.clerk)
    assert "đã khóa" in client.get(f"/bao-cao/{row.id}").text
    client.post(f"/bao-cao/{row.id}/nop", data=typed(row), expect=422)
    client.sign_in(cast.monitor)
    client.post(f"/bao-cao/{row.id}/mo-ky", expect=303)
    client.post(f"/bao-cao/{row.id}/mien", data=typed(row, reason="Mới thành lập."), expect=303)
    assert "Mới thành lập." in client.get(f"/bao-cao/{row.id}").text
