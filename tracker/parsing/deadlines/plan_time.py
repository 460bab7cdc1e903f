"""What the reader knows about the plan's time."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlanTime:
    """The first and the last day of the plan, and the day it was issued on; None when unknown."""

    start: date | None = None
    end: date | None = None
    issued_on: date | None = None

    @property
    def only_year(self) -> int | None:
        """The year of a plan for one year, else None."""
        return self.end.year if self.start and self.end and self.start.year == self.end.year else None
