"""Somebody who lives the year beside the product: reckons what must be told, and looks into inboxes and mail sink."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage
from typing import Any

from tests.journeys import facts
from tests.journeys.events import Event, events_of
from tests.journeys.oracle import Ladder, People, Thing, Told, is_worked, rungs
from tests.notifications.sink import Sink
from tracker import clock
from tracker.demonstration.year.living import Watcher
from tracker.demonstration.year.script import Deed
from tracker.extensions import db

RUNGS = frozenset(
    {"upcoming", "due_soon", "due_today", "in_grace", "overdue", "overdue_head", "overdue_week", "overdue_again"}
    | {"overdue_month", "overdue_escalated_again", "invitation", "ask_update", "answer_soon"}
    | {"awaiting", "awaiting_long", "awaiting_again"}
)
NOTICES = "SELECT id, person_id, subject, subject_id, rule, due_on, on_day FROM notice WHERE id > :last ORDER BY id"
LINES = """
    SELECT m.person_id, m.kind, l.subject, l.subject_id, l.rule, l.due_on, l.text
    FROM message_line l JOIN message m ON m.id = l.message_id
    WHERE m.message_id = :id AND m.channel = 'email' AND NOT l.is_stale"""


def told(row: dict[str, Any]) -> Told:
    """A notice or line as the oracle writes it."""
    return row["person_id"], row["subject"], row["subject_id"], row["rule"], row["due_on"]


def is_rung(line: Told) -> bool:
    """Whether a line comes from the ladder; others tell of what somebody did."""
    return line[3].partition(":")[0] in RUNGS


@dataclass
class Witness(Watcher):
    """Keeps every difference between what was promised and what came."""

    sink: Sink
    ladder: Ladder = field(default_factory=Ladder)
    differences: list[str] = field(default_factory=list)
    waiting: dict[int, set[Told]] = field(default_factory=lambda: defaultdict(set))
    had_digest: set[tuple[int, date]] = field(default_factory=set)
    log: list[tuple[date, Told]] = field(default_factory=list)
    mailed: int = 0
    _last_notice: int = 0
    _mails_seen: int = 0
    _things: Sequence[Thing] = ()
    _people: People = field(default_factory=lambda: People(frozenset(), 0))
    _urged: set[Told] = field(default_factory=set)

    def before_the_jobs(self, day: date, acts: Sequence[Deed]) -> None:
        """Look at how things stand, and at what people were told of what was just done."""
        self._things, self._people = facts.things(), facts.people(day)
        happened = self._new_notices(day)
        self._compare(day, "events", _counted(happened), Counter(events_of(acts, self._people, facts.agencies())))
        self._urged = {line for line in happened if line[3].startswith("urge")}
        for line in happened - self._urged:
            self.waiting[line[0]].add(line)
        db.session.rollback()

    def after_the_jobs(self, day: date, acts: Sequence[Deed]) -> None:
        """Compare what came with what the ladder promises: in the inbox at once, by mail in one digest a day."""
        promised = self.ladder.due(self._things, self._people, day)
        self._compare(day, "inbox", self._new_notices(day), promised)
        self.log += [(day, line) for line in promised]
        for line in promised:
            self.waiting[line[0]].add(line)
        self._compare(day, "mail", self._new_mail(day), self._due_by_mail(day))
        db.session.rollback()

    def _new_notices(self, day: date) -> set[Told]:
        rows = facts.read(NOTICES, last=self._last_notice)
        self._last_notice = max((row["id"] for row in rows), default=self._last_notice)
        assert all(row["on_day"] == day for row in rows)
        return {told(row) for row in rows}

    def _due_by_mail(self, day: date) -> set[Told]:
        """What must leave now: nothing on a day off or at night; else the digest of whoever had none today."""
        hour = clock.now().astimezone(clock.VIETNAM).hour
        if not is_worked(day) or not 7 <= hour < 18:
            return set()
        due = set(self._urged)
        self._urged = set()
        for person, lines in self.waiting.items():
            if (person, day) not in self.had_digest and lines:
                true = self._still_true(lines, day)
                self.waiting[person] = set()
                if true:
                    self.had_digest.add((person, day))
                due |= true
        return due

    def _still_true(self, lines: Iterable[Told], day: date) -> set[Told]:
        """Leave out what was settled while it waited, and of two rungs about one thing the earlier."""
        kept, best = set(), {}
        for line in lines:
            if not is_rung(line):
                kept.add(line)
                continue
            for order, name, to, key in self._rungs_of(line, day):
                if (name, key) == line[3:] and line[0] in self._people.reached(to, self._thing(line)):
                    best[line[:3]] = max(best.get(line[:3], (order, line)), (order, line))
        return kept | {line for _order, line in best.values()}

    def _rungs_of(self, line: Told, day: date) -> list[Any]:
        return [rung for thing in self._things if (thing.kind, thing.id) == line[1:3] for rung in rungs(thing, day)]

    def _thing(self, line: Told) -> Thing:
        return next(thing for thing in self._things if (thing.kind, thing.id) == line[1:3])

    def _new_mail(self, day: date) -> set[Told]:
        fresh, self._mails_seen = self.sink.taken[self._mails_seen :], len(self.sink.taken)
        self.mailed += len(fresh)
        digests: Counter[int] = Counter()
        found: set[Told] = set()
        for mail in fresh:
            lines = facts.read(LINES, id=str(mail["Message-ID"]))
            body = _plain(mail)
            lacking = [line["text"] for line in lines if " ".join(line["text"].split()) not in body]
            if lacking or not lines:
                self.differences.append(f"{day}: the letter to {mail['To']} does not say {lacking or 'anything'}")
            digests.update({line["person_id"] for line in lines if line["kind"] == "digest"})
            found |= {told(line) for line in lines}
        self.differences += [f"{day}: {count} digests to {who}" for who, count in digests.items() if count > 1]
        return found

    def _compare(self, day: date, where: str, came: Any, promised: Any) -> None:
        if came != promised:
            now = clock.now().astimezone(clock.VIETNAM)
            self.differences.append(
                f"{now:%d/%m/%Y %H:%M} {where}: lacking {promised - came}, too much {came - promised}"
            )


def _counted(lines: Iterable[Told]) -> Counter[Event]:
    return Counter((line[0], line[1]) for line in lines)


def _plain(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())
