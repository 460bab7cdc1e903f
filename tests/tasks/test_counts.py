"""How tasks are counted as of a day: the identity, every class, and the past that does not change."""

from datetime import date

import pytest

from tests.auditing import counted_statements
from tests.builders import add_task_event, make_assignment, make_plan, make_task
from tests.cast import Cast
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.tasks.counts import (
    Ageing,
    Counts,
    ageing,
    counts_by,
    counts_by_plan_and_agency,
    counts_of,
    standing_as_of,
)
from tracker.tasks.models import Task, TaskEvent
from tracker.tasks.rules import DeadlineOrigin, EventKind, Mode, Nature, State

TODAY = date(2026, 6, 30)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan of 2026, issued on 20/01/2026."""
    return make_plan(cast.issuer)


def test_each_task_is_in_exactly_one_class_and_the_classes_add_up(plan: Plan, cast: Cast) -> None:
    make_task(plan, cast.finance, state=State.DONE, due_on=TODAY, completed_on=TODAY)
    make_task(plan, cast.finance, state=State.DONE, due_on=date(2026, 5, 1), completed_on=date(2026, 5, 2))
    make_task(plan, cast.finance, due_on=TODAY)
    make_task(plan, cast.finance, due_on=date(2026, 6, 29))
    make_task(plan, cast.finance, due_on=None, nature=Nature.CONTINUOUS)
    make_task(plan, cast.finance, due_on=None, state=State.DONE, completed_on=TODAY)
    make_task(plan, cast.finance, state=State.SUSPENDED, due_on=date(2026, 2, 1))
    make_task(plan, cast.finance, mode=Mode.REQUESTED, due_on=date(2026, 2, 1))
    for state in (State.DECLINED, State.CANCELLED, State.HANDED_OVER):
        make_task(plan, cast.finance, state=state)
    counts = counts_of(TODAY)
    assert counts.as_figures() == {
        "total": 7,
        "done_on_time": 1,
        "done_late": 1,
        "open_in_time": 1,
        "open_overdue": 1,
        "no_deadline": 3,
        "no_deadline_done": 1,
        "requested": 1,
    }
    assert counts.rates() == {"done_of_total": 0.4286, "done_of_due": 0.6667, "updated": 0.0}


def test_a_task_that_is_awaiting_confirmation_or_returned_is_open(plan: Plan, cast: Cast) -> None:
    make_task(
        plan, cast.finance, state=State.AWAITING_CONFIRMATION, reported_on=date(2026, 3, 1), due_on=date(2026, 4, 1)
    )
    make_task(plan, cast.finance, state=State.REDO, due_on=date(2026, 7, 1))
    counts = counts_of(TODAY)
    assert (counts.open_overdue, counts.open_in_time, counts.done) == (1, 1, 0)


def test_a_requested_body_that_was_relieved_is_in_no_count(plan: Plan, cast: Cast) -> None:
    make_task(plan, cast.finance, mode=Mode.REQUESTED, state=State.CANCELLED)
    assert counts_of(TODAY) == Counts()


def test_nothing_counts_before_the_day_of_the_plan(plan: Plan, cast: Cast) -> None:
    make_task(plan, cast.finance)
    assert counts_of(date(2026, 1, 19)).total == 0
    assert counts_of(date(2026, 1, 20)).total == 1


def test_the_past_is_counted_by_what_was_recorded_until_then(plan: Plan, cast: Cast) -> None:
    task = _task_with_a_life(plan, cast)
    classes = {
        date(2026, 4, 30): "open_in_time",
        date(2026, 5, 31): "open_in_time",
        date(2026, 6, 1): "open_overdue",
        date(2026, 6, 5): "open_overdue",  # reported, but not yet confirmed
        date(2026, 6, 9): "open_overdue",
        date(2026, 6, 10): "done_late",
    }
    assert {day: _class_of(task, day) for day in classes} == classes


def _task_with_a_life(plan: Plan, cast: Cast) -> Task:
    task = make_task(plan, cast.finance, state=State.ASSIGNED, due_on=date(2026, 5, 31))
    add_task_event(task, EventKind.UPDATED, on=date(2026, 5, 2), to_state=State.IN_PROGRESS)
    add_task_event(task, EventKind.REPORTED, on=date(2026, 6, 5), to_state=State.AWAITING_CONFIRMATION)
    add_task_event(task, EventKind.CONFIRMED, on=date(2026, 6, 10), to_state=State.DONE)
    task.state, task.completed_on, task.confirmed_on = State.DONE, date(2026, 6, 5), date(2026, 6, 10)
    db.session.flush()
    return task


def _class_of(task: Task, on: date) -> str | None:
    standing = standing_as_of(on)
    found = db.session.execute(db.select(standing.c.standing).where(standing.c.task_id == task.id)).scalar()
    return None if found is None else str(found)


def test_a_suspended_task_had_its_deadline_before_it_was_suspended(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance, due_on=date(2026, 3, 1))
    add_task_event(task, EventKind.SUSPENDED, on=date(2026, 4, 1), to_state=State.SUSPENDED)
    assert _class_of(task, date(2026, 3, 31)) == "open_overdue"
    assert _class_of(task, date(2026, 4, 1)) == "no_deadline"


def test_two_events_of_one_day_count_in_the_order_in_which_they_were_recorded(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance, due_on=date(2026, 3, 1))
    add_task_event(task, EventKind.SUSPENDED, on=TODAY, to_state=State.SUSPENDED)
    add_task_event(task, EventKind.RESUMED, on=TODAY, to_state=State.IN_PROGRESS)
    assert _class_of(task, TODAY) == "open_overdue"


def test_the_deadline_of_an_event_is_in_force_from_the_day_its_coming_was_recorded(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance, due_on=date(2026, 5, 1))
    task.assignment.deadline_origin = DeadlineOrigin.EVENT
    add_task_event(task, EventKind.EVENT_CAME, on=date(2026, 4, 1), to_state=State.IN_PROGRESS)
    assert _class_of(task, date(2026, 3, 31)) == "no_deadline"
    assert _class_of(task, date(2026, 4, 1)) == "open_in_time"
    assert _class_of(task, date(2026, 5, 2)) == "open_overdue"


def test_a_time_of_a_recurring_task_counts_once_it_lies_at_most_twelve_months_ahead(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance, due_on=date(2027, 3, 31), occurrence="2027-03-31")
    assert _class_of(task, date(2026, 3, 30)) is None
    assert _class_of(task, date(2026, 3, 31)) == "open_in_time"


def test_a_task_handed_over_counts_for_the_new_agency_from_that_day_on(plan: Plan, cast: Cast) -> None:
    old = make_task(plan, cast.finance)
    new = make_task(plan, cast.health)
    db.session.query(TaskEvent).filter_by(task_id=new.id).update({"on_day": date(2026, 4, 1)})
    add_task_event(old, EventKind.HANDED_OVER, on=date(2026, 4, 1), to_state=State.HANDED_OVER)
    before, after = counts_by("agency", date(2026, 3, 31)), counts_by("agency", date(2026, 4, 1))
    assert before == {cast.finance.id: Counts(open_in_time=1, open_tasks=1)}
    assert {agency: counts.total for agency, counts in after.items()} == {cast.finance.id: 0, cast.health.id: 1}


def test_updated_means_by_the_agency_since_the_half_year_began(plan: Plan, cast: Cast) -> None:
    task = make_task(plan, cast.finance, due_on=None)
    make_task(plan, cast.finance)
    add_task_event(task, EventKind.UPDATED, on=date(2026, 6, 30), to_state=State.IN_PROGRESS)
    add_task_event(task, EventKind.ACKNOWLEDGED, on=date(2026, 7, 2), to_state=State.IN_PROGRESS)
    assert counts_of(date(2026, 6, 29)).rates()["updated"] == 0.0
    assert counts_of(date(2026, 6, 30)).rates()["updated"] == 0.5
    assert counts_of(date(2026, 7, 2)).rates()["updated"] == 0.0


def test_rates_without_anything_below_the_line_are_none() -> None:
    assert Counts().rates() == {"done_of_total": None, "done_of_due": None, "updated": None}


def test_overdue_tasks_fall_into_one_bucket_each(plan: Plan, cast: Cast) -> None:
    for due_on in (date(2026, 6, 29), date(2026, 5, 31), date(2026, 5, 30), date(2026, 5, 1), date(2026, 3, 2)):
        make_task(plan, cast.finance, due_on=due_on)
    make_task(plan, cast.finance, due_on=date(2026, 3, 1))
    make_task(plan, cast.finance, due_on=TODAY)
    found = ageing(TODAY)
    assert found.numbers == {Ageing.MONTH: 2, Ageing.TWO_MONTHS: 2, Ageing.FOUR_MONTHS: 1, Ageing.LONGER: 1}
    assert found.total == counts_of(TODAY).open_overdue


def test_plans_agencies_and_the_total_agree_over_a_thousand_tasks_in_one_statement(cast: Cast) -> None:
    agencies = (cast.finance, cast.health, cast.commune, cast.standing)
    for number in range(5):
        _many_tasks(make_plan(cast.issuer, number=f"{number}/KH-UBND"), agencies)
    db.session.commit()
    with counted_statements() as statements:
        whole = counts_of(TODAY)
    assert len([s for s in statements if not s.startswith("BEGIN")]) == 1
    by_plan, by_agency = counts_by("plan", TODAY), counts_by("agency", TODAY)
    assert sum(by_plan.values(), start=Counts()) == sum(by_agency.values(), start=Counts()) == whole
    assert sum(counts_by_plan_and_agency(TODAY).values(), start=Counts()) == whole
    assert whole.total == 750 and whole.requested == 125
    assert ageing(TODAY).total == whole.open_overdue
    assert counts_of(TODAY, Plan.number == "1/KH-UBND").total == 150


def _many_tasks(plan: Plan, agencies: tuple[object, ...]) -> None:
    """Two hundred tasks: of each eight one requested and one cancelled."""
    assignments = [
        make_assignment(plan, mode=Mode.REQUESTED if kind == 0 else Mode.ORDERED, due_on=date(2026, kind + 1, 15))
        for kind in range(8)
    ]
    for number in range(200):
        kind, agency = number % 8, agencies[number % 4]
        state = (State.IN_PROGRESS, State.CANCELLED, State.DONE, State.REDO)[kind % 4 if kind < 4 else 3]
        completed_on = date(2026, 3, 10 + number % 10) if state is State.DONE else None
        task = Task(
            assignment=assignments[kind],
            plan=plan,
            agency=agency,
            occurrence=str(number),
            due_on=assignments[kind].due_on,
            state=state,
            completed_on=completed_on,
        )
        db.session.add(task)
        db.session.flush()
        add_task_event(task, EventKind.ASSIGNED, on=plan.issued_on, to_state=state)
