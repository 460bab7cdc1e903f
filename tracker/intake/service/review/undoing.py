"""Undo a person's own steps in a draft, the last one first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.history.record import record
from tracker.intake.models import Draft, Proposal, ReviewStep
from tracker.intake.queries import last_step_of
from tracker.intake.service.review.cards import KINDS, come_to, open_draft, sign
from tracker.rights import Actor


class NothingToUndo(DomainError):
    """The person has no step in this draft that could be undone."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did: the step, the proposals that stand as before, and those that others changed since."""

    step: ReviewStep
    restored: Sequence[Proposal]
    kept: Sequence[Proposal]


def undo_last(draft_id: int, *, by: Actor) -> Undone:
    """Undo the person's last step. Proposals that somebody else changed since stay as that person left them.

    A split, a merger or an addition is undone as a whole or not at all. A step that cannot be undone is passed over,
    so that the one before it can be. Raises NothingToUndo.
    """
    draft = open_draft(draft_id, by)
    step = last_step_of(draft.id, by)
    if step is None:
        raise NothingToUndo("Không còn bước nào của đồng chí để hoàn tác trong văn bản này.")
    ids = [card["id"] for card in step.cards]
    proposals = {one.id: one for one in db.session.scalars(select(Proposal).where(Proposal.id.in_(ids)))}
    free = [card for card in step.cards if proposals[card["id"]].key == card["after"]]
    if step.is_structural and len(free) < len(step.cards):
        free = []
    for card in free:
        _restore(proposals[card["id"]], card["before"], by)
    step.undone_at = clock.now()
    restored = [proposals[card["id"]] for card in free]
    _return_to(draft, restored, by)
    kept = [proposals[card["id"]] for card in step.cards if card not in free]
    db.session.commit()
    return Undone(step, restored, kept)


def _restore(proposal: Proposal, before: dict[str, Any], by: Actor) -> None:
    values = {name: _value(name, value) for name, value in before.items()}
    now = {name: getattr(proposal, name) for name in values}
    for name, value in values.items():
        setattr(proposal, name, value)
    sign(proposal, by)
    record(by, "undone", proposal, before=now, after=values)


def _value(name: str, value: Any) -> Any:
    return KINDS[name](value) if name in KINDS and value is not None else value


def _return_to(draft: Draft, restored: Sequence[Proposal], by: Actor) -> None:
    shown = [one for one in restored if one.decision != "replaced"]
    if shown:
        come_to(draft.id, by, proposal_id=shown[0].id)
