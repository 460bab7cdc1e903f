"""Two people at one report in the same moment: it is handed in once, and nobody's words are lost unseen."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.accounts.test_at_once import at_once
from tests.builders import make_plan, make_report_row
from tests.cast import Cast
from tracker import clock
from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.reports.completeness import ReportIncomplete
from tracker.reports.drafting import Draft
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.rules import Channel, ReportState
from tracker.reports.service import judging, on_behalf, writing
from tracker.rights import Actor, Grant


def actor(person: Person) -> Actor:
    grants = tuple(Grant(a.role, a.agency_id, a.issuer_id, a.plan_id) for a in person.appointments)
    return Actor(person.id, person.name, grants)


@pytest.fixture
def row(cast: Cast) -> ReportRow:
    clock.fix_day(date(2026, 5, 18))
    made = make_report_row(make_plan(cast.issuer), cast.finance)
    db.session.commit()
    return made


def read(row_id: int) -> ReportRow:
    return db.session.get_one(ReportRow, row_id)


def versions() -> int:
    return db.session.scalar(select(func.count()).select_from(ReportSubmission)) or 0


def test_the_clerk_and_the_paper_do_not_both_hand_in(app: Flask, cast: Cast, row: ReportRow) -> None:
    row_id, version, clerk, monitor = row.id, row.version, actor(cast.clerk), actor(cast.monitor)
    received = on_behalf.Received(Channel.PAPER, date(2026, 5, 18))
    paper = Draft({}, "15/BC-STC", "18/05/2026")
    own = Draft({"results_policies": "Đã hỗ trợ."})
    refusals = at_once(
        app,
        lambda: writing.submit_report(read(row_id), own, version=version, by=clerk),
        lambda: on_behalf.enter_on_behalf(read(row_id), paper, (), received, version=version, by=monitor),
    )
    assert len([refusal for refusal in refusals if refusal]) == 1 and versions() == 1


def test_clerk_and_head_hand_in_once(app: Flask, cast: Cast, row: ReportRow) -> None:
    row_id, version, people = row.id, row.version, [actor(cast.clerk), actor(cast.head)]
    drafts = [Draft({"results_policies": f"Bản của {by.name}."}) for by in people]
    refusals = at_once(
        app,
        lambda: writing.submit_report(read(row_id), drafts[0], version=version, by=people[0]),
        lambda: writing.submit_report(read(row_id), drafts[1], version=version, by=people[1]),
    )
    assert len([refusal for refusal in refusals if refusal]) == 1 and versions() == 1


def test_two_drafts_at_once_keep_one_and_tell_the_other(app: Flask, cast: Cast, row: ReportRow) -> None:
    row_id, version, people = row.id, row.version, [actor(cast.clerk), actor(cast.head)]
    refusals = at_once(
        app,
        lambda: writing.save_draft(read(row_id), Draft({"results_policies": "Một."}), version=version, by=people[0]),
        lambda: writing.save_draft(read(row_id), Draft({"results_policies": "Hai."}), version=version, by=people[1]),
    )
    assert [refusal.status for refusal in refusals if refusal] == [409]


def test_taking_back_and_reading_do_not_both_happen(app: Flask, cast: Cast, row: ReportRow) -> None:
    clerk, monitor = actor(cast.clerk), actor(cast.monitor)
    row = writing.submit_report(row, Draft({"results_policies": "Đã hỗ trợ."}), version=row.version, by=clerk)
    row_id, version = row.id, row.version
    at_once(
        app,
        lambda: writing.withdraw_report(read(row_id), version=version, by=clerk),
        lambda: judging.accept_report(read(row_id), version=version, by=monitor),
    )
    db.session.expire_all()
    assert read(row_id).state in (ReportState.DRAFT, ReportState.ACCEPTED)
    outcome = db.session.scalars(select(ReportSubmission.outcome)).one().value
    assert outcome == ("accepted" if read(row_id).state is ReportState.ACCEPTED else "withdrawn")


def test_a_head_who_approves_may_change_the_draft_oneself_and_nobody_waits_for_no_head(
    cast: Cast, row: ReportRow
) -> None:
    clerk, head = actor(cast.clerk), actor(cast.head)
    row.agency.head_approves = True
    db.session.commit()
    draft = Draft({"results_policies": "Bản của chuyên viên."})
    row = writing.submit_report(row, draft, version=row.version, by=clerk)
    assert row.state is ReportState.AWAITING_APPROVAL
    row = writing.recall_draft(row, version=row.version, by=head)
    row = writing.submit_report(row, Draft({"results_policies": "Lãnh đạo sửa."}), version=row.version, by=head)
    assert row.state is ReportState.SUBMITTED
    alone = make_report_row(row.plan, cast.health)
    alone.agency.head_approves = True
    db.session.commit()
    with pytest.raises(ReportIncomplete, match="chưa có lãnh đạo nào có tài khoản"):
        writing.submit_report(alone, draft, version=alone.version, by=actor(cast.health_clerk))
