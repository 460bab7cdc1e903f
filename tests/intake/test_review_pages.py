"""The review over HTTP: with htmx and without, clashes, double clicks, going back, long selections, weight, rights."""

import gzip
import io
import re
from typing import Any

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.builders import make_person
from tests.cast import Cast, password_hash
from tests.intake.choosing import choose_sure
from tests.intake.documents import FINANCE, HEALTH, OPEN_CLASS, plan_text
from tests.intake.long_plan import long_plan
from tests.intake.test_review_steps import DOUBLE, STRANGE, TWICE
from tracker.accounts.models import Person
from tracker.extensions import db
from tracker.intake.models import Decision, Proposal
from tracker.intake.queries import proposals_of
from tracker.rights import Grant, Role

HTMX = {"HX-Request": "true"}
LARGEST_PAGE = 200 * 1024


def upload(client: AuditingClient, content: bytes) -> str:
    """Hand a document in; return the address of its review."""
    sent = {"file": (io.BytesIO(content), "ke-hoach.txt"), "issuer_id": "0"}
    return str(client.post("/tiep-nhan", data=sent, content_type="multipart/form-data", expect=303).location)


@pytest.fixture
def review(client: AuditingClient, cast: Cast) -> str:
    """The monitor's review of a plan with a double task, a strange agency and an open class."""
    return upload(client.sign_in(cast.monitor), plan_text(DOUBLE, HEALTH, STRANGE, OPEN_CLASS))


@pytest.fixture
def colleague(cast: Cast) -> Person:
    """A second monitor of the same issuer."""
    grant = Grant(Role.MONITOR, cast.standing.id, cast.issuer.id)
    person = make_person("colleague@caobang.test", "Đồng nghiệp", password_hash(), grant)
    db.session.commit()
    return person


def found(label: str) -> Proposal:
    """The proposal with this number, as it stands now."""
    db.session.expire_all()
    (draft_id,) = set(db.session.scalars(select(Proposal.draft_id)))
    return next(one for one in proposals_of(draft_id) if one.label == label)


def card(label: str) -> str:
    """The address of a proposal."""
    proposal = found(label)
    return f"/tiep-nhan/{proposal.draft_id}/de-xuat/{proposal.id}"


def seen(label: str) -> dict[str, Any]:
    """What a form about the proposal brings back."""
    return {"seen": found(label).key}


def labels() -> list[str]:
    """The numbers of the proposals in the order of the text."""
    (draft_id,) = set(db.session.scalars(select(Proposal.draft_id)))
    return [one.label for one in proposals_of(draft_id)]


@pytest.mark.parametrize(
    "step", ["sua", "han", "bo", "co-quan?tim=so+tai", "tach", "gop", "cung-loai?code=agency_unknown"]
)
def test_every_step_of_a_card_has_a_form_in_place_and_a_page_of_its_own(
    client: AuditingClient, review: str, step: str
) -> None:
    address = f"{card('4')}/{step}"
    assert client.get(address, headers=HTMX).text.lstrip().startswith(f'<div id="proposal-{found("4").id}"')
    assert "<!doctype html>" in client.get(address).text


@pytest.mark.parametrize("step", ["chon-tat-ca", "them"])
def test_every_step_of_the_list_has_a_form_in_place_and_a_page_of_its_own(
    client: AuditingClient, review: str, step: str
) -> None:
    assert "data-form" in client.get(f"{review}/{step}", headers=HTMX).text
    assert "<!doctype html>" in client.get(f"{review}/{step}").text


def test_a_doubt_offers_its_answers_and_the_last_one_chooses_the_card(client: AuditingClient, review: str) -> None:
    page = client.get(review).text
    assert "Giữ cả danh sách" in page and "vào danh mục" in page
    choose_sure(client, review)
    sent = {**seen("6"), "code": "open_class", "tra-loi": "all:"}
    answer = client.post(f"{card('6')}/nghi-van", data=sent, headers=HTMX, expect=200).text
    assert "Xác nhận 4 việc đã chọn" in answer and "Hoàn tác" in answer
    assert found("6").decision is Decision.ACCEPTED


@pytest.mark.parametrize("answer", ["agency:99999", "due:mai", "mode:x", "keep:", "all:x", "lạ", "new:"])
def test_a_bad_answer_to_an_unknown_agency_chooses_nothing(client: AuditingClient, review: str, answer: str) -> None:
    sent = {**seen("4"), "code": "agency_unknown", "tra-loi": answer}
    client.post(f"{card('4')}/nghi-van", data=sent)
    if answer not in ("all:x",):
        assert found("4").decision is Decision.PENDING


def test_alike_doubts_are_listed_first_and_answered_once(client: AuditingClient, review: str) -> None:
    address = f"{card('4')}/cung-loai"
    page = client.get(f"{address}?code=agency_unknown").text
    ticked = re.findall(r'name="chon" value="([^"]+)"', page)
    assert len(ticked) == 2
    sent = {"code": "agency_unknown", "tra-loi": "new:Trung tâm Nghĩa tình biên cương"}
    client.post(address, data=sent, expect=422)
    client.post(address, data={**sent, "chon": ticked}, expect=303)
    assert {found(label).decision for label in ("4", "5")} == {Decision.ACCEPTED}
    client.post(address, data={**sent, "chon": ticked}, expect=409)


def test_a_split_without_javascript_leads_back_to_its_first_part(client: AuditingClient, review: str) -> None:
    address, old = f"{card('1')}/tach", seen("1")
    point = re.search(r'name="tai" value="(\d+)"', client.get(address).text)
    assert point
    answer = client.post(address, data={**old, "tai": point[1]}, expect=303)
    assert labels()[:3] == ["1a", "1b", "2"] and answer.location.endswith(f"#proposal-{found('1a').id}")
    client.post(address, data={**old, "tai": point[1]}, expect=303)  # a double click
    assert labels()[:3] == ["1a", "1b", "2"]


def test_two_deadlines_in_one_sentence_are_cut_apart_by_the_doubt_itself(client: AuditingClient, cast: Cast) -> None:
    review = upload(client.sign_in(cast.monitor), plan_text(TWICE, HEALTH))
    assert "Tách thành 2 việc theo từng hạn" in client.get(review).text
    point = found("1").drafted["text"].index("kiểm tra")
    client.post(f"{card('1')}/tach", data={**seen("1"), "tai": str(point)}, expect=303)
    assert [str(found(label).due_on) for label in ("1a", "1b")] == ["2026-05-14", "2026-11-29"]


def test_a_refused_cut_shows_its_sentence_in_the_card(client: AuditingClient, review: str) -> None:
    answer = client.post(f"{card('1')}/tach", data={**seen("1"), "tai": "1"}, headers=HTMX, expect=422)
    assert "Chỗ tách phải nằm giữa đoạn" in answer.text
    assert answer.headers["HX-Retarget"] == f"#proposal-{found('1').id}"


def test_neighbours_are_merged_and_the_whole_list_comes_back(client: AuditingClient, review: str) -> None:
    two = found("2")
    page = client.get(f"{card('1')}/gop").text
    assert f'value="{two.id}.{two.key}"' in page and "Gộp với 2" in page
    answer = client.post(f"{card('1')}/gop", data={**seen("1"), "voi": f"{two.id}.{two.key}"}, headers=HTMX, expect=200)
    assert answer.headers["HX-Retarget"] == "#workspace" and labels()[0] == "1+2"
    client.post(f"{card('1+2')}/gop", data=seen("1+2"), expect=422)


def test_words_of_the_document_are_added_and_foreign_ones_are_not(client: AuditingClient, review: str) -> None:
    client.post(f"{review}/them", data={"doan": "Hỗ trợ sửa chữa 120 căn nhà", "tu": "0"}, expect=303)
    assert found("7").decision is Decision.PENDING
    answer = client.post(f"{review}/them", data={"doan": "Xây cầu qua sông", "tu": ""}, expect=422).text
    assert "Không tìm thấy đoạn này" in answer and "Xây cầu qua sông" in answer


def test_a_selection_of_ten_thousand_letters_is_refused_in_a_sentence(client: AuditingClient, review: str) -> None:
    answer = client.post(f"{review}/them", data={"doan": "kinh phí hỗ trợ " * 625}, headers=HTMX, expect=422)
    assert "dài quá 2.000 ký tự" in answer.text and answer.headers["HX-Retarget"] == "#review-panel"


def test_a_deadline_is_set_cleared_and_checked(client: AuditingClient, review: str) -> None:
    address = f"{card('3')}/han"
    form = {"origin": "plan_end", "due_on": "31/02/2026"}
    assert "không phải là ngày" in client.post(address, data={**seen("3"), **form}, expect=422).text
    client.post(address, data={**seen("3"), "origin": "stated", "due_on": ""}, expect=422)
    client.post(address, data={**seen("3"), "origin": "plan_end", "due_on": "01/09/2026"}, expect=303)
    assert str(found("3").due_on) == "2026-09-01"
    client.post(address, data={**seen("3"), "origin": "none"}, expect=303)
    assert found("3").due_on is None and found("3").deadline_origin == "none"


def test_a_common_reason_drops_at_once(client: AuditingClient, review: str) -> None:
    client.post(f"{card('2')}/bo", data={**seen("2"), "ly-do": "Trùng với việc khác"}, expect=303)
    assert found("2").drop_reason == "Trùng với việc khác"


def test_an_order_becomes_a_request(client: AuditingClient, review: str) -> None:
    client.post(f"{card('2')}/hinh-thuc", data={**seen("2"), "mode": "requested"}, expect=303)
    assert found("2").mode == "requested"


def test_undoing_says_what_was_undone(client: AuditingClient, review: str) -> None:
    client.post(f"{review}/hoan-tac", expect=422)
    choose_sure(client, review)
    client.post(f"{card('2')}/bo", data={**seen("2"), "ly-do": "Đã hoàn thành"}, expect=303)
    answer = client.post(f"{review}/hoan-tac", headers=HTMX, expect=200)
    assert "Đã hoàn tác: đã bỏ đề xuất 2" in answer.text and found("2").decision is Decision.ACCEPTED
    client.post(f"{card('2')}/tra-lai", data=seen("2"), expect=303)
    client.post(f"{review}/hoan-tac", expect=303)
    assert "Đã hoàn tác" in client.get(review).text


def test_a_double_click_is_answered_once_and_a_page_that_was_gone_back_to_is_up_to_date(
    client: AuditingClient, review: str
) -> None:
    old = seen("2")
    for _ in range(2):
        client.post(f"{card('2')}/tra-lai", data=old, headers=HTMX, expect=200)
    assert found("2").decision is Decision.PENDING
    assert client.get(review).headers["Cache-Control"] == "no-store"  # the browser asks again instead of showing it


def test_a_clash_shows_the_other_version_and_keeps_mine(client: AuditingClient, colleague: Person, review: str) -> None:
    other = client.application.test_client().sign_in(colleague)
    old = seen("2")
    edit = {"text": "Lời của đồng nghiệp", "mode": "ordered", "nature": "continuous", "origin": "none", "due_on": ""}
    other.post(f"{card('2')}/sua", data={**old, **edit}, expect=303)
    answer = client.post(f"{card('2')}/tra-lai", data=old, headers=HTMX, expect=409).text
    assert "Đồng nghiệp" in answer and "Lời của đồng nghiệp" in answer and "Vẫn thực hiện" in answer
    mine = {**old, **edit, "text": "Lời của tôi"}
    form = client.post(f"{card('2')}/sua", data=mine, headers=HTMX, expect=409).text
    assert "Lời của đồng nghiệp" in form and "Lời của tôi" in form
    client.post(f"{card('2')}/sua", data={**mine, **seen("2")}, expect=303)
    assert found("2").text == "Lời của tôi"


def test_what_another_did_comes_by_itself_with_name_and_time(
    client: AuditingClient, colleague: Person, review: str
) -> None:
    asking = re.search(r'hx-get="([^"]+/moi[^"]+)"', client.get(review).text)
    assert asking
    news = asking[1].replace("&amp;", "&")
    client.get(news, headers=HTMX, expect=204)
    other = client.application.test_client().sign_in(colleague)
    other.post(f"{card('2')}/bo", data={**seen("2"), "ly-do": "Đã hoàn thành"}, expect=303)
    answer = client.get(news, headers=HTMX).text
    assert f'id="proposal-{found("2").id}"' in answer and "Đồng nghiệp, " in answer and "data-stale" not in answer
    two = found("3")
    other.post(f"{card('3')}/tach", data={"seen": two.key, "tai": "30"}, expect=303)
    assert "data-stale" in client.get(news, headers=HTMX).text


def test_the_order_and_the_place_are_there_at_the_next_visit(client: AuditingClient, review: str) -> None:
    client.post(f"{review}/xep", data={"xep": "van-ban"}, expect=303)
    client.post(f"{review}/cho", data={"de-xuat": str(found("5").id)}, expect=204)
    client.post(f"{review}/cho", data={"de-xuat": "987654"}, expect=204)
    page = client.get(review).text
    assert f'data-here="{found("5").id}"' in page and "Chắc nhất trước" in page
    cards = [int(number) for number in re.findall(r'<div id="proposal-(\d+)"', page)]
    assert cards == [found(label).id for label in labels()]


def test_strangers_find_none_of_the_addresses(client: AuditingClient, cast: Cast, review: str) -> None:
    paths = [f"{card('1')}/{step}" for step in ("sua", "han", "bo", "tach", "gop", "cung-loai", "co-quan")]
    for person in (cast.clerk, cast.outsider):
        other = client.application.test_client().sign_in(person)
        for path in (*paths, f"{review}/chon-tat-ca", f"{review}/them", f"{review}/moi"):
            other.get(path, headers=HTMX, expect=404)
        for path in (*paths[3:6], f"{card('1')}/nghi-van", f"{card('1')}/hinh-thuc"):
            other.post(path, data=seen("1"), expect=404)
        for step in ("chon-tat-ca", "hoan-tac", "them", "xep", "cho"):
            other.post(f"{review}/{step}", data={"doan": "Hỗ trợ sửa chữa 120 căn nhà"}, expect=404)


def test_a_page_of_150_proposals_is_light_and_asks_little(client: AuditingClient, cast: Cast) -> None:
    address = upload(client.sign_in(cast.monitor), long_plan())
    page = client.get(address)
    many = client.statements
    assert len(gzip.compress(page.data)) <= LARGEST_PAGE
    assert page.text.count('role="group"') == 150
    few = upload(client, plan_text(FINANCE, OPEN_CLASS, STRANGE, number="92/KH-UBND"))
    client.get(few)
    assert client.statements == many


@pytest.mark.parametrize("step", ["sua", "han", "bo", "co-quan", "tach", "gop"])
def test_a_link_to_a_form_carries_the_version_that_its_card_showed(
    client: AuditingClient, review: str, step: str
) -> None:
    old = found("2").key
    assert f"{card('2')}/{step}?seen={old}" in client.get(review).text
    client.post(f"{card('2')}/hinh-thuc", data={**seen("2"), "mode": "requested"}, expect=303)
    form = client.get(f"{card('2')}/{step}?seen={old}&tim=so", headers=HTMX).text
    assert f'value="{old}"' in form and f'value="{found("2").key}"' not in form
    assert f'value="{found("2").key}"' in client.get(f"{card('2')}/{step}?tim=so").text


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_form_opened_late_does_not_overwrite_what_a_colleague_chose(
    client: AuditingClient, colleague: Person, review: str, headers: dict[str, str]
) -> None:
    old = seen("2")
    client.application.test_client().sign_in(colleague).post(f"{card('2')}/chon", data=old, expect=303)
    for step, sent in (("bo", {"ly-do": "Đã hoàn thành"}), ("tach", {"tai": "30"}), ("gop", {"voi": "1.x"})):
        answer = client.post(f"{card('2')}/{step}", data={**old, **sent}, headers=headers, expect=409).text
        assert "đã sửa đề xuất này trước" in answer and "Đồng nghiệp" in answer and "Vẫn thực hiện" in answer
    assert found("2").decision is Decision.ACCEPTED
    client.post(f"{card('2')}/bo", data={**seen("2"), "ly-do": "Đã hoàn thành"}, expect=303)
    assert found("2").decision is Decision.DROPPED


def test_a_second_confirmation_says_who_confirmed_and_leads_to_the_plan(
    client: AuditingClient, colleague: Person, review: str
) -> None:
    chosen = choose_sure(client, review)
    other = client.application.test_client().sign_in(colleague)
    refused = client.post(f"{review}/xac-nhan", data={"chosen": str(chosen + 1)}, expect=409).text
    assert "Số việc đã chọn vừa thay đổi" in refused and 'id="workspace"' in refused
    plan = other.post(f"{review}/xac-nhan", data={"chosen": str(chosen)}, expect=303).location
    late = client.post(f"{review}/xac-nhan", data={"chosen": str(chosen)}, expect=409).text
    assert "Đồng nghiệp đã xác nhận kế hoạch này trước đó" in late and plan in late


def test_a_day_that_is_over_is_said_in_words_and_a_decision_is_called_one(client: AuditingClient, review: str) -> None:
    client.post(f"{card('2')}/han", data={**seen("2"), "origin": "stated", "due_on": "02/01/2020"}, expect=303)
    client.post(f"{card('2')}/tra-lai", data=seen("2"))
    for page in (review, f"{review}/chon-tat-ca"):
        assert "hạn 02/01/2020, đã qua hạn" in client.get(page).text
    content = plan_text(HEALTH, number="15/QĐ-UBND").replace("KẾ HOẠCH\n".encode(), "QUYẾT ĐỊNH\n".encode(), 1)
    assert "Rà soát Quyết định 15/QĐ-UBND" in client.get(upload(client, content)).text


def test_an_undo_that_a_colleague_overtook_says_that_nothing_else_is_left(
    client: AuditingClient, colleague: Person, review: str
) -> None:
    client.post(f"{card('2')}/chon", data=seen("2"), expect=303)
    other = client.application.test_client().sign_in(colleague)
    other.post(f"{card('2')}/tra-lai", data=seen("2"), expect=303)
    answer = client.post(f"{review}/hoan-tac", headers=HTMX, expect=200).text
    assert "Không hoàn tác được đề xuất 2" in answer and "không còn bước nào khác" in answer
