"""The sample plan in every form and encoding that is read: built by code, so that what stands in the file is known."""

import html
import io
import os
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from docx import Document

from tracker.parsing.draft import PlanDraft
from tracker.parsing.extract import extract_plan
from tracker.parsing.readers.legacy_letters import TCVN3, VNI

SAMPLE = Path(__file__).parents[2] / "samples" / "ke-hoach-giam-ngheo-2026.txt"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODT_SPACES = f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:table="{_ODF}:table:1.0" ' + (
    f'xmlns:style="{_ODF}:style:1.0" xmlns:draw="{_ODF}:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def sample_text() -> str:
    """Return the sample plan as one text, cells of its tables parted by " | "."""
    return SAMPLE.read_text(encoding="utf-8")


def told(draft: PlanDraft) -> list[tuple[str, str | None, str, str | None, str]]:
    """Return what a form must not change: agency, its catalogue name, the words, the deadline and its words."""
    return [
        (
            one.agency.name,
            one.agency.canonical,
            " ".join(one.text.split()),
            one.deadline.due_on,
            one.deadline.text or "",
        )
        for one in draft.assignments
    ]


def read(content: bytes, filename: str) -> PlanDraft:
    """Return the draft of a file."""
    return extract_plan(content, filename)


def needs(program: str, package: str) -> str:
    """Return the path of a program; without it the test is skipped, but fails in the integration run."""
    found = shutil.which(program)
    if found:
        return found
    message = f"{program} IS MISSING: install the Debian package {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    sys.stderr.write(f"\n*** {message} ***\n")
    pytest.skip(message)


def as_docx_file(text: str) -> bytes:
    """Return a Word file: a paragraph for each line, a table for each run of lines with " | "."""
    document = Document()
    for in_table, run in _runs(text):
        if not in_table:
            for line in run:
                document.add_paragraph(line)
            continue
        rows = [line.split(" | ") for line in run]
        grid = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(grid.add_row().cells, row, strict=True):
                cell.text = words.strip()
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_html(text: str, charset: str = "utf-8") -> str:
    """Return a page of a law site around the text: menus, path, boxes, scripts, comments, foot."""
    body = []
    for in_table, run in _runs(text):
        if in_table:
            rows = "".join(
                f"<tr>{''.join(f'<td>{html.escape(cell.strip())}</td>' for cell in line.split(' | '))}</tr>"
                for line in run
            )
            body.append(f"<table border='1'><tbody>{rows}</tbody></table>")
        else:
            body += [f"<p>{html.escape(line)}</p>" for line in run]
    return f"""<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>Tra cứu văn bản</title>
<script>var giao = "Giao Sở Y tế làm việc này trước ngày 01/01/2020";</script><style>p {{ color: red }}</style></head>
<body><div id="header"><ul class="main-menu"><li><a href="/">Trang chủ</a></li><li><a href="/vb">Văn bản</a></li>
<li><a href="/dn">Đăng nhập</a></li></ul></div>
<div class="breadcrumb"><a href="/">Trang chủ</a> › <a href="/vb">Kế hoạch</a> › <a href="#">Giảm nghèo</a></div>
<div class="page"><div class="col-left"><div class="tools"><a href="/tai">Tải về</a> <a href="/in">In</a></div>
<div class="doc-content">{"".join(body)}</div>
<div class="comments"><h3>Bình luận</h3><p>Sở Y tế cần trả lời bạn đọc trước ngày 05/5/2021.</p></div></div>
<div class="col-right"><h3>Văn bản liên quan</h3><ul><li><a href="/1">Quyết định số 1/QĐ-UBND</a></li>
<li><a href="/2">Kế hoạch số 2/KH-UBND</a></li><li><a href="/3">Chỉ thị số 3/CT-UBND</a></li></ul></div></div>
<div class="cookie-banner">Trang này dùng cookie. <button>Đồng ý</button></div>
<div style="display:none">Giao Sở Tài chính việc không ai thấy.</div>
<form action="/login"><label>Tên đăng nhập</label><input name="u"></form>
<footer>Bản quyền thuộc về trang tra cứu. Sở Tư pháp chịu trách nhiệm.</footer></body></html>"""


def as_odt(text: str) -> bytes:
    """Return an OpenDocument text: a paragraph for each line, tables as tables."""
    body = []
    for in_table, run in _runs(text):
        if in_table:
            cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
            rows = ["".join(cell.format(escape(one.strip())) for one in line.split(" | ")) for line in run]
            body.append(
                f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"
            )
        else:
            body += [f"<text:p>{escape(line)}</text:p>" for line in run]
    return odt_of("".join(body))


def odt_of(body: str, styles: str = "") -> bytes:
    """Return an OpenDocument text with this content and these automatic styles."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODT_SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
    return stream.getvalue()


def as_markdown(text: str) -> str:
    """Return the text as Markdown: headings, bold numbers, escapes, pipe tables, a link and a comment."""
    lines = ["<!-- Giao Sở Y tế việc trong ghi chú. -->"]
    for in_table, run in _runs(text):
        if in_table:
            rows = [f"| {' | '.join(cell.strip() for cell in line.split(' | '))} |" for line in run]
            lines += ["", rows[0], "|" + "---|" * run[0].count(" | ") + "---|", *rows[1:], ""]
        else:
            lines += [piece for line in run for piece in (_marked(line), "")]
    return "\n".join(lines)


def as_mht(page: str) -> bytes:
    """Return a page saved as one file."""
    return (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="===B"\r\n\r\n--===B\r\n'
        'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        + page.replace("\n", "\r\n")
        + "\r\n--===B--\r\n"
    ).encode()


def in_tcvn3(text: str) -> bytes:
    """Return the bytes of a text as typed with a TCVN3 font; capital letters with a tone become small ones."""
    typed = {letter: written for written, letter in TCVN3.items()}
    return "".join(typed.get(sign) or typed.get(sign.lower()) or sign for sign in text).encode("cp1252")


def in_vni(text: str) -> bytes:
    """Return the bytes of a text as typed with a VNI font."""
    typed: dict[str, str] = {}
    for written, letter in VNI.items():
        if letter not in typed or letter in "ìíỉĩịỵ":
            typed[letter] = min(written, typed.get(letter, written), key=len) if letter in "ìíỉĩịỵ" else written
    return "".join(
        typed.get(sign) or (typed[sign.lower()].upper() if sign.lower() in typed else sign) for sign in text
    ).encode("cp1252")


def in_cp1258(text: str) -> bytes:
    """Return the bytes of a text in Windows-1258, which writes most tones behind their letter."""
    return b"".join(_cp1258(sign) for sign in text)


def _cp1258(sign: str) -> bytes:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    apart = unicodedata.normalize("NFD", sign)
    letter = unicodedata.normalize("NFC", "".join(one for one in apart if one not in tones))
    for written in (sign, letter + "".join(one for one in apart if one in tones)):
        try:
            return written.encode("cp1258")
        except UnicodeEncodeError:
            continue
    raise UnicodeEncodeError("cp1258", sign, 0, 1, "no such letter")


def converted(content: bytes, source: str, into: str, folder: Path) -> bytes:
    """Return a file converted by LibreOffice."""
    soffice = needs("soffice", "libreoffice-writer-nogui")
    (folder / f"plan.{source}").write_bytes(content)
    command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", into]
    subprocess.run([*command, "--outdir", str(folder / "out"), str(folder / f"plan.{source}")], check=True, timeout=120)
    return (folder / "out" / f"plan.{into}").read_bytes()


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "nfd": lambda text: unicodedata.normalize("NFD", text).encode(),
    "cp1258": in_cp1258,
    "tcvn3": in_tcvn3,
    "vni": in_vni,
    "tcvn3 saved as utf-8": lambda text: in_tcvn3(text).decode("cp1252").encode(),
    "vni saved as utf-8": lambda text: in_vni(text).decode("cp1252").encode(),
}


def _runs(text: str) -> list[tuple[bool, list[str]]]:
    lines = [line for line in text.split("\n") if line.strip()]
    return [(in_table, list(run)) for in_table, run in groupby(lines, key=lambda line: " | " in line)]


def _marked(line: str) -> str:
    first, _, rest = line.partition(" ")
    if first.rstrip(".").isalpha() and first.endswith(".") and first.isupper():
        return f"## **{line}**"
    if first.endswith(".") and first[:-1].isdigit():
        return f"**{first[:-1]}\\. {rest}**" if len(rest) < 60 else f"{first[:-1]}\\. {rest}"
    return line.replace("Nghị quyết", "[Nghị quyết](https://vi.example/nq?a=(1))", 1)
