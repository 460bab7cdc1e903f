"""Whether what was queued is still true when its message is about to go (tracker.notifications.marks.StaleLines)."""

from collections.abc import Sequence

from tracker import clock
from tracker.notifications.models import MessageLine
from tracker.reminders import queries
from tracker.reminders.readers import Readers, readers_on
from tracker.reminders.rules import LADDER, Audience, Rule, Subject

_AUDIENCES = dict(LADDER) | {Rule.ASK_UPDATE: frozenset({Audience.CLERKS}), Rule.AWAITING: frozenset({Audience.JUDGE})}
_NUDGES = frozenset(_AUDIENCES)
URGING = "urge:"  # the monitor's own chasing, pointless once the thing is done


def stale_lines(person_id: int, lines: Sequence[MessageLine]) -> set[int]:
    """Return the ids of the lines that are no longer true: closed, another due day, or the reader left office.

    Lines that tell of an event ("returned:12") stay true.
    """
    asked = [line for line in lines if line.rule in _NUDGES or line.rule.startswith(URGING)]
    if not asked:
        return set()
    subjects = queries.subjects_still_open(
        {line.subject_id for line in asked if line.subject == "task"},
        {line.subject_id for line in asked if line.subject == "report_row"},
    )
    readers = readers_on(clock.today(), person_id=person_id)
    return {
        line.id
        for line in asked
        if not _is_true(line, subjects.get((line.subject, line.subject_id)), person_id, readers)
    }


def _is_true(line: MessageLine, subject: Subject | None, person_id: int, readers: Readers) -> bool:
    if subject is None:
        return False
    if line.rule not in _NUDGES:
        return subject.awaits_since is None
    rule = Rule(line.rule)
    return _holds_still(rule, line, subject) and person_id in readers.of(_AUDIENCES[rule], subject)


def _holds_still(rule: Rule, line: MessageLine, subject: Subject) -> bool:
    if rule is Rule.AWAITING:
        return subject.awaits_since == line.due_on
    if subject.awaits_since is not None:
        return False
    if rule is Rule.ASK_UPDATE:
        half_year = line.due_on.replace(month=1 if line.due_on.month <= 6 else 7, day=1)
        return subject.due_on is None and (subject.updated_on is None or subject.updated_on < half_year)
    return subject.due_on == line.due_on
