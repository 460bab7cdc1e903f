"""Cut a proposal in parts, join several, add one by marking words of the document."""

from collections.abc import Collection, Sequence
from typing import Any

from tracker.extensions import db
from tracker.intake.issue.drafts import surroundings
from tracker.intake.models import Decision, Draft, Proposal
from tracker.intake.queries import proposals_of
from tracker.intake.rules.leads import Lead, agency_leads, is_known
from tracker.intake.rules.passages import (
    LONGEST_PASSAGE,
    SHORTEST_PASSAGE,
    find_passage,
    joined_deadline,
    joined_drafted,
    joined_label,
    label_of_parts,
    same_leads,
    sections_around,
)
from tracker.intake.rules.proposals import deadline_of
from tracker.intake.rules.reading import Extraction
from tracker.intake.rules.splitting import Part, is_point, parts_of
from tracker.intake.service.review.cards import NotDecidable, Step, next_position, open_draft, open_proposal
from tracker.parsing.deadlines import PlanTime
from tracker.rights import Actor
from tracker.tasks.rules import Mode, Nature
from tracker.vietnamese import tidy

_SAME_DOUBTS = ("agency_unknown", "agency_ambiguous", "open_class", "mode_unclear", "poor_text")


_NO_AGENCY = "Chưa rõ cơ quan thực hiện đoạn này; cần chọn cơ quan."


class ManyDecided(NotDecidable):
    """The proposals cannot become one: they are decided, far apart in what they ask, or of different agencies."""


def split_proposal(draft_id: int, proposal_id: int, points: Collection[int], *, seen: str, by: Actor) -> list[Proposal]:
    """Cut a proposal at points of its quote; each part reads its own deadline again. Return the parts.

    `points` count code points from the beginning of the quote. Raises NotDecidable for a point without words on both
    sides.
    """
    draft = open_draft(draft_id, by)
    whole = open_proposal(draft, proposal_id, seen)
    _check_in_review(whole)
    if not points or not all(is_point(whole.drafted["text"], point) for point in points):
        raise NotDecidable("Chỗ tách phải nằm giữa đoạn, mỗi bên còn ít nhất vài từ; hãy chọn chỗ khác.")
    if whole.drafted.get("more_spans"):
        raise NotDecidable("Đề xuất gộp từ nhiều đoạn rời; hãy hoàn tác việc gộp rồi tách từng đoạn.")
    step = Step(draft, by, "split")
    parts = parts_of(whole.drafted, points, PlanTime(draft.period_start, draft.period_end))
    labels = label_of_parts(whole.label, len(parts))
    position = next_position(draft.id)
    made = [_part(draft, whole, part, labels[place], position + place) for place, part in enumerate(parts)]
    step.change(whole, decision=Decision.REPLACED)
    for proposal in made:
        step.make(proposal)
    step.keep()
    db.session.commit()
    return made


def merge_proposals(draft_id: int, seen: dict[int, str], *, by: Actor) -> Proposal:
    """Join two or more proposals of the same agency into one, with the words of all. Return it.

    `seen` holds the version of each as the form showed it. Different deadlines leave a doubt on the merged one.
    Raises NotDecidable when the agencies differ.
    """
    draft = open_draft(draft_id, by)
    if len(seen) < 2:
        raise ManyDecided("Hãy chọn ít nhất một đề xuất nữa để gộp.")
    chosen = [open_proposal(draft, proposal_id, version) for proposal_id, version in seen.items()]
    chosen.sort(key=lambda proposal: proposal.start)
    for proposal in chosen:
        _check_in_review(proposal)
    if not same_leads([proposal.leads for proposal in chosen]):
        raise ManyDecided("Các đề xuất giao cho cơ quan khác nhau; hãy sửa cơ quan cho giống nhau rồi gộp.")
    step = Step(draft, by, "merged")
    merged = _merged(draft, chosen)
    if len(merged.text) > LONGEST_PASSAGE:
        raise ManyDecided("Lời của các đề xuất gộp lại dài quá 2.000 ký tự; hãy gộp ít hơn.")
    for proposal in chosen:
        step.change(proposal, decision=Decision.REPLACED)
    step.make(merged)
    step.keep()
    db.session.commit()
    return merged


def add_proposal(draft_id: int, words: str, *, near: int | None = None, by: Actor) -> Proposal:
    """Add a proposal from words of the document; agency and part are those of the heading above. Return it.

    `near` is where the words were marked, for words that stand in several places. Raises NotDecidable when the words
    do not stand in the document, are too few or too many, or are a proposal already.
    """
    draft = open_draft(draft_id, by)
    if len(tidy(words)) < SHORTEST_PASSAGE:
        raise NotDecidable("Hãy đánh dấu hoặc dán ít nhất vài từ của văn bản.")
    if len(tidy(words)) > LONGEST_PASSAGE:
        raise NotDecidable("Đoạn được chọn dài quá 2.000 ký tự; hãy chọn đúng câu giao việc.")
    text = draft.extraction["text"]
    span = find_passage(text, words, near)
    if span is None:
        raise NotDecidable("Không tìm thấy đoạn này trong văn bản; hãy dán nguyên văn một đoạn liền nhau.")
    others = proposals_of(draft.id)
    same = next(
        (one for one in others if tuple(one.drafted["span"]) == span and one.decision is not Decision.DROPPED), None
    )
    if same is not None:
        raise NotDecidable(f"Đoạn này đã là đề xuất số {same.label}.")
    step = Step(draft, by, "added")
    proposal = _added(draft, others, span)
    step.make(proposal)
    step.keep()
    db.session.commit()
    return proposal


def _check_in_review(proposal: Proposal) -> None:
    if proposal.decision not in (Decision.PENDING, Decision.ACCEPTED):
        raise ManyDecided(f"Đề xuất số {proposal.label} đã bỏ hoặc đã được thay; hãy khôi phục trước.")


def _part(draft: Draft, whole: Proposal, part: Part, label: str, position: int) -> Proposal:
    drafted: Extraction = {
        **whole.drafted,
        "span": [part.start, part.end],
        "text": part.text,
        "deadline": part.deadline,
        "further_deadlines": [],
        "nature": part.nature,
        "label": label,
        "doubts": [],
    }
    doubts = [dict(doubt) for doubt in whole.doubts if doubt["code"] in _SAME_DOUBTS]
    if part.unclear:
        doubts.append({"code": "deadline_unclear", "message": part.unclear})
    drafted["doubts"] = doubts
    return _proposal(draft, position, drafted, whole.leads, doubts, mode=whole.mode)


def _merged(draft: Draft, chosen: Sequence[Proposal]) -> Proposal:
    first = chosen[0]
    drafted = joined_drafted(draft.extraction["text"], [proposal.drafted for proposal in chosen])
    due = joined_deadline([(proposal.deadline_origin, proposal.due_on) for proposal in chosen])
    doubts = {doubt["code"]: dict(doubt) for proposal in chosen for doubt in proposal.doubts}
    doubts.pop("boundary_unsure", None)
    if due.clash:
        doubts["deadline_unclear"] = {"code": "deadline_unclear", "message": due.clash}
    drafted |= {"label": joined_label([proposal.label for proposal in chosen]), "doubts": list(doubts.values())}
    text = " ".join(drafted["text"].split())
    edited = any(" ".join(p.drafted["text"].split()) != p.text for p in chosen)
    merged = _proposal(draft, next_position(draft.id), drafted, first.leads, list(doubts.values()), mode=first.mode)
    merged.text = "; ".join(proposal.text.rstrip(" .;") for proposal in chosen) if edited else text
    merged.nature = Nature.SPECIFIC if any(p.nature is Nature.SPECIFIC for p in chosen) else first.nature
    merged.deadline_origin, merged.due_on = due.origin, due.due_on
    return merged


def _added(draft: Draft, others: Sequence[Proposal], span: tuple[int, int]) -> Proposal:
    around = sections_around(draft.extraction["sections"], span[0])
    agency, leads = _agency_above(draft, others, around, span[0])
    drafted: Extraction = {
        "id": "",
        "section": around[0]["id"] if around else None,
        "agency": agency,
        "mode": Mode.ORDERED.value,
        "role": "implement",
        "partners": [],
        "text": draft.extraction["text"][span[0] : span[1]],
        "span": list(span),
        "confidence": 1.0,
    }
    part = parts_of(drafted, (), PlanTime(draft.period_start, draft.period_end))[0]
    doubts: list[dict[str, Any]] = []
    if part.unclear:
        doubts.append({"code": "deadline_unclear", "message": part.unclear})
    if not leads:
        doubts.append({"code": "agency_unknown", "message": _NO_AGENCY})
    drafted |= {"deadline": part.deadline, "nature": part.nature, "doubts": doubts}
    proposal = _proposal(draft, next_position(draft.id), drafted, leads, doubts, mode=Mode.ORDERED)
    proposal.decision = Decision.PENDING  # the agency above is a guess that a person confirms
    return proposal


def _agency_above(
    draft: Draft, others: Sequence[Proposal], around: Sequence[Extraction], place: int
) -> tuple[Extraction, list[Lead]]:
    """Return the agency of the heading above a place: that of its other work, else one that the heading names."""
    for section in around:
        same = [one for one in others if one.start <= place and one.drafted["section"] == section["id"]]
        if same and same[-1].is_led:
            return same[-1].drafted["agency"], [dict(item) for item in same[-1].leads]
    for section in around:
        agency = {"name": section["title"], "canonical": None, "group": False, "members": None}
        leads, _open = agency_leads(agency, surroundings(draft))
        if leads and all(is_known(item) for item in leads):
            return agency, leads
    return {"name": "", "canonical": None, "group": False, "members": None}, []


def _proposal(
    draft: Draft, position: int, drafted: Extraction, leads: Sequence[Lead], doubts: list[dict[str, Any]], *, mode: Mode
) -> Proposal:
    origin, due_on = deadline_of({**drafted, "mode": mode.value}, draft.period_end)
    proposal = Proposal(
        draft_id=draft.id,
        position=position,
        drafted=drafted,
        decision=Decision.PENDING,
        text=" ".join(drafted["text"].split()),
        mode=mode,
        nature=Nature(drafted["nature"]),
        deadline_origin=origin,
        due_on=due_on,
        leads=[dict(item) for item in leads],
        doubts=doubts,
    )
    if not doubts and proposal.is_led:
        proposal.decision = Decision.ACCEPTED
    return proposal
