"""What may be added up: counts of people and things, and money; never a rate, an average or a rank. Pure."""

import enum
from decimal import Decimal

from tracker.vietnamese import fold

MONEY = {"dong": Decimal(1), "trieu dong": Decimal(10) ** 6, "ty dong": Decimal(10) ** 9}
MONEY_UNITS = {"dong": "đồng", "trieu dong": "triệu đồng", "ty dong": "tỷ đồng"}
# Every word of a unit that counts people or things: "lượt người", "mô hình".
_COUNTED = """ho nguoi khau tre em nu lao dong hoc vien sinh can bo cong chuc phu huynh mo hinh lop khoa du an tieu cong
trinh xa phuong huyen tinh thon ban xom ap to nhom hop tac doanh nghiep co so truong phong nha ngoi the suat luot cuoc
buoi hoi nghi van km m m2 m3 ha tan ta kg con cay may chiec cai tai lieu quyen tin bai doan dot phien tram cau kenh
gieng be viec lam ke hoach quyet dinh bao cao vu dia"""
_COUNTED_WORDS = frozenset(_COUNTED.split())
_RATES = ("%", "phan tram", "diem %", "diem phan tram", "pp", "‰")
_MEASURED = (
    "ty le",
    "ti le",
    "muc giam",
    "binh quan",
    "trung binh",
    "thu nhap",
    "mat do",
    "chi so",
    "xep hang",
    "toc do",
)


class Adding(enum.StrEnum):
    """Whether the figures of several agencies make one sum."""

    SUMMED = "summed"
    RATE = "rate"  # a rate, an average, a rank: shown side by side
    UNCLEAR = "unclear"  # a unit that is missing, or not known to be one of counting: shown side by side


def adding_of(label: str, unit: str) -> Adding:
    """Tell whether figures under this label and unit may be added up.

    Rates and points of percentage are never added, nor averages and what is "per" something ("triệu đồng/người/năm").
    """
    key, name = unit_key(unit), fold(label)
    if key in MONEY and not name.startswith(_MEASURED) and "binh quan" not in name:
        return Adding.SUMMED
    if key.startswith(_RATES) or "/" in key or name.startswith(_MEASURED) or "binh quan" in name:
        return Adding.RATE
    words = key.split()
    is_counted = key == "nghin dong" or (bool(words) and all(word in _COUNTED_WORDS for word in words))
    return Adding.SUMMED if is_counted else Adding.UNCLEAR


def unit_key(unit: str) -> str:
    """Return a unit for comparison: "Triệu đồng" and "tr.đ" are one."""
    key = fold(unit).strip(" .()")
    short = key.replace(" ", "").replace(".", "")
    money = {"trd": "trieu dong", "trieud": "trieu dong", "trieu": "trieu dong", "trdong": "trieu dong"}
    money |= {"tyd": "ty dong", "tidong": "ty dong", "ti dong": "ty dong", "tid": "ty dong", "ty": "ty dong"}
    money |= {"vnd": "dong", "d": "dong"}
    return money.get(short, key)


def family_of(unit: str) -> str:
    """Return what units share that can be turned into each other exactly: all money is one family."""
    key = unit_key(unit)
    return "money" if key in MONEY else key


def converted(figure: Decimal, unit: str, into: str) -> Decimal:
    """Return the figure in another unit of its family, exactly: 1.234 triệu đồng = 1,234 tỷ đồng."""
    if family_of(unit) != "money":
        return figure
    shift = int((MONEY[unit_key(unit)] / MONEY[unit_key(into)]).log10())
    return figure.scaleb(shift)
