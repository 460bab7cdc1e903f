"""The deadline of a sentence: all that it mentions, weighed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.parsing.deadlines.dated import Dated
from tracker.parsing.deadlines.mention import Mention, Weight
from tracker.parsing.deadlines.moments import moments_of
from tracker.parsing.deadlines.plan_time import PlanTime
from tracker.parsing.deadlines.recurring import bare_rhythms, daily
from tracker.parsing.deadlines.traps import Cited, readable
from tracker.parsing.deadlines.waiting import waiting
from tracker.parsing.draft import NO_DEADLINE, DraftDeadline

_MAY_HOLD_ONE = re.compile(r"\d|quý|khi |định kỳ|tuần|cuối|hết|chậm nhất|hạn|ngày|kết thúc", re.IGNORECASE)
_PERIOD_END = re.compile(
    r"(?:cuối|hết|kết thúc)\s+(?:kỳ kế hoạch|giai đoạn(?!\s+(?:19|20)))|"
    r"(?:trong|vào|đến)\s+(?:cuối|hết)\s+(?P<year>năm(?!\s*\d)|kỳ kế hoạch)(?!\s*(?:trước|học))",
    re.IGNORECASE,
)
_UNREADABLE = re.compile(
    r"(?:trước|chậm nhất(?:\s+(?:là|vào))*|đến)\s+ngày(?!\s+(?:càng|nay|đó|này))\s*(?:\.{2,}|…|_{2,}|/|tháng|"
    r"\d{1,2}\s*[/.]\s*\d{1,3}|[\d.]{1,4}\s*tháng)|"
    r"chậm nhất(?=\s+(?:là|vào|đến|trong|sau|khi|ngày|tháng|quý|\d|…|\.{2}))|hạn (?:chót|cuối)|"
    r"thời hạn hoàn thành(?=\s*(?::|là\b|trước|vào))",
    re.IGNORECASE,
)
_NEXT_IN_ROW = re.compile(r"\s*(?:và|,)\s*")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence says of its time: the first deadline, the further ones, and why a person must look (or None)."""

    deadline: DraftDeadline
    further: tuple[DraftDeadline, ...] = ()
    unclear: str | None = None


def read_deadline(sentence: str, offset: int, time: PlanTime) -> tuple[DraftDeadline, str | None]:
    """Return the first deadline of a sentence that stands at `offset` in the text, and why it is unclear (or None)."""
    reading = read_deadlines(sentence, offset, time)
    return reading.deadline, reading.unclear


def read_deadlines(sentence: str, offset: int, time: PlanTime, reports: Sequence[tuple[int, int]] = ()) -> Reading:
    """Return all deadlines of a sentence that stands at `offset` in the text.

    Days and rhythms count before years and ends of the plan, these before events. `reports` are places in the sentence
    of clauses that order a report in a rhythm: the report's rows follow their days, and for a task they are one
    deadline, the last (docs/decisions.md, "A report with several days"). Rhythms of one sentence are one series.
    """
    if not _MAY_HOLD_ONE.search(sentence):
        return Reading(NO_DEADLINE)
    text = readable(sentence)
    mentions = _weighed(text, time)
    if not mentions:
        return Reading(NO_DEADLINE, (), _no_day_in(text))
    mentions = one_series(text, [mention for mention in mentions if mention.is_read or mention.strong])
    return _reading(sentence, offset, _once_each(_last_of_reports(mentions, reports)))


def one_series(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with all rhythms joined to the first of them ("also"): they are times of one series."""
    rhythms = [mention for mention in mentions if mention.deadline.recurs]
    if len(rhythms) < 2:
        return list(mentions)
    first, end = rhythms[0], rhythms[0].end
    also: list[dict[str, Any] | None] = []
    for mention in rhythms[1:]:
        if _NEXT_IN_ROW.fullmatch(text[end : mention.start]):
            end = mention.end
        if mention.deadline.recurs not in (first.deadline.recurs, *also):
            also.append(mention.deadline.recurs)
    recurs = {**(first.deadline.recurs or {}), **({"also": also} if also else {})}
    series = replace(first, end=end, deadline=replace(first.deadline, recurs=recurs))
    kept = [mention for mention in mentions if mention is first or not mention.deadline.recurs]
    return [series if mention is first else mention for mention in kept]


def _weighed(text: str, time: PlanTime) -> list[Mention]:
    """Return the mentions of the heaviest kind there is, in the order of the text."""
    found = [*daily(text), *Dated(text, time).mentions(), *waiting(text, time)]
    found += [*bare_rhythms(text), *_plan_ends(text, time)]
    stated = [mention for mention in found if mention.is_read or mention.unclear]
    lightest = min((mention.weight for mention in stated), default=Weight.DATED)
    chosen = sorted((m for m in stated if m.weight == lightest), key=lambda m: (m.start, -m.end))
    apart: list[Mention] = []
    for mention in chosen:
        if not apart or mention.start >= apart[-1].end:
            apart.append(mention)
    return apart if lightest is Weight.DATED else [*apart[:1], *_further_years(apart)]


def _further_years(mentions: Sequence[Mention]) -> list[Mention]:
    """Return what follows a year and names another ("sơ kết vào cuối năm 2024, tổng kết vào cuối năm 2026")."""
    is_year = bool(mentions) and mentions[0].deadline.kind == "date"
    return [mention for mention in mentions[1:] if is_year and mention.deadline.kind == "date"]


def _plan_ends(text: str, time: PlanTime) -> Iterator[Mention]:
    cited = Cited(text)
    for found in _PERIOD_END.finditer(text):
        if cited.reaches(found.start()):
            continue
        of_year = (found.group("year") or "").lower() == "năm"
        if of_year and time.only_year is None:
            words = f"Chưa xác định được ngày từ cụm “{found.group().strip()}”."
            yield Mention(found.start(), found.end(), NO_DEADLINE, Weight.LOOSE, words, strong=True)
            continue
        due = time.end.isoformat() if time.end else None
        yield Mention(found.start(), found.end(), DraftDeadline("", "period_end", due_on=due), Weight.LOOSE)


def _last_of_reports(mentions: Sequence[Mention], reports: Sequence[tuple[int, int]]) -> list[Mention]:
    """Return the mentions with the days of reporting clauses become one, the last; none beside those of other work."""
    in_report = [bool(m.deadline.due_on) and any(start <= m.start < end for start, end in reports) for m in mentions]
    inside = [mention for mention, is_in in zip(mentions, in_report, strict=True) if is_in]
    others = [mention for mention, is_in in zip(mentions, in_report, strict=True) if not is_in]
    if not inside or any(mention.is_read for mention in others):
        return others
    last = max(inside, key=lambda mention: mention.deadline.due_on or "")
    return [mention for mention, is_in in zip(mentions, in_report, strict=True) if mention is last or not is_in]


def _once_each(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions without those that say the same day again."""
    days: set[str] = set()
    kept = []
    for mention in mentions:
        day = mention.deadline.due_on
        if day is None or day not in days:
            kept.append(mention)
        days |= {day} if day else set()
    return kept


def _reading(sentence: str, offset: int, mentions: Sequence[Mention]) -> Reading:
    if not mentions:
        return Reading(NO_DEADLINE)
    quoted = [mention.quoted(sentence, offset) for mention in mentions]
    said = [mention.unclear for mention in mentions if mention.unclear]
    read = [deadline for deadline in quoted if deadline.kind != "none"]
    if len(quoted) > 1 and read:
        words = "; ".join(f"“{deadline.text}”" for deadline in quoted)
        said.append(
            f"Câu có {len(quoted)} thời hạn ({words}); đề xuất lấy thời hạn đầu, có thể tách câu thành nhiều việc."
        )
    return Reading(quoted[0], tuple(d for d in read if d is not quoted[0]), " ".join(said) or None)


def _no_day_in(text: str) -> str | None:
    """Return the doubt about words of a deadline that hold no moment: "trước ngày …/…/2026", "hạn chót"."""
    for found in _UNREADABLE.finditer(text):
        if not any(said.start < found.end() and found.start() < said.end for said in moments_of(text)):
            return f"Có cụm từ chỉ thời hạn “{found.group().strip()}” nhưng không đọc được ngày."
    return None
