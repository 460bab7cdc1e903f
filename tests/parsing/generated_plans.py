"""Plans made by chance from our own words: agencies x clauses x deadlines x duties, in several ways to number them."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.parsing.samples import HEAD, TAIL

Work = tuple[str, str, str]
"""Agency, sentence and mode, as a careful reader takes them."""


@dataclass(frozen=True, slots=True)
class GeneratedPlan:
    """Paragraphs of a plan, and what it assigns; `opening` is the line of the title of the assigning part."""

    paragraphs: tuple[str, ...]
    opening: int
    work: tuple[Work, ...]
    reporters: tuple[str, ...]

    def text(self, parted: str = "\n\n") -> str:
        """Return the file, its paragraphs parted by one or two line ends."""
        return parted.join(self.paragraphs) + "\n"

    def without_title(self) -> "GeneratedPlan":
        """Return the plan without the title of its assigning part."""
        left = self.paragraphs[: self.opening] + self.paragraphs[self.opening + 1 :]
        return GeneratedPlan(left, self.opening, self.work, self.reporters)


@dataclass(frozen=True, slots=True)
class Era:
    """The bodies of a province before or after 1 July 2025."""

    head: str
    agencies: tuple[str, ...]
    requested: tuple[str, ...]
    year: str


_BEFORE = Era(
    HEAD,
    (
        *("Sở Lao động - Thương binh và Xã hội", "Sở Tài chính", "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Xây dựng"),
        *("Sở Nông nghiệp và Phát triển nông thôn", "Sở Thông tin và Truyền thông", "Ban Dân tộc tỉnh", "Công an tỉnh"),
        *("Chi nhánh Ngân hàng Chính sách xã hội tỉnh", "UBND các huyện, thị xã, thành phố"),
    ),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Hội Nông dân tỉnh"),
    "2024",
)
_AFTER = Era(
    HEAD.replace("năm 2024", "năm 2026").replace("NĂM 2024", "NĂM 2026").replace("/2024", "/2026"),
    (
        *("Sở Nông nghiệp và Môi trường", "Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Sở Dân tộc và Tôn giáo"),
        *("Sở Khoa học và Công nghệ", "Thuế tỉnh", "Công an tỉnh", "Bảo hiểm xã hội tỉnh", "UBND các xã, phường"),
    ),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Hội Liên hiệp Phụ nữ tỉnh"),
    "2026",
)
ERAS = (_BEFORE, _AFTER)
_STARTS = (
    *("Chủ trì, phối hợp với Sở Tài chính", "Phối hợp với các cơ quan liên quan", "Rà soát để", "Hướng dẫn cơ sở"),
    *("Tham mưu UBND tỉnh", "Tổ chức", "Tiếp tục", "Chỉ đạo các đơn vị trực thuộc"),
)
WORKS = (
    "mở lớp sửa máy nông cụ cho thanh niên vùng cù lao",
    "cấp giống vịt và thức ăn cho hộ có đất bãi",
    "khám mắt lưu động cho người cao tuổi sống một mình",
    "lắp bồn chứa nước mưa tại các ấp xa kênh",
    "vận động tiểu thương góp sách cũ cho tủ sách ấp",
    "đo đạc lại ranh đất vườn của hộ mới thoát nghèo",
    "in sổ tay hỏi đáp về vay vốn bằng ba thứ tiếng",
)
DEADLINES = (
    *("", "", " trước ngày 15/6/{year}", " trong quý III năm {year}", ", hoàn thành chậm nhất ngày 31/10/{year}"),
    *(" trong tháng 4/{year}", " hằng tháng", " trước ngày 20 tháng 11 năm {year}"),
)
_ENDS = ("", "", "; dán kết quả tại nhà văn hóa", "; nêu gương người làm tốt")
_DUTY = "Định kỳ 6 tháng, năm báo cáo kết quả với UBND tỉnh trước ngày 20/6 và trước ngày 20/12"
_TITLES = (
    "II. TỔ CHỨC THỰC HIỆN",
    "II. Phân công nhiệm vụ",
    "II. TRÁCH NHIỆM CỦA CÁC CƠ QUAN",
    "Phần II. TỔ CHỨC THỰC HIỆN",
)
_AIMS = ("I. MỤC TIÊU", "Giữ cho hộ vừa thoát nghèo không nghèo lại; có thêm việc làm ngay tại ấp.")
HEADINGS = ("number", "colon", "inline", "bracket", "bullet")
ITEMS = {
    "number": ("- {}", "a) {}", "+ {}", "prose"),
    "colon": ("- {}", "+ {}", "prose"),
    "inline": ("prose",),
    "bracket": ("- {}", "+ {}", "prose"),
    "bullet": ("+ {}", "prose"),
}


@st.composite
def plans(draw: st.DrawFn, *, mixed: bool = False) -> GeneratedPlan:
    """Draw a plan; a mixed one numbers its agencies in several ways."""
    era = draw(st.sampled_from(ERAS))
    names = draw(st.lists(st.sampled_from(era.agencies), min_size=3, max_size=6, unique=True))
    last = draw(st.lists(st.sampled_from(era.requested), max_size=1))
    style = draw(st.sampled_from(HEADINGS[:2] if mixed else HEADINGS))
    paragraphs: list[str] = []
    work: list[Work] = []
    reporters: list[str] = []
    for number, name in enumerate([*names, *last], start=1):
        if mixed:
            style = draw(st.sampled_from(("number", "colon", "inline")))
        told = draw(st.lists(_sentences(era.year), min_size=1, max_size=3, unique=True))
        if name not in last and draw(st.integers(0, 3)) == 0:
            told.append(_DUTY)
            reporters.append(name)
        mode = "requested" if name in last else "ordered"
        work += [(name, sentence, mode) for sentence in told]
        item = draw(st.sampled_from(ITEMS[style]))
        paragraphs += _part(style, item, number, f"Đề nghị {name}" if name in last else name, told)
    opening = [*era.head.strip().split("\n\n"), *_AIMS]
    title = draw(st.sampled_from(_TITLES))
    closing = TAIL.strip().split("\n\n")
    return GeneratedPlan((*opening, title, *paragraphs, *closing), len(opening), tuple(work), tuple(reporters))


@st.composite
def _sentences(draw: st.DrawFn, year: str) -> str:
    start, work = draw(st.sampled_from(_STARTS)), draw(st.sampled_from(WORKS))
    deadline = draw(st.sampled_from(DEADLINES)).format(year=year)
    return f"{start} {work}{deadline}{draw(st.sampled_from(_ENDS))}"


def _part(style: str, item: str, number: int, name: str, told: Sequence[str]) -> list[str]:
    """Return the paragraphs of one agency."""
    heading = {
        "number": f"{number}. {name}",
        "colon": f"{number}. {name}:",
        "inline": f"{number}. {name}:",
        "bracket": f"({number}) {name}",
        "bullet": f"- {name}:",
    }[style]
    if item != "prose":
        stops = [";"] * (len(told) - 1) + ["."]
        items = [item.format(sentence) + stop for sentence, stop in zip(told, stops, strict=True)]
        letters = [
            f"{letter}{line[1:]}" if line.startswith("a)") else line
            for letter, line in zip("abcd", items, strict=False)
        ]
        return [heading, *letters]
    prose = " ".join(f"{sentence}." for sentence in told)
    return [f"{heading} {prose}"] if style in ("inline", "bullet") else [heading, prose]
