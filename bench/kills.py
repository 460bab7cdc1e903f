"""Kill the worker at each named point and print what was lost, doubled and left in doubt, on both databases.

Run: .venv/bin/python -m bench.kills [--people 10] [--kills 5]. "0/5, in doubt 5" reads: none lost, five second copies
(same Message-ID, marked as sent again), five messages were in doubt.
"""

import argparse
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


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, default=10)
    options.add_argument("--kills", type=int, default=3)
    asked = options.parse_args()
    print(f"{asked.people} messages, {asked.kills} kills at each point; lost/extra copies, in doubt\n")
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
                str(measured(store, process, sink, point, weight, asked.people, asked.kills))
                for store in (sqlite, postgresql)
                for weight in ("reminder", "escalation")
            ]
            print(f"| {point} | {MEANING[point]} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
