"""A process that has loaded the application once and forks what the tests start: a web server, a command, a worker.

What is started is a process of its own with its own settings, as an operator's would be; it only need not load the
libraries again, which costs more than most stories. The nursery ends, with all that it started, when its caller ends.
"""

import contextlib
import json
import os
import runpy
import signal
import subprocess
import sys
import time
import traceback
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOADED = ("tracker", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "flask.cli", "psycopg", "sqlite3")
A_MOMENT = 0.02


class Started:
    """A process of the nursery."""

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        self.nursery = nursery
        self.pid = pid

    def wait(self, seconds: float) -> int | None:
        """Return its exit code, negative for a signal; None when it still runs after so many seconds."""
        code: int | None = self.nursery.ask(wait=self.pid, seconds=seconds)["code"]
        return code

    def stop(self) -> None:
        """End it at once, as an operator does who presses Ctrl+C."""
        self.nursery.ask(signal=int(signal.SIGINT), pid=self.pid)
        if self.wait(20) is None:
            self.nursery.ask(signal=int(signal.SIGKILL), pid=self.pid)
            self.wait(20)


class Nursery:
    """The caller's end."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.nursery"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **order: Any) -> dict[str, Any]:
        """Send an order and return the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the nursery died; see its output above"
        answered: dict[str, Any] = json.loads(answer)
        return answered

    def start(self, *arguments: str, environment: dict[str, str], out: Path | None = None) -> Started:
        """Start `python -m arguments…` with this environment; what it prints goes to `out` and `out`.err."""
        order = {"start": arguments, "environment": environment, "out": str(out) if out else None}
        return Started(self, self.ask(**order)["pid"])

    def run(self, *arguments: str, environment: dict[str, str], out: Path, seconds: float = 120) -> str:
        """Run it to its end; return what it printed. Whatever ends with another code than 0 fails."""
        code = self.start(*arguments, environment=environment, out=out).wait(seconds)
        printed = out.read_text(encoding="utf-8")
        if code != 0:
            said = Path(f"{out}.err").read_text(encoding="utf-8")
            raise AssertionError(f"{' '.join(arguments)}: {code}\n{printed}\n{said}")
        return printed


@cache
def nursery() -> Nursery:
    """Return the one nursery of this test run."""
    return Nursery()


def main() -> None:
    """Load the application, then do what each line orders, and end what is left at the end of the lines."""
    for name in LOADED:
        import_module(name)
    children: dict[int, int | None] = {}
    for line in sys.stdin:
        order = json.loads(line)
        answer: dict[str, Any] = {}
        if "start" in order:
            answer["pid"] = _forked(order)
            children[answer["pid"]] = None
        elif "wait" in order:
            answer["code"] = children[order["wait"]] = _ended(order["wait"], order["seconds"], children)
        elif children.get(order["pid"]) is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(order["pid"], order["signal"])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    for pid, code in children.items():
        if code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _forked(order: dict[str, Any]) -> int:
    pid = os.fork()
    if pid == 0:
        _become(order)
    return pid


def _become(order: dict[str, Any]) -> None:
    """Be what was ordered; never return."""
    code = 0
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for stream, ending in (1, ""), (2, ".err"):
            to = order["out"]
            os.dup2(os.open(to + ending, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) if to else 2, stream)
        os.environ.clear()
        os.environ.update(order["environment"])
        sys.argv = list(order["start"])
        runpy.run_module(order["start"][0], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - whatever it is, this process must not go on as a second nursery
        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _ended(pid: int, seconds: float, children: dict[int, int | None]) -> int | None:
    if (known := children[pid]) is not None:
        return known
    until = time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= until:
            return None
        time.sleep(A_MOMENT)


if __name__ == "__main__":
    main()
