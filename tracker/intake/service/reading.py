"""Read a document into a draft, by a person or by command."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from tracker.agencies.issue import agency_named
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.intake.comparison import version_of_draft
from tracker.intake.issue.drafts import issuer_of, read_document
from tracker.intake.issue.plans import Issued, figures_of, issue_draft
from tracker.intake.issue.readings import NotTheMonitor as NotTheMonitor
from tracker.intake.issue.readings import ReadPlan as ReadPlan
from tracker.intake.issue.readings import draft_from, draft_of, watched
from tracker.intake.models import Decision, Draft, Proposal
from tracker.intake.queries import is_sure, proposals_of
from tracker.parsing.process import AT_LEISURE, AT_LEISURE_ANY_LENGTH, WHILE_SOMEBODY_WAITS
from tracker.parsing.readers.care import unheard
from tracker.plans.models import Plan
from tracker.rights import Actor


class ReadTwiceAtOnce(DomainError):
    """The same document came a second time in the same moment."""

    status = 409


@dataclass(frozen=True, slots=True)
class ImportedPlan:
    """What an import made of one file. `issued` is None when the draft only waits for review or had come before.

    `version_of` is the tracked plan that the document changes: it waits to be compared.
    """

    draft: Draft
    is_new: bool
    left: int
    issued: Issued | None = None
    version_of: Plan | None = None


def read_plan(
    content: bytes, filename: str, *, by: Actor, largest: int, issuer_id: int | None = None, task_id: int | None = None
) -> ReadPlan:
    """Read a document while somebody waits and keep it as a draft for review; one that came before is returned.

    `issuer_id` and `task_id` as in draft_from. Raises UnreadableDocument, TooLong, NeedsTime, NothingAssigned,
    IssuerUnknown, NotTheMonitor, or NotVisible for a task of others.
    """
    db.session.rollback()  # reading takes seconds: no lock is held meanwhile
    reading = read_document(content, filename, largest=largest, patience=WHILE_SOMEBODY_WAITS)
    read = draft_from(reading, by=by, issuer_id=issuer_id, task_id=task_id)
    _commit_once()
    return read


def import_plan(
    content: bytes,
    filename: str,
    *,
    by: Actor,
    largest: int,
    today: date,
    confirm: bool = False,
    issuer_name: str | None = None,
    may_be_long: bool = False,
    progress: Callable[[int, int], None] = unheard,
) -> ImportedPlan:
    """Read a document and, with `confirm`, make all that holds no doubt, in one transaction; the rest stays in review.

    A plan that came before is left as it is. `progress` is told the pages read of a scan. Raises what read_plan
    raises, and HeadIncomplete.
    """
    db.session.rollback()
    patience = AT_LEISURE_ANY_LENGTH if may_be_long else AT_LEISURE
    reading = read_document(content, filename, largest=largest, patience=patience, progress=progress)
    issuer = agency_named(issuer_name, place=None, on=None, by=by) if issuer_name else None
    read = draft_of(reading, watched(issuer or issuer_of(reading, by=by), by), by=by)
    draft = read.draft
    proposals = proposals_of(draft.id)
    left = sum(proposal.decision in (Decision.PENDING, Decision.ACCEPTED) for proposal in proposals)
    issued = None
    version = version_of_draft(draft.id)  # what changes a tracked plan is decided by a person, difference by difference
    if read.is_new and confirm and version is None:
        _choose_sure(proposals)
        issued = issue_draft(draft, proposals, by=by, today=today, stand_in=True)
    elif draft.plan is not None:
        issued = figures_of(draft.plan, proposals)
    _commit_once()
    return ImportedPlan(draft, read.is_new, issued.left if issued else left, issued, version.plan if version else None)


def _choose_sure(proposals: list[Proposal]) -> None:
    """Choose what holds no doubt: by command nobody is there to look through a list."""
    for proposal in proposals:
        if is_sure(proposal):
            proposal.decision = Decision.ACCEPTED


def _commit_once() -> None:
    try:
        db.session.commit()
    except IntegrityError as clash:
        db.session.rollback()
        raise ReadTwiceAtOnce("Văn bản này vừa được người khác tải lên; hãy mở lại danh sách tiếp nhận.") from clash
