"""Before the head approves, the head reads what it is; the clerk who sent it may take it back."""

import io
from datetime import date

import pytest

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_report_row
from tests.cast import Cast
from tests.reports.test_content import add_target
from tracker import clock
from tracker.extensions import db
from tracker.reports.models import ReportRow
from tracker.reports.rules import ReportState


@pytest.fixture
def row(client: AuditingClient, cast: Cast) -> ReportRow:
    """A report with text, a figure, a letter and a file, sent to the head by the clerk, who is signed in."""
    clock.fix_day(date(2026, 5, 18))
    cast.finance.head_approves = True
    made = make_report_row(make_plan(cast.issuer), cast.finance)
    target = add_target(made.plan)
    db.session.commit()
    client.sign_in(cast.clerk)
    data = {
        "version": made.version,
        "lines": "1",
        "results_policies": "Đã hỗ trợ <24> hộ.",
        "letter_number": "15/BC-STC",
        "letter_on": "18/05/2026",
        f"line|target:{target.id}|actual": "6.000",
        f"line|target:{target.id}|estimate": "1",
        "signed_copy": (io.BytesIO(b"%PDF-1.4 bieu"), "bieu so 1.pdf"),
    }
    client.post(f"/bao-cao/{made.id}/nop", data=data, expect=303)
    return made


def test_the_head_reads_what_is_to_be_approved_and_nobody_else_does(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    client.sign_in(cast.head)
    page = client.get(f"/bao-cao/{row.id}").text
    for words in ("Duyệt và nộp", "Đã hỗ trợ &lt;24&gt; hộ.", "ước 6.000", "15/BC-STC", "bieu so 1"):
        assert words in page
    client.sign_in(cast.monitor)
    page = client.get(f"/bao-cao/{row.id}").text
    assert "Đã hỗ trợ" not in page and "bieu so 1" not in page


def test_the_clerk_takes_back_what_waits_for_the_head(client: AuditingClient, row: ReportRow) -> None:
    page = client.get(f"/bao-cao/{row.id}").text
    assert "Lấy về để sửa tiếp" in page and "Duyệt và nộp" not in page
    client.post(f"/bao-cao/{row.id}/sua-tiep", data={"version": row.version}, expect=303)
    db.session.expire_all()
    assert row.state is ReportState.DRAFT
    page = client.get(f"/bao-cao/{row.id}").text
    assert 'id="report-form"' in page and "Đã hỗ trợ &lt;24&gt; hộ." in page
