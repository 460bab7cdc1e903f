"""What the figures of the five real plans hold: every provable error, every rounding, nothing else.

The plans are read only from the folder in TRACKER_REAL_PLANS; figures of them may stand here, their sentences not.
"""

import os
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from tracker.parsing.draft import Finding, PlanDraft
from tracker.parsing.extract import extract_plan

FOLDER = os.environ.get("TRACKER_REAL_PLANS", "")
PLANS = sorted(Path(FOLDER).glob("*.txt")) if FOLDER else []
PROVINCE, RESOLUTION, DISTRICT, LOST_HEADER, DIRECTIVE = range(5)

pytestmark = pytest.mark.skipif(not PLANS, reason="no real plans: set TRACKER_REAL_PLANS")


@lru_cache
def plan(number: int) -> PlanDraft:
    return extract_plan(PLANS[number].read_bytes(), PLANS[number].name)


def found(number: int, code: str) -> list[Finding]:
    return [finding for finding in plan(number).findings if finding.code == code]


def only(number: int, code: str) -> Finding:
    (finding,) = found(number, code)
    return finding


def quotes(number: int, finding: Finding) -> list[str]:
    return [plan(number).text[slice(*place)] for place in finding.places]


def readings(finding: Finding) -> list[tuple[str | None, bool]]:
    return [(one.corrected, one.restores_total) for one in finding.hypotheses]


ERRORS = {
    PROVINCE: {},
    RESOLUTION: {},
    DISTRICT: {"text_table_mismatch": 2, "band_mismatch": 1, "rate_unit": 1},
    LOST_HEADER: {"budget_parts": 1, "budget_total": 1, "citation_conflict": 1},
    DIRECTIVE: {},
}


@pytest.mark.parametrize("number", ERRORS)
def test_the_errors_are_those_that_can_be_proven_and_no_others(number: int) -> None:
    assert Counter(f.code for f in plan(number).findings if f.severity == "error") == ERRORS[number]


def test_a_budget_line_is_wrong_and_its_parts_restore_the_total() -> None:
    line = only(LOST_HEADER, "budget_parts")
    assert (line.printed, line.computed) == ("79.381", "86.373")
    assert readings(line) == [("86.373", True), ("63.764", False), ("8.625", False)]
    total = only(LOST_HEADER, "budget_total")
    assert (total.printed, total.computed) == ("210.679", "203.687")
    assert readings(total) == [("86.373", True), ("203.687", False)]
    assert "154.635" in total.message and "56.044" in total.message
    assert len(total.places) == 6


def test_two_figures_of_the_text_contradict_the_annex_with_the_slip_that_explains_them() -> None:
    start, end = found(DISTRICT, "text_table_mismatch")
    assert (start.printed, start.computed, readings(start)) == ("1.761", "1.671", [("1.671", True), ("1.761", False)])
    assert "đảo hai chữ số" in start.message
    assert (end.printed, end.computed, readings(end)) == ("1.298", "1.198", [("1.198", True), ("1.298", False)])
    assert "sai một chữ số" in end.message
    assert quotes(DISTRICT, start) == ["1.761", "1.671"] and quotes(DISTRICT, end) == ["1.298", "1.198"]


def test_the_bands_of_the_text_are_counted_in_the_annex() -> None:
    bands = only(DISTRICT, "band_mismatch")
    assert (bands.printed, bands.computed, len(bands.places)) == ("9 / 6 / 2 / 0", "7 / 8 / 2 / 0", 4)


def test_a_share_of_all_households_is_no_share_of_the_poor() -> None:
    unit = only(DISTRICT, "rate_unit")
    assert unit.computed == "28,31% số hộ nghèo"
    assert readings(unit) == [("3,41 điểm phần trăm", True), ("28,31%", False)]


def test_the_totals_of_the_province_miss_their_rows_by_three_and_one_through_rounding() -> None:
    totals = only(PROVINCE, "table_total_rounding")
    assert (totals.severity, totals.printed, totals.computed) == ("info", "4.101; 12.014", "4.104; 12.015")


def test_four_rows_of_the_province_miss_by_one() -> None:
    rows = only(PROVINCE, "row_rounding")
    assert (rows.severity, quotes(PROVINCE, rows)) == ("info", ["43", "1.631", "995", "1.577"])
    assert rows.computed == "42; 1.630; 994; 1.576"


def test_twelve_rates_of_the_province_are_off_by_a_hundredth() -> None:
    rates = only(PROVINCE, "rate_rounding")
    printed = "12,16 4,05 4,98 0,83 3,38 0,77 1,59 2,90 8,13 0,95 8,83 3,43"
    computed = "12,17 4,06 4,99 0,84 3,37 0,76 1,60 2,91 8,14 0,96 8,82 3,44"
    assert (rates.severity, len(rates.places)) == ("info", 12)
    assert (rates.printed, rates.computed) == ("; ".join(printed.split()), "; ".join(computed.split()))


def test_sixty_five_of_sixty_eight_rates_of_the_district_are_explained_by_round_rates() -> None:
    rows, total = found(DISTRICT, "rate_rounding")
    assert (rows.severity, len(rows.places)) == ("warning", 65)
    assert rows.message.startswith("65/68") and "0,11 điểm" in rows.message and "34/34" in rows.message
    assert (total.severity, total.printed, total.computed) == ("info", "-3,41", "-3,42")


def test_the_totals_of_the_district_are_right() -> None:
    assert found(DISTRICT, "table_total") == found(DISTRICT, "table_total_rounding") == []
    assert found(DISTRICT, "row_difference") == found(DISTRICT, "row_rounding") == []


def test_a_table_without_header_shows_its_whole_place_and_the_two_places_that_a_target_names() -> None:
    whole, named = found(LOST_HEADER, "header_inferred")
    assert "cột thứ 4 bằng tổng 7 cột còn lại" in whole.message
    assert quotes(LOST_HEADER, named)[:2] == ["4,00", "4,00"]
    assert "cột thứ 10, cột thứ 11" in named.message
    header = plan(LOST_HEADER).tables[0].header
    assert [at for at, name in enumerate(header) if name] == [3]


def test_two_places_reach_their_target_only_as_printed() -> None:
    limit = only(LOST_HEADER, "target_at_limit")
    assert (limit.printed, limit.computed) == ("4,00; 4,00", "3,999; 3,997")


def test_one_fall_of_a_rate_differs_before_rounding() -> None:
    rate = only(LOST_HEADER, "rate_rounding")
    assert (rate.severity, rate.printed, rate.computed) == ("info", "2,65", "2,64")


def test_one_act_with_two_days_is_told_with_the_day_that_fits_the_plan() -> None:
    conflict = only(LOST_HEADER, "citation_conflict")
    assert (conflict.printed, conflict.computed) == ("16/12/2018", "16/12/2019")
    assert readings(conflict) == [("16/12/2019", True), ("16/12/2018", False)]


@pytest.mark.parametrize(("number", "blanks"), [(PROVINCE, "số, ngày"), (DISTRICT, "số, ngày")])
def test_captions_with_blanks_are_told(number: int, blanks: str) -> None:
    caption = only(number, "caption_blank")
    assert caption.severity == "info" and caption.message.endswith(f"còn để trống {blanks}.")


def test_programmes_whose_years_are_over_are_told() -> None:
    over = found(PROVINCE, "term_over")
    assert [(f.severity, f.printed) for f in over] == [
        ("info", "2019-2020"),
        ("info", "2014-2020"),
        ("info", "2014-2020"),
    ]
    assert [found(number, "term_over") for number in (RESOLUTION, DISTRICT, LOST_HEADER, DIRECTIVE)] == [[], [], [], []]


def test_each_unit_has_its_quotas() -> None:
    units = {(quota.unit, quota.subject): quota for quota in plan(PROVINCE).quotas}
    assert len(units) == 24 and sum(quota.is_total for quota in units.values()) == 2
    given = units["Văn Quan", "poor"]
    assert (given.households, given.start, given.less, given.end) == (13850, 1671, 468, 1203)
    assert (given.start_rate, given.less_rate, given.end_rate) == (12.06, 3.38, 8.69)
    near = units["Văn Quan", "near_poor"]
    assert (near.start, near.less, near.end, near.end_rate) == (3640, 382, 3258, 23.52)
    own = {quota.subject: quota for quota in plan(DISTRICT).quotas if quota.is_total}
    assert [(own[key].less, own[key].end) for key in ("poor", "near_poor")] == [(473, 1198), (391, 3249)]


def test_places_without_a_name_have_quotas_too() -> None:
    quotas = plan(LOST_HEADER).quotas
    assert [quota.unit for quota in quotas] == [None] * 8
    assert [quota.is_total for quota in quotas] == [True] + [False] * 7
    assert sum(quota.less or 0 for quota in quotas[1:]) == quotas[0].less == 4188


def test_a_right_level_told_with_its_change_gives_no_finding() -> None:
    assert found(LOST_HEADER, "text_difference") == []
