"""Put lines into people's inboxes, in the caller's transaction. Never commits."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker import clock
from tracker.extensions import db
from tracker.notifications.models import Notice
from tracker.notifications.outbox import insert_new

Key = tuple[int, str, int, str, date]
KEY_COLUMNS = ("person_id", "subject", "subject_id", "rule", "due_on")


def put_notices(wanted: Mapping[Key, tuple[str, str]], day: date) -> set[Key]:
    """Put (text, path) by key into the inboxes; return the keys that were new: a key is told once, ever."""
    now = clock.now()
    rows = [
        {**key_columns(key), "at": now, "on_day": day, "text": text, "path": path}
        for key, (text, path) in sorted(wanted.items())
    ]
    told = (Notice.person_id, Notice.subject, Notice.subject_id, Notice.rule, Notice.due_on)
    return {tuple(row) for row in db.session.execute(insert_new(Notice).returning(*told), rows)}


def key_columns(key: Key) -> dict[str, Any]:
    """Return the columns that hold a key."""
    return dict(zip(KEY_COLUMNS, key, strict=True))
