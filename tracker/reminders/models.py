"""Urgings and telephone calls: the monitor's own chasing, logged with its result."""

import enum
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agencies.models import Agency
from tracker.extensions import Base, Moment, text_enum
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


class CallResult(enum.StrEnum):
    """What came of a telephone call."""

    PROMISED = "promised"  # a day was named
    HEARD = "heard"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"


class UrgingCall(Base):
    """A telephone call to an agency about what is late, entered by hand; `form_key` makes two posts one call."""

    __tablename__ = "urging_call"
    __table_args__ = (Index("ix_urging_call_plan", "plan_id", "on_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    subject: Mapped[str | None] = mapped_column(String(20))
    subject_id: Mapped[int | None]
    called_at: Mapped[datetime] = mapped_column(Moment)
    on_day: Mapped[date] = mapped_column(Date)  # the day of the call in Việt Nam
    entered_at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who called
    person_name: Mapped[str] = mapped_column(String(200))
    spoke_with: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(40))
    said: Mapped[str | None] = mapped_column(Text)
    promised_on: Mapped[date | None] = mapped_column(Date)
    result: Mapped[CallResult] = mapped_column(text_enum(CallResult))
    form_key: Mapped[str] = mapped_column(String(64), unique=True)

    plan: Mapped[Plan] = relationship()
    agency: Mapped[Agency] = relationship()
