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
_WITHIN = 60
_FILED = ("lưu", "(")


def read_signer(lines: Sequence[Line], body_end: int) -> Signer | None:
    """Return who signed, None when the signature is lost."""
    position: list[str] = []
    for line in lines[body_end : body_end + _WITHIN]:
        for words in line.text.replace("\t", "|").split("|"):
            post, name = _parted(_SIGNED.sub(" ", words).strip())
            opens = bool(_ACTING.match(post))
            if post and (opens or (position and len(post) <= 40)):
                position.append(post)
            if position and _is_person(name) and (not post or opens or position[-1] == post):
                return Signer(name=name, position=_post(position))
    return None


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
    first = _RECIPIENTS.sub("", lines[start].text.split("\t")[0].split(" | ")[0])
    return list(_listed([first, *(line.text for line in lines[start + 1 : start + _WITHIN])]))


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
