"""The tables are what the models say, and every migration can be gone back."""

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DatabaseError

from tests.cast import Cast
from tracker.agencies.models import AdminUnit, AgencyKind
from tracker.extensions import db
from tracker.history.record import record
from tracker.rights import COMMAND_LINE


def test_the_migrated_tables_are_those_of_the_models(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["db", "check"])
    assert answer.exit_code == 0, answer.output


def test_the_catalogue_is_loaded_by_the_upgrade(app: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(AdminUnit)) > 14_000
    assert db.session.scalar(select(func.count()).select_from(AgencyKind)) > 150


def test_all_the_way_back_and_forth(app: Flask) -> None:
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert db.session.scalar(text("SELECT count(*) FROM regime")) >= 1


def test_going_back_takes_nothing_that_is_in_use_and_coming_again_repeats_nothing(app: Flask, cast: Cast) -> None:
    db.session.execute(text("UPDATE regime_date SET due_day = 7 WHERE regime_id = 1 AND step = 2"))
    db.session.commit()
    kept = cast.finance.unit_code
    db.session.remove()
    downgrade(revision="0001")
    assert db.session.get(AdminUnit, kept) is not None
    db.session.remove()
    upgrade()
    assert db.session.scalar(select(func.count()).select_from(AdminUnit)) > 14_000
    assert db.session.scalar(text("SELECT min(due_day) FROM regime_date WHERE regime_id = 1 AND step = 2")) == 7


def test_history_takes_no_change_by_any_way(app: Flask, cast: Cast) -> None:
    record(COMMAND_LINE, "looked at", cast.finance)
    db.session.commit()
    attempts = ["UPDATE history_entry SET action = 'x'", "DELETE FROM history_entry"]
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA recursive_triggers=OFF"))
        attempts.append(
            "INSERT OR REPLACE INTO history_entry (id, at, actor_name, action, subject, subject_id) "
            "SELECT id, at, 'x', 'x', subject, subject_id FROM history_entry"
        )
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="takes no update"):
            db.session.execute(text(attempt))
        db.session.rollback()
