"""Kill the worker at each named point and print what was lost, doubled and left in doubt: part of bench.faults."""

import tempfile
from pathlib import Path

from tests.databases import Databases, databases
from tests.jobs.killing import POINTS, Outcome, Victim, kill_and_count, victim
from tests.notifications.sink import Sink, mail_server

MEANING = {
    "P1": "planning, before the commit",
    "P2": "planning, after the commit",
    "C1": "before the claim's commit",
    "C2": "after the claim's commit",
    "S1": "connected, before the second mark",
    "M2": "second mark set, text not sent",
    "S2": "text sent, answer not read",
    "S3": "after the server's 250",
    "S4": "before the commit of 'sent'",
    "S5": "after the commit of 'sent'",
}


def measured(
    store: Databases, process: Victim, sink: Sink, point: str, weight: str, people: int, kills: int
) -> Outcome:
    """Kill and count once, on a fresh database."""
    url = store.fresh()
    with tempfile.TemporaryDirectory(prefix="tracker-kills-") as name:
        outcome = kill_and_count(
            process,
            sink,
            database=url,
            instance=Path(name),
            point=point,
            weight=weight,
            people=people,
            kills=kills,
        )
    store.drop(url)
    return outcome


def print_table(people: int, number: int) -> None:
    """Kill `number` times at each point and print what came of it."""
    print(f"{people} messages, {number} kills at each point; lost/extra copies, in doubt\n")
    print("| point | killed | SQLite: reminder | SQLite: escalation | PostgreSQL: reminder | PostgreSQL: escalation |")
    print("|---|---|---|---|---|---|")
    with (
        databases("sqlite") as sqlite,
        databases("postgresql") as postgresql,
        victim() as process,
        mail_server() as sink,
    ):
        for point in POINTS:
            cells = [
                str(measured(store, process, sink, point, weight, people, number))
                for store in (sqlite, postgresql)
                for weight in ("reminder", "escalation")
            ]
            print(f"| {point} | {MEANING[point]} | {' | '.join(cells)} |", flush=True)
