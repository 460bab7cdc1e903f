"""The ready answers to a doubt, and which other proposals the same answer fits. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from tracker.intake.rules.leads import Lead, is_known
from tracker.intake.rules.search import Offered
from tracker.tasks.rules import DeadlineOrigin, Mode
from tracker.vietnamese import fold

UNKNOWN_AGENCY = frozenset({"agency_unknown", "agency_ambiguous"})
KINDS = ("keep", "mode", "all", "agency", "name", "new", "due")


class Reviewed(Protocol):
    """A proposal as the answers see it."""

    leads: Any
    drafted: Any
    deadline_origin: Any
    due_on: Any


@dataclass(frozen=True, slots=True)
class Answer:
    """One ready answer. `kind`: keep (right as it stands), mode, all (every member), agency (its id), name (of the
    catalogue), new (an agency nobody knew), due (none, plan_end, or a day); `name` is what is shown of an agency."""

    kind: str
    value: str = ""
    name: str = ""

    @property
    def code(self) -> str:
        """What travels with the form."""
        return f"{self.kind}:{self.value}"


def answer_from(code: str) -> Answer | None:
    """Return the answer that a form brought back, None for anything else."""
    kind, _, value = code.partition(":")
    return Answer(kind, value[:300]) if kind in KINDS else None


def answers_to(code: str, card: Reviewed, suggest: Callable[[Lead], Sequence[Offered]]) -> list[Answer]:
    """Return the answers to a doubt, the likeliest first; none where only a search or the list of members helps."""
    if code in UNKNOWN_AGENCY:
        place = first_unsettled(card.leads)
        return [] if place is None else _agencies(card.leads[place], suggest)
    if code == "open_class":
        return [Answer("all")] if card.leads else []
    if code == "mode_unclear":
        return [Answer("mode", Mode.ORDERED.value), Answer("mode", Mode.REQUESTED.value)]
    if code == "deadline_unclear":
        return _deadlines(card)
    return [Answer("keep")]


def first_unsettled(leads: Sequence[Lead]) -> int | None:
    """Return the place of the first kept lead of which nobody knows which agency it is."""
    return next((place for place, lead in enumerate(leads) if lead["kept"] and not is_known(lead)), None)


def likeness(code: str, card: Reviewed) -> tuple[str, str] | None:
    """Return what proposals share that one answer settles at once: the same doubt about the same words."""
    if code in UNKNOWN_AGENCY:
        place = first_unsettled(card.leads)
        return None if place is None else (code, fold(card.leads[place]["name"]))
    if code in ("open_class", "mode_unclear"):
        return code, fold(card.drafted["agency"]["name"])
    if code == "deadline_unclear":
        messages = [doubt["message"] for doubt in card.drafted["doubts"] if doubt["code"] == code]
        return (code, fold(messages[0])) if messages else None
    return None


def _agencies(lead: Lead, suggest: Callable[[Lead], Sequence[Offered]]) -> list[Answer]:
    found = [
        Answer("agency", str(one.agency_id), one.name) if one.agency_id else Answer("name", one.name, one.name)
        for one in suggest(lead)
    ]
    return [*found[:3], Answer("new", lead["name"], lead["name"])]


def _deadlines(card: Reviewed) -> list[Answer]:
    """As it stands; the day that was read, where it is another; the plan's end; no deadline."""
    found = [Answer("keep")]
    read = card.drafted["deadline"].get("due_on")
    if read and card.due_on != date.fromisoformat(read):
        found.append(Answer("due", read))
    if card.deadline_origin is not DeadlineOrigin.NONE:
        found.append(Answer("due", "none"))
    if card.deadline_origin is not DeadlineOrigin.PLAN_END:
        found.append(Answer("due", "plan_end"))
    return found
