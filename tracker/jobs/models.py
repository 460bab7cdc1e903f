"""When each job last ran, and that the worker is alive."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Base, Moment


class JobRun(Base):
    """The last run of a job."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    last_day: Mapped[date | None] = mapped_column(Date)  # the day the last finished run was for
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    counts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    problem: Mapped[str | None] = mapped_column(Text)


class Heartbeat(Base):
    """A worker that is alive says so at every tick."""

    __tablename__ = "heartbeat"

    worker: Mapped[str] = mapped_column(String(120), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    beat_at: Mapped[datetime] = mapped_column(Moment)
