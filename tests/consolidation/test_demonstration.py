"""The demonstration consolidates its half-year as people would: the standing agency makes it and sends it up."""

from datetime import date

from tests.cast import Cast
from tests.consolidation.province import accepted, begin, excuse
from tracker import clock
from tracker.demonstration.cast import Province
from tracker.demonstration.reports import hand_in_reports
from tracker.extensions import db
from tracker.reports.moves import latest_submission
from tracker.reports.rules import ReportState
from tracker.reports.source_models import ConsolidatedVersion


def test_the_standing_agency_of_the_demonstration_sends_up_what_was_accepted(cast: Cast) -> None:
    own, rows = begin(cast, cast.finance, cast.health, cast.office)
    finance = accepted(rows[cast.finance.id], {"results_policies": "Đã phân bổ vốn."})
    excuse(rows[cast.office.id], "Báo cáo theo ngành.")
    people = {"monitor": cast.monitor.id, "secretary": cast.secretary.id}
    province = Province(cast.issuer.id, people, {cast.standing.id: cast.standing_clerk.id})
    clock.fix_day(date(2026, 6, 18))
    hand_in_reports(province, date(2026, 6, 18))
    sent = latest_submission(own)
    assert sent is not None and own.state is ReportState.SUBMITTED and finance.state is ReportState.CONSOLIDATED
    assert sent.content["results_policies"] == "Sở Tài chính: Đã phân bổ vốn."
    assert sent.content["assessment_general"].startswith("Nhìn chung")
    kept = db.session.get_one(ConsolidatedVersion, sent.id).coverage
    assert [entry["agency"] for entry in kept["used"]] == ["Sở Tài chính"]
    assert {entry["agency"]: entry["standing"] for entry in kept["absent"]} == {
        "Sở Y tế": "missing",
        "Văn phòng UBND tỉnh": "excused",
    }
    clock.fix_day(date(2026, 6, 21))
    hand_in_reports(province, date(2026, 6, 21))
    assert own.state is ReportState.ACCEPTED
