"""How Alembic meets the database: the app's engine, foreign keys off on SQLite, everything in one transaction."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

target = current_app.extensions["migrate"].db


def plain_types(kind: str, item: Any, _context: Any) -> str | bool:
    """Write our column types into new migrations as plain ones: a migration imports nothing of tracker."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run_migrations() -> None:
    """Run the migrations online. On SQLite a batch change drops and remakes a table: with foreign keys on, its
    children's rows would go with it, so the check is off meanwhile and made once at the end."""
    with target.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            raw = connection.connection.dbapi_connection
            raw.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection, target_metadata=target.metadata, render_as_batch=True, render_item=plain_types
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite and (broken := raw.execute("PRAGMA foreign_key_check").fetchall()):
                raise RuntimeError(f"migration leaves dangling rows, nothing was changed: {broken[:5]}")
        if sqlite:
            raw.execute("PRAGMA foreign_keys=ON")


run_migrations()
