"""Wrapped lines, Markdown marks and page breaks: paragraphs come back whole."""

import textwrap

import pytest

from tests.parsing.samples import HEADINGS, encoded
from tracker.parsing.extract import extract_plan
from tracker.parsing.lines import build_lines
from tracker.parsing.readers.document import RawDocument


def paragraphs(text: str) -> list[str]:
    lines = build_lines(RawDocument(tuple(text.split("\n")), "text/plain"))
    return [line.text for line in lines if line.text]


WRAPPED = """1. Sở Lao động - Thương
binh và Xã hội
Chủ trì, phối hợp với các
sở, ngành mở lớp dạy nghề đan lưới cho người nghèo ở các xã ven sông và giúp họ
bán sản phẩm. Phối hợp với Sở Lao động
- Thương binh và Xã hội tỉnh bạn học cách làm.
2. Chi nhánh Ngân hàng
Chính sách xã hội tỉnh
Cho hộ nghèo vay vốn mua
lưới, mua thuyền; thu nợ đúng hạn.
III. NGUỒN
LỰC
- Nguồn vốn của tỉnh, của
huyện và của người dân đóng góp theo khả năng.
- Giai đoạn 2024
- 2025 giữ nguyên mức vốn.
"""


def test_lines_that_were_wrapped_without_empty_lines_are_joined() -> None:
    found = paragraphs(WRAPPED)
    assert found[0] == "1. Sở Lao động - Thương binh và Xã hội"
    assert found[1].endswith("Phối hợp với Sở Lao động - Thương binh và Xã hội tỉnh bạn học cách làm.")
    assert found[2] == "2. Chi nhánh Ngân hàng Chính sách xã hội tỉnh"
    assert found[3] == "Cho hộ nghèo vay vốn mua lưới, mua thuyền; thu nợ đúng hạn."
    assert found[4] == "III. NGUỒN LỰC"
    assert found[6] == "- Giai đoạn 2024 - 2025 giữ nguyên mức vốn."


def test_a_plan_wrapped_with_empty_lines_between_paragraphs_gives_the_same() -> None:
    wrapped = "\n".join("\n".join(textwrap.wrap(line, 60)) for line in HEADINGS.split("\n"))
    plain, again = (extract_plan(encoded(text), "a.txt").assignments for text in (HEADINGS, wrapped))
    assert [(a.agency.name, a.text) for a in again] == [(a.agency.name, a.text) for a in plain]


def test_markdown_marks_are_not_text() -> None:
    found = paragraphs("## **I. TỔ CHỨC**\n\n### 1. Sở Y tế\n\n- **Khám** bệnh cho _hộ nghèo_.\n\n**2. Sở Xây dựng**")
    assert found == ["I. TỔ CHỨC", "1. Sở Y tế", "- Khám bệnh cho hộ nghèo.", "2. Sở Xây dựng"]


def test_a_sentence_cut_by_a_page_break_is_joined() -> None:
    cut = "- Giúp hộ nghèo ở vùng sâu, vùng xa có nước sạch để dùng quanh năm và chuồng trại hợp\n\nvệ sinh ở xa nhà;"
    assert paragraphs(cut) == [cut.replace("\n\n", " ")]


def test_offsets_point_into_the_normalised_text() -> None:
    lines = build_lines(RawDocument(tuple(WRAPPED.split("\n")), "text/plain"))
    text = "\n".join(line.text for line in lines)
    assert all(text[line.start : line.end] == line.text for line in lines)


PARAGRAPHS = """Sở Nội vụ
1. Mở ba lớp dạy nghề làm vườn cho thanh niên nghèo, trao chứng chỉ cho từng người học và tổng kết trong quý \
III. Sau đó cử cán bộ theo dõi việc làm của từng người học.
- Trao cho mỗi hộ nghèo một con bò giống và hướng dẫn cách nuôi, hoàn thành trước ngày 10/6 và báo cáo về Phòng Kinh tế.
- Sửa nhà cho các hộ người Tày, Nùng, Mông, Dao, Giáy ở vùng cao trước mùa mưa bão; vận động họ hàng cùng góp công làm.
Quá trình thực hiện nếu gặp khó khăn, vướng mắc, các đơn vị báo cáo về Phòng Kinh tế để được hướng dẫn và giải quyết.
- Lập danh sách những hộ còn thiếu nước sạch, thiếu điện, thiếu thẻ bảo hiểm y tế ở bản xa và gửi cho cơ quan chủ trì.
Kính gửi: các phòng, ban"""


def wrapped_at(width: int, gap: str = "") -> str:
    return f"\n{gap}".join("\n".join(textwrap.wrap(line, width)) for line in PARAGRAPHS.split("\n"))


@pytest.mark.parametrize("gap", ["", "\n"], ids=["close", "parted by empty lines"])
@pytest.mark.parametrize("width", range(48, 100))
def test_paragraphs_come_back_from_every_width_of_the_column(width: int, gap: str) -> None:
    assert paragraphs(wrapped_at(width, gap)) == PARAGRAPHS.split("\n")


def test_indents_and_wide_spaces_do_not_hide_the_width_of_the_column() -> None:
    broken = [textwrap.fill(line, 64, initial_indent="      ") for line in PARAGRAPHS.split("\n")]
    assert paragraphs("\n".join(broken)) == PARAGRAPHS.split("\n")


def test_a_number_that_heads_an_item_is_no_part_of_the_line_above() -> None:
    text = (
        "Báo cáo được lập hằng quý\n1. Sở Nội vụ\n- Mở lớp dạy nghề làm vườn cho thanh niên nghèo mỗi năm\n2. Sở Y tế"
    )
    assert paragraphs(text) == text.split("\n")


def test_a_closing_order_stands_apart_from_the_last_item() -> None:
    closing = (
        "Trong quá trình thực hiện nếu phát sinh khó khăn hay vướng mắc thì các đơn vị báo về Sở Nội vụ để sửa đổi."
    )
    for item in range(60, 120):
        text = "\n".join(
            f"- Giúp hộ nghèo làm vườn ở bản {number} xa và cao {'m' * item} rồi bán quả." for number in range(8)
        )
        broken = "\n".join(textwrap.fill(line, 66) for line in [*text.split("\n"), closing])
        assert paragraphs(broken)[-1] == closing
