"""How periods and reports are called."""

from datetime import date, datetime

from tracker.clock import VIETNAM
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.periods import CALL_KEY
from tracker.reports.rules import Channel, PeriodKind
from tracker.vietnamese import day_text

_ROMAN = ("I", "II", "III", "IV")


def time_on(day: date, moment: datetime | None) -> str:
    """Return the time of a moment as "08:30" when it fell on that day in Việt Nam, else "".

    The day of business is kept beside the moment and may be another (TRACKER_TODAY): a page shows one day only.
    """
    there = moment.astimezone(VIETNAM) if moment else None
    return there.strftime("%H:%M") if there and there.date() == day else ""


def when_words(day: date, moment: datetime | None) -> str:
    """Return when a thing was done: "lúc 08:30 ngày 18/05/2026", without the time where it is of another day."""
    time = time_on(day, moment)
    return f"lúc {time} ngày {day_text(day)}" if time else f"ngày {day_text(day)}"


def begun_words(moment: datetime, *, since: date, until: date) -> str:
    """Return "từ lúc 08:30 ngày 18/05/2026" for a moment beside which no day is kept; "" outside `since` to `until`."""
    day = moment.astimezone(VIETNAM).date()
    return f"từ {when_words(day, moment)}" if since <= day <= until else ""


def period_words(kind: PeriodKind, key: str, start: date) -> str:
    """Return what a period is called inside a sentence: "6 tháng đầu năm 2026", "năm 2026", "quý III năm 2026"."""
    if kind is PeriodKind.SEMIANNUAL:
        return f"6 tháng {'đầu' if start.month < 7 else 'cuối'} năm {start.year}"
    if kind is PeriodKind.ANNUAL:
        return f"năm {start.year}"
    if kind is PeriodKind.QUARTERLY:
        return f"quý {_ROMAN[(start.month - 1) // 3]} năm {start.year}"
    if kind is PeriodKind.MONTHLY:
        return f"tháng {start.month}/{start.year}"
    if kind is PeriodKind.WEEKLY:
        year, _, week = key.partition("-W")
        return f"tuần {week} năm {year}"
    if key.startswith(CALL_KEY):
        return f"đột xuất theo yêu cầu ngày {day_text(start)}"
    return "theo kế hoạch"


_CHANNELS = {
    Channel.PAPER: "văn bản giấy",
    Channel.EMAIL: "thư điện tử",
    Channel.LINK: "qua liên kết trong thư",
}


def handed_in_words(submission: ReportSubmission) -> str:
    """Return who handed a version in and how: "Sở Y tế; nhập thay (văn bản giấy) ngày 25/05/2026, bởi …"."""
    channel = _CHANNELS.get(submission.channel, "")
    if submission.entered_by:
        entered = f"nhập thay ({channel}) ngày {day_text(submission.entered_on)}, bởi {submission.entered_by}"
        return f"{submission.submitted_by}; {entered}"
    return f"{submission.submitted_by} ({channel})" if channel else submission.submitted_by


def report_title(kind: PeriodKind, key: str, start: date) -> str:
    """Return the title of a report: "Báo cáo 6 tháng đầu năm 2026"."""
    return f"Báo cáo {period_words(kind, key, start)}"


def row_title(row: ReportRow) -> str:
    """Return the title of the report of a row: that of its call, else by its period."""
    return row.duty.title or report_title(row.period_kind, row.period_key, row.period_start)


def row_period(row: ReportRow) -> str:
    """Return what a row is called behind "báo cáo …": its call in quotes, else its period."""
    title = row.duty.title
    return f"«{title}»" if title else period_words(row.period_kind, row.period_key, row.period_start)


def route_words(addressee: str | None, via: str | None, copy_to: list[str]) -> str:
    """Return where a report goes: "UBND tỉnh (qua Sở …; đồng gửi Sở …)"."""
    aside = [f"qua {via}"] if via else []
    if copy_to:
        aside.append(f"đồng gửi {', '.join(copy_to)}")
    whole = addressee or "cơ quan ban hành kế hoạch"
    return f"{whole} ({'; '.join(aside)})" if aside else whole


def plan_words(number: str | None, title: str) -> str:
    """Return what a plan is called in a sentence: "Kế hoạch số 78/KH-UBND", or its title when it has no number."""
    return f"Kế hoạch số {number}" if number else title
