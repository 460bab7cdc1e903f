"""What an agency must look at before it confirms a document as its own plan: whose it is, and of which day."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.agencies.issue import known_agency, name_in_catalogue
from tracker.extensions import db
from tracker.intake.issue.drafts import day_of_names, place_of
from tracker.intake.models import Draft
from tracker.intake.rules.identity import letterhead_of, names_agency
from tracker.intake.rules.reading import head_of
from tracker.plans.models import Plan
from tracker.tasks.models import Task


@dataclass(frozen=True, slots=True)
class IdentityDoubts:
    """What contradicts that the document is the agency's own plan; None where nothing does.

    `read_issuer` is the agency that the document itself names; `later_parent` the plan that is to be carried out,
    where it is younger than the document.
    """

    read_issuer: str | None
    later_parent: Plan | None

    def __bool__(self) -> bool:
        return bool(self.read_issuer or self.later_parent)


NO_DOUBTS = IdentityDoubts(None, None)


def identity_doubts(draft: Draft) -> IdentityDoubts:
    """Return the doubts about a document for a task; none for other documents, and none once the plan stands.

    The issuer of such a plan is the agency of the task; what the document says is kept, and shown beside it.
    """
    if draft.answers_task_id is None or draft.plan_id is not None:
        return NO_DOUBTS
    parent = db.session.scalars(
        select(Plan)
        .join(Task, Task.plan_id == Plan.id)
        .where(Task.id == draft.answers_task_id)
        .options(joinedload(Plan.issuer))
    ).one()
    is_older = parent.issue_date_is_stated and draft.issued_on is not None and draft.issued_on < parent.issued_on
    return IdentityDoubts(_other_issuer(draft), parent if is_older else None)


def _other_issuer(draft: Draft) -> str | None:
    head = head_of(draft.extraction)
    if not head.issuer or names_agency(letterhead_of(draft.extraction["text"], head.title), draft.issuer.name):
        return None
    named = name_in_catalogue(head.issuer, place=place_of(draft.issuer), on=day_of_names(draft))
    known = known_agency(named) if named else None
    return None if known and known.id == draft.issuer_id else head.issuer
