"""Locks that die with their process: who still works on a message, and which worker leads.

No clock is asked, so no clock can be wrong: PostgreSQL drops an advisory lock with its connection, the kernel drops a
file lock with its process, SIGKILL included (docs/decisions.md, "Who is alive").
"""

import fcntl
import hashlib
import os
import socket
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from flask import current_app
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from tracker.extensions import db


class ProcessLock(Protocol):
    """A lock that is held as long as this process lives and its connection stands."""

    name: str

    def check(self) -> None:
        """Raise an error when the lock may have been lost."""

    def release(self) -> None:
        """Give the lock back."""


def new_owner_name() -> str:
    """Return a name for a sender that no other sender, here or elsewhere, ever has."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"


def hold(name: str) -> ProcessLock | None:
    """Take the lock called `name`, or return None at once when somebody holds it."""
    if _is_postgresql():
        return _hold_on_connection(name)
    return _hold_file(name)


def is_held(name: str) -> bool:
    """Tell whether a living process holds the lock called `name`."""
    if _is_postgresql():
        return not db.session.scalar(select(func.pg_try_advisory_xact_lock(_number(name))))
    if not _file_of(name).exists():
        return False
    lock = _hold_file(name)
    if lock is None:
        return True
    lock.release()
    return False


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


class _ConnectionLock:
    """An advisory lock of PostgreSQL on a connection of its own."""

    def __init__(self, name: str, connection: Connection) -> None:
        self.name = name
        self._connection = connection

    def check(self) -> None:
        """Raise when the connection is gone, and the lock with it."""
        self._connection.execute(select(1))

    def release(self) -> None:
        """Give the lock back at once; closing alone would leave it until the server notices."""
        with suppress(SQLAlchemyError):  # a lost connection has given it back already
            self._connection.execute(select(func.pg_advisory_unlock(_number(self.name))))
        self._connection.close()


def _hold_on_connection(name: str) -> ProcessLock | None:
    connection = db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    connection.detach()
    if connection.scalar(select(func.pg_try_advisory_lock(_number(name)))):
        return _ConnectionLock(name, connection)
    connection.close()
    return None


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)


class _FileLock:
    """A lock of the kernel on a file beside the database file."""

    def __init__(self, name: str, path: Path, descriptor: int) -> None:
        self.name = name
        self._path = path
        self._descriptor = descriptor

    def check(self) -> None:
        """Raise when the file was replaced, so that others would lock another one."""
        if not _is_same_file(self._path, self._descriptor):
            raise OSError(f"lock file {self._path} is gone")

    def release(self) -> None:
        """Remove the file while it is still locked, then let go."""
        self._path.unlink(missing_ok=True)
        os.close(self._descriptor)


def _hold_file(name: str) -> ProcessLock | None:
    path = _file_of(name)
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        if _is_same_file(path, descriptor):  # else its last holder removed it between our two calls
            return _FileLock(name, path, descriptor)
        os.close(descriptor)


def _is_same_file(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _file_of(name: str) -> Path:
    database = db.engine.url.database
    base = Path(database) if database else Path(current_app.config["TRACKER_INSTANCE"]) / "tracker.db"
    return base.with_name(f"{base.name}-lock-{name.replace(':', '-').replace('/', '-')}")
