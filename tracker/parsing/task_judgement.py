"""Whether a table hands out work, and in which columns: by the words of its header and by what its cells hold.

A table assigns when a column names bodies or posts and another one says what to do. Statistics, budgets, lists of
documents or of members assign nothing. A table in between is said to be unclear: an officer has to look.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from tracker.parsing.numbers import parse_number
from tracker.parsing.table_content import Evidence, evidence_of, is_clock, is_person
from tracker.parsing.task_columns import columns_of
from tracker.vietnamese import fold

_MOST_FIGURES = 2
_HALF, _MOST = 0.5, 0.7
_WEAK_LEAD = re.compile(
    r"^ai\b|^nguoi\b|giao (?:cho|nguoi)|phu trach|dam nhiem|dam trach|dau moi|trach nhiem|thuc hien$|don vi|bo phan|"
    r"co quan|luc luong|to chuc|nhan su|so, (?:ban|nganh)|ban, nganh|phong, ban|lam chinh|chiu"
)
_NEVER_LEAD = re.compile(
    r"ban hanh|gui\b|nhan\b|dia (?:diem|chi)|^noi\b|thanh phan|tham dinh|phe duyet|duyet|kiem tra|giam sat|theo doi|"
    r"don doc|chuc vu|chuc danh|dien thoai|phoi hop|^cung|chu dau tu|doi tuong|thu huong|nguon|kinh phi|ghi chu|"
    r"san pham|ket qua|thoi gian|thoi han|can cu|trich yeu|bao cao cho|de xuat|tiep nhan|chu tri hop|nha thau|"
    r"duoc (?:kiem tra|giam sat|khen|ho tro)"
)
_PLACES = re.compile(r"^(?:ten )?(?:dia (?:phuong|ban)|huyen|xa|thon|ap|ban|phuong|to dan pho|khu pho)\b")
_WORK = re.compile(r"nhiem vu|cong viec|lam gi|^viec|viec (?:can|phai|duoc)|phan viec|dau viec|phai lam|can lam")
_LISTS = re.compile(
    r"dien thoai|so dt\b|sdt|e-?mail|ngay sinh|nam sinh|ky hieu|so hieu|trich yeu|quoc tich|dan toc|gioi tinh|"
    r"danh hieu|hinh thuc khen"
)
_PEOPLE = re.compile(r"ho va ten|ho ten|^ten (?:dong chi|can bo|thanh vien)|thanh vien|dong chi")
_MONEY = re.compile(r"kinh phi|so tien|thanh tien|du toan|tong muc|von\b|don gia")
_INDEX = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*|[IVXL]{1,6}|[A-Z])?[.)]?$")
_DONE = re.compile(r"^\W*đã\s", re.IGNORECASE)


class Verdict(Enum):
    """Whether a table hands out work."""

    ASSIGNS = "assigns"
    UNCLEAR = "unclear"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a table is; `columns` as in columns_of, and `by_content` where the cells had to tell it."""

    verdict: Verdict
    columns: dict[str, int] = field(default_factory=dict)
    by_content: bool = False


def judge(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Judgement:
    """Return whether the table assigns work, and which columns hold task, lead, partners, time and product."""
    columns = columns_of(header)
    width = max((len(row) for row in rows), default=0)
    written = [row for row in rows if _is_full(row)]
    if not written or holds_figures(rows) or _is_agenda(written):
        return Judgement(Verdict.NOTHING)
    evidence = [evidence_of(written, at) for at in range(width)]
    if "task" in columns and "lead" in columns:
        named = _by_header(columns, written, evidence)
        if named.verdict is Verdict.ASSIGNS:
            return named
    names = [fold(name) for name in header] + [""] * (width - len(header))
    if any(_LISTS.search(name) for name in names):
        return Judgement(Verdict.NOTHING)
    return _by_content(names, columns, written, evidence)


def names_columns(header: Sequence[str]) -> bool:
    """Tell a first row that names its columns from one that is a task already."""
    return bool(columns_of(header)) or any(_WEAK_LEAD.search(fold(name)) or _WORK.search(fold(name)) for name in header)


def holds_figures(rows: Sequence[Sequence[str]]) -> bool:
    """Tell a table of statistics: more than two columns of numbers beside the first."""
    figures = 0
    for column in list(zip(*rows, strict=False))[1:]:
        filled = [cell for cell in column if cell]
        figures += bool(filled) and sum(parse_number(cell) is not None for cell in filled) * 2 > len(filled)
    return figures > _MOST_FIGURES


def _is_agenda(rows: Sequence[Sequence[str]]) -> bool:
    """Tell the order of a meeting: a column of hours."""
    return any(sum(map(is_clock, column)) > _HALF * len(column) for column in zip(*rows, strict=False))


def _is_full(row: Sequence[str]) -> bool:
    """Tell a row with two different cells beside a number: group rows say nothing about columns."""
    return len({cell for cell in row[1:] if cell} | {cell for cell in row[:1] if not _INDEX.match(cell)}) >= 2


def _by_header(columns: dict[str, int], rows: Sequence[Sequence[str]], evidence: Sequence[Evidence]) -> Judgement:
    lead, task = evidence[columns["lead"]], evidence[columns["task"]]
    if lead.bodies >= _HALF:
        return Judgement(Verdict.ASSIGNS, columns)
    people = [row[columns["lead"]] for row in rows if row[columns["lead"]]]
    if people and sum(map(is_person, people)) >= _HALF * len(people) and task.verbs >= _HALF:
        return Judgement(Verdict.ASSIGNS, columns)
    return Judgement(Verdict.UNCLEAR, columns)


def _by_content(
    names: Sequence[str], columns: dict[str, int], rows: Sequence[Sequence[str]], evidence: Sequence[Evidence]
) -> Judgement:
    lead = _lead_column(names, columns, rows, evidence)
    task = _task_column(names, columns, evidence, lead)
    if task is None or evidence[task].figures >= _HALF or _tells_the_past(rows, task):
        return Judgement(Verdict.NOTHING)
    work = bool(_WORK.search(names[task]))
    if lead is None:
        has_lead_name = "lead" in columns and evidence[columns["lead"]].figures < _HALF
        open_work = work and "time" in columns and evidence[task].verbs >= _HALF
        asks = (has_lead_name and evidence[columns["lead"]].filled > 0) or open_work
        return Judgement(Verdict.UNCLEAR if asks else Verdict.NOTHING)
    found = {**{kind: at for kind, at in columns.items() if at not in (lead, task)}, "task": task, "lead": lead}
    _with_others(found, names, evidence)
    is_sure = work or (evidence[task].verbs >= _HALF and not _PLACES.search(names[lead]))
    money = any(_MONEY.search(name) for name in names) and not _WEAK_LEAD.search(names[lead])
    if is_sure and not money:
        return Judgement(Verdict.ASSIGNS, found, by_content=True)
    return Judgement(Verdict.UNCLEAR if evidence[task].verbs >= _HALF / 2 or work else Verdict.NOTHING)


def _lead_column(
    names: Sequence[str], columns: dict[str, int], rows: Sequence[Sequence[str]], evidence: Sequence[Evidence]
) -> int | None:
    """Return the column that names who acts: by a word of its header and half of its cells, else by most of them."""
    open_to = [at for at in range(len(evidence)) if at < len(names) and not _NEVER_LEAD.search(names[at])]
    for at in open_to:
        if (_WEAK_LEAD.search(names[at]) or columns.get("lead") == at) and evidence[at].bodies >= _HALF:
            return at
    for at in open_to:
        if evidence[at].bodies >= _MOST and evidence[at].filled >= 2 and evidence[at].verbs < _HALF:
            return at
    for at in open_to:
        people = [row[at] for row in rows if row[at]]
        named = _PEOPLE.search(names[at]) or _WEAK_LEAD.search(names[at])
        if named and people and sum(map(is_person, people)) >= _HALF * len(people):
            return at
    return None


def _task_column(
    names: Sequence[str], columns: dict[str, int], evidence: Sequence[Evidence], lead: int | None
) -> int | None:
    """Return the column of the work: as the header says, else the one with the longest verb phrases."""
    named = columns.get("task", next((at for at, name in enumerate(names) if _WORK.search(name)), None))
    if named is not None and named != lead and named < len(evidence) and evidence[named].bodies < _MOST:
        return named if evidence[named].words >= 2 else None
    taken = {lead, *(at for kind, at in columns.items() if kind in ("partners", "time", "product"))}
    least = _HALF if lead is None else _HALF / 2
    found = [at for at, one in enumerate(evidence) if at not in taken and one.verbs >= least and one.words >= 2.5]
    return max(found, key=lambda at: evidence[at].words, default=None)


def _tells_the_past(rows: Sequence[Sequence[str]], task: int) -> bool:
    cells = [row[task] for row in rows if row[task]]
    return sum(bool(_DONE.match(cell)) for cell in cells) >= _HALF * max(len(cells), 1)


def _with_others(found: dict[str, int], names: Sequence[str], evidence: Sequence[Evidence]) -> None:
    """Add the columns of partners and time that only their cells tell."""
    free = [at for at in range(len(evidence)) if at not in found.values()]
    for at in free:
        if "time" not in found and evidence[at].times >= _HALF and evidence[at].verbs < _HALF:
            found["time"] = at
        elif "partners" not in found and at > found["lead"] and _is_partner(names[at], evidence[at]):
            found["partners"] = at


def _is_partner(name: str, evidence: Evidence) -> bool:
    if "phoi hop" in name or name.startswith("cung"):
        return True
    return evidence.bodies >= _MOST and not _NEVER_LEAD.search(name)
