"""Wrapped lines, Markdown marks and page breaks: paragraphs come back whole."""

import textwrap

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
