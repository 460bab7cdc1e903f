"""Every table of the product, and the triggers that keep the history append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


HISTORY_IS_KEPT = "history_entry takes no update and no delete"


def upgrade() -> None:
    create_tables()
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER history_entry_no_{verb.lower()} BEFORE {verb} ON history_entry "
                f"BEGIN SELECT RAISE(ABORT, '{HISTORY_IS_KEPT}'); END"
            )
        # INSERT OR REPLACE deletes without firing the delete trigger where recursive_triggers is off.
        op.execute(
            "CREATE TRIGGER history_entry_no_replace BEFORE INSERT ON history_entry "
            "WHEN EXISTS (SELECT 1 FROM history_entry WHERE id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, '{HISTORY_IS_KEPT}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION history_entry_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{HISTORY_IS_KEPT}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER history_entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON history_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION history_entry_is_kept()"
    )


def create_tables() -> None:
    op.create_table(
        "admin_unit",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("prefix", sa.String(length=24), nullable=False),
        sa.Column(
            "level",
            sa.Enum("central", "province", "district", "commune", name="level", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("parent_code", sa.String(length=24), nullable=True),
        sa.Column("name_key", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["admin_unit.code"], name=op.f("fk_admin_unit_parent_code_admin_unit")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_admin_unit")),
    )
    with op.batch_alter_table("admin_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_admin_unit_name_key"), ["name_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_admin_unit_parent_code"), ["parent_code"], unique=False)

    op.create_table(
        "agency_kind",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "level",
            sa.Enum("central", "province", "district", "commune", name="level", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("variants", sa.JSON(), nullable=False),
        sa.Column("is_requested", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_agency_kind")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "status", sa.Enum("official", "forecast", name="daystatus", native_enum=False, length=32), nullable=False
        ),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("worker", sa.String(length=120), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "history_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("request_id", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_entry")),
    )
    with op.batch_alter_table("history_entry", schema=None) as batch_op:
        batch_op.create_index("ix_history_entry_subject", ["subject", "subject_id"], unique=False)

    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_login_attempt_address", ["address", "at"], unique=False)
        batch_op.create_index("ix_login_attempt_email", ["email_key", "at"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email_key", name=op.f("uq_person_email_key")),
    )
    op.create_table(
        "regime",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regime")),
        sa.UniqueConstraint("name", name=op.f("uq_regime_name")),
    )
    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column(
            "level",
            sa.Enum("central", "province", "district", "commune", name="level", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("kind_code", sa.String(length=40), nullable=True),
        sa.Column("unit_code", sa.String(length=24), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("contact", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("head_approves", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["kind_code"], ["agency_kind.code"], name=op.f("fk_agency_kind_code_agency_kind")),
        sa.ForeignKeyConstraint(["parent_id"], ["agency.id"], name=op.f("fk_agency_parent_id_agency")),
        sa.ForeignKeyConstraint(["unit_code"], ["admin_unit.code"], name=op.f("fk_agency_unit_code_admin_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("unit_code", "name_key", name=op.f("uq_agency_unit_code_name_key")),
    )
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agency_name_key"), ["name_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_agency_unit_code"), ["unit_code"], unique=False)

    op.create_table(
        "login_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_login_session_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_login_session_secret_hash")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column(
            "weight", sa.Enum("reminder", "escalation", name="weight", native_enum=False, length=32), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "claimed",
                "handing_over",
                "sent",
                "uncertain",
                "dead",
                "cancelled",
                name="messagestate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("resent", sa.Boolean(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=True),
        sa.Column("owner", sa.String(length=120), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_message_message_id")),
        sa.UniqueConstraint(
            "person_id",
            "day",
            "channel",
            "weight",
            "number",
            name=op.f("uq_message_person_id_day_channel_weight_number"),
        ),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_state_next", ["state", "next_try_at"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "person_id",
            "subject",
            "subject_id",
            "rule",
            "due_on",
            name=op.f("uq_notice_person_id_subject_subject_id_rule_due_on"),
        ),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_unread", ["person_id", "read_at"], unique=False)

    op.create_table(
        "regime_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("regime_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column(
            "period_kind",
            sa.Enum(
                "semiannual",
                "annual",
                "quarterly",
                "monthly",
                "weekly",
                "once",
                name="periodkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_month", sa.Integer(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("next_year", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["regime_id"], ["regime.id"], name=op.f("fk_regime_date_regime_id_regime")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regime_date")),
        sa.UniqueConstraint("regime_id", "step", "period_kind", name=op.f("uq_regime_date_regime_id_step_period_kind")),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["stored_by_id"], ["person.id"], name=op.f("fk_stored_file_stored_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_file_sha256"), ["sha256"], unique=False)

    op.create_table(
        "agency_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_alias_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_alias")),
        sa.UniqueConstraint("agency_id", "name_key", name=op.f("uq_agency_alias_agency_id_name_key")),
    )
    with op.batch_alter_table("agency_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agency_alias_name_key"), ["name_key"], unique=False)

    op.create_table(
        "message_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_line_message_id_message")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_line_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_line")),
        sa.UniqueConstraint(
            "subject",
            "subject_id",
            "rule",
            "due_on",
            "person_id",
            "channel",
            name=op.f("uq_message_line_subject_subject_id_rule_due_on_person_id_channel"),
        ),
    )
    with op.batch_alter_table("message_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_line_message_id"), ["message_id"], unique=False)

    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(length=400), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("number_key", sa.String(length=60), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("issuer_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("central", "province", "district", "commune", name="level", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issue_date_is_stated", sa.Boolean(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("signer", sa.String(length=200), nullable=True),
        sa.Column("parent_number", sa.String(length=60), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("difficulty_route", sa.JSON(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_plan_file_id_stored_file")),
        sa.ForeignKeyConstraint(["issuer_id"], ["agency.id"], name=op.f("fk_plan_issuer_id_agency")),
        sa.ForeignKeyConstraint(["parent_id"], ["plan.id"], name=op.f("fk_plan_parent_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("identity", name=op.f("uq_plan_identity")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_issuer_id"), ["issuer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_number_key"), ["number_key"], unique=False)

    op.create_table(
        "agency_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column(
            "role", sa.Enum("standing", "committee", name="rolekind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("issuer_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_role_agency_id_agency")),
        sa.ForeignKeyConstraint(["issuer_id"], ["agency.id"], name=op.f("fk_agency_role_issuer_id_agency")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_agency_role_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_role")),
    )
    with op.batch_alter_table("agency_role", schema=None) as batch_op:
        batch_op.create_index("ix_agency_role_issuer", ["issuer_id", "role"], unique=False)

    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "clerk",
                "head",
                "monitor",
                "committee",
                "secretary",
                "administrator",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("issuer_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role NOT IN ('clerk', 'head') OR agency_id IS NOT NULL", name=op.f("ck_appointment_acts_for_an_agency")
        ),
        sa.CheckConstraint(
            "role NOT IN ('monitor', 'committee', 'secretary') OR issuer_id IS NOT NULL",
            name=op.f("ck_appointment_watches"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_appointment_agency_id_agency")),
        sa.ForeignKeyConstraint(["issuer_id"], ["agency.id"], name=op.f("fk_appointment_issuer_id_agency")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_appointment_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index("ix_appointment_agency", ["agency_id", "role"], unique=False)
        batch_op.create_index("ix_appointment_issuer", ["issuer_id", "role"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_person_id"), ["person_id"], unique=False)

    op.create_table(
        "budget_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=20, scale=4), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_budget_line_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
    )
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_line_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["clause.id"], name=op.f("fk_clause_parent_id_clause")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_clause_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
    )
    with op.batch_alter_table("clause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clause_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "severity",
            sa.Enum("error", "warning", "info", name="severity", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("printed", sa.String(length=120), nullable=True),
        sa.Column("computed", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_finding_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_plan_participant_agency_id_agency")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_participant_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_participant")),
        sa.UniqueConstraint("plan_id", "agency_id", name=op.f("uq_plan_participant_plan_id_agency_id")),
    )
    with op.batch_alter_table("plan_participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_participant_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "urging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_urging_agency_id_agency")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_urging_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_urging_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urging")),
    )
    with op.batch_alter_table("urging", schema=None) as batch_op:
        batch_op.create_index("ix_urging_plan", ["plan_id", "on_day"], unique=False)
        batch_op.create_index("ix_urging_subject", ["subject", "subject_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_key", sa.Text(), nullable=False),
        sa.Column("quote_start", sa.Integer(), nullable=False),
        sa.Column("quote_end", sa.Integer(), nullable=False),
        sa.Column("written_agency", sa.Text(), nullable=False),
        sa.Column("is_group", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.Enum("ordered", "requested", name="mode", native_enum=False, length=32), nullable=False),
        sa.Column(
            "nature",
            sa.Enum("specific", "continuous", "standing", name="nature", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column(
            "deadline_origin",
            sa.Enum(
                "stated", "plan_end", "recurring", "event", "none", name="deadlineorigin", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("deadline_words", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("recurs", sa.JSON(), nullable=True),
        sa.Column("event_on", sa.Date(), nullable=True),
        sa.Column("is_own_plan", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_assignment_clause_id_clause")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_assignment_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "reporting_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reporter_words", sa.Text(), nullable=False),
        sa.Column("takes_every_lead", sa.Boolean(), nullable=False),
        sa.Column("periods", sa.JSON(), nullable=False),
        sa.Column("stated_due", sa.JSON(), nullable=True),
        sa.Column("addressee", sa.Text(), nullable=True),
        sa.Column("via", sa.Text(), nullable=True),
        sa.Column("copy_to", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_reporting_duty_clause_id_clause")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_reporting_duty_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_duty")),
    )
    with op.batch_alter_table("reporting_duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reporting_duty_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("comparator", sa.String(length=2), nullable=False),
        sa.Column("value", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("baseline", sa.String(length=60), nullable=True),
        sa.Column("is_per_year", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("dimension", sa.String(length=120), nullable=True),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_target_clause_id_clause")),
        sa.ForeignKeyConstraint(["parent_id"], ["target.id"], name=op.f("fk_target_parent_id_target")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_target_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "assignment_lead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_assignment_lead_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_lead_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_lead")),
        sa.UniqueConstraint("assignment_id", "agency_id", name=op.f("uq_assignment_lead_assignment_id_agency_id")),
    )
    with op.batch_alter_table("assignment_lead", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_lead_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "assignment_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_assignment_partner_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_partner_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_partner")),
    )
    with op.batch_alter_table("assignment_partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_partner_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_partner_assignment_id"), ["assignment_id"], unique=False)

    op.create_table(
        "duty_reporter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_duty_reporter_agency_id_agency")),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["reporting_duty.id"], name=op.f("fk_duty_reporter_duty_id_reporting_duty")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_reporter")),
        sa.UniqueConstraint("duty_id", "agency_id", name=op.f("uq_duty_reporter_duty_id_agency_id")),
    )
    with op.batch_alter_table("duty_reporter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_reporter_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "report_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column(
            "period_kind",
            sa.Enum(
                "semiannual",
                "annual",
                "quarterly",
                "monthly",
                "weekly",
                "once",
                name="periodkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("period_key", sa.String(length=12), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "due_origin", sa.Enum("stated", "regime", name="dueorigin", native_enum=False, length=32), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "not_started",
                "draft",
                "awaiting_approval",
                "submitted",
                "returned",
                "accepted",
                name="reportstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("draft", sa.JSON(), nullable=True),
        sa.Column("draft_saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("excused_on", sa.Date(), nullable=True),
        sa.Column("excused_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_report_row_agency_id_agency")),
        sa.ForeignKeyConstraint(["duty_id"], ["reporting_duty.id"], name=op.f("fk_report_row_duty_id_reporting_duty")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_report_row_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_row")),
        sa.UniqueConstraint(
            "duty_id", "agency_id", "period_key", name=op.f("uq_report_row_duty_id_agency_id_period_key")
        ),
    )
    with op.batch_alter_table("report_row", schema=None) as batch_op:
        batch_op.create_index("ix_report_row_agency_state", ["agency_id", "state"], unique=False)
        batch_op.create_index("ix_report_row_plan_due", ["plan_id", "due_on"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("occurrence", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "assigned",
                "declined",
                "not_started",
                "in_progress",
                "awaiting_confirmation",
                "redo",
                "done",
                "suspended",
                "cancelled",
                "handed_over",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("child_plan_id", sa.Integer(), nullable=True),
        sa.Column("handed_to_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_task_percent")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_task_agency_id_agency")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_task_assignment_id_assignment")),
        sa.ForeignKeyConstraint(["child_plan_id"], ["plan.id"], name=op.f("fk_task_child_plan_id_plan")),
        sa.ForeignKeyConstraint(["handed_to_id"], ["task.id"], name=op.f("fk_task_handed_to_id_task")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_task_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint(
            "assignment_id", "agency_id", "occurrence", name=op.f("uq_task_assignment_id_agency_id_occurrence")
        ),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index("ix_task_agency_state", ["agency_id", "state"], unique=False)
        batch_op.create_index("ix_task_due", ["due_on", "state"], unique=False)
        batch_op.create_index("ix_task_plan_state", ["plan_id", "state"], unique=False)

    op.create_table(
        "plan_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(length=400), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("extraction", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("review", "confirmed", "discarded", name="draftstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("issuer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("answers_task_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answers_task_id"], ["task.id"], name=op.f("fk_plan_draft_answers_task_id_task")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_plan_draft_file_id_stored_file")),
        sa.ForeignKeyConstraint(["issuer_id"], ["agency.id"], name=op.f("fk_plan_draft_issuer_id_agency")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_draft_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_draft")),
        sa.UniqueConstraint("identity", name=op.f("uq_plan_draft_identity")),
    )
    with op.batch_alter_table("plan_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_draft_issuer_id"), ["issuer_id"], unique=False)

    op.create_table(
        "report_submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_by", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("letter_number", sa.String(length=60), nullable=True),
        sa.Column("letter_on", sa.Date(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("pending", "withdrawn", "returned", "accepted", name="outcome", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("outcome_by", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_report_submission_file_id_stored_file")),
        sa.ForeignKeyConstraint(["row_id"], ["report_row.id"], name=op.f("fk_report_submission_row_id_report_row")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["person.id"], name=op.f("fk_report_submission_submitted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_submission")),
        sa.UniqueConstraint("row_id", "number", name=op.f("uq_report_submission_row_id_number")),
    )
    with op.batch_alter_table("report_submission", schema=None) as batch_op:
        batch_op.create_index("ix_report_submission_day", ["submitted_on", "row_id"], unique=False)

    op.create_table(
        "task_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "assigned",
                "acknowledged",
                "declined",
                "updated",
                "reported",
                "withdrawn",
                "confirmed",
                "returned",
                "sent_back",
                "handed_over",
                "suspended",
                "resumed",
                "cancelled",
                "event_came",
                name="eventkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "assigned",
                "declined",
                "not_started",
                "in_progress",
                "awaiting_confirmation",
                "redo",
                "done",
                "suspended",
                "cancelled",
                "handed_over",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "assigned",
                "declined",
                "not_started",
                "in_progress",
                "awaiting_confirmation",
                "redo",
                "done",
                "suspended",
                "cancelled",
                "handed_over",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("letter_number", sa.String(length=60), nullable=True),
        sa.Column("letter_on", sa.Date(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_task_event_file_id_stored_file")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_event_person_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_event_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_event")),
    )
    with op.batch_alter_table("task_event", schema=None) as batch_op:
        batch_op.create_index("ix_task_event_day", ["on_day", "task_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_event_task_id"), ["task_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("drafted", sa.JSON(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum("pending", "accepted", "dropped", "issued", name="decision", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("drop_reason", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mode", sa.Enum("ordered", "requested", name="mode", native_enum=False, length=32), nullable=False),
        sa.Column(
            "nature",
            sa.Enum("specific", "continuous", "standing", name="nature", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "deadline_origin",
            sa.Enum(
                "stated", "plan_end", "recurring", "event", "none", name="deadlineorigin", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("leads", sa.JSON(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_proposal_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["plan_draft.id"], name=op.f("fk_proposal_draft_id_plan_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("draft_id", "position", name=op.f("uq_proposal_draft_id_position")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index("ix_proposal_decision", ["draft_id", "decision"], unique=False)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER history_entry_no_update")
        op.execute("DROP TRIGGER history_entry_no_delete")
        op.execute("DROP TRIGGER history_entry_no_replace")
    else:
        op.execute("DROP TRIGGER history_entry_no_change ON history_entry")
        op.execute("DROP FUNCTION history_entry_is_kept()")
    drop_tables()


def drop_tables() -> None:
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index("ix_proposal_decision")

    op.drop_table("proposal")
    with op.batch_alter_table("task_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_event_task_id"))
        batch_op.drop_index("ix_task_event_day")

    op.drop_table("task_event")
    with op.batch_alter_table("report_submission", schema=None) as batch_op:
        batch_op.drop_index("ix_report_submission_day")

    op.drop_table("report_submission")
    with op.batch_alter_table("plan_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_draft_issuer_id"))

    op.drop_table("plan_draft")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index("ix_task_plan_state")
        batch_op.drop_index("ix_task_due")
        batch_op.drop_index("ix_task_agency_state")

    op.drop_table("task")
    with op.batch_alter_table("report_row", schema=None) as batch_op:
        batch_op.drop_index("ix_report_row_plan_due")
        batch_op.drop_index("ix_report_row_agency_state")

    op.drop_table("report_row")
    with op.batch_alter_table("duty_reporter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_reporter_agency_id"))

    op.drop_table("duty_reporter")
    with op.batch_alter_table("assignment_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_partner_assignment_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_partner_agency_id"))

    op.drop_table("assignment_partner")
    with op.batch_alter_table("assignment_lead", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_lead_agency_id"))

    op.drop_table("assignment_lead")
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_target_plan_id"))

    op.drop_table("target")
    with op.batch_alter_table("reporting_duty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reporting_duty_plan_id"))

    op.drop_table("reporting_duty")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_plan_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("urging", schema=None) as batch_op:
        batch_op.drop_index("ix_urging_subject")
        batch_op.drop_index("ix_urging_plan")

    op.drop_table("urging")
    with op.batch_alter_table("plan_participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_participant_agency_id"))

    op.drop_table("plan_participant")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_plan_id"))

    op.drop_table("finding")
    with op.batch_alter_table("clause", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clause_plan_id"))

    op.drop_table("clause")
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_line_plan_id"))

    op.drop_table("budget_line")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointment_person_id"))
        batch_op.drop_index("ix_appointment_issuer")
        batch_op.drop_index("ix_appointment_agency")

    op.drop_table("appointment")
    with op.batch_alter_table("agency_role", schema=None) as batch_op:
        batch_op.drop_index("ix_agency_role_issuer")

    op.drop_table("agency_role")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_number_key"))
        batch_op.drop_index(batch_op.f("ix_plan_issuer_id"))

    op.drop_table("plan")
    with op.batch_alter_table("message_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_line_message_id"))

    op.drop_table("message_line")
    with op.batch_alter_table("agency_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agency_alias_name_key"))

    op.drop_table("agency_alias")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_file_sha256"))

    op.drop_table("stored_file")
    op.drop_table("regime_date")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_unread")

    op.drop_table("notice")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_state_next")

    op.drop_table("message")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_person_id"))

    op.drop_table("login_session")
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agency_unit_code"))
        batch_op.drop_index(batch_op.f("ix_agency_name_key"))

    op.drop_table("agency")
    op.drop_table("regime")
    op.drop_table("person")
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_login_attempt_email")
        batch_op.drop_index("ix_login_attempt_address")

    op.drop_table("login_attempt")
    op.drop_table("job_run")
    with op.batch_alter_table("history_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_history_entry_subject")

    op.drop_table("history_entry")
    op.drop_table("heartbeat")
    op.drop_table("calendar_day")
    op.drop_table("agency_kind")
    with op.batch_alter_table("admin_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_admin_unit_parent_code"))
        batch_op.drop_index(batch_op.f("ix_admin_unit_name_key"))

    op.drop_table("admin_unit")
