"""Put a proposal right: its words, its deadline, whether it is ordered or asked, and who does it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.agencies.models import Agency
from tracker.catalogue.recognise import recognise
from tracker.catalogue.units import unit_by_code
from tracker.extensions import db
from tracker.intake.issue.drafts import day_of_names, place_of
from tracker.intake.models import Draft, Proposal
from tracker.intake.rules.leads import Lead, is_known, lead
from tracker.intake.rules.proposals import AGENCY_DOUBTS
from tracker.intake.service.review.cards import NotDecidable, Step, open_draft, open_proposal, without_doubts
from tracker.rights import Actor
from tracker.tasks.rules import DeadlineOrigin, Mode, Nature
from tracker.vietnamese import fold, tidy


@dataclass(frozen=True, slots=True)
class Edit:
    """A proposal as the officer put it. A due day only where the origin is a stated date."""

    text: str
    mode: Mode
    nature: Nature
    origin: DeadlineOrigin
    due_on: date | None


def edit_proposal(draft_id: int, proposal_id: int, edit: Edit, *, seen: str, by: Actor) -> Proposal:
    """Put text, mode, nature and deadline right. The quote stays. What was edited is no longer in doubt.

    Raises NotDecidable for a day beside another way of the deadline, and for a rhythm that the text does not state.
    """
    draft = open_draft(draft_id, by)
    proposal = open_proposal(draft, proposal_id, seen)
    changes = {"text": edit.text, "mode": edit.mode, "nature": edit.nature}
    changes |= due_changes(draft, proposal, edit.origin, edit.due_on)
    settled = {"deadline_unclear", "boundary_unsure", "mode_unclear", "poor_text"}
    step = Step(draft, by, "edited")
    step.change(proposal, **changes, **without_doubts(proposal, settled))
    step.keep()
    db.session.commit()
    return proposal


def set_deadline(
    draft_id: int, proposal_id: int, origin: DeadlineOrigin, due_on: date | None, *, seen: str, by: Actor
) -> Proposal:
    """Set or clear the deadline. Raises NotDecidable as edit does."""
    draft = open_draft(draft_id, by)
    proposal = open_proposal(draft, proposal_id, seen)
    step = Step(draft, by, "set_deadline")
    give_deadline(step, proposal, origin, due_on)
    step.keep()
    db.session.commit()
    return proposal


def give_deadline(step: Step, proposal: Proposal, origin: DeadlineOrigin, due_on: date | None) -> None:
    """Set the deadline with the nature that goes with it: a specific task without a date would fall due at the end."""
    changes = due_changes(step.draft, proposal, origin, due_on)
    if origin is DeadlineOrigin.STATED and proposal.nature is not Nature.STANDING:
        changes["nature"] = Nature.SPECIFIC
    if origin is DeadlineOrigin.NONE and proposal.nature is Nature.SPECIFIC:
        changes["nature"] = Nature.CONTINUOUS
    step.change(proposal, **changes, **without_doubts(proposal, {"deadline_unclear"}))


def set_mode(draft_id: int, proposal_id: int, mode: Mode, *, seen: str, by: Actor) -> Proposal:
    """Say whether the work is ordered or asked for."""
    draft = open_draft(draft_id, by)
    proposal = open_proposal(draft, proposal_id, seen)
    step = Step(draft, by, "set_mode")
    step.change(proposal, mode=mode, **without_doubts(proposal, {"mode_unclear"}))
    step.keep()
    db.session.commit()
    return proposal


def choose_members(draft_id: int, proposal_id: int, kept: Collection[int], *, seen: str, by: Actor) -> Proposal:
    """Keep those of the proposed agencies whose place in the list is in `kept`. Settles an open class."""
    draft = open_draft(draft_id, by)
    proposal = open_proposal(draft, proposal_id, seen)
    step = Step(draft, by, "chose_members")
    keep_members(step, proposal, kept)
    step.keep()
    db.session.commit()
    return proposal


def set_agency(
    draft_id: int,
    proposal_id: int,
    *,
    name: str = "",
    agency_id: int | None = None,
    replaces: int | None = None,
    seen: str,
    by: Actor,
) -> Proposal:
    """Give the work to an agency: a known one, one of the catalogue, or a new one called `name`.

    `replaces` is the place of the lead that it stands for; without it, the agency becomes the only lead.
    """
    draft = open_draft(draft_id, by)
    proposal = open_proposal(draft, proposal_id, seen)
    step = Step(draft, by, "set_agency")
    give_to(step, proposal, chosen_lead(draft, name, agency_id), replaces)
    step.keep()
    db.session.commit()
    return proposal


def due_changes(draft: Draft, proposal: Proposal, origin: DeadlineOrigin, due_on: date | None) -> dict[str, Any]:
    """Return what a deadline changes. Raises NotDecidable where day and way contradict each other."""
    if due_on and origin is not DeadlineOrigin.STATED:
        raise NotDecidable("Đã nhập ngày nhưng cách tính hạn không phải “Ngày cụ thể”; hãy chọn lại.")
    if origin is DeadlineOrigin.STATED and due_on is None:
        raise NotDecidable("Hãy nhập ngày, ví dụ 30/06/2026, hoặc chọn cách tính hạn khác.")
    if origin is DeadlineOrigin.RECURRING and not proposal.drafted["deadline"]["recurs"]:
        raise NotDecidable("Văn bản không nêu chu kỳ lặp lại của việc này; hãy chọn cách tính hạn khác.")
    return {
        "deadline_origin": origin,
        "due_on": draft.period_end if origin is DeadlineOrigin.PLAN_END else due_on,
    }


def keep_members(step: Step, proposal: Proposal, kept: Collection[int]) -> None:
    """Keep the members at these places. Raises NotDecidable when none is left."""
    leads = [{**item, "kept": place in kept} for place, item in enumerate(proposal.leads)]
    if not any(item["kept"] for item in leads):
        raise NotDecidable("Cần giữ lại ít nhất một cơ quan; nếu không giao việc này, hãy chọn Bỏ.")
    settled = {"open_class"}
    if all(is_known(item) for item in leads if item["kept"]):
        settled |= AGENCY_DOUBTS
    step.change(proposal, leads=leads, **without_doubts(proposal, settled))


def give_to(step: Step, proposal: Proposal, chosen: Lead, replaces: int | None) -> None:
    """Let the agency stand at a place of the leads, or alone."""
    leads: list[Lead] = [dict(item) for item in proposal.leads]
    place = replaces if replaces is not None and replaces < len(leads) else None
    old = leads[place] if place is not None else leads[0] if len(leads) == 1 else None
    if old and not is_known(old):
        chosen["chosen_for"] = old["name"]  # the name is learned at the confirmation
    if place is None:
        leads = [chosen]
    else:
        leads[place] = chosen
    settled = AGENCY_DOUBTS if all(is_known(item) for item in leads if item["kept"]) else set()
    step.change(proposal, leads=leads, **without_doubts(proposal, settled))


def chosen_lead(draft: Draft, name: str, agency_id: int | None) -> Lead:
    """Return the lead that an agency makes. Raises NotDecidable for one outside the plan's places or without a name."""
    if agency_id is not None:
        agency = db.session.get(Agency, agency_id)
        if agency is None or not _is_near(draft, agency):
            raise NotDecidable("Không có cơ quan này trong phạm vi của kế hoạch; hãy tìm lại.")
        return lead(agency.name, agency_id=agency.id)
    if not fold(name):
        raise NotDecidable("Hãy nhập tên cơ quan.")
    found = recognise(name, place=place_of(draft.issuer), on=day_of_names(draft))
    if found.canonical and not found.group:
        return lead(name, found)
    return {**lead(name), "canonical": tidy(name)[:200]}


def _is_near(draft: Draft, agency: Agency) -> bool:
    place = place_of(draft.issuer)
    if place is None or agency.unit_code is None:
        return True
    codes = {place.code}
    unit = unit_by_code(agency.unit_code)
    while unit.parent and unit.code not in codes:
        unit = unit_by_code(unit.parent)
    return unit.code in codes or agency.unit_code == place.parent
