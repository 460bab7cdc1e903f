"""One digest a person, day and channel; choices and limits of channels; calls by telephone in the log of urgings."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KINDS = ("digest", "urging")
RESULTS = ("promised", "heard", "refused", "not_reached")
OLD_KEY = "uq_message_person_id_day_channel_weight_number"
NEW_KEY = "uq_message_person_id_day_channel_kind_number"


def upgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_constraint(OLD_KEY, type_="unique")
        batch_op.drop_index("ix_message_state_next")
        batch_op.add_column(sa.Column("kind", _enum("messagekind", KINDS), nullable=False, server_default="digest"))
    _number_anew("person_id, day, channel, kind")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_unique_constraint(NEW_KEY, ["person_id", "day", "channel", "kind", "number"])
        batch_op.create_index("ix_message_state_channel_next", ["state", "channel", "next_try_at"], unique=False)
    _channels()
    _calls()


def _channels() -> None:
    op.create_table(
        "channel_limit",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("is_allowed", sa.Boolean(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_limit")),
    )
    op.create_table(
        "channel_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_channel_choice_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "channel", name=op.f("pk_channel_choice")),
    )
    op.create_table(
        "channel_pause",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_pause")),
    )


def _calls() -> None:
    op.create_table(
        "urging_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("spoke_with", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("result", _enum("callresult", RESULTS), nullable=False),
        sa.Column("form_key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_urging_call_plan_id_plan")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_urging_call_agency_id_agency")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_urging_call_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urging_call")),
        sa.UniqueConstraint("form_key", name=op.f("uq_urging_call_form_key")),
    )
    with op.batch_alter_table("urging_call", schema=None) as batch_op:
        batch_op.create_index("ix_urging_call_plan", ["plan_id", "on_day"], unique=False)


def downgrade() -> None:
    op.drop_table("urging_call")
    op.drop_table("channel_pause")
    op.drop_table("channel_choice")
    op.drop_table("channel_limit")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_state_channel_next")
        batch_op.drop_constraint(NEW_KEY, type_="unique")
    _number_anew("person_id, day, channel, weight")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("kind")
        batch_op.create_unique_constraint(OLD_KEY, ["person_id", "day", "channel", "weight", "number"])
        batch_op.create_index("ix_message_state_next", ["state", "next_try_at"], unique=False)


def _number_anew(columns: str) -> None:
    """Number the messages that share a key in the order in which they were made. The Message-IDs stay as they went."""
    same = " AND ".join(f"earlier.{column} = message.{column}" for column in columns.split(", "))
    op.execute(
        "UPDATE message SET number = "
        f"(SELECT count(*) FROM message AS earlier WHERE {same} AND earlier.id <= message.id)"
    )


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32)
