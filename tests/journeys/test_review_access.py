"""The review for those who use no mouse or see no screen: every control has a name, the focus is never lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.cast import Cast
from tests.intake.documents import HEALTH, OPEN_CLASS, plan_text
from tests.intake.test_review_steps import DOUBLE, STRANGE
from tests.journeys.officer import Officer, drafted, review_stage
from tests.journeys.stage import Stage

NAMELESS = """() => {
  const words = (part) => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll('[aria-hidden=true], svg').forEach((one) => one.remove());
    return copy.textContent.trim();
  };
  const labels = (part) => [...(part.labels || [])].map(words).join('');
  const named = (part) => part.getAttribute('aria-label') || words(part) || labels(part);
  const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=group], [role=region]';
  return [...document.querySelectorAll('main ' + controls.split(', ').join(', main '))]
    .filter((part) => !named(part)).map((part) => part.outerHTML.slice(0, 90));
}"""
FOCUS = """() => {
  const part = document.activeElement;
  const style = getComputedStyle(part);
  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return [part.closest('#bulk, .proposal, #workspace') ? 'inside' : part.tagName, seen ? 'seen' : 'unseen'].join(' ');
}"""


@pytest.fixture
def stage(app: Flask, cast: Cast, fresh_database: str, tmp_path: Path) -> Iterator[Stage]:
    """The cast and a second monitor, served by a real web server."""
    with review_stage(cast, fresh_database, tmp_path / "instance") as stage:
        yield stage


def check(officer: Officer, after: str) -> None:
    """Every control has a name, and the focus is visible on a part of the workspace."""
    assert officer.page.evaluate(NAMELESS) == [], after
    assert officer.page.evaluate(FOCUS) == "inside seen", after


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_and_focus_stay_after_every_step(browser: Browser, stage: Stage, scheme: str) -> None:
    draft = drafted(plan_text(DOUBLE, HEALTH, STRANGE, OPEN_CLASS))
    officer = Officer(browser, stage, "monitor", color_scheme=scheme)
    officer.open(draft)
    page = officer.page
    officer.press("j")
    check(officer, "first card")
    officer.press("Shift+A")
    expect(page.locator("#bulk")).to_be_focused()
    check(officer, "list")
    officer.press("Escape")
    check(officer, "list closed")
    officer.choose_sure(3)
    expect(page.locator(".proposal[aria-current]")).to_be_focused()
    check(officer, "list chosen")
    for key in ("e", "g", "d", "s", "m", "x"):
        officer.press(key)
        expect(page.locator(".panel [data-form]")).to_have_count(1)
        check(officer, f"form {key}")
        officer.press("Escape")
        expect(page.locator("[data-form]")).to_have_count(0)
        expect(page.locator(".proposal[aria-current]")).to_be_focused()
        check(officer, f"form {key} closed")
    officer.press("1")
    officer.says("Đã trả lời điểm cần xem")
    check(officer, "doubt answered")
    officer.press("l")
    expect(page.locator(".panel [data-form]")).to_be_focused()
    check(officer, "all alike")
    officer.press("1")
    officer.says("Đã trả lời một lần")
    check(officer, "all alike answered")
    officer.press("u")
    officer.says("Đã hoàn tác")
    check(officer, "undone")
