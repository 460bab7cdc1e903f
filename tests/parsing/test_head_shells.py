"""The same head in the shells of files: two cells of a Word table, pipes, a web page, the caption of an Excel list."""

import io

import pytest
from docx import Document

from tests.parsing.samples import encoded
from tests.parsing.test_xlsx import book_of, saved
from tracker.parsing.draft import PlanHead
from tracker.parsing.extract import extract_plan

LEFT = ("UBND TỈNH TRÀ VINH", "SỞ Y TẾ", "Số: 27/KH-SYT")
RIGHT = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Trà Vinh, ngày 04 tháng 3 năm 2024")
BELOW = (
    "KẾ HOẠCH",
    "Khám mắt cho người già năm 2024",
    "I. TỔ CHỨC THỰC HIỆN",
    "1. Phòng Nghiệp vụ Y",
    "- Mở ba đợt khám.",
)


def word() -> bytes:
    document = Document()
    table = document.add_table(rows=1, cols=2)
    for cell, words in zip(table.rows[0].cells, (LEFT, RIGHT), strict=True):
        cell.text = "\n".join(words)
    for line in BELOW:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pipes() -> bytes:
    rows = "\n".join(f"| {left} | {right} |" for left, right in zip(LEFT, RIGHT, strict=True))
    return encoded("\n\n".join([rows, *BELOW]))


def page() -> bytes:
    cells = "".join(f"<td>{'<br>'.join(words)}</td>" for words in (LEFT, RIGHT))
    body = "".join(f"<p>{line}</p>" for line in BELOW)
    top = "<!DOCTYPE html><html><head><meta charset='utf-8'></head>"
    return encoded(f"{top}<body><table><tr>{cells}</tr></table>{body}</body></html>")


@pytest.mark.parametrize(
    ("name", "content"), [("a.docx", word()), ("a.txt", pipes()), ("a.md", pipes()), ("a.html", page())]
)
def test_two_columns_of_a_letterhead_are_told_apart(name: str, content: bytes) -> None:
    plan = extract_plan(content, name).plan
    assert (plan.number, plan.issuer, plan.level) == ("27/KH-SYT", "Sở Y tế tỉnh Trà Vinh", "province")
    assert (plan.issued_on, plan.place, plan.title) == ("2024-03-04", "Trà Vinh", "Khám mắt cho người già năm 2024")


HEADER: list[object] = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
FIRST: list[object] = [1, "Đo mắt tại ấp", "Sở Y tế", "Trước 15/10/2026"]
SECOND: list[object] = [2, "Cấp kính miễn phí", "Sở Tài chính", "30/11/2026"]


def list_head(*above: str) -> PlanHead:
    titles: list[list[object]] = [[line] for line in above]
    return extract_plan(saved(book_of(*titles, HEADER, FIRST, SECOND)), "danh-muc.xlsx").plan


def test_the_caption_of_a_list_says_to_which_plan_it_belongs() -> None:
    plan = list_head(
        "ỦY BAN NHÂN DÂN TỈNH VĨNH LONG",
        "DANH MỤC NHIỆM VỤ CHĂM SÓC MẮT NĂM 2026",
        "(Ban hành kèm theo Kế hoạch số 44/KH-UBND ngày 20 tháng 01 năm 2026 của UBND tỉnh Vĩnh Long)",
    )
    assert (plan.kind, plan.number, plan.issued_on) == ("KH", "44/KH-UBND", "2026-01-20")
    assert (plan.issuer, plan.level) == ("UBND tỉnh Vĩnh Long", "province")
    assert plan.title == "DANH MỤC NHIỆM VỤ CHĂM SÓC MẮT NĂM 2026"
    assert plan.period and plan.period.end == "2026-12-31"


def test_the_caption_alone_names_who_issues() -> None:
    plan = list_head("PHỤ LỤC I", "PHÂN CÔNG", "(Kèm theo Quyết định số 9/QĐ-UBND ngày 05/02/2026 của UBND xã Tân Hòa)")
    assert (plan.kind, plan.number, plan.issued_on) == ("QĐ", "9/QĐ-UBND", "2026-02-05")
    assert (plan.issuer, plan.level, plan.title) == ("UBND xã Tân Hòa", "commune", "PHÂN CÔNG")


def test_the_time_of_a_task_is_never_the_day_of_the_plan() -> None:
    plan = list_head("UBND TỈNH VĨNH LONG", "DANH MỤC NHIỆM VỤ")
    assert (plan.issued_on, plan.number, plan.issuer) == (None, None, "UBND tỉnh Vĩnh Long")
