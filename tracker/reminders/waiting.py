"""What waits for a person's decision: results, declined tasks, reports, drafts. Features decide who judges what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.intake.queries import DraftRow, drafts_in_review
from tracker.reports.models import ReportRow
from tracker.reports.queries import waiting_for as reports_waiting_for
from tracker.rights import Actor, Role
from tracker.tasks.models import Task
from tracker.tasks.queries import waiting_for as tasks_waiting_for
from tracker.tasks.rules import State


@dataclass(frozen=True, slots=True)
class Waiting:
    """The rows that wait, the longest waiting first; of the drafts the first page."""

    results: Sequence[Task]
    declined: Sequence[Task]
    reports: Sequence[ReportRow]
    drafts: Sequence[DraftRow]
    drafts_total: int


def waiting_for(actor: Actor, today: date, *, with_drafts: bool = True) -> Waiting:
    """Return what waits for the actor as monitor or secretary; nothing for other roles. At most five statements."""
    if not actor.has(Role.MONITOR, Role.SECRETARY):
        return Waiting((), (), (), (), 0)
    tasks = tasks_waiting_for(actor, on=today)
    drafts = drafts_in_review(actor, 1) if with_drafts and actor.has(Role.MONITOR) else None
    return Waiting(
        [task for task in tasks if task.state is State.AWAITING_CONFIRMATION],
        [task for task in tasks if task.state is State.DECLINED],
        reports_waiting_for(actor, on=today),
        drafts.rows if drafts else (),
        drafts.total if drafts else 0,
    )
