"""How things stand on a day, read by plain SQL: what is open, since when it waits, who is in office."""

from datetime import date
from typing import Any

from sqlalchemy import text

from tests.journeys.oracle import People, Thing
from tracker.extensions import db

TASKS = """
    SELECT t.id, t.agency_id, t.state, t.due_on, t.reported_on, t.updated_on,
        a.mode, a.nature, p.issued_on, p.period_end
    FROM task t JOIN assignment a ON a.id = t.assignment_id JOIN plan p ON p.id = t.plan_id
    WHERE t.state IN ('assigned', 'not_started', 'in_progress', 'redo', 'awaiting_confirmation')"""
ROWS = """
    SELECT r.id, r.agency_id, r.state, r.due_on, r.grace_until, r.submitted_on, p.issued_on, p.period_end
    FROM report_row r JOIN plan p ON p.id = r.plan_id
    WHERE r.state NOT IN ('accepted', 'consolidated') AND r.excused_on IS NULL AND r.closed_on IS NULL"""
REQUESTS = """
    SELECT e.id, e.agency_id, e.asked_on, e.subject, e.subject_id, p.period_end
    FROM extension_request e JOIN plan p ON p.id = e.plan_id WHERE e.state = 'waiting'"""
DIFFICULTIES = """
    SELECT d.id, d.agency_id, d.answer_by, p.period_end
    FROM difficulty d JOIN plan p ON p.id = d.plan_id WHERE d.state IN ('open', 'forwarded')"""
OFFICES = """
    SELECT a.person_id, a.role, a.agency_id FROM appointment a
    WHERE a.starts_on <= :day AND (a.ends_on IS NULL OR a.ends_on >= :day)"""
STANDING = "SELECT agency_id FROM agency_role WHERE role = 'standing'"
WITH_THE_AGENCY = ("assigned", "not_started", "in_progress", "redo")


def read(statement: str, **values: Any) -> list[dict[str, Any]]:
    """Return the rows of a statement; a day is a date on both databases."""
    rows = [dict(row) for row in db.session.execute(text(statement), values).mappings()]
    for row in rows:
        for name, value in row.items():
            if isinstance(value, str) and name.endswith(("_on", "_end", "_until", "_by", "_day")):
                row[name] = date.fromisoformat(value)
    return rows


def things() -> list[Thing]:
    """Everything that waits for somebody."""
    tasks, rows = read(TASKS), read(ROWS)
    with_agency = {("task", t["id"]) for t in tasks if t["state"] in WITH_THE_AGENCY}
    with_agency |= {("report_row", r["id"]) for r in rows if r["state"] != "submitted"}
    found = [_task(one) for one in tasks] + [_row(one) for one in rows]
    found += [
        Thing("extension_request", e["id"], e["agency_id"], waits_since=e["asked_on"], plan_ends=e["period_end"])
        for e in read(REQUESTS)
        if (e["subject"], e["subject_id"]) in with_agency
    ]
    found += [
        Thing("difficulty", f["id"], f["agency_id"], due_on=f["answer_by"], plan_ends=f["period_end"])
        for f in read(DIFFICULTIES)
    ]
    return found


def _task(one: dict[str, Any]) -> Thing:
    return Thing(
        "task",
        one["id"],
        one["agency_id"],
        due_on=one["due_on"],
        waits_since=one["reported_on"] if one["state"] == "awaiting_confirmation" else None,
        is_requested=one["mode"] == "requested",
        is_standing_work=one["nature"] in ("continuous", "standing"),
        updated_on=one["updated_on"],
        plan_begins=one["issued_on"],
        plan_ends=one["period_end"],
    )


def _row(one: dict[str, Any]) -> Thing:
    waits = one["submitted_on"] if one["state"] == "submitted" else None
    due, grace, ends = one["due_on"], one["grace_until"], one["period_end"]
    return Thing("report_row", one["id"], one["agency_id"], due, grace, waits, plan_ends=ends)


def people(day: date) -> People:
    """Who is in office."""
    offices = frozenset((o["person_id"], o["role"], o["agency_id"]) for o in read(OFFICES, day=day.isoformat()))
    (standing,) = read(STANDING)
    return People(offices, standing["agency_id"])


def agencies() -> dict[str, int]:
    """The number of each agency, by its name."""
    return {one["name"]: one["id"] for one in read("SELECT id, name FROM agency ORDER BY id DESC")}
