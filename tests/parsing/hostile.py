"""Files made to harm whoever reads them: bombs, mazes, loops and lies, each built by code and small to send."""

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable

from tests.parsing.pdfs import latin_pdf, pdf_of, stream

MB = 1024 * 1024
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="{main}"/></Relationships>'
)
_ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>{}</office:text>'
    "</office:body></office:document-content>"
)


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, content in parts:
            package.writestr(name, content)
    return out.getvalue()


def docx_of(body: bytes, more: Iterable[tuple[str, bytes]] = (), types: str = _TYPES) -> bytes:
    """Return a Word file with this document part."""
    relations = _RELATIONS.format(main="word/document.xml").encode()
    head = [("[Content_Types].xml", types.encode()), ("_rels/.rels", relations), ("word/document.xml", body)]
    return packed([*head, *more])


def word(inside: str, before: str = "") -> bytes:
    """Return a document part of Word."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document {_W}>'
    return f"{head}<w:body>{inside}</w:body></w:document>".encode()


def paragraph(text: str) -> str:
    """Return a paragraph of Word."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt_of(inside: str) -> bytes:
    """Return an OpenDocument text."""
    mime = ("mimetype", b"application/vnd.oasis.opendocument.text")
    return packed([mime, ("content.xml", _ODT.format(inside).encode())])


def xlsx_of(sheet: Iterable[bytes]) -> bytes:
    """Return a workbook with one sheet, written as it comes."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'
    )
    book = f'<workbook {space} {office}><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
    relations = _RELATIONS.format(main="worksheets/sheet1.xml").replace('officeDocument"', 'worksheet"')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr("_rels/.rels", _RELATIONS.format(main="xl/workbook.xml"))
        package.writestr("xl/workbook.xml", book)
        package.writestr("xl/_rels/workbook.xml.rels", relations)
        with package.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f"<worksheet {space}><sheetData>".encode())
            for piece in sheet:
                part.write(piece)
            part.write(b"</sheetData></worksheet>")
    return out.getvalue()


def _zeros_bomb() -> bytes:
    """A Word file whose document part unpacks to 10 GB: the sizes in its list are true, the content is never needed."""
    small = docx_of(zlib.compress(b"\0" * 64))
    name = b"word/document.xml"
    at = small.rindex(b"PK\x01\x02", 0, small.rindex(name))
    return small[: at + 24] + struct.pack("<I", 0xFFFFFFF0) + small[at + 28 :]


def _real_bomb() -> bytes:
    """A Word file of half a megabyte that unpacks to 500 MB of one paragraph."""
    body = word(paragraph("a")).replace(b">a<", b">" + b"a" * (49 * MB) + b"<")
    return docx_of(body, [(f"word/media/{at}.bin", b"\0" * (45 * MB)) for at in range(10)])


def _lying_size() -> bytes:
    """A Word file that says its document part is small when it is not."""
    whole = docx_of(word(paragraph("a" * (60 * MB))))
    name = b"word/document.xml"
    at = whole.rindex(b"PK\x01\x02", 0, whole.rindex(name))
    return whole[: at + 24] + struct.pack("<I", 1000) + whole[at + 28 :]


def _nested_zip() -> bytes:
    inner = packed([("bomb.bin", b"\0" * (40 * MB))])
    for _ in range(4):
        inner = packed([("inner.zip", inner)] * 1)
    return docx_of(word(paragraph("Kế hoạch")), [("word/embeddings/inner.zip", inner)])


def _expanding() -> bytes:
    """A Word file of 3 MB whose 49 MB of XML make hundreds of megabytes of tree."""
    row = paragraph("") + "<w:p/>" * 40
    return docx_of(word(row * (40 * MB // len(row))))


def _laughs() -> str:
    lol = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 12))
    return f'<!DOCTYPE w [<!ENTITY l0 "ha ha ha">{lol}]>'


def _endless_rows() -> Iterable[bytes]:
    row = b"<row><c t='inlineStr'><is><t>x</t></is></c></row>"
    for _ in range(1000):
        yield row * 1000


def _wide_row() -> Iterable[bytes]:
    cells = b"<c t='inlineStr'><is><t>x</t></is></c>" * 16_000
    for _ in range(40):
        yield b"<row>" + cells + b"</row>"


def _pages_pdf(pages: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + at) for at in range(pages))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    return pdf_of(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages)]
        + [page] * pages
    )


def _page_with(
    contents: bytes, resources: bytes = b"<< >>", more: Iterable[bytes] = (), box: bytes = b"0 0 595 842"
) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources %s >>" % (box, resources)
    tree = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    return pdf_of([*tree, page, contents, *more])


def _flate_bomb() -> bytes:
    inner = zlib.compress(zlib.compress(b"0 0 m " * (20 * MB), 9), 9)
    return _page_with(
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(inner), inner)
    )


def _calling_itself() -> bytes:
    form = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    )
    return _page_with(stream(b"/X Do"), b"<< /XObject << /X 5 0 R >> >>", [form])


def _forms_bomb() -> bytes:
    """Forms that draw the next one twenty times, ten deep: 20^10 drawings."""
    forms = [
        stream(
            b"/X Do " * 20,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (6 + at),
        )
        for at in range(10)
    ]
    last = stream(b"0 0 1 1 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return _page_with(stream(b"/X Do " * 20), b"<< /XObject << /X 5 0 R >> >>", [*forms, last])


def _cycle_of_pages() -> bytes:
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 99999999 >>",
            b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 99999999 >>",
        ]
    )


def _cross_reference_loop() -> bytes:
    good = latin_pdf([["Giao So"]])
    start = good.rindex(b"xref\n0")
    return good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def _huge_picture() -> bytes:
    picture = stream(
        b"\0" * 1000,
        b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
    return _page_with(stream(b"595 0 0 842 0 0 cm /X Do"), b"<< /XObject << /X 5 0 R >> >>", [picture])


def _png(width: int, height: int, content: bytes = b"") -> bytes:
    def chunk(kind: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(content)) + chunk(b"IEND", b"")


def _word_with_macro() -> bytes:
    macro = _TYPES.replace(
        "/>", '><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    return docx_of(word(paragraph("Kế hoạch")), [("word/vbaProject.bin", b"\xd0\xcf\x11\xe0macro")], macro)


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        member = tarfile.TarInfo("../../etc/passwd")
        member.size = 4
        archive.addfile(member, io.BytesIO(b"root"))
    return out.getvalue()


def _text(line: str, megabytes: float) -> bytes:
    whole = line.encode()
    return (whole * int(megabytes * MB // len(whole) + 1))[: int(megabytes * MB)]


def _deep_html(tag: str, depth: int) -> bytes:
    return f"<html><body>{f'<{tag}>' * depth}Sở Tài chính lập dự toán</body></html>".encode()


PLAIN = "KẾ HOẠCH\nVI. TỔ CHỨC THỰC HIỆN\n1. Sở Tài chính\n- {} lập dự toán trước ngày 30/6/2026.\n"

# name of the file: what is in it. The ending says the form.
FILES: dict[str, Callable[[], bytes]] = {
    "zip-says-4-gb.docx": _zeros_bomb,
    "unpacks-to-500-mb.docx": _real_bomb,
    "lies-about-its-size.docx": _lying_size,
    "zip-in-zip-in-zip.docx": _nested_zip,
    "60000-entries.docx": lambda: docx_of(word(paragraph("a")), ((f"word/{at}.xml", b"<a/>") for at in range(60_000))),
    "grows-in-memory.docx": _expanding,
    "billion-laughs.docx": lambda: docx_of(word(paragraph("&l11;"), _laughs())),
    "external-entity.docx": lambda: docx_of(
        word(paragraph("&x;"), '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    ),
    "100000-deep.docx": lambda: docx_of(word("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)),
    "tables-5000-deep.docx": lambda: docx_of(
        word("<w:tbl><w:tr><w:tc>" * 5_000 + paragraph("a") + "</w:tc></w:tr></w:tbl>" * 5_000)
    ),
    "macro.docm": _word_with_macro,
    "macro-renamed.docx": _word_with_macro,
    "climbs-out.docx": lambda: docx_of(word(paragraph("a")), [("../../../../tmp/escaped.xml", b"<a/>")]),
    "no-word-document.docx": lambda: packed([("../evil", b"x")]),
    "archive.tar.gz": _tar,
    "100000-deep.html": lambda: _deep_html("div", 100_000),
    "tables-3000-deep.html": lambda: _deep_html("table><tr><td", 3_000),
    "120000-cdata.html": lambda: b"<html><body>" + b"<![CDATA[" * 120_000,
    "billion-laughs.html": lambda: _laughs().replace("<!DOCTYPE w", "<!DOCTYPE html").encode() + b"<html>&l11;</html>",
    "colspan-1000000.html": lambda: (
        b"<html><table>"
        + b"<tr><td colspan=1000000 rowspan=1000000>S\xe1\xbb\x9f A</td><td>b</td></tr>" * 300
        + b"</table></html>"
    ),
    "100000-deep.odt": lambda: odt_of("<text:section>" * 100_000 + "</text:section>" * 100_000),
    "spaces-2000000000.odt": lambda: odt_of('<text:p>Sở A<text:s text:c="2000000000"/>b</text:p>'),
    "1000000-rows.xlsx": lambda: xlsx_of(_endless_rows()),
    "16000-columns.xlsx": lambda: xlsx_of(_wide_row()),
    "last-cell-only.xlsx": lambda: xlsx_of(
        [b"<row r='1048576'><c r='XFD1048576' t='inlineStr'><is><t>S\xe1\xbb\x9f A</t></is></c></row>"]
    ),
    "10000-pages.pdf": lambda: _pages_pdf(10_000),
    "400-empty-pages.pdf": lambda: _pages_pdf(400),
    "packed-twice-120-mb.pdf": _flate_bomb,
    "draws-itself.pdf": _calling_itself,
    "draws-20-to-the-11.pdf": _forms_bomb,
    "page-tree-cycle.pdf": _cycle_of_pages,
    "xref-loop.pdf": _cross_reference_loop,
    "60000x60000-picture.pdf": _huge_picture,
    "14400-inch-page.pdf": lambda: _page_with(stream(b"0 0 9 9 re f"), box=b"0 0 1036800 1036800"),
    "cut.pdf": lambda: latin_pdf([["Giao So Tai chinh"] * 40] * 20)[:-4000],
    "60000x60000.png": lambda: _png(60_000, 60_000),
    "noise.png": lambda: _png(1200, 1200, bytes(1201 * 1200)),
    "20-mb-one-line.txt": lambda: _text("Sở Tài chính chủ trì, phối hợp với Sở Y tế ", 20),
    "20-mb-bars.txt": lambda: _text("| a | b |\n", 20),
    "2-mb-bars.md": lambda: _text("|", 2),
    "spaces.txt": lambda: PLAIN.format(" " * 2_000_000).encode(),
    "digits.txt": lambda: PLAIN.format("1" * 1_000_000).encode(),
    "dots.txt": lambda: PLAIN.format("." * 1_000_000).encode(),
    "1.1.1.1.txt": lambda: PLAIN.format("1." * 500_000).encode(),
    "chu-tri-100000.txt": lambda: PLAIN.format("chủ trì " * 100_000).encode(),
    "so-tai-chinh-50000.txt": lambda: PLAIN.format("Sở Tài chính, " * 50_000).encode(),
    "brackets.txt": lambda: PLAIN.format("(" * 300_000).encode(),
    "semicolons.txt": lambda: PLAIN.format("; và " * 200_000).encode(),
    "ngay-100000.txt": lambda: PLAIN.format("trước ngày " * 100_000).encode(),
    "30-6-100000.txt": lambda: PLAIN.format("30/6/2026, " * 100_000).encode(),
    "capitals.txt": lambda: PLAIN.format("SỞ TÀI CHÍNH " * 60_000).encode(),
    "100000-headings.txt": lambda: ("KẾ HOẠCH\nI. TỔ CHỨC THỰC HIỆN\n" + "1. Sở Y tế\n" * 100_000).encode(),
    "nul-bytes.txt": lambda: PLAIN.format("\x00" * 1_000).encode(),
    "surrogates.txt": lambda: PLAIN.format("Sở").encode() + b"\xed\xa0\x80\xed\xb0\x80" * 100,
    "utf-16-half.txt": lambda: b"\xff\xfe" + PLAIN.format("Sở").encode("utf-16-le")[:-1],
    "underscores.md": lambda: PLAIN.format("_*" * 200_000).encode(),
    "links.md": lambda: PLAIN.format("[" * 100_000).encode(),
}
