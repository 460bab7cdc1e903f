"""The main job in a real browser: a plan becomes tasks, a report falls due, a reminder goes out, the numbers move."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.cast import PASSWORD, Cast
from tests.journeys.stage import Stage, staged
from tracker.extensions import db

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "ke-hoach-giam-ngheo-2026.docx"
BEFORE_THE_DATE, AFTER_THE_DATE = "2026-06-08", "2026-06-11"  # the half-year report is due on 09/06
TASK = "bố trí vốn đối ứng"


@pytest.fixture
def stage(app: Flask, cast: Cast, fresh_database: str, tmp_path: Path) -> Iterator[Stage]:
    """The cast's database, served by real processes."""
    db.session.commit()
    db.session.remove()
    with staged(fresh_database, tmp_path / "instance", BEFORE_THE_DATE) as stage:
        stage.open()
        yield stage


def address(office: str) -> str:
    """The e-mail address of a member of the cast."""
    return f"{office}@caobang.test"


class Visitor:
    """Somebody at a browser of their own. Whatever leaves the site, or shows an error, fails the story."""

    def __init__(self, browser: Browser, stage: Stage, email: str) -> None:
        self.stage = stage
        self.page: Page = browser.new_context(locale="vi-VN").new_page()
        self.trouble: list[str] = []
        self.page.on("request", lambda request: self._note_foreign(request.url))
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("console", lambda line: self.trouble.append(line.text) if line.type == "error" else None)
        self.go("/dang-nhap")
        self.page.get_by_label("Thư điện tử").fill(email)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_role("navigation").first).to_be_visible()

    def _note_foreign(self, url: str) -> None:
        if not url.startswith((self.stage.url, "data:", "blob:")):
            self.trouble.append(f"leaves the site: {url}")

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.stage.url + path)

    def press(self, name: str) -> None:
        """Press the first button of that name."""
        self.page.get_by_role("button", name=re.compile(name)).first.click()

    def leave(self) -> None:
        """Close the browser; nothing may have gone wrong in it."""
        self.page.context.close()
        assert not self.trouble, self.trouble


def test_a_plan_becomes_tasks_and_the_committee_sees_them_move(browser: Browser, stage: Stage) -> None:
    monitor = Visitor(browser, stage, address("monitor"))
    import_and_confirm(monitor)
    before = status(stage)
    assert before["tasks"]["total"] > 100
    assert before["tasks"]["done_late"] == before["reports"]["received"] == 0

    clerk = Visitor(browser, stage, address("clerk"))
    update_then_report_the_task(clerk)
    hand_in_the_half_year_report(clerk, "Đã giải ngân 27,3% kế hoạch vốn.")
    clerk.leave()
    monitor.leave()

    stage.move_to(AFTER_THE_DATE)
    the_silent_agency_is_reminded_once(stage)

    monitor = Visitor(browser, stage, address("monitor"))
    return_the_report(monitor, "Chưa nêu nguồn vốn huy động.")
    clerk = Visitor(browser, stage, address("clerk"))
    correct_the_report(clerk, "Đã giải ngân 27,3%; vốn huy động 2,1 tỷ đồng.")
    clerk.leave()
    accept_the_report_and_confirm_the_task(monitor)
    monitor.leave()

    after = status(stage)
    assert after["tasks"]["done_late"] == 1
    assert after["reports"]["received"] == 1
    the_committee_sees_the_same_numbers(Visitor(browser, stage, address("committee")), after)


def import_and_confirm(monitor: Visitor) -> None:
    monitor.go("/tiep-nhan")
    monitor.page.get_by_label("Tệp văn bản").set_input_files(SAMPLE)
    monitor.press("Đọc văn bản")
    expect(monitor.page.get_by_role("heading", level=1)).to_contain_text("15/KH-UBND")
    monitor.page.get_by_role("link", name=re.compile(r"Chọn \d+ việc chắc chắn")).click()
    monitor.press(r"Chọn \d+ việc này")
    monitor.press(r"Xác nhận \d+ việc đã chọn")
    expect(monitor.page.get_by_role("heading", level=1)).to_be_visible()


def update_then_report_the_task(clerk: Visitor) -> None:
    row = clerk.page.locator("tr", has_text=TASK)
    clerk.go("/viec")
    row.get_by_role("link", name="Cập nhật").or_(row.get_by_role("button", name="Cập nhật")).first.click()
    clerk.page.get_by_label("Đã làm được gì").fill("Đã dự thảo tờ trình.")
    clerk.page.get_by_label("Tiến độ").fill("40")
    clerk.press("Lưu cập nhật")
    expect(clerk.page.locator("tr", has_text=TASK).first).to_contain_text("40")
    row.get_by_role("link", name="Cập nhật").or_(row.get_by_role("button", name="Cập nhật")).first.click()
    clerk.page.get_by_label("Đã xong, gửi xác nhận").check()
    clerk.page.get_by_label("Đã làm được gì").fill("Đã trình phương án.")
    clerk.page.get_by_label("Số văn bản minh chứng").fill("221/TTr-STC")
    clerk.page.get_by_label("Ngày ban hành").fill("08/06/2026")
    clerk.press("Lưu cập nhật")
    expect(clerk.page.locator("tr", has_text=TASK).first).to_contain_text("Chờ xác nhận")


def hand_in_the_half_year_report(clerk: Visitor, words: str) -> None:
    clerk.go("/bao-cao")
    clerk.page.get_by_role("link", name="6 tháng đầu năm 2026").first.click()
    clerk.page.get_by_label("Thuyết minh mục 3. Nguồn lực và giải ngân").fill(words)
    clerk.page.get_by_role("button", name="Nộp báo cáo").click()
    expect(clerk.page.locator("main")).to_contain_text("Đã nộp")


def the_silent_agency_is_reminded_once(stage: Stage) -> None:
    for _ in range(2):  # the jobs may run twice; nothing goes out twice
        stage.flask("jobs", "run", "reminders")
        stage.flask("jobs", "run", "deliver")
    late = late_report_lines(stage, "health_clerk")
    assert len(late) == 1, late
    assert not late_report_lines(stage, "clerk")
    ids = [str(message["Message-ID"]) for message in stage.sink.messages]
    assert len(ids) == len(set(ids))


def late_report_lines(stage: Stage, office: str) -> list[str]:
    """The lines of a person's mails that say the half-year report is late."""
    bodies = [message.get_body(("plain",)) for message in stage.sink.to(address(office))]
    lines = [line for body in bodies if body for line in str(body.get_content()).splitlines()]
    return [line for line in lines if "6 tháng đầu năm 2026" in line and "quá hạn" in line.casefold()]


def open_the_clerks_report(visitor: Visitor) -> None:
    visitor.go("/cho-xu-ly")
    visitor.page.locator("tr", has_text="Sở Tài chính").get_by_role("link", name=re.compile("6 tháng")).first.click()


def return_the_report(monitor: Visitor, reason: str) -> None:
    open_the_clerks_report(monitor)
    monitor.page.get_by_label("Lý do").fill(reason)
    monitor.page.get_by_role("button", name="Trả lại").click()
    expect(monitor.page.locator("main")).to_contain_text(reason)


def correct_the_report(clerk: Visitor, words: str) -> None:
    clerk.go("/bao-cao")
    clerk.page.get_by_role("link", name="6 tháng đầu năm 2026").first.click()
    expect(clerk.page.locator("main")).to_contain_text("Chưa nêu nguồn vốn huy động.")
    clerk.page.get_by_label("Thuyết minh mục 3. Nguồn lực và giải ngân").fill(words)
    clerk.page.get_by_role("button", name="Nộp báo cáo").click()
    expect(clerk.page.locator("main")).to_contain_text("Đã nộp")


def accept_the_report_and_confirm_the_task(monitor: Visitor) -> None:
    open_the_clerks_report(monitor)
    monitor.press("Chấp nhận")
    expect(monitor.page.locator("main")).to_contain_text("chấp nhận")
    monitor.go("/cho-xu-ly")
    monitor.page.get_by_role("link", name=re.compile(TASK)).first.click()
    monitor.page.get_by_role("button", name=re.compile("Xác nhận")).first.click()
    expect(monitor.page.locator("main")).to_contain_text("Đã hoàn thành")


def the_committee_sees_the_same_numbers(committee: Visitor, figures: dict[str, dict[str, int]]) -> None:
    tasks = figures["tasks"]
    committee.go("/ban-chi-dao")
    board = committee.page.locator("table.board")
    for count in (tasks["total"], tasks["done_late"], tasks["open_overdue"], tasks["no_deadline"]):
        expect(board).to_contain_text(str(count))
    committee.page.locator("table.board").get_by_role("link", name=re.compile("quá hạn")).first.click()
    expect(committee.page.locator("main")).to_contain_text(TASK)
    committee.leave()


def status(stage: Stage) -> dict[str, dict[str, int]]:
    """The figures of `flask status --json`."""
    total: dict[str, dict[str, int]] = json.loads(stage.flask("status", "--json"))["total"]
    return total
