"""The register of reporting duties: who may see it, and what the monitor changes in it."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.builders import make_clause, make_duty, make_plan, make_report_row, make_task
from tests.cast import Cast
from tests.reports.test_issue import due_days, issue, order, rows_of
from tracker import clock
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.plans.issue import add_participants
from tracker.plans.models import Plan
from tracker.reports.issue import issue_due_rows
from tracker.reports.models import DutyReporter, ReportingDuty, ReportRow
from tracker.reports.rules import DueOrigin, DutyOrigin, PeriodKind, ReportState

TODAY = date(2026, 3, 2)
REGISTER = "/bao-cao/nghia-vu"


@pytest.fixture(autouse=True)
def on_a_day(app: Flask) -> None:
    clock.fix_day(TODAY)


def a_duty(**changes: object) -> dict[str, object]:
    """The form of a duty by a decree, twice a year."""
    return {
        "form_key": "a" * 32,
        "clause": "0",
        "basis_document": "Nghị định 29/2021/NĐ-CP, Điều 100",
        "words": "Chủ chương trình báo cáo giám sát, đánh giá đầu tư 6 tháng và năm.",
        "kinds": ["semiannual", "annual"],
        "regime": "3",
        "addressee": "Sở Tài chính",
        "via": "Sở Nông nghiệp và Môi trường",
        "copy_to": "UBND tỉnh; Kho bạc Nhà nước",
        "starts_on": "02/03/2026",
        **changes,
    }


def test_the_register_shows_who_basis_route_rhythm_and_regime(cast: Cast, client: AuditingClient) -> None:
    plan = make_plan(cast.issuer)
    make_duty(plan, cast.finance, via="Sở Nông nghiệp và Môi trường", copy_to=["Sở Y tế"], regime_id=3)
    client.sign_in(cast.monitor)
    text = client.get(REGISTER).text
    for words in (
        "Các sở, ban, ngành",
        "6 tháng, Năm",
        "UBND tỉnh (qua Sở Nông nghiệp và Môi trường; đồng gửi Sở Y tế)",
    ):
        assert words in text
    assert "Giám sát, đánh giá đầu tư" in text
    assert f"/ke-hoach/{plan.id}/van-ban?tu=0&amp;den=10#trich" in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("co-quan={finance}", [1, 3]),
        ("loai-ky=monthly", [2]),
        ("che-do=0", [1, 2]),
        ("che-do=3", [3]),
        ("nguon=added", [3]),
    ],
)
def test_the_register_is_filtered(cast: Cast, client: AuditingClient, query: str, shown: list[int]) -> None:
    plan = make_plan(cast.issuer)
    make_duty(plan, cast.finance, text="Nghĩa vụ 1")
    make_duty(plan, cast.health, position=2, text="Nghĩa vụ 2", periods=["monthly"])
    make_duty(plan, cast.finance, position=3, text="Nghĩa vụ 3", regime_id=3, origin=DutyOrigin.ADDED)
    client.sign_in(cast.monitor)
    text = client.get(f"{REGISTER}?{query.format(finance=cast.finance.id)}").text
    assert [number for number in (1, 2, 3) if f"Nghĩa vụ {number}" in text] == shown


def add_duties(plan: Plan, agency_ids: list[int], number: int) -> None:
    """So many duties of the agencies, each with one report, by few statements."""
    clause = make_clause(plan)
    duties = [
        ReportingDuty(
            plan=plan,
            clause=clause,
            position=position,
            reporter_words=f"Nghĩa vụ số {position}",
            takes_every_lead=False,
            periods=["semiannual"],
            copy_to=[],
            text="Định kỳ 6 tháng báo cáo UBND tỉnh.",
            span_start=0,
            span_end=10,
            reporters=[DutyReporter(agency_id=agency_id) for agency_id in agency_ids],
        )
        for position in range(number)
    ]
    half = {"period_start": date(2026, 1, 1), "period_end": date(2026, 6, 30), "opens_on": date(2026, 4, 20)}
    db.session.add_all(
        ReportRow(
            duty=duty,
            plan=plan,
            agency_id=agency_ids[0],
            period_kind=PeriodKind.SEMIANNUAL,
            period_key="2026-H1",
            due_on=date(2026, 5, 20),
            due_origin=DueOrigin.REGIME,
            **half,
        )
        for duty in duties
    )
    db.session.flush()


def test_the_register_costs_the_same_at_ten_and_at_a_thousand(cast: Cast, client: AuditingClient) -> None:
    plan = make_plan(cast.issuer)
    client.sign_in(cast.monitor)
    seen = []
    for number in (10, 990):
        add_duties(plan, [cast.finance.id, cast.health.id], number)
        client.get(REGISTER)
        seen.append(client.statements)
    assert seen[0] == seen[1]
    last = client.get(f"{REGISTER}?trang=20").text
    assert "1.000" in last and last.count("Nghĩa vụ số ") == 50


def test_an_agency_sees_its_own_duties_alone(cast: Cast, client: AuditingClient) -> None:
    plan = make_plan(cast.issuer)
    own, other = make_duty(plan, cast.finance), make_duty(plan, cast.health, position=2, text="Việc của người khác")
    client.sign_in(cast.clerk)
    assert "Việc của người khác" not in client.get(REGISTER).text
    assert "Sở Tài chính" in client.get(f"{REGISTER}/{own.id}").text
    client.get(f"{REGISTER}/{other.id}", expect=404)
    client.get(f"{REGISTER}/moi", expect=403)
    client.post(f"{REGISTER}/{own.id}", data=a_duty(), expect=403)
    client.sign_in(cast.outsider)
    client.get(f"{REGISTER}/{own.id}", expect=404)


def test_the_monitor_adds_a_series_by_another_document_beside_the_plans_own(cast: Cast, client: AuditingClient) -> None:
    plan = make_plan(cast.issuer)
    issue(plan, order(cast.finance), today=date(2026, 1, 20))
    client.sign_in(cast.monitor)
    client.get(f"{REGISTER}/moi")
    path = f"{REGISTER}/moi?ke-hoach={plan.id}"
    client.get(path)
    for _ in range(2):  # a second click adds nothing
        client.post(path, data=a_duty(agencies=[cast.finance.id]), expect=303)
    added = db.session.scalars(select(ReportingDuty).where(ReportingDuty.origin == DutyOrigin.ADDED)).one()
    assert (added.addressee, added.via) == ("Sở Tài chính", "Sở Nông nghiệp và Môi trường")
    assert added.copy_to == ["UBND tỉnh", "Kho bạc Nhà nước"]
    days = {(row.duty_id == added.id, row.period_key): row.due_on for row in rows_of(cast.finance)}
    assert days[True, "2026-H1"] == date(2026, 7, 9) and days[False, "2026-H1"] == date(2026, 5, 20)
    assert days[True, "2026"] == date(2027, 2, 9) and len(days) == 4
    client.get(f"{REGISTER}/{added.id}")
    assert issue_due_rows(today=TODAY) == 0


def test_a_clause_of_the_plan_is_one_click_from_the_duty(cast: Cast, client: AuditingClient) -> None:
    plan = make_plan(cast.issuer)
    clause = make_duty(plan, cast.finance).clause
    clause.span_start, clause.span_end = 3, 9
    client.sign_in(cast.monitor)
    data = a_duty(
        clause=str(clause.id), basis_document="", agencies=[], every_lead="y", due_words="trước 15/6 và 15/12"
    )
    make_task(plan, cast.health)
    client.post(f"{REGISTER}/moi?ke-hoach={plan.id}", data=data, expect=303)
    added = db.session.scalars(select(ReportingDuty).where(ReportingDuty.origin == DutyOrigin.ADDED)).one()
    assert f"/ke-hoach/{plan.id}/van-ban?tu=3&amp;den=9#trich" in client.get(f"{REGISTER}/{added.id}").text
    assert due_days(cast.health) == {"2026-H1": date(2026, 6, 14), "2026": date(2026, 12, 14)}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"basis_document": ""}, "chọn mục của kế hoạch làm căn cứ"),
        ({"agencies": []}, "chọn ít nhất một cơ quan"),
        ({"kinds": []}, "chọn ít nhất một loại kỳ"),
        ({"due_words": "khi rảnh"}, "Không đọc được ngày nộp «khi rảnh»"),
        ({"starts_on": "30/02/2026"}, "không phải là ngày"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    cast: Cast, client: AuditingClient, wrong: dict[str, object], sentence: str
) -> None:
    plan = make_plan(cast.issuer)
    add_participants(plan, [cast.finance.id])
    client.sign_in(cast.monitor)
    data = a_duty(**{"agencies": [cast.finance.id], **wrong})
    answer = client.post(f"{REGISTER}/moi?ke-hoach={plan.id}", data=data, expect=422)
    assert sentence in answer.text and "Chủ chương trình báo cáo" in answer.text
    assert db.session.scalars(select(ReportingDuty)).all() == []


def test_a_plan_that_the_monitor_does_not_follow_is_not_there(cast: Cast, client: AuditingClient) -> None:
    foreign = make_plan(cast.stranger_agency)
    client.sign_in(cast.monitor)
    client.post(f"{REGISTER}/moi?ke-hoach={foreign.id}", data=a_duty(), expect=404)
    client.get(f"{REGISTER}/moi?ke-hoach=x", expect=404)


def routing(**changes: str) -> dict[str, str]:
    return {"addressee": "Ban Chỉ đạo tỉnh", "via": "", "copy_to": "", "regime": "0", **changes}


def test_another_regime_shows_first_which_rows_move(cast: Cast, client: AuditingClient) -> None:
    duty = issue(make_plan(cast.issuer), order(cast.finance), today=date(2026, 1, 20))
    client.sign_in(cast.monitor)
    shown = client.post(f"{REGISTER}/{duty.id}", data=routing(regime="3"), expect=200)
    assert "20/05/2026 thành <b>09/07/2026</b>" in shown.text
    assert due_days(cast.finance)["2026-H1"] == date(2026, 5, 20)
    confirmed = {**routing(regime="3"), "xac-nhan": seal(shown.text)}
    for _ in range(2):
        client.post(f"{REGISTER}/{duty.id}", data=confirmed, expect=303)
    assert due_days(cast.finance) == {"2026-H1": date(2026, 7, 9), "2026": date(2027, 2, 9)}
    assert duty.addressee == "Ban Chỉ đạo tỉnh"
    changes = select(HistoryEntry).where(HistoryEntry.action == "duty_changed")
    assert len(db.session.scalars(changes).all()) == 1


def test_another_route_alone_moves_nothing(cast: Cast, client: AuditingClient) -> None:
    duty = issue(make_plan(cast.issuer), order(cast.finance), today=date(2026, 1, 20))
    before = due_days(cast.finance)
    client.sign_in(cast.monitor)
    client.post(f"{REGISTER}/{duty.id}", data=routing(via="Sở Y tế"), expect=303)
    assert (duty.via, due_days(cast.finance)) == ("Sở Y tế", before)


def test_a_further_agency_owes_from_its_day(cast: Cast, client: AuditingClient) -> None:
    duty = issue(make_plan(cast.issuer), order(cast.finance), today=date(2026, 1, 20))
    client.sign_in(cast.monitor)
    data = {"agency": "Sở Y tế", "starts_on": "01/05/2026", "agency-chon": str(cast.health.id)}
    for _ in range(2):
        client.post(f"{REGISTER}/{duty.id}/co-quan", data=data, expect=303)
    assert list(due_days(cast.health)) == ["2026"]
    client.post(f"{REGISTER}/{duty.id}/co-quan", data={**data, "agency": "không có"}, expect=422)


def end(**changes: str) -> dict[str, str]:
    return {"last": "31/05/2026", "reason": "Bàn giao cho Sở Y tế", "co-quan": "", **changes}


def test_a_reporter_that_ends_keeps_what_closed_before_and_is_excused_from_the_rest(
    cast: Cast, client: AuditingClient
) -> None:
    duty = issue(make_plan(cast.issuer), order(cast.finance, cast.health), today=date(2026, 1, 20))
    client.sign_in(cast.monitor)
    data = end(**{"co-quan": str(cast.finance.id)})
    client.post(f"{REGISTER}/{duty.id}/ket-thuc", data=data, expect=303)
    half, year = rows_of(cast.finance)
    assert (half.excused_on, year.excused_on, year.excused_reason) == (None, TODAY, "Bàn giao cho Sở Y tế")
    assert all(row.excused_on is None for row in rows_of(cast.health))
    assert "không còn phải báo cáo" in client.post(f"{REGISTER}/{duty.id}/ket-thuc", data=data, expect=422).text


def test_a_duty_that_ends_leaves_handed_in_reports_and_makes_no_further_rows(
    cast: Cast, client: AuditingClient
) -> None:
    plan = make_plan(cast.issuer, period_end=date(2030, 12, 31))
    duty = issue(plan, order(cast.finance, cast.health), today=date(2026, 1, 20))
    year = rows_of(cast.health)[1]
    year.state, year.submitted_on = ReportState.SUBMITTED, TODAY
    client.sign_in(cast.secretary)
    client.post(f"{REGISTER}/{duty.id}/ket-thuc", data=end(reason=""), expect=422)
    client.post(f"{REGISTER}/{duty.id}/ket-thuc", data=end(), expect=303)
    assert [row.excused_on for row in rows_of(cast.finance)] == [None, TODAY]
    assert [row.excused_on for row in rows_of(cast.health)] == [None, None]
    assert issue_due_rows(today=date(2027, 1, 20)) == 0


def test_nobody_ends_the_duty_of_their_own_agency(cast: Cast, client: AuditingClient) -> None:
    duty = issue(make_plan(cast.issuer), order(cast.standing), today=date(2026, 1, 20))
    client.sign_in(cast.monitor)
    client.post(f"{REGISTER}/{duty.id}/ket-thuc", data=end(), expect=403)
    client.sign_in(cast.committee)
    client.post(f"{REGISTER}/{duty.id}/ket-thuc", data=end(), expect=403)


def test_the_periods_of_a_duty_lead_to_its_rows(cast: Cast, client: AuditingClient) -> None:
    plan = make_plan(cast.issuer)
    duty = issue(plan, order(cast.finance), today=date(2026, 1, 20))
    make_report_row(plan, cast.health, duty=make_duty(plan, cast.health, position=2))
    client.sign_in(cast.monitor)
    link = re.search(r'href="(/bao-cao\?[^"]*nghia-vu=[^"]*)"', client.get(f"{REGISTER}/{duty.id}").text)[1]
    text = client.get(link.replace("&amp;", "&")).text
    assert f"/bao-cao/{rows_of(cast.finance)[0].id}" in text
    other = db.session.scalars(select(ReportRow).where(ReportRow.agency_id == cast.health.id)).one()
    assert f'/bao-cao/{other.id}"' not in text


def seal(text: str) -> str:
    return re.search(r'name="xac-nhan" value="(\w+)"', text)[1]


def seen(client: AuditingClient, duty_id: int) -> str:
    return re.search(r'name="seen"[^>]* value="(\w+)"', client.get(f"{REGISTER}/{duty_id}").text)[1]


def test_another_regime_is_not_kept_once_other_rows_would_move(cast: Cast, client: AuditingClient) -> None:
    duty = issue(make_plan(cast.issuer), order(cast.finance), today=date(2026, 1, 20))
    client.sign_in(cast.monitor)
    data = {**routing(regime="3"), "seen": seen(client, duty.id)}
    shown = seal(client.post(f"{REGISTER}/{duty.id}", data=data, expect=200).text)
    rows_of(cast.finance)[0].state = ReportState.DRAFT
    anew = client.post(f"{REGISTER}/{duty.id}", data={**data, "xac-nhan": shown}, expect=409).text
    assert "đã thay đổi từ lúc xem trước" in anew and "1 kỳ: đã bắt đầu viết hoặc đã nộp" in anew
    assert (duty.regime_id, due_days(cast.finance)["2026"]) == (None, date(2026, 11, 20))
    client.post(f"{REGISTER}/{duty.id}", data={**data, "xac-nhan": "1"}, expect=409)
    client.post(f"{REGISTER}/{duty.id}", data={**data, "xac-nhan": seal(anew)}, expect=303)
    assert due_days(cast.finance) == {"2026-H1": date(2026, 5, 20), "2026": date(2027, 2, 9)}


def test_the_seal_holds_for_the_regime_that_was_shown(cast: Cast, client: AuditingClient) -> None:
    duty = issue(make_plan(cast.issuer), order(cast.finance), today=date(2026, 1, 20))
    client.sign_in(cast.monitor)
    shown = seal(client.post(f"{REGISTER}/{duty.id}", data=routing(regime="3"), expect=200).text)
    client.post(f"{REGISTER}/{duty.id}", data={**routing(regime="2"), "xac-nhan": shown}, expect=409)
    assert duty.regime_id is None


def test_an_old_form_does_not_undo_what_another_monitor_wrote(cast: Cast, client: AuditingClient) -> None:
    duty = issue(make_plan(cast.issuer), order(cast.finance), today=date(2026, 1, 20))
    client.sign_in(cast.monitor)
    old = seen(client, duty.id)
    client.post(f"{REGISTER}/{duty.id}", data={**routing(via="Sở Y tế"), "seen": old}, expect=303)
    client.post(f"{REGISTER}/{duty.id}", data={**routing(via="Sở Y tế"), "seen": old}, expect=303)  # a second click
    mine = {**routing(copy_to="Kho bạc Nhà nước"), "seen": old}
    answer = client.post(f"{REGISTER}/{duty.id}", data=mine, expect=409)
    assert "vừa được người khác sửa" in answer.text and "Kho bạc Nhà nước" in answer.text
    assert (duty.via, duty.copy_to) == ("Sở Y tế", [])
    again = re.search(r'name="seen"[^>]* value="(\w+)"', answer.text)[1]
    client.post(f"{REGISTER}/{duty.id}", data={**mine, "seen": again}, expect=303)
    assert (duty.via, duty.copy_to) == (None, ["Kho bạc Nhà nước"])


def test_a_duty_owed_since_long_ago_has_every_report_since(cast: Cast, client: AuditingClient) -> None:
    plan = make_plan(
        cast.issuer, issued_on=date(2024, 12, 10), period_start=date(2025, 1, 1), period_end=date(2027, 12, 31)
    )
    client.sign_in(cast.monitor)
    for number, first in enumerate(("15/12/2024", "01/06/2023")):
        data = a_duty(agencies=[cast.finance.id], regime="0", starts_on=first, form_key=str(number) * 32)
        add_participants(plan, [cast.finance.id])
        client.post(f"{REGISTER}/moi?ke-hoach={plan.id}", data=data, expect=303)
        added = db.session.scalars(select(ReportingDuty).order_by(ReportingDuty.id.desc())).first()
        keys = [row.period_key for row in rows_of(cast.finance) if row.duty_id == added.id]
        assert keys == ["2025-H1", "2025", "2026-H1", "2026"], first


def test_an_agency_that_begins_again_owes_what_its_end_had_excused(cast: Cast, client: AuditingClient) -> None:
    plan = make_plan(cast.issuer, period_end=date(2030, 12, 31))
    duty = issue(plan, order(cast.finance), today=date(2026, 12, 31))
    clock.fix_day(date(2026, 12, 31))
    year, half = (next(row for row in rows_of(cast.finance) if row.period_key == key) for key in ("2027", "2027-H1"))
    half.excused_on, half.excused_reason = date(2026, 12, 30), "Sáp nhập"
    client.sign_in(cast.monitor)
    path = f"{REGISTER}/{duty.id}"
    client.post(f"{path}/ket-thuc", data=end(last="31/12/2026", **{"co-quan": str(cast.finance.id)}), expect=303)
    assert year.excused_on == date(2026, 12, 31)
    data = {"agency": "Sở Tài chính", "agency-chon": str(cast.finance.id), "starts_on": "01/01/2027"}
    client.post(f"{path}/co-quan", data=data, expect=303)
    assert (year.excused_on, year.excused_reason) == (None, None)
    assert half.excused_reason == "Sáp nhập"
