"""How wide a line of Times New Roman is, to lay out the head: where long names break, how long their rules are. Pure.

Letters are measured by their widths in bold, thousandths of the size; marks above and below add nothing to them.
"""

import math
import unicodedata
from functools import lru_cache

POINT_MM = 25.4 / 72
RULE_SHARE = 0.4  # "từ 1/3 đến 1/2 độ dài của dòng chữ"
_USUAL = 556
_WIDTHS = {
    **dict.fromkeys(" .,", 250),
    **dict.fromkeys("-–()ftj:;[]", 333),
    **dict.fromkeys("Iscezr", 430),
    **dict.fromkeys("il/", 278),
    **dict.fromkeys("adgxyvokhqpbunươ0123456789", 520),
    **dict.fromkeys("BETLZF", 650),
    **dict.fromkeys("ACDNRUVXYKHĐƯw", 740),
    **dict.fromkeys("GOQƠ&", 800),
    **dict.fromkeys("m", 833),
    **dict.fromkeys("MW", 970),
    **dict.fromkeys("PS", 585),
    "J": 500,
}


def width_mm(text: str, points: float) -> float:
    """Return about how wide a bold line is, in mm; a tenth off at most."""
    return sum(_width(letter) for letter in text) * points * POINT_MM / 1000


@lru_cache(maxsize=512)
def _width(letter: str) -> int:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    base = "".join(part for part in unicodedata.normalize("NFD", letter) if part not in _MARKS)
    return _WIDTHS.get(unicodedata.normalize("NFC", base), _USUAL if base else 0)


_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u0323"  # the horn of ơ, ư stays: it makes the letter wider


def rule_mm(lines: list[str], points: float, longest: float) -> float:
    """Return the length of the short rule below lines: 0.4 of the longest of them, as it is set in `longest` mm."""
    widest = max((width_mm(line, points) for line in lines), default=0.0)
    return round(min(widest, longest) * RULE_SHARE, 1)


def broken(name: str, points: float, longest: float) -> list[str]:
    """Return a name in as few lines as fit in `longest` mm, broken where its words part and as evenly as can be."""
    words = name.split()
    if len(words) < 2 or width_mm(name, points) <= longest:
        return [" ".join(words)] if words else []
    fitting = [n for n in range(1, len(words)) if width_mm(" ".join(words[:n]), points) <= longest] or [1]
    best = min(fitting, key=lambda n: _badness(words, n, points, longest))
    return [" ".join(words[:best]), *broken(" ".join(words[best:]), points, longest)]


def _badness(words: list[str], count: int, points: float, longest: float) -> float:
    """No word of two syllables is torn; then fewer lines; then a break by sense, then an even one."""
    before, after = words[count - 1].upper(), words[count].upper()
    first, rest = width_mm(" ".join(words[:count]), points), width_mm(" ".join(words[count:]), points)
    below = max(1, math.ceil(rest / longest))
    torn = (before, after) in _PAIRS or before in _STARTS
    by_sense = after in _STARTS or before.endswith((",", "-", "–"))
    return below * 10 + torn * 12 + (not by_sense) * 0.5 + abs(first - rest / below) / longest


_STARTS = frozenset({"VÀ", "TỈNH", "HUYỆN", "XÃ", "PHƯỜNG", "CÁC"})
_TOGETHER = """
ỦY BAN, NHÂN DÂN, CHỈ ĐẠO, CHỈ HUY, CHƯƠNG TRÌNH, MỤC TIÊU, QUỐC GIA, TỔ QUỐC, MẶT TRẬN
VIỆT NAM, NÔNG NGHIỆP, NÔNG THÔN, NÔNG DÂN, MÔI TRƯỜNG, XÃ HỘI, NGÂN HÀNG, CHÍNH SÁCH, CHI NHÁNH
LAO ĐỘNG, THƯƠNG BINH, VĂN PHÒNG, VĂN HÓA, THỂ THAO, DU LỊCH, PHÁT TRIỂN, XÂY DỰNG, ĐIỀU PHỐI
GIÁO DỤC, ĐÀO TẠO, KHOA HỌC, CÔNG NGHỆ, TÀI CHÍNH, KẾ HOẠCH, ĐẦU TƯ, BỘ ĐỘI, BIÊN PHÒNG
QUÂN SỰ, LIÊN HIỆP, PHỤ NỮ, CỰU CHIẾN, CHIẾN BINH, THANH NIÊN, CỘNG SẢN, HỢP TÁC, THÔNG TIN
TRUYỀN THÔNG, DÂN TỘC, TÔN GIÁO, THÀNH PHỐ, NHÀ NƯỚC, BẢO HIỂM, DOANH NGHIỆP, HỒ CHÍ, CHÍ MINH
GIẢM NGHÈO, BỀN VỮNG, QUẢN LÝ
"""
_PAIRS = frozenset(tuple(pair.split()) for pair in _TOGETHER.replace("\n", ", ").split(", ") if pair)
