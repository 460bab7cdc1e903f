"""The queue of documents whose reading takes long: scans, and what somebody must agree to first."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATES = ("asking", "waiting", "reading", "failed", "done")


def upgrade() -> None:
    op.create_table(
        "plan_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("issuer_id", sa.Integer(), nullable=True),
        sa.Column("answers_task_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.Enum(*STATES, name="readingstate", native_enum=False, length=32), nullable=False),
        sa.Column("may_be_long", sa.Boolean(), nullable=False),
        sa.Column("pages_done", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_plan_reading_file_id_stored_file")),
        sa.ForeignKeyConstraint(["issuer_id"], ["agency.id"], name=op.f("fk_plan_reading_issuer_id_agency")),
        sa.ForeignKeyConstraint(["answers_task_id"], ["task.id"], name=op.f("fk_plan_reading_answers_task_id_task")),
        sa.ForeignKeyConstraint(["draft_id"], ["plan_draft.id"], name=op.f("fk_plan_reading_draft_id_plan_draft")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_plan_reading_asked_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_reading")),
    )
    with op.batch_alter_table("plan_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_reading_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_reading_asked_by_id"), ["asked_by_id"], unique=False)


def downgrade() -> None:
    op.drop_table("plan_reading")
