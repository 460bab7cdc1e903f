"""What holds for every plan: whatever is in it, and whatever a file does to its text."""

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.parsing.annotated import CORPUS, REAL_PLANS, corpus_plan
from tests.parsing.annotations import letters_of
from tests.parsing.generated_blocks import annex_plans, labelled_plans
from tests.parsing.generated_plans import GeneratedPlan, plans
from tests.parsing.invariants import as_told, check_invariants, duties_as_told
from tests.parsing.reshaping import (
    decomposed,
    oddly_spaced,
    with_page_breaks,
    with_pages_inside_paragraphs,
    with_windows_line_ends,
    wrapped,
    wrapped_with_empty_lines,
)
from tracker.parsing.draft import PlanDraft
from tracker.parsing.extract import extract_plan

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("ke-hoach-*"))
REAL = sorted(REAL_PLANS.glob("*.txt")) if REAL_PLANS else []
UNSEEN = [corpus_plan(gold)[0] for gold in CORPUS]
TEXTS = [*REAL, *(path for path in [*SAMPLES, *UNSEEN] if path.suffix == ".txt")]
FILES = [*REAL, *SAMPLES, *UNSEEN]
PARTED = st.sampled_from(("\n\n", "\n"))
Reshape = Callable[[str, int], str]
RESHAPINGS: dict[str, Reshape] = {
    "wrapped": lambda text, chance: wrapped(text, 62 + chance * 3),
    "page breaks": with_page_breaks,
    "page breaks in wrapped lines": lambda text, chance: with_page_breaks(wrapped(text, 62 + chance * 3), chance),
    "page breaks inside long paragraphs": with_pages_inside_paragraphs,
    "decomposed letters": lambda text, _: decomposed(text),
    "odd spaces": oddly_spaced,
    "Windows line ends": lambda text, _: with_windows_line_ends(text),
}
WRAPPINGS: dict[str, Callable[[str], str]] = {
    "at 62": lambda text: wrapped(text, 62),
    "at 62, paragraphs parted": lambda text: wrapped_with_empty_lines(text, 62),
    "at 86": lambda text: wrapped(text, 86),
    "at 86, paragraphs parted": lambda text: wrapped_with_empty_lines(text, 86),
}


def examples(number: int) -> settings:
    """The same examples in every run; a failure is shown as it was drawn, not sought after in smaller ones."""
    return settings(
        max_examples=number,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def read(text: str) -> PlanDraft:
    return extract_plan(text.encode(), "plan.txt")


@cache
def read_file(path: Path) -> PlanDraft:
    return extract_plan(path.read_bytes(), path.name)


def work_of(draft: PlanDraft) -> Counter[tuple[str, str, str]]:
    return Counter((letters_of(one.agency.name), letters_of(one.text), one.mode) for one in draft.assignments)


def expected(plan: GeneratedPlan) -> Counter[tuple[str, str, str]]:
    return Counter((letters_of(agency), letters_of(sentence), mode) for agency, sentence, mode in plan.work)


def assert_told_alike(one: PlanDraft, other: PlanDraft) -> None:
    check_invariants(other)
    for told in (as_told, duties_as_told):
        assert told(other) == told(one), f"lost {told(one) - told(other)}, invented {told(other) - told(one)}"


@examples(40)
@given(plans(), PARTED)
def test_every_clause_goes_to_its_agency(plan: GeneratedPlan, parted: str) -> None:
    draft = read(plan.text(parted))
    assert work_of(draft) == expected(plan)
    assert Counter(duty.reporter for duty in draft.reporting_duties) == Counter(plan.reporters)
    check_invariants(draft)


@examples(20)
@given(plans(mixed=True), PARTED)
def test_agencies_numbered_in_several_ways_keep_their_clauses(plan: GeneratedPlan, parted: str) -> None:
    draft = read(plan.text(parted))
    assert work_of(draft) == expected(plan)
    check_invariants(draft)


@examples(20)
@given(st.one_of(labelled_plans(), annex_plans()))
def test_labelled_blocks_and_tables_assign_their_tasks_and_nothing_else(plan: GeneratedPlan) -> None:
    draft = read(plan.text())
    assert work_of(draft) == expected(plan)
    check_invariants(draft)


@pytest.mark.parametrize("way", ["page breaks", "decomposed letters", "odd spaces", "Windows line ends"])
@examples(8)
@given(st.one_of(labelled_plans(), annex_plans()), st.integers(0, 9))
def test_blocks_and_tables_say_the_same_however_their_file_is_broken(
    way: str, plan: GeneratedPlan, chance: int
) -> None:
    text = plan.text()
    assert_told_alike(read(text), read(RESHAPINGS[way](text, chance)))


@examples(20)
@given(plans(mixed=True), PARTED)
def test_numbered_agencies_are_found_without_the_title_above_them(plan: GeneratedPlan, parted: str) -> None:
    draft = read(plan.without_title().text(parted))
    assert work_of(draft) == expected(plan)
    check_invariants(draft)


@examples(20)
@given(plans(), PARTED, st.data())
def test_a_dropped_line_breaks_no_promise(plan: GeneratedPlan, parted: str, chance: st.DataObject) -> None:
    dropped = chance.draw(st.sets(st.integers(0, len(plan.paragraphs) - 1), max_size=3))
    left = tuple(line for index, line in enumerate(plan.paragraphs) if index not in dropped)
    check_invariants(read(GeneratedPlan(left, 0, (), ()).text(parted)))


@pytest.mark.parametrize("way", RESHAPINGS)
@examples(12)
@given(plans(), PARTED, st.integers(0, 9))
def test_a_plan_says_the_same_however_its_file_is_broken(
    way: str, plan: GeneratedPlan, parted: str, chance: int
) -> None:
    text = plan.text(parted)
    assert_told_alike(read(text), read(RESHAPINGS[way](text, chance)))


@pytest.mark.parametrize("way", RESHAPINGS)
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem[:16])
def test_a_known_plan_says_the_same_however_its_file_is_broken(path: Path, way: str) -> None:
    original = read_file(path)
    text = path.read_text(encoding="utf-8")
    if "wrapped" in way and (max(map(len, text.split("\n"))) < 200 or text.lstrip().startswith("#")):
        text = original.text  # wrapped already, or with marks at the head of lines: its paragraphs are wrapped anew
    assert_told_alike(original, read(RESHAPINGS[way](text, 3)))


@pytest.mark.parametrize("way", WRAPPINGS)
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem[:16])
def test_the_paragraphs_of_a_known_plan_say_the_same_at_every_width(path: Path, way: str) -> None:
    original = read_file(path)
    assert_told_alike(original, read(WRAPPINGS[way](original.text)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:24])
def test_every_file_keeps_the_promises_and_reads_twice_alike(path: Path) -> None:
    draft = read_file(path)
    check_invariants(draft)
    again = extract_plan(path.read_bytes(), path.name)
    assert json.dumps(again.to_json()) == json.dumps(draft.to_json())


@examples(10)
@given(plans(), PARTED)
def test_the_text_that_was_read_reads_alike(plan: GeneratedPlan, parted: str) -> None:
    draft = read(plan.text(parted))
    assert_told_alike(draft, read(draft.text))
