"""Read a document into a draft, by a person or by command."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from tracker.agencies.issue import agency_named
from tracker.agencies.models import Agency
from tracker.errors import DomainError, NotAllowed, NotVisible
from tracker.extensions import db
from tracker.history.record import record
from tracker.intake.issue.drafts import Reading, add_draft, draft_known, issuer_of, read_document
from tracker.intake.issue.plans import Issued, figures_of, issue_draft, link_own_plan
from tracker.intake.models import Decision, Draft, DraftState
from tracker.intake.queries import proposals_of
from tracker.intake.rules.rights import may_review
from tracker.rights import Actor
from tracker.tasks.models import Task


class NotTheMonitor(NotAllowed):
    """The person does not monitor the plans of the agency that issued the document."""


class ReadTwiceAtOnce(DomainError):
    """The same document came a second time in the same moment."""

    status = 409


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A draft, and whether it was made now or had come before ("đã có")."""

    draft: Draft
    is_new: bool


@dataclass(frozen=True, slots=True)
class ImportedPlan:
    """What an import made of one file. `issued` is None when the draft only waits for review or had come before."""

    draft: Draft
    is_new: bool
    left: int
    issued: Issued | None = None


def read_plan(
    content: bytes, filename: str, *, by: Actor, largest: int, issuer_id: int | None = None, task_id: int | None = None
) -> ReadPlan:
    """Read a document and keep it as a draft for review; one that came before is returned as it stands.

    `issuer_id` helps where the text does not name its issuer. `task_id`: the document is the own implementation plan
    that this task asks for, and its agency the issuer. Raises UnreadableDocument, NothingAssigned, IssuerUnknown,
    NotTheMonitor, or NotVisible for a task of others.
    """
    db.session.rollback()  # reading takes seconds: no lock is held meanwhile
    reading = read_document(content, filename, largest=largest)
    task = _own_task(task_id, by) if task_id is not None else None
    issuer = task.agency if task else _issuer(reading, issuer_id, by)
    draft, is_new = _draft(reading, issuer, by=by, task=task)
    _commit_once()
    return ReadPlan(draft, is_new)


def import_plan(
    content: bytes,
    filename: str,
    *,
    by: Actor,
    largest: int,
    today: date,
    confirm: bool = False,
    issuer_name: str | None = None,
) -> ImportedPlan:
    """Read a document and, with `confirm`, make all that holds no doubt, in one transaction; the rest stays in review.

    A plan that came before is left as it is. Raises what read_plan raises, and HeadIncomplete.
    """
    reading = read_document(content, filename, largest=largest)
    issuer = agency_named(issuer_name, place=None, on=None, by=by) if issuer_name else None
    issuer = _watched(issuer or issuer_of(reading, by=by), by)
    draft, is_new = _draft(reading, issuer, by=by, task=None)
    proposals = proposals_of(draft.id)
    left = sum(proposal.decision in (Decision.PENDING, Decision.ACCEPTED) for proposal in proposals)
    issued = None
    if is_new and confirm:
        issued = issue_draft(draft, proposals, by=by, today=today, stand_in=True)
    elif draft.plan is not None:
        issued = figures_of(draft.plan, proposals)
    _commit_once()
    return ImportedPlan(draft, is_new, issued.left if issued else left, issued)


def _draft(reading: Reading, issuer: Agency, *, by: Actor, task: Task | None) -> tuple[Draft, bool]:
    known = draft_known(reading, issuer)
    if known is None:
        return add_draft(reading, issuer, by=by, answers_task_id=task.id if task else None), True
    if task and known.state is not DraftState.DISCARDED:
        _answer_with(known, task, by)
    return known, False


def _answer_with(draft: Draft, task: Task, by: Actor) -> None:
    """Let a plan that came before be the own plan of the task as well."""
    if draft.answers_task_id is None:
        draft.answers_task_id = task.id
        record(by, "answers_task", draft, after={"task_id": task.id})
    if draft.plan:
        link_own_plan(task.id, draft.plan, by=by)


def _own_task(task_id: int, by: Actor) -> Task:
    task = db.session.get(Task, task_id, options=[joinedload(Task.agency), joinedload(Task.assignment)])
    if task is None or not by.acts_for(task.agency_id):
        raise NotVisible()
    if not task.assignment.is_own_plan:
        raise DomainError("Nhiệm vụ này không yêu cầu xây dựng kế hoạch riêng, nên không nhận kế hoạch kèm theo.")
    return task


def _issuer(reading: Reading, issuer_id: int | None, by: Actor) -> Agency:
    if reading.head.issuer or issuer_id is None:
        return _watched(issuer_of(reading, by=by), by)
    chosen = db.session.get(Agency, issuer_id)
    if chosen is None:
        raise NotVisible()
    return _watched(chosen, by)


def _watched(issuer: Agency, by: Actor) -> Agency:
    if not may_review(by, issuer_id=issuer.id):
        raise NotTheMonitor(f"Văn bản do {issuer.name} ban hành; đồng chí không theo dõi kế hoạch của cơ quan này.")
    return issuer


def _commit_once() -> None:
    try:
        db.session.commit()
    except IntegrityError as clash:
        db.session.rollback()
        raise ReadTwiceAtOnce("Văn bản này vừa được người khác tải lên; hãy mở lại danh sách tiếp nhận.") from clash
