"""A long plan of our own: 150 pieces of work, 30 of them with doubts of six kinds. Says itself who must get what."""

from dataclasses import dataclass

from tests.intake.documents import CLOSING, HEAD, ORDER, TITLE

VERBS = (
    "Rà soát danh sách hộ nghèo",
    "Hướng dẫn các địa phương sửa chữa nhà ở",
    "Tổ chức tập huấn cho cán bộ cơ sở",
    "Kiểm tra chất lượng công trình nước sạch",
    "Tuyên truyền chính sách bảo hiểm y tế",
    "Hỗ trợ cây giống, con giống cho hộ nghèo",
)
KNOWN = (
    "Sở Tài chính",
    "Sở Y tế",
    "Sở Nông nghiệp và Môi trường",
    "Sở Xây dựng",
    "Sở Giáo dục và Đào tạo",
    "Sở Nội vụ",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Khoa học và Công nghệ",
)
NEW_AGENCY = "Trung tâm Nghĩa tình biên cương"
OPEN = "Các sở, ban, ngành liên quan"
FRONT = "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"
TRADE, FAITH, JUSTICE = "Sở Công Thương", "Sở Dân tộc và Tôn giáo", "Sở Tư pháp"


@dataclass(frozen=True)
class Work:
    """One piece of work as the plan states it, and the doubt that it is read with. Without `bullet` its line begins
    small, as if cut off."""

    words: str
    heading: str
    doubt: str | None = None
    bullet: bool = True


def works() -> list[Work]:
    """All 150 pieces of work in the order of the plan."""
    sure = [
        Work(f"{VERBS[n % 6]} đợt {n + 1} tại cụm {place + 1}, hoàn thành trước ngày {n + 5}/6/2026.", name)
        for place, name in enumerate(KNOWN)
        for n in range(15 if place else 14)
    ]
    return [*sure, *_doubtful()]


def _doubtful() -> list[Work]:
    five = range(5)
    return [
        *(
            Work(f"{VERBS[n]} vùng {n + 1}, xong trước ngày {n + 5}/7/2026.", NEW_AGENCY, "agency_unknown")
            for n in five
        ),
        *(Work(f"{VERBS[n]} phần {n + 1}, xong trước ngày {n + 5}/8/2026.", OPEN, "open_class") for n in five),
        *(Work(f"{VERBS[n]} lượt {n + 1}, xong trước ngày {n + 5}/8/2026.", FRONT, "mode_unclear") for n in five),
        *(Work(f"{VERBS[n]} kỳ {n + 1}, xong trước ngày 3{n + 2}/9/2026.", TRADE, "deadline_unclear") for n in five),
        *(Work(f"{VERBS[n]} lô ###$$ {n + 1}, xong trước ngày {n + 5}/9/2026.", FAITH, "poor_text") for n in five),
        Work("Trợ giúp pháp lý cho hộ nghèo ở vùng cao, xong trước ngày 3/10/2026.", JUSTICE),
        *(
            Work(
                f"{VERBS[n].lower()} mảng {n + 1}, xong trước ngày {n + 5}/10/2026.", JUSTICE, "boundary_unsure", False
            )
            for n in five
        ),
    ]


def long_plan(*, doubts: bool = True) -> bytes:
    """Return the plan; without `doubts` only the 119 pieces of work that are read without one."""
    chosen = [work for work in works() if doubts or (work.doubt is None and work.heading in KNOWN)]
    body, last = "", None
    number = 0
    for work in chosen:
        if work.heading != last:
            number, last = number + 1, work.heading
            body += f"{number}. {work.heading}\n"
        body += f"- {work.words}\n" if work.bullet else f"{work.words}\n"
    head = HEAD.format(number="95/KH-UBND", day="02 tháng 3 năm 2026", title=TITLE)
    return (head + body + ORDER + CLOSING).encode()
