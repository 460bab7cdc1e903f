"""The ladder in Vietnamese words: what each rung is called, when it comes, who hears it. Nothing is said twice."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.reminders.ladder import Audience, Ladder, Rule, Rung, When


def _(sentence: str, /, **values: Any) -> str:
    return str(gettext(sentence, **values))


LADDER_WORDS: dict[Ladder, Any] = {
    Ladder.TASK: _l("Nhiệm vụ được giao"),
    Ladder.REPORT: _l("Báo cáo phải nộp"),
    Ladder.REQUESTED: _l("Việc được đề nghị phối hợp (lời mời, không nhắc quá hạn)"),
    Ladder.NO_DEADLINE: _l("Việc thường xuyên, không hạn"),
    Ladder.RESULT: _l("Kết quả, báo cáo chờ xem xét"),
    Ladder.REQUEST: _l("Đề nghị gia hạn chờ quyết định"),
    Ladder.DIFFICULTY: _l("Khó khăn, vướng mắc chờ trả lời"),
}
_COUNTED_FROM: dict[Ladder, Any] = {
    Ladder.TASK: _l("hạn"),
    Ladder.REPORT: _l("ngày cuối còn tính trong hạn"),
    Ladder.REQUESTED: _l("ngày dự kiến"),
    Ladder.NO_DEADLINE: _l("ngày hỏi"),
    Ladder.RESULT: _l("ngày nộp"),
    Ladder.REQUEST: _l("ngày gửi đề nghị"),
    Ladder.DIFFICULTY: _l("ngày cần trả lời"),
}
RULE_WORDS: dict[Rule, Any] = {
    Rule.UPCOMING: _l("Báo trước"),
    Rule.DUE_SOON: _l("Sắp đến hạn"),
    Rule.DUE_TODAY: _l("Đến hạn"),
    Rule.IN_GRACE: _l("Còn được gia hạn nộp"),
    Rule.OVERDUE: _l("Quá hạn"),
    Rule.OVERDUE_HEAD: _l("Quá hạn, báo lãnh đạo cơ quan"),
    Rule.OVERDUE_WEEK: _l("Quá hạn, báo cơ quan thường trực"),
    Rule.OVERDUE_AGAIN: _l("Nhắc lại"),
    Rule.OVERDUE_MONTH: _l("Quá hạn lâu, báo thư ký Ban Chỉ đạo"),
    Rule.ESCALATED_AGAIN: _l("Báo lại thư ký Ban Chỉ đạo"),
    Rule.INVITATION: _l("Mời cho biết kết quả"),
    Rule.ASK_UPDATE: _l("Đề nghị cập nhật"),
    Rule.ANSWER_SOON: _l("Sắp đến ngày trả lời"),
    Rule.AWAITING: _l("Chờ lâu, báo người xem xét"),
    Rule.AWAITING_LONG: _l("Chờ lâu, báo thư ký Ban Chỉ đạo"),
    Rule.AWAITING_AGAIN: _l("Nhắc lại việc chờ"),
}
AUDIENCE_WORDS: dict[Audience, Any] = {
    Audience.CLERKS: _l("Chuyên viên"),
    Audience.HEAD: _l("Lãnh đạo cơ quan"),
    Audience.MONITOR: _l("Cơ quan thường trực"),
    Audience.SECRETARY: _l("Thư ký Ban Chỉ đạo"),
    Audience.JUDGE: _l("Người xem xét"),
}


def when_words(rung: Rung, ladder: Ladder) -> str:
    """Return when a rung comes: "3 ngày làm việc trước hạn", "15 ngày làm việc sau hạn, rồi mỗi 10 ngày làm việc"."""
    number, base = rung.number, _COUNTED_FROM[ladder]
    if rung.when is When.HALF_YEAR:
        return _("Ngày làm việc đầu tiên của tháng 6 và tháng 12")
    if rung.when is When.DAYS_BEFORE and number == 0:
        return _("Ngày đến hạn")
    if rung.when is When.DAYS_BEFORE:
        return _("%(number)s ngày trước %(base)s", number=number, base=_("hạn") if ladder is Ladder.REPORT else base)
    if rung.when is When.WORKING_DAYS_BEFORE:
        before = _("hạn") if ladder is Ladder.REPORT else base
        return _("%(number)s ngày làm việc trước %(base)s", number=number, base=before)
    if rung.when is When.IN_GRACE:
        return _("%(number)s ngày làm việc sau hạn, nếu còn được gia hạn nộp", number=number)
    said = _("%(number)s ngày làm việc sau %(base)s", number=number, base=base)
    return _("%(said)s, rồi mỗi %(every)s ngày làm việc", said=said, every=rung.every) if rung.every else said


def audience_words(audiences: Iterable[Audience]) -> str:
    """Return who hears it, in the order of the ladder: "Chuyên viên, Lãnh đạo cơ quan"."""
    heard = set(audiences)
    return ", ".join(str(AUDIENCE_WORDS[one]) for one in Audience if one in heard)
