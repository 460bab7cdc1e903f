"""Take the sentences out of an annotated real plan: `python -m tools.annotate.strip_sentences PLAN.txt GOLD.json`.

Reads an annotation whose units carry their `text`, and prints the one that the repository may keep: each text is
replaced by its place, counted in letters and digits, and by its sha256 (tests/parsing/gold/README.md).
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests.parsing.annotations import Ink, mark_of


def strip_sentences(plan: str, gold: dict[str, Any]) -> dict[str, Any]:
    """Return the annotation with places and marks instead of sentences. Raises ValueError for a sentence not found."""
    ink = Ink(plan)
    at = 0
    kept: dict[str, Any] = {
        key: gold[key] for key in ("seed", "meta", "reporting_open", "difficulty_route") if key in gold
    }
    units = []
    for unit in sorted(gold["units"], key=lambda unit: bool(unit.get("optional"))):
        start, end = ink.find(unit["text"], 0 if unit.get("optional") else at)
        at = at if unit.get("optional") else end
        units.append({**_without_text(unit), "letters": [start, end], "sha256": mark_of(unit["text"])})
    known = {unit["sha256"]: unit["letters"] for unit in units}
    reporting = []
    for duty in gold["reporting"]:
        mark = mark_of(duty["text"])
        reporting.append({**_without_text(duty), "letters": known.get(mark) or ink.find(duty["text"]), "sha256": mark})
    return {**kept, "reporting": reporting, "units": units}


def _without_text(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != "text"}


def main() -> None:
    """Print the stripped annotation of the plan and gold named on the command line, one unit a line."""
    plan, gold = (Path(name).read_text(encoding="utf-8") for name in sys.argv[1:3])
    stripped = strip_sentences(plan, json.loads(gold))
    pieces = [f"  {json.dumps(key)}: {_laid_out(value)}" for key, value in stripped.items()]
    print("{\n" + ",\n".join(pieces) + "\n}")


def _laid_out(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"    {json.dumps(item, ensure_ascii=False)}" for item in value) + "\n  ]"
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
