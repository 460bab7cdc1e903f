"""Whether a worker lives: it writes a beat, and anybody may look."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from tracker import clock
from tracker.extensions import db, writing
from tracker.jobs.models import Heartbeat
from tracker.notifications.outbox import insert_new
from tracker.notifications.ownership import is_held
from tracker.notifications.queries import oldest_waiting

STALE_AFTER = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Health:
    """How the worker does: "ok", "stale" (its beat is old), "absent" (mail waits and there is none), "idle"."""

    status: str
    beat_at: datetime | None

    @property
    def is_well(self) -> bool:
        """Whether nobody needs to be woken."""
        return self.status in ("ok", "idle")


def health(*, now: datetime) -> Health:
    """Return how the worker does. Where no worker was ever started and no mail waits, none is expected: "idle"."""
    beat_at = newest_beat()
    if beat_at is not None:
        # A beat from the future was written by a clock that is wrong, or read by one.
        return Health("ok" if abs(now - beat_at) <= STALE_AFTER else "stale", beat_at)
    waits_since = oldest_waiting()
    is_missed = waits_since is not None and now - waits_since > STALE_AFTER
    return Health("absent" if is_missed else "idle", None)


def newest_beat() -> datetime | None:
    """Return the last beat of any worker, or None when none is known."""
    return db.session.scalar(select(Heartbeat.beat_at).order_by(Heartbeat.beat_at.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """A worker that is known, and whether its beat is fresh."""

    name: str
    started_at: datetime
    beat_at: datetime
    is_well: bool

    @property
    def host(self) -> str:
        """The machine it runs on."""
        return self.name.partition(":")[0]

    @property
    def process(self) -> str:
        """The number of its process there."""
        return self.name.partition(":")[2].partition(":")[0]


def workers(*, now: datetime) -> list[WorkerSeen]:
    """Return the workers that are known, the freshest beat first. One that stands by does not beat."""
    rows = db.session.scalars(select(Heartbeat).order_by(Heartbeat.beat_at.desc(), Heartbeat.worker).limit(20))
    return [WorkerSeen(r.worker, r.started_at, r.beat_at, abs(now - r.beat_at) <= STALE_AFTER) for r in rows]


def begin_beating(worker: str) -> None:
    """Note a worker that starts, and forget those whose process is gone."""
    with writing():
        gone = [name for name in db.session.scalars(select(Heartbeat.worker)) if not is_held(name)]
        db.session.execute(delete(Heartbeat).where(Heartbeat.worker.in_(gone)))
        now = clock.now()
        db.session.execute(insert_new(Heartbeat), [{"worker": worker, "started_at": now, "beat_at": now}])
        db.session.commit()


def beat(worker: str) -> None:
    """Note that a worker lives."""
    with writing():
        row = db.session.get(Heartbeat, worker)
        if row is not None:
            row.beat_at = clock.now()
        db.session.commit()


def stop_beating(worker: str) -> None:
    """Note that a worker ended as it was asked to."""
    with writing():
        db.session.execute(delete(Heartbeat).where(Heartbeat.worker == worker))
        db.session.commit()
