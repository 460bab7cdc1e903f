"""A report as Word, PDF and preview: what stands in it, which version, and who may have it."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pdfplumber
import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_report_row, make_task
from tests.cast import Cast
from tests.documents.reading import text_of
from tracker import clock
from tracker.documents import printing
from tracker.extensions import db
from tracker.reports.drafting import Draft, DraftFile
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.results import FUNDS, TARGETS, ResultLine, TypedLine, as_json
from tracker.reports.rules import Outcome, ReportState

TODAY = date(2026, 7, 30)
FILES = ("van-ban.docx", "van-ban.pdf", "ban-in")
LINES = [
    ResultLine("target:1", TARGETS, "Hộ thoát nghèo", "hộ", Decimal(1250), Decimal(680), True, Decimal(612)),
    ResultLine("budget:1", FUNDS, "Vốn sự nghiệp", "triệu đồng", Decimal("4500.5"), Decimal(2000)),
]

WHOLE = [
    "ỦY BAN NHÂN DÂN",
    "SỞ TÀI CHÍNH",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Số: 05/BC-STC",
    "Cao Bằng, ngày 30 tháng 7 năm 2026",
    "BÁO CÁO",
    "Kết quả thực hiện Kế hoạch số 78/KH-UBND 6 tháng đầu năm 2026",
    "I. Công tác chỉ đạo, điều hành",
    "1. Truyền thông, kiểm tra, giám sát",
    "Đã kiểm tra 3 xã.",
    "II. Kết quả thực hiện",
    "1. Mục tiêu, chỉ tiêu",
    "Đạt khá.",
    "Hộ thoát nghèo",
    "1.250",
    "ước 680",
    "54,4",
    "612",
    "111,1",
    "2. Nguồn lực và giải ngân",
    "Vốn sự nghiệp",
    "4.500,5",
    "44,4",
    "III. Phương hướng, nhiệm vụ kỳ tới",
    "Tiếp.",
    "Nơi nhận:",
    "- Như trên;",
    "- Lưu: VT.",
    "GIÁM ĐỐC",
]


@pytest.fixture
def row(cast: Cast) -> ReportRow:
    """A report of the department of finance, open."""
    clock.fix_day(TODAY)
    plan = make_plan(cast.issuer, number="78/KH-UBND")
    made = make_report_row(plan, cast.finance, due_on=date(2026, 8, 5))
    make_task(plan, cast.finance)
    db.session.commit()
    return made


def handed_in(row: ReportRow, **changes: Any) -> ReportSubmission:
    values: dict[str, Any] = {
        "row_id": row.id,
        "number": 1,
        "submitted_at": datetime(2026, 7, 30, 1, tzinfo=UTC),
        "submitted_on": TODAY,
        "submitted_by": "Chuyên viên Sở Tài chính",
        "content": {
            "direction_oversight": "Đã kiểm tra 3 xã.",
            "results_targets": "Đạt khá.",
            "outlook_general": "Tiếp.",
        },
        "figures": {
            "total": 7,
            "done_on_time": 2,
            "done_late": 1,
            "open_in_time": 2,
            "open_overdue": 1,
            "no_deadline": 1,
        },
        "results": as_json(LINES),
        "outcome": Outcome.PENDING,
        "letter_number": "5/BC-STC",
        "letter_on": TODAY,
    }
    submission = ReportSubmission(**{**values, **changes})
    row.state, row.submitted_on = ReportState.SUBMITTED, TODAY
    db.session.add(submission)
    db.session.commit()
    return submission


def word_text(content: bytes) -> list[str]:
    body = Document(io.BytesIO(content)).element.body
    return [text_of(p) for p in body.iter(qn("w:p"))]


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pdfplumber.open(io.BytesIO(content)).pages)


def in_order(said: list[str], expected: list[str]) -> bool:
    places = [said.index(words) for words in expected]
    return places == sorted(places)


def test_the_word_file_holds_the_report_from_the_nation_to_the_signature(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    handed_in(row)
    client.sign_in(cast.clerk)
    said = word_text(client.get(f"/bao-cao/{row.id}/van-ban.docx").data)
    assert in_order(said, WHOLE)
    assert any(words.startswith("3. Tình hình thực hiện nhiệm vụ được giao (tính đến ngày") for words in said)
    assert "DỰ THẢO" not in said


def test_word_pdf_and_preview_say_the_same(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    handed_in(row)
    client.sign_in(cast.clerk)
    word = "".join("".join(word_text(client.get(f"/bao-cao/{row.id}/van-ban.docx").data)).split())
    page = client.get(f"/bao-cao/{row.id}/ban-in").text
    pdf = "".join(pdf_text(client.get(f"/bao-cao/{row.id}/van-ban.pdf").data).split())
    for words in ("Đã kiểm tra 3 xã.", "Số: 05/BC-STC", "ước 680", "4.500,5", "./."):
        bare = "".join(words.split())
        assert bare in word and bare in pdf and words in page, words


def test_the_route_is_told_above_and_below(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    row.duty.addressee, row.duty.via, row.duty.copy_to = "UBND tỉnh", "Sở Nông nghiệp và Môi trường", ["Sở Y tế"]
    handed_in(row)
    client.sign_in(cast.clerk)
    said = word_text(client.get(f"/bao-cao/{row.id}/van-ban.docx").data)
    assert "Kính gửi: Ủy ban nhân dân tỉnh (qua Sở Nông nghiệp và Môi trường)" in said
    assert in_order(said, ["- Như trên;", "- Sở Nông nghiệp và Môi trường;", "- Sở Y tế;", "- Lưu: VT."])


def test_a_draft_is_marked_and_leaves_number_and_day_open(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    lines = (
        TypedLine("own:1", TARGETS, "Mô hình", "mô hình", "5", "mười", False, ""),
        TypedLine("own:2", TARGETS, "Chưa ghi gì", "", "", "", False, ""),
    )
    draft = Draft({"outlook_general": "Sẽ làm."}, results=lines, files=(DraftFile(1, "Biểu số liệu"),))
    row.state = ReportState.DRAFT
    row.draft = {
        "content": dict(draft.content),
        "results": as_json(draft.results),
        "files": draft.named_files,
    }
    db.session.commit()
    client.sign_in(cast.clerk)
    said = word_text(client.get(f"/bao-cao/{row.id}/van-ban.docx").data)
    assert "DỰ THẢO" in said and "Sẽ làm." in said
    assert [" ".join(words.split()) for words in said].count("Số: /BC-STC") == 1
    assert "Cao Bằng, ngày tháng 7 năm 2026" in [" ".join(words.split()) for words in said]
    assert "mười" in said, "what is typed is kept, also where it is no figure yet"
    assert "Tài liệu gửi kèm: Biểu số liệu." in said


def test_each_version_can_be_had_again(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    handed_in(row, content={"outlook_general": "Lần đầu."}, outcome=Outcome.RETURNED)
    handed_in(row, number=2, content={"outlook_general": "Lần sau."})
    client.sign_in(cast.monitor)
    for version, words in (("", "Lần sau."), ("?lan=1", "Lần đầu."), ("?lan=2", "Lần sau.")):
        for file in ("van-ban.docx", "ban-in"):
            content = client.get(f"/bao-cao/{row.id}/{file}{version}").data
            said = " ".join(word_text(content)) if file.endswith("docx") else content.decode()
            assert words in said
    for wrong in ("?lan=3", "?lan=0", "?lan=x", "?lan=99999999"):
        client.get(f"/bao-cao/{row.id}/van-ban.docx{wrong}", expect=404)


@pytest.mark.parametrize("file", FILES)
def test_nobody_else_gets_a_report(cast: Cast, client: AuditingClient, row: ReportRow, file: str) -> None:
    handed_in(row)
    for person in (cast.outsider, cast.health_clerk, cast.commune_clerk):
        client.sign_in(person)
        client.get(f"/bao-cao/{row.id}/{file}", expect=404)
    client.sign_in(cast.administrator)
    client.get(f"/bao-cao/{row.id}/{file}", expect=403)
    for person in (cast.clerk, cast.head, cast.monitor, cast.secretary, cast.committee):
        client.sign_in(person)
        client.get(f"/bao-cao/{row.id}/{file}")


@pytest.mark.parametrize("file", FILES)
def test_a_draft_is_for_its_agency_alone(cast: Cast, client: AuditingClient, row: ReportRow, file: str) -> None:
    row.draft = {"content": {"outlook_general": "Còn viết."}}
    db.session.commit()
    for person in (cast.monitor, cast.secretary, cast.committee):
        client.sign_in(person)
        client.get(f"/bao-cao/{row.id}/{file}", expect=404)
    for person in (cast.clerk, cast.head):
        client.sign_in(person)
        client.get(f"/bao-cao/{row.id}/{file}")


def test_a_returned_report_is_the_agencys_draft_again(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    handed_in(row, outcome=Outcome.RETURNED)
    row.state, row.draft = ReportState.RETURNED, {"content": {"outlook_general": "Sửa lại."}}
    db.session.commit()
    client.sign_in(cast.clerk)
    assert "Sửa lại." in word_text(client.get(f"/bao-cao/{row.id}/van-ban.docx").data)
    client.sign_in(cast.monitor)
    client.get(f"/bao-cao/{row.id}/van-ban.docx", expect=404)
    client.get(f"/bao-cao/{row.id}/van-ban.docx?lan=1")


@pytest.mark.parametrize(
    ("file", "ending", "media_type"),
    [
        ("van-ban.docx", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("van-ban.pdf", "pdf", "application/pdf"),
    ],
)
def test_files_are_saved_under_their_vietnamese_name(
    cast: Cast, client: AuditingClient, row: ReportRow, file: str, ending: str, media_type: str
) -> None:
    handed_in(row)
    client.sign_in(cast.clerk)
    answer = client.get(f"/bao-cao/{row.id}/{file}")
    assert answer.mimetype == media_type
    disposition = answer.headers["Content-Disposition"]
    assert (
        disposition.startswith("attachment") and "filename*=UTF-8''B%C3%A1o%20c%C3%A1o%206%20th%C3%A1ng" in disposition
    )
    assert f"S%E1%BB%9F%20T%C3%A0i%20ch%C3%ADnh.{ending}" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_who_signs_is_chosen_in_the_address(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    handed_in(row)
    client.sign_in(cast.clerk)
    query = "?ky=ky-thay&nguoi-ky=Nguy%E1%BB%85n+V%C4%83n+A"
    said = word_text(client.get(f"/bao-cao/{row.id}/van-ban.docx{query}").data)
    assert in_order(said, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn A"])
    page = client.get(f"/bao-cao/{row.id}/ban-in{query}").text
    assert "van-ban.docx?ky=ky-thay&amp;nguoi-ky=" in page and "KT. GIÁM ĐỐC" in page
    client.get(f"/bao-cao/{row.id}/van-ban.docx?ky=vua&nguoi-ky=%00%0A")


def test_the_pages_offer_word_pdf_and_preview(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    handed_in(row, outcome=Outcome.RETURNED)
    handed_in(row, number=2)
    for person in (cast.clerk, cast.monitor):
        client.sign_in(person)
        page = client.get(f"/bao-cao/{row.id}").text
        for file in FILES:
            assert f'href="/bao-cao/{row.id}/{file}"' in page and f'href="/bao-cao/{row.id}/{file}?lan=1"' in page


def test_the_monitor_is_offered_no_file_where_there_is_none(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.monitor)
    page = client.get(f"/bao-cao/{row.id}").text
    assert "van-ban.docx" not in page and "ban-in" not in page


def test_a_machine_without_the_libraries_answers_one_sentence(
    cast: Cast, client: AuditingClient, row: ReportRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "_setter", lambda: None)
    handed_in(row)
    client.sign_in(cast.clerk)
    refused = client.get(f"/bao-cao/{row.id}/van-ban.pdf", expect=503).text
    assert "libpangoft2-1.0-0" in refused and "tải Word" in refused
    client.get(f"/bao-cao/{row.id}/van-ban.docx")
