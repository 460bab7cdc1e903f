"""Answer the doubts of a proposal, of one or of all that share the same words."""

from collections.abc import Mapping
from datetime import date

from tracker.errors import ChangedMeanwhile
from tracker.extensions import db
from tracker.intake.models import Decision, Draft, Proposal
from tracker.intake.queries import proposals_of
from tracker.intake.rules.answers import UNKNOWN_AGENCY, Answer, first_unsettled, likeness
from tracker.intake.rules.proposals import AGENCY_DOUBTS
from tracker.intake.service.review.cards import NotDecidable, Step, open_draft, open_proposal, without_doubts
from tracker.intake.service.review.editing import chosen_lead, give_deadline, give_to, keep_members
from tracker.rights import Actor
from tracker.tasks.rules import DeadlineOrigin, Mode


def settle_doubt(
    draft_id: int, proposal_id: int, code: str, *, mode: Mode | None = None, seen: str, by: Actor
) -> Proposal:
    """Answer a doubt: the proposal is right as it stands, or (mode_unclear) ordered or requested as `mode` says.

    Raises NotDecidable for a doubt about the agency while no agency is chosen.
    """
    answer = Answer("mode", mode.value) if mode else Answer("keep")
    return answer_doubt(draft_id, proposal_id, code, answer, seen=seen, by=by)


def answer_doubt(draft_id: int, proposal_id: int, code: str, answer: Answer, *, seen: str, by: Actor) -> Proposal:
    """Answer a doubt with one of its ready answers. The last answer chooses the proposal."""
    draft = open_draft(draft_id, by)
    proposal = open_proposal(draft, proposal_id, seen)
    step = Step(draft, by, "settled_doubt")
    _answer(step, draft, proposal, code, answer)
    step.keep()
    db.session.commit()
    return proposal


def answer_alike(draft_id: int, code: str, answer: Answer | None, seen: Mapping[int, str], *, by: Actor) -> int:
    """Give the same answer to the chosen proposals that share the doubt about the same words; return how many.

    `seen` holds the version of each chosen proposal as the list showed it. Raises ChangedMeanwhile when one of them is
    another by now, NotDecidable when one does not share the doubt: then none is answered.
    """
    draft = open_draft(draft_id, by)
    if answer is None or not seen:
        raise NotDecidable("Hãy đánh dấu ít nhất một đề xuất rồi chọn câu trả lời.")
    alike = {p.id: p for p in proposals_of(draft.id) if p.decision is Decision.PENDING and _has(p, code)}
    shared = {likeness(code, alike[one]) for one in seen if one in alike}
    step = Step(draft, by, "settled_alike")
    for chosen_id, version in seen.items():
        proposal = alike.get(chosen_id)
        if proposal is None or proposal.key != version:
            raise ChangedMeanwhile(
                "Một đề xuất trong danh sách vừa được thay đổi; hãy mở lại danh sách rồi trả lời lại."
            )
        if len(shared) > 1 or None in shared:
            raise NotDecidable("Có đề xuất không cùng điểm cần xem; hãy trả lời riêng từng đề xuất.")
        _answer(step, draft, proposal, code, answer)
    step.keep()
    db.session.commit()
    return len(seen)


def _has(proposal: Proposal, code: str) -> bool:
    return any(doubt["code"] == code for doubt in proposal.doubts)


def _answer(step: Step, draft: Draft, proposal: Proposal, code: str, answer: Answer) -> None:
    if answer.kind == "all":
        keep_members(step, proposal, range(len(proposal.leads)))
    elif answer.kind in ("agency", "name", "new"):
        if code not in UNKNOWN_AGENCY:
            raise NotDecidable("Câu trả lời này không dành cho điểm cần xem đó; hãy tải lại trang.")
        agency_id = int(answer.value) if answer.kind == "agency" and answer.value.isdecimal() else None
        name = "" if answer.kind == "agency" else answer.value
        give_to(step, proposal, chosen_lead(draft, name, agency_id), first_unsettled(proposal.leads))
    elif answer.kind == "due":
        _set_due(step, proposal, answer.value)
    else:
        if code in AGENCY_DOUBTS and not proposal.is_led:
            raise NotDecidable("Hãy chọn cơ quan thực hiện trước.")
        mode = {"mode": Mode(answer.value)} if answer.kind == "mode" and answer.value in tuple(Mode) else {}
        step.change(proposal, **mode, **without_doubts(proposal, {code}))


def _set_due(step: Step, proposal: Proposal, value: str) -> None:
    if value in (DeadlineOrigin.NONE, DeadlineOrigin.PLAN_END):
        origin, day = DeadlineOrigin(value), None
    else:
        try:
            origin, day = DeadlineOrigin.STATED, date.fromisoformat(value)
        except ValueError as wrong:
            raise NotDecidable("Hãy nhập ngày, ví dụ 30/06/2026, hoặc chọn cách tính hạn khác.") from wrong
    give_deadline(step, proposal, origin, day)
