"""States and time of a task, deadlines and times of recurring work: rules without a database."""

from datetime import date
from typing import Any

import pytest

from tracker.tasks.deadlines import due_days, half_year_start, horizon, months_later, settle
from tracker.tasks.quoting import quotation
from tracker.tasks.rules import (
    MOVES,
    OPEN_STATES,
    UNCOUNTED_STATES,
    DeadlineOrigin,
    Mode,
    MoveRefused,
    Nature,
    State,
    Timing,
    check_move,
    timeliness,
)
from tracker.tasks.steps import AGENCY_STEPS, JUDGE_STEPS, Proof, ProofIncomplete, Step, steps_open

DUE = date(2026, 6, 15)
SOON = date(2026, 6, 18)
END = date(2026, 12, 31)


@pytest.mark.parametrize("old", list(State))
@pytest.mark.parametrize("new", list(State))
def test_every_move_of_the_table_is_allowed_and_every_other_refused(old: State, new: State) -> None:
    if new in MOVES[old]:
        check_move(old, new)
    else:
        with pytest.raises(MoveRefused):
            check_move(old, new)


def test_what_is_closed_stays_closed_and_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(State)
    assert all(not MOVES[state] for state in (State.DONE, State.CANCELLED, State.HANDED_OVER))
    assert [state for state in State if State.DONE in MOVES[state]] == [State.AWAITING_CONFIRMATION]


def test_no_state_is_open_and_uncounted() -> None:
    assert not OPEN_STATES & UNCOUNTED_STATES
    assert OPEN_STATES | UNCOUNTED_STATES | {State.DONE, State.SUSPENDED} == set(State)


@pytest.mark.parametrize(
    ("today", "timing", "days"),
    [
        (date(2026, 6, 1), Timing.IN_TIME, 14),
        (date(2026, 6, 12), Timing.DUE_SOON, 3),
        (DUE, Timing.DUE_TODAY, 0),
        (date(2026, 6, 16), Timing.OVERDUE, 1),
    ],
)
def test_overdue_begins_the_day_after(today: date, timing: Timing, days: int) -> None:
    soon_until = today.replace(day=min(today.day + 3, 30))
    found = timeliness(due_on=DUE, completed_on=None, today=today, soon_until=soon_until)
    assert (found.code, found.days) == (timing, days)


@pytest.mark.parametrize(
    ("due_on", "completed_on", "timing", "days"),
    [
        (DUE, DUE, Timing.DONE_ON_TIME, None),
        (DUE, date(2026, 6, 19), Timing.DONE_LATE, 4),
        (None, DUE, Timing.DONE, None),
        (None, None, Timing.NO_DEADLINE, None),
    ],
)
def test_done_is_judged_by_the_day_of_completion(
    due_on: date | None, completed_on: date | None, timing: Timing, days: int | None
) -> None:
    found = timeliness(due_on=due_on, completed_on=completed_on, today=END, soon_until=END)
    assert (found.code, found.days) == (timing, days)


def test_a_paused_task_is_not_overdue() -> None:
    assert (
        timeliness(due_on=DUE, completed_on=None, today=END, soon_until=END, is_paused=True).code is Timing.NO_DEADLINE
    )


@pytest.mark.parametrize(
    ("given", "origin", "due_on"),
    [
        ({"due_on": DUE, "origin": DeadlineOrigin.STATED}, DeadlineOrigin.STATED, DUE),
        ({}, DeadlineOrigin.PLAN_END, END),
        ({"nature": Nature.CONTINUOUS}, DeadlineOrigin.NONE, None),
        ({"nature": Nature.STANDING}, DeadlineOrigin.NONE, None),
        ({"mode": Mode.REQUESTED}, DeadlineOrigin.NONE, None),
        ({"mode": Mode.REQUESTED, "due_on": DUE}, DeadlineOrigin.STATED, DUE),
        ({"nature": Nature.CONTINUOUS, "due_on": DUE}, DeadlineOrigin.STATED, DUE),
        ({"origin": DeadlineOrigin.EVENT}, DeadlineOrigin.EVENT, None),
        ({"origin": DeadlineOrigin.PLAN_END, "nature": Nature.CONTINUOUS}, DeadlineOrigin.PLAN_END, END),
        ({"origin": DeadlineOrigin.RECURRING, "recurs": {"freq": "monthly"}}, DeadlineOrigin.RECURRING, None),
        ({"origin": DeadlineOrigin.RECURRING, "recurs": {"freq": "daily"}}, DeadlineOrigin.NONE, None),
    ],
)
def test_the_deadline_that_counts(given: dict[str, Any], origin: DeadlineOrigin, due_on: date | None) -> None:
    plain: dict[str, Any] = {
        "origin": DeadlineOrigin.NONE,
        "due_on": None,
        "nature": Nature.SPECIFIC,
        "mode": Mode.ORDERED,
        "recurs": None,
        "plan_end": END,
    }
    assert settle(**{**plain, **given}) == (origin, due_on)


def days(recurs: dict[str, Any], start: date, end: date, until: date | None = None) -> list[str]:
    return [f"{day:%d/%m/%y}" for day in due_days(recurs, start=start, end=end, until=until or end)]


NEXT_QUARTERS = ["10/01/27", "10/04/27", "10/07/27", "10/10/27", "10/01/28"]


@pytest.mark.parametrize(
    ("recurs", "expected"),
    [
        ({"freq": "yearly", "month": 6, "day": 15}, ["15/06/26", "15/06/27"]),
        ({"freq": "yearly", "month": 2, "day": 31}, ["28/02/27"]),
        ({"freq": "yearly", "month": 1, "day": 15, "year_offset": 1}, ["15/01/27", "15/01/28"]),
        (
            {"freq": "yearly", "month": 6, "day": 15, "also": [{"freq": "yearly", "month": 12, "day": 15}]},
            ["15/06/26", "15/12/26", "15/06/27", "15/12/27"],
        ),
        ({"freq": "semiannual"}, ["30/06/26", "31/12/26", "30/06/27", "31/12/27"]),
        ({"freq": "semiannual", "month": 11, "day": 20}, ["20/05/26", "20/11/26", "20/05/27", "20/11/27"]),
        ({"freq": "yearly", "month": 12, "day": 30, "year_offset": -1}, ["30/12/26"]),
        ({"freq": "quarterly", "month_offset": 1, "day": 10}, ["10/04/26", "10/07/26", "10/10/26", *NEXT_QUARTERS]),
        ({"freq": "daily", "times": 2}, []),
    ],
)
def test_each_time_of_a_recurring_task_lies_in_the_plan(recurs: dict[str, Any], expected: list[str]) -> None:
    until = date(2028, 12, 31)
    assert days(recurs, date(2026, 3, 1), date(2027, 12, 31), until) == expected


def test_day_31_is_the_last_day_of_any_month() -> None:
    found = days({"freq": "monthly", "day": 31}, date(2028, 1, 1), date(2028, 4, 30))
    assert found == ["31/01/28", "29/02/28", "31/03/28", "30/04/28"]


def test_a_quarter_is_due_in_its_last_month_and_a_week_on_its_day() -> None:
    assert days({"freq": "quarterly", "day": 25}, date(2026, 1, 1), date(2026, 7, 1)) == ["25/03/26", "25/06/26"]
    assert days({"freq": "weekly", "weekday": 1}, date(2026, 6, 2), date(2026, 6, 16)) == ["08/06/26", "15/06/26"]


def test_the_month_after_is_due_for_every_month_of_the_plan() -> None:
    found = days(
        {"freq": "monthly", "month_offset": 1, "day": 4}, date(2026, 10, 1), date(2026, 12, 31), date(2027, 9, 1)
    )
    assert found == ["04/10/26", "04/11/26", "04/12/26", "04/01/27"]


def test_no_time_is_made_more_than_twelve_months_ahead() -> None:
    today = date(2026, 6, 15)
    assert horizon(today) == date(2027, 6, 15)
    assert days({"freq": "yearly", "month": 6, "day": 16}, today, date(2030, 12, 31), horizon(today)) == ["16/06/26"]
    assert months_later(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert half_year_start(date(2026, 7, 1)) == date(2026, 7, 1)
    assert half_year_start(date(2026, 6, 30)) == date(2026, 1, 1)


def test_each_step_is_open_only_where_the_table_of_moves_allows_it() -> None:
    targets = {
        Step.DECLINE: State.DECLINED,
        Step.CONFIRM: State.DONE,
        Step.RETURN: State.REDO,
        Step.HAND_OVER: State.HANDED_OVER,
        Step.SUSPEND: State.SUSPENDED,
        Step.CANCEL: State.CANCELLED,
    }
    for step, target in targets.items():
        for state in {**AGENCY_STEPS, **JUDGE_STEPS}[step]:
            assert target in MOVES[state], f"{step} from {state}"


def test_who_may_press_what() -> None:
    def open_to(state: State, **who: bool) -> set[Step]:
        nobody = {"is_own": False, "may_judge": False, "may_record_event": False}
        return set(steps_open(state, **{**nobody, **who}))

    assert open_to(State.ASSIGNED) == set()
    assert open_to(State.ASSIGNED, is_own=True) == {Step.ACKNOWLEDGE, Step.UPDATE, Step.DECLINE}
    assert open_to(State.AWAITING_CONFIRMATION, is_own=True) == {Step.WITHDRAW}
    assert open_to(State.AWAITING_CONFIRMATION, may_judge=True) == {Step.CONFIRM, Step.RETURN}
    assert open_to(State.DECLINED, may_judge=True) == {Step.SEND_BACK, Step.HAND_OVER, Step.CANCEL}
    assert open_to(State.DONE, is_own=True, may_judge=True, may_record_event=True) == set()
    assert open_to(State.REDO, may_record_event=True) == {Step.RECORD_EVENT}


def test_a_letter_is_proof_only_with_its_number_and_a_day_that_has_come() -> None:
    Proof("11/TTr", DUE).check(DUE)
    Proof().check(DUE)
    for wrong in (Proof("11/TTr"), Proof(None, DUE), Proof("11/TTr", END)):
        with pytest.raises(ProofIncomplete):
            wrong.check(DUE)


def test_a_quote_is_shown_with_its_own_clause_around_it() -> None:
    text = "Câu khác.\n1. Sở A\nTrước đó. Câu được giao. Sau đó.\n2. Sở B"
    start = text.index("Câu được")
    clause = (text.index("1. Sở A"), text.index("2. Sở B"))
    found = quotation(text, 0, quote=(start, start + 14), clause=clause, heading="Sở A")
    assert (found.before, found.quote, found.after) == ("Trước đó.", "Câu được giao.", "Sau đó.")
    shifted = quotation(text[12:], 12, quote=(start, start + 14), clause=None)
    assert shifted.quote == "Câu được giao." and shifted.after == "Sau đó. 2. Sở B"


def test_a_long_surrounding_is_cut_between_words() -> None:
    text = "một hai " * 100 + "TRÍCH" + " ba bốn" * 100
    start = text.index("TRÍCH")
    found = quotation(text, 0, quote=(start, start + 5), clause=(0, len(text)))
    assert found.before.startswith("… ") and found.after.endswith(" …")
    assert len(found.before) <= 353 and len(found.after) <= 353
