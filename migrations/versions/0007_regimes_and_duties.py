"""Regimes with validity, windows and grace; duties by hand and calls; the data window and the terms of rows.

The rows that exist keep their due day: their window is their period, no grace, printed as it is in force. The data of
the regimes are put in where they are missing; a regime that an administrator changed keeps its days and its name.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DETAILS = Path(__file__).resolve().parents[2] / "tracker" / "catalogue" / "data" / "regime_details.json"
KINDS = ("semiannual", "annual", "quarterly", "monthly", "weekly", "once")
SPAN = ("valid_from", "valid_to")
REGIME = sa.table(
    "regime",
    *(sa.column(name) for name in ("id", "name", "source", "roll")),
    sa.column("is_active", sa.Boolean),
    sa.column("grace_days", sa.Integer),
    *(sa.column(name, sa.Date) for name in SPAN),
)
DATES = sa.table(
    "regime_date",
    *(sa.column(name) for name in ("regime_id", "step", "period_kind", "due_month", "due_day", "after_days")),
    sa.column("next_year", sa.Boolean),
    sa.column("after_working", sa.Boolean),
)
WINDOWS = sa.table(
    "regime_window",
    *(sa.column(name) for name in ("regime_id", "period_kind", "start_month", "start_day", "end_month", "end_day")),
)


def upgrade() -> None:
    _regimes()
    _duties()
    _rows()
    _load()


def _regimes() -> None:
    with op.batch_alter_table("regime", schema=None) as batch_op:
        for name in SPAN:
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("grace_days", sa.Integer(), nullable=False, server_default="0"))
        rules = sa.Enum("none", "next", "previous", name="rollrule", native_enum=False, length=32)
        batch_op.add_column(sa.Column("roll", rules, nullable=False, server_default="none"))
        batch_op.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_regime_series_id_regime"), "regime", ["series_id"], ["id"])
    with op.batch_alter_table("regime_date", schema=None) as batch_op:
        batch_op.alter_column("due_month", existing_type=sa.Integer(), nullable=True)
        batch_op.alter_column("due_day", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("after_days", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("after_working", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "regime_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("regime_id", sa.Integer(), nullable=False),
        sa.Column("period_kind", sa.Enum(*KINDS, name="periodkind", native_enum=False, length=32), nullable=False),
        *(sa.Column(n, sa.Integer(), nullable=False) for n in ("start_month", "start_day", "end_month", "end_day")),
        sa.ForeignKeyConstraint(["regime_id"], ["regime.id"], name=op.f("fk_regime_window_regime_id_regime")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regime_window")),
        sa.UniqueConstraint("regime_id", "period_kind", name=op.f("uq_regime_window_regime_id_period_kind")),
    )


def _duties() -> None:
    origins = sa.Enum("plan", "added", "call", name="dutyorigin", native_enum=False, length=32)
    with op.batch_alter_table("reporting_duty", schema=None) as batch_op:
        batch_op.add_column(sa.Column("regime_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("origin", origins, nullable=False, server_default="plan"))
        batch_op.add_column(sa.Column("title", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("basis_document", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("letter_number", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("letter_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("form_key", sa.String(length=40), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_reporting_duty_regime_id_regime"), "regime", ["regime_id"], ["id"])
        batch_op.create_unique_constraint(batch_op.f("uq_reporting_duty_form_key"), ["form_key"])
    with op.batch_alter_table("duty_reporter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))


NEW_DAYS = ("window_start", "cut_off_on", "grace_until", "printed_due_on")


def _rows() -> None:
    with op.batch_alter_table("report_row", schema=None) as batch_op:
        for name in NEW_DAYS:
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("regime_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_report_row_regime_id_regime"), "regime", ["regime_id"], ["id"])
    op.execute(
        "UPDATE report_row SET window_start = period_start, cut_off_on = period_end, grace_until = due_on, "
        "printed_due_on = due_on"
    )
    with op.batch_alter_table("report_row", schema=None) as batch_op:
        for name in NEW_DAYS:
            batch_op.alter_column(name, existing_type=sa.Date(), nullable=False)
    op.create_table(
        "report_row_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("grace_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["report_row.id"], name=op.f("fk_report_row_terms_row_id_report_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_row_terms")),
        sa.UniqueConstraint("row_id", "until_day", name=op.f("uq_report_row_terms_row_id_until_day")),
    )


BOTH_COUNTS, FINAL_COUNT = "Kết quả rà soát hộ nghèo hằng năm", "Kết quả chính thức rà soát hộ nghèo hằng năm"


def _part_counts() -> None:
    """The preliminary and the final count of poor households were one regime: the steps told them apart.

    One agency owes both, so each is a series. The regime becomes the final count, unless an administrator changed it.
    """
    bind = op.get_bind()
    wanted = sa.select(REGIME.c.id).where(REGIME.c.name == BOTH_COUNTS, REGIME.c.is_active.is_(sa.false()))
    regime_id = bind.execute(wanted).scalar()
    days = sa.select(DATES.c.step, DATES.c.due_month, DATES.c.due_day).where(DATES.c.regime_id == regime_id)
    if {tuple(row) for row in bind.execute(days)} != {(3, 11, 14), (4, 12, 19)}:
        return
    bind.execute(sa.delete(DATES).where(DATES.c.regime_id == regime_id))
    final = next(each for each in json.loads(DETAILS.read_text(encoding="utf-8")) if each["name"] == FINAL_COUNT)
    values = {"name": FINAL_COUNT, "source": final["source"]}
    bind.execute(sa.update(REGIME).where(REGIME.c.id == regime_id).values(**values))


def _load() -> None:
    """Put in what is missing: regimes by their name, windows, and days of a regime that has none."""
    _part_counts()
    bind = op.get_bind()
    known = {row.name: row.id for row in bind.execute(sa.select(REGIME.c.name, REGIME.c.id))}
    with_dates = set(bind.execute(sa.select(DATES.c.regime_id).distinct()).scalars())
    for regime in json.loads(DETAILS.read_text(encoding="utf-8")):
        span = {name: date.fromisoformat(regime[name]) if name in regime else None for name in SPAN}
        if regime["name"] not in known and ("source" not in regime or "source_was" in regime):
            continue  # an administrator called it otherwise: it keeps what they made of it
        if regime["name"] not in known:
            values = {"name": regime["name"], "source": regime["source"], "is_active": False, **span}
            bind.execute(sa.insert(REGIME).values(grace_days=0, roll="none", **values))
            known[regime["name"]] = bind.execute(
                sa.select(REGIME.c.id).where(REGIME.c.name == regime["name"])
            ).scalar_one()
        elif any(span.values()):
            bind.execute(sa.update(REGIME).where(REGIME.c.id == known[regime["name"]]).values(**span))
        if "source_was" in regime:
            as_shipped = REGIME.c.name == regime["name"], REGIME.c.source == regime["source_was"]
            bind.execute(sa.update(REGIME).where(*as_shipped).values(source=regime["source"]))
        regime_id = known[regime["name"]]
        _insert(WINDOWS, [{"regime_id": regime_id, **window} for window in regime["windows"]])
        if regime_id not in with_dates:
            _insert(DATES, [_date(regime_id, each) for each in regime.get("dates", [])])


def _insert(table: sa.TableClause, rows: list[dict[str, Any]]) -> None:
    if rows:
        op.bulk_insert(table, rows)


def _date(regime_id: int, each: dict[str, Any]) -> dict[str, Any]:
    empty = {"due_month": None, "due_day": None, "next_year": False, "after_days": None, "after_working": False}
    return {"regime_id": regime_id, **empty, **each}


def downgrade() -> None:
    """Take the columns away. Days that only the newer table can say go with them; the regimes themselves stay."""
    op.drop_table("report_row_terms")
    with op.batch_alter_table("report_row", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_report_row_regime_id_regime"), type_="foreignkey")
        for name in ("regime_id", *NEW_DAYS):
            batch_op.drop_column(name)
    with op.batch_alter_table("duty_reporter", schema=None) as batch_op:
        batch_op.drop_column("ends_on")
        batch_op.drop_column("starts_on")
    with op.batch_alter_table("reporting_duty", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_reporting_duty_form_key"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_reporting_duty_regime_id_regime"), type_="foreignkey")
        for name in ("form_key", "ended_on", "starts_on", "letter_on", "letter_number", "basis_document", "title"):
            batch_op.drop_column(name)
        batch_op.drop_column("origin")
        batch_op.drop_column("regime_id")
    op.drop_table("regime_window")
    op.execute("DELETE FROM regime_date WHERE due_month IS NULL OR due_day IS NULL")
    with op.batch_alter_table("regime_date", schema=None) as batch_op:
        batch_op.drop_column("after_working")
        batch_op.drop_column("after_days")
        batch_op.alter_column("due_month", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("due_day", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("regime", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_regime_series_id_regime"), type_="foreignkey")
        for name in ("series_id", "roll", "grace_days", *SPAN):
            batch_op.drop_column(name)
