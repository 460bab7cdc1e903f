"""The end of a plan: who signed, and to whom it goes."""

import re
from collections.abc import Iterable, Sequence

from tracker.parsing.draft import Signer
from tracker.parsing.lines import Line

_RECIPIENTS = re.compile(r"^Nơi nhận\s*:?\s*", re.IGNORECASE)
_ADDRESSED = re.compile(r"^Kính gửi\s*:?\s*", re.IGNORECASE)
_ACTING = re.compile(
    r"(?:(?:TM|KT|TL|TUQ|Q|T/M)\b[./]?|(?:PHÓ\s+)?(?:CHỦ TỊCH|GIÁM ĐỐC|BÍ THƯ|TRƯỞNG|CHÁNH|BỘ TRƯỞNG)|"
    r"(?:THỨ|CỤC|TỔNG CỤC|VỤ) TRƯỞNG)"
)
_STANDS_FOR = re.compile(r"^(?:TM|T/M)\b.*?(?=\b(?:KT|TL|TUQ|Q)\.|\b(?:PHÓ )?(?:CHỦ TỊCH|TRƯỞNG BAN|GIÁM ĐỐC)|$)")
_SIGNED = re.compile(r"\(?\s*(?:[Đđ]ã ký|ĐÃ KÝ)\s*\)?|\(Ký[^)]*\)")
_CAPITALS = "".join(chr(sign) for sign in range(0x41, 0x1EFA) if chr(sign).isupper())
_POST = (
    r"(?:PHÓ\s+)?(?:CHỦ TỊCH|GIÁM ĐỐC|BÍ THƯ|TRƯỞNG (?:BAN|PHÒNG)|CHÁNH VĂN PHÒNG|BỘ TRƯỞNG|THỨ TRƯỞNG|CỤC TRƯỞNG)"
    r"(?:\s+THƯỜNG TRỰC)?"
)
# The right column of a signature laid out with blanks: white space is folded, so that it stands behind the recipient.
_BESIDE = re.compile(
    rf"(?<=[\s;.,:])(?:(?:TM|T/M)\b\.?\s*(?:[{_CAPITALS}]+(?=\s|$)\s*)+|(?:(?:KT|TL|TUQ|Q)\.\s*)?{_POST}(?!\w))"
)
_NAME_BESIDE = re.compile(r"(?:[.;)]|[A-ZĐ\d](?=\s))\s+(?P<name>[^\W\d_]\S*(?:\s+\S+){1,4})$")
_BODIES = ("Sở", "Bộ", "Ban", "Ủy", "Uỷ", "Hội", "Công", "Chi", "Cục", "Phòng", "Văn", "Tỉnh", "Huyện", "Đảng", "Các")
_BULLETS = ("-", "–", "—", "+", "*", "•")
_WITHIN = 60
_FILED = ("lưu", "(")


def read_signer(lines: Sequence[Line], body_end: int) -> Signer | None:
    """Return who signed, None when the signature is lost."""
    position: list[str] = []
    for line in lines[body_end : body_end + _WITHIN]:
        for words in _right_column(line.text):
            post, name = _parted(_SIGNED.sub(" ", words).strip())
            opens = bool(_ACTING.match(post))
            if post and (opens or (position and len(post) <= 40)):
                position.append(post)
            if position and _is_person(name) and (not post or opens or position[-1] == post):
                return Signer(name=name, position=_post(position))
    return None


def _right_column(line: str) -> Iterable[str]:
    """Give the cells of a line; of a line with recipients only what stands beside them: a post, a name."""
    for cell in line.replace("\t", "|").split("|"):
        if not cell.strip().startswith(_BULLETS) and not _RECIPIENTS.match(cell.strip()):
            yield cell
            continue
        yield from (found.group().strip() for found in _BESIDE.finditer(cell))
        name = _name_beside(cell)
        if name:
            yield name


def _left_column(line: str, signer: str | None) -> str:
    """Return a line of recipients without the post and the signer's name beside it."""
    words = " ".join(line.replace("|", " ").split())
    if _ACTING.match(words) and not any(letter.islower() for letter in words):
        return words
    words = " ".join(_BESIDE.sub(" ", words).split())
    return words.removesuffix(signer).rstrip() if signer else words


def _name_beside(cell: str) -> str | None:
    found = _NAME_BESIDE.search(_BESIDE.sub(" ", cell).strip())
    name = found.group("name") if found else ""
    return name if _is_person(name) and not name.startswith(_BODIES) else None


def _parted(words: str) -> tuple[str, str]:
    """Part "KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn A" into post and name; one of them may be empty."""
    acting = _ACTING.search(words) if any(letter.islower() for letter in words) else None
    if acting and acting.start() and not words[acting.start() - 1].isalnum():
        words = words[acting.start() :]
    parts = words.split()
    post = 0
    while post < len(parts) and not any(letter.islower() for letter in parts[post]):
        if len(parts[post]) == 1 and parts[post + 1 :] and not parts[post + 1].isupper():
            break  # "Y Bhăm", "A Phiêu"
        post += 1
    return " ".join(parts[:post]), " ".join(parts[post:])


def _post(position: Sequence[str]) -> str:
    whole = " ".join(position)
    return _STANDS_FOR.sub("", whole).strip() or whole


def _is_person(words: str) -> bool:
    parts = words.split()
    return (
        2 <= len(parts) <= 5
        and all(part[0].isupper() and re.sub("['’-]", "", part).isalpha() for part in parts)
        and not words.isupper()
    )


def read_recipients(lines: Sequence[Line], body_end: int) -> list[str]:
    """Return the addressees of "Nơi nhận", without the filing line."""
    start = next((i for i in range(body_end, min(body_end + 4, len(lines))) if _RECIPIENTS.match(lines[i].text)), None)
    if start is None:
        return []
    signer = read_signer(lines, body_end)
    name = signer.name if signer else None
    whole = [_left_column(line.text, name) for line in lines[start : start + _WITHIN]]
    whole[0] = _RECIPIENTS.sub("", whole[0])
    filed = next((i for i, words in enumerate(whole) if words.lstrip("-–— ").lower().startswith("lưu")), 0)
    return list(_listed([w for i, w in enumerate(whole) if i > filed or not _is_signature(w, name)]))


def _is_signature(words: str, signer: str | None) -> bool:
    """Tell a line between the recipients that belongs to the right column alone."""
    return words == signer or (bool(_ACTING.match(words)) and not any(letter.islower() for letter in words))


def read_addressees(lines: Sequence[Line], start: int, end: int) -> list[str]:
    """Return to whom a letter goes: the names behind "Kính gửi" in its own line and in the bullets below it."""
    first = _ADDRESSED.sub("", lines[start].text)
    return list(_listed([first, *(line.text for line in lines[start + 1 : end])]))


def _listed(entries: Sequence[str]) -> Iterable[str]:
    for number, words in enumerate(entries):
        if not words:
            continue
        if number and not words.startswith(("-", "–", "—")):
            return
        for part in re.split(r"[;.]\s*[-–—]\s+", words.lstrip("-–— ").strip()):
            if part and not part.lower().startswith(_FILED):
                yield re.sub(r"\s*\((?:b/c|B/c|báo cáo|để b/c|để báo cáo)\)", "", part).rstrip(" ;.,")
