"""Which sentence of a newer text is which tracked assignment, and what differs: the pure rules."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tracker.intake.rules.comparing import Comparison, Kind, Sentence, Terms, What, compare
from tracker.intake.rules.repealing import repealed_by
from tracker.intake.rules.wording_diff import Run, runs_of
from tracker.tasks.rules import DeadlineOrigin, Mode

DUE = Terms(DeadlineOrigin.STATED, date(2026, 6, 30), None)
CHECK = "Kiểm tra chất lượng nhà ở trong quá trình thi công tại các xã vùng cao."
FUND = "Bố trí kinh phí hỗ trợ nhà ở cho hộ nghèo, hộ cận nghèo trước ngày 30/6/2026."


def sentence(key: int, text: str = CHECK, agency: str = "Sở Xây dựng", **changes: Any) -> Sentence:
    """One assignment of an agency, due at the end of June."""
    plain = Sentence(
        id=key,
        position=key,
        text=text,
        written_agency=agency,
        leads=frozenset({agency}),
        lead_names=(agency,),
        is_group=False,
        terms=DUE,
        mode=Mode.ORDERED,
        partners=(),
    )
    return replace(plain, **changes)


def full(tracked: list[Sentence], proposed: list[Sentence]) -> Comparison:
    """Compare a full version."""
    return compare(tracked, proposed, is_full=True)


def differing(old: Sentence, new: Sentence) -> set[What]:
    """What differs between two sentences that belong together."""
    (item,) = full([old], [new]).items
    assert item.tracked and item.proposed
    return {difference.what for difference in item.differences}


def test_the_same_sentence_is_untouched_however_it_is_wrapped_and_closed() -> None:
    wrapped = CHECK.replace(" tại ", "\n  tại ").rstrip(".") + ";"
    (item,) = full([sentence(1)], [sentence(9, wrapped)]).items
    assert item.kind is Kind.UNTOUCHED


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"text": CHECK.replace("chất lượng", "tiến độ, chất lượng")}, What.WORDS),
        ({"terms": Terms(DeadlineOrigin.STATED, date(2026, 9, 30), None)}, What.DEADLINE),
        ({"terms": Terms(DeadlineOrigin.RECURRING, None, {"freq": "monthly"}, "hằng tháng")}, What.DEADLINE),
        ({"written_agency": "Sở Tài chính", "leads": frozenset({"Sở Tài chính"})}, What.AGENCY),
        ({"partners": ("Sở Tài chính",)}, What.PARTNERS),
        ({"mode": Mode.REQUESTED}, What.MODE),
    ],
)
def test_each_thing_that_differs_is_named_alone(changes: dict[str, Any], what: What) -> None:
    assert differing(sentence(1), sentence(9, **changes)) == {what}


def test_one_that_was_handed_over_is_still_led_as_it_is_written() -> None:
    handed = sentence(1, leads=frozenset({7}), lead_names=("Sở Nội vụ",))
    assert differing(handed, sentence(9)) == set()


def test_a_class_with_another_member_has_another_agency() -> None:
    old = sentence(1, agency="UBND các xã", leads=frozenset({1, 2}), is_group=True)
    new = sentence(9, agency="UBND các xã", leads=frozenset({1, 2, 3}), is_group=True)
    assert differing(old, new) == {What.AGENCY}
    assert differing(old, replace(new, is_unsettled=True)) == set()


def test_each_sentence_has_one_counterpart_and_the_most_alike_comes_first() -> None:
    old = [sentence(1), sentence(2, CHECK.replace("vùng cao", "biên giới"))]
    new = [sentence(8, CHECK.replace("vùng cao", "biên giới") + " hằng quý"), sentence(9)]
    pairs = {i.proposed.id: i.tracked.id for i in full(old, new).items if i.proposed and i.tracked}
    assert pairs == {8: 2, 9: 1}


def test_another_work_of_the_same_agency_is_added_and_the_old_one_dropped() -> None:
    found = full([sentence(1)], [sentence(9, FUND)])
    assert [item.kind for item in found.items] == [Kind.ADDED, Kind.DROPPED]


def test_a_sentence_that_was_only_widened_is_the_same_one_changed() -> None:
    more = " và sau khi bàn giao; lập hồ sơ theo dõi từng căn nhà, báo cáo kết quả cho Ban Chỉ đạo cấp tỉnh hằng quý"
    (item,) = full([sentence(1)], [sentence(9, CHECK.rstrip(".") + more)]).items
    assert item.kind is Kind.CHANGED


def test_an_amendment_leaves_alone_what_it_does_not_name_unless_it_repeals_it() -> None:
    tracked = [sentence(1), sentence(2, FUND)]
    assert compare(tracked, [], is_full=False).items == ()
    (item,) = compare(tracked, [], is_full=False, repealed=[2]).items
    assert item.kind is Kind.DROPPED and item.tracked == tracked[1]


def test_a_text_that_repeats_most_of_the_plan_is_a_full_version() -> None:
    tracked = [sentence(1), sentence(2, FUND), sentence(3, "Tổng hợp kết quả, tham mưu tổng kết Kế hoạch năm 2026.")]
    most = [replace(one, id=one.id + 10) for one in tracked[:2]]
    assert compare(tracked, most, is_full=None).is_full
    assert not compare(tracked, most[:1], is_full=None).is_full


def test_words_that_went_and_came_stand_in_reading_order() -> None:
    runs = runs_of("hoàn thành trước ngày 31/3/2026", "hoàn thành xong trước ngày 30/6/2026")
    assert [(run.sort, run.words) for run in runs] == [
        ("same", "hoàn thành"),
        ("in", "xong"),
        ("same", "trước ngày"),
        ("out", "31/3/2026"),
        ("in", "30/6/2026"),
    ]
    assert runs_of("a", "a") == [Run("same", "a")]


def test_what_is_repealed_is_named_by_its_words_or_by_its_place() -> None:
    tracked = [
        sentence(1, clause=("IV", "1")),
        sentence(2, FUND, clause=("IV", "IV.3")),
        sentence(3, FUND, clause=("V", "3")),
    ]
    assert repealed_by(f"Bãi bỏ nhiệm vụ “{CHECK}” của Sở Xây dựng.", tracked) == {1}
    assert repealed_by("Điều 2. Bãi bỏ khoản 3 mục IV.", tracked) == {2}
    assert repealed_by("Bãi bỏ mục IV", tracked) == {1, 2}
    assert not repealed_by("Các nội dung khác không thay đổi.\nKhoản 3 mục IV giữ nguyên.", tracked)
