"""Every address of the product, tried by everybody who has no business there. A new route joins by itself."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from tests.auditing import AuditingClient
from tests.cast import Cast
from tests.web.province import MARK, Province, furnish
from tracker.accounts.models import Person
from tracker.extensions import Base, db
from tracker.rights import Role
from tracker.web.gate import PUBLIC, guard_of

REFUSED = (403, 404)
STRANGERS = (
    "clerk of another province",
    "clerk without a part",
    "head of another province",
    "monitor of another province",
    "secretary of another province",
    "committee of another province",
)
# What anybody signed in does to their own things: sent with an empty form it changes nothing of others.
OWN = {"accounts.sign_out", "accounts.change_password", "notifications.read_all"}
# An empty form is a valid choice of one's own here; nobody else can be named in it (tests/notifications).
OWN_CHOICE = "channels.choose"
# Kept apart from "nothing changes": every request may touch its own session; the catalogue is large and read only.
NOT_COMPARED = {"login_session", "login_attempt", "admin_unit", "agency_kind"}


@dataclass(frozen=True)
class Address:
    """One way to one route, filled with what belongs to the cast's province."""

    method: str
    path: str
    endpoint: str
    names_a_thing: bool
    missing: str


@pytest.fixture
def province(cast: Cast) -> Province:
    return furnish(cast)


def filled(rule: Rule, values: dict[str, object]) -> Iterator[dict[str, object]]:
    """Fill the variables of a rule; a choice of words gives one filling each. An unknown variable fails the test."""
    choices = {name: getattr(rule._converters[name], "items", None) for name in rule.arguments}
    unknown = {name for name, words in choices.items() if words is None and name not in values}
    assert not unknown, f"{rule} has {unknown}: say in tests/web/province.py what to fill in"
    fixed = {name: values[name] for name, words in choices.items() if words is None}
    word = next((name for name, words in choices.items() if words is not None), None)
    return iter([{**fixed, word: one} for one in choices[word]] if word else [fixed])


def addresses(app: Flask, values: dict[str, object]) -> list[Address]:
    """Every method of every route, filled."""
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        for given in filled(rule, values):
            words = {name for name in given if not isinstance(given[name], int)}
            gone = {name: value if name in words else 987654321 for name, value in given.items()}
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                path = adapter.build(rule.endpoint, given, method=method)
                missing = adapter.build(rule.endpoint, gone, method=method)
                found.append(Address(method, path, rule.endpoint, bool(rule.arguments), missing))
    return found


def fingerprint() -> dict[str, str]:
    """The content of every table that people change."""
    marks = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in NOT_COMPARED:
            rows = db.session.execute(select(table).order_by(*table.primary_key.columns)).all()
            marks[table.name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    db.session.commit()
    return marks


def let_in(app: Flask, addresses: list[Address], person: Person) -> list[Address]:
    """The addresses whose gate lets the person in; that the others refuse, another test says of every role."""
    roles = {held.role for held in person.appointments}
    guards = {address: guard_of(app.view_functions[address.endpoint]) for address in addresses}
    return [one for one, guard in guards.items() if guard != PUBLIC and (isinstance(guard, str) or guard & roles)]


def is_public(app: Flask, endpoint: str) -> bool:
    return guard_of(app.view_functions[endpoint]) == PUBLIC


def words_of_page(text: str) -> str:
    """The words of a page without what differs each time: its number, tokens, and the address that was asked."""
    return re.sub(r"[0-9a-f]{16,}|value=\"[^\"]*\"|nonce=\"[^\"]*\"|\d+", "", text)


def test_those_it_belongs_to_do_see_it(client: AuditingClient, cast: Cast, province: Province) -> None:
    values = province.values
    client.sign_in(cast.clerk)
    for path in (f"/nhiem-vu/{values['task_id']}", f"/ke-hoach/{values['plan_id']}", "/thong-bao"):
        assert MARK in client.get(path).text
    assert MARK in client.sign_in(cast.monitor).get(f"/tiep-nhan/{values['draft_id']}").text
    assert MARK in client.sign_in(cast.administrator).get(f"/quan-tri/co-quan/{values['agency_id']}").text


def test_the_public_pages_are_these_and_no_others(app: Flask) -> None:
    public = {name for name in app.view_functions if name != "static" and is_public(app, name)}
    by_link = {"task_links.form", "task_links.keep", "report_links.form", "report_links.submit"}
    by_link |= {"more_time_links.form", "more_time_links.ask"}  # the address is the secret: notifications/test_links.py
    assert public == {"accounts.sign_in", "accounts.open_session", "jobs.healthz"} | by_link


def test_a_stranger_without_an_account_is_sent_to_sign_in(
    app: Flask, client: AuditingClient, province: Province
) -> None:
    before = fingerprint()
    for address in addresses(app, province.values):
        if is_public(app, address.endpoint):
            continue
        send = client.get if address.method == "GET" else client.post
        answer = send(address.path, expect=303)
        assert answer.headers["Location"].startswith("/dang-nhap"), f"{address}: {answer.headers['Location']}"
        assert MARK not in answer.text
        if address.method == "GET":
            client.get(address.path, headers={"HX-Request": "true"}, expect=401)
    assert fingerprint() == before


@pytest.mark.parametrize("stranger", STRANGERS)
def test_who_has_no_part_in_a_plan_reads_nothing_of_it(
    app: Flask, client: AuditingClient, province: Province, stranger: str
) -> None:
    """And a thing of others looks like one that is not there."""
    client.sign_in(province.strangers[stranger])
    holes = []
    for address in let_in(app, addresses(app, province.values), province.strangers[stranger]):
        if address.method != "GET":
            continue
        page = client.open(address.path)
        fragment = client.open(address.path, headers={"HX-Request": "true"})
        for answer in (page, fragment):
            if MARK in answer.text or (address.names_a_thing and answer.status_code not in REFUSED):
                holes.append(f"{address.method} {address.path} ({address.endpoint}): {answer.status_code}")
        if address.names_a_thing:
            nothing = client.open(address.missing)
            if (page.status_code, words_of_page(page.text)) != (nothing.status_code, words_of_page(nothing.text)):
                holes.append(f"{address.path} differs from {address.missing}")
    assert not holes, "\n".join(holes)


@pytest.mark.parametrize("stranger", STRANGERS)
def test_who_has_no_part_in_a_plan_changes_nothing_of_it(
    app: Flask, client: AuditingClient, province: Province, stranger: str
) -> None:
    before = fingerprint()
    holes = []
    for address in let_in(app, addresses(app, province.values), province.strangers[stranger]):
        if address.method == "GET" or address.endpoint == OWN_CHOICE:
            continue
        client.sign_in(province.strangers[stranger])
        answer = client.post(address.path, data={**FORGED, **asking(province)})
        own = address.endpoint in OWN or not address.names_a_thing
        if answer.status_code not in (*REFUSED, 405) and not (own and answer.status_code in (303, 422)):
            holes.append(f"{address.method} {address.path} ({address.endpoint}): {answer.status_code}")
        if MARK in answer.text:
            holes.append(f"{address.method} {address.path} ({address.endpoint}) shows it")
    assert not holes, "\n".join(holes)
    assert fingerprint() == before


# Every column that must never be taken from a form, with every decision that somebody might smuggle in.
FORGED = {
    "agency_id": "1",
    "role": "administrator",
    "state": "done",
    "is_open": "1",
    "version": "1",
    "owner": "1",
    "created_at": "2020-01-01",
    "words": "x",
    "reason": "x",
    "percent": "100",
}


def asking(province: Province) -> dict[str, str]:
    """The things of the province as forms and filters name them."""
    values = province.values
    return {
        "ke-hoach": str(values["plan_id"]),
        "chon": f"report_row-{values['row_id']} task-{values['task_id']} agency-{values['agency_id']}",
        "nhiem_vu": str(values["task_id"]),
        "plan_id": str(values["plan_id"]),
        "task_id": str(values["task_id"]),
    }


@pytest.mark.parametrize("stranger", STRANGERS[::3])
def test_filters_of_a_list_do_not_open_what_is_closed(
    app: Flask, client: AuditingClient, province: Province, stranger: str
) -> None:
    client.sign_in(province.strangers[stranger])
    values = province.values
    for address in let_in(app, addresses(app, province.values), province.strangers[stranger]):
        if address.method != "GET" or address.names_a_thing:
            continue
        for name, value in (
            ("ke-hoach", values["plan_id"]),
            ("co-quan", values["agency_id"]),
            ("nhiem_vu", values["task_id"]),
            ("chon", f"task-{values['task_id']}"),
            ("rieng", f"report_row-{values['row_id']}"),
            ("rieng", f"agency-{values['agency_id']}"),
            ("q", "DAU RIENG"),
            ("pham-vi", "followed"),
        ):
            answer = client.open(address.path, query_string={name: value})
            assert MARK not in answer.text, f"{address.path}?{name}={value}"
            assert answer.status_code < 500, f"{address.path}?{name}={value}"


@pytest.mark.parametrize("role", list(Role))
def test_a_route_refuses_every_role_it_is_not_for(
    app: Flask, client: AuditingClient, cast: Cast, province: Province, role: Role
) -> None:
    person: Person = getattr(cast, role.value)
    client.sign_in(person)
    before = fingerprint()
    for address in addresses(app, province.values):
        guard = guard_of(app.view_functions[address.endpoint])
        if isinstance(guard, frozenset) and role not in guard:
            answer = client.get(address.path, expect=403) if address.method == "GET" else client.post(address.path)
            assert answer.status_code == 403 and MARK not in answer.text, f"{role}: {address}"
    assert fingerprint() == before


def test_the_administrator_has_no_task_data(app: Flask, client: AuditingClient, cast: Cast, province: Province) -> None:
    client.sign_in(cast.administrator)
    holes = []
    for address in addresses(app, province.values):
        of_administration = address.path.startswith(("/quan-tri/", "/tai-khoan")) or is_public(app, address.endpoint)
        if not of_administration and address.names_a_thing:
            answer = client.open(address.path) if address.method == "GET" else client.post(address.path)
            if answer.status_code not in REFUSED:
                holes.append(f"{address.method} {address.path}: {answer.status_code}")
    assert not holes, "\n".join(holes)


def test_reading_every_page_changes_nothing(app: Flask, client: AuditingClient, cast: Cast, province: Province) -> None:
    for person in (cast.clerk, cast.monitor, cast.administrator):
        client.sign_in(person)
        before = fingerprint()
        for address in addresses(app, province.values):
            if address.method == "GET":
                answer = client.open(address.path)
                assert answer.status_code < 500, f"{person.name}: {address.path}"
        assert fingerprint() == before
