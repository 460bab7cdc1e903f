"""A consolidated report and its sources: only accepted ones, who is missing, and what moves with it."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.builders import make_agency, make_plan, make_report_row, make_task
from tests.cast import Cast
from tests.consolidation.province import (
    TODAY,
    WORDS,
    accept,
    accepted,
    begin,
    clerk_for,
    excuse,
    give_back,
    hand_in,
)
from tracker import clock
from tracker.agencies.models import AgencyRole, RoleKind
from tracker.extensions import db
from tracker.reports.coverage import Coverage, Presence, coverage_of, is_consolidating
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.moves import latest_submission
from tracker.reports.rules import ReportState
from tracker.reports.service import writing
from tracker.reports.service.judging import NothingToJudge
from tracker.reports.source_models import ConsolidatedVersion, ReportSource
from tracker.reports.sources import SourcesChanged, coverage_sentences
from tracker.tasks.rules import State


def take(own: ReportRow, *rows: ReportRow) -> None:
    for row in rows:
        newest = latest_submission(row)
        assert newest is not None
        db.session.add(
            ReportSource(
                row_id=own.id,
                source_row_id=row.id,
                submission_id=newest.id,
                plan_id=row.plan_id,
                agency_name=row.agency.name,
                taken_on=TODAY,
            )
        )
    db.session.commit()


def stands(coverage: Coverage) -> dict[str, Presence]:
    return {entry.row.agency.name: entry.presence for entry in coverage.entries}


def kept(row: ReportRow) -> dict[str, object]:
    newest = latest_submission(row)
    assert newest is not None
    return db.session.get_one(ConsolidatedVersion, newest.id).coverage


def test_the_page_knows_who_is_accepted_waiting_returned_missing_and_excused(cast: Cast) -> None:
    silent = make_agency("Sở Nội vụ", unit="Cao Bằng")
    own, rows = begin(cast, cast.finance, cast.health, cast.commune, cast.office, silent)
    accepted(rows[cast.finance.id])
    hand_in(rows[cast.health.id])
    give_back(hand_in(rows[cast.commune.id]), "Thiếu biểu số liệu.")
    excuse(rows[cast.office.id], "Không có nhiệm vụ.")
    coverage = coverage_of(own, today=TODAY)
    assert stands(coverage) == {
        "Sở Tài chính": Presence.FRESH,
        "Sở Y tế": Presence.WAITING,
        "UBND xã Bảo Lạc": Presence.RETURNED,
        "Văn phòng UBND tỉnh": Presence.EXCUSED,
        "Sở Nội vụ": Presence.MISSING,
    }
    reasons = {entry.row.agency.name: entry.reason for entry in coverage.entries if entry.reason}
    assert reasons == {"UBND xã Bảo Lạc": "Thiếu biểu số liệu.", "Văn phòng UBND tỉnh": "Không có nhiệm vụ."}
    assert [entry.row.agency.name for entry in coverage.entries][-1] == "UBND xã Bảo Lạc"  # communes come last


def test_an_agency_that_only_reports_consolidates_nothing(cast: Cast) -> None:
    _, rows = begin(cast, cast.finance, cast.health)
    assert not is_consolidating(rows[cast.finance.id], today=TODAY)
    assert coverage_of(rows[cast.finance.id], today=TODAY).entries == ()


def test_sending_up_consolidates_the_sources_and_keeps_who_is_in_it_and_who_not(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance, cast.health, cast.office)
    finance = accepted(rows[cast.finance.id])
    excuse(rows[cast.office.id], "Không có nhiệm vụ.")
    take(own, finance)
    own = hand_in(own)
    assert finance.state is ReportState.CONSOLIDATED
    assert coverage_sentences(kept(own)) == [
        "Báo cáo tổng hợp từ 1 trên 3 báo cáo (tính đến ngày 22/05/2026).",
        "Chưa nộp báo cáo (1): Sở Y tế.",
        "Được miễn báo cáo (1): Văn phòng UBND tỉnh (Không có nhiệm vụ).",
    ]
    sent = latest_submission(own)
    assert sent is not None and sent.content == {**WORDS, "coverage": "\n".join(coverage_sentences(kept(own)))}


def test_withdrawing_or_returning_it_releases_the_sources(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance)
    finance = accepted(rows[cast.finance.id])
    take(own, finance)
    own = hand_in(own)
    own = writing.withdraw_report(own, version=own.version, by=clerk_for(cast.standing))
    assert finance.state is ReportState.ACCEPTED
    own = hand_in(own)
    assert finance.state is ReportState.CONSOLIDATED
    own = give_back(accept(own))
    assert finance.state is ReportState.ACCEPTED
    hand_in(own)
    assert finance.state is ReportState.CONSOLIDATED
    assert len(db.session.scalars(select(ConsolidatedVersion)).all()) == 3


def test_a_report_inside_a_consolidated_one_is_not_returned_behind_its_back(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance)
    finance = accepted(rows[cast.finance.id])
    take(own, finance)
    hand_in(own)
    with pytest.raises(NothingToJudge, match="đã nằm trong báo cáo tổng hợp"):
        give_back(finance)


def test_a_report_accepted_no_longer_stops_the_sending_until_it_is_taken_out(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance)
    finance = accepted(rows[cast.finance.id])
    take(own, finance)
    give_back(finance)
    with pytest.raises(SourcesChanged, match="Sở Tài chính"):
        hand_in(own)
    db.session.rollback()
    assert own.state is ReportState.NOT_STARTED
    assert [entry.row.agency.name for entry in coverage_of(own, today=TODAY).fallen] == ["Sở Tài chính"]


def test_a_newer_accepted_version_stops_the_sending_too(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance)
    finance = accepted(rows[cast.finance.id])
    take(own, finance)
    accepted(give_back(finance))
    assert stands(coverage_of(own, today=TODAY)) == {"Sở Tài chính": Presence.RENEWED}
    with pytest.raises(SourcesChanged):
        hand_in(own)


def test_a_report_inside_a_consolidated_one_is_taken_up_nowhere_else(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance)
    take(own, accepted(rows[cast.finance.id]))
    hand_in(own)
    other = make_report_row(own.plan, cast.standing, due_on=date(2026, 5, 28))
    db.session.commit()
    assert stands(coverage_of(other, today=TODAY)) == {"Sở Tài chính": Presence.LEFT_OUT}


def test_the_figures_of_tasks_are_those_of_the_whole_plan_recomputed(cast: Cast) -> None:
    own, _ = begin(cast, cast.finance, cast.health)
    make_task(own.plan, cast.finance, state=State.IN_PROGRESS)
    make_task(own.plan, cast.health, state=State.IN_PROGRESS)
    db.session.commit()
    figures = (
        db.session.scalars(select(ReportSubmission).where(ReportSubmission.row_id == hand_in(own).id)).one().figures
    )
    assert (figures["total"], figures["whole_plan"]) == (2, 1)


def test_a_district_rests_on_the_consolidated_report_of_its_own_plan(cast: Cast) -> None:
    clock.fix_day(TODAY)
    district = make_agency("UBND huyện Nguyên Bình", unit="Cao Bằng", level="district")
    office = make_agency("Phòng Lao động huyện Nguyên Bình", unit="Cao Bằng", level="district")
    plan = make_plan(cast.issuer)
    child = make_plan(district, number="9/KH-UBND", parent_id=plan.id)
    db.session.add(AgencyRole(agency=office, role=RoleKind.STANDING, issuer_id=district.id, starts_on=plan.issued_on))
    upward = make_report_row(plan, district)
    of_office = make_report_row(child, office)
    commune = accepted(make_report_row(child, cast.commune))
    take(of_office, commune)
    of_office = accept(hand_in(of_office))
    assert stands(coverage_of(upward, today=TODAY)) == {office.name: Presence.FRESH}
    take(upward, of_office)
    upward = hand_in(upward)
    assert (of_office.state, commune.state) == (ReportState.CONSOLIDATED, ReportState.CONSOLIDATED)
    standing = make_report_row(plan, cast.standing)
    db.session.commit()
    assert stands(coverage_of(standing, today=TODAY)) == {district.name: Presence.WAITING}  # communes are inside it
