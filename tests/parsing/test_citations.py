"""Which acts a plan carries out, rests on, mentions, amends or replaces."""

import pytest

from tracker.parsing.citations import read_citations

CITED = "Kế hoạch số 42/KH-UBND ngày 03 tháng 3 năm 2026"


def relation(text: str, *, opening: bool = True) -> str:
    """The relation of the plan 42 that is named in a text, in its opening or below."""
    preamble = (0, len(text)) if opening else (0, 0)
    return next(c.relation for c in read_citations(text, preamble) if c.number == "42/KH-UBND")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (f"Sửa đổi, bổ sung một số nội dung của {CITED} của UBND tỉnh Cao Bằng", "amends"),
        (f"Về việc điều chỉnh {CITED}", "amends"),
        (f"Điều chỉnh, bổ sung một số nhiệm vụ tại\n{CITED}", "amends"),
        (f"Ủy ban nhân dân tỉnh ban hành Kế hoạch thay thế {CITED}", "replaces"),
        (f"Thực hiện {CITED} của Ủy ban nhân dân tỉnh", "executes"),
        (f"Căn cứ {CITED}", "basis"),
        (f"Căn cứ Quyết định số 12/QĐ-UBND ngày 05/5/2026 sửa đổi {CITED}", "basis"),
        (f"Căn cứ {CITED} đã được sửa đổi, bổ sung", "basis"),
    ],
)
def test_the_opening_says_what_the_document_does_to_another(sentence: str, expected: str) -> None:
    assert relation(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (f"Điều 1. Sửa đổi, bổ sung một số nội dung tại {CITED} như sau:", "amends"),
        (f"Kế hoạch này thay thế {CITED} của Ủy ban nhân dân tỉnh.", "replaces"),
        (f"Quyết định này có hiệu lực từ ngày ký và thay thế {CITED}.", "replaces"),
        (f"Tham mưu sửa đổi, bổ sung {CITED} cho phù hợp.", "mentions"),
        (f"Các đơn vị tiếp tục thực hiện {CITED}.", "mentions"),
    ],
)
def test_below_the_opening_only_what_the_document_says_of_itself_counts(sentence: str, expected: str) -> None:
    assert relation(f"Mở đầu\n{sentence}\n", opening=False) == expected


def test_a_replacement_said_without_the_day_holds_for_the_act_cited_with_it() -> None:
    text = f"Căn cứ {CITED};\nKế hoạch này thay thế Kế hoạch số 42/KH-UBND.\n"
    found = [c for c in read_citations(text, (0, 20)) if c.number == "42/KH-UBND"]
    assert [(c.issued_on, c.relation) for c in found] == [("2026-03-03", "replaces")]
