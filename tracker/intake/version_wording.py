"""How differences between a version and what is tracked are said in Vietnamese."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.intake.rules.comparing import Difference, Item, Kind, Terms, What
from tracker.intake.version_models import Choice
from tracker.plans.rules import VersionRelation
from tracker.tasks.rules import DeadlineOrigin, Mode
from tracker.vietnamese import day_text


def _(sentence: str, /, **values: Any) -> str:
    return str(gettext(sentence, **values))


KIND_WORDS: dict[Kind, Any] = {
    Kind.CHANGED: _l("Thay đổi"),
    Kind.ADDED: _l("Thêm mới"),
    Kind.DROPPED: _l("Không còn"),
    Kind.UNTOUCHED: _l("Giữ nguyên"),
}
WHAT_WORDS: dict[What, Any] = {
    What.WORDS: _l("Lời giao việc"),
    What.DEADLINE: _l("Thời hạn"),
    What.AGENCY: _l("Cơ quan thực hiện"),
    What.PARTNERS: _l("Cơ quan phối hợp"),
    What.MODE: _l("Cách giao"),
}
CHOICE_WORDS: dict[tuple[Kind, Choice], Any] = {
    (Kind.CHANGED, Choice.TAKE): _l("Lấy theo bản mới"),
    (Kind.CHANGED, Choice.KEEP): _l("Giữ như cũ"),
    (Kind.ADDED, Choice.TAKE): _l("Giao việc"),
    (Kind.ADDED, Choice.KEEP): _l("Bỏ qua"),
    (Kind.DROPPED, Choice.TAKE): _l("Kết thúc việc"),
    (Kind.DROPPED, Choice.KEEP): _l("Vẫn theo dõi"),
}
ALL_WORDS: dict[Kind, Any] = {
    Kind.CHANGED: _l("Lấy tất cả thay đổi"),
    Kind.ADDED: _l("Giao tất cả việc mới"),
    Kind.DROPPED: _l("Kết thúc tất cả việc không còn"),
}
RELATION_WORDS: dict[VersionRelation, Any] = {
    VersionRelation.AMENDS: _l("Văn bản ghi sửa đổi, bổ sung kế hoạch này."),
    VersionRelation.REPLACES: _l("Văn bản ghi thay thế kế hoạch này."),
    VersionRelation.RENEWED: _l("Cùng cơ quan ban hành, cùng tên và thời gian thực hiện, khác số hoặc ngày."),
    VersionRelation.CORRECTED: _l("Cùng số và ngày, nội dung giao việc khác: bản đính chính."),
    VersionRelation.BY_HAND: _l("Người rà soát ghi là bản sửa đổi."),
}


def difference_words(difference: Difference) -> tuple[str, str]:
    """Return what was and what is to be, in words."""
    return _words(difference.what, difference.before), _words(difference.what, difference.after)


def shown_differences(item: Item) -> list[tuple[What, Any, str, str]]:
    """Return the differences of an item, without that of its words: (what, label, before, after)."""
    return [
        (difference.what, WHAT_WORDS[difference.what], *difference_words(difference))
        for difference in item.differences
        if difference.what is not What.WORDS
    ]


def terms_words(terms: Terms) -> str:
    """Return a deadline in words: the day, the words of the plan for what recurs or awaits an event, or none."""
    if terms.origin is DeadlineOrigin.RECURRING:
        return terms.words or _("định kỳ")
    if terms.origin is DeadlineOrigin.EVENT:
        return _("chờ sự kiện: %(words)s", words=terms.words or "")
    if terms.due_on is None:
        return _("không có thời hạn")
    if terms.origin is DeadlineOrigin.PLAN_END:
        return _("hết kỳ kế hoạch, %(day)s", day=day_text(terms.due_on))
    return day_text(terms.due_on)


def _words(what: What, value: Any) -> str:
    if what is What.DEADLINE:
        return terms_words(value)
    if what is What.MODE:
        return _("giao") if value is Mode.ORDERED else _("đề nghị phối hợp")
    if what in (What.AGENCY, What.PARTNERS):
        names = list(value)
        more = _(" và %(number)s cơ quan khác", number=len(names) - 6) if len(names) > 7 else ""
        return ("; ".join(names[:6] if more else names) + more) or _("không ghi")
    return str(value)
