"""Versions of a plan: the documents that changed it, what each changed, and the terms that held before."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

RELATIONS = ("amends", "replaces", "renewed", "corrected", "by_hand")
KINDS = ("changed", "added", "dropped", "untouched")
MODES = ("ordered", "requested")


def upgrade() -> None:
    _versions()
    _columns()
    _earlier()
    _drafts()


def _versions() -> None:
    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("relation", _enum("versionrelation", RELATIONS), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("number_key", sa.String(length=60), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_version_plan_id_plan")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_plan_version_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
    )
    op.create_index(op.f("ix_plan_version_plan_id"), "plan_version", ["plan_id"], unique=False)
    op.create_index(op.f("ix_plan_version_number_key"), "plan_version", ["number_key"], unique=False)


def _columns() -> None:
    with op.batch_alter_table("clause", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_clause_version_id"), ["version_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_clause_version_id_plan_version"), "plan_version", ["version_id"], ["id"]
        )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_assignment_version_id_plan_version"), "plan_version", ["version_id"], ["id"]
        )


def _earlier() -> None:
    op.create_table(
        "assignment_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quote_start", sa.Integer(), nullable=False),
        sa.Column("quote_end", sa.Integer(), nullable=False),
        sa.Column("written_agency", sa.Text(), nullable=False),
        sa.Column("deadline_words", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("until_day", sa.Date(), nullable=False),
        _key("assignment_wording", "assignment_id", "assignment"),
        _key("assignment_wording", "version_id", "plan_version"),
        _key("assignment_wording", "changed_by_id", "plan_version"),
        _key("assignment_wording", "clause_id", "clause"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_wording")),
    )
    op.create_index(op.f("ix_assignment_wording_assignment_id"), "assignment_wording", ["assignment_id"], unique=False)
    op.create_table(
        "task_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("mode", _enum("mode", MODES), nullable=False),
        _key("task_terms", "task_id", "task"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_terms")),
    )
    op.create_index(op.f("ix_task_terms_task_id"), "task_terms", ["task_id"], unique=False)


def _drafts() -> None:
    op.create_table(
        "version_draft",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("relation", _enum("versionrelation", RELATIONS), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        _key("version_draft", "draft_id", "plan_draft"),
        _key("version_draft", "plan_id", "plan"),
        _key("version_draft", "version_id", "plan_version"),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_version_draft")),
    )
    op.create_index(op.f("ix_version_draft_plan_id"), "version_draft", ["plan_id"], unique=False)
    op.create_table(
        "version_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("kind", KINDS), nullable=False),
        sa.Column("was_taken", sa.Boolean(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        _key("version_item", "version_id", "plan_version"),
        _key("version_item", "assignment_id", "assignment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_item")),
    )
    op.create_index(op.f("ix_version_item_version_id"), "version_item", ["version_id"], unique=False)


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32)


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def downgrade() -> None:
    for table in ("version_item", "version_draft", "task_terms", "assignment_wording"):
        op.drop_table(table)
    op.execute("UPDATE assignment SET clause_id = NULL WHERE version_id IS NOT NULL")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_assignment_version_id_plan_version"), type_="foreignkey")
        batch_op.drop_column("ended_on")
        batch_op.drop_column("starts_on")
        batch_op.drop_column("version_id")
    op.execute("UPDATE clause SET parent_id = NULL WHERE version_id IS NOT NULL")
    op.execute("DELETE FROM clause WHERE version_id IS NOT NULL")
    with op.batch_alter_table("clause", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_clause_version_id_plan_version"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_clause_version_id"))
        batch_op.drop_column("version_id")
    op.drop_table("plan_version")
