"""The log proves who was told, when and how, automatically too, and counts telephone calls entered by hand."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.auditing import AuditingClient
from tests.builders import make_agency, make_plan, make_report_row, make_task
from tests.cast import Cast
from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.difficulties.asking import Place, Raised
from tracker.difficulties.rules import CompetentLevel
from tracker.difficulties.service import raise_difficulty
from tracker.extension_requests.service import ask_for_more_time
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.notifications import service
from tracker.notifications.models import Notice
from tracker.reminders.models import CallResult, UrgingCall
from tracker.reminders.planner import plan_reminders
from tracker.reports.models import ReportRow

TODAY = date(2026, 5, 25)


@pytest.fixture
def row(cast: Cast) -> ReportRow:
    """A report of the clerk's agency, overdue since 20/05/2026."""
    clock.fix_day(TODAY)
    made = make_report_row(make_plan(cast.issuer), cast.finance)
    db.session.commit()
    return made


def call(row: ReportRow, **changes: object) -> dict[str, object]:
    """What the form of a call sends."""
    typed: dict[str, object] = {
        "form_key": "mot-cuoc-goi",
        "subject": f"report_row-{row.id}",
        "plan": row.plan_id,
        "spoke_with": "Bà Lan, văn thư",
        "phone": "0206 385 2000",
        "called_on": "25/05/2026",
        "called_at": "08:30",
        "result": "promised",
        "promised_on": "28/05/2026",
        "said": "Đang chờ số liệu của xã.",
    }
    return {**typed, **changes}


def calls() -> list[UrgingCall]:
    """Every call that is kept."""
    return list(db.session.scalars(select(UrgingCall).order_by(UrgingCall.id)))


def test_a_call_is_entered_from_the_late_list_once_and_counted_per_agency(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    client.sign_in(cast.monitor)
    address = f"/theo-doi/goi-dien/{cast.finance.id}"
    assert f"{address}?ke-hoach={row.plan_id}&amp;viec=report_row-{row.id}" in client.get("/theo-doi").text
    client.get(address)
    for _click in range(2):
        client.post(address, data=call(row), expect=303)
    (kept,) = calls()
    assert (kept.result, kept.promised_on, kept.on_day) == (CallResult.PROMISED, date(2026, 5, 28), TODAY)
    assert (kept.subject, kept.subject_id, kept.person_name) == ("report_row", row.id, "Theo dõi Sở NN&MT")
    assert "đã đôn đốc 0 lần, gọi 1 lần" in client.get("/theo-doi").text
    log = client.get("/theo-doi/don-doc?loai=dien-thoai").text
    assert (
        "Bà Lan, văn thư" in log and "Hẹn ngày hoàn thành" in log and "28/05/2026" in log and "25/05/2026 08:30" in log
    )
    assert db.session.scalar(select(func.count()).where(HistoryEntry.subject == "urging_call")) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"called_at": "tám giờ"}, "Giờ phải viết như 08:30"),
        ({"promised_on": ""}, "ngày mà cơ quan hẹn"),
        ({"called_on": "31/02/2026"}, "không phải là ngày"),
        ({"called_on": "25/05/2199"}, "sau bây giờ"),
        ({"result": "maybe"}, "không có trong danh sách"),
        ({"spoke_with": ""}, "Cần nhập mục này"),
    ],
)
def test_a_call_that_cannot_be_is_refused_and_what_was_typed_stays(
    client: AuditingClient, cast: Cast, row: ReportRow, changes: dict[str, object], said: str
) -> None:
    client.sign_in(cast.monitor)
    answer = client.post(f"/theo-doi/goi-dien/{cast.finance.id}", data=call(row, **changes), expect=422)
    assert said in answer.text and "Đang chờ số liệu của xã." in answer.text
    assert calls() == []


def test_only_the_monitor_enters_calls_and_only_for_plans_and_agencies_that_are_followed(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    for person in (cast.clerk, cast.committee, cast.secretary):
        client.sign_in(person)
        client.get(f"/theo-doi/goi-dien/{cast.finance.id}", expect=403)
        client.post(f"/theo-doi/goi-dien/{cast.finance.id}", data=call(row), expect=403)
    stranger = make_plan(make_agency("UBND tỉnh Sơn La", unit="Sơn La"))
    db.session.commit()
    client.sign_in(cast.monitor)
    client.get(f"/theo-doi/goi-dien/{cast.stranger_agency.id}", expect=404)
    client.post(f"/theo-doi/goi-dien/{cast.finance.id}", data=call(row, plan=stranger.id), expect=422)
    assert calls() == []


def test_automatic_reminders_stand_in_the_log_with_each_person_and_what_was_read(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    plan_reminders(today=TODAY)
    notice = db.session.scalars(select(Notice).where(Notice.person_id == cast.clerk.id)).one()
    client.sign_in(cast.monitor)
    log = client.get("/theo-doi/don-doc?loai=tu-dong").text
    assert "Chuyên viên Sở Tài chính" in log and "chờ gửi" in log and "chưa đọc" in log
    service.read_notice(notice.id, by=actor_of(cast.clerk))
    assert "đã đọc" in client.get("/theo-doi/don-doc?loai=tu-dong").text


def test_the_log_is_filtered_by_plan_agency_and_days(client: AuditingClient, cast: Cast, row: ReportRow) -> None:
    make_report_row(row.plan, cast.health)
    db.session.commit()
    plan_reminders(today=TODAY)
    client.sign_in(cast.monitor)
    log = client.get(f"/theo-doi/don-doc?loai=tu-dong&co-quan={cast.health.id}&ke-hoach={row.plan_id}").text
    assert "Chuyên viên Sở Y tế" in log and "Chuyên viên Sở Tài chính" not in log
    assert "Chuyên viên" not in client.get("/theo-doi/don-doc?loai=tu-dong&den=24/05/2026").text
    assert "Chuyên viên" in client.get("/theo-doi/don-doc?loai=tu-dong&tu=25/05/2026&den=25/05/2026").text
    for kind in ("don-doc", "dien-thoai"):
        client.get(f"/theo-doi/don-doc?loai={kind}&co-quan={cast.health.id}&tu=01/05/2026&den=x")


def test_a_log_of_a_hundred_reminders_costs_no_more_statements_than_one_of_ten(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    costs = []
    client.sign_in(cast.monitor)
    for number in (10, 90):
        for _made in range(number):
            make_task(row.plan, cast.finance, due_on=TODAY)
        db.session.commit()
        plan_reminders(today=TODAY)
        client.get("/theo-doi/don-doc?loai=tu-dong")
        costs.append(client.statements)
    assert costs[0] == costs[1]


def test_another_province_s_log_shows_nothing(client: AuditingClient, cast: Cast, row: ReportRow) -> None:
    plan_reminders(today=TODAY)
    client.sign_in(cast.outsider).get("/theo-doi/don-doc", expect=403)


def test_reminders_about_requests_and_difficulties_stand_in_the_log_of_their_plan_and_agency(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    by = actor_of(cast.clerk)
    ask_for_more_time("report_row", row.id, date(2026, 6, 30), "Chờ số liệu", by=by)
    typed = Raised("Thiếu máy đo", "Cấp thêm", CompetentLevel.STANDING, date(2026, 6, 2))
    raise_difficulty(Place(row.plan, cast.finance.id), typed, by=by)
    later = date(2026, 6, 3)
    clock.fix_day(later)
    plan_reminders(today=later)
    client.sign_in(cast.monitor)
    address = f"/theo-doi/don-doc?loai=tu-dong&ke-hoach={row.plan_id}&co-quan={cast.finance.id}"
    log = client.get(address).text
    assert "chờ quyết định quá" in log and "Khó khăn, vướng mắc «Thiếu máy đo»".lower() in log.lower()
    other = client.get(f"/theo-doi/don-doc?loai=tu-dong&co-quan={cast.health.id}").text
    assert "chờ quyết định quá" not in other and "thiếu máy đo" not in other.lower()
    assert "chờ quyết định quá" not in client.get(f"{address}&den=02/06/2026").text
