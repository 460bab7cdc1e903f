"""The database and the other Flask extensions, each made once and bound to the app by create_app."""

import enum
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from sqlalchemy import DateTime, Enum, MetaData, event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

# Constraint names are API: a violated key is turned into a sentence by its name, and migrations can drop it.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The parent of every model. Models subclass it directly, so that types are checked."""

    metadata = MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC that comes back with its zone, also from SQLite, which keeps none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: it would be read as another time on another machine."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite dropped."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def text_enum(kind: type[enum.StrEnum]) -> Enum:
    """Return the column type that keeps members of `kind` by their value, readable in the database."""
    return Enum(kind, native_enum=False, length=32, values_callable=lambda members: [m.value for m in members])


db = SQLAlchemy(model_class=Base, session_options={"autoflush": True})
migrate = Migrate(render_as_batch=True)
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
htmx = Htmx()

# True while a request or a command means to write. SQLite then takes its lock at BEGIN and waits its turn; a
# transaction that reads first and writes later would be refused at once instead of waiting.
_writing: ContextVar[bool] = ContextVar("writing", default=False)


def expect_writes(expected: bool) -> None:
    """Say whether the transactions begun from here on, in this context, mean to write."""
    _writing.set(expected)


@contextmanager
def writing() -> Iterator[None]:
    """Mark a block whose transactions mean to write."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def watch_engine(engine: Engine) -> None:
    """Give an SQLite engine the settings that keep it correct under many writers; leave PostgreSQL as it is."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; _begin_sqlite does
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=30000",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "trusted_schema=OFF",
        "journal_size_limit=67108864",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
