"""What a version of a report holds: figures, files, the way it came, the day it was entered; and nobody changes it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

VERSION_IS_KEPT = "report_submission keeps what was handed in"
FILE_IS_KEPT = "stored_file keeps what was handed in"
CHANNELS = ("system", "link", "paper", "email")
# What was handed in. The other columns say what became of it: read_at, outcome…, reason, objection….
KEPT = (
    "id", "row_id", "number", "submitted_at", "submitted_on", "submitted_by_id", "submitted_by", "content", "figures",
    "figures_on", "results", "letter_number", "letter_on", "file_id", "files", "channel", "entered_on", "entered_by",
    "entered_by_id",
)  # fmt: skip
# Reading a plan may find another kind of file than its name says, so media_type may change.
KEPT_OF_A_FILE = ("id", "name", "size", "sha256", "content")
AS_TEXT = ("content", "figures", "results", "files")  # JSON has no equality on PostgreSQL


def upgrade() -> None:
    with op.batch_alter_table("report_submission", schema=None) as batch_op:
        for name in ("results", "files"):
            batch_op.add_column(sa.Column(name, sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("channel", _channel(), server_default="system", nullable=False))
        batch_op.add_column(sa.Column("entered_on", sa.Date(), server_default=sa.func.current_date(), nullable=False))
        batch_op.add_column(sa.Column("figures_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("entered_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("entered_by", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("objection", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("objected_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("objected_by", sa.String(length=200), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_report_submission_entered_by_id_person"), "person", ["entered_by_id"], ["id"]
        )
        batch_op.create_index("ix_report_submission_entered", ["entered_on", "row_id"], unique=False)
    _fill()
    _keep()


def _channel() -> sa.Enum:
    return sa.Enum(*CHANNELS, name="channel", native_enum=False, length=32)


def _fill() -> None:
    """Every version until now came through the system on its day, with at most one file."""
    op.execute("UPDATE report_submission SET entered_on = submitted_on, figures_on = submitted_on")
    version = sa.table(
        "report_submission", sa.column("id", sa.Integer), sa.column("file_id", sa.Integer), sa.column("files", sa.JSON)
    )
    connection = op.get_bind()
    with_file = connection.execute(
        sa.select(version.c.id, version.c.file_id).where(version.c.file_id.is_not(None)).order_by(version.c.id)
    ).all()
    for number, file_id in with_file:
        connection.execute(
            version.update().where(version.c.id == number).values(files=[{"id": file_id, "title": "Bản ký"}])
        )


def _keep() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _keep_on_sqlite("report_submission", KEPT, VERSION_IS_KEPT, removed_when="1")
        _keep_on_sqlite("stored_file", KEPT_OF_A_FILE, FILE_IS_KEPT, removed_when=_named_on_sqlite())
    else:
        _keep_on_postgresql("report_submission", KEPT, VERSION_IS_KEPT, removed_when="true")
        _keep_on_postgresql("stored_file", KEPT_OF_A_FILE, FILE_IS_KEPT, removed_when=_named_on_postgresql())


def _named_on_sqlite() -> str:
    # Its JSON functions are refused inside triggers where trusted_schema is off. A list is kept as [{"id": 3, "title"….
    return """EXISTS (SELECT 1 FROM report_submission WHERE instr(files, '{"id": ' || OLD.id || ', ') > 0)"""


def _named_on_postgresql() -> str:
    return (
        "EXISTS (SELECT 1 FROM report_submission, json_array_elements(report_submission.files) AS named "
        "WHERE (named ->> 'id')::integer = OLD.id)"
    )


def _keep_on_sqlite(table: str, columns: tuple[str, ...], sentence: str, *, removed_when: str) -> None:
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    op.execute(f"CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} WHEN {changed} {refuse}")
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN {removed_when} {refuse}")
    # INSERT OR REPLACE deletes without firing the delete trigger where recursive_triggers is off.
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id"
    taken += " OR (row_id = NEW.row_id AND number = NEW.number))" if table == "report_submission" else ")"
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} {refuse}")


def _keep_on_postgresql(table: str, columns: tuple[str, ...], sentence: str, *, removed_when: str) -> None:
    def compared(column: str) -> str:
        cast = "::text" if column in AS_TEXT and table == "report_submission" else ""
        return f"OLD.{column}{cast} IS DISTINCT FROM NEW.{column}{cast}"

    changed = " OR ".join(compared(column) for column in columns)
    op.execute(
        f"CREATE FUNCTION {table}_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION '{sentence}'; "
        f"ELSIF TG_OP = 'DELETE' THEN IF {removed_when} THEN RAISE EXCEPTION '{sentence}'; END IF; RETURN OLD; "
        f"ELSE IF {changed} THEN RAISE EXCEPTION '{sentence}'; END IF; RETURN NEW; END IF; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_is_kept()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_kept()"
    )


def downgrade() -> None:
    _let_go()
    op.execute("UPDATE report_row SET state = 'accepted' WHERE state = 'consolidated'")  # an older reader knows no more
    with op.batch_alter_table("report_submission", schema=None) as batch_op:
        batch_op.drop_index("ix_report_submission_entered")
        batch_op.drop_constraint(batch_op.f("fk_report_submission_entered_by_id_person"), type_="foreignkey")
        for name in (
            "objected_by", "objected_on", "objection", "entered_by", "entered_by_id", "figures_on", "entered_on",
            "channel", "files", "results",
        ):  # fmt: skip
            batch_op.drop_column(name)


def _let_go() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in ("stored_file", "report_submission"):
        for name in ("change", "delete", "replace") if sqlite else ("change", "truncate"):
            op.execute(f"DROP TRIGGER {table}_no_{name}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            op.execute(f"DROP FUNCTION {table}_is_kept()")
