"""From the bytes of a document to a draft with its proposals. Adds, never commits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import undefer

from tracker import clock
from tracker.agencies.issue import agency_of, name_in_catalogue
from tracker.agencies.models import Agency
from tracker.agencies.queries import named_ids
from tracker.catalogue.units import Unit, unit_by_code
from tracker.errors import DomainError
from tracker.extensions import db
from tracker.files.issue import keep_file
from tracker.files.models import StoredFile
from tracker.files.rules import NewFile
from tracker.history.record import record
from tracker.intake.issue.quotas import quota_findings
from tracker.intake.issue.versions import note_version
from tracker.intake.models import Decision, Draft, DraftState, Proposal
from tracker.intake.rules.leads import Surroundings, surroundings_of
from tracker.intake.rules.proposals import Offer, offers_of
from tracker.intake.rules.reading import Extraction, Head, head_of, identity_of, number_key
from tracker.intake.rules.versions import OTHER_TEXT, changes_another, is_other_text, text_key
from tracker.parsing.process import AT_LEISURE, Patience, always, read_apart
from tracker.parsing.readers.care import unheard
from tracker.plans.models import Plan
from tracker.rights import Actor


class NothingAssigned(DomainError):
    """The document is readable, but assigns nothing: there would be nothing to follow up."""


class IssuerUnknown(DomainError):
    """Nobody knows which agency issued the document."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with what was read from it. `file` is the kept file where the document waited for its reading."""

    content: bytes
    filename: str
    extraction: Extraction
    file: StoredFile | None = None

    @property
    def head(self) -> Head:
        """What it says of itself."""
        return head_of(self.extraction)


def read_document(
    content: bytes,
    filename: str,
    *,
    largest: int,
    patience: Patience = AT_LEISURE,
    progress: Callable[[int, int], None] = unheard,
    wanted: Callable[[], bool] = always,
) -> Reading:
    """Read a document in a process of its own (parsing.process.read_apart, which says what the arguments mean).

    Raises UnreadableDocument, or NothingAssigned when it assigns nothing and changes no other document.
    """
    extraction = read_apart(content, filename, largest=largest, patience=patience, progress=progress, wanted=wanted)
    if not extraction["assignments"] and not changes_another(extraction):
        raise _nothing_assigned()
    return Reading(content, filename, extraction)


def issuer_of(reading: Reading, *, by: Actor) -> Agency:
    """Return the agency that issued the document by its own words, founding it when it is new. Raises IssuerUnknown."""
    head = reading.head
    named = name_in_catalogue(head.issuer, place=None, on=head.issued_on or head.period_start) if head.issuer else None
    if named is None:
        raise IssuerUnknown("Không đọc được cơ quan ban hành trong văn bản; hãy chọn cơ quan ban hành.")
    return agency_of(named, by=by)


def draft_known(reading: Reading, issuer: Agency) -> Draft | None:
    """Return the draft of this plan that came before, however often it is read, or None.

    A copy under the number and day of a confirmed plan that assigns something else is none of them: a corrected copy.
    """
    head = reading.head
    identity = identity_of(reading.extraction, issuer.id)
    corrected = Draft.identity.startswith(f"{identity}|{OTHER_TEXT}|", autoescape=True)
    same = [Draft.identity == identity, corrected & (Draft.state != DraftState.DISCARDED)]
    if head.number and head.issued_on:
        number, day = number_key(head.number), head.issued_on
        same.append(Draft.plan_id.in_(select(Plan.id).where(Plan.number_key == number, Plan.issued_on == day)))
    found = db.session.scalars(
        select(Draft)
        .where(Draft.issuer_id == issuer.id, or_(*same))
        .options(undefer(Draft.extraction))
        .order_by(Draft.id)
    ).all()
    if not any(draft.plan_id for draft in found):
        return found[0] if found else None
    return next((d for d in found if not is_other_text(reading.extraction, d.extraction)), None)


def _free_identity(reading: Reading, issuer: Agency) -> str:
    identity = identity_of(reading.extraction, issuer.id)
    taken = db.session.scalar(select(Draft.id).where(Draft.identity == identity))
    return identity if taken is None else f"{identity}|{OTHER_TEXT}|{text_key(reading.extraction)}"


def add_draft(reading: Reading, issuer: Agency, *, by: Actor, answers_task_id: int | None = None) -> Draft:
    """Add the draft with its file and one proposal for each assignment. Nothing is chosen beforehand: each one waits.

    Nothing becomes a task by that: only the confirmation makes tasks. A document that assigns nothing is kept only when
    it changes a tracked plan (it may repeal, or quote what an officer marks); else raises NothingAssigned.
    """
    head = reading.head
    draft = Draft(
        identity=_free_identity(reading, issuer),
        file=_file(reading, by),
        extraction={
            **reading.extraction,
            "findings": [*reading.extraction["findings"], *quota_findings(reading.extraction, issuer)],
        },
        state=DraftState.REVIEW,
        issuer=issuer,
        number=head.number[:60] if head.number else None,
        title=head.title,
        issued_on=head.issued_on,
        period_start=head.period_start,
        period_end=head.period_end,
        answers_task_id=answers_task_id,
        read_at=clock.now(),
        read_by=by.name,
    )
    db.session.add(draft)
    record(by, "read", draft, after={"number": draft.number, "title": draft.title, "file": reading.filename})
    around = surroundings(draft)
    for position, offer in enumerate(offers_of(reading.extraction, around, head.period_end), start=1):
        db.session.add(_proposal(draft.id, position, offer))
    db.session.flush()
    if note_version(draft, by=by) is None and not reading.extraction["assignments"]:
        raise _nothing_assigned()
    return draft


def _nothing_assigned() -> NothingAssigned:
    return NothingAssigned(
        "Văn bản đọc được nhưng không có nhiệm vụ nào được giao; "
        "hãy kiểm tra có đúng tệp kế hoạch (có phần tổ chức thực hiện) không."
    )


def surroundings(draft: Draft) -> Surroundings:
    """Return what the names of the draft are read against: place, day, annexes, known agencies."""
    place = place_of(draft.issuer)
    codes = [code for code in (place.code if place else None, place.parent if place else None) if code]
    return surroundings_of(draft.extraction, place, day_of_names(draft), named_ids(codes))


def place_of(issuer: Agency) -> Unit | None:
    """Return the unit that the agency belongs to, None for a central one."""
    return unit_by_code(issuer.unit_code) if issuer.unit_code else None


def day_of_names(draft: Draft) -> date:
    """Return the day whose agencies and units the draft speaks of: issue, else start of the period, else today."""
    return draft.issued_on or draft.period_start or clock.today()


def _file(reading: Reading, by: Actor) -> StoredFile:
    if reading.file is not None:
        return reading.file
    name, media_type = reading.filename[-255:], reading.extraction["source"]["media_type"]
    return keep_file(NewFile(name, media_type, reading.content), by)


def _proposal(draft_id: int, position: int, offer: Offer) -> Proposal:
    return Proposal(
        draft_id=draft_id,
        position=position,
        drafted=offer.drafted,
        decision=Decision.PENDING,
        text=offer.text,
        mode=offer.mode,
        nature=offer.nature,
        deadline_origin=offer.origin,
        due_on=offer.due_on,
        leads=list(offer.leads),
        doubts=list(offer.doubts),
    )
