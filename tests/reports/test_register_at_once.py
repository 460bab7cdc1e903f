"""Two people at the register or at the regimes in the same moment."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.accounts.test_at_once import at_once
from tests.builders import make_plan
from tests.cast import Cast
from tests.reports.test_issue import issue, order
from tests.reports.test_two_writers import actor
from tracker import clock
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.reports.models import DutyReporter, Regime, ReportingDuty, ReportRow
from tracker.reports.regime_drafts import read_draft
from tracker.reports.service import calling, duties, regimes

TODAY = date(2026, 3, 2)


@pytest.fixture
def duty(cast: Cast) -> ReportingDuty:
    clock.fix_day(TODAY)
    made = issue(make_plan(cast.issuer), order(cast.finance), today=date(2026, 1, 20))
    db.session.commit()
    return made


def test_two_defaults_for_one_cell_are_not_added_in_one_moment(app: Flask, cast: Cast, duty: ReportingDuty) -> None:
    by = actor(cast.administrator)

    def add(name: str) -> None:
        typed = {"name": name, "source": "QĐ 1/2026", "is_active": "1", "cell_2_once": "5/12"}
        draft, errors = read_draft(typed, regime_id=None)
        assert not errors
        seal = regimes.preview_regime(draft, by=by).seal
        regimes.keep_regime(draft, seal, by=by)

    refusals = at_once(app, lambda: add("Một"), lambda: add("Hai"))
    assert [type(refusal) for refusal in refusals if refusal] == [regimes.RegimeRefused]
    assert db.session.scalar(select(func.count()).select_from(Regime).where(Regime.name.in_(("Một", "Hai")))) == 1


def test_one_agency_is_added_once(app: Flask, cast: Cast, duty: ReportingDuty) -> None:
    by, duty_id, agency_id = actor(cast.monitor), duty.id, cast.health.id

    def begin() -> None:
        duties.begin_reporters(db.session.get_one(ReportingDuty, duty_id), [agency_id], TODAY, by=by)

    assert at_once(app, begin, begin) == [None, None]
    owing = select(func.count()).select_from(DutyReporter).where(DutyReporter.agency_id == agency_id)
    rows = select(func.count()).select_from(ReportRow).where(ReportRow.agency_id == agency_id)
    assert (db.session.scalar(owing), db.session.scalar(rows)) == (1, 2)


def test_a_duty_ends_once(app: Flask, cast: Cast, duty: ReportingDuty) -> None:
    by, duty_id = actor(cast.monitor), duty.id

    def end() -> None:
        duties.end_duty(db.session.get_one(ReportingDuty, duty_id), date(2026, 4, 30), "Hết hiệu lực", by=by)

    refusals = at_once(app, end, end)
    assert [type(refusal) for refusal in refusals if refusal] == [duties.DutyRefused]


def test_one_form_of_a_call_sends_one_call(app: Flask, cast: Cast, duty: ReportingDuty) -> None:
    by, plan_id = actor(cast.monitor), duty.plan_id
    call = calling.Call("Thiệt hại", "Báo cáo thiệt hại.", date(2026, 3, 9), (cast.finance.id,), None, None, "k" * 32)

    def send() -> None:
        calling.send_call(db.session.get_one(Plan, plan_id), call, by=by)

    assert at_once(app, send, send) == [None, None]
    assert (
        db.session.scalar(select(func.count()).select_from(ReportingDuty).where(ReportingDuty.form_key == "k" * 32))
        == 1
    )
