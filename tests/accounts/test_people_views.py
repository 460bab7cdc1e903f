"""The administrator's pages of people."""

import re
from datetime import date

import pytest

from tests.auditing import AuditingClient
from tests.builders import make_person
from tests.cast import Cast, password_hash
from tracker import clock
from tracker.accounts.models import Appointment, LoginSession, Person
from tracker.accounts.passwords import is_right
from tracker.extensions import db
from tracker.history.queries import entries_of, version_of
from tracker.rights import Grant, Role

LIST = "/quan-tri/nguoi-dung"
NEW = "/quan-tri/nguoi-dung/moi"
NEW_CLERK = {
    "name": "Chuyên viên Sở Y tế 2",
    "email": "Moi@Caobang.test",
    "role": "clerk",
    "agency": "so y te cao bang",
}


@pytest.fixture
def admin(client: AuditingClient, cast: Cast) -> AuditingClient:
    return client.sign_in(cast.administrator)


def page_of(person: Person) -> str:
    return f"{LIST}/{person.id}"


def details(person: Person, **typed: str) -> dict[str, str]:
    kept = {"email": person.email, "name": person.name, "phone": person.phone or ""}
    return {**kept, "version": str(version_of("person", person.id)), **typed}


def made() -> Person:
    return db.session.query(Person).filter_by(email_key="moi@caobang.test").one()


@pytest.mark.parametrize("office", ["clerk", "head", "monitor", "secretary", "committee", "outsider"])
def test_only_the_administrator_comes_in(client: AuditingClient, cast: Cast, office: str) -> None:
    client.sign_in(getattr(cast, office))
    for path in (LIST, NEW, page_of(cast.clerk)):
        client.get(path, expect=403)
    client.post(NEW, data=NEW_CLERK, expect=403)
    client.post(f"{page_of(cast.clerk)}/mat-khau", data={"version": "0"}, expect=403)
    client.post(f"{page_of(getattr(cast, office))}/vai-tro", data={"role": "administrator"}, expect=403)


def test_strangers_are_sent_to_sign_in(client: AuditingClient, cast: Cast) -> None:
    for path in (LIST, NEW, page_of(cast.clerk)):
        assert client.get(path, expect=303).headers["Location"].startswith("/dang-nhap")


def test_the_list_finds_names_without_accents_and_by_agency_and_role(admin: AuditingClient, cast: Cast) -> None:
    assert "(1)" in admin.get(f"{LIST}?q=chuyen+vien+xa+bao+lac").text
    page = admin.get(f"{LIST}?co-quan=so+tai+chinh+cao+bang").text
    assert cast.clerk.email in page and cast.head.email in page and cast.outsider.email not in page
    page = admin.get(f"{LIST}?vai-tro=secretary").text
    assert cast.secretary.email in page and cast.clerk.email not in page
    assert "Không có người dùng nào" in admin.get(f"{LIST}?trang-thai=khoa").text


def test_a_thousand_people_take_no_more_statements(admin: AuditingClient, cast: Cast) -> None:
    admin.get(LIST)
    few = admin.statements
    for number in range(1000):
        make_person(f"nv{number}@x.test", f"Nhân viên {number}", password_hash(), Grant(Role.CLERK, cast.health.id))
    db.session.commit()
    assert "trong 1.010" in admin.get(LIST).text
    assert admin.statements == few
    assert "nv999@x.test" in admin.get(f"{LIST}?q=nhan+vien+999&xep=moi").text


def test_a_new_account_shows_its_password_once_and_opens_the_door(admin: AuditingClient, cast: Cast) -> None:
    answer = admin.post(NEW, data=NEW_CLERK, expect=200).text
    password = re.search(r"<code>([^<]+)</code>", answer)[1]
    person = made()
    assert is_right(password, person.password_hash) and password not in admin.get(page_of(person)).text
    assert [(held.role, held.agency_id) for held in person.appointments] == [(Role.CLERK, cast.health.id)]
    assert [entry.action for entry in entries_of("person", person.id)] == ["appointed", "opened"]
    assert password not in str([entry.after for entry in entries_of("person", person.id)])


def test_a_new_account_sent_twice_is_made_once(admin: AuditingClient) -> None:
    admin.post(NEW, data=NEW_CLERK, expect=200)
    again = admin.post(NEW, data={**NEW_CLERK, "email": "MOI@caobang.TEST"}, expect=422).text
    assert "đã có tài khoản" in again and "Chuyên viên Sở Y tế 2" in again
    assert made().name == "Chuyên viên Sở Y tế 2"


@pytest.mark.parametrize(
    "address",
    ["quаntri@caobang.test", "quan\u200btri@caobang.test", "quan\x00tri@x.vn", "ｑ@x.vn", "a b@x.vn", "a@b", "x"],
)
def test_addresses_that_only_look_right_are_refused(admin: AuditingClient, address: str) -> None:
    before = db.session.query(Person).count()
    page = admin.post(NEW, data={**NEW_CLERK, "email": address}, expect=422).text
    assert "Thư điện tử chỉ gồm" in page or "Địa chỉ thư điện tử không đúng" in page
    assert db.session.query(Person).count() == before


def test_agencies_of_one_name_are_offered_to_choose_from(admin: AuditingClient, cast: Cast) -> None:
    data = {**NEW_CLERK, "agency": "so tai chinh"}
    page = admin.post(NEW, data=data, expect=422).text
    assert "Sở Tài chính (tỉnh Cao Bằng)" in page and "Sở Tài chính (tỉnh Sơn La)" in page
    admin.post(NEW, data={**data, "agency-chon": str(cast.finance.id)}, expect=200)
    assert made().appointments[0].agency_id == cast.finance.id


def test_looking_for_an_agency_keeps_what_was_typed_and_makes_nothing(admin: AuditingClient) -> None:
    page = admin.post(NEW, data={**NEW_CLERK, "tim": "1"}, expect=200).text
    assert "Moi@Caobang.test" in page and "Sở Y tế (tỉnh Cao Bằng)" in page
    assert not db.session.query(Person).filter_by(email_key="moi@caobang.test").all()


def test_a_role_without_what_it_needs_is_refused(admin: AuditingClient) -> None:
    page = admin.post(NEW, data={**NEW_CLERK, "agency": ""}, expect=422).text
    assert "cần chọn cơ quan" in page
    page = admin.post(NEW, data={**NEW_CLERK, "role": "monitor"}, expect=422).text
    assert "cơ quan ban hành" in page
    assert "không có trong danh sách" in admin.post(NEW, data={**NEW_CLERK, "role": "boss"}, expect=422).text


def test_extra_fields_change_nothing(admin: AuditingClient, cast: Cast) -> None:
    extra = {"is_open": "", "role": "administrator", "agency_id": str(cast.health.id), "password_hash": "x", "id": "1"}
    admin.post(page_of(cast.clerk), data=details(cast.clerk, phone="0912 345 678", **extra), expect=303)
    db.session.expire_all()
    assert cast.clerk.phone == "0912 345 678" and cast.clerk.is_open
    assert [held.role for held in cast.clerk.appointments] == [Role.CLERK]
    assert cast.clerk.appointments[0].agency_id == cast.finance.id


def test_details_are_saved_once_and_an_old_form_is_told_so(admin: AuditingClient, cast: Cast) -> None:
    form = details(cast.clerk, name="Chuyên viên phòng Ngân sách")
    admin.post(page_of(cast.clerk), data=form, expect=303)
    admin.post(page_of(cast.clerk), data=form, expect=303)
    entry = entries_of("person", cast.clerk.id)[0]
    assert len(entries_of("person", cast.clerk.id)) == 1
    assert (entry.before["name"], entry.after["name"]) == ("Chuyên viên Sở Tài chính", "Chuyên viên phòng Ngân sách")
    page = admin.post(page_of(cast.clerk), data={**form, "name": "Tên khác"}, expect=409).text
    assert "Người khác vừa thay đổi" in page and "Tên khác" in page
    taken = details(cast.clerk, email=cast.head.email.upper())
    assert "đã có tài khoản" in admin.post(page_of(cast.clerk), data=taken, expect=422).text


def test_a_role_is_given_from_a_day_and_ended(admin: AuditingClient, cast: Cast) -> None:
    clock.fix_day(date(2026, 6, 15))
    path = f"{page_of(cast.clerk)}/vai-tro"
    data = {"role": "head", "agency": "so tai chinh", "agency-chon": str(cast.finance.id), "starts_on": "01/07/2026"}
    wrong = admin.post(path, data={**data, "starts_on": "45000"}, expect=422).text
    assert "«45000» không phải là ngày" in wrong and 'value="45000"' in wrong
    admin.post(path, data=data, expect=303)
    assert "đã giữ vai trò đó" in admin.post(path, data=data, expect=422).text
    given = db.session.query(Appointment).filter_by(person_id=cast.clerk.id, role=Role.HEAD).one()
    assert given.starts_on == date(2026, 7, 1)
    end = f"{path}/{given.id}/ket-thuc"
    assert "không phải là ngày" in admin.post(end, data={"last_day": "mai"}, expect=422).text
    admin.post(end, data={"last_day": "31/12/2026"}, expect=303)
    admin.post(end, data={"last_day": "31/12/2026"}, expect=303)
    db.session.refresh(given)
    assert given.ends_on == date(2026, 12, 31)
    assert [e.action for e in entries_of("person", cast.clerk.id)] == ["appointment ended", "appointed"]
    admin.post(f"{page_of(cast.head)}/vai-tro/{given.id}/ket-thuc", expect=404)


def test_rights_end_with_the_role(client: AuditingClient, cast: Cast) -> None:
    other = client.application.test_client().sign_in(cast.head)
    other.get("/co-quan-cua-toi")
    held = cast.head.appointments[0]
    client.sign_in(cast.administrator)
    client.post(f"{page_of(cast.head)}/vai-tro/{held.id}/ket-thuc", expect=303)
    other.get("/co-quan-cua-toi", expect=403)


def test_a_closed_account_is_out_at_once_and_may_come_back(client: AuditingClient, cast: Cast) -> None:
    other = client.application.test_client().sign_in(cast.clerk)
    client.sign_in(cast.administrator)
    client.post(f"{page_of(cast.clerk)}/trang-thai", data={"trang-thai": "khoa"}, expect=303)
    client.post(f"{page_of(cast.clerk)}/trang-thai", data={"trang-thai": "khoa"}, expect=303)
    other.get("/tai-khoan", expect=303)
    assert "Tài khoản đã khóa" in client.get(page_of(cast.clerk)).text
    client.post(f"{page_of(cast.clerk)}/trang-thai", data={"trang-thai": "mo"}, expect=303)
    assert [e.action for e in entries_of("person", cast.clerk.id)] == ["reopened", "closed"]


def test_the_last_administrator_stays(admin: AuditingClient, cast: Cast) -> None:
    me = page_of(cast.administrator)
    page = admin.post(f"{me}/trang-thai", data={"trang-thai": "khoa"}, expect=422).text
    assert "quản trị cuối cùng" in page
    held = cast.administrator.appointments[0]
    page = admin.post(f"{me}/vai-tro/{held.id}/ket-thuc", expect=422).text
    assert "quản trị cuối cùng" in page
    db.session.expire_all()
    assert cast.administrator.is_open and held.ends_on is None
    admin.post(f"{page_of(cast.head)}/vai-tro", data={"role": "administrator", "starts_on": "01/01/2026"}, expect=303)
    admin.post(f"{me}/trang-thai", data={"trang-thai": "khoa"}, expect=303)
    admin.get(LIST, expect=303)


def test_a_reset_password_is_shown_once_and_ends_every_session(client: AuditingClient, cast: Cast) -> None:
    other = client.application.test_client().sign_in(cast.clerk)
    client.sign_in(cast.administrator)
    data = {"version": str(version_of("person", cast.clerk.id))}
    password = re.search(r"<code>([^<]+)</code>", client.post(f"{page_of(cast.clerk)}/mat-khau", data=data).text)[1]
    other.get("/tai-khoan", expect=303)
    client.post(f"{page_of(cast.clerk)}/mat-khau", data=data, expect=409)
    stranger = client.application.test_client()
    stranger.post("/dang-nhap", data={"email": cast.clerk.email, "password": password}, expect=303)


def test_ones_own_password_is_not_reset(admin: AuditingClient, cast: Cast) -> None:
    page = admin.post(f"{page_of(cast.administrator)}/mat-khau", data={"version": "0"}, expect=422).text
    assert "trang Tài khoản" in page


def test_a_session_of_somebody_is_ended(client: AuditingClient, cast: Cast) -> None:
    other = client.application.test_client().sign_in(cast.clerk)
    session = db.session.query(LoginSession).filter_by(person_id=cast.clerk.id).one()
    client.sign_in(cast.administrator)
    client.post(f"{page_of(cast.head)}/phien/{session.id}/ket-thuc", expect=404)
    client.post(f"{page_of(cast.clerk)}/phien/{session.id}/ket-thuc", expect=303)
    other.get("/tai-khoan", expect=303)


def test_markup_in_a_name_is_shown_as_text(admin: AuditingClient) -> None:
    admin.post(NEW, data={**NEW_CLERK, "name": "<img src=x><b>đậm</b>"}, expect=200)
    page = admin.get(page_of(made())).text
    assert "<img src=x" not in page and "&lt;b&gt;đậm" in page
