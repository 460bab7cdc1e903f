"""The ways to assign work: under a heading, in bullets, in labelled blocks, in annex tables."""

import unicodedata
from itertools import pairwise

import pytest

from tests.parsing.samples import (
    BULLETS,
    HEAD,
    HEADINGS,
    LABELLED,
    TABLE_HEADER,
    TABLE_ROWS,
    TAIL,
    as_docx,
    encoded,
    task_table,
)
from tracker.parsing.draft import PlanDraft
from tracker.parsing.extract import extract_plan


def read(text: str) -> PlanDraft:
    return extract_plan(encoded(text), "ke-hoach.txt")


def by_agency(draft: PlanDraft) -> list[tuple[str, str]]:
    return [(assignment.agency.name, assignment.text) for assignment in draft.assignments]


def test_each_sentence_under_an_agency_heading_is_one_assignment() -> None:
    found = by_agency(read(HEADINGS))
    assert [name for name, _ in found] == [
        *["Sở Lao động - Thương binh và Xã hội"] * 3,
        "Sở Y tế",
        *["UBND các huyện, thị xã, thành phố"] * 2,
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
    ]
    assert found[3][1] == "cấp phát sổ khám bệnh cho hộ nghèo; hướng dẫn trạm y tế ghi sổ."


def test_who_is_asked_is_requested_and_who_is_told_is_ordered() -> None:
    assert [a.mode for a in read(HEADINGS).assignments] == [*["ordered"] * 6, "requested"]


def test_role_partners_and_nature_are_read() -> None:
    standing, lead, _, _, plan, routine, _ = read(HEADINGS).assignments
    assert standing.nature == "standing"
    assert (lead.role, lead.partners, lead.nature) == ("lead", ["Sở Tài chính", "Sở Y tế"], "specific")
    assert plan.deadline.due_on == "2024-03-31"
    assert routine.nature == "continuous"


def test_closing_orders_are_findings_and_hold_the_difficulty_route() -> None:
    draft = read(HEADINGS)
    assert [f.code for f in draft.findings] == ["closing_order", "closing_order"]
    route = draft.difficulty_route
    assert route is not None
    assert (route.from_, route.via, route.to) == ("các cơ quan", "Sở Lao động - Thương binh và Xã hội", "UBND tỉnh")


def test_bullets_with_a_colon_and_items_below_them() -> None:
    assert by_agency(read(BULLETS)) == [
        ("Sở Tài chính", "Chủ trì cân đối kinh phí dạy nghề."),
        ("Sở Tài chính", "Hướng dẫn quyết toán cuối kỳ kế hoạch."),
        ("Sở Xây dựng", "Khảo sát nhà dột nát ở xã đảo;"),
        ("Sở Xây dựng", "Trình UBND tỉnh danh sách nhà cần sửa chậm nhất ngày 31/5/2024."),
        ("Các sở, ngành khác", "Theo chức năng, nhiệm vụ được giao, giúp ít nhất một ấp khó khăn."),
    ]


def test_only_the_open_class_is_in_doubt() -> None:
    doubts = [[doubt.code for doubt in a.doubts] for a in read(BULLETS).assignments]
    assert doubts == [[], [], [], [], ["open_class"]]


def test_labelled_blocks_give_lead_partners_and_time() -> None:
    first, second = read(LABELLED).assignments
    assert first.text == "Mở lớp dạy nghề sửa máy nổ cho thanh niên nghèo"
    assert first.agency.canonical == "Sở Lao động - Thương binh và Xã hội"
    assert first.partners == ["Sở Tài chính", "UBND các huyện, thị xã, thành phố"]
    assert (first.role, first.nature, first.deadline.due_on) == ("lead", "specific", "2024-09-30")
    assert second.text == "Lắp loa truyền thanh tại các ấp"
    assert (second.agency.name, second.deadline.kind) == ("Sở Thông tin và Truyền thông", "none")


@pytest.mark.parametrize("separator", [" | ", "\t"])
def test_an_annex_table_gives_one_assignment_a_row(separator: str) -> None:
    draft = read(task_table(separator))
    assert [a.text for a in draft.assignments] == [row[1] for row in TABLE_ROWS]
    assert [a.deadline.due_on for a in draft.assignments] == ["2024-06-30", "2024-12-31", None]
    assert draft.assignments[0].partners == ["Sở Tài chính"]


def test_a_task_that_stands_in_text_and_table_counts_once() -> None:
    text = HEAD + "\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n- Khám bệnh lưu động cho hộ nghèo.\n" + TAIL
    rows = "\n".join("\t".join(row) for row in [TABLE_HEADER, *TABLE_ROWS])
    found = [a.text for a in read(f"{text}\nPHỤ LỤC\n\n{rows}\n").assignments]
    assert sum("Khám bệnh lưu động" in words for words in found) == 1


@pytest.mark.parametrize("text", [HEADINGS, BULLETS, LABELLED])
def test_word_and_text_give_the_same_assignments(text: str) -> None:
    from_word = extract_plan(as_docx(text), "ke-hoach.docx")
    assert [a.text for a in from_word.assignments] == [a.text for a in read(text).assignments]
    assert from_word.reporting_duties == read(text).reporting_duties


def test_a_table_in_word_gives_the_same_as_in_text() -> None:
    head = HEAD + "\nI. MỤC TIÊU\n\nLàm đủ việc trong phụ lục.\n" + TAIL + "\nPHỤ LỤC PHÂN CÔNG\n"
    from_word = extract_plan(as_docx(head, [TABLE_HEADER, *TABLE_ROWS]), "ke-hoach.docx")
    assert [a.text for a in from_word.assignments] == [a.text for a in read(task_table(" | ")).assignments]
    assert from_word.tables[0].header == TABLE_HEADER


@pytest.mark.parametrize("text", [HEADINGS, BULLETS, LABELLED, task_table("\t")])
def test_every_quote_is_exact_and_no_sentence_is_told_twice(text: str) -> None:
    draft = read(text)
    places = sorted(a.span for a in draft.assignments)
    assert all(" ".join(draft.text[slice(*a.span)].split()) == " ".join(a.text.split()) for a in draft.assignments)
    assert all(first[1] <= second[0] for first, second in pairwise(places))


@pytest.mark.parametrize("text", [HEADINGS, BULLETS])
def test_decomposed_letters_and_hard_spaces_change_nothing(text: str) -> None:
    odd = unicodedata.normalize("NFD", text).replace("Sở Y tế", "Sở\u00a0Y tế")
    assert read(odd).to_json()["assignments"] == read(text).to_json()["assignments"]


def test_the_same_bytes_give_the_same_json() -> None:
    assert read(HEADINGS).to_json() == read(HEADINGS).to_json()
    assert read(HEADINGS).to_json()["schema"] == "plan-extraction/1"


def test_a_sentence_without_agency_is_told_as_unplaced() -> None:
    draft = read(HEAD + "\nI. TỔ CHỨC THỰC HIỆN\n\nTrời nắng thì phơi lúa.\n\n1. Sở Y tế\n\nKhám bệnh.\n" + TAIL)
    unplaced = [f for f in draft.findings if f.code == "unplaced"]
    assert [draft.text[slice(*f.places[0])] for f in unplaced] == ["Trời nắng thì phơi lúa."]


def test_a_heading_that_names_several_bodies_keeps_them() -> None:
    draft = read(HEAD + "\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế, Sở Xây dựng\n\n- Thăm hộ nghèo.\n" + TAIL)
    assert draft.assignments[0].agency.members == ["Sở Y tế", "Sở Xây dựng"]


def test_members_of_a_closed_class_come_from_the_annex() -> None:
    annex = (
        "\n\nBIỂU GIAO CHỈ TIÊU\n\nTT\tĐơn vị\tSố hộ\n1\tLong Xuyên\t10\n2\tThoại Sơn\t20\n3\tTri Tôn\t30\n\tCộng\t60\n"
    )
    members = read(HEADINGS + annex).assignments[4].agency.members
    assert members == ["UBND thành phố Long Xuyên", "UBND huyện Thoại Sơn", "UBND huyện Tri Tôn"]


def test_a_name_that_begins_like_no_other_agency_is_known_from_the_catalogue() -> None:
    draft = read(
        HEAD + "\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\nKhám bệnh.\n\n2. Thống kê tỉnh\n\nCấp số liệu.\n" + TAIL
    )
    assert by_agency(draft)[-1] == ("Thống kê tỉnh", "Cấp số liệu.")


def test_a_numbered_item_that_names_who_acts_is_work() -> None:
    draft = read(
        HEAD + "\nI. TỔ CHỨC THỰC HIỆN\n\n1. Giao Sở Y tế chủ trì khám bệnh.\n\n2. Các sở, ngành giúp đỡ.\n" + TAIL
    )
    assert by_agency(draft) == [("Sở Y tế", "chủ trì khám bệnh."), ("Các sở, ngành", "giúp đỡ.")]


def test_a_closing_order_belongs_to_no_agencys_clause() -> None:
    draft = read(HEADINGS)
    order = draft.text.index("Yêu cầu các sở")
    holding = [section.label for section in draft.sections if section.span[0] <= order < section.span[1]]
    assert holding == ["II"]
    ends = [section for section in draft.sections if section.label == "II.4"]
    assert draft.text[slice(*ends[0].span)].rstrip().endswith("góp giống cây.")


def test_an_assigning_part_below_another_keeps_its_closing_order() -> None:
    text = HEADINGS.replace("II. TỔ CHỨC THỰC HIỆN", "II. BIỆN PHÁP\n\n1. Trách nhiệm của các cơ quan")
    for number, agency in enumerate(("Sở Lao động", "Sở Y tế", "UBND các huyện", "Đề nghị Ủy ban"), start=1):
        text = text.replace(f"{number}. {agency}", f"1.{number}. {agency}")
    draft = read(text)
    assert by_agency(draft) == by_agency(read(HEADINGS)) and draft.difficulty_route is not None


def test_a_sentence_with_an_unreadable_day_is_specific_and_in_doubt() -> None:
    text = HEADINGS.replace("b) Thường xuyên thăm hỏi hộ nghèo.", "b) Bàn giao nhà cho hộ nghèo trước ngày 31/6/2024.")
    handed = next(a for a in read(text).assignments if a.text.startswith("Bàn giao"))
    assert (handed.nature, handed.deadline.kind) == ("specific", "none")
    assert [doubt.code for doubt in handed.doubts] == ["deadline_unclear"]


def test_the_new_words_of_an_amending_article_name_whose_work_they_are() -> None:
    lines = (
        "Điều 1. Sửa đổi, bổ sung một số nội dung của Kế hoạch số 42/KH-UBND như sau:",
        "1. Sửa đổi mục 1.2 phần VI như sau:",
        "1.2. Sở Tài chính",
        "- Trình phương án bố trí vốn đối ứng trước ngày 31/10/2026.",
        "2. Bổ sung mục 1.12 phần VI như sau:",
        "1.12. Sở Y tế",
        "- Khám sức khỏe cho hộ nghèo trước ngày 20/12/2026.",
        "Điều 2. Các nội dung khác giữ nguyên.",
    )
    found = by_agency(read("\n".join((HEAD, *lines, TAIL))))
    assert [name for name, _ in found] == ["Sở Tài chính", "Sở Y tế"]
