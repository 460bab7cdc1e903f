"""Findings about figures: what each says, which readings it offers, and when nothing is said."""

import pytest

from tests.parsing.samples import HEAD, TAIL, encoded
from tests.parsing.test_tables import HEADER, ROWS, TOTAL, tabs
from tracker.parsing.draft import Finding, PlanDraft
from tracker.parsing.extract import extract_plan

BODY = "\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\nKhám bệnh cho dân.\n"
RIGHT = [
    ["1", "Long Xuyên", "48.000", "1.200", "2,50", "200", "1.000", "2,08"],
    ["2", "Thoại Sơn", "29.032", "900", "3,10", "100", "800", "2,76"],
    ["3", "Tri Tôn", "22.222", "1.500", "6,75", "300", "1.200", "5,40"],
    ["4", "Tịnh Biên", "21.782", "1.100", "5,05", "150", "950", "4,36"],
    ["5", "An Phú", "31.818", "700", "2,20", "90", "610", "1,92"],
]
SUMS = ["", "Cộng", "152.854", "5.400", "3,53", "840", "4.560", "2,98"]
NAMES = [
    "TT",
    "Đơn vị",
    "Tổng số hộ",
    "Hộ nghèo đầu năm",
    "Tỷ lệ",
    "Hộ nghèo giảm",
    "Hộ nghèo cuối năm",
    "Tỷ lệ cuối năm",
]


def read(annex: list[list[str]], words: str = "", caption: str = "BIỂU GIAO SỐ HỘ") -> PlanDraft:
    return extract_plan(encoded(f"{HEAD}\n{words}\n{BODY}{TAIL}\n{caption}\n\n{tabs(annex)}"), "a.txt")


def told(draft: PlanDraft) -> list[Finding]:
    return [one for one in draft.findings if one.code not in ("closing_order", "lead_in")]


def changed(row: int, column: int, value: str, *, of: list[list[str]] = RIGHT) -> list[list[str]]:
    return [[value if (r, c) == (row, column) else cell for c, cell in enumerate(cells)] for r, cells in enumerate(of)]


def test_a_right_annex_says_nothing() -> None:
    assert told(read([NAMES, *RIGHT, SUMS])) == []


def test_a_wrong_row_offers_three_readings_and_the_total_chooses() -> None:
    (finding,) = [f for f in told(read([NAMES, *changed(1, 6, "880"), SUMS])) if f.code == "row_difference"]
    assert (finding.severity, finding.printed, finding.computed) == ("error", "880", "800")
    readings = [(one.corrected, one.restores_total) for one in finding.hypotheses]
    assert sorted(readings) == [("20", False), ("800", True), ("980", False)]
    assert "Dòng tổng khớp nếu" in finding.message


def test_a_wrong_total_is_told_apart_from_a_wrong_row_by_its_own_row() -> None:
    total = [*SUMS[:6], "4.650", SUMS[7]]
    (finding,) = [f for f in told(read([NAMES, *RIGHT, total])) if f.code == "table_total"]
    assert [(one.corrected, one.restores_total) for one in finding.hypotheses] == [("4.560", True), (None, False)]
    assert "đảo hai chữ số" in finding.message


def test_a_rate_that_no_rounding_explains_is_an_error() -> None:
    findings = told(read([NAMES, *changed(2, 4, "7,65"), SUMS]))
    assert [(f.code, f.severity, f.printed, f.computed) for f in findings] == [("rate_error", "error", "7,65", "6,75")]


def test_a_total_for_another_area_is_one_warning_and_no_row_of_errors() -> None:
    total = ["", "Cộng", "160.854", "6.400", "3,98", "1.040", "5.360", "3,33"]
    findings = [f for f in told(read([NAMES, *RIGHT, total])) if f.severity != "info"]
    assert [(f.code, f.severity) for f in findings] == [("table_rows_missing", "warning")]


def test_a_mean_below_its_column_is_no_sum() -> None:
    header = ["TT", "Đơn vị", "Hộ nghèo", "Thu nhập một khẩu"]
    rows = [["1", "An Phú", "300", "41"], ["2", "Tri Tôn", "500", "45"], ["3", "Óc Eo", "400", "43"]]
    assert told(read([header, *rows, ["", "Cộng", "1.200", "43"]])) == []


def test_rows_of_which_are_no_summands() -> None:
    header = ["TT", "Đối tượng", "Số lao động", "Số lớp"]
    rows = [["1", "Hộ nghèo", "300", "12"], ["", "Trong đó: nữ", "120", "5"], ["2", "Hộ cận nghèo", "200", "8"]]
    assert told(read([header, *rows, ["3", "Hộ mới thoát nghèo", "100", "4"], ["", "Tổng cộng", "600", "24"]])) == []


def test_the_formulas_below_a_header_say_what_belongs_together() -> None:
    header = ["TT", "Đơn vị", "Giao", "Làm được", "Còn lại"]
    numbers = ["A", "B", "1", "2", "3=1-2"]
    rows = [["1", "An Phú", "30", "12", "18"], ["2", "Óc Eo", "40", "22", "16"]]
    (finding,) = told(read([header, numbers, *rows]))
    assert (finding.code, finding.severity, finding.printed) == ("row_difference", "error", "16")


def test_words_that_repeat_the_annex_say_nothing() -> None:
    words = "Đầu năm toàn tỉnh có 5.400 hộ nghèo, chiếm 3,53%; phấn đấu giảm 840 hộ, cuối năm còn 4.560 hộ."
    assert told(read([NAMES, *RIGHT, SUMS], words)) == []


@pytest.mark.parametrize(
    ("words", "printed", "computed"),
    [
        ("Đầu năm toàn tỉnh có 5.040 hộ nghèo, chiếm 3,53%.", "5.040", "5.400"),
        ("Đầu năm toàn tỉnh có 5.400 hộ nghèo, chiếm 3,35%.", "3,35", "3,53"),
        ("Phấn đấu giảm 840 hộ, cuối năm còn 4.580 hộ.", "4.580", "4.560"),
    ],
)
def test_words_against_the_total_of_the_annex(words: str, printed: str, computed: str) -> None:
    (finding,) = told(read([NAMES, *RIGHT, SUMS], words))
    assert (finding.code, finding.printed, finding.computed) == ("text_table_mismatch", printed, computed)
    assert finding.hypotheses[0].restores_total


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("Tỷ lệ hộ nghèo giảm 1,5% (từ 9% xuống còn 7,5%).", None),
        ("Tỷ lệ hộ nghèo giảm 1,5% (từ 9% xuống còn 6,5%).", "2,50"),
        ("Số hộ nghèo từ 1.402 hộ xuống còn 1.195 hộ, giảm 207 hộ.", None),
        ("Số hộ nghèo từ 1.402 hộ xuống còn 1.195 hộ, giảm 217 hộ.", "207"),
    ],
)
def test_levels_and_their_change_in_one_sentence(words: str, wrong: str | None) -> None:
    found = [f for f in extract_plan(encoded(f"{HEAD}\n{words}\n{BODY}{TAIL}"), "a.txt").findings if "text" in f.code]
    assert [f.computed for f in found] == ([wrong] if wrong else [])


BANDS = (
    "Số xã có tỷ lệ hộ nghèo từ 3% trở xuống có {low} xã;\n\nSố xã có tỷ lệ hộ nghèo từ trên 3% đến dưới 6% có 02 xã;"
    "\n\nSố xã có tỷ lệ hộ nghèo từ 6% trở lên: {high}."
)


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [("02", "01 xã", []), ("03", "không có", []), ("01", "02 xã", [("1 / 2 / 2", "2 / 2 / 1")])],
)
def test_bands_are_counted_at_the_start_or_the_end(low: str, high: str, found: list[tuple[str, str]]) -> None:
    findings = told(read([NAMES, *RIGHT, SUMS], BANDS.format(low=low, high=high)))
    assert [(f.printed, f.computed) for f in findings if f.code == "band_mismatch"] == found


def test_a_lost_header_is_filled_only_with_what_is_proven() -> None:
    draft = read([*RIGHT, SUMS])
    (finding,) = told(draft)
    assert (finding.code, finding.severity) == ("header_inferred", "info") and "suy ra từ số học" in finding.message
    header = draft.tables[0].header
    assert header[2].startswith("Tổng số làm mẫu số") and header[4].startswith("Tỷ lệ của") and header[1] == ""
    assert draft.quotas == []  # which column is the reduction and which the end, nothing proves


def test_a_sign_proves_the_reduction() -> None:
    rows = [[*row[:5], f"-{row[5]}", *row[6:]] for row in [*RIGHT, SUMS]]
    quotas = read(rows).quotas
    assert (quotas[0].start, quotas[0].less, quotas[0].end, quotas[-1].is_total) == (1200, 200, 1000, True)


@pytest.mark.parametrize(
    ("days", "severities"),
    [
        (("03/4/2023", "05/9/2023"), ["error"]),
        (("03/4/2023", "03/4/2022"), ["error"]),
        (("03/4/2023", "11/8/2021"), []),
    ],
)
def test_one_number_with_two_days(days: tuple[str, str], severities: list[str]) -> None:
    words = "\n\n".join(f"Theo Quyết định số 77/QĐ-UBND ngày {day} của UBND tỉnh, giúp dân làm nhà." for day in days)
    draft = extract_plan(encoded(f"{HEAD}\n{words}\n{BODY}{TAIL}"), "a.txt")
    assert [f.severity for f in draft.findings if f.code == "citation_conflict"] == severities


def test_the_same_number_of_two_issuers_is_no_conflict() -> None:
    issuers = ("UBND tỉnh An Giang", "UBND huyện Tri Tôn")
    words = "\n\n".join(
        f"Theo Quyết định số 77/QĐ-UBND ngày 0{day}/4/2023 của {issuer} về việc giúp dân."
        for day, issuer in enumerate(issuers, start=3)
    )
    draft = extract_plan(encoded(f"{HEAD}\n{words}\n{BODY}{TAIL}"), "a.txt")
    assert [f for f in draft.findings if f.code == "citation_conflict"] == []


def test_findings_of_one_kind_stand_together() -> None:
    rows = [[*row[:6], str(int(row[6].replace(".", "")) + 1), row[7]] for row in RIGHT]
    rounding = [f for f in told(read([NAMES, *rows, SUMS])) if f.code == "row_rounding"]
    assert [(f.severity, len(f.places)) for f in rounding] == [("info", 5)]


def test_a_table_in_many_rows_keeps_its_old_reading() -> None:
    assert read([HEADER, *ROWS, TOTAL]).tables[0].total == TOTAL
