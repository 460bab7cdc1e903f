"""Keep a file that was handed in. Adds, never commits: the file and the row that names it come and go together."""

import hashlib

from tracker import clock
from tracker.extensions import db
from tracker.files.models import StoredFile
from tracker.files.rules import LARGEST, NewFile, Upload, read_upload
from tracker.history.record import Doer


def keep_upload(upload: Upload, by: Doer, *, limit: int = LARGEST) -> StoredFile:
    """Check an upload (files.rules.read_upload) and keep it; return the stored file with its id.

    Raises FileRefused; nothing is kept then.
    """
    return keep_file(read_upload(upload, limit=limit), by)


def keep_file(new: NewFile, by: Doer) -> StoredFile:
    """Keep a file that was checked before; return the stored file with its id."""
    file = StoredFile(
        name=new.name,
        media_type=new.media_type,
        size=len(new.content),
        sha256=hashlib.sha256(new.content).hexdigest(),
        content=new.content,
        stored_at=clock.now(),
        stored_by_id=by.person_id,
    )
    db.session.add(file)
    db.session.flush()
    return file
