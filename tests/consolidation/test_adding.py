"""Figures of several reports added up: what is summed, what never is, and what stays apart."""

from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.consolidation.rules.adding import Report, Sum, add_up
from tracker.consolidation.rules.likeness import doubtful_pairs
from tracker.consolidation.rules.units import Adding, adding_of, converted
from tracker.reports.results import FUNDS, TARGETS, ResultLine

_rows = count(1)
D = Decimal


def line(label: str, unit: str, actual: str | None, *, key: str = "own:1", **changes: object) -> ResultLine:
    figure = None if actual is None else D(actual)
    section = changes.pop("section", TARGETS)
    return ResultLine(key, section, label, unit, actual=figure, **changes)  # type: ignore[arg-type]


def report(agency_id: int, *lines: ResultLine) -> Report:
    number = next(_rows)
    return Report(number, number + 1000, agency_id, f"Cơ quan {agency_id}", lines)


def summed(*reports: Report, own: tuple[ResultLine, ...] = ()) -> dict[str, Sum]:
    return {f"{found.label} ({found.unit})": found for found in add_up(reports, own)}


def test_counts_under_one_target_are_summed_with_how_many_gave_a_figure() -> None:
    target = line("Hộ được vay vốn", "hộ", None, key="target:7")
    found = summed(
        report(1, line("Hộ được vay vốn", "hộ", "120", key="target:7")),
        report(2, line("Hộ được vay vốn", "hộ", "80", key="target:7")),
        report(3, line("Hộ được vay vốn", "hộ", None, key="target:7")),
        own=(target,),
    )["Hộ được vay vốn (hộ)"]
    assert (found.key, found.actual, found.given, found.asked) == ("target:7", D(200), 2, 3)
    assert [part.actual for part in found.parts] == [D(120), D(80)]


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("Tỷ lệ hộ nghèo", "%"),
        ("Giảm tỷ lệ hộ nghèo", "điểm %"),
        ("Giảm nghèo DTTS", "điểm phần trăm"),
        ("Thu nhập bình quân", "triệu đồng"),
        ("Mức chi", "triệu đồng/hộ/năm"),
        ("Tỷ lệ hộ có nhà tiêu", "hộ"),
    ],
)
def test_rates_and_averages_are_never_summed(label: str, unit: str) -> None:
    found = summed(report(1, line(label, unit, "5.2")), report(2, line(label, unit, "6.1")))[f"{label} ({unit})"]
    assert (found.actual, found.adding) == (None, Adding.RATE)
    assert [part.actual for part in found.parts] == [D("5.2"), D("6.1")]


@pytest.mark.parametrize(
    "unit", ["người", "hộ", "lao động", "mô hình", "lớp", "triệu đồng", "Tỷ đồng", "đồng", "lượt người"]
)
def test_people_things_and_money_are_summed(unit: str) -> None:
    assert adding_of("Kết quả", unit) is Adding.SUMMED


@pytest.mark.parametrize("unit", ["", "tháng", "bậc"])
def test_a_unit_that_may_not_be_one_of_counting_is_not_summed(unit: str) -> None:
    found = summed(report(1, line("Xếp hạng chuyển đổi số", unit, "3")))
    assert [each.actual for each in found.values()] == [None]


def test_money_is_converted_exactly_and_added_in_the_smallest_unit_used() -> None:
    found = add_up(
        [
            report(1, line("Giải ngân vốn sự nghiệp", "tỷ đồng", "1.2345", section=FUNDS)),
            report(2, line("giải ngân vốn sự nghiệp.", "triệu đồng", "0.1", section=FUNDS)),
        ],
        (),
    )
    assert [(each.unit, each.actual) for each in found] == [("triệu đồng", D("1234.6"))]


def test_what_the_plans_unit_cannot_say_exactly_stands_by_itself() -> None:
    budget = line("Vốn đầu tư", "tỷ đồng", None, key="budget:1", section=FUNDS)
    found = add_up(
        [
            report(1, line("Vốn đầu tư", "tỷ đồng", "2", key="budget:1", section=FUNDS)),
            report(2, line("Vốn đầu tư", "đồng", "1234567", section=FUNDS)),
            report(3, line("Vốn đầu tư", "triệu đồng", "500", section=FUNDS)),
        ],
        (budget,),
    )
    assert [(each.key, each.actual) for each in found] == [("budget:1", D("2.5")), ("own:1", D(1234567))]


@given(
    st.lists(st.tuples(st.decimals(0, 10**9, places=4), st.sampled_from(["đồng", "triệu đồng", "tỷ đồng"])), min_size=1)
)
def test_no_money_is_lost_in_any_mixture_of_units(amounts: list[tuple[Decimal, str]]) -> None:
    found = add_up([report(n, line("Vốn", unit, str(amount))) for n, (amount, unit) in enumerate(amounts)], ())
    assert len(found) == 1 and found[0].actual is not None
    in_dong = sum((converted(amount, unit, "đồng") for amount, unit in amounts), D(0))
    assert converted(found[0].actual, found[0].unit, "đồng") == in_dong


def test_a_sum_is_an_estimate_when_any_part_is() -> None:
    exact = summed(report(1, line("Lớp nghề", "lớp", "3")), report(2, line("Lớp nghề", "lớp", "4")))
    estimated = summed(
        report(1, line("Lớp nghề", "lớp", "3")), report(2, line("Lớp nghề", "lớp", "4", is_estimate=True))
    )
    assert not exact["Lớp nghề (lớp)"].is_estimate
    assert estimated["Lớp nghề (lớp)"].is_estimate


def test_own_lines_with_the_same_words_and_unit_meet_whatever_their_accents_and_capitals() -> None:
    found = summed(
        report(1, line("Mô hình sinh kế", "mô hình", "2", key="own:4")),
        report(2, line("mô hình  sinh kế:", "Mô hình", "3", key="own:1")),
    )
    assert [each.actual for each in found.values()] == [D(5)]


def test_a_line_of_a_child_plan_meets_the_target_of_the_plan_above_by_name() -> None:
    target = line("Số hộ thoát nghèo", "hộ", None, key="target:1")
    found = add_up([report(1, line("Số hộ thoát nghèo", "hộ", "40", key="target:99"))], (target,))
    assert [(each.key, each.actual) for each in found] == [("target:1", D(40))]


def test_what_is_only_alike_stays_apart_and_is_named() -> None:
    sums = add_up(
        [
            report(1, line("Số hộ nghèo được hỗ trợ nhà ở", "hộ", "10")),
            report(2, line("Số hộ nghèo được hổ trợ nhà ờ", "hộ", "20")),
            report(3, line("Số hộ nghèo được hỗ trợ về nhà ở", "hộ", "30")),
            report(4, line("Mô hình giai đoạn 1", "mô hình", "1")),
            report(5, line("Mô hình giai đoạn 2", "mô hình", "1")),
        ],
        (),
    )
    doubts = doubtful_pairs(sums)
    assert [each.actual for each in sums if "hỗ trợ nhà" in each.label] == [D(30)]  # misplaced accents are one
    assert [{d.one.label, d.other.label} for d in doubts] == [
        {"Số hộ nghèo được hỗ trợ nhà ở", "Số hộ nghèo được hỗ trợ về nhà ở"}
    ]
    assert not doubts[0].other_unit


def test_the_same_words_with_another_unit_are_named_too() -> None:
    sums = add_up([report(1, line("Đào tạo nghề", "lớp", "2")), report(2, line("Đào tạo nghề", "người", "60"))], ())
    assert [each.actual for each in sums] == [D(2), D(60)]
    assert [doubt.other_unit for doubt in doubtful_pairs(sums)] == [True]


def test_an_agency_counts_once_however_often_it_says_a_figure() -> None:
    target = line("Hộ thoát nghèo", "hộ", None, key="target:1")
    found = add_up(
        [
            report(1, line("Hộ thoát nghèo", "hộ", "40", key="target:1"), line("Hộ thoát nghèo", "hộ", "40")),
            report(1, line("Hộ thoát nghèo", "hộ", "41", key="target:1")),
        ],
        (target,),
    )[0]
    assert (found.actual, found.given, [part.actual for part in found.repeated]) == (D(40), 1, [D(41), D(40)])


def test_plan_and_last_year_are_summed_only_where_every_part_says_them() -> None:
    both = line("Lớp", "lớp", "3", planned=D(5), before=D(2)), line("Lớp", "lớp", "4", planned=D(6))
    found = add_up([report(1, both[0]), report(2, both[1])], ())[0]
    assert (found.planned, found.before) == (D(11), None)


def test_nothing_given_gives_no_sum() -> None:
    assert add_up([], ()) == []
    assert add_up([report(1, line("Lớp", "lớp", None))], (line("Lớp", "lớp", None, key="target:1"),)) == []
