"""The tables are what the models say, and every migration can be gone back."""

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, inspect, select, text

from tracker.agencies.models import AdminUnit, AgencyKind
from tracker.extensions import db


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
