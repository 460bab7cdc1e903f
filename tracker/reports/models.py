"""Reporting duties, the regimes that date them, the expected rows, and every submission."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agencies.models import Agency
from tracker.extensions import Base, Moment, text_enum
from tracker.files.models import StoredFile
from tracker.plans.models import Clause, Plan
from tracker.reports.rules import DueOrigin, Outcome, PeriodKind, ReportState


class Regime(Base):
    """A set of default due days (domain A1, A3). An administrator adds another without code."""

    __tablename__ = "regime"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    source: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool]

    dates: Mapped[list["RegimeDate"]] = relationship(order_by="RegimeDate.id")


class RegimeDate(Base):
    """The due day of one step (1 commune … 4 province) for one kind of period, as day and month of the period's year.

    For quarters and months the month counts inside the period: 3 is the last month of a quarter.
    """

    __tablename__ = "regime_date"
    __table_args__ = (UniqueConstraint("regime_id", "step", "period_kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    regime_id: Mapped[int] = mapped_column(ForeignKey("regime.id"))
    step: Mapped[int]
    period_kind: Mapped[PeriodKind] = mapped_column(text_enum(PeriodKind))
    due_month: Mapped[int]
    due_day: Mapped[int]
    next_year: Mapped[bool] = mapped_column(default=False)


class ReportingDuty(Base):
    """A clause that orders reports: who, how often, to whom, through whom, copied to whom."""

    __tablename__ = "reporting_duty"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clause.id"))
    position: Mapped[int]
    reporter_words: Mapped[str] = mapped_column(Text)
    takes_every_lead: Mapped[bool]  # an open class: every agency that leads a task of the plan reports
    periods: Mapped[list[Any]] = mapped_column(JSON)
    stated_due: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    addressee: Mapped[str | None] = mapped_column(Text)
    via: Mapped[str | None] = mapped_column(Text)
    copy_to: Mapped[list[Any]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    span_start: Mapped[int]
    span_end: Mapped[int]

    plan: Mapped[Plan] = relationship()
    clause: Mapped[Clause | None] = relationship()
    reporters: Mapped[list["DutyReporter"]] = relationship(order_by="DutyReporter.id")


class DutyReporter(Base):
    """An agency that owes the reports of a duty."""

    __tablename__ = "duty_reporter"
    __table_args__ = (UniqueConstraint("duty_id", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    duty_id: Mapped[int] = mapped_column(ForeignKey("reporting_duty.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)


class ReportRow(Base):
    """One reporting duty × agency × period: made ahead, never reset. Draft text lives here, submissions beside it."""

    __tablename__ = "report_row"
    __table_args__ = (
        UniqueConstraint("duty_id", "agency_id", "period_key"),
        Index("ix_report_row_agency_state", "agency_id", "state"),
        Index("ix_report_row_plan_due", "plan_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    duty_id: Mapped[int] = mapped_column(ForeignKey("reporting_duty.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    period_kind: Mapped[PeriodKind] = mapped_column(text_enum(PeriodKind))
    period_key: Mapped[str] = mapped_column(String(12))  # 2026-H1, 2026, 2026-Q3, 2026-05, 2026-W07
    period_start: Mapped[date] = mapped_column(Date)
    period_end: Mapped[date] = mapped_column(Date)
    opens_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    due_origin: Mapped[DueOrigin] = mapped_column(text_enum(DueOrigin))
    state: Mapped[ReportState] = mapped_column(text_enum(ReportState), default=ReportState.NOT_STARTED)
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    draft_saved_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_on: Mapped[date | None] = mapped_column(Date)  # of the submission that stands, else None
    closed_on: Mapped[date | None] = mapped_column(Date)  # the monitor closed the period: no more submissions
    excused_on: Mapped[date | None] = mapped_column(Date)
    excused_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    duty: Mapped[ReportingDuty] = relationship()
    plan: Mapped[Plan] = relationship()
    agency: Mapped[Agency] = relationship()

    __mapper_args__ = {"version_id_col": version}


class ReportSubmission(Base):
    """One version handed in. Every one is kept, whatever became of it."""

    __tablename__ = "report_submission"
    __table_args__ = (UniqueConstraint("row_id", "number"), Index("ix_report_submission_day", "submitted_on", "row_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(ForeignKey("report_row.id"))
    number: Mapped[int]
    submitted_at: Mapped[datetime] = mapped_column(Moment)
    submitted_on: Mapped[date] = mapped_column(Date)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_by: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # section code -> text
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)  # the 2 × 2 of the agency on the day of submission
    letter_number: Mapped[str | None] = mapped_column(String(60))
    letter_on: Mapped[date | None] = mapped_column(Date)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[Outcome] = mapped_column(text_enum(Outcome), default=Outcome.PENDING)
    outcome_on: Mapped[date | None] = mapped_column(Date)
    outcome_by: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(Text)

    file: Mapped[StoredFile | None] = relationship()
