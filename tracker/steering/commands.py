"""flask status: where all plans stand on a day, for people (a table) and for machines (JSON)."""

import json
from datetime import date

import click
from flask.cli import with_appcontext

from tracker import clock
from tracker.reports.rules import ReportCounts
from tracker.steering.status import Status, as_json, status_as_of
from tracker.tasks.counts import Counts
from tracker.vietnamese import day_text, number_text, parse_day

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


@click.command("status")
@click.option(
    "--on", "written", metavar="NGÀY", help="Tính đến hết ngày này (2022-06-30 hoặc 30/06/2022); mặc định hôm nay."
)
@click.option("--json", "for_machines", is_flag=True, help="In JSON cho máy đọc.")
@with_appcontext
def status_command(written: str | None, for_machines: bool) -> None:
    """In tình hình nhiệm vụ và báo cáo của các kế hoạch tính đến một ngày.

    Chỉ gồm các kế hoạch đã ban hành đến ngày đó, xếp theo ngày ban hành rồi số kế hoạch.

    Ví dụ: flask status --on 2022-06-30 --json
    """
    status = status_as_of(_day(written))
    click.echo(json.dumps(as_json(status), ensure_ascii=False, indent=2) if for_machines else as_table(status))


def _day(written: str | None) -> date:
    if written is None:
        return clock.today()
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        day = parse_day(written)
    if day is None:
        click.echo(f"«{written}» không phải là ngày; hãy nhập như 2022-06-30 hoặc 30/06/2022.", err=True)
        raise SystemExit(2)
    return day


def as_table(status: Status) -> str:
    """Return the figures as a plain table with aligned columns."""
    lines = [(_name(line.plan.short_name), *_cells(line.tasks, line.reports)) for line in status.plans]
    lines.append(("Cộng", *_cells(status.tasks, status.reports)))
    table = [*zip(*HEADS, strict=True), *lines]
    widths = [max(len(cell) for cell in column) for column in zip(*table, strict=True)]
    written = [f"Tình hình thực hiện đến hết ngày {day_text(status.on)}: {len(status.plans)} kế hoạch", ""]
    for name, *numbers in table:
        cells = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True)]
        written.append("  ".join((name.ljust(widths[0]), *cells)).rstrip())
    return "\n".join(written)


def _name(name: str) -> str:
    return name if len(name) <= 40 else name[:39] + "…"


def _cells(tasks: Counts, reports: ReportCounts) -> tuple[str, ...]:
    numbers = [str(number) for number in tasks.as_figures().values()]
    rates = ["–" if rate is None else f"{number_text(rate * 100, 1)} %" for rate in tasks.rates().values()]
    return (*numbers, *rates, str(reports.expected), str(reports.received), str(reports.missing))
