"""Plans of a loose hand: strange bullets, titles that are no title, bodies inside the sentence, two bodies in one "
"item."""

import pytest

from tests.parsing.samples import HEAD, TAIL, encoded
from tracker.parsing.draft import PlanDraft
from tracker.parsing.extract import extract_plan


def read(body: str, name: str = "a.txt") -> PlanDraft:
    return extract_plan(encoded(f"{HEAD}\nI. MỤC TIÊU\n\nNhiều lúa.\n\n{body}\n{TAIL}"), name)


def told(draft: PlanDraft) -> list[tuple[str, str]]:
    return [(a.agency.name, a.text) for a in draft.assignments]


@pytest.mark.parametrize("title", ["II. Ai làm gì", "II. Việc cần làm ngay", "II. TRÁCH NHIỆM", "TRÁCH NHIỆM"])
@pytest.mark.parametrize("sign", ["*", "•", "✓", "➢", "o"])
def test_bullets_that_name_bodies_hand_out_work_below_any_title(title: str, sign: str) -> None:
    draft = read(
        f"{title}\n\n{sign} Sở Y tế\n\n- Cân trẻ ở trạm.\n\n- Ghi sổ.\n\n{sign} Công an tỉnh giữ bến đò.\n\n"
        f"{sign} Sở Xây dựng: lợp mái nhà trẻ.\n"
    )
    assert told(draft) == [
        ("Sở Y tế", "Cân trẻ ở trạm."),
        ("Sở Y tế", "Ghi sổ."),
        ("Công an tỉnh", "giữ bến đò."),
        ("Sở Xây dựng", "lợp mái nhà trẻ."),
    ]


@pytest.mark.parametrize("number", ["{}/ ", "{}. ", "{}) "])
def test_numbers_may_end_in_a_stroke(number: str) -> None:
    one, two = number.format(1), number.format(2)
    draft = read(f"II. PHÂN CÔNG:\n\n{one}Sở Y tế:\n\n+ Cân trẻ.\n\n{two}Công an tỉnh: giữ bến.\n")
    assert told(draft) == [("Sở Y tế", "Cân trẻ."), ("Công an tỉnh", "giữ bến.")]


def test_numbers_below_a_heading_without_number_belong_to_it() -> None:
    draft = read("II. PHÂN CÔNG\n\nSở Y tế\n\n1. Cân trẻ.\n\n2. Ghi sổ.\n\nCông an tỉnh\n\n1. Giữ bến.\n")
    assert told(draft) == [("Sở Y tế", "Cân trẻ."), ("Sở Y tế", "Ghi sổ."), ("Công an tỉnh", "Giữ bến.")]


@pytest.mark.parametrize(
    ("sentence", "agency"),
    [
        ("Về thuốc men, Sở Y tế mua đủ trước mùa mưa.", "Sở Y tế"),
        ("Vắc xin do Sở Nông nghiệp và PTNT đặt mua tập trung.", "Sở Nông nghiệp và PTNT"),
        ("Việc dạy bơi được giao cho Sở Giáo dục và Đào tạo thực hiện.", "Sở Giáo dục và Đào tạo"),
        ("Mỗi tuần một lần, Đài Phát thanh và Truyền hình tỉnh phát tin lũ.", "Đài Phát thanh và Truyền hình tỉnh"),
    ],
)
def test_the_body_that_acts_may_stand_inside_the_sentence(sentence: str, agency: str) -> None:
    assert told(read(f"II. TỔ CHỨC THỰC HIỆN\n\n1. {sentence}\n")) == [(agency, sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Trình UBND tỉnh quy trình cân trẻ.",
        "Xây dựng cơ sở dữ liệu trẻ em, kết nối với cơ sở dữ liệu quốc gia.",
        "Báo cáo UBND tỉnh, Bộ Y tế kết quả cân trẻ.",
        "Gửi danh sách cho Sở Y tế xem xét.",
    ],
)
def test_who_is_told_or_asked_never_becomes_the_one_who_acts(sentence: str) -> None:
    draft = read(f"II. TỔ CHỨC THỰC HIỆN\n\n1. {sentence}\n\n2. Công an tỉnh: giữ bến.\n")
    assert told(draft) == [("Công an tỉnh", "giữ bến.")]
    unplaced = [draft.text[slice(*f.places[0])] for f in draft.findings if f.code == "unplaced"]
    assert unplaced == [sentence]


def test_a_clause_that_orders_another_body_is_its_own_task() -> None:
    draft = read("II. TỔ CHỨC THỰC HIỆN\n\n1. Giao Sở Y tế cân trẻ; giao Công an tỉnh giữ bến.\n")
    assert told(draft) == [("Sở Y tế", "cân trẻ;"), ("Công an tỉnh", "giữ bến.")]


def test_a_request_below_a_heading_asks_the_body_of_the_heading() -> None:
    draft = read(
        "II. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế: cân trẻ.\n\n2. TỈNH ĐOÀN\n\nĐề nghị vận động đoàn viên vá đường.\n"
    )
    asked = draft.assignments[-1]
    assert (asked.agency.name, asked.mode, asked.text) == ("TỈNH ĐOÀN", "requested", "vận động đoàn viên vá đường.")


def test_an_item_may_name_the_decision_in_its_words() -> None:
    draft = read(
        "II. TỔ CHỨC THỰC HIỆN\n\n1. UBND các huyện miền núi có trách nhiệm:\n\n"
        "a) Lập đội cứu hộ trong 45 ngày kể từ ngày Quyết định này có hiệu lực;\n\nb) Báo cáo UBND tỉnh kết quả.\n"
    )
    assert [name for name, _ in told(draft)] == ["UBND các huyện miền núi"] * 2


def test_a_label_may_ask() -> None:
    (task,) = read("II. NHIỆM VỤ\n\n1. Mở lớp kế toán\n\n- Đơn vị chủ trì: đề nghị Hội Nông dân tỉnh\n").assignments
    assert (task.agency.name, task.mode, task.text) == ("Hội Nông dân tỉnh", "requested", "Mở lớp kế toán")


def test_a_body_in_brackets_alone_is_to_be_confirmed() -> None:
    (task,) = read("II. GIẢI PHÁP\n\n- Lắp đèn cho tàu cá ra khơi ban đêm (Sở Y tế).\n").assignments
    assert task.agency.name == "Sở Y tế" and [d.code for d in task.doubts] == ["agency_ambiguous"]


def test_a_sentence_outside_the_assigning_parts_that_names_who_acts_is_to_be_confirmed() -> None:
    draft = read("II. CHẾ ĐỘ TRỰC\n\nHằng tuần, Sở Y tế xem sổ trực.\n\nSở Y tế đã cấp 20 sổ.\n")
    (task,) = draft.assignments
    assert task.text == "Hằng tuần, Sở Y tế xem sổ trực." and [d.code for d in task.doubts] == ["agency_ambiguous"]
