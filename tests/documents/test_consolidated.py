"""The consolidated report as a document: its annexes say who is in it, who is not and why, and what each agency did."""

import io
from datetime import date
from decimal import Decimal

from docx import Document
from docx.oxml.ns import qn

from tests.auditing import AuditingClient
from tests.builders import make_agency
from tests.cast import Cast
from tests.consolidation.province import accepted, actor, begin, excuse, figure
from tests.documents.reading import text_of
from tests.documents.samples import consolidated
from tracker.consolidation.service.taking import take_sources
from tracker.documents.consolidated import SourceReport, annexes_for
from tracker.documents.official import Heading, Table
from tracker.documents.word import word_file
from tracker.extensions import db
from tracker.reports.results import TARGETS, ResultLine
from tracker.reports.service import writing

FIGURES = {
    "total": 10,
    "done_on_time": 3,
    "done_late": 1,
    "open_in_time": 2,
    "open_overdue": 2,
    "no_deadline": 2,
    "no_deadline_done": 1,
}


def word_text(content: bytes) -> list[str]:
    body = Document(io.BytesIO(content)).element.body
    return [text_of(p) for p in body.iter(qn("w:p"))]


def source(agency: str, actual: int | None = None) -> SourceReport:
    line = ResultLine("target:1", TARGETS, "Hộ thoát nghèo", "hộ", Decimal(100), Decimal(actual or 0))
    return SourceReport(agency, "15/BC, 18/05/2026", FIGURES, (line,) if actual is not None else ())


def absent(agency: str, standing: str, reason: str = "", day: str | None = None) -> dict[str, object]:
    return {"agency": agency, "row_id": 1, "standing": standing, "reason": reason, "day": day}


def test_the_first_annex_lists_who_reported_who_is_missing_and_who_is_excused_with_reasons() -> None:
    missing, excused = absent("Sở Y tế", "missing"), absent("UBND xã A", "excused", "Không phát sinh", "2026-05-18")
    told, *_ = annexes_for([source("Sở Tài chính"), source("Sở Xây dựng")], [excused, missing])
    [table] = told.blocks
    assert isinstance(table, Table)
    assert [row.cells for row in table.rows] == [
        ("I", "Đã báo cáo: 2 cơ quan", "", ""),
        ("1", "Sở Tài chính", "15/BC, 18/05/2026", ""),
        ("2", "Sở Xây dựng", "15/BC, 18/05/2026", ""),
        ("II", "Chưa nộp báo cáo: 1 cơ quan", "", ""),
        ("3", "Sở Y tế", "", ""),
        ("III", "Được miễn báo cáo: 1 cơ quan", "", ""),
        ("4", "Ủy ban nhân dân xã A", "", "Miễn từ ngày 18/05/2026: Không phát sinh"),
    ]


def test_the_second_annex_adds_the_tasks_of_the_agencies_on_a_page_across() -> None:
    _, tasks = annexes_for([source("Sở Tài chính"), source("Sở Y tế")], [])
    assert tasks.is_wide
    [table] = tasks.blocks
    assert isinstance(table, Table)
    assert table.rows[0].cells == ("1", "Sở Tài chính", "10", "4", "3", "1", "4", "2", "2", "2", "50,0")
    assert table.rows[-1].cells == ("", "Cộng", "20", "8", "6", "2", "8", "4", "4", "4", "50,0")
    assert table.rows[-1].is_strong


def test_nobody_in_it_gives_an_empty_sum_and_no_division() -> None:
    _, tasks = annexes_for([], [absent("Sở Y tế", "missing")])
    [table] = tasks.blocks
    assert isinstance(table, Table) and table.rows[-1].cells[-1] == "–"


def test_figures_of_the_plan_stand_by_agency() -> None:
    *_, figures = annexes_for([source("Sở Tài chính", 40), source("Sở Y tế", 50), source("Sở Xây dựng")], [])
    heading, table = figures.blocks
    assert isinstance(heading, Heading) and heading.text == "1. Hộ thoát nghèo"
    assert isinstance(table, Table) and [row.cells[1:5] for row in table.rows] == [
        ("Sở Tài chính", "hộ", "100", "40"),
        ("Sở Y tế", "hộ", "100", "50"),
    ]


def test_a_consolidated_draft_and_its_version_carry_the_annexes(cast: Cast, client: AuditingClient) -> None:
    own, rows = begin(cast, cast.finance, cast.health, cast.commune)
    accepted(rows[cast.finance.id], {"results_policies": "Đã hỗ trợ 120 hộ."}, figure("Hộ được vay vốn", "120"))
    excuse(rows[cast.commune.id], "Không có nhiệm vụ trong kỳ.")
    take_sources(own, version=own.version, by=actor(cast.standing_clerk))
    client.sign_in(cast.standing_clerk)
    for step in ("draft", "version"):
        if step == "version":
            own = db.session.get_one(type(own), own.id)
            draft = writing.Draft.of(own)
            writing.submit_report(own, draft, None, version=own.version, by=actor(cast.standing_clerk))
        said = word_text(client.get(f"/bao-cao/{own.id}/van-ban.docx", audit=False).data)
        assert ("DỰ THẢO" in said) == (step == "draft")
        assert "Phụ lục I" in said and "Đã báo cáo: 1 cơ quan" in said
        assert "Chưa nộp báo cáo: 1 cơ quan" in said and "Sở Y tế" in said
        at = said.index("Được miễn báo cáo: 1 cơ quan")
        assert any("Không có nhiệm vụ trong kỳ" in text for text in said[at:])
        assert "Kính gửi: Ủy ban nhân dân tỉnh" in said, "through nobody: it consolidates itself"
        assert "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ THEO CƠ QUAN" in said
        assert any(text.startswith("(Kèm theo Báo cáo số") for text in said)
        assert (
            any("Sở Tài chính" in text and "Đã hỗ trợ 120 hộ" in text for text in said) or "Đã hỗ trợ 120 hộ." in said
        )
        client.get(f"/bao-cao/{own.id}/ban-in", audit=False)


def test_more_agencies_cost_no_more_statements(cast: Cast, client: AuditingClient) -> None:
    many = [make_agency(f"Sở Thử nghiệm {number}", unit="Cao Bằng") for number in range(12)]
    counted = []
    for agencies in ([cast.finance], many):
        own, rows = begin(cast, *agencies)
        for row in rows.values():
            accepted(row)
        take_sources(own, version=own.version, by=actor(cast.standing_clerk))
        client.sign_in(cast.standing_clerk)
        client.get(f"/bao-cao/{own.id}/van-ban.docx", audit=False)
        counted.append(client.statements)
    assert counted[0] == counted[1]


def test_an_annex_of_hundreds_of_agencies_repeats_its_head() -> None:
    word = Document(io.BytesIO(word_file(consolidated(agencies=200))))
    table = word.tables[-1]._tbl
    rows = list(table.iter(qn("w:tr")))
    assert len(rows) == 203 and [row.trPr.find(qn("w:tblHeader")) is not None for row in rows[:3]] == [
        True,
        True,
        False,
    ]


def test_dates_are_written_out() -> None:
    told, *_ = annexes_for([], [absent("Sở Y tế", "returned", "Thiếu số liệu", date(2026, 5, 9).isoformat())])
    [table] = told.blocks
    assert isinstance(table, Table) and table.rows[1].cells[2:] == ("", "Trả lại ngày 09/05/2026: Thiếu số liệu")
