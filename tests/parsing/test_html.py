"""Pages of law sites: the document without its dressing, tables, lists and marks as they are shown."""

from tests.parsing.documents import as_html, as_mht, sample_text
from tracker.parsing.readers.document import RawDocument
from tracker.parsing.readers.html import read_html, read_mht


def lines(body: str) -> list[str]:
    return [line for line in read_html(f"<html><body>{body}</body></html>".encode()).lines if line]


def test_the_dressing_of_a_page_is_not_the_document() -> None:
    found = "\n".join(read_html(as_html(sample_text()).encode()).lines)
    for dressing in (
        "Trang chủ",
        "Tải về",
        "Văn bản liên quan",
        "Bình luận",
        "cookie",
        "Bản quyền",
        "Đăng nhập",
        "2020",
    ):
        assert dressing not in found
    assert "không ai thấy" not in found
    assert found.startswith("ỦY BAN NHÂN DÂN") and "Tổng cộng" in found


def test_when_unsure_everything_is_kept() -> None:
    assert lines("<div><p>Sở Y tế khám bệnh.</p></div><div><p>Sở Tài chính cấp vốn.</p></div>") == [
        "Sở Y tế khám bệnh.",
        "Sở Tài chính cấp vốn.",
    ]


def test_an_annex_beside_the_body_is_kept() -> None:
    body = "".join(f"<p>{line}</p>" for line in sample_text().split("\n")[:60]) + "<p>Nơi nhận: TM. ỦY BAN</p>"
    annex = "<div><p>PHỤ LỤC</p><p>Danh sách các xã</p></div>"
    found = lines(f"<div class='main'><div class='vb'>{body}</div>{annex}</div><div>Quảng cáo</div>")
    assert "Danh sách các xã" in found


def test_lists_get_the_numbers_that_the_page_shows() -> None:
    page = "<ol><li>Một</li><li>Hai<ul><li>gạch</li></ul></li><li value='5'>Năm</li></ol>"
    page += "<ol type='a' start='2'><li>bê</li></ol>"
    assert lines(page + "<ol type='I'><li>La Mã</li></ol><ol style='list-style-type: none'><li>trơn</li></ol>") == [
        "1. Một",
        "2. Hai",
        "- gạch",
        "5. Năm",
        "b) bê",
        "I. La Mã",
        "trơn",
    ]


def test_a_number_typed_inside_a_list_is_not_doubled() -> None:
    assert lines("<ul><li>- Khám bệnh</li><li>a) Cấp thuốc</li></ul>") == ["- Khám bệnh", "a) Cấp thuốc"]


def test_cells_over_several_rows_and_columns_keep_the_columns() -> None:
    page = (
        "<table><tr><th rowspan=2>TT</th><th rowspan=2>Xã</th><th colspan=2>Hộ nghèo</th></tr>"
        "<tr><th>Số hộ</th><th>Tỷ lệ</th></tr><tr><td>1</td><td>An</td><td>5</td><td>2,1</td></tr></table>"
    )
    assert lines(page) == ["TT\tXã\tHộ nghèo\t", "\t\tSố hộ\tTỷ lệ", "1\tAn\t5\t2,1"]


def test_the_lead_of_several_tasks_stands_in_each_row() -> None:
    page = (
        "<table><tr><td>Việc</td><td>Chủ trì</td><td>Hạn</td></tr><tr><td>Khám</td><td rowspan=2>Sở Y tế</td>"
        "<td>6/2026</td></tr><tr><td>Cấp thuốc</td><td></td></tr></table>"
    )
    assert lines(page)[2] == "Cấp thuốc\tSở Y tế\t"


def test_line_breaks_part_items_and_sentences_are_whole() -> None:
    assert lines("<p>1. Sở Y tế<br>- Khám bệnh cho hộ\nnghèo;<br>- Cấp thuốc.</p>") == [
        "1. Sở Y tế",
        "- Khám bệnh cho hộ nghèo;",
        "- Cấp thuốc.",
    ]
    cut = "Chủ trì, phối hợp với các cơ quan liên quan hướng dẫn hộ nghèo trên địa bàn<br>Tỉnh làm thủ tục vay vốn."
    assert lines(f"<p>{cut}</p>") == [cut.replace("<br>", " ")]


def test_entities_and_invisible_parts_are_read_as_shown() -> None:
    found = lines("<p>Nghị quyết&nbsp;số 5 &amp; hộ<sup>1</sup>, nhà 30 m<sup>2</sup></p><p hidden>ẩn</p><!-- x -->")
    assert found == ["Nghị quyết\xa0số 5 & hộ [1], nhà 30 m2"]


def test_external_entities_are_not_followed() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>Sở Y tế &x; khám.</p></body></html>'
    found = " ".join(read_html(page.encode()).lines)
    assert "root:" not in found and "Sở Y tế" in found


def test_a_page_saved_as_one_file_reads_as_the_page() -> None:
    def told(document: RawDocument) -> list[str]:
        return [line for line in document.lines if line]

    page = as_html(sample_text())
    assert told(read_mht(as_mht(page))) == told(read_html(page.encode()))


def test_hostile_pages_end_quickly() -> None:
    for content in (b"<p>a</p>" + b"<![CDATA[" * 60_000, b"<p>a" + b"<!a " * 60_000, b"<p>a" + b"<!DOCTYPE[" * 60_000):
        assert read_html(content).lines


def test_bullets_of_a_page_saved_by_word_are_dashes() -> None:
    bullet = "<span style='font-family:Wingdings'>§<span style='font:7.0pt'>&nbsp; </span></span>"
    assert lines(f"<p>{bullet}Khám bệnh</p>") == ["- Khám bệnh"]


def test_a_block_of_many_typed_lines_reads_as_a_text_file() -> None:
    typed = [line for line in sample_text().split("\n") if line]
    document = read_html(f"<html><body><div>{'<br>'.join(typed)}</div></body></html>".encode())
    assert document.wrapped is None and list(document.lines) == [line.strip() for line in typed]


def test_a_paragraph_that_word_calls_a_header_is_text() -> None:
    assert lines("<p class='MsoHeader'>Số: 15/KH-UBND</p><p class='MsoFooter'>Nơi nhận:</p>") == [
        "Số: 15/KH-UBND",
        "Nơi nhận:",
    ]


def test_a_page_laid_out_by_a_table_gives_the_cell_of_the_document() -> None:
    text = "".join(f"<p>{line}</p>" for line in sample_text().split("\n") if " | " not in line)
    menu = "<td><b>DANH MỤC</b><br>Lịch công tác</td>"
    page = f"<table><tr><td colspan=3>Cổng thông tin</td></tr><tr>{menu}<td>{text}</td><td>Thăm dò</td></tr></table>"
    found = lines(f"<center>{page}</center>")
    assert found[0] == "ỦY BAN NHÂN DÂN" and "Thăm dò" not in found and "Lịch công tác" not in found


def test_a_document_in_several_blocks_is_kept_whole() -> None:
    typed = [line for line in sample_text().split("\n") if line and " | " not in line]
    blocks = [typed[:50], typed[50:70], typed[70:]]
    page = "".join(f"<div>{''.join(f'<p>{line}</p>' for line in block)}</div>" for block in blocks)
    assert lines(page) == typed
    assert lines(page.rsplit("<div>", 1)[0]) == typed[:70]
