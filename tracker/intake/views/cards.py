"""What the views of a review share: their blueprint, and how a step is answered with the cards that it changed."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import ChangedMeanwhile, DomainError
from tracker.extensions import db
from tracker.intake import queries
from tracker.intake.comparison import version_of_draft
from tracker.intake.desk import Desk, desk_of
from tracker.intake.identity import identity_doubts
from tracker.intake.models import Draft, Proposal
from tracker.intake.service import review as service
from tracker.intake.wording import step_words, waiting_words
from tracker.plans.text import blocks_of
from tracker.rights import Role
from tracker.web.forms import Form
from tracker.web.fragments import changed, varied, wants_fragment
from tracker.web.gate import me

bp = Blueprint("review", __name__)

REVIEWERS = (Role.MONITOR, Role.CLERK, Role.HEAD)
DRAFT = "/tiep-nhan/<int:draft_id>"
CARD = f"{DRAFT}/de-xuat/<int:proposal_id>"
REPEATABLE = {
    "choose": "accepted",
    "put_back": "put_back",
    "drop": "dropped",
    "mode": "set_mode",
    "settle": "settled_doubt",
    "split": "split",
    "merge": "merged",
}
WORDLESS = frozenset({"drop", "deadline"})  # steps that are sent again from the card: little was typed
QUIET_FINDINGS = frozenset({"lead_in", "closing_order"})


def asked(draft_id: int, proposal_id: int) -> tuple[Draft, Proposal]:
    """Return the draft and the proposal of the address, if the person may review them."""
    draft = queries.draft_visible_to(me(), draft_id)
    return draft, queries.proposal_of(draft, proposal_id)


def seen() -> str:
    """Return the version of the proposal that the form showed."""
    return request.form.get("seen", "")[:40]


def seen_key(proposal: Proposal) -> str:
    """Return the version that the person saw: as the link or the form says, the present one where neither does."""
    return (request.values.get("seen") or proposal.key)[:40]


def place(written: str | None) -> int | None:
    """Return a number of a form or an address, None for anything else."""
    return int(written) if written and written.isdecimal() and len(written) < 10 else None


def ticked_versions(name: str) -> dict[int, str]:
    """Return the ticked proposals with the version that the list showed: the fields hold "id.version"."""
    ticked = (one.partition(".") for one in request.form.getlist(name))
    return {int(number): version[:40] for number, _dot, version in ticked if number.isdecimal() and len(number) < 10}


def is_repeated(draft_id: int, proposal_id: int) -> bool:
    """Tell whether the form is one that the person has just sent: a double click is answered as the first was."""
    action = REPEATABLE.get((request.endpoint or "").rpartition(".")[2])
    return action is not None and service.sent_twice(draft_id, proposal_id, seen(), action, by=me())


def workspace(draft: Draft, **more: Any) -> dict[str, Any]:
    """Return what the workspace shows: the proposals beside the document, with what was done last."""
    desk = desk_of(draft, me())
    marks = [(p.drafted["span"][0], p.drafted["span"][1], p.position) for p in desk.proposals]
    marks += [(a, z, -p.position) for p in desk.proposals for a, z in p.drafted.get("more_spans") or ()]
    extraction = draft.extraction
    return {
        **shown(desk),
        "blocks": blocks_of(extraction["text"], marks),
        "ids": {p.position: (p.id, p.label) for p in desk.proposals},
        "findings": [f for f in extraction["findings"] if f["code"] not in QUIET_FINDINGS],
        "text": extraction["text"],
        **more,
    }


def shown(desk: Desk) -> dict[str, Any]:
    """Return what every part of the workspace needs."""
    return {
        "desk": desk,
        "draft": desk.draft,
        "counts": desk.counts,
        "identity": identity_doubts(desk.draft),
        "version": version_of_draft(desk.draft.id),
        "undoable": step_words(desk.last_step) if desk.last_step else None,
        "waiting": waiting_words(desk.counts.pending, desk.counts.open_doubts),
        "said": None,
    }


def decide(draft_id: int, proposal_id: int, step: Callable[[], Proposal]) -> Response:
    """Make a step on one proposal and answer with its card; a clash with somebody else shows both versions."""
    try:
        proposal = step()
    except ChangedMeanwhile:
        db.session.rollback()
        draft, proposal = asked(draft_id, proposal_id)
        if not is_repeated(draft_id, proposal_id):
            return clash_card(draft, proposal)
    return answer_card(proposal)


def answer_card(proposal: Proposal) -> Response:
    """Answer with the card that changed, the counts and what was done; or go back to the card."""
    desk = desk_of(queries.draft_visible_to(me(), proposal.draft_id), me())
    said = step_words(desk.last_step) if desk.last_step else None
    return changed(
        "intake/_changed.html", fallback=back(proposal), **{**shown(desk), "proposal": proposal, "said": said}
    )


def answer_all(draft_id: int, *, here: int | None, said: str | None = None) -> Response:
    """Answer with the whole workspace, as a step changed which cards there are; or go back to it."""
    draft = queries.draft_visible_to(me(), draft_id)
    anchor = f"proposal-{here}" if here else None
    page = workspace(draft) if wants_fragment() else {}
    if page:
        last = page["desk"].last_step
        page["said"] = said or (step_words(last) if last else None)
    answer = changed(
        "intake/_workspace.html", fallback=url_for("review.show", draft_id=draft_id, _anchor=anchor), **page
    )
    if page:
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#workspace", "outerHTML"
    return answer


def form_page(
    name: str, draft: Draft, proposal: Proposal, form: Form, save: Callable[[], Response], **more: Any
) -> ResponseReturnValue:
    """Show the form of a step, or take the step; a refusal shows the form again with what was typed.

    When somebody else changed the proposal, the form shows the other's version too and may be sent again over it.
    """
    status = 200
    if not form.is_submitted():
        form["seen"].data = seen_key(proposal)
    for form_field in form:  # several forms may stand open on one page
        form_field.id = f"{form_field.name}-{proposal.id}"
    clash = None
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                return save()
            except DomainError as refusal:
                db.session.rollback()
                draft, proposal = asked(draft.id, proposal.id)
                status = refusal.status
                if isinstance(refusal, ChangedMeanwhile):
                    if is_repeated(draft.id, proposal.id):
                        return answer_card(proposal)
                    if name in WORDLESS:
                        return clash_card(draft, proposal)
                    clash = proposal
                    form["seen"].data = proposal.key
                form.form_errors.append(_(refusal.sentence))
    return step_page(name, draft, proposal, status, form=form, clash=clash, **more)


def step_page(name: str, draft: Draft, proposal: Proposal, status: int = 200, **more: Any) -> Response:
    """Answer with the form of a step: in the card, or, without JavaScript, on a page of its own."""
    fragment = f"intake/_{name}.html"
    page = {"desk": desk_of(draft, me()), "draft": draft, "proposal": proposal, "errors": (), **more}
    page["seen_key"] = proposal.key if status == 409 else seen_key(proposal)
    if wants_fragment():
        answer = Response(render_template(fragment, **page), status)
        if status != 200:  # a step that would have changed more than its card shows its refusal in the card
            answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = f"#proposal-{proposal.id}", "outerHTML"
    else:
        answer = Response(render_template("intake/step.html", fragment=fragment, step=name, **page), status)
    return varied(answer)


def back(proposal: Proposal) -> str:
    """Return the address of the card on the page."""
    return url_for("review.show", draft_id=proposal.draft_id, _anchor=f"proposal-{proposal.id}")


def clash_card(draft: Draft, proposal: Proposal) -> Response:
    """Answer with the other's version, and with the person's own step ready to be sent over it."""
    desk = desk_of(draft, me())
    mine = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "seen")]
    clash = {"url": request.path, "values": mine}
    page = {**shown(desk), "proposal": proposal, "clash": clash}
    if not wants_fragment():
        own = render_template("intake/step.html", fragment="intake/_card.html", step="card", **page)
        return varied(Response(own, 409))
    answer = Response(render_template("intake/_card.html", **page), 409)
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = f"#proposal-{proposal.id}", "outerHTML"
    return varied(answer)
