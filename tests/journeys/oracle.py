"""What the ladder promises, reckoned anew from docs/decisions.md ("Ladder") without a line of the product.

It knows facts (what is open since when, who is in office), not how the product decides. Working days are counted one
by one over a list of days off typed from the yearly notices.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

DAYS_OFF = """
2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-04-27 2026-04-30 2026-05-01
2026-08-31 2026-09-01 2026-09-02 2026-11-24 2027-01-01 2027-02-04 2027-02-05 2027-02-08 2027-02-09 2027-02-10"""
OFF = frozenset(date.fromisoformat(day) for day in DAYS_OFF.split())
WORKED = frozenset((date(2026, 1, 10), date(2026, 8, 22)))
DAY = timedelta(days=1)

# (rung, days after, every): the second part of the table, counted in working days; and to whom.
LATE = (
    ("overdue", 1, 0, "clerk"),
    ("overdue_head", 3, 0, "clerk head"),
    ("overdue_week", 5, 0, "head monitor"),
    ("overdue_again", 15, 10, "clerk head monitor"),
    ("overdue_month", 20, 0, "monitor secretary"),
    ("overdue_escalated_again", 40, 20, "secretary"),
)
WAITING = {
    "result": (
        ("awaiting", 6, 0, "judge"),
        ("awaiting_long", 11, 0, "judge secretary"),
        ("awaiting_again", 21, 10, "judge secretary"),
    ),
    "request": (
        ("awaiting", 3, 0, "judge"),
        ("awaiting_long", 6, 0, "judge secretary"),
        ("awaiting_again", 11, 5, "judge secretary"),
    ),
    "difficulty": (
        ("awaiting", 1, 0, "judge"),
        ("awaiting_long", 6, 0, "judge secretary"),
        ("awaiting_again", 16, 10, "judge secretary"),
    ),
}
INVITATION = (("invitation", 1, 0, "clerk"),)
REPEATS_END = timedelta(days=90)


@cache
def is_worked(day: date) -> bool:
    """Whether offices are open."""
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


@cache
def worked_between(after: date, until: date) -> int:
    """How many working days lie after one day up to another."""
    return sum(is_worked(after + DAY * passed) for passed in range(1, (until - after).days + 1))


@cache
def last_worked(day: date) -> date:
    """The day, or the working day before it."""
    while not is_worked(day):
        day -= DAY
    return day


@cache
def worked_before(day: date, count: int) -> date:
    """The `count`-th working day before a day."""
    for _ in range(count):
        day = last_worked(day - DAY)
    return day


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is waited for, as it stands on a day. `waits_since`: it lies with who judges since then."""

    kind: str  # task, report_row, extension_request, difficulty
    id: int
    agency: int
    due_on: date | None = None
    in_time_until: date | None = None
    waits_since: date | None = None
    is_requested: bool = False
    is_standing_work: bool = False
    updated_on: date | None = None
    plan_begins: date = date.min
    plan_ends: date = date.max


@dataclass(frozen=True, slots=True)
class People:
    """Who holds which office on a day: (role, agency) and, for the plan, role alone; the agencies of each person."""

    offices: frozenset[tuple[int, str, int | None]]  # person, role, agency
    standing: int

    def with_role(self, role: str, agency: int | None = None) -> set[int]:
        """The holders of a role, for an agency or for the plan."""
        return {who for who, held, of in self.offices if held == role and (agency is None or of == agency)}

    def reached(self, words: str, thing: Thing) -> set[int]:
        """Everybody whom the words of the last column name."""
        found: set[int] = set()
        for word in words.split():
            if word in ("clerk", "head"):
                found |= self.with_role(word, thing.agency)
            elif word == "judge":
                role = "secretary" if thing.agency == self.standing else "monitor"
                found |= {p for p in self.with_role(role) if (p, thing.agency) not in self._members()}
            else:
                found |= self.with_role(word)
        return found

    def _members(self) -> set[tuple[int, int | None]]:
        return {(who, of) for who, _role, of in self.offices}


Rung = tuple[tuple[int, int], str, str, date]  # order, its name, to whom, the day in its key


def rungs(thing: Thing, today: date) -> list[Rung]:
    """Every rung that has come and still means something, in the order of the table."""
    if thing.kind == "extension_request":
        return _after(WAITING["request"], thing, thing.waits_since, thing.waits_since, today)
    if thing.kind == "difficulty":
        soon = _before("answer_soon", "judge", worked_before(_day(thing.due_on), 3), thing, today, 0)
        return soon + _after(WAITING["difficulty"], thing, thing.due_on, thing.due_on, today)
    if thing.waits_since:
        return _after(WAITING["result"], thing, thing.waits_since, thing.waits_since, today)
    if thing.due_on is None:
        return _asked(thing, today)
    due, late = thing.due_on, thing.in_time_until or thing.due_on
    found = _before("upcoming", "clerk", last_worked(due - DAY * 7), thing, today, 0)
    found += _before("due_soon", "clerk", worked_before(due, 3), thing, today, 1)
    if thing.is_requested:
        return found + _after(INVITATION, thing, due, due, today)
    found += _before("due_today", "clerk", last_worked(due), thing, today, 2)
    if worked_between(due, today) >= 1 and today <= late:
        found.append(((0, 3), "in_grace", "clerk", due))
    return found + _after(LATE, thing, late, due, today)


def _day(day: date | None) -> date:
    assert day is not None
    return day


def _before(name: str, to: str, since: date, thing: Thing, today: date, place: int) -> list[Rung]:
    due = _day(thing.due_on)
    return [((0, place), name, to, due)] if since <= today <= due else []


def _after(
    table: Iterable[tuple[str, int, int, str]], thing: Thing, since: date | None, key: date | None, today: date
) -> list[Rung]:
    since, key = _day(since), _day(key)
    passed = worked_between(since, today)
    repeating = worked_between(since, min(today, max(thing.plan_ends, since) + REPEATS_END))
    found: list[Rung] = []
    for name, first, every, to in table:
        if not every and passed >= first:
            found.append(((1, first), name, to, key))
        elif every and repeating >= first:
            number = (repeating - first) // every + 1
            found.append(((1, first + every * (number - 1)), f"{name}:{number}", to, key))
    return sorted(found)


def _asked(thing: Thing, today: date) -> list[Rung]:
    if today.month not in (6, 12) or thing.is_requested or not thing.is_standing_work:
        return []
    first = next(day for day in (today.replace(day=n) for n in range(1, 15)) if is_worked(day))
    half = date(today.year, 1 if today.month == 6 else 7, 1)
    is_updated = thing.updated_on is not None and thing.updated_on >= half
    if today < first or is_updated or not thing.plan_begins <= first or thing.plan_ends < half:
        return []
    return [((0, 0), "ask_update", "clerk", first)]


Told = tuple[int, str, int, str, date]  # person, kind, id, rung, the day in its key


@dataclass
class Ladder:
    """Remembers what has been told; says each working day what is told now."""

    told: set[Told] = field(default_factory=set)

    def due(self, things: Sequence[Thing], people: People, today: date) -> set[Told]:
        """Return what must be told today and was not told before."""
        if not is_worked(today):
            return set()
        fresh = {line for thing in things for line in self.true(thing, people, today)} - self.told
        self.told |= fresh
        return fresh

    @staticmethod
    def true(thing: Thing, people: People, today: date) -> set[Told]:
        """What each person should know of a thing by today: the latest rung addressed to one of their offices."""
        latest: dict[int, tuple[str, date]] = {}
        for _order, name, to, key in rungs(thing, today):
            latest |= dict.fromkeys(people.reached(to, thing), (name, key))
        return {(who, thing.kind, thing.id, name, key) for who, (name, key) in latest.items()}
