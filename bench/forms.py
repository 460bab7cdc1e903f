"""One plan in every form that is read, as long as wanted: for measurements and for damage."""

import io
import subprocess
import tempfile
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from playwright.sync_api import sync_playwright

from tests.parsing.documents import as_docx_file, as_html, as_markdown, as_odt

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "ke-hoach-giam-ngheo-2026.txt"
CHARACTERS_PER_PAGE = 2_200


def plan_text(pages: int) -> str:
    """Return the sample plan, its work repeated until it fills so many pages."""
    text = SAMPLE.read_text(encoding="utf-8")
    begin, end = text.index("VI. TỔ CHỨC THỰC HIỆN"), text.index("Nơi nhận")
    body = text[begin:end]
    times = max((pages * CHARACTERS_PER_PAGE - len(text)) // len(body), 0)
    return text[:begin] + body * (times + 1) + text[end:]


def in_form(form: str, pages: int) -> bytes:
    """Return the plan of so many pages in a form: txt, md, html, docx, odt, xlsx, pdf, pdf-mixed or pdf-tables."""
    text = plan_text(pages)
    if form in ("pdf", "pdf-tables"):
        return printed_by_browser(text, tables=form == "pdf-tables")
    if form == "pdf-mixed":
        return printed_by_office(as_docx_file(text))
    plain = {"txt": str, "md": as_markdown, "html": as_html}
    if form in plain:
        return str(plain[form](text)).encode()
    if form == "xlsx":
        return assignment_list(text)
    return {"docx": as_docx_file, "odt": as_odt}[form](text)


def assignment_list(text: str) -> bytes:
    """Return a workbook with one row for each piece of work in the text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"])
    for number, line in enumerate((line for line in text.split("\n") if line.startswith("- ")), start=1):
        sheet.append([number, line[2:], "Sở Tài chính", "Tháng 6/2026"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def printed_by_browser(text: str, *, tables: bool) -> bytes:
    """Return the text as a PDF of Chromium: one font; with `tables` all work in ruled tables."""
    page = as_html(text)
    if tables:
        rows = [line[2:] for line in text.split("\n") if line.startswith("- ")]
        cells = "".join(f"<tr><td>{at}</td><td>{row}</td><td>Sở Tài chính</td></tr>" for at, row in enumerate(rows, 1))
        head = "<tr><td>STT</td><td>Nhiệm vụ</td><td>Cơ quan chủ trì</td></tr>"
        page = f"<style>td{{border:1px solid black}}</style><h1>KẾ HOẠCH</h1><table>{head}{cells}</table>"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        tab = browser.new_page()
        tab.set_content(f"<meta charset=utf-8><style>body{{font:14pt/1.35 'DejaVu Serif',serif}}</style>{page}")
        pdf = tab.pdf(format="A4", margin={"top": "20mm", "bottom": "20mm", "left": "30mm", "right": "15mm"})
        browser.close()
    return pdf


def printed_by_office(docx: bytes) -> bytes:
    """Return a Word file as a PDF of LibreOffice, in a font without Vietnamese letters: two fonts in each word."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "plan.docx"
        document = Document(io.BytesIO(docx))
        for paragraph in document.paragraphs:
            for run in paragraph.runs:
                run.font.name = "Liberation Serif"
        document.save(str(source))
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=300)
        return source.with_suffix(".pdf").read_bytes()
