"""Administrative units of both eras: the known counts, the tree of a day, the spellings of a name."""

from collections import Counter
from datetime import date

import pytest

from tracker.catalogue.units import (
    Level,
    all_units,
    children_of,
    communes_of,
    province_named,
    province_of,
    unit_by_code,
    units_named,
)

LAST_OF_DISTRICTS = date(2025, 6, 30)
FIRST_OF_TWO_TIERS = date(2025, 7, 1)


def counted(day):
    return Counter(unit.level for unit in all_units() if unit.valid_on(day))


def province(name, day):
    found = province_named(name, day)
    assert found is not None
    return found


def test_the_country_has_63_provinces_and_696_districts_until_30_june_2025():
    assert counted(LAST_OF_DISTRICTS) == {Level.PROVINCE: 63, Level.DISTRICT: 696, Level.COMMUNE: 10035}


def test_the_country_has_34_provinces_and_3321_communes_from_1_july_2025():
    assert counted(FIRST_OF_TWO_TIERS) == {Level.PROVINCE: 34, Level.COMMUNE: 3321}


def test_new_communes_are_2621_xa_687_phuong_and_13_dac_khu():
    kinds = Counter(u.prefix for u in all_units() if u.level is Level.COMMUNE and u.valid_on(FIRST_OF_TWO_TIERS))
    assert kinds == {"xã": 2621, "phường": 687, "đặc khu": 13}


@pytest.mark.parametrize(
    ("name", "day", "count"),
    [
        ("Lạng Sơn", date(2021, 4, 5), 11),
        ("Sơn La", date(2022, 3, 3), 12),
        ("Tuyên Quang", date(2020, 6, 1), 7),
        ("An Giang", date(2017, 2, 17), 11),
        ("Tuyên Quang", date(2026, 1, 1), 124),
        ("Lạng Sơn", date(2026, 1, 1), 65),
    ],
)
def test_a_province_has_districts_below_it_before_july_2025_and_communes_after(name, day, count):
    assert len(children_of(province(name, day), day)) == count


def test_communes_of_an_old_province_are_found_through_its_districts():
    place = province("Lạng Sơn", date(2021, 4, 5))
    assert len(communes_of(place, date(2021, 4, 5))) == 194
    assert communes_of(place, date(2026, 1, 1)) == children_of(place, date(2026, 1, 1))


def test_an_unmerged_province_is_one_unit_and_a_merged_one_is_two():
    assert province("Sơn La", date(2021, 1, 1)) == province("Sơn La", date(2026, 1, 1))
    assert province("An Giang", date(2021, 1, 1)) != province("An Giang", date(2026, 1, 1))


def test_without_a_day_the_present_province_answers():
    found = province_named("An Giang")
    assert found is not None and found.valid_from == FIRST_OF_TWO_TIERS


def test_a_province_that_was_merged_away_no_longer_answers():
    assert province_named("Hà Giang", date(2021, 1, 1)) is not None
    assert province_named("Hà Giang", date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("written", "full_name"),
    [
        ("huyện Văn Quan", "huyện Văn Quan"),
        ("H. Văn Quan", "huyện Văn Quan"),
        ("HUYỆN VĂN QUAN", "huyện Văn Quan"),
        ("huyen van quan", "huyện Văn Quan"),
        ("TP Lạng Sơn", "thành phố Lạng Sơn"),
        ("TP. Lạng Sơn", "thành phố Lạng Sơn"),
        ("TX. Tân Châu", "thị xã Tân Châu"),
        ("tỉnh Thừa Thiên - Huế", "thành phố Huế"),
        ("TP.HCM", "thành phố Hồ Chí Minh"),
        ("Quận 01", "quận 1"),
        ("Phan Rang-Tháp Chàm", "thành phố Phan Rang - Tháp Chàm"),
        ("huyện Ea H’leo", "huyện Ea H'leo"),
        ("huyện Mộc Châu", "thị xã Mộc Châu"),
    ],
)
def test_a_unit_is_found_however_its_name_is_written(written, full_name):
    assert full_name in [unit.full_name for unit in units_named(written, on=date(2021, 1, 1))]


def test_a_bare_name_gives_every_unit_of_that_name():
    assert {u.full_name for u in units_named("Văn Quan", on=date(2021, 1, 1))} == {
        "huyện Văn Quan",
        "thị trấn Văn Quan",
    }
    assert [u.level for u in units_named("Văn Quan", level=Level.DISTRICT)] == [Level.DISTRICT]


def test_of_two_kinds_of_one_name_the_written_kind_wins():
    assert [u.prefix for u in units_named("huyện Kỳ Anh", level=Level.DISTRICT)] == ["huyện"]
    assert [u.prefix for u in units_named("thị xã Kỳ Anh", level=Level.DISTRICT)] == ["thị xã"]


def test_a_search_can_be_limited_to_a_place():
    place = unit_by_code("old:184")
    assert [province_of(u).name for u in units_named("xã Hòa Bình", within=place)] == ["Lạng Sơn"]


def test_every_unit_has_a_unique_code_and_an_existing_parent_of_the_level_above():
    above = {Level.COMMUNE: {Level.DISTRICT, Level.PROVINCE}, Level.DISTRICT: {Level.PROVINCE}}
    for unit in all_units():
        if unit.parent is None:
            assert unit.level is Level.PROVINCE
        else:
            assert unit_by_code(unit.parent).level in above[unit.level]


def test_an_unknown_code_is_a_key_error():
    with pytest.raises(KeyError):
        unit_by_code("old:nowhere")
