"""How well plans are read: `make score` prints one line for each annotated plan, with --misses also what was missed.

The real plans come from the folder TRACKER_REAL_PLANS; the others stand in tests/parsing/corpus.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.parsing.annotated import annotated_corpus, annotated_real_plans
from tests.parsing.annotations import AnnotatedPlan
from tests.parsing.scoring import score
from tracker.parsing.extract import extract_plan


def main() -> None:
    """Print the score lines; unknown plans stand below the real ones."""
    real = annotated_real_plans()
    if not real:
        print("TRACKER_REAL_PLANS không được đặt: bỏ qua năm kế hoạch thật.", file=sys.stderr)
    for name, line, wrong in _lines([*real, *annotated_corpus()]):
        print(f"{name:34} {line}")
        for words in wrong if "--misses" in sys.argv else ():
            print(f"    {words}")


def _lines(plans: list[tuple[Path, AnnotatedPlan]]) -> Iterator[tuple[str, str, list[str]]]:
    for path, gold in plans:
        result = score(extract_plan(path.read_bytes(), path.name), gold)
        yield path.stem[:34], result.line(), result.wrong


if __name__ == "__main__":
    main()
