"""Small good files of every form that the program reads by itself, to be damaged."""

import io

from openpyxl import Workbook

from tests.parsing.documents import as_docx_file, as_html, as_markdown, as_mht, as_odt, in_tcvn3, in_vni, sample_text
from tests.parsing.pdfs import PLAN, latin_pdf


def short_text() -> str:
    """Return the beginning of the sample plan, and the beginning of its work."""
    text = sample_text()
    work = text.index("VI. TỔ CHỨC THỰC HIỆN")
    return text[:1500] + "\n" + text[work : work + 2500] + "\n" + text[-1200:]


def seeds() -> dict[str, bytes]:
    """Return the files by their names."""
    text = short_text()
    return {
        "plan.txt": text.encode(),
        "utf16.txt": text.encode("utf-16"),
        "tcvn3.txt": in_tcvn3(text),
        "vni.txt": in_vni(text),
        "plan.md": as_markdown(text).encode(),
        "plan.html": as_html(text).encode(),
        "plan.mht": as_mht(as_html(text)),
        "plan.docx": as_docx_file(text),
        "plan.odt": as_odt(text),
        "plan.xlsx": workbook(),
        "plan.pdf": PLAN.read_bytes(),
        "latin.pdf": latin_pdf([["Giao So Tai chinh lap du toan truoc ngay 30/6/2026"] * 20] * 2),
    }


def workbook() -> bytes:
    """Return a list of assignments in Excel."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"])
    for number in range(1, 9):
        sheet.append([number, "Rà soát hộ nghèo, hộ cận nghèo", "Sở Tài chính", "Tháng 6/2026"])
    sheet.merge_cells("A2:A4")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
