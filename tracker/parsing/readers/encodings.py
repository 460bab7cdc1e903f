"""Which encoding has this text? Candidates are read and scored by how much of each is Vietnamese."""

import contextlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tracker.parsing.readers.document import UnreadableDocument
from tracker.parsing.readers.legacy_letters import from_tcvn3, from_vni, with_line_capitals

UNKNOWN_ENCODING = (
    "Không nhận ra bảng mã của tệp (đã thử UTF-8, UTF-16, Windows-1258, TCVN3 và VNI); "
    "hãy mở tệp, lưu lại dạng UTF-8 hoặc .docx rồi gửi lại."
)
NOT_TEXT = "Tệp không phải văn bản (chứa dữ liệu nhị phân); hãy gửi tệp .docx hoặc .txt của kế hoạch."
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_FONTS: dict[str, Callable[[str], str]] = {"TCVN3 (ABC)": from_tcvn3, "VNI Windows": from_vni}
_CODECS = {"Windows-1258": "cp1258", "UTF-8": "utf-8"}
_SAMPLE = 60_000
_PIECE = 100_000
_MARKED = re.compile(rb"[\x80-\xff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\W\d_]+")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
_COMMON = frozenset(
    word
    for words in (
        "và của các cho được trong là có với về đến từ thực hiện hộ nghèo kế hoạch tỉnh huyện xã ủy uỷ ban nhân dân sở",
        "ngày tháng năm trước tổ chức công tác giảm quyết định số đơn vị địa phương chỉ đạo báo cáo hỗ trợ phát triển",
        "kinh tế giáo dục đào tạo nông thôn bảo đảm người đồng chủ trì phối hợp nhiệm vụ",
    )
    for word in words.split()
)
_ENOUGH = 0.35
_UNACCENTED = 0.7  # share of words built like Vietnamese syllables in a text without marks; English has about 0.4
_MARKED_WORDS = 0.05
_UNSURE = 0.7


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file with the note about its encoding; None when there is nothing to say."""

    text: str
    note: str | None = None


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """Return the text of these bytes in NFC. `declared` is the encoding that a page names for itself.

    Raises UnreadableDocument when they are no text, or no known encoding gives Vietnamese words.
    """
    for mark, codec in _BOMS:
        if content.startswith(mark):
            try:
                return recovered(content.decode(codec))
            except UnicodeDecodeError as broken:
                raise UnreadableDocument(UNKNOWN_ENCODING) from broken
    if b"\x00" in content:
        return _utf16(content)
    try:
        return recovered(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _best(content, declared)


def recovered(text: str) -> Decoded:
    """Return text in NFC, turned back from TCVN3 or VNI letters when it was typed with those fonts.

    Raises UnreadableDocument when it is garbled in a way that nothing restores.
    """
    text = unicodedata.normalize("NFC", text)
    _refuse_control_characters(text)
    sample = _sample(text)
    if sample.isascii() or (score := vietnamese_score(sample)) >= _ENOUGH or not _looks_legacy(sample):
        return Decoded(text, _note_of_lost(text))
    best, name = max((vietnamese_score(restore(sample)), name) for name, restore in _FONTS.items())
    if best < _ENOUGH or best <= score:
        raise UnreadableDocument(UNKNOWN_ENCODING)
    return Decoded(_restored(text, name), encoding_note(name, best))


def encoding_note(name: str, score: float) -> str:
    """Return what the officer is told about an encoding that is not Unicode."""
    doubt = "; nhiều chữ chưa chắc đúng, cần đối chiếu với bản gốc" if score < _UNSURE else ""
    return f"Văn bản dùng bảng mã {name}, đã chuyển sang Unicode{doubt}."


def vietnamese_score(text: str) -> float:
    """Return how Vietnamese a text reads: 1 = each word with marked letters is a syllable; common words count double.

    Text without any marked letter scores 0.
    """
    marked = right = 0
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        low = word.lower()
        weight = 2 if low in _COMMON else 1
        marked += weight
        right += weight if weight == 2 or is_syllable(low) else -1
    return max(right / marked, 0.0) if marked else 0.0


def is_syllable(word: str) -> bool:
    """Tell whether a lower-case word in NFC is built like a Vietnamese syllable, with at most one tone mark."""
    apart = unicodedata.normalize("NFD", word)
    toneless = unicodedata.normalize("NFC", apart.translate(_TONES))
    tones = len(apart) - len(apart.translate(_TONES))
    return tones <= 1 and len(word) <= 7 and bool(_SYLLABLE.fullmatch(toneless))


def is_unaccented(text: str) -> bool:
    """Tell Vietnamese typed without its marks: hardly a marked letter, and words built like syllables all the same."""
    words = [word.lower() for word in _WORD.findall(text)]
    marked = sum(not word.isascii() for word in words)
    built = sum(is_syllable(word) for word in words)
    return bool(words) and marked <= len(words) * _MARKED_WORDS and built >= len(words) * _UNACCENTED


def _utf16(content: bytes) -> Decoded:
    head = content[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 8 or min(even, odd) > max(even, odd) // 4:
        raise UnreadableDocument(NOT_TEXT)
    codec = "utf-16-le" if odd > even else "utf-16-be"
    text = unicodedata.normalize("NFC", content[: len(content) // 2 * 2].decode(codec, errors="replace"))
    _refuse_control_characters(text)
    sample = text[:_SAMPLE]
    if not sample.isascii() and vietnamese_score(sample) < _ENOUGH:
        raise UnreadableDocument(NOT_TEXT)
    return Decoded(text, f"Văn bản dùng bảng mã {codec.upper()} không có dấu nhận dạng, đã chuyển sang UTF-8.")


def _best(content: bytes, declared: str | None) -> Decoded:
    controls = sum(byte < 32 and byte not in (9, 10, 11, 12, 13) for byte in content[:8192])
    if controls > len(content[:8192]) // 50:
        raise UnreadableDocument(NOT_TEXT)
    marked = _MARKED.search(content)
    start = max(content.rfind(b"\n", 0, marked.start() if marked else 0), 0)
    part = content[start : start + _SAMPLE]
    score, name = max((vietnamese_score(read), name) for name, read in _candidates(part, declared))
    if score < _ENOUGH:
        raise UnreadableDocument(UNKNOWN_ENCODING)
    if name in _FONTS:
        return Decoded(_restored(_western(content), name), encoding_note(name, score))
    read = unicodedata.normalize("NFC", content.decode(_CODECS.get(name, name), errors="replace"))
    if name == "UTF-8":
        return Decoded(read, _note_of_lost(read))
    return Decoded(read, encoding_note(name, score))


def _candidates(part: bytes, declared: str | None) -> Iterator[tuple[str, str]]:
    """Yield the sample as each encoding reads it, with the name of the encoding."""
    names = ["Windows-1258"]
    if part.decode("utf-8", errors="replace").count("\ufffd") * 200 < len(part):
        names.append("UTF-8")
    if declared and declared.lower() not in ("utf-8", "utf8", "windows-1258", "x-user-defined"):
        names.append(declared)
    for name in names:
        with contextlib.suppress(LookupError, UnicodeError):
            yield name, unicodedata.normalize("NFC", part.decode(_CODECS.get(name, name), errors="replace"))
    western = _western(part)
    for name, restore in _FONTS.items():
        yield name, unicodedata.normalize("NFC", restore(western))


def _western(content: bytes) -> str:
    """Return bytes as Western letters; the five that cp1252 does not know become a sign of loss."""
    return content.decode("cp1252", errors="replace")


def _restored(western: str, name: str) -> str:
    """Turn a text piece by piece, so that a long one needs little memory."""
    restore = _FONTS[name]
    has_capital_d = "§" in western
    pieces = []
    at = 0
    while at < len(western):
        end = western.find("\n", at + _PIECE) + 1 or len(western)
        piece = unicodedata.normalize("NFC", restore(western[at:end]))
        pieces.append(with_line_capitals(piece, has_capital_d=has_capital_d) if restore is from_tcvn3 else piece)
        at = end
    return "".join(pieces)


def _sample(text: str) -> str:
    """Return the part of a text that is scored: from the line of its first letter that is not ASCII."""
    marked = _NOT_ASCII.search(text)
    start = max(text.rfind("\n", 0, marked.start() if marked else 0), 0)
    return text[start : start + _SAMPLE]


def _looks_legacy(sample: str) -> bool:
    """Tell text with many letters that Vietnamese does not have; a text in another language has few of them."""
    words = [word for word in _WORD.findall(sample) if not word.isascii()]
    foreign = sum(not is_syllable(word.lower()) for word in words)
    signs = sum(sample.count(sign) for sign in "®µ¸¶·¹¨¾»¼½©§¬«")
    return foreign + signs > max(len(sample) // 100, 5)


def _refuse_control_characters(text: str) -> None:
    sample = text[:20000]
    controls = sum(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t\x0b\x0c\x85" for sign in sample)
    if controls > max(len(sample) // 50, 3):
        raise UnreadableDocument(NOT_TEXT)


def _note_of_lost(text: str) -> str | None:
    lost = text.count("\ufffd")
    if lost > max(len(text) // 100, 3):
        raise UnreadableDocument(UNKNOWN_ENCODING)
    return f"Văn bản có {lost} ký tự đã hỏng từ trước, cần đối chiếu với bản gốc." if lost else None
