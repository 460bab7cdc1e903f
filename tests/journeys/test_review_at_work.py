"""Reviewing in a real browser: two officers, leaving and coming back, marking words, phones, no script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.cast import Cast
from tests.intake.documents import HEALTH, OPEN_CLASS, plan_text
from tests.intake.test_review_steps import DOUBLE, STRANGE
from tests.journeys.officer import Officer, drafted, proposals, review_stage
from tests.journeys.stage import Stage
from tracker.intake.models import Decision

UNREADABLE = "5. Sở Công Thương\n" + "".join(
    f"- Rà soát chợ xã kỳ {n}, hoàn thành trước ngày 3{n}/9/2026.\n" for n in range(2, 8)
)
SELECT = """words => {
  const line = [...document.querySelectorAll('.review-text p[data-at]')].find(p => p.textContent.includes(words));
  const details = line.closest('details'); if (details) details.open = true;
  const range = document.createRange(); range.selectNodeContents(line);
  getSelection().removeAllRanges(); getSelection().addRange(range);
}"""


@pytest.fixture
def stage(app: Flask, cast: Cast, fresh_database: str, tmp_path: Path) -> Iterator[Stage]:
    """The cast and a second monitor, served by a real web server."""
    with review_stage(cast, fresh_database, tmp_path / "instance") as stage:
        yield stage


@pytest.fixture
def draft(stage: Stage) -> int:
    """A plan with a double task, a strange agency, an open class and six days that do not exist."""
    return drafted(plan_text(DOUBLE, HEALTH, STRANGE, OPEN_CLASS, UNREADABLE))


def decisions() -> dict[str, Decision]:
    """The decision on each card by its number."""
    return {one.label: one.decision for one in proposals() if one.decision is not Decision.REPLACED}


def at(officer: Officer, label: str) -> None:
    """Expect the officer at this card."""
    expect(officer.page.locator(".proposal[aria-current] .chip").first).to_contain_text(label)


def test_quick_fingers_answer_each_card_once(browser: Browser, stage: Stage, draft: int) -> None:
    officer = Officer(browser, stage, "monitor")
    officer.open(draft)
    officer.press("n")
    while "Rà soát chợ" not in officer.here:
        officer.press("n")
    officer.press("1", "1", "1", "1", "1", "1")
    officer.says("Còn 6 đề xuất chờ quyết định, trong đó 3 cần xem")
    assert not officer.trouble
    assert [decisions()[str(n)] for n in range(7, 13)] == [Decision.ACCEPTED] * 6


def test_split_merge_drop_and_undo_by_keyboard(browser: Browser, stage: Stage, draft: int) -> None:
    officer = Officer(browser, stage, "monitor")
    officer.open(draft)
    officer.press("j")
    at(officer, "1")
    officer.press("s", "1")
    officer.says("Đã tách đề xuất 1")
    at(officer, "1a")
    officer.press("m")
    expect(officer.page.get_by_role("button", name="Gộp với 1b")).to_be_visible()
    officer.press("1")
    officer.says("Đã gộp đề xuất 1a, 1b")
    officer.press("x", "2")
    officer.says("Đã bỏ đề xuất 1a+1b")
    for _ in range(3):
        officer.press("u")
    officer.says("Đã hoàn tác: đã tách đề xuất 1")
    assert decisions()["1"] is Decision.PENDING and "1a" not in decisions()


def test_all_that_is_sure_is_chosen_after_its_list_and_taken_back_by_one_key(
    browser: Browser, stage: Stage, draft: int
) -> None:
    officer = Officer(browser, stage, "monitor")
    officer.open(draft)
    filled = officer.page.locator("main .button-primary")
    expect(filled).to_have_text("Chọn 3 việc chắc chắn Shift+A")
    officer.press("Shift+A")
    expect(officer.page.locator("#bulk")).to_be_focused()
    officer.press("Escape")
    expect(officer.page.locator("#bulk")).to_have_count(0)
    officer.choose_sure(3)
    expect(filled).to_have_text("Xác nhận 3 việc đã chọn")
    expect(officer.page.locator(".proposal[aria-current]")).to_be_focused()
    assert [one.decision for one in proposals()].count(Decision.ACCEPTED) == 3
    officer.press("u")
    officer.says("Đã hoàn tác: đã chọn các đề xuất chắc chắn: 1, 2, 3. Còn 12 đề xuất chờ quyết định")
    expect(filled).to_have_text("Chọn 3 việc chắc chắn Shift+A")
    assert {one.decision for one in proposals()} == {Decision.PENDING}
    assert not officer.trouble


def test_one_chosen_by_hand_stands_beside_the_list_of_the_others(browser: Browser, stage: Stage, draft: int) -> None:
    officer = Officer(browser, stage, "monitor")
    officer.open(draft)
    officer.press("j", "a")
    officer.says("Đã chọn đề xuất 1")
    at(officer, "2")
    expect(officer.page.locator("main .button-primary")).to_have_text("Chọn 2 việc chắc chắn Shift+A")
    expect(officer.page.get_by_role("button", name="Xác nhận 1 việc đã chọn")).to_be_visible()
    officer.press("n")
    expect(officer.page.locator(".proposal[aria-current]")).to_have_attribute("data-doubts", "1")


def test_a_cut_is_made_where_the_caret_stands(browser: Browser, stage: Stage, draft: int) -> None:
    officer = Officer(browser, stage, "monitor")
    officer.open(draft)
    officer.press("j", "s")
    expect(officer.page.get_by_role("button", name="Tách tại con trỏ")).to_be_visible()
    officer.press("c", "Home")
    for _ in range(len("Bố trí kinh phí ")):
        officer.page.keyboard.press("ArrowRight")
    officer.page.get_by_role("button", name="Tách tại con trỏ").click()
    officer.says("Đã tách đề xuất 1")
    assert [one.drafted["text"] for one in proposals() if one.label == "1a"] == ["Bố trí kinh phí"]


def test_the_agency_is_changed_while_typing_without_accents(browser: Browser, stage: Stage, draft: int) -> None:
    officer = Officer(browser, stage, "monitor")
    officer.open(draft)
    officer.press("j", "g")
    expect(officer.page.get_by_label("Tên cơ quan")).to_be_focused()
    officer.type("noi vu")
    expect(officer.page.locator(".picks")).to_have_attribute("data-words", "noi vu")
    officer.press("Enter")
    officer.says("Đã đổi cơ quan của đề xuất 1")
    assert [lead["name"] for lead in proposals()[0].leads] == ["Sở Nội vụ"]


def test_marked_words_become_a_card_at_the_press_of_a_key(browser: Browser, stage: Stage, draft: int) -> None:
    officer = Officer(browser, stage, "monitor")
    officer.open(draft)
    officer.page.evaluate(SELECT, "120 căn nhà")
    expect(officer.page.get_by_role("button", name="Thêm việc từ đoạn này")).to_be_visible()
    officer.press("t")
    officer.says("Đã thêm đề xuất 13")
    at(officer, "13")
    assert any(one.text == "Hỗ trợ sửa chữa 120 căn nhà cho hộ nghèo." for one in proposals())


def test_leaving_and_coming_back_leads_to_the_same_card(browser: Browser, stage: Stage, draft: int) -> None:
    officer = Officer(browser, stage, "monitor")
    officer.open(draft)
    officer.press("n", "n", "n")
    here = officer.here
    with officer.page.expect_response(lambda answer: answer.url.endswith("/cho")):
        officer.page.wait_for_timeout(10)
    officer.page.goto(f"{stage.url}/tiep-nhan")
    officer.open(draft)
    expect(officer.page.locator(".proposal[aria-current]")).to_be_focused()
    assert officer.here == here


def test_two_officers_see_each_other_and_no_decision_is_lost(browser: Browser, stage: Stage, draft: int) -> None:
    mine, theirs = Officer(browser, stage, "monitor"), Officer(browser, stage, "colleague")
    mine.open(draft)
    theirs.open(draft)
    theirs.press("j", "x", "1")
    theirs.says("Đã bỏ đề xuất 1")
    mine.press("j", "a")
    card = mine.page.locator(".proposal[aria-current]")
    expect(card).to_contain_text("Đồng nghiệp Sở NN&MT")
    expect(card).to_contain_text("Đã bỏ")
    assert decisions()["1"] is Decision.DROPPED
    at(theirs, "2")
    theirs.press("x", "1")
    theirs.says("Đã bỏ đề xuất 2")
    mine.page.evaluate("window.htmx.trigger('#review-news', 'news')")
    expect(mine.page.locator('.proposal[data-number="2"]')).to_contain_text("Đồng nghiệp Sở NN&MT")
    assert not theirs.trouble


def test_keys_can_be_switched_off_and_never_act_while_typing(browser: Browser, stage: Stage, draft: int) -> None:
    officer = Officer(browser, stage, "monitor")
    officer.open(draft)
    officer.press("j", "e")
    expect(officer.page.get_by_label("Nội dung việc")).to_be_focused()
    officer.type("xu")
    officer.press("Escape", "?")
    officer.page.get_by_label("Dùng phím tắt").uncheck()
    officer.page.locator("h1").click()
    officer.press("j", "x", "u")
    expect(officer.page.locator("[data-form]")).to_have_count(0)
    assert not [one for one in decisions().values() if one is Decision.DROPPED]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_phone_shows_one_part_at_a_time(browser: Browser, stage: Stage, draft: int, scheme: str) -> None:
    officer = Officer(browser, stage, "monitor", viewport={"width": 320, "height": 700}, color_scheme=scheme)
    officer.open(draft)
    page = officer.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    expect(page.locator(".review-document")).to_be_hidden()
    page.locator(".proposal [data-to-text]").first.click()
    expect(page.locator(".review-proposals")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(".document [data-to-card]").first.click()
    for step in ("Sửa", "Cơ quan", "Hạn", "Tách", "Gộp", "Bỏ"):
        page.locator(".proposal").first.get_by_role("link", name=step).first.click()
        expect(page.locator("[data-form]")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, step
        page.locator("[data-form] [data-key=Escape]").click()
        expect(page.locator("[data-form]")).to_have_count(0)


def test_a_review_works_without_javascript(browser: Browser, stage: Stage, draft: int) -> None:
    officer = Officer(browser, stage, "monitor", java_script_enabled=False)
    officer.open(draft)
    page = officer.page
    page.locator(".proposal").first.get_by_role("link", name="Tách").click()
    page.get_by_role("button", name="Tách trước").first.click()
    assert "1a" in decisions()
    page.get_by_role("button", name="Hoàn tác").click()
    assert "1a" not in decisions()
    page.get_by_role("link", name="Chọn 3 việc chắc chắn").click()
    page.get_by_role("button", name="Chọn 3 việc này").click()
    page.get_by_role("button", name="Giữ cả danh sách").click()
    page.get_by_role("link", name="Trả lời một lần cho 2").first.click()
    page.get_by_role("button", name="vào danh mục").click()
    page.get_by_role("link", name="Thêm việc").click()
    page.get_by_label("Đoạn văn bản").fill("Hỗ trợ sửa chữa 120 căn nhà")
    page.get_by_role("button", name="Thêm việc từ đoạn này").click()
    page.get_by_role("button", name="Xác nhận 6 việc đã chọn").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("91/KH-UBND")
