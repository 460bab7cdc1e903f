"""Which reports a consolidated report rests on, by the one rule for every level."""

from dataclasses import replace
from datetime import date
from itertools import count

from tracker.reports.rules import PeriodKind
from tracker.reports.source_rules import LeftOut, PlanPlaces, RowFacts, consolidates, sources_of

PROVINCE, STANDING, FINANCE, DISTRICT, COMMITTEE, MINISTRY = 1, 2, 3, 4, 5, 6
DISTRICT_OFFICE, COMMUNE, OTHER_COMMUNE, NATIONAL_OFFICE = 7, 8, 9, 10
FAR_COMMUNE = 11  # in a district that does not report
PLAN, CHILD, NATIONAL = 100, 200, 300
OF_PROVINCE = PlanPlaces(PLAN, PROVINCE, frozenset({STANDING}), frozenset({COMMITTEE}))
OF_DISTRICT = PlanPlaces(CHILD, DISTRICT, frozenset({DISTRICT_OFFICE}), parent_id=PLAN)
WITH_DISTRICTS = replace(OF_PROVINCE, district_of={COMMUNE: DISTRICT, OTHER_COMMUNE: DISTRICT})
_numbers = count(1)


def row(plan_id: int, agency_id: int, **changes: object) -> RowFacts:
    facts = {"kind": PeriodKind.SEMIANNUAL, "start": date(2026, 1, 1), "end": date(2026, 6, 30), **changes}
    return RowFacts(next(_numbers), plan_id, agency_id, **facts)  # type: ignore[arg-type]


def agencies(own: RowFacts, plans: list[PlanPlaces], rows: list[RowFacts]) -> list[int]:
    by_id = {other.id: other.agency_id for other in rows}
    return [by_id[row_id] for row_id in sources_of(own, plans, [own, *rows]).row_ids]


def test_the_standing_agency_takes_up_those_who_report_in_its_plan() -> None:
    rows = [row(PLAN, FINANCE), row(PLAN, DISTRICT), row(PLAN, PROVINCE), row(PLAN, COMMITTEE)]
    assert agencies(row(PLAN, STANDING), [OF_PROVINCE], rows) == [FINANCE, DISTRICT]


def test_the_issuer_takes_up_the_report_of_its_standing_agency_alone() -> None:
    rows = [row(PLAN, FINANCE), row(PLAN, STANDING)]
    assert agencies(row(PLAN, PROVINCE), [OF_PROVINCE], rows) == [STANDING]


def test_without_a_report_of_the_standing_agency_the_issuer_takes_up_those_of_the_reporters() -> None:
    assert agencies(row(PLAN, PROVINCE), [OF_PROVINCE], [row(PLAN, FINANCE)]) == [FINANCE]


def test_a_committee_stands_between_the_standing_agency_and_the_issuer() -> None:
    rows = [row(PLAN, FINANCE), row(PLAN, STANDING)]
    assert agencies(row(PLAN, COMMITTEE), [OF_PROVINCE], rows) == [STANDING]
    with_committee = [*rows, row(PLAN, COMMITTEE)]
    assert agencies(row(PLAN, PROVINCE), [OF_PROVINCE], with_committee) == [COMMITTEE]


def test_the_report_of_a_district_on_the_plan_above_rests_on_its_own_plans_consolidated_report() -> None:
    rows = [row(CHILD, COMMUNE), row(CHILD, DISTRICT_OFFICE), row(PLAN, FINANCE)]
    assert agencies(row(PLAN, DISTRICT), [OF_PROVINCE, OF_DISTRICT], rows) == [DISTRICT_OFFICE]


def test_without_a_consolidated_one_it_rests_on_the_reports_of_its_own_plan() -> None:
    rows = [row(CHILD, COMMUNE), row(CHILD, OTHER_COMMUNE)]
    assert agencies(row(PLAN, DISTRICT), [OF_PROVINCE, OF_DISTRICT], rows) == [COMMUNE, OTHER_COMMUNE]


def test_a_province_reports_on_the_plan_of_a_ministry_the_same_way() -> None:
    national = PlanPlaces(NATIONAL, MINISTRY, frozenset({NATIONAL_OFFICE}))
    child = PlanPlaces(PLAN, PROVINCE, frozenset({STANDING}), parent_id=NATIONAL)
    rows = [row(PLAN, FINANCE), row(PLAN, STANDING), row(NATIONAL, FINANCE)]
    assert agencies(row(NATIONAL, PROVINCE), [national, child], rows) == [STANDING]
    of_the_office = row(NATIONAL, NATIONAL_OFFICE)
    assert agencies(of_the_office, [national, child], [*rows, row(NATIONAL, PROVINCE)]) == [FINANCE, PROVINCE]


def test_nobody_is_counted_twice_who_reports_in_both_plans() -> None:
    own_plan = PlanPlaces(CHILD, STANDING, parent_id=PLAN)
    above, below = row(PLAN, FINANCE), row(CHILD, FINANCE)
    found = sources_of(row(PLAN, STANDING), [OF_PROVINCE, own_plan], [above, below])
    assert found.row_ids == (above.id,)
    assert found.left_out == {below.id: LeftOut.REPORTS_ABOVE}


def test_a_report_inside_another_consolidated_report_is_not_taken_up_again() -> None:
    own = row(PLAN, STANDING)
    inside_this, inside_another = row(PLAN, FINANCE, inside_id=own.id), row(PLAN, DISTRICT, inside_id=999)
    found = sources_of(own, [OF_PROVINCE], [inside_this, inside_another])
    assert found.row_ids == (inside_this.id,)
    assert found.left_out == {inside_another.id: LeftOut.INSIDE_ANOTHER}


def test_only_reports_of_the_same_rhythm_and_time_are_taken_up() -> None:
    rows = [
        row(PLAN, FINANCE, kind=PeriodKind.ANNUAL, end=date(2026, 12, 31)),
        row(PLAN, FINANCE, start=date(2025, 7, 1), end=date(2025, 12, 31)),
        row(PLAN, DISTRICT, start=date(2025, 12, 15), end=date(2026, 6, 14)),
    ]
    assert agencies(row(PLAN, STANDING), [OF_PROVINCE], rows) == [DISTRICT]


def test_parallel_series_stay_apart() -> None:
    rows = [row(PLAN, FINANCE, series_id=1), row(PLAN, FINANCE, series_id=2), row(PLAN, DISTRICT)]
    assert agencies(row(PLAN, STANDING, series_id=1), [OF_PROVINCE], rows) == [FINANCE, DISTRICT]


def test_an_agency_that_only_reports_consolidates_nothing() -> None:
    assert not consolidates(row(PLAN, FINANCE), [OF_PROVINCE])
    assert agencies(row(PLAN, FINANCE), [OF_PROVINCE], [row(PLAN, DISTRICT)]) == []
    assert consolidates(row(PLAN, STANDING), [OF_PROVINCE])
    assert consolidates(row(PLAN, DISTRICT), [OF_PROVINCE, OF_DISTRICT])


def test_a_district_rests_on_the_reports_of_its_communes_in_the_same_plan() -> None:
    rows = [row(PLAN, COMMUNE), row(PLAN, OTHER_COMMUNE), row(PLAN, FAR_COMMUNE), row(PLAN, FINANCE)]
    assert agencies(row(PLAN, DISTRICT), [WITH_DISTRICTS], rows) == [COMMUNE, OTHER_COMMUNE]
    assert consolidates(row(PLAN, DISTRICT), [WITH_DISTRICTS])
    assert not consolidates(row(PLAN, COMMUNE), [WITH_DISTRICTS])


def test_the_standing_agency_takes_the_district_and_only_communes_whose_district_has_no_row() -> None:
    rows = [row(PLAN, DISTRICT), row(PLAN, COMMUNE), row(PLAN, FAR_COMMUNE), row(PLAN, FINANCE)]
    found = sources_of(row(PLAN, STANDING), [WITH_DISTRICTS], rows)
    assert found.row_ids == (rows[0].id, rows[2].id, rows[3].id)
    assert found.left_out == {rows[1].id: LeftOut.THROUGH_DISTRICT}
    assert found.through == {rows[1].id: rows[0].id}


def test_a_commune_is_in_its_district_once_the_districts_report_that_holds_it_is_accepted() -> None:
    for is_accepted, expected in ((False, LeftOut.THROUGH_DISTRICT), (True, LeftOut.IN_DISTRICT)):
        district = row(PLAN, DISTRICT, is_accepted=is_accepted)
        inside, beside = row(PLAN, COMMUNE, inside_id=district.id), row(PLAN, OTHER_COMMUNE)
        found = sources_of(row(PLAN, STANDING), [WITH_DISTRICTS], [district, inside, beside])
        assert found.left_out == {inside.id: expected, beside.id: LeftOut.THROUGH_DISTRICT}


def test_communes_of_a_district_that_was_excused_go_to_the_standing_agency() -> None:
    rows = [row(PLAN, DISTRICT, is_excused=True), row(PLAN, COMMUNE)]
    assert agencies(row(PLAN, STANDING), [WITH_DISTRICTS], rows) == [DISTRICT, COMMUNE]


def test_a_district_that_reports_by_another_regime_takes_up_no_commune() -> None:
    rows = [row(PLAN, DISTRICT, series_id=2), row(PLAN, COMMUNE, series_id=1)]
    assert agencies(row(PLAN, STANDING), [WITH_DISTRICTS], rows) == [DISTRICT, COMMUNE]
    assert agencies(row(PLAN, DISTRICT, series_id=2), [WITH_DISTRICTS], rows) == []


def test_a_district_that_issued_the_plan_leaves_the_communes_to_its_standing_agency() -> None:
    of_district = replace(OF_DISTRICT, parent_id=None, district_of={COMMUNE: DISTRICT})
    rows = [row(CHILD, DISTRICT), row(CHILD, COMMUNE)]
    assert agencies(row(CHILD, DISTRICT_OFFICE), [of_district], rows) == [COMMUNE]


def test_the_province_takes_up_a_commune_once_in_its_report_on_the_ministrys_plan() -> None:
    national = PlanPlaces(NATIONAL, MINISTRY)
    child = replace(WITH_DISTRICTS, parent_id=NATIONAL, standing_ids=frozenset())
    rows = [row(PLAN, DISTRICT), row(PLAN, COMMUNE), row(PLAN, FAR_COMMUNE)]
    assert agencies(row(NATIONAL, PROVINCE), [national, child], rows) == [DISTRICT, FAR_COMMUNE]
