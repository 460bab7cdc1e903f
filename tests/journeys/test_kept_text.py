"""In a real browser, with a script and without: the session ends while a report is typed, and nothing typed is lost."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from tests.builders import make_plan, make_report_row
from tests.cast import PASSWORD, Cast
from tests.journeys.stage import Stage, staged
from tracker import clock
from tracker.accounts.models import LoginSession
from tracker.extensions import db
from tracker.plans.issue import add_participants

TEXT = "Đã hỗ trợ 1.234 hộ <b>vay vốn</b> & {{ 7 }}.\n\nĐoạn hai."
POLICIES = "2. Từng chính sách, dự án"


@pytest.fixture
def stage(app: Flask, cast: Cast, fresh_database: str, tmp_path: Path) -> Iterator[Stage]:
    """A report of the clerk's agency, open for writing."""
    clock.fix_day(date(2026, 6, 11))
    plan = make_plan(cast.issuer)
    make_report_row(plan, cast.finance)
    add_participants(plan, [cast.finance.id])
    db.session.commit()
    db.session.remove()
    with staged(fresh_database, tmp_path / "instance", "2026-06-11") as stage:
        stage.open()
        yield stage


def sign_in(page: Page) -> None:
    page.get_by_label("Thư điện tử").fill("clerk@caobang.test")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Đăng nhập").click()


def report_of(page: Page, stage: Stage) -> Page:
    """Sign in and open the report."""
    page.goto(f"{stage.url}/dang-nhap?tiep=/bao-cao/1")
    sign_in(page)
    expect(page).to_have_url(f"{stage.url}/bao-cao/1")
    return page


def end_the_sessions() -> None:
    db.session.execute(update(LoginSession).values(seen_at=clock.now() - timedelta(hours=2)))
    db.session.commit()
    db.session.remove()


def test_without_a_script_the_text_waits_behind_the_sign_in(browser: Browser, stage: Stage) -> None:
    page = report_of(browser.new_context(java_script_enabled=False).new_page(), stage)
    page.get_by_label(POLICIES).fill(TEXT)
    end_the_sessions()
    page.get_by_role("button", name="Lưu nháp").last.click()
    expect(page.locator("#kept-notice")).to_be_visible()
    sign_in(page)
    page.get_by_role("button", name="Gửi nội dung đã nhập").click()
    expect(page).to_have_url(f"{stage.url}/bao-cao/1")
    expect(page.get_by_label(POLICIES)).to_have_value(TEXT)


def test_while_typing_the_page_says_so_and_goes_on_saving_after_a_sign_in_beside_it(
    browser: Browser, stage: Stage
) -> None:
    page = report_of(browser.new_context().new_page(), stage)
    end_the_sessions()
    page.get_by_label(POLICIES).fill(TEXT)
    beside = page.get_by_role("link", name="Đăng nhập lại")
    expect(beside).to_be_visible(timeout=10_000)  # three seconds after the last key
    with page.context.expect_page() as opened:
        beside.click()
    sign_in(opened.value)
    expect(opened.value.get_by_role("heading", name="Đã đăng nhập lại")).to_be_visible()
    expect(page.get_by_label(POLICIES)).to_have_value(TEXT)
    page.get_by_label(POLICIES).press_sequentially("!")
    expect(page.locator("#report-saved")).to_contain_text("Đã lưu nháp", timeout=10_000)
    page.reload()
    kept = page.get_by_label(POLICIES).input_value()
    assert len(kept) == len(TEXT) + 1 and kept.replace("!", "") == TEXT
