"""Keep a lock of this process, or take a new one when it was lost."""

import logging
from collections.abc import Callable
from contextlib import suppress

from tracker.notifications.ownership import ProcessLock, hold

logger = logging.getLogger(__name__)


def kept(lock: ProcessLock | None, name: Callable[[], str]) -> ProcessLock | None:
    """Return the lock if it still stands, else a new one, or None when somebody else has it."""
    if lock is not None:
        try:
            lock.check()
        except Exception:
            logger.warning("Lock %s was lost", lock.name, exc_info=True)
            with suppress(Exception):
                lock.release()
        else:
            return lock
    return hold(name())
