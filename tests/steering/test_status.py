"""flask status: the exact JSON, a table for people, any day, and refusals."""

import json
from datetime import date

import pytest
from flask import Flask

from tests.builders import make_agency, make_plan, make_task
from tests.cast import Cast
from tests.steering.province import TODAY, Province, settle
from tracker import clock
from tracker.extensions import db
from tracker.steering.status import as_json, status_as_of

FIGURES = ["total", "done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline", "no_deadline_done"]


@pytest.fixture
def province(cast: Cast) -> Province:
    """A province on 30/06/2026."""
    clock.fix_day(TODAY)
    return settle(cast)


def run(app: Flask, *words: str) -> tuple[int, str, str]:
    """Run flask status and return its exit code, output and sentences."""
    result = app.test_cli_runner().invoke(args=["status", *words])
    return result.exit_code, result.stdout, result.stderr


def test_the_json_has_the_agreed_names_in_the_agreed_order(app: Flask, province: Province) -> None:
    code, out, _ = run(app, "--json")
    told = json.loads(out)
    assert code == 0 and list(told) == ["on", "plans", "total"] and told["on"] == "2026-06-30"
    assert list(told["plans"][0]) == ["number", "issuer", "title", "tasks", "rates", "reports"]
    assert list(told["total"]["tasks"]) == [*FIGURES, "requested"]
    assert list(told["total"]["rates"]) == ["done_of_total", "done_of_due", "updated"]
    assert list(told["total"]["reports"]) == ["expected", "received", "on_time", "late", "missing", "excused"]


def test_the_figures_of_the_plans_add_up_to_the_total(province: Province) -> None:
    told = as_json(status_as_of(TODAY))
    for part in ("tasks", "reports"):
        for name, number in told["total"][part].items():
            assert number == sum(plan[part][name] for plan in told["plans"]), name
    for line in (*told["plans"], told["total"]):
        tasks, reports = line["tasks"], line["reports"]
        assert tasks["total"] == sum(tasks[name] for name in FIGURES[1:6])
        assert reports["expected"] == reports["received"] + reports["missing"] + reports["excused"]


def test_rates_have_four_decimals_and_are_null_when_nothing_is_below_the_line(cast: Cast, province: Province) -> None:
    first, second, foreign = as_json(status_as_of(TODAY))["plans"]
    assert first["rates"] == {"done_of_total": 0.3333, "done_of_due": 0.4, "updated": 0.1667}
    assert second["rates"]["done_of_total"] == 0.0
    empty = as_json(status_as_of(date(2020, 1, 1)))["total"]
    assert empty["rates"] == {"done_of_total": None, "done_of_due": None, "updated": None}
    assert foreign is not None


def test_plans_stand_in_the_order_of_their_days_then_numbers(cast: Cast) -> None:
    for number, day in (("9/KH", date(2026, 3, 1)), ("2/KH", date(2026, 3, 1)), (None, date(2026, 2, 1))):
        make_task(make_plan(cast.issuer, number=number, issued_on=day), cast.finance)
    db.session.commit()
    told = as_json(status_as_of(date(2026, 3, 1)))
    assert [plan["number"] for plan in told["plans"]] == [None, "2/KH", "9/KH"]
    assert len(as_json(status_as_of(date(2026, 2, 28)))["plans"]) == 1


def test_the_table_for_people_names_each_plan_and_the_sum(app: Flask, province: Province) -> None:
    code, out, _ = run(app, "--on", "30/06/2026")
    assert code == 0 and "đến hết ngày 30/06/2026: 3 kế hoạch" in out
    assert "15/KH-UBND" in out and out.strip().splitlines()[-1].startswith("Cộng")


@pytest.mark.parametrize("written", ["hôm qua", "2026-02-30", "31/06/2026", "45"])
def test_a_wrong_day_is_refused_with_two_and_a_sentence(app: Flask, written: str) -> None:
    code, out, sentence = run(app, "--on", written)
    assert code == 2 and not out and "hãy nhập như 2022-06-30" in sentence


def test_the_help_shows_an_example(app: Flask) -> None:
    assert "flask status --on 2022-06-30 --json" in run(app, "--help")[1]


def test_a_plan_without_number_is_named_by_its_issuer_and_never_widens_the_table(app: Flask, cast: Cast) -> None:
    make_plan(cast.issuer, number=None, title="Kế hoạch " + "rất dài " * 30)
    make_plan(make_agency("Ủy ban nhân dân " + "rất dài " * 10, unit="Cao Bằng"), number=None)
    db.session.commit()
    _, out, _ = run(app, "--on", "2026-06-30")
    assert f"{cast.issuer.name}, không số" in out and "…, không số" in out and "rất dài rất dài rất dài rất" not in out
    assert max(len(line.partition("  ")[0]) for line in out.splitlines()[4:]) <= 40
