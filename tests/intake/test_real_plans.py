"""Five real plans through the command. They stand outside of the project, in the folder TRACKER_REAL_PLANS."""

import os
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.auditing import AuditingClient
from tests.builders import make_person
from tests.cast import password_hash
from tests.intake.test_commands import run
from tracker.extensions import db
from tracker.intake.models import Decision, Draft, Proposal
from tracker.plans.models import Finding, Plan
from tracker.reports.models import ReportRow
from tracker.rights import Grant, Role
from tracker.tasks.models import Assignment, AssignmentLead, Task
from tracker.tasks.rules import DeadlineOrigin

FOLDER = os.environ.get("TRACKER_REAL_PLANS")
OPEN_DOUBTS = {
    "agency_unknown",
    "agency_ambiguous",
    "open_class",
    "deadline_unclear",
    "boundary_unsure",
    "mode_unclear",
    "poor_text",
}


@pytest.fixture
def imported(app: Flask) -> tuple[list[str], Flask]:
    """The five plans imported and confirmed; the files and the app."""
    if not FOLDER:
        sys.stderr.write("!!! BỎ QUA / SKIPPED: real plans, set TRACKER_REAL_PLANS=<folder>\n")
        if os.environ.get("CI") == "true":
            pytest.fail("TRACKER_REAL_PLANS is not set")
        pytest.skip("TRACKER_REAL_PLANS is not set")
    files = sorted(str(path) for path in Path(FOLDER).glob("*.txt"))
    code, out, err = run(app, "import", "--confirm", *files)
    assert (code, err, len(out.splitlines())) == (0, "", 5)
    return files, app


def test_every_quote_is_the_words_of_the_plan(imported: tuple[list[str], Flask]) -> None:
    for assignment in db.session.scalars(select(Assignment)):
        quote = assignment.plan.text[assignment.quote_start : assignment.quote_end]
        assert " ".join(quote.split()) == assignment.text


def test_every_lead_has_its_own_task_and_no_doubt_became_one(imported: tuple[list[str], Flask]) -> None:
    once = Assignment.deadline_origin != DeadlineOrigin.RECURRING
    leads = db.session.scalar(select(func.count()).select_from(AssignmentLead).join(Assignment).where(once))
    tasks = db.session.scalar(select(func.count()).select_from(Task).join(Assignment).where(once))
    assert leads == tasks and tasks
    for proposal in db.session.scalars(select(Proposal)):
        assert (proposal.decision is Decision.PENDING) == bool(proposal.doubts)
        assert {doubt["code"] for doubt in proposal.doubts} <= OPEN_DOUBTS


def test_the_figures_of_the_lines_add_up(imported: tuple[list[str], Flask]) -> None:
    files, app = imported
    plans = {plan.number: plan for plan in db.session.scalars(select(Plan))}
    assert {"78/KH-UBND", "61/KH-UBND", "72/KH-UBND"} <= set(plans) and len(db.session.scalars(select(Plan)).all()) == 5
    before = (db.session.scalar(select(func.count(Task.id))), db.session.scalar(select(func.count(ReportRow.id))))
    code, out, _ = run(app, "import", "--confirm", *files)
    assert code == 0 and [line.endswith(": đã có") for line in out.splitlines()] == [True] * 5
    assert before == (
        db.session.scalar(select(func.count(Task.id))),
        db.session.scalar(select(func.count(ReportRow.id))),
    )


def test_the_district_plan_hangs_under_the_province_plan_and_lists_its_own_communes(
    imported: tuple[list[str], Flask],
) -> None:
    child = db.session.scalars(select(Plan).where(Plan.parent_number == "78/KH-UBND")).one()
    assert child.parent is not None and child.parent.number == "78/KH-UBND"
    communes = {
        task.agency.name
        for task in db.session.scalars(select(Task).where(Task.plan_id == child.id))
        if task.agency.name.startswith(("UBND xã", "UBND thị trấn"))
    }
    assert len(communes) == 17 and "UBND xã Đồng Giáp" in communes
    missing = set(db.session.scalars(select(Finding.plan_id).where(Finding.code == "no_issue_date")))
    assert child.id in missing and not child.issue_date_is_stated


def test_the_pages_of_real_plans_stand(imported: tuple[list[str], Flask], client: AuditingClient) -> None:
    grants = [Grant(Role.MONITOR, None, plan.issuer_id) for plan in db.session.scalars(select(Plan))]
    monitor = make_person("theo-doi@that.test", "Theo dõi", password_hash(), *grants)
    db.session.commit()
    client.sign_in(monitor)
    client.get("/ke-hoach")
    client.get("/tiep-nhan")
    for plan_id, draft_id in [(draft.plan_id, draft.id) for draft in db.session.scalars(select(Draft))]:
        client.get(f"/ke-hoach/{plan_id}")
        client.get(f"/ke-hoach/{plan_id}/co-quan")
        client.get(f"/tiep-nhan/{draft_id}")
        client.get(f"/ke-hoach/{plan_id}/van-ban?tu=900&den=1400")
