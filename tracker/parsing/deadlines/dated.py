"""From moments with their cues to mentions: days, months, quarters, ranges, and what comes back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.parsing.dates import Moment
from tracker.parsing.deadlines.cues import (
    Cue,
    Rhythm,
    cue_before,
    rhythm_after,
    start_of_range,
    starts_from,
    year_cue_before,
)
from tracker.parsing.deadlines.mention import Mention, Weight, both_ways, on_day, recurring, unread
from tracker.parsing.deadlines.moments import Said, Unit, moments_of
from tracker.parsing.deadlines.plan_time import PlanTime
from tracker.parsing.deadlines.recurring import rule_of
from tracker.parsing.deadlines.traps import Cited, is_window_of_data
from tracker.parsing.draft import DraftDeadline

_TO = re.compile(r"\s*(?:-|–|—|đến|tới)(?P<before>\s+trước)?(?:\s+(?:hết|ngày|cuối))*\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:và|hoặc|,|;)\s*", re.IGNORECASE)
_JOINS = re.compile(
    r"\s*(?:và|hoặc|,|;)\s*(?:(?:trước|chậm nhất|muộn nhất|trong|vào|đến)(?:\s+(?:là|vào|trong))*\s*)?", re.IGNORECASE
)
_EACH = r"(?:hằng|hàng|mỗi|từng)"
_YEAR_RHYTHM = re.compile(rf"định kỳ|{_EACH}\s+(?:năm|quý)|(?<!\d)0?6 tháng(?! tuổi| đến)", re.IGNORECASE)
_EVERY_YEAR = re.compile(rf"{_EACH}\s+năm", re.IGNORECASE)
_EVERY_MONTH = re.compile(rf"(?:{_EACH}|định kỳ)\s+tháng", re.IGNORECASE)
_EVERY_WEEK = re.compile(rf"{_EACH}\s+tuần", re.IGNORECASE)
_GOES_ON = re.compile(r"\s*(?:và|,)?\s*(?:(?:các|những)\s+năm\s+(?:tiếp theo|sau|kế tiếp)|trở đi)", re.IGNORECASE)
_AND_EACH_YEAR = re.compile(
    r"\s*(?:và|,|;)\s*(?:(?:định kỳ|vào)\s+)?(?:hằng|hàng|mỗi)\s+năm(?=\s*(?:[.;)]|$))", re.IGNORECASE
)
_ENDS = re.compile(r"\s*\)\s*[.;]?\s*")
_LOOK_BACK = 400
_BOUNDED = (Unit.DAY, Unit.MONTH, Unit.QUARTER)
_YEARS = (Unit.YEAR, Unit.YEARS)


@dataclass(frozen=True, slots=True)
class _Group:
    """One moment, or a range from `first` to `last`; a range may stop before its last moment ("đến trước ngày …")."""

    first: Said
    last: Said
    stops_before: bool = False

    @property
    def is_range(self) -> bool:
        return self.first is not self.last


class Dated:
    """The dated mentions of one text. A `bare` text is a cell or label: it needs no cue words."""

    def __init__(self, text: str, time: PlanTime, *, bare: bool = False) -> None:
        self._text, self._time, self._bare = text, time, bare
        self._cited = Cited(text)
        self._has_year_rhythm = bool(_YEAR_RHYTHM.search(text))
        self._groups = list(_grouped(text))
        self._rhythms = [rhythm_after(text, group.last.end) for group in self._groups]
        self._cues = self._all_cues()

    def mentions(self) -> Iterator[Mention]:
        """Return the mentions in the order of the text."""
        for at, group in enumerate(self._groups):
            rhythm = self._rhythm(at)
            mention = self._returning(at, group, rhythm) if rhythm else self._once(at, group)
            if mention:
                yield mention

    def _all_cues(self) -> list[Cue | None]:
        """Give each moment its cue; one that follows another by "và" shares its cue."""
        cues: list[Cue | None] = []
        for at, group in enumerate(self._groups):
            find = year_cue_before if group.last.unit in _YEARS and not group.is_range else cue_before
            cue = find(self._text, group.first.start)
            if cue is None and at and cues[-1] and self._follows(at):
                cue = replace(cues[-1], start=group.first.start)
            cues.append(cue)
        return cues

    def _follows(self, at: int) -> bool:
        before, group = self._groups[at - 1], self._groups[at]
        rhythm = self._rhythms[at - 1]
        gap = self._text[rhythm[1] if rhythm else before.last.end : group.first.start]
        return bool(_AND.fullmatch(gap)) and (before.last.unit is group.first.unit or "và" in gap.lower())

    def _rhythm(self, at: int) -> Rhythm | None:
        """Return how a moment comes back: by the words after it, after the next of its row, or before it."""
        own = self._rhythms[at]
        if own:
            return own[0]
        group = self._groups[at]
        if group.is_range or group.last.moment.year or self._is_cited(at):
            return None
        if at + 1 < len(self._groups) and self._rhythms[at + 1] and not self._groups[at + 1].is_range:
            following = self._groups[at + 1].first
            if following.unit is group.last.unit and _JOINS.fullmatch(self._text[group.last.end : following.start]):
                return (self._rhythms[at + 1] or (None,))[0]
        return self._stated_before(group.last, self._cues[at])

    def _stated_before(self, said: Said, cue: Cue | None) -> Rhythm | None:
        if cue is None or (said.bare and not cue.strong):
            return None
        before = self._text[max(0, said.start - _LOOK_BACK) : said.start]
        if said.unit is Unit.DAY_OF_MONTH:
            return Rhythm.MONTHLY if _EVERY_MONTH.search(before) else None
        if said.unit is Unit.WEEKDAY:
            return Rhythm.WEEKLY if _EVERY_WEEK.search(before) else None
        if said.unit is Unit.DAY:
            return Rhythm.YEARLY if self._has_year_rhythm else None
        return Rhythm.YEARLY if said.unit in _BOUNDED and _EVERY_YEAR.search(before) else None

    def _returning(self, at: int, group: _Group, rhythm: Rhythm) -> Mention | None:
        own, cue, said = self._rhythms[at], self._cues[at], group.last
        end = own[1] if own else said.end
        if starts_from(self._text, said.start) and not group.is_range:
            return None
        if rhythm is Rhythm.LAST_YEAR and not self._bare and not (cue and cue.strong):
            return None
        start = cue.start if cue else group.first.start
        if said.moment.year:
            return self._once(at, group)
        if group.is_range and cue and cue.stops_before != group.stops_before:
            cue = replace(cue, stops_before=group.stops_before)
        rule = rule_of(said, rhythm, cue)
        if rule:
            return recurring(start, end, **rule)
        return unread(self._text, start, end, strong=True) if cue and said.unit not in _YEARS else None

    def _once(self, at: int, group: _Group) -> Mention | None:
        said, cue = group.last, self._cues[at]
        if said.unit is Unit.WEEKDAY or not self._is_stated(at, group, cue):
            return None
        start = cue.start if cue else start_of_range(self._text, group.first.start) if group.is_range else said.start
        if said.unit is Unit.DAY_OF_MONTH:
            is_asked = bool(cue and cue.strong) or self._bare
            return unread(self._text, start, said.end, strong=True) if is_asked else None
        if group.is_range and cue is None:
            start = start_of_range(self._text, group.first.start)
        goes_on = _GOES_ON.match(self._text, said.end)
        if goes_on:
            return self._going_on(said, start, goes_on.end())
        each_year = _AND_EACH_YEAR.match(self._text, said.end)
        if each_year and said.moment.year:
            return both_ways(self._text, self._going_on(said, start, each_year.end(), cue))
        return self._on_its_day(at, group, cue, start)

    def _on_its_day(self, at: int, group: _Group, cue: Cue | None, start: int) -> Mention | None:
        said, end = group.last, group.last.end
        year = self._year_for(at)
        stops = group.stops_before if group.is_range else bool(cue and cue.stops_before)
        due = said.day_before(year) if stops else said.last_day(year)
        strong = cue is not None or self._bare or group.is_range
        if due is None or (cue and cue.rough and not group.is_range):
            return unread(self._text, start, end, strong=strong)
        found = on_day(self._text, start, end, due, None if self._bare else self._time.issued_on)
        if found is None or said.unit not in _YEARS:
            return replace(found, strong=strong) if found else None
        kind = "date" if said.unit is Unit.YEAR and not self._bare else "period_end"
        return replace(found, deadline=replace(found.deadline, kind=kind), weight=Weight.LOOSE, strong=strong)

    def _going_on(self, said: Said, start: int, end: int, cue: Cue | None = None) -> Mention:
        """ "Quý IV/2025 và các năm tiếp theo" comes back each year; a year that goes on lasts until the plan ends."""
        rule = None if said.unit in _YEARS else rule_of(replace(said, moment=_yearless(said)), Rhythm.YEARLY, cue)
        if rule:
            return recurring(start, end, **rule)
        plan_end = self._time.end.isoformat() if self._time.end else None
        return Mention(start, end, DraftDeadline("", "period_end", due_on=plan_end), Weight.LOOSE)

    def _is_stated(self, at: int, group: _Group, cue: Cue | None) -> bool:
        """Whether the words around say that the moment is a deadline."""
        text, said = self._text, group.last
        if group.is_range:
            return self._is_stated_range(group, cue)
        if starts_from(text, said.start):
            return False
        if self._bare:
            return True
        if cue is None:
            opened = text[max(0, said.start - 3) : said.start].rstrip().endswith("(")
            in_brackets = opened and bool(_ENDS.fullmatch(text, said.end))
            return in_brackets and said.unit in _BOUNDED and said.moment.year is not None
        if said.bare and not cue.strong:
            return False
        if said.unit is Unit.HALF and said.moment.year is None:
            return False
        return not self._is_cited(at) or (cue.strong and said.unit not in _YEARS) or said.unit is Unit.DAY

    def _is_stated_range(self, group: _Group, cue: Cue | None) -> bool:
        if self._bare:
            return True
        begins = start_of_range(self._text, group.first.start)
        if is_window_of_data(self._text, begins) or self._cited.names(group.last.start):
            return False
        by_dash = bool(re.search(r"[-–—]", self._text[group.first.end : group.last.start]))
        return cue is not None or begins < group.first.start or not by_dash

    def _is_cited(self, at: int) -> bool:
        group, cue = self._groups[at], self._cues[at]
        if group.last.unit in _YEARS:
            return self._cited.reaches(group.first.start) and not (cue and cue.strong)
        return self._cited.names(group.first.start)

    def _year_for(self, at: int) -> int | None:
        """Return the year of a moment that names none: that of the next in its row, else of a plan for one year."""
        if at + 1 < len(self._groups):
            here, following = self._groups[at].last, self._groups[at + 1]
            if following.last.moment.year and _JOINS.fullmatch(self._text[here.end : following.first.start]):
                return following.last.moment.year
        return self._time.only_year


def _yearless(said: Said) -> Moment:
    return Moment(None, said.moment.month, said.moment.day)


def _grouped(text: str) -> Iterator[_Group]:
    said = moments_of(text)
    at = 0
    while at < len(said):
        first = said[at]
        if at + 1 < len(said) and first.unit is not Unit.WEEKDAY:
            to = _TO.fullmatch(text[first.end : said[at + 1].start])
            if to:
                yield _Group(first, said[at + 1], bool(to.group("before")))
                at += 2
                continue
        yield _Group(first, first)
        at += 1
