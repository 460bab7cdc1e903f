"""A report that came on paper or by e-mail, typed in by whoever follows the plan; and its versions side by side."""

import io
import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.builders import make_agency, make_plan, make_report_row, make_task
from tests.cast import Cast
from tracker import clock
from tracker.demonstration.cast import Province
from tracker.demonstration.reports import PAPER_ENTERED_ON, PAPER_RECEIVED_ON, hand_in_reports
from tracker.demonstration.script import PACES
from tracker.extensions import db
from tracker.notifications.models import Notice
from tracker.reports.counts import counts
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.rules import Channel, ReportState

TODAY = date(2026, 5, 25)
DUE = date(2026, 5, 20)


@pytest.fixture
def row(cast: Cast) -> ReportRow:
    """The report of the department of finance, five days overdue."""
    clock.fix_day(TODAY)
    made = make_report_row(make_plan(cast.issuer), cast.finance, due_on=DUE)
    db.session.commit()
    return made


def again(row: ReportRow) -> ReportRow:
    db.session.expire_all()
    return db.session.get_one(ReportRow, row.id)


def newest() -> ReportSubmission:
    return db.session.scalars(select(ReportSubmission).order_by(ReportSubmission.id.desc())).first()  # type: ignore


def typed(row: ReportRow, **changes: Any) -> dict[str, Any]:
    paper = {"channel": "paper", "received_on": "19/05/2026", "letter_number": "15/BC-STC", "letter_on": "18/05/2026"}
    return {"version": again(row).version, "lines": "1", **paper, **changes}


def enter(client: AuditingClient, row: ReportRow, expect: int = 303, **changes: Any) -> str:
    data = typed(row, **changes)
    answer = client.post(f"/bao-cao/{row.id}/nhap-thay", data=data, content_type="multipart/form-data", expect=expect)
    return answer.text


def test_a_paper_report_is_entered_with_its_scan_and_may_be_short(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    client.sign_in(cast.monitor)
    assert f'href="/bao-cao/{row.id}/nhap-thay"' in client.get(f"/bao-cao/{row.id}").text
    client.get(f"/bao-cao/{row.id}/nhap-thay")
    enter(client, row, signed_copy=(io.BytesIO(b"%PDF-1.4 ban chup"), "ban chup.pdf"))
    kept = newest()
    assert kept.content == {"results_policies": "Theo văn bản kèm theo."}
    assert (kept.channel, kept.submitted_on, kept.entered_on) == (Channel.PAPER, date(2026, 5, 19), TODAY)
    assert (kept.submitted_by, kept.entered_by) == ("Sở Tài chính", cast.monitor.name)
    assert kept.named_files[0]["title"] == "ban chup"
    for person in (cast.monitor, cast.clerk):
        client.sign_in(person)
        for path in ("", "/ban-in", "/so-sanh"):
            page = client.get(f"/bao-cao/{row.id}{path}").text
            assert path == "/so-sanh" or "nhập thay (văn bản giấy) ngày 25/05/2026, bởi Theo dõi Sở NN&amp;MT" in page
    assert "nhập thay" in client.get("/bao-cao?lop=expected").text


def test_it_is_judged_by_the_day_it_was_received_and_counted_from_the_day_it_was_entered(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    client.sign_in(cast.monitor)
    enter(client, row)
    assert counts(date(2026, 5, 24)).missing == 1
    assert counts(TODAY).on_time == 1 and counts(TODAY).late == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"received_on": "26/05/2026"}, "không thể sau hôm nay"),
        ({"received_on": "19/04/2026"}, "không thể trước ngày mở kỳ"),
        ({"received_on": "hôm qua"}, "không phải là ngày"),
        ({"received_on": ""}, "Hãy ghi ngày nhận"),
        ({"channel": "system"}, "không có trong danh sách"),
        ({"letter_number": "", "letter_on": ""}, "Cần bản chụp"),
        ({"letter_on": ""}, "đi cùng nhau"),
        ({"line|own:1|label": "Hộ vay", "line|own:1|actual": "1,234"}, "có thể là 1.234"),
    ],
)
def test_what_is_wrong_about_it_comes_back_with_everything_typed(
    cast: Cast, client: AuditingClient, row: ReportRow, wrong: dict[str, str], sentence: str
) -> None:
    client.sign_in(cast.monitor)
    page = enter(client, row, expect=422, assessment_general="Chữ đã nhập.", **wrong)
    assert sentence in page and "Chữ đã nhập." in page
    assert again(row).state is ReportState.NOT_STARTED


def test_a_report_that_was_returned_is_not_received_again_before(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    client.sign_in(cast.monitor)
    enter(client, row)
    data = {"version": again(row).version, "reason": "Thiếu biểu."}
    client.post(f"/bao-cao/{row.id}/tra-lai", data=data, expect=303)
    assert "không thể nhận trước ngày đó" in enter(client, row, expect=422)
    enter(client, row, received_on="25/05/2026")
    assert again(row).state is ReportState.SUBMITTED and newest().number == 2


@pytest.mark.parametrize("who", ["clerk", "head", "committee", "administrator", "health_clerk"])
def test_nobody_else_enters_a_report(cast: Cast, client: AuditingClient, row: ReportRow, who: str) -> None:
    client.sign_in(getattr(cast, who))
    client.get(f"/bao-cao/{row.id}/nhap-thay", expect=403, audit=False)
    enter(client, row, expect=403)


def test_nobody_enters_or_accepts_for_the_own_agency_but_who_typed_may_accept(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    own = make_report_row(row.plan, cast.standing, due_on=DUE)
    client.sign_in(cast.monitor)
    enter(client, own, expect=403)
    enter(client, row)
    client.post(f"/bao-cao/{row.id}/chap-nhan", data={"version": again(row).version}, expect=303)
    assert again(row).state is ReportState.ACCEPTED


def test_a_second_press_enters_nothing_twice(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.monitor)
    data = typed(row)
    client.post(f"/bao-cao/{row.id}/nhap-thay", data=data, expect=303)
    client.post(f"/bao-cao/{row.id}/nhap-thay", data=data, expect=422)
    assert newest().number == 1


def test_the_agency_is_told_and_may_ask_for_its_return(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.monitor)
    enter(client, row)
    rules = db.session.scalars(select(Notice.text).where(Notice.person_id == cast.clerk.id)).all()
    assert any("nhập thay từ văn bản giấy nhận ngày 19/05/2026" in text for text in rules)
    client.sign_in(cast.clerk)
    page = client.get(f"/bao-cao/{row.id}").text
    assert "Đề nghị trả lại" in page and "Rút lại để sửa" not in page
    client.post(f"/bao-cao/{row.id}/rut", data={"version": again(row).version}, expect=422)
    client.post(f"/bao-cao/{row.id}/de-nghi-tra-lai", data={"version": again(row).version}, expect=422)
    data = {"version": again(row).version, "reason": "Không phải bản của chúng tôi."}
    client.post(f"/bao-cao/{row.id}/de-nghi-tra-lai", data=data, expect=303)
    client.post(f"/bao-cao/{row.id}/de-nghi-tra-lai", data=data, expect=422)
    client.sign_in(cast.monitor)
    assert "Không phải bản của chúng tôi." in client.get(f"/bao-cao/{row.id}").text
    told = db.session.scalars(select(Notice.text).where(Notice.person_id == cast.monitor.id)).all()
    assert any("đề nghị trả lại" in text for text in told)


def test_the_draft_of_the_agency_is_not_lost_when_paper_comes(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    client.sign_in(cast.clerk)
    data = {"version": again(row).version, "results_policies": "Bản nháp của sở."}
    client.post(f"/bao-cao/{row.id}/nhap", data=data, expect=303)
    client.sign_in(cast.monitor)
    enter(client, row)
    assert again(row).draft["content"]["results_policies"] == "Bản nháp của sở."  # type: ignore[index]
    assert newest().content["results_policies"] == "Theo văn bản kèm theo."


def submit(client: AuditingClient, row: ReportRow, **values: Any) -> None:
    data = {"version": again(row).version, "lines": "1", **values}
    client.post(f"/bao-cao/{row.id}/nop", data=data, content_type="multipart/form-data", expect=303)


def give_back(client: AuditingClient, row: ReportRow, reason: str) -> None:
    data = {"version": again(row).version, "reason": reason}
    client.post(f"/bao-cao/{row.id}/tra-lai", data=data, expect=303)


def test_two_versions_are_read_side_by_side(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    line = {"line|own:1|section": "results_targets", "line|own:1|label": "Hộ vay", "line|own:1|unit": "hộ"}
    client.sign_in(cast.clerk)
    submit(client, row, results_policies="Đã hỗ trợ 120 hộ.\nĐúng tiến độ.", **line, **{"line|own:1|actual": "100"})
    client.sign_in(cast.monitor)
    give_back(client, row, "Số hộ chưa khớp.")
    client.sign_in(cast.clerk)
    copy = (io.BytesIO(b"%PDF-1.4 bieu"), "bieu so lieu.pdf")
    submit(
        client,
        row,
        results_policies="Đã hỗ trợ 130 hộ.\nĐúng tiến độ.",
        letter_number="15/BC-STC",
        letter_on="24/05/2026",
        signed_copy=copy,
        **line,
        **{"line|own:1|actual": "110", "line|own:1|estimate": "1"},
    )
    for person in (cast.clerk, cast.monitor):
        client.sign_in(person)
        assert "So lần 2 với lần 1" in client.get(f"/bao-cao/{row.id}").text
        page = client.get(f"/bao-cao/{row.id}/so-sanh").text
        flat = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
        assert "bỏ: 120 thêm: 130 hộ." in flat
        assert "<del>100</del>" in page and "<ins>ước 110</ins>" in page
        assert "15/BC-STC" in page and "bieu so lieu" in page and "Số hộ chưa khớp." in page
        assert "giống hệt" in client.get(f"/bao-cao/{row.id}/so-sanh?tu=2&den=2").text
        client.get(f"/bao-cao/{row.id}/so-sanh?tu=9", expect=404)
        client.get(f"/bao-cao/{row.id}/so-sanh?tu=abc", expect=404)
    client.sign_in(cast.health_clerk)
    client.get(f"/bao-cao/{row.id}/so-sanh", expect=404)


def test_a_long_report_is_compared_and_shown(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    long = " ".join(f"từ{number}" for number in range(3000))[:20_000]
    client.sign_in(cast.clerk)
    submit(client, row, results_policies=long)
    client.sign_in(cast.monitor)
    give_back(client, row, "Dài quá.")
    client.sign_in(cast.clerk)
    submit(client, row, results_policies=long[:-9] + " đoạn cuối")
    assert "đoạn cuối" in client.get(f"/bao-cao/{row.id}/so-sanh").text


def test_the_demonstration_types_in_the_paper_of_a_commune_without_account(cast: Cast) -> None:
    clock.fix_day(date(2026, 6, 15))
    plan = make_plan(cast.issuer)
    agencies = [cast.commune]
    agencies += [make_agency(f"UBND xã {number}", unit="Cao Bằng", level="commune") for number in range(len(PACES))]
    rows = {agency.id: make_report_row(plan, agency, due_on=date(2026, 6, 10)) for agency in agencies}
    for agency in agencies:
        make_task(plan, agency)
    db.session.commit()
    hand_in_reports(Province(cast.issuer.id, {"monitor": cast.monitor.id}, {}), PAPER_ENTERED_ON)
    entered = newest()
    assert (entered.channel, entered.submitted_on) == (Channel.PAPER, PAPER_RECEIVED_ON)
    assert [row.id for row in rows.values() if row.state is ReportState.SUBMITTED] == [entered.row_id]
