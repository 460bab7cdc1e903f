"""Names that the catalogue spells, found in running text word by word: where does the name that begins here end?"""

import re
from functools import cache, lru_cache

from tracker.catalogue.kinds import all_kinds
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
_SKIPPED = "va"
_HEADS = ("so", "phong", "ban", "bo", "hoi")
_FEWEST = 2
_LEVEL_WORDS = {"tinh", "huyen", "xa"}

_Node = dict[str, "_Node"]
_END = "."


def known_end(text: str, start: int, head: str = "") -> int:
    """Return where the longest catalogue name that begins at `start` ends, `start` itself when none does.

    `head` is the word that an enumeration leaves out ("Sở Nội vụ, Y tế": head "so"). Accents, case, commas, dashes and
    "và" inside a name do not matter.
    """
    phrase = None if head else _PHRASE.match(text, start)
    if phrase:
        return phrase.end()
    node = _names()
    if head:
        if head not in node:
            return start
        node = node[head]
    end, at, words = start, start, 1 if head else 0
    for found in _WORD.finditer(text, start):
        if found.start() > at and not _BETWEEN.match(text[at : found.start()]):
            break
        word = _folded(found.group())
        at = found.end()
        if word == _SKIPPED:
            continue
        following = node.get(word)
        if following is None:
            break
        node, words = following, words + 1
        if _END in node and words >= _FEWEST:
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


@cache
def _names() -> _Node:
    root: _Node = {}
    for kind in all_kinds():
        for spelling in (kind.name, *kind.variants):
            words = [word for part in _WORD.findall(spelling) if (word := fold(part)) != _SKIPPED]
            _add(root, words)
            if len(words) > _FEWEST and words[-1] in _LEVEL_WORDS:
                _add(root, words[:-1])
    return root


def _add(root: _Node, words: list[str]) -> None:
    node = root
    for word in words:
        node = node.setdefault(word, {})
    node[_END] = {}
