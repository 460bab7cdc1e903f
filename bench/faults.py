"""Bring about every fault of the matrix, at full counts, on both databases; print each row with its figures.

Run: python -m bench.faults [--database sqlite]. Each row is shown by tests (tests/faults/matrix.py); here they run with
100 kills and 1,000 reminders. Before the matrix, kills at each named point: "0/5, in doubt 5" reads none lost, five
second copies (same Message-ID, marked as sent again), five messages were in doubt.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from bench import kills
from tests.faults.matrix import MATRIX, Row
from tests.jobs.killing import ROOT

FILES = sorted({f"tests/{test.partition('::')[0]}" for row in MATRIX for test in row.tests})


class Seen:
    """What the tests on one database gave: seconds, failures and figures, by the name of the test."""

    def __init__(self, report: Path) -> None:
        self.runs: dict[str, list[ElementTree.Element]] = {}
        for case in ElementTree.parse(report).iter("testcase"):
            file = "/".join(case.attrib["classname"].split(".")[1:]) + ".py"
            self.runs.setdefault(f"{file}::{case.attrib['name'].partition('[')[0]}", []).append(case)

    def said(self, row: Row) -> str:
        """Say in one cell how a row went."""
        cases = [case for test in row.tests for case in self.runs.get(test, [])]
        ran = [case for case in cases if case.find("skipped") is None]
        failed = [case for case in ran if case.find("failure") is not None or case.find("error") is not None]
        seconds = sum(float(case.attrib["time"]) for case in ran)
        figures = dict.fromkeys(
            kept.attrib["value"] for case in ran for kept in case.iter("property") if kept.attrib["value"]
        )
        verdict = f"{len(failed)} of {len(ran)} FAILED" if failed or not ran else f"{len(ran)} ok"
        return "<br>".join([f"{verdict}, {seconds:.0f} s", *figures])

    @property
    def is_well(self) -> bool:
        """Whether every row went well."""
        return all("FAILED" not in self.said(row) for row in MATRIX)


def run_on(database: str) -> Seen:
    """Run the tests of the matrix on a database."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-o", "junit_family=xunit1", f"--junitxml={report}", *FILES]
        environment = {**os.environ, "TRACKER_FAULTS": "full", "TRACKER_TEST_DATABASE": database}
        subprocess.run(command, cwd=ROOT, env=environment, check=False, stdout=sys.stderr)
        return Seen(report)


def main() -> None:
    """Print both tables; end with 1 when a row did not go well."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--database", choices=("sqlite", "postgresql"))
    options.add_argument("--people", type=int, default=10)
    options.add_argument("--kills", type=int, default=5)
    asked = options.parse_args()
    kills.print_table(asked.people, asked.kills)
    kinds = [asked.database] if asked.database else ["sqlite", "postgresql"]
    seen = [run_on(kind) for kind in kinds]
    print(f"\n| fault | what must come of it | {' | '.join(kinds)} |")
    print("|---|---|" + "---|" * len(kinds))
    for row in MATRIX:
        print(f"| {row.fault} | {row.outcome} | {' | '.join(on.said(row) for on in seen)} |", flush=True)
    if not all(on.is_well for on in seen):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
