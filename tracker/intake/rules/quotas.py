"""What a plan above gives a place, against what the plan of that place sets itself.

A stricter own target is legitimate: it stands as the plan's own beside the quota. A laxer one is for the monitor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.vietnamese import fold, number_text

Drafted = Mapping[str, Any]

_PREFIXES = (
    "huyen ",
    "thi xa ",
    "thanh pho ",
    "tp. ",
    "tp ",
    "xa ",
    "phuong ",
    "thi tran ",
    "dac khu ",
    "quan ",
    "ubnd ",
)
_SUBJECTS = {"poor": "hộ nghèo", "near_poor": "hộ cận nghèo"}
_BASES = {"start": "số đầu kỳ", "households": "tổng số hộ"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an own reduction compares with the quota: code and severity of the finding, and the words for it."""

    code: str
    severity: str
    words: str


MET = Outcome("quota_met", "info", "bằng chỉ tiêu giao")
EXCEEDED = Outcome("quota_exceeded", "info", "vượt chỉ tiêu giao")
MISSED = Outcome("quota_missed", "warning", "không đạt chỉ tiêu giao")


def outcome_of(own: float, given: float) -> Outcome:
    """Return how an own reduction compares with the one that was given; both in households."""
    if own == given:
        return MET
    return EXCEEDED if own > given else MISSED


def compare_quotas(
    own: Sequence[Drafted], above: Sequence[Drafted], place_names: Sequence[str], above_name: str
) -> list[dict[str, Any]]:
    """Return findings of the lower plan: its own totals against what the plan above gives its place.

    `own` and `above` are the `quotas` of two readings, `place_names` the names of the place, `above_name` the number of
    the plan above. Nothing is returned for a subject that only one of both plans has.
    """
    findings = []
    for subject in dict.fromkeys(quota["subject"] for quota in own):
        given, total = _given(above, subject, place_names), _total(own, subject)
        if given is not None and total is not None:
            findings += _compared(total, given, above_name)
    return findings


def _given(above: Sequence[Drafted], subject: str, place_names: Sequence[str]) -> Drafted | None:
    names = {place_key(name) for name in place_names}
    fitting = [quota for quota in above if quota["subject"] == subject and place_key(quota["unit"] or "") in names]
    return fitting[0] if len(fitting) == 1 else None


def place_key(name: str) -> str:
    """Return the name of a place for comparison: "Huyện Văn Lãng" and "VĂN LÃNG" are one."""
    key = fold(name)
    for prefix in _PREFIXES * 2:
        key = key.removeprefix(prefix)
    return key.strip(" .,:")


def _total(own: Sequence[Drafted], subject: str) -> Drafted | None:
    """Return the total of a plan's own quotas, added up where the table has no total row."""
    quotas = [quota for quota in own if quota["subject"] == subject]
    named = [quota for quota in quotas if quota["is_total"]]
    if named or not quotas:
        return named[0] if len(named) == 1 else None
    if len({quota["table"] for quota in quotas}) > 1:
        return None
    sums = {name: _added(quotas, name) for name in ("households", "start", "less", "end")}
    return {**quotas[0], **sums, "span": [quotas[0]["span"][0], quotas[-1]["span"][1]]}


def _added(quotas: Sequence[Drafted], name: str) -> float | None:
    values = [quota[name] for quota in quotas]
    return None if None in values else sum(values)


def _compared(own: Drafted, given: Drafted, above_name: str) -> list[dict[str, Any]]:
    subject = _SUBJECTS.get(own["subject"], own["subject"])
    findings = []
    for name, words in _BASES.items():
        if None not in (own[name], given[name]) and own[name] != given[name]:
            sentence = f"{words.capitalize()} ({subject}): kế hoạch này ghi {_text(own[name])}, {above_name} ghi "
            findings.append(
                _finding("quota_base_mismatch", "error", f"{sentence}{_text(given[name])}.", own, given, name)
            )
    if None in (own["less"], given["less"]):
        return findings
    outcome = outcome_of(own["less"], given["less"])
    sentence = f"Giảm {subject}: kế hoạch này {_text(own['less'])} hộ, {above_name} giao {_text(given['less'])} hộ: "
    sentence += outcome.words
    if outcome is not MET:
        sentence += f" {_text(abs(own['less'] - given['less']))} hộ"
    if outcome is not MET and None not in (own["end"], given["end"]):
        sentence += f" (cuối kỳ còn {_text(own['end'])}, giao còn {_text(given['end'])})"
    return [*findings, _finding(outcome.code, outcome.severity, f"{sentence}.", own, given, "less")]


def _text(value: float) -> str:
    return number_text(value)


def _finding(code: str, severity: str, message: str, own: Drafted, given: Drafted, name: str) -> dict[str, Any]:
    return {
        "code": code,
        "severity": severity,
        "message": message,
        "places": [list(own["span"])],
        "printed": _text(own[name]),
        "computed": _text(given[name]),
        "hypotheses": [],
    }
