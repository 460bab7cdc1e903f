"""The ladder: which rung holds on which day, for whom."""

from datetime import date

import pytest

from tracker.catalogue.calendar import shipped_calendar
from tracker.reminders.rules import Audience, Nudge, Rule, Subject, due_nudges, fires_on, latest_for_each, sentence

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


def told(day: date, **changes: object) -> dict[Rule, set[Audience]]:
    """The rungs that hold on a day, with whom they reach."""
    nudges = due_nudges(subject(**changes), today=day, calendar=CALENDAR)
    return {nudge.rule: set(nudge.audiences) for nudge in nudges}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 5, 12), {}),
        (date(2026, 5, 13), {Rule.UPCOMING: {Audience.CLERKS}}),
        (date(2026, 5, 14), {Rule.UPCOMING: {Audience.CLERKS}}),
        (date(2026, 5, 15), {Rule.DUE_SOON: {Audience.CLERKS}}),
        (date(2026, 5, 20), {Rule.DUE_TODAY: {Audience.CLERKS}}),
        (date(2026, 5, 21), {Rule.OVERDUE: {Audience.CLERKS, Audience.HEAD}}),
        (
            date(2026, 5, 27),
            {Rule.OVERDUE: {Audience.CLERKS}, Rule.OVERDUE_WEEK: {Audience.HEAD, Audience.MONITOR}},
        ),
        (
            date(2026, 6, 19),
            {
                Rule.OVERDUE: {Audience.CLERKS},
                Rule.OVERDUE_WEEK: {Audience.HEAD},
                Rule.OVERDUE_MONTH: {Audience.MONITOR, Audience.SECRETARY},
            },
        ),
    ],
)
def test_each_reader_is_on_the_latest_rung_reached(day: date, expected: dict[Rule, set[Audience]]) -> None:
    assert told(day) == expected


def test_a_due_day_off_work_is_reminded_on_the_working_day_before() -> None:
    sunday = date(2026, 5, 31)
    assert fires_on(Rule.DUE_TODAY, sunday, CALENDAR) == date(2026, 5, 29)
    assert Rule.DUE_TODAY in told(date(2026, 5, 29), due_on=sunday)


def test_a_due_day_inside_tet_is_reminded_before_tet() -> None:
    assert fires_on(Rule.DUE_TODAY, date(2027, 2, 9), CALENDAR) == date(2027, 2, 3)


def test_overdue_begins_the_day_after_the_due_day() -> None:
    assert Rule.OVERDUE not in told(WEDNESDAY)
    assert Rule.OVERDUE in told(date(2026, 5, 21))


def test_a_requested_body_is_never_told_that_it_is_late() -> None:
    assert told(date(2026, 5, 15), is_requested=True) == {Rule.DUE_SOON: {Audience.CLERKS}}
    assert told(date(2026, 5, 20), is_requested=True) == {Rule.DUE_SOON: {Audience.CLERKS}}
    assert told(date(2026, 8, 1), is_requested=True) == {}


def test_what_has_no_deadline_is_asked_for_an_update_each_half_year() -> None:
    standing = {"due_on": None, "asks_update": True}
    assert told(date(2026, 5, 29), **standing) == {}
    assert told(date(2026, 6, 1), **standing) == {Rule.ASK_UPDATE: {Audience.CLERKS}}
    assert told(date(2026, 6, 1), **standing, updated_on=date(2026, 3, 1)) == {}
    assert told(date(2026, 12, 1), **standing, updated_on=date(2026, 3, 1)) == {Rule.ASK_UPDATE: {Audience.CLERKS}}
    assert told(date(2026, 12, 1), due_on=None) == {}


def test_nobody_is_asked_for_an_update_of_a_plan_that_has_ended() -> None:
    assert told(date(2026, 6, 1), due_on=None, asks_update=True, plan_period_end=date(2025, 12, 31)) == {}


def test_what_waits_for_a_judgement_is_nudged_after_five_working_days_and_its_agency_left_alone() -> None:
    waiting = {"awaits_since": date(2026, 5, 11)}
    assert told(date(2026, 5, 18), **waiting) == {}
    assert told(date(2026, 5, 19), **waiting) == {Rule.AWAITING: {Audience.JUDGE}}
    assert told(date(2026, 8, 1), **waiting) == {Rule.AWAITING: {Audience.JUDGE}}


def test_somebody_with_two_offices_hears_the_later_rung_alone() -> None:
    early = Nudge(Rule.OVERDUE, WEDNESDAY, frozenset({Audience.CLERKS}))
    late = Nudge(Rule.OVERDUE_WEEK, WEDNESDAY, frozenset({Audience.HEAD}))
    assert latest_for_each([(early, [1, 2]), (late, [2])]) == {1: early, 2: late}


@pytest.mark.parametrize("rule", list(Rule))
def test_every_rung_has_a_sentence_of_its_own(rule: Rule) -> None:
    nudge = Nudge(rule, WEDNESDAY, frozenset({Audience.CLERKS}))
    words = sentence(subject(), nudge, today=date(2026, 5, 15))
    assert "15/KH-UBND" in words
    assert words.endswith(".")


def test_only_the_last_rung_is_an_escalation() -> None:
    assert [rule for rule in Rule if Nudge(rule, WEDNESDAY, frozenset()).is_escalation] == [Rule.OVERDUE_MONTH]
