"""What is done with one proposal: its card is changed in place, or, without JavaScript, on a page of its own."""

from collections.abc import Callable

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import DomainError
from tracker.extensions import db
from tracker.intake import queries
from tracker.intake.forms import ORIGINS, DropForm, EditForm
from tracker.intake.identity import identity_doubts
from tracker.intake.models import Draft, Proposal
from tracker.intake.service import review as service
from tracker.rights import Role
from tracker.tasks.rules import DeadlineOrigin, Mode, Nature
from tracker.web.fragments import changed, page_or_fragment, varied, wants_fragment
from tracker.web.gate import me, open_to

bp = Blueprint("review", __name__)

REVIEWERS = (Role.MONITOR, Role.CLERK, Role.HEAD)
CARD = "/tiep-nhan/<int:draft_id>/de-xuat/<int:proposal_id>"


@bp.get(CARD)
@open_to(*REVIEWERS)
def card(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """The card as it stands: what closing a form brings back."""
    draft, proposal = _asked(draft_id, proposal_id)
    if not wants_fragment():
        return varied(Response(status=303, headers={"Location": _back(proposal)}))
    return varied(Response(render_template("intake/_card.html", draft=draft, proposal=proposal)))


@bp.post(f"{CARD}/chon")
@open_to(*REVIEWERS)
def choose(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Choose the proposal."""
    return _answer(service.accept_proposal(draft_id, proposal_id, seen=_seen(), by=me()))


@bp.post(f"{CARD}/tra-lai")
@open_to(*REVIEWERS)
def put_back(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Undo the choosing or dropping."""
    return _answer(service.put_back_proposal(draft_id, proposal_id, seen=_seen(), by=me()))


@bp.post(f"{CARD}/nghi-van")
@open_to(*REVIEWERS)
def settle(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Answer a doubt."""
    mode = Mode(request.form["mode"]) if request.form.get("mode") in tuple(Mode) else None
    code = request.form.get("code", "")
    return _answer(service.settle_doubt(draft_id, proposal_id, code, mode=mode, seen=_seen(), by=me()))


@bp.post(f"{CARD}/thanh-vien")
@open_to(*REVIEWERS)
def members(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Keep the ticked members of a class."""
    kept = {int(place) for place in request.form.getlist("kept") if place.isdecimal() and len(place) < 6}
    return _answer(service.choose_members(draft_id, proposal_id, kept, seen=_seen(), by=me()))


@bp.route(f"{CARD}/sua", methods=["GET", "POST"])
@open_to(*REVIEWERS)
def edit(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Put text, mode, nature and deadline right."""
    draft, proposal = _asked(draft_id, proposal_id)
    form = _edit_form(proposal)

    def save() -> Proposal:
        origin, due_on = form.deadline()
        change = service.Edit(form.text.data or "", Mode(form.mode.data), Nature(form.nature.data), origin, due_on)
        return service.edit_proposal(draft_id, proposal_id, change, seen=form.seen.data or "", by=me())

    return _form_page("edit", form, draft, proposal, save)


@bp.route(f"{CARD}/bo", methods=["GET", "POST"])
@open_to(*REVIEWERS)
def drop(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Drop the proposal with a reason."""
    draft, proposal = _asked(draft_id, proposal_id)
    form = DropForm(seen=proposal.key)

    def save() -> Proposal:
        return service.drop_proposal(
            draft_id, proposal_id, reason=form.reason.data or "", seen=form.seen.data or "", by=me()
        )

    return _form_page("drop", form, draft, proposal, save)


@bp.get(f"{CARD}/co-quan")
@open_to(*REVIEWERS)
def agency(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Look for the agency by name, accents or not."""
    draft, proposal = _asked(draft_id, proposal_id)
    words = request.args.get("tim", "")[:120]
    place = _place(request.args.get("thay"))
    known, named = queries.agency_options(draft, words)
    shown = {"draft": draft, "proposal": proposal, "words": words, "replaces": place, "known": known, "named": named}
    return page_or_fragment("intake/agency.html", "intake/_agency.html", **shown)


@bp.post(f"{CARD}/co-quan")
@open_to(*REVIEWERS)
def set_agency(draft_id: int, proposal_id: int) -> ResponseReturnValue:
    """Give the work to the chosen agency, or to a new one."""
    agency_id = _place(request.form.get("agency_id"))
    name, replaces = request.form.get("name", "")[:200], _place(request.form.get("thay"))
    return _answer(
        service.set_agency(
            draft_id, proposal_id, name=name, agency_id=agency_id, replaces=replaces, seen=_seen(), by=me()
        )
    )


def _edit_form(proposal: Proposal) -> EditForm:
    """The proposal as it stands; with ?ngay=1 ("Đặt ngày") ready for a specific task with a stated day."""
    sets_day = bool(request.args.get("ngay"))
    origin = DeadlineOrigin.STATED if sets_day else proposal.deadline_origin
    form = EditForm(
        text=proposal.text,
        mode=proposal.mode.value,
        nature=Nature.SPECIFIC.value if sets_day else proposal.nature.value,
        origin=origin.value,
        due_on=proposal.due_on if proposal.deadline_origin is DeadlineOrigin.STATED else None,
        opened=origin.value,
        seen=proposal.key,
    )
    recurs = bool(proposal.drafted["deadline"]["recurs"])
    form.origin.choices = [choice for choice in ORIGINS if recurs or choice.value != DeadlineOrigin.RECURRING.value]
    return form


def _asked(draft_id: int, proposal_id: int) -> tuple[Draft, Proposal]:
    draft = queries.draft_visible_to(me(), draft_id)
    return draft, queries.proposal_of(draft, proposal_id)


def _seen() -> str:
    return request.form.get("seen", "")


def _place(written: str | None) -> int | None:
    return int(written) if written and written.isdecimal() and len(written) < 10 else None


def _form_page(
    name: str, form: EditForm | DropForm, draft: Draft, proposal: Proposal, save: Callable[[], Proposal]
) -> ResponseReturnValue:
    status = 200
    for field in form:  # several forms may stand open on one page
        field.id = f"{field.name}-{proposal.id}"
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                return _answer(save())
            except DomainError as refusal:
                db.session.rollback()
                draft, proposal = _asked(draft.id, proposal.id)
                status = refusal.status
                form.form_errors.append(_(refusal.sentence))
    answer = page_or_fragment(f"intake/{name}.html", f"intake/_{name}.html", form=form, draft=draft, proposal=proposal)
    answer.status_code = status
    return answer


def _answer(proposal: Proposal) -> Response:
    """Answer with the card that changed and the counts above it, or go back to the card."""
    draft = queries.draft_visible_to(me(), proposal.draft_id)
    counts = queries.counts_of(queries.proposals_of(draft.id))
    shown = {"draft": draft, "proposal": proposal, "counts": counts, "identity": identity_doubts(draft)}
    return changed("intake/_changed.html", fallback=_back(proposal), **shown)


def _back(proposal: Proposal) -> str:
    return url_for("review.show", draft_id=proposal.draft_id, _anchor=f"proposal-{proposal.id}")
