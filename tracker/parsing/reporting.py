"""Reporting duties: a rhythm and the word "báo cáo" in one clause."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.parsing.agencies import agencies_in, agency_end, opening_agency
from tracker.parsing.draft import ReportingDuty, Span
from tracker.parsing.phrases import AGENCY_HEAD
from tracker.parsing.reporting_days import other_days
from tracker.parsing.routes import REPORT, route_of
from tracker.parsing.unit import CLOSING, LEAD_IN, REPEATED, UNPLACED, Unit

_SPAN = r"(?:\s*\([^()]*\))?"  # a day in brackets may stand behind each rhythm: "6 tháng (trước ngày 10/6), năm"
_RHYTHMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("weekly", re.compile(r"(?:hằng|hàng|mỗi|định kỳ|theo) tuần|tuần(?=,)|tuần/lần")),
    (
        "monthly",
        re.compile(
            r"(?:hằng|hàng|mỗi|định kỳ|theo|báo cáo|cuối) tháng(?! \d)|(?<!\d )(?<!\d)tháng"
            + _SPAN
            + r"(?=(?:,| và|;) quý)|(?<!\d)0?1 tháng(?:/| một )lần"
        ),
    ),
    (
        "quarterly",
        re.compile(
            r"(?:hằng|hàng|mỗi|định kỳ|theo|báo cáo|cuối) quý(?! (?:[iv]+\b|\d))|quý"
            + _SPAN
            + r"(?=,| và)|quý/lần|9 tháng"
        ),
    ),
    (
        "semiannual",
        re.compile(r"(?<!\d)(?:0?6|sáu) tháng(?! tuổi| đến)|nửa năm|bán niên|giữa năm|(?<!\d)0?2 lần/năm"),
    ),
    (
        "annual",
        re.compile(
            r"(?:(?:hằng|hàng|mỗi|cả|một|(?<!\d)01|(?<!\d)1|tổng kết|báo cáo|định kỳ)|(?<!tháng )cuối|"
            r"(?:tháng(?: đầu năm)?|quý)" + _SPAN + r"(?:,| và|/|;)(?: (?:báo cáo|kết quả|tổng kết|hết))?) năm(?! \d)"
            r"|12 tháng|(?<!\d)(?:0?1|một) lần/năm|năm (?:một|01|1) lần"
        ),
    ),
    ("ad_hoc", re.compile(r"đột xuất|khi có yêu cầu")),
)
_PERIODIC = re.compile(r"định kỳ|chế độ (?:thông tin,? ?)?báo cáo|theo kỳ|(?:hằng|hàng) ngày")
_SAID_AFTER = re.compile(r"\s*(?:\((?P<inner>[^()]*)\)|đối với (?:báo cáo )?(?P<named>[^,;.]{2,40}?)(?=,| và|;|\.|$))")
_HALF, _YEAR_END = range(5, 9), (10, 11, 12, 1)
_LISTED = re.compile(r"\s*(?:UBND|[ỦU][ỷy] ban|[Cc]ác |[Đđ]ề nghị|Sở |[Cc]hủ tịch)")
_SECOND_HOP = re.compile(r"\s*,?\s*để tổng hợp,?\s*(?=(?:trình|báo cáo)\s)")
_CLAUSE = re.compile(r"[^;]+")
_DUE = re.compile(
    r"(?:trước|chậm nhất|muộn nhất|vào)\s+(?:(?:là|vào|đến)\s+)*(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:(?:/|"
    r"tháng\s)\s*(?P<m>\d{1,2})(?:\s*(?:/|năm)\s*(?P<y>\d{4}))?|(?=\s*(?:hằng|hàng|mỗi|của) tháng))"
    r"|(?<=và )(?:ngày\s+)?(?P<d2>\d{1,2})/(?P<m2>\d{1,2})(?:/(?P<y2>\d{4}))?",
    re.IGNORECASE,
)


def read_duties(text: str, units: Sequence[Unit]) -> list[ReportingDuty]:
    """Return the duties stated in the units, in their order; one sentence gives one duty for each addressee.

    "… về Sở X trước ngày 20/11 để tổng hợp, báo cáo UBND tỉnh trước ngày 30/11" holds two: the second is Sở X's.
    """
    duties: list[ReportingDuty] = []
    named = None
    for unit in units:
        named = unit.agency or named
        if unit.kind in (LEAD_IN, REPEATED) or (unit.kind == UNPLACED and not _names_reporter(text, unit)):
            continue
        of_sentence: list[ReportingDuty] = []
        for start, end in _clauses(text, unit):
            duty = _duty(text[start:end], start, unit, named)
            if duty and of_sentence and _goes_on(of_sentence[-1], duty):
                of_sentence[-1] = _merged(of_sentence[-1], duty, text)
            elif duty:
                of_sentence.append(duty)
        duties += _hops(of_sentence, text)
    return duties


def _ends_with_body(clause: str) -> bool:
    words = clause.rstrip()
    return any(agency_end(words, found.start()) == len(words) for found in AGENCY_HEAD.finditer(words))


def _names_reporter(text: str, unit: Unit) -> bool:
    """Tell an unplaced sentence that itself says who reports."""
    report = REPORT.search(text, unit.start, unit.end)
    return report is not None and agencies_in(text[unit.start : report.start()]) is not None


def _clauses(text: str, unit: Unit) -> list[Span]:
    spans: list[Span] = []
    for found in _CLAUSE.finditer(text, unit.start, unit.end):
        before = text[slice(*spans[-1])] if spans else ""
        if before and not REPORT.search(before) and _LISTED.match(found.group()) and _ends_with_body(before):
            spans[-1] = (spans[-1][0], found.end())  # "các sở, ngành; UBND các xã báo cáo …"
        else:
            spans.append(found.span())
    return spans


def _goes_on(first: ReportingDuty, second: ReportingDuty) -> bool:
    return first.reporter == second.reporter and second.addressee in (None, first.addressee)


def _hops(duties: Sequence[ReportingDuty], text: str) -> list[ReportingDuty]:
    """Part a duty whose addressee hands the report on by a day of its own."""
    parted: list[ReportingDuty] = []
    for duty in duties:
        hop = _SECOND_HOP.search(duty.text)
        following = duty.text[hop.end() :] if hop else ""
        dues = list(_DUE.finditer(following))
        route = route_of(following)
        if (
            not hop
            or not dues
            or not duty.addressee
            or not route.addressee
            or not _DUE.search(duty.text[: hop.start()])
        ):
            parted.append(duty)
            continue
        first, second = duty.text[: hop.start()], following
        at = duty.span[0]
        days = _dues(first.lower(), list(_DUE.finditer(first)), duty.periods)
        parted.append(replace(duty, due=days, text=first, span=(at, at + len(first))))
        parted.append(
            ReportingDuty(
                reporter=duty.addressee,
                periods=duty.periods,
                due=_dues(second.lower(), dues, periods_of(second.lower()) or duty.periods),
                addressee=route.addressee,
                via=route.via,
                copy_to=route.copy_to,
                text=second,
                span=(at + hop.end(), duty.span[1]),
            )
        )
    return parted


def _duty(clause: str, start: int, unit: Unit, named: str | None) -> ReportingDuty | None:
    lowered = clause.lower()
    if not REPORT.search(clause):
        return None
    dues = list(_DUE.finditer(clause))
    periods = periods_of(lowered) or _by_days(dues)
    route = route_of(clause)
    if not periods and any(due.group("y") or due.group("y2") for due in dues) and route.addressee:
        periods = ["once"]
    if _is_dated_once(lowered, dues, periods):
        periods = ["once"]
    reporter = _reporter(clause, unit) or named
    if not periods or not reporter:
        return None
    begin = start + len(clause) - len(clause.lstrip())
    words = clause.strip()
    return ReportingDuty(
        reporter=reporter,
        periods=periods,
        due=other_days(clause, periods, _dues(lowered, dues, periods)),
        addressee=route.addressee,
        via=route.via,
        copy_to=route.copy_to,
        text=words,
        span=(begin, begin + len(words)),
    )


def _is_dated_once(lowered: str, dues: Sequence["re.Match[str]"], periods: Sequence[str]) -> bool:
    """Tell one report by a full date beside work in a short rhythm: "hằng tháng ghi sổ …, báo cáo … trước 20/10/2026".

    A date with its year falls due once; the rhythm is that of the clause before the comma.
    """
    dated = len(dues) == 1 and bool(dues[0].group("y") or dues[0].group("y2"))
    if not dated or not periods or not set(periods) <= {"weekly", "monthly", "quarterly"}:
        return False
    report = lowered.rfind("báo cáo", 0, dues[0].start())
    comma = lowered.rfind(",", 0, report)
    return comma >= 0 and not periods_of(lowered[comma : dues[0].start()])


def _by_days(dues: Sequence["re.Match[str]"]) -> list[str]:
    """Return half-year and year for two days without a year, one in mid-year and one at its end."""
    months = [int(due.group("m") or due.group("m2") or 0) for due in dues if not (due.group("y") or due.group("y2"))]
    return ["semiannual", "annual"] if len(months) == 2 and months[0] in _HALF and months[1] in _YEAR_END else []


def report_clauses(text: str, unit: Unit) -> list[Span]:
    """Return the places of the clauses of a unit that ask for a report in a rhythm."""
    found = _CLAUSE.finditer(text, unit.start, unit.end)
    return [c.span() for c in found if REPORT.search(c.group()) and periods_of(c.group().lower())]


def periods_of(lowered: str) -> list[str]:
    """Return the rhythms that a clause (in lower case) names; ["periodic"] when it only says that there is one."""
    found = [name for name, rule in _RHYTHMS if rule.search(lowered)]
    if not [name for name in found if name != "ad_hoc"] and _PERIODIC.search(lowered):
        return ["periodic", *found]
    return found


def _dues(lowered: str, dues: Sequence["re.Match[str]"], periods: Sequence[str]) -> dict[str, str] | None:
    """Give each stated day to the rhythm that stands before it; in order when they come in two rows."""
    regular = [name for name in periods if name != "ad_hoc"]
    if not dues or not regular:
        return None
    places = sorted(
        (found.start(), name) for name, rule in _RHYTHMS for found in rule.finditer(lowered) if name in regular
    )
    first_day = dues[0].start()
    in_rows = len(dues) == len(regular) and (not places or sum(at < first_day for at, _ in places) >= len(regular))
    stated: dict[str, str] = {}
    for number, due in enumerate(dues):
        before = [name for at, name in places if at < due.start()]
        sequence = list(dict.fromkeys(name for _, name in places)) or regular
        name = sequence[number] if in_rows and number < len(sequence) else (before[-1] if before else sequence[0])
        stated.setdefault(_said_after(lowered, due.end(), regular) or name, _stated(due))
    return stated


def _said_after(lowered: str, at: int, periods: Sequence[str]) -> str | None:
    """Return the rhythm that stands behind a day: "15/6 (báo cáo 6 tháng)", "15/6 đối với báo cáo 6 tháng"."""
    found = _SAID_AFTER.match(lowered, at)
    if not found:
        return None
    named = [name for name in periods_of(f"báo cáo {found.group('inner') or found.group('named')}") if name in periods]
    return named[0] if len(named) == 1 else None


def _stated(due: "re.Match[str]") -> str:
    parts = [due.group("d") or due.group("d2"), due.group("m") or due.group("m2"), due.group("y") or due.group("y2")]
    return "/".join(part for part in parts if part)


def _reporter(clause: str, unit: Unit) -> str | None:
    """Return who reports: the agencies that open the clause, or that an order to everybody names before "báo cáo"."""
    if unit.kind not in (CLOSING, UNPLACED):
        opening = clause.strip()
        end = opening_agency(opening)
        return opening[:end] if end and opening[:1].isupper() else unit.agency
    report = REPORT.search(clause)
    before = clause[: report.start()] if report else clause
    found = agencies_in(before)
    return unit.agency if found is None or (unit.agency and unit.agency in before) else found


def _merged(first: ReportingDuty, second: ReportingDuty, text: str) -> ReportingDuty:
    span = (first.span[0], second.span[1])
    due = {**(first.due or {}), **(second.due or {})} or None
    periods = [*first.periods, *(name for name in second.periods if name not in first.periods)]
    via = first.via or second.via
    copies = first.copy_to or second.copy_to
    return replace(first, periods=periods, due=due, via=via, copy_to=copies, text=text[span[0] : span[1]], span=span)
