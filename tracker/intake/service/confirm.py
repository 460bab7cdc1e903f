"""Confirm a draft: what is chosen becomes the plan and its tasks, duties and targets, in one commit."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from tracker.errors import ChangedMeanwhile, DomainError
from tracker.extensions import db
from tracker.history.record import record
from tracker.intake.comparison import version_of_draft
from tracker.intake.identity import identity_doubts
from tracker.intake.issue.plans import Issued, issue_draft
from tracker.intake.models import Decision, Draft, DraftState
from tracker.intake.queries import draft_visible_to, proposals_of
from tracker.intake.service.review import ReviewClosed
from tracker.rights import Actor


class NothingChosen(DomainError):
    """No proposal is chosen, so there is nothing to confirm."""


class PlanThereAlready(DomainError):
    """Another draft of the same plan was confirmed before."""

    status = 409


class IdentityUnchecked(DomainError):
    """The document does not look like the agency's own plan, and nobody has said that it is."""


class IsAVersion(DomainError):
    """The document changes a plan that is tracked: it makes no plan of its own, its differences are decided."""


def confirm_draft(draft_id: int, *, chosen: int, by: Actor, today: date, is_identity_checked: bool = False) -> Issued:
    """Make what is chosen; the rest stays in review and can be confirmed later into the same plan.

    `chosen` is the number of proposals that the officer saw as chosen. Raises ChangedMeanwhile when it is another by
    now, NothingChosen, HeadIncomplete, or ReviewClosed for a discarded draft. An own plan whose document names another
    issuer, or is older than the plan above, raises IdentityUnchecked unless the officer has said that it is the right
    one (`is_identity_checked`); that is recorded. Raises IsAVersion for what changes a plan that is tracked.
    """
    draft = draft_visible_to(by, draft_id, lock=True)
    if draft.state is DraftState.DISCARDED:
        raise ReviewClosed("Bản nháp này đã bị hủy; hãy tải lại tệp nếu cần đọc lại.")
    if version_of_draft(draft.id) is not None:
        raise IsAVersion("Văn bản này là bản sửa đổi của kế hoạch đang theo dõi; hãy quyết định ở trang so sánh.")
    proposals = proposals_of(draft.id)
    accepted = sum(proposal.decision is Decision.ACCEPTED for proposal in proposals)
    if accepted != chosen:
        raise ChangedMeanwhile("Số việc đã chọn vừa thay đổi; hãy tải lại trang, xem lại rồi xác nhận.")
    if not accepted:
        raise NothingChosen("Chưa có việc nào được chọn; hãy chọn ít nhất một việc rồi xác nhận.")
    _check_identity(draft, is_identity_checked, by)
    issued = issue_draft(draft, proposals, by=by, today=today)
    try:
        db.session.commit()
    except IntegrityError as clash:
        db.session.rollback()
        raise PlanThereAlready("Kế hoạch này đã được xác nhận từ một bản nháp khác.") from clash
    return issued


def _check_identity(draft: Draft, is_checked: bool, by: Actor) -> None:
    doubts = identity_doubts(draft)
    if not doubts:
        return
    if not is_checked:
        raise IdentityUnchecked("Hãy đối chiếu cơ quan và ngày ban hành của văn bản, đánh dấu rồi xác nhận lại.")
    parent = doubts.later_parent
    named = {"issuer_in_text": doubts.read_issuer, "issued_on": draft.issued_on}
    record(by, "identity_checked", draft, after={**named, "parent_issued_on": parent.issued_on if parent else None})
