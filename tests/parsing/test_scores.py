"""The parser against careful readers: five real plans, and plans that were written without knowing the parser."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.parsing.annotated import CORPUS, MARKS, corpus_plan, real_plan
from tests.parsing.annotations import AnnotatedPlan, AnnotatedUnit
from tests.parsing.samples import HEADINGS
from tests.parsing.scoring import Score, score
from tracker.parsing.draft import PlanDraft
from tracker.parsing.extract import extract_plan


@cache
def scored(annotation: Path) -> tuple[PlanDraft, AnnotatedPlan, Score]:
    path, gold = real_plan(annotation) if annotation in MARKS else corpus_plan(annotation)
    draft = extract_plan(path.read_bytes(), path.name)
    return draft, gold, score(draft, gold)


def told(result: Score) -> str:
    return "\n".join([result.line(), *result.wrong])


@pytest.mark.parametrize("marks", MARKS, ids=lambda path: path.stem)
def test_a_real_plan_is_read_as_a_careful_clerk_reads_it(marks: Path) -> None:
    _, _, result = scored(marks)
    assert result.assignments.f1 >= 0.98, told(result)
    assert result.duties.f1 == 1.0, told(result)
    for name in ("agencies", "canonical", "routes", "modes", "deadlines", "quoted", "head"):
        right, wanted = getattr(result, name)
        assert right == wanted, f"{name}\n{told(result)}"


@pytest.mark.parametrize("marks", MARKS, ids=lambda path: path.stem)
def test_the_way_of_difficulties_is_the_one_that_the_plan_names(marks: Path) -> None:
    draft, gold, _ = scored(marks)
    route = draft.difficulty_route
    assert ({"to": route.to, "via": _plain(route.via)} if route else None) == gold.difficulties


def _plain(name: str | None) -> str | None:
    return name.replace("–", "-") if name else None


@pytest.mark.parametrize("gold", CORPUS, ids=lambda path: path.stem)
def test_a_plan_that_nobody_knew_is_read_well(gold: Path) -> None:
    draft, _, result = scored(gold)
    assert result.assignments.f1 >= 0.90, told(result)
    assert result.quoted[0] == result.quoted[1], told(result)
    rest = [(one.span, one.text) for one in draft.reporting_duties]
    rest += [(target.span, target.text) for target in draft.targets]
    assert all(" ".join(draft.text[slice(*span)].split()) == " ".join(text.split()) for span, text in rest)


def test_all_plans_that_nobody_knew_are_read_well_together() -> None:
    results = [scored(gold)[2] for gold in CORPUS]
    hits = sum(result.duties.hits for result in results)
    told_and_wanted = sum(result.duties.told + result.duties.wanted for result in results)
    assert 2 * hits / told_and_wanted >= 0.90
    for name in ("agencies", "head", "modes", "deadlines"):
        right, wanted = (sum(counts) for counts in zip(*(getattr(result, name) for result in results), strict=True))
        assert right >= 0.90 * wanted, f"{name} {right}/{wanted}"


def test_a_missed_and_an_invented_assignment_both_lower_the_score() -> None:
    draft = extract_plan(HEADINGS.encode(), "a.txt")
    units = [AnnotatedUnit(one.agency.name, one.mode, one.text) for one in draft.assignments]
    head = {"number": None, "date": None, "level": None, "period": None, "signer": None, "issuer": ""}
    whole = score(draft, AnnotatedPlan("a", head, tuple(units), ()))
    invented = score(draft, AnnotatedPlan("a", head, tuple(units[1:]), ()))
    unlike = AnnotatedUnit("Sở Ngoại vụ", "ordered", "Đón đoàn khách nước ngoài thăm vườn ươm của tỉnh.")
    missed = score(draft, AnnotatedPlan("a", head, (*units, unlike), ()))
    optional = score(draft, AnnotatedPlan("a", head, (replace(units[0], optional=True), *units[1:]), ()))
    assert whole.assignments.f1 == optional.assignments.f1 == 1.0
    assert invented.assignments.f1 < 1.0 and missed.assignments.f1 < 1.0
