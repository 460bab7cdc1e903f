"""What a page reads of the history."""

from collections.abc import Sequence

from sqlalchemy import select

from tracker.extensions import db
from tracker.history.models import HistoryEntry


def entries_of(subject: str, subject_id: int, *, limit: int = 200) -> Sequence[HistoryEntry]:
    """Return the newest entries of one thing (table name and id), newest first, at most `limit`."""
    return db.session.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.subject == subject, HistoryEntry.subject_id == subject_id)
        .order_by(HistoryEntry.id.desc())
        .limit(limit)
    ).all()
