"""The parser on real plans, read only from the folder in TRACKER_REAL_PLANS; nothing of them is kept here."""

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tracker.parsing.draft import PlanDraft
from tracker.parsing.extract import extract_plan

FOLDER = os.environ.get("TRACKER_REAL_PLANS", "")
PLANS = sorted(Path(FOLDER).glob("*.txt")) if FOLDER else []
GOLD = sorted((Path(FOLDER).parent / "gold").glob("*.json")) if FOLDER else []
DOUBTS = {
    *("agency_unknown", "agency_ambiguous", "open_class", "deadline_unclear", "boundary_unsure", "mode_unclear"),
    "poor_text",
}


def test_the_real_plans_are_there() -> None:
    if PLANS:
        return
    message = "REAL PLANS NOT READ: set TRACKER_REAL_PLANS to the folder that holds them"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    sys.stderr.write(f"\n*** {message} ***\n")
    pytest.skip(message)


def read(path: Path) -> PlanDraft:
    return extract_plan(path.read_bytes(), path.name)


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem[:3])
def test_an_annotated_plan_is_read_as_a_person_reads_it(gold: Path, tmp_path: Path) -> None:
    extracted = tmp_path / "extracted.json"
    plan = next(path for path in PLANS if path.stem == gold.stem)
    extracted.write_text(json.dumps(read(plan).to_json(), ensure_ascii=False), encoding="utf-8")
    scorer = gold.parent.parent / "tools" / "score_extraction.py"
    line = subprocess.run(
        [sys.executable, str(scorer), str(extracted), str(gold)], capture_output=True, text=True, check=True
    ).stdout
    scores = [float(figure) for figure in re.findall(r"F1=([\d.]+)", line)]
    fractions = re.findall(r"(?:agencies|quoted|head) (\d+)/(\d+)", line)
    assert scores[0] >= 0.97 and scores[1] == 1.0, line
    assert all(got == wanted for got, wanted in fractions), line


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem[:3])
def test_every_quote_of_a_real_plan_is_exact(plan: Path) -> None:
    draft = read(plan)
    quoted = [*draft.assignments, *draft.reporting_duties, *draft.targets]
    assert quoted
    assert all(" ".join(draft.text[slice(*one.span)].split()) == " ".join(one.text.split()) for one in quoted)


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem[:3])
def test_doubts_come_from_the_closed_list_and_are_rare(plan: Path) -> None:
    draft = read(plan)
    doubts = [doubt.code for assignment in draft.assignments for doubt in assignment.doubts]
    in_doubt = sum(bool(assignment.doubts) for assignment in draft.assignments)
    assert set(doubts) <= DOUBTS
    assert in_doubt <= len(draft.assignments) * 0.25


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.stem[:3])
def test_nothing_of_the_assigning_parts_is_lost_or_told_twice(plan: Path) -> None:
    draft = read(plan)
    # A sentence outside the assigning parts that names who acts is in doubt: between it and the next unit stand others.
    guessed = {a.id for a in draft.assignments if any(doubt.code == "agency_ambiguous" for doubt in a.doubts)}
    told = [assignment.span for assignment in draft.assignments if assignment.id not in guessed]
    told += [f.places[0] for f in draft.findings if f.code in ("lead_in", "closing_order", "unplaced")]
    told.sort()
    assert all(first[1] <= second[0] for first, second in pairwise(told))
    between = [draft.text[first[1] : second[0]] for first, second in pairwise(told)]
    assert not [words for words in between if len(words) > 320], "a passage between two units was passed over"
