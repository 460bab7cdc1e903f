"""Figures as they are typed in Việt Nam: read where they can be, asked about where they could be two."""

from decimal import Decimal

import pytest

from tracker.reports.figures import FigureUnclear, figure_text, read_figure, share_of, typed_text
from tracker.reports.results import ResultLine, TypedLine, as_json, as_typed, lines_of, read_line, wrong_figures


@pytest.mark.parametrize(
    ("written", "figure"),
    [
        ("", None),
        ("0", "0"),
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("1234,50", "1234.50"),
        ("1 234,5", "1234.5"),
        ("12,06", "12.06"),
        ("-2,01", "-2.01"),
        ("–2,01", "-2.01"),
        ("0,125", "0.125"),
        ("1,2340", "1.2340"),
        ("210.679", "210679"),
    ],
)
def test_a_figure_typed_the_vietnamese_way_is_read(written: str, figure: str | None) -> None:
    assert read_figure(written) == (None if figure is None else Decimal(figure))


@pytest.mark.parametrize(
    ("written", "unit", "told"),
    [
        ("1,234", "hộ", "có thể là 1.234 (hàng nghìn) hoặc 1,2340 (số lẻ)"),
        ("1.234", "%", "dấu phẩy: 1,2340"),
        ("1.5", "hộ", "số lẻ ghi bằng dấu phẩy, ví dụ 1,5"),
        ("1,234.5", "hộ", "không phải là số"),
        ("1.23.456", "hộ", "không phải là số"),
        ("khoảng 100", "hộ", "không phải là số"),
        ("1e9", "hộ", "không phải là số"),
        ("1,23456", "hộ", "quá 4 chữ số lẻ"),
        ("1" * 16, "hộ", "lớn quá 15 chữ số"),
        ("٣", "hộ", "không phải là số"),
    ],
)
def test_what_could_be_two_figures_or_none_is_asked_in_one_sentence(written: str, unit: str, told: str) -> None:
    with pytest.raises(FigureUnclear, match="»") as refused:
        read_figure(written, unit=unit)
    assert told in refused.value.sentence


def test_a_percentage_may_carry_its_sign() -> None:
    assert read_figure("98,5 %", unit="%") == Decimal("98.5")


@pytest.mark.parametrize(
    ("figure", "unit"), [("1234.5", "hộ"), ("1.234", "hộ"), ("1500", "%"), ("12345.678", "đồng"), ("-1.234", "điểm %")]
)
def test_a_figure_written_down_reads_the_same_again(figure: str, unit: str) -> None:
    assert read_figure(typed_text(Decimal(figure), unit=unit), unit=unit) == Decimal(figure)


def test_figures_are_printed_with_the_decimals_they_have() -> None:
    assert figure_text(Decimal("1234.5000")) == "1.234,5"
    assert figure_text(Decimal("8000")) == "8.000"
    assert figure_text(Decimal("0.0000")) == "0"
    assert figure_text(None) == ""


def test_the_share_of_the_plan_is_computed_and_never_divides_by_nothing() -> None:
    assert share_of(Decimal(120), Decimal(160)) == Decimal("75.0")
    assert share_of(Decimal(1), Decimal(3)) == Decimal("33.3")
    assert share_of(Decimal(1), Decimal(0)) is None
    assert share_of(Decimal(1), None) is None and share_of(None, Decimal(1)) is None


def test_an_estimate_is_printed_as_one() -> None:
    line = ResultLine("target:1", "results_targets", "Hộ vay vốn", "hộ", Decimal(8000), Decimal(1234), True)
    assert line.actual_words == "ước 1.234"
    assert ResultLine("target:1", "results_targets", "Hộ vay vốn", "hộ", is_estimate=True).actual_words == ""


def test_lines_are_kept_without_losing_a_digit() -> None:
    line = ResultLine("own:1", "results_funds", "Vốn vay", "đồng", Decimal("0.1"), Decimal("0.3"), True, Decimal("0.2"))
    assert lines_of(as_json([line])) == [line]
    assert read_line(as_typed(line)) == line


def test_every_wrong_figure_has_its_own_sentence() -> None:
    lines = [
        TypedLine("target:1", "results_targets", "Hộ vay vốn", "hộ", actual="1,234"),
        TypedLine("own:1", "results_targets", "", "hộ", actual="5"),
    ]
    found = wrong_figures(lines)
    assert set(found) == {("target:1", "actual"), ("own:1", "label")}
