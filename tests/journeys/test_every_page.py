"""Pages on a narrow phone and without JavaScript: nothing scrolls sideways, nothing needs a script."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.builders import make_plan, make_report_row, make_task
from tests.cast import PASSWORD, Cast
from tests.journeys.stage import Stage, staged
from tracker.extensions import db
from tracker.plans.issue import add_participants
from tracker.tasks.rules import State

PAGES = {
    "clerk": (
        "/viec",
        "/nhiem-vu",
        "/nhiem-vu/1",
        "/nhiem-vu/1/cap-nhat",
        "/bao-cao",
        "/bao-cao/1",
        "/ke-hoach/1",
        "/thong-bao",
        "/gia-han",
        "/gia-han/ve/nhiem-vu/1",
        "/gia-han/moi/nhiem-vu/1",
        "/nhiem-vu/1/kho-khan",
        "/ke-hoach/1/kho-khan",
        "/kho-khan",
        "/ke-hoach/1/lich-nhac",
        "/bac-thang-nhac-viec",
        "/tai-khoan/kenh",
    ),
    "monitor": (
        "/theo-doi",
        "/cho-xu-ly",
        "/tiep-nhan",
        "/ban-chi-dao",
        "/bao-cao",
        "/bao-cao/nghia-vu",
        "/bao-cao/nghia-vu/1",
        "/bao-cao/nghia-vu/moi?ke-hoach=1",
        "/bao-cao/yeu-cau-dot-xuat?ke-hoach=1",
        "/theo-doi/don-doc",
        "/theo-doi/don-doc?loai=tu-dong",
        "/theo-doi/don-doc?loai=dien-thoai",
        "/theo-doi/don-doc/xem-truoc?rieng=task-1",
        "/ke-hoach/1/lich-nhac",
        "/gia-han",
        "/kho-khan",
        "/ke-hoach",
    ),
    "administrator": (
        "/quan-tri/nguoi-dung",
        "/quan-tri/co-quan",
        "/quan-tri/lich",
        "/quan-tri/che-do-bao-cao",
        "/quan-tri/che-do-bao-cao/1",
        "/quan-tri/che-do-bao-cao/moi?thay=1",
        "/quan-tri/thu",
        "/quan-tri/kenh",
    ),
}


@pytest.fixture
def stage(app: Flask, cast: Cast, fresh_database: str, tmp_path: Path) -> Iterator[Stage]:
    """A plan with a late task and a late report of the clerk's agency, served by a real web server."""
    plan = make_plan(cast.issuer)
    make_task(plan, cast.finance, due_on=date(2026, 3, 31), state=State.IN_PROGRESS)
    make_task(plan, cast.health, due_on=date(2026, 12, 31))
    make_report_row(plan, cast.finance)
    add_participants(plan, [cast.finance.id, cast.health.id])
    db.session.commit()
    db.session.remove()
    with staged(fresh_database, tmp_path / "instance", "2026-06-11") as stage:
        stage.open()
        yield stage


def signed_in(page: Page, stage: Stage, office: str) -> Page:
    """Sign in by the form."""
    page.goto(f"{stage.url}/dang-nhap")
    page.get_by_label("Thư điện tử").fill(f"{office}@caobang.test")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).not_to_have_url(f"{stage.url}/dang-nhap")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_on_the_narrowest_phone(browser: Browser, stage: Stage, scheme: str) -> None:
    for office, paths in PAGES.items():
        context = browser.new_context(viewport={"width": 320, "height": 700}, color_scheme=scheme)
        page = signed_in(context.new_page(), stage, office)
        for path in paths:
            answer = page.goto(stage.url + path)
            assert answer is not None and answer.status == 200, f"{office} {path}"
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= 320, f"{path} is {width} wide for {office}"
        context.close()


def test_a_task_is_reported_and_confirmed_without_javascript(browser: Browser, stage: Stage) -> None:
    context = browser.new_context(java_script_enabled=False)
    clerk = signed_in(context.new_page(), stage, "clerk")
    clerk.get_by_role("link", name="Cập nhật").first.click()
    clerk.get_by_label("Đã xong, gửi xác nhận").check()
    clerk.get_by_label("Đã làm được gì").fill("Đã trình phương án.")
    clerk.get_by_label("Số văn bản minh chứng").fill("12/TTr-STC")
    clerk.get_by_label("Ngày ban hành").fill("10/06/2026")
    clerk.get_by_role("button", name="Lưu cập nhật").click()
    expect(clerk.locator("main")).to_contain_text("Chờ xác nhận")
    context.close()
    context = browser.new_context(java_script_enabled=False)
    monitor = signed_in(context.new_page(), stage, "monitor")
    monitor.goto(f"{stage.url}/nhiem-vu/1")
    monitor.get_by_role("button", name="Xác nhận").first.click()
    expect(monitor.locator("main")).to_contain_text("Đã hoàn thành")
    context.close()


def test_a_report_is_handed_in_without_javascript(browser: Browser, stage: Stage) -> None:
    context = browser.new_context(java_script_enabled=False)
    clerk = signed_in(context.new_page(), stage, "clerk")
    clerk.goto(f"{stage.url}/bao-cao/1")
    clerk.get_by_label("2. Từng chính sách, dự án").fill("Đã hỗ trợ 24 hộ.")
    clerk.get_by_role("button", name="Nộp báo cáo").click()
    expect(clerk.locator("main")).to_contain_text("Đã nộp")
    context.close()
