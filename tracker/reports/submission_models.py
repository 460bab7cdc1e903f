"""Every version of a report that was handed in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Base, Moment, text_enum
from tracker.reports.rules import Channel, Outcome


def _day_received(context: Any) -> date:
    """What was not entered on behalf stands in the system from the day it was handed in."""
    received: date = context.get_current_parameters()["submitted_on"]
    return received


class ReportSubmission(Base):
    """One version handed in. Every one is kept, whatever became of it.

    What was handed in takes no change and no delete (triggers of migration 0008); what became of it is written beside.
    """

    __tablename__ = "report_submission"
    __table_args__ = (
        UniqueConstraint("row_id", "number"),
        Index("ix_report_submission_day", "submitted_on", "row_id"),
        Index("ix_report_submission_entered", "entered_on", "row_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(ForeignKey("report_row.id"))
    number: Mapped[int]
    submitted_at: Mapped[datetime] = mapped_column(Moment)
    submitted_on: Mapped[date] = mapped_column(Date)  # the day it was received: on time or late is judged by it
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_by: Mapped[str] = mapped_column(String(200))  # the person; of what came on paper or by e-mail the agency
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # section code -> text
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)  # the 2 × 2 of the agency at the end of `figures_on`
    figures_on: Mapped[date | None] = mapped_column(Date, default=_day_received)
    results: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")  # results.as_json
    letter_number: Mapped[str | None] = mapped_column(String(60))
    letter_on: Mapped[date | None] = mapped_column(Date)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))  # the first of `files`
    files: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")  # {"id": stored file, "title"}
    channel: Mapped[Channel] = mapped_column(text_enum(Channel), default=Channel.SYSTEM, server_default="system")
    entered_on: Mapped[date] = mapped_column(Date, default=_day_received, server_default=func.current_date())
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_by: Mapped[str | None] = mapped_column(String(200))  # who typed it for the agency, else None
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[Outcome] = mapped_column(text_enum(Outcome), default=Outcome.PENDING)
    outcome_on: Mapped[date | None] = mapped_column(Date)
    outcome_by: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(Text)
    objection: Mapped[str | None] = mapped_column(Text)  # the agency asks for its return, and why
    objected_on: Mapped[date | None] = mapped_column(Date)
    objected_by: Mapped[str | None] = mapped_column(String(200))

    @property
    def named_files(self) -> list[dict[str, Any]]:
        """The files that came with it, in their order: {"id": stored file, "title"}."""
        return self.files or ([{"id": self.file_id, "title": "Bản ký"}] if self.file_id else [])

    @property
    def file_ids(self) -> list[int]:
        """The stored files that came with it, in their order."""
        return [named["id"] for named in self.named_files]

    @property
    def figures_day(self) -> date:
        """The day at whose end the figures of the tasks were taken."""
        return self.figures_on or self.submitted_on
