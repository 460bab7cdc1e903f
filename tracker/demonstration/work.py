"""Do what the script says about tasks, through the services."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker import clock
from tracker.agencies.models import Agency
from tracker.demonstration.cast import Province
from tracker.demonstration.script import AGRICULTURE, COMMUNE_WORK, PACES, Act
from tracker.extensions import db
from tracker.rights import Actor
from tracker.tasks.models import Assignment, Task
from tracker.tasks.rules import OPEN_STATES, State
from tracker.tasks.service import agency as by_agency
from tracker.tasks.service import assigning, judging
from tracker.tasks.steps import Proof

CONFIRMED_AFTER = timedelta(days=2)
JUDGED = ("confirm", "return", "send_back", "suspend", "cancel", "hand_over")


def act(province: Province, happening: Act) -> None:
    """Let the happening happen today. Raises what the service raises: a script that is refused is a wrong script."""
    agency = province.agency(happening.agency)
    task = _task_of(agency, happening)
    if happening.what in JUDGED:
        _judge(province, task, happening)
    else:
        _work(task, happening, province.clerk_of(agency.id))


def commune_acts(province: Province) -> Iterator[Act]:
    """Yield what the communes did, each at its own pace, and what the monitor said to it."""
    for number, (agency, pace) in enumerate(zip(province.communes(), PACES, strict=False), start=1):
        if not pace.has_account:
            continue
        for words, said, letter_end in COMMUNE_WORK:
            if any(left in words for left in pace.leaves_open):
                continue
            task = first_task(agency.id, words)
            if task is None or task.due_on is None:
                continue
            day = task.due_on + timedelta(days=pace.late_by)
            letter = f"{20 + number}/{letter_end}"
            yield Act(day, agency.name, words, "done", said, letter=letter)
            yield Act(day + CONFIRMED_AFTER, agency.name, words, "confirm")
        yield from _disbursement(agency, number)


def _disbursement(agency: Agency, number: int) -> Iterable[Act]:
    percent = 20 + 5 * (number * 7 % 11)
    yield Act(
        date(2026, 7, 20),
        agency.name,
        "Giải ngân tối thiểu",
        "update",
        f"Đã giải ngân {percent}% vốn được giao.",
        percent,
    )


def _task_of(agency: Agency, happening: Act) -> Task:
    states = {State.AWAITING_CONFIRMATION} if happening.what in ("confirm", "return") else OPEN_STATES
    if happening.what in ("send_back", "hand_over"):
        states = {State.DECLINED}
    task = first_task(agency.id, happening.task, states)
    if task is None:
        raise LookupError(f"{happening.day}: {agency.name} has no task «{happening.task}» to {happening.what}")
    return task


def first_task(agency_id: int, words: str, states: Iterable[State] = tuple(State)) -> Task | None:
    """Return the task of the agency, in one of the states, whose sentence holds the words; the first due one."""
    return db.session.scalars(
        select(Task)
        .join(Task.assignment)
        .where(Task.agency_id == agency_id, Assignment.text.contains(words), Task.state.in_(list(states)))
        .options(joinedload(Task.assignment), joinedload(Task.plan), joinedload(Task.agency))
        .order_by(Task.due_on, Task.id)
    ).first()


def _judge(province: Province, task: Task, happening: Act) -> None:
    """The standing agency's own work is judged by the committee's secretary."""
    by = province.actor("secretary" if happening.agency == AGRICULTURE else "monitor")
    if happening.what == "confirm":
        judging.confirm_task(task, by=by)
    elif happening.what == "hand_over":
        assigning.hand_task_over(task, province.agency(happening.letter).id, happening.words, by=by)
    else:
        steps = {
            "return": judging.return_task,
            "send_back": assigning.send_task_back,
            "suspend": assigning.suspend_task,
            "cancel": assigning.cancel_task,
        }
        steps[happening.what](task, happening.words, by=by)


def _work(task: Task, happening: Act, by: Actor) -> None:
    proof = Proof(happening.letter, clock.today()) if happening.letter else Proof()
    if happening.what == "acknowledge":
        by_agency.acknowledge_task(task, by=by)
    elif happening.what == "decline":
        by_agency.decline_task(task, happening.words, by=by)
    elif happening.what == "nothing":
        by_agency.report_nothing_new(task, by=by)
    elif happening.what == "done":
        by_agency.report_task_done(task, by=by, words=happening.words, proof=proof)
    else:
        by_agency.update_task(task, by=by, percent=happening.percent, words=happening.words)
