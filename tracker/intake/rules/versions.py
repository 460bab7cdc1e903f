"""Is a document another version of a plan that is tracked: amended, replaced, renewed or corrected? Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from tracker.intake.rules.proposals import state_key
from tracker.intake.rules.reading import Extraction, Head, day_of, number_key
from tracker.plans.rules import VersionRelation, names_issuer
from tracker.vietnamese import fold

_RELATIONS = {"amends": VersionRelation.AMENDS, "replaces": VersionRelation.REPLACES}
_CHANGING = re.compile(
    r"^(?:v/v|ve viec|ve)?\s*(?:(?:sua doi|bo sung|dieu chinh|thay the)(?:,| va)?\s*)+"
    r"(?:mot so noi dung (?:tai |cua |trong )?)?"
)
_IN_BRACKETS = re.compile(r"\s*\((?:da )?(?:sua doi|bo sung|dieu chinh|thay the|dinh chinh)[^)]*\)")
_SAME_SENTENCE = 90
OTHER_TEXT = "text"  # in the identity of a corrected copy, before the key of its text


@dataclass(frozen=True, slots=True)
class KnownPlan:
    """A tracked plan of the same issuer, as far as it takes to recognise another version of it."""

    id: int
    kind: str
    number_key: str | None
    title: str
    issuer: str
    issued_on: date
    period: tuple[date, date]
    earlier_numbers: tuple[str, ...] = ()  # keys of the numbers of its confirmed versions


def changes_another(extraction: Extraction) -> bool:
    """Tell whether the document says that it amends or replaces another act."""
    return any(citation["relation"] in _RELATIONS for citation in extraction["plan"].get("citations") or [])


def version_of(extraction: Extraction, head: Head, known: Sequence[KnownPlan]) -> tuple[int, VersionRelation] | None:
    """Return the tracked plan that the document is another version of, and why; None when it is a plan of its own.

    What it says goes first ("sửa đổi, bổ sung Kế hoạch số …", "thay thế …"): number, and day and issuer where they are
    stated, must fit. Else the same kind, title and period under another number or day, issued later. Of several that
    fit, none is chosen for what a document says, and the newest for what merely looks alike.
    """
    for citation in extraction["plan"].get("citations") or []:
        relation = _RELATIONS.get(citation["relation"])
        named = [plan for plan in known if _is_cited(citation, plan)] if relation else []
        if relation and len(named) == 1:
            return named[0].id, relation
    alike = [plan for plan in known if _is_renewed(head, plan)]
    if not alike:
        return None
    return max(alike, key=lambda plan: (plan.issued_on, plan.id)).id, VersionRelation.RENEWED


def _is_cited(citation: Extraction, plan: KnownPlan) -> bool:
    key = number_key(citation["number"])
    if not key or key not in (plan.number_key, *plan.earlier_numbers):
        return False
    day = day_of(citation["issued_on"])
    if day is not None and key == plan.number_key and day != plan.issued_on:
        return False
    return names_issuer(citation["issuer"], plan.issuer)


def _is_renewed(head: Head, plan: KnownPlan) -> bool:
    if head.kind != plan.kind or not head.title or title_core(head.title) != title_core(plan.title):
        return False
    if (head.period_start, head.period_end) != plan.period:
        return False
    return head.issued_on is None or head.issued_on >= plan.issued_on


def title_core(title: str) -> str:
    """Return a title for comparison, without the words that only say that it is a changed one."""
    bare = _IN_BRACKETS.sub("", fold(title))
    bare = _CHANGING.sub("", bare)
    return re.sub(r"^ke hoach\s+(?=\w)", "", bare).strip(" .,;:")


def is_other_text(new: Extraction, old: Extraction) -> bool:
    """Tell whether two readings under one number and day differ in what they assign: a corrected copy.

    The same document in another file form differs by line breaks and slips of reading: the same sentences with the
    same figures are the same.
    """
    return _differ(_sentences(new), _sentences(old))


def text_key(extraction: Extraction) -> str:
    """Return a short key of what a reading assigns, to tell corrected copies of one plan apart."""
    return state_key(_sentences(extraction))


def _sentences(extraction: Extraction) -> list[tuple[str, str]]:
    return sorted((fold(a["agency"]["name"]), fold(a["text"]).strip(" .,;:")) for a in extraction["assignments"])


def _differ(one: Iterable[tuple[str, str]], other: Iterable[tuple[str, str]]) -> bool:
    first, second = list(one), list(other)
    if len(first) != len(second):
        return True
    return any(not _is_same(a, b) for (_, a), (_, b) in zip(first, second, strict=True))


def _is_same(one: str, other: str) -> bool:
    if one == other:
        return True
    return re.findall(r"\d+", one) == re.findall(r"\d+", other) and fuzz.ratio(one, other) >= _SAME_SENTENCE
