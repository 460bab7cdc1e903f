"""One table of quotas in every shape that files bring it in: the same rows, the same quotas, no error."""

from collections.abc import Callable

import pytest

from tests.parsing.samples import HEAD, TAIL, encoded
from tracker.parsing.draft import PlanDraft
from tracker.parsing.extract import extract_plan

Row = list[str]
HEADER = [
    "TT",
    "Đơn vị",
    "Tổng số hộ",
    "Hộ nghèo đầu năm",
    "Tỷ lệ",
    "Hộ nghèo giảm",
    "Hộ nghèo cuối năm",
    "Tỷ lệ cuối năm",
]
LAYERS = [
    ["TT", "Đơn vị", "Tổng số hộ", "Đầu năm", "", "Giảm trong năm", "Cuối năm", ""],
    ["", "", "", "Hộ nghèo", "Tỷ lệ", "Hộ nghèo", "Hộ nghèo", "Tỷ lệ"],
]
NUMBERS = ["A", "B", "1", "2", "3=2/1x100", "4", "5=2-4", "6=5/1x100"]
ROWS = [
    ["1", "Long Xuyên", "48.000", "1.200", "2,50", "200", "1.000", "2,08"],
    ["2", "Thoại Sơn", "29.032", "900", "3,10", "100", "800", "2,76"],
    ["3", "Tri Tôn", "22.222", "1.500", "6,75", "300", "1.200", "5,40"],
    ["4", "Tịnh Biên", "21.782", "1.100", "5,05", "150", "950", "4,36"],
    ["5", "An Phú", "31.818", "700", "2,20", "90", "610", "1,92"],
]
TOTAL = ["", "Tổng cộng", "152.854", "5.400", "3,53", "840", "4.560", "2,98"]
GROUPS = [
    ["I", "Vùng bảy núi", "44.004", "2.600", "5,91", "450", "2.150", "4,89"],
    ROWS[2],
    ROWS[3],
    ["II", "Vùng sông", "108.850", "2.800", "2,57", "390", "2.410", "2,21"],
    ROWS[0],
    ROWS[1],
    ROWS[4],
]


def read(annex: str) -> PlanDraft:
    body = "\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\nKhám bệnh cho dân.\n"
    return extract_plan(encoded(f"{HEAD}{body}{TAIL}\nBIỂU GIAO SỐ HỘ\n\n{annex}\n"), "a.txt")


def tabs(rows: list[Row]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def markdown(rows: list[Row]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def bare_pipes(rows: list[Row]) -> str:
    return "\n".join(" | ".join(cell or " " for cell in row) for row in rows)


def cells_apart(rows: list[Row]) -> str:
    """One cell a line, a mark between cells, two marks between rows."""
    text = "\n|\n|\n".join("\n|\n".join(row) for row in rows)
    while "\n\n" in text:
        text = text.replace("\n\n", "\n")
    return text


def page_broken(rows: list[Row]) -> str:
    return tabs([*rows[:4], rows[0], *rows[4:]])


def page_numbered(rows: list[Row]) -> str:
    return f"{tabs(rows[:4])}\n\n7\n\n{tabs([rows[0], *rows[4:]])}"


def blank_between(rows: list[Row]) -> str:
    return f"{tabs(rows[:4])}\n\n{tabs(rows[4:])}"


def units(draft: PlanDraft) -> list[tuple[str | None, float | None, float | None, float | None, bool]]:
    return [(one.unit, one.start, one.less, one.end, one.is_total) for one in draft.quotas]


EXPECTED = [
    ("Long Xuyên", 1200, 200, 1000, False),
    ("Thoại Sơn", 900, 100, 800, False),
    ("Tri Tôn", 1500, 300, 1200, False),
    ("Tịnh Biên", 1100, 150, 950, False),
    ("An Phú", 700, 90, 610, False),
    ("Tổng cộng", 5400, 840, 4560, True),
]
SHAPES = [tabs, markdown, bare_pipes, page_broken, page_numbered, blank_between]


def weighty(draft: PlanDraft) -> list[tuple[str, str]]:
    return [(f.code, f.message) for f in draft.findings if f.severity != "info"]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_quotas(shape: Callable[[list[Row]], str]) -> None:
    draft = read(shape([HEADER, *ROWS, TOTAL]))
    assert len(draft.tables) == 1
    assert (units(draft), weighty(draft)) == (EXPECTED, [])


@pytest.mark.parametrize("shape", [tabs, markdown, bare_pipes])
def test_headers_in_layers_with_column_numbers(shape: Callable[[list[Row]], str]) -> None:
    draft = read(shape([*LAYERS, NUMBERS, *ROWS, TOTAL]))
    assert draft.tables[0].header[3:6] == ["Đầu năm – Hộ nghèo", "Đầu năm – Tỷ lệ", "Giảm trong năm – Hộ nghèo"]
    assert (units(draft), weighty(draft)) == (EXPECTED, [])


@pytest.mark.parametrize("shape", [tabs, markdown, bare_pipes])
def test_a_total_may_stand_first(shape: Callable[[list[Row]], str]) -> None:
    draft = read(shape([HEADER, TOTAL, *ROWS]))
    assert (units(draft), weighty(draft)) == ([EXPECTED[-1], *EXPECTED[:-1]], [])


@pytest.mark.parametrize("total", [[*GROUPS, TOTAL], [TOTAL, *GROUPS]], ids=["last", "first"])
def test_group_rows_are_no_second_summands(total: list[Row]) -> None:
    draft = read(tabs([HEADER, *total]))
    assert weighty(draft) == []


def test_a_group_row_that_misses_its_rows_is_an_error() -> None:
    wrong = [[*row[:3], "2.700", *row[4:]] if row[0] == "I" else row for row in GROUPS]
    codes = {code for code, _ in weighty(read(tabs([HEADER, *wrong, TOTAL])))}
    assert "table_total" in codes


def test_cells_on_their_own_lines_with_two_marks_between_rows() -> None:
    header = ["Đơn vị", "Hộ nghèo đầu năm", "Hộ nghèo giảm", "Hộ nghèo cuối năm"]
    rows = [[row[1], row[3], row[5], row[6]] for row in [*ROWS, TOTAL]]
    draft = read(cells_apart([header, *rows]))
    assert (units(draft), weighty(draft)) == (EXPECTED, [])


def test_group_rows_between_two_marks_keep_their_empty_cells() -> None:
    header = ["TT", "Đơn vị", "Hộ nghèo đầu năm", "Hộ nghèo giảm"]
    rows = [
        ["I", "Vùng sông", "", ""],
        ["1", "An Phú", "700", "90"],
        ["2", "Óc Eo", "300", "30"],
        ["II", "Núi", "", ""],
    ]
    (table,) = read(cells_apart([header, *rows, ["3", "Tri Tôn", "1.500", "300"]]) + "\n|\n|\nHết biểu.").tables
    assert table.header == header and [row[0] for row in table.rows] == ["I", "1", "2", "II", "3"]
    assert table.rows[-1] == ["3", "Tri Tôn", "1.500", "300"]


@pytest.mark.parametrize(
    "name", ["Công an tỉnh", "Công Thương", "Cộng đồng dân cư", "Tổng cục Thuế", "Tổng công ty Điện"]
)
def test_a_body_whose_name_begins_like_a_total_is_a_row(name: str) -> None:
    header = ["Đơn vị", "Số cơ sở", "Đạt yêu cầu"]
    rows = [["Y tế", "14", "10"], [name, "9", "6"], ["Nông nghiệp", "7", "5"]]
    draft = read(tabs([header, *rows, ["Cộng", "30", "21"]]))
    assert (draft.tables[0].total, weighty(draft)) == (["Cộng", "30", "21"], [])


def test_a_total_without_a_name_shows_itself() -> None:
    draft = read(tabs([HEADER, *ROWS, ["", "", *TOTAL[2:]]]))
    assert draft.quotas[-1].is_total and weighty(draft) == []


def test_a_table_of_places_assigns_nothing() -> None:
    assert [one.text for one in read(tabs([HEADER, *ROWS, TOTAL])).assignments] == ["Khám bệnh cho dân."]


def test_measures_in_rows_and_places_in_columns() -> None:
    rows = [
        ["TT", "Chỉ tiêu", "ĐVT", "Toàn tỉnh", "Tri Tôn", "Tịnh Biên", "An Phú"],
        ["1", "Tổng số hộ", "Hộ", "75.822", "22.222", "21.782", "31.818"],
        ["2", "Số hộ nghèo đầu năm", "Hộ", "3.300", "1.500", "1.100", "700"],
        ["3", "Số hộ nghèo giảm", "Hộ", "540", "300", "150", "90"],
        ["4", "Số hộ nghèo cuối năm", "Hộ", "2.760", "1.200", "950", "610"],
        ["5", "Tỷ lệ hộ nghèo đầu năm", "%", "4,35", "6,75", "5,05", "2,20"],
    ]
    draft = read(tabs(rows))
    assert weighty(draft) == []
    assert units(draft)[:2] == [("Toàn tỉnh", 3300, 540, 2760, True), ("Tri Tôn", 1500, 300, 1200, False)]
    rows[4][3] = "2.706"
    (finding,) = [f for f in read(tabs(rows)).findings if f.code == "table_total"]
    assert (finding.printed, finding.computed) == ("2.706", "2.760")
