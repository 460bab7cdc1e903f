"""What the columns of an assignment table hold, by the words of its header."""

import re
from collections.abc import Sequence

from tracker.vietnamese import fold

_LEAD = re.compile(
    r"chu tri|(?:co quan|don vi|bo phan|to chuc|ca nhan|nguoi)[^–]*(?:thuc hien|chiu trach nhiem|dau moi|tham "
    r"muu|duoc giao)"
    r"|phan cong|trach nhiem(?: thuc hien)?$|nguoi phu trach|don vi dau moi"
)
_PARTNERS = re.compile(r"phoi hop|cung (?:lam|tham gia|thuc hien)|(?:don vi|co quan|bo phan) tham gia")
_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("begins", re.compile(r"bat dau|khoi dau|khoi cong|tu ngay")),
    ("time", re.compile(r"thoi gian|thoi han|tien do|hoan thanh|thoi diem|^han\b|han hoan")),
    ("product", re.compile(r"san pham|ket qua|dau ra")),
    ("watch", re.compile(r"theo doi|kiem tra|don doc|giam sat")),
    ("source", re.compile(r"nguon|ngay chi dao|can cu|kinh phi|ghi chu|so van ban|^so\b|don vi tinh|dvt")),
    (
        "task",
        re.compile(r"nhiem vu|noi dung|cong viec|giai phap|hoat dong|ten viec|viec can lam|dau viec|van ban|de an"),
    ),
    (
        "body",
        re.compile(r"^(?:ten )?(?:cac )?(?:co quan|don vi)(?:(?:,|/| va) ?(?:co quan|don vi|dia phuong|ca nhan))*$"),
    ),
    ("aim", re.compile(r"chi tieu|muc tieu|tieu chi")),
)


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Return the index of the column for each of task, lead, partners, time and product that the header names.

    "Chỉ tiêu | Chủ trì" hands out targets: they are the task where no other column is. A column for both ("Chủ trì/phối
    hợp") is the lead.
    """
    found: dict[str, int] = {}
    for at, name in enumerate(header):
        kind = _kind(fold(name))
        if kind and kind not in found:
            found[kind] = at
    if "task" not in found and "aim" in found:
        found["task"] = found.pop("aim")
    if "lead" not in found and "body" in found:
        found["lead"] = found.pop("body")
    return {kind: at for kind, at in found.items() if kind in ("task", "lead", "partners", "time", "product")}


def _kind(name: str) -> str | None:
    last = name.rsplit(" – ", 1)[-1]
    for words in (last, name):
        if _LEAD.search(words):
            return "lead"
        if _PARTNERS.search(words):
            return "partners"
        kind = next((kind for kind, rule in _COLUMNS if rule.search(words)), None)
        if kind:
            return kind
    return None
