"""Part a list of agencies into names, without cutting names that hold a comma or "và" themselves."""

import re

from tracker.catalogue.recognition import recognise
from tracker.catalogue.spelling import agency_key, plain_name
from tracker.catalogue.units import units_named
from tracker.vietnamese import fold, tidy

_STRONG = re.compile(r"\s*;\s*")
_WEAK = re.compile(r"\s*,\s*(?:(?:và|cùng)\s+)?|\s+(?:và|cùng với|cùng)\s+", re.IGNORECASE)
_LONGEST_NAME = 6
_CARRIED = ("Sở", "Phòng", "Hội", "Bộ")
_HEADS = (
    "so|phong|ban|bo|cuc|chi cuc|tong cuc|chi nhanh|ngan hang|uy ban|ubnd|hoi|doan|lien doan|lien minh|hiep hoi|"
    "van phong|vp|bao|dai|cong an|mat tran|mttq|ubmttq|ubmttqvn|bao hiem|bhxh|kho bac|thanh tra|trung tam|truong|hdnd|"
    "nhcsxh|tinh doan|huyen doan|thanh doan|tinh uy|huyen uy|thanh uy|dang uy|toa an|vien kiem sat|cac|thu truong|"
    "giam doc|chu tich|de nghi|to|quy|ldld|nhnn|co quan|don vi|doan the|to chuc|thue|tram|hat|bien phong|"
    "cong doan|bchqs|tap chi|bo doi|dien luc|buu dien|vien thong|vnpt|viettel|benh vien|cong ty|tong cong ty|thong ke|"
    "kiem toan|xi nghiep|hop tac xa|vu|hai quan|kiem lam|nguoi dung dau"
)
_HEAD = re.compile(rf"^(?:{_HEADS})(?=[\s:.,&-]|$)")
_BARE_NOUN = re.compile(
    r"^(?:so|ban|nganh|phong|hoi|doan the|don vi|co quan|to chuc|dia phuong|doanh nghiep|huyen|quan|thi xa|"
    r"thanh pho|tp|xa|phuong|thi tran|dac khu|ca nhan|truong hoc|cong dong)"
    r"(?: (?:lien quan|co lien quan|khac|tinh|huyen|xa|cua tinh|cua huyen|cap tinh|cap huyen|chinh tri.*|truc thuoc.*|"
    r"tren dia ban.*|chuyen mon.*|thanh vien.*))?$"
)
_PLURAL = re.compile(r"^các\s+(sở|phòng|hội|bộ|ban|huyện|xã|phường|thị xã|thành phố)\s*:?\s+(?=\S)", re.IGNORECASE)
_COMMITTEE_LIST = re.compile(
    r"^(ubnd|[ủu][ỷy]\s+ban\s+nhân\s+dân)\s+(?:các\s+)?"
    r"(huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu)\s*:?\s+(\S.*)$",
    re.IGNORECASE,
)


def split_names(text: str) -> tuple[str, ...]:
    """Return the names in a list such as "Sở Y tế, Sở Xây dựng và các đoàn thể", each as written.

    A name that the catalogue knows is never cut ("Sở Văn hóa, Thể thao và Du lịch"). Words left out are put back:
    "Sở Y tế, Xây dựng" gives "Sở Xây dựng", "UBND các huyện Bình Gia, Văn Quan" gives "UBND huyện Văn Quan".
    """
    names: list[str] = []
    for clause in _STRONG.split(" ".join(tidy(text).split())):
        names += _names_of_clause(clause)
    return tuple(names)


def _names_of_clause(clause: str) -> list[str]:
    pieces, joints = _pieces(clause)
    names: list[str] = []
    at = 0
    while at < len(pieces):
        name, used = _next_name(pieces, joints, at, names[-1] if names else "")
        if used:
            names.append(name)
            at += used
        elif names:
            names[-1] += joints[at] + pieces[at]
            at += 1
        else:
            names.append(pieces[at])
            at += 1
    return [name for name in (name.strip(" ,.:") for name in names) if name]


def _pieces(clause: str) -> tuple[list[str], list[str]]:
    """Return the pieces between commas and "và", and before each piece the sign that stood there."""
    pieces, joints, start, sign = [], [], 0, ""
    for found in _WEAK.finditer(clause):
        pieces.append(clause[start : found.start()])
        joints.append(sign)
        start, sign = found.end(), found.group()
    pieces.append(clause[start:])
    joints.append(sign)
    kept = [(piece, joint) for piece, joint in zip(pieces, joints, strict=True) if piece.strip()]
    return [piece for piece, _ in kept], [joint for _, joint in kept]


def _next_name(pieces: list[str], joints: list[str], at: int, before: str) -> tuple[str, int]:
    """Return the name that begins at piece `at` and how many pieces it takes; 0 when it belongs to the name before."""
    for end in range(min(len(pieces), at + _LONGEST_NAME), at, -1):
        joined = pieces[at] + "".join(joints[i] + pieces[i] for i in range(at + 1, end))
        for name in _spelled_out(joined, before):
            if _is_one_name(name, single=end == at + 1):
                return name, end - at
    if _starts_name(pieces[at], before):
        return pieces[at], 1
    return "", 0


def _spelled_out(joined: str, before: str) -> list[str]:
    """Return the ways to read a piece: as written, out of its plural, or with the head of the name before put back."""
    ways = []
    listed = _COMMITTEE_LIST.match(joined)
    if listed:
        ways.append(f"{listed.group(1)} {listed.group(2)} {listed.group(3)}")
    plural = _PLURAL.match(joined)
    if plural:
        head = plural.group(1)
        ways.append(f"{head[0].upper()}{head[1:].lower()} {joined[plural.end() :]}")
    ways.append(joined)
    if _HEAD.match(fold(joined)) or not before:
        return ways
    committee = _COMMITTEE_LIST.match(before)
    if committee:
        bare = units_named(joined)
        named = joined if fold(joined).startswith(_UNIT_WORDS) else f"{committee.group(2)} {joined}"
        return [f"{committee.group(1)} {named}"] if bare else ways
    head = (recognise(before, place=None, on=None).canonical or before).split()[0]
    return [*ways, f"{head} {joined}"] if head in _CARRIED and not _BARE_NOUN.match(fold(joined)) else ways


_UNIT_WORDS = ("huyen ", "quan ", "thi xa ", "thanh pho ", "tp ", "tp. ", "xa ", "phuong ", "thi tran ", "dac khu ")


def _is_one_name(name: str, *, single: bool) -> bool:
    """Say whether the catalogue knows `name` as one agency or class; a longer open class must hold no other name."""
    found = recognise(name, place=None, on=None)
    if found.score < 1 or not (found.canonical or found.kind or found.candidates):
        return False
    if single or not found.open_class:
        return _HEAD.match(fold(plain_name(name))) is not None or found.group or _short_form(name)
    rest = re.split(_WEAK, name)[1:]
    return all(_BARE_NOUN.match(fold(piece)) for piece in rest)


def _short_form(name: str) -> bool:
    return len(agency_key(name).split()) > len(fold(name).split())


def _starts_name(piece: str, before: str) -> bool:
    folded = fold(plain_name(piece))
    if before and _BARE_NOUN.match(folded):
        return not _takes_nouns(before)
    return _HEAD.match(folded) is not None or (folded.startswith(_UNIT_WORDS) and bool(units_named(piece)))


def _takes_nouns(before: str) -> bool:
    """Say whether the name before is a class that goes on ("các sở" + "ban" + "ngành")."""
    return recognise(before, place=None, on=None).group
