"""The annexes of a consolidated report: who reported, who is missing or excused and why, and the tasks of each agency.

Pure: from what is kept of its coverage ("used", "absent"; see ConsolidatedVersion) and the figures of its sources.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.documents.head import full_name
from tracker.documents.official import Annex, Block, Column, Heading, Row, Table
from tracker.reports.figures import figure_text
from tracker.reports.results import ResultLine
from tracker.vietnamese import day_text, number_text

EXCUSED = "excused"
_GROUPS = (
    ("returned", "Bị trả lại, chưa nộp lại"),
    ("waiting", "Đã nộp, chưa được chấp nhận"),
    ("fresh", "Đã được chấp nhận, chưa đưa vào bản này"),
    ("renewed", "Đã nộp lại, chưa đưa vào bản này"),
    ("missing", "Chưa nộp báo cáo"),
    (EXCUSED, "Được miễn báo cáo"),
)
_DAYS = {"missing": "Hạn nộp", "returned": "Trả lại ngày", "waiting": "Nộp ngày", EXCUSED: "Miễn từ ngày"}
_TOLD = (Column("TT", 10), Column("Cơ quan", 65), Column("Báo cáo số, ngày", 40), Column("Lý do, ghi chú", 50))
_TASKS = (
    Column("TT", 11),
    Column("Cơ quan", 66),
    Column("Tổng số nhiệm vụ", 23, is_number=True),
    Column("Tổng", 17, is_number=True, group="Đã hoàn thành"),
    Column("Đúng hạn", 17, is_number=True, group="Đã hoàn thành"),
    Column("Quá hạn", 17, is_number=True, group="Đã hoàn thành"),
    Column("Tổng", 17, is_number=True, group="Chưa hoàn thành"),
    Column("Trong hạn", 17, is_number=True, group="Chưa hoàn thành"),
    Column("Quá hạn", 17, is_number=True, group="Chưa hoàn thành"),
    Column("Không hạn", 20, is_number=True),
    Column("Hoàn thành trên tổng số (%)", 30, is_number=True),
)
_RESULTS = (
    Column("TT", 11),
    Column("Cơ quan", 85),
    Column("Đơn vị tính", 34),
    Column("Kế hoạch", 32, is_number=True),
    Column("Thực hiện", 32, is_number=True),
    Column("Tỷ lệ (%)", 26, is_number=True),
    Column("Cùng kỳ", 32, is_number=True),
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")


@dataclass(frozen=True, slots=True)
class SourceReport:
    """One report that the consolidated one rests on."""

    agency: str
    letter: str  # "15/BC-STC, 18/05/2026"
    figures: Mapping[str, Any]
    lines: Sequence[ResultLine] = ()


def annexes_for(sources: Sequence[SourceReport], absent: Iterable[Mapping[str, Any]]) -> tuple[Annex, ...]:
    """Return the annexes: the agencies, the tasks by agency, and, where there are any, the figures by agency."""
    told = Annex("Phụ lục I", "Tình hình gửi báo cáo của các cơ quan", (_told_table(sources, list(absent)),))
    tasks = Annex("Phụ lục II", "Tình hình thực hiện nhiệm vụ theo cơ quan", (_tasks_table(sources),), is_wide=True)
    figures = tuple(_figures_by_agency(sources))
    if not figures:
        return told, tasks
    return told, tasks, Annex("Phụ lục III", "Kết quả thực hiện chỉ tiêu theo cơ quan", figures, is_wide=True)


def _told_table(sources: Sequence[SourceReport], absent: Sequence[Mapping[str, Any]]) -> Table:
    groups = [("Đã báo cáo", [(full_name(s.agency), s.letter, "") for s in sources])]
    for standing, words in _GROUPS:
        here = [entry for entry in absent if entry["standing"] == standing]
        groups.append((words, [(full_name(e["agency"]), "", _note(e)) for e in here]))
    rows: list[Row] = []
    place = 0
    filled = [(words, entries) for words, entries in groups if entries]
    for numeral, (words, entries) in zip(_ROMAN, filled, strict=False):
        rows.append(Row((numeral, f"{words}: {len(entries)} cơ quan", "", ""), is_strong=True))
        for entry in entries:
            place += 1
            rows.append(Row((str(place), *entry)))
    return Table(_TOLD, tuple(rows))


def _tasks_table(sources: Sequence[SourceReport]) -> Table:
    counted = [(full_name(source.agency), _counts(source.figures)) for source in sources]
    total = [sum(column) for column in zip(*(counts for _name, counts in counted), strict=True)] or [0] * 9
    rows = [Row((str(place), name, *_written(counts))) for place, (name, counts) in enumerate(counted, start=1)]
    return Table(_TASKS, (*rows, Row(("", "Cộng", *_written(total)), is_strong=True)))


def _counts(figures: Mapping[str, Any]) -> list[int]:
    """Total, done, done on time, done late, open, in time, overdue, without deadline; done without deadline last."""
    on_time, late, undated = (int(figures.get(name, 0)) for name in ("done_on_time", "done_late", "no_deadline_done"))
    in_time, overdue = int(figures.get("open_in_time", 0)), int(figures.get("open_overdue", 0))
    whole, without = int(figures.get("total", 0)), int(figures.get("no_deadline", 0))
    return [whole, on_time + late, on_time, late, in_time + overdue, in_time, overdue, without, undated]


def _written(counts: Sequence[int]) -> tuple[str, ...]:
    *shown, undated = counts
    share = number_text((shown[1] + undated) / shown[0] * 100, 1) if shown[0] else "–"
    return (*(number_text(count) for count in shown), share)


def _figures_by_agency(sources: Sequence[SourceReport]) -> Iterable[Block]:
    """Yield a heading and a table for each target or fund of the plan that agencies gave figures of."""
    found: dict[tuple[str, str], list[tuple[str, ResultLine]]] = {}
    for source in sources:
        for line in source.lines:
            if not line.key.startswith("own:"):
                found.setdefault((line.key, line.label), []).append((source.agency, line))
    for number, ((_key, label), lines) in enumerate(found.items(), start=1):
        yield Heading(f"{number}. {label}", 2)
        rows = [
            Row(
                (
                    str(place),
                    full_name(agency),
                    line.unit,
                    figure_text(line.planned),
                    line.actual_words,
                    figure_text(line.share),
                    figure_text(line.before),
                )
            )
            for place, (agency, line) in enumerate(lines, start=1)
        ]
        yield Table(_RESULTS, tuple(rows))


def _note(entry: Mapping[str, Any]) -> str:
    """Why a report is not in it, with the day of it: what fell due, was returned, excused or handed in."""
    day = day_text(date.fromisoformat(entry["day"])) if entry.get("day") else ""
    reason = str(entry.get("reason") or "").rstrip(". ")
    said = f"{_DAYS.get(str(entry['standing']), 'ngày')} {day}" if day else ""
    return ": ".join(part for part in (said, reason) if part)
