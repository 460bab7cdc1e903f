"""Which accepted reports a consolidated one rests on: while it is written, and for ever in each version handed in.

A consolidated report is the report row of whoever consolidates, with the same form, states and versions.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import Base, Moment
from tracker.plans.models import Plan
from tracker.reports.models import ReportRow, ReportSubmission


class ReportSource(Base):
    """One accepted submission that the draft of a consolidating row rests on. A row gives each report at most once.

    `plan_id` is the plan of the source, which may be a child plan; `agency_name` is how the agency was called when its
    report was taken up, so that a later name changes no report of the past (domain E3, 4).
    """

    __tablename__ = "report_source"
    __table_args__ = (UniqueConstraint("row_id", "source_row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(ForeignKey("report_row.id"))
    source_row_id: Mapped[int] = mapped_column(ForeignKey("report_row.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("report_submission.id"), index=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    agency_name: Mapped[str] = mapped_column(String(200))
    taken_on: Mapped[date] = mapped_column(Date)

    source_row: Mapped[ReportRow] = relationship(foreign_keys=source_row_id)
    submission: Mapped[ReportSubmission] = relationship(foreign_keys=submission_id)
    plan: Mapped[Plan] = relationship(foreign_keys=plan_id)


class ConsolidationBase(Base):
    """What was last taken from the sources into a draft: beside the draft it shows what a person edited since."""

    __tablename__ = "consolidation_base"

    row_id: Mapped[int] = mapped_column(ForeignKey("report_row.id"), primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # section code -> the merged text
    results: Mapped[list[Any]] = mapped_column(JSON)  # the summed lines, as a draft keeps them
    taken_at: Mapped[datetime] = mapped_column(Moment)
    taken_on: Mapped[date] = mapped_column(Date)
    taken_by: Mapped[str] = mapped_column(String(200))


class ConsolidatedVersion(Base):
    """What one version of a consolidated report rests on, as it was when it was handed in. Never changed.

    `coverage`: "as_of" (ISO day), "used" (agency, row_id, submission_id, number, plan_id), and "absent" (agency,
    row_id, standing, reason, day) of everybody whose report is not in it; "not_in_district" (agency, row_id, reason:
    its district) of communes that report through a district whose accepted report is without them.
    """

    __tablename__ = "consolidated_version"

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("report_submission.id"), primary_key=True, autoincrement=False
    )
    coverage: Mapped[dict[str, Any]] = mapped_column(JSON)
