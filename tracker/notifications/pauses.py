"""A channel whose server takes nothing is left alone for a while: no message is to blame, and none is tried in vain."""

import random
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from tracker import clock
from tracker.extensions import db, writing
from tracker.notifications.models import ChannelPause
from tracker.notifications.outbox import insert_new

# Minutes before the next try: seven tries in 2 h 18 min, then hourly, ±20 % so that tries do not come in step.
WAITS = (1, 2, 5, 10, 20, 40, 60)


STRAY = 0.2


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many tries."""
    return _minutes_after(attempts) * random.uniform(1 - STRAY, 1 + STRAY)


def longest_wait(attempts: int) -> timedelta:
    """Return the longest that `wait_after` ever says."""
    return _minutes_after(attempts) * (1 + STRAY)


def _minutes_after(attempts: int) -> timedelta:
    return timedelta(minutes=WAITS[max(min(attempts, len(WAITS)), 1) - 1])


def pause(channel: str, problem: str) -> datetime:
    """Leave the channel alone, the longer the more often it failed in a row; return until when."""
    with writing():
        now = clock.now()
        fresh = {"channel": channel, "until": now, "failures": 0, "problem": problem}
        db.session.execute(insert_new(ChannelPause), [fresh])
        kept = db.session.get_one(ChannelPause, channel, with_for_update=True, populate_existing=True)
        kept.failures += 1
        kept.until = until = now + wait_after(kept.failures)
        kept.problem = problem
        db.session.commit()
        return until


def pause_of(channel: str) -> ChannelPause | None:
    """Return the pause of a channel, over or not, None when its last message was taken."""
    return db.session.scalar(select(ChannelPause).where(ChannelPause.channel == channel))


def end_pause(channel: str) -> None:
    """Forget the failures: the server took a message."""
    with writing():
        db.session.execute(delete(ChannelPause).where(ChannelPause.channel == channel))
        db.session.commit()
