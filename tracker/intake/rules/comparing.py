"""A newer text of a plan against what is tracked: which sentence is which, and what differs. Pure."""

import enum
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from rapidfuzz import fuzz, process

from tracker.intake.rules.proposals import state_key
from tracker.intake.rules.wording_diff import same_words
from tracker.tasks.rules import DeadlineOrigin, Mode
from tracker.vietnamese import fold

LeadKey = int | str

_LIKE = 66.0  # same agency
_LIKE_ELSEWHERE = 86.0  # another agency: the words must be nearly the same
_SAME_CLAUSE = 6.0
_WIDENED = 75.0  # the likeness of a sentence that another holds whole
_HELD_WHOLE = 92.0
_LONG_ENOUGH = 40
_MOSTLY = 0.6


class Kind(enum.StrEnum):
    """How a sentence of the new text and a tracked assignment stand to each other."""

    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"
    UNTOUCHED = "untouched"


class What(enum.StrEnum):
    """What differs."""

    WORDS = "words"
    DEADLINE = "deadline"
    AGENCY = "agency"
    PARTNERS = "partners"
    MODE = "mode"


@dataclass(frozen=True, slots=True)
class Terms:
    """Until when: the day, where it comes from, and the rule when it recurs."""

    origin: DeadlineOrigin
    due_on: date | None
    recurs: dict[str, Any] | None
    words: str | None = None

    def same_as(self, other: "Terms") -> bool:
        """Tell whether both mean the same days; of an awaited event the words are all there is."""
        if DeadlineOrigin.EVENT in (self.origin, other.origin):
            return self.origin is other.origin and fold(self.words or "") == fold(other.words or "")
        if self.recurs or other.recurs:
            return self.recurs == other.recurs
        return self.due_on == other.due_on


@dataclass(frozen=True)
class Sentence:
    """One assignment, tracked or newly read. `leads`: ids of agencies, or the name of one that is not known yet.

    `clause` are the labels of the clauses above it. `is_open_class`: who leads is not settled.
    """

    id: int
    position: int
    text: str
    written_agency: str
    leads: frozenset[LeadKey]
    lead_names: tuple[str, ...]
    is_group: bool
    terms: Terms
    mode: Mode
    partners: tuple[str, ...]
    clause: tuple[str, ...] = ()
    is_unsettled: bool = False

    @cached_property
    def key(self) -> str:
        """The words for comparison."""
        return fold(self.text).strip(" .,;:")

    @cached_property
    def agency_key(self) -> str:
        """The agency as it is written, for comparison."""
        return fold(self.written_agency).replace("uy ban nhan dan", "ubnd").strip(" .,;:")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs, before and after; the wording layer says it."""

    what: What
    before: Any
    after: Any


@dataclass(frozen=True)
class Item:
    """A tracked assignment beside its sentence in the new text; one of them is missing when dropped or added."""

    kind: Kind
    tracked: Sentence | None
    proposed: Sentence | None
    differences: tuple[Difference, ...] = ()

    @property
    def name(self) -> str:
        """How forms name it: the sentence of the new text where there is one."""
        return f"p{self.proposed.id}" if self.proposed else f"a{self.tracked.id if self.tracked else 0}"

    @cached_property
    def key(self) -> str:
        """What was shown, as a short key: a decision holds for this difference and no other."""
        tracked, proposed = self.tracked, self.proposed
        return state_key(
            self.kind,
            tracked and (tracked.id, tracked.text, tracked.terms.due_on, sorted(map(str, tracked.leads))),
            proposed and (proposed.text, proposed.terms.due_on, proposed.mode, sorted(map(str, proposed.leads))),
            [difference.what for difference in self.differences],
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """All items in the order of the new text, what was dropped after them; `is_full` as it was settled."""

    items: tuple[Item, ...]
    is_full: bool

    def of(self, kind: Kind) -> tuple[Item, ...]:
        """Return the items of one kind."""
        return tuple(item for item in self.items if item.kind is kind)


def compare(
    tracked: Sequence[Sentence],
    proposed: Sequence[Sentence],
    *,
    is_full: bool | None,
    repealed: Iterable[int] = (),
) -> Comparison:
    """Match each new sentence with at most one tracked assignment, the most alike first, and say what differs.

    What has no match is added. A tracked assignment without one is dropped when the text is a full version, or when it
    is named as repealed (`repealed`: ids); else an amendment leaves it untouched and silent. `is_full` None: the text
    is full when it repeats most of what is tracked.
    """
    pairs = _pairs(tracked, proposed)
    matched = {pairs[sentence.id] for sentence in proposed if sentence.id in pairs}
    if is_full is None:
        is_full = bool(tracked) and len(matched) >= _MOSTLY * len(tracked)
    by_id = {sentence.id: sentence for sentence in tracked}
    items = [_item(by_id.get(pairs.get(sentence.id, -1)), sentence) for sentence in proposed]
    gone = set(repealed)
    left = [s for s in tracked if s.id not in matched and (is_full or s.id in gone)]
    return Comparison((*items, *(Item(Kind.DROPPED, sentence, None) for sentence in left)), is_full)


def _pairs(tracked: Sequence[Sentence], proposed: Sequence[Sentence]) -> dict[int, int]:
    """Return the tracked id by the proposed one: the very same first, then within an agency, then across agencies."""
    pairs: dict[int, int] = {}
    for candidates in (_equal, _alike_within_agency, _alike_across_agencies):
        left = [s for s in tracked if s.id not in set(pairs.values())]
        _settle(pairs, candidates(left, [s for s in proposed if s.id not in pairs]))
    return pairs


Candidate = tuple[float, int, int, int]
"""Distance, steps apart, proposed id, tracked id: the first in order belong together."""


def _settle(pairs: dict[int, int], scored: Iterable[Candidate]) -> None:
    taken = set(pairs.values())
    for _, _, proposed_id, tracked_id in sorted(scored):
        if proposed_id not in pairs and tracked_id not in taken:
            pairs[proposed_id] = tracked_id
            taken.add(tracked_id)


def _candidate(score: float, old: Sentence, new: Sentence) -> Candidate:
    return -score, abs(old.position - new.position), new.id, old.id


def _equal(tracked: Sequence[Sentence], proposed: Sequence[Sentence]) -> Iterable[Candidate]:
    known: dict[tuple[str, str], list[Sentence]] = defaultdict(list)
    for old in tracked:
        known[old.agency_key, old.key].append(old)
    return [_candidate(_clause_bonus(old, new), old, new) for new in proposed for old in known[new.agency_key, new.key]]


def _alike_within_agency(tracked: Sequence[Sentence], proposed: Sequence[Sentence]) -> Iterable[Candidate]:
    by_agency: dict[LeadKey, list[Sentence]] = defaultdict(list)
    for old in tracked:
        for key in (f"={old.agency_key}", *old.leads):
            by_agency[key].append(old)
    for new in proposed:
        near = {old.id: old for key in (f"={new.agency_key}", *new.leads) for old in by_agency.get(key, ())}
        for old in near.values():
            score = likeness(old, new)
            if score >= _LIKE:
                yield _candidate(score, old, new)


def _alike_across_agencies(tracked: Sequence[Sentence], proposed: Sequence[Sentence]) -> Iterable[Candidate]:
    keys = {at: old.key for at, old in enumerate(tracked)}
    cutoff = _LIKE_ELSEWHERE - _SAME_CLAUSE
    for new in proposed:
        for _, ratio, at in process.extract(new.key, keys, scorer=fuzz.ratio, score_cutoff=cutoff, limit=5):
            score = ratio + _clause_bonus(tracked[at], new)
            if score >= _LIKE_ELSEWHERE:
                yield _candidate(score, tracked[at], new)


def likeness(old: Sentence, new: Sentence) -> float:
    """Return how alike two sentences are, 0 … 106: letter by letter; one that holds the other whole is alike too.

    Standing in the same clause helps, but makes nothing alike that is not nearly so.
    """
    score = fuzz.ratio(old.key, new.key, score_cutoff=_LIKE - _SAME_CLAUSE)
    is_long = min(len(old.key), len(new.key)) >= _LONG_ENOUGH
    if score < _WIDENED and is_long and fuzz.partial_ratio(old.key, new.key, score_cutoff=_HELD_WHOLE):
        score = _WIDENED
    return score + _clause_bonus(old, new) if score else 0.0


def _clause_bonus(old: Sentence, new: Sentence) -> float:
    return _SAME_CLAUSE if old.clause and old.clause == new.clause else 0.0


def same_agency(old: Sentence, new: Sentence) -> bool:
    """Tell whether both are led by the same agencies. One that is written alike is the same, whoever it was handed to.

    The members of a class are compared one by one, unless who they are is not settled.
    """
    if old.leads == new.leads:
        return True
    is_class = old.is_group or new.is_group
    return old.agency_key == new.agency_key and (new.is_unsettled or not is_class)


def _item(old: Sentence | None, new: Sentence) -> Item:
    if old is None:
        return Item(Kind.ADDED, None, new)
    differences = tuple(_differences(old, new))
    return Item(Kind.CHANGED if differences else Kind.UNTOUCHED, old, new, differences)


def _differences(old: Sentence, new: Sentence) -> Iterable[Difference]:
    if not same_words(old.text, new.text):
        yield Difference(What.WORDS, old.text, new.text)
    if not old.terms.same_as(new.terms):
        yield Difference(What.DEADLINE, old.terms, new.terms)
    if not same_agency(old, new):
        yield Difference(What.AGENCY, old.lead_names, new.lead_names)
    if {fold(name) for name in old.partners} != {fold(name) for name in new.partners}:
        yield Difference(What.PARTNERS, old.partners, new.partners)
    if old.mode is not new.mode:
        yield Difference(What.MODE, old.mode, new.mode)
