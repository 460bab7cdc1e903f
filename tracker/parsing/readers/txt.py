"""Plain text and Markdown: UTF-8, or UTF-16 with a byte order mark. Anything else is refused, never guessed."""

import re
import unicodedata

from tracker.parsing.readers.document import RawDocument, UnreadableDocument

_ENCODING = (
    "Không đọc được bảng mã của tệp (có thể là TCVN3, VNI hoặc Windows-1258); hãy lưu lại dạng UTF-8 rồi gửi lại."
)
_NOT_TEXT = "Tệp không phải văn bản (chứa dữ liệu nhị phân); hãy gửi tệp .docx hoặc .txt của kế hoạch."
_NO_TEXT = "Tệp không có chữ nào để đọc; hãy kiểm tra lại, bản quét ảnh cần được chuyển thành văn bản trước."
_BREAKS = re.compile(r"\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
_VOWELS_WITH_MARKS = re.compile(
    "[ăâđêôơưĂÂĐÊÔƠƯáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE
)
# TCVN3 and VNI bytes read as Latin letters: "®", "µ", "¸" … or "ñ", "aù" … in place of Vietnamese letters.
_LEGACY_SIGNS = re.compile("[®µ¸¶·¹¨¾»¼½Æ©ÊÇÈÉË§¬­«]|[aeouAEOU][ùøûõïáàåãäéèëê]")


def read_txt(content: bytes) -> RawDocument:
    """Return the lines of a text file. Raises UnreadableDocument for binary, unknown encoding or no text at all."""
    text = _BREAKS.sub("\n", unicodedata.normalize("NFC", _decode(content)))
    _refuse_garbled(text)
    if not any(letter.isalpha() for letter in text):
        raise UnreadableDocument(_NO_TEXT)
    return RawDocument(lines=tuple(text.split("\n")), media_type="text/plain")


def _decode(content: bytes) -> str:
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(codec)
            except UnicodeDecodeError as broken:
                raise UnreadableDocument(_ENCODING) from broken
    if b"\x00" in content:
        raise UnreadableDocument(_NOT_TEXT)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as broken:
        controls = sum(byte < 32 and byte not in (9, 10, 11, 12, 13) for byte in content[:8192])
        binary = controls > len(content[:8192]) // 50
        raise UnreadableDocument(_NOT_TEXT if binary else _ENCODING) from broken


def _refuse_garbled(text: str) -> None:
    """Refuse text that is valid UTF-8 but was garbled before it was saved."""
    sample = text[:20000]
    controls = sum(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in sample)
    if controls > max(len(sample) // 50, 3):
        raise UnreadableDocument(_NOT_TEXT)
    lost = sample.count("\ufffd")
    letters = sum(letter.isalpha() for letter in sample)
    legacy = len(_LEGACY_SIGNS.findall(sample))
    native = len(_VOWELS_WITH_MARKS.findall(sample))
    if lost > max(letters // 100, 3) or (legacy > max(letters // 25, 5) and legacy > native):
        raise UnreadableDocument(_ENCODING)
