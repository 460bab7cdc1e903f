"""Real processes of the product, started, killed and waited for by a test."""

import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.child import log_of
from tests.jobs.killing import ROOT, wait_until


@dataclass
class Child:
    """One process."""

    pid: int
    _forker: "Forker"
    code: int | None = None

    def has_ended(self) -> bool:
        """Tell whether it has ended, and keep how."""
        if self.code is None:
            self.code = self._forker.ask({"ended": self.pid})
        return self.code is not None

    def wait(self, seconds: float = 60.0) -> int:
        """Wait for its end; return its exit code, negative when a signal killed it."""
        wait_until(self.has_ended, seconds=seconds)
        assert self.code is not None
        return self.code

    def kill(self) -> None:
        """Kill it as a power cut would, and wait until it is gone."""
        if not self.has_ended():
            os.kill(self.pid, signal.SIGKILL)
            self.wait()

    def log(self) -> str:
        """Return what it wrote into its log."""
        return log_of(str(self._forker.common["instance"]), self.pid).read_text()

    def stop(self) -> int:
        """Ask it to end."""
        os.kill(self.pid, signal.SIGTERM)
        return self.wait()


class Forker:
    """The process that forks children; what every order has in common stands in `common`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.common: dict[str, Any] = {}
        self.children: list[Child] = []

    def ask(self, order: dict[str, Any]) -> Any:
        """Give an order and return the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the forker failed; see its output above"
        return json.loads(answer)

    def start(self, play: str, **order: Any) -> Child:
        """Start a process that plays a part: worker, planner, sender, all (plan, recover, send)."""
        child = Child(self.ask({**self.common, **order, "play": play}), self)
        self.children.append(child)
        return child

    def run(self, play: str, **order: Any) -> None:
        """Let a process play its part to the end; it must end well."""
        assert self.start(play, **order).wait() == 0

    def all_at_once(self, play: str, count: int, gate: Path, **order: Any) -> list[int]:
        """Let some processes begin the same part at the same moment; return their exit codes."""
        gate.touch()
        with gate.open() as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            children = [self.start(play, gate=str(gate), **order) for _child in range(count)]
        return [child.wait() for child in children]

    def kill_all(self) -> None:
        """Kill every child that still lives."""
        for child in self.children:
            child.kill()
        self.children.clear()


@contextmanager
def forker() -> Iterator[Forker]:
    """Run the process that forks, and end it with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "TRACKER_TODAY": "", "SMTP_URL": ""},
    )
    try:
        yield Forker(process)
    finally:
        process.communicate(timeout=30)
