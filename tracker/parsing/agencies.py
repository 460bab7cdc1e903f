"""Agencies in running text: where a name begins and ends. Which agency it is, the catalogue says."""

import re
from functools import lru_cache

from tracker.parsing.draft import Span
from tracker.parsing.known_names import enumeration_head, known_end
from tracker.parsing.phrases import (
    ACRONYMS,
    AGENCY_HEAD,
    AGENCY_TAIL,
    ANY_VERB,
    ORDER_WORDS,
    STRONG_VERB,
    mask_names,
)
from tracker.vietnamese import fold

_STOP = re.compile(
    r"\s(?=(?:ngày|tháng|năm|quý) [\dIV])|\s(?=\d{1,2} (?:tháng|lần|năm)\b)|[.:()\[“\"]|\s[-–]\s(?=[A-ZĐ]?[a-z]+ trì)"
)
_JOINT = re.compile(r"\s*[,;]\s*(?:và\s+)?|\s+(?:và|cùng|hoặc)\s+")
_LONGEST_HEADING = 260
_LONGEST_KNOWN = 80
_LONGEST_LIST = 600
_MOST_WORDS = 16
_MANY_WORDS = 2
_NEAR = 30
_ABOVE = re.compile(r"\s*\((?:thuộc\s+)?(?P<above>[^()]{4,60})\)")
_PLACE = re.compile(r"(?:\s(?!Sở|UBND|Công|Ban|Phòng|Hội)[A-ZĐÁÀẢÃẠÂĂÊÔƠƯỦỨ][\w’'-]*){1,4}")
_GOES_ON = re.compile(r"\s+và\s+[A-ZĐ][\w&]*(?:\s+[A-ZĐ][\w&]*)*")
_ACTS = re.compile(
    r"(?:^|^\W+|[,;:]\s+(?:thì\s+|giao\s+|yêu cầu\s+|đề nghị\s+)?|"
    r"\b(?:do|giao|giao cho|phân công|thì|là|giờ|ngày|tuần|tháng|quý|năm|lần)\s+|(?:\d|[IVX])\s+)$"
)
_ROLE_IN_BRACKETS = re.compile(r"\s*\((?!(?:thuộc )?(?:Sở|Ban|UBND|Công an|Cục|Chi cục|Phòng)\b)[^()]*\)$")
_COLON = re.compile(":")
_CAPITALS = re.compile(r"(?:[^\W\d_a-z]+(?=[\s,;:.\-–]|$)[\s,;:\-–]*)+")
_CAPITAL_WORD = re.compile(r"[^\W\d_]+")
_PLURAL_LIST = re.compile(
    r"(?:(?:[Cc]ác|Giám đốc(?: các)?|Trưởng(?: các)?|Lãnh đạo các|Thủ trưởng các)\s+)"
    r"(?P<head>[Ss]ở|[Pp]hòng|[Bb]an|[Bb]ộ|[Hh]ội)"
    r"(?:,? (?:ban|ngành))*\s*:\s+"
)
_LEVEL = re.compile(r"\s+(?:tỉnh|thành phố|huyện|xã|phường|thị xã|quận|khu vực)(?:\s+(?:\d+|[IVX]+)\b)?")
_OF_NAMES = re.compile(
    r"(?:các|cấp(?! (?:thẻ|phát|giấy|kinh phí|vốn|gạo|tiền|sổ|mã|phép|miễn|đủ|bù|đổi|lại|bảo|học|thuốc|nước|điện|bổ))|"
    r"nơi|tỉnh|huyện|xã|phường|thành phố|quận|thị|khu|cơ sở|chi nhánh|trên|thuộc|của|trực thuộc|và|dự|liên quan|"
    r"có (?!trách nhiệm|nhiệm vụ)|"
    r"đứng chân|vùng|nghèo|biên giới|ven|trọng điểm|khó khăn|đặc biệt|chuyên môn|chức năng|được|chính trị|xã hội|"
    r"miền|nhà|đa|dân|nước|sản|tập|tư nhân|số|đặc|thôn|trung ương)\b"
)
_TRAILING = re.compile(r"(?:\s+(?:và|cùng|hoặc|có|cần|phải|tích cực)|[\s,;:.\-–])+$")


def agency_end(text: str, start: int = 0) -> int:
    """Return where the agencies that begin at `start` end; `start` itself when no agency begins there."""
    region = text[start : start + _LONGEST_LIST]
    listed = _PLURAL_LIST.match(region)
    if listed:
        head = fold(listed.group("head"))
        first = known_end(region, listed.end(), head)
        if first > listed.end():
            return start + _list_end(region, listed.end(), first, head)
    if not AGENCY_HEAD.match(region):
        return start
    return start + _list_end(region, 0, known_end(region, 0), "")


def _list_end(region: str, at: int, known: int, head: str) -> int:
    """Return the end of an enumeration whose name at `at` is known up to `known`; it ends before a verb or a stop."""
    masked = mask_names(region)
    while True:
        stop = len(region)
        for rule in (ANY_VERB, _STOP):
            found = rule.search(masked, max(known, at + 1), stop)
            stop = found.start() if found else stop
        head = head or enumeration_head(region[at:stop])
        joint = _JOINT.search(masked, max(known, at), stop)
        if joint is None:
            break
        following = max(known_end(region, joint.end(), head) if head else 0, known_end(region, joint.end()))
        if following == joint.end() and not AGENCY_TAIL.match(region, joint.end()):
            longer = _GOES_ON.match(region, joint.start()) if head else None
            stop = longer.end() if longer else joint.start()
            break
        at, known = joint.end(), following
    return len(_TRAILING.sub("", region[:stop]))


def without_order(text: str) -> tuple[str, str]:
    """Return (order word or "", rest): ("Đề nghị", "Ủy ban Mặt trận …"), ("Giao", "Sở …"), ("", "Sở …")."""
    found = ORDER_WORDS.match(text)
    return (found.group("word"), text[found.end() :]) if found else ("", text)


def is_agency_heading(text: str) -> bool:
    """Tell a paragraph (without its number) that holds only the name of one or more agencies."""
    _, name = without_order(evened(text))
    name = _ROLE_IN_BRACKETS.sub("", name.rstrip(" :;."))
    if not AGENCY_HEAD.match(name) and not _PLURAL_LIST.match(name):
        return _is_known(name)
    if len(name) > _LONGEST_HEADING:
        return False
    end = agency_end(name)
    if end == len(name):
        return not _overshot(name, end)
    known = _known_opening(name, len(name))
    if known and len(name[max(end, known) :].split()) >= _MANY_WORDS + 1:
        return False  # a known name and then a stretch of words: an order without its stop
    if ": " in name or "." in name.replace("TP.", "").replace("H.", ""):
        return False
    sentence = text.rstrip().endswith((".", ";"))
    masked = mask_names(name)
    verb = STRONG_VERB.search(masked, known_end(name, 0))
    return not verb and not sentence and len(name.split()) <= _MOST_WORDS


def _is_known(name: str) -> bool:
    """Tell a short name that the catalogue spells exactly so, though it begins like no other agency."""
    return 0 < len(name) <= _LONGEST_KNOWN and known_end(name, 0) == len(name)


@lru_cache(maxsize=512)
def evened(text: str) -> str:
    """Return the text with a name in capitals written as in a sentence, of the same length: "SỞ Y TẾ" → "Sở y tế"."""
    run = _CAPITALS.match(text)
    if run is None or len([word for word in run.group().split() if word not in ACRONYMS and len(word) > 1]) < 2:
        return text
    words = _CAPITAL_WORD.sub(lambda w: w.group() if w.group() in ACRONYMS else w.group().lower(), run.group())
    return words[:1].upper() + words[1:] + text[run.end() :]


def name_of_heading(heading: str) -> str:
    """Return the name that a heading holds: without closing signs and without a role in brackets behind it."""
    return _ROLE_IN_BRACKETS.sub("", heading.rstrip(" :;."))


def inline_heading(text: str) -> tuple[int, int] | None:
    """Return (end of the name, start of the work) for "Sở X: chủ trì …", None for another form."""
    for colon in (found.start() for found in _COLON.finditer(text[: _LONGEST_HEADING + 1])):
        rest = text[colon + 1 :]
        if colon and rest.strip() and is_agency_heading(text[:colon]) and not _goes_on(text, colon):
            return len(text[:colon].rstrip()), colon + 1 + len(rest) - len(rest.lstrip())
    return None


def _goes_on(text: str, colon: int) -> bool:
    """Tell a colon inside an enumeration: "Các phòng: Tư pháp, Nội vụ"."""
    name = without_order(evened(text))[1]
    return agency_end(name) > colon - (len(text) - len(name))


def opening_agency(text: str) -> int:
    """Return where the agencies end with which an order begins ("Các sở … có trách nhiệm …"), 0 when it does not.

    A verb must follow at once; a name alone is a heading, not an order. Behind a name that the catalogue knows, any
    word that is no part of names counts as the verb.
    """
    text = evened(text)
    end = agency_end(text)
    if not end:
        return 0
    above = _ABOVE.match(text, end)
    if above and AGENCY_HEAD.match(text, above.start("above")):
        end = above.end()
    rest = text[end:].lstrip(" ,")
    if rest and ANY_VERB.match(mask_names(rest)) and not _overshot(text, end):
        return end
    return _known_opening(text, end)


def _overshot(text: str, end: int) -> bool:
    """Tell a long unknown stretch behind a known name: its verb stands in no list ("Đài … tỉnh tăng thời lượng")."""
    known = _known_opening(text, end)
    return bool(known) and len(text[known:end].split()) >= _MANY_WORDS


def subject_in(sentence: str) -> Span | None:
    """Return the place of the body that acts in a sentence ("Về vốn, Sở Y tế lo …", "… do Sở Y tế làm"), None without.

    It opens the sentence or stands behind a comma, "do" or "giao cho", and a verb follows. What is asked, told or
    reported to ("trình UBND tỉnh …", "báo cáo UBND tỉnh, Bộ Y tế …") never acts.
    """
    passed = 0
    for found in AGENCY_HEAD.finditer(sentence):
        if found.start() < passed:
            continue
        rest = sentence[found.start() :]
        end = agency_end(rest)
        end = _known_opening(rest, end) if end and _overshot(rest, end) else end
        if not end:
            continue
        following = rest[end:].lstrip(" ,")
        before = sentence[passed : found.start()]
        if passed and not before.strip(" ,;và"):
            passed = found.start() + end
            continue
        if _ACTS.search(sentence[max(found.start() - _NEAR, 0) : found.start()]) and (
            following[:1].islower() or following[:1] == ":"
        ):
            return found.start(), found.start() + end
        passed = found.start() + end
    return None


def _known_opening(text: str, end: int) -> int:
    known, at = 0, 0
    while True:
        name = known_end(text, at)
        level = (_LEVEL.match(text, name) or _PLACE.match(text, name)) if name > at else None
        known = (level.end() if level else name) if name > at else known
        joint = _JOINT.match(text, known) if name > at else None
        if joint is None or joint.end() >= end:
            break
        at = joint.end()
    following = text[known:].lstrip()
    return known if known and following[:1].islower() and not _OF_NAMES.match(following) else 0


def heads_agency(text: str) -> bool:
    """Tell whether a paragraph (without its number) is addressed to an agency in one of the three ways."""
    if is_agency_heading(text) or inline_heading(text):
        return True
    return bool(opening_agency(without_order(evened(text))[1]))


def agencies_in(text: str, start: int = 0) -> str | None:
    """Return the first agencies named in `text` from `start` on, None when none is."""
    for found in AGENCY_HEAD.finditer(text, start):
        if found.start() and (text[found.start() - 1].isalnum()):
            continue
        end = agency_end(text, found.start())
        if end > found.start():
            return text[found.start() : end]
    return None
