"""A plan being read and reviewed, before it is confirmed."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agencies.models import Agency
from tracker.extensions import Base, Moment, text_enum
from tracker.files.models import StoredFile
from tracker.intake.rules.leads import is_known
from tracker.intake.rules.proposals import state_key
from tracker.plans.models import Plan
from tracker.tasks.rules import DeadlineOrigin, Mode, Nature


class DraftState(enum.StrEnum):
    """Where a draft stands. A confirmed one may still hold proposals left in review."""

    REVIEW = "review"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


class Decision(enum.StrEnum):
    """What the officer decided about a proposal."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DROPPED = "dropped"
    ISSUED = "issued"  # became tasks
    REPLACED = "replaced"  # others stand in its place: parts, a merged one; or it was made and undone


class Draft(Base):
    """An uploaded document with what was read from it (plan-extraction/1) and the head as the officer corrected it."""

    __tablename__ = "plan_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    identity: Mapped[str] = mapped_column(String(400), unique=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    extraction: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    state: Mapped[DraftState] = mapped_column(text_enum(DraftState), default=DraftState.REVIEW)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    number: Mapped[str | None] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date | None] = mapped_column(Date)
    period_start: Mapped[date | None] = mapped_column(Date)
    period_end: Mapped[date | None] = mapped_column(Date)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    answers_task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))  # own implementation plan of this task
    read_at: Mapped[datetime] = mapped_column(Moment)
    read_by: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)

    file: Mapped[StoredFile] = relationship()
    issuer: Mapped[Agency] = relationship()
    plan: Mapped[Plan | None] = relationship()
    proposals: Mapped[list["Proposal"]] = relationship(order_by="Proposal.position")

    __mapper_args__ = {"version_id_col": version}


class Proposal(Base):
    """One drafted assignment and what the officer made of it. `drafted` keeps the reading as it was."""

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("draft_id", "position"), Index("ix_proposal_decision", "draft_id", "decision"))

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("plan_draft.id"))
    position: Mapped[int]
    drafted: Mapped[dict[str, Any]] = mapped_column(JSON)
    decision: Mapped[Decision] = mapped_column(text_enum(Decision), default=Decision.PENDING)
    drop_reason: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    mode: Mapped[Mode] = mapped_column(text_enum(Mode))
    nature: Mapped[Nature] = mapped_column(text_enum(Nature))
    deadline_origin: Mapped[DeadlineOrigin] = mapped_column(text_enum(DeadlineOrigin))
    due_on: Mapped[date | None] = mapped_column(Date)
    leads: Mapped[list[Any]] = mapped_column(JSON)  # [{"name", "canonical", "unit", "agency_id"|null, "kept": bool}]
    doubts: Mapped[list[Any]] = mapped_column(JSON)  # [{"code", "message"}] still open
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    changed_at: Mapped[datetime | None] = mapped_column(Moment)  # by a person; None while it stands as it was read
    changed_by_id: Mapped[int | None]
    changed_by: Mapped[str | None] = mapped_column(String(200))

    @property
    def start(self) -> int:
        """Where its quote begins in the text of the document (Unicode code points)."""
        return int(self.drafted["span"][0])

    @property
    def label(self) -> str:
        """Its number as pages show it; parts and merged ones are named after those that they came from ("11a")."""
        return str(self.drafted.get("label") or self.position)

    @property
    def is_settled(self) -> bool:
        """Tell whether an officer has nothing left to decide about it."""
        return self.decision is not Decision.PENDING

    @property
    def key(self) -> str:
        """What a form about the proposal shows, as a short key that comes back with the form."""
        shown = (
            self.decision,
            self.text,
            self.mode,
            self.nature,
            self.deadline_origin,
            self.due_on,
            self.leads,
            self.doubts,
        )
        return state_key(*shown)

    @property
    def is_led(self) -> bool:
        """Tell whether somebody is to do it, and it is settled who."""
        kept = [lead for lead in self.leads if lead["kept"]]
        return bool(kept) and all(is_known(lead) for lead in kept)


class ReviewStep(Base):
    """One step of one person in the review of a draft, with what it takes to undo it."""

    __tablename__ = "review_step"
    __table_args__ = (Index("ix_review_step_last", "draft_id", "person_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("plan_draft.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)
    action: Mapped[str] = mapped_column(String(40))
    cards: Mapped[list[Any]] = mapped_column(JSON)  # [{"id", "label", "before": {…}, "seen": key, "after": key}]
    undone_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def is_structural(self) -> bool:
        """Tell whether it changed which cards there are."""
        return any("decision" in card["before"] and card["before"]["decision"] == "replaced" for card in self.cards)


class ReviewPlace(Base):
    """Where a person left the review of a draft, and in which order the list stood."""

    __tablename__ = "review_place"

    draft_id: Mapped[int] = mapped_column(ForeignKey("plan_draft.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    by_text: Mapped[bool] = mapped_column(default=False)
