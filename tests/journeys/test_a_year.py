"""A year of the sample plan, lived day by day: every message is one that the ladder promises, and none is lacking."""

import calendar
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests.journeys.oracle import is_worked
from tests.journeys.witness import Witness
from tests.notifications.sink import Sink, mail_server
from tracker import clock
from tracker.demonstration.accounts import DemonstrationAccounts
from tracker.demonstration.script import EDUCATION, HEALTH
from tracker.demonstration.year.living import begin, live
from tracker.demonstration.year.script import Deed
from tracker.extensions import db

HALF_YEAR, YEAR_END = date(2026, 6, 30), date(2026, 12, 31)
# Reckoned by hand from the plan and the script (tracker/demonstration/year/script.py).
FIGURES = {
    HALF_YEAR: {
        "tasks": {
            "total": 30,
            "done_on_time": 6,
            "done_late": 5,
            "open_in_time": 11,
            "open_overdue": 1,
            "no_deadline": 7,
            "no_deadline_done": 0,
            "requested": 3,
        },
        "reports": {"expected": 17, "received": 3, "on_time": 2, "late": 1, "missing": 2, "excused": 12},
    },
    YEAR_END: {
        "tasks": {
            "total": 30,
            "done_on_time": 8,
            "done_late": 13,
            "open_in_time": 0,
            "open_overdue": 2,
            "no_deadline": 7,
            "no_deadline_done": 0,
            "requested": 3,
        },
        "reports": {"expected": 38, "received": 11, "on_time": 6, "late": 5, "missing": 2, "excused": 25},
    },
}


class Visitor(Witness):
    """Also runs the operator's commands: reconciliation again and again, the figures at the end of each half-year."""

    def __init__(self, sink: Sink, app: Flask) -> None:
        super().__init__(sink)
        self.app = app

    def after_the_jobs(self, day: date, acts: Sequence[Deed]) -> None:
        """Look at what came, then run the commands."""
        super().after_the_jobs(day, acts)
        if is_worked(day) and (acts or day.weekday() == calendar.FRIDAY):
            self._run("reminders", "reconcile")  # ends with 1 when something is lacking
        if day in FIGURES:
            said = json.loads(self._run("status", "--json"))["total"]
            for part, wanted in FIGURES[day].items():
                if said[part] != wanted:
                    self.differences.append(f"{day} {part}: {said[part]}, by hand {wanted}")

    def _run(self, *words: str) -> str:
        answer = self.app.test_cli_runner().invoke(args=list(words))
        if answer.exit_code:
            self.differences.append(f"flask {' '.join(words)}: {answer.output}")
        return str(answer.output)


@pytest.fixture
def sink(app: Flask) -> Iterator[Sink]:
    """A mail server that the year's letters go to."""
    with mail_server() as server:
        app.config["SMTP_URL"] = server.url
        yield server


@pytest.fixture(autouse=True)
def real_moments() -> Iterator[None]:
    """The clock goes on after the year."""
    yield
    clock.fix_moment(None)


def test_every_message_of_a_year_is_one_that_the_ladder_promises_and_none_is_lacking(app: Flask, sink: Sink) -> None:
    province = begin(app, DemonstrationAccounts())
    db.session.commit()
    year = Visitor(sink, app)
    live(app, province, year)
    assert not year.differences, "\n".join(year.differences[:20])
    heard = Counter(line[3].partition(":")[0] for _day, line in year.log)
    assert {"overdue_month", "overdue_escalated_again", "invitation", "ask_update", "awaiting"} <= heard.keys()
    assert year.mailed == len(sink.copies()), "a letter came twice"
    _the_agencies_differ(year, province)


def _the_agencies_differ(year: Visitor, province: Any) -> None:
    """Who is on time hears before the day alone; the silent one climbs to the committee's secretary."""
    punctual, silent = (province.clerks[province.agency(name).id] for name in (HEALTH, EDUCATION))
    of_punctual = {line[3] for _day, line in year.log if line[0] == punctual}
    assert of_punctual <= {"upcoming", "due_soon", "due_today", "ask_update"}
    assert "overdue_again:5" in {line[3] for _day, line in year.log if line[0] == silent}
    secretary = [line for _day, line in year.log if line[0] == province.people["secretary"]]
    assert any(line[3] == "overdue_month" for line in secretary)
