"""Take a document in: read at once what is quick, keep for the worker what is not, ask before what is very long."""

import hashlib

from sqlalchemy import ColumnElement, exists, select

from tracker import clock
from tracker.accounts.models import Person
from tracker.errors import ChangedMeanwhile
from tracker.extensions import db
from tracker.files.issue import keep_file
from tracker.files.rules import NewFile, clean_name
from tracker.history.record import record
from tracker.intake.issue.drafts import IssuerUnknown, Reading, read_document
from tracker.intake.issue.readings import ReadPlan, draft_from, own_plan_task
from tracker.intake.models import Draft
from tracker.intake.reading_models import PlanReading, ReadingState
from tracker.intake.reading_queries import reading_known, reading_of
from tracker.intake.service.reading import read_plan
from tracker.parsing.process import WHILE_SOMEBODY_WAITS
from tracker.parsing.readers.care import NeedsTime, TooLong, length_said
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
    """Return the draft of a document that is read quickly; else the kept reading that will become one.

    The same bytes lead the same person to the same reading. Raises what read_plan raises, but neither NeedsTime,
    TooLong nor IssuerUnknown: such a document is kept, nothing of it is lost.
    """
    if task_id is not None:
        own_plan_task(task_id, by)
    known = _known(content, by, issuer_id, task_id)
    if known is not None:
        db.session.commit()
        return known
    sentence = None
    try:
        return read_plan(content, filename, by=by, largest=largest, issuer_id=issuer_id, task_id=task_id)
    except TooLong as long:
        state, pages = ReadingState.ASKING, long.pictures or long.pages
        sentence = length_said(long.pages, long.pictures)
    except NeedsTime as slow:
        state, pages = ReadingState.WAITING, slow.pages or 0
    except IssuerUnknown as nameless:
        state, pages, sentence = ReadingState.NAMELESS, 0, nameless.sentence
    db.session.rollback()
    db.session.execute(select(Person.id).where(Person.id == by.person_id).with_for_update())  # one upload at a time
    known = _known(content, by, issuer_id, task_id)
    if known is not None:
        db.session.commit()
        return known
    reading = _kept(content, filename, by)
    reading.state = state
    reading.pages = pages or None
    reading.sentence = sentence
    reading.issuer_id = issuer_id
    reading.answers_task_id = task_id
    db.session.add(reading)
    record(by, "queued", reading, after={"file": filename, "pages": reading.pages})
    db.session.commit()
    return reading


def _known(content: bytes, by: Actor, issuer_id: int | None, task_id: int | None) -> ReadPlan | PlanReading | None:
    """Return what the person's earlier upload of the same bytes came to, or None when it must be read."""
    reading = reading_known(by, hashlib.sha256(content).hexdigest(), task_id)
    if reading is None:
        return None
    is_same = issuer_id in (None, reading.issuer_id)
    if reading.state is ReadingState.DONE:
        draft = db.session.get(Draft, reading.draft_id) if is_same else None
        return ReadPlan(draft, False) if draft is not None else None
    if reading.state in (ReadingState.NAMELESS, ReadingState.FAILED) and not is_same:
        reading.issuer_id = issuer_id
        _wait_again(reading)
    elif reading.state is ReadingState.FAILED:
        _wait_again(reading)
    elif not is_same:
        reading.issuer_id = issuer_id
    return reading


def _wait_again(reading: PlanReading) -> None:
    reading.state = ReadingState.WAITING
    reading.tries = reading.pages_done = 0
    reading.sentence = None
    reading.changed_at = clock.now()


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
        _wait_again(reading)
        record(by, "read_again", reading, after={"may_be_long": reading.may_be_long})
    db.session.commit()
    return reading


def name_issuer(reading_id: int, issuer_id: int, *, by: Actor) -> ReadPlan | PlanReading:
    """Say who issued a document that does not say it; return its draft if it is read quickly, else the reading.

    Raises NotVisible, and what draft_from raises; the document then still waits for its issuer.
    """
    row = reading_of(by, reading_id, lock=True)
    if row.state is not ReadingState.NAMELESS:
        db.session.rollback()
        return row
    content, name, largest = row.file.content, row.file.name, row.file.size
    db.session.rollback()
    try:
        read = read_document(content, name, largest=largest, patience=WHILE_SOMEBODY_WAITS)
    except (TooLong, NeedsTime):
        row = reading_of(by, reading_id, lock=True)
        row.issuer_id = issuer_id
        _wait_again(row)
        db.session.commit()
        return row
    row = reading_of(by, reading_id, lock=True)
    kept = Reading(read.content, read.filename, read.extraction, row.file)
    plan = draft_from(kept, by=by, issuer_id=issuer_id, task_id=row.answers_task_id)
    row.file.media_type = read.extraction["source"]["media_type"]
    row.issuer_id, row.draft_id, row.state, row.sentence = issuer_id, plan.draft.id, ReadingState.DONE, None
    row.changed_at = clock.now()
    record(by, "issuer_named", row, after={"issuer_id": issuer_id, "draft_id": plan.draft.id})
    db.session.commit()
    return plan


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
