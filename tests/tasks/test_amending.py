"""What a version of the plan does to tasks: deadline, agency, mode, times; progress stays, and so do past figures."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.builders import add_task_event, make_assignment, make_plan, make_task
from tests.cast import Cast
from tracker import clock
from tracker.extensions import db
from tracker.notifications.models import Notice
from tracker.plans.models import Plan, PlanVersion
from tracker.plans.rules import VersionRelation
from tracker.rights import SYSTEM
from tracker.tasks.amending import amend_assignment, end_assignment
from tracker.tasks.counts import Counts, counts_of
from tracker.tasks.issue import AssignmentOrder, issue_assignment, issue_due_occurrences
from tracker.tasks.models import Assignment, AssignmentPartner, Task
from tracker.tasks.rules import DeadlineOrigin, EventKind, Mode, Nature, State

TODAY, YESTERDAY = date(2026, 8, 5), date(2026, 8, 4)
DUE, LATER = date(2026, 6, 30), date(2026, 11, 30)
MONTHLY, QUARTERLY = {"freq": "monthly"}, {"freq": "quarterly"}


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan of the cast's province, on a day in August."""
    clock.fix_day(TODAY)
    return make_plan(cast.issuer)


@pytest.fixture
def version(plan: Plan) -> PlanVersion:
    """A document that changes it."""
    version = PlanVersion(
        plan_id=plan.id,
        relation=VersionRelation.AMENDS,
        is_full=False,
        number="77/KH-UBND",
        title="Sửa đổi kế hoạch",
        issued_on=date(2026, 8, 1),
        file_id=plan.file_id,
        text="Sở Tài chính bố trí kinh phí.",
        confirmed_at=clock.now(),
        confirmed_on=TODAY,
        confirmed_by="Theo dõi",
    )
    db.session.add(version)
    db.session.flush()
    return version


def order(*leads: int, **changes: Any) -> AssignmentOrder:
    """What the version says: the same work, due at the end of November."""
    plain = AssignmentOrder(
        position=1,
        clause_id=None,
        text="Bố trí kinh phí thực hiện Kế hoạch.",
        quote=(0, 29),
        written_agency="Sở Tài chính",
        is_group=False,
        mode=Mode.ORDERED,
        nature=Nature.SPECIFIC,
        role="lead",
        origin=DeadlineOrigin.STATED,
        words="trước ngày 01/12/2026",
        due_on=LATER,
        recurs=None,
        is_own_plan=False,
        lead_ids=leads,
    )
    return replace(plain, **changes)


def amend(assignment: Assignment, version: PlanVersion, asked: AssignmentOrder) -> int:
    """Take over what the version says, today."""
    changed = amend_assignment(assignment, asked, version=version, by=SYSTEM, today=TODAY)
    db.session.commit()
    return changed


def figures(day: date) -> Counts:
    """The counts of a day."""
    return counts_of(day)


def test_a_later_deadline_counts_from_today_and_the_past_stays_overdue(
    plan: Plan, version: PlanVersion, cast: Cast
) -> None:
    task = make_task(plan, cast.finance, due_on=DUE, percent=40)
    before = figures(YESTERDAY)
    assert amend(task.assignment, version, order(cast.finance.id)) == 1
    assert (task.due_on, task.percent, task.state) == (LATER, 40, State.IN_PROGRESS)
    assert figures(YESTERDAY) == before and before.open_overdue == 1
    assert figures(TODAY).open_in_time == 1 and figures(TODAY).open_overdue == 0


def test_two_versions_on_one_day_leave_the_past_as_it_was(plan: Plan, version: PlanVersion, cast: Cast) -> None:
    task = make_task(plan, cast.finance, due_on=DUE)
    before = figures(YESTERDAY)
    amend(task.assignment, version, order(cast.finance.id))
    amend(task.assignment, version, order(cast.finance.id, due_on=date(2026, 12, 15)))
    assert figures(YESTERDAY) == before and task.due_on == date(2026, 12, 15)


def test_what_is_done_stays_as_it_was_done(plan: Plan, version: PlanVersion, cast: Cast) -> None:
    task = make_task(plan, cast.finance, due_on=DUE, state=State.DONE, completed_on=date(2026, 7, 10))
    amend(task.assignment, version, order(cast.finance.id))
    assert task.due_on == DUE and figures(TODAY).done_late == 1


def test_a_result_reported_late_is_not_made_timely_by_a_new_deadline(
    plan: Plan, version: PlanVersion, cast: Cast
) -> None:
    waiting = State.AWAITING_CONFIRMATION
    late = make_task(plan, cast.finance, due_on=DUE, state=waiting, reported_on=date(2026, 7, 10))
    timely = make_task(plan, cast.health, due_on=DUE, state=waiting, reported_on=date(2026, 6, 10))
    amend(late.assignment, version, order(cast.finance.id))
    amend(timely.assignment, version, order(cast.health.id))
    assert (late.due_on, timely.due_on) == (DUE, LATER)


def test_requested_instead_of_ordered_leaves_the_counts_of_before(plan: Plan, version: PlanVersion, cast: Cast) -> None:
    task = make_task(plan, cast.finance, due_on=DUE)
    before = figures(YESTERDAY)
    amend(task.assignment, version, order(cast.finance.id, mode=Mode.REQUESTED, due_on=DUE))
    assert figures(YESTERDAY) == before and before.requested == 0
    assert figures(TODAY).requested == 1 and figures(TODAY).total == 0


def test_another_agency_gets_its_own_task_and_the_earlier_one_hands_over(
    plan: Plan, version: PlanVersion, cast: Cast
) -> None:
    task = make_task(plan, cast.finance, due_on=DUE)
    before = figures(YESTERDAY)
    amend(task.assignment, version, order(cast.health.id, written_agency="Sở Y tế"))
    heir = db.session.scalars(select(Task).where(Task.agency_id == cast.health.id)).one()
    assert task.state is State.HANDED_OVER and task.handed_to_id == heir.id and heir.due_on == LATER
    assert figures(YESTERDAY) == before and figures(TODAY).total == 1
    assert [lead.agency_id for lead in task.assignment.leads] == [cast.health.id]


def test_a_further_agency_is_added_beside_the_first(plan: Plan, version: PlanVersion, cast: Cast) -> None:
    task = make_task(plan, cast.finance, due_on=LATER)
    amend(task.assignment, version, order(cast.finance.id, cast.health.id))
    assert task.state is State.IN_PROGRESS
    assert db.session.scalars(select(Task).where(Task.agency_id == cast.health.id)).one().due_on == LATER


def test_partners_are_those_of_the_new_text(plan: Plan, version: PlanVersion, cast: Cast) -> None:
    task = make_task(plan, cast.finance)
    db.session.add(AssignmentPartner(assignment_id=task.assignment_id, agency_id=None, words="Sở Nội vụ"))
    db.session.flush()
    amend(task.assignment, version, order(cast.finance.id, partners=((cast.health.id, "Sở Y tế"),)))
    assert [partner.words for partner in task.assignment.partners] == ["Sở Y tế"]


def recurring(plan: Plan, cast: Cast) -> Assignment:
    """Monthly work of the finance department."""
    asked = order(cast.finance.id, origin=DeadlineOrigin.RECURRING, due_on=None, recurs=MONTHLY, words="hằng tháng")
    made = issue_assignment(plan, asked, by=SYSTEM, today=TODAY)
    db.session.commit()
    return made


def times(assignment: Assignment, *states: State) -> list[str]:
    """The times of an assignment in these states."""
    found = select(Task).where(Task.assignment_id == assignment.id, Task.state.in_(states)).order_by(Task.occurrence)
    return [task.occurrence for task in db.session.scalars(found)]


def test_another_rhythm_replaces_the_times_ahead_and_no_past_ones(plan: Plan, version: PlanVersion, cast: Cast) -> None:
    assignment = recurring(plan, cast)
    before = figures(YESTERDAY)
    quarterly = order(cast.finance.id, origin=DeadlineOrigin.RECURRING, due_on=None, recurs=QUARTERLY, words="hằng quý")
    amend(assignment, version, quarterly)
    assert times(assignment, State.CANCELLED) == ["2026-08-31", "2026-10-31", "2026-11-30"]
    assert times(assignment, State.ASSIGNED)[-3:] == ["2026-07-31", "2026-09-30", "2026-12-31"]
    assert figures(YESTERDAY) == before
    assert issue_due_occurrences(today=TODAY) == 0


def test_recurring_work_that_now_comes_once_has_one_task(plan: Plan, version: PlanVersion, cast: Cast) -> None:
    assignment = recurring(plan, cast)
    amend(assignment, version, order(cast.finance.id))
    once = db.session.scalars(select(Task).where(Task.assignment_id == assignment.id, Task.occurrence == "")).one()
    assert once.due_on == LATER and "2026-12-31" in times(assignment, State.CANCELLED)


def test_ended_work_is_cancelled_where_it_is_open_and_makes_no_further_times(
    plan: Plan, version: PlanVersion, cast: Cast
) -> None:
    assignment = recurring(plan, cast)
    first = db.session.scalars(select(Task).where(Task.assignment_id == assignment.id).order_by(Task.due_on)).first()
    assert first
    first.state, first.completed_on = State.DONE, date(2026, 1, 31)
    add_task_event(first, EventKind.CONFIRMED, on=date(2026, 2, 2), to_state=State.DONE)
    before = figures(YESTERDAY)
    ended = end_assignment(assignment, version=version, by=SYSTEM, today=TODAY)
    db.session.commit()
    assert ended == len(times(assignment, State.CANCELLED)) > 0 and first.state is State.DONE
    assert figures(YESTERDAY) == before and issue_due_occurrences(today=date(2026, 9, 1)) == 0


def test_the_agency_is_told_what_changed(plan: Plan, version: PlanVersion, cast: Cast) -> None:
    task = make_task(plan, cast.finance, due_on=DUE)
    amend(task.assignment, version, order(cast.finance.id))
    told = db.session.scalars(select(Notice.text).where(Notice.person_id == cast.clerk.id)).all()
    assert any("sửa đổi theo văn bản mới" in text for text in told)


def test_the_event_that_came_keeps_its_day(plan: Plan, version: PlanVersion, cast: Cast) -> None:
    assignment = make_assignment(
        plan, cast.finance, deadline_origin=DeadlineOrigin.EVENT, due_on=DUE, event_on=date(2026, 6, 1)
    )
    amend(assignment, version, order(cast.finance.id, origin=DeadlineOrigin.EVENT, due_on=None, words="sau khi có"))
    assert assignment.due_on == DUE
