"""flask plans import: what is printed, what is stored, what is refused."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cast import Cast
from tests.intake.documents import COMMUNES, FINANCE, HEALTH, OPEN_CLASS, plan_text
from tracker.agencies.models import AgencyRole
from tracker.extensions import db
from tracker.intake.commands import plans_cli
from tracker.intake.issue import plans as plan_making
from tracker.intake.models import Decision, Draft, Proposal
from tracker.plans.models import Finding, Plan
from tracker.tasks.models import Task


def run(app: Flask, *words: str) -> tuple[int, str, str]:
    """Run the command; return exit code, standard output, standard error."""
    if "plans" not in app.cli.commands:
        app.cli.add_command(plans_cli)
    result = app.test_cli_runner().invoke(args=["plans", *words])
    db.session.remove()
    return result.exit_code, result.stdout, result.stderr


def kept(folder: Path, content: bytes, name: str = "ke-hoach.txt") -> str:
    """Put a document into a file."""
    (folder / name).write_bytes(content)
    return str(folder / name)


def count(model: type) -> int:
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_without_confirm_the_draft_waits_for_review(app: Flask, tmp_path: Path) -> None:
    code, line, _ = run(app, "import", kept(tmp_path, plan_text()))
    assert code == 0 and line.startswith("91/KH-UBND, UBND tỉnh Cao Bằng: 0 nhiệm vụ, 4 còn rà soát, 0 kỳ báo cáo")
    assert count(Draft) == 1 and count(Plan) == 0


def test_with_confirm_all_but_the_doubts_become_tasks(app: Flask, tmp_path: Path) -> None:
    code, line, _ = run(app, "import", "--confirm", kept(tmp_path, plan_text()))
    assert code == 0 and "3 nhiệm vụ, 1 còn rà soát" in line
    left = db.session.scalars(select(Proposal).where(Proposal.decision == Decision.PENDING)).one()
    assert left.doubts[0]["code"] == "open_class"


def test_imported_again_it_says_so_and_changes_nothing(app: Flask, tmp_path: Path) -> None:
    file = kept(tmp_path, plan_text())
    run(app, "import", "--confirm", file)
    assert run(app, "import", "--confirm", file) == (0, "91/KH-UBND, UBND tỉnh Cao Bằng: đã có\n", "")
    assert count(Task) == 3 and count(Draft) == 1


def test_without_number_and_day_it_is_recognised_by_its_content(app: Flask, tmp_path: Path) -> None:
    bare = plan_text(number="     /KH-UBND", day="     tháng 3 năm 2026")
    code, line, _ = run(app, "import", "--confirm", kept(tmp_path, bare))
    assert code == 0 and line.startswith("không số, UBND tỉnh Cao Bằng: 3 nhiệm vụ")
    assert run(app, "import", kept(tmp_path, bare, "ban-sao.txt"))[1].endswith("đã có\n")


def test_the_first_day_of_the_period_stands_in_for_an_unknown_day(app: Flask, tmp_path: Path) -> None:
    run(app, "import", "--confirm", kept(tmp_path, plan_text(day="     tháng     năm     ")))
    plan = db.session.scalars(select(Plan)).one()
    assert str(plan.issued_on) == "2026-01-01" and not plan.issue_date_is_stated
    assert "no_issue_date" in set(db.session.scalars(select(Finding.code)))


def test_a_known_month_stands_for_its_first_day(app: Flask, tmp_path: Path) -> None:
    run(app, "import", "--confirm", kept(tmp_path, plan_text(day="      tháng 3 năm 2026")))
    plan = db.session.scalars(select(Plan)).one()
    assert str(plan.issued_on) == "2026-03-01" and not plan.issue_date_is_stated


def test_a_refused_file_does_not_stop_the_next(app: Flask, tmp_path: Path) -> None:
    bad, good = kept(tmp_path, b"", "rong.txt"), kept(tmp_path, plan_text())
    code, out, err = run(app, "import", bad, str(tmp_path / "khong-co.txt"), good)
    assert code == 2 and out.startswith("91/KH-UBND") and out.count("\n") == 1
    assert err.count("\n") == 2 and "rong.txt: " in err and "khong-co.txt: " in err


def test_a_plan_without_assignments_is_refused_but_can_be_read(app: Flask, tmp_path: Path) -> None:
    letter = kept(tmp_path, "Kính gửi các đồng chí. Trời hôm nay đẹp.".encode())
    code, out, err = run(app, "import", letter)
    assert code == 2 and not out and "không có nhiệm vụ" in err and count(Draft) == 0
    code, out, _ = run(app, "extract", letter)
    assert code == 0 and "no_assignments" in out


def test_extract_prints_json_and_stores_nothing(app: Flask, tmp_path: Path) -> None:
    code, out, _ = run(app, "extract", kept(tmp_path, plan_text()))
    assert code == 0 and '"schema": "plan-extraction/1"' in out and count(Draft) == 0
    assert run(app, "extract", kept(tmp_path, b"", "rong.txt"))[0] == 2


def test_a_person_imports_only_for_those_they_monitor(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = kept(tmp_path, plan_text())
    assert run(app, "import", file, "--as", "khong-co@caobang.test")[0] == 2
    assert run(app, "import", file, "--as", "clerk@caobang.test")[0] == 2
    assert count(Draft) == 0
    assert run(app, "import", file, "--as", "monitor@caobang.test")[0] == 0
    assert db.session.scalars(select(Draft)).one().read_by == "Theo dõi Sở NN&MT"


def test_a_failure_in_the_middle_stores_nothing(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(plan_making, "issue_budget", fail)
    code, _, _ = run(app, "import", "--confirm", kept(tmp_path, plan_text()))
    db.session.rollback()
    assert code == 1 and count(Plan) == count(Draft) == count(Task) == 0


def test_a_closed_class_gives_each_member_its_own_task(app: Flask, tmp_path: Path) -> None:
    run(app, "import", "--confirm", kept(tmp_path, plan_text(COMMUNES, FINANCE, HEALTH)))
    names = list(db.session.scalars(select(Task).order_by(Task.id)))
    communes = {task.agency.name for task in names if task.agency.name.startswith("UBND ")}
    assert len(communes) == 56 and "UBND xã Bảo Lạc" in communes


def test_the_named_standing_agency_holds_the_role_for_that_plan(app: Flask, tmp_path: Path) -> None:
    standing = (
        "1. Sở Nông nghiệp và Môi trường\n- Là cơ quan thường trực giúp Ủy ban nhân dân tỉnh theo dõi Kế hoạch này.\n"
    )
    run(app, "import", "--confirm", kept(tmp_path, plan_text(standing, HEALTH)))
    role = db.session.scalars(select(AgencyRole)).one()
    plan = db.session.scalars(select(Plan)).one()
    assert role.agency.name == "Sở Nông nghiệp và Môi trường"
    assert (role.plan_id, role.issuer_id, role.starts_on) == (plan.id, plan.issuer_id, plan.issued_on)


def test_a_child_finds_its_parent_whichever_comes_first(app: Flask, tmp_path: Path) -> None:
    child_text = plan_text(HEALTH, number="95/KH-UBND", day="10 tháng 3 năm 2026").decode()
    child_text = child_text.replace(
        "Ủy ban nhân dân tỉnh Cao Bằng ban hành",
        "Thực hiện Kế hoạch số 91/KH-UBND ngày 02 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh Cao Bằng;\n"
        "Ủy ban nhân dân tỉnh Cao Bằng ban hành",
    )
    run(app, "import", "--confirm", kept(tmp_path, child_text.encode(), "con.txt"))
    child = db.session.scalars(select(Plan)).one()
    assert child.parent_number == "91/KH-UBND" and child.parent_id is None
    run(app, "import", "--confirm", kept(tmp_path, plan_text(FINANCE, HEALTH, OPEN_CLASS)))
    parent = db.session.scalars(select(Plan).where(Plan.number == "91/KH-UBND")).one()
    child = db.session.scalars(select(Plan).where(Plan.number == "95/KH-UBND")).one()
    assert child.parent_id == parent.id
