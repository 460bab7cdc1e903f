"""Word files: automatic numbers, tables, tracked changes, the letterhead in a table."""

import io

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tracker.parsing.readers.docx import read_docx
from tracker.parsing.readers.numbering import written


def saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_automatic_numbers_and_bullets_stand_in_the_text() -> None:
    document = Document()
    for words in ("Sở Y tế", "Sở Xây dựng"):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("Khám bệnh", style="List Bullet")
    assert read_docx(saved(document)).lines == ("1. Sở Y tế", "2. Sở Xây dựng", "- Khám bệnh")


def test_insertions_are_kept_and_deletions_dropped() -> None:
    document = Document()
    paragraph = document.add_paragraph("Khám ")
    for tag, words in (("ins", "<w:t>bệnh</w:t>"), ("del", "<w:delText>răng</w:delText>")):
        paragraph._p.append(parse_xml(f"<w:{tag} {nsdecls('w')}><w:r>{words}</w:r></w:{tag}>"))
    assert read_docx(saved(document)).lines == ("Khám bệnh",)


def test_a_table_becomes_lines_with_its_cells() -> None:
    document = Document()
    table = document.add_table(rows=3, cols=3)
    for row, words in zip(table.rows, (("TT", "Xã", "Hộ"), ("1", "Vĩnh An", "12"), ("2", "Vĩnh Hòa", "")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    lines = [line for line in read_docx(saved(document)).lines if line]
    assert lines == ["TT | Xã | Hộ", "1 | Vĩnh An | 12", "2 | Vĩnh Hòa | "]


def test_merged_cells_keep_the_number_of_columns() -> None:
    document = Document()
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Hộ nghèo"
    table.cell(0, 2).text = "Ghi chú"
    for at, word in enumerate(("Số hộ", "Tỷ lệ", "")):
        table.cell(1, at).text = word
    lines = [line for line in read_docx(saved(document)).lines if line]
    assert lines[0] == "Hộ nghèo |  | Ghi chú"


def test_the_letterhead_table_reads_as_lines() -> None:
    document = Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG"
    table.cell(0, 0).add_paragraph("Số: 15/KH-UBND")
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert "Số: 15/KH-UBND" in read_docx(saved(document)).lines


def test_numbers_are_written_as_word_writes_them() -> None:
    assert [written(n, "upperRoman") for n in (1, 4, 9, 14)] == ["I", "IV", "IX", "XIV"]
    assert [written(n, "lowerLetter") for n in (1, 26, 27)] == ["a", "z", "aa"]
    assert (written(7, "decimalZero"), written(7, "decimal")) == ("07", "7")
