"""What a difficulty is about, and what is typed when it is raised."""

from dataclasses import dataclass
from datetime import date

from tracker.difficulties.rules import CompetentLevel
from tracker.plans.models import Plan


@dataclass(frozen=True, slots=True)
class Place:
    """What a difficulty is about: the plan as a whole, or one of its tasks or report rows, called `about`."""

    plan: Plan
    agency_id: int
    subject: str | None = None
    subject_id: int | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """What is typed when a difficulty is raised."""

    words: str
    asked: str
    level: CompetentLevel
    answer_by: date
