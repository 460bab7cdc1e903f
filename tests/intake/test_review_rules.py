"""Where a passage may be cut, how passages are joined and found, which agencies fit typed words."""

from datetime import date

import pytest

from tracker.catalogue.units import units_named
from tracker.intake.rules.answers import Answer, answer_from
from tracker.intake.rules.passages import find_passage, joined_deadline, joined_label, label_of_parts
from tracker.intake.rules.search import Offered, catalogue_offers, nearest, search
from tracker.intake.rules.splitting import is_point, parts_of, points_of
from tracker.parsing.deadlines import PlanTime
from tracker.tasks.rules import DeadlineOrigin

YEAR = PlanTime(date(2026, 1, 1), date(2026, 12, 31))
TWO = "Cấp phát con giống cho hộ nghèo trước ngày 15/5/2026; kiểm tra việc nuôi dưỡng, báo cáo trước ngày 30/11/2026."
OFFICE = [
    Offered("Sở Tài chính", 1),
    Offered("Sở Y tế", 2),
    Offered("Sở Nội vụ", 3),
    Offered("Trung tâm Khuyến nông", 4),
]


def drafted(text: str, start: int = 100) -> dict[str, object]:
    """A passage as reading gives it."""
    return {"text": text, "span": [start, start + len(text)], "deadline": {"kind": "none", "span": None}}


def test_a_passage_may_be_cut_at_semicolons_and_before_the_next_verb() -> None:
    assert [TWO[point:][:8] for point in points_of(drafted(TWO))] == ["kiểm tra", "báo cáo "]


def test_each_part_reads_its_own_deadline() -> None:
    first, second = parts_of(drafted(TWO), [TWO.index("kiểm tra")], YEAR)
    assert (first.text[-9:], first.deadline["due_on"]) == ("15/5/2026", "2026-05-14")
    assert (second.text[:8], second.deadline["due_on"]) == ("kiểm tra", "2026-11-29")
    assert (first.start, second.end) == (100, 100 + len(TWO))
    assert TWO[second.start - 100 : second.end - 100] == second.text


def test_a_part_begins_with_its_own_words() -> None:
    text = "Rà soát hộ nghèo trong vùng và lập danh sách nhà dột nát"
    (point,) = points_of(drafted(text))
    assert parts_of(drafted(text), [point], YEAR)[1].text == "lập danh sách nhà dột nát"


def test_after_a_further_deadline_is_a_point() -> None:
    text = "Họp giao ban trước 05/5/2026, họp tổng thể các bên có liên quan trước 05/9/2026"
    ends = [text.index(day) + len(day) for day in ("05/5/2026", "05/9/2026")]
    spans = [[100 + end - 9, 100 + end] for end in ends]
    read = {**drafted(text), "deadline": {"span": spans[0]}, "further_deadlines": [{"span": spans[1]}]}
    assert [text[point:][:7] for point in points_of(read)] == ["họp tổn"]


@pytest.mark.parametrize("point", [0, 2, 7, len(TWO), len(TWO) - 3, -5, 10**6])
def test_no_cut_leaves_a_part_without_words(point: int) -> None:
    assert not is_point(TWO, point)


def test_marked_words_are_found_however_the_lines_are_wrapped() -> None:
    text = "II. VIỆC\n- Sửa nhà cho\n  hộ nghèo.\n- Sửa nhà cho hộ nghèo."
    assert find_passage(text, "- Sửa nhà cho hộ nghèo.") == (11, 34)
    assert find_passage(text, "Sửa nhà cho hộ nghèo.", near=40) == (37, 58)
    assert find_passage(text, "Sửa cầu") is None and find_passage(text, "  ") is None


def test_labels_of_parts_and_of_merged_ones_say_where_they_come_from() -> None:
    assert label_of_parts("11", 3) == ["11a", "11b", "11c"]
    assert joined_label(["11", "12"]) == "11+12"
    assert joined_label(["11", "12", "13", "14", "15"]) == "11+…"


def test_different_days_of_merged_passages_stay_a_doubt() -> None:
    stated = DeadlineOrigin.STATED
    one, other = (stated, date(2026, 5, 1)), (stated, date(2026, 9, 1))
    assert joined_deadline([one, one]).clash is None
    assert joined_deadline([(DeadlineOrigin.PLAN_END, date(2026, 12, 31)), one]).due_on == date(2026, 5, 1)
    merged = joined_deadline([one, other])
    assert merged.due_on == date(2026, 9, 1) and merged.clash and "01/05/2026, 01/09/2026" in merged.clash


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("tai chinh", "Sở Tài chính"),
        ("chinh tai", "Sở Tài chính"),
        ("so tai chnh", "Sở Tài chính"),
        ("SỞ Y TẾ", "Sở Y tế"),
        ("noi", "Sở Nội vụ"),
        ("khuyen nogn", "Trung tâm Khuyến nông"),
    ],
)
def test_agencies_are_found_without_accents_and_with_a_slip(typed: str, first: str) -> None:
    assert search(typed, OFFICE)[0].name == first


def test_words_that_fit_nothing_find_nothing() -> None:
    assert search("bưu điện", OFFICE) == [] and search("  ", OFFICE) == []


def test_the_catalogue_offers_the_departments_and_communes_of_the_place() -> None:
    place = units_named("tỉnh Cao Bằng", on=date(2026, 3, 2))[0]
    offered = catalogue_offers(place, date(2026, 3, 2))
    assert search("so tu phap", offered)[0].name == "Sở Tư pháp"
    assert search("ubnd xa bao lac", offered)[0].name == "UBND xã Bảo Lạc"


def test_a_misspelt_name_suggests_the_nearest_and_a_strange_one_nothing() -> None:
    assert nearest("Sở Tài chánh", OFFICE)[0].name == "Sở Tài chính"
    assert nearest("Câu lạc bộ đá cầu", OFFICE) == []


def test_an_answer_travels_as_words_and_nothing_else_is_one() -> None:
    assert answer_from(Answer("mode", "ordered").code) == Answer("mode", "ordered")
    assert answer_from("rm:-rf") is None and answer_from("") is None
