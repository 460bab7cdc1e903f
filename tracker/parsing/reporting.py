"""Reporting duties: a rhythm and the word "báo cáo" in one clause; and the way that difficulties go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.catalogue.recognise import split_names
from tracker.parsing.agencies import agencies_in, agency_end
from tracker.parsing.draft import DifficultyRoute, ReportingDuty, Span
from tracker.parsing.phrases import AGENCY_HEAD
from tracker.parsing.walk import CLOSING, LEAD_IN, Unit

_REPORT = re.compile(r"báo cáo", re.IGNORECASE)
_RHYTHMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("weekly", re.compile(r"(?:hằng|hàng|mỗi|định kỳ|theo) tuần|tuần(?=,)")),
    ("monthly", re.compile(r"(?:hằng|hàng|mỗi|định kỳ|theo|báo cáo) tháng(?! \d)|tháng(?=(?:,| và) quý)")),
    ("quarterly", re.compile(r"(?:hằng|hàng|mỗi|định kỳ|theo|báo cáo) quý(?! [iv\d])|quý(?=,| và)")),
    ("semiannual", re.compile(r"(?<!\d)(?:0?6|sáu) tháng(?! tuổi| đến)|nửa năm|bán niên")),
    (
        "annual",
        re.compile(
            r"(?:(?:hằng|hàng|mỗi|cả|một|(?<!\d)01|(?<!\d)1|tổng kết|báo cáo|định kỳ)|(?<!tháng )cuối|"
            r"(?:tháng(?: đầu năm)?|quý)(?:,| và|/)(?: báo cáo)?) năm(?! \d)|12 tháng"
        ),
    ),
    ("ad_hoc", re.compile(r"đột xuất|khi có yêu cầu")),
)
_PERIODIC = re.compile(r"định kỳ|chế độ (?:thông tin,? ?)?báo cáo|theo kỳ|(?:hằng|hàng) ngày")
_CLAUSE = re.compile(r"[^;]+")
_DUE = re.compile(
    r"(?:trước|chậm nhất|muộn nhất|vào)\s+(?:(?:là|vào|đến)\s+)*(?:ngày\s+)?(?P<d>\d{1,2})\s*(?:(?:/|"
    r"tháng\s)\s*(?P<m>\d{1,2})(?:\s*(?:/|năm)\s*(?P<y>\d{4}))?|(?=\s*(?:hằng|hàng|mỗi|của) tháng))"
    r"|(?<=và )(?:ngày\s+)?(?P<d2>\d{1,2})/(?P<m2>\d{1,2})(?:/(?P<y2>\d{4}))?",
    re.IGNORECASE,
)
_TOWARDS = re.compile(r"(?:gửi|về|với|cho|tới|lên|trình|đến|báo cáo(?: (?:định kỳ|kết quả))?)\s+(?=\w)", re.IGNORECASE)
_ASSISTS = re.compile(r"(?:giúp|tham mưu(?: cho)?)\s+(?=\w)")
_VIA = re.compile(r"(?:(?:thông )?qua)\s+(?=\w)")
_COPY = re.compile(r"(?:đồng(?: thời| kính)? gửi)\s+(?=\w)")
_GATHERS = re.compile(r"[\s,]*(?:để|nhằm)?\s*tổng hợp")
_HANDED_TO = re.compile(r"(?:gửi|về|với|cho|tới|đến|phản ánh|báo cáo)\s+(?=\w)")
_TROUBLE = re.compile(r"(?:khó khăn|vướng mắc)[^.]*?(?:báo cáo|phản ánh|kiến nghị|gửi)")
_ARISES = re.compile(r"nếu|trường hợp|phát sinh|trong quá trình|khi có|có (?:những )?khó khăn|kịp thời", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a report goes: to whom, through whom, with a copy to whom."""

    addressee: str | None
    via: str | None
    copy_to: list[str]


def read_duties(text: str, units: Sequence[Unit]) -> list[ReportingDuty]:
    """Return the duties stated in the units, in their order; one sentence gives one duty for each addressee."""
    duties: list[ReportingDuty] = []
    named = None
    for unit in units:
        named = unit.agency or named
        if unit.kind == LEAD_IN:
            continue
        of_sentence: list[ReportingDuty] = []
        for clause in _CLAUSE.finditer(text[unit.start : unit.end]):
            duty = _duty(clause.group(), unit.start + clause.start(), unit, named)
            if duty and of_sentence and duty.addressee in (None, of_sentence[-1].addressee):
                of_sentence[-1] = _merged(of_sentence[-1], duty, text)
            elif duty:
                of_sentence.append(duty)
        duties += of_sentence
    return duties


def _duty(clause: str, start: int, unit: Unit, named: str | None) -> ReportingDuty | None:
    lowered = clause.lower()
    if not _REPORT.search(clause):
        return None
    periods = periods_of(lowered)
    dues = list(_DUE.finditer(clause))
    if not periods and any(due.group("y") or due.group("y2") for due in dues) and route_of(clause).addressee:
        periods = ["once"]
    reporter = _reporter(clause, unit) or named
    if not periods or not reporter:
        return None
    route = route_of(clause)
    begin = start + len(clause) - len(clause.lstrip())
    words = clause.strip()
    return ReportingDuty(
        reporter=reporter,
        periods=periods,
        due=_dues(lowered, dues, periods),
        addressee=route.addressee,
        via=route.via,
        copy_to=route.copy_to,
        text=words,
        span=(begin, begin + len(words)),
    )


def report_clauses(text: str, unit: Unit) -> list[Span]:
    """Return the places of the clauses of a unit that ask for a report in a rhythm."""
    found = _CLAUSE.finditer(text, unit.start, unit.end)
    return [c.span() for c in found if _REPORT.search(c.group()) and periods_of(c.group().lower())]


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
    in_rows = len(dues) == len(regular) and sum(at < first_day for at, _ in places) >= len(regular)
    stated: dict[str, str] = {}
    for number, due in enumerate(dues):
        before = [name for at, name in places if at < due.start()]
        ordered = [name for _, name in sorted(dict.fromkeys((n, n) for _, n in places))] if not places else []
        sequence = list(dict.fromkeys(name for _, name in places)) or ordered or regular
        name = sequence[number] if in_rows and number < len(sequence) else (before[-1] if before else sequence[0])
        stated.setdefault(name, _stated(due))
    return stated


def _stated(due: "re.Match[str]") -> str:
    parts = [due.group("d") or due.group("d2"), due.group("m") or due.group("m2"), due.group("y") or due.group("y2")]
    return "/".join(part for part in parts if part)


def _reporter(clause: str, unit: Unit) -> str | None:
    """Return who reports: the agencies that the clause names before its "báo cáo", for an order to everybody."""
    if unit.kind != CLOSING:
        return unit.agency
    report = _REPORT.search(clause)
    before = clause[: report.start()] if report else clause
    found = agencies_in(before)
    return unit.agency if found is None or (unit.agency and unit.agency in before) else found


def route_of(clause: str) -> Route:
    """Return the route that a clause gives to a report."""
    via = _named_after(_VIA, clause)
    copies = _named_after(_COPY, clause)
    taken = [found.end() for rule in (_VIA, _COPY) for found in rule.finditer(clause)]
    addressee = None
    report = _REPORT.search(clause) or re.search(r"gửi|phản ánh", clause)
    for found in _TOWARDS.finditer(clause, report.start() if report else 0):
        if found.end() not in taken and AGENCY_HEAD.match(clause, found.end()):
            addressee = _agency_at(clause, found.end())
            break
    if addressee is None:
        addressee = _named_after(_ASSISTS, clause)
    return Route(addressee, via, list(split_names(copies)) if copies else [])


def _named_after(rule: "re.Pattern[str]", clause: str) -> str | None:
    for found in rule.finditer(clause):
        if AGENCY_HEAD.match(clause, found.end()):
            return _agency_at(clause, found.end())
    return None


def _agency_at(clause: str, at: int) -> str | None:
    return clause[at : agency_end(clause, at)] or None


def _merged(first: ReportingDuty, second: ReportingDuty, text: str) -> ReportingDuty:
    span = (first.span[0], second.span[1])
    due = {**(first.due or {}), **(second.due or {})} or None
    periods = [*first.periods, *(name for name in second.periods if name not in first.periods)]
    via = first.via or second.via
    copies = first.copy_to or second.copy_to
    return replace(first, periods=periods, due=due, via=via, copy_to=copies, text=text[span[0] : span[1]], span=span)


def read_difficulty_route(text: str, units: Sequence[Unit]) -> DifficultyRoute | None:
    """Return the first sentence that says where difficulties are reported, orders to everybody before others."""
    named = {id(unit): agency for unit, agency in _with_last_agency(units)}
    for unit in sorted(units, key=lambda unit: (unit.kind != CLOSING, unit.start)):
        sentence = text[unit.start : unit.end]
        trouble = _TROUBLE.search(sentence)
        if not trouble or not _ARISES.search(sentence):
            continue
        tail_start = trouble.start()
        route = route_of(sentence[tail_start:])
        if route.addressee is None and route.via is None:
            continue
        via = route.via or _gatherer(sentence[tail_start:], route.addressee)
        sender = agencies_in(sentence[tail_start : trouble.end()]) or unit.agency or named.get(id(unit))
        return DifficultyRoute(from_=sender, via=via, to=route.addressee, span=(unit.start, unit.end))
    return None


def _gatherer(clause: str, addressee: str | None) -> str | None:
    """Return the agency that gathers what another one gets: "phản ánh về Sở X để tổng hợp, báo cáo Ủy ban …"."""
    for found in _HANDED_TO.finditer(clause):
        name = _agency_at(clause, found.end()) if AGENCY_HEAD.match(clause, found.end()) else None
        if name and name != addressee and _GATHERS.match(clause, found.end() + len(name)):
            return name
    return None


def _with_last_agency(units: Sequence[Unit]) -> list[tuple[Unit, str | None]]:
    pairs = []
    last = None
    for unit in units:
        last = unit.agency or last
        pairs.append((unit, last))
    return pairs
