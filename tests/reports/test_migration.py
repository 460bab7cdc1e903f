"""The migration of regimes and rows on a database that holds data: filled, gone back, and come again."""

from datetime import date

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from tests.builders import make_plan, make_report_row
from tests.cast import Cast
from tracker.extensions import db


def test_rows_get_their_window_and_a_changed_regime_keeps_its_days(app: Flask, cast: Cast) -> None:
    make_report_row(make_plan(cast.issuer), cast.finance, due_on=date(2026, 6, 9))
    db.session.commit()
    db.session.remove()
    downgrade(revision="0006")
    db.session.execute(text("UPDATE regime_date SET due_day = 7 WHERE regime_id = 1 AND step = 2"))
    db.session.execute(text("UPDATE regime SET name = 'Của tỉnh' WHERE id = 3"))
    db.session.commit()
    db.session.remove()
    upgrade()
    row = db.session.execute(
        text("SELECT window_start, cut_off_on, grace_until, printed_due_on, regime_id FROM report_row")
    ).one()
    days = [day if isinstance(day, date) else date.fromisoformat(day) for day in row[:4]]
    assert days == [date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 9), date(2026, 6, 9)]
    assert db.session.scalar(text("SELECT max(due_day) FROM regime_date WHERE regime_id = 1 AND step = 2")) == 7
    assert db.session.scalar(text("SELECT count(*) FROM regime_window WHERE regime_id = 3")) == 0
    assert db.session.scalar(text("SELECT count(*) FROM regime_window WHERE regime_id = 2")) == 4
    counted = text("SELECT count(*) FROM regime_date WHERE after_days = 15")
    assert db.session.scalar(counted) == 4
    assert db.session.scalar(text("SELECT count(*) FROM regime WHERE name LIKE 'Kết quả rà soát%'")) == 0


def test_a_count_of_poor_households_that_an_administrator_changed_stays_beside_the_two(app: Flask, cast: Cast) -> None:
    db.session.remove()
    downgrade(revision="0006")
    name = {"name": "Kết quả rà soát hộ nghèo hằng năm"}
    db.session.execute(
        text("UPDATE regime SET name = :name WHERE name = 'Kết quả chính thức rà soát hộ nghèo hằng năm'"), name
    )
    db.session.commit()
    db.session.remove()
    upgrade()
    kept = text(
        "SELECT count(*) FROM regime_date JOIN regime ON regime.id = regime_id WHERE name = :name AND due_month = 12"
    )
    assert db.session.scalar(kept, name) == 2
    both = text("SELECT count(*) FROM regime WHERE valid_to IS NULL AND name LIKE 'Kết quả %rà soát hộ nghèo hằng năm'")
    assert db.session.scalar(both) == 3


def test_no_shipped_regime_says_more_than_the_register_can_show(app: Flask, cast: Cast) -> None:
    found = db.session.execute(text("SELECT name, source FROM regime")).all()
    assert all(len(row.name) <= 200 and len(row.source) <= 200 for row in found)
    monthly = next(row.source for row in found if row.name.startswith("Rà soát hộ nghèo hằng tháng"))
    assert "từ tháng 02 đến tháng 9" in monthly
