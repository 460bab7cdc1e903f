"""OpenDocument texts: list numbers, merged cells, tracked changes, boxes and notes."""

import io
import zipfile

import pytest

from tests.parsing.documents import odt_of
from tracker.parsing.readers.document import UnreadableDocument
from tracker.parsing.readers.odt import read_odt

LEVELS = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="." text:display-levels="2"/>'
    '<text:list-level-style-bullet text:level="4" text:bullet-char="-"/></text:list-style>'
)


def lines(body: str, styles: str = LEVELS) -> list[str]:
    return [line for line in read_odt(odt_of(body, styles)).lines if line]


def p(words: str) -> str:
    return f"<text:p>{words}</text:p>"


def item(*inside: str, more: str = "") -> str:
    return f"<text:list-item {more}>{''.join(inside)}</text:list-item>"


def listed(*items: str, more: str = 'text:style-name="L1"') -> str:
    return f"<text:list {more}>{''.join(items)}</text:list>"


def test_lists_are_numbered_level_by_level() -> None:
    deep = listed(item(p("C")), item(p("D"), listed(item(p("E")), more="")), more="")
    body = listed(item(p("A"), listed(item(p("B"), deep), item(p("F")), more="")), item(p("G")))
    assert lines(body) == ["I. A", "1. B", "1.1. C", "1.2. D", "- E", "2. F", "II. G"]


def test_a_list_goes_on_only_where_it_says_so() -> None:
    body = (
        listed(item(p("A")))
        + p("Câu giữa")
        + listed(item(p("B")), more='text:style-name="L1" text:continue-numbering="true"')
    )
    body += listed(item(p("C")))
    assert lines(body) == ["I. A", "Câu giữa", "II. B", "I. C"]


def test_a_list_may_continue_another_one_by_name_and_begin_at_a_number() -> None:
    body = listed(item(p("A")), more='text:style-name="L1" xml:id="x1"') + listed(
        item(p("B")), more='text:continue-list="x1"'
    )
    assert lines(body + listed(item(p("C"), more='text:start-value="7"'))) == ["I. A", "II. B", "VII. C"]


def test_only_the_first_paragraph_of_an_item_has_the_number() -> None:
    assert lines(listed(item(p("A"), p("tiếp theo")))) == ["I. A", "tiếp theo"]


def test_deleted_text_and_comments_are_dropped_and_insertions_kept() -> None:
    changes = (
        f"<text:tracked-changes><text:changed-region><text:deletion>{p('cũ')}</text:deletion></text:changed-region>"
    )
    changes += "</text:tracked-changes>"
    comment = f"<office:annotation><dc:creator>x</dc:creator>{p('ghi chú')}</office:annotation>"
    assert lines(f'{changes}<text:p>Khám <text:change-start text:change-id="c"/>bệnh{comment}</text:p>') == [
        "Khám bệnh"
    ]


def test_notes_stand_behind_the_text() -> None:
    inside = f"<text:note-citation>1</text:note-citation><text:note-body>{p('Chuẩn mới.')}</text:note-body>"
    note = f"<text:note>{inside}</text:note>"
    assert lines(f"<text:p>Hộ nghèo{note} được vay.</text:p>") == ["Hộ nghèo được vay.", "Chú thích 1: Chuẩn mới."]


def test_a_text_box_is_told_once() -> None:
    frame = f"<draw:frame><draw:text-box>{p('Trong khung')}</draw:text-box></draw:frame>"
    assert lines(f"<text:p>Ngoài{frame}</text:p>{frame}") == ["Ngoài", "Trong khung", "Trong khung"]


def test_spaces_tabs_and_line_breaks() -> None:
    body = '<text:p>Lao<text:s text:c="3"/>động<text:tab/>việc<text:line-break/>làm ở xa</text:p>'
    assert lines(body) == ["Lao   động việc làm ở xa"]


def test_merged_and_repeated_cells_keep_the_columns() -> None:
    def cell(words: str, more: str = "") -> str:
        return f"<table:table-cell {more}>{p(words)}</table:table-cell>"

    covered = "<table:covered-table-cell/>"
    rows = [
        cell("Việc") + cell("Chủ trì") + cell("Hộ nghèo", 'table:number-columns-spanned="2"') + covered,
        cell("Khám") + cell("Sở Y tế", 'table:number-rows-spanned="2"') + cell("", 'table:number-columns-repeated="2"'),
        cell("Cấp thuốc") + covered + cell("5") + cell("6"),
    ]
    body = f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"
    assert lines(body) == ["Việc\tChủ trì\tHộ nghèo\t", "Khám\tSở Y tế\t\t", "Cấp thuốc\tSở Y tế\t5\t6"]


def test_headings_are_numbered_by_the_outline_and_contents_are_no_text() -> None:
    outline = (
        '<text:outline-style style:name="Outline">'
        '<text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/></text:outline-style>'
    )
    body = f"<text:table-of-content><text:index-body>{p('Mục tiêu 3')}</text:index-body></text:table-of-content>"
    body += '<text:h text:outline-level="1">Mục tiêu</text:h><text:h text:outline-level="2">Chung</text:h>'
    assert lines(body, outline) == ["I. Mục tiêu", "Chung"]


def test_a_protected_text_is_refused() -> None:
    stream = io.BytesIO(odt_of(p("a")))
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("META-INF/manifest.xml", '<m xmlns="urn:x"><encryption-data/></m>')
    with pytest.raises(UnreadableDocument, match="mật khẩu"):
        read_odt(stream.getvalue())
