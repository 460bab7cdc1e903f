"""Whatever the form or the encoding of a plan: the same assignments come out of it."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.parsing.documents import (
    ENCODINGS,
    as_docx_file,
    as_html,
    as_markdown,
    as_mht,
    as_odt,
    converted,
    in_tcvn3,
    in_vni,
    needs,
    read,
    sample_text,
    told,
)
from tests.parsing.samples import TABLE_HEADER, TABLE_ROWS
from tracker.parsing.draft import PlanDraft
from tracker.parsing.extract import extract_plan
from tracker.parsing.readers.encodings import decode

FORMS: dict[str, Callable[[str], bytes]] = {
    "docx": as_docx_file,
    "html": lambda text: as_html(text).encode(),
    "htm": lambda text: as_html(text, "utf-16").encode("utf-16"),
    "mht": lambda text: as_mht(as_html(text)),
    "md": lambda text: as_markdown(text).encode(),
    "odt": as_odt,
}


@pytest.fixture(scope="module")
def as_text() -> PlanDraft:
    return read(sample_text().encode(), "ke-hoach.txt")


@pytest.mark.parametrize("ending", FORMS)
def test_the_same_plan_comes_out_of_every_form(ending: str, as_text: PlanDraft) -> None:
    draft = read(FORMS[ending](sample_text()), f"ke-hoach.{ending}")
    assert told(draft) == told(as_text)
    assert (draft.plan.number, draft.plan.signer, draft.plan.issued_on) == (
        as_text.plan.number,
        as_text.plan.signer,
        as_text.plan.issued_on,
    )
    assert [(table.header, table.rows, table.total) for table in draft.tables] == [
        (table.header, table.rows, table.total) for table in as_text.tables
    ]


@pytest.mark.parametrize("name", ENCODINGS)
def test_the_same_text_comes_out_of_every_encoding(name: str, as_text: PlanDraft) -> None:
    content = ENCODINGS[name](sample_text())
    assert decode(content).text == sample_text()
    draft = read(content, "ke-hoach.txt")
    assert told(draft) == told(as_text)
    quiet = name.startswith(("utf-8", "nfd")) or name == "utf-16"
    assert (draft.source.note is None) == quiet


def test_capitals_that_tcvn3_cannot_tell_come_back_where_lines_and_items_begin() -> None:
    text = (
        "Giao:\n7. Đề nghị Ủy ban MTTQ tỉnh\n- Ở xã: vận động.\n10.2. Ấn định mức hỗ trợ.\nỔn định dân cư\n2. Sở NN&MT"
    )
    typed = "".join(letter.lower() if not letter.isascii() else letter for letter in text)
    assert decode(in_tcvn3(typed)).text == text


@pytest.mark.parametrize("encode", [in_tcvn3, in_vni], ids=["tcvn3", "vni"])
def test_a_page_in_an_old_encoding_is_read(encode: Callable[[str], bytes], as_text: PlanDraft) -> None:
    page = as_html(sample_text(), "x-user-defined").replace("›", ">").replace("Tra cứu văn bản", "")
    assert told(read(encode(page), "a.html")) == told(as_text)


@pytest.mark.parametrize("ending", ["doc", "rtf", "odt", "html"])
def test_a_file_written_by_an_office_program_gives_the_same(ending: str, as_text: PlanDraft, tmp_path: Path) -> None:
    needs("soffice", "libreoffice-writer-nogui")
    content = converted(as_docx_file(sample_text()), "docx", ending, tmp_path)
    draft = read(content, f"ke-hoach.{ending}")
    assert told(draft) == told(as_text)
    assert draft.source.note is None


def test_a_pdf_printed_from_a_text_file_gives_the_same_words(as_text: PlanDraft, tmp_path: Path) -> None:
    needs("soffice", "libreoffice-writer-nogui")
    draft = read(converted(sample_text().encode(), "txt", "pdf", tmp_path), "ke-hoach.pdf")
    assert told(draft) == told(as_text)


def test_an_assignment_list_in_excel_gives_the_rows_of_a_task_table() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["ỦY BAN NHÂN DÂN TỈNH AN GIANG"])
    sheet.append(["PHỤ LỤC PHÂN CÔNG NHIỆM VỤ NĂM 2024"])
    for row in [TABLE_HEADER, *TABLE_ROWS]:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    draft = extract_plan(stream.getvalue(), "phan-cong.xlsx")
    assert [(one.agency.name, one.text) for one in draft.assignments] == [(row[2], row[1]) for row in TABLE_ROWS]


@pytest.mark.parametrize("ending", FORMS)
def test_the_same_bytes_give_the_same_draft(ending: str) -> None:
    content = FORMS[ending](sample_text())
    assert read(content, f"a.{ending}").to_json() == read(content, f"a.{ending}").to_json()
