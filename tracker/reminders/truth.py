"""What is known of lines whose message is about to go (tracker.notifications.marks.CheckLines).

Whether each is still true, its words of today, and what its reader may do about it by a link.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from tracker import clock
from tracker.notifications.links import Action, has_links
from tracker.notifications.marks import Checked
from tracker.notifications.models import MessageLine
from tracker.reminders import queries
from tracker.reminders.day_index import indexed
from tracker.reminders.ladder import Audience, Rule
from tracker.reminders.nudge_table import NudgeTable
from tracker.reminders.readers import Readers, reached, readers_on
from tracker.reminders.rules import Nudge, Subject
from tracker.reminders.sentences import sentence
from tracker.workdays.queries import working_calendar

URGING = "urge:"  # the monitor's own chasing, pointless once the thing is done
_DOERS = (Audience.CLERKS, Audience.HEAD)
_RUNGS = frozenset(rule.value for rule in Rule)

About = tuple[str, int]


def check_lines(lines: Sequence[MessageLine]) -> Checked:
    """Return which lines are no longer true, the sentences of today of the others, and which links they carry.

    A rung is true while the subject is open, its day is the same, the reader is in office, and no later rung was told:
    where one has come that nobody planned yet, the clock of this machine may run ahead, and the line keeps its words.
    Lines that tell of an event ("returned:12") stay true. A fixed number of statements, however many lines.
    """
    subjects = queries.subjects_still_open(*(_ids(lines, kind) for kind in queries.KINDS))
    people = readers_on(clock.today(), person_ids={line.person_id for line in lines})
    today, table = clock.today(), NudgeTable(indexed(working_calendar()))
    told = {about: reached(subject, people, today=today, table=table) for about, subject in subjects.items()}
    later = _rungs_told(lines, subjects, told)
    stale: set[int] = set()
    texts: dict[int, str] = {}
    for line in lines:
        about = line.subject, line.subject_id
        if _is_rung(line):
            nudge = told.get(about, {}).get(line.person_id)
            if nudge is None or nudge.due_on != line.due_on:
                stale.add(line.id)
            elif nudge.key == line.rule:
                texts[line.id] = sentence(subjects[about], nudge, today=today)
            elif (line.person_id, *about, nudge.key, nudge.due_on) in later:
                stale.add(line.id)
        elif line.rule.startswith(URGING) and (about not in subjects or subjects[about].awaits_since is not None):
            stale.add(line.id)
    actions = {line.id: _actions(line, subjects, people) for line in lines if line.id not in stale}
    return Checked(stale, texts, actions)


def _rungs_told(
    lines: Sequence[MessageLine], subjects: Mapping[About, Subject], told: Mapping[About, Mapping[int, Nudge]]
) -> set[tuple[int, str, int, str, date]]:
    """Return the keys that were told about subjects of which a line names another rung than that of today."""
    moved = set()
    for line in lines:
        about = line.subject, line.subject_id
        nudge = told.get(about, {}).get(line.person_id)
        if nudge is not None and _is_rung(line) and nudge.key != line.rule:
            moved.add(about)
    return queries.lines_kept([subjects[about] for about in moved]) if moved else set()


def _actions(line: MessageLine, subjects: Mapping[About, Subject], readers: Readers) -> tuple[Action, ...]:
    """Who acts for the agency reports, or asks for more time, after the due day too; others only look.

    Where no deadline counts there is no more time to ask for: the second action is to raise a difficulty.
    """
    subject = subjects.get((line.subject, line.subject_id))
    if subject is None or not has_links(subject.kind) or subject.awaits_since is not None:
        return ()
    if line.person_id not in readers.of(_DOERS, subject):
        return ()
    has_deadline = subject.due_on is not None and not subject.is_requested
    return Action.REPORT, Action.MORE_TIME if has_deadline else Action.DIFFICULTY


def _is_rung(line: MessageLine) -> bool:
    return line.rule.partition(":")[0] in _RUNGS


def _ids(lines: Sequence[MessageLine], kind: str) -> set[int]:
    return {line.subject_id for line in lines if line.subject == kind}
