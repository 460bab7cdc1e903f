"""Take a document in: read at once what is quick, keep for the worker what is not, ask before what is very long."""

from sqlalchemy import ColumnElement, exists, select

from tracker import clock
from tracker.errors import ChangedMeanwhile
from tracker.extensions import db
from tracker.files.issue import keep_file
from tracker.files.rules import NewFile, clean_name
from tracker.history.record import record
from tracker.intake.issue.readings import ReadPlan, own_plan_task
from tracker.intake.models import Draft
from tracker.intake.reading_models import PlanReading, ReadingState
from tracker.intake.reading_queries import reading_of
from tracker.intake.service.reading import read_plan
from tracker.parsing.readers.care import NeedsTime, TooLong
from tracker.rights import Actor

_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "doc": "application/msword",
    "txt": "text/plain",
}


def take_in(
    content: bytes, filename: str, *, by: Actor, largest: int, issuer_id: int | None = None, task_id: int | None = None
) -> ReadPlan | PlanReading:
    """Return the draft of a document that is read quickly; else the queued reading that will become one.

    Raises what read_plan raises, but neither NeedsTime nor TooLong: such a document is kept, nothing of it is lost.
    """
    if task_id is not None:
        own_plan_task(task_id, by)
    try:
        return read_plan(content, filename, by=by, largest=largest, issuer_id=issuer_id, task_id=task_id)
    except TooLong as long:
        state, pages = ReadingState.ASKING, long.pages
    except NeedsTime as slow:
        state, pages = ReadingState.WAITING, slow.pages or 0
    db.session.rollback()
    reading = _kept(content, filename, by)
    reading.state = state
    reading.pages = pages or None
    reading.issuer_id = issuer_id
    reading.answers_task_id = task_id
    db.session.add(reading)
    record(by, "queued", reading, after={"file": filename, "pages": reading.pages})
    db.session.commit()
    return reading


def _kept(content: bytes, filename: str, by: Actor) -> PlanReading:
    name = clean_name(filename)
    media_type = _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    now = clock.now()
    return PlanReading(
        file=keep_file(NewFile(name, media_type, content), by), asked_at=now, changed_at=now, asked_by_id=by.person_id
    )


def read_again(reading_id: int, *, by: Actor) -> PlanReading:
    """Say yes to the length of a document, or let one that failed be read once more. Raises NotVisible."""
    reading = reading_of(by, reading_id, lock=True)
    if reading.state in (ReadingState.ASKING, ReadingState.FAILED):
        reading.may_be_long = reading.may_be_long or reading.state is ReadingState.ASKING
        reading.state = ReadingState.WAITING
        reading.tries = reading.pages_done = 0
        reading.sentence = None
        reading.changed_at = clock.now()
        record(by, "read_again", reading, after={"may_be_long": reading.may_be_long})
    db.session.commit()
    return reading


def throw_away(reading_id: int, *, by: Actor) -> None:
    """Forget a document that waits, with its file unless a draft holds it. Raises NotVisible, ChangedMeanwhile."""
    reading = reading_of(by, reading_id, lock=True)
    if reading.state is ReadingState.DONE:
        raise ChangedMeanwhile("Văn bản đã đọc xong và đã thành bản nháp; hãy mở bản nháp để rà soát hoặc bỏ.")
    record(by, "thrown_away", reading, before={"file": reading.file.name, "state": reading.state})
    file = reading.file
    db.session.delete(reading)
    db.session.flush()
    if not db.session.scalar(select(_is_used(file.id))):
        db.session.delete(file)
    db.session.commit()


def _is_used(file_id: int) -> ColumnElement[bool]:
    return exists().where(Draft.file_id == file_id)
