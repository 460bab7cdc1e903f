"""From a reading to its draft: who issued it, whose own plan it is, and whether it came before. Adds, never commits."""

from dataclasses import dataclass

from sqlalchemy.orm import joinedload

from tracker.agencies.models import Agency
from tracker.errors import DomainError, NotAllowed, NotVisible
from tracker.extensions import db
from tracker.history.record import record
from tracker.intake.issue.drafts import IssuerUnknown, Reading, add_draft, draft_known, issuer_of
from tracker.intake.issue.plans import link_own_plan
from tracker.intake.models import Draft, DraftState
from tracker.intake.rules.rights import may_review
from tracker.rights import Actor
from tracker.tasks.models import Task

KNOWN = "Đã có: văn bản này đã được tiếp nhận trước đây."


class NotTheMonitor(NotAllowed):
    """The person does not monitor the plans of the agency that issued the document."""


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A draft, and whether it was made now or had come before ("đã có")."""

    draft: Draft
    is_new: bool


def draft_from(reading: Reading, *, by: Actor, issuer_id: int | None = None, task_id: int | None = None) -> ReadPlan:
    """Return the draft of what was read, a new one or the one that came before.

    `issuer_id` helps where the text does not name its issuer. `task_id`: the document is the own implementation plan
    that this task asks for, and its agency the issuer. Raises IssuerUnknown, NotTheMonitor, NotVisible.
    """
    task = own_plan_task(task_id, by) if task_id is not None else None
    issuer = task.agency if task else _issuer(reading, issuer_id, by)
    return draft_of(reading, issuer, by=by, task=task)


def draft_of(reading: Reading, issuer: Agency, *, by: Actor, task: Task | None = None) -> ReadPlan:
    """Return the draft of what was read for its issuer, a new one or the one that came before."""
    known = draft_known(reading, issuer)
    if known is None:
        return ReadPlan(add_draft(reading, issuer, by=by, answers_task_id=task.id if task else None), True)
    if task and known.state is not DraftState.DISCARDED:
        _answer_with(known, task, by)
    return ReadPlan(known, False)


def _answer_with(draft: Draft, task: Task, by: Actor) -> None:
    """Let a plan that came before be the own plan of the task as well."""
    if draft.answers_task_id is None:
        draft.answers_task_id = task.id
        record(by, "answers_task", draft, after={"task_id": task.id})
    if draft.plan:
        link_own_plan(task.id, draft.plan, by=by)


def own_plan_task(task_id: int, by: Actor) -> Task:
    """Return the task that asks for the own plan of the person's agency. Raises NotVisible, or DomainError."""
    task = db.session.get(Task, task_id, options=[joinedload(Task.agency), joinedload(Task.assignment)])
    if task is None or not by.acts_for(task.agency_id):
        raise NotVisible()
    if not task.assignment.is_own_plan:
        raise DomainError("Nhiệm vụ này không yêu cầu xây dựng kế hoạch riêng, nên không nhận kế hoạch kèm theo.")
    return task


def _issuer(reading: Reading, issuer_id: int | None, by: Actor) -> Agency:
    if reading.head.issuer or issuer_id is None:
        try:
            return watched(issuer_of(reading, by=by), by)
        except IssuerUnknown:  # words that name nobody, as a scan may give: the chosen one then counts
            if issuer_id is None:
                raise
    chosen = db.session.get(Agency, issuer_id)
    if chosen is None:
        raise NotVisible()
    return watched(chosen, by)


def watched(issuer: Agency, by: Actor) -> Agency:
    """Return the issuer if the person monitors its plans. Raises NotTheMonitor."""
    if not may_review(by, issuer_id=issuer.id):
        raise NotTheMonitor(f"Văn bản do {issuer.name} ban hành; đồng chí không theo dõi kế hoạch của cơ quan này.")
    return issuer
