"""The accepted reports come into the draft; what a person edited stays; nothing is overwritten in silence."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.builders import make_agency, make_plan, make_report_row, make_task
from tests.cast import Cast
from tests.consolidation.province import (
    TODAY,
    accept,
    accepted,
    actor,
    begin,
    clerk_for,
    figure,
    give_back,
    hand_in,
)
from tracker import clock
from tracker.agencies.models import AgencyRole, RoleKind
from tracker.consolidation.reading import compared_tasks, draft_origins, voiced
from tracker.consolidation.service.taking import NothingAccepted, Taken, take_sources, use_line, use_section
from tracker.errors import ChangedMeanwhile, NotAllowed
from tracker.extensions import db
from tracker.reports.coverage import coverage_of
from tracker.reports.drafting import AlreadyHandedIn, Draft, PeriodNotOpen
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.rules import ReportState
from tracker.reports.service import closing, writing
from tracker.reports.source_models import ReportSource
from tracker.rights import Actor
from tracker.tasks.rules import State

SAID = {"results_policies": "Đã hỗ trợ 12 hộ.", "outlook_general": "Tiếp tục."}


def take(own: ReportRow, by: Actor | None = None) -> Taken:
    return take_sources(own, version=own.version, by=by or clerk_for(own.agency))


def edit(own: ReportRow, **texts: str) -> ReportRow:
    draft = Draft.of(own)
    changed = replace(draft, content={**draft.content, **texts})
    return writing.save_draft(own, changed, version=own.version, by=clerk_for(own.agency))


def text(own: ReportRow, code: str = "results_policies") -> list[str]:
    return Draft.of(own).content.get(code, "").splitlines()


def figures(own: ReportRow) -> dict[str, str]:
    return {line.label: line.actual for line in Draft.of(own).results}


def test_accepted_reports_come_into_the_draft_with_names_and_sums(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance, cast.health, cast.commune)
    accepted(rows[cast.finance.id], SAID, figure("Hộ được vay vốn", "12"))
    accepted(rows[cast.health.id], SAID, figure("Hộ được vay vốn", "30"))
    hand_in(rows[cast.commune.id], SAID, figure("Hộ được vay vốn", "999"))  # not accepted: not used
    taken = take(own)
    assert (taken.reports, taken.sections, taken.lines) == (2, (), ())
    assert text(own) == ["Sở Tài chính: Đã hỗ trợ 12 hộ.", "Sở Y tế: Đã hỗ trợ 12 hộ."]
    assert figures(own) == {"Hộ được vay vốn": "42"}
    assert own.state is ReportState.DRAFT
    assert coverage_of(own, today=TODAY).is_current


def test_nothing_accepted_yet_is_said(cast: Cast) -> None:
    own, _ = begin(cast, cast.finance)
    with pytest.raises(NothingAccepted, match="Chưa có báo cáo nào được chấp nhận"):
        take(own)


def test_a_report_accepted_later_is_new_and_comes_in_beside_every_edit(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance, cast.health)
    accepted(rows[cast.finance.id], SAID)
    take(own)
    own = edit(own, results_policies="Toàn tỉnh đạt 60%.\nSở Tài chính: Đã hỗ trợ 12 hộ nghèo.")
    accepted(rows[cast.health.id], SAID)
    assert [entry.row.agency_id for entry in coverage_of(own, today=TODAY).accepted if not entry.is_in_draft]
    taken = take(own)
    assert text(own) == [
        "Toàn tỉnh đạt 60%.",
        "Sở Tài chính: Đã hỗ trợ 12 hộ nghèo.",
        "Sở Y tế: Đã hỗ trợ 12 hộ.",
    ]
    assert taken.sections == ()


def test_a_changed_source_never_overwrites_an_edited_paragraph_in_silence(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance)
    row = accepted(rows[cast.finance.id], SAID, figure("Vay vốn", "12"))
    take(own)
    own = edit(own, results_policies="Sở Tài chính: Đã sửa.")
    accepted(give_back(row), {**SAID, "results_policies": "Đã hỗ trợ 15 hộ."}, figure("Vay vốn", "15"))
    taken = take(own)
    assert taken.sections == ("results_policies",)
    assert (text(own), figures(own)) == (["Sở Tài chính: Đã sửa."], {"Vay vốn": "15"})
    own = use_section(own, "results_policies", version=own.version, by=clerk_for(own.agency))
    assert text(own) == ["Sở Tài chính: Đã hỗ trợ 15 hộ."]


def test_a_typed_figure_stays_until_the_person_asks_for_the_sum(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance, cast.health)
    accepted(rows[cast.finance.id], SAID, figure("Vay vốn", "12"))
    take(own)
    typed = replace(Draft.of(own), results=(figure("Vay vốn", "13"),))
    own = writing.save_draft(own, typed, version=own.version, by=clerk_for(own.agency))
    accepted(rows[cast.health.id], SAID, figure("Vay vốn", "8"))
    assert take(own).lines == ("Vay vốn",)
    assert figures(own) == {"Vay vốn": "13"}
    own = use_line(own, "own:1", version=own.version, by=clerk_for(own.agency))
    assert figures(own) == {"Vay vốn": "20"}


def test_a_report_that_was_returned_leaves_the_draft(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance, cast.health)
    finance = accepted(rows[cast.finance.id], SAID, figure("Vay vốn", "12"))
    accepted(rows[cast.health.id], SAID, figure("Vay vốn", "30"))
    take(own)
    give_back(finance)
    take(own)
    assert (text(own), figures(own)) == (["Sở Y tế: Đã hỗ trợ 12 hộ."], {"Vay vốn": "30"})
    assert db.session.scalar(select(func.count()).select_from(ReportSource)) == 1


def test_an_agency_keeps_the_name_of_its_time(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance, cast.health)
    accepted(rows[cast.finance.id], SAID)
    take(own)
    cast.finance.name = "Sở Tài chính và Kế hoạch"
    db.session.commit()
    accepted(rows[cast.health.id], SAID)
    take(own)
    assert text(own) == ["Sở Tài chính: Đã hỗ trợ 12 hộ.", "Sở Y tế: Đã hỗ trợ 12 hộ."]


def test_taking_a_second_time_changes_nothing(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance)
    accepted(rows[cast.finance.id], SAID, figure("Vay vốn", "12"))
    take(own)
    before = Draft.of(own)
    take(own)
    assert Draft.of(own) == before
    assert [origin.agency for origin in draft_origins(own.id)] == ["Sở Tài chính"]


def test_two_people_never_overwrite_each_other(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance)
    accepted(rows[cast.finance.id], SAID)
    opened = own.version
    take(own, actor(cast.standing_clerk))
    for person in (cast.monitor, cast.standing_clerk):  # a form opened before is stale for both
        with pytest.raises(ChangedMeanwhile):
            writing.save_draft(own, Draft({"outlook_general": "Cũ."}), version=opened, by=actor(person))
        db.session.rollback()
        with pytest.raises(ChangedMeanwhile):
            take_sources(own, version=opened, by=actor(person))
        db.session.rollback()


def test_the_monitor_of_the_standing_agency_consolidates_and_nobody_else_does(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance)
    accepted(rows[cast.finance.id], SAID)
    for person in (cast.secretary, cast.committee, cast.clerk, cast.outsider):
        with pytest.raises(NotAllowed):
            take(own, actor(person))
    assert take(own, actor(cast.monitor)).reports == 1


def test_what_was_sent_up_or_closed_takes_nothing_more(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance)
    accepted(rows[cast.finance.id], SAID)
    take(own)
    closing.close_period(own.plan, own.period_key, by=actor(cast.monitor))
    with pytest.raises(PeriodNotOpen):
        take(own)
    db.session.rollback()
    closing.reopen_period(own.plan, own.period_key, by=actor(cast.monitor))
    own = hand_in(own, Draft.of(own).content)
    with pytest.raises(AlreadyHandedIn):
        take(own)


def test_each_version_sent_up_stays_as_it_was(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance, cast.health)
    accepted(rows[cast.finance.id], SAID)
    take(own)
    own = give_back(hand_in(own, Draft.of(own).content), "Thiếu Sở Y tế.")
    accepted(rows[cast.health.id], SAID)
    take(own)
    hand_in(own, Draft.of(own).content)
    versions = db.session.scalars(
        select(ReportSubmission).where(ReportSubmission.row_id == own.id).order_by(ReportSubmission.number)
    ).all()
    assert [len(version.content["results_policies"].splitlines()) for version in versions] == [1, 2]


def test_tasks_are_recomputed_for_the_plan_and_compared_with_the_sum_of_the_parts(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance, cast.health)
    make_task(own.plan, cast.finance, state=State.IN_PROGRESS)
    make_task(own.plan, cast.standing, state=State.IN_PROGRESS)
    db.session.commit()
    accepted(rows[cast.finance.id], SAID)
    take(own)
    compared = compared_tasks(voiced(draft_origins(own.id)), own.plan_id, on=TODAY)
    assert (compared.whole["total"], compared.parts["total"], compared.differs) == (2, 1, True)


def test_a_district_hands_its_own_plans_consolidated_report_up_as_it_is(cast: Cast) -> None:
    clock.fix_day(TODAY)
    district = make_agency("UBND huyện Nguyên Bình", unit="Cao Bằng", level="district")
    office = make_agency("Phòng Lao động huyện Nguyên Bình", unit="Cao Bằng", level="district")
    plan = make_plan(cast.issuer)
    child = make_plan(district, number="9/KH-UBND", parent_id=plan.id)
    db.session.add(AgencyRole(agency=office, role=RoleKind.STANDING, issuer_id=district.id, starts_on=date(2026, 1, 1)))
    upward, of_office = make_report_row(plan, district), make_report_row(child, office)
    accepted(make_report_row(child, cast.commune), SAID, figure("Vay vốn", "7"))
    take(of_office)
    accept(hand_in(of_office, Draft.of(of_office).content, *Draft.of(of_office).results))
    take(upward)
    assert text(upward) == ["UBND xã Bảo Lạc: Đã hỗ trợ 12 hộ."]
    assert figures(upward) == {"Vay vốn": "7"}
