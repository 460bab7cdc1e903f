"""How the lines of figures and the names of files travel in a form: "line|target:12|actual", "file|7|title". Pure."""

from collections.abc import Collection, Mapping

from tracker.reports.lines import MOST_OWN
from tracker.reports.results import OWN, SECTIONS, TARGETS, TypedLine
from tracker.vietnamese import tidy

MARK = "lines"  # a form that carries lines says so: one without leaves those of the draft alone
LONGEST_TYPED = 60
LONGEST_WORDS = 2000  # more than a line may have, so that what is too long comes back to be shortened
_FIGURES = ("planned", "actual", "before")


def line_field(key: str, name: str) -> str:
    """Return the name of the field of a line."""
    return f"line|{key}|{name}"


def file_field(file_id: int) -> str:
    """Return the name of the field with the title of a file."""
    return f"file|{file_id}|title"


def typed_lines_in(values: Mapping[str, str], known: Collection[str]) -> dict[str, TypedLine]:
    """Return the lines that a form carries, by key: of `known` keys, and such as the agency adds ("own:<n>")."""
    keys = dict.fromkeys(name.split("|")[1] for name in values if name.startswith("line|") and name.count("|") == 2)
    own = [key for key in keys if key.startswith(OWN) and key[len(OWN) :].isdecimal() and len(key) < 10][:MOST_OWN]
    return {key: _line(key, values) for key in keys if key in known or key in own}


def _line(key: str, values: Mapping[str, str]) -> TypedLine:
    def typed(name: str, longest: int) -> str:
        return " ".join(tidy(values.get(line_field(key, name), "")).split())[:longest]

    section = typed("section", LONGEST_TYPED)
    return TypedLine(
        key,
        section if section in SECTIONS else TARGETS,
        typed("label", LONGEST_WORDS),
        typed("unit", LONGEST_WORDS),
        is_estimate=line_field(key, "estimate") in values,
        **{name: typed(name, LONGEST_TYPED) for name in _FIGURES},
    )


def titles_in(values: Mapping[str, str]) -> dict[int, str]:
    """Return the titles that a form gives to files, by id; empty ones are left out."""
    found = {}
    for name, value in values.items():
        parts = name.split("|")
        if len(parts) == 3 and parts[0] == "file" and parts[1].isdecimal() and len(parts[1]) < 10:
            found[int(parts[1])] = " ".join(tidy(value).split())[:200]
    return {file_id: title for file_id, title in found.items() if title}
