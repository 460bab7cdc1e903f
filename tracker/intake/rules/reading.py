"""What a reading (plan-extraction/1) says of its head, and how a plan is recognised again."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.vietnamese import fold

Extraction = dict[str, Any]

_YEARS = re.compile(r"(?:giai doan|nam)\s+((?:19|20)\d\d)\s*(?:-|–|den(?: nam)?)\s*((?:19|20)\d\d)")
_BLANK_DAY = re.compile(r"ngày[\s.…/_]*tháng\s+(\d{1,2})\s+năm\s+((?:19|20)\d\d)")
_YEAR = re.compile(r"nam\s+((?:19|20)\d\d)")
_NO_ISSUE_DATE = "Văn bản không ghi ngày ban hành; tạm lấy ngày đầu kỳ kế hoạch là {day}."
_ONLY_MONTH = "Văn bản chỉ ghi tháng ban hành; tạm lấy ngày đầu tháng là {day}."
_NO_PERIOD = "Văn bản không ghi thời gian thực hiện; tạm lấy cả năm {year} theo ngày ban hành."


@dataclass(frozen=True, slots=True)
class Head:
    """Who issued which plan, when, for what time, carrying out what; None where the text does not say."""

    kind: str
    number: str | None
    title: str
    issuer: str | None
    level: str | None
    issued_on: date | None
    period_start: date | None
    period_end: date | None
    signer: str | None
    parent_number: str | None
    parent_day: date | None
    parent_issuer: str | None = None


def head_of(extraction: Extraction) -> Head:
    """Return the head of a reading. A period that is not stated is taken from the years of the title."""
    plan = extraction["plan"]
    start, end = _period(plan)
    signer = plan.get("signer")
    parent = plan.get("parent")
    citations = plan.get("citations") or []
    return Head(
        kind=plan.get("kind") or "KH",
        number=plan.get("number"),
        title=" ".join((plan.get("title") or "").split()),
        issuer=plan.get("issuer"),
        level=plan.get("level"),
        issued_on=day_of(plan.get("issued_on")),
        period_start=start,
        period_end=end,
        signer=signer["name"] if signer else None,
        parent_number=parent,
        parent_day=day_of(_cited(citations, parent, "issued_on")),
        parent_issuer=_cited(citations, parent, "issuer"),
    )


def day_of(written: str | None) -> date | None:
    """Return an ISO day of the reading; a month alone ("2021-04") stands for its first day."""
    if not written:
        return None
    return date.fromisoformat(written if len(written) > 7 else f"{written}-01")


def _period(plan: Extraction) -> tuple[date | None, date | None]:
    stated = plan.get("period")
    if stated:
        return day_of(stated["start"]), day_of(stated["end"])
    title = fold(plan.get("title") or "")
    years = _YEARS.search(title)
    if years:
        return date(int(years[1]), 1, 1), date(int(years[2]), 12, 31)
    year = _YEAR.search(title)
    return (date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)) if year else (None, None)


def _cited(citations: list[Extraction], number: str | None, said: str) -> str | None:
    """Return what the first citation of this number that says it says of its day ("issued_on") or its issuer."""
    for citation in citations:
        if number and number_key(citation.get("number")) == number_key(number) and citation.get(said):
            return str(citation[said])
    return None


def number_key(number: str | None) -> str | None:
    """Return a number for comparison: "78/KH-UBND" however it is spaced and written."""
    return re.sub(r"\s+", "", fold(number))[:60] if number else None


def identity_of(extraction: Extraction, issuer_id: int) -> str:
    """Return what makes a plan the same plan: number, day, issuer; without number or day: title, period, content.

    It rests on the document as it was read, so that a corrected head does not hide that the file came before.
    """
    head = head_of(extraction)
    if head.number and head.issued_on:
        return f"{issuer_id}|{number_key(head.number)}|{head.issued_on.isoformat()}"
    known = (fold(head.title), str(head.period_start), str(head.period_end), fold(extraction["text"]))
    return f"{issuer_id}|{hashlib.sha256(chr(0).join(known).encode()).hexdigest()}"


@dataclass(frozen=True, slots=True)
class SettledHead:
    """The days of a plan as it is confirmed, and what had to stand in for an unknown one."""

    issued_on: date
    is_stated: bool
    period_start: date
    period_end: date
    findings: tuple[Extraction, ...] = ()


def known_month(text: str) -> date | None:
    """Return the first day of the month in which a document without a day says that it was issued, or None."""
    found = _BLANK_DAY.search(text)
    return date(int(found[2]), int(found[1]), 1) if found and 1 <= int(found[1]) <= 12 else None


def settle_head(
    issued_on: date | None, start: date | None, end: date | None, *, month: date | None = None
) -> SettledHead | None:
    """Return the days with stand-ins for a confirmation by command; None when neither day nor period is known.

    `month` is the first day of the month of issue, where only that is known: then it stands in for the day.

    The first day of the period stands in for the day; the year of the day for the period ("Import").
    """
    if issued_on and start and end:
        return SettledHead(issued_on, True, start, end)
    if start and end:
        day = month if month and month <= end else start
        words = (_NO_ISSUE_DATE if day is start else _ONLY_MONTH).format(day=day.strftime("%d/%m/%Y"))
        return SettledHead(day, False, start, end, (_warning("no_issue_date", words),))
    if issued_on:
        first, last = date(issued_on.year, 1, 1), date(issued_on.year, 12, 31)
        return SettledHead(
            issued_on, True, first, last, (_warning("no_period", _NO_PERIOD.format(year=issued_on.year)),)
        )
    return None


def _warning(code: str, message: str) -> Extraction:
    return {"code": code, "severity": "warning", "message": message, "places": [], "printed": None, "computed": None}
