"""What pages and the worker read of documents that wait for their reading."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.intake.reading_models import PlanReading, ReadingState
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


def is_any_waiting() -> bool:
    """Tell whether the worker has something to read, or to take back from one that died."""
    under_way = PlanReading.state.in_((ReadingState.WAITING, ReadingState.READING))
    return db.session.scalar(select(PlanReading.id).where(under_way).limit(1)) is not None
