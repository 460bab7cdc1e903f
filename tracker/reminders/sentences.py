"""What a reader of a nudge is told: one sentence with what, whose, of which plan, and how it stands in time. Pure.

Requested bodies ("đề nghị") are invited: no word of delay, no count of days, whatever the day (domain F1).
"""

from datetime import date

from tracker.reminders.ladder import Ladder, Rule
from tracker.reminders.rules import Nudge, Subject
from tracker.vietnamese import day_text, shortened

LONGEST_WORDS = 160


def sentence(subject: Subject, nudge: Nudge, *, today: date) -> str:
    """Return the one sentence that a reader gets."""
    ladder = subject.ladder
    if ladder is Ladder.REQUESTED:
        return _invited(subject, nudge)
    if ladder is Ladder.NO_DEADLINE:
        half = _half_year(nudge.due_on)
        return f"{_what(subject)} không có thời hạn: đề nghị cập nhật tình hình {half}."
    if ladder in (Ladder.RESULT, Ladder.REQUEST):
        return _waiting(subject, nudge)
    if ladder is Ladder.DIFFICULTY:
        return _unanswered(subject, nudge, today)
    if nudge.rule in _BEFORE:
        return _to_come(subject, nudge, today)
    return _late(subject, nudge, today)


_BEFORE = frozenset({Rule.UPCOMING, Rule.DUE_SOON, Rule.DUE_TODAY, Rule.IN_GRACE})


def _to_come(subject: Subject, nudge: Nudge, today: date) -> str:
    what, due = _what(subject), day_text(nudge.due_on)
    if nudge.rule is Rule.DUE_TODAY:
        return f"{what} đến hạn ngày {due}; hôm nay là ngày làm việc cuối cùng trong hạn."
    if nudge.rule is Rule.IN_GRACE:
        until = day_text(subject.counts_from)
        return f"{what} đến hạn ngày {due}; còn trong thời gian gia hạn nộp, chậm nhất ngày {until}."
    return f"{what} đến hạn ngày {due} (còn {(nudge.due_on - today).days} ngày)."


def _late(subject: Subject, nudge: Nudge, today: date) -> str:
    due = day_text(nudge.due_on)
    if subject.counts_from != nudge.due_on:
        due = f"{due}, gia hạn nộp đến {day_text(subject.counts_from)}"
    late = f"đã quá hạn {(today - subject.counts_from).days} ngày (hạn {due})"
    what = _what(subject)
    whose = f"{subject.agency_name}: {_small(what)}"
    match nudge.rule:
        case Rule.OVERDUE:
            return f"{what} {late}."
        case Rule.OVERDUE_HEAD:
            return f"{what} {late}, đề nghị lãnh đạo cơ quan chỉ đạo hoàn thành."
        case Rule.OVERDUE_WEEK:
            return f"{whose} {late}, đề nghị đôn đốc hoàn thành."
        case Rule.OVERDUE_MONTH:
            return f"{whose} {late}, đề nghị xem xét, chỉ đạo."
        case Rule.ESCALATED_AGAIN:
            return f"{whose} {late}, chưa chuyển biến sau lần báo cáo trước, đề nghị xem xét, chỉ đạo."
    return f"{whose} {late}, nhắc lại lần {nudge.number}."


def _invited(subject: Subject, nudge: Nudge) -> str:
    """A body that was asked, not ordered, is thanked in advance and never reproved."""
    what, day = _small(_what(subject)), day_text(nudge.due_on)
    if nudge.rule is Rule.INVITATION:
        return f"Trân trọng đề nghị quý cơ quan cho biết kết quả phối hợp {what}, dự kiến đến ngày {day}, để tổng hợp."
    return f"Trân trọng đề nghị quý cơ quan quan tâm phối hợp {what}, dự kiến đến ngày {day}."


def _waiting(subject: Subject, nudge: Nudge) -> str:
    days = nudge.rung.number + nudge.rung.every * max(nudge.number - 1, 0) - 1
    since = day_text(nudge.due_on)
    whose = f"{subject.agency_name}: {_small(_what(subject))}"
    if subject.ladder is Ladder.REQUEST:
        return f"{whose}, gửi ngày {since}, chờ quyết định quá {days} ngày làm việc."
    return f"{whose} đã nộp ngày {since}, chờ xem xét quá {days} ngày làm việc."


def _unanswered(subject: Subject, nudge: Nudge, today: date) -> str:
    whose = f"{subject.agency_name}: {_small(_what(subject))}"
    by = day_text(nudge.due_on)
    if nudge.rule is Rule.ANSWER_SOON:
        return f"{whose} cần trả lời chậm nhất ngày {by} (còn {(nudge.due_on - today).days} ngày)."
    return f"{whose} chưa được trả lời, đã qua ngày trả lời {by} là {(today - nudge.due_on).days} ngày."


def _what(subject: Subject) -> str:
    words = shortened(subject.words.rstrip(" .;:,"), LONGEST_WORDS)
    if subject.kind == "task":
        return f"Nhiệm vụ «{words}» ({subject.plan_name})"
    return f"{words} ({subject.plan_name})"


def _small(what: str) -> str:
    return what[0].lower() + what[1:]


def _half_year(day: date) -> str:
    return f"6 tháng đầu năm {day.year}" if day.month <= 6 else f"6 tháng cuối năm {day.year}"
