"""Urge agencies about what is overdue: the monitor's own chasing, logged and queued in one commit.

One urging a day by the same monitor about the same subject: a form sent twice doubles nothing (docs/decisions.md,
"Urging").
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker import clock
from tracker.accounts.models import Person
from tracker.accounts.queries import people_of_agencies
from tracker.errors import DomainError, NotVisible
from tracker.extensions import db
from tracker.history.record import record
from tracker.notifications.issue import Line, notify_each
from tracker.notifications.models import MessageKind
from tracker.plans.models import Plan
from tracker.plans.scope import followed_by
from tracker.reminders.follow_up import TASK, late_row_ids, overdue_task_ids, rule_of
from tracker.reminders.models import Urging
from tracker.reminders.queries import subjects_still_open
from tracker.reminders.rules import Subject
from tracker.reports.models import ReportRow
from tracker.rights import Actor, Role
from tracker.tasks.models import Task
from tracker.vietnamese import day_text

LONGEST_WORDS = 1000


class NothingToUrge(DomainError):
    """Nothing that was ticked can be urged: handed in meanwhile, or urged today already."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the monitor ticked: single report rows and tasks, and agencies with all their overdue tasks in the plans."""

    row_ids: frozenset[int] = frozenset()
    task_ids: frozenset[int] = frozenset()
    agency_ids: frozenset[int] = frozenset()
    plan_id: int | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """What one agency is about to be urged for, and who there will get it."""

    agency_id: int
    agency_name: str
    subjects: tuple[Subject, ...]
    people: tuple[tuple[int, str], ...]
    again: frozenset[tuple[str, int]]  # subjects that this monitor urged today already: they are passed over


@dataclass(frozen=True, slots=True)
class Sent:
    """What was done: urgings logged, people reached, agencies that have no account, subjects passed over."""

    urgings: int
    people: int
    without_account: tuple[str, ...]
    passed_over: int


def letters_for(wanted: Wanted, *, by: Actor, today: date) -> list[Letter]:
    """Return who would get what, by agency. Only what lies with an agency and is overdue today; writes nothing.

    The agencies of the monitor are left out: nobody urges their own; the system reminds them by itself.

    Raises NotVisible when something ticked does not belong to a plan that the monitor follows.
    """
    subjects = late_subjects(wanted, by=by, today=today)
    again = _urged_today(subjects, by, today)
    people = people_of_agencies({subject.agency_id for subject in subjects}, on=today)
    names = _names({person for found in people.values() for person in found})
    by_agency: dict[int, list[Subject]] = {}
    for subject in subjects:
        by_agency.setdefault(subject.agency_id, []).append(subject)
    return [
        Letter(
            agency_id,
            owed[0].agency_name,
            tuple(owed),
            tuple(sorted(((person, names[person]) for person in people[agency_id]), key=lambda pair: pair[1])),
            frozenset((s.kind, s.id) for s in owed) & again,
        )
        for agency_id, owed in by_agency.items()
    ]


def late_subjects(wanted: Wanted, *, by: Actor, today: date) -> list[Subject]:
    """Return what of the wanted lies with an agency and is overdue today, by agency, oldest due first.

    The agencies of the monitor are left out. Raises NotVisible as letters_for.
    """
    _check_rights(wanted, by)
    return _subjects(wanted, by, today)


def plans_entered_today(letters: Sequence[Letter]) -> Sequence[Plan]:
    """Return the plans of the letters that were confirmed only on this real day: nobody was reminded of them before."""
    ids = {subject.plan_id for letter in letters for subject in letter.subjects}
    plans = db.session.scalars(select(Plan).where(Plan.id.in_(ids)).order_by(Plan.id)).all() if ids else []
    today = clock.now().astimezone(clock.VIETNAM).date()
    return [plan for plan in plans if plan.confirmed_at.astimezone(clock.VIETNAM).date() == today]


def urge(wanted: Wanted, *, words: str | None, by: Actor, today: date) -> Sent:
    """Log an urging for each subject and queue it for the clerks and the head of its agency.

    An agency without an account is logged with no recipient: it must be called. Subjects handed in meanwhile, or urged
    by this monitor today, are passed over; raises NothingToUrge when none is left, NotVisible as letters_for.
    """
    _lock(wanted)
    letters = letters_for(wanted, by=by, today=today)
    made = [
        (letter, subject, _urging(subject, letter, words, by, today))
        for letter in letters
        for subject in letter.subjects
        if (subject.kind, subject.id) not in letter.again
    ]
    if not made:
        raise NothingToUrge(
            "Không còn nội dung nào để đôn đốc: đã được nộp, đang chờ xem xét, hoặc đồng chí đã đôn đốc trong hôm nay."
        )
    db.session.flush()
    pairs = []
    for letter, subject, urging in made:
        line = _line(subject, urging, by, today)
        pairs += [(person, line) for person, _ in letter.people]
        record(by, "urged", urging, after={"subject": subject.kind, "subject_id": subject.id, "to": urging.recipients})
    notify_each(pairs, day=today)
    sent = Sent(
        len(made),
        len({person for person, _ in pairs}),
        tuple(dict.fromkeys(letter.agency_name for letter, _, urging in made if not urging.recipients)),
        sum(len(letter.again) for letter in letters),
    )
    db.session.commit()
    return sent


def _check_rights(wanted: Wanted, by: Actor) -> None:
    monitored = followed_by(by, Role.MONITOR)
    named: tuple[tuple[type[ReportRow] | type[Task], frozenset[int]], ...]
    named = ((ReportRow, wanted.row_ids), (Task, wanted.task_ids))
    for model, ids in named:
        if not ids:
            continue
        own = select(model.id).join(Plan, model.plan_id == Plan.id).where(model.id.in_(ids), monitored)
        if set(db.session.scalars(own)) != ids:
            raise NotVisible()


def _lock(wanted: Wanted) -> None:
    """Hold what is urged until the commit, so that the same form sent twice at once is judged one after the other."""
    rows = select(ReportRow.id).where(ReportRow.id.in_(wanted.row_ids)).order_by(ReportRow.id).with_for_update()
    tasks = select(Task.id).where(Task.id.in_(wanted.task_ids)).order_by(Task.id).with_for_update()
    db.session.execute(rows)
    db.session.execute(tasks)


def _subjects(wanted: Wanted, by: Actor, today: date) -> list[Subject]:
    """What is overdue today among the wanted, oldest due first."""
    monitored = followed_by(by, Role.MONITOR)
    where = [monitored] if wanted.plan_id is None else [monitored, Plan.id == wanted.plan_id]
    rows = late_row_ids(wanted.row_ids, today, monitored) if wanted.row_ids else []
    tasks: list[int] = []
    if wanted.agency_ids or wanted.task_ids:
        tasks = overdue_task_ids(today, *where, agency_ids=wanted.agency_ids, task_ids=wanted.task_ids)
    found = subjects_still_open(tasks, rows).values()
    open_now = [subject for subject in found if subject.awaits_since is None and not by.belongs_to(subject.agency_id)]
    return sorted(open_now, key=lambda s: (s.agency_name, s.due_on or date.max, s.kind, s.id))


def _urged_today(subjects: Sequence[Subject], by: Actor, today: date) -> frozenset[tuple[str, int]]:
    rows = db.session.execute(
        select(Urging.subject, Urging.subject_id).where(
            Urging.person_id == by.person_id,
            Urging.on_day == today,
            Urging.subject_id.in_([subject.id for subject in subjects]),
        )
    )
    return frozenset((kind, id_) for kind, id_ in rows)


def _names(person_ids: Collection[int]) -> Mapping[int, str]:
    if not person_ids:
        return {}
    people = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row[0]: row[1] for row in people}


def _urging(subject: Subject, letter: Letter, words: str | None, by: Actor, today: date) -> Urging:
    urging = Urging(
        plan_id=subject.plan_id,
        agency_id=subject.agency_id,
        subject=subject.kind,
        subject_id=subject.id,
        at=clock.now(),
        on_day=today,
        person_id=by.person_id,
        person_name=by.name,
        words=(words or "").strip()[:LONGEST_WORDS] or None,
        recipients=len(letter.people),
        queued=len(letter.people),
    )
    db.session.add(urging)
    return urging


def _line(subject: Subject, urging: Urging, by: Actor, today: date) -> Line:
    due_on = subject.due_on or today
    return Line(
        subject.kind,
        subject.id,
        rule_of(urging.id),
        due_on,
        sentence(subject, urging.words, by, today),
        subject.path,
        kind=MessageKind.URGING,
    )


def sentence(subject: Subject, words: str | None, by: Actor, today: date) -> str:
    """Return the one sentence that people of the agency get, with the monitor's own words after it.

    It may leave on a later day, so it names the day to which it counts. A body that is only requested is asked again,
    never reproved.
    """
    short = subject.words if len(subject.words) <= 160 else subject.words[:159].rpartition(" ")[0] + "…"
    due = subject.due_on or today
    what = f"nhiệm vụ «{short}»" if subject.kind == TASK else short[0].lower() + short[1:]
    verb = "hoàn thành và cập nhật" if subject.kind == TASK else "nộp"
    late = (today - (subject.in_time_until or due)).days
    said = (
        f"Đôn đốc {verb} {what} ({subject.plan_name}): hạn {day_text(due)}, "
        f"tính đến ngày {day_text(today)} đã quá {late} ngày."
    )
    if subject.is_requested:
        said = f"Trân trọng đề nghị quý cơ quan {verb} {what} ({subject.plan_name}), dự kiến đến ngày {day_text(due)}."
    return f"{said} {by.name}: {words}" if words else said
