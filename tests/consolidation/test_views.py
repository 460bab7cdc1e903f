"""The pages of consolidation, as each office sees them."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.builders import make_agency, make_duty, make_plan, make_report_row
from tests.cast import Cast
from tests.consolidation.province import accepted, actor, begin, clerk_for, excuse, figure, give_back, hand_in
from tracker import clock
from tracker.agencies.models import Agency
from tracker.consolidation.service.taking import take_sources
from tracker.extensions import db
from tracker.reports.drafting import Draft
from tracker.reports.models import ReportRow
from tracker.reports.service import writing

SAID = {"results_policies": "Đã hỗ trợ 12 hộ.", "outlook_general": "Tiếp tục."}
PAGES = ("", "/so-lieu", "/noi-dung")


@pytest.fixture
def made(cast: Cast) -> tuple[ReportRow, dict[int, ReportRow]]:
    """Finance accepted with figures, the office excused, health and the commune missing."""
    own, rows = begin(cast, cast.finance, cast.health, cast.commune, cast.office)
    accepted(
        rows[cast.finance.id], SAID, figure("Hộ được vay vốn", "12"), figure("Tỷ lệ hộ nghèo", "5,2", "%", key="own:2")
    )
    excuse(rows[cast.office.id], "Không có nhiệm vụ.")
    return own, rows


def take(client: AuditingClient, own: ReportRow, *, expect: int = 303) -> None:
    version = db.session.get_one(ReportRow, own.id).version
    client.post(f"/bao-cao/{own.id}/tong-hop", data={"version": version}, expect=expect)


def test_the_monitor_sees_who_is_in_and_takes_the_accepted_ones(
    cast: Cast, client: AuditingClient, made: tuple[ReportRow, dict[int, ReportRow]]
) -> None:
    own, _ = made
    client.sign_in(cast.monitor)
    assert f"/bao-cao/{own.id}/tong-hop" in client.get("/tong-hop").text
    page = client.get(f"/bao-cao/{own.id}/tong-hop").text
    for words in ("1 báo cáo được chấp nhận chưa có", "quá 2 ngày", "Không có nhiệm vụ.", "Đưa vào bản tổng hợp"):
        assert words in page
    take(client, own)
    page = client.get(f"/bao-cao/{own.id}/tong-hop").text
    assert "đúng các báo cáo đã được chấp nhận" in page and "Có trong bản tổng hợp" in page
    assert "Sở Tài chính: Đã hỗ trợ 12 hộ." in client.get(f"/bao-cao/{own.id}").text


def test_every_number_opens_its_parts_and_every_paragraph_its_report(
    cast: Cast, client: AuditingClient, made: tuple[ReportRow, dict[int, ReportRow]]
) -> None:
    own, rows = made
    client.sign_in(cast.standing_clerk)
    take(client, own)
    page = client.get(f"/bao-cao/{own.id}/tong-hop/so-lieu").text
    assert "1 trên 1" in page and "không cộng" in page and "Toàn kế hoạch, tính lại" in page
    source = f'href="/bao-cao/{rows[cast.finance.id].id}/ban-in?lan=1"'
    parts = client.get(f"/bao-cao/{own.id}/tong-hop/so-lieu/phan?dong=own:1").text
    assert "Hộ được vay vốn" in parts and source in parts and "lần 1" in parts
    rate = client.get(f"/bao-cao/{own.id}/tong-hop/so-lieu/phan?dong=own:2").text
    assert "Không cộng" in rate and "5,2 %" in rate
    texts = client.get(f"/bao-cao/{own.id}/tong-hop/noi-dung?muc=results_policies").text
    assert "Sở Tài chính: Đã hỗ trợ 12 hộ." in texts and source in texts
    client.get(f"/bao-cao/{rows[cast.finance.id].id}/ban-in?lan=1")  # the clerk of the standing agency may open it
    client.get(f"/bao-cao/{own.id}/tong-hop/so-lieu/phan?dong=own:99", expect=404)


def test_edits_are_shown_beside_the_sources_and_go_only_when_asked(
    cast: Cast, client: AuditingClient, made: tuple[ReportRow, dict[int, ReportRow]]
) -> None:
    own, _ = made
    client.sign_in(cast.standing_clerk)
    take(client, own)
    row = db.session.get_one(ReportRow, own.id)
    draft = Draft(
        {**Draft.of(row).content, "results_policies": "Toàn tỉnh: 12 hộ."}, results=(figure("Hộ được vay vốn", "13"),)
    )
    writing.save_draft(row, draft, version=row.version, by=actor(cast.standing_clerk))
    page = client.get(f"/bao-cao/{own.id}/tong-hop/noi-dung").text
    assert "đã sửa so với nguồn" in page and "Toàn tỉnh: 12 hộ." in page and "Đã hỗ trợ 12 hộ." in page
    assert "Dùng số cộng" in client.get(f"/bao-cao/{own.id}/tong-hop/so-lieu").text
    version = db.session.get_one(ReportRow, own.id).version
    again = f"/bao-cao/{own.id}/tong-hop/noi-dung"
    client.post(again, data={"version": version, "dong": "own:1"}, expect=303)
    client.post(again, data={"version": version, "muc": "results_policies"}, expect=409)  # the second click is stale
    version = db.session.get_one(ReportRow, own.id).version
    client.post(again, data={"version": version, "muc": "results_policies"}, expect=303)
    kept = Draft.of(db.session.get_one(ReportRow, own.id))
    assert (kept.content["results_policies"], kept.results[0].actual) == ("Sở Tài chính: Đã hỗ trợ 12 hộ.", "12")
    version = db.session.get_one(ReportRow, own.id).version
    client.post(again, data={"version": version, "muc": "khong-co"}, expect=422)


def test_a_version_sent_up_shows_its_sources_to_who_may_see_it_and_the_draft_to_nobody_else(
    cast: Cast, client: AuditingClient, made: tuple[ReportRow, dict[int, ReportRow]]
) -> None:
    own, rows = made
    row = take_sources(own, version=own.version, by=clerk_for(cast.standing)).row
    for person in (cast.secretary, cast.committee):
        client.sign_in(person)
        for page in PAGES:
            client.get(f"/bao-cao/{own.id}/tong-hop{page}", expect=404)
    hand_in(row, Draft.of(row).content, *Draft.of(row).results)
    accepted(rows[cast.health.id], SAID)
    for person in (cast.secretary, cast.committee, cast.monitor):
        client.sign_in(person)
        for page in PAGES:
            text = client.get(f"/bao-cao/{own.id}/tong-hop{page}?lan=1").text
            assert "bản đã nộp lần 1" in text
        assert "Sở Y tế" in client.get(f"/bao-cao/{own.id}/tong-hop?lan=1&lop=chua-nop").text  # as it was then
        client.get(f"/bao-cao/{own.id}/tong-hop/so-lieu/phan?lan=1&dong=own:1")
        client.get(f"/bao-cao/{own.id}/tong-hop?lan=2", expect=404)
        client.get(f"/bao-cao/{own.id}/tong-hop?lan=x", expect=404)
    assert "Được chấp nhận sau khi gửi bản này: Sở Y tế" in client.get(f"/bao-cao/{own.id}/tong-hop").text


def test_outsiders_and_the_agencies_that_report_find_nothing(
    cast: Cast, client: AuditingClient, made: tuple[ReportRow, dict[int, ReportRow]]
) -> None:
    own, _rows = made
    for person in (cast.outsider, cast.clerk, cast.head):
        client.sign_in(person)
        for page in PAGES:
            client.get(f"/bao-cao/{own.id}/tong-hop{page}", expect=404)
        take(client, own, expect=404)
        assert "Chưa có báo cáo nào để tổng hợp" in client.get("/tong-hop").text
        client.post("/tong-hop", data={"ke-hoach": own.plan_id, "ky": own.period_key}, expect=422)
    client.sign_in(cast.administrator)
    client.get("/tong-hop", expect=403)


def test_a_second_click_and_a_closed_period_are_told(
    cast: Cast, client: AuditingClient, made: tuple[ReportRow, dict[int, ReportRow]]
) -> None:
    own, _ = made
    opened = own.version
    client.sign_in(cast.monitor)
    take(client, own)
    client.post(f"/bao-cao/{own.id}/tong-hop", data={"version": opened}, expect=409)
    row = db.session.get_one(ReportRow, own.id)
    row.closed_on = clock.today()
    db.session.commit()
    page = client.get(f"/bao-cao/{own.id}/tong-hop").text
    assert "đã khóa" in page and "Lấy lại từ nguồn" not in page
    take(client, own, expect=422)


def test_nothing_accepted_yet_and_nobody_reporting_say_so(cast: Cast, client: AuditingClient) -> None:
    own, _rows = begin(cast, cast.finance)
    client.sign_in(cast.monitor)
    assert "Chưa có báo cáo nào được chấp nhận" in client.get(f"/bao-cao/{own.id}/tong-hop").text
    assert "Chưa lấy báo cáo nào" in client.get(f"/bao-cao/{own.id}/tong-hop/so-lieu").text
    assert "Chưa có nội dung nào" in client.get(f"/bao-cao/{own.id}/tong-hop/noi-dung").text
    take(client, own, expect=422)
    alone = make_report_row(make_plan(cast.issuer, number="99/KH-UBND"), cast.standing)
    db.session.commit()
    assert "Không có cơ quan nào báo cáo qua" in client.get(f"/bao-cao/{alone.id}/tong-hop").text


def test_a_report_that_was_returned_is_asked_out_of_the_draft(
    cast: Cast, client: AuditingClient, made: tuple[ReportRow, dict[int, ReportRow]]
) -> None:
    own, rows = made
    client.sign_in(cast.monitor)
    take(client, own)
    give_back(db.session.get_one(ReportRow, rows[cast.finance.id].id), "Sai số liệu.")
    page = client.get(f"/bao-cao/{own.id}/tong-hop").text
    assert "phải rút khỏi bản tổng hợp: Sở Tài chính" in page and "Sai số liệu." in page
    take(client, own)
    assert Draft.of(db.session.get_one(ReportRow, own.id)).content == {}


def test_the_offer_to_make_a_missing_report_is_one_press(cast: Cast, client: AuditingClient) -> None:
    clock.fix_day(date(2026, 5, 22))
    plan = make_plan(cast.issuer)
    make_report_row(plan, cast.finance, duty=make_duty(plan, cast.finance))
    db.session.commit()
    client.sign_in(cast.monitor)
    assert "Lập báo cáo tổng hợp" in client.get("/tong-hop").text
    answer = client.post("/tong-hop", data={"ke-hoach": plan.id, "ky": "2026-H1"}, expect=303)
    row = db.session.scalars(select(ReportRow).where(ReportRow.agency_id == cast.standing.id)).first()
    assert row is not None and answer.headers["Location"].endswith(f"/bao-cao/{row.id}/tong-hop")
    assert "Lập báo cáo tổng hợp" not in client.get("/tong-hop").text


def many(number: int) -> Sequence[Agency]:
    return [make_agency(f"UBND xã số {place:03d}", unit="Cao Bằng", level="commune") for place in range(number)]


def test_the_pages_cost_the_same_at_three_and_at_sixty_reports(cast: Cast, client: AuditingClient) -> None:
    costs: list[list[int]] = []
    for size, number in ((3, "31/KH-UBND"), (60, "32/KH-UBND")):
        clock.fix_day(date(2026, 5, 22))
        plan = make_plan(cast.issuer, number=number)
        agencies = many(size) if size == 3 else [*many_more(size)]
        duty = make_duty(plan, *agencies)
        for agency in agencies:
            accepted(make_report_row(plan, agency, duty=duty), SAID, figure("Hộ được vay vốn", "1"))
        own = make_report_row(plan, cast.standing, duty=duty)
        db.session.commit()
        client.sign_in(cast.monitor)
        take(client, own)
        found = []
        for page in (*PAGES, "/so-lieu/phan?dong=own:1"):
            client.get(f"/bao-cao/{own.id}/tong-hop{page}")
            found.append(client.statements)
        costs.append(found)
    assert costs[0] == costs[1]
    assert "Trang sau" in client.get(f"/bao-cao/{own.id}/tong-hop").text
    assert "60 trên 60" in client.get(f"/bao-cao/{own.id}/tong-hop/so-lieu").text


def many_more(number: int) -> Sequence[Agency]:
    return [make_agency(f"UBND phường số {place:03d}", unit="Cao Bằng", level="commune") for place in range(number)]


def test_every_page_hands_out_the_report_as_paper_and_the_version_that_it_shows(
    cast: Cast, client: AuditingClient, made: tuple[ReportRow, dict[int, ReportRow]]
) -> None:
    own, rows = made
    client.sign_in(cast.standing_clerk)
    take(client, own)
    row = db.session.get_one(ReportRow, own.id)
    writing.submit_report(row, Draft.of(row), None, version=row.version, by=actor(cast.standing_clerk))
    for page in PAGES:
        for ending, asked in (("", ""), ("?lan=1", "?lan=1")):
            text = client.get(f"/bao-cao/{own.id}/tong-hop{page}{ending}").text
            for paper in ("ban-in", "van-ban.docx", "van-ban.pdf"):
                assert f'href="/bao-cao/{own.id}/{paper}{asked}"' in text
    listed = client.get(f"/bao-cao/{own.id}/tong-hop?lan=1").text
    assert f'href="/bao-cao/{rows[cast.finance.id].id}/ban-in?lan=1"' in listed, "the version that was used"


def test_the_follow_up_leads_from_each_period_to_its_consolidated_report(
    cast: Cast, client: AuditingClient, made: tuple[ReportRow, dict[int, ReportRow]]
) -> None:
    own, _ = made
    client.sign_in(cast.monitor)
    page = client.get("/theo-doi").text
    assert f'href="/bao-cao/{own.id}/tong-hop"' in page and "1 báo cáo đã chấp nhận, chưa tổng hợp" in page
    take(client, own)
    row = db.session.get_one(ReportRow, own.id)
    writing.submit_report(row, Draft.of(row), None, version=row.version, by=actor(cast.monitor))
    assert "chưa tổng hợp" not in client.get("/theo-doi").text
    client.sign_in(cast.secretary)
    assert f'href="/bao-cao/{own.id}"' in client.get("/theo-doi").text
