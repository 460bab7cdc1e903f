"""What waits for a person's decision: results, declined tasks, reports, drafts. Features decide who judges what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.difficulties.models import Difficulty
from tracker.difficulties.queries import waiting_for as difficulties_waiting_for
from tracker.difficulties.queries import waits_for as difficulties_wait_for
from tracker.extension_requests.models import ExtensionRequest
from tracker.extension_requests.queries import RequestRow
from tracker.extension_requests.queries import waiting_for as requests_waiting_for
from tracker.extension_requests.queries import waits_for as requests_wait_for
from tracker.extensions import db
from tracker.intake.queries import DraftRow, drafts_in_review
from tracker.plans.models import Plan
from tracker.reports.models import ReportRow
from tracker.reports.queries import waiting_for as reports_waiting_for
from tracker.reports.rules import ReportState
from tracker.rights import Actor, Role
from tracker.tasks.models import Task
from tracker.tasks.queries import judged_by
from tracker.tasks.queries import waiting_for as tasks_waiting_for
from tracker.tasks.rules import State


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """How many of each kind wait for a person, without the drafts."""

    reports: int
    results: int
    requests: int
    difficulties: int
    declined: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The rows that wait, the longest waiting first; of the drafts the first page."""

    results: Sequence[Task]
    declined: Sequence[Task]
    reports: Sequence[ReportRow]
    requests: Sequence[RequestRow]
    difficulties: Sequence[Difficulty]
    drafts: Sequence[DraftRow]
    drafts_total: int

    @property
    def counts(self) -> WaitingCounts:
        """How many there are of each kind."""
        kinds = (self.reports, self.results, self.requests, self.difficulties, self.declined)
        return WaitingCounts(*(len(rows) for rows in kinds))


def waiting_for(actor: Actor, today: date) -> Waiting:
    """Return what waits for the actor as monitor or secretary; nothing for other roles. At most nine statements."""
    if not actor.has(Role.MONITOR, Role.SECRETARY):
        return Waiting((), (), (), (), (), (), 0)
    tasks = tasks_waiting_for(actor, on=today)
    drafts = drafts_in_review(actor, 1) if actor.has(Role.MONITOR) else None
    return Waiting(
        [task for task in tasks if task.state is State.AWAITING_CONFIRMATION],
        [task for task in tasks if task.state is State.DECLINED],
        reports_waiting_for(actor, on=today),
        requests_waiting_for(actor, on=today),
        difficulties_waiting_for(actor, on=today),
        drafts.rows if drafts else (),
        drafts.total if drafts else 0,
    )


def waiting_counts(actor: Actor, today: date) -> WaitingCounts:
    """Return how many decisions of each kind wait for the actor, by one statement."""
    task, row = judged_by(actor, Task.agency_id, on=today), judged_by(actor, ReportRow.agency_id, on=today)
    asked = (
        (ReportRow, row & (ReportRow.state == ReportState.SUBMITTED)),
        (Task, task & (Task.state == State.AWAITING_CONFIRMATION)),
        (ExtensionRequest, requests_wait_for(actor, on=today)),
        (Difficulty, difficulties_wait_for(actor, on=today)),
        (Task, task & (Task.state == State.DECLINED)),
    )
    counts = [
        select(func.count()).select_from(model).join(Plan, model.plan_id == Plan.id).where(where).scalar_subquery()
        for model, where in asked
    ]
    return WaitingCounts(*db.session.execute(select(*counts)).one())
