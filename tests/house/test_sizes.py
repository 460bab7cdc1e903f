"""Small files, short functions: split before it hurts."""

import ast
from pathlib import Path

import pytest

from tests.house.source import ROOT, nodes_of, text_of

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 120
LONGEST_BY_NAME = {
    "issue.py": 150,
    "service.py": 300,
    "forms.py": 200,
    "views.py": 250,
    "queries.py": 250,
    "rules.py": 250,
}
MOST_ROUTES = 10

PYTHON = sorted([*ROOT.glob("tracker/**/*.py"), *ROOT.glob("tests/**/*.py"), ROOT / "config.py"])


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_python_files_and_functions_stay_short(path: Path) -> None:
    lines = text_of(path).splitlines()
    limit = LONGEST_BY_NAME.get(path.name, LONGEST_FILE) if "tests" not in path.parts else LONGEST_FILE
    assert len(lines) <= limit, f"{len(lines)} lines, at most {limit}"
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", sorted(ROOT.glob("templates/**/*.html")), ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_stay_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_TEMPLATE


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("tracker/**/views*.py")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_view_file_has_at_most_ten_routes(path: Path) -> None:
    routes = [line for line in path.read_text().splitlines() if line.startswith(("@bp.get", "@bp.post", "@bp.route"))]
    assert len(routes) <= MOST_ROUTES


def test_nothing_is_called_utils() -> None:
    names = {path.stem for path in ROOT.glob("tracker/**/*.py")} | {path.name for path in ROOT.glob("tracker/**/")}
    assert not names & {"utils", "helpers", "common", "misc", "base_service", "manager"}
