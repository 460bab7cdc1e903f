"""Reading and reviewing in the browser: upload, decide, put right, confirm; and who may not."""

import io
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.auditing import AuditingClient
from tests.cast import Cast
from tests.intake.choosing import choose_sure
from tests.intake.documents import COMMUNES, FINANCE, HEALTH, OPEN_CLASS, plan_text
from tracker.agencies.models import AgencyAlias
from tracker.extensions import db
from tracker.history.models import HistoryEntry
from tracker.intake.models import Decision, Draft, DraftState, Proposal
from tracker.plans.models import Clause, Plan
from tracker.reports.models import ReportingDuty, ReportRow
from tracker.tasks.models import Task


def upload(client: AuditingClient, content: bytes, name: str = "ke-hoach.txt", **data: Any) -> Any:
    """Hand a document in as the browser does."""
    sent = {"file": (io.BytesIO(content), name), "issuer_id": "0", **data}
    return client.post("/tiep-nhan", data=sent, content_type="multipart/form-data")


def only_draft() -> Draft:
    """The one draft there is."""
    return db.session.scalars(select(Draft)).one()


def proposals() -> list[Proposal]:
    """Its proposals in the order of the text, as the database has them."""
    db.session.expire_all()
    return list(db.session.scalars(select(Proposal).order_by(Proposal.position)))


def count(model: type) -> int:
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def review(client: AuditingClient, cast: Cast) -> str:
    """The monitor has uploaded a document with one open class; the address of its review."""
    client.sign_in(cast.monitor)
    answer = upload(client, plan_text())
    assert answer.status_code == 303
    return str(answer.location)


def card(place: int) -> str:
    """The address of a proposal by its number in the text."""
    proposal = proposals()[place - 1]
    return f"/tiep-nhan/{proposal.draft_id}/de-xuat/{proposal.id}"


def seen(place: int) -> dict[str, str]:
    """What a form about the proposal brings back."""
    return {"seen": proposals()[place - 1].key}


def test_the_document_stands_beside_its_numbered_proposals(client: AuditingClient, review: str) -> None:
    page = client.get(review).text
    assert 'id="q1"' in page and f'id="proposal-{proposals()[0].id}"' in page
    assert "Các sở, ban, ngành liên quan" in page


def test_nothing_is_chosen_before_its_list_was_shown(client: AuditingClient, review: str) -> None:
    page = client.get(review).text
    assert "Chọn 3 việc chắc chắn" in page and "Xác nhận" not in page
    assert [p.decision for p in proposals()] == [Decision.PENDING] * 4
    assert choose_sure(client, review) == 3
    page = client.get(review).text
    assert "Xác nhận 3 việc đã chọn" in page and "Chọn 3 việc chắc chắn" not in page
    assert [p.decision for p in proposals()] == [Decision.ACCEPTED] * 3 + [Decision.PENDING]
    client.post(f"{review}/hoan-tac", expect=303)
    assert [p.decision for p in proposals()] == [Decision.PENDING] * 4


def test_the_counts_above_are_those_of_the_sections(client: AuditingClient, review: str) -> None:
    page = client.get(review).text
    assert "1 cần xem" in page and "Cần xem (1)" in page and "chờ quyết định 4" in page
    choose_sure(client, review)
    assert "chờ quyết định 1" in client.get(review).text
    client.post(f"{card(4)}/thanh-vien", data={**seen(4), "kept": ["0"]}, expect=303)
    page = client.get(review).text
    assert "1 cần xem" in page and "Cần xem (1)" in page and "chờ quyết định" not in page


def test_the_upload_names_its_limit(client: AuditingClient, cast: Cast) -> None:
    assert client.sign_in(cast.monitor).get("/tiep-nhan").text.count("Tối đa 20 MB") == 1


def test_nothing_is_a_task_before_the_confirmation(client: AuditingClient, review: str) -> None:
    choose_sure(client, review)
    assert [p.decision for p in proposals()] == [Decision.ACCEPTED] * 3 + [Decision.PENDING]
    assert count(Task) == count(Plan) == 0


def test_what_is_confirmed_becomes_tasks_and_reports_and_the_rest_stays(
    client: AuditingClient, cast: Cast, review: str
) -> None:
    choose_sure(client, review)
    answer = client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=303)
    plan = db.session.scalars(select(Plan)).one()
    assert answer.location == f"/ke-hoach/{plan.id}" and plan.issuer_id == cast.issuer.id
    assert count(Task) == 3 and count(ReportRow) > 0
    assert {t.agency_id for t in db.session.scalars(select(Task))} == {cast.finance.id, cast.health.id}
    assert [p.decision for p in proposals()] == [Decision.ISSUED] * 3 + [Decision.PENDING]
    assert "Còn 1 đề xuất" in client.get(answer.location).text
    assert review in client.get("/tiep-nhan").text


def test_the_duty_of_the_closing_order_stands_in_the_part_above_the_last_agency(
    client: AuditingClient, review: str
) -> None:
    choose_sure(client, review)
    client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=303)
    duties = db.session.scalars(select(ReportingDuty)).all()
    assert duties and {db.session.get_one(Clause, duty.clause_id).label for duty in duties} == {"II"}


def test_confirming_twice_makes_nothing_twice(client: AuditingClient, review: str) -> None:
    choose_sure(client, review)
    client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=303)
    client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=409)
    client.post(f"{review}/xac-nhan", data={"chosen": "0"}, expect=422)
    assert count(Task) == 3 and count(Plan) == 1


def test_the_rest_is_confirmed_later_into_the_same_plan(client: AuditingClient, review: str) -> None:
    choose_sure(client, review)
    client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=303)
    client.post(f"{card(4)}/thanh-vien", data={**seen(4), "kept": ["0", "1"]}, expect=303)
    client.post(f"{review}/xac-nhan", data={"chosen": "1"}, expect=303)
    assert count(Plan) == 1 and count(Task) == 5
    assert review not in client.get("/tiep-nhan").text


def test_an_open_class_cannot_be_chosen_before_its_members_are(client: AuditingClient, review: str) -> None:
    choose_sure(client, review)
    client.post(f"{card(4)}/chon", data=seen(4), expect=422)
    client.post(f"{card(4)}/thanh-vien", data=seen(4), expect=422)
    assert proposals()[3].decision is Decision.PENDING
    answer = client.post(
        f"{card(4)}/thanh-vien", data={**seen(4), "kept": ["1"]}, headers={"HX-Request": "true"}, expect=200
    )
    assert "review-counts" in answer.text and "Xác nhận 4 việc đã chọn" in answer.text
    assert [lead["name"] for lead in proposals()[3].leads if lead["kept"]] == ["Sở Y tế"]


def test_a_proposal_is_put_right_and_its_quote_stays(client: AuditingClient, review: str) -> None:
    client.get(f"{card(2)}/sua")
    typed = {**seen(2), "text": "Hướng dẫn quyết toán", "mode": "ordered", "nature": "specific", "origin": "stated"}
    assert "30/06/2026" in client.post(f"{card(2)}/sua", data={**typed, "due_on": "2026"}, expect=422).text
    assert "Hãy nhập ngày" in client.post(f"{card(2)}/sua", data=typed, expect=422).text
    client.post(f"{card(2)}/sua", data={**typed, "due_on": "30/6/2026"}, expect=303)
    changed = proposals()[1]
    assert (changed.text, str(changed.due_on)) == ("Hướng dẫn quyết toán", "2026-06-30")
    assert changed.drafted["text"].startswith("Hướng dẫn các địa phương")


def test_a_form_opened_before_a_change_is_refused_with_the_typed_text(client: AuditingClient, review: str) -> None:
    old = seen(1)
    client.post(f"{card(1)}/bo", data={**old, "reason": "trùng với kế hoạch khác"}, expect=303)
    client.post(f"{card(1)}/chon", data=old, expect=409)
    typed = {**old, "text": "Lời gõ dở", "mode": "ordered", "nature": "specific", "origin": "none", "due_on": ""}
    assert "Lời gõ dở" in client.post(f"{card(1)}/sua", data=typed, expect=409).text


def test_a_dropped_proposal_needs_a_reason_and_comes_back(client: AuditingClient, review: str) -> None:
    choose_sure(client, review)
    client.get(f"{card(1)}/bo")
    answer = client.post(f"{card(1)}/bo", data={**seen(1), "reason": " "}, expect=422).text
    assert "Hãy ghi lý do bỏ đề xuất này." in answer
    client.post(f"{card(1)}/bo", data={**seen(1), "reason": "Đã làm năm trước"}, expect=303)
    assert "Đã làm năm trước" in client.get(review).text
    client.post(f"{card(1)}/tra-lai", data=seen(1), expect=303)
    assert proposals()[0].decision is Decision.PENDING
    assert "1 đề xuất không có điểm cần xem" in client.get(f"{review}/chon-tat-ca").text
    client.post(f"{review}/chon-tat-ca", expect=303)
    assert proposals()[0].decision is Decision.PENDING
    client.post(f"{review}/chon-tat-ca", data={"chon": [f"{proposals()[0].id}.{seen(1)['seen']}"]}, expect=303)
    assert proposals()[0].decision is Decision.ACCEPTED


def test_the_agency_is_found_without_accents_and_changed(client: AuditingClient, cast: Cast, review: str) -> None:
    assert "Sở Tư pháp" in client.get(f"{card(1)}/co-quan?tim=so tu phap").text
    assert "Sở Y tế" in client.get(f"{card(1)}/co-quan?tim=y te").text
    client.post(f"{card(1)}/co-quan", data={**seen(1), "agency_id": str(cast.health.id)}, expect=303)
    client.post(f"{card(2)}/co-quan", data={**seen(2), "name": "Quỹ Vì ngày mai"}, expect=303)
    client.post(f"{card(2)}/co-quan", data={**seen(2), "agency_id": str(cast.stranger_agency.id)}, expect=422)
    choose_sure(client, review)
    client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=303)
    assert [t.agency.name for t in db.session.scalars(select(Task).order_by(Task.id))][:2] == [
        "Sở Y tế",
        "Quỹ Vì ngày mai",
    ]


def test_a_name_that_nobody_knew_is_learned_and_a_changed_one_is_not(
    client: AuditingClient, cast: Cast, review: str
) -> None:
    client.post(f"{card(1)}/co-quan", data={**seen(1), "agency_id": str(cast.health.id)}, expect=303)
    choose_sure(client, review)
    client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=303)
    assert not db.session.scalars(select(AgencyAlias)).all()
    strange = "2. Trung tâm Nghĩa tình biên cương\n- Hỗ trợ xi măng cho hộ nghèo, hoàn thành trước ngày 20/6/2026.\n"
    title = "Hỗ trợ xi măng cho hộ nghèo ở biên giới năm 2026"
    second = upload(client, plan_text(FINANCE, strange, number="93/KH-UBND", title=title)).location
    unknown = next(p for p in proposals() if p.doubts and p.doubts[0]["code"] == "agency_unknown")
    address = f"/tiep-nhan/{unknown.draft_id}/de-xuat/{unknown.id}"
    sent = {"seen": unknown.key, "agency_id": str(cast.office.id), "thay": "0"}
    client.post(f"{address}/co-quan", data=sent, expect=303)
    choose_sure(client, second)
    client.post(f"{second}/xac-nhan", data={"chosen": "3"}, expect=303)
    alias = db.session.scalars(select(AgencyAlias)).one()
    assert alias.agency_id == cast.office.id and "Nghĩa tình" in alias.name


def test_a_document_without_its_day_asks_for_it_first(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.monitor)
    review = upload(client, plan_text(number="     /KH-UBND", day="     tháng 3 năm 2026")).location
    assert "Bổ sung phần đầu" in client.get(review).text
    choose_sure(client, review)
    client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=422)
    head = {"number": "91/KH-UBND", "start": "01/01/2026", "end": "31/12/2026", "version": str(only_draft().version)}
    client.post(f"{review}/phan-dau", data={**head, "issued_on": "hôm qua"}, expect=422)
    client.post(f"{review}/phan-dau", data={**head, "issued_on": "02/03/2026", "end": "01/01/2025"}, expect=422)
    client.post(f"{review}/phan-dau", data={**head, "issued_on": "02/03/2026"}, expect=303)
    client.post(f"{review}/phan-dau", data={**head, "issued_on": "03/03/2026"}, expect=409)
    client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=303)
    assert str(db.session.scalars(select(Plan)).one().issued_on) == "2026-03-02"


def test_a_document_that_came_before_is_found_again(client: AuditingClient, review: str) -> None:
    answer = upload(client, plan_text(), name="ban-sao.txt")
    assert answer.location == review and count(Draft) == 1
    assert "Đã có" in client.get(review).text


def test_a_discarded_draft_makes_room_for_the_same_document(client: AuditingClient, review: str) -> None:
    client.post(f"{review}/huy", expect=303)
    assert only_draft().state is DraftState.DISCARDED
    client.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=422)
    assert "bị hủy" in client.get(review).text
    assert upload(client, plan_text()).location != review


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "rong.txt"),
        (b"\x00\x01\x02\x03" * 40, "la.txt"),
        (b"PK\x03\x04hong", "hong.docx"),
        ("Chào buổi sáng. Trời hôm nay đẹp.".encode(), "thu.txt"),
        (plan_text(FINANCE).decode().encode("utf-16")[:90], "ma-la.txt"),
    ],
    ids=["empty", "not text", "damaged", "no assignments", "wrong encoding"],
)
def test_a_bad_file_gets_one_sentence_and_stores_nothing(
    client: AuditingClient, cast: Cast, content: bytes, name: str
) -> None:
    client.sign_in(cast.monitor)
    answer = upload(client, content, name)
    assert answer.status_code == 422 and "form-errors" in answer.text
    assert count(Draft) == 0


def test_a_form_without_a_file_says_so(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.monitor)
    answer = client.post("/tiep-nhan", data={"issuer_id": "0"}, expect=422)
    assert "Hãy chọn tệp" in answer.text


def test_a_file_over_the_limit_is_refused(client: AuditingClient, cast: Cast) -> None:
    client.application.config["MAX_UPLOAD_BYTES"] = 500
    client.sign_in(cast.monitor)
    assert upload(client, plan_text()).status_code == 422


def test_another_provinces_plan_is_not_for_this_monitor(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.monitor)
    foreign = plan_text().decode().replace("TỈNH CAO BẰNG", "TỈNH SƠN LA").replace("tỉnh Cao Bằng", "tỉnh Sơn La")
    assert upload(client, foreign.encode()).status_code == 403
    assert count(Draft) == 0


def test_a_draft_does_not_exist_for_others(client: AuditingClient, cast: Cast, review: str) -> None:
    address = card(1)
    for stranger in (cast.clerk, cast.health_clerk, cast.outsider):
        other = client.application.test_client().sign_in(stranger)
        for path in (review, f"{review}/tep", f"{address}/sua", f"{address}/co-quan"):
            other.get(path, expect=404)
        other.post(f"{review}/xac-nhan", data={"chosen": "3"}, expect=404)
        other.post(f"{address}/chon", data=seen(1), expect=404)
        assert review not in other.get("/tiep-nhan").text
    client.application.test_client().sign_in(cast.committee).get(review, expect=403)


def test_every_decision_stands_in_the_history(client: AuditingClient, review: str) -> None:
    client.post(f"{card(1)}/bo", data={**seen(1), "reason": "trùng"}, expect=303)
    choose_sure(client, review)
    client.post(f"{review}/xac-nhan", data={"chosen": "2"}, expect=303)
    actions = set(db.session.scalars(select(HistoryEntry.action)))
    assert {"read", "dropped", "confirmed", "assigned"} <= actions


def test_the_review_needs_as_many_statements_for_a_long_plan(client: AuditingClient, cast: Cast) -> None:
    client.sign_in(cast.monitor)
    short = upload(client, plan_text(FINANCE)).location
    client.get(short)
    few = client.statements
    many = (
        FINANCE.splitlines()[0]
        + "\n"
        + "".join(
            f"- Sửa chữa nhà ở cho hộ nghèo đợt {n}, hoàn thành trước ngày {n % 28 + 1}/6/2026.\n"
            for n in range(1, 200)
        )
    )
    long = upload(client, plan_text(many, HEALTH, OPEN_CLASS, COMMUNES, number="92/KH-UBND")).location
    client.get(long)
    assert client.statements == few
