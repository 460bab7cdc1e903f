"""The end of a plan: who signed, and to whom it goes."""

import re
from collections.abc import Sequence

from tracker.parsing.draft import Signer
from tracker.parsing.lines import Line

_RECIPIENTS = re.compile(r"^Nơi nhận\s*:?\s*", re.IGNORECASE)
_ACTING = re.compile(r"^(?:TM|KT|TL|TUQ|Q|T/M)\b[./]?|^(?:PHÓ\s+)?(?:CHỦ TỊCH|GIÁM ĐỐC|BÍ THƯ|TRƯỞNG|CHÁNH)")
_PERSON = re.compile(r"^[^\W\d_a-z]\w+(?:\s+[^\W\d_a-z]\w*){1,4}$")
_WITHIN = 60


def read_signer(lines: Sequence[Line], body_end: int) -> Signer | None:
    """Return who signed, None when the signature is lost."""
    position: list[str] = []
    for line in lines[body_end : body_end + _WITHIN]:
        words = line.text.strip()
        if not words or line.kind != "text":
            continue
        capitals = not any(letter.islower() for letter in words)
        if (_ACTING.match(words) and capitals) or (position and capitals and len(words) <= 40):
            position.append(words)
        elif position and _is_person(words):
            posts = [p for p in position if not p.startswith(("TM", "T/M", "DÂN"))]
            return Signer(name=words, position=" ".join(posts or position))
    return None


def _is_person(words: str) -> bool:
    parts = words.split()
    return 2 <= len(parts) <= 5 and all(part[0].isupper() and part.isalpha() for part in parts) and not words.isupper()


def read_recipients(lines: Sequence[Line], body_end: int) -> list[str]:
    """Return the addressees of "Nơi nhận", without the filing line."""
    start = next((i for i in range(body_end, min(body_end + 4, len(lines))) if _RECIPIENTS.match(lines[i].text)), None)
    if start is None:
        return []
    found = []
    first = _RECIPIENTS.sub("", lines[start].text)
    for words in [first, *(line.text for line in lines[start + 1 : start + _WITHIN])]:
        entry = words.lstrip("-–— ").strip()
        if not words:
            continue
        if not words.startswith(("-", "–", "—")):
            break
        if not entry.lower().startswith("lưu"):
            found.append(re.sub(r"\s*\((?:b/c|B/c|báo cáo|để b/c|để báo cáo)\)", "", entry).rstrip(" ;.,"))
    return found
