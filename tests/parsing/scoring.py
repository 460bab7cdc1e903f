"""How near the parser comes to a careful reader.

An assignment is found when the agency is the same by name and the words of the two texts overlap by at least 0.8 (F1 of
the words, counted); each found one answers for one annotated one, the likest first. A reporting duty is found when
reporter and periods agree. Agencies, quotes and head fields are counted.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from tests.parsing.annotations import AnnotatedDuty, AnnotatedPlan, AnnotatedUnit
from tracker.parsing.draft import Assignment, PlanDraft, PlanHead, ReportingDuty

SAME_WORDS = 0.8
SAME_NAME = 0.85
SAME_REPORTER = 0.6
INSIDE_OPTIONAL = 0.5
_LEADING = re.compile(r"^(?:đề nghị|nhiệm vụ của) ")
_Found = TypeVar("_Found")
_Wanted = TypeVar("_Wanted")


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the wanted were found, and how many were told."""

    hits: int
    told: int
    wanted: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1; 1 when nothing was wanted and nothing told."""
        return 2 * self.hits / (self.told + self.wanted) if self.told + self.wanted else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one document, and what stands behind them."""

    assignments: Rate
    duties: Rate
    agencies: tuple[int, int]
    canonical: tuple[int, int]
    routes: tuple[int, int]
    modes: tuple[int, int]
    deadlines: tuple[int, int]
    quoted: tuple[int, int]
    head: tuple[int, int]
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the figures on one line."""
        rate = self.assignments
        return (
            f"assignments F1={rate.f1:.3f} ({rate.hits}/{rate.wanted}, told {rate.told})  "
            f"agencies {_of(self.agencies)}  duties F1={self.duties.f1:.2f}  quoted {_of(self.quoted)}  "
            f"head {_of(self.head)}  canonical {_of(self.canonical)}  "
            f"routes {_of(self.routes)}  modes {_of(self.modes)}  deadlines {_of(self.deadlines)}"
        )


def score(draft: PlanDraft, gold: AnnotatedPlan) -> Score:
    """Return how the draft of a document compares with its annotation."""
    told, wanted = draft.assignments, gold.units
    pairs = _pairs(told, wanted, _assignment_likeness)
    required = [unit for unit in wanted if not unit.optional]
    hits = [(one, unit) for one, unit in pairs if not unit.optional]
    paired = {id(one) for one, _ in pairs}
    spare = len(pairs) - len(hits) + sum(_is_left_open(one, wanted) for one in told if id(one) not in paired)
    deadlines = [(one, unit) for one, unit in hits if unit.deadline]
    catalogued = [(one, unit) for one, unit in hits if unit.catalogued]
    duties, duty_pairs, duties_wrong = _duty_rate(draft.reporting_duties, gold.duties)
    head = head_answers(draft.plan, gold)
    return Score(
        assignments=Rate(len(hits), len(told) - spare, len(required)),
        duties=duties,
        agencies=_agencies(told, required),
        canonical=(sum(one.agency.canonical == unit.canonical for one, unit in catalogued), len(catalogued)),
        routes=_routes(duty_pairs),
        modes=(sum(one.mode == unit.mode for one, unit in hits), len(hits)),
        deadlines=(sum(_same_deadline(one, unit) for one, unit in deadlines), len(deadlines)),
        quoted=(sum(_is_quoted(draft.text, one) for one in told), len(told)),
        head=(sum(head.values()), len(head)),
        wrong=[*_missed_and_invented(told, wanted, pairs), *_told_otherwise(hits), *duties_wrong, *_wrong_head(head)],
    )


def _missed_and_invented(
    told: Sequence[Assignment], wanted: Sequence[AnnotatedUnit], pairs: Sequence[tuple[Assignment, AnnotatedUnit]]
) -> list[str]:
    paired, answered = {id(one) for one, _ in pairs}, {id(unit) for _, unit in pairs}
    missed = [unit for unit in wanted if not unit.optional and id(unit) not in answered]
    invented = [one for one in told if id(one) not in paired and not _is_left_open(one, wanted)]
    return [
        *(f"missed    {unit.agency[:40]} | {unit.text[:90]}" for unit in missed),
        *(f"invented  {one.agency.name[:40]} | {one.text[:90]}" for one in invented),
    ]


def _told_otherwise(hits: Sequence[tuple[Assignment, AnnotatedUnit]]) -> list[str]:
    wrong = []
    for one, unit in hits:
        if unit.deadline and not _same_deadline(one, unit):
            wrong.append(f"deadline  {unit.text[:60]} | {one.deadline} for {unit.deadline}")
        if unit.catalogued and one.agency.canonical != unit.canonical:
            wrong.append(f"canonical {unit.agency[:40]}: {one.agency.canonical} for {unit.canonical}")
        if one.mode != unit.mode:
            wrong.append(f"mode      {unit.mode} | {unit.text[:90]}")
    return wrong


def _wrong_head(head: Mapping[str, bool]) -> list[str]:
    return [f"head      {name}" for name, right in head.items() if not right]


def head_answers(plan: PlanHead, gold: AnnotatedPlan) -> dict[str, bool]:
    """Return which facts of the head are right; the parent counts only where the annotation is sure of it."""
    head = gold.head
    answers = {
        "number": plan.number == head["number"],
        "issued_on": plan.issued_on == head["date"],
        "level": plan.level == head["level"],
        "period": (plan.period and [plan.period.start, plan.period.end]) == head["period"],
        "signer": (plan.signer and plan.signer.name) == head["signer"],
        "issuer": fold(plan.issuer or "") == fold(head["issuer"]),
    }
    if "parent" in head:
        answers["parent"] = plan.parent == head["parent"]
    return answers


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return the words of a text, lower-case, with one spelling of what is spelt in two ways."""
    text = unicodedata.normalize("NFC", text).lower().replace("uỷ", "ủy").replace("hoá", "hóa")
    return _LEADING.sub("", " ".join(re.findall(r"\w+", text.replace("ủy ban nhân dân", "ubnd"))))


@lru_cache(maxsize=20_000)
def same_name(one: str, other: str) -> bool:
    """Tell whether two names are one agency, a typing error apart."""
    first, second = fold(one), fold(other)
    return first == second or SequenceMatcher(None, first, second).ratio() >= SAME_NAME


def overlap(one: str, other: str) -> float:
    """Return how much two texts share: F1 of their words, 0 to 1."""
    first, second = Counter(fold(one).split()), Counter(fold(other).split())
    shared = (first & second).total()
    return 2 * shared / (first.total() + second.total()) if shared else 0.0


def _pairs(
    told: Sequence[_Found], wanted: Sequence[_Wanted], likeness: Callable[[_Found, _Wanted], float]
) -> list[tuple[_Found, _Wanted]]:
    """Pair each told one with at most one wanted one, the likest pairs first."""
    ranked = sorted(
        ((likeness(one, other), -i, -j) for i, one in enumerate(told) for j, other in enumerate(wanted)), reverse=True
    )
    pairs, used_told, used_wanted = [], set(), set()
    for value, i, j in ranked:
        if value > 0 and i not in used_told and j not in used_wanted:
            used_told.add(i)
            used_wanted.add(j)
            pairs.append((told[-i], wanted[-j]))
    return pairs


def _assignment_likeness(one: Assignment, unit: AnnotatedUnit) -> float:
    shared = overlap(one.text, unit.text)
    return shared if shared >= SAME_WORDS and same_name(one.agency.name, unit.agency) else 0.0


def _duty_likeness(one: ReportingDuty, duty: AnnotatedDuty) -> float:
    if set(one.periods) != duty.periods:
        return 0.0
    reporter = overlap(one.reporter, duty.reporter)
    return reporter if reporter >= SAME_REPORTER else float(same_name(one.reporter, duty.reporter))


def _duty_rate(
    told: Sequence[ReportingDuty], duties: Sequence[AnnotatedDuty]
) -> tuple[Rate, list[tuple[ReportingDuty, AnnotatedDuty]], list[str]]:
    """Score the sure duties first; what is then left may answer for a matter of judgement."""
    sure = [duty for duty in duties if not duty.optional]
    pairs = _pairs(told, sure, _duty_likeness)
    left = [one for one in told if all(one is not paired for paired, _ in pairs)]
    judged = _pairs(left, [duty for duty in duties if duty.optional], _duty_likeness)
    wrong = [
        f"duty      missed {d.reporter[:40]} {sorted(d.periods)}" for d in sure if all(d is not w for _, w in pairs)
    ]
    wrong += [
        f"duty      invented {one.reporter[:40]} {one.periods} | {one.text[:60]}"
        for one in left
        if all(one is not paired for paired, _ in judged)
    ]
    wrong += [
        f"route     {one.reporter[:30]}: {_route(one)} for {_wanted(duty)}" for one, duty in pairs if _astray(one, duty)
    ]
    return Rate(len(pairs), len(told) - len(judged), len(sure)), pairs, wrong


def _routes(pairs: Sequence[tuple[ReportingDuty, AnnotatedDuty]]) -> tuple[int, int]:
    """Count the duties whose addressee, way and copies are those that the annotation names."""
    return sum(not _astray(one, duty) for one, duty in pairs), len(pairs)


def _route(one: ReportingDuty) -> tuple[str | None, str | None, str | None]:
    return one.addressee, one.via, "; ".join(one.copy_to) or None


def _wanted(duty: AnnotatedDuty) -> tuple[str | None, str | None, str | None]:
    return duty.addressee, duty.via, duty.copy_to


def _astray(one: ReportingDuty, duty: AnnotatedDuty) -> bool:
    """Tell whether a stop of the route that the annotation names is another one or missing."""
    stops = zip(_route(one), _wanted(duty), strict=True)
    return any(wanted and not (told and same_stop(told, wanted)) for told, wanted in stops)


def same_stop(one: str, other: str) -> bool:
    """Tell whether two ways to write an addressee mean one."""
    return same_name(one, other) or overlap(one, other) >= SAME_REPORTER


def _is_left_open(one: Assignment, units: Sequence[AnnotatedUnit]) -> bool:
    """Tell whether an assignment lies inside a sentence that the annotation leaves open, under whatever agency."""
    mine = Counter(fold(one.text).split())
    for unit in units:
        inside = (mine & Counter(fold(unit.text).split())).total() >= SAME_WORDS * mine.total()
        if unit.optional and inside and overlap(one.text, unit.text) >= INSIDE_OPTIONAL:
            return True
    return False


def _agencies(told: Sequence[Assignment], required: Sequence[AnnotatedUnit]) -> tuple[int, int]:
    names = {fold(one.agency.name): one.agency.name for one in told}.values()
    wanted = {fold(unit.agency): unit.agency for unit in required}.values()
    return sum(any(same_name(name, other) for other in names) for name in wanted), len(wanted)


def _same_deadline(one: Assignment, unit: AnnotatedUnit) -> bool:
    """The same kind and last day; a day and the end of a period are equally right when they name the same day."""
    assert unit.deadline
    kinds = {one.deadline.kind, unit.deadline["kind"]}
    return one.deadline.due_on == unit.deadline.get("due_on") and (len(kinds) == 1 or kinds == {"date", "period_end"})


def _is_quoted(text: str, one: Assignment) -> bool:
    return " ".join(text[slice(*one.span)].split()) == " ".join(one.text.split())


def _of(pair: tuple[int, int]) -> str:
    return f"{pair[0]}/{pair[1]}"
