"""Imports only point down: between folders by their floors, inside a folder by its file names."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import TRACKER, nodes_of

FLOORS = (
    {"clock", "errors", "vietnamese", "extensions", "rights"},
    {"catalogue"},
    {"web", "parsing", "history", "files", "workdays"},
    {"agencies"},
    {"accounts"},
    {"notifications"},
    {"plans"},
    {"tasks"},
    {"indicators", "difficulties"},
    {"reports"},
    {"intake", "extension_requests", "consolidation"},
    {"reminders", "steering", "documents"},
    {"jobs", "api"},
    {"navigation", "cli", "tables"},
    {"demonstration"},
)
# The factory knows everyone; the demonstration uses the product as people do, through every service.
OUTSIDERS = ("__init__", "demonstration")
FLOOR = {name: height for height, names in enumerate(FLOORS) for name in names}

# Pages stand above everything that is read or done; the files of a feature import those above them in this list.
NEVER = {
    "rules": ("flask", "sqlalchemy", "tracker.clock", "tracker.extensions"),
    "models": ("flask", "tracker.web"),
    "service": ("flask",),
    "issue": ("flask",),
}


def python_files() -> Iterator[Path]:
    """Every file of the product."""
    return TRACKER.rglob("*.py")


def part_of(path: Path) -> str:
    """The folder or top file a path belongs to: tasks, cli …"""
    return path.relative_to(TRACKER).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever the import stands."""
    for node in nodes_of(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_every_folder_has_its_floor() -> None:
    parts = {part_of(path) for path in python_files()} - {"__init__"}
    assert parts <= set(FLOOR), f"no floor for {parts - set(FLOOR)}"


@pytest.mark.parametrize("path", sorted(python_files()), ids=lambda path: str(path.relative_to(TRACKER)))
def test_imports_point_down(path: Path) -> None:
    part = part_of(path)
    if part in OUTSIDERS:
        return
    for module in imported(path):
        words = module.split(".")
        if words[0] == "tracker":
            if len(words) == 1:
                continue
            assert words[1] != "create_app", f"{path.relative_to(TRACKER)} imports the app factory"
            assert FLOOR.get(words[1], 99) <= FLOOR[part], (
                f"{path.relative_to(TRACKER)} imports {module}, which is higher"
            )
            if words[1] != part and len(words) > 2:
                assert words[2] != "service", f"{path.relative_to(TRACKER)} imports another feature's service"
        assert words[0] != "config", f"{path.relative_to(TRACKER)} reads settings around the app"


@pytest.mark.parametrize("path", sorted(python_files()), ids=lambda path: str(path.relative_to(TRACKER)))
def test_a_file_of_a_kind_keeps_to_its_kind(path: Path) -> None:
    for module in imported(path):
        for forbidden in NEVER.get(path.stem, ()):
            assert module != forbidden and not module.startswith(forbidden + "."), f"{path} imports {module}"


@pytest.mark.parametrize("path", sorted(python_files()), ids=lambda path: str(path.relative_to(TRACKER)))
def test_imports_stand_at_the_top(path: Path) -> None:
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            hidden = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
            assert not hidden, f"{path.relative_to(TRACKER)}:{node.name} imports inside the function"


def test_parsing_knows_neither_flask_nor_the_database() -> None:
    for path in [*(TRACKER / "parsing").rglob("*.py"), *(TRACKER / "catalogue").rglob("*.py")]:
        for module in imported(path):
            assert module.split(".")[0] not in ("flask", "sqlalchemy", "flask_babel"), f"{path} imports {module}"
