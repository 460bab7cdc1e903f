"""Names that the catalogue spells, found in running text word by word: where does the name that begins here end?"""

import re
from functools import cache, lru_cache

from tracker.catalogue.kinds import all_kinds
from tracker.catalogue.spelling import agency_key
from tracker.vietnamese import fold

_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
_BETWEEN = re.compile(r"[\s,&/]*(?:[-–—][\s]*)?$")
_KIND = r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)"
_CAPITAL = r"[A-ZĐÁÀẢÃẠÂĂÊÔƠƯỦỨ][\w’'-]*"
_PHRASE = re.compile(
    rf"(?:Chủ tịch )?(?:UBND|[ỦU][ỷy] ban nhân dân)\s+(?:các |cấp )?{_KIND}(?:(?:,| và|,? "
    rf"các)\s+{_KIND})*(?:\s{_CAPITAL}){{0,4}}"
    r"|(?:Thủ trưởng |Giám đốc )?[Cc]ác (?:[Ss]ở|[Bb]an|[Pp]hòng|cơ quan|đơn vị|địa phương)"
    r"(?:(?:,| và| -)? (?:ban|ngành|đoàn thể|địa phương|đơn vị|cơ quan|tổ chức|phòng)\b)*"
    r"(?:,? (?:tỉnh|huyện|xã|thành phố|có liên quan|liên quan|khác)\b)*"
)
"""Committees by their kind and open classes: no spellings of the catalogue, but names as fixed as those."""
_HEADS = ("so", "phong", "ban", "bo", "hoi")
_FEWEST = 2
_LEVEL_WORDS = {"tinh", "huyen", "xa"}

_POST = re.compile(
    r"(?:[Đđ]ồng chí |Đ/c )?(?:Phó )?(?:Giám đốc|Trưởng(?= (?:phòng|ban|Ban|trạm|Công an|Đài|Trạm))|Chánh|Thủ "
    r"trưởng|Cục trưởng|"
    r"Chi cục trưởng|Lãnh đạo|Người đứng đầu) (?=\S)"
)
_Node = dict[str, "_Node"]
_END = "."
_NOWHERE: _Node = {}


def known_end(text: str, start: int, head: str = "") -> int:
    """Return where the longest catalogue name that begins at `start` ends, `start` itself when none does.

    `head` is the word that an enumeration leaves out ("Sở Nội vụ, Y tế": head "so"). Accents, case, commas, dashes and
    "và" inside a name do not matter.
    """
    phrase = None if head else _PHRASE.match(text, start)
    if phrase:
        return phrase.end()
    post = None if head else _POST.match(text, start)
    if post:
        end = known_end(text, post.end())
        return end if end > post.end() else start
    node = _names()
    if head:
        if head not in node:
            return start
        node = node[head]
    end, at, words = start, start, 1 if head else 0
    for found in _WORD.finditer(text, start):
        if found.start() > at and not _BETWEEN.match(text[at : found.start()]):
            break
        at = found.end()
        for word in _written_out(found.group()):
            node = node.get(word, _NOWHERE)
            words += 1
        if node is _NOWHERE:
            break
        if _END in node and (words >= _FEWEST or (found.group().isupper() and len(found.group()) > _FEWEST)):
            end = at
    return end


def enumeration_head(name: str) -> str:
    """Return the word that a name hands to the names after it ("Sở Nội vụ" gives "so"), "" when it gives none."""
    first = _WORD.search(name)
    word = _folded(first.group()) if first else ""
    return word if word in _HEADS else ""


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=4096)
def _written_out(word: str) -> tuple[str, ...]:
    """Return the words that a word stands for: "PTNT" gives four, "và" none."""
    return tuple(agency_key(word).split())


@cache
def _names() -> _Node:
    root: _Node = {}
    for kind in all_kinds():
        for spelling in (kind.name, *kind.variants):
            words = [word for part in _WORD.findall(spelling) for word in _written_out(part)]
            _add(root, words)
            if len(words) > _FEWEST and words[-1] in _LEVEL_WORDS:
                _add(root, words[:-1])
    return root


def _add(root: _Node, words: list[str]) -> None:
    node = root
    for word in words:
        node = node.setdefault(word, {})
    node[_END] = {}
