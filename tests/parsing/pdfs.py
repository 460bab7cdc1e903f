"""Small PDF files made by hand: pages of lines at chosen places, ruled tables, pictures, and broken ones."""

import io
import zlib
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PLAN = SAMPLES / "ke-hoach-giam-ngheo-2026.pdf"


def pdf_of(objects: Sequence[bytes], root: int = 1) -> bytes:
    """Return a PDF of these objects, the first with number 1, with a true table of their places."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(out)


def stream(content: bytes, more: bytes = b"") -> bytes:
    """Return a stream object, packed."""
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), more, packed)


def latin_pdf(pages: Sequence[Sequence[str]], to_unicode: bytes | None = None) -> bytes:
    """Return a PDF with these lines on its pages, in a font that has no Vietnamese letters."""
    font = 3 + 2 * len(pages)
    kids = b" ".join(b"%d 0 R" % (3 + 2 * at) for at in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))]
    for at, lines in enumerate(pages):
        words = b"".join(
            b"1 0 0 1 72 %d Tm (%s) Tj\n" % (770 - 16 * row, line.encode("cp1252", "replace"))
            for row, line in enumerate(lines)
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 %d 0 R >> >> >>" % (4 + 2 * at, font)
        )
        objects.append(stream(b"BT /F1 11 Tf\n" + words + b"ET"))
    mapping = b"" if to_unicode is None else b" /ToUnicode %d 0 R" % (font + 1)
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica%s >>" % mapping)
    if to_unicode is not None:
        objects.append(stream(to_unicode))
    return pdf_of(objects)


def pictures_of(pdf: bytes, dots: int = 150) -> list[Image.Image]:
    """Return the pages of a PDF as pictures, as a scanner would give them."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return [page.render(scale=dots / 72, grayscale=True).to_pil() for page in opened]


def scan_pdf(pictures: Sequence[Image.Image]) -> bytes:
    """Return a PDF whose pages are these pictures and nothing else."""
    pdf = pypdfium2.PdfDocument.new()
    for picture in pictures:
        page = pdf.new_page(595, 842)
        image = pypdfium2.PdfImage.new(pdf)
        bitmap = pypdfium2.PdfBitmap.from_pil(picture.convert("RGB"))
        image.set_bitmap(bitmap)
        image.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
        page.insert_obj(image)
        page.gen_content()
    out = io.BytesIO()
    pdf.save(out)
    pdf.close()
    return out.getvalue()
