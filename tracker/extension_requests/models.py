"""Requests for more time (xin gia hạn), each with its decision. Every one is kept, whatever became of it."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agencies.models import Agency
from tracker.extension_requests.rules import RequestState, SubjectKind, is_after_due
from tracker.extensions import Base, Moment, text_enum
from tracker.plans.models import Plan

ONLY_WAITING = text("state = 'waiting'")


class ExtensionRequest(Base):
    """One request of an agency for a later due day of one task or report row.

    `old_due_on` is the day in force when it was asked; `granted_due_on` may differ from the day asked for.
    """

    __tablename__ = "extension_request"
    __table_args__ = (
        Index("ix_extension_request_subject", "subject", "subject_id"),
        Index("ix_extension_request_plan_state", "plan_id", "state"),
        Index("ix_extension_request_agency_state", "agency_id", "state"),
        # One undecided request for a subject, also when two forms arrive at once.
        Index(
            "uq_extension_request_waiting",
            "subject",
            "subject_id",
            unique=True,
            sqlite_where=ONLY_WAITING,
            postgresql_where=ONLY_WAITING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[SubjectKind] = mapped_column(text_enum(SubjectKind))
    subject_id: Mapped[int]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    asked_on: Mapped[date] = mapped_column(Date)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_by: Mapped[str] = mapped_column(String(200))
    old_due_on: Mapped[date] = mapped_column(Date)
    wanted_due_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[RequestState] = mapped_column(text_enum(RequestState), default=RequestState.WAITING)
    decided_on: Mapped[date | None] = mapped_column(Date)  # also the day it was withdrawn
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_by: Mapped[str | None] = mapped_column(String(200))
    granted_due_on: Mapped[date | None] = mapped_column(Date)
    decision_words: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    plan: Mapped[Plan] = relationship()
    agency: Mapped[Agency] = relationship()

    @property
    def is_after_due(self) -> bool:
        """Whether it was asked after the due day ("đề nghị sau hạn")."""
        return is_after_due(self.asked_on, self.old_due_on)

    __mapper_args__ = {"version_id_col": version}
