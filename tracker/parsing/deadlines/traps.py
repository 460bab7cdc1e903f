"""What looks like a deadline and is none: quoted words, dates of cited acts, windows of data."""

import re

_QUOTED = re.compile(r"“[^“”]{0,300}”|\"[^\"]{0,300}\"")
_GAP = re.compile(r"\s{41,}")
_CITED = re.compile(
    r"(?:Quyết định|Nghị quyết|Nghị định|Thông tư|Chỉ thị|Kế hoạch|Công văn|Kết luận|Chương trình|Luật|Thông báo|"
    r"Hướng dẫn|Đề án)\s+số\s(?P<near>[^;.,]*)[^;.]*"
)
_DATA = re.compile(r"(?:số liệu|chốt|kỳ báo cáo|thời điểm|tính)[^.;]{0,30}$", re.IGNORECASE)
_NOUN_OF_RHYTHM = re.compile(
    r"(?:kế hoạch|chương trình|báo cáo|số liệu|dự toán|bình quân|trung bình|tăng|giảm|kinh phí|chỉ tiêu|"
    r"kết quả|tuyển quân)"
    r"(?:[\s,]+\w+){0,5}[\s,]*$",
    re.IGNORECASE,
)


def readable(text: str) -> str:
    """Return the text with everything between quotation marks blotted out, and long gaps, of the same length.

    A comment may quote a deadline in order to change it; titles between quotation marks hold years. No phrase reaches
    over a gap of a line's width, and looking for one there would take the square of its length.
    """
    text = _GAP.sub(lambda found: "·" * len(found.group()), text)
    return _QUOTED.sub(lambda found: found.group()[0] + "·" * (len(found.group()) - 2) + found.group()[-1], text)


class Cited:
    """Where a text cites other acts: their dates and titles are not its deadlines."""

    def __init__(self, text: str) -> None:
        self._near = [(found.start(), found.end("near")) for found in _CITED.finditer(text)]
        self._far = [found.span() for found in _CITED.finditer(text)]

    def names(self, at: int) -> bool:
        """Tell whether the place lies in the name of an act, up to its first comma."""
        return any(start <= at < end for start, end in self._near)

    def reaches(self, at: int) -> bool:
        """Tell whether the place may still lie in an act's title, up to the end of the clause."""
        return any(start <= at < end for start, end in self._far)


def is_window_of_data(text: str, at: int) -> bool:
    """Tell a range that says which time figures are about: "số liệu từ 15/12/2025 đến 14/6/2026"."""
    return bool(_DATA.search(text[max(0, at - 60) : at]))


def names_something(text: str, at: int) -> bool:
    """Tell a rhythm that belongs to a noun before it: "kế hoạch giảm nghèo hằng quý", "tăng bình quân hàng năm"."""
    return bool(_NOUN_OF_RHYTHM.search(text[max(0, at - 48) : at]))
