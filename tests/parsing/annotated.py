"""The annotated documents: real plans from the folder TRACKER_REAL_PLANS, and the corpus that stands here."""

import json
import os
from pathlib import Path

from tests.parsing.annotations import AnnotatedPlan, of_real_plan, with_sentences

HERE = Path(__file__).parent
REAL_PLANS = Path(os.environ["TRACKER_REAL_PLANS"]) if os.environ.get("TRACKER_REAL_PLANS") else None
MARKS = sorted((HERE / "gold").glob("*.json")) if REAL_PLANS else []
CORPUS = sorted((HERE / "corpus").glob("*.json"))


def real_plan(marks: Path) -> tuple[Path, AnnotatedPlan]:
    """Return the file and the annotation that the marks of a real plan stand for."""
    assert REAL_PLANS
    gold = of_real_plan(marks, REAL_PLANS)
    return REAL_PLANS / gold.seed, gold


def corpus_plan(gold: Path) -> tuple[Path, AnnotatedPlan]:
    """Return the file and the annotation of a document of the corpus."""
    annotation = with_sentences(json.loads(gold.read_text(encoding="utf-8")))
    return gold.parent / annotation.seed, annotation


def annotated_real_plans() -> list[tuple[Path, AnnotatedPlan]]:
    """Return all real plans that are there, in the order of their names."""
    return [real_plan(marks) for marks in MARKS]


def annotated_corpus() -> list[tuple[Path, AnnotatedPlan]]:
    """Return all documents of the corpus, in the order of their names."""
    return [corpus_plan(gold) for gold in CORPUS]
