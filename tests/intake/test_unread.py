"""What an amending document orders and no proposal was read from is found, so that it cannot be lost in silence."""

from tracker.intake.rules.unread import amending_orders, repeals_in, unread_orders

TEXT = """QUYẾT ĐỊNH
Sửa đổi, bổ sung một số nội dung của Kế hoạch số 42/KH-UBND ngày 03 tháng 3 năm 2026
ỦY BAN NHÂN DÂN TỈNH
Điều 1. Sửa đổi, bổ sung một số nội dung của Kế hoạch số 42/KH-UBND như sau:
1. Sửa đổi mục 2 phần IV như sau:
“- Bố trí kinh phí mua bồn chứa nước, hoàn thành trước ngày 30/9/2026.”
2. Bổ sung mục 7 phần IV như sau:
7. Trường Cao đẳng nghề
- Mở lớp dạy nghề xây dựng cho lao động nông thôn trước ngày 20/12/2026.
3. Thay thế cụm từ “quý III” bằng cụm từ “quý IV” tại khoản 2 mục III.
4. Bãi bỏ khoản 4 mục IV.
Điều 2. Các nội dung khác giữ nguyên.
Nơi nhận:
"""


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def test_every_order_is_found_once_and_the_outer_one_is_none() -> None:
    assert [order.words[:2] for order in amending_orders(TEXT)] == ["1.", "2.", "3.", "4."]


def test_a_passage_lasts_until_the_next_order_or_article() -> None:
    first, second, third, last = amending_orders(TEXT)
    assert [words for _, _, words in second.lines] == [
        "7. Trường Cao đẳng nghề",
        "- Mở lớp dạy nghề xây dựng cho lao động nông thôn trước ngày 20/12/2026.",
    ]
    assert first.end < second.start and TEXT[: last.end].endswith("mục IV.")
    assert third.lines[0][2].startswith("3. Thay thế cụm từ")
    begin, end, words = second.lines[1]
    assert TEXT[begin:end] == words


def test_only_orders_without_a_proposal_or_a_found_repeal_are_unread() -> None:
    read = [place("Mở lớp dạy nghề")]
    assert [order.words[:2] for order in unread_orders(TEXT, read)] == ["1.", "3.", "4."]
    assert [order.words[:2] for order in unread_orders(TEXT, read, repeals_in(TEXT))] == ["1.", "3."]


def test_an_article_that_itself_gives_the_new_words_is_an_order() -> None:
    text = "Điều 1. Khoản 2 mục III Kế hoạch số 42/KH-UBND được sửa đổi như sau:\n1. Sở Xây dựng\n- Kiểm tra nhà ở."
    (order,) = amending_orders(text)
    assert order.end == len(text) and not unread_orders(text, [(text.index("Kiểm tra"), len(text))])
    assert unread_orders(text, []) == (order,)


def test_work_that_only_begins_with_such_a_verb_is_no_order() -> None:
    assert not amending_orders("IV. TỔ CHỨC\n1. Sở Tài chính\n- Bổ sung vốn cho các xã khó khăn trước ngày 30/9/2026.")
