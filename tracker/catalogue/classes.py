"""Phrases that name a class of agencies: "UBND các huyện, thành phố" (closed), "các sở, ban, ngành khác" (open)."""

import re
from dataclasses import dataclass
from datetime import date

from tracker.catalogue.units import TWO_TIER_FROM, Level, Unit
from tracker.vietnamese import fold, tidy

_TIERS = {
    "huyen": Level.DISTRICT,
    "quan": Level.DISTRICT,
    "thi xa": Level.DISTRICT,
    "thanh pho": Level.DISTRICT,
    "tp": Level.DISTRICT,
    "tx": Level.DISTRICT,
    "thi": Level.DISTRICT,
    "xa": Level.COMMUNE,
    "phuong": Level.COMMUNE,
    "thi tran": Level.COMMUNE,
    "dac khu": Level.COMMUNE,
    "tinh": Level.PROVINCE,
}
_SHORT = {"tp": "thanh pho", "tx": "thi xa", "thi": "thi xa"}
_WORD = r"(?:thi tran|thi xa|thanh pho|dac khu|huyen|quan|phuong|tinh|thi|tp\.?|tx\.?|xa)"
_CLASS = re.compile(
    rf"^(cac |cap |\d+ |tat ca cac |toan bo cac )?"
    rf"({_WORD}(?:(?: ?[,/;-] ?| va | )(?:cac |cap )?{_WORD})*)(?= |$|[,:(])(.*)$"
)
_ANY_WORD = re.compile(rf"(?<![a-z]){_WORD}(?![a-z])")
_AREA = re.compile(
    r"^(?:(?:o|tren|trong|thuoc|cua|toan|dia ban|pham vi|truc thuoc|va|tinh|huyen|thanh pho|thi xa)(?:\s+|$))*$"
)
_OPEN_TAIL = re.compile(
    r"^(?:co |noi |duoc |con |ngheo|bien gioi|mien nui|vung|dac biet|kho khan|khac|lien quan|"
    r"trong diem|ven bien|dong bao|thuc hien|phan dau)"
)
_LEADER = r"(?:thu truong |giam doc |lanh dao |chu tich |nguoi dung dau |truong )?"
_MANY = r"(?:cac |mot so |tat ca cac |toan bo cac |cac dong chi )"
_STRICT = r"(?:so|ban|phong|bo|vien|cuc)"
_LOOSE = (
    r"(?:co quan|don vi|to chuc|doan the|hoi|nganh|cap|dia phuong|doanh nghiep|hiep hoi|truong|thanh vien|chi cuc|"
    r"quan doan|luc luong|chi nhanh|trung tam|co so|nha truong|benh vien|hop tac xa|htx|to hop tac|xi nghiep|nha "
    r"may|ban quan ly|chu dau tu|ngan hang|thanh phan kinh te|nha tai tro)"
)
_QUALIFIER = (
    r"(?:lien quan|co lien quan|khac|tinh|huyen|xa|cua|cap|chuyen mon|thanh vien|trung uong|"
    r"thuoc|truc thuoc|duoc|co|chuc nang)"
)
_OPEN = re.compile(
    rf"^{_LEADER}(?:{_MANY}{_LOOSE}\b|{_MANY}{_STRICT}(?:$| ?[,;:-]| va (?:cac )?{_LOOSE}| {_QUALIFIER}\b)|"
    rf"so, (?:ban, )?nganh\b|so, ban\b|so nganh\b|(?:phong, )?ban, (?:phong, )?nganh\b|ban nganh\b|"
    rf"phong, ban\b|doan the\b|{_LOOSE}(?:, {_LOOSE})*(?: va {_LOOSE})? (?:co )?lien quan)"
)
_VILLAGES = re.compile(
    r"^(?:(?:Trưởng|Tổ trưởng|Bí thư chi bộ|Ban nhân dân|Chi bộ|Ban cán sự|Ban công tác Mặt trận) )?(?:các|Các) "
    r"(?:thôn|bản|buôn|làng|ấp|xóm|khóm|khu phố|khối phố|tổ dân phố|tiểu khu)\b"
)
"""Read with its accents: "các bản" are villages, "các ban" are boards."""
_FRONT_CLASS = re.compile(r"chinh tri|doan the|to chuc xa hoi|^cac hoi\b")


@dataclass(frozen=True, slots=True)
class AgencyClass:
    """A class of agencies: the tiers and kinds of unit whose committees it means, or none of them when it is open."""

    name: str
    levels: tuple[Level, ...]
    prefixes: frozenset[str]
    open_class: bool
    tail: str = ""


def committee_class(words: str, *, place: Unit | None) -> AgencyClass | None:
    """Return the class of people's committees that `words` (what follows "UBND") names, or None when it names one unit.

    "huyện" or "xã" among the words stands for its whole tier ("UBND các huyện" includes the city); otherwise only the
    kinds written are meant ("UBND các phường"). A tail such as "nghèo" or "liên quan" leaves the members open.
    """
    found = _CLASS.match(_folded(words))
    if not found:
        return None
    many, listed, tail = found.group(1), found.group(2), found.group(3).strip(" ,:")
    kinds = [_SHORT.get(kind.rstrip("."), kind.rstrip(".")) for kind in _ANY_WORD.findall(listed)]
    if not many and len(kinds) == 1 and (tail or _is_the_place(kinds[0], place)):
        return None
    area = _AREA.match(_without_names(tail, place)) is not None
    if not area and not _OPEN_TAIL.match(tail):
        return None
    return _class_of(kinds, open_class=not area, words=words)


def bare_committee_class(text: str, *, place: Unit | None, on: date | None) -> AgencyClass | None:
    """Return the class meant by "các huyện, thành phố", "cấp xã" or "các địa phương", written without "UBND"."""
    folded = _folded(text)
    if re.fullmatch(r"(?:cac|moi) dia phuong", folded) and place is not None and on is not None:
        province_first = place.level is Level.PROVINCE and on < TWO_TIER_FROM
        return _class_of(["huyen" if province_first else "xa"], open_class=False, words=text)
    found = _CLASS.match(folded)
    if not found or not (found.group(1) or "," in found.group(2)):
        return None
    meant = committee_class(text, place=place)
    return None if meant is None or meant.open_class else meant


def open_class(text: str) -> AgencyClass | None:
    """Return the open class that `text` names ("các sở, ban, ngành liên quan", "các tổ chức, đoàn thể"), or None."""
    if _VILLAGES.match(tidy(text)):
        return AgencyClass("các thôn, bản, tổ dân phố", (), frozenset(), open_class=True)
    folded = _folded(text)
    if not _OPEN.match(folded):
        return None
    return AgencyClass(_open_name(folded), (), frozenset(), open_class=True)


def _open_name(folded: str) -> str:
    first = re.split(r"\b(?:cac|mot so) ", folded, maxsplit=1)[-1]
    if first.startswith("phong"):
        return "các phòng, ban, ngành"
    if first.startswith(("so", "ban", "nganh", "bo")):
        return "các sở, ban, ngành"
    if _FRONT_CLASS.search(folded):
        return "các tổ chức chính trị - xã hội, đoàn thể"
    return "các cơ quan, đơn vị"


def _class_of(kinds: list[str], *, open_class: bool, words: str) -> AgencyClass:
    levels = tuple(level for level in Level if level in {_TIERS[kind] for kind in kinds})
    if Level.PROVINCE in levels:  # "các tỉnh, thành phố": cities of the centre, not of a province
        return AgencyClass("UBND các tỉnh, thành phố", (Level.PROVINCE,), frozenset(), open_class=True, tail=words)
    whole = {Level.DISTRICT: "huyen", Level.COMMUNE: "xa"}
    limited = frozenset() if all(whole[level] in kinds for level in levels) else frozenset(kinds)
    if limited:
        name = f"UBND {' '.join(words.split()).lower()}"
    else:
        name = ", ".join("UBND cấp huyện" if level is Level.DISTRICT else "UBND cấp xã" for level in levels)
    return AgencyClass(name, levels, limited, open_class)


def _is_the_place(kind: str, place: Unit | None) -> bool:
    """Say whether the single word means the issuing place itself: "UBND huyện" in a plan of a district."""
    if kind == "tinh":
        return True
    if place is None:
        return False
    tier = _TIERS[kind]
    above = place.level is Level.COMMUNE and tier is Level.DISTRICT
    return above or place.level is tier or fold(place.prefix) == kind


def _without_names(tail: str, place: Unit | None) -> str:
    return tail.replace(fold(place.name), "").strip(" ,") if place else tail.strip(" ,")


def _folded(text: str) -> str:
    folded = re.sub(r"\s*([,;:])\s*", r"\1 ", fold(text))
    return re.sub(r"\s*[–—-]\s*", " - ", folded).strip()
