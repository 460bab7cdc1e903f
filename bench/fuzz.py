"""Damage good files of every form again and again, and read them: only a draft or a sentence may come out, in time."""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.parsing.damage import damaged
from tests.parsing.seeds import seeds
from tracker.parsing.extract import extract_plan
from tracker.parsing.readers.care import Care
from tracker.parsing.readers.document import UnreadableDocument

LONGEST = 10.0
CARE = Care(most_pages=500, may_recognise=False)


class _TooLong(BaseException):
    """An input took far too long."""


def _give_up(_number: int, _frame: object) -> None:
    raise _TooLong


def main() -> int:
    """Fuzz for some seconds; print what came out per form, keep what broke; return 1 when anything did."""
    options = _options()
    signal.signal(signal.SIGALRM, _give_up)
    files = seeds()
    kept = Path(options.keep)
    counts: dict[str, Counter[str]] = {name: Counter() for name in files}
    slowest: dict[str, float] = dict.fromkeys(files, 0.0)
    began, number = time.monotonic(), 0
    while time.monotonic() - began < options.seconds:
        name = sorted(files)[number % len(files)]
        content = damaged(files[name], random.Random(f"{options.seed} {number}"))
        ending, took = outcome(name, content)
        slowest[name] = max(slowest[name], took)
        counts[name][ending if took <= LONGEST else "slow"] += 1
        if ending in ("broken", "slow") or took > LONGEST:
            kept.mkdir(parents=True, exist_ok=True)
            (kept / f"{number}-{name}").write_bytes(content)
            print(f"{name}, input {number}: {ending}, {took:.1f} s; kept in {kept}", file=sys.stderr)
        number += 1
    _print(counts, slowest)
    bad = sum(count["broken"] + count["slow"] for count in counts.values())
    print(f"{number} inputs, seed {options.seed}, {time.monotonic() - began:.0f} s: {bad} broken or slow")
    return 1 if bad else 0


def outcome(name: str, content: bytes) -> tuple[str, float]:
    """Return how the reading ended, "draft", "sentence" or "broken", and its seconds."""
    began = time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, 2 * LONGEST)
    try:
        extract_plan(content, name, care=CARE)
        ending = "draft"
    except _TooLong:
        traceback.print_exc(limit=-12)
        ending = "slow"
    except UnreadableDocument as refusal:
        ending = "sentence" if refusal.sentence else "broken"
    except Exception:  # noqa: BLE001  # that is what is looked for
        traceback.print_exc(limit=-3)
        ending = "broken"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return ending, time.monotonic() - began


def _print(counts: dict[str, Counter[str]], slowest: dict[str, float]) -> None:
    print(f"{'form':<18} {'inputs':>7} {'drafts':>7} {'sentences':>9} {'broken':>7} {'slow':>5} {'slowest s':>9}")
    for name, count in counts.items():
        cells = f"{count['draft']:>7} {count['sentence']:>9} {count['broken']:>7} {count['slow']:>5}"
        print(f"{name:<18} {sum(count.values()):>7} {cells} {slowest[name]:>9.2f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--keep", default="instance/fuzz")
    return parser.parse_args()


def watched() -> int:
    """Run main in a process of its own, so that a crash of a C library is counted as one."""
    return subprocess.run(
        [sys.executable, "-m", "bench.fuzz", *sys.argv[1:]], env={**os.environ, "FUZZ": "1"}
    ).returncode


if __name__ == "__main__":
    sys.exit(main() if os.environ.get("FUZZ") else abs(watched()))
