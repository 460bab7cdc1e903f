"""What pages and the worker read of documents that wait for their reading."""

import enum
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, literal, not_, or_, select, true, tuple_
from sqlalchemy.orm import joinedload

from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.files.models import StoredFile
from tracker.intake.reading_models import SHORT_PAGES, PlanReading, ReadingState
from tracker.rights import Actor

MOST_SHOWN = 50


def reading_of(actor: Actor, reading_id: int, *, lock: bool = False) -> PlanReading:
    """Return a reading that the person asked for, or raise NotVisible. `lock` holds its row."""
    query = select(PlanReading).where(PlanReading.id == reading_id, PlanReading.asked_by_id == actor.person_id)
    if lock:
        query = query.with_for_update(of=PlanReading)
    reading = db.session.scalar(query.options(joinedload(PlanReading.file)).execution_options(populate_existing=True))
    if reading is None:
        raise NotVisible()
    return reading


def readings_open(actor: Actor) -> Sequence[PlanReading]:
    """Return what the person handed in and is no draft yet, newest first."""
    return db.session.scalars(
        select(PlanReading)
        .where(PlanReading.asked_by_id == actor.person_id, PlanReading.state != ReadingState.DONE)
        .options(joinedload(PlanReading.file))
        .order_by(PlanReading.id.desc())
        .limit(MOST_SHOWN)
    ).all()


class Lane(enum.StrEnum):
    """The two readings that go on at a time: a short document never waits behind a long scan."""

    SHORT = "short"
    LONG = "long"


_LENGTH = func.coalesce(PlanReading.pages, 0)
_IS_SHORT = and_(PlanReading.may_be_long.is_(False), _LENGTH <= SHORT_PAGES)
TURN = (_LENGTH, PlanReading.id)  # the shortest first, then the oldest


def in_lane(lane: Lane | None) -> ColumnElement[bool]:
    """Return the condition for the readings of a lane, None: of both."""
    return true() if lane is None else _IS_SHORT if lane is Lane.SHORT else not_(_IS_SHORT)


def count_before(reading: PlanReading) -> int:
    """Count the documents of anybody that are read before this one: those under way in its lane, and shorter ones."""
    is_short = not reading.may_be_long and (reading.pages or 0) <= SHORT_PAGES
    sooner = tuple_(*TURN) < tuple_(literal(reading.pages or 0), literal(reading.id))
    waits_before = and_(PlanReading.state == ReadingState.WAITING, sooner)
    return (
        db.session.scalar(
            select(func.count())
            .select_from(PlanReading)
            .where(
                in_lane(Lane.SHORT if is_short else Lane.LONG),
                PlanReading.id != reading.id,
                or_(PlanReading.state == ReadingState.READING, waits_before),
            )
        )
        or 0
    )


def reading_known(actor: Actor, sha256: str, task_id: int | None) -> PlanReading | None:
    """Return the newest reading of these very bytes that the person asked for, for the same own plan, or None."""
    return db.session.scalar(
        select(PlanReading)
        .join(PlanReading.file)
        .where(StoredFile.sha256 == sha256, PlanReading.asked_by_id == actor.person_id)
        .where(PlanReading.answers_task_id.is_not_distinct_from(task_id))
        .order_by(PlanReading.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )


def is_any_waiting(lane: Lane | None = None) -> bool:
    """Tell whether the worker has something to read, or to take back from one that died."""
    under_way = PlanReading.state.in_((ReadingState.WAITING, ReadingState.READING))
    return db.session.scalar(select(PlanReading.id).where(under_way, in_lane(lane)).limit(1)) is not None
