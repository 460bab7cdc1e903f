"""What was handed in stays as it came, whoever writes to the database."""

from datetime import date

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.builders import make_plan, make_report_row
from tests.cast import Cast
from tracker import clock
from tracker.extensions import db
from tracker.files.models import StoredFile
from tracker.reports.counts import counts
from tracker.reports.models import ReportSubmission
from tracker.reports.rules import Channel, Outcome

RECEIVED, ENTERED = date(2026, 5, 19), date(2026, 5, 25)


def handed_in(cast: Cast, **changes: object) -> ReportSubmission:
    row = make_report_row(make_plan(cast.issuer), cast.finance, due_on=date(2026, 5, 20))
    file = StoredFile(name="a.txt", media_type="text/plain", size=1, sha256="0" * 64, content=b"a")
    file.stored_at = clock.now()
    db.session.add(file)
    db.session.flush()
    values = {
        "row_id": row.id,
        "number": 1,
        "submitted_at": clock.now(),
        "submitted_on": RECEIVED,
        "submitted_by": "Sở Tài chính",
        "content": {"results_policies": "Đã hỗ trợ 120 hộ."},
        "figures": {"total": 7},
        "files": [{"id": file.id, "title": "Biểu số liệu"}],
    }
    submission = ReportSubmission(**{**values, **changes})
    db.session.add(submission)
    db.session.commit()
    return submission


CHANGES = [
    "content = '{}'",
    "figures = '{}'",
    "figures_on = '2026-01-01'",
    "results = '[{}]'",
    "letter_number = '1/BC'",
    "letter_on = '2026-05-01'",
    "files = '[]'",
    "file_id = (SELECT max(id) FROM stored_file)",
    "channel = 'paper'",
    "submitted_on = '2026-05-01'",
    "entered_on = '2026-05-01'",
    "submitted_by = 'x'",
    "entered_by = 'x'",
    "number = 2",
]


@pytest.mark.parametrize("change", CHANGES)
def test_no_statement_changes_what_was_handed_in(cast: Cast, change: str) -> None:
    handed_in(cast)
    with pytest.raises(DatabaseError, match="keeps what was handed in"):
        db.session.execute(text(f"UPDATE report_submission SET {change}"))


def test_no_statement_takes_a_version_or_its_file_away(cast: Cast) -> None:
    submission = handed_in(cast)
    file_id = submission.file_ids[0]
    attempts = [
        "DELETE FROM report_submission",
        f"DELETE FROM stored_file WHERE id = {file_id}",
        f"UPDATE stored_file SET content = 'b' WHERE id = {file_id}",
    ]
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA recursive_triggers=OFF"))
        attempts.append("INSERT OR REPLACE INTO report_submission SELECT * FROM report_submission")
        attempts.append("INSERT OR REPLACE INTO stored_file SELECT * FROM stored_file")
    else:
        attempts += ["TRUNCATE report_submission CASCADE", "TRUNCATE stored_file CASCADE"]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="keeps what was handed in"):
            db.session.execute(text(attempt))
        db.session.rollback()


def test_what_became_of_it_is_still_written(cast: Cast) -> None:
    submission = handed_in(cast)
    submission.read_at, submission.outcome, submission.outcome_on = clock.now(), Outcome.RETURNED, ENTERED
    submission.outcome_by, submission.reason, submission.objection = "Theo dõi", "Thiếu số.", "Đề nghị trả lại."
    db.session.commit()
    assert db.session.get_one(ReportSubmission, submission.id).outcome is Outcome.RETURNED


def test_a_file_that_no_version_names_may_go(cast: Cast) -> None:
    handed_in(cast)
    loose = StoredFile(name="b.txt", media_type="text/plain", size=1, sha256="1" * 64, content=b"b")
    loose.stored_at = clock.now()
    db.session.add(loose)
    db.session.commit()
    db.session.delete(loose)
    db.session.commit()


def test_what_was_entered_on_behalf_counts_from_the_day_it_was_entered_by_the_day_it_was_received(cast: Cast) -> None:
    handed_in(cast, channel=Channel.PAPER, entered_on=ENTERED, entered_by="Theo dõi Sở NN&MT")
    before, after = counts(date(2026, 5, 24)), counts(ENTERED)
    assert (before.missing, before.received) == (1, 0)
    assert (after.missing, after.on_time, after.late) == (0, 1, 0)


def test_going_back_and_forth_keeps_every_version(cast: Cast) -> None:
    submission = handed_in(cast)
    number, content = submission.id, dict(submission.content)
    db.session.remove()
    downgrade(revision="0007")
    with pytest.raises(DatabaseError):
        db.session.execute(text("SELECT channel FROM report_submission"))
    db.session.rollback()
    upgrade()
    kept = db.session.get_one(ReportSubmission, number)
    assert kept.content == content and kept.entered_on == kept.submitted_on == RECEIVED
    with pytest.raises(DatabaseError, match="keeps what was handed in"):
        db.session.execute(text("DELETE FROM report_submission"))
