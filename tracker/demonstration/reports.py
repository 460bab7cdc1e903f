"""The half-yearly reports of the demonstration, through the services."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.agencies.models import Level
from tracker.consolidation.service.taking import take_sources
from tracker.demonstration.cast import Province
from tracker.demonstration.script import AGRICULTURE, LETTER_ENDS, PACES, REPORTS, ReportAct
from tracker.extensions import db
from tracker.reports.drafting import Draft
from tracker.reports.models import ReportRow
from tracker.reports.results import TARGETS, TypedLine
from tracker.reports.rules import Channel, PeriodKind, ReportState
from tracker.reports.service import judging, on_behalf, writing

JUDGED_AFTER = timedelta(days=3)
DRAFTED_ON = date(2026, 6, 8)
COMMUNE_REPORT_ON = date(2026, 6, 9)
PAPER_RECEIVED_ON, PAPER_ENTERED_ON = date(2026, 6, 12), date(2026, 6, 15)


def hand_in_reports(province: Province, day: date) -> None:
    """Do what the script says about reports on this day."""
    for report in [*REPORTS, *_of_communes(province)]:
        began = report.day or DRAFTED_ON
        if day == began:
            _write(province, report)
        elif report.day and day == report.day + JUDGED_AFTER:
            _judge(province, report)
    if day == PAPER_ENTERED_ON:
        _enter_paper(province)


def _enter_paper(province: Province) -> None:
    """The commune that has no account yet sends paper; the monitor types it in."""
    silent = [a for a, pace in zip(province.communes(), PACES, strict=False) if not pace.has_account]
    row = _row(silent[0].id) if silent else None
    if row is None or row.state is not ReportState.NOT_STARTED:
        return
    letter = Draft({}, f"{100 + row.id}/{_letter_end(row)}", f"{PAPER_RECEIVED_ON:%d/%m/%Y}")
    paper = on_behalf.Received(Channel.PAPER, PAPER_RECEIVED_ON)
    on_behalf.enter_on_behalf(row, letter, (), paper, version=row.version, by=province.actor("monitor"))


def _of_communes(province: Province) -> list[ReportAct]:
    acts = []
    for agency, pace in zip(province.communes(), PACES, strict=False):
        late = max(-5, min(pace.late_by, 25))
        if pace.has_account and late < 20:
            acts.append(ReportAct(agency.name, COMMUNE_REPORT_ON + timedelta(days=late)))
    return acts


def _row(agency_id: int) -> ReportRow | None:
    return db.session.scalars(
        select(ReportRow)
        .where(ReportRow.agency_id == agency_id, ReportRow.period_kind == PeriodKind.SEMIANNUAL)
        .options(joinedload(ReportRow.agency), joinedload(ReportRow.plan), joinedload(ReportRow.duty))
        .order_by(ReportRow.due_on.desc(), ReportRow.id)
    ).first()


def _write(province: Province, report: ReportAct) -> None:
    row = _row(province.agency(report.agency).id)
    if row is None:
        return
    if report.fate == "excuse":
        judging.excuse_agency(row, report.reason, version=row.version, by=province.actor("monitor"))
        return
    clerk = province.clerk_of(row.agency_id)
    if report.fate == "draft":
        writing.save_draft(row, Draft(content=_words(row)), version=row.version, by=clerk)
        return
    number, day = f"{100 + row.id}/{_letter_end(row)}", f"{report.day:%d/%m/%Y}"
    if report.agency == AGRICULTURE:
        row = take_sources(row, version=row.version, by=clerk).row
        handed_in = replace(_with_own_words(Draft.of(row)), letter_number=number, letter_on=day)
    else:
        handed_in = Draft(_words(row), number, day, _figures(row))
    writing.submit_report(row, handed_in, None, version=row.version, by=clerk)


def _with_own_words(draft: Draft) -> Draft:
    """What the standing agency writes above the words of the others."""
    own = {
        "assessment_general": "Nhìn chung, các cơ quan, địa phương triển khai đúng kế hoạch; giải ngân còn chậm.",
        "outlook_general": "Cơ quan thường trực tiếp tục đôn đốc, kiểm tra tại các xã, phường còn chậm.",
    }
    texts = {code: f"{words}\n{draft.content.get(code, '')}".strip() for code, words in own.items()}
    return replace(draft, content={**draft.content, **texts})


def _figures(row: ReportRow) -> tuple[TypedLine, ...]:
    """What a commune counts, and a rate that is never added up; every fourth gives an estimate."""
    if row.agency.level is not Level.COMMUNE:
        return ()
    helped, rate = 20 + row.id % 17, f"{8 + row.id % 9},{row.id % 7 + 1}"
    return (
        TypedLine(
            "own:1", TARGETS, "Hộ nghèo được hỗ trợ sinh kế", "hộ", actual=str(helped), is_estimate=row.id % 4 == 0
        ),
        TypedLine("own:2", TARGETS, "Tỷ lệ hộ nghèo", "%", actual=rate, is_estimate=True),
    )


def _letter_end(row: ReportRow) -> str:
    return "BC-UBND" if row.agency.level is Level.COMMUNE else f"BC-{LETTER_ENDS.get(row.agency.name, 'VP')}"


def _words(row: ReportRow) -> dict[str, str]:
    return {
        "direction_documents": "Đã quán triệt Kế hoạch và phân công cho từng phòng, đơn vị.",
        "results_policies": "Đã triển khai các nhiệm vụ được giao theo tiến độ cập nhật trên hệ thống.",
        "results_funds": "Giải ngân theo tiến độ được giao.",
        "assessment_general": "Các nhiệm vụ có thời hạn cơ bản bảo đảm; việc phụ thuộc số liệu cơ sở còn chậm.",
        "outlook_general": "Tập trung hoàn thành các nhiệm vụ đến hạn trong quý III.",
        "difficulties": "Không phát sinh trong kỳ.",
    }


def _judge(province: Province, report: ReportAct) -> None:
    row = _row(province.agency(report.agency).id)
    if row is None or row.state is not ReportState.SUBMITTED or report.fate == "wait":
        return
    judge = province.actor("secretary" if report.agency == AGRICULTURE else "monitor")
    row = judging.start_reading(row, version=row.version, by=judge)
    if report.fate == "return":
        judging.return_report(row, report.reason, version=row.version, by=judge)
    else:
        judging.accept_report(row, version=row.version, by=judge)
