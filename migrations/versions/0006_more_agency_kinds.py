"""Kinds of agencies that the catalogue learned later: post, telecom, power, chi cục, centres, associations."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KINDS_FILE = Path(__file__).resolve().parents[2] / "tracker" / "catalogue" / "data" / "agency_kinds.csv"
KINDS = sa.table(
    "agency_kind",
    *(sa.column(name) for name in ("code", "name", "level", "group", "successor")),
    sa.column("variants", sa.JSON),
    sa.column("is_requested", sa.Boolean),
    sa.column("valid_from", sa.Date),
    sa.column("valid_to", sa.Date),
)


def upgrade() -> None:
    known = set(op.get_bind().execute(sa.select(KINDS.c.code)).scalars())
    with KINDS_FILE.open(encoding="utf-8", newline="") as file:
        op.bulk_insert(KINDS, [kind(row) for row in csv.DictReader(file) if row["code"] not in known])


def downgrade() -> None:
    """Keep the kinds: an agency may be one of them, and an older catalogue reads past what it does not know."""


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


def day(text: str) -> date | None:
    """Return the day of a cell, None when it is empty."""
    return date.fromisoformat(text) if text else None
