"""The matrix is whole: tests that exist show each row, each test stands in one, and the document has all rows."""

import ast
from pathlib import Path

import pytest

from tests.faults.matrix import MATRIX, Row

TESTS = Path(__file__).resolve().parents[1]
DOCUMENT = (TESTS.parent / "docs" / "reliability.md").read_text()


def names_in(path: Path) -> set[str]:
    """The names of the tests in a file, as the matrix writes them."""
    functions = (node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef))
    name = path.relative_to(TESTS).as_posix()
    return {f"{name}::{function.name}" for function in functions if function.name.startswith("test_")}


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row.fault)
def test_a_row_is_shown_by_tests_that_exist_and_is_written_down(row: Row) -> None:
    assert row.tests
    for test in row.tests:
        assert test in names_in(TESTS / test.partition("::")[0])
    assert row.fault in DOCUMENT


def test_every_test_of_faults_stands_in_a_row() -> None:
    named = {test for row in MATRIX for test in row.tests}
    there = {test for path in (TESTS / "faults").glob("test_*.py") if path != Path(__file__) for test in names_in(path)}
    assert there - named == set()
