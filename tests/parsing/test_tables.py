"""Annex tables in every flattened form, and the sums that are checked."""

import pytest

from tests.parsing.samples import HEAD, TAIL, encoded
from tracker.parsing.draft import PlanDraft
from tracker.parsing.extract import extract_plan

HEADER = ["TT", "Đơn vị", "Hộ nghèo đầu năm", "Hộ giảm", "Hộ nghèo cuối năm", "Tỷ lệ"]
ROWS = [
    ["1", "Long Xuyên", "1.200", "200", "1.000", "2,50"],
    ["2", "Thoại Sơn", "900", "100", "801", "3,10"],
    ["3", "Tri Tôn", "1.500", "300", "1.200", "6,75"],
    ["4", "Tịnh Biên", "1.100", "150", "950", "5,05"],
    ["5", "An Phú", "700", "90", "610", "2,20"],
]
TOTAL = ["", "Cộng", "5.400", "840", "4.560", "3,66"]


def with_annex(annex: str) -> PlanDraft:
    body = "\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\nKhám bệnh.\n"
    return extract_plan(encoded(f"{HEAD}{body}{TAIL}\nBIỂU GIAO SỐ HỘ\n\n{annex}"), "a.txt")


def tabs(rows: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def pipes(rows: list[list[str]]) -> str:
    ruler = "|" + "---|" * len(rows[0])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], ruler, *lines[1:]])


def bare_pipes(rows: list[list[str]]) -> str:
    return "\n".join(" | ".join(row) for row in rows)


def one_cell_a_line(rows: list[list[str]]) -> str:
    return "\n|\n".join(cell for row in rows for cell in row).replace("\n\n", "\n")


@pytest.mark.parametrize("write", [tabs, pipes, bare_pipes, one_cell_a_line])
def test_a_table_is_read_in_every_form(write: object) -> None:
    (table,) = with_annex(write([HEADER, *ROWS, TOTAL])).tables
    assert (table.header, table.rows, table.total) == (HEADER, ROWS, TOTAL)
    assert (table.unit_column, table.title) == (1, "BIỂU GIAO SỐ HỘ")


def test_rows_led_by_tabs_are_read_without_header() -> None:
    cells = "\n\n".join("\n".join(f"\t{cell or chr(160)}" for cell in row) for row in ROWS)
    (table,) = with_annex(cells).tables
    assert table.rows == ROWS


def findings(rows: list[list[str]]) -> list[tuple[str, str, str | None, str | None]]:
    draft = with_annex(tabs([HEADER, *rows]))
    return [(f.code, f.severity, f.printed, f.computed) for f in draft.findings]


def test_rounding_is_told_as_information() -> None:
    assert ("row_rounding", "info", "801", "800") in findings([*ROWS, TOTAL])
    assert ("table_total_rounding", "info", "4.560", "4.561") in findings([*ROWS, TOTAL])


def test_a_wrong_total_is_an_error_and_stays_as_printed() -> None:
    wrong = [*TOTAL[:2], "5.900", *TOTAL[3:]]
    assert ("table_total", "error", "5.900", "5.400") in findings([*ROWS, wrong])
    assert with_annex(tabs([HEADER, *ROWS, wrong])).tables[0].total == wrong


def test_a_row_that_does_not_subtract_is_an_error() -> None:
    rows = [[*row[:4], "1.020", row[5]] if row[1] == "Long Xuyên" else row for row in ROWS]
    assert ("row_difference", "error", "1.020", "1.000") in findings(rows)


def test_words_that_contradict_the_annex_are_told() -> None:
    annex = tabs([HEADER, *ROWS, TOTAL])
    text = f"{HEAD}\nI. THỰC TRẠNG\n\nToàn tỉnh có 4.650 hộ nghèo, chiếm 3,66%.\n{TAIL}\nBIỂU\n\n{annex}"
    found = [f for f in extract_plan(encoded(text), "a.txt").findings if f.code == "text_table_mismatch"]
    assert [(f.printed, f.computed) for f in found] == [("4.650", "4.560")]


BUDGET = """
III. KINH PHÍ THỰC HIỆN

Tổng kinh phí: 1.000 triệu đồng. Trong đó:

- Dạy nghề: 350 triệu đồng (ngân sách tỉnh 300 triệu đồng, ngân sách huyện 100 triệu đồng).

- Nhà ở: 600 triệu đồng (ngân sách tỉnh 600 triệu đồng).
"""


def test_a_budget_that_does_not_add_up_tells_which_figure_may_be_wrong() -> None:
    draft = extract_plan(encoded(HEAD + BUDGET + TAIL), "a.txt")
    parts, total = (f for f in draft.findings if f.code.startswith("budget"))
    assert (parts.code, parts.printed, parts.computed) == ("budget_parts", "350", "400")
    assert "số của dòng này có thể sai" in parts.message
    assert (total.code, total.printed, total.computed) == ("budget_total", "1.000", "950")
    assert [line.amount for line in draft.budget] == [1000.0, 350.0, 600.0]
