"""Where the names of agencies begin and end in a sentence, and what the first verb says of the role."""

import pytest

from tests.parsing.samples import HEAD, TAIL, encoded
from tracker.parsing.draft import Assignment
from tracker.parsing.extract import extract_plan


def work_below(heading: str, sentence: str) -> Assignment:
    text = f"{HEAD}\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n- Khám bệnh.\n\n2. {heading}\n\n- {sentence}\n{TAIL}"
    return extract_plan(encoded(text), "a.txt").assignments[-1]


@pytest.mark.parametrize(
    "heading",
    [
        "Thống kê tỉnh",
        "Chi cục Thống kê tỉnh",
        "Thuế tỉnh",
        "Bảo hiểm xã hội tỉnh",
        "Kho bạc Nhà nước khu vực XX",
        "Ngân hàng Nhà nước Chi nhánh khu vực 15",
    ],
)
def test_offices_of_central_bodies_are_headings(heading: str) -> None:
    found = work_below(heading, "Cung cấp số liệu thu nhập của dân.")
    assert found.agency.name == heading and found.agency.canonical
    assert found.doubts == []


@pytest.mark.parametrize(
    ("sentence", "partners"),
    [
        ("Phối hợp với các doanh nghiệp viễn thông xóa vùng lõm sóng ở đảo.", ["các doanh nghiệp viễn thông"]),
        ("Phối hợp với các địa phương đối chiếu danh sách cử tri nghèo.", ["các địa phương"]),
        ("Phối hợp với Thống kê tỉnh thu thập giá lúa.", ["Thống kê tỉnh"]),
        ("Phối hợp với Sở Xây dựng nghiệm thu nhà mới.", ["Sở Xây dựng"]),
    ],
)
def test_a_partner_ends_where_the_work_begins(sentence: str, partners: list[str]) -> None:
    assert work_below("Sở Nội vụ", sentence).partners == partners


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("Hỗ trợ các ấp ven sông làm cầu dừa.", "implement"),
        ("Hỗ trợ hộ nghèo mua xuồng.", "implement"),
        ("Hỗ trợ Sở Xây dựng chấm điểm nhà.", "coordinate"),
        ("Phối hợp với Sở Xây dựng chấm điểm nhà.", "coordinate"),
    ],
)
def test_helping_people_is_work_of_ones_own(sentence: str, role: str) -> None:
    assert work_below("Sở Nội vụ", sentence).role == role
