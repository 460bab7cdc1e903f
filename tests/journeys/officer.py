"""An officer who reviews in a browser, with every stroke counted; and the stage on which two of them meet."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from tests.builders import make_person
from tests.cast import PASSWORD, Cast, password_hash, person_called
from tests.journeys.stage import Stage, staged
from tracker.accounts.signin import actor_of
from tracker.extensions import db
from tracker.intake.models import Proposal
from tracker.intake.service.reading import read_plan
from tracker.rights import Grant, Role


@contextmanager
def review_stage(cast: Cast, database: str, instance: Path) -> Iterator[Stage]:
    """The cast and a second monitor, served by a real web server."""
    grant = Grant(Role.MONITOR, cast.standing.id, cast.issuer.id)
    make_person("colleague@caobang.test", "Đồng nghiệp Sở NN&MT", password_hash(), grant)
    db.session.commit()
    db.session.remove()
    with staged(database, instance, "2026-03-05") as stage:
        stage.open()
        yield stage


class Officer:
    """Somebody who reviews with keyboard and mouse. Every key, every letter typed and every click is counted."""

    def __init__(self, browser: Browser, stage: Stage, office: str, **options: object) -> None:
        self.page: Page = browser.new_context(
            locale="vi-VN", **{"viewport": {"width": 1280, "height": 800}, **options}
        ).new_page()
        self.trouble: list[str] = []
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.stage = stage
        self.strokes = 0
        self.page.goto(f"{stage.url}/dang-nhap")
        self.page.get_by_label("Thư điện tử").fill(f"{office}@caobang.test")
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page).not_to_have_url(f"{stage.url}/dang-nhap")

    def open(self, draft_id: int) -> None:
        """Open the review; counting begins here."""
        self.page.goto(f"{self.stage.url}/tiep-nhan/{draft_id}")
        self.strokes = 0

    def press(self, *keys: str) -> None:
        """Press keys, one stroke each; "Shift+A" is two."""
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += len(key.split("+"))

    def type(self, words: str) -> None:
        """Type words into the field at hand, a stroke for each letter."""
        self.page.keyboard.type(words)
        self.strokes += len(words)

    def click(self, name: str) -> None:
        """Click a button or link by its name."""
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.click()
        self.strokes += 1

    def choose_sure(self, count: int) -> None:
        """Open the list of what is sure by key, look at how many it holds, and choose them all."""
        self.press("Shift+A")
        expect(self.page.locator("#bulk")).to_contain_text(f"{count} đề xuất không có điểm cần xem sẽ được chọn")
        expect(self.page.locator("#bulk input[name=chon]:checked")).to_have_count(count)
        self.press("Enter")
        self.says("Đã chọn các đề xuất chắc chắn")
        expect(self.page.locator("#bulk")).to_have_count(0)

    def says(self, words: str) -> None:
        """Wait until the line above the list says something."""
        expect(self.page.locator("#review-status")).to_contain_text(words)

    @property
    def here(self) -> str:
        """The card at hand."""
        return self.page.locator(".proposal[aria-current]").inner_text()


def drafted(content: bytes) -> int:
    """Read a plan as the monitor would; return the number of its draft."""
    monitor = actor_of(person_called("monitor@caobang.test"))
    draft_id = read_plan(content, "ke-hoach.txt", by=monitor, largest=10**6).draft.id
    db.session.remove()
    return draft_id


def proposals() -> list[Proposal]:
    """All proposals in the order of the text, as they stand now. No lock is kept: the server writes beside us."""
    db.session.rollback()
    found = sorted(db.session.scalars(select(Proposal)), key=lambda one: (one.start, one.position))
    db.session.expunge_all()
    db.session.rollback()
    return found
