"""Texts of several reports merged under the outline with the agency named, and taken again without losing edits."""

from decimal import Decimal

from tests.consolidation.test_adding import line, report
from tracker.consolidation.rules.adding import add_up
from tracker.consolidation.rules.figures import lines_taken_again, summed_lines
from tracker.consolidation.rules.keeping import taken_again
from tracker.consolidation.rules.merging import Voice, merged_texts, paragraphs_by_source
from tracker.reports.outline import NOTHING_TO_REPORT
from tracker.reports.results import TARGETS, TypedLine

FINANCE = Voice(
    "Sở Tài chính", {"results_policies": "Đã phân bổ vốn.\n- Còn chờ danh mục.", "outlook_general": "Tiếp."}
)
COMMUNE = Voice("UBND xã Bảo Lạc", {"results_policies": "Đã hỗ trợ 12 hộ.", "direction": NOTHING_TO_REPORT})


def test_each_paragraph_begins_with_the_name_of_its_agency_under_the_one_outline() -> None:
    merged = merged_texts([FINANCE, COMMUNE])
    assert merged["results_policies"].splitlines() == [
        "Sở Tài chính: Đã phân bổ vốn.",
        "Sở Tài chính: Còn chờ danh mục.",
        "UBND xã Bảo Lạc: Đã hỗ trợ 12 hộ.",
    ]
    assert merged["outlook_general"] == "Sở Tài chính: Tiếp."


def test_agencies_without_anything_are_gathered_in_one_sentence() -> None:
    silent = Voice("UBND xã Cô Ba", {"direction": NOTHING_TO_REPORT})
    merged = merged_texts([FINANCE, COMMUNE, silent])
    assert merged["direction_documents"] == "Báo cáo không phát sinh trong kỳ: UBND xã Bảo Lạc, UBND xã Cô Ba."
    assert "direction" not in merged


def test_a_single_report_that_is_not_consolidated_is_named_too() -> None:
    assert merged_texts([COMMUNE])["results_policies"] == "UBND xã Bảo Lạc: Đã hỗ trợ 12 hộ."


def test_a_consolidated_report_is_handed_on_as_it_is() -> None:
    standing = Voice("Sở Nông nghiệp và Môi trường", merged_texts([FINANCE, COMMUNE]), is_consolidated=True)
    assert merged_texts([standing]) == dict(standing.content)
    beside_another = merged_texts([standing, Voice("UBND huyện Văn Quan", {"outlook_general": "Giảm nghèo."})])
    assert beside_another["outlook_general"].splitlines() == [
        "Sở Nông nghiệp và Môi trường: Sở Tài chính: Tiếp.",
        "UBND huyện Văn Quan: Giảm nghèo.",
    ]


def test_rates_stand_side_by_side_with_their_agencies() -> None:
    sums = add_up(
        [
            report(1, line("Tỷ lệ hộ nghèo", "%", "5.2")),
            report(2, line("Tỷ lệ hộ nghèo", "%", "6.1", is_estimate=True)),
            report(2, line("Lớp nghề", "lớp", "2")),
        ],
        (),
    )
    merged = merged_texts([FINANCE], sums)
    assert merged[TARGETS] == "Tỷ lệ hộ nghèo (không cộng): Cơ quan 1 5,2 %; Cơ quan 2 ước 6,1 %."


def test_every_paragraph_finds_the_report_it_came_from() -> None:
    text = "UBND xã Bảo Lâm: Một.\nUBND xã Bảo: Hai.\nNhìn chung: đạt kế hoạch.\nCả tỉnh đạt."
    found = paragraphs_by_source(text, ["UBND xã Bảo", "UBND xã Bảo Lâm"])
    assert [paragraph.source for paragraph in found] == [1, 0, None, None]


BASE = "Sở A: Một.\nSở B: Hai.\nSở D: Bốn."


def test_untouched_words_follow_the_sources() -> None:
    assert taken_again(BASE, BASE, "Sở A: Một.\nSở C: Ba.").text == "Sở A: Một.\nSở C: Ba."
    assert taken_again("", "", BASE).text == BASE


def test_a_new_report_is_added_and_every_edit_stays() -> None:
    draft = "Chung: đạt.\nSở A: Một, đã sửa.\nSở B: Hai.\nSở D: Bốn.\nThêm một câu."
    kept = taken_again(BASE, draft, "Sở A: Một.\nSở B: Hai.\nSở C: Ba.\nSở D: Bốn.")
    assert kept.text == "Chung: đạt.\nSở A: Một, đã sửa.\nSở B: Hai.\nSở C: Ba.\nSở D: Bốn.\nThêm một câu."
    assert kept.clashes == 0


def test_a_changed_source_never_overwrites_an_edited_paragraph() -> None:
    draft = "Sở A: Một, đã sửa.\nSở B: Hai.\nSở D: Bốn."
    kept = taken_again(BASE, draft, "Sở A: Một mới.\nSở B: Hai mới.\nSở D: Bốn.")
    assert kept.text == "Sở A: Một, đã sửa.\nSở B: Hai mới.\nSở D: Bốn."
    assert kept.clashes == 1


def test_a_report_that_was_returned_leaves_unless_its_words_were_edited() -> None:
    draft = "Sở A: Một, đã sửa.\nSở B: Hai.\nSở D: Bốn."
    kept = taken_again(BASE, draft, "Sở D: Bốn.")
    assert (kept.text, kept.clashes) == ("Sở A: Một, đã sửa.\nSở D: Bốn.", 1)


def test_a_new_report_comes_in_even_beside_an_edited_one() -> None:
    kept = taken_again("Sở A: Một.", "Sở A: Một, đã sửa.", "Sở A: Một mới.\nSở B: Hai.")
    assert kept.text.splitlines() == ["Sở A: Một, đã sửa.", "Sở B: Hai."]
    assert kept.clashes == 1


def test_taking_twice_changes_nothing() -> None:
    draft = "Sở A: sửa.\nSở B: Hai.\nSở D: Bốn."
    new = "Sở A: Một.\nSở B: Hai.\nSở C: Ba.\nSở D: Bốn."
    once = taken_again(BASE, draft, new).text
    assert taken_again(new, once, new).text == once


def typed(label: str, actual: str, *, key: str = "own:1", **changes: object) -> TypedLine:
    return TypedLine(key, TARGETS, label, "hộ", actual=actual, **changes)  # type: ignore[arg-type]


def test_a_typed_figure_stays_and_the_others_follow_the_sums() -> None:
    base = [typed("Vay vốn", "10", key="target:1"), typed("Nhà ở", "5")]
    draft = [typed("Vay vốn", "12", key="target:1"), typed("Nhà ở", "5")]
    new = [typed("Vay vốn", "20", key="target:1"), typed("Nhà ở", "8"), typed("Đất", "2", key="own:2")]
    kept = lines_taken_again(base, draft, new)
    assert [(found.key, found.actual) for found in kept.lines] == [("target:1", "12"), ("own:1", "8"), ("own:2", "2")]
    assert kept.clashes == ("Vay vốn",)


def test_a_line_that_a_person_removed_does_not_come_back_until_its_figure_changes() -> None:
    base = [typed("Nhà ở", "5")]
    assert lines_taken_again(base, [], base).lines == ()
    assert [found.actual for found in lines_taken_again(base, [], [typed("Nhà ở", "6")]).lines] == ["6"]


def test_the_figure_of_a_report_that_was_returned_leaves() -> None:
    base = [typed("Vay vốn", "10", key="target:1"), typed("Nhà ở", "5")]
    kept = lines_taken_again(base, base, [])
    assert [(found.key, found.actual) for found in kept.lines] == [("target:1", "")]
    edited = lines_taken_again(base, [base[0], typed("Nhà ở", "7")], [])
    assert (edited.lines[1].actual, edited.clashes) == ("7", ("Nhà ở",))


def test_own_lines_of_a_person_and_of_the_sources_never_share_a_number() -> None:
    kept = lines_taken_again([], [typed("Riêng", "1")], [typed("Nhà ở", "5")])
    assert [(found.key, found.label) for found in kept.lines] == [("own:1", "Riêng"), ("own:2", "Nhà ở")]


def test_sums_go_into_the_draft_as_one_would_type_them_and_rates_do_not() -> None:
    sums = add_up([report(1, line("Vốn", "triệu đồng", "1234.5", is_estimate=True), line("Tỷ lệ", "%", "5"))], ())
    assert [(found.label, found.actual, found.is_estimate) for found in summed_lines(sums)] == [
        ("Vốn", "1.234,5", True)
    ]
    assert {found.actual for found in sums} == {Decimal("1234.5"), None}
