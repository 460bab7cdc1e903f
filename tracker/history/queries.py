"""What a page reads of the history."""

from collections.abc import Sequence

from sqlalchemy import func, select

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


def version_of(subject: str, subject_id: int) -> int:
    """Return the number of the newest entry of one thing, 0 when it has none.

    Every change writes its entry in the same transaction, so that this number is the version of the thing: a form that
    carries it finds out whether somebody changed the thing meanwhile.
    """
    newest = select(func.max(HistoryEntry.id)).where(
        HistoryEntry.subject == subject, HistoryEntry.subject_id == subject_id
    )
    return db.session.scalar(newest) or 0
