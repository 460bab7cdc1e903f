"""Excel lists of assignments: titles, merged cells, dates, hidden parts, formulas."""

import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook

from tracker.parsing.extract import extract_plan
from tracker.parsing.readers import xlsx
from tracker.parsing.readers.document import RawDocument, UnreadableDocument
from tracker.parsing.readers.open import read_document
from tracker.parsing.readers.xlsx import printed, read_xlsx

HEADER = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành"]


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def book_of(*rows: list[object]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def lines(document: RawDocument) -> list[str]:
    return [line for line in document.lines if line]


def test_titles_stand_above_the_table_and_the_signature_below_it() -> None:
    book = book_of(
        ["UBND TỈNH AN GIANG"],
        ["PHÂN CÔNG NHIỆM VỤ", None, None, None],
        [],
        HEADER,
        [1, "Khám bệnh lưu động", "Sở Y tế", "6/2026"],
        [2, "Mở lớp dạy nghề", "Sở Nội vụ", None],
        [None, None, None, "NGƯỜI LẬP BIỂU"],
    )
    assert lines(read_xlsx(saved(book))) == [
        "UBND TỈNH AN GIANG",
        "PHÂN CÔNG NHIỆM VỤ",
        "\t".join(HEADER),
        "1\tKhám bệnh lưu động\tSở Y tế\t6/2026",
        "2\tMở lớp dạy nghề\tSở Nội vụ\t",
        "NGƯỜI LẬP BIỂU",
    ]


def test_the_tasks_of_all_visible_sheets_are_assignments() -> None:
    book = book_of(HEADER, [1, "Khám bệnh lưu động", "Sở Y tế", date(2026, 6, 30)], [2, "Cấp sổ", "Sở Y tế", None])
    second = book.create_sheet("Đợt 2")
    for row in (HEADER, [1, "Mở lớp dạy nghề", "Sở Nội vụ", "Quý III/2026"], [2, "Cấp vốn", "Sở Tài chính", None]):
        second.append(row)
    found = extract_plan(saved(book), "a.xlsx").assignments
    assert [one.agency.name for one in found] == ["Sở Y tế", "Sở Y tế", "Sở Nội vụ", "Sở Tài chính"]
    assert [one.deadline.due_on for one in found][:1] == ["2026-06-30"]


def test_a_lead_merged_over_several_rows_leads_each_of_them() -> None:
    book = book_of(
        HEADER, [1, "Khám bệnh", "Sở Y tế", None], [2, "Cấp thuốc", None, None], [3, "Thu hoạch", "UBND xã", None]
    )
    book.active.merge_cells("C2:C3")
    assert lines(read_xlsx(saved(book)))[1:3] == ["1\tKhám bệnh\tSở Y tế\t", "2\tCấp thuốc\tSở Y tế\t"]


def test_hidden_sheets_rows_and_columns_are_passed_over_and_told() -> None:
    book = book_of(
        HEADER, [1, "Khám bệnh", "Sở Y tế", "mật"], [2, "Việc cũ", "Sở Y tế", "mật"], [3, "Cấp sổ", "Sở Y tế", "mật"]
    )
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["D"].hidden = True
    book.create_sheet("Nháp").append(["Sở Tài chính làm việc nháp"])
    book["Nháp"].sheet_state = "hidden"
    document = read_xlsx(saved(book))
    assert lines(document)[1:] == ["1\tKhám bệnh\tSở Y tế", "3\tCấp sổ\tSở Y tế"]
    assert document.note is not None and "Nháp" in document.note and "1 dòng bị ẩn" in document.note


def test_formulas_that_were_never_computed_are_told() -> None:
    document = read_xlsx(saved(book_of(HEADER, [1, "Khám bệnh", "Sở Y tế", "=A2+1"])))
    assert document.note is not None and "1 ô công thức" in document.note


@pytest.mark.parametrize(
    ("value", "number_format", "words"),
    [
        (1234, "General", "1234"),
        (12.5, "General", "12,5"),
        (0.1 + 0.2, "General", "0,3"),
        (0.0523, "0.00%", "5,23%"),
        (datetime(2026, 6, 5, tzinfo=UTC), "dd/mm/yyyy", "05/06/2026"),
        (datetime(2026, 6, 1, tzinfo=UTC), "mm/yyyy", "06/2026"),
        ("a\tb", "General", "a b"),
        (None, "General", ""),
    ],
)
def test_values_are_printed_in_the_vietnamese_way(value: object, number_format: str, words: str) -> None:
    assert printed(value, number_format) == words


@pytest.mark.parametrize("cut", [60, 600, -300])
def test_a_damaged_workbook_is_refused(cut: int) -> None:
    with pytest.raises(UnreadableDocument):
        read_document(saved(book_of(HEADER))[:cut], "a.xlsx")


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="không có chữ"):
        read_document(saved(Workbook()), "a.xlsx")


def test_a_stray_cell_at_the_end_of_a_sheet_costs_nothing_and_is_told() -> None:
    book = book_of(HEADER, [1, "Khám bệnh", "Sở Y tế", None], [2, "Cấp sổ", "Sở Y tế", "6/2026"])
    book.active.cell(1_048_576, 16_384, "x")
    book.active.cell(1_000_000, 2).number_format = "0.00"
    document = read_xlsx(saved(book))
    assert lines(document) == ["\t".join(HEADER), "1\tKhám bệnh\tSở Y tế\t", "2\tCấp sổ\tSở Y tế\t6/2026"]
    assert document.note == "Không đọc 1 ô nằm ngoài 100 cột đầu của trang."


@pytest.mark.parametrize("limit", ["_MOST_CELLS", "_MOST_PLACES"])
def test_a_sheet_of_too_many_cells_is_refused(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, limit, 30)
    with pytest.raises(UnreadableDocument, match="quá nhiều ô"):
        read_xlsx(saved(book_of(*[[1, "Khám bệnh", "Sở Y tế", "6/2026"]] * 10)))
