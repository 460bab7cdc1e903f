"""States of a request for more time, its limits, and what may be asked and granted. Pure.

Source: domain B1, "Extension (xin gia hạn)": a written request with its reason, before the deadline or marked as late,
decided by whoever judges the work. How many and how long varies by province; the defaults are those of
docs/decisions.md, "More time".
"""

import enum
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.catalogue.calendar import WorkingCalendar
from tracker.errors import DomainError
from tracker.vietnamese import day_text


class RequestState(enum.StrEnum):
    """What became of a request. While it waits the old due day counts."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class SubjectKind(enum.StrEnum):
    """What more time is asked for, by the words of lines and reminders."""

    TASK = "task"
    REPORT_ROW = "report_row"


MOVES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.WAITING: frozenset({RequestState.GRANTED, RequestState.REFUSED, RequestState.WITHDRAWN}),
    RequestState.GRANTED: frozenset(),
    RequestState.REFUSED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}


ADVISED_WORKING_DAYS = 3
MOST_GRANTED = 2
LONGEST_EXTENSION = timedelta(days=731)
LONGEST_REASON = 1000


class MoreTimeRefused(DomainError):
    """More time cannot be asked for, or not be given like this; the sentence says what to do instead."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How the subject of a request stands: its day in force, whether it still lies with its agency, its extensions."""

    due_on: date | None
    is_open: bool
    is_requested: bool
    granted: int


def check_may_ask(terms: Terms) -> None:
    """Raise MoreTimeRefused when no more time can be asked for, whatever the day wanted."""
    if terms.is_requested or terms.due_on is None:
        raise MoreTimeRefused("Nội dung này không tính hạn nên không cần xin gia hạn.")
    if not terms.is_open:
        raise MoreTimeRefused("Kết quả đã gửi hoặc việc đã đóng nên không cần xin gia hạn nữa.")
    if terms.granted >= MOST_GRANTED:
        raise MoreTimeRefused(
            f"Việc này đã được gia hạn {terms.granted} lần, không gia hạn thêm; hãy nêu khó khăn, vướng mắc để cấp có "
            "thẩm quyền xem xét."
        )


def check_wanted(terms: Terms, wanted: date, *, today: date) -> None:
    """Raise MoreTimeRefused unless the day wanted is later than today and the one in force, and no slip of the hand."""
    assert terms.due_on is not None
    if is_after_due(today, terms.due_on) and wanted <= today:
        raise MoreTimeRefused(
            f"Hạn ngày {day_text(terms.due_on)} đã qua, nên ngày đề nghị phải sau hôm nay {day_text(today)}."
        )
    if wanted <= terms.due_on:
        raise MoreTimeRefused(f"Ngày đề nghị phải sau hạn hiện nay là ngày {day_text(terms.due_on)}.")
    _check_year(wanted, max(terms.due_on, today))


def check_grant(terms: Terms, granted: date, *, today: date) -> None:
    """Raise MoreTimeRefused unless this day may be given now; it may differ from the day that was asked for."""
    if not terms.is_open:
        raise MoreTimeRefused("Cơ quan đã gửi kết quả hoặc việc đã đóng, nên không cần gia hạn; chỉ có thể từ chối.")
    if terms.granted >= MOST_GRANTED:
        raise MoreTimeRefused(f"Việc này đã được gia hạn {terms.granted} lần, không gia hạn thêm.")
    assert terms.due_on is not None
    if granted <= terms.due_on:
        raise MoreTimeRefused(f"Ngày được gia hạn phải sau hạn hiện nay là ngày {day_text(terms.due_on)}.")
    if granted < today:
        raise MoreTimeRefused("Ngày được gia hạn không thể ở trước hôm nay.")
    _check_year(granted, max(terms.due_on, today))


def _check_year(wanted: date, base: date) -> None:
    if wanted > base + LONGEST_EXTENSION:
        raise MoreTimeRefused("Ngày này muộn hơn hạn hiện nay quá hai năm; hãy kiểm tra lại năm.")


def check_move(old: RequestState, new: RequestState) -> None:
    """Raise MoreTimeRefused when a request in state `old` was decided already."""
    if new not in MOVES[old]:
        raise MoreTimeRefused("Đề nghị này đã được quyết định hoặc đã rút; hãy tải lại trang để xem kết quả.")


def is_after_due(asked_on: date, due_on: date) -> bool:
    """Tell whether it was asked after the due day, "đề nghị sau hạn": overdue stays overdue until somebody decides."""
    return asked_on > due_on


def is_asked_late(asked_on: date, due_on: date, calendar: WorkingCalendar) -> bool:
    """Tell whether fewer working days than advised lay before the due day when it was asked."""
    return calendar.working_days_between(asked_on, due_on) < ADVISED_WORKING_DAYS
