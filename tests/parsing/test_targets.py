"""Figures to reach: levels with a baseline, amounts of change, counts of things, places that are no figures."""

import pytest

from tests.parsing.samples import HEAD, TAIL, encoded
from tracker.parsing.draft import Target
from tracker.parsing.extract import extract_plan


def targets(*sentences: str) -> list[Target]:
    items = "".join(f"\n- {sentence}\n" for sentence in sentences)
    return extract_plan(encoded(f"{HEAD}\nI. MỤC TIÊU\n{items}{TAIL}"), "a.txt").targets


def target(sentence: str) -> Target:
    (found,) = targets(sentence)
    return found


@pytest.mark.parametrize(
    ("sentence", "indicator", "comparator", "value", "unit", "baseline"),
    [
        ("Giảm tỷ lệ hộ nghèo cù lao từ 8,40% xuống còn 6,10%.", "tỷ lệ hộ nghèo cù lao", "<=", 6.1, "%", 8.4),
        ("Tỷ lệ hộ cận nghèo giảm từ 5% cuối năm 2023 xuống dưới 4%.", "Tỷ lệ hộ cận nghèo", "<=", 4.0, "%", 5.0),
        ("Phấn đấu nâng tỷ lệ nhà kiên cố từ 60% lên 65%.", "tỷ lệ nhà kiên cố", ">=", 65.0, "%", 60.0),
        ("Số hộ nghèo giảm từ 1.402 xuống còn 1.195 hộ, giảm 207 hộ.", "Số hộ nghèo", "<=", 1195.0, "hộ", 1402.0),
    ],
)
def test_from_one_level_to_another_is_one_target_with_its_baseline(
    sentence: str, indicator: str, comparator: str, value: float, unit: str, baseline: float
) -> None:
    found = target(sentence)
    assert (found.indicator, found.comparator, found.value) == (indicator, comparator, value)
    assert (found.unit, found.baseline) == (unit, baseline)


def test_a_change_before_its_levels_keeps_its_own_figure() -> None:
    found = target("Tỷ lệ hộ nghèo giảm 1,5% (từ 9% xuống còn 7,5%).")
    assert (found.value, found.baseline, found.comparator) == (1.5, 9.0, "=")


def test_a_baseline_belongs_to_no_count_beside_it() -> None:
    count, level = targets("Giảm 1.000 hộ nghèo, tỷ lệ hộ nghèo giảm từ 8% xuống còn 6%.")
    assert (count.value, count.baseline, level.value, level.baseline) == (1000.0, None, 6.0, 8.0)
    assert (count.indicator, level.indicator) == ("Giảm hộ nghèo", "tỷ lệ hộ nghèo")


def test_at_least_is_no_level() -> None:
    found = target("Tỷ lệ hộ nghèo giảm từ 2% trở lên.")
    assert (found.comparator, found.value, found.baseline) == (">=", 2.0, None)


def test_a_place_is_no_figure_and_stays_in_the_words() -> None:
    found = target("Giúp 300 hộ tại 9 xã, 2 phường ven sông.")
    assert (found.value, found.unit, found.indicator) == (300.0, "hộ", "Giúp hộ tại 9 xã, 2 phường ven sông")


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("Đóng 75 xuồng cho hộ nghèo ở cù lao.", 75.0, "xuồng"),
        ("Mở 12 phiên giao dịch việc làm.", 12.0, "phiên giao dịch"),
        ("Trồng ít nhất 40.000 cây giống quanh nhà.", 40000.0, "cây giống"),
    ],
)
def test_the_noun_behind_a_count_is_its_unit(sentence: str, value: float, unit: str) -> None:
    assert (target(sentence).value, target(sentence).unit) == (value, unit)


@pytest.mark.parametrize(
    "sentence",
    [
        "Làm từ năm 2024 đến năm 2025.",
        "Phát thẻ xong trước ngày 15/6/2024.",
        "Làm đủ Dự án 4 và Tiểu dự án 2.",
        "Bảo đảm 5 dịch vụ xã hội cơ bản.",
        "Cho trẻ từ 6 đến 36 tháng tuổi uống vitamin.",
    ],
)
def test_years_days_ages_and_numbered_things_are_no_counts(sentence: str) -> None:
    assert targets(sentence) == []


def test_points_of_a_share_are_not_part_of_the_indicator() -> None:
    found = target("Tỷ lệ hộ nghèo vùng bãi bồi giảm ít nhất 3 điểm phần trăm.")
    assert (found.indicator, found.unit) == ("Tỷ lệ hộ nghèo vùng bãi bồi giảm", "điểm phần trăm")


def test_a_thing_that_has_worn_down_is_named_to_its_end() -> None:
    assert target("Nâng cấp 9 công trình thủy lợi đã xuống cấp.").indicator == (
        "Nâng cấp công trình thủy lợi đã xuống cấp"
    )


@pytest.mark.parametrize(
    ("sentence", "comparator", "value", "upper"),
    [
        ("Trên 90% hộ nghèo dùng nước sạch.", ">=", 90.0, None),
        ("Ít nhất 50% số xã có sân chơi.", ">=", 50.0, None),
        ("Giảm tỷ lệ hộ nghèo 1 - 1,5%/năm.", "-", 1.0, 1.5),
        ("Tỷ lệ tái nghèo không quá 0,5%.", "<=", 0.5, None),
    ],
)
def test_a_comparator_is_read_also_where_the_sentence_begins(
    sentence: str, comparator: str, value: float, upper: float | None
) -> None:
    found = target(sentence)
    assert (found.comparator, found.value, found.upper) == (comparator, value, upper)
    assert not found.indicator.startswith(("Trên", "Ít nhất"))


def test_every_share_of_a_list_belongs_to_what_it_is_a_part_of() -> None:
    whole, *shares = targets("Dạy nghề cho 500 lao động, trong đó ít nhất 60% là phụ nữ, 30% là người Khmer.")
    assert [(one.of, one.indicator) for one in shares] == [(whole.id, "là phụ nữ"), (whole.id, "là người Khmer")]


def test_a_share_with_its_own_subject_is_none_of_the_list() -> None:
    _, share, other = targets("Dạy nghề cho 90 người, trong đó 60% là phụ nữ, tỷ lệ có việc làm đạt 80%.")
    assert (share.of, other.of, other.indicator) == ("t1", None, "tỷ lệ có việc làm")


def test_the_words_between_two_figures_part_at_the_comma() -> None:
    first, second = targets("100% hộ nghèo ở cù lao, 90% hộ cận nghèo có thẻ khám bệnh.")
    assert (first.indicator, second.indicator) == ("hộ nghèo ở cù lao", "hộ cận nghèo có thẻ khám bệnh")


def test_a_figure_that_repeats_another_in_households_keeps_its_subject() -> None:
    rate, fall, left = targets("Giảm tỷ lệ hộ nghèo từ 2% trở lên, tương ứng giảm 40 hộ, cuối năm còn 260 hộ.")
    assert (fall.indicator, left.indicator) == (f"{rate.indicator}: giảm hộ", f"{rate.indicator}: còn hộ")


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("Cho 100% hộ nghèo có nhu cầu vay vốn.", "có nhu cầu"),
        ("Sửa nhà cho 90% hộ nghèo đủ điều kiện.", "đủ điều kiện"),
        ("Cấp thẻ cho 100% hộ nghèo.", None),
    ],
)
def test_a_condition_is_kept(sentence: str, condition: str | None) -> None:
    assert target(sentence).condition == condition


def test_nothing_left_is_an_aim_of_zero() -> None:
    found = target("Đến cuối năm không còn hộ gia đình liệt sĩ ở nhà tạm.")
    assert (found.value, found.unit, found.comparator) == (0.0, "hộ", "=")


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("Thu nhập bình quân đạt 45 triệu đồng/người/năm.", 45.0, "triệu đồng/người/năm"),
        ("Thu nhập của hộ nghèo tăng 1,5 lần.", 1.5, "lần"),
    ],
)
def test_units_of_money_a_head_and_multiples(sentence: str, value: float, unit: str) -> None:
    assert (target(sentence).value, target(sentence).unit) == (value, unit)


def test_aims_in_a_table_have_unit_baseline_and_year() -> None:
    annex = "\n".join(
        "\t".join(row)
        for row in (
            ["TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện năm 2023", "Kế hoạch năm 2024", "Kế hoạch năm 2025"],
            ["1", "Tỷ lệ hộ nghèo", "%", "4,20", "≤ 3,10", "2,00"],
            ["2", "Hộ dùng nước sạch", "", "", "", ""],
            ["", "- Hộ nghèo", "%", "71", "trên 80", "95"],
        )
    )
    body = "\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\nKhám bệnh cho dân.\n"
    found = extract_plan(encoded(f"{HEAD}{body}{TAIL}\nBIỂU CHỈ TIÊU\n\n{annex}"), "a.txt").targets
    assert [(one.id, one.indicator, one.comparator, one.value, one.baseline, one.due_on) for one in found] == [
        ("t1", "Tỷ lệ hộ nghèo", "<=", 3.1, 4.2, "2024-12-31"),
        ("t2", "Tỷ lệ hộ nghèo", "=", 2.0, 4.2, "2025-12-31"),
        ("t3", "Hộ dùng nước sạch – Hộ nghèo", ">=", 80.0, 71.0, "2024-12-31"),
        ("t4", "Hộ dùng nước sạch – Hộ nghèo", "=", 95.0, 71.0, "2025-12-31"),
    ]
