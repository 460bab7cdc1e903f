"""How periods and reports are called. Pure."""

from datetime import date

from tracker.reports.rules import PeriodKind

_ROMAN = ("I", "II", "III", "IV")


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
    return "theo kế hoạch"


def report_title(kind: PeriodKind, key: str, start: date) -> str:
    """Return the title of a report: "Báo cáo 6 tháng đầu năm 2026"."""
    return f"Báo cáo {period_words(kind, key, start)}"


def route_words(addressee: str | None, via: str | None, copy_to: list[str]) -> str:
    """Return where a report goes: "UBND tỉnh (qua Sở …; đồng gửi Sở …)"."""
    aside = [f"qua {via}"] if via else []
    if copy_to:
        aside.append(f"đồng gửi {', '.join(copy_to)}")
    whole = addressee or "cơ quan ban hành kế hoạch"
    return f"{whole} ({'; '.join(aside)})" if aside else whole
