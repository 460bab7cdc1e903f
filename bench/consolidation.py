"""What it costs to consolidate 300 communes with 40 lines of figures each: seconds and SQL statements of each step."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flask_migrate import upgrade

from config import load_settings
from tests.auditing import AuditingClient, counted_statements
from tests.builders import make_agency, make_duty, make_plan, make_report_row
from tests.cast import Cast, assemble
from tests.consolidation.province import clerk_for
from tracker import clock, create_app
from tracker.consolidation.service.taking import take_sources
from tracker.extensions import db, writing
from tracker.reports.drafting import Draft
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.results import FUNDS, TARGETS
from tracker.reports.rules import Outcome, ReportState
from tracker.reports.service.writing import submit_report

COMMUNES, LINES = 300, 40
TODAY = date(2026, 5, 22)
TEXT = "Đã tổ chức thực hiện các chính sách giảm nghèo, hỗ trợ sinh kế, nhà ở và tiếp cận dịch vụ xã hội cơ bản. " * 3
PAGES = ("", "?trang=6", "/so-lieu", "/so-lieu/phan?dong=own:1", "/noi-dung", "/noi-dung?muc=results_policies&trang=6")


def main() -> None:
    """Make the province in a temporary folder and print one line a step."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TRACKER_INSTANCE": folder, "TRACKER_TODAY": TODAY.isoformat()}
        os.environ.pop("DATABASE_URL", None)
        app = create_app({**load_settings(), "TESTING": True})
        app.test_client_class = AuditingClient
        with app.app_context(), writing():
            upgrade()
            cast = assemble()
            own = province(cast)
            _measure(app.test_client(), cast, own)  # type: ignore[arg-type]


def province(cast: Cast) -> ReportRow:
    """Return the row of the standing agency; every commune has an accepted report."""
    clock.fix_day(TODAY)
    plan = make_plan(cast.issuer)
    duty = make_duty(plan, cast.standing)
    for place in range(COMMUNES):
        commune = make_agency(f"UBND xã số {place:03d}", unit="Cao Bằng", level="commune")
        row = make_report_row(plan, commune, duty=duty, state=ReportState.ACCEPTED, submitted_on=TODAY)
        db.session.add(_accepted(row, place))
    own = make_report_row(plan, cast.standing, duty=duty)
    db.session.commit()
    return own


def _accepted(row: ReportRow, place: int) -> ReportSubmission:
    texts = dict.fromkeys(("results_policies", "assessment_general", "outlook_general", "difficulties_general"), TEXT)
    return ReportSubmission(
        row_id=row.id,
        number=1,
        submitted_at=clock.now(),
        submitted_on=TODAY,
        submitted_by="Chuyên viên",
        content=texts,
        figures={},
        results=[_line(number, place) for number in range(LINES)],
        outcome=Outcome.ACCEPTED,
        outcome_on=TODAY,
    )


def _line(number: int, place: int) -> dict[str, object]:
    section, unit = (FUNDS, ("triệu đồng", "tỷ đồng")[place % 2]) if number % 4 == 0 else (TARGETS, "hộ")
    return {
        "key": f"own:{number}",
        "section": section,
        "label": f"Nội dung hỗ trợ {'%' if number == 1 else 'số'} {number:02d}",
        "unit": "%" if number == 1 else unit,
        "planned": None,
        "actual": str(place + number),
        "is_estimate": place % 3 == 0,
        "before": None,
    }


def _measure(client: AuditingClient, cast: Cast, own: ReportRow) -> None:
    with _step("take the sources"):
        own = take_sources(own, version=own.version, by=clerk_for(cast.standing)).row
    with _step("take them again"):
        own = take_sources(own, version=own.version, by=clerk_for(cast.standing)).row
    client.sign_in(cast.standing_clerk)
    for page in PAGES:
        with _step(f"page {page or '(sources)'}"):
            client.get(f"/bao-cao/{own.id}/tong-hop{page}", audit=False)
    with _step("page of the report's form"):
        client.get(f"/bao-cao/{own.id}", audit=False)
    own = db.session.get_one(ReportRow, own.id)
    with _step("send it up"):
        submit_report(own, Draft.of(own), version=own.version, by=clerk_for(cast.standing))


@contextmanager
def _step(name: str) -> Iterator[None]:
    with counted_statements() as statements:
        began = time.perf_counter()
        yield
        seconds = time.perf_counter() - began
    print(f"{name:<50} {seconds:6.2f} s  {len(statements):4} statements")


if __name__ == "__main__":
    main()
