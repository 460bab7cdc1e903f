"""A report as it is read and printed: its official form, its days, its numbering."""

import re
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_report_row, make_task
from tests.cast import Cast
from tracker import clock
from tracker.agencies.models import Agency
from tracker.extensions import db
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.outline import written_parts
from tracker.reports.rules import Outcome, ReportState
from tracker.reports.words import begun_words, time_on, when_words

TODAY = date(2026, 7, 30)
ANOTHER_DAY = datetime(2026, 9, 3, 2, 15, tzinfo=UTC)
SAME_DAY = datetime(2026, 7, 29, 18, 5, tzinfo=UTC)  # 01:05 on the 30th in Việt Nam


@pytest.fixture
def row(cast: Cast) -> ReportRow:
    """A report of the department of finance, open, on the day of the pages."""
    return row_of(cast, cast.finance)


def row_of(cast: Cast, agency: Agency) -> ReportRow:
    clock.fix_day(TODAY)
    plan = make_plan(cast.issuer, number="78/KH-UBND")
    made = make_report_row(plan, agency, due_on=date(2026, 8, 5))
    make_task(plan, agency)
    db.session.commit()
    return made


def handed_in(row: ReportRow, *, at: datetime, **changes: object) -> ReportSubmission:
    values = {
        "row_id": row.id,
        "number": 1,
        "submitted_at": at,
        "submitted_on": TODAY,
        "submitted_by": "Chuyên viên Sở Tài chính",
        "content": {"direction_oversight": "Đã kiểm tra 3 xã.", "outlook_general": "Tiếp tục thực hiện."},
        "figures": {"total": 7},
        "outcome": Outcome.PENDING,
    }
    submission = ReportSubmission(**{**values, **changes})
    row.state, row.submitted_on = ReportState.SUBMITTED, TODAY
    db.session.add(submission)
    db.session.commit()
    return submission


def headings(page: str) -> list[int]:
    return [int(level) for level in re.findall(r"<h([1-6])[\s>]", page)]


def test_a_time_is_shown_beside_its_own_day_alone() -> None:
    assert when_words(TODAY, SAME_DAY) == "lúc 01:05 ngày 30/07/2026"
    assert when_words(TODAY, ANOTHER_DAY) == when_words(TODAY, None) == "ngày 30/07/2026"
    assert time_on(TODAY, ANOTHER_DAY) == ""
    assert begun_words(SAME_DAY, since=TODAY, until=TODAY) == "từ lúc 01:05 ngày 30/07/2026"
    assert begun_words(ANOTHER_DAY, since=TODAY, until=TODAY) == ""


def test_no_page_shows_a_moment_of_another_day(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    handed_in(row, at=ANOTHER_DAY, read_at=ANOTHER_DAY)
    client.sign_in(cast.clerk)
    for path in ("", "/ban-in"):
        page = client.get(f"/bao-cao/{row.id}{path}").text
        assert "ngày 30/07/2026" in page and "03/09/2026" not in page and "09:15" not in page


def test_the_saved_note_tells_the_day_of_business(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.clerk)
    data = {"version": row.version, "results_policies": "Đã hỗ trợ 12 hộ."}
    path = f"/bao-cao/{row.id}"
    saved = client.post(f"{path}/nhap", data=data, headers={"HX-Request": "true"}, expect=200).text
    assert "ngày 30/07/2026" in saved
    kept = db.session.get_one(ReportRow, row.id)
    kept.draft_saved_at = ANOTHER_DAY
    db.session.commit()
    page = client.get(path).text
    assert "Đã lưu nháp ngày 30/07/2026" in page and "03/09/2026" not in page
    kept = db.session.get_one(ReportRow, row.id)
    kept.draft = {key: value for key, value in (kept.draft or {}).items() if key != "saved_on"}  # saved long ago
    db.session.commit()
    page = client.get(path).text
    assert "Đã lưu nháp," in page and "03/09/2026" not in page


def test_the_figures_say_of_which_day_they_are(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.clerk)
    title = "Tình hình thực hiện nhiệm vụ được giao (tính đến ngày 30/06/2026)"  # the cut-off
    assert f"4. {title}" in client.get(f"/bao-cao/{row.id}").text
    handed_in(row, at=SAME_DAY, figures_on=date(2026, 6, 30))
    clock.fix_day(date(2026, 8, 4))
    for path in ("", "/ban-in"):
        assert title in client.get(f"/bao-cao/{row.id}{path}").text


def test_headings_go_down_one_step_at_a_time(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    handed_in(row, at=SAME_DAY)
    handed_in(row, at=SAME_DAY, number=2)
    client.sign_in(cast.monitor)
    for path in ("", "/ban-in"):
        levels = headings(client.get(f"/bao-cao/{row.id}{path}").text)
        assert 3 in levels
        assert all(below <= above + 1 for above, below in pairwise(levels)), (path, levels)


def test_what_was_not_written_leaves_no_gap() -> None:
    parts = written_parts({"results_funds": "Đã giải ngân.\n\nĐủ vốn.", "difficulties": "Không phát sinh."}, "Số liệu")
    assert [part.title for part in parts] == [
        "I. Kết quả thực hiện",
        "II. Khó khăn, vướng mắc; kiến nghị, đề xuất",
    ]
    results = parts[0].sections
    assert [section.title for section in results] == ["1. Nguồn lực và giải ngân", "2. Số liệu"]
    assert results[0].paragraphs == ("Đã giải ngân.", "Đủ vốn.") and results[1].has_figures
    assert parts[1].sections[0].paragraphs == ("Không phát sinh.",)


def test_the_form_helps_before_it_refuses(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.clerk)
    page = client.get(f"/bao-cao/{row.id}").text
    assert "Ví dụ 18/06/2026" in page and "Tối đa 20 MB" in page
    client.sign_in(cast.monitor)
    refused = client.post(f"/bao-cao/{row.id}/mien", data={"version": row.version}, expect=422).text
    assert "Hãy ghi lý do miễn báo cáo." in refused


def test_a_page_past_the_end_is_the_last_one(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.monitor)
    assert f'href="/bao-cao/{row.id}"' in client.get("/bao-cao?trang=99999").text
    assert "Không có báo cáo nào khớp" in client.get("/bao-cao?ke-hoach=424242&trang=3").text
