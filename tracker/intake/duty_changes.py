"""Reporting duties of a version that the plan's own duties do not hold, and the other way round: shown, not applied."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import select

from tracker.extensions import db
from tracker.intake.comparison import VersionDesk
from tracker.reports.models import ReportingDuty
from tracker.vietnamese import fold

_ALIKE = 97.0


@dataclass(frozen=True, slots=True)
class DutyChanges:
    """Sentences about reporting that came and that went. Report rows are not changed by a version."""

    added: tuple[str, ...]
    dropped: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped)


def duty_changes(desk: VersionDesk) -> DutyChanges:
    """Return which sentences about reporting differ; dropped ones only where the document holds the whole plan."""
    old = db.session.scalars(
        select(ReportingDuty.text).where(ReportingDuty.plan_id == desk.plan.id).order_by(ReportingDuty.position)
    ).all()
    new = [" ".join(duty["text"].split()) for duty in desk.draft.extraction["reporting_duties"]]
    gone = _missing(old, new) if desk.comparison.is_full else ()
    return DutyChanges(_missing(new, old), gone)


def _missing(sentences: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    keys = [_key(other) for other in others]
    return tuple(dict.fromkeys(s for s in sentences if not any(_is_same(_key(s), key) for key in keys)))


def _is_same(one: str, other: str) -> bool:
    return one == other or (_figures(one) == _figures(other) and fuzz.ratio(one, other) >= _ALIKE)


def _figures(key: str) -> list[str]:
    return [word for word in key.split() if any(letter.isdigit() for letter in word)]


def _key(sentence: str) -> str:
    return fold(sentence).strip(" .,;:")
