"""What pages read of reports."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.files.models import StoredFile
from tracker.plans.models import Plan
from tracker.reports.models import Regime, ReportingDuty, ReportRow, ReportSubmission
from tracker.reports.rights import judged_by, judged_rows, visible_to, writes_for
from tracker.reports.rules import HANDED_IN, Outcome, ReportState
from tracker.rights import Actor
from tracker.web.paging import PAGE_SIZE

NOT_FOUND = "Không tìm thấy báo cáo này, hoặc báo cáo không thuộc phạm vi của đồng chí."
OWING = (ReportState.NOT_STARTED, ReportState.DRAFT, ReportState.AWAITING_APPROVAL, ReportState.RETURNED)


def rows_loaded() -> Select[tuple[ReportRow]]:
    """Return the statement of rows with their plan, agency and duty."""
    return (
        select(ReportRow)
        .join(ReportRow.plan)
        .join(ReportRow.agency)
        .options(
            contains_eager(ReportRow.plan).joinedload(Plan.issuer),
            contains_eager(ReportRow.agency),
            joinedload(ReportRow.duty).joinedload(ReportingDuty.clause),
        )
    )


def row_visible_to(actor: Actor, row_id: int) -> ReportRow:
    """Return the row with its plan, agency and duty, or raise NotVisible."""
    row = db.session.scalar(rows_loaded().where(ReportRow.id == row_id, visible_to(actor)))
    if row is None:
        raise NotVisible(NOT_FOUND)
    return row


def submissions_of(row_id: int) -> Sequence[ReportSubmission]:
    """Return every submission of a row, newest first."""
    return db.session.scalars(
        select(ReportSubmission).where(ReportSubmission.row_id == row_id).order_by(ReportSubmission.number.desc())
    ).all()


def files_of(submissions: Iterable[ReportSubmission]) -> dict[int, StoredFile]:
    """Return the stored files (without their bytes) of the submissions, by id."""
    return stored_files({file_id for submission in submissions for file_id in submission.file_ids})


def stored_files(ids: Collection[int]) -> dict[int, StoredFile]:
    """Return stored files (without their bytes) by id; asks nothing for none."""
    if not ids:
        return {}
    found = db.session.scalars(select(StoredFile).where(StoredFile.id.in_(ids)).order_by(StoredFile.id))
    return {file.id: file for file in found}


def last_text_before(row: ReportRow) -> tuple[ReportSubmission, ReportRow] | None:
    """Return the newest report that the agency handed in for the same duty in an earlier period, with its row."""
    found = db.session.execute(
        select(ReportSubmission, ReportRow)
        .join(ReportRow, ReportRow.id == ReportSubmission.row_id)
        .where(
            ReportRow.duty_id == row.duty_id,
            ReportRow.agency_id == row.agency_id,
            ReportRow.period_end < row.period_end,
            ReportSubmission.outcome != Outcome.WITHDRAWN,
        )
        .order_by(ReportRow.period_end.desc(), ReportSubmission.number.desc())
        .limit(1)
    ).first()
    return (found[0], found[1]) if found else None


def owed_by(agency_ids: Collection[int], *, until: date) -> Sequence[ReportRow]:
    """Return the reports that the agencies owe and that are due until a day: not handed in, returned, not excused."""
    return db.session.scalars(
        rows_loaded()
        .where(
            ReportRow.agency_id.in_(agency_ids),
            ReportRow.state.in_(OWING),
            ReportRow.excused_on.is_(None),
            ReportRow.due_on <= until,
        )
        .order_by(ReportRow.due_on, ReportRow.id)
        .limit(PAGE_SIZE)
    ).all()


def handed_in_by(agency_ids: Collection[int]) -> Sequence[ReportRow]:
    """Return the newest reports of the agencies that are handed in or accepted."""
    return db.session.scalars(
        rows_loaded()
        .where(
            ReportRow.agency_id.in_(agency_ids),
            ReportRow.state.in_(HANDED_IN),
        )
        .order_by(ReportRow.submitted_on.desc(), ReportRow.id.desc())
        .limit(PAGE_SIZE)
    ).all()


def waiting_for(actor: Actor, *, on: date) -> list[ReportRow]:
    """Return the submitted reports that this person may judge, the longest waiting first (at most 200)."""
    rows = db.session.scalars(
        rows_loaded()
        .where(ReportRow.state == ReportState.SUBMITTED, judged_by(actor))
        .order_by(ReportRow.submitted_on, ReportRow.id)
        .limit(200)
    ).all()
    return judged_rows(actor, rows, on=on) if rows else []


def submission_visible_to(actor: Actor, row_id: int, number: int) -> ReportSubmission:
    """Return a version that was handed in, or raise NotVisible."""
    found = db.session.scalar(
        select(ReportSubmission)
        .join(ReportRow, ReportRow.id == ReportSubmission.row_id)
        .join(Plan, Plan.id == ReportRow.plan_id)
        .where(ReportSubmission.row_id == row_id, ReportSubmission.number == number, visible_to(actor))
    )
    if found is None:
        raise NotVisible()
    return found


def file_visible_to(actor: Actor, row_id: int, number: int, file_id: int | None) -> StoredFile:
    """Return a file of a version (None: its first), or raise NotVisible."""
    ids = submission_visible_to(actor, row_id, number).file_ids
    return one_file(file_id if file_id is not None else ids[0] if ids else None, of=ids)


def one_file(file_id: int | None, *, of: Collection[int]) -> StoredFile:
    """Return the stored file when it is one `of` those, or raise NotVisible."""
    found = db.session.get(StoredFile, file_id) if file_id in of else None
    if found is None:
        raise NotVisible()
    return found


def row_written_by(actor: Actor, row_id: int) -> ReportRow:
    """Return the row when the actor acts for its agency, or raise NotVisible."""
    row = row_visible_to(actor, row_id)
    if not writes_for(actor, row):
        raise NotVisible(NOT_FOUND)
    return row


def all_regimes() -> Sequence[Regime]:
    """Return every regime with its days and windows: by default first, those of one series side by side."""
    return db.session.scalars(
        select(Regime)
        .options(selectinload(Regime.dates), selectinload(Regime.windows))
        .order_by(Regime.is_active.desc(), func.coalesce(Regime.series_id, Regime.id), Regime.valid_from, Regime.id)
    ).all()


def regime_called(regime_id: int) -> Regime | None:
    """Return a regime with its days and windows, or None."""
    wanted = select(Regime).where(Regime.id == regime_id)
    return db.session.scalar(wanted.options(selectinload(Regime.dates), selectinload(Regime.windows)))
