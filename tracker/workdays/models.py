"""The working calendar: days that differ from the Monday-to-Friday week."""

import enum
from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Base, text_enum


class DayStatus(enum.StrEnum):
    """Whether a day off is decided for its year or only foreseen."""

    OFFICIAL = "official"
    FORECAST = "forecast"


class CalendarDay(Base):
    """A holiday, a day off in exchange, or a Saturday or Sunday worked in exchange."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(120))
    status: Mapped[DayStatus] = mapped_column(text_enum(DayStatus))

    @property
    def id(self) -> int:
        """The number under which the history keeps the day: its ordinal (1/1/0001 is 1)."""
        return self.day.toordinal()
