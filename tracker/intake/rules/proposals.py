"""From a drafted assignment to what the officer is offered: leads, deadline with its origin, open doubts."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.intake.rules.leads import Lead, Surroundings, agency_leads, is_known, proposed_for, without_doubles
from tracker.intake.rules.reading import Extraction, day_of
from tracker.tasks.rules import DeadlineOrigin, Mode, Nature
from tracker.vietnamese import fold

AGENCY_DOUBTS = frozenset({"agency_unknown", "agency_ambiguous", "open_class"})
_OWN_PLAN = re.compile(
    r"\b(?:xay dung|lap|ban hanh)(?: va (?:ban hanh|trien khai|to chuc trien khai))? (?:cac )?"
    r"(?:ke hoach|chuong trinh) (?:to chuc )?(?:trien khai|thuc hien|hanh dong|cu the|chi tiet|giam ngheo)"
)
_FOR_OTHERS = re.compile(r"\b(?:tham muu|huong dan|chi dao|giup|don doc)\b")
_OPEN_CLASS = "“{name}” chưa nêu tên cơ quan; các cơ quan có việc trong kế hoạch được đề xuất, cần chọn."
_UNKNOWN = "Chưa nhận ra cơ quan “{name}” trong danh mục; cần chọn hoặc bổ sung cơ quan."


@dataclass(frozen=True, slots=True)
class Offer:
    """One assignment as it is offered for review."""

    drafted: Extraction
    text: str
    mode: Mode
    nature: Nature
    origin: DeadlineOrigin
    due_on: date | None
    leads: tuple[Lead, ...]
    doubts: tuple[Extraction, ...]


def offers_of(extraction: Extraction, around: Surroundings, period_end: date | None) -> list[Offer]:
    """Return the offers of a reading in its order. An open class is offered every department that leads in the plan."""
    read = [(drafted, *agency_leads(drafted["agency"], around)) for drafted in extraction["assignments"]]
    known = without_doubles(item for _, leads, _ in read for item in leads if is_known(item))
    return [_offer(drafted, leads, classes, known, period_end) for drafted, leads, classes in read]


def _offer(
    drafted: Extraction, leads: list[Lead], open_classes: list[str], known: Sequence[Lead], period_end: date | None
) -> Offer:
    for name in open_classes:
        leads = without_doubles([*leads, *proposed_for(name, known)])
    origin, due_on = deadline_of(drafted, period_end)
    return Offer(
        drafted=drafted,
        text=" ".join(drafted["text"].split()),
        mode=Mode(drafted["mode"]),
        nature=Nature(drafted["nature"]),
        origin=origin,
        due_on=due_on,
        leads=tuple(leads),
        doubts=tuple(_doubts(drafted, leads, open_classes)),
    )


def _doubts(drafted: Extraction, leads: Sequence[Lead], open_classes: Sequence[str]) -> Iterable[Extraction]:
    """Yield the doubts of the reading that still stand, and those that expanding the agency raised."""
    unsettled = [item for item in leads if not is_known(item)]
    codes = set()
    for doubt in drafted["doubts"]:
        if doubt["code"] in ("agency_unknown", "agency_ambiguous") and leads and not unsettled:
            continue  # an agency that the office itself has on its list
        codes.add(doubt["code"])
        yield doubt
    if open_classes and "open_class" not in codes:
        yield {"code": "open_class", "message": _OPEN_CLASS.format(name=open_classes[0])}
    missing = unsettled or (not leads and not open_classes)
    if missing and not codes & AGENCY_DOUBTS:
        yield {"code": "agency_unknown", "message": _UNKNOWN.format(name=drafted["agency"]["name"])}


def deadline_of(drafted: Extraction, period_end: date | None) -> tuple[DeadlineOrigin, date | None]:
    """Return where the deadline comes from, and the day where there is one (commands-and-counts, "Deadlines")."""
    stated = drafted["deadline"]
    due_on = day_of(stated.get("due_on"))
    if stated["kind"] == "date" and due_on:
        return DeadlineOrigin.STATED, due_on
    if stated["kind"] == "recurring" and stated.get("recurs"):
        return DeadlineOrigin.RECURRING, None
    if stated["kind"] == "event":
        return DeadlineOrigin.EVENT, None
    if stated["kind"] == "period_end":
        return (
            (DeadlineOrigin.STATED, due_on)
            if due_on and due_on != period_end
            else (DeadlineOrigin.PLAN_END, period_end)
        )
    if drafted["nature"] == Nature.SPECIFIC and drafted["mode"] == Mode.ORDERED:
        return DeadlineOrigin.PLAN_END, period_end
    return DeadlineOrigin.NONE, None


def is_own_plan(text: str) -> bool:
    """Tell whether the work is to draw up the agency's own implementation plan ("xây dựng kế hoạch triển khai …")."""
    folded = fold(text)
    found = _OWN_PLAN.search(folded)
    return found is not None and not _FOR_OTHERS.search(folded[: found.start()])


def names_standing_agency(nature: Nature, text: str) -> bool:
    """Tell whether a standing assignment names its agency as cơ quan thường trực."""
    return nature is Nature.STANDING and "thuong truc" in fold(text)


def state_key(*values: Any) -> str:
    """Return a short key of what a form showed, so that a form opened before somebody's change is refused."""
    plain = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
