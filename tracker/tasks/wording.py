"""How steps, events and deadlines are said in Vietnamese."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.tasks.board import Group
from tracker.tasks.counts import Ageing, Standing
from tracker.tasks.deadlines import months_later
from tracker.tasks.listing import ListClass, Sum
from tracker.tasks.models import Task, TaskEvent
from tracker.tasks.rules import DeadlineOrigin, EventKind, Mode
from tracker.tasks.steps import Step
from tracker.vietnamese import day_text


def _(sentence: str, /, **values: Any) -> str:
    return str(gettext(sentence, **values))


@dataclass(frozen=True, slots=True)
class StepWords:
    """The button of a step, and what its form explains."""

    button: Any
    explanation: Any = ""


STEP_WORDS: dict[Step, StepWords] = {
    Step.ACKNOWLEDGE: StepWords(_l("Tiếp nhận")),
    Step.UPDATE: StepWords(_l("Cập nhật")),
    Step.DECLINE: StepWords(
        _l("Trả lại, không đúng chức năng"),
        _l("Nhiệm vụ trở về cơ quan theo dõi để giao lại, chuyển cơ quan khác hoặc hủy."),
    ),
    Step.WITHDRAW: StepWords(_l("Rút lại báo cáo")),
    Step.CONFIRM: StepWords(_l("Xác nhận hoàn thành")),
    Step.RETURN: StepWords(
        _l("Trả lại kết quả"),
        _l("Cơ quan chủ trì thực hiện lại; đến khi báo cáo lại, nhiệm vụ tính là chưa hoàn thành."),
    ),
    Step.SEND_BACK: StepWords(_l("Giao lại"), _l("Nhiệm vụ trở lại cơ quan đã từ chối, chờ tiếp nhận.")),
    Step.HAND_OVER: StepWords(
        _l("Chuyển cơ quan khác"), _l("Cơ quan mới nhận nhiệm vụ với cùng thời hạn; nhiệm vụ cũ đóng lại và được lưu.")
    ),
    Step.SUSPEND: StepWords(_l("Tạm dừng"), _l("Trong thời gian tạm dừng nhiệm vụ không tính hạn.")),
    Step.RESUME: StepWords(_l("Tiếp tục thực hiện")),
    Step.CANCEL: StepWords(_l("Hủy nhiệm vụ"), _l("Nhiệm vụ ra khỏi mọi số đếm; diễn biến vẫn được lưu.")),
    Step.RECORD_EVENT: StepWords(
        _l("Ghi nhận sự kiện"), _l("Từ hôm nay hạn này tính cho mọi cơ quan chủ trì của câu giao việc.")
    ),
}

_EVENTS: dict[EventKind, Any] = {
    EventKind.ASSIGNED: _l("giao nhiệm vụ"),
    EventKind.ACKNOWLEDGED: _l("tiếp nhận nhiệm vụ"),
    EventKind.DECLINED: _l("trả lại vì không đúng chức năng"),
    EventKind.UPDATED: _l("cập nhật"),
    EventKind.REPORTED: _l("báo cáo đã hoàn thành, gửi xác nhận"),
    EventKind.WITHDRAWN: _l("rút lại báo cáo hoàn thành"),
    EventKind.CONFIRMED: _l("xác nhận hoàn thành"),
    EventKind.RETURNED: _l("trả lại kết quả, yêu cầu thực hiện lại"),
    EventKind.SENT_BACK: _l("giao lại nhiệm vụ"),
    EventKind.HANDED_OVER: _l("chuyển giao nhiệm vụ"),
    EventKind.SUSPENDED: _l("cho tạm dừng"),
    EventKind.RESUMED: _l("cho tiếp tục thực hiện"),
    EventKind.CANCELLED: _l("hủy nhiệm vụ"),
    EventKind.EVENT_CAME: _l("ghi nhận sự kiện"),
    EventKind.AMENDED: _l("sửa đổi theo văn bản mới"),
    EventKind.EXTENDED: _l("gia hạn"),
}


_QUARTERS = ("I", "II", "III", "IV")


def task_sentence(task: Task, longest: int | None = None) -> str:
    """Return what the task is to do, as the plan says it, with its time when it recurs (see sentence_with_time)."""
    assignment = task.assignment
    return sentence_with_time(assignment.text, assignment.recurs, task.occurrence, longest)


def sentence_with_time(
    sentence: str, recurs: Mapping[str, Any] | None, occurrence: str, longest: int | None = None
) -> str:
    """Return "Rà soát danh sách (lần tháng 8/2026)": the times of one recurring assignment are told apart by this.

    `occurrence` is that of the task, "" for one that comes once: then the sentence alone. `longest` in letters of the
    whole; the sentence is cut at a word, its time never.
    """
    time = f" ({time_in_words(recurs, date.fromisoformat(occurrence))})" if occurrence else ""
    if time:
        sentence = sentence.rstrip(" .;:,")
    if longest is not None and len(sentence) + len(time) > longest:
        sentence = sentence[: longest - len(time) - 1].rpartition(" ")[0] + "…"
    return sentence + time


def time_in_words(recurs: Mapping[str, Any] | None, due_on: date) -> str:
    """Return which time of a recurring assignment is due on the day: "lần tháng 8/2026", "lần quý III/2026".

    The month, quarter or year is named only where exactly one time falls into it and it ends there; else the due day.
    """
    rule = recurs or {}
    freq = "" if rule.get("also") else rule.get("freq")
    about = months_later(due_on.replace(day=1), -int(rule.get("month_offset") or 0))
    if freq == "monthly":
        return _("lần tháng %(month)s/%(year)s", month=about.month, year=about.year)
    if freq == "quarterly" and about.month % 3 == 0:
        return _("lần quý %(quarter)s/%(year)s", quarter=_QUARTERS[about.month // 3 - 1], year=about.year)
    if freq == "semiannual" and due_on.month == 6:
        return _("lần 6 tháng đầu năm %(year)s", year=due_on.year)
    if freq == "semiannual" and due_on.month == 12:
        return _("lần 6 tháng cuối năm %(year)s", year=due_on.year)
    if freq == "yearly":
        return _("lần năm %(year)s", year=due_on.year - int(rule.get("year_offset") or 0))
    return _("lần đến hạn %(day)s", day=day_text(due_on))


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line of the timeline."""

    event: TaskEvent
    sentence: str


def timeline(events: Sequence[TaskEvent]) -> list[TimelineRow]:
    """Return the events, newest first as they come, each with what was done in words."""
    earlier = [*(event.percent for event in events[1:]), 0]
    return [TimelineRow(event, _event_words(event, was)) for event, was in zip(events, earlier, strict=True)]


def _event_words(event: TaskEvent, percent_before: int) -> str:
    if event.kind is EventKind.UPDATED and event.percent != percent_before:
        now = _("%(percent)s %%", percent=event.percent)
        return _("cập nhật tiến độ từ %(before)s %% lên %(now)s", before=percent_before, now=now)
    return str(_EVENTS[event.kind])


def letter_words(event: TaskEvent) -> str:
    """Return "Văn bản 1105/STC-QLNS ngày 11/06/2026", or an empty string without a letter."""
    if not event.letter_number:
        return ""
    return _("Văn bản %(number)s ngày %(day)s", number=event.letter_number, day=day_text(event.letter_on))


def deadline_sentences(task: Task) -> list[str]:
    """Return where the deadline comes from, the newest reason first."""
    assignment, words = task.assignment, task.assignment.deadline_words
    quoted = _("Kế hoạch ghi “%(words)s”", words=words) if words else ""
    end = day_text(task.plan.period_end)
    if assignment.mode is Mode.REQUESTED:
        return [_("Cơ quan được đề nghị phối hợp: không tính quá hạn"), *([quoted] if quoted else [])]
    sentences = {
        DeadlineOrigin.STATED: [quoted or _("Ngày đặt khi xác nhận kế hoạch")],
        DeadlineOrigin.PLAN_END: [quoted or _("Kế hoạch không ghi ngày; tính đến hết kỳ %(day)s", day=end)],
        DeadlineOrigin.RECURRING: [_("Việc định kỳ; đây là lần có hạn %(day)s", day=day_text(task.due_on)), quoted],
        DeadlineOrigin.EVENT: [_event_origin(task), quoted],
        DeadlineOrigin.NONE: [_("Kế hoạch không ghi thời hạn; cập nhật mỗi 6 tháng"), quoted],
    }[assignment.deadline_origin]
    return [sentence for sentence in sentences if sentence]


def _event_origin(task: Task) -> str:
    came = task.assignment.event_on
    if came is None:
        return _("Chờ sự kiện; chưa tính hạn")
    return _("Sự kiện ngày %(day)s đã được ghi nhận", day=day_text(came))


def count_words(after: Mapping[str, int]) -> str:
    """Return "15 ngày làm việc sau ngày sự kiện": how the plan counts from an event to the deadline."""
    unit, count = next(iter(after.items()))
    counts = {"days": _("%(count)s ngày", count=abs(count)), "months": _("%(count)s tháng", count=abs(count))}
    said = counts.get(unit) or _("%(count)s ngày làm việc", count=abs(count))
    if count < 0:
        return _("%(said)s trước ngày sự kiện", said=said)
    return _("%(said)s sau ngày sự kiện", said=said)


def official_result(task: Task, *, is_of_standing_agency: bool) -> str:
    """Return what officially holds of the result, and who makes it official."""
    if task.confirmed_on:
        return _(
            "Xác nhận ngày %(day)s; hoàn thành ngày %(done)s",
            day=day_text(task.confirmed_on),
            done=day_text(task.completed_on),
        )
    if is_of_standing_agency:
        return _("Chưa có; thư ký Ban Chỉ đạo xác nhận sau khi cơ quan gửi")
    return _("Chưa có; cơ quan thường trực xác nhận sau khi cơ quan gửi")


GROUP_WORDS: dict[Group, Any] = {
    Group.OVERDUE: _l("Quá hạn"),
    Group.DUE_SOON: _l("Sắp đến hạn"),
    Group.RETURNED: _l("Bị trả lại"),
    Group.NEW: _l("Chờ tiếp nhận"),
    Group.RUNNING: _l("Đang thực hiện"),
    Group.REPORTED: _l("Chờ xác nhận"),
    Group.DECLINED: _l("Đã từ chối, chờ giao lại"),
    Group.DONE: _l("Đã hoàn thành"),
}

CLASS_WORDS: dict[ListClass, Any] = {
    Sum.TOTAL: _l("Tổng số nhiệm vụ"),
    Sum.DONE: _l("Đã hoàn thành"),
    Standing.DONE_ON_TIME: _l("Hoàn thành đúng hạn"),
    Standing.DONE_LATE: _l("Hoàn thành quá hạn"),
    Sum.OPEN: _l("Chưa hoàn thành"),
    Standing.OPEN_IN_TIME: _l("Chưa hoàn thành, trong hạn"),
    Standing.OPEN_OVERDUE: _l("Chưa hoàn thành, quá hạn"),
    Ageing.MONTH: _l("Quá hạn 1 đến 30 ngày"),
    Ageing.TWO_MONTHS: _l("Quá hạn 31 đến 60 ngày"),
    Ageing.FOUR_MONTHS: _l("Quá hạn 61 đến 120 ngày"),
    Ageing.LONGER: _l("Quá hạn trên 120 ngày"),
    Sum.NO_DEADLINE_ALL: _l("Không hạn"),
    Standing.NO_DEADLINE: _l("Không hạn, chưa hoàn thành"),
    Standing.NO_DEADLINE_DONE: _l("Không hạn, đã hoàn thành"),
    Sum.DUE: _l("Đến hạn"),
    Sum.IN_TIME: _l("Trong hạn: đã và chưa hoàn thành"),
    Sum.LATE: _l("Quá hạn: đã và chưa hoàn thành"),
    Sum.TO_UPDATE: _l("Cần cập nhật mỗi 6 tháng"),
    Sum.UPDATED: _l("Đã cập nhật từ đầu kỳ 6 tháng"),
    Sum.NOT_UPDATED: _l("Chưa cập nhật từ đầu kỳ 6 tháng"),
    Standing.REQUESTED: _l("Đề nghị phối hợp"),
    Standing.UNCOUNTED: _l("Ngoài số đếm: từ chối, hủy, chuyển giao"),
}
