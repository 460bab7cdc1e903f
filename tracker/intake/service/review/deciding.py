"""Choose, drop, put back, choose all that is sure; the draft's head; throw the draft away."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.errors import ChangedMeanwhile
from tracker.extensions import db
from tracker.history.record import record
from tracker.intake.models import Decision, Draft, DraftState, Proposal
from tracker.intake.queries import is_sure, proposals_of
from tracker.intake.service.review.cards import NotDecidable, ReviewClosed, Step, come_to, open_draft, open_proposal
from tracker.rights import Actor
from tracker.tasks.rules import DeadlineOrigin
from tracker.vietnamese import tidy


def accept_proposal(draft_id: int, proposal_id: int, *, seen: str, by: Actor) -> Proposal:
    """Choose a proposal. Raises NotDecidable while a doubt is open or no agency is chosen."""
    draft = open_draft(draft_id, by)
    proposal = open_proposal(draft, proposal_id, seen)
    _check_acceptable(proposal)
    step = Step(draft, by, "accepted")
    step.change(proposal, decision=Decision.ACCEPTED, drop_reason=None)
    step.keep()
    db.session.commit()
    return proposal


def put_back_proposal(draft_id: int, proposal_id: int, *, seen: str, by: Actor) -> Proposal:
    """Take the choosing or dropping of a proposal back: it waits for a decision again."""
    draft = open_draft(draft_id, by)
    proposal = open_proposal(draft, proposal_id, seen)
    step = Step(draft, by, "put_back")
    step.change(proposal, decision=Decision.PENDING, drop_reason=None)
    step.keep()
    db.session.commit()
    return proposal


def drop_proposal(draft_id: int, proposal_id: int, *, reason: str, seen: str, by: Actor) -> Proposal:
    """Drop a proposal with the reason why it is no task."""
    draft = open_draft(draft_id, by)
    proposal = open_proposal(draft, proposal_id, seen)
    if not tidy(reason):
        raise NotDecidable("Hãy ghi lý do bỏ đề xuất này.")
    step = Step(draft, by, "dropped")
    step.change(proposal, decision=Decision.DROPPED, drop_reason=tidy(reason))
    step.keep()
    db.session.commit()
    return proposal


def accept_all_sure(draft_id: int, *, by: Actor, shown: Mapping[int, str] | None = None) -> int:
    """Choose every open proposal without a doubt as one step; return how many were chosen now.

    `shown` holds the version of each proposal that the officer ticked in the list: one that came or was changed since
    is not chosen unseen.
    """
    draft = open_draft(draft_id, by)
    step = Step(draft, by, "accepted_all")
    chosen = [p for p in proposals_of(draft.id) if is_sure(p) and (shown is None or shown.get(p.id) == p.key)]
    for proposal in chosen:
        step.change(proposal, decision=Decision.ACCEPTED)
    step.keep()
    db.session.commit()
    return len(chosen)


def set_head(
    draft_id: int,
    *,
    number: str | None,
    issued_on: date | None,
    start: date | None,
    end: date | None,
    version: int,
    by: Actor,
) -> Draft:
    """Add number, day and period where the document does not say them. Deadlines at the plan's end follow."""
    draft = open_draft(draft_id, by)
    if draft.version != version:
        raise ChangedMeanwhile("Người khác vừa sửa phần đầu của kế hoạch; hãy tải lại trang rồi nhập lại.")
    if draft.plan_id is not None:
        raise ReviewClosed("Kế hoạch đã được xác nhận; phần đầu không sửa ở đây nữa.")
    if start and end and start > end:
        raise NotDecidable("Ngày bắt đầu phải đứng trước ngày kết thúc của kế hoạch.")
    before = _head_of(draft)
    draft.number = tidy(number)[:60] if number else None
    draft.issued_on, draft.period_start, draft.period_end = issued_on, start, end
    for proposal in proposals_of(draft.id):
        if proposal.deadline_origin is DeadlineOrigin.PLAN_END:
            proposal.due_on = end
    record(by, "set_head", draft, before=before, after=_head_of(draft))
    db.session.commit()
    return draft


def discard_draft(draft_id: int, *, by: Actor) -> Draft:
    """Throw a draft away that made no plan. The document may be read again later."""
    draft = open_draft(draft_id, by)
    if draft.plan_id is not None:
        raise ReviewClosed("Kế hoạch này đã được xác nhận nên không hủy được; các đề xuất còn lại có thể bỏ từng việc.")
    draft.state = DraftState.DISCARDED
    draft.identity = f"{draft.identity}|discarded|{draft.id}"[-400:]
    record(by, "discarded", draft, before={"state": DraftState.REVIEW}, after={"state": DraftState.DISCARDED})
    db.session.commit()
    return draft


def keep_place(draft_id: int, *, proposal_id: int | None, by_text: bool | None, by: Actor) -> None:
    """Note at which proposal the person is, or in which order the list stands, for the next visit."""
    draft = open_draft(draft_id, by)
    known = {proposal.id for proposal in proposals_of(draft.id)}
    come_to(draft.id, by, proposal_id=proposal_id if proposal_id in known else None, by_text=by_text)
    db.session.commit()


def _head_of(draft: Draft) -> dict[str, Any]:
    return {
        "number": draft.number,
        "issued_on": draft.issued_on,
        "start": draft.period_start,
        "end": draft.period_end,
    }


def _check_acceptable(proposal: Proposal) -> None:
    if proposal.doubts:
        raise NotDecidable("Hãy trả lời các điểm cần xem của đề xuất này trước khi chọn.")
    if not proposal.is_led:
        raise NotDecidable("Hãy chọn cơ quan thực hiện trước.")
