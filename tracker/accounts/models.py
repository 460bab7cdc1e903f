"""People, what they may act as, and their sessions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agencies.models import Agency
from tracker.extensions import Base, Moment, text_enum
from tracker.rights import Role


class Person(Base):
    """An account. Never deleted, only closed, so that the history keeps its names."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(40))
    password_hash: Mapped[str] = mapped_column(String(200))
    is_open: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Moment)

    appointments: Mapped[list["Appointment"]] = relationship(back_populates="person", order_by="Appointment.id")


class Appointment(Base):
    """A person acts for an agency (clerk, head), or watches the plans of an issuer (monitor, committee, secretary).

    Those who watch over plans also belong to an agency: nobody confirms what their own agency did.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("role NOT IN ('clerk', 'head') OR agency_id IS NOT NULL", name="acts_for_an_agency"),
        CheckConstraint("role NOT IN ('monitor', 'committee', 'secretary') OR issuer_id IS NOT NULL", name="watches"),
        Index("ix_appointment_agency", "agency_id", "role"),
        Index("ix_appointment_issuer", "issuer_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(text_enum(Role))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    issuer_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)

    person: Mapped[Person] = relationship(back_populates="appointments")
    agency: Mapped[Agency | None] = relationship(foreign_keys=agency_id)
    issuer: Mapped[Agency | None] = relationship(foreign_keys=issuer_id)


class LoginSession(Base):
    """A session kept here, so that logging out kills every copy of its cookie. Only a hash of its secret is kept."""

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    address: Mapped[str] = mapped_column(String(60))
    agent: Mapped[str] = mapped_column(String(200))

    person: Mapped[Person] = relationship()


class LoginAttempt(Base):
    """A try to log in, counted against the account and the address, by all web processes together."""

    __tablename__ = "login_attempt"
    __table_args__ = (
        Index("ix_login_attempt_email", "email_key", "at"),
        Index("ix_login_attempt_address", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email_key: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Moment)
    succeeded: Mapped[bool]
