"""A report as it is read: its opening sentence and its parts, the same on the screen, on paper and in a document."""

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.reports.models import ReportRow
from tracker.reports.outline import WrittenPart, written_parts
from tracker.reports.results import ResultLine
from tracker.reports.words import plan_words, row_period
from tracker.vietnamese import day_text


def parts_of(content: Mapping[str, str], on: date, results: Sequence[ResultLine] = ()) -> list[WrittenPart]:
    """Return the parts of a text as they are read, with the agency's figures of a day among the results."""
    title = f"Tình hình thực hiện nhiệm vụ được giao (tính đến ngày {day_text(on)})"
    return written_parts(content, title, results)


def opening_words(row: ReportRow) -> str:
    """Return the opening sentence, which nobody has to type: the plan, the period, the cut-off."""
    plan = row.plan
    issued = f" ngày {day_text(plan.issued_on)}" if plan.number else ""
    named = f"{plan_words(plan.number, plan.title)}{issued} của {plan.issuer.name}"
    return f"Thực hiện {named}, {row.agency.name} báo cáo kết quả {row_period(row)}."


def window_words(row: ReportRow) -> str:
    """Return of which days the figures are: "Số liệu từ 15/12/2025 đến 14/06/2026"."""
    return f"Số liệu từ {day_text(row.window_start)} đến {day_text(row.cut_off_on)}"
