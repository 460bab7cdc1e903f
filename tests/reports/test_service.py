"""The stories of a report: written, handed in, judged, counted as of any day."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.builders import make_plan, make_report_row
from tests.cast import Cast
from tracker import clock
from tracker.accounts.models import Person
from tracker.agencies.models import Agency
from tracker.errors import ChangedMeanwhile, NotAllowed
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.notifications.models import Notice
from tracker.plans.models import Plan
from tracker.reports.counts import counts, counts_by_agency_period, counts_by_plan
from tracker.reports.drafting import AlreadyHandedIn, Draft, PeriodNotOpen
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.queries import waiting_for
from tracker.reports.rules import Outcome, ReportState
from tracker.reports.service import closing, judging, writing
from tracker.rights import Actor, Grant

DUE = date(2026, 5, 20)
WRITTEN = Draft({"results_policies": "Đã hỗ trợ 120 hộ."})


def actor(person: Person) -> Actor:
    grants = tuple(Grant(a.role, a.agency_id, a.issuer_id, a.plan_id) for a in person.appointments)
    return Actor(person.id, person.name, grants)


def row_of(cast: Cast, agency: Agency | None = None) -> ReportRow:
    clock.fix_day(date(2026, 5, 10))
    made = make_report_row(make_plan(cast.issuer), agency or cast.finance, due_on=DUE)
    db.session.commit()
    return made


def submit(row: ReportRow, person: Person, *, on: date, draft: Draft = WRITTEN) -> ReportRow:
    clock.fix_day(on)
    return writing.submit_report(row, draft, None, version=row.version, by=actor(person))


def give_back(row: ReportRow, person: Person, *, on: date) -> ReportRow:
    clock.fix_day(on)
    return judging.return_report(row, "Thiếu số liệu.", version=row.version, by=actor(person))


def missing_received(plan: Plan, *days: date) -> list[tuple[int, int]]:
    found = [counts(day, Plan.id == plan.id) for day in days]
    return [(numbers.missing, numbers.received) for numbers in found]


def notices_of(person: Person) -> list[str]:
    found = select(Notice.rule).where(Notice.person_id == person.id).order_by(Notice.id)
    return [rule.partition(":")[0] for rule in db.session.scalars(found)]


def submissions() -> list[ReportSubmission]:
    return list(db.session.scalars(select(ReportSubmission).order_by(ReportSubmission.number)))


def test_a_report_is_counted_by_the_submission_that_stands_on_each_day(cast: Cast) -> None:
    row = submit(row_of(cast), cast.clerk, on=date(2026, 5, 18))
    row = give_back(row, cast.monitor, on=date(2026, 5, 22))
    row = submit(row, cast.clerk, on=date(2026, 5, 25))
    clock.fix_day(date(2026, 5, 26))
    judging.accept_report(row, version=row.version, by=actor(cast.monitor))
    days = [date(2026, 5, day) for day in (19, 20, 21, 22, 24, 25, 30)]
    assert missing_received(row.plan, *days) == [(0, 0), (0, 1), (0, 1), (1, 0), (1, 0), (0, 1), (0, 1)]
    assert counts(date(2026, 5, 21)).on_time == 1
    assert counts(date(2026, 5, 26)).late == 1
    assert [s.outcome for s in submissions()] == [Outcome.RETURNED, Outcome.ACCEPTED]


def test_expected_is_received_and_missing_and_excused(cast: Cast) -> None:
    plan = row_of(cast).plan
    for agency, on in ((cast.health, date(2026, 5, 19)), (cast.commune, date(2026, 5, 23))):
        person = cast.health_clerk if agency is cast.health else cast.commune_clerk
        submit(make_report_row(plan, agency, due_on=DUE), person, on=on)
    excused = make_report_row(plan, cast.office, due_on=DUE)
    clock.fix_day(date(2026, 5, 24))
    judging.excuse_agency(excused, "Không có nhiệm vụ.", version=excused.version, by=actor(cast.monitor))
    make_report_row(plan, cast.standing, due_on=date(2026, 11, 25), period_key="2026")
    db.session.commit()
    on = date(2026, 5, 24)
    assert counts(on).as_dict() == {
        "expected": 4, "received": 2, "on_time": 1, "late": 1, "missing": 1, "excused": 1,
    }  # fmt: skip
    assert counts_by_plan(on)[plan.id] == counts(on)
    cells = counts_by_agency_period(on)
    assert cells[cast.finance.id, "2026-H1"].missing == 1
    assert cells[cast.office.id, "2026-H1"].excused == 1
    assert counts(date(2026, 5, 23)).excused == 0  # excused only from the day it was recorded


def test_nothing_counts_before_the_plan_was_issued(cast: Cast) -> None:
    plan = make_plan(cast.issuer, issued_on=date(2026, 6, 1))
    make_report_row(plan, cast.finance, due_on=DUE)
    assert counts(date(2026, 5, 31)).expected == 0
    assert counts(date(2026, 6, 1)).missing == 1


def test_a_report_is_withdrawn_only_while_unread(cast: Cast) -> None:
    row = submit(row_of(cast), cast.clerk, on=date(2026, 5, 18))
    row = writing.withdraw_report(row, version=row.version, by=actor(cast.clerk))
    assert (row.state, row.submitted_on) == (ReportState.DRAFT, None)
    row = submit(row, cast.clerk, on=date(2026, 5, 19))
    row = judging.start_reading(row, version=row.version, by=actor(cast.monitor))
    with pytest.raises(writing.NotWithdrawable):
        writing.withdraw_report(row, version=row.version, by=actor(cast.clerk))
    assert [s.outcome for s in submissions()] == [Outcome.WITHDRAWN, Outcome.PENDING]


def test_the_standing_agencys_own_report_goes_to_the_secretary(cast: Cast) -> None:
    row = submit(row_of(cast, cast.standing), cast.standing_clerk, on=date(2026, 5, 18))
    assert waiting_for(actor(cast.monitor), on=DUE) == []
    assert [found.id for found in waiting_for(actor(cast.secretary), on=DUE)] == [row.id]
    assert notices_of(cast.secretary) == ["submitted"]
    assert notices_of(cast.monitor) == []
    with pytest.raises(NotAllowed):
        judging.accept_report(row, version=row.version, by=actor(cast.monitor))
    judging.accept_report(row, version=row.version, by=actor(cast.secretary))


@pytest.mark.parametrize("who", ["committee", "secretary", "administrator", "clerk", "health_clerk"])
def test_only_the_monitor_judges_a_departments_report(cast: Cast, who: str) -> None:
    row = submit(row_of(cast), cast.clerk, on=date(2026, 5, 18))
    for step in (judging.accept_report, judging.start_reading):
        with pytest.raises(NotAllowed):
            step(row, version=row.version, by=actor(getattr(cast, who)))


def test_both_sides_hear_what_happened(cast: Cast) -> None:
    row = submit(row_of(cast), cast.clerk, on=date(2026, 5, 18))
    row = give_back(row, cast.monitor, on=date(2026, 5, 19))
    row = submit(row, cast.clerk, on=date(2026, 5, 20))
    judging.accept_report(row, version=row.version, by=actor(cast.monitor))
    assert notices_of(cast.monitor) == ["submitted", "submitted"]
    assert notices_of(cast.clerk) == notices_of(cast.head) == ["returned", "accepted"]


def test_every_step_stands_in_the_history(cast: Cast) -> None:
    row = submit(row_of(cast), cast.clerk, on=date(2026, 5, 18))
    row = give_back(row, cast.monitor, on=date(2026, 5, 19))
    found = db.session.scalars(
        select(HistoryEntry.action).where(HistoryEntry.subject == "report_row").order_by(HistoryEntry.id)
    ).all()
    assert list(found) == ["submitted", "returned"]


def test_a_period_that_is_not_open_or_closed_or_done_is_refused_in_a_sentence(cast: Cast) -> None:
    row = row_of(cast)
    clock.fix_day(date(2026, 4, 19))
    with pytest.raises(PeriodNotOpen, match="chưa mở"):
        writing.save_draft(row, WRITTEN, version=row.version, by=actor(cast.clerk))
    clock.fix_day(date(2026, 5, 10))
    assert closing.close_period(row.plan, row.period_key, by=actor(cast.monitor)) == 1
    assert closing.close_period(row.plan, row.period_key, by=actor(cast.monitor)) == 0
    with pytest.raises(PeriodNotOpen, match="đã khóa"):
        writing.save_draft(row, WRITTEN, version=row.version, by=actor(cast.clerk))
    closing.reopen_period(row.plan, row.period_key, by=actor(cast.monitor))
    row = submit(row, cast.clerk, on=date(2026, 5, 11))
    judging.accept_report(row, version=row.version, by=actor(cast.monitor))
    with pytest.raises(AlreadyHandedIn, match="đã được chấp nhận"):
        submit(row, cast.clerk, on=date(2026, 5, 12))
    with pytest.raises(NotAllowed):
        closing.close_period(row.plan, row.period_key, by=actor(cast.secretary))


def test_a_stale_form_is_refused_after_another_step(cast: Cast) -> None:
    row = row_of(cast)
    opened = row.version
    row = submit(row, cast.clerk, on=date(2026, 5, 18))
    row = give_back(row, cast.monitor, on=date(2026, 5, 19))
    with pytest.raises(ChangedMeanwhile):
        writing.save_draft(row, Draft({"results_policies": "Cũ."}), version=opened, by=actor(cast.clerk))


def test_an_unchanged_save_changes_nothing(cast: Cast) -> None:
    row = row_of(cast)
    row = writing.save_draft(row, WRITTEN, version=row.version, by=actor(cast.clerk))
    kept = row.version
    row = writing.save_draft(row, WRITTEN, version=row.version, by=actor(cast.clerk))
    assert row.version == kept


def test_an_excused_agency_owes_nothing_and_a_handed_in_report_is_not_excused(cast: Cast) -> None:
    row = submit(row_of(cast), cast.clerk, on=date(2026, 5, 18))
    with pytest.raises(judging.NothingToJudge):
        judging.excuse_agency(row, "Không cần.", version=row.version, by=actor(cast.monitor))
    other = make_report_row(row.plan, cast.health)
    with pytest.raises(judging.ReasonMissing):
        judging.excuse_agency(other, "", version=other.version, by=actor(cast.monitor))
    other = judging.excuse_agency(other, "Mới lập.", version=other.version, by=actor(cast.monitor))
    with pytest.raises(PeriodNotOpen, match="miễn"):
        submit(other, cast.health_clerk, on=date(2026, 5, 19))
