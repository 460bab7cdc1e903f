"""What is done with one proposal: its card is changed in place, or, without JavaScript, on a page of its own."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tracker.intake.desk import desk_of
from tracker.intake.forms import DROP_REASONS, ORIGINS, DeadlineForm, DropForm, EditForm
from tracker.intake.models import Proposal
from tracker.intake.service import review as service
from tracker.intake.views.cards import (
    CARD,
    REVIEWERS,
    answer_card,
    asked,
    back,
    bp,
    decide,
    form_page,
    place,
    seen,
    shown,
    step_page,
)
from tracker.tasks.rules import DeadlineOrigin, Mode, Nature
from tracker.web.fragments import varied, wants_fragment
from tracker.web.gate import me, open_to


@bp.get(CARD)
@open_to(*REVIEWERS)
def card(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """The card as it stands: what closing a form brings back."""
    draft, proposal = asked(draft_id, proposal_id)
    if not wants_fragment():
        return varied(Response(status=303, headers={"Location": back(proposal)}))
    return varied(Response(render_template("intake/_card.html", **shown(desk_of(draft, me())), proposal=proposal)))


@bp.post(f"{CARD}/chon")
@open_to(*REVIEWERS)
def choose(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Choose the proposal."""
    return decide(draft_id, proposal_id, lambda: service.accept_proposal(draft_id, proposal_id, seen=seen(), by=me()))


@bp.post(f"{CARD}/tra-lai")
@open_to(*REVIEWERS)
def put_back(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Take the choosing or dropping back."""
    return decide(draft_id, proposal_id, lambda: service.put_back_proposal(draft_id, proposal_id, seen=seen(), by=me()))


@bp.post(f"{CARD}/thanh-vien")
@open_to(*REVIEWERS)
def members(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Keep the ticked members of a class."""
    kept = {int(one) for one in request.form.getlist("kept") if one.isdecimal() and len(one) < 6}
    return decide(
        draft_id, proposal_id, lambda: service.choose_members(draft_id, proposal_id, kept, seen=seen(), by=me())
    )


@bp.post(f"{CARD}/hinh-thuc")
@open_to(*REVIEWERS)
def mode(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Make an order a request, or the other way round."""
    chosen = Mode.REQUESTED if request.form.get("mode") == Mode.REQUESTED else Mode.ORDERED
    return decide(draft_id, proposal_id, lambda: service.set_mode(draft_id, proposal_id, chosen, seen=seen(), by=me()))


@bp.route(f"{CARD}/sua", methods=["GET", "POST"])
@open_to(*REVIEWERS)
def edit(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Put text, mode, nature and deadline right."""
    draft, proposal = asked(draft_id, proposal_id)
    form = _edit_form(proposal)

    def save() -> Response:
        origin, due_on = form.deadline()
        change = service.Edit(form.text.data or "", Mode(form.mode.data), Nature(form.nature.data), origin, due_on)
        return answer_card(service.edit_proposal(draft_id, proposal_id, change, seen=form.seen.data or "", by=me()))

    return form_page("edit", draft, proposal, form, save)


@bp.route(f"{CARD}/han", methods=["GET", "POST"])
@open_to(*REVIEWERS)
def deadline(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Set or clear the deadline."""
    draft, proposal = asked(draft_id, proposal_id)
    stated = proposal.due_on if proposal.deadline_origin is DeadlineOrigin.STATED else None
    form = DeadlineForm(origin=proposal.deadline_origin.value, due_on=stated, seen=proposal.key)
    form.origin.choices = _origins(proposal)

    def save() -> Response:
        origin, due_on = form.deadline()
        return answer_card(
            service.set_deadline(draft_id, proposal_id, origin, due_on, seen=form.seen.data or "", by=me())
        )

    return form_page("deadline", draft, proposal, form, save)


@bp.route(f"{CARD}/bo", methods=["GET", "POST"])
@open_to(*REVIEWERS)
def drop(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Drop the proposal with a reason; a common one is one button."""
    draft, proposal = asked(draft_id, proposal_id)
    form = DropForm(seen=proposal.key)
    quick = request.form.get("ly-do", "")
    if quick:
        form.reason.data, form.reason.raw_data = quick[:500], [quick[:500]]

    def save() -> Response:
        return answer_card(
            service.drop_proposal(
                draft_id, proposal_id, reason=form.reason.data or "", seen=form.seen.data or "", by=me()
            )
        )

    return form_page("drop", draft, proposal, form, save, reasons=[str(reason) for reason in DROP_REASONS])


@bp.get(f"{CARD}/co-quan")
@open_to(*REVIEWERS)
def agency(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Look for the agency by name, accents or not."""
    draft, proposal = asked(draft_id, proposal_id)
    words = request.args.get("tim", "")[:120]
    found = desk_of(draft, me()).found(words)
    return step_page("agency", draft, proposal, words=words, replaces=place(request.args.get("thay")), found=found)


@bp.post(f"{CARD}/co-quan")
@open_to(*REVIEWERS)
def set_agency(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Give the work to the chosen agency, or to a new one."""
    agency_id, replaces = place(request.form.get("agency_id")), place(request.form.get("thay"))
    name = request.form.get("name", "")[:200]
    return decide(
        draft_id,
        proposal_id,
        lambda: service.set_agency(
            draft_id, proposal_id, name=name, agency_id=agency_id, replaces=replaces, seen=seen(), by=me()
        ),
    )


def _edit_form(proposal: Proposal) -> EditForm:
    form = EditForm(
        text=proposal.text,
        mode=proposal.mode.value,
        nature=proposal.nature.value,
        origin=proposal.deadline_origin.value,
        due_on=proposal.due_on if proposal.deadline_origin is DeadlineOrigin.STATED else None,
        opened=proposal.deadline_origin.value,
        seen=proposal.key,
    )
    form.origin.choices = _origins(proposal)
    return form


def _origins(proposal: Proposal) -> list[SelectChoice]:
    recurs = bool(proposal.drafted["deadline"]["recurs"])
    return [choice for choice in ORIGINS if recurs or choice.value != DeadlineOrigin.RECURRING.value]
