"""The same plan of another place and year: other real names of units, other document numbers, days and figures.

Numbering, rhythms ("6 tháng") and words stay; so a careful reader takes the same work from it, and the parser must too.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tests.parsing.annotations import AnnotatedPlan
from tracker.catalogue.units import Level, Unit, all_units, children_of, province_of, units_named
from tracker.parsing.draft import PlanDraft
from tracker.vietnamese import fold

_NUMBERS = re.compile(
    r"""(?P<label>^[ \t]*(?:[#*]+[ ]*)*\(?\d{1,2}(?:\.\d{1,2})*[.)](?=[\s*])|^[ \t]*\d{1,2}(?=\t|[ \t]*$)|\$[^$\n]*\$)
    |(?P<day>(?<!\d)\d{1,2})/(?P<month>\d{1,2})/(?P<year>(?:19|20)\d\d)(?!\d)
    |ngày\s+(?P<day2>\d{1,2})\s+tháng\s+(?P<month2>\d{1,2})\s+năm\s+(?P<year2>\d{4})
    |(?P<month3>(?<!\d)\d{1,2})/(?P<year3>(?:19|20)\d\d)(?![/\d])
    |tháng\s+(?P<month4>\d{1,2})(?!\d)
    |(?P<rhythm>\b\d{1,2}\s+(?:tháng|năm|quý|tuần|lần)\b)
    |(?P<year5>(?<![\d.,\w])(?:19|20)\d\d(?![\d.,]?\d))
    |(?P<figure>(?<!\w)\d+(?:[.,]\d+)*)""",
    re.MULTILINE | re.VERBOSE,
)
_KEPT = ("label", "rhythm")


@dataclass(frozen=True, slots=True)
class Renaming:
    """Names of places by old name, and how far years, days, months and digits move."""

    places: Mapping[str, str]
    shift: int

    def text(self, text: str) -> str:
        """Return the text with the other names and numbers."""
        return _NUMBERS.sub(self._other_number, self.names(unicodedata.normalize("NFC", text)))

    def names(self, text: str) -> str:
        """Return the text with the other names of places, in the writing (capitals, line ends) of the old ones."""
        if not self.places:
            return text
        wanted = "|".join(_spaced(name) for name in sorted(self.places, key=len, reverse=True))
        return re.sub(rf"(?<!\w)(?:{wanted})(?!\w)", self._other_name, text)

    def day(self, day: str) -> str:
        """Return the other day of an ISO date."""
        year, month, of_month = day.split("-")
        return f"{int(year) + self.shift}-{self._month(month)}-{self._day(of_month)}"

    def period(self, day: str) -> str:
        """Return the first or last day of a period in its other year."""
        return f"{int(day[:4]) + self.shift}{day[4:]}"

    def _other_name(self, found: "re.Match[str]") -> str:
        old = " ".join(found.group().split())
        new = self.places.get(old) or self.places[next(name for name in self.places if name.upper() == old)].upper()
        gaps = re.findall(r"\s+", found.group())
        return "".join(word + gap for word, gap in zip(new.split(), [*gaps, ""], strict=True))

    def _other_number(self, found: "re.Match[str]") -> str:
        pieces, at = [], found.start()
        for group, number in sorted(found.groupdict().items(), key=lambda item: found.start(item[0])):
            if number is None or group in _KEPT:
                continue
            pieces += [found.string[at : found.start(group)], self._other(group.rstrip("2345"), number)]
            at = found.end(group)
        return "".join([*pieces, found.string[at : found.end()]])

    def _other(self, kind: str, number: str) -> str:
        moved = {"day": self._day, "month": self._month, "year": self._year}.get(kind, self._figure)
        return moved(number)

    def _day(self, number: str) -> str:
        return str((int(number) + self.shift - 1) % 28 + 1).zfill(len(number))

    def _month(self, number: str) -> str:
        return str((int(number) + self.shift - 1) % 12 + 1).zfill(len(number))

    def _year(self, number: str) -> str:
        return str(int(number) + self.shift)

    def _figure(self, number: str) -> str:
        return "".join(str((int(d) - 1 + self.shift) % 9 + 1) if d in "123456789" else d for d in number)


def renaming_of(gold: AnnotatedPlan, draft: PlanDraft, variant: int) -> Renaming:
    """Return other names for the places of a plan: real ones of another province, which the catalogue knows as well."""
    day = date.fromisoformat(gold.head["date"] or gold.head["period"][0])
    kind, name = gold.head["issuer"].removeprefix("UBND ").split(" ", 1)
    place = next(unit for unit in units_named(f"{kind} {name}", on=day) if unit.level is not Level.COMMUNE)
    inside = [unit.name for unit in children_of(place, day)] + _of_annexes(draft)
    fitting = (names for other in _likes(place, day) if (names := _names(place, other, day, inside, draft.text)))
    return Renaming([names for names, _ in zip(fitting, range(variant + 1), strict=False)][-1], variant + 1)


def renamed(gold: AnnotatedPlan, renaming: Renaming) -> AnnotatedPlan:
    """Return the annotation of the renamed plan."""
    head: dict[str, Any] = dict(gold.head)
    head.update(
        number=head["number"] and renaming.text(head["number"]),
        issuer=renaming.names(head["issuer"]),
        date=head["date"] and renaming.day(head["date"]),
        period=[renaming.period(day) for day in head["period"]],
        **({"parent": renaming.text(head["parent"])} if "parent" in head else {}),
    )
    units = [
        replace(
            unit,
            agency=renaming.names(unit.agency),
            text=renaming.text(unit.text),
            canonical=unit.canonical and renaming.names(unit.canonical),
        )
        for unit in gold.units
    ]
    duties = [replace(duty, reporter=renaming.names(duty.reporter)) for duty in gold.duties]
    return replace(gold, head=head, units=tuple(units), duties=tuple(duties))


def _of_annexes(draft: PlanDraft) -> list[str]:
    """Return the names in the annexes, also those that the catalogue writes otherwise or does not hold any more."""
    columns = [(table.rows, table.unit_column) for table in draft.tables if table.unit_column is not None]
    names = {row[column] for rows, column in columns for row in rows}
    return sorted(name for name in names if name.istitle() and fold(name) not in ("thanh pho", "thi tran"))


def _likes(place: Unit, day: date) -> Iterator[Unit]:
    """Yield units of the same kind in other provinces of the same kind that stand on that day."""
    province = province_of(place)
    for unit in all_units():
        if (unit.level, unit.prefix) == (place.level, place.prefix) and unit.valid_on(day):
            other = province_of(unit)
            if other.code != province.code and other.prefix == province.prefix:
                yield unit


def _names(place: Unit, other: Unit, day: date, inside: list[str], text: str) -> dict[str, str] | None:
    """Return other names for the units that the text names; None when `other` has not enough of the same length."""
    names = {province_of(place).name: province_of(other).name, place.name: other.name}
    if any(len(old.split()) != len(new.split()) for old, new in names.items()):
        return None
    spare = [unit.name for unit in children_of(other, day) if unit.name not in text]
    for name in inside:
        if name in names or not re.search(rf"(?<!\w)(?:{_spaced(name)})(?!\w)", text):
            continue
        fits = [new for new in spare if len(new.split()) == len(name.split()) and new not in names.values()]
        if not fits:
            return None
        names[name] = fits[0]
    return names if not set(names) & set(names.values()) else None


def _spaced(name: str) -> str:
    """Return a pattern for the name in its own letters or in capitals, its words parted by any white space."""
    return "|".join(r"\s+".join(map(re.escape, form.split())) for form in (name, name.upper()))
