"""A province in the middle of 2026 for the committee's tests: tasks in every class, and three plans."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.builders import add_task_event, make_agency, make_plan, make_report_row, make_task
from tests.cast import Cast
from tracker.accounts.models import Appointment
from tracker.extensions import db
from tracker.plans.models import Plan, PlanParticipant
from tracker.reports.models import ReportRow
from tracker.rights import Role
from tracker.tasks.models import Task
from tracker.tasks.rules import EventKind, Mode, Nature, State

TODAY = date(2026, 6, 30)


@dataclass(frozen=True)
class Province:
    """Three plans: the province's, its child in a commune, and and one of another issuer with our agency."""

    plan: Plan
    child: Plan
    foreign: Plan
    missing: ReportRow


def settle(cast: Cast) -> Province:
    """Make the plans with their tasks and reports, and commit them."""
    plan = make_plan(cast.issuer, number="15/KH-UBND")
    child = make_plan(cast.commune, number="3/KH-UBND", parent_id=plan.id, issued_on=date(2026, 2, 10))
    stranger = make_agency("UBND tỉnh Sơn La", unit="Sơn La")
    foreign = make_plan(stranger, number="99/KH-UBND")
    db.session.add(PlanParticipant(plan_id=foreign.id, agency_id=cast.standing.id))
    every_class(plan, cast)
    make_task(child, cast.commune, due_on=TODAY - timedelta(days=125), text="Rà soát hộ nghèo của xã.")
    make_task(foreign, cast.standing, due_on=TODAY - timedelta(days=3))
    second = make_agency("UBND xã Cô Ba", unit="Cao Bằng", level="commune")
    make_task(plan, cast.commune, due_on=TODAY - timedelta(days=61))
    make_task(plan, second, due_on=TODAY + timedelta(days=61))
    missing = make_report_row(plan, cast.finance, due_on=TODAY - timedelta(days=4))
    make_report_row(plan, cast.health, due_on=TODAY + timedelta(days=4))
    db.session.commit()
    return Province(plan, child, foreign, missing)


def every_class(plan: Plan, cast: Cast) -> None:
    """One task in each class, and one more that is overdue."""
    done(make_task(plan, cast.finance, state=State.ASSIGNED, due_on=date(2026, 5, 1)), on=date(2026, 4, 30))
    done(make_task(plan, cast.finance, state=State.ASSIGNED, due_on=date(2026, 5, 1)), on=date(2026, 5, 3))
    done(make_task(plan, cast.finance, state=State.ASSIGNED, due_on=None), on=date(2026, 3, 3))
    make_task(plan, cast.finance, due_on=TODAY)
    make_task(plan, cast.finance, due_on=TODAY - timedelta(days=30))
    make_task(plan, cast.health, due_on=TODAY - timedelta(days=31))
    updated = make_task(plan, cast.health, due_on=None, nature=Nature.CONTINUOUS)
    add_task_event(updated, EventKind.UPDATED, on=date(2026, 3, 1), to_state=State.IN_PROGRESS)
    make_task(plan, cast.office, mode=Mode.REQUESTED, due_on=date(2026, 2, 1))


def done(task: Task, *, on: date) -> None:
    """Let the agency report the result on a day, and the monitor confirm it on the next."""
    add_task_event(task, EventKind.REPORTED, on=on, to_state=State.AWAITING_CONFIRMATION)
    add_task_event(task, EventKind.CONFIRMED, on=on + timedelta(days=1), to_state=State.DONE)
    task.state, task.completed_on, task.confirmed_on = State.DONE, on, on + timedelta(days=1)


def give_agency(cast: Cast) -> None:
    """Make the monitor also a clerk of the standing agency, which takes part in the plan of another province."""
    db.session.add(
        Appointment(person_id=cast.monitor.id, role=Role.CLERK, agency_id=cast.standing.id, starts_on=date(2026, 1, 1))
    )
    db.session.commit()
