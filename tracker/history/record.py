"""Write an entry of the history, inside the transaction of the change itself. Never commits."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, Protocol

from flask import g, has_request_context

from tracker import clock
from tracker.extensions import Base, db
from tracker.history.models import HistoryEntry


class Doer(Protocol):
    """Whoever acts: a person, the command line or the system."""

    @property
    def person_id(self) -> int | None:
        """The account, or None for the command line and the system."""

    @property
    def name(self) -> str:
        """The name as it is shown in the history."""


def record(
    by: Doer,
    action: str,
    subject: Base,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add the entry that `by` did `action` to `subject` (a model with an id), with the values that changed.

    Flushes, so that a new subject has its id. The caller's commit keeps both or neither.
    """
    db.session.flush()
    db.session.add(
        HistoryEntry(
            at=clock.now(),
            actor_id=by.person_id,
            actor_name=by.name,
            action=action,
            subject=subject.__tablename__,
            subject_id=getattr(subject, "id"),
            before=_plain(before),
            after=_plain(after),
            request_id=getattr(g, "request_id", None) if has_request_context() else None,
        )
    )


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if values is None else {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
