"""Money: parts, totals, sources, units; a unit that is missing is told and never guessed."""

import pytest

from tests.parsing.samples import HEAD, TAIL, encoded
from tests.parsing.test_tables import tabs
from tracker.parsing.draft import PlanDraft
from tracker.parsing.extract import extract_plan

BODY = "\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\nKhám bệnh cho dân.\n"


def read(*paragraphs: str) -> PlanDraft:
    funding = "\n\n".join(paragraphs)
    return extract_plan(encoded(f"{HEAD}{BODY}\nII. KINH PHÍ THỰC HIỆN\n\n{funding}\n{TAIL}"), "a.txt")


def in_table(caption: str, rows: list[list[str]]) -> PlanDraft:
    return extract_plan(encoded(f"{HEAD}{BODY}{TAIL}\n{caption}\n\n{tabs(rows)}"), "a.txt")


def told(draft: PlanDraft) -> list[tuple[str, str]]:
    return [(f.code, f.severity) for f in draft.findings if f.code.startswith(("budget", "table"))]


def lines(draft: PlanDraft) -> list[tuple[str, float, str]]:
    return [(line.item, line.amount, line.unit) for line in draft.budget]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Tổng kinh phí: 900 triệu đồng. Trong đó:", "- Dạy nghề: 350 triệu đồng.", "- Nhà ở: 550 triệu đồng."),
        ("Tổng kinh phí: 1,2 tỷ đồng, trong đó: ngân sách tỉnh 700 triệu đồng, vốn huy động 500 triệu đồng.",),
        ("- Ngân sách tỉnh: 40 tỷ đồng.", "- Ngân sách huyện: 20 tỷ đồng.", "Tổng cộng: 60 tỷ đồng."),
        (
            "Tổng kinh phí: 100 triệu đồng, gồm:",
            "1. Ngân sách tỉnh: 60 triệu đồng:",
            "- Vốn đầu tư: 45 triệu đồng.",
            "- Vốn sự nghiệp: 15 triệu đồng.",
            "2. Vốn huy động: 40 triệu đồng.",
        ),
        (
            "Tổng kinh phí: 100 triệu đồng. Phân theo nguồn:",
            "- Ngân sách tỉnh: 60 triệu đồng.",
            "- Ngân sách xã: 40 triệu đồng.",
            "Phân theo năm:",
            "- Năm 2024: 70 triệu đồng.",
            "- Năm 2025: 30 triệu đồng.",
        ),
        ("Kinh phí dạy nghề: 350 triệu đồng (trong đó ngân sách tỉnh 200 triệu đồng).",),
    ],
)
def test_money_that_adds_up_gives_no_finding(paragraphs: tuple[str, ...]) -> None:
    draft = read(*paragraphs)
    assert told(draft) == [] and draft.budget


def test_a_list_that_misses_its_total_is_an_error() -> None:
    draft = read("Tổng kinh phí: 900 triệu đồng, gồm:", "- Dạy nghề: 350 triệu đồng.", "- Nhà ở: 540 triệu đồng.")
    (finding,) = [f for f in draft.findings if f.code == "budget_total"]
    assert (finding.severity, finding.printed, finding.computed) == ("error", "900", "890")
    assert [(one.corrected, one.restores_total) for one in finding.hypotheses] == [("890", True)]


def test_parts_told_by_among_them_may_be_incomplete() -> None:
    draft = read("Kinh phí: 900 triệu đồng, trong đó: ngân sách tỉnh 300 triệu đồng, ngân sách huyện 200 triệu đồng.")
    assert told(draft) == [("budget_parts", "warning")]


def test_parts_that_exceed_their_line_are_an_error() -> None:
    draft = read("Kinh phí: 900 triệu đồng (ngân sách tỉnh 700 triệu đồng, ngân sách huyện 300 triệu đồng).")
    assert told(draft) == [("budget_parts", "error")]


def test_parts_in_another_unit_stand_in_the_unit_of_their_line() -> None:
    (line,) = read("Kinh phí: 1,5 tỷ đồng (vốn đầu tư 900 triệu đồng, vốn sự nghiệp 0,6 tỷ đồng).").budget
    assert [(part.source, part.amount) for part in line.parts] == [("vốn đầu tư", 0.9), ("vốn sự nghiệp", 0.6)]


def test_a_missing_unit_is_told_and_not_guessed() -> None:
    draft = read("Tổng kinh phí: 1.250.000.", "Vốn huy động: 300 triệu đồng.")
    assert lines(draft) == [("Tổng kinh phí", 1250000.0, ""), ("Vốn huy động", 300.0, "triệu đồng")]
    assert told(draft) == [("budget_unit_missing", "warning")]


@pytest.mark.parametrize("words", ["Kinh phí năm 2024 do ngân sách tỉnh bố trí.", "Vốn vay cho 1.250 hộ nghèo."])
def test_a_number_of_other_things_is_no_money(words: str) -> None:
    assert read(words).budget == []


ROWS = [
    ["1", "Dạy nghề", "350", "200", "150"],
    ["2", "Sửa nhà", "550", "400", "150"],
    ["3", "Nước sạch", "100", "60", "40"],
]
HEADER = ["TT", "Nội dung", "Tổng kinh phí", "NSTW", "NSĐP"]
TOTAL = ["", "Tổng cộng", "1.000", "660", "340"]


def test_a_table_of_money_gives_lines_with_their_sources() -> None:
    draft = in_table("BIỂU KINH PHÍ\n\nĐơn vị tính: triệu đồng", [HEADER, *ROWS, TOTAL])
    assert told(draft) == []
    assert lines(draft)[0] == ("Dạy nghề", 350.0, "triệu đồng")
    assert [(part.source, part.amount) for part in draft.budget[0].parts] == [("NSTW", 200.0), ("NSĐP", 150.0)]


def test_money_in_a_table_forgives_no_rounding() -> None:
    total = ["", "Tổng cộng", "1.001", "660", "340"]
    draft = in_table("BIỂU KINH PHÍ\n\nĐơn vị tính: triệu đồng", [HEADER, *ROWS, total])
    assert ("table_total", "error") in told(draft)


def test_a_table_of_money_without_unit_is_told() -> None:
    draft = in_table("BIỂU KINH PHÍ", [HEADER, *ROWS, TOTAL])
    assert told(draft) == [("budget_unit_missing", "warning")]
    assert {line.unit for line in draft.budget} == {""}


def test_a_unit_in_one_column_is_that_columns_alone() -> None:
    header = ["TT", "Đơn vị", "Số nhà", "Kinh phí (triệu đồng)"]
    rows = [["1", "Xã Óc Eo", "12", "480"], ["2", "Xã Cô Tô", "10", "400"], ["3", "Xã Lê Trì", "8", "320"]]
    draft = in_table("BIỂU GIAO", [header, *rows])
    assert lines(draft) == [
        ("Xã Óc Eo", 480.0, "triệu đồng"),
        ("Xã Cô Tô", 400.0, "triệu đồng"),
        ("Xã Lê Trì", 320.0, "triệu đồng"),
    ]
