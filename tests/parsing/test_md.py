"""Markdown: its marks are no text, its numbers and tables are."""

from tracker.parsing.lines import build_lines
from tracker.parsing.readers.md import read_md, without_comments


def paragraphs(text: str) -> list[str]:
    return [line.text for line in build_lines(read_md(text.encode())) if line.text]


def test_headings_links_images_quotes_and_code_are_taken_off() -> None:
    text = "# I. MỤC TIÊU\n\n> Theo [Nghị quyết 5](https://a.example/x_(1)) và ![dấu](a.png)\n\n* Khám `bệnh`."
    assert paragraphs(text + "\n\n```\nmã\n```") == ["I. MỤC TIÊU", "Theo Nghị quyết 5 và dấu", "- Khám bệnh.", "mã"]


def test_one_heading_alone_is_enough_to_be_markdown() -> None:
    assert paragraphs("## **II. TỔ CHỨC**\n\n1\\. Sở Y tế") == ["II. TỔ CHỨC", "1. Sở Y tế"]


def test_comments_are_dropped_but_one_without_end_is_text() -> None:
    assert without_comments("a<!-- b -->c<!-- d") == "ac<!-- d"


def test_a_pipe_table_gives_its_rows_without_the_ruler() -> None:
    found = paragraphs("| TT | Việc | Chủ trì |\n|---|:---:|---|\n| 1 | Khám \\| cấp thuốc | Sở Y tế |\n")
    assert found == ["| TT | Việc | Chủ trì |", "| 1 | Khám / cấp thuốc | Sở Y tế |"]


def test_rules_and_reference_lines_are_no_text() -> None:
    assert paragraphs("Kế hoạch\n\n---\n\n***\n\n[a]: https://a.example\n\nHết.") == ["Kế hoạch", "Hết."]


def test_hard_breaks_part_lines() -> None:
    assert paragraphs("1. Sở Y tế<br>- Khám bệnh;<br/>- Cấp thuốc.") == ["1. Sở Y tế", "- Khám bệnh;", "- Cấp thuốc."]


def test_a_long_hostile_line_ends_quickly() -> None:
    assert read_md(("a [x](y " * 100_000 + "![" * 100_000 + "<!--" * 100_000).encode()).lines
