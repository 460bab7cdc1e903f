"""The way that a report or a difficulty goes: to whom, through whom, with a copy to whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.catalogue.recognise import split_names
from tracker.parsing.agencies import agencies_in, agency_end
from tracker.parsing.draft import DifficultyRoute
from tracker.parsing.phrases import AGENCY_HEAD
from tracker.parsing.unit import CLOSING, Unit

REPORT = re.compile(r"báo cáo", re.IGNORECASE)
_TOWARDS = re.compile(r"(?:gửi|về|với|cho|tới|lên|trình|đến|báo cáo(?: (?:định kỳ|kết quả))?)\s+(?=\w)", re.IGNORECASE)
_ASSISTS = re.compile(r"(?:giúp|tham mưu(?: cho)?)\s+(?=\w)")
_SUBMITS = re.compile(r"[Tt]rình\s+(?=\w)")
_VIA = re.compile(r"(?:(?:thông )?qua)\s+(?=\w)")
_COPY = re.compile(r"(?:đồng(?: thời| kính)? gửi)\s+(?=\w)")
_GATHERS = re.compile(r"[\s,]*(?:(?:để|nhằm)?\s*tổng hợp|(?:để|nhằm)\s+(?:kịp thời\s+)?(?:báo cáo|trình))")
_ONWARD = re.compile(
    r"[\s,]*(?:để|nhằm)?\s*(?:kịp thời\s+)?(?:tổng hợp[\s,]*(?:và\s+)?)?(?:trình|báo cáo|tham mưu(?: cho)?)\s+(?=\w)"
)
_HANDED_TO = re.compile(r"(?:gửi|về|với|cho|tới|đến|phản ánh|báo cáo)\s+(?=\w)")
_TROUBLE = re.compile(r"(?:khó khăn|vướng mắc)[^.]*?(?:báo cáo|báo|phản ánh|kiến nghị|gửi)")
_ARISES = re.compile(
    r"nếu|trường hợp|phát sinh|trong quá trình|khi có|có (?:gì |những )?(?:khó khăn|vướng)|kịp thời", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a report goes: to whom, through whom, with a copy to whom."""

    addressee: str | None
    via: str | None
    copy_to: list[str]


def route_of(clause: str) -> Route:
    """Return the route that a clause gives to a report."""
    via = _named_after(_VIA, clause)
    copies = _named_after(_COPY, clause)
    taken = [found.end() for rule in (_VIA, _COPY) for found in rule.finditer(clause)]
    addressee = None
    report = REPORT.search(clause) or re.search(r"gửi|phản ánh", clause)
    for found in _TOWARDS.finditer(clause, report.start() if report else 0):
        if found.end() not in taken and AGENCY_HEAD.match(clause, found.end()):
            addressee = _agency_at(clause, found.end())
            break
    if addressee is None:
        addressee = _named_after(_ASSISTS, clause) or _named_after(_SUBMITS, clause)
    return Route(addressee, via, list(split_names(copies)) if copies else [])


def _named_after(rule: "re.Pattern[str]", clause: str) -> str | None:
    for found in rule.finditer(clause):
        if AGENCY_HEAD.match(clause, found.end()):
            return _agency_at(clause, found.end())
    return None


def _agency_at(clause: str, at: int) -> str | None:
    return clause[at : agency_end(clause, at)] or None


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
        route = _handed_on(sentence[tail_start:], route)
        via = route.via or _gatherer(sentence[tail_start:], route.addressee)
        sender = agencies_in(sentence[tail_start : trouble.end()]) or unit.agency
        sender = sender or agencies_in(sentence[:tail_start]) or named.get(id(unit))
        return DifficultyRoute(from_=sender, via=via, to=route.addressee, span=(unit.start, unit.end))
    return None


def _handed_on(clause: str, route: Route) -> Route:
    """Return the route on to whom the addressee submits: "phản ánh về Sở X để tổng hợp, trình UBND tỉnh …"."""
    if route.addressee is None or route.via is not None:
        return route
    onward = _ONWARD.match(clause, clause.find(route.addressee) + len(route.addressee))
    final = _agency_at(clause, onward.end()) if onward and AGENCY_HEAD.match(clause, onward.end()) else None
    return Route(final, route.addressee, route.copy_to) if final else route


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
