"""Requests for more time, and difficulties."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SUBJECTS = ("task", "report_row")
REQUEST_STATES = ("waiting", "granted", "refused", "withdrawn")
LEVELS = ("standing", "agency", "province", "ministry", "government")
DIFFICULTY_STATES = ("open", "forwarded", "answered", "closed")
STEPS = ("raised", "forwarded", "answered", "reopened", "closed")


def upgrade() -> None:
    _requests()
    _difficulties()
    _steps()


def _requests() -> None:
    op.create_table(
        "extension_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", _enum("subjectkind", SUBJECTS), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=False),
        sa.Column("wanted_due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", _enum("requeststate", REQUEST_STATES), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("granted_due_on", sa.Date(), nullable=True),
        sa.Column("decision_words", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("extension_request", "plan_id", "plan"),
        _key("extension_request", "agency_id", "agency"),
        _key("extension_request", "asked_by_id", "person"),
        _key("extension_request", "decided_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_request")),
    )
    op.create_index("ix_extension_request_subject", "extension_request", ["subject", "subject_id"], unique=False)
    op.create_index("ix_extension_request_plan_state", "extension_request", ["plan_id", "state"], unique=False)
    op.create_index("ix_extension_request_agency_state", "extension_request", ["agency_id", "state"], unique=False)
    op.create_index(
        "uq_extension_request_waiting",
        "extension_request",
        ["subject", "subject_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def _difficulties() -> None:
    op.create_table(
        "difficulty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=300), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("level", _enum("competentlevel", LEVELS), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("state", _enum("difficultystate", DIFFICULTY_STATES), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("waits_since", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("difficulty", "plan_id", "plan"),
        _key("difficulty", "agency_id", "agency"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difficulty")),
    )
    op.create_index("ix_difficulty_subject", "difficulty", ["subject", "subject_id"], unique=False)
    op.create_index("ix_difficulty_plan_state", "difficulty", ["plan_id", "state"], unique=False)
    op.create_index("ix_difficulty_agency_state", "difficulty", ["agency_id", "state"], unique=False)


def _steps() -> None:
    op.create_table(
        "difficulty_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("difficulty_id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("stepkind", STEPS), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("level", _enum("competentlevel", LEVELS), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("letter_number", sa.String(length=60), nullable=True),
        sa.Column("letter_on", sa.Date(), nullable=True),
        _key("difficulty_step", "difficulty_id", "difficulty"),
        _key("difficulty_step", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difficulty_step")),
    )
    op.create_index(op.f("ix_difficulty_step_difficulty_id"), "difficulty_step", ["difficulty_id"], unique=False)


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32)


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def downgrade() -> None:
    # A task keeps the day that it was granted: its timeline and earlier terms stay, only the event's name is older.
    op.execute("UPDATE task_event SET kind = 'amended' WHERE kind = 'extended'")
    for table in ("difficulty_step", "difficulty", "extension_request"):
        op.drop_table(table)
