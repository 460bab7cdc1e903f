"""The session ends while somebody types: nothing typed is lost, one press sends it, and only the same person's."""

import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_report_row
from tests.cast import PASSWORD, Cast
from tracker import clock
from tracker.accounts.models import LoginSession, Person
from tracker.extensions import db
from tracker.reports.drafting import Draft
from tracker.reports.models import ReportRow

TEXT = 'Đã hỗ trợ 1.234 hộ &<>{{}} "vay vốn".\r\n\r\nDòng thứ hai: 100%.'


@pytest.fixture
def row(client: AuditingClient, cast: Cast) -> ReportRow:
    """A report of the clerk's agency, open for writing, its clerk signed in."""
    clock.fix_day(date(2026, 5, 18))
    made = make_report_row(make_plan(cast.issuer), cast.finance)
    db.session.commit()
    client.sign_in(cast.clerk)
    return made


def end_the_session() -> None:
    db.session.query(LoginSession).update({"seen_at": clock.now() - timedelta(minutes=31)})
    db.session.commit()


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields of the first form of ours in the page, as a browser sends them."""
    form = next(f for f in re.findall(r"<form.*?</form>", page, re.S) if "dang-xuat" not in f.partition(">")[0])
    found = re.findall(r"<input[^>]*>", form)
    pairs = [(re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one, re.S)) for one in found]
    return {unescape(name[1]): unescape(value[1]) for name, value in pairs if name and value}


def main_of(page: str) -> str:
    return page.partition("<main")[2]


def save(client: AuditingClient, row: ReportRow, **more: object) -> TestResponse:
    data = {"version": row.version, "results_policies": TEXT, "lines": "1", "line|own:1|label": "Số hộ vay vốn"}
    return client.post(f"/bao-cao/{row.id}/nhap", data={**data, **more})


def sign_in_with(client: AuditingClient, page: str, person: Person, password: str = PASSWORD) -> TestResponse:
    data = {**fields_of(main_of(page)), "email": person.email, "password": password}
    return client.post("/dang-nhap", data=data, csrf=False)


def test_what_was_typed_goes_through_the_sign_in_and_is_saved_with_one_press(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    end_the_session()
    asked = save(client, row)
    assert asked.status_code == 401 and "được giữ nguyên" in asked.text
    again = sign_in_with(client, asked.text, cast.clerk)
    assert again.status_code == 200 and "Nội dung đã nhập còn nguyên" in again.text
    assert row.draft is None  # nothing is sent without the press
    sent = fields_of(main_of(again.text))
    client.post(f"/bao-cao/{row.id}/nhap", data=sent, csrf=False, expect=303)
    assert Draft.of(row).content["results_policies"] == TEXT.replace("\r\n", "\n")
    assert Draft.of(row).results[0].label == "Số hộ vay vốn"


def test_a_wrong_password_on_the_way_loses_nothing(client: AuditingClient, cast: Cast, row: ReportRow) -> None:
    end_the_session()
    wrong = sign_in_with(client, save(client, row).text, cast.clerk, password="không phải")
    assert wrong.status_code == 422
    again = sign_in_with(client, wrong.text, cast.clerk)
    assert fields_of(main_of(again.text))["results_policies"] == TEXT


def test_somebody_else_who_signs_in_neither_sees_nor_sends_it(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    end_the_session()
    refused = sign_in_with(client, save(client, row).text, cast.head)
    assert refused.status_code == 409 and "tài khoản khác" in refused.text and "vay vốn" not in refused.text
    client.get("/tai-khoan", expect=303)  # no session was opened for them
    again = sign_in_with(client, refused.text, cast.clerk)
    assert fields_of(main_of(again.text))["results_policies"] == TEXT


def test_the_page_of_one_person_does_not_send_as_the_next_at_the_same_machine(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    token = client.token()
    client.post("/dang-xuat", expect=303)
    client.post("/dang-nhap", data={"email": cast.head.email, "password": PASSWORD}, expect=303)
    data = {"version": row.version, "results_policies": TEXT, "csrf_token": token}
    answer = client.post(f"/bao-cao/{row.id}/nhap", data=data, csrf=False, expect=400)
    assert "vay vốn" not in answer.text and row.draft is None


def test_a_browser_that_was_closed_meanwhile_keeps_the_text_too(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    token = client.token()
    client.delete_cookie("session")
    data = {"version": row.version, "results_policies": TEXT, "csrf_token": token}
    asked = client.post(f"/bao-cao/{row.id}/nhap", data=data, csrf=False, expect=401)
    again = sign_in_with(client, asked.text, cast.clerk)
    client.post(f"/bao-cao/{row.id}/nhap", data=fields_of(main_of(again.text)), csrf=False, expect=303)
    assert Draft.of(row).content["results_policies"] == TEXT.replace("\r\n", "\n")


def test_the_old_token_of_the_same_person_is_renewed_with_the_text(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    token = client.token()
    client.delete_cookie("session")
    client.sign_in(cast.clerk)
    data = {"version": row.version, "results_policies": TEXT, "csrf_token": token}
    again = client.post(f"/bao-cao/{row.id}/nhap", data=data, csrf=False, expect=400)
    client.post(f"/bao-cao/{row.id}/nhap", data=fields_of(main_of(again.text)), csrf=False, expect=303)
    assert Draft.of(row).content["results_policies"] == TEXT.replace("\r\n", "\n")
    told = client.post(f"/bao-cao/{row.id}/nhap", data=data, csrf=False, headers={"HX-Request": "true"}, expect=400)
    assert "bấm lại" in told.text and "formtoken" in told.headers["HX-Trigger"]


def test_a_form_that_another_site_made_up_is_not_carried(client: AuditingClient, row: ReportRow) -> None:
    end_the_session()
    data = {"version": row.version, "results_policies": TEXT, "csrf_token": "bịa"}
    answer = client.post(f"/bao-cao/{row.id}/nhap", data=data, csrf=False, expect=303)
    assert answer.headers["Location"].startswith("/dang-nhap")


def test_passwords_and_files_are_not_carried(client: AuditingClient, cast: Cast, row: ReportRow) -> None:
    end_the_session()
    client.post("/tai-khoan/mat-khau", data={"old_password": PASSWORD, "new_password": "a b c"}, expect=303)
    asked = save(client, row, signed_copy=(BytesIO(b"%PDF-1.4 rieng"), "ban-ky.pdf"))
    again = sign_in_with(client, asked.text, cast.clerk)
    assert "Chọn lại tệp" in again.text and "rieng" not in again.text
    assert 'type="file" name="signed_copy"' in again.text and "multipart/form-data" in again.text


def test_saving_while_typing_is_told_in_place_and_the_page_stays(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    end_the_session()
    address, data = f"/bao-cao/{row.id}/nhap", {"version": row.version, "results_policies": TEXT}
    told = client.post(address, data=data, headers={"HX-Request": "true"}, expect=401)
    assert "HX-Redirect" not in told.headers and told.headers["HX-Retarget"] == "#page-error"
    assert "vẫn còn trên trang" in told.text and 'target="_blank"' in told.text
    client.post("/dang-nhap", data={"email": cast.clerk.email, "password": PASSWORD}, expect=303)
    client.get("/dang-nhap/da-xong")
    client.post(address, data=data, headers={"HX-Request": "true"}, expect=200)  # the page's own token still holds
    assert Draft.of(row).content["results_policies"] == TEXT.replace("\r\n", "\n")


def test_after_a_button_the_sign_in_leads_back_to_its_page(client: AuditingClient, row: ReportRow) -> None:
    end_the_session()
    came = {"Referer": f"http://localhost/bao-cao/{row.id}"}
    answer = client.post("/dang-xuat", csrf=False, headers=came, expect=303)
    assert answer.headers["Location"] == f"/dang-nhap?tiep=/bao-cao/{row.id}"
