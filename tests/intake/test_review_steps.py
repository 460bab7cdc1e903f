"""Steps of a review at the level of the use-cases: answer, cut, join, add, undo; and two officers at once."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.builders import make_person
from tests.cast import Cast, password_hash
from tests.intake.choosing import chosen
from tests.intake.documents import FINANCE, HEALTH, OPEN_CLASS, plan_text
from tracker.accounts.signin import actor_of
from tracker.errors import ChangedMeanwhile, NotVisible
from tracker.extensions import db
from tracker.intake.models import Decision, Draft, Proposal, ReviewPlace
from tracker.intake.queries import proposals_of
from tracker.intake.rules.answers import Answer
from tracker.intake.service import review as service
from tracker.intake.service.confirm import confirm_draft
from tracker.intake.service.reading import read_plan
from tracker.intake.service.review.undoing import NothingToUndo
from tracker.rights import Actor, Grant, Role
from tracker.tasks.models import Task
from tracker.tasks.rules import DeadlineOrigin, Mode, Nature

DOUBLE = (
    "1. Sở Tài chính\n"
    "- Bố trí kinh phí sửa chữa nhà ở trước ngày 15/5/2026; kiểm tra việc sử dụng kinh phí tại các xã.\n"
    "- Hướng dẫn các địa phương thanh toán kinh phí hỗ trợ nhà ở.\n"
)
TWICE = DOUBLE.replace("tại các xã", "trước ngày 30/11/2026")
STRANGE = (
    "3. Trung tâm Nghĩa tình biên cương\n"
    "- Hỗ trợ xi măng cho hộ nghèo, hoàn thành trước ngày 20/6/2026.\n"
    "- Vận động ngày công giúp hộ nghèo, hoàn thành trước ngày 20/7/2026.\n"
)


@pytest.fixture
def monitor(cast: Cast) -> Actor:
    """The officer who reviews."""
    return actor_of(cast.monitor)


@pytest.fixture
def colleague(cast: Cast) -> Actor:
    """A second monitor of the same issuer."""
    grant = Grant(Role.MONITOR, cast.standing.id, cast.issuer.id)
    person = make_person("colleague@caobang.test", "Đồng nghiệp", password_hash(), grant)
    db.session.commit()
    return actor_of(person)


def draft_of(monitor: Actor, *parts: str) -> Draft:
    """A draft of a plan with these parts."""
    return read_plan(plan_text(*(parts or (DOUBLE, HEALTH, OPEN_CLASS))), "a.txt", by=monitor, largest=10**6).draft


def chosen_draft_of(monitor: Actor, *parts: str) -> Draft:
    """The same, after the officer chose all that is sure."""
    return chosen(draft_of(monitor, *parts), monitor)


def texts(draft: Draft) -> list[str]:
    """The first words of the proposals in the order of the text."""
    return [proposal.text[:12] for proposal in proposals_of(draft.id)]


def states(draft: Draft) -> list[str]:
    """Label and decision of each proposal in the order of the text."""
    return [f"{proposal.label} {proposal.decision}" for proposal in proposals_of(draft.id)]


def test_a_split_gives_each_part_its_own_deadline_and_quote(monitor: Actor) -> None:
    draft = chosen_draft_of(monitor, TWICE, HEALTH, OPEN_CLASS)
    whole = proposals_of(draft.id)[0]
    at = whole.drafted["text"].index("kiểm tra")
    first, second = service.split_proposal(draft.id, whole.id, {at}, seen=whole.key, by=monitor)
    assert (first.due_on, second.due_on) == (date(2026, 5, 14), date(2026, 11, 29))
    text = draft.extraction["text"]
    assert [text[slice(*p.drafted["span"])] for p in (first, second)] == [p.drafted["text"] for p in (first, second)]
    assert states(draft)[:3] == ["1a accepted", "1b accepted", "2 accepted"]
    assert [lead["name"] for lead in second.leads] == ["Sở Tài chính"]


def test_both_parts_of_a_split_become_tasks_with_their_days(monitor: Actor) -> None:
    draft = chosen_draft_of(monitor, TWICE, HEALTH, OPEN_CLASS)
    whole = proposals_of(draft.id)[0]
    service.split_proposal(draft.id, whole.id, {whole.drafted["text"].index("kiểm tra")}, seen=whole.key, by=monitor)
    confirm_draft(draft.id, chosen=4, by=monitor, today=date(2026, 3, 3))
    days = db.session.scalars(select(Task.due_on).order_by(Task.id)).all()
    assert date(2026, 5, 14) in days and date(2026, 11, 29) in days


def test_a_point_outside_the_words_is_refused_and_changes_nothing(monitor: Actor) -> None:
    draft = draft_of(monitor)
    whole = proposals_of(draft.id)[0]
    for points in (set(), {0}, {2}, {10**6}):
        with pytest.raises(service.NotDecidable):
            service.split_proposal(draft.id, whole.id, points, seen=whole.key, by=monitor)
        db.session.rollback()
    assert len(states(draft)) == 4


def test_what_was_cut_in_parts_takes_no_further_step(monitor: Actor) -> None:
    draft = draft_of(monitor)
    whole = proposals_of(draft.id)[0]
    service.split_proposal(draft.id, whole.id, {whole.drafted["text"].index("kiểm tra")}, seen=whole.key, by=monitor)
    with pytest.raises(service.ReviewClosed, match="tách hoặc gộp"):
        service.put_back_proposal(draft.id, whole.id, seen=whole.key, by=monitor)
    db.session.rollback()
    assert states(draft)[:2] == ["1a accepted", "1b accepted"]


def test_neighbours_of_one_agency_merge_into_one_quote(monitor: Actor) -> None:
    draft = draft_of(monitor)
    one, two, other, _ = proposals_of(draft.id)
    with pytest.raises(service.NotDecidable, match="cơ quan khác nhau"):
        service.merge_proposals(draft.id, {one.id: one.key, other.id: other.key}, by=monitor)
    db.session.rollback()
    merged = service.merge_proposals(draft.id, {two.id: two.key, one.id: one.key}, by=monitor)
    assert merged.label == "1+2" and merged.decision is Decision.ACCEPTED
    assert merged.due_on == date(2026, 5, 14) and merged.deadline_origin is DeadlineOrigin.STATED
    start, end = merged.drafted["span"]
    quote = draft.extraction["text"][start:end]
    assert quote.startswith("Bố trí kinh phí") and quote.rstrip(".").endswith("hỗ trợ nhà ở")
    assert states(draft)[0] == "1+2 accepted"


def test_far_apart_passages_merge_with_all_their_words_and_a_doubt_about_two_days(monitor: Actor) -> None:
    draft = draft_of(monitor, FINANCE + "- Kiểm tra kết quả sửa chữa nhà, hoàn thành trước ngày 30/9/2026.\n", HEALTH)
    one, _, three, _ = proposals_of(draft.id)
    merged = service.merge_proposals(draft.id, {one.id: one.key, three.id: three.key}, by=monitor)
    assert "Bố trí kinh phí" in merged.text and "Kiểm tra kết quả" in merged.text
    assert [doubt["code"] for doubt in merged.doubts] == ["deadline_unclear"] and merged.decision is Decision.PENDING
    assert merged.drafted["more_spans"] == [three.drafted["span"]]


def test_marked_words_become_a_proposal_of_the_agency_above(monitor: Actor) -> None:
    draft = draft_of(monitor, TWICE, HEALTH, OPEN_CLASS)
    finance, *_, open_class = proposals_of(draft.id)
    service.drop_proposal(draft.id, finance.id, reason="đọc sai", seen=finance.key, by=monitor)
    added = service.add_proposal(draft.id, "kiểm tra việc sử dụng kinh phí\ntrước ngày 30/11/2026", by=monitor)
    assert [lead["name"] for lead in added.leads] == ["Sở Tài chính"]
    assert added.due_on == date(2026, 11, 29) and added.decision is Decision.PENDING and not added.doubts
    assert added.drafted["section"] == finance.drafted["section"] and open_class.doubts


def test_words_outside_of_any_agency_ask_for_one(monitor: Actor) -> None:
    draft = draft_of(monitor)
    added = service.add_proposal(draft.id, "1. Hỗ trợ sửa chữa 120 căn nhà cho hộ nghèo.", by=monitor)
    assert added.drafted["text"].startswith("Hỗ trợ") and added.leads == []
    assert [doubt["code"] for doubt in added.doubts] == ["agency_unknown"]


@pytest.mark.parametrize("words", ["", "nhà", "Xây cầu qua sông Bằng Giang", "kinh phí " * 1200])
def test_words_that_cannot_be_added_are_refused_in_a_sentence(monitor: Actor, words: str) -> None:
    draft = draft_of(monitor)
    with pytest.raises(service.NotDecidable):
        service.add_proposal(draft.id, words, by=monitor)
    db.session.rollback()
    assert len(states(draft)) == 4


def test_the_same_passage_is_not_added_twice(monitor: Actor) -> None:
    draft = draft_of(monitor)
    words = proposals_of(draft.id)[0].drafted["text"]
    with pytest.raises(service.NotDecidable, match="đã là đề xuất số 1"):
        service.add_proposal(draft.id, words, by=monitor)


def test_steps_are_undone_one_by_one_to_the_beginning(monitor: Actor) -> None:
    draft = draft_of(monitor)
    before = [(p.id, p.key) for p in proposals_of(draft.id)]
    one, two, *_ = proposals_of(draft.id)
    service.drop_proposal(draft.id, two.id, reason="trùng", seen=two.key, by=monitor)
    edit = service.Edit("Lời khác", Mode.REQUESTED, Nature.CONTINUOUS, DeadlineOrigin.NONE, None)
    service.edit_proposal(draft.id, one.id, edit, seen=one.key, by=monitor)
    service.set_deadline(draft.id, one.id, DeadlineOrigin.STATED, date(2026, 8, 1), seen=one.key, by=monitor)
    service.split_proposal(draft.id, one.id, {one.drafted["text"].index("kiểm tra")}, seen=one.key, by=monitor)
    service.add_proposal(draft.id, "Hỗ trợ sửa chữa 120 căn nhà", by=monitor)
    for _ in range(5):
        assert service.undo_last(draft.id, by=monitor).restored
    assert [(p.id, p.key) for p in proposals_of(draft.id)] == before
    with pytest.raises(NothingToUndo):
        service.undo_last(draft.id, by=monitor)


def test_a_merger_is_undone_as_a_whole(monitor: Actor) -> None:
    draft = chosen_draft_of(monitor)
    one, two, *_ = proposals_of(draft.id)
    service.merge_proposals(draft.id, {one.id: one.key, two.id: two.key}, by=monitor)
    service.undo_last(draft.id, by=monitor)
    assert states(draft)[:2] == ["1 accepted", "2 accepted"] and len(states(draft)) == 4


def test_choosing_all_that_is_sure_is_one_step(monitor: Actor) -> None:
    draft = draft_of(monitor)
    shown = {proposal.id: proposal.key for proposal in proposals_of(draft.id)[1:]}
    assert service.accept_all_sure(draft.id, shown=shown, by=monitor) == 2
    assert states(draft) == ["1 pending", "2 accepted", "3 accepted", "4 pending"]
    assert len(service.undo_last(draft.id, by=monitor).restored) == 2
    assert states(draft)[:3] == ["1 pending", "2 pending", "3 pending"]


def test_what_somebody_changed_since_the_list_was_shown_is_not_chosen_unseen(monitor: Actor, colleague: Actor) -> None:
    draft = draft_of(monitor)
    shown = {proposal.id: proposal.key for proposal in proposals_of(draft.id)}
    one = proposals_of(draft.id)[0]
    service.set_deadline(draft.id, one.id, DeadlineOrigin.STATED, date(2026, 8, 1), seen=one.key, by=colleague)
    assert service.accept_all_sure(draft.id, shown=shown, by=monitor) == 2
    assert states(draft) == ["1 pending", "2 accepted", "3 accepted", "4 pending"]


def test_one_answer_settles_all_with_the_same_words_and_is_undone_at_once(monitor: Actor) -> None:
    draft = chosen_draft_of(monitor, FINANCE, HEALTH, STRANGE)
    strange = [p for p in proposals_of(draft.id) if p.doubts]
    seen = {p.id: p.key for p in strange}
    assert len(seen) == 2
    answer = Answer("new", "Trung tâm Nghĩa tình biên cương")
    assert service.answer_alike(draft.id, "agency_unknown", answer, seen, by=monitor) == 2
    assert {p.decision for p in proposals_of(draft.id)} == {Decision.ACCEPTED}
    service.undo_last(draft.id, by=monitor)
    assert sum(p.decision is Decision.PENDING for p in proposals_of(draft.id)) == 2


def test_one_answer_is_not_given_to_what_does_not_share_the_doubt(monitor: Actor) -> None:
    draft = chosen_draft_of(monitor, FINANCE, HEALTH, STRANGE, OPEN_CLASS)
    seen = {p.id: p.key for p in proposals_of(draft.id) if p.doubts}
    with pytest.raises((service.NotDecidable, ChangedMeanwhile)):
        service.answer_alike(draft.id, "agency_unknown", Answer("new", "Trung tâm"), seen, by=monitor)
    db.session.rollback()
    assert sum(p.decision is Decision.PENDING for p in proposals_of(draft.id)) == 3


def test_a_deadline_that_is_cleared_stays_cleared_when_the_plan_is_confirmed(monitor: Actor) -> None:
    draft = chosen_draft_of(monitor, FINANCE)
    one, two = proposals_of(draft.id)
    service.set_deadline(draft.id, one.id, DeadlineOrigin.NONE, None, seen=one.key, by=monitor)
    service.set_deadline(draft.id, two.id, DeadlineOrigin.STATED, date(2026, 8, 1), seen=two.key, by=monitor)
    confirm_draft(draft.id, chosen=2, by=monitor, today=date(2026, 3, 3))
    assert db.session.scalars(select(Task.due_on).order_by(Task.id)).all() == [None, date(2026, 8, 1)]


def test_a_card_that_somebody_else_changed_is_not_overwritten(monitor: Actor, colleague: Actor) -> None:
    draft = draft_of(monitor)
    one = proposals_of(draft.id)[0]
    old = one.key
    service.drop_proposal(draft.id, one.id, reason="trùng", seen=old, by=colleague)
    with pytest.raises(ChangedMeanwhile):
        service.put_back_proposal(draft.id, one.id, seen=old, by=monitor)
    db.session.rollback()
    kept = proposals_of(draft.id)[0]
    assert (kept.decision, kept.changed_by) == (Decision.DROPPED, "Đồng nghiệp")


def test_undoing_keeps_what_somebody_else_changed_since_and_goes_on_behind_it(monitor: Actor, colleague: Actor) -> None:
    draft = chosen_draft_of(monitor)
    one, two, *_ = proposals_of(draft.id)
    service.put_back_proposal(draft.id, one.id, seen=one.key, by=monitor)
    service.put_back_proposal(draft.id, two.id, seen=two.key, by=monitor)
    service.drop_proposal(draft.id, two.id, reason="trùng", seen=two.key, by=colleague)
    undone = service.undo_last(draft.id, by=monitor)
    assert not undone.restored and [kept.changed_by for kept in undone.kept] == ["Đồng nghiệp"]
    assert service.undo_last(draft.id, by=monitor).restored
    assert states(draft)[:2] == ["1 accepted", "2 dropped"]


def test_each_undoes_only_their_own_steps(monitor: Actor, colleague: Actor) -> None:
    draft = chosen_draft_of(monitor)
    one, two, *_ = proposals_of(draft.id)
    service.put_back_proposal(draft.id, one.id, seen=one.key, by=monitor)
    service.put_back_proposal(draft.id, two.id, seen=two.key, by=colleague)
    service.undo_last(draft.id, by=monitor)
    assert states(draft)[:2] == ["1 accepted", "2 pending"]


def test_nothing_is_undone_after_it_became_tasks(monitor: Actor) -> None:
    draft = chosen_draft_of(monitor)
    one = proposals_of(draft.id)[0]
    service.set_mode(draft.id, one.id, Mode.REQUESTED, seen=one.key, by=monitor)
    confirm_draft(draft.id, chosen=3, by=monitor, today=date(2026, 3, 3))
    assert not service.undo_last(draft.id, by=monitor).restored
    assert db.session.get_one(Proposal, one.id).decision is Decision.ISSUED


def test_the_place_and_the_order_of_each_person_are_kept(monitor: Actor, colleague: Actor) -> None:
    draft = draft_of(monitor)
    one, two, *_ = proposals_of(draft.id)
    service.put_back_proposal(draft.id, two.id, seen=two.key, by=monitor)
    service.keep_place(draft.id, proposal_id=None, by_text=True, by=monitor)
    service.keep_place(draft.id, proposal_id=one.id, by_text=None, by=colleague)
    places = {place.person_id: (place.proposal_id, place.by_text) for place in db.session.scalars(select(ReviewPlace))}
    assert places == {monitor.person_id: (two.id, True), colleague.person_id: (one.id, False)}


def test_who_may_not_review_changes_nothing(monitor: Actor, cast: Cast) -> None:
    draft = draft_of(monitor)
    one, two, *_ = proposals_of(draft.id)
    clerk = actor_of(cast.clerk)
    steps = (
        lambda: service.split_proposal(draft.id, one.id, {20}, seen=one.key, by=clerk),
        lambda: service.merge_proposals(draft.id, {one.id: one.key, two.id: two.key}, by=clerk),
        lambda: service.add_proposal(draft.id, "Hỗ trợ sửa chữa 120 căn nhà", by=clerk),
        lambda: service.undo_last(draft.id, by=clerk),
        lambda: service.keep_place(draft.id, proposal_id=one.id, by_text=True, by=clerk),
    )
    for step in steps:
        with pytest.raises(NotVisible):
            step()
        db.session.rollback()
