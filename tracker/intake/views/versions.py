"""A document that changes a tracked plan: of which plan, what differs, what is decided about each difference."""

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker import clock
from tracker.errors import ChangedMeanwhile, DomainError
from tracker.extensions import db
from tracker.intake import queries
from tracker.intake.comparison import VersionDesk, version_desk, version_of_draft
from tracker.intake.duty_changes import duty_changes
from tracker.intake.issue.versions import plans_of_issuer
from tracker.intake.models import DraftState
from tracker.intake.rules.comparing import Kind
from tracker.intake.rules.wording_diff import runs_of
from tracker.intake.service import versions as service
from tracker.intake.version_models import Choice
from tracker.intake.version_wording import (
    ALL_WORDS,
    CHOICE_WORDS,
    KIND_WORDS,
    RELATION_WORDS,
    shown_differences,
    terms_words,
)
from tracker.intake.views.cards import DRAFT, REVIEWERS, bp
from tracker.web.fragments import go_to
from tracker.web.gate import me, open_to

PAGE = f"{DRAFT}/ban-sua-doi"


@bp.get(PAGE)
@open_to(*REVIEWERS)
def compare(draft_id: int) -> ResponseReturnValue:
    """The new text beside what is tracked: changed, added, dropped; what is untouched is counted and folded."""
    draft = queries.draft_visible_to(me(), draft_id)
    desk = version_desk(draft)
    if desk.version.version_id is not None:
        return go_to(url_for("plans.version", plan_id=desk.plan.id, version_id=desk.version.version_id))
    return Response(_page(desk))


@bp.post(f"{PAGE}/quyet-dinh")
@open_to(*REVIEWERS)
def choose_version(draft_id: int) -> ResponseReturnValue:
    """Decide about one difference, or let it wait again."""
    name, written = request.form.get("muc", "")[:20], request.form.get("chon", "")
    choice = next((one for one in Choice if one.value == written), None)
    try:
        service.decide(draft_id, name, choice, seen=request.form.get("seen", "")[:40], by=me())
    except DomainError as refusal:
        return _refused(draft_id, refusal, name)
    return _back(draft_id, name)


@bp.get(f"{PAGE}/tat-ca/<any(changed, added, dropped):kind>")
@open_to(*REVIEWERS)
def list_all(draft_id: int, kind: str) -> ResponseReturnValue:
    """What "take all" of a kind would take, before it does."""
    chosen = Kind(kind)
    desk = version_desk(queries.draft_visible_to(me(), draft_id))
    return render_template(
        "intake/version_all.html",
        desk=desk,
        draft=desk.draft,
        kind=chosen,
        words=ALL_WORDS[chosen],
        terms_words=terms_words,
    )


@bp.post(f"{PAGE}/tat-ca/<any(changed, added, dropped):kind>")
@open_to(*REVIEWERS)
def take_all(draft_id: int, kind: str) -> ResponseReturnValue:
    """Take what stood in the list and is ticked."""
    taken = service.take_all(draft_id, Kind(kind), shown=set(request.form.getlist("muc")), by=me())
    flash(ngettext("Đã chọn %(num)s nội dung.", "Đã chọn %(num)s nội dung.", taken), "success")
    return _back(draft_id)


@bp.post(f"{PAGE}/hoan-tac")
@open_to(*REVIEWERS)
def undo_version(draft_id: int) -> ResponseReturnValue:
    """Undo the person's last step."""
    restored = service.undo(draft_id, by=me())
    words = ngettext("Đã hoàn tác %(num)s nội dung.", "Đã hoàn tác %(num)s nội dung.", restored)
    if not restored:
        words = _("Không hoàn tác được bước này: người khác đã quyết định lại sau đó; quyết định của họ giữ nguyên.")
    flash(words, "info")
    return _back(draft_id)


@bp.post(f"{PAGE}/pham-vi")
@open_to(*REVIEWERS)
def scope(draft_id: int) -> ResponseReturnValue:
    """Say whether the document holds the whole plan or only what changes."""
    service.set_scope(draft_id, is_full=request.form.get("toan-van") == "1", by=me())
    return _back(draft_id)


@bp.post(f"{PAGE}/xac-nhan")
@open_to(*REVIEWERS)
def confirm_version(draft_id: int) -> ResponseReturnValue:
    """Do all that was decided."""
    seen = request.form.get("seen", "")[:40]
    has_seen = request.form.get("da-xem") == "1"
    known = version_of_draft(queries.draft_visible_to(me(), draft_id).id)
    was_confirmed = known is not None and known.version_id is not None
    try:
        version = service.confirm_version(draft_id, seen=seen, by=me(), today=clock.today(), has_seen_unread=has_seen)
    except DomainError as refusal:
        return _refused(draft_id, refusal)
    if was_confirmed:
        who = version.confirmed_by
        flash(_("Bản sửa đổi đã được xác nhận trước đó (%(who)s); lần này không có gì thay đổi.", who=who), "info")
    else:
        flash(_("Đã áp dụng bản sửa đổi; các nhiệm vụ giữ nguyên tiến độ và nhật ký."), "success")
    return go_to(url_for("plans.version", plan_id=version.plan_id, version_id=version.id))


@bp.get(f"{DRAFT}/ke-hoach-goc")
@open_to(*REVIEWERS)
def which_plan(draft_id: int) -> ResponseReturnValue:
    """The plans of the same issuer, to say of which one the document is another version."""
    draft = queries.draft_visible_to(me(), draft_id)
    return render_template("intake/version_of.html", draft=draft, plans=plans_of_issuer(draft.issuer_id))


@bp.post(f"{DRAFT}/ke-hoach-goc")
@open_to(*REVIEWERS)
def say_version(draft_id: int) -> ResponseReturnValue:
    """Say of which plan the document is another version, or that it is a plan of its own."""
    written = request.form.get("goc", "")
    if not written.isdecimal() or len(written) > 9:
        service.take_back(draft_id, by=me())
        flash(_("Đã ghi: văn bản là kế hoạch riêng."), "info")
        return go_to(url_for("review.show", draft_id=draft_id))
    service.say_version(draft_id, int(written), by=me())
    flash(_("Đã ghi: văn bản là bản sửa đổi. Hãy so sánh và quyết định từng nội dung."), "success")
    return _back(draft_id)


def _refused(draft_id: int, refusal: DomainError, name: str | None = None) -> Response:
    """Show the comparison as it stands now with the refusal on top, and who decided meanwhile where that is known."""
    if refusal.status not in (409, 422):
        raise refusal
    db.session.rollback()
    desk = version_desk(queries.draft_visible_to(me(), draft_id))
    if desk.version.version_id is not None:
        flash(_("Bản sửa đổi đã được xác nhận; không quyết định thêm được."), "info")
        return go_to(url_for("plans.version", plan_id=desk.plan.id, version_id=desk.version.version_id))
    words = _(refusal.sentence)
    who = desk.decided_by(name) if isinstance(refusal, ChangedMeanwhile) else None
    if who:
        words = _("%(who)s đã quyết định trước; thao tác của đồng chí chưa được ghi. Hãy xem lại rồi chọn.", who=who)
    return Response(_page(desk, words), refusal.status)


def _page(desk: VersionDesk, refused: str | None = None) -> str:
    return render_template(
        "intake/versions.html",
        desk=desk,
        draft=desk.draft,
        refused=refused,
        kinds=(Kind.CHANGED, Kind.ADDED, Kind.DROPPED),
        kind_words=KIND_WORDS,
        choice_words=CHOICE_WORDS,
        all_words=ALL_WORDS,
        relation=RELATION_WORDS[desk.version.relation],
        choices=tuple(Choice),
        runs_of=runs_of,
        differences=shown_differences,
        terms_words=terms_words,
        untouched=desk.comparison.of(Kind.UNTOUCHED),
        duties=duty_changes(desk),
        is_discarded=desk.draft.state is DraftState.DISCARDED,
        may_undo=any(step["by"] == me().person_id for step in desk.version.steps),
    )


def _back(draft_id: int, name: str | None = None) -> Response:
    return go_to(url_for("review.compare", draft_id=draft_id, _anchor=f"muc-{name}" if name else None))
