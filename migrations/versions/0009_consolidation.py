"""Which reports a consolidated one rests on."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("source_row_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("agency_name", sa.String(length=200), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        _key("report_source", "row_id", "report_row"),
        _key("report_source", "source_row_id", "report_row"),
        _key("report_source", "submission_id", "report_submission"),
        _key("report_source", "plan_id", "plan"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_source")),
        sa.UniqueConstraint("row_id", "source_row_id", name=op.f("uq_report_source_row_id_source_row_id")),
    )
    for column in ("source_row_id", "submission_id", "plan_id"):
        op.create_index(op.f(f"ix_report_source_{column}"), "report_source", [column], unique=False)
    op.create_table(
        "consolidation_base",
        sa.Column("row_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("taken_by", sa.String(length=200), nullable=False),
        _key("consolidation_base", "row_id", "report_row"),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_consolidation_base")),
    )
    op.create_table(
        "consolidated_version",
        sa.Column("submission_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("coverage", sa.JSON(), nullable=False),
        _key("consolidated_version", "submission_id", "report_submission"),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_consolidated_version")),
    )


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def downgrade() -> None:
    # What was taken up stays accepted: nothing else remembers where it was taken up.
    op.execute("UPDATE report_row SET state = 'accepted' WHERE state = 'consolidated'")
    op.drop_table("consolidated_version")
    op.drop_table("consolidation_base")
    op.drop_table("report_source")
