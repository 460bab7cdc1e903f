"""Plans, the clauses of their text, and what does not add up in them."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agencies.models import Agency, Level
from tracker.extensions import Base, Moment, text_enum
from tracker.files.models import StoredFile
from tracker.plans.rules import VersionRelation


class Plan(Base):
    """A confirmed plan. Its text is the normalised text into which every span of clauses and assignments points."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    identity: Mapped[str] = mapped_column(String(400), unique=True)  # recognises a plan imported again
    kind: Mapped[str] = mapped_column(String(12))
    number: Mapped[str | None] = mapped_column(String(60))
    number_key: Mapped[str | None] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(Text)
    title_key: Mapped[str] = mapped_column(Text)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    level: Mapped[Level] = mapped_column(text_enum(Level))
    issued_on: Mapped[date] = mapped_column(Date)
    issue_date_is_stated: Mapped[bool] = mapped_column(default=True)
    period_start: Mapped[date] = mapped_column(Date)
    period_end: Mapped[date] = mapped_column(Date)
    signer: Mapped[str | None] = mapped_column(String(200))
    parent_number: Mapped[str | None] = mapped_column(String(60))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    text: Mapped[str] = mapped_column(Text, deferred=True)
    difficulty_route: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    confirmed_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by: Mapped[str] = mapped_column(String(200))

    issuer: Mapped[Agency] = relationship()
    parent: Mapped["Plan | None"] = relationship(remote_side=id)
    file: Mapped[StoredFile] = relationship()

    @property
    def short_name(self) -> str:
        """How the plan is called in lists: its number, or its title when it has none."""
        return self.number or self.title


class PlanParticipant(Base):
    """An agency that leads, supports or reports in a plan, and so may read it."""

    __tablename__ = "plan_participant"
    __table_args__ = (UniqueConstraint("plan_id", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)


class PlanVersion(Base):
    """A document that changed a tracked plan: amended, replaced or corrected it. Its tasks stay those of the plan.

    `is_full`: it holds the whole plan, so that what it no longer names is dropped; else only what it names changed.
    """

    __tablename__ = "plan_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    relation: Mapped[VersionRelation] = mapped_column(text_enum(VersionRelation))
    is_full: Mapped[bool]
    number: Mapped[str | None] = mapped_column(String(60))
    number_key: Mapped[str | None] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date | None] = mapped_column(Date)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    text: Mapped[str] = mapped_column(Text, deferred=True)
    confirmed_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_on: Mapped[date] = mapped_column(Date)
    confirmed_by: Mapped[str] = mapped_column(String(200))

    plan: Mapped[Plan] = relationship()
    file: Mapped[StoredFile] = relationship()

    @property
    def short_name(self) -> str:
        """How the document is called in lists: its number, or its title when it has none."""
        return self.number or self.title


class Clause(Base):
    """A numbered part of the plan's text, with its place: what a task points back to.

    With a version it is a part of that document's text.
    """

    __tablename__ = "clause"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("plan_version.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("clause.id"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(Text)
    depth: Mapped[int]
    span_start: Mapped[int]
    span_end: Mapped[int]


class Severity(enum.StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(Base):
    """What the check of a plan found. Printed figures stay as printed; the computed ones stand beside them."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    severity: Mapped[Severity] = mapped_column(text_enum(Severity))
    message: Mapped[str] = mapped_column(Text)
    places: Mapped[list[Any]] = mapped_column(JSON)
    printed: Mapped[str | None] = mapped_column(String(120))
    computed: Mapped[str | None] = mapped_column(String(120))
