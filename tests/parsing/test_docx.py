"""Word files: tracked changes, tables, boxes, notes, fields, fonts."""

import io

from docx import Document

from tests.parsing.documents import in_tcvn3, in_vni
from tests.parsing.word_files import c, field, p, r, row, table, word_file
from tracker.parsing.readers.docx import read_docx
from tracker.parsing.readers.open import read_document


def lines(body: str, **parts: str) -> list[str]:
    return [line for line in read_docx(word_file(body, **parts)).lines if line]


def test_insertions_are_kept_and_deletions_dropped() -> None:
    change = f"<w:ins>{r('bệnh')}</w:ins><w:del><w:r><w:delText>răng</w:delText></w:r></w:del>"
    assert lines(p(r("Khám ") + change)) == ["Khám bệnh"]


def test_moved_text_stands_only_where_it_was_moved_to() -> None:
    body = p(f"<w:moveFrom>{r('Mở lớp học.')}</w:moveFrom>", mark="moveFrom") + p("Cấp sách.")
    assert lines(body + p(f"<w:moveTo>{r('Mở lớp học.')}</w:moveTo>")) == ["Cấp sách.", "Mở lớp học."]


def test_paragraphs_joined_by_a_deleted_end_mark_are_one() -> None:
    assert lines(p("Khám bệnh ", mark="del") + p("cho hộ nghèo.")) == ["Khám bệnh cho hộ nghèo."]


def test_a_deleted_table_row_is_gone() -> None:
    rows = [row(c("TT"), c("Xã"), c("Hộ")), row(c("1"), c("An"), c("5")), row(c("2"), c("Bình"), c("6"))]
    rows.append(row(c("3"), c("Cũ"), c("7"), properties="<w:del/>"))
    assert lines(table(*rows)) == ["TT\tXã\tHộ", "1\tAn\t5", "2\tBình\t6"]


def test_a_table_becomes_lines_with_all_its_cells() -> None:
    document = Document()
    grid = document.add_table(rows=3, cols=3)
    for at, words in zip(grid.rows, (("TT", "Xã", "Hộ"), ("1", "Vĩnh An", "12"), ("2", "Vĩnh Hòa", "")), strict=True):
        for cell, word in zip(at.cells, words, strict=True):
            cell.text = word
    stream = io.BytesIO()
    document.save(stream)
    found = [line for line in read_docx(stream.getvalue()).lines if line]
    assert found == ["TT\tXã\tHộ", "1\tVĩnh An\t12", "2\tVĩnh Hòa\t"]


def test_cells_merged_across_keep_the_number_of_columns() -> None:
    rows = [
        row(c("TT"), c("Hộ nghèo", '<w:gridSpan w:val="2"/>')),
        row(c(""), c("Số hộ"), c("Tỷ lệ")),
        row(c("1"), c("5"), c("2,1")),
    ]
    assert lines(table(*rows)) == ["TT\tHộ nghèo\t", "\tSố hộ\tTỷ lệ", "1\t5\t2,1"]


def test_words_merged_downwards_stand_in_each_row_but_numbers_only_once() -> None:
    first, further = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        row(c("Việc"), c("Cơ quan chủ trì"), c("Vốn")),
        row(c("Khám bệnh"), c("Sở Y tế", first), c("120", first)),
        row(c("Cấp thuốc"), c("", further), c("", further)),
    ]
    assert lines(table(*rows))[1:] == ["Khám bệnh\tSở Y tế\t120", "Cấp thuốc\tSở Y tế\t"]


def test_a_row_that_begins_further_right_keeps_its_columns() -> None:
    rows = [row(c("TT"), c("Xã"), c("Hộ")), row(c("1"), c("An"), c("5"))]
    rows.append(row(c("Cộng"), c("5"), properties='<w:gridBefore w:val="1"/>'))
    assert lines(table(*rows))[2] == "\tCộng\t5"


def test_a_table_inside_a_cell_stays_in_its_row() -> None:
    inner = table(row(c("Ấp 1"), c("3"), c("x")), row(c("Ấp 2"), c("4"), c("y"))) + p("")
    rows = [row(c("TT"), c("Nơi"), c("Hộ")), row(c("1"), c(inner), c("7")), row(c("2"), c("Xã Bình"), c("8"))]
    assert lines(table(*rows)) == ["TT\tNơi\tHộ", "1\tẤp 1 3 x Ấp 2 4 y\t7", "2\tXã Bình\t8"]


def test_a_frame_around_the_whole_plan_is_no_table() -> None:
    inner = p("I. MỤC TIÊU") + p("1. Sở Y tế: khám bệnh.")
    assert lines(table(row(c(inner)))) == ["I. MỤC TIÊU", "1. Sở Y tế: khám bệnh."]


def test_the_letterhead_table_reads_as_lines() -> None:
    left = p("ỦY BAN NHÂN DÂN") + p("TỈNH AN GIANG") + p("Số: 15/KH-UBND")
    right = p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("Độc lập - Tự do - Hạnh phúc")
    found = lines(table(row(c(left), c(right))))
    assert found[:4] == ["ỦY BAN NHÂN DÂN", "TỈNH AN GIANG", "Số: 15/KH-UBND", "|"]


def test_a_text_box_is_told_once() -> None:
    box = f"<w:txbxContent>{p('Trong khung')}</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(p(r("Ngoài khung") + both)) == ["Ngoài khung", "Trong khung"]
    assert lines(p(f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>")) == ["Trong khung"]


def test_notes_stand_behind_the_text_and_their_marks_are_not_glued_to_words() -> None:
    body = p(r("Hộ nghèo") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r(" được vay vốn.")) + p("./.")
    notes = f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{r(" Theo chuẩn mới.")}</w:p></w:footnote>'
    found = lines(body, footnotes=notes)
    assert found == ["Hộ nghèo được vay vốn.", "./.", "Chú thích 1: Theo chuẩn mới."]


def test_a_raised_number_typed_as_a_mark_is_set_apart_but_a_unit_is_not() -> None:
    up = '<w:vertAlign w:val="superscript"/>'
    assert lines(p(r("theo quy định") + r("1", up) + r(" của tỉnh"))) == ["theo quy định [1] của tỉnh"]
    assert lines(p(r("nhà 30 m") + r("2", up) + r(" cho mỗi hộ"))) == ["nhà 30 m2 cho mỗi hộ"]


def test_contents_and_page_numbers_are_no_text_but_other_fields_are() -> None:
    contents = p(field(r' TOC \o "1-3" ', r("I. MỤC TIÊU ") + field(" PAGEREF _a ", r("3"))))
    body = contents + p(r("Trang ") + field(" PAGE ", r("7"))) + p(field(' HYPERLINK "x" ', r("Sở Y tế")))
    assert lines(body) == ["Trang", "Sở Y tế"]
    gallery = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    assert lines(f"{gallery}<w:sdtContent>{p('I. MỤC TIÊU 3')}</w:sdtContent></w:sdt>{p('Hết.')}") == ["Hết."]


def test_content_controls_are_read_and_hidden_text_and_comments_are_not() -> None:
    control = f"<w:sdt><w:sdtContent>{p('Sở Y tế')}</w:sdtContent></w:sdt>"
    hidden = p(r("Thấy") + r(" không thấy", "<w:vanish/>") + '<w:r><w:commentReference w:id="0"/></w:r>')
    assert lines(control + hidden) == ["Sở Y tế", "Thấy"]


def test_a_typed_line_break_parts_items_but_not_sentences() -> None:
    cut = "<w:r><w:br/></w:r>"
    assert lines(p(r("Nhiệm vụ:") + cut + r("- Khám bệnh;") + cut + r("- Cấp thuốc."))) == [
        "Nhiệm vụ:",
        "- Khám bệnh;",
        "- Cấp thuốc.",
    ]
    assert lines(p(r("Khám bệnh cho hộ") + cut + r("nghèo ở xa."))) == ["Khám bệnh cho hộ nghèo ở xa."]


def test_tabs_and_hyphens_of_word_are_plain_signs() -> None:
    inside = r("1.") + "<w:r><w:tab/></w:r>" + r("Lao động") + "<w:r><w:noBreakHyphen/></w:r>" + r("việc\u00ad làm")
    assert lines(p(inside)) == ["1. Lao động-việc làm"]


def test_text_in_old_fonts_is_read_by_the_name_of_the_font() -> None:
    words = "Sở Y tế khám bệnh cho người nghèo"
    for font, typed in ((".VnTime", in_tcvn3(words)), ("VNI-Times", in_vni(words))):
        face = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
        document = read_docx(word_file(p(typed.decode("cp1252"), run=face) + p("Chữ thường")))
        assert document.lines == (words, "Chữ thường")
        assert document.note is not None and "TCVN3" in document.note


def test_small_letters_in_the_capital_font_are_capitals() -> None:
    typed = in_tcvn3("ủy ban nhân dân").decode("cp1252")
    assert lines(p(typed, run='<w:rFonts w:ascii=".VnTimeH"/>')) == ["ỦY BAN NHÂN DÂN"]


def test_an_old_font_may_be_named_by_a_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Body"><w:basedOn w:val="Normal"/></w:style>'
    )
    assert lines(p(in_tcvn3("hộ nghèo").decode("cp1252"), style="Body"), styles=styles) == ["hộ nghèo"]


def test_a_strict_file_reads_as_a_common_one() -> None:
    body = table(row(c("TT"), c("Xã"), c("Hộ")), row(c("1"), c("An"), c("5"))) + p("Hết.")
    assert read_docx(word_file(body, strict=True)).lines == read_docx(word_file(body)).lines


def test_text_printed_in_capitals_is_read_so() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="Phan"><w:rPr><w:caps/></w:rPr></w:style>'
    body = p("Tổ chức thực hiện", style="Phan") + p("Mục tiêu", run="<w:caps/>")
    body += p("Giữ nguyên", style="Phan", run='<w:caps w:val="0"/>')
    assert lines(body, styles=styles) == ["TỔ CHỨC THỰC HIỆN", "MỤC TIÊU", "Giữ nguyên"]


def test_a_bullet_from_a_symbol_font_is_a_dash() -> None:
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0A7"/></w:r>'
    content = word_file(p("\uf0b7 Khám bệnh") + p(symbol + r("Cấp thuốc")))
    assert read_document(content, "a.docx").lines == ("- Khám bệnh", "- Cấp thuốc")
