"""Before 1/7/2025 communes and their district report in one plan: what the district takes up, nobody takes up again."""

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import update

from tests.auditing import AuditingClient
from tests.builders import a_person, make_agency, make_duty, make_plan, make_report_row
from tests.cast import Cast, password_hash
from tests.consolidation.province import accept, accepted, clerk_for, excuse, figure
from tracker import clock
from tracker.accounts.models import Person
from tracker.agencies.models import Agency, AgencyRole
from tracker.consolidation.reading import draft_origins, plan_figures, sums_of, voiced
from tracker.consolidation.service.taking import take_sources
from tracker.extensions import db
from tracker.reports.coverage import Presence, coverage_of, is_consolidating
from tracker.reports.drafting import Draft
from tracker.reports.models import ReportRow
from tracker.reports.moves import latest_submission
from tracker.reports.service import writing
from tracker.reports.sources import draft_coverage
from tracker.rights import Grant, Role

TODAY = date(2025, 5, 22)
SAID = {"results_policies": "Đã hỗ trợ hộ nghèo."}


@dataclass(frozen=True)
class Chain:
    """The rows of the first half of 2025: of the standing agency, a district with two communes, and two others."""

    standing: ReportRow
    district: ReportRow
    inside: ReportRow
    beside: ReportRow
    far: ReportRow  # a commune of a district that does not report
    finance: ReportRow
    district_clerk: Person


def of_place(name: str, level: str, code: str) -> Agency:
    agency = make_agency(name, unit="Cao Bằng", level=level)
    agency.unit_code = code
    return agency


@pytest.fixture
def chain(cast: Cast) -> Chain:
    clock.fix_day(TODAY)
    district = of_place("UBND huyện Bảo Lạc", "district", "old:043")
    inside, beside, far = (
        of_place(name, "commune", code)
        for name, code in (
            ("UBND thị trấn Bảo Lạc", "old:01321"),
            ("UBND xã Cốc Pàng", "old:01324"),
            ("UBND xã Đức Hạnh", "old:01291"),
        )
    )
    plan = make_plan(cast.issuer, issued_on=date(2025, 1, 10), period_start=date(2025, 1, 1))
    agencies = (cast.standing, district, inside, beside, far, cast.finance)
    duty = make_duty(plan, *agencies)
    rows = [
        make_report_row(
            plan,
            agency,
            duty=duty,
            period_key="2025-H1",
            period_start=date(2025, 1, 1),
            period_end=date(2025, 6, 30),
            opens_on=date(2025, 4, 1),
            due_on=date(2025, 5, 20),
        )
        for agency in agencies
    ]
    clerk = a_person("huyen@caobang.test", "Chuyên viên huyện", password_hash(), Grant(Role.CLERK, district.id))
    clerk.appointments[0].starts_on = date(2025, 1, 1)
    db.session.add(clerk)
    db.session.execute(update(AgencyRole).values(starts_on=date(2025, 1, 1)))
    db.session.commit()
    return Chain(*rows, clerk)


def stands(row: ReportRow) -> dict[str, Presence]:
    return {entry.row.agency.name: entry.presence for entry in coverage_of(row, today=TODAY).entries}


def taken(row: ReportRow) -> ReportRow:
    return take_sources(row, version=row.version, by=clerk_for(row.agency)).row


def sent_on(row: ReportRow) -> ReportRow:
    """The draft as it is, handed in and accepted."""
    return accept(writing.submit_report(row, Draft.of(row), None, version=row.version, by=clerk_for(row.agency)))


def total(row: ReportRow) -> str:
    sums = sums_of(voiced(draft_origins(row.id)), plan_figures(row.plan_id))
    return str(next(line.actual for line in sums if line.label == "Hộ thoát nghèo"))


def test_a_figure_of_a_commune_counts_once_through_its_district(chain: Chain) -> None:
    accepted(chain.inside, SAID, figure("Hộ thoát nghèo", "5"))
    accepted(chain.beside, SAID, figure("Hộ thoát nghèo", "7"))
    accepted(chain.far, SAID, figure("Hộ thoát nghèo", "11"))
    assert stands(chain.district) == {"UBND thị trấn Bảo Lạc": Presence.FRESH, "UBND xã Cốc Pàng": Presence.FRESH}
    district = sent_on(taken(chain.district))
    newest = latest_submission(district)
    assert newest is not None and [line["actual"] for line in newest.results] == ["12"]
    assert stands(chain.standing) == {
        "UBND huyện Bảo Lạc": Presence.FRESH,
        "UBND xã Đức Hạnh": Presence.FRESH,
        "Sở Tài chính": Presence.MISSING,
    }
    assert total(taken(chain.standing)) == "23"


def test_a_commune_that_is_not_inside_its_districts_accepted_report_is_listed(chain: Chain) -> None:
    accepted(chain.inside, SAID)
    sent_on(taken(chain.district))
    accepted(chain.beside, SAID)
    assert stands(chain.standing)["UBND xã Cốc Pàng"] is Presence.LEFT_OUT
    assert "UBND thị trấn Bảo Lạc" not in stands(chain.standing)
    assert draft_coverage(chain.standing)[-1] == (
        "Báo cáo qua cấp huyện, chưa nằm trong báo cáo được chấp nhận của huyện (1): "
        "UBND xã Cốc Pàng (UBND huyện Bảo Lạc)."
    )


def test_what_a_draft_took_from_a_commune_before_must_come_out(chain: Chain) -> None:
    commune = accepted(chain.inside, SAID, figure("Hộ thoát nghèo", "5"))
    excuse(chain.district, "Đang sắp xếp.")
    standing = taken(chain.standing)
    assert {origin.row_id for origin in draft_origins(standing.id)} == {commune.id}
    chain.district.excused_on = None
    db.session.commit()
    sent_on(taken(chain.district))
    coverage = coverage_of(standing, today=TODAY)
    assert [entry.row.id for entry in coverage.fallen] == [commune.id] and not coverage.is_current


def test_a_department_and_a_commune_take_up_nobody(chain: Chain) -> None:
    assert is_consolidating(chain.district, today=TODAY)
    for row in (chain.inside, chain.finance):
        assert not is_consolidating(row, today=TODAY) and stands(row) == {}


def test_the_districts_clerk_reads_its_communes_alone_and_consolidates(chain: Chain, client: AuditingClient) -> None:
    for row in (chain.inside, chain.far):
        accepted(row, SAID)
    client.sign_in(chain.district_clerk)
    assert f"/bao-cao/{chain.district.id}/tong-hop" in client.get("/tong-hop").text
    page = client.get(f"/bao-cao/{chain.district.id}/tong-hop").text
    assert "UBND thị trấn Bảo Lạc" in page and "UBND xã Đức Hạnh" not in page
    client.post(f"/bao-cao/{chain.district.id}/tong-hop", data={"version": chain.district.version}, expect=303)
    client.get(f"/bao-cao/{chain.inside.id}/ban-in?lan=1")
    for row in (chain.far, chain.finance, chain.standing):
        client.get(f"/bao-cao/{row.id}", expect=404)


def test_from_1_7_2025_there_are_no_districts(chain: Chain) -> None:
    for row in (chain.standing, chain.district, chain.inside, chain.beside, chain.far, chain.finance):
        row.period_end = date(2025, 7, 31)
    db.session.commit()
    assert not is_consolidating(chain.district, today=TODAY)
    assert stands(chain.standing)["UBND thị trấn Bảo Lạc"] is Presence.MISSING
