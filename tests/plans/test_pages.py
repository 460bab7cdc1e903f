"""Pages of plans: the list, one plan, its text with a clause highlighted, its file; and who may read them."""

import re

import pytest
from flask import Flask

from tests.auditing import AuditingClient
from tests.builders import make_clause, make_plan, make_task
from tests.cast import Cast
from tracker.extensions import db
from tracker.indicators.models import Target
from tracker.plans.issue import add_participants
from tracker.plans.models import Plan
from tracker.tasks.models import AssignmentPartner


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan of the cast's province in which the finance department leads a task."""
    plan = make_plan(cast.issuer)
    make_clause(plan)
    make_task(plan, cast.finance)
    add_participants(plan, [cast.finance.id])
    db.session.commit()
    return plan


def test_the_list_shows_only_plans_that_the_reader_may_open(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    link = f'href="/ke-hoach/{plan.id}"'
    assert link in client.sign_in(cast.monitor).get("/ke-hoach").text
    assert link in client.sign_in(cast.clerk).get("/ke-hoach").text
    assert link not in client.sign_in(cast.health_clerk).get("/ke-hoach").text
    assert link not in client.sign_in(cast.outsider).get("/ke-hoach").text


def test_plans_are_found_without_accents_by_number_and_title(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    client.sign_in(cast.monitor)
    for words in ("giam ngheo", "15/kh", "Kế hoạch 2026", ""):
        assert f'href="/ke-hoach/{plan.id}"' in client.get(f"/ke-hoach?tim={words}").text
    for words in ("khong co", "%", "_"):
        assert f'href="/ke-hoach/{plan.id}"' not in client.get(f"/ke-hoach?tim={words}").text


@pytest.mark.parametrize("page", ["", "/van-ban", "/tep", "/co-quan"])
def test_a_plan_does_not_exist_for_strangers(client: AuditingClient, cast: Cast, plan: Plan, page: str) -> None:
    client.sign_in(cast.outsider).get(f"/ke-hoach/{plan.id}{page}", expect=404)
    client.sign_in(cast.health_clerk).get(f"/ke-hoach/{plan.id}{page}", expect=404)
    client.sign_in(cast.monitor).get("/ke-hoach/999999" + page, expect=404)
    client.sign_in(cast.clerk).get(f"/ke-hoach/{plan.id}{page}")


def test_the_page_of_a_plan_links_to_its_tasks_and_reports(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    page = client.sign_in(cast.committee).get(f"/ke-hoach/{plan.id}").text
    assert f"/nhiem-vu?ke-hoach={plan.id}" in page and f"/bao-cao?ke-hoach={plan.id}" in page


def test_a_clause_is_highlighted_in_the_whole_text(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    start = plan.text.index("Bố trí")
    page = client.sign_in(cast.clerk).get(f"/ke-hoach/{plan.id}/van-ban?tu={start}&den={start + 6}").text
    assert '<mark class="quote" id="trich">Bố trí</mark>' in page and "TỔ CHỨC THỰC HIỆN" in page


@pytest.mark.parametrize("span", ["", "?tu=5&den=2", "?tu=x&den=-1", "?tu=99999999&den=999999999", "?tu=0&den=9999999"])
def test_a_senseless_span_only_shows_the_text(client: AuditingClient, cast: Cast, plan: Plan, span: str) -> None:
    assert "TỔ CHỨC THỰC HIỆN" in client.sign_in(cast.clerk).get(f"/ke-hoach/{plan.id}/van-ban{span}").text


def test_the_file_goes_out_as_a_download_only(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    answer = client.sign_in(cast.clerk).get(f"/ke-hoach/{plan.id}/tep")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_list_needs_as_many_statements_for_many_plans(app: Flask, client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.monitor)
    make_plan(cast.issuer)
    db.session.commit()
    client.get("/ke-hoach")
    few = client.statements
    for number in range(60):
        make_plan(cast.issuer, number=f"{number}/KH-UBND")
    db.session.commit()
    client.get("/ke-hoach?trang=2")
    assert client.statements == few


def test_an_agency_reads_the_numbers_of_its_own_rows(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    supported = make_task(plan, cast.health)
    db.session.add(
        AssignmentPartner(assignment_id=supported.assignment_id, agency_id=cast.finance.id, words="Sở Tài chính")
    )
    make_task(plan, cast.health)
    db.session.commit()
    page = " ".join(client.sign_in(cast.clerk).get(f"/ke-hoach/{plan.id}").text.split())
    assert "Nhiệm vụ của cơ quan" in page
    rows = f"/nhiem-vu?ke-hoach={plan.id}&amp;lop=total"
    for link, number in ((rows, 2), (f"{rows}&amp;vai-tro=chu-tri", 1), (f"{rows}&amp;vai-tro=phoi-hop", 1)):
        assert re.search(rf'href="{re.escape(link)}"[^>]*>{number}</a>', page), link
        listed = client.get(link.replace("&amp;", "&")).text
        assert len(re.findall(r'<tr><td><a href="/nhiem-vu/', listed)) == number
    whole = " ".join(client.sign_in(cast.monitor).get(f"/ke-hoach/{plan.id}").text.split())
    assert "Nhiệm vụ của cơ quan" not in whole and re.search(rf'href="{re.escape(rows)}"[^>]*>3</a>', whole)
    assert re.search(rf'href="{re.escape(rows)}"[^>]*>2</a>', client.sign_in(cast.clerk).get("/ke-hoach").text)


def test_figures_are_written_as_in_vietnam(client: AuditingClient, cast: Cast, plan: Plan) -> None:
    db.session.add(
        Target(
            plan_id=plan.id,
            text="",
            indicator="Tỷ lệ hộ nghèo",
            comparator="<=",
            value=12.5,
            unit="%",
            baseline="18.7",
            is_per_year=False,
            span_start=0,
            span_end=5,
        )
    )
    db.session.commit()
    page = client.sign_in(cast.monitor).get(f"/ke-hoach/{plan.id}").text
    assert "ban đầu 18,7" in page and "12,5" in page and "18.7" not in page
