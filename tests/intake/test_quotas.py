"""Own targets of a lower plan against what the plan above gives its place."""

import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.intake.test_commands import run
from tracker.extensions import db
from tracker.intake.models import Draft
from tracker.intake.rules.quotas import EXCEEDED, MET, MISSED, compare_quotas, outcome_of, place_key
from tracker.plans.models import Finding, Plan, Severity

FOLDER = os.environ.get("TRACKER_REAL_PLANS", "")
real = pytest.mark.skipif(not FOLDER, reason="no real plans: set TRACKER_REAL_PLANS")
PROVINCE, DISTRICT = (sorted(Path(FOLDER).glob("*.txt"))[at] if FOLDER else Path() for at in (0, 2))


def quota(unit: str | None, less: float | None, *, start: float = 500, total: bool = False) -> dict[str, Any]:
    end = None if less is None else start - less
    figures = {"households": 2000.0, "start": start, "less": less, "end": end}
    return {"unit": unit, "subject": "poor", "table": 0, "is_total": total, "span": [3, 9], **figures}


def compared(own: list[dict[str, Any]], above: list[dict[str, Any]]) -> list[tuple[str, str, str, str]]:
    found = compare_quotas(own, above, ["Hòa An", "huyện Hòa An"], "Kế hoạch 5/KH-UBND")
    return [(one["code"], one["severity"], one["printed"], one["computed"]) for one in found]


@pytest.mark.parametrize(("own", "outcome"), [(60, MET), (61, EXCEEDED), (59, MISSED)])
def test_a_stricter_own_target_exceeds_the_quota(own: float, outcome: object) -> None:
    assert outcome_of(own, 60) == outcome


def test_the_total_of_the_lower_plan_stands_against_the_row_of_its_place() -> None:
    above = [quota("Quảng Hòa", 90), quota("Huyện Hòa An", 60), quota("Cộng", 150, total=True)]
    assert compared([quota("Cộng", 72, total=True)], above) == [("quota_exceeded", "info", "72", "60")]
    assert compared([quota("Cộng", 44, total=True)], above) == [("quota_missed", "warning", "44", "60")]
    assert compared([quota("Cộng", 60, total=True)], above) == [("quota_met", "info", "60", "60")]


def test_units_are_added_up_where_the_lower_plan_has_no_total() -> None:
    own = [quota("Nam Tuấn", 30, start=200), quota("Đức Long", 31, start=300)]
    above = [{**quota("Hòa An", 60), "households": 4000.0}]
    assert compared(own, above) == [("quota_exceeded", "info", "61", "60")]


def test_another_base_than_that_of_the_plan_above_is_an_error() -> None:
    found = compared([quota("Cộng", 60, start=505, total=True)], [quota("Hòa An", 60)])
    assert found == [("quota_base_mismatch", "error", "505", "500"), ("quota_met", "info", "60", "60")]


def test_nothing_is_said_of_what_only_one_plan_has() -> None:
    assert compared([quota("Cộng", 60, total=True)], [quota("Quảng Hòa", 90)]) == []
    assert compared([], [quota("Hòa An", 60)]) == []


@pytest.mark.parametrize("name", ["Huyện Hòa An", "HÒA AN", "UBND huyện Hòa An", "Hoà An."])
def test_a_place_is_one_however_it_is_written(name: str) -> None:
    assert place_key(name) == "hoa an"


def quotas_of(plan: Plan) -> list[tuple[str, Severity, str | None, str | None]]:
    rows = db.session.scalars(
        select(Finding).where(Finding.plan_id == plan.id, Finding.code.startswith("quota")).order_by(Finding.id)
    )
    return [(row.code, row.severity, row.printed, row.computed) for row in rows]


ABOVE_THE_QUOTA = [
    ("quota_exceeded", Severity.INFO, "473", "468"),
    ("quota_exceeded", Severity.INFO, "391", "382"),
]


@real
def test_a_real_district_plans_more_than_its_province_gives_it(app: Flask) -> None:
    assert run(app, "import", "--confirm", str(PROVINCE))[0] == 0
    assert run(app, "import", str(DISTRICT))[0] == 0
    draft = db.session.scalars(select(Draft).where(Draft.plan_id.is_(None))).one()
    told = [one for one in draft.extraction["findings"] if one["code"].startswith("quota")]
    assert [(one["printed"], one["computed"]) for one in told] == [("473", "468"), ("391", "382")]
    assert all("vượt chỉ tiêu giao" in one["message"] for one in told)


@real
@pytest.mark.parametrize("files", [(PROVINCE, DISTRICT), (DISTRICT, PROVINCE)], ids=["parent first", "child first"])
def test_the_comparison_is_made_once_whichever_plan_comes_first(app: Flask, files: tuple[Path, Path]) -> None:
    assert run(app, "import", "--confirm", *map(str, files))[0] == 0
    child = db.session.scalars(select(Plan).where(Plan.parent_id.is_not(None))).one()
    plans = {plan.number: plan for plan in db.session.scalars(select(Plan))}
    assert child.parent is not None
    assert quotas_of(child) == ABOVE_THE_QUOTA
    assert quotas_of(plans["78/KH-UBND"]) == []
