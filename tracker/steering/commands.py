"""flask status: where all plans stand on a day, for people (a table) and for machines (JSON)."""

import json
from datetime import date

import click
from flask.cli import with_appcontext

from tracker import clock
from tracker.plans.models import Plan
from tracker.reports.rules import ReportCounts
from tracker.steering.status import Status, as_json, status_as_of
from tracker.tasks.counts import Counts
from tracker.vietnamese import day_text, number_text
from tracker.web.commands import DAY, Command

LONGEST_NAME, NO_NUMBER = 40, ", không số"

# The head of each column, above and below.
HEADS = (
    ("Kế hoạch", ""),
    ("Tổng", "số"),
    ("Xong", "đúng hạn"),
    ("Xong", "quá hạn"),
    ("Trong", "hạn"),
    ("Quá", "hạn"),
    ("Không", "hạn"),
    ("Đã", "xong"),
    ("Đề", "nghị"),
    ("Xong/", "tổng"),
    ("Xong/", "đến hạn"),
    ("Cập", "nhật"),
    ("Báo cáo", "phải nộp"),
    ("Đã", "nhận"),
    ("Thiếu", ""),
)


@click.command("status", cls=Command)
@click.option("--on", type=DAY, help="Tính đến hết ngày này (2022-06-30 hoặc 30/06/2022); mặc định hôm nay.")
@click.option("--json", "for_machines", is_flag=True, help="In JSON cho máy đọc.")
@with_appcontext
def status_command(on: date | None, for_machines: bool) -> None:
    """In tình hình nhiệm vụ và báo cáo của các kế hoạch tính đến một ngày.

    Chỉ gồm các kế hoạch đã ban hành đến ngày đó, xếp theo ngày ban hành rồi số kế hoạch.

    Ví dụ: flask status --on 2022-06-30 --json
    """
    status = status_as_of(on or clock.today())
    click.echo(json.dumps(as_json(status), ensure_ascii=False, indent=2) if for_machines else as_table(status))


def as_table(status: Status) -> str:
    """Return the figures as a plain table with aligned columns."""
    lines = [(_name(line.plan), *_cells(line.tasks, line.reports)) for line in status.plans]
    lines.append(("Cộng", *_cells(status.tasks, status.reports)))
    table = [*zip(*HEADS, strict=True), *lines]
    widths = [max(len(cell) for cell in column) for column in zip(*table, strict=True)]
    written = [f"Tình hình thực hiện đến hết ngày {day_text(status.on)}: {len(status.plans)} kế hoạch", ""]
    for name, *numbers in table:
        cells = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True)]
        written.append("  ".join((name.ljust(widths[0]), *cells)).rstrip())
    return "\n".join(written)


def _name(plan: Plan) -> str:
    """Return how the plan is called in the table, in at most 40 signs: its number, else who issued it."""
    if plan.number:
        return _cut(plan.number, LONGEST_NAME)
    return _cut(plan.issuer.name, LONGEST_NAME - len(NO_NUMBER)) + NO_NUMBER


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def _cells(tasks: Counts, reports: ReportCounts) -> tuple[str, ...]:
    numbers = [str(number) for number in tasks.as_figures().values()]
    rates = ["–" if rate is None else f"{number_text(rate * 100, 1)} %" for rate in tasks.rates().values()]
    return (*numbers, *rates, str(reports.expected), str(reports.received), str(reports.missing))
