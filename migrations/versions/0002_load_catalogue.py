"""Load the catalogue that ships with the code: administrative units, agency kinds, the working calendar, the regimes.

The rows are read from the data files beside tracker/catalogue, and put in only where they are missing, so that a
province's own changes stay. A later edition of the files comes with a migration that calls for the difference.
"""

import csv
import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DATA = Path(__file__).resolve().parents[2] / "tracker" / "catalogue" / "data"

UNITS = sa.table(
    "admin_unit",
    *(sa.column(name) for name in ("code", "name", "prefix", "level", "parent_code", "name_key")),
    sa.column("valid_from", sa.Date),
    sa.column("valid_to", sa.Date),
)
KINDS = sa.table(
    "agency_kind",
    *(sa.column(name) for name in ("code", "name", "level", "group", "successor")),
    sa.column("variants", sa.JSON),
    sa.column("is_requested", sa.Boolean),
    sa.column("valid_from", sa.Date),
    sa.column("valid_to", sa.Date),
)
DAYS = sa.table(
    "calendar_day",
    sa.column("day", sa.Date),
    sa.column("is_working", sa.Boolean),
    sa.column("name"),
    sa.column("status"),
)
REGIMES = sa.table(
    "regime", sa.column("id"), sa.column("name"), sa.column("source"), sa.column("is_active", sa.Boolean)
)
REGIME_DATES = sa.table(
    "regime_date",
    *(sa.column(name) for name in ("regime_id", "step", "period_kind", "due_month", "due_day")),
    sa.column("next_year", sa.Boolean),
)


def upgrade() -> None:
    insert_missing(UNITS, "code", sorted(map(unit, rows("units.csv")), key=lambda row: LEVELS.index(row["level"])))
    insert_missing(KINDS, "code", [kind(row) for row in rows("agency_kinds.csv")])
    insert_missing(DAYS, "day", [calendar_day(row) for row in rows("working_calendar.csv")])
    load_regimes()


def downgrade() -> None:
    """Take out what nothing refers to. Regimes and the calendar stay: a province may have made them its own."""
    op.execute("DELETE FROM agency_kind WHERE code NOT IN (SELECT kind_code FROM agency WHERE kind_code IS NOT NULL)")
    for level in reversed(LEVELS):
        op.execute(
            f"DELETE FROM admin_unit WHERE level = '{level}' "
            "AND code NOT IN (SELECT unit_code FROM agency WHERE unit_code IS NOT NULL) "
            "AND code NOT IN (SELECT parent_code FROM admin_unit WHERE parent_code IS NOT NULL)"
        )


def insert_missing(table: sa.TableClause, key: str, wanted: list[dict[str, Any]]) -> None:
    """Insert the rows whose key is not there yet."""
    known = set(op.get_bind().execute(sa.select(table.c[key])).scalars())
    op.bulk_insert(table, [row for row in wanted if row[key] not in known])


def load_regimes() -> None:
    """Insert the regimes with their dates where there are none yet."""
    if op.get_bind().execute(sa.select(REGIMES.c.id).limit(1)).first() is not None:
        return
    regimes = json.loads((DATA / "regimes.json").read_text(encoding="utf-8"))
    for regime in regimes:
        op.bulk_insert(REGIMES, [{name: regime[name] for name in ("id", "name", "source", "is_active")}])
        op.bulk_insert(REGIME_DATES, [{"regime_id": regime["id"], **due} for due in regime["dates"]])
    if op.get_bind().dialect.name == "postgresql":  # ids were given by hand; the next one must not clash
        op.execute(f"SELECT setval(pg_get_serial_sequence('regime', 'id'), {max(r['id'] for r in regimes)})")


LEVELS = ("province", "district", "commune")


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a data file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def unit(row: dict[str, str]) -> dict[str, Any]:
    """Return a row of admin_unit."""
    return {
        "code": row["code"],
        "name": row["name"],
        "prefix": row["prefix"],
        "level": row["level"],
        "parent_code": row["parent"] or None,
        "name_key": folded(row["name"]),
        "valid_from": day(row["valid_from"]),
        "valid_to": day(row["valid_to"]),
    }


def kind(row: dict[str, str]) -> dict[str, Any]:
    """Return a row of agency_kind."""
    return {
        "code": row["code"],
        "name": row["name"],
        "level": row["level"],
        "group": row["group"].lower(),
        "variants": [variant for variant in row["variants"].split("|") if variant],
        "is_requested": row["requested"] == "yes",
        "valid_from": day(row["valid_from"]),
        "valid_to": day(row["valid_to"]),
        "successor": row["successor"] or None,
    }


def calendar_day(row: dict[str, str]) -> dict[str, Any]:
    """Return a row of calendar_day."""
    return {
        "day": date.fromisoformat(row["day"]),
        "is_working": row["kind"] == "work",
        "name": row["name"],
        "status": row["status"],
    }


def day(written: str) -> date | None:
    """Return a day, or None for an open end."""
    return date.fromisoformat(written) if written else None


def folded(text: str) -> str:
    """Return the search key of a name, as it stood in the code when this migration was written."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(letter for letter in bare if not unicodedata.combining(letter)).split())
