"""What stands above and below the text of a document: who issues it, number, place and day, who signs. Pure."""

import enum
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from tracker.agencies.models import Agency
from tracker.documents.official import Signature

_COMMITTEE_SHORT, _COMMITTEE = "UBND ", "Ủy ban nhân dân "
_ROOM = "\u00a0" * 5
_LAST_PADDED_MONTH = 2  # days below 10 and the months 1 and 2 are written with a zero
_PLACES = re.compile(r"\s+(?:cấp\s+)?(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu)(?:\s+\S.*)?$")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SMALL_WORDS = frozenset({"và", "-", "–", "của", "các", "chi", "nhánh"})


class Signing(enum.StrEnum):
    """In whose place the document is signed: by the head, by a deputy for the head, by order of the head."""

    HEAD = "thu-truong"
    DEPUTY = "ky-thay"
    ORDER = "thua-lenh"


@dataclass(frozen=True, slots=True)
class Signer:
    """What a person chose for the signature block; without a name the room is left for it."""

    signing: Signing = Signing.HEAD
    name: str = ""


# The first words of the name of an agency -> "TM." of a collective body, the title of its head, who signs by order.
_OFFICES: tuple[tuple[str, str, str, str], ...] = (
    ("ủy ban nhân dân", "Ủy ban nhân dân", "Chủ tịch", "Chánh Văn phòng"),
    ("ủy ban mttq", "Ban Thường trực", "Chủ tịch", "Chánh Văn phòng"),
    ("ủy ban mặt trận", "Ban Thường trực", "Chủ tịch", "Chánh Văn phòng"),
    ("hội đồng nhân dân", "Hội đồng nhân dân", "Chủ tịch", "Chánh Văn phòng"),
    ("hđnd", "Hội đồng nhân dân", "Chủ tịch", "Chánh Văn phòng"),
    ("ban chỉ đạo", "Ban Chỉ đạo", "Trưởng ban", "Chánh Văn phòng"),
    ("ban chỉ huy", "", "Chỉ huy trưởng", "Tham mưu trưởng"),
    ("bộ chỉ huy", "", "Chỉ huy trưởng", "Tham mưu trưởng"),
    ("ban quản lý", "", "Trưởng ban", "Chánh Văn phòng"),
    ("ban ", "", "Trưởng ban", "Chánh Văn phòng"),
    ("sở ", "", "Giám đốc", "Chánh Văn phòng"),
    ("công an xã", "", "Trưởng Công an xã", "Cán bộ trực"),
    ("công an", "", "Giám đốc", "Trưởng phòng Tham mưu"),
    ("văn phòng", "", "Chánh Văn phòng", "Trưởng phòng Hành chính"),
    ("thanh tra", "", "Chánh Thanh tra", "Chánh Văn phòng"),
    ("phòng giao dịch", "", "Giám đốc", "Tổ trưởng"),
    ("phòng ", "", "Trưởng phòng", "Chuyên viên phụ trách"),
    ("chi cục", "", "Chi cục trưởng", "Trưởng phòng"),
    ("cục ", "", "Cục trưởng", "Chánh Văn phòng"),
    ("thống kê", "", "Trưởng Thống kê", "Trưởng phòng"),
    ("thuế", "", "Trưởng Thuế", "Chánh Văn phòng"),
    ("tòa án", "", "Chánh án", "Chánh Văn phòng"),
    ("viện kiểm sát", "", "Viện trưởng", "Chánh Văn phòng"),
    ("báo ", "", "Tổng Biên tập", "Chánh Văn phòng"),
    ("hội ", "Ban Thường vụ", "Chủ tịch", "Chánh Văn phòng"),
    ("hiệp hội", "Ban Chấp hành", "Chủ tịch", "Chánh Văn phòng"),
    ("liên đoàn", "Ban Thường vụ", "Chủ tịch", "Chánh Văn phòng"),
    ("liên minh", "Ban Thường vụ", "Chủ tịch", "Chánh Văn phòng"),
    ("đoàn thanh niên", "Ban Thường vụ", "Bí thư", "Chánh Văn phòng"),
    ("chi nhánh", "", "Giám đốc", "Trưởng phòng"),
    ("ngân hàng", "", "Giám đốc", "Trưởng phòng"),
    ("bảo hiểm", "", "Giám đốc", "Chánh Văn phòng"),
    ("kho bạc", "", "Giám đốc", "Chánh Văn phòng"),
    ("đài", "", "Giám đốc", "Trưởng phòng"),
    ("trung tâm", "", "Giám đốc", "Trưởng phòng"),
)
_UNKNOWN = ("", "", "Thủ trưởng cơ quan", "Chánh Văn phòng")
_DEPUTIES = {"Trưởng ban": "Phó Trưởng ban", "Tổng Biên tập": "Phó Tổng Biên tập", "Bí thư": "Phó Bí thư"}


def full_name(name: str) -> str:
    """Return a name as it is written in a document: "UBND xã Bảo Lạc" is "Ủy ban nhân dân xã Bảo Lạc"."""
    return name.replace(_COMMITTEE_SHORT, _COMMITTEE, 1) if name.startswith(_COMMITTEE_SHORT) else name


def superior_of(agency: Agency, issuer: Agency) -> str:
    """Return the committee above an agency of the same place; "" for a committee itself and for bodies only asked."""
    if agency.id == issuer.id or agency.unit_code != issuer.unit_code or agency.name.startswith(_COMMITTEE_SHORT):
        return ""
    return "" if agency.kind and agency.kind.is_requested else full_name(issuer.name)


def abbreviation(name: str) -> str:
    """Return the letters of an agency in numbers of documents: "Sở Tài chính" is STC, a people's committee UBND."""
    plain = full_name(name).replace("HĐND", "Hội đồng nhân dân").replace("UBND", "Ủy ban nhân dân")
    bare = _PLACES.sub("", plain) or plain
    words = [word.strip(",().") for word in bare.replace("-", " ").split()]
    letters = "".join(
        word if word.isupper() and len(word) > 1 else word[0].upper()
        for word in words
        if word and word.lower() not in _SMALL_WORDS
    )
    return unicodedata.normalize("NFC", _TONES.sub("", unicodedata.normalize("NFD", letters)))


def number_words(number: str | None, *, sign: str) -> str:
    """Return the number as it is written: "5/BC-STC" is "05/BC-STC"; without one "/" and the sign: room is left."""
    written = (number or "").strip()
    written = re.sub(r"^(?:số|so)\s*:?\s*", "", written, flags=re.I)
    if not written:
        return f"/{sign}"
    return re.sub(r"^(\d)(?=\D|$)", r"0\1", written)


def place_and_day(place: str, day: date) -> str:
    """Return the line of place and day: "Cao Bằng, ngày 30 tháng 7 năm 2026"."""
    return f"{place or '…'}, {day_words(day)}"


def day_words(day: date) -> str:
    """Return "ngày 05 tháng 02 năm 2026": a zero before days below 10 and before the months 1 and 2."""
    month = f"{day.month:02d}" if day.month <= _LAST_PADDED_MONTH else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def open_day_words(today: date) -> str:
    """Return the day of what is not signed yet: room for the day, then the month and year of today."""
    return day_words(today.replace(day=10)).replace("ngày 10", f"ngày {_ROOM}")


def place_of(agency: Agency) -> str:
    """Return the place that stands before the day: the name of the agency's unit."""
    return agency.unit.name if agency.unit else ""


def signature_of(name: str, signer: Signer) -> Signature:
    """Return the signature block of an agency by its name: "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC"."""
    known = full_name(name).lower()
    _start, collective, head, by_order = next((o for o in _OFFICES if known.startswith(o[0])), _UNKNOWN)
    lines = [f"TM. {collective}"] if collective and signer.signing is not Signing.ORDER else []
    match signer.signing:
        case Signing.HEAD:
            lines.append(head)
        case Signing.DEPUTY:
            lines += [f"KT. {head}", _DEPUTIES.get(head, f"Phó {head}")]
        case Signing.ORDER:
            lines += [f"TL. {head}", by_order]
    return Signature(tuple(line.upper() for line in lines), signer.name.strip())
