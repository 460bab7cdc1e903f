"""The deadline of a proposal under review: what is typed is never lost, and what is kept is said in words."""

from typing import Any

import pytest

from tests.auditing import AuditingClient
from tests.cast import Cast
from tests.intake.documents import FINANCE, plan_text
from tests.intake.test_views import proposals, upload
from tracker.extensions import db
from tracker.intake.models import Decision, Proposal
from tracker.tasks.rules import DeadlineOrigin, Nature

UNREADABLE = "- Bàn giao nhà cho hộ nghèo, hoàn thành trước ngày 31/6/2026.\n"


@pytest.fixture
def review(client: AuditingClient, cast: Cast) -> str:
    """A plan whose second proposal sets no day, and whose third sets one that is not in the calendar."""
    client.sign_in(cast.monitor)
    return str(upload(client, plan_text(FINANCE + UNREADABLE)).location)


def address(proposal: Proposal) -> str:
    """Where the form about a proposal stands."""
    return f"/tiep-nhan/{proposal.draft_id}/de-xuat/{proposal.id}/sua"


def typed(proposal: Proposal, **changes: str) -> dict[str, Any]:
    """The form as it opened, with what the officer changed."""
    origin = proposal.deadline_origin.value
    return {
        "seen": proposal.key,
        "text": proposal.text,
        "mode": proposal.mode.value,
        "nature": proposal.nature.value,
        "origin": origin,
        "opened": origin,
        "due_on": "",
        **changes,
    }


def test_a_typed_day_is_the_deadline_though_the_way_was_left_as_it_was(client: AuditingClient, review: str) -> None:
    proposal = proposals()[1]
    assert proposal.deadline_origin is DeadlineOrigin.NONE
    client.post(address(proposal), data=typed(proposal, due_on="30/6/2026"), expect=303)
    changed = proposals()[1]
    assert (changed.deadline_origin, str(changed.due_on)) == (DeadlineOrigin.STATED, "2026-06-30")


def test_a_typed_day_beside_another_way_is_refused_and_stays_in_the_form(client: AuditingClient, review: str) -> None:
    proposal = proposals()[1]
    sent = typed(proposal, origin="plan_end", due_on="30/6/2026", text="Lời gõ dở")
    answer = client.post(address(proposal), data=sent, expect=422).text
    assert "Đã nhập ngày" in answer and "30/6/2026" in answer and "Lời gõ dở" in answer
    again = client.post(address(proposal), data=sent, expect=422).text
    assert "Đã nhập ngày" in again and proposals()[1].due_on is None


def test_the_old_day_that_still_stands_in_the_form_yields_to_another_way(client: AuditingClient, review: str) -> None:
    proposal = proposals()[0]
    assert str(proposal.due_on) == "2026-05-14"
    client.post(address(proposal), data=typed(proposal, origin="none", due_on="14/05/2026"), expect=303)
    changed = proposals()[0]
    assert (changed.deadline_origin, changed.due_on) == (DeadlineOrigin.NONE, None)


def test_an_unreadable_day_is_a_doubt_about_a_specific_task(client: AuditingClient, review: str) -> None:
    proposal = proposals()[2]
    assert proposal.nature is Nature.SPECIFIC and proposal.decision is Decision.PENDING
    assert [doubt["code"] for doubt in proposal.doubts] == ["deadline_unclear"]
    assert "Giữ: hạn 31/12/2026 (hết kỳ kế hoạch)" in client.get(review).text


def test_what_is_kept_is_said_in_words(client: AuditingClient, review: str) -> None:
    proposal = proposals()[2]
    proposal.deadline_origin, proposal.due_on = DeadlineOrigin.NONE, None
    db.session.commit()
    assert "Giữ: không hạn" in client.get(review).text


def test_setting_a_day_makes_a_stated_day_of_a_specific_task(client: AuditingClient, review: str) -> None:
    proposal = proposals()[2]
    link = address(proposal).replace("/sua", "/han")
    assert link in client.get(review).text
    sent = {"seen": proposal.key, "origin": "stated", "due_on": ""}
    assert "Hãy nhập ngày" in client.post(link, data=sent, expect=422).text
    client.post(link, data={**sent, "origin": "plan_end", "due_on": "30/6/2026"}, expect=303)
    changed = proposals()[2]
    assert (changed.deadline_origin, str(changed.due_on)) == (DeadlineOrigin.STATED, "2026-06-30")
    assert changed.nature == "specific" and changed.decision is Decision.ACCEPTED and not changed.doubts
