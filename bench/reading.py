"""How long reading takes inside one warm process: the samples, the real plans if there are any, and forty pages."""

import os
import statistics
import time
from pathlib import Path

from tracker.parsing.extract import extract_plan

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5
CHARACTERS_PER_PAGE = 2_200


def main() -> None:
    """Print the median of five runs and the characters a second for each file."""
    files = sorted((ROOT / "samples").glob("*.txt")) + sorted((ROOT / "samples").glob("*.docx"))
    real = os.environ.get("TRACKER_REAL_PLANS")
    files += sorted(Path(real).glob("*.txt")) if real else []
    extract_plan(files[0].read_bytes(), files[0].name)
    for file in files:
        report(file.name, file.read_bytes())
    text = files[0].read_text(encoding="utf-8")
    body = text[text.index("VI. TỔ CHỨC THỰC HIỆN") :]
    forty = text + body * (40 * CHARACTERS_PER_PAGE // len(body))
    report("40 pages of text.txt", forty.encode())


def report(name: str, content: bytes) -> None:
    """Print one line for one document."""
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        draft = extract_plan(content, name)
        times.append(time.perf_counter() - began)
    middle = statistics.median(times)
    speed = len(draft.text) / middle
    print(f"{name:<44} {middle * 1000:8.0f} ms  {speed:12,.0f} characters/s  {len(draft.assignments)} assignments")


if __name__ == "__main__":
    main()
