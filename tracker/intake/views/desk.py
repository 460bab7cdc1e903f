"""What concerns the list of a review: choose all that is sure, undo, add, its order, and what others did meanwhile."""

from datetime import datetime

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.intake import queries
from tracker.intake.desk import desk_of
from tracker.intake.forms import AddForm
from tracker.intake.models import Decision, Draft
from tracker.intake.rules.passages import LONGEST_PASSAGE
from tracker.intake.service import review as service
from tracker.intake.views.cards import DRAFT, REVIEWERS, answer_all, bp, place, shown, ticked_versions
from tracker.intake.wording import unchosen_words, undone_words
from tracker.web.fragments import go_to, varied, wants_fragment
from tracker.web.gate import me, open_to


@bp.get(f"{DRAFT}/chon-tat-ca")
@open_to(*REVIEWERS)
def sure(draft_id: int) -> ResponseReturnValue:
    """The list of what "choose all that is sure" would choose."""
    return _panel("bulk", queries.draft_visible_to(me(), draft_id))


@bp.post(f"{DRAFT}/chon-tat-ca")
@open_to(*REVIEWERS)
def choose_all(draft_id: int) -> ResponseReturnValue:
    """Choose those of the list that are ticked, as one step."""
    ticked = ticked_versions("chon")
    left = len(ticked) - service.accept_all_sure(draft_id, shown=ticked, by=me())
    if ticked and not left:
        return answer_all(draft_id, here=None)
    words = unchosen_words(left)
    if not wants_fragment():
        flash(words, "info")
    return answer_all(draft_id, here=None, said=words)


@bp.post(f"{DRAFT}/hoan-tac")
@open_to(*REVIEWERS)
def undo(draft_id: int) -> ResponseReturnValue:
    """Undo the person's last step."""
    undone = service.undo_last(draft_id, by=me())
    words = undone_words(undone)
    if not undone.restored and queries.last_step_of(draft_id, me()) is None:
        words = f"{words}. {_('Đồng chí không còn bước nào khác để hoàn tác')}"
    here = next((one.id for one in undone.restored if one.decision is not Decision.REPLACED), None)
    if not wants_fragment():
        from_page = url_for("review.show", draft_id=draft_id, _anchor=f"proposal-{here}" if here else None)
        flash(words, "info")
        return go_to(from_page)
    return answer_all(draft_id, here=here, said=words)


@bp.route(f"{DRAFT}/them", methods=["GET", "POST"])
@open_to(*REVIEWERS)
def add(draft_id: int) -> ResponseReturnValue:
    """Add a proposal from marked or pasted words of the document."""
    draft = queries.draft_visible_to(me(), draft_id)
    form = AddForm()
    if request.method == "GET":
        form.tu.data, form.doan.data = _named_passage(draft)
        return _panel("add", draft, form=form)
    try:
        added = service.add_proposal(draft_id, form.doan.data or "", near=place(form.tu.data), by=me())
    except DomainError as refusal:
        if refusal.status == 404:
            raise
        db.session.rollback()
        form.form_errors.append(_(refusal.sentence))
        return _panel("add", queries.draft_visible_to(me(), draft_id), refusal.status, form=form)
    return answer_all(draft_id, here=added.id)


@bp.post(f"{DRAFT}/xep")
@open_to(*REVIEWERS)
def order(draft_id: int) -> ResponseReturnValue:
    """Let the list stand in the order of the document, or the surest first."""
    by_text = request.form.get("xep") == "van-ban"
    service.keep_place(draft_id, proposal_id=None, by_text=by_text, by=me())
    return answer_all(draft_id, here=None)


@bp.post(f"{DRAFT}/cho")
@open_to(*REVIEWERS)
def here(draft_id: int) -> ResponseReturnValue:
    """Note at which card the person is, for the next visit."""
    service.keep_place(draft_id, proposal_id=place(request.form.get("de-xuat")), by_text=None, by=me())
    return varied(Response(status=204))


@bp.get(f"{DRAFT}/moi")
@open_to(*REVIEWERS)
def news(draft_id: int) -> ResponseReturnValue:
    """What other people changed since ?tu=: their cards, or the note that the list is another."""
    draft = queries.draft_visible_to(me(), draft_id)
    since = _moment(request.args.get("tu", ""))
    asked_at = clock.now()
    changed = queries.changed_by_others(draft.id, me(), since)
    if not wants_fragment():
        return go_to(url_for("review.show", draft_id=draft_id))
    if not changed:
        return varied(Response(status=204))
    desk = desk_of(draft, me())
    there = {one.id for one in desk.proposals}
    is_other_list = any(one.id not in there for one in changed)
    page = {**shown(desk), "changed": [one for one in changed if one.id in there], "asked_at": asked_at}
    return varied(Response(render_template("intake/_news.html", **page, is_other_list=is_other_list)))


def _named_passage(draft: Draft) -> tuple[str | None, str | None]:
    """Return where the words begin that a link names (?tu=&den=), and the words without their quotation marks."""
    begin, end = place(request.args.get("tu")), place(request.args.get("den"))
    if begin is None or end is None:
        return None, None
    return str(begin), draft.extraction["text"][begin:end][:LONGEST_PASSAGE].strip(' \n"“”')


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return clock.now()
    return moment if moment.tzinfo else clock.now()


def _panel(name: str, draft: Draft, status: int = 200, **more: object) -> Response:
    """Answer with a form about the whole list: above it, or, without JavaScript, on a page of its own."""
    page = {**shown(desk_of(draft, me())), **more}
    fragment = f"intake/_{name}.html"
    if wants_fragment():
        answer = Response(render_template(fragment, **page), status)
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#review-panel", "innerHTML"
    else:
        answer = Response(
            render_template("intake/step.html", fragment=fragment, step=name, proposal=None, **page), status
        )
    return varied(answer)
