"""No rule of the parser knows a place or a number of the real plans: with others it reads exactly as well."""

import re
from pathlib import Path

import pytest

from tests.parsing.annotated import MARKS, real_plan
from tests.parsing.renaming import Renaming, renamed, renaming_of
from tests.parsing.scoring import score
from tracker.parsing.extract import extract_plan


@pytest.mark.parametrize("variant", [0, 1])
@pytest.mark.parametrize("marks", MARKS, ids=lambda path: path.stem)
def test_the_same_plan_of_another_place_and_year_scores_the_same(marks: Path, variant: int) -> None:
    path, gold = real_plan(marks)
    text = path.read_text(encoding="utf-8")
    draft = extract_plan(path.read_bytes(), path.name)
    renaming = renaming_of(gold, draft, variant)
    other = renaming.text(text)
    assert not [name for name in renaming.places if re.search(rf"(?i)(?<!\w){name}(?!\w)", other)]
    first = score(draft, gold)
    second = score(extract_plan(other.encode(), path.name), renamed(gold, renaming))
    assert second.line() == first.line(), "\n".join(second.wrong)


def test_names_keep_their_line_ends_and_capitals() -> None:
    renaming = Renaming({"Lạng Sơn": "Hà Giang"}, 1)
    assert renaming.names("TỈNH LẠNG SƠN và tỉnh Lạng\nSơn; Lạng Sơnh") == "TỈNH HÀ GIANG và tỉnh Hà\nGiang; Lạng Sơnh"


def test_numbers_move_but_labels_and_rhythms_stay() -> None:
    renaming = Renaming({}, 1)
    text = "1.2. Kế hoạch số 78/KH-UBND ngày 28/12/2020, giai đoạn 2021-2025; 6 tháng giảm 1.209 hộ; 30a"
    assert renaming.text(text) == (
        "1.2. Kế hoạch số 89/KH-UBND ngày 01/01/2021, giai đoạn 2022-2026; 6 tháng giảm 2.301 hộ; 40a"
    )
    assert renaming.text("ngày 05 tháng 4 năm 2021") == "ngày 06 tháng 5 năm 2022"
