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
