"""Letters of the old Vietnamese fonts: TCVN3 (ABC, ".VnTime") and VNI for Windows ("VNI-Times").

Both put Vietnamese letters in the places of Western ones, so the tables go from Western letters (cp1252) to Vietnamese.
Sources: TCVN 5712:1993 (VN3) and the published VNI double-byte table; checked against glibc's TCVN5712-1 by a test.
"""

import re
import unicodedata

_TCVN3_LOWER = (
    "µà¸á¶ả·ã¹ạ¨ă»ằ¾ắ¼ẳ½ẵÆặ©âÇầÊấÈẩÉẫËậ®đÌèÐéÎẻÏẽÑẹªêÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞịßòãóáỏâõäọ«ôåồèốæổçỗéộ"
    "¬ơêờíớëởìỡîợïùóúñủòũôụ\u00adưõừøứöử÷ữùựúỳýýûỷüỹþỵ"
)
_TCVN3_UPPER = "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ"


def _pairs(text: str) -> dict[str, str]:
    return {text[at]: text[at + 1] for at in range(0, len(text), 2)}


TCVN3 = _pairs(_TCVN3_LOWER + _TCVN3_UPPER)
_TCVN3_TABLE = str.maketrans(TCVN3)
_TONED = {letter for letter in TCVN3.values() if len(unicodedata.normalize("NFD", letter)) > 1 and letter.islower()}
_WORD = re.compile(r"[^\W\d_]+")
_BESIDE_LEFT = re.compile(r"([^\W\d_]+)[ ,]+$")
_BESIDE_RIGHT = re.compile(r"[ ,]+([^\W\d_]+)")
_ALWAYS_CAPITAL = re.compile(r"\bủy ban\b")
_AFTER_MARK = re.compile(r"(?:(?<=[.!?] )|(?<=^[-+*] )|(?<=^[a-zđ][.)] )|(?<=^\d[.)] ))([a-zà-ỹđ])", re.MULTILINE)

_LINE_START = re.compile(r"^([ \t]*)([-+*•–][ \t]*|\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]+|[a-zđ])[.)][ \t]*)?([à-ỹđ])")
_FINISHED = (".", "!", "?", ":")
# What a word of capitals is built like when its marks are taken off: "TAI" is one, an acronym ("NN", "UBND") is none.
_BUILT = re.compile(r"[BCDĐGHKLMNPQRSTVX]*[AEIOUY]{1,3}(?:CH|NH|NG|[CMNPT])?")

# VNI: a mark letter behind the base letter. Plain tones go with every vowel, the others with one base letter.
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_ALONE = {"ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_ALONE)
    for base in "aeiouy":
        table |= {base + mark: base + tone for mark, tone in _VNI_TONES.items()}
    for base in "aeo":
        table |= {base + mark: base + "\u0302" + tone for mark, tone in _VNI_CIRCUMFLEX.items()}
    table |= {"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVE.items()}
    for written, letter in (("ô", "ơ"), ("ö", "ư")):
        table |= {written + mark: letter + tone for mark, tone in _VNI_TONES.items()}
    return {written: unicodedata.normalize("NFC", letter) for written, letter in table.items()}


VNI = _vni_table()
_VNI_MARKS = "".join({written[1] for written in VNI if len(written) == 2})
_VNI_PIECE = re.compile(
    f"[aeiouyôöAEIOUYÔÖ][{_VNI_MARKS}{_VNI_MARKS.upper()}]|[{''.join(_VNI_ALONE)}{''.join(_VNI_ALONE).upper()}]"
)


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """Return text typed in a TCVN3 font as Unicode. `capitals`: the font was one of the capital fonts (".VnTimeH").

    TCVN3 has no capital letters with a tone mark: they are typed as small ones. Inside a word of capitals, behind a
    full stop or an item mark, and in "Ủy ban" they are made capital again; elsewhere they stay small.
    """
    read = text.translate(_TCVN3_TABLE)
    if capitals:
        return read.upper()
    read = _WORD.sub(_with_capitals, read)
    read = _ALWAYS_CAPITAL.sub(lambda found: found.group()[0].upper() + found.group()[1:], read)
    return _AFTER_MARK.sub(lambda found: _capital_if_toned(found.group(1)), read)


def _with_capitals(word: "re.Match[str]") -> str:
    """Make the small toned letters of a word capital when its other letters are, or, with too few, its neighbours."""
    letters = word.group()
    sure = [letter for letter in letters if letter not in _TONED]
    if len(sure) == len(letters) or any(letter.islower() for letter in sure):
        return letters
    if len(sure) >= 2 or (sure and letters[0] not in sure):
        return letters.upper()
    text = word.string
    before = _BESIDE_LEFT.search(text, max(word.start() - 12, 0), word.start())
    after = _BESIDE_RIGHT.match(text, word.end())
    others = [other.group(1) for other in (before, after) if other and _is_word(other.group(1))]
    near = [letter for other in others for letter in other[1:] if letter not in _TONED]
    return letters.upper() if near and all(letter.isupper() for letter in near) else letters


def _is_word(word: str) -> bool:
    bare = "".join(sign for sign in unicodedata.normalize("NFD", word.upper()) if not unicodedata.combining(sign))
    return bool(_BUILT.fullmatch(bare))


def with_line_capitals(text: str, *, has_capital_d: bool = True) -> str:
    """Return text of a TCVN3 file with the capitals that its encoding cannot tell: those that begin an item or a line
    behind a finished one. `has_capital_d` False: the file nowhere has "Đ" of its own, so a small one may stand for it.
    """
    lost = _TONED if has_capital_d else _TONED | {"đ"}
    lines = text.split("\n")
    finished = True
    for at, line in enumerate(lines):
        start = _LINE_START.match(line)
        if start and start.group(3) in lost and (start.group(2) or finished):
            lines[at] = line[: start.start(3)] + line[start.start(3) :][0].upper() + line[start.end(3) :]
        shown = line.rstrip()
        if shown:
            finished = shown.endswith(_FINISHED) or shown.isupper() or not any(sign.isalpha() for sign in shown)
    return "\n".join(lines)


def _capital_if_toned(letter: str) -> str:
    return letter.upper() if letter in _TONED else letter


def from_vni(text: str) -> str:
    """Return text typed in a VNI font as Unicode."""
    return _VNI_PIECE.sub(_from_vni_piece, text)


def _from_vni_piece(piece: "re.Match[str]") -> str:
    written = piece.group()
    letter = VNI.get(written.lower())
    if letter is None:
        alone = VNI.get(written[0].lower(), written[0])
        return (alone.upper() if written[0].isupper() else alone) + written[1:]
    return letter.upper() if written[0].isupper() else letter


def from_font(text: str, font: str) -> str:
    """Return text as Unicode by the name of its font; other fonts leave it as it is."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        return from_tcvn3(text, capitals=name.endswith("h"))
    if name.startswith("vni-"):
        return from_vni(text)
    return text
