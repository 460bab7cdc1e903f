"""The sample plans say what they are meant to say, in both forms, and their Word form is built from their text."""

import re
import subprocess
import sys
import unicodedata
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from tracker.parsing.draft import Assignment, PlanDraft
from tracker.parsing.extract import extract_plan

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
POVERTY = "ke-hoach-giam-ngheo-2026"
HOUSING = "ke-hoach-hanh-dong-nha-o-2026"
FRONT = "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị - xã hội"
MEANT = {
    "Sở Nông nghiệp và Môi trường": 7,
    "Sở Tài chính": 4,
    "Sở Nội vụ": 3,
    "Sở Y tế": 4,
    "Sở Giáo dục và Đào tạo": 3,
    "Sở Xây dựng": 2,
    "Sở Khoa học và Công nghệ": 2,
    "Sở Văn hóa, Thể thao và Du lịch": 2,
    "Sở Dân tộc và Tôn giáo": 2,
    "Sở Tư pháp": 2,
    "Công an tỉnh": 1,
    "Thống kê tỉnh": 1,
    "Chi nhánh Ngân hàng Chính sách xã hội tỉnh": 2,
    "UBND cấp xã": 7,
    FRONT: 3,
}
BOTH = (POVERTY, HOUSING)


@lru_cache
def read(name: str) -> PlanDraft:
    return extract_plan((SAMPLES / name).read_bytes(), name)


def figures(name: str) -> list[list[str]]:
    """The rows of the annex, without its head, as printed in the text form."""
    lines = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines if " | " in line][1:]


def number(cell: str) -> float:
    return float(cell.replace(".", "").replace(",", "."))


def sum_of(rows: list[list[str]], column: int) -> float:
    return sum(number(row[column]) for row in rows)


def said(assignment: Assignment) -> tuple[object, ...]:
    deadline = assignment.deadline
    return (
        assignment.agency,
        assignment.mode,
        assignment.role,
        assignment.nature,
        assignment.text,
        (deadline.kind, deadline.due_on, deadline.recurs),
        tuple(doubt.code for doubt in assignment.doubts),
    )


def doubtful(draft: PlanDraft) -> dict[str, set[str]]:
    """The doubt codes of a draft, each with the beginnings of the clauses that carry it."""
    seen: dict[str, set[str]] = {}
    for assignment in draft.assignments:
        for doubt in assignment.doubts:
            seen.setdefault(doubt.code, set()).add(assignment.text[:20])
    return seen


def due(draft: PlanDraft, words: str) -> tuple[str, str | None]:
    """Kind and last day of the deadline of the one clause that holds `words`."""
    (found,) = [a for a in draft.assignments if words in a.text]
    return found.deadline.kind, found.deadline.due_on


@pytest.mark.parametrize("name", BOTH)
def test_the_text_is_composed_unicode_with_one_paragraph_a_line(name: str) -> None:
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert all(line == line.rstrip() and line for line in text.splitlines())


def test_building_the_word_files_again_gives_the_committed_bytes(tmp_path: Path) -> None:
    script = ROOT / "tools" / "samples" / "build_docx.py"
    subprocess.run([sys.executable, str(script), "--into", str(tmp_path)], check=True, capture_output=True)
    for name in BOTH:
        assert (tmp_path / f"{name}.docx").read_bytes() == (SAMPLES / f"{name}.docx").read_bytes(), name


@pytest.mark.parametrize("name", BOTH)
def test_text_and_word_form_give_the_same(name: str) -> None:
    text, word = read(f"{name}.txt"), read(f"{name}.docx")
    assert [said(a) for a in text.assignments] == [said(a) for a in word.assignments]
    for part in ("number", "title", "issuer", "issued_on", "period", "signer", "recipients", "parent"):
        assert getattr(text.plan, part) == getattr(word.plan, part), part
    assert [(d.reporter, d.periods, d.due, d.via) for d in text.reporting_duties] == [
        (d.reporter, d.periods, d.due, d.via) for d in word.reporting_duties
    ]
    assert [t.rows for t in text.tables] == [t.rows for t in word.tables]
    assert [f.code for f in text.findings] == [f.code for f in word.findings]


@pytest.mark.parametrize("column", [2, 3, 5, 6])
def test_the_quotas_of_the_demonstration_plan_add_up(column: int) -> None:
    *rows, total = figures(POVERTY)
    assert sum_of(rows, column) == number(total[column])


def test_every_row_of_the_quotas_is_consistent() -> None:
    for row in figures(POVERTY):
        households, start, start_rate, less, end, end_rate, less_rate = (number(cell) for cell in row[2:])
        assert start - less == end, row
        assert start_rate - end_rate == pytest.approx(less_rate), row
        for count, rate in ((start, start_rate), (end, end_rate), (less, less_rate)):
            assert rate == pytest.approx(100 * count / households, abs=0.0051), row


def test_the_budget_of_the_demonstration_plan_adds_up() -> None:
    text = (SAMPLES / f"{POVERTY}.txt").read_text(encoding="utf-8")
    budget = text[text.index("V. KINH PHÍ") : text.index("VI. TỔ CHỨC")].splitlines()
    (whole, *lines) = [[number(n) for n in re.findall(r"([\d.]+) triệu đồng", line)] for line in budget[1:]]
    assert sum(line[0] for line in lines) == whole[0]
    assert all(line[0] == sum(line[1:]) for line in lines)


def test_only_the_total_of_houses_in_the_second_plan_is_wrong() -> None:
    *rows, total = figures(HOUSING)
    wrong = {column for column in range(2, 6) if sum_of(rows, column) != number(total[column])}
    assert (wrong, sum_of(rows, 2), total[2]) == ({2}, 350, "356")
    said_wrong = [f for f in read(f"{HOUSING}.txt").findings if f.severity == "error"]
    assert ("356", "350") in [(f.printed, f.computed) for f in said_wrong]
    assert all("356" in f.message for f in said_wrong)


def test_the_demonstration_plan_leaves_only_the_mass_organisations_to_choose() -> None:
    draft = read(f"{POVERTY}.txt")
    assert {code: len(clauses) for code, clauses in doubtful(draft).items()} == {"open_class": 3}
    assert {a.agency.name for a in draft.assignments if a.doubts} == {FRONT}
    assert [f for f in draft.findings if f.severity != "info" or f.code == "unplaced"] == []


def test_the_demonstration_plan_gives_each_agency_what_it_was_meant_to_have() -> None:
    assert Counter(a.agency.canonical or a.agency.name for a in read(f"{POVERTY}.txt").assignments) == MEANT


def test_targets_budget_and_annex_of_the_demonstration_plan_are_read() -> None:
    draft = read(f"{POVERTY}.txt")
    assert len(draft.targets) == 14
    chief = draft.targets[0]
    assert (chief.indicator, chief.comparator, chief.value, chief.baseline) == (
        "tỷ lệ hộ nghèo toàn tỉnh",
        "<=",
        15.1,
        18.7,
    )
    assert 186_400 in [line.amount for line in draft.budget]
    (annex,) = draft.tables
    assert len(annex.rows) == 12 and annex.total is not None and "10.341" in annex.total


def test_the_second_plan_leaves_its_open_class_and_its_impossible_day() -> None:
    seen = doubtful(read(f"{HOUSING}.txt"))
    assert set(seen) == {"open_class", "deadline_unclear"}
    assert seen["deadline_unclear"] == {"Tổ chức lắp đặt bể c"}
    assert len(seen["open_class"]) == 2


def test_the_head_of_the_demonstration_plan_is_read() -> None:
    head = read(f"{POVERTY}.txt").plan
    assert (head.kind, head.number, head.issuer) == ("KH", "15/KH-UBND", "UBND tỉnh Cao Bằng")
    assert (head.issued_on, head.level) == ("2026-01-20", "province")
    assert head.period is not None and (head.period.start, head.period.end) == ("2026-01-01", "2026-12-31")
    assert head.signer is not None and head.signer.name == "Nông Minh Khôi"


def test_the_second_plan_names_the_first_as_its_parent() -> None:
    assert read(f"{HOUSING}.txt").plan.parent == "15/KH-UBND"


@pytest.mark.parametrize(
    ("words", "kind", "day"),
    [
        ("phân bổ chi tiết kinh phí", "date", "2026-02-27"),
        ("kế hoạch kiểm tra, giám sát", "date", "2026-03-31"),
        ("bố trí vốn đối ứng", "date", "2026-03-31"),
        ("nhu cầu đi làm việc ở nước ngoài", "date", "2026-05-30"),
        ("mẫu nhà, tiêu chí nhà ở", "date", "2026-03-31"),
        ("tài liệu hỏi đáp pháp luật", "date", "2026-06-30"),
        ("Sau khi có hướng dẫn của Bộ", "event", None),
        ("chính sách trợ giúp xã hội", "none", None),
    ],
)
def test_a_deadline_of_the_demonstration_plan_is_read(words: str, kind: str, day: str | None) -> None:
    assert due(read(f"{POVERTY}.txt"), words) == (kind, day)


@pytest.mark.parametrize("words", ["Trước ngày 05 hằng tháng", "Trong tháng 6 hằng năm"])
def test_a_recurring_deadline_of_the_demonstration_plan_is_read(words: str) -> None:
    assert due(read(f"{POVERTY}.txt"), words)[0] == "recurring"


def test_the_monthly_task_of_finance_is_no_report_too() -> None:
    duties = read(f"{POVERTY}.txt").reporting_duties
    assert len(duties) == 2
    assert [duty for duty in duties if "monthly" in duty.periods or duty.reporter == "Sở Tài chính"] == []


def test_the_yearly_report_of_the_demonstration_plan_is_done_with_its_last_day() -> None:
    assert due(read(f"{POVERTY}.txt"), "kết quả thực hiện Kế hoạch 6 tháng") == ("date", "2026-12-04")


def test_neither_plan_cites_itself() -> None:
    for name in BOTH:
        plan = read(f"{name}.txt").plan
        assert plan.number not in [act.number for act in plan.citations]


def test_difficulties_of_the_second_plan_are_gathered_by_its_lead() -> None:
    route = read(f"{HOUSING}.txt").difficulty_route
    assert route is not None and (route.via, route.to) == ("Sở Xây dựng", "Ủy ban nhân dân tỉnh")


def test_every_target_of_the_second_plan_has_its_unit() -> None:
    units = [(target.value, target.unit) for target in read(f"{HOUSING}.txt").targets]
    assert units == [(226, "căn"), (124, "căn"), (640, "bể"), (9, "công trình"), (92, "%")]


def test_the_front_is_requested_and_nobody_else() -> None:
    requested = {a.agency.name for a in read(f"{POVERTY}.txt").assignments if a.mode == "requested"}
    assert len(requested) == 1 and "Mặt trận Tổ quốc" in requested.pop()


def test_one_paragraph_holds_the_duty_to_report_and_the_way_of_difficulties() -> None:
    draft = read(f"{POVERTY}.txt")
    duty = next(d for d in draft.reporting_duties if d.due == {"semiannual": "10/6", "annual": "25/11"})
    assert duty.periods == ["semiannual", "annual"]
    assert duty.via == "Sở Nông nghiệp và Môi trường"
    route = draft.difficulty_route
    assert route is not None and route.via == "Sở Nông nghiệp và Môi trường"
