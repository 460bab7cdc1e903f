"""The table of agency kinds holds together: codes, successors, dates, and no two kinds under one name."""

from datetime import date

import pytest

from tracker.catalogue.kinds import AgencyGroup, all_kinds, kind_by_code
from tracker.catalogue.units import Level


def test_codes_are_unique_and_fit_a_short_column():
    codes = [kind.code for kind in all_kinds()]
    assert len(codes) == len(set(codes)) and max(map(len, codes)) <= 20


def test_a_successor_exists_and_follows_an_ended_kind_without_overlap():
    for kind in all_kinds():
        if kind.successor:
            heir = kind_by_code(kind.successor)
            assert kind.valid_to is not None, kind.code
            assert heir.valid_to is None or heir.valid_to > kind.valid_to, kind.code


@pytest.mark.parametrize("code", ["SLDTBXH", "SNNPTNT", "STNMT", "VPDPNTM"])
def test_poverty_work_of_the_province_passed_to_agriculture_and_environment_on_1_march_2025(code):
    assert kind_by_code(code).successor == "SNNMT"
    assert not kind_by_code(code).valid_on(date(2025, 3, 1))
    assert kind_by_code("SNNMT").valid_on(date(2025, 3, 1))


def test_two_kinds_of_one_level_and_one_day_never_share_a_name():
    names = [(kind.name, kind.level) for kind in all_kinds()]
    assert len(names) == len(set(names))


def test_front_party_associations_and_banks_are_requested_and_departments_are_ordered():
    for kind in all_kinds():
        if kind.group in (AgencyGroup.FRONT, AgencyGroup.PARTY, AgencyGroup.ASSOCIATION):
            assert kind.requested, kind.code
        if kind.group is AgencyGroup.DEPARTMENT and kind.level is not Level.CENTRAL:
            assert not kind.requested, kind.code


def test_no_district_department_outlives_the_districts():
    rooms = [kind for kind in all_kinds() if kind.level is Level.DISTRICT and kind.name.startswith("Phòng ")]
    still = [kind.code for kind in rooms if kind.valid_on(date(2025, 7, 1))]
    assert still == ["NHCSXHH"]


def test_an_unknown_kind_is_a_key_error():
    with pytest.raises(KeyError):
        kind_by_code("NOWHERE")
