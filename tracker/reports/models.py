"""Reporting duties, their reporters, the expected rows, and every submission. Regimes: regime_models."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agencies.models import Agency
from tracker.extensions import Base, Moment, text_enum
from tracker.plans.models import Clause, Plan
from tracker.reports.regime_models import Regime, RegimeDate, RegimeWindow
from tracker.reports.rules import DueOrigin, DutyOrigin, PeriodKind, ReportState
from tracker.reports.submission_models import ReportSubmission


class ReportingDuty(Base):
    """A clause that orders reports: who, how often, to whom, through whom, copied to whom.

    A duty that a person wrote down (`added`), or one call (`call`), quotes its basis in `text`; `basis_document` names
    the document where that is not the plan. A call has a title, a letter, and the key of the form that sent it.
    """

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
    regime_id: Mapped[int | None] = mapped_column(ForeignKey("regime.id"))  # None: the regimes that serve by default
    origin: Mapped[DutyOrigin] = mapped_column(
        text_enum(DutyOrigin), default=DutyOrigin.PLAN, server_default=DutyOrigin.PLAN.value
    )
    title: Mapped[str | None] = mapped_column(Text)
    basis_document: Mapped[str | None] = mapped_column(Text)
    letter_number: Mapped[str | None] = mapped_column(String(60))
    letter_on: Mapped[date | None] = mapped_column(Date)
    starts_on: Mapped[date | None] = mapped_column(Date)  # of a duty that was added: owed from this day on
    ended_on: Mapped[date | None] = mapped_column(Date)  # the last day of the duty
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)

    plan: Mapped[Plan] = relationship()
    regime: Mapped[Regime | None] = relationship()
    clause: Mapped[Clause | None] = relationship()
    reporters: Mapped[list["DutyReporter"]] = relationship(order_by="DutyReporter.id")


class DutyReporter(Base):
    """An agency that owes the reports of a duty, from a day to a day (both included; None is open)."""

    __tablename__ = "duty_reporter"
    __table_args__ = (UniqueConstraint("duty_id", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    duty_id: Mapped[int] = mapped_column(ForeignKey("reporting_duty.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)

    agency: Mapped[Agency] = relationship()


def _like(column: str) -> Any:
    """Return a default that takes the value of another column of the new row."""
    return lambda context: context.get_current_parameters()[column]


class ReportRow(Base):
    """One reporting duty × agency × period: made ahead, never reset. Draft text lives here, submissions beside it.

    `period_start` to `period_end` is the period by its name, `window_start` to `cut_off_on` the days whose figures the
    report gives ("chốt số liệu"). `due_on` is the day in force, `printed_due_on` the one it was made with;
    `grace_until` is the last day that still counts as in time.
    """

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
    window_start: Mapped[date] = mapped_column(Date, default=_like("period_start"))
    cut_off_on: Mapped[date] = mapped_column(Date, default=_like("period_end"))
    opens_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    grace_until: Mapped[date] = mapped_column(Date, default=_like("due_on"))
    printed_due_on: Mapped[date] = mapped_column(Date, default=_like("due_on"))
    due_origin: Mapped[DueOrigin] = mapped_column(text_enum(DueOrigin))
    regime_id: Mapped[int | None] = mapped_column(ForeignKey("regime.id"))
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


class ReportRowTerms(Base):
    """The days that a row had before `until_day`: figures as of an earlier day rest on them, as with TaskTerms."""

    __tablename__ = "report_row_terms"
    __table_args__ = (UniqueConstraint("row_id", "until_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(ForeignKey("report_row.id"))
    until_day: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    grace_until: Mapped[date] = mapped_column(Date)


__all__ = [
    "DutyReporter",
    "Regime",
    "RegimeDate",
    "RegimeWindow",
    "ReportRow",
    "ReportRowTerms",
    "ReportSubmission",
    "ReportingDuty",
]
