"""What the year's script says about reports."""

from dataclasses import replace

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from tracker.agencies.models import Agency, Level
from tracker.consolidation.service.taking import take_sources
from tracker.demonstration.cast import Province
from tracker.demonstration.script import AGRICULTURE, EDUCATION, FINANCE, HEALTH
from tracker.demonstration.year.script import CALL, NOTHING, Deed
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.reports.drafting import Draft
from tracker.reports.models import ReportingDuty, ReportRow
from tracker.reports.rules import Channel, DutyOrigin
from tracker.reports.service import judging, writing
from tracker.reports.service.calling import Call, send_call
from tracker.reports.service.on_behalf import Received, enter_on_behalf
from tracker.rights import Actor
from tracker.vietnamese import day_text

CALLED = (HEALTH, FINANCE, EDUCATION)


def row_of(province: Province, deed: Deed) -> ReportRow:
    """Return the agency's row of the period that the deed names, of the duty of everybody or of the last call."""
    agency = province.agency(deed.whose or deed.who)
    wanted = select(ReportRow).join(ReportRow.duty).where(ReportRow.agency_id == agency.id)
    if deed.about == CALL:
        wanted = wanted.where(ReportingDuty.origin == DutyOrigin.CALL)
    else:
        wanted = wanted.where(ReportRow.period_key == deed.about, ReportingDuty.origin == DutyOrigin.PLAN)
        wanted = wanted.where(ReportingDuty.via.is_not(None))
    return _one(wanted)


def consolidated_row(province: Province, deed: Deed) -> ReportRow:
    """Return the row of the report that the standing agency sends up to the province for a period."""
    agency = province.agency(AGRICULTURE)
    return _one(
        select(ReportRow)
        .join(ReportRow.duty)
        .where(ReportRow.agency_id == agency.id, ReportRow.period_key == deed.about, ReportingDuty.via.is_(None))
    )


def _one(wanted: Select[tuple[ReportRow]]) -> ReportRow:
    loaded = (joinedload(ReportRow.agency), joinedload(ReportRow.plan), joinedload(ReportRow.duty))
    return db.session.scalars(wanted.options(*loaded)).one()


def _words(deed: Deed) -> dict[str, str]:
    return {
        "direction_documents": "Đã quán triệt Kế hoạch và phân công cho từng phòng, đơn vị.",
        "results_policies": deed.words,
        "difficulties": NOTHING,
    }


def _submit(province: Province, deed: Deed, by: Actor) -> None:
    row = row_of(province, deed)
    writing.submit_report(row, replace(Draft.of(row), content=_words(deed)), None, version=row.version, by=by)


def _accept(province: Province, deed: Deed, by: Actor) -> None:
    row = row_of(province, deed)
    row = judging.start_reading(row, version=row.version, by=by)
    judging.accept_report(row, version=row.version, by=by)


def _return(province: Province, deed: Deed, by: Actor) -> None:
    row = row_of(province, deed)
    judging.return_report(row, deed.words, version=row.version, by=by)


def _send_up(province: Province, deed: Deed, by: Actor) -> None:
    """Take up what is accepted, add a sentence of one's own, and hand it in."""
    row = consolidated_row(province, deed)
    take_sources(row, version=row.version, by=by)
    row = consolidated_row(province, deed)
    content = {**Draft.of(row).content, "assessment_general": deed.words}
    writing.submit_report(row, replace(Draft.of(row), content=content), None, version=row.version, by=by)


def _accept_up(province: Province, deed: Deed, by: Actor) -> None:
    row = consolidated_row(province, deed)
    row = judging.start_reading(row, version=row.version, by=by)
    judging.accept_report(row, version=row.version, by=by)


def _return_up(province: Province, deed: Deed, by: Actor) -> None:
    row = consolidated_row(province, deed)
    judging.return_report(row, deed.words, version=row.version, by=by)


def _take_in(province: Province, deed: Deed, by: Actor) -> None:
    """Type in what came on paper the day before."""
    assert deed.until is not None
    row = row_of(province, deed)
    draft = Draft(_words(deed), letter_number=deed.letter, letter_on=day_text(deed.until))
    enter_on_behalf(row, draft, (), Received(Channel.PAPER, deed.until), version=row.version, by=by)


def _excuse_communes(province: Province, deed: Deed, by: Actor) -> None:
    rows = select(ReportRow).join(ReportRow.agency).where(ReportRow.period_key == deed.about)
    for row in db.session.scalars(rows.where(Agency.level == Level.COMMUNE).order_by(ReportRow.id)).all():
        judging.excuse_agency(row, deed.words, version=row.version, by=by)


def _call(province: Province, deed: Deed, by: Actor) -> None:
    assert deed.until is not None
    plan = db.session.scalars(select(Plan).where(Plan.issuer_id == province.issuer_id)).one()
    called = tuple(province.agency(name).id for name in CALLED)
    send_call(plan, Call(deed.words, deed.words, deed.until, called, deed.letter, deed.day, "year-call"), by=by)


DOINGS = {
    "excuse_communes": _excuse_communes,
    "submit": _submit,
    "take_in": _take_in,
    "call": _call,
    "accept": _accept,
    "return_report": _return,
    "send_up": _send_up,
    "accept_up": _accept_up,
    "return_up": _return_up,
}
