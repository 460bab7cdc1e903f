"""Plain text in UTF-8, UTF-16, Windows-1258, TCVN3 or VNI. What reads as none of them is refused."""

import re

from tracker.parsing.readers.document import RawDocument, UnreadableDocument
from tracker.parsing.readers.encodings import decode

NO_TEXT = "Tệp không có chữ nào để đọc; hãy kiểm tra và chọn lại tệp kế hoạch."
_BREAKS = re.compile(r"\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")


def read_txt(content: bytes) -> RawDocument:
    """Return the lines of a text file. Raises UnreadableDocument for binary, unknown encoding or no text at all."""
    decoded = decode(content)
    lines = lines_of(decoded.text)
    refuse_without_letters(lines)
    return RawDocument(lines=lines, media_type="text/plain", note=decoded.note)


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text, whatever sign ends them."""
    return tuple(_BREAKS.sub("\n", text).split("\n"))


def refuse_without_letters(lines: tuple[str, ...], sentence: str = NO_TEXT) -> None:
    """Raise UnreadableDocument when no line holds a letter: an empty text is never "no assignments"."""
    if not any(letter.isalpha() for line in lines for letter in line):
        raise UnreadableDocument(sentence)
