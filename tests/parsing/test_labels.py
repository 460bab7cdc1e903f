"""Labelled blocks: "Cơ quan chủ trì: …" in every spelling, and agencies in brackets behind a task."""

import pytest

from tests.parsing.samples import HEAD, TAIL, encoded
from tracker.parsing.draft import Assignment
from tracker.parsing.extract import extract_plan


def tasks(body: str, name: str = "ke-hoach.txt") -> list[Assignment]:
    return extract_plan(encoded(f"{HEAD}\nII. NHIỆM VỤ, GIẢI PHÁP\n\n{body}\n{TAIL}"), name).assignments


@pytest.mark.parametrize(
    "label",
    [
        "Cơ quan chủ trì",
        "Đơn vị chủ trì",
        "Đơn vị chủ trì thực hiện",
        "Cơ quan thực hiện",
        "Chủ trì",
        "Phân công thực hiện",
    ],
)
@pytest.mark.parametrize("bullet", ["- ", "* ", "a) ", "+ ", ""])
def test_labels_vary_in_words_and_bullets(label: str, bullet: str) -> None:
    (task,) = tasks(
        f"1. Mở lớp đan lát cho phụ nữ nghèo.\n\n{bullet}{label}: Sở Y tế\n\n{bullet}Thời gian: Quý II/2024"
    )
    assert (task.text, task.agency.name, task.role) == ("Mở lớp đan lát cho phụ nữ nghèo", "Sở Y tế", "lead")
    assert task.deadline.due_on == "2024-06-30"


@pytest.mark.parametrize(
    "mark", ["- **Cơ quan chủ trì:** Sở Y tế", "- **Cơ quan chủ trì**: Sở Y tế", "*Cơ quan chủ trì:* Sở Y tế"]
)
def test_the_colon_may_stand_inside_or_outside_the_bold_mark(mark: str) -> None:
    (task,) = tasks(f"**1. Mở lớp đan lát**\n\n{mark}\n\n**Kết quả:** 20 lớp", "ke-hoach.md")
    assert (task.agency.name, task.nature) == ("Sở Y tế", "specific")


def test_labels_may_be_nested_below_an_empty_one() -> None:
    (task,) = tasks(
        "1. Mở lớp đan lát cho phụ nữ nghèo.\n\na) Cơ quan thực hiện:\n\n- Đơn vị chủ trì: Sở Y tế.\n\n"
        "- Đơn vị phối hợp: Sở Xây dựng; UBND các huyện.\n\nb) Thời gian: tháng 5/2024."
    )
    assert (task.agency.name, task.partners) == ("Sở Y tế", ["Sở Xây dựng", "UBND các huyện"])
    assert task.deadline.due_on == "2024-05-31"


def test_lead_and_partners_may_share_a_label() -> None:
    (task,) = tasks("1. Mở đại lý thu ở chợ\n\nPhân công thực hiện: Bưu điện tỉnh chủ trì; UBND các xã phối hợp.")
    assert (task.agency.name, task.partners) == ("Bưu điện tỉnh", ["UBND các xã"])


def test_the_agency_may_stand_in_brackets_behind_its_task() -> None:
    (task,) = tasks(
        "- Dựng nhà văn hóa ở bản xa (Sở Xây dựng chủ trì, phối hợp với Sở Y tế; hoàn thành trong quý III/2024)."
    )
    assert (task.text, task.agency.name) == ("Dựng nhà văn hóa ở bản xa", "Sở Xây dựng")
    assert (task.partners, task.deadline.due_on) == (["Sở Y tế"], "2024-09-30")


def test_an_order_among_the_measures_is_a_task() -> None:
    (first, second) = tasks(
        "1. Rà soát nhà dột. Giao Sở Xây dựng chủ trì đo vẽ trước ngày 30/4/2024.\n\n"
        "2. Sở Y tế chủ trì, phối hợp với Công an tỉnh tìm trẻ chưa tiêm.\n\n3. Tuyên truyền trên loa."
    )
    assert (first.agency.name, first.text) == ("Sở Xây dựng", "chủ trì đo vẽ trước ngày 30/4/2024.")
    assert (second.agency.name, second.partners) == ("Sở Y tế", ["Công an tỉnh"])


def test_chairing_a_meeting_is_no_task() -> None:
    assert tasks("1. Sở Y tế đã chủ trì hội nghị về nước sạch ngày 02/01/2024.") == []


def test_what_the_aims_ask_of_everybody_is_no_task_beside_the_organising_part() -> None:
    text = f"{HEAD}\nI. MỤC ĐÍCH, YÊU CẦU\n\n1. Yêu cầu các sở, ngành phối hợp chặt chẽ.\n\nII. TỔ CHỨC THỰC HIỆN\n\n"
    text += f"1. Sở Y tế\n\n- Cân trẻ.\n\n2. Công an tỉnh\n\n- Giữ bến.\n{TAIL}"
    assert [a.text for a in extract_plan(encoded(text), "a.txt").assignments] == ["Cân trẻ.", "Giữ bến."]
