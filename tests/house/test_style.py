"""The other house rules: one commit a use-case, guarded routes, docstrings, gettext, fragments, linear migrations."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask

from tests.house.source import ROOT, TRACKER, tree_of
from tracker.web.gate import guard_of

VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
SERVICES = sorted([*TRACKER.glob("*/service.py"), *TRACKER.glob("*/service/**/*.py")])
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    """The functions of a file that others may call."""
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def commits(node: ast.AST) -> list[ast.Call]:
    """The calls of db.session.commit() inside a node."""
    calls = (n for n in ast.walk(node) if isinstance(n, ast.Call))
    return [call for call in calls if ast.unparse(call.func) == "db.session.commit"]


@pytest.mark.parametrize("path", sorted(TRACKER.rglob("*.py")), ids=lambda path: str(path.relative_to(TRACKER)))
def test_only_services_and_jobs_commit(path: Path) -> None:
    name = path.relative_to(TRACKER)
    may = (
        path in SERVICES
        or name.parts[0] in ("jobs", "demonstration")
        or path.stem
        in ("planner", "delivery", "marks", "joining", "pauses", "recovery", "urging", "calling", "wrong_clock")
    )
    if not may:
        assert not commits(tree_of(path)), f"{name} commits, but is no use-case"


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: str(path.relative_to(TRACKER)))
def test_a_use_case_commits_once_on_each_way(path: Path) -> None:
    for function in public_functions(path):
        for statement in function.body[:-2]:
            inside = isinstance(statement, ast.If | ast.With | ast.Try)
            if commits(statement) and not inside:
                raise AssertionError(f"{path.relative_to(TRACKER)}:{function.name} commits before its end")


def test_every_route_says_who_may_come_in(app: Flask) -> None:
    forgotten = [name for name, view in app.view_functions.items() if name != "static" and guard_of(view) is None]
    assert not forgotten


def test_no_get_route_changes_anything_by_its_name(app: Flask) -> None:
    verbs = ("create", "delete", "remove", "save", "submit", "confirm", "accept", "update")
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            assert not rule.endpoint.rpartition(".")[2].startswith(verbs), f"{rule} changes something by GET"


@pytest.mark.parametrize("path", sorted(TRACKER.rglob("*.py")), ids=lambda path: str(path.relative_to(TRACKER)))
def test_public_things_have_docstrings(path: Path) -> None:
    tree = tree_of(path)
    if tree.body:
        assert ast.get_docstring(tree), f"{path.relative_to(TRACKER)} does not say what it is"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path.relative_to(TRACKER)}:{node.name} has no docstring"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_words_in_templates_go_through_gettext(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.S)
    bare = [line.strip() for line in text.splitlines() if VIETNAMESE.search(line)]
    assert not bare, f"bare words: {bare[:3]}"


@pytest.mark.parametrize(
    "path",
    sorted([*TRACKER.rglob("views.py"), *TRACKER.glob("*/views/*.py")]),
    ids=lambda path: str(path.relative_to(TRACKER)),
)
def test_words_in_views_go_through_gettext(path: Path) -> None:
    tree = tree_of(path)
    marked = {
        id(part)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in ("_", "_l", "_n", "gettext", "ngettext", "lazy_gettext")
        for part in ast.walk(call)
    }
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in marked | docstrings:
            assert not VIETNAMESE.search(node.value), f"{path.relative_to(TRACKER)}: bare words {node.value!r}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_fragments_stand_beside_their_page_and_are_included_not_copied(path: Path) -> None:
    for included in re.findall(r'\{%-?\s*include\s+"([^"]+)"', path.read_text()):
        target = ROOT / "templates" / included
        assert target.exists(), f"{path.name} includes {included}, which is missing"
        assert target.name.startswith("_"), f"{included} is included but no fragment"


def test_migrations_are_numbered_and_linear() -> None:
    scripts = ScriptDirectory.from_config(_alembic())
    assert len(scripts.get_heads()) == 1
    numbers = [script.revision for script in reversed(list(scripts.walk_revisions()))]
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


@pytest.mark.parametrize("path", sorted((ROOT / "migrations" / "versions").glob("*.py")), ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_ours_and_can_go_back(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"^\s*(from|import) (tracker|config)", text, re.M)
    downgrade = next(n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef) and n.name == "downgrade")
    assert not all(isinstance(statement, ast.Pass) for statement in downgrade.body)


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config
