"""From a written name to the reference that a draft carries, with the doubts that the catalogue leaves."""

import re
from dataclasses import dataclass
from datetime import date

from tracker.catalogue.kinds import kind_by_code
from tracker.catalogue.recognise import Recognition, recognise, split_names
from tracker.catalogue.units import Unit
from tracker.parsing.draft import AgencyRef, Doubt

_ROOM = re.compile(r"phòng\s(?!giao dịch)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """An agency reference, the doubts about it, and what the catalogue said of the whole name."""

    ref: AgencyRef
    doubts: tuple[Doubt, ...]
    recognition: Recognition


class AgencyReader:
    """Reads names for one plan: issued by `place` on day `on`, both may be unknown. Remembers what it has read.

    In the plan of a department or ministry (`is_committee` False) "Phòng …" is a room of that body, not of a district.
    """

    def __init__(self, place: Unit | None, on: date | None, *, is_committee: bool = True) -> None:
        self.place = place
        self.on = on
        self._is_committee = is_committee
        self._known: dict[tuple[str, tuple[str, ...]], Known] = {}

    def read(self, name: str, listed: tuple[str, ...] = ()) -> Known:
        """Return the reference of a name as written; `listed` bodies stand in the place of its open classes."""
        if (name, listed) not in self._known:
            parts = split_names(name)
            if listed:
                closed = [part for part in parts if not self._recognised(part).open_class]
                whole = self._recognised(name)
                self._known[name, listed] = self._several(name, (*closed, *listed), whole)
            else:
                self._known[name, listed] = self._read(name)
        return self._known[name, listed]

    def _recognised(self, name: str) -> Recognition:
        found = recognise(name, place=self.place, on=self.on)
        if self._is_committee or not _ROOM.match(name) or found.group:
            return found
        return Recognition(written=found.written)

    def is_one_agency(self, name: str) -> bool:
        """Tell whether the name is one known agency, neither a class nor several."""
        known = self.read(name)
        return known.ref.canonical is not None and not known.ref.group

    def _read(self, name: str) -> Known:
        whole = self._recognised(name)
        parts = split_names(name)
        if len(parts) > 1 and not (whole.canonical and not whole.group):
            return self._several(name, parts, whole)
        if whole.group or whole.canonical:
            doubts = (_open(name),) if whole.open_class else self._ended(name, whole)
            return Known(AgencyRef(name, whole.canonical, group=whole.group), doubts, whole)
        if whole.candidates:
            return Known(AgencyRef(name, None), (_ambiguous(name, whole),), whole)
        if whole.kind:
            return Known(AgencyRef(name, None), (), whole)
        return Known(AgencyRef(name, None), (_unknown(name),), whole)

    def _several(self, name: str, parts: tuple[str, ...], whole: Recognition) -> Known:
        members: list[str] = []
        doubts: list[Doubt] = []
        for part in parts:
            known = self._recognised(part)
            members.append(part if known.open_class else known.canonical or part)
            if known.open_class:
                doubts.append(_open(part))
            elif known.candidates:
                doubts.append(_ambiguous(part, known))
            elif not (known.canonical or known.group or known.kind):
                doubts.append(_unknown(part))
            else:
                doubts += self._ended(part, known)
        return Known(AgencyRef(name, None, group=True, members=members), _one_of_each(doubts), whole)

    def _ended(self, name: str, found: Recognition) -> tuple[Doubt, ...]:
        """Return the doubt about a body that had ended before the plan was issued (reorganisation of 2025)."""
        kind = kind_by_code(found.kind) if found.kind else None
        if kind is None or self.on is None or kind.valid_to is None or self.on <= kind.valid_to:
            return ()
        heir = kind_by_code(kind.successor).name if kind.successor else ""
        hint = f", có thể là “{heir}”" if heir else ""
        until = f"{kind.valid_to:%d/%m/%Y}"
        words = f"“{name}” là tên cũ, cơ quan này chỉ có đến {until}; cần chọn cơ quan kế thừa{hint}."
        return (Doubt("agency_ambiguous", words),)


def _one_of_each(doubts: list[Doubt]) -> tuple[Doubt, ...]:
    """Fold the doubts of one code into one, with all its sentences."""
    said: dict[str, list[str]] = {}
    for doubt in doubts:
        said.setdefault(doubt.code, []).append(doubt.message)
    return tuple(Doubt(code, " ".join(dict.fromkeys(messages))) for code, messages in said.items())


def _open(name: str) -> Doubt:
    return Doubt("open_class", f"“{name}” là nhóm mở, cần chọn cụ thể các cơ quan thuộc nhóm.")


def _ambiguous(name: str, found: Recognition) -> Doubt:
    return Doubt("agency_ambiguous", f"“{name}” có thể là: {'; '.join(found.candidates)}; cần chọn một cơ quan.")


def _unknown(name: str) -> Doubt:
    return Doubt("agency_unknown", f"Chưa nhận ra cơ quan “{name}” trong danh mục; cần chọn hoặc bổ sung cơ quan.")
