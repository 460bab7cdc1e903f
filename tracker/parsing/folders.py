"""The private folder of a reading: locked by the process that reads, so that nobody removes it while that lives."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

PREFIX = "tracker-reading-"
_YOUNG = 60.0  # seconds in which a folder may not have its lock yet


@contextmanager
def private_folder() -> Iterator[Path]:
    """Make an empty folder for one reading, hold it as long as this process lives, and remove it at the end."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
        lock = os.open(name, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield Path(name)
        finally:
            os.close(lock)


@cache
def remove_left() -> int:
    """Remove the folders of processes that were killed, once in the life of this one; return how many."""
    return sum(_removed(folder) for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"))


def _removed(folder: Path) -> bool:
    """Remove a folder of ours that no living process holds: the kernel drops the lock with its process."""
    lock = None
    with suppress(OSError):
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        if time.time() - os.fstat(lock).st_mtime > _YOUNG:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    if lock is not None:
        os.close(lock)
    return not folder.exists()
