"""The administrator's pages of agencies, and the head's own."""

import pytest

from tests.auditing import AuditingClient
from tests.builders import make_plan
from tests.cast import Cast
from tracker.agencies.models import Agency, AgencyAlias, AgencyRole, Level, RoleKind
from tracker.extensions import db
from tracker.history.queries import entries_of, version_of
from tracker.vietnamese import fold

ADMIN_PAGES = ("/quan-tri/co-quan", "/quan-tri/co-quan/moi", "/quan-tri/danh-muc", "/quan-tri/co-quan/1")
NOT_ADMINISTRATORS = ("clerk", "head", "monitor", "secretary", "committee", "outsider")


@pytest.fixture
def admin(client: AuditingClient, cast: Cast) -> AuditingClient:
    return client.sign_in(cast.administrator)


def agency_form(agency: Agency, **typed: str) -> dict[str, str]:
    kept = {"name": agency.name, "version": str(version_of("agency", agency.id))}
    return {**kept, "contact": agency.contact or "", "phone": agency.phone or "", **typed}


@pytest.mark.parametrize("office", NOT_ADMINISTRATORS)
def test_only_the_administrator_opens_the_pages_of_agencies(client: AuditingClient, cast: Cast, office: str) -> None:
    client.sign_in(getattr(cast, office))
    for path in ADMIN_PAGES:
        client.get(path, expect=403)
        assert client.post(path, data={"name": "x"}).status_code in (403, 405)


def test_strangers_are_sent_to_sign_in(client: AuditingClient, cast: Cast) -> None:
    for path in (*ADMIN_PAGES, "/co-quan-cua-toi"):
        assert client.get(path, expect=303).headers["Location"].startswith("/dang-nhap")


def test_the_list_is_searched_without_accents_by_name_and_place(admin: AuditingClient) -> None:
    page = admin.get("/quan-tri/co-quan?q=so+tai+chinh+cao+bang").text
    assert 'Danh sách <span class="count">(1)' in page
    assert "tỉnh Cao Bằng" in page and "tỉnh Sơn La" not in page
    assert "Không có cơ quan nào" in admin.get("/quan-tri/co-quan?q=khong-co-co-quan-nay").text


def test_the_list_is_filtered_by_level(admin: AuditingClient) -> None:
    page = admin.get("/quan-tri/co-quan?cap=commune").text
    assert "UBND xã Bảo Lạc" in page and "Sở Y tế" not in page


def test_a_thousand_agencies_take_no_more_statements(admin: AuditingClient, cast: Cast) -> None:
    admin.get("/quan-tri/co-quan")
    few = admin.statements
    names = [f"Đơn vị số {number}" for number in range(1000)]
    unit = cast.finance.unit_code
    db.session.add_all([Agency(name=n, name_key=fold(n), level=Level.PROVINCE, unit_code=unit) for n in names])
    db.session.commit()
    assert "trong 1.007" in admin.get("/quan-tri/co-quan").text
    assert admin.statements == few
    admin.get("/quan-tri/co-quan?q=don+vi&trang=20")
    assert admin.statements == few
    admin.get(f"/quan-tri/co-quan/{cast.standing.id}")


def test_the_catalogue_shows_variants_validity_and_successor(admin: AuditingClient) -> None:
    page = admin.get("/quan-tri/danh-muc?q=dolisa").text
    assert "Sở Lao động - Thương binh và Xã hội" in page and "28/02/2025" in page
    assert "Sở Nông nghiệp và Môi trường" in page


def test_an_agency_is_founded_from_the_catalogue_in_two_steps(admin: AuditingClient) -> None:
    path = "/quan-tri/co-quan/moi/danh-muc"
    found = admin.post(path, data={"kind": "so xay dung", "unit": "cao bang", "tim": "1"}, expect=200).text
    assert 'value="both:04"' in found and "Sở Xây dựng" in found
    data = {"kind": "Sở Xây dựng", "unit": "cao bang", "unit-chon": "both:04"}
    admin.post(path, data=data, expect=303)
    made = db.session.query(Agency).filter_by(name="Sở Xây dựng").one()
    assert (made.level, made.unit_code, made.kind_code) == (Level.PROVINCE, "both:04", "SXD")
    again = admin.post(path, data=data, expect=422).text
    assert "Đã có cơ quan" in again and 'value="both:04" checked' in again


def test_words_that_fit_several_places_ask_for_a_choice(admin: AuditingClient) -> None:
    data = {"kind": "Sở Xây dựng", "unit": "tan"}
    assert "Có nhiều mục khớp" in admin.post("/quan-tri/co-quan/moi/danh-muc", data=data, expect=422).text


def test_a_kind_in_a_place_of_another_level_is_refused(admin: AuditingClient) -> None:
    data = {"kind": "Sở Xây dựng", "unit": "bao lac cao bang", "unit-chon": "new:01321"}
    page = admin.post("/quan-tri/co-quan/moi/danh-muc", data=data, expect=422).text
    assert "bao lac cao bang" in page


def test_an_agency_outside_the_catalogue_is_founded_by_name(admin: AuditingClient) -> None:
    data = {"name": "  Quỹ  Phát triển cộng đồng ", "level": "central", "unit": ""}
    admin.post("/quan-tri/co-quan/moi/ten", data=data, expect=303)
    made = db.session.query(Agency).filter_by(name="Quỹ Phát triển cộng đồng").one()
    assert made.level is Level.CENTRAL
    assert "Đã có cơ quan" in admin.post("/quan-tri/co-quan/moi/ten", data=data, expect=422).text


def test_the_page_of_an_agency_saves_what_is_typed_with_its_history(admin: AuditingClient, cast: Cast) -> None:
    path = f"/quan-tri/co-quan/{cast.finance.id}"
    typed = {"contact": "Phòng Ngân sách", "phone": "0206 3852 000", "valid_from": "01/03/2025", "head_approves": "y"}
    admin.post(path, data=agency_form(cast.finance, **typed, parent="UBND tỉnh Cao Bằng"), expect=303)
    db.session.refresh(cast.finance)
    assert cast.finance.head_approves and cast.finance.parent_id == cast.issuer.id
    assert entries_of("agency", cast.finance.id)[0].after["phone"] == "0206 3852 000"
    assert "Phòng Ngân sách" in admin.get(path).text


def test_a_number_where_a_date_stands_is_refused_and_kept(admin: AuditingClient, cast: Cast) -> None:
    path = f"/quan-tri/co-quan/{cast.finance.id}"
    page = admin.post(path, data=agency_form(cast.finance, valid_from="46021", contact="Bà Mai"), expect=422).text
    assert "«46021» không phải là ngày" in page and "Bà Mai" in page and 'value="46021"' in page
    db.session.refresh(cast.finance)
    assert cast.finance.contact is None


def test_the_same_form_twice_changes_once_and_an_old_form_is_told_so(admin: AuditingClient, cast: Cast) -> None:
    path = f"/quan-tri/co-quan/{cast.finance.id}"
    form = agency_form(cast.finance, contact="Văn thư")
    admin.post(path, data=form, expect=303)
    admin.post(path, data=form, expect=303)
    assert len(entries_of("agency", cast.finance.id)) == 1
    page = admin.post(path, data={**form, "contact": "Kế toán"}, expect=409).text
    assert "Người khác vừa thay đổi" in page and "Kế toán" in page


def test_a_new_name_leaves_the_old_one_as_another_name(admin: AuditingClient, cast: Cast) -> None:
    path = f"/quan-tri/co-quan/{cast.finance.id}"
    admin.post(path, data=agency_form(cast.finance, name="Sở Tài chính - Kế hoạch"), expect=303)
    assert "<td>Sở Tài chính</td>" in admin.get(path).text
    taken = agency_form(cast.health, name="Sở Tài chính - Kế hoạch")
    page = admin.post(f"/quan-tri/co-quan/{cast.health.id}", data=taken, expect=422).text
    assert "đã có một cơ quan" in page
    db.session.refresh(cast.health)
    assert cast.health.name == "Sở Y tế"


def test_extra_fields_change_nothing(admin: AuditingClient, cast: Cast) -> None:
    extra = {"id": "999", "unit_code": "both:14", "level": "commune", "kind_code": "STC", "name_key": "x"}
    path = f"/quan-tri/co-quan/{cast.finance.id}"
    admin.post(path, data=agency_form(cast.finance, contact="Văn thư", **extra), expect=303)
    kept = db.session.get(Agency, cast.finance.id)
    db.session.refresh(kept)
    assert (kept.level, kept.unit_code, kept.kind_code) == (Level.PROVINCE, "both:04", None)
    assert kept.name_key == "so tai chinh"


def test_another_name_is_added_once_and_taken_away(admin: AuditingClient, cast: Cast) -> None:
    path = f"/quan-tri/co-quan/{cast.finance.id}/ten-khac"
    admin.post(path, data={"alias": "Sở TC"}, expect=303)
    assert "Cơ quan đã có tên" in admin.post(path, data={"alias": "sở tc"}, expect=422).text
    alias_id = db.session.query(AgencyAlias).one().id
    admin.post(f"/quan-tri/co-quan/{cast.health.id}/ten-khac/{alias_id}/bo", expect=404)
    admin.post(f"{path}/{alias_id}/bo", expect=303)
    admin.post(f"{path}/{alias_id}/bo", expect=303)
    assert db.session.query(AgencyAlias).count() == 0


def test_a_second_standing_agency_for_the_same_days_is_refused(admin: AuditingClient, cast: Cast) -> None:
    path = f"/quan-tri/co-quan/{cast.health.id}/vai-tro"
    data = {"role": "standing", "issuer": "UBND tỉnh Cao Bằng", "starts_on": "01/05/2026"}
    page = admin.post(path, data=data, expect=422).text
    assert "Sở Nông nghiệp và Môi trường" in page and "hãy kết thúc trước" in page
    held = db.session.query(AgencyRole).one()
    end = f"/quan-tri/co-quan/{cast.standing.id}/vai-tro/{held.id}/ket-thuc"
    assert "«5» không phải là ngày" in admin.post(end, data={"last_day": "5"}, expect=422).text
    admin.post(end, data={"last_day": "30/04/2026"}, expect=303)
    admin.post(path, data=data, expect=303)
    admin.post(path, data=data, expect=422)
    assert db.session.query(AgencyRole).count() == 2


def test_a_role_for_one_plan_is_chosen_among_the_plans_of_the_issuer(admin: AuditingClient, cast: Cast) -> None:
    plan = make_plan(cast.issuer, number="78/KH-UBND")
    make_plan(cast.stranger_agency, number="78/KH-STC")
    db.session.commit()
    data = {"role": "standing", "issuer": "UBND tỉnh Cao Bằng", "plan": "78", "starts_on": "01/05/2026"}
    admin.post(f"/quan-tri/co-quan/{cast.health.id}/vai-tro", data=data, expect=303)
    given = db.session.query(AgencyRole).filter_by(agency_id=cast.health.id).one()
    assert (given.plan_id, given.role) == (plan.id, RoleKind.STANDING)
    assert "78/KH-UBND" in admin.get(f"/quan-tri/co-quan/{cast.health.id}").text


def test_the_head_changes_the_own_agency_and_no_other(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.head)
    assert "Sở Tài chính" in client.get("/co-quan-cua-toi").text
    form = {"version": "0", "contact": "Văn thư", "phone": "0206", "head_approves": "y"}
    client.post(f"/co-quan-cua-toi/{cast.finance.id}", data={**form, "name": "Khác"}, expect=303)
    client.post(f"/co-quan-cua-toi/{cast.health.id}", data=form, expect=404)
    client.get(f"/co-quan-cua-toi?co-quan={cast.health.id}", expect=404)
    db.session.refresh(cast.finance)
    assert cast.finance.head_approves and cast.finance.name == "Sở Tài chính"
    assert db.session.get(Agency, cast.health.id).contact is None


def test_the_clerk_has_no_page_of_the_own_agency(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.clerk)
    client.get("/co-quan-cua-toi", expect=403)
