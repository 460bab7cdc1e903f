"""A long plan reviewed by keyboard in a real browser, every stroke and click counted."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from tests.cast import Cast
from tests.intake.long_plan import FAITH, FRONT, JUSTICE, KNOWN, NEW_AGENCY, OPEN, TRADE, long_plan, works
from tests.journeys.officer import Officer, drafted, proposals, review_stage
from tests.journeys.stage import Stage
from tracker.extensions import db
from tracker.intake.models import Decision
from tracker.tasks.models import Task

MOST_STROKES, MOST_WITHOUT_DOUBT = 150, 5
DEPARTMENTS = {*KNOWN, TRADE, FAITH, JUSTICE}


@pytest.fixture
def stage(app: Flask, cast: Cast, fresh_database: str, tmp_path: Path) -> Iterator[Stage]:
    """The cast and a second monitor, served by a real web server."""
    with review_stage(cast, fresh_database, tmp_path / "instance") as stage:
        yield stage


def expected_agencies() -> Counter[tuple[str, str]]:
    """What the plan says: each piece of work with each agency that must get it."""
    found: Counter[tuple[str, str]] = Counter()
    for work in works():
        names = DEPARTMENTS if work.heading == OPEN else {work.heading}
        found.update((work.words, name) for name in names)
    return found


def test_a_plan_of_150_with_30_doubts_is_reviewed_in_at_most_150_strokes(
    browser: Browser, stage: Stage, record_property: Callable[[str, object], None]
) -> None:
    draft = drafted(long_plan())
    doubts = Counter(doubt["code"] for one in proposals() for doubt in one.doubts)
    assert (len(proposals()), sum(doubts.values()), len(doubts)) == (150, 30, 6)
    officer = Officer(browser, stage, "monitor")
    officer.open(draft)
    expect(officer.page.get_by_role("button", name="Xác nhận")).to_have_count(0)
    officer.choose_sure(120)
    expect(officer.page.locator(".proposal[aria-current]")).to_have_attribute("data-doubts", "1")
    while officer.page.locator('.proposal[data-state="pending"]').count():
        _answer(officer)
    officer.says("Không còn đề xuất nào chờ")
    officer.click("Xác nhận 150 việc đã chọn")
    expect(officer.page.get_by_role("heading", level=1)).to_contain_text("95/KH-UBND")
    assert officer.strokes <= MOST_STROKES, officer.strokes
    assert not officer.trouble
    db.session.rollback()
    made = Counter((task.assignment.text, task.agency.name) for task in db.session.scalars(select(Task)))
    wanted = Counter({(words, _known(name)): 1 for words, name in expected_agencies()})
    assert made == wanted
    record_property("strokes_and_clicks", officer.strokes)


def _known(name: str) -> str:
    return "Ủy ban MTTQ Việt Nam tỉnh" if name == FRONT else name


def _answer(officer: Officer) -> None:
    """Answer the doubt of the card at hand as the plan means it: the same words once for all, others one by one."""
    page, card = officer.page, officer.page.locator(".proposal[aria-current]")
    pending = page.locator('.proposal[data-state="pending"]').count()
    if NEW_AGENCY in officer.here:
        officer.press("l")
        expect(card).to_contain_text("Trả lời một lần cho 5 đề xuất")
        key = card.get_by_role("button", name="vào danh mục").get_attribute("data-key")
        officer.press(key or "")
    elif OPEN in officer.here or FRONT in officer.here:
        officer.press("l")
        expect(card).to_contain_text("Trả lời một lần cho 5 đề xuất")
        officer.press("2" if FRONT in card.inner_text() else "1")
    elif "32/9/2026" in officer.here:
        officer.press("d")
        expect(page.get_by_label("Ngày đến hạn")).to_be_focused()
        officer.type("30/09/2026")
        officer.press("Enter")
    else:
        officer.press("1")
    expect(page.locator('.proposal[data-state="pending"]')).not_to_have_count(pending)


def test_a_plan_without_doubts_takes_at_most_five(browser: Browser, stage: Stage) -> None:
    draft = drafted(long_plan(doubts=False))
    assert not any(one.doubts for one in proposals())
    officer = Officer(browser, stage, "monitor")
    officer.open(draft)
    officer.choose_sure(len(proposals()))
    officer.click(f"Xác nhận {len(proposals())} việc đã chọn")
    expect(officer.page.get_by_role("heading", level=1)).to_contain_text("95/KH-UBND")
    assert officer.strokes <= MOST_WITHOUT_DOUBT, officer.strokes
    assert not officer.trouble
    db.session.rollback()
    assert {one.decision for one in proposals()} == {Decision.ISSUED}
