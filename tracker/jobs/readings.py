"""Read the documents that wait: one of each lane at a time, shortest first.

Taken up again where a worker died, given up after three tries.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.errors import DomainError
from tracker.extensions import db, writing
from tracker.history.record import record
from tracker.intake.issue.drafts import IssuerUnknown, Reading, read_document
from tracker.intake.issue.readings import KNOWN, draft_from
from tracker.intake.reading_models import PlanReading, ReadingState
from tracker.intake.reading_queries import TURN, Lane, in_lane, is_any_waiting
from tracker.notifications.ownership import is_held
from tracker.parsing.process import AT_LEISURE, AT_LEISURE_ANY_LENGTH, NotWanted
from tracker.parsing.readers.care import NeedsTime, TooLong, length_said

logger = logging.getLogger(__name__)

MOST_TRIES = 3
TELL_EVERY = 1.0  # seconds between two notes of the page that is read
GIVEN_UP = "Máy chủ đã dừng nhiều lần khi đọc tệp này, nên không đọc nữa; hãy lưu lại tệp dạng .docx hoặc PDF có chữ."
OUR_FAULT = "Máy chủ gặp lỗi khi đọc tệp này; hãy thử lại, hoặc báo quản trị hệ thống."
ACCOUNT_CLOSED = "Tài khoản đã tải tệp lên không còn hoạt động, nên văn bản không được đọc tiếp."
_reading_now: set[int] = set()  # by any thread of this process
TWICE = "Văn bản này vừa được người khác tải lên; hãy mở danh sách tiếp nhận."


@dataclass(frozen=True, slots=True)
class _Taken:
    """What one reading needs, so that no transaction is open while it lasts."""

    id: int
    content: bytes
    filename: str
    may_be_long: bool


def read_waiting(owner: str, should_stop: Callable[[], bool], lane: Lane | None = None) -> dict[str, int]:
    """Read what waits in a lane until nothing does or somebody asks to stop; return how many became drafts or not."""
    counts = {"read": 0, "refused": 0}
    waits = is_any_waiting(lane)
    db.session.rollback()
    if not waits:
        return counts
    take_back(owner)
    while not should_stop() and (taken := _take(owner, lane)) is not None:
        try:
            outcome = _read(taken, owner, should_stop)
        finally:
            _reading_now.discard(taken.id)
        if outcome is None:
            break
        counts["read" if outcome else "refused"] += 1
    return counts


def take_back(idle_owner: str | None = None) -> None:
    """Let the readings of processes that are gone, and forgotten ones of this one, wait again or be given up."""
    with writing():
        reading = PlanReading.state == ReadingState.READING
        for row in db.session.scalars(select(PlanReading).where(reading).with_for_update(skip_locked=True)).all():
            if _is_read(row, idle_owner):
                continue
            row.owner = None
            row.changed_at = clock.now()
            row.state = ReadingState.FAILED if row.tries >= MOST_TRIES else ReadingState.WAITING
            row.sentence = GIVEN_UP if row.state is ReadingState.FAILED else None
        db.session.commit()


def _is_read(row: PlanReading, own_name: str | None) -> bool:
    if row.owner is None:
        return False
    return row.id in _reading_now if row.owner == own_name else is_held(row.owner)


def _take(owner: str, lane: Lane | None) -> _Taken | None:
    with writing():
        row = db.session.scalar(
            select(PlanReading)
            .where(PlanReading.state == ReadingState.WAITING, in_lane(lane))
            .order_by(*TURN)
            .limit(1)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        if row is None:
            db.session.rollback()
            return None
        row.state = ReadingState.READING
        row.owner = owner
        row.tries += 1
        row.pages_done = 0
        row.changed_at = clock.now()
        _reading_now.add(row.id)
        taken = _Taken(row.id, row.file.content, row.file.name, row.may_be_long)
        db.session.commit()
    return taken


def _read(taken: _Taken, owner: str, should_stop: Callable[[], bool]) -> bool | None:
    """Read one document and note what became of it: True a draft, False not, None somebody asked to stop."""
    notes = _Notes(taken.id, owner, should_stop)
    try:
        reading = read_document(
            taken.content,
            taken.filename,
            largest=current_app.config["MAX_UPLOAD_BYTES"],
            patience=AT_LEISURE_ANY_LENGTH if taken.may_be_long else AT_LEISURE,
            progress=notes.progress,
            wanted=notes.is_wanted,
        )
        return _finish(taken.id, owner, reading)
    except TooLong as long:
        return _note(
            taken.id,
            owner,
            ReadingState.ASKING,
            sentence=length_said(long.pages, long.pictures),
            pages=long.pictures or long.pages,
        )
    except (NotWanted, NeedsTime):
        _note(taken.id, owner, ReadingState.WAITING, is_no_try=True)
        return None
    except IssuerUnknown as nameless:
        return _note(taken.id, owner, ReadingState.NAMELESS, sentence=nameless.sentence)
    except DomainError as refusal:
        return _note(taken.id, owner, ReadingState.FAILED, sentence=refusal.sentence)
    except IntegrityError:
        return _note(taken.id, owner, ReadingState.FAILED, sentence=TWICE)
    except Exception:
        logger.exception("Reading %d failed", taken.id)
        return _note(taken.id, owner, ReadingState.FAILED, sentence=OUR_FAULT)


class _Notes:
    """Writes down how far a reading has come, and asks whether somebody still wants it."""

    def __init__(self, reading_id: int, owner: str, should_stop: Callable[[], bool]) -> None:
        self._own = (PlanReading.id == reading_id, PlanReading.owner == owner)
        self._should_stop = should_stop
        self._told_at = 0.0
        self._is_lost = False

    def progress(self, done: int, pages: int) -> None:
        """Note the pages done."""
        now = time.monotonic()
        if now - self._told_at < TELL_EVERY and done < pages:
            return
        self._told_at = now
        values = {"pages_done": done, "pages": pages, "changed_at": clock.now()}
        with writing():
            changed = db.session.execute(update(PlanReading).where(*self._own).values(values))
            db.session.commit()
        self._is_lost = changed.rowcount == 0  # type: ignore[attr-defined]

    def is_wanted(self) -> bool:
        """Tell whether to go on: the document is still there, and the worker need not end."""
        return not self._is_lost and not self._should_stop()


def _finish(reading_id: int, owner: str, reading: Reading) -> bool:
    with writing():
        row = _own_row(reading_id, owner)
        if row is None:
            return False
        if not row.asked_by.is_open:
            raise DomainError(ACCOUNT_CLOSED)
        by = actor_of(row.asked_by)
        kept = Reading(reading.content, reading.filename, reading.extraction, row.file)
        row.file.media_type = reading.extraction["source"]["media_type"]
        read = draft_from(kept, by=by, issuer_id=row.issuer_id, task_id=row.answers_task_id)
        row.draft_id = read.draft.id
        row.state = ReadingState.DONE
        row.sentence = None if read.is_new else KNOWN
        row.pages = row.pages_done = reading.extraction["source"]["pages"] or row.pages or 0
        row.owner = None
        row.changed_at = clock.now()
        record(by, "read_by_worker", row, after={"draft_id": read.draft.id, "is_new": read.is_new})
        db.session.commit()
    return True


def _note(
    reading_id: int,
    owner: str,
    state: ReadingState,
    *,
    sentence: str | None = None,
    pages: int | None = None,
    is_no_try: bool = False,
) -> bool:
    """Note that a reading ended without a draft; return False."""
    db.session.rollback()
    with writing():
        row = _own_row(reading_id, owner)
        if row is not None:
            row.state = state
            row.sentence = sentence
            row.pages = pages or row.pages
            row.tries -= is_no_try
            row.owner = None
            row.changed_at = clock.now()
        db.session.commit()
    return False


def _own_row(reading_id: int, owner: str) -> PlanReading | None:
    return db.session.scalar(
        select(PlanReading)
        .where(PlanReading.id == reading_id, PlanReading.owner == owner)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
