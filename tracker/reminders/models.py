"""Urgings: the monitor's own chasing, logged with its result."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agencies.models import Agency
from tracker.extensions import Base, Moment
from tracker.plans.models import Plan


class Urging(Base):
    """One urging of one agency about one task or report row. Its result is read from the messages it queued."""

    __tablename__ = "urging"
    __table_args__ = (Index("ix_urging_subject", "subject", "subject_id"), Index("ix_urging_plan", "plan_id", "on_day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    on_day: Mapped[date] = mapped_column(Date)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(200))
    words: Mapped[str | None] = mapped_column(Text)
    recipients: Mapped[int]  # people who got a notice; 0 when the agency has no account yet
    queued: Mapped[int]  # e-mail messages that were queued

    plan: Mapped[Plan] = relationship()
    agency: Mapped[Agency] = relationship()
