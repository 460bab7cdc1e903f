"""Answer doubts, cut and join proposals."""

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import ChangedMeanwhile, DomainError
from tracker.extensions import db
from tracker.intake.desk import desk_of
from tracker.intake.models import Proposal
from tracker.intake.rules.answers import answer_from
from tracker.intake.rules.splitting import points_of
from tracker.intake.service import review as service
from tracker.intake.views.cards import (
    CARD,
    REVIEWERS,
    answer_all,
    asked,
    bp,
    clash_card,
    decide,
    is_repeated,
    place,
    seen,
    step_page,
    ticked_versions,
)
from tracker.tasks.rules import Mode
from tracker.web.gate import me, open_to

NEAREST = 8


@bp.post(f"{CARD}/nghi-van")
@open_to(*REVIEWERS)
def settle(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Answer a doubt: with one of its ready answers, or that the proposal is right as it stands."""
    code = request.form.get("code", "")[:40]
    answer = answer_from(request.form.get("tra-loi", ""))
    mode = Mode(request.form["mode"]) if request.form.get("mode") in tuple(Mode) else None

    def step() -> Proposal:
        if answer:
            return service.answer_doubt(draft_id, proposal_id, code, answer, seen=seen(), by=me())
        return service.settle_doubt(draft_id, proposal_id, code, mode=mode, seen=seen(), by=me())

    return decide(draft_id, proposal_id, step)


@bp.route(f"{CARD}/cung-loai", methods=["GET", "POST"])
@open_to(*REVIEWERS)
def alike(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Show the proposals that share a doubt about the same words, and answer it for those that are ticked."""
    draft, proposal = asked(draft_id, proposal_id)
    code = request.values.get("code", "")[:40]
    status, errors = 200, []
    if request.method == "POST":
        answer = answer_from(request.form.get("tra-loi", ""))
        chosen = ticked_versions("chon")
        try:
            service.answer_alike(draft_id, code, answer, chosen, by=me())
            return answer_all(draft_id, here=proposal_id)
        except DomainError as refusal:
            if refusal.status == 404:
                raise
            db.session.rollback()
            draft, proposal = asked(draft_id, proposal_id)
            status, errors = refusal.status, [_(refusal.sentence)]
    desk = desk_of(draft, me())
    shared = {"alike": desk.alike(proposal, code), "answers": desk.answers(proposal, code), "code": code}
    return step_page("alike", draft, proposal, status, errors=errors, **shared)


@bp.route(f"{CARD}/tach", methods=["GET", "POST"])
@open_to(*REVIEWERS)
def split(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Cut the proposal: at proposed points, or where the caret stands."""
    draft, proposal = asked(draft_id, proposal_id)
    status, errors = 200, []
    if request.method == "POST":
        points = {point for point in map(place, ",".join(request.form.getlist("tai")).split(",")) if point}
        try:
            made = service.split_proposal(draft_id, proposal_id, points, seen=seen(), by=me())
            return answer_all(draft_id, here=made[0].id)
        except DomainError as refusal:
            repeated = _repeated(refusal, draft_id, proposal_id)
            if repeated:
                return repeated
            draft, proposal = asked(draft_id, proposal_id)
            if isinstance(refusal, ChangedMeanwhile):
                return clash_card(draft, proposal)
            status, errors = refusal.status, [_(refusal.sentence)]
    return step_page("split", draft, proposal, status, errors=errors, points=points_of(proposal.drafted))


@bp.route(f"{CARD}/gop", methods=["GET", "POST"])
@open_to(*REVIEWERS)
def merge(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Join the proposal with others of the same agency."""
    draft, proposal = asked(draft_id, proposal_id)
    status, errors = 200, []
    if request.method == "POST":
        try:
            merged = service.merge_proposals(draft_id, {proposal_id: seen(), **ticked_versions("voi")}, by=me())
            return answer_all(draft_id, here=merged.id)
        except DomainError as refusal:
            repeated = _repeated(refusal, draft_id, proposal_id)
            if repeated:
                return repeated
            draft, proposal = asked(draft_id, proposal_id)
            if isinstance(refusal, ChangedMeanwhile) and proposal.key != seen():  # else one of the others changed
                return clash_card(draft, proposal)
            status, errors = refusal.status, [_(refusal.sentence)]
    others = desk_of(draft, me()).neighbours(proposal)
    return step_page("merge", draft, proposal, status, errors=errors, others=others[:NEAREST], more=others[NEAREST:])


def _repeated(refusal: DomainError, draft_id: int, proposal_id: int) -> Response | None:
    """Take back what the refused step began. A form sent twice is answered as the first was."""
    db.session.rollback()
    if refusal.status == 404:
        raise refusal
    if isinstance(refusal, ChangedMeanwhile) and is_repeated(draft_id, proposal_id):
        return answer_all(draft_id, here=None)
    return None
