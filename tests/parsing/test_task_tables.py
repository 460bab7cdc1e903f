"""Tables that hand out work, in all the ways they are printed and flattened; and tables that hand out nothing."""

import pytest

from tests.parsing.samples import HEAD, TAIL, encoded
from tracker.parsing.draft import Assignment, PlanDraft
from tracker.parsing.extract import extract_plan


def read(table: str) -> PlanDraft:
    return extract_plan(encoded(f"{HEAD}\nI. MỤC TIÊU\n\nLàm đủ việc.\n{TAIL}\nPHỤ LỤC\n\n{table}\n"), "ke-hoach.txt")


def rows(*cells: tuple[str, ...]) -> str:
    return "\n".join("\t".join(row) for row in cells)


def leads(draft: PlanDraft) -> list[tuple[str, str]]:
    return [(a.agency.name, a.text) for a in draft.assignments]


@pytest.mark.parametrize(
    ("task", "lead"),
    [
        ("Nhiệm vụ", "Cơ quan chủ trì"),
        ("Tên nhiệm vụ", "Chủ trì thực hiện"),
        ("Nhiệm vụ, giải pháp", "Đơn vị thực hiện"),
        ("NHIỆM VỤ VÀ GIẢI PHÁP", "CHỦ TRÌ"),
        ("Chỉ tiêu", "Chủ trì"),
        ("Nội dung công việc", "Đơn vị/Cá nhân chủ trì"),
        ("Nhiệm vụ được giao", "Cơ quan, đơn vị"),
        ("Nội dung", "Phân công"),
    ],
)
def test_the_words_of_the_header_say_what_a_column_holds(task: str, lead: str) -> None:
    draft = read(
        rows(
            ("TT", task, lead, "Thời gian"),
            ("1", "Cấy lúa trên ruộng bậc thang", "Sở Y tế", "Quý II/2024"),
            ("2", "Đào mương dẫn nước", "Công an tỉnh", "Tháng 5/2024"),
        )
    )
    assert leads(draft) == [("Sở Y tế", "Cấy lúa trên ruộng bậc thang"), ("Công an tỉnh", "Đào mương dẫn nước")]
    assert [a.deadline.due_on for a in draft.assignments] == ["2024-06-30", "2024-05-31"]


def test_the_lead_may_stand_before_the_task() -> None:
    draft = read(
        rows(
            ("TT", "Cơ quan, đơn vị", "Nhiệm vụ", "Thời hạn"),
            ("1", "Sở Y tế", "Khám mắt cho trẻ em", "30/9/2024"),
            ("2", "Công an tỉnh", "Cấp căn cước cho người già", "31/10/2024"),
        )
    )
    assert [name for name, _ in leads(draft)] == ["Sở Y tế", "Công an tỉnh"]


def merged() -> list[Assignment]:
    return read(
        rows(
            ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp"),
            ("I", "Chăn nuôi", "", ""),
            ("1", "Chọn giống gà đồi", "Sở Y tế", "- Sở Xây dựng\u00a0- Công an tỉnh"),
            ("2", "Làm chuồng cho gà", "", "Sở Xây dựng"),
            ("II", "Trồng trọt", "", ""),
            ("1", "Gieo hạt ngô", "Công an tỉnh", ""),
        )
    ).assignments


def test_group_rows_are_context_and_a_merged_lead_holds_for_the_rows_below() -> None:
    found = merged()
    assert [(a.agency.name, a.text) for a in found] == [
        ("Sở Y tế", "Chọn giống gà đồi"),
        ("Sở Y tế", "Làm chuồng cho gà"),
        ("Công an tỉnh", "Gieo hạt ngô"),
    ]
    assert [[d.code for d in a.doubts] for a in found] == [[], ["boundary_unsure"], []]


def test_partners_in_bullets_are_parted() -> None:
    assert merged()[0].partners == ["Sở Xây dựng", "Công an tỉnh"]


def test_one_column_may_hold_lead_and_partners() -> None:
    (first, _) = read(
        rows(
            ("TT", "Nhiệm vụ", "Đơn vị thực hiện"),
            ("1", "Đóng thuyền cho bản ven hồ", "Chủ trì: Sở Y tế; phối hợp: Sở Xây dựng, Công an tỉnh"),
            ("2", "Đan lưới cho bản ven hồ", "Sở Y tế, Sở Xây dựng"),
        )
    ).assignments
    assert (first.agency.name, first.partners) == ("Sở Y tế", ["Sở Xây dựng", "Công an tỉnh"])


def test_a_table_grouped_by_agency_has_no_column_for_it() -> None:
    draft = read(
        rows(
            ("TT", "Nhiệm vụ", "Sản phẩm", "Thời gian"),
            ("I", "Sở Y tế", "", ""),
            ("1", "Lập vườn thuốc nam", "Vườn thuốc", "Quý I/2024"),
            ("II", "Công an tỉnh", "", ""),
            ("2", "Làm biển báo ở bến đò", "Biển báo", "Quý II/2024"),
        )
    )
    assert leads(draft) == [("Sở Y tế", "Lập vườn thuốc nam"), ("Công an tỉnh", "Làm biển báo ở bến đò")]


FLAT_HEADER = "TT\n|\nNội dung công việc\n|\nChủ trì\n|\nThời gian\n|\n|\n"


def test_a_flattened_table_is_read_by_the_count_of_its_header() -> None:
    draft = read(
        FLAT_HEADER
        + "I\n|\nDưới nước\n|\n|\n|\n|\n1\n|\nThả cá giống xuống hồ\n|\nSở Y tế\n|\nTháng 3/2024\n|\n|\n"
        + "2\n|\nVớt bèo trên kênh\n|\nCông an tỉnh\n|\n|\n|\nII\n|\nTrên cạn\n|\n|\n|\n|\n3\n|\nTrồng tre\n|\nSở "
        "Xây dựng\n|\nQuý IV/2024\n|\n"
    )
    assert leads(draft) == [
        ("Sở Y tế", "Thả cá giống xuống hồ"),
        ("Công an tỉnh", "Vớt bèo trên kênh"),
        ("Sở Xây dựng", "Trồng tre"),
    ]
    assert [a.deadline.due_on for a in draft.assignments] == ["2024-03-31", None, "2024-12-31"]


@pytest.mark.parametrize(
    "table",
    [
        rows(
            ("TT", "Nội dung", "Đơn vị thực hiện", "Tổng số", "Ngân sách tỉnh", "Ngân sách xã"),
            ("1", "Tập huấn", "Sở Y tế", "200", "150", "50"),
            ("2", "In sổ tay", "Sở Xây dựng", "300", "100", "200"),
        ),
        rows(
            ("TT", "Địa phương", "Hộ nghèo", "Đơn vị rà soát thực hiện"),
            ("1", "Long Xuyên", "10", "Tổ số 1"),
            ("2", "Tri Tôn", "20", "Tổ số 2"),
        ),
        rows(
            ("TT", "Nội dung", "Kết quả thực hiện", "So với kế hoạch"),
            ("1", "Trồng rừng", "Đạt khá", "Vượt"),
            ("2", "Nuôi cá", "Đạt", "Bằng"),
        ),
        rows(
            ("TT", "Nội dung", "Cơ quan thực hiện", "Ghi chú"),
            ("1", "Gà đồi", "10.000 con", "Đạt"),
            ("2", "Vịt trời", "2.000 con", "Đạt"),
        ),
    ],
)
def test_a_table_of_figures_assigns_nothing(table: str) -> None:
    assert read(table).assignments == []


def both(heading_task: str, row_task: str) -> PlanDraft:
    text = f"{HEAD}\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n- {heading_task}\n\n2. Công an tỉnh\n\n- Giữ trật tự chợ "
    f"phiên.\n{TAIL}"
    table = rows(
        ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"),
        ("1", row_task, "Sở Y tế", "Sở Xây dựng", "30/6/2024"),
        ("2", "Sơn lại cầu treo qua suối", "Sở Xây dựng", "", "30/9/2024"),
        ("3", "Kẻ vạch đường quanh chợ", "Công an tỉnh", "", "30/9/2024"),
    )
    return extract_plan(encoded(f"{text}\nPHỤ LỤC\n\n{table}\n"), "ke-hoach.txt")


def test_a_task_told_twice_counts_once_and_gains_partners_and_time() -> None:
    draft = both("Chủ trì, phối hợp với các sở khám bệnh lưu động ở vùng cao.", "Khám bệnh lưu động ở vùng cao")
    first = draft.assignments[0]
    assert len(draft.assignments) == 4
    assert (first.deadline.due_on, first.partners) == ("2024-06-30", ["các sở", "Sở Xây dựng"])
    (repeated,) = [f for f in draft.findings if f.code == "repeated"]
    assert draft.text[slice(*repeated.places[0])] == "Khám bệnh lưu động ở vùng cao"


def test_a_like_task_of_another_agency_stays_a_task() -> None:
    assert len(both("Giữ trật tự ở bệnh viện.", "Sơn lại cầu treo qua suối lớn").assignments) == 5
