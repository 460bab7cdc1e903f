"""The review workspace: who changed a proposal last, the steps that can be undone, where each person left off."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("changed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("changed_by", sa.String(length=200), nullable=True))
    op.create_table(
        "review_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("cards", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["plan_draft.id"], name=op.f("fk_review_step_draft_id_plan_draft")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_step_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_step")),
    )
    with op.batch_alter_table("review_step", schema=None) as batch_op:
        batch_op.create_index("ix_review_step_last", ["draft_id", "person_id", "id"], unique=False)
    op.create_table(
        "review_place",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("by_text", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["plan_draft.id"], name=op.f("fk_review_place_draft_id_plan_draft")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_place_person_id_person")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_review_place_proposal_id_proposal")),
        sa.PrimaryKeyConstraint("draft_id", "person_id", name=op.f("pk_review_place")),
    )


def downgrade() -> None:
    op.drop_table("review_place")
    with op.batch_alter_table("review_step", schema=None) as batch_op:
        batch_op.drop_index("ix_review_step_last")
    op.drop_table("review_step")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_column("changed_by")
        batch_op.drop_column("changed_by_id")
        batch_op.drop_column("changed_at")
