"""Generate tracker/catalogue/data/units.csv from the PyPI package vietnamadminunits (MIT).

Run it by hand in a throw-away environment; the product itself never imports the package:

    python3 -m venv /tmp/units && /tmp/units/bin/pip install vietnamadminunits==1.0.4
    /tmp/units/bin/python tools/catalogue/make_units.py tracker/catalogue/data/units.csv
"""

import csv
import sqlite3
import sys
import unicodedata
from importlib.util import find_spec
from pathlib import Path

LAST_OLD_DAY = "2025-06-30"
FIRST_NEW_DAY = "2025-07-01"
PREFIXES = ("Thành phố", "Thị trấn", "Thị xã", "Đặc khu", "Phường", "Quận", "Huyện", "Tỉnh", "Xã")
UNMERGED = ("01", "04", "11", "12", "14", "20", "22", "38", "40", "42", "46")
"""Provinces that kept name and territory on 1/7/2025 (resolution 202/2025/QH15): one unit across both days."""

Row = tuple[str, str, str, str, str, str, str]


def open_dataset() -> sqlite3.Connection:
    """Open the package's dataset without importing the package (which would load its geographic libraries)."""
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise SystemExit("Install vietnamadminunits first; see the head of this file.")
    return sqlite3.connect(Path(spec.origin).parent / "data" / "dataset.db")


def parted(full_name: str) -> tuple[str, str]:
    """Return ("huyện", "Văn Quan") of "Huyện Văn Quan"."""
    plain = " ".join(unicodedata.normalize("NFC", full_name).split())
    for prefix in PREFIXES:
        if plain.casefold().startswith(prefix.casefold() + " "):
            return prefix.lower(), plain[len(prefix) + 1 :]
    raise SystemExit(f"Unknown kind of unit: {full_name}")


def unit_row(code: str, full_name: str, level: str, parent: str) -> Row:
    """Return one row; the era in the code decides the days of validity."""
    prefix, name = parted(full_name)
    valid_from = FIRST_NEW_DAY if code.startswith("new:") else ""
    valid_to = LAST_OLD_DAY if code.startswith("old:") else ""
    return code, name, prefix, level, parent, valid_from, valid_to


def province_code(code: str, era: str) -> str:
    """Return the unit code of a province: "both:20" when it did not change, else "old:02" or "new:08"."""
    return f"both:{code}" if code in UNMERGED else f"{era}:{code}"


def old_rows(dataset: sqlite3.Connection) -> dict[str, Row]:
    """Return provinces, districts and communes as they stood until 30/6/2025."""
    rows: dict[str, Row] = {}
    found = dataset.execute(
        "select province, provinceCode, district, districtCode, ward, wardCode from admin_units_legacy"
        " order by provinceCode, districtCode, wardCode"
    )
    for province, p_code, district, d_code, ward, w_code in found:
        p_unit = province_code(p_code, "old")
        rows[p_unit] = unit_row(p_unit, province, "province", "")
        d_unit = f"old:{d_code}"
        rows[d_unit] = unit_row(d_unit, district, "district", p_unit)
        if ward:  # five island districts have none
            w_unit = f"old:{w_code}"
            rows[w_unit] = unit_row(w_unit, ward, "commune", d_unit)
    return rows


def new_rows(dataset: sqlite3.Connection) -> dict[str, Row]:
    """Return provinces and communes as they stand from 1/7/2025."""
    rows: dict[str, Row] = {}
    found = dataset.execute(
        "select province, provinceCode, ward, wardCode from admin_units order by provinceCode, wardCode"
    )
    for province, p_code, ward, w_code in found:
        p_unit = province_code(p_code, "new")
        rows[p_unit] = unit_row(p_unit, province, "province", "")
        w_unit = f"new:{w_code}"
        rows[w_unit] = unit_row(w_unit, ward, "commune", p_unit)
    return rows


def main(target: str) -> None:
    """Write the table to `target`, provinces first, in the order of the codes."""
    dataset = open_dataset()
    rows = list((old_rows(dataset) | new_rows(dataset)).values())
    order = {"province": 0, "district": 1, "commune": 2}
    rows.sort(key=lambda row: (order[row[3]], row[0]))
    with open(target, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "prefix", "level", "parent", "valid_from", "valid_to"))
        writer.writerows(rows)


if __name__ == "__main__":
    main(sys.argv[1])
