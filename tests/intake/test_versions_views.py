"""Pages of a version: the comparison, deciding, all at once, undoing, the confirmation; and who may do it."""

import io
import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.cast import Cast
from tests.intake.amended import amended, sample
from tests.intake.documents import plan_text
from tracker import clock
from tracker.extensions import db
from tracker.intake.models import Draft
from tracker.intake.service.reading import import_plan
from tracker.intake.version_models import VersionDraft
from tracker.plans.models import Plan, PlanVersion
from tracker.rights import COMMAND_LINE
from tracker.tasks.models import Task
from tracker.tasks.rules import State

FORM = re.compile(r'name="muc" value="([^"]+)"><input type="hidden" name="seen" value="([^"]+)"', re.DOTALL)
CHANGED = "Tham mưu phân bổ kinh phí"


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """The sample plan, confirmed in March."""
    clock.fix_day(date(2026, 3, 10))
    import_plan(sample(), "ke-hoach.txt", by=COMMAND_LINE, largest=10_000_000, today=date(2026, 3, 10), confirm=True)
    clock.fix_day(date(2026, 8, 5))
    return db.session.scalars(select(Plan)).one()


def upload(client: AuditingClient, content: bytes) -> str:
    """Hand a document in; return the address of its review."""
    sent = {"file": (io.BytesIO(content), "ban-moi.txt"), "issuer_id": "0", "nhiem_vu": ""}
    location: str = client.post("/tiep-nhan", data=sent, content_type="multipart/form-data", expect=303).location
    return location


@pytest.fixture
def page(client: AuditingClient, plan: Plan, cast: Cast) -> str:
    """The address of the comparison of the amended version, for the monitor who is signed in."""
    return f"{upload(client.sign_in(cast.monitor), amended())}/ban-sua-doi"


def forms(text: str, section: str | None = None) -> dict[str, str]:
    """What each difference showed, by its name; of one section where it is named."""
    if section:
        text = text.partition(f'id="{section}"')[2].partition("<section>")[0]
    return dict(FORM.findall(text))


def decide(client: AuditingClient, page: str, name: str, choice: str, seen: str, expect: int = 303) -> None:
    """Send one decision."""
    client.post(f"{page}/quyet-dinh", data={"muc": name, "chon": choice, "seen": seen}, expect=expect)


def decide_everything(client: AuditingClient, page: str) -> None:
    """Take what the page offers to take, keep the rest."""
    for kind in ("changed", "added", "dropped"):
        text = client.get(page).text
        for name, seen in forms(text, kind).items():
            own = text.partition(f'id="muc-{name}"')[2].partition('id="muc-')[0]
            decide(client, page, name, "take" if 'value="take"' in own else "keep", seen)


def seen_all(text: str) -> str:
    """What the confirmation shows."""
    found = re.search(r'ban-sua-doi/xac-nhan.*?name="seen" value="([^"]+)"', text, re.DOTALL)
    assert found
    return found[1]


def test_the_review_says_of_which_plan_it_is_a_version_and_makes_no_second_plan(
    client: AuditingClient, page: str, plan: Plan
) -> None:
    review = page.removesuffix("/ban-sua-doi")
    text = client.get(review).text
    assert "là bản sửa đổi của kế hoạch 42/KH-UBND" in unescape(text) and page in text
    client.post(f"{review}/xac-nhan", data={"chosen": "16"}, expect=422)
    assert db.session.scalars(select(Plan)).one().id == plan.id
    assert page in client.get(f"/ke-hoach/{plan.id}").text


def test_the_comparison_shows_what_went_and_what_came(client: AuditingClient, page: str) -> None:
    text = unescape(client.get(page).text)
    assert "31/3/2026,</del>" in text or "31/3/2026.</del>" in text or "31/3/2026" in text.partition("<del>")[2]
    assert "Lấy theo bản mới" in text and "Giao việc" in text and "Kết thúc việc" in text
    assert "Cùng lời, cùng cơ quan, cùng thời hạn: 13 việc" in text
    assert "Còn điểm cần xem" in text  # what the first review left open is offered again, but not taken unseen


def test_from_upload_to_the_changed_plan(client: AuditingClient, page: str, plan: Plan, cast: Cast) -> None:
    decide_everything(client, page)
    text = client.get(page).text
    answer = client.post(f"{page}/xac-nhan", data={"seen": seen_all(text)}, expect=303)
    version = unescape(client.get(answer.location).text)
    assert "đã lấy theo bản mới" in version and "đã giao việc" in version and "đã kết thúc" in version
    shown = client.get(f"/ke-hoach/{plan.id}").text
    assert f'{answer.location}#changed">2</a>' in shown and f'{answer.location}#added">1</a>' in shown
    client.get(f"{answer.location}/van-ban?tu=0&den=20")
    client.get(f"{answer.location}/tep", audit=False)
    client.get(page, expect=303)
    client.post(f"{page}/xac-nhan", data={"seen": "x"}, expect=303)  # the second click finds it done
    assert len(db.session.scalars(select(PlanVersion)).all()) == 1
    client.get(f"/ke-hoach/{plan.id}/lich-su")


def test_nothing_is_confirmed_while_something_waits_or_after_something_changed(
    client: AuditingClient, page: str
) -> None:
    client.post(f"{page}/xac-nhan", data={"seen": "x"}, expect=409)
    decide_everything(client, page)
    seen = seen_all(client.get(page).text)
    name, shown = next(iter(forms(client.get(page).text).items()))
    decide(client, page, name, "", shown)
    client.post(f"{page}/xac-nhan", data={"seen": seen}, expect=409)
    assert not db.session.scalars(select(PlanVersion)).all()


def test_all_changes_are_taken_after_their_list_was_shown_and_undone_as_one(client: AuditingClient, page: str) -> None:
    text = client.get(f"{page}/tat-ca/changed").text
    ticked = re.findall(r'name="muc" value="([^"]+)" checked', text)
    assert len(ticked) == 2 and CHANGED in unescape(text)
    client.post(f"{page}/tat-ca/changed", data={"muc": ticked}, expect=303)
    assert client.get(page).text.count("Bỏ quyết định") == 2
    client.post(f"{page}/hoan-tac", expect=303)
    assert "Bỏ quyết định" not in client.get(page).text
    client.post(f"{page}/hoan-tac", expect=422)
    client.get(f"{page}/tat-ca/untouched", expect=404)


def test_the_same_click_twice_is_one_decision_and_another_officers_is_a_clash(
    client: AuditingClient, page: str, cast: Cast
) -> None:
    name, seen = next(iter(forms(client.get(page).text, "changed").items()))
    decide(client, page, name, "take", seen)
    decide(client, page, name, "take", seen)
    decide(client, page, name, "keep", seen, expect=409)
    decide(client, page, "p999999", "take", seen, expect=404)


def test_what_still_holds_a_doubt_is_not_taken(client: AuditingClient, page: str) -> None:
    text = client.get(page).text
    added = forms(text, "added")
    refused = [n for n in added if 'value="take"' not in text.partition(f'id="muc-{n}"')[2].partition('id="muc-')[0]]
    assert refused
    decide(client, page, refused[0], "take", added[refused[0]], expect=422)


def test_a_document_that_names_only_some_changes_drops_nothing_by_silence(client: AuditingClient, page: str) -> None:
    client.post(f"{page}/pham-vi", data={"toan-van": "0"}, expect=303)
    text = client.get(page).text
    assert not forms(text, "dropped") and "không nhắc đến 1 việc khác" in unescape(text)
    client.post(f"{page}/pham-vi", data={"toan-van": "1"}, expect=303)
    assert len(forms(client.get(page).text, "dropped")) == 1


def test_the_monitor_takes_it_back_and_says_it_again_by_hand(client: AuditingClient, page: str, plan: Plan) -> None:
    review = page.removesuffix("/ban-sua-doi")
    client.post(f"{review}/ke-hoach-goc", expect=303)
    assert not db.session.scalars(select(VersionDraft)).all()
    client.get(page, expect=404)
    assert "bản sửa đổi của một kế hoạch" in unescape(client.get(review).text)
    client.get(f"{review}/ke-hoach-goc")
    client.post(f"{review}/ke-hoach-goc", data={"goc": str(plan.id)}, expect=303)
    assert "Người rà soát ghi" in unescape(client.get(page).text)
    client.post(f"{review}/ke-hoach-goc", data={"goc": "987654"}, expect=404)


def test_another_plan_is_no_version_and_has_no_comparison(client: AuditingClient, plan: Plan, cast: Cast) -> None:
    review = upload(client.sign_in(cast.monitor), plan_text())
    client.get(f"{review}/ban-sua-doi", expect=404)
    assert not db.session.scalars(select(VersionDraft)).all()


def test_only_the_issuers_monitor_compares(client: AuditingClient, page: str, plan: Plan, cast: Cast) -> None:
    for person in (cast.outsider, cast.clerk):
        client.sign_in(person)
        client.get(page, expect=404)
        client.post(f"{page}/xac-nhan", data={"seen": "x"}, expect=404)
    for person in (cast.secretary, cast.administrator):
        client.sign_in(person).get(page, expect=403)
    client.sign_in(cast.outsider).get(f"/ke-hoach/{plan.id}/ban/1", expect=404)


def test_a_discarded_version_changes_nothing(client: AuditingClient, page: str, plan: Plan) -> None:
    client.post(page.removesuffix("/ban-sua-doi") + "/huy", expect=303)
    assert db.session.scalars(select(Draft).where(Draft.plan_id.is_(None))).one()
    assert "đã bị hủy" in unescape(client.get(page).text)
    assert not db.session.scalars(select(Task).where(Task.state == State.CANCELLED)).all()


def test_a_late_decision_and_a_late_confirmation_show_the_comparison_with_who_came_first(
    client: AuditingClient, page: str, cast: Cast
) -> None:
    name, seen = next(iter(forms(client.get(page).text, "changed").items()))
    decide(client, page, name, "take", seen)
    late = client.post(f"{page}/quyet-dinh", data={"muc": name, "chon": "keep", "seen": seen}, expect=409).text
    assert f"{cast.monitor.name} đã quyết định trước" in unescape(late) and forms(late)
    assert 'id="ket-qua"' in client.post(f"{page}/xac-nhan", data={"seen": "x"}, expect=409).text
    decide_everything(client, page)
    sent = {"seen": seen_all(client.get(page).text)}
    first = client.post(f"{page}/xac-nhan", data=sent, expect=303).location
    client.get(first)
    again = client.get(client.post(f"{page}/xac-nhan", data=sent, expect=303).location).text
    assert f"đã được xác nhận trước đó ({cast.monitor.name})" in unescape(again)
