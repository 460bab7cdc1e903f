"""Tables whose header words nobody knows: the cells tell who acts. Tables that assign nothing, whatever they hold."""

import pytest

from tests.parsing.samples import HEAD, TAIL, encoded
from tests.parsing.test_xlsx import book_of, saved
from tracker.parsing.draft import PlanDraft
from tracker.parsing.extract import extract_plan

Row = tuple[str, ...]


def read(*cells: Row) -> PlanDraft:
    table = "\n".join("\t".join(row) for row in cells)
    text = f"{HEAD}\nI. MỤC TIÊU\n\nLàm đủ việc.\n{TAIL}\nPHỤ LỤC\n\n{table}\n"
    return extract_plan(encoded(text), "ke-hoach.txt")


def read_list(*cells: Row) -> PlanDraft:
    """The same table as an Excel list, where two columns or a row merged over the width stay rows."""
    caption = "(Kèm theo Kế hoạch số 15/KH-UBND ngày 12/02/2024 của UBND tỉnh An Giang)"
    rows: list[list[object]] = [[cell or None for cell in row] for row in cells]
    return extract_plan(saved(book_of(["DANH MỤC VIỆC CẦN LÀM"], [caption], *rows)), "danh-muc.xlsx")


def told(draft: PlanDraft) -> list[tuple[str, str]]:
    return [(one.agency.name, one.text) for one in draft.assignments]


def unclear(draft: PlanDraft) -> list[str]:
    return [one.severity for one in draft.findings if one.code == "table_unclear"]


HEADERS: list[Row] = [
    ("Ai làm", "Làm gì", "Xong khi nào"),
    ("Người lo", "Việc phải làm", "Hạn"),
    ("Bộ phận", "Công việc cụ thể", "Mốc"),
    ("Đơn vị", "Phần việc", "Thời điểm"),
    ("Giao cho", "Nội dung", "Ngày xong"),
    ("Lực lượng", "Phân việc", "Khi nào"),
    ("Phụ trách", "Các bước", "Lịch"),
    ("A", "B", "C"),
]


@pytest.mark.parametrize("header", HEADERS)
def test_the_cells_tell_who_does_what_until_when(header: Row) -> None:
    draft = read(
        header,
        ("Trưởng thôn", "Đếm lại số ghe của từng hộ", "15/4/2024"),
        ("Phòng Kinh tế", "Phát lưới mới cho hộ nuôi cá bè", "Tháng 5/2024"),
        ("Hội Nông dân xã", "Mở hai buổi dạy vá lưới", "Quý III/2024"),
    )
    assert told(draft) == [
        ("Trưởng thôn", "Đếm lại số ghe của từng hộ"),
        ("Phòng Kinh tế", "Phát lưới mới cho hộ nuôi cá bè"),
        ("Hội Nông dân xã", "Mở hai buổi dạy vá lưới"),
    ]
    assert [one.deadline.due_on for one in draft.assignments] == ["2024-04-15", "2024-05-31", "2024-09-30"]


@pytest.mark.parametrize("lead", ["Trưởng ấp", "Kế toán xã", "Công chức Địa chính", "Chi hội Phụ nữ", "Trạm Y tế xã"])
def test_a_lead_may_be_a_post_or_a_small_body(lead: str) -> None:
    draft = read(
        ("Việc", "Người phụ trách", "Hạn"),
        ("Vét mương sau chợ", lead, "10/6/2024"),
        ("Trồng hàng dừa ven đê", lead, "20/6/2024"),
    )
    assert [name for name, _ in told(draft)] == [lead, lead]


def test_a_second_column_of_bodies_holds_the_partners() -> None:
    draft = read(
        ("Việc cần làm", "Lo chính", "Cùng làm", "Lúc nào"),
        ("Dựng cầu tre qua rạch", "Phòng Kinh tế", "Hội Nông dân xã; Trưởng thôn", "Tháng 3/2024"),
        ("Lợp lại nhà bia", "Công an xã", "Trưởng thôn", "Tháng 4/2024"),
    )
    assert told(draft)[0] == ("Phòng Kinh tế", "Dựng cầu tre qua rạch")
    assert draft.assignments[0].partners == ["Hội Nông dân xã", "Trưởng thôn"]


def test_a_table_without_any_header_loses_no_row() -> None:
    draft = read(
        ("Phòng Kinh tế", "Cấp giống tràm cho hộ ven rừng", "30/4/2024"),
        ("Công an xã", "Tuần tra rừng tràm mùa khô", "31/3/2024"),
        ("Trưởng thôn", "Nhắc hộ dân dọn cỏ khô", "31/3/2024"),
    )
    assert [name for name, _ in told(draft)] == ["Phòng Kinh tế", "Công an xã", "Trưởng thôn"]


def test_what_only_the_cells_told_is_said_to_the_officer() -> None:
    draft = read_list(
        ("A", "B"),
        ("Trưởng thôn", "Đào giếng khơi đầu xóm"),
        ("Phòng Kinh tế", "Thử nước các giếng mới"),
        ("Công an xã", "Rào quanh giếng bỏ hoang"),
    )
    assert (len(draft.assignments), unclear(draft)) == (3, ["info"])


def test_a_group_row_below_the_header_is_no_part_of_it() -> None:
    draft = read_list(
        ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"),
        ("A. Trên sông", "", "", ""),
        ("1", "Thả phao ở bến phà", "Sở Y tế", "30/6/2024"),
        ("2", "Vớt lục bình trên kênh", "Công an tỉnh", "30/6/2024"),
    )
    assert draft.tables[0].header == ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"]
    assert len(draft.assignments) == 2


def test_the_lead_of_a_group_holds_for_its_rows() -> None:
    draft = read(
        ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"),
        ("I", "Nghề dệt", "Sở Y tế", ""),
        ("1", "Phục dựng khung cửi", "", "30/6/2024"),
        ("2", "Nhuộm chàm theo lối cũ", "", "30/7/2024"),
        ("II", "Nghề rèn", "Công an tỉnh", ""),
        ("1", "Xây lò rèn chung", "", "30/8/2024"),
    )
    assert told(draft) == [
        ("Sở Y tế", "Phục dựng khung cửi"),
        ("Sở Y tế", "Nhuộm chàm theo lối cũ"),
        ("Công an tỉnh", "Xây lò rèn chung"),
    ]


def test_the_name_of_a_group_may_be_the_lead() -> None:
    draft = read(
        ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"),
        ("I", "Sở Y tế", "", ""),
        ("1", "Khám răng cho trẻ vùng lũ", "", "30/6/2024"),
        ("II", "Công an tỉnh", "", ""),
        ("1", "Tặng áo phao cho học trò", "Công an tỉnh", "30/7/2024"),
    )
    assert told(draft) == [("Sở Y tế", "Khám răng cho trẻ vùng lũ"), ("Công an tỉnh", "Tặng áo phao cho học trò")]


def test_as_above_repeats_the_lead_without_a_doubt() -> None:
    draft = read(
        ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"),
        ("1", "Sơn lại mui ghe", "Sở Y tế", "30/6/2024"),
        ("2", "Trám lại be ghe", "-nt-", "30/6/2024"),
        ("3", "Thay mái chèo", "Như trên", "30/6/2024"),
    )
    assert [(one.agency.name, one.doubts) for one in draft.assignments] == [("Sở Y tế", [])] * 3


def test_numbered_items_in_a_cell_are_tasks_of_their_own() -> None:
    draft = read(
        ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"),
        ("1", "1. Ghép vườn cam. 2. Tỉa cành bưởi.", "Sở Y tế", "30/6/2024"),
        ("2", "Bón phân cho chè 2 lần", "Công an tỉnh", "30/6/2024"),
    )
    assert [words for _, words in told(draft)] == ["Ghép vườn cam.", "Tỉa cành bưởi.", "Bón phân cho chè 2 lần"]


def test_a_row_without_any_lead_is_unplaced_not_lost() -> None:
    draft = read(
        ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"),
        ("1", "Kè lại bờ sông lở", "", "30/6/2024"),
        ("2", "Đóng cọc tràm giữ đất", "Công an tỉnh", "30/6/2024"),
        ("3", "Trồng bần chắn sóng", "Sở Y tế", "30/6/2024"),
    )
    (place,) = [one.places[0] for one in draft.findings if one.code == "unplaced"]
    assert draft.text[slice(*place)] == "Kè lại bờ sông lở"


def test_a_table_on_its_side_is_one_task() -> None:
    draft = read_list(
        ("Nhiệm vụ", "Dựng lại nhà rông của làng"),
        ("Cơ quan chủ trì", "Sở Y tế"),
        ("Cơ quan phối hợp", "Công an tỉnh"),
        ("Thời gian hoàn thành", "30/9/2024"),
    )
    (task,) = draft.assignments
    assert (task.agency.name, task.text, task.partners) == ("Sở Y tế", "Dựng lại nhà rông của làng", ["Công an tỉnh"])
    assert task.deadline.due_on == "2024-09-30"


def test_the_end_counts_not_the_beginning() -> None:
    draft = read(
        ("Việc", "Người phụ trách", "Thời gian bắt đầu", "Thời gian kết thúc"),
        ("Xây lò gạch chung", "Phòng Kinh tế", "01/3/2024", "30/4/2024"),
        ("Đóng hai chiếc xuồng", "Công an xã", "01/5/2024", "30/6/2024"),
    )
    assert [one.deadline.due_on for one in draft.assignments] == ["2024-04-30", "2024-06-30"]


def test_a_header_printed_again_is_no_task() -> None:
    header = ("Ai làm", "Làm gì", "Hạn")
    draft = read(
        header,
        ("Trưởng thôn", "Cắm biển báo ở bãi tắm", "15/4/2024"),
        header,
        ("Phòng Kinh tế", "Mua phao cứu sinh", "15/4/2024"),
    )
    assert [name for name, _ in told(draft)] == ["Trưởng thôn", "Phòng Kinh tế"]


def test_two_tables_in_a_row_are_two() -> None:
    book = book_of(
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
        [1, "Ươm giống sâm núi", "Sở Y tế", "Quý II/2026"],
        [2, "Rào vườn sâm", "Công an tỉnh", "Quý II/2026"],
    )
    second = book.create_sheet("Số liệu")
    for row in (["Chỉ số", "Kế hoạch", "Thực hiện"], ["Số vườn", None, 12], ["Số cây", 900, 870]):
        second.append(row)
    draft = extract_plan(saved(book), "danh-muc.xlsx")
    assert told(draft) == [("Sở Y tế", "Ươm giống sâm núi"), ("Công an tỉnh", "Rào vườn sâm")]
    assert [table.header for table in draft.tables] == [
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
        ["Chỉ số", "Kế hoạch", "Thực hiện"],
    ]


NOTHING: dict[str, list[Row]] = {
    "statistics": [("Chỉ số", "Kế hoạch", "Thực hiện"), ("Số ghe", "95", "96"), ("Số lưới", "10", "12")],
    "quotas": [("TT", "Huyện", "Số hộ"), ("1", "Tri Tôn", "120"), ("2", "Thoại Sơn", "80")],
    "quotas of committees": [
        ("TT", "Đơn vị", "Số hộ", "Ghi chú"),
        ("1", "UBND huyện Tri Tôn", "120", "tăng"),
        ("2", "UBND huyện Thoại Sơn", "80", "giảm"),
    ],
    "budget": [
        ("TT", "Nội dung chi", "Kinh phí", "Nguồn"),
        ("1", "Mua xuồng", "12 triệu", "Ngân sách xã"),
        ("2", "In sổ tay", "3 triệu", "Ngân sách xã"),
    ],
    "members with telephones": [
        ("TT", "Họ và tên", "Đơn vị", "Số điện thoại"),
        ("1", "Lò Văn Mẫu", "Phòng Kinh tế", "0912 000 001"),
        ("2", "Vi Thị Mẫu", "Công an xã", "0912 000 002"),
    ],
    "members of a board": [
        ("TT", "Họ và tên", "Chức vụ", "Ghi chú"),
        ("1", "Lò Văn Mẫu", "Chủ tịch UBND xã", "Trưởng ban"),
        ("2", "Vi Thị Mẫu", "Phó Chủ tịch UBND xã", "Phó ban"),
    ],
    "documents": [
        ("TT", "Số, ký hiệu", "Trích yếu", "Cơ quan ban hành"),
        ("1", "12/KH-UBND", "Kế hoạch thả cá", "UBND xã"),
        ("2", "15/QĐ-UBND", "Lập tổ tuần tra", "UBND xã"),
    ],
    "what was done": [
        ("Đơn vị", "Kết quả", "Đánh giá"),
        ("Phòng Kinh tế", "Đã trồng xong hàng dừa ven đê", "Đạt"),
        ("Công an xã", "Đã tuần tra bến đò mỗi đêm", "Đạt"),
    ],
    "schedule of inspections": [
        ("Ngày", "Đơn vị được kiểm tra", "Địa điểm"),
        ("10/5/2024", "UBND xã Cô Tô", "Hội trường xã"),
        ("12/5/2024", "UBND xã An Tức", "Hội trường xã"),
    ],
    "awards": [
        ("Đơn vị", "Danh hiệu thi đua", "Hình thức khen"),
        ("Phòng Kinh tế", "Tập thể xuất sắc cấp xã", "Giấy khen"),
        ("Công an xã", "Đơn vị lá cờ đầu", "Cờ"),
    ],
    "agenda of a meeting": [
        ("Giờ", "Nội dung", "Chủ trì"),
        ("8h00", "Khai mạc ngày hội bến đò", "Chủ tịch UBND xã"),
        ("9h30", "Trao cờ cho đội đua", "Phó Chủ tịch UBND xã"),
    ],
    "projects": [
        ("Tên dự án", "Chủ đầu tư", "Tổng mức đầu tư"),
        ("Đường vào bến", "UBND xã", "1.200"),
        ("Trạm bơm cũ", "UBND xã", "300"),
    ],
    "results by year": [
        ("Nội dung", "Năm 2022", "Năm 2023"),
        ("Trồng rừng tràm", "đạt", "vượt"),
        ("Nuôi cá bè", "đạt", "chưa đạt"),
    ],
    "places and terrain": [
        ("Thôn", "Địa hình", "Nghề chính"),
        ("Thôn Hạ", "ven sông", "đánh cá"),
        ("Thôn Thượng", "đồi thấp", "trồng chè"),
    ],
}


@pytest.mark.parametrize("name", NOTHING)
def test_a_table_that_hands_out_nothing_gives_no_task(name: str) -> None:
    draft = read(*NOTHING[name])
    assert (told(draft), unclear(draft)) == ([], [])


UNCLEAR: dict[str, list[Row]] = {
    "tasks with times but nobody": [
        ("TT", "Nhiệm vụ", "Thời gian"),
        ("1", "Dựng lại chòi canh rừng", "Tháng 5/2024"),
        ("2", "Phát quang lối mòn", "Tháng 6/2024"),
    ],
    "leads that are no bodies": [
        ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"),
        ("1", "Dựng lại chòi canh rừng", "xem mục trên", "Tháng 5/2024"),
        ("2", "Phát quang lối mòn", "sẽ báo sau", "Tháng 6/2024"),
    ],
    "works of places": [
        ("Địa bàn", "Công trình", "Năm"),
        ("Xã An Tức", "Xây cầu qua suối", "2024"),
        ("Xã Cô Tô", "Sửa đập tràn", "2024"),
    ],
}


@pytest.mark.parametrize("name", UNCLEAR)
def test_a_table_with_too_little_proof_is_named_to_the_officer(name: str) -> None:
    draft = read(*UNCLEAR[name])
    assert (told(draft), unclear(draft)) == ([], ["warning"])
