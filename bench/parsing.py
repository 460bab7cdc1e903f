"""How long reading takes: forty pages of every form inside one warm process, memory, and how time grows with length."""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.forms import in_form

RUNS = 5
PAGES = 40
TARGETS = {"txt": 0.5, "md": 0.5, "html": 0.5, "docx": 1.0, "odt": 1.0, "xlsx": 1.0, "pdf": 3.0}
TARGETS |= {"pdf-mixed": 6.0, "pdf-tables": 6.0}
MOST_MEMORY = {"txt": 300, "md": 300, "html": 300, "docx": 300}
LENGTHS = (40, 200, 1000)
ONE = """
import json, resource, sys, time
from tracker.parsing.extract import extract_plan
content = open(sys.argv[1], "rb").read()
extract_plan("KẾ HOẠCH\\nI. TỔ CHỨC THỰC HIỆN\\n1. Sở Y tế\\n- Lập dự toán.".encode(), "warm.txt")
times = []
for _ in range(int(sys.argv[2])):
    began = time.perf_counter()
    draft = extract_plan(content, sys.argv[1])
    times.append(time.perf_counter() - began)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps([times, peak, len(draft.assignments), len(draft.text)]))
"""


def main() -> int:
    """Print both tables; return 1 when a target is missed."""
    missed = [*_forms(), *_growth()]
    print("missed: " + (", ".join(missed) if missed else "none"))
    return 1 if missed else 0


def _forms() -> list[str]:
    print(f"{PAGES} pages, median of {RUNS} inside one warm process")
    print(f"{'form':<12} {'KB':>7} {'seconds':>8} {'target':>7} {'peak MB':>8} {'work':>6} {'characters':>11}")
    missed = []
    for form, target in TARGETS.items():
        content = in_form(form, PAGES)
        times, peak, work, characters = measured(form, content, RUNS)
        middle = statistics.median(times)
        print(f"{form:<12} {len(content) // 1024:>7} {middle:>8.2f} {target:>7} {peak:>8} {work:>6} {characters:>11,}")
        if middle > target:
            missed.append(f"{form} {middle:.2f} s")
        if peak > MOST_MEMORY.get(form, peak):
            missed.append(f"{form} {peak} MB")
    return missed


def _growth() -> list[str]:
    print(f"\ngrowth: seconds for {', '.join(map(str, LENGTHS))} pages, and how much faster than length time grows")
    missed = []
    for form in ("txt", "html", "docx", "odt", "pdf"):
        spent, sizes = [], []
        for pages in LENGTHS:
            times, _, _, characters = measured(form, in_form(form, pages), 1)
            spent.append(times[0])
            sizes.append(characters)
        ratio = (spent[-1] / spent[0]) / (sizes[-1] / sizes[0])
        print(f"{form:<12} {'  '.join(f'{one:8.2f}' for one in spent)}   time/length ratio {ratio:.2f}", flush=True)
        if ratio > 1.5:
            missed.append(f"{form} grows {ratio:.2f}")
    return missed


def measured(form: str, content: bytes, runs: int) -> tuple[list[float], int, int, int]:
    """Return the seconds of each run in a new process, its highest memory in MB, pieces of work, and characters."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"plan.{form.partition('-')[0]}"
        file.write_bytes(content)
        (Path(folder) / "one.py").write_text(LIGHT + ONE)
        done = subprocess.run(
            [sys.executable, str(Path(folder) / "one.py"), str(file), str(runs)],
            capture_output=True,
            text=True,
            check=True,
        )
    times, peak, work, characters = json.loads(done.stdout)
    return times, peak, work, characters


# The parser without the application around it, as the reading process has it.
LIGHT = f"""
import sys, types
package = types.ModuleType("tracker")
package.__path__ = [{str(Path(__file__).resolve().parents[1] / "tracker")!r}]
sys.modules["tracker"] = package
"""

if __name__ == "__main__":
    sys.exit(main())
