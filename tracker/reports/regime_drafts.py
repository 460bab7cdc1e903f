"""A regime as it is typed: what the administrator's form reads and shows, and what the history keeps. Pure."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.reports.regime_rules import DataWindow, RegimeDay, RegimeTerms
from tracker.reports.rules import PeriodKind, RollRule, Step
from tracker.vietnamese import day_text, parse_day

CELL_KINDS = (PeriodKind.SEMIANNUAL, PeriodKind.ANNUAL, PeriodKind.QUARTERLY, PeriodKind.MONTHLY, PeriodKind.ONCE)
WINDOW_KINDS = CELL_KINDS[:4]
MOST_GRACE = 60
_INSIDE = {PeriodKind.QUARTERLY: 3, PeriodKind.MONTHLY: 1}
_CELL = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})(\s*năm sau)?")
_AFTER = re.compile(r"(\d{1,3})\s*ngày(\s*làm việc)?")
_EDGE = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})(\s*(?:năm|kỳ) trước)?")
_TOO_LATE = 400
_LEAP = 2024


@dataclass(frozen=True, slots=True)
class RegimeDraft:
    """A regime as typed. `replaces`: the regime after which a new one begins, on its `valid_from`."""

    name: str
    source: str
    terms: RegimeTerms
    replaces: int | None = None


def field_names() -> list[str]:
    """Return the names of all fields of the form."""
    cells = [cell_name(step, kind) for step in Step for kind in CELL_KINDS]
    edges = [edge_name(kind, edge) for kind in WINDOW_KINDS for edge in ("start", "end")]
    return ["name", "source", "is_active", "valid_from", "valid_to", "grace_days", "roll", *cells, *edges]


def cell_name(step: Step, kind: PeriodKind) -> str:
    """Return the name of the field for one cell of the due days."""
    return f"cell_{int(step)}_{kind.value}"


def edge_name(kind: PeriodKind, edge: str) -> str:
    """Return the name of the field for the first ("start") or last ("end") day of a window."""
    return f"{edge}_{kind.value}"


def typed_of(draft: RegimeDraft) -> dict[str, str]:
    """Return a regime as it is typed: "20/5", "9/2 năm sau", "15 ngày làm việc", "15/12 năm trước"."""
    terms = draft.terms
    typed = {
        "name": draft.name,
        "source": draft.source,
        "is_active": "1" if terms.is_active else "",
        "valid_from": day_text(terms.valid_from),
        "valid_to": day_text(terms.valid_to),
        "grace_days": str(terms.grace_days),
        "roll": terms.roll.value,
    }
    for day in terms.days:
        typed[cell_name(day.step, day.kind)] = cell_words(day)
    for window in terms.windows:
        typed[edge_name(window.kind, "start")] = _edge_words(window.kind, window.start_day, window.start_month)
        typed[edge_name(window.kind, "end")] = _edge_words(window.kind, window.end_day, window.end_month)
    return typed


def cell_words(day: RegimeDay) -> str:
    """Return one due day as it is typed."""
    if day.after_days is not None:
        return f"{day.after_days} ngày{' làm việc' if day.after_working else ''}"
    return f"{day.day}/{day.month}{' năm sau' if day.next_year else ''}"


def _edge_words(kind: PeriodKind, day: int, month: int) -> str:
    named = month if month >= 1 else month + _INSIDE.get(kind, 12)
    if kind not in _INSIDE:
        day = min(day, monthrange(_LEAP, named)[1])
    return f"{day}/{named}" if month >= 1 else f"{day}/{named} {'kỳ' if kind in _INSIDE else 'năm'} trước"


def read_draft(
    typed: Mapping[str, str], *, regime_id: int | None, replaces: int | None = None
) -> tuple[RegimeDraft, dict[str, str]]:
    """Return what is typed, and by field what is wrong with it."""
    errors: dict[str, str] = {}
    for name, sentence in (("name", "Hãy nhập tên chế độ."), ("source", "Hãy nhập văn bản quy định hạn báo cáo.")):
        if not 0 < len(typed.get(name, "")) <= 200:
            errors[name] = sentence if not typed.get(name) else "Tối đa 200 ký tự."
    grace = typed.get("grace_days") or "0"
    if not grace.isdecimal() or int(grace) > MOST_GRACE:
        errors["grace_days"] = f"Hãy nhập số ngày làm việc từ 0 đến {MOST_GRACE}."
        grace = "0"
    roll = typed.get("roll") or RollRule.NONE.value
    terms = RegimeTerms(
        id=regime_id,
        series=None,
        is_active=typed.get("is_active") == "1",
        days=tuple(_read_cells(typed, errors)),
        windows=tuple(_read_windows(typed, errors)),
        valid_from=_read_day(typed, "valid_from", errors),
        valid_to=_read_day(typed, "valid_to", errors),
        grace_days=int(grace),
        roll=RollRule(roll) if roll in set(RollRule) else RollRule.NONE,
    )
    return RegimeDraft(typed.get("name", ""), typed.get("source", ""), terms, replaces), errors


def _read_day(typed: Mapping[str, str], name: str, errors: dict[str, str]) -> date | None:
    words = typed.get(name, "")
    day = parse_day(words) if words else None
    if words and day is None:
        errors[name] = "Hãy nhập ngày như 01/07/2026, hoặc để trống."
    return day


def _read_cells(typed: Mapping[str, str], errors: dict[str, str]) -> list[RegimeDay]:
    days: list[RegimeDay] = []
    for step in Step:
        for kind in CELL_KINDS:
            name = cell_name(step, kind)
            words = typed.get(name, "")
            day = _read_cell(words, step, kind) if words else None
            if day:
                days.append(day)
            elif words:
                errors[name] = (
                    "Hãy nhập ngày/tháng trong kỳ như 25/3, hoặc 5 ngày, 15 ngày làm việc kể từ khi hết kỳ."
                    if kind in _INSIDE
                    else "Hãy nhập như 20/5, 9/2 năm sau, hoặc 15 ngày làm việc."
                )
    return days


def _read_cell(words: str, step: Step, kind: PeriodKind) -> RegimeDay | None:
    text = words.strip().lower()
    if found := _AFTER.fullmatch(text):
        number = int(found[1])
        fits = 0 < number < _TOO_LATE
        return RegimeDay(step, kind, None, None, after_days=number, after_working=bool(found[2])) if fits else None
    found = _CELL.fullmatch(text)
    if not found:
        return None
    day, month = int(found[1]), int(found[2])
    if not 1 <= month <= _INSIDE.get(kind, 12) or not 1 <= day <= 31:
        return None
    if kind in _INSIDE and found[3]:
        return None  # a month of the period has no next year: "5 ngày" counts from its end
    if kind not in _INSIDE and parse_day(f"{day}/{month}/2024") is None:
        return None
    return RegimeDay(step, kind, month, day, bool(found[3]))


def _read_windows(typed: Mapping[str, str], errors: dict[str, str]) -> list[DataWindow]:
    windows: list[DataWindow] = []
    for kind in WINDOW_KINDS:
        edges = {edge: typed.get(edge_name(kind, edge), "") for edge in ("start", "end")}
        if not any(edges.values()):
            continue
        read = {edge: _read_edge(words, kind) for edge, words in edges.items()}
        for edge in (edge for edge, found in read.items() if found is None):
            errors[edge_name(kind, edge)] = "Hãy nhập như 14/6, hoặc 15/12 năm trước (quý, tháng: 15/3 kỳ trước)."
        start, end = read["start"], read["end"]
        if start and end and (start[1], start[0]) > (end[1], end[0]):
            errors[edge_name(kind, "end")] = "Ngày chốt số liệu phải sau ngày bắt đầu."
        elif start and end:
            windows.append(DataWindow(kind, start[1], start[0], end[1], end[0]))
    return windows


def _read_edge(words: str, kind: PeriodKind) -> tuple[int, int] | None:
    found = _EDGE.fullmatch(words.strip().lower())
    if not found or not 1 <= int(found[1]) <= 31 or not 1 <= int(found[2]) <= _INSIDE.get(kind, 12):
        return None
    day, month = int(found[1]), int(found[2])
    if kind not in _INSIDE and day >= monthrange(_LEAP, month)[1]:
        day = 31  # the last of the month stays the last, also six months later and in other years
    return day, month - (_INSIDE.get(kind, 12) if found[3] else 0)


def values_of(draft: RegimeDraft) -> dict[str, Any]:
    """Return what the history keeps of a regime."""
    terms = draft.terms
    return {
        "name": draft.name,
        "source": draft.source,
        "is_active": terms.is_active,
        "valid_from": terms.valid_from,
        "valid_to": terms.valid_to,
        "grace_days": terms.grace_days,
        "roll": terms.roll,
        "days": sorted(f"bước {int(d.step)}, {d.kind.value}: {cell_words(d)}" for d in terms.days),
        "windows": sorted(
            f"{w.kind.value}: {_edge_words(w.kind, w.start_day, w.start_month)}"
            f" – {_edge_words(w.kind, w.end_day, w.end_month)}"
            for w in terms.windows
        ),
    }
