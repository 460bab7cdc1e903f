"""The ladder: which rung holds on which day, for whom."""

from datetime import date, timedelta

import pytest

from tracker.catalogue.calendar import shipped_calendar
from tracker.reminders.ladder import LADDERS, REPEATS_END_DAYS, Audience, Ladder, Rule, When
from tracker.reminders.rules import (
    Nudge,
    Subject,
    due_nudges,
    fire_days,
    fires_on,
    latest_for_each,
)
from tracker.reminders.sentences import sentence

CALENDAR = shipped_calendar()
WEDNESDAY = date(2026, 5, 20)


def subject(**changes: object) -> Subject:
    """A task due on Wednesday 20/05/2026."""
    values: dict[str, object] = {
        "kind": "task",
        "id": 7,
        "plan_id": 1,
        "issuer_id": 1,
        "agency_id": 2,
        "agency_name": "Sở Tài chính",
        "plan_name": "15/KH-UBND",
        "words": "Bố trí kinh phí",
        "due_on": WEDNESDAY,
        **changes,
    }
    return Subject(**values)


def told(day: date, **changes: object) -> dict[str, set[Audience]]:
    """The rungs that hold on a day, by their keys, with whom they reach."""
    nudges = due_nudges(subject(**changes), today=day, calendar=CALENDAR)
    return {nudge.key: set(nudge.audiences) for nudge in nudges}


CLERKS, HEAD, MONITOR, SECRETARY, JUDGE = ({audience} for audience in Audience)


def lived(since: date, until: date, **changes: object) -> dict[str, date]:
    """The day on which each rung is heard for the first time, when the planner runs on every working day."""
    heard: dict[str, date] = {}
    day = since
    while day <= until:
        if CALENDAR.is_working_day(day):
            for key in told(day, **changes):
                heard.setdefault(key, day)
        day += timedelta(days=1)
    return heard


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 5, 12), {}),
        (date(2026, 5, 13), {"upcoming": CLERKS}),
        (date(2026, 5, 14), {"upcoming": CLERKS}),
        (date(2026, 5, 15), {"due_soon": CLERKS}),
        (date(2026, 5, 20), {"due_today": CLERKS}),
        (date(2026, 5, 21), {"overdue": CLERKS}),
        (date(2026, 5, 22), {"overdue": CLERKS}),
        (date(2026, 5, 25), {"overdue_head": CLERKS | HEAD}),
        (date(2026, 5, 27), {"overdue_head": CLERKS, "overdue_week": HEAD | MONITOR}),
        (date(2026, 6, 10), {"overdue_again:1": CLERKS | HEAD | MONITOR}),
        (date(2026, 6, 17), {"overdue_again:1": CLERKS | HEAD, "overdue_month": MONITOR | SECRETARY}),
        (date(2026, 6, 24), {"overdue_month": SECRETARY, "overdue_again:2": CLERKS | HEAD | MONITOR}),
        (date(2026, 7, 15), {"overdue_again:3": CLERKS | HEAD | MONITOR, "overdue_escalated_again:1": SECRETARY}),
    ],
)
def test_each_reader_is_on_the_latest_rung_reached(day: date, expected: dict[str, set[Audience]]) -> None:
    assert told(day) == expected


def test_the_ladder_of_a_year_is_heard_rung_by_rung_on_working_days() -> None:
    heard = lived(date(2026, 5, 1), date(2026, 8, 31))
    days = [
        ("upcoming", date(2026, 5, 13)),
        ("due_soon", date(2026, 5, 15)),
        ("due_today", date(2026, 5, 20)),
        ("overdue", date(2026, 5, 21)),
        ("overdue_head", date(2026, 5, 25)),
        ("overdue_week", date(2026, 5, 27)),
        ("overdue_again:1", date(2026, 6, 10)),
        ("overdue_month", date(2026, 6, 17)),
        ("overdue_again:2", date(2026, 6, 24)),
        ("overdue_again:3", date(2026, 7, 8)),
        ("overdue_escalated_again:1", date(2026, 7, 15)),
        ("overdue_again:4", date(2026, 7, 22)),
        ("overdue_again:5", date(2026, 8, 5)),
        ("overdue_escalated_again:2", date(2026, 8, 12)),
        ("overdue_again:6", date(2026, 8, 19)),
    ]
    assert list(heard.items()) == days


@pytest.mark.parametrize(
    ("due_on", "rule", "day"),
    [
        (date(2026, 5, 31), Rule.DUE_TODAY, date(2026, 5, 29)),  # a Sunday: the Friday before
        (date(2026, 5, 30), Rule.OVERDUE, date(2026, 6, 1)),  # a Saturday: the Monday after
        (date(2026, 5, 17), Rule.UPCOMING, date(2026, 5, 8)),  # seven days before is a Sunday: the Friday before it
        (date(2027, 2, 9), Rule.DUE_TODAY, date(2027, 2, 3)),  # inside Tết: the last day of work before it
        (date(2027, 2, 9), Rule.DUE_SOON, date(2027, 2, 1)),
        (date(2027, 2, 3), Rule.OVERDUE, date(2027, 2, 11)),  # the day before Tết: the first day of work after it
        (date(2027, 2, 3), Rule.OVERDUE_HEAD, date(2027, 2, 15)),
        (date(2026, 12, 31), Rule.OVERDUE, date(2027, 1, 4)),  # over the year: 1/1 and the weekend are off
        (date(2026, 12, 31), Rule.OVERDUE_WEEK, date(2027, 1, 8)),
        (date(2028, 2, 29), Rule.UPCOMING, date(2028, 2, 22)),  # a leap day
    ],
)
def test_no_rung_falls_on_a_day_off(due_on: date, rule: Rule, day: date) -> None:
    owed = subject(due_on=due_on)
    rung = next(rung for rung in LADDERS[Ladder.TASK] if rung.rule is rule)
    assert fires_on(rung, owed, CALENDAR) == day
    assert CALENDAR.is_working_day(day)
    assert rule.value in told(day, due_on=due_on)
    assert rule.value not in told(CALENDAR.add_working_days(day, -1), due_on=due_on)


@pytest.mark.parametrize("due_on", [date(2026, 2, 12) + timedelta(days=passed) for passed in range(30)])
def test_round_tet_every_rung_comes_on_a_day_of_work(due_on: date) -> None:
    heard = lived(date(2026, 1, 15), date(2026, 4, 30), due_on=due_on)
    for rung in LADDERS[Ladder.TASK][:6]:
        if rung.rule is not Rule.UPCOMING:  # behind a long Tết three working days lie further off than seven days
            assert heard[rung.rule.value] == fires_on(rung, subject(due_on=due_on), CALENDAR)
    assert all(CALENDAR.is_working_day(day) for day in heard.values())
    assert heard["due_today"] <= due_on < heard["overdue"]


def test_overdue_begins_the_day_after_the_due_day() -> None:
    assert "overdue" not in told(WEDNESDAY)
    assert "overdue" in told(date(2026, 5, 21))


def test_a_report_is_late_only_after_its_days_of_grace() -> None:
    row = {"kind": "report_row", "in_time_until": date(2026, 5, 25)}
    assert told(date(2026, 5, 20), **row) == {"due_today": CLERKS}
    assert told(date(2026, 5, 21), **row) == {"in_grace": CLERKS}
    assert told(date(2026, 5, 25), **row) == {"in_grace": CLERKS}
    assert told(date(2026, 5, 26), **row) == {"overdue": CLERKS}
    assert told(date(2026, 5, 28), **row) == {"overdue_head": CLERKS | HEAD}
    assert told(date(2026, 5, 21), kind="report_row", in_time_until=WEDNESDAY) == {"overdue": CLERKS}


def test_repeats_end_some_time_after_the_plan() -> None:
    heard = lived(date(2026, 5, 1), date(2026, 12, 31), plan_period_end=date(2026, 5, 31))
    assert max(heard.values()) == date(2026, 8, 19)
    assert REPEATS_END_DAYS == 90
    assert date(2026, 5, 31) + timedelta(days=REPEATS_END_DAYS) == date(2026, 8, 29)
    assert "overdue_again:6" in told(date(2027, 5, 1), plan_period_end=date(2026, 5, 31)), "what was reached stays"
    late_in_the_plan = lived(date(2026, 5, 1), date(2026, 12, 31), plan_period_end=date(2026, 1, 31))
    assert max(late_in_the_plan.values()) == date(2026, 8, 12), "counted from the due day where that is later"


def test_a_requested_body_is_invited_once_more_and_never_told_that_it_is_late() -> None:
    heard = lived(date(2026, 5, 1), date(2027, 5, 1), is_requested=True)
    assert heard == {
        "upcoming": date(2026, 5, 13),
        "due_soon": date(2026, 5, 15),
        "invitation": date(2026, 5, 21),
    }
    assert told(date(2026, 5, 20), is_requested=True) == {"due_soon": CLERKS}
    assert told(date(2026, 8, 1), is_requested=True) == {"invitation": CLERKS}
    for day in heard.values():
        for nudge in due_nudges(subject(is_requested=True), today=day, calendar=CALENDAR):
            words = sentence(subject(is_requested=True), nudge, today=day)
            assert "quá hạn" not in words and "đôn đốc" not in words.lower()
            assert words.startswith("Trân trọng đề nghị quý cơ quan")
            assert not nudge.is_escalation


def test_what_has_no_deadline_is_asked_for_an_update_each_half_year() -> None:
    standing = {"due_on": None, "asks_update": True}
    assert told(date(2026, 5, 29), **standing) == {}
    assert told(date(2026, 6, 1), **standing) == {"ask_update": CLERKS}
    assert told(date(2026, 7, 1), **standing) == {}
    assert told(date(2026, 6, 1), **standing, updated_on=date(2026, 3, 1)) == {}
    assert told(date(2026, 12, 1), **standing, updated_on=date(2026, 3, 1)) == {"ask_update": CLERKS}
    assert told(date(2026, 12, 1), due_on=None) == {}


def test_nobody_is_asked_for_an_update_of_a_plan_that_has_ended() -> None:
    assert told(date(2026, 6, 1), due_on=None, asks_update=True, plan_period_end=date(2025, 12, 31)) == {}


def test_what_waits_for_a_judgement_climbs_too_and_its_agency_is_left_alone() -> None:
    heard = lived(date(2026, 5, 11), date(2026, 7, 10), awaits_since=date(2026, 5, 11))
    assert heard == {
        "awaiting": date(2026, 5, 19),
        "awaiting_long": date(2026, 5, 26),
        "awaiting_again:1": date(2026, 6, 9),
        "awaiting_again:2": date(2026, 6, 23),
        "awaiting_again:3": date(2026, 7, 7),
    }
    assert told(date(2026, 5, 19), awaits_since=date(2026, 5, 11)) == {"awaiting": JUDGE}
    assert told(date(2026, 5, 26), awaits_since=date(2026, 5, 11)) == {"awaiting_long": JUDGE | SECRETARY}


def test_a_request_for_more_time_waits_less_long() -> None:
    asked = {"kind": "extension_request", "awaits_since": date(2026, 5, 11)}
    heard = lived(date(2026, 5, 11), date(2026, 6, 8), **asked)
    assert heard == {
        "awaiting": date(2026, 5, 14),
        "awaiting_long": date(2026, 5, 19),
        "awaiting_again:1": date(2026, 5, 26),
        "awaiting_again:2": date(2026, 6, 2),
    }


def test_a_difficulty_climbs_after_the_day_of_its_answer() -> None:
    heard = lived(date(2026, 5, 1), date(2026, 7, 1), kind="difficulty")
    assert heard == {
        "answer_soon": date(2026, 5, 15),
        "awaiting": date(2026, 5, 21),
        "awaiting_long": date(2026, 5, 28),
        "awaiting_again:1": date(2026, 6, 11),
        "awaiting_again:2": date(2026, 6, 25),
    }


@pytest.mark.parametrize("ladder", [ladder for ladder in Ladder if ladder is not Ladder.NO_DEADLINE])
def test_the_days_on_which_something_comes_are_all_the_days_on_which_it_changes(ladder: Ladder) -> None:
    changes: dict[Ladder, dict[str, object]] = {
        Ladder.TASK: {},
        Ladder.REPORT: {"kind": "report_row", "in_time_until": date(2026, 5, 25)},
        Ladder.REQUESTED: {"is_requested": True},
        Ladder.RESULT: {"awaits_since": date(2026, 4, 3)},
        Ladder.REQUEST: {"kind": "extension_request", "awaits_since": date(2026, 4, 3)},
        Ladder.DIFFICULTY: {"kind": "difficulty"},
    }
    owed = subject(plan_period_end=date(2026, 9, 2), **changes[ladder])
    assert owed.ladder is ladder
    since, until = date(2026, 4, 1), date(2027, 6, 30)
    heard = lived(since, until, plan_period_end=date(2026, 9, 2), **changes[ladder])
    assert set(heard.values()) <= fire_days(owed, since=since, until=until, calendar=CALENDAR)


def test_somebody_with_two_offices_hears_the_later_rung_alone() -> None:
    early, late = due_nudges(subject(), today=date(2026, 5, 27), calendar=CALENDAR)
    assert (early.rule, late.rule) == (Rule.OVERDUE_HEAD, Rule.OVERDUE_WEEK)
    assert latest_for_each([(early, [1, 2]), (late, [2])]) == {1: early, 2: late}


@pytest.mark.parametrize(
    ("ladder", "changes"),
    [
        (Ladder.TASK, {}),
        (Ladder.REPORT, {"kind": "report_row", "in_time_until": date(2026, 5, 25)}),
        (Ladder.REQUESTED, {"is_requested": True}),
        (Ladder.NO_DEADLINE, {"due_on": None, "asks_update": True}),
        (Ladder.RESULT, {"awaits_since": date(2026, 5, 18)}),
        (Ladder.REQUEST, {"kind": "extension_request", "awaits_since": date(2026, 5, 18)}),
        (Ladder.DIFFICULTY, {"kind": "difficulty"}),
    ],
)
def test_every_rung_has_a_sentence_of_its_own(ladder: Ladder, changes: dict[str, object]) -> None:
    owed = subject(**changes)
    said = set()
    for rung in LADDERS[ladder]:
        nudge = Nudge(rung, 2 if rung.every else 0, WEDNESDAY, rung.to)
        words = sentence(owed, nudge, today=date(2026, 6, 15))
        assert "15/KH-UBND" in words
        assert words.endswith(".")
        said.add(words)
    same = {Rule.UPCOMING, Rule.DUE_SOON} <= {rung.rule for rung in LADDERS[ladder]}  # told apart by their day
    unanswered = 2 if ladder is Ladder.DIFFICULTY else 0
    assert len(said) == len(LADDERS[ladder]) - same - unanswered


def test_only_what_reaches_the_secretary_is_an_escalation() -> None:
    escalating = {rung.rule for ladder in LADDERS.values() for rung in ladder if rung.escalates}
    assert escalating == {Rule.OVERDUE_MONTH, Rule.ESCALATED_AGAIN, Rule.AWAITING_LONG, Rule.AWAITING_AGAIN}


def test_each_step_leaves_days_of_grace_before_the_next_reader_hears() -> None:
    first = {}
    for rung in LADDERS[Ladder.TASK]:
        if rung.when is When.WORKING_DAYS_AFTER:
            for audience in rung.to:
                first.setdefault(audience, rung.number)
    assert first == {Audience.CLERKS: 1, Audience.HEAD: 3, Audience.MONITOR: 5, Audience.SECRETARY: 20}
