"""What an officer does with a draft under review: decide each proposal, put it right, settle its doubts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.agencies.models import Agency
from tracker.catalogue.recognise import recognise
from tracker.catalogue.units import unit_by_code
from tracker.errors import ChangedMeanwhile, DomainError
from tracker.extensions import db
from tracker.history.record import record
from tracker.intake.issue.drafts import day_of_names, place_of
from tracker.intake.models import Decision, Draft, DraftState, Proposal
from tracker.intake.queries import draft_visible_to, proposal_of, proposals_of
from tracker.intake.rules.leads import Lead, is_known, lead
from tracker.intake.rules.proposals import AGENCY_DOUBTS
from tracker.rights import Actor
from tracker.tasks.rules import DeadlineOrigin, Mode, Nature
from tracker.vietnamese import fold, tidy


class ReviewClosed(DomainError):
    """The draft was discarded, or the proposal has already become tasks."""


class NotDecidable(DomainError):
    """The proposal cannot be accepted yet: something about it is open."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A proposal as the officer put it. A due day only where the origin is a stated date."""

    text: str
    mode: Mode
    nature: Nature
    origin: DeadlineOrigin
    due_on: date | None


def accept_proposal(draft_id: int, proposal_id: int, *, seen: str, by: Actor) -> Proposal:
    """Choose a proposal. Raises NotDecidable while a doubt is open or no agency is chosen."""
    proposal = _open_proposal(draft_id, proposal_id, seen, by)
    _check_acceptable(proposal)
    _change(proposal, by, "accepted", decision=Decision.ACCEPTED)
    db.session.commit()
    return proposal


def put_back_proposal(draft_id: int, proposal_id: int, *, seen: str, by: Actor) -> Proposal:
    """Undo the choosing or dropping of a proposal: it waits for a decision again."""
    proposal = _open_proposal(draft_id, proposal_id, seen, by)
    _change(proposal, by, "put_back", decision=Decision.PENDING, drop_reason=None)
    db.session.commit()
    return proposal


def drop_proposal(draft_id: int, proposal_id: int, *, reason: str, seen: str, by: Actor) -> Proposal:
    """Drop a proposal with the reason why it is no task."""
    proposal = _open_proposal(draft_id, proposal_id, seen, by)
    if not tidy(reason):
        raise NotDecidable("Hãy ghi lý do bỏ đề xuất này.")
    _change(proposal, by, "dropped", decision=Decision.DROPPED, drop_reason=tidy(reason))
    db.session.commit()
    return proposal


def edit_proposal(draft_id: int, proposal_id: int, edit: Edit, *, seen: str, by: Actor) -> Proposal:
    """Put text, mode, nature and deadline right. The quote stays. What was edited is no longer in doubt.

    Raises NotDecidable for a day beside another way of the deadline, and for a rhythm that the text does not state.
    """
    proposal = _open_proposal(draft_id, proposal_id, seen, by)
    if edit.due_on and edit.origin is not DeadlineOrigin.STATED:
        raise NotDecidable("Đã nhập ngày nhưng cách tính hạn không phải “Ngày cụ thể”; hãy chọn lại.")
    due_on = edit.due_on
    if edit.origin is DeadlineOrigin.PLAN_END:
        due_on = _draft_of(proposal).period_end
    if edit.origin is DeadlineOrigin.RECURRING and not proposal.drafted["deadline"]["recurs"]:
        raise NotDecidable("Văn bản không nêu chu kỳ lặp lại của việc này; hãy chọn cách tính hạn khác.")
    settled = {"deadline_unclear", "boundary_unsure", "mode_unclear", "poor_text"}
    changes = {
        "text": edit.text,
        "mode": edit.mode,
        "nature": edit.nature,
        "deadline_origin": edit.origin,
        "due_on": due_on,
    }
    _change(proposal, by, "edited", **changes, **_without_doubts(proposal, settled))
    db.session.commit()
    return proposal


def settle_doubt(
    draft_id: int, proposal_id: int, code: str, *, mode: Mode | None = None, seen: str, by: Actor
) -> Proposal:
    """Answer a doubt: the proposal is right as it stands, or (mode_unclear) ordered or requested as `mode` says.

    Raises NotDecidable for a doubt about the agency while no agency is chosen.
    """
    proposal = _open_proposal(draft_id, proposal_id, seen, by)
    if code in AGENCY_DOUBTS and not proposal.is_led:
        raise NotDecidable("Hãy chọn cơ quan thực hiện trước.")
    changes = {"mode": mode} if mode else {}
    _change(proposal, by, "settled_doubt", **changes, **_without_doubts(proposal, {code}))
    db.session.commit()
    return proposal


def choose_members(draft_id: int, proposal_id: int, kept: Collection[int], *, seen: str, by: Actor) -> Proposal:
    """Keep those of the proposed agencies whose place in the list is in `kept`. Settles an open class."""
    proposal = _open_proposal(draft_id, proposal_id, seen, by)
    leads = [{**item, "kept": place in kept} for place, item in enumerate(proposal.leads)]
    if not any(item["kept"] for item in leads):
        raise NotDecidable("Cần giữ lại ít nhất một cơ quan; nếu không giao việc này, hãy chọn Bỏ.")
    settled = {"open_class"}
    if all(is_known(item) for item in leads if item["kept"]):
        settled |= AGENCY_DOUBTS
    _change(proposal, by, "chose_members", leads=leads, **_without_doubts(proposal, settled))
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
    proposal = _open_proposal(draft_id, proposal_id, seen, by)
    chosen = _chosen_lead(_draft_of(proposal), name, agency_id)
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
    _change(proposal, by, "set_agency", leads=leads, **_without_doubts(proposal, settled))
    db.session.commit()
    return proposal


def accept_all_sure(draft_id: int, *, by: Actor) -> int:
    """Choose every open proposal without a doubt; return how many were chosen now."""
    draft = _open_draft(draft_id, by)
    chosen = [p for p in proposals_of(draft.id) if p.decision is Decision.PENDING and not p.doubts and p.is_led]
    for proposal in chosen:
        _change(proposal, by, "accepted", decision=Decision.ACCEPTED)
    db.session.commit()
    return len(chosen)


def set_head(
    draft_id: int,
    *,
    number: str | None,
    issued_on: date | None,
    start: date | None,
    end: date | None,
    version: int,
    by: Actor,
) -> Draft:
    """Add number, day and period where the document does not say them. Deadlines at the plan's end follow."""
    draft = _open_draft(draft_id, by)
    if draft.version != version:
        raise ChangedMeanwhile("Người khác vừa sửa phần đầu của kế hoạch; hãy tải lại trang rồi nhập lại.")
    if draft.plan_id is not None:
        raise ReviewClosed("Kế hoạch đã được xác nhận; phần đầu không sửa ở đây nữa.")
    if start and end and start > end:
        raise NotDecidable("Ngày bắt đầu phải đứng trước ngày kết thúc của kế hoạch.")
    before = {
        "number": draft.number,
        "issued_on": draft.issued_on,
        "start": draft.period_start,
        "end": draft.period_end,
    }
    draft.number = tidy(number)[:60] if number else None
    draft.issued_on, draft.period_start, draft.period_end = issued_on, start, end
    for proposal in proposals_of(draft.id):
        if proposal.deadline_origin is DeadlineOrigin.PLAN_END:
            proposal.due_on = end
    record(by, "set_head", draft, before=before, after=_head_of(draft))
    db.session.commit()
    return draft


def discard_draft(draft_id: int, *, by: Actor) -> Draft:
    """Throw a draft away that made no plan. The document may be read again later."""
    draft = _open_draft(draft_id, by)
    if draft.plan_id is not None:
        raise ReviewClosed("Kế hoạch này đã được xác nhận nên không hủy được; các đề xuất còn lại có thể bỏ từng việc.")
    draft.state = DraftState.DISCARDED
    draft.identity = f"{draft.identity}|discarded|{draft.id}"[-400:]
    record(by, "discarded", draft, before={"state": DraftState.REVIEW}, after={"state": DraftState.DISCARDED})
    db.session.commit()
    return draft


def _head_of(draft: Draft) -> dict[str, Any]:
    return {
        "number": draft.number,
        "issued_on": draft.issued_on,
        "start": draft.period_start,
        "end": draft.period_end,
    }


def _open_draft(draft_id: int, by: Actor) -> Draft:
    draft = draft_visible_to(by, draft_id, lock=True)
    if draft.state is DraftState.DISCARDED:
        raise ReviewClosed("Bản nháp này đã bị hủy; hãy tải lại tệp nếu cần đọc lại.")
    return draft


def _open_proposal(draft_id: int, proposal_id: int, seen: str, by: Actor) -> Proposal:
    """Lock the draft and return its proposal, if it may still be decided and stands as the form showed it."""
    proposal = proposal_of(_open_draft(draft_id, by), proposal_id)
    if proposal.decision is Decision.ISSUED:
        raise ReviewClosed("Việc này đã được giao; hãy sửa ở trang nhiệm vụ.")
    if seen != proposal.key:
        raise ChangedMeanwhile("Đề xuất này vừa được thay đổi; hãy tải lại trang để xem bản mới rồi làm lại.")
    return proposal


def _draft_of(proposal: Proposal) -> Draft:
    return db.session.get_one(Draft, proposal.draft_id)


def _check_acceptable(proposal: Proposal) -> None:
    if proposal.doubts:
        raise NotDecidable("Hãy trả lời các điểm cần xem của đề xuất này trước khi chọn.")
    if not proposal.is_led:
        raise NotDecidable("Hãy chọn cơ quan thực hiện trước.")


def _without_doubts(proposal: Proposal, settled: Iterable[str]) -> dict[str, Any]:
    """Return the doubts that stay. When the last one goes, the proposal is chosen: the officer has just decided it."""
    doubts = [doubt for doubt in proposal.doubts if doubt["code"] not in set(settled)]
    changes: dict[str, Any] = {"doubts": doubts}
    if proposal.doubts and not doubts and proposal.decision is Decision.PENDING:
        changes["decision"] = Decision.ACCEPTED
    return changes


def _change(proposal: Proposal, by: Actor, action: str, **changes: Any) -> None:
    before = {name: getattr(proposal, name) for name in changes if getattr(proposal, name) != changes[name]}
    for name, value in changes.items():
        setattr(proposal, name, value)
    record(by, action, proposal, before=before, after={name: changes[name] for name in before})


def _chosen_lead(draft: Draft, name: str, agency_id: int | None) -> Lead:
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
