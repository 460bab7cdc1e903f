"""Plans made by chance that assign by labelled blocks and by annex tables, in the forms that files give them."""

from collections.abc import Sequence

from hypothesis import strategies as st

from tests.parsing.generated_plans import DEADLINES, ERAS, WORKS, GeneratedPlan
from tests.parsing.samples import TAIL

_TASKS = st.lists(st.sampled_from(WORKS), min_size=3, max_size=6, unique=True)
_LEADS = ("Cơ quan chủ trì", "Đơn vị chủ trì", "Cơ quan thực hiện", "Đơn vị chủ trì thực hiện")
_PARTNERS = ("Cơ quan phối hợp", "Đơn vị phối hợp", "Đơn vị phối hợp thực hiện")
_TIMES = ("Quý III/{year}", "Trước ngày 30/9/{year}", "Thường xuyên", "Tháng 5/{year}", "Hằng năm")
_HEADERS = (
    ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"),
    ("STT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian thực hiện"),
    ("TT", "Tên nhiệm vụ", "Chủ trì thực hiện", "Phối hợp thực hiện", "Thời hạn"),
)
_MARKS = ("- {}: {}", "- **{}**: {}", "+ {}: {}", "- {} : {}")


def _sentence(work: str) -> str:
    return work[0].upper() + work[1:]


@st.composite
def labelled_plans(draw: st.DrawFn) -> GeneratedPlan:
    """Draw a plan of numbered tasks, each with its labels below it."""
    era = draw(st.sampled_from(ERAS))
    mark, lead, partner = (draw(st.sampled_from(words)) for words in (_MARKS, _LEADS, _PARTNERS))
    paragraphs: list[str] = []
    work = []
    for number, task in enumerate(draw(_TASKS), start=1):
        name = draw(st.sampled_from(era.agencies))
        paragraphs.append(f"{number}. {_sentence(task)}")
        paragraphs.append(mark.format(lead, f"{name}."))
        if draw(st.booleans()):
            paragraphs.append(mark.format(partner, f"{draw(st.sampled_from(era.agencies))}."))
        paragraphs.append(mark.format("Thời gian thực hiện", draw(st.sampled_from(_TIMES)).format(year=era.year) + "."))
        work.append((name, _sentence(task), "ordered"))
    opening = era.head.strip().split("\n\n")
    lines = (*opening, "I. NHIỆM VỤ TRỌNG TÂM", *paragraphs, *TAIL.strip().split("\n\n"))
    return GeneratedPlan(lines, len(opening), tuple(work), ())


@st.composite
def annex_plans(draw: st.DrawFn) -> GeneratedPlan:
    """Draw a plan whose tasks stand in a table behind the signature; one table of figures assigns nothing."""
    era = draw(st.sampled_from(ERAS))
    header = draw(st.sampled_from(_HEADERS))
    rows, work = [], []
    for number, task in enumerate(draw(_TASKS), start=1):
        name = draw(st.sampled_from(era.agencies))
        time = draw(st.sampled_from(_TIMES)).format(year=era.year)
        rows.append((str(number), _sentence(task), name, draw(st.sampled_from(("", *era.agencies))), time))
        work.append((name, _sentence(task), "ordered"))
    opening = era.head.strip().split("\n\n")
    aims = ("I. YÊU CẦU", f"Làm đủ việc trong phụ lục{draw(st.sampled_from(DEADLINES)).format(year=era.year)}.")
    table = draw(st.sampled_from((_piped, _tabbed)))([header, *rows])
    figures = draw(st.sampled_from((_piped, _tabbed)))(_FIGURES) if draw(st.booleans()) else ""
    annexes = ("PHỤ LỤC 1. PHÂN CÔNG NHIỆM VỤ", table, *(("PHỤ LỤC 2. SỐ HỘ NGHÈO", figures) if figures else ()))
    return GeneratedPlan((*opening, *aims, *TAIL.strip().split("\n\n"), *annexes), len(opening), tuple(work), ())


_FIGURES = [
    ("TT", "Ấp", "Số hộ", "Hộ nghèo", "Tỷ lệ (%)"),
    ("1", "Ấp Cây Gòn", "200", "20", "10,00"),
    ("2", "Ấp Vàm Nao", "300", "15", "5,00"),
    ("", "Cộng", "500", "35", "7,00"),
]


def _piped(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(" | ".join(row) for row in rows)


def _tabbed(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows)
