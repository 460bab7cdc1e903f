"""Tables that are right give no error, whatever their figures; one wrong figure is found (hypothesis)."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.parsing.samples import HEAD, TAIL, encoded
from tracker.parsing.draft import Finding
from tracker.parsing.extract import extract_plan
from tracker.parsing.numbers import number_words, rate_words

NAMES = [
    "Bình Hòa",
    "Cần Đăng",
    "Vĩnh An",
    "Hòa Bình Thạnh",
    "An Hảo",
    "Tân Lợi",
    "Núi Voi",
    "Ô Lâm",
    "Lê Trì",
    "Vĩnh Gia",
]
HEADER = [
    "TT",
    "Đơn vị",
    "Tổng số hộ",
    "Hộ nghèo đầu năm",
    "Tỷ lệ (%)",
    "Số hộ giảm",
    "Hộ nghèo cuối năm",
    "Tỷ lệ cuối năm (%)",
]
_FEW = settings(max_examples=60, deadline=None)


@dataclass(frozen=True)
class Place:
    """One row: households, poor at the start, how many fewer."""

    households: int
    poor: int
    less: int


def place() -> st.SearchStrategy[Place]:
    return st.integers(300, 30_000).flatmap(
        lambda households: st.integers(20, households // 2).flatmap(
            lambda poor: st.integers(0, poor).map(lambda less: Place(households, poor, less))
        )
    )


PLACES = st.lists(place(), min_size=4, max_size=len(NAMES))


def cells(index: str, name: str, one: Place) -> list[str]:
    end = one.poor - one.less
    rates = [rate_words(100 * count / one.households, 2) for count in (one.poor, end)]
    figures = [number_words(count) for count in (one.households, one.poor, one.less, end)]
    return [index, name, figures[0], figures[1], rates[0], figures[2], figures[3], rates[1]]


def whole(places: list[Place]) -> Place:
    return Place(sum(p.households for p in places), sum(p.poor for p in places), sum(p.less for p in places))


def table(places: list[Place], *, total_first: bool = False, header: bool = True) -> list[list[str]]:
    rows = [
        cells(str(number), name, one) for number, (name, one) in enumerate(zip(NAMES, places, strict=False), start=1)
    ]
    total = cells("", "Tổng cộng", whole(places))
    rows = [total, *rows] if total_first else [*rows, total]
    return [HEADER, *rows] if header else rows


def findings(rows: list[list[str]], caption: str = "BIỂU GIAO CHỈ TIÊU") -> list[Finding]:
    annex = "\n".join("\t".join(row) for row in rows)
    body = "\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\nKhám bệnh cho dân.\n"
    draft = extract_plan(encoded(f"{HEAD}{body}{TAIL}\n{caption}\n\n{annex}"), "a.txt")
    return [finding for finding in draft.findings if finding.code not in ("closing_order", "lead_in")]


def weighty(rows: list[list[str]], caption: str = "BIỂU GIAO CHỈ TIÊU") -> list[tuple[str, str]]:
    return [(f.code, f.message) for f in findings(rows, caption) if f.severity != "info"]


@_FEW
@given(PLACES, st.booleans(), st.booleans())
def test_a_right_table_of_quotas_gives_no_error(places: list[Place], first: bool, header: bool) -> None:
    assert weighty(table(places, total_first=first, header=header)) == []


@_FEW
@given(PLACES, st.integers(0, 100), st.sampled_from([2, 3, 5, 6]), st.integers(100, 9_000))
def test_one_wrong_count_is_found(places: list[Place], row: int, column: int, change: int) -> None:
    rows = table(places)
    wrong = rows[1 + row % len(places)]
    wrong[column] = number_words(int(wrong[column].replace(".", "")) + change)
    codes = {code for code, _ in weighty(rows)}
    assert codes & {"table_total", "row_difference", "rate_error", "table_rows_missing"}


@_FEW
@given(PLACES, st.sampled_from([2, 3, 5, 6]), st.integers(20, 9_000))
def test_one_wrong_total_is_found(places: list[Place], column: int, change: int) -> None:
    rows = table(places)
    rows[-1][column] = number_words(int(rows[-1][column].replace(".", "")) + change)
    assert "table_total" in {code for code, _ in weighty(rows)}


@_FEW
@given(st.lists(st.tuples(st.integers(1, 90_000), st.integers(0, 9_000)), min_size=3, max_size=10), st.booleans())
def test_a_right_table_of_money_gives_no_error(amounts: list[tuple[int, int]], first: bool) -> None:
    header = ["TT", "Nội dung", "Tổng kinh phí", "Ngân sách trung ương", "Ngân sách địa phương"]
    rows = [
        [str(number), name, *map(number_words, (a + b, a, b))]
        for number, (name, (a, b)) in enumerate(zip(NAMES, amounts, strict=False), start=1)
    ]
    sums = (sum(a + b for a, b in amounts), sum(a for a, _ in amounts), sum(b for _, b in amounts))
    total = ["", "Tổng cộng", *map(number_words, sums)]
    rows = [header, total, *rows] if first else [header, *rows, total]
    assert weighty(rows, "BIỂU KINH PHÍ\n\nĐơn vị tính: triệu đồng") == []


@_FEW
@given(PLACES, st.integers(2, 3))
def test_group_rows_are_added_once(places: list[Place], split: int) -> None:
    rows = [HEADER]
    number = 0
    for index, group in (("I", places[:split]), ("II", places[split:])):
        rows.append(cells(index, f"Vùng {index}", whole(group)))
        for one in group:
            number += 1
            rows.append(cells(str(number), NAMES[number - 1], one))
    rows.append(cells("", "Tổng cộng", whole(places)))
    assert weighty(rows) == []


@_FEW
@given(PLACES)
def test_a_table_with_free_figures_gives_no_error(places: list[Place]) -> None:
    header = ["TT", "Xã", "Diện tích (ha)", "Thu nhập bình quân", "Số thôn", "Năm về đích"]
    rows = [
        [str(number), name, f"{one.households / 10:.1f}".replace(".", ","), str(one.poor), str(one.less % 17), "2024"]
        for number, (name, one) in enumerate(zip(NAMES, places, strict=False), start=1)
    ]
    assert weighty([header, *rows]) == []
