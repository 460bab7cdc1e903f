"""What is known of lines whose message is about to go (tracker.notifications.marks.CheckLines).

Whether each is still true, and what its reader may do about it by a signed link.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from tracker import clock
from tracker.notifications.links import Action, has_links
from tracker.notifications.marks import Checked
from tracker.notifications.models import MessageLine
from tracker.reminders import queries
from tracker.reminders.ladder import Audience, Ladder, Rule
from tracker.reminders.readers import Readers, readers_on
from tracker.reminders.rules import Subject, order_of, rung_called

URGING = "urge:"  # the monitor's own chasing, pointless once the thing is done
_DOERS = (Audience.CLERKS, Audience.HEAD)
_RUNGS = frozenset(rule.value for rule in Rule)

About = tuple[str, int]


def check_lines(lines: Sequence[MessageLine]) -> Checked:
    """Return which lines are no longer true, and which links the others carry.

    The subject is closed, decided or answered; its day is another one; the reader left office; or a later rung about
    the same subject stands in the same message. Lines that tell of an event ("returned:12") stay true. A fixed number
    of statements, however many lines.
    """
    subjects = queries.subjects_still_open(*(_ids(lines, kind) for kind in queries.KINDS))
    readers = readers_on(clock.today(), person_ids={line.person_id for line in lines})
    asked = [line for line in lines if _is_rung(line) or line.rule.startswith(URGING)]
    true = [line for line in asked if _is_true(line, subjects.get((line.subject, line.subject_id)), readers)]
    stale = {line.id for line in asked} - {line.id for line in _latest(true, subjects)}
    return Checked(stale, {line.id: _actions(line, subjects, readers) for line in lines if line.id not in stale})


def _actions(line: MessageLine, subjects: Mapping[About, Subject], readers: Readers) -> tuple[Action, ...]:
    """Who acts for the agency reports, or asks for more time while the due day is not past; others only look."""
    subject = subjects.get((line.subject, line.subject_id))
    if subject is None or not has_links(subject.kind) or subject.awaits_since is not None:
        return ()
    if line.person_id not in readers.of(_DOERS, subject):
        return ()
    may_ask = subject.due_on is not None and not subject.is_requested and clock.today() <= subject.due_on
    return (Action.REPORT, Action.MORE_TIME) if may_ask else (Action.REPORT,)


def _is_rung(line: MessageLine) -> bool:
    return line.rule.partition(":")[0] in _RUNGS


def _ids(lines: Sequence[MessageLine], kind: str) -> set[int]:
    return {line.subject_id for line in lines if line.subject == kind}


def _is_true(line: MessageLine, subject: Subject | None, readers: Readers) -> bool:
    if subject is None:
        return False
    if not _is_rung(line):
        return subject.awaits_since is None
    found = rung_called(line.rule, subject.ladder)
    if found is None or not _same_day(subject, line.due_on):
        return False
    return line.person_id in readers.of(found[0].to, subject)


def _same_day(subject: Subject, day: date) -> bool:
    """Tell whether a line with this day in its key still speaks of the subject as it stands."""
    if subject.ladder is Ladder.NO_DEADLINE:
        half_year = day.replace(month=1 if day.month <= 6 else 7, day=1)
        return subject.updated_on is None or subject.updated_on < half_year
    return subject.key_day == day


def _latest(lines: Sequence[MessageLine], subjects: Mapping[About, Subject]) -> list[MessageLine]:
    """Leave of several rungs about one subject to one reader the latest: those before it were not sent in time."""
    latest: dict[tuple[int, str, About], tuple[tuple[int, int], MessageLine]] = {}
    kept = []
    for line in lines:
        about = (line.subject, line.subject_id)
        found = rung_called(line.rule, subjects[about].ladder)
        if found is None:
            kept.append(line)
            continue
        order, place = order_of(*found, subjects[about].ladder), (line.person_id, line.channel, about)
        if place not in latest or latest[place][0] < order:
            latest[place] = (order, line)
    return kept + [line for _, line in latest.values()]
