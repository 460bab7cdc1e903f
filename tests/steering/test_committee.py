"""The committee's page: every number agrees with flask status and with the rows behind its link."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_task
from tests.cast import Cast
from tests.steering.province import TODAY, Province, give_agency, settle
from tracker import clock
from tracker.accounts.signin import actor_of
from tracker.extensions import db
from tracker.plans.queries import watched_by
from tracker.steering.figures import figures_for
from tracker.steering.status import as_json, status_as_of

LINKED = re.compile(r'<a class="count-link[^"]*" href="(/(?:nhiem-vu|bao-cao)[^"]*)">([\d.]+)</a>')
BOARD = re.compile(r'class="figure">([\d.]+)</span><span class="figure-label">(?:<svg.*?</svg>)?<a href="([^"]+)">')
LISTED = re.compile(r'<h2[^>]*>[^<]*<span class="count">\(([\d.]+)\)</span>')


@pytest.fixture
def province(cast: Cast) -> Province:
    """A province on 30/06/2026."""
    clock.fix_day(TODAY)
    return settle(cast)


def numbers_with_links(page: str) -> list[tuple[str, int]]:
    """Every number of the page that is a link, with its address."""
    small = [(unescape(href), int(number.replace(".", ""))) for href, number in LINKED.findall(page)]
    big = [(unescape(href), int(number.replace(".", ""))) for number, href in BOARD.findall(page)]
    return small + big


def listed(client: AuditingClient, address: str) -> int:
    """How many rows the list behind an address has."""
    page = client.get(address).text
    found = LISTED.search(page)
    return int(found[1].replace(".", "")) if found else 0


@pytest.mark.parametrize("who", ["monitor", "secretary", "committee"])
def test_every_number_is_as_large_as_the_list_that_it_opens(
    who: str, client: AuditingClient, cast: Cast, province: Province
) -> None:
    give_agency(cast)
    client.sign_in(getattr(cast, who))
    links = set(numbers_with_links(client.get("/ban-chi-dao?mo=commune").text))
    assert len(links) > 40
    for address, number in sorted(links):
        assert listed(client, address) == number, address


def test_the_numbers_of_one_plan_open_the_rows_of_that_plan(
    client: AuditingClient, cast: Cast, province: Province
) -> None:
    client.sign_in(cast.committee)
    page = client.get(f"/ban-chi-dao?ke-hoach={province.child.id}&den-ngay=15/05/2026").text
    assert "1 nhiệm vụ quá hạn" in page and "lâu nhất 79 ngày" in page
    for address, number in numbers_with_links(page):
        assert "ke-hoach=" in address and "den-ngay=" in address
        assert listed(client, address) == number, address


def test_the_page_and_the_command_say_the_same(cast: Cast, province: Province) -> None:
    actor = actor_of(cast.committee)
    for day in (TODAY, date(2026, 4, 30), date(2026, 2, 1)):
        figures = figures_for(actor, day)
        told = as_json(status_as_of(day, watched_by(actor)))
        assert as_json(figures.status) == told
        assert figures.tasks.as_figures() == told["total"]["tasks"]
        assert sum(line.counts.total for line in figures.agencies) == told["total"]["tasks"]["total"]
        assert sum(line.counts.requested for line in figures.requested) == told["total"]["tasks"]["requested"]
        assert sum(line.tasks for line in figures.ageing) == told["total"]["tasks"]["open_overdue"]
        assert figures.trend[-1].overdue == told["total"]["tasks"]["open_overdue"]


def test_the_classes_add_up_and_the_ages_are_told(cast: Cast, province: Province) -> None:
    figures = figures_for(actor_of(cast.committee), TODAY)
    tasks = figures.tasks
    assert (
        tasks.total
        == tasks.done_on_time + tasks.done_late + tasks.open_in_time + tasks.open_overdue + tasks.no_deadline
    )
    assert [(line.age.value, line.tasks, line.agencies) for line in figures.ageing] == [
        ("1-30", 1, 1),
        ("31-60", 1, 1),
        ("61-120", 1, 1),
        ("120+", 1, 1),
    ]
    assert figures.longest_days == 125
    assert [point.done for point in figures.trend] == [0, 0, 1, 1, 3, 3]


def test_people_s_committees_stand_together_with_the_worst_first(cast: Cast, province: Province) -> None:
    lines = figures_for(actor_of(cast.committee), TODAY).agencies
    assert [line.name for line in lines] == ["UBND các xã, phường", "Sở Tài chính", "Sở Y tế"]
    assert [member.name for member in lines[0].members] == ["UBND xã Bảo Lạc", "UBND xã Cô Ba"]


def test_a_task_finished_later_was_open_on_an_earlier_day(
    client: AuditingClient, cast: Cast, province: Province
) -> None:
    before = figures_for(actor_of(cast.committee), date(2026, 4, 29)).tasks
    after = figures_for(actor_of(cast.committee), date(2026, 5, 1)).tasks
    assert (before.done_on_time, after.done_on_time) == (0, 1)


def test_a_plan_counts_from_its_issuing_day_on(client: AuditingClient, cast: Cast, province: Province) -> None:
    client.sign_in(cast.committee)
    assert "3/KH-UBND" not in client.get("/ban-chi-dao?den-ngay=09/02/2026").text
    assert "3/KH-UBND" in client.get("/ban-chi-dao?den-ngay=10/02/2026").text


def test_a_wrong_day_is_refused_with_an_example(client: AuditingClient, cast: Cast, province: Province) -> None:
    page = client.sign_in(cast.committee).get("/ban-chi-dao?den-ngay=45", expect=422)
    assert "hãy nhập như 30/06/2026" in page.text


def test_without_plans_the_page_says_what_will_stand_there(client: AuditingClient, cast: Cast) -> None:
    assert "được đếm ở đây" in client.sign_in(cast.committee).get("/ban-chi-dao").text


def test_others_see_neither_the_page_nor_the_plan(client: AuditingClient, cast: Cast, province: Province) -> None:
    client.sign_in(cast.outsider).get("/ban-chi-dao", expect=403)
    client.sign_in(cast.clerk).get("/ban-chi-dao", expect=403)
    client.sign_in(cast.committee)
    client.get(f"/ban-chi-dao?ke-hoach={province.foreign.id}", expect=404)
    client.get("/ban-chi-dao?ke-hoach=x", expect=404)
    assert "99/KH-UBND" not in client.get("/ban-chi-dao").text


def test_a_thousand_tasks_cost_as_many_statements_as_ten(client: AuditingClient, cast: Cast) -> None:
    clock.fix_day(TODAY)
    client.sign_in(cast.committee)
    costs = []
    for number in (10, 990):
        plan = make_plan(cast.issuer)
        for place in range(number):
            make_task(plan, cast.finance, due_on=TODAY - timedelta(days=place % 150 - 20))
        db.session.commit()
        client.get("/ban-chi-dao")
        costs.append(client.statements)
    assert costs[0] == costs[1] <= 12
