"""One door to all readers."""

from collections.abc import Callable
from importlib import import_module

from tracker.parsing.readers.bullets import with_plain_bullets
from tracker.parsing.readers.care import Care
from tracker.parsing.readers.document import MAX_BYTES, RawDocument
from tracker.parsing.readers.docx import read_docx
from tracker.parsing.readers.html import read_html, read_mht
from tracker.parsing.readers.md import read_md
from tracker.parsing.readers.odt import read_odt
from tracker.parsing.readers.office import read_office
from tracker.parsing.readers.sniff import CONVERTED, sniff
from tracker.parsing.readers.txt import read_txt
from tracker.parsing.readers.xlsx import read_xlsx

_READERS: dict[str, Callable[[bytes], RawDocument]] = {
    "docx": read_docx,
    "html": read_html,
    "md": read_md,
    "mht": read_mht,
    "odt": read_odt,
    "txt": read_txt,
    "xlsx": read_xlsx,
}

# Loaded when a file needs them: their libraries are large.
_BY_PAGES = {
    "pdf": ("tracker.parsing.readers.pdf", "read_pdf"),
    "scan": ("tracker.parsing.readers.ocr", "read_image"),
}


def read_document(content: bytes, filename: str, max_bytes: int = MAX_BYTES, care: Care | None = None) -> RawDocument:
    """Return the lines of a plan file. Raises UnreadableDocument with one Vietnamese sentence; see Care."""
    kind = sniff(content, filename, max_bytes)
    if kind in _BY_PAGES:
        module, reader = _BY_PAGES[kind]
        document: RawDocument = getattr(import_module(module), reader)(content, care)
    else:
        document = read_office(content, kind) if kind in CONVERTED else _READERS[kind](content)
    return with_plain_bullets(document)
