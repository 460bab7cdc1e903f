"""What was done in a review, in words: for the line above the list and for what undoing says."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tracker.intake.models import Draft, ReviewStep
from tracker.intake.service.review import Undone

_DONE = {
    "accepted": _l("Đã chọn đề xuất %(labels)s"),
    "put_back": _l("Đề xuất %(labels)s chờ quyết định trở lại"),
    "dropped": _l("Đã bỏ đề xuất %(labels)s"),
    "accepted_all": _l("Đã chọn các đề xuất chắc chắn: %(labels)s"),
    "edited": _l("Đã sửa đề xuất %(labels)s"),
    "set_deadline": _l("Đã đặt hạn đề xuất %(labels)s"),
    "set_mode": _l("Đã đổi hình thức đề xuất %(labels)s"),
    "chose_members": _l("Đã lưu danh sách cơ quan của đề xuất %(labels)s"),
    "set_agency": _l("Đã đổi cơ quan của đề xuất %(labels)s"),
    "settled_doubt": _l("Đã trả lời điểm cần xem của đề xuất %(labels)s"),
    "settled_alike": _l("Đã trả lời một lần cho các đề xuất %(labels)s"),
    "split": _l("Đã tách đề xuất %(labels)s"),
    "merged": _l("Đã gộp đề xuất %(labels)s"),
    "added": _l("Đã thêm đề xuất %(labels)s"),
}
_MOST_LABELS = 6
_KINDS = {
    "KH": _l("Kế hoạch"),
    "QĐ": _l("Quyết định"),
    "CT": _l("Chỉ thị"),
    "CTr": _l("Chương trình"),
    "NQ": _l("Nghị quyết"),
    "ĐA": _l("Đề án"),
    "HD": _l("Hướng dẫn"),
    "TB": _l("Thông báo"),
    "KL": _l("Kết luận"),
    "CV": _l("Công văn"),
    "PA": _l("Phương án"),
    "CĐ": _l("Công điện"),
}


def document_name(draft: Draft) -> str:
    """Return how the document is called: its kind and number ("Quyết định 12/QĐ-UBND"), or its title without one."""
    if not draft.number:
        return draft.title
    return f"{_KINDS.get(draft.extraction['plan'].get('kind'), _('Văn bản'))} {draft.number}"


def step_words(step: ReviewStep) -> str:
    """Return what the step did: "Đã chọn đề xuất 11"."""
    cards = [card for card in step.cards if not _is_made(card) or step.action == "added"]
    return str(_DONE.get(step.action, _DONE["edited"])) % {"labels": _labels([card["label"] for card in cards])}


def undone_words(undone: Undone) -> str:
    """Return what undoing did, and what others had changed since and so was kept."""
    done = str(_("Đã hoàn tác: %(words)s", words=_lower(step_words(undone.step))))
    if not undone.kept:
        return done
    labels = _labels([proposal.label for proposal in undone.kept])
    who = ", ".join(dict.fromkeys(proposal.changed_by or str(_("phần đầu của kế hoạch")) for proposal in undone.kept))
    kept = str(
        _("Không hoàn tác được đề xuất %(labels)s vì %(who)s đã sửa hoặc giao việc sau đó", labels=labels, who=who)
    )
    return f"{done}. {kept}" if undone.restored else kept


def unchosen_words(left: int) -> str:
    """Return why the list of sure proposals did not choose all that was ticked: nothing was, or others came first."""
    if not left:
        return str(_("Chưa chọn việc nào: không dòng nào được đánh dấu"))
    words = ngettext(
        "%(num)s đề xuất vừa được người khác sửa hoặc quyết định nên chưa chọn; hãy xem lại",
        "%(num)s đề xuất vừa được người khác sửa hoặc quyết định nên chưa chọn; hãy xem lại",
        left,
    )
    return str(words)


def waiting_words(pending: int, open_doubts: int) -> str:
    """Return how many proposals still wait, and how many of them for the answer to a doubt."""
    if not pending:
        return str(_("Không còn đề xuất nào chờ."))
    words = str(ngettext("Còn %(num)s đề xuất chờ quyết định", "Còn %(num)s đề xuất chờ quyết định", pending))
    if not open_doubts:
        return f"{words}."
    if open_doubts == pending:
        return str(_("%(words)s, đều cần xem.", words=words))
    return str(_("%(words)s, trong đó %(doubtful)s cần xem.", words=words, doubtful=open_doubts))


def _labels(labels: list[str]) -> str:
    shown = ", ".join(labels[:_MOST_LABELS])
    if len(labels) <= _MOST_LABELS:
        return shown
    return str(_("%(labels)s và %(more)s đề xuất khác", labels=shown, more=len(labels) - _MOST_LABELS))


def _is_made(card: dict[str, object]) -> bool:
    before = card["before"]
    return isinstance(before, dict) and before.get("decision") == "replaced"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
