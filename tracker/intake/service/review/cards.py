"""What every step of a review shares: the lock on the draft, the version that was seen, the note that undoes it."""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.errors import ChangedMeanwhile, DomainError
from tracker.extensions import db
from tracker.history.record import record
from tracker.intake.models import Decision, Draft, DraftState, Proposal, ReviewPlace, ReviewStep
from tracker.intake.queries import draft_visible_to, last_step_of, proposal_of
from tracker.rights import Actor
from tracker.tasks.rules import DeadlineOrigin, Mode, Nature

KINDS: dict[str, Any] = {
    "decision": Decision,
    "mode": Mode,
    "nature": Nature,
    "deadline_origin": DeadlineOrigin,
    "due_on": date.fromisoformat,
}


class ReviewClosed(DomainError):
    """The draft was discarded, or the proposal has already become tasks."""


class NotDecidable(DomainError):
    """The proposal cannot be accepted yet: something about it is open."""


class Step:
    """One step while it is made: what it changes of which proposals, so that it can be undone as a whole."""

    def __init__(self, draft: Draft, by: Actor, action: str) -> None:
        self.draft, self.by, self.action = draft, by, action
        self._cards: dict[int, dict[str, Any]] = {}
        self._touched: list[Proposal] = []

    def change(self, proposal: Proposal, **changes: Any) -> None:
        """Change a proposal, and write it into the history."""
        seen = proposal.key
        before = {name: getattr(proposal, name) for name in changes if getattr(proposal, name) != changes[name]}
        for name, value in changes.items():
            setattr(proposal, name, value)
        sign(proposal, self.by)
        record(self.by, self.action, proposal, before=before, after={name: changes[name] for name in before})
        self._note(proposal, before, seen)

    def make(self, proposal: Proposal) -> None:
        """Add a proposal that an officer made; undone, it counts as replaced."""
        db.session.add(proposal)
        sign(proposal, self.by)
        record(self.by, "made", proposal, after={"text": proposal.text, "span": proposal.drafted["span"]})
        self._note(proposal, {"decision": Decision.REPLACED}, "")

    def keep(self) -> None:
        """Note the step for undoing, and where the person now is in the draft."""
        if not self._touched:
            return
        for proposal in self._touched:
            self._cards[proposal.id]["after"] = proposal.key
        db.session.add(
            ReviewStep(
                draft_id=self.draft.id,
                person_id=self.by.person_id,
                person_name=self.by.name,
                at=clock.now(),
                action=self.action,
                cards=list(self._cards.values()),
            )
        )
        here = next((one for one in self._touched if one.decision is not Decision.REPLACED), self._touched[0])
        come_to(self.draft.id, self.by, proposal_id=here.id)

    def _note(self, proposal: Proposal, before: dict[str, Any], seen: str) -> None:
        noted = self._cards.setdefault(
            proposal.id, {"id": proposal.id, "label": proposal.label, "before": {}, "seen": seen, "after": ""}
        )
        noted["before"] = {**{name: _plain(value) for name, value in before.items()}, **noted["before"]}
        if proposal not in self._touched:
            self._touched.append(proposal)


def sign(proposal: Proposal, by: Actor) -> None:
    """Note who changed the proposal last."""
    proposal.changed_at, proposal.changed_by_id, proposal.changed_by = clock.now(), by.person_id, by.name


def come_to(draft_id: int, by: Actor, *, proposal_id: int | None = None, by_text: bool | None = None) -> None:
    """Note where the person is in the draft, and in which order the list stands. Never commits."""
    if by.person_id is None:
        return
    place = db.session.get(ReviewPlace, (draft_id, by.person_id))
    if place is None:
        place = ReviewPlace(draft_id=draft_id, person_id=by.person_id, by_text=False)
        db.session.add(place)
    if proposal_id is not None:
        place.proposal_id = proposal_id
    if by_text is not None:
        place.by_text = by_text


def open_draft(draft_id: int, by: Actor) -> Draft:
    """Return the draft, locked, if it may still be reviewed. Raises NotVisible or ReviewClosed."""
    draft = draft_visible_to(by, draft_id, lock=True)
    if draft.state is DraftState.DISCARDED:
        raise ReviewClosed("Bản nháp này đã bị hủy; hãy tải lại tệp nếu cần đọc lại.")
    return draft


def open_proposal(draft: Draft, proposal_id: int, seen: str) -> Proposal:
    """Return a proposal of the locked draft, if it may still be decided and stands as the form showed it."""
    proposal = proposal_of(draft, proposal_id)
    if proposal.decision is Decision.ISSUED:
        raise ReviewClosed("Việc này đã được giao; hãy sửa ở trang nhiệm vụ.")
    if seen != proposal.key:
        raise ChangedMeanwhile("Đề xuất này vừa được thay đổi; hãy tải lại trang để xem bản mới rồi làm lại.")
    if proposal.decision is Decision.REPLACED:
        raise ReviewClosed("Đề xuất này đã được tách hoặc gộp; hãy tải lại danh sách và làm ở đề xuất mới.")
    return proposal


def sent_twice(draft_id: int, proposal_id: int, seen: str, action: str, *, by: Actor) -> bool:
    """Tell whether the form that was refused is one that the same person has just sent: a double click."""
    step = last_step_of(draft_id, by)
    if step is None or step.action != action:
        return False
    return any(card["id"] == proposal_id and card["seen"] == seen for card in step.cards)


def without_doubts(proposal: Proposal, settled: Iterable[str]) -> dict[str, Any]:
    """Return the doubts that stay. When the last one goes, the proposal is chosen: the officer has just decided it."""
    gone = set(settled)
    doubts = [doubt for doubt in proposal.doubts if doubt["code"] not in gone]
    changes: dict[str, Any] = {"doubts": doubts}
    if proposal.doubts and not doubts and proposal.decision is Decision.PENDING:
        changes["decision"] = Decision.ACCEPTED
    return changes


def next_position(draft_id: int) -> int:
    """Return the first number that no proposal of the draft ever had."""
    last = db.session.scalar(
        select(Proposal.position).where(Proposal.draft_id == draft_id).order_by(Proposal.position.desc()).limit(1)
    )
    return (last or 0) + 1


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
