"""One door to all readers."""

from tracker.parsing.readers.document import MAX_BYTES, RawDocument
from tracker.parsing.readers.docx import read_docx
from tracker.parsing.readers.sniff import sniff
from tracker.parsing.readers.txt import read_txt


def read_document(content: bytes, filename: str, max_bytes: int = MAX_BYTES) -> RawDocument:
    """Return the lines of a plan file. Raises UnreadableDocument with one Vietnamese sentence."""
    return read_docx(content) if sniff(content, filename, max_bytes) == "docx" else read_txt(content)
