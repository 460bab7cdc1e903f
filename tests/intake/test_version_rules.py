"""When a document is another version of a tracked plan: the pure rules."""

from datetime import date
from typing import Any

import pytest

from tracker.intake.rules.reading import Head, head_of
from tracker.intake.rules.versions import KnownPlan, is_other_text, title_core, version_of
from tracker.plans.rules import VersionRelation, names_issuer

TITLE = "Hỗ trợ nhà ở cho hộ nghèo năm 2026 trên địa bàn tỉnh Cao Bằng"
PERIOD = (date(2026, 1, 1), date(2026, 12, 31))
KNOWN = KnownPlan(1, "KH", "42/kh-ubnd", TITLE, "UBND tỉnh Cao Bằng", date(2026, 3, 3), PERIOD)


def document(
    *, title: str = "Một kế hoạch khác", number: str = "77/KH-UBND", day: str = "2026-08-01", **citation: Any
) -> dict[str, Any]:
    """A reading of a document that cites one act."""
    cited = {"kind": "KH", "number": "42/KH-UBND", "issued_on": "2026-03-03", "issuer": None, "relation": "mentions"}
    citations = [{**cited, **citation}] if citation else []
    period = {"start": "2026-01-01", "end": "2026-12-31"}
    plan = {"kind": "KH", "number": number, "title": title, "issued_on": day, "period": period, "citations": citations}
    return {"plan": plan, "assignments": [], "text": ""}


def found(reading: dict[str, Any], *known: KnownPlan) -> tuple[int, VersionRelation] | None:
    """Of which known plan the reading is another version."""
    head: Head = head_of(reading)
    return version_of(reading, head, known or (KNOWN,))


@pytest.mark.parametrize("relation", ["amends", "replaces"])
def test_a_document_that_says_so_is_a_version(relation: str) -> None:
    assert found(document(relation=relation)) == (1, VersionRelation(relation))


@pytest.mark.parametrize(
    "wrong",
    [{"issued_on": "2025-03-03"}, {"issuer": "UBND tỉnh Sơn La"}, {"relation": "mentions"}],
)
def test_the_number_alone_is_not_enough_where_day_or_issuer_differ(wrong: dict[str, str]) -> None:
    assert found(document(**{"relation": "amends", **wrong})) is None


def test_a_day_or_issuer_that_is_not_said_is_no_contradiction() -> None:
    assert found(document(relation="amends", issued_on=None, issuer="Ủy ban nhân dân tỉnh")) is not None


def test_the_same_title_and_period_under_another_number_is_a_renewed_plan() -> None:
    assert found(document(title=TITLE)) == (1, VersionRelation.RENEWED)
    assert found(document(title=f"Điều chỉnh, bổ sung Kế hoạch {TITLE}")) == (1, VersionRelation.RENEWED)
    assert found(document(title=TITLE.replace("2026", "2027"))) is None
    assert found(document(title=TITLE, day="2026-01-05")) is None  # an older one renews nothing


def test_of_two_plans_that_fit_what_a_document_says_none_is_guessed() -> None:
    twin = KnownPlan(2, "KH", "42/kh-ubnd", TITLE, "UBND tỉnh Cao Bằng", date(2026, 3, 3), PERIOD)
    assert found(document(relation="amends"), KNOWN, twin) is None


def test_a_version_of_a_version_is_one_of_the_plan() -> None:
    plan = KnownPlan(1, "KH", "42/kh-ubnd", TITLE, KNOWN.issuer, KNOWN.issued_on, PERIOD, ("77/kh-ubnd",))
    cited = document(number="90/KH-UBND", relation="amends")
    cited["plan"]["citations"][0] |= {"number": "77/KH-UBND", "issued_on": "2026-08-01"}
    assert found(cited, plan) == (1, VersionRelation.AMENDS)


def test_the_title_is_compared_without_the_words_of_changing() -> None:
    assert title_core("Sửa đổi, bổ sung một số nội dung của Kế hoạch phát triển") == "phat trien"
    assert title_core("Kế hoạch phát triển (điều chỉnh)") == "phat trien"


def test_an_issuer_is_named_in_full_or_by_its_level() -> None:
    assert names_issuer("Ủy ban nhân dân tỉnh", "UBND tỉnh Cao Bằng")
    assert names_issuer("UBND tỉnh Cao Bằng", "UBND tỉnh Cao Bằng")
    assert not names_issuer("UBND huyện Bảo Lạc", "UBND tỉnh Cao Bằng")


def reading(*sentences: str) -> dict[str, Any]:
    """A reading with these assignments of one agency."""
    return {"assignments": [{"agency": {"name": "Sở Tài chính"}, "text": text} for text in sentences]}


def test_another_file_form_of_a_plan_is_the_same_text_and_a_changed_figure_is_not() -> None:
    one = reading("Bố trí kinh phí hỗ trợ nhà ở trước ngày 31/3/2026.")
    assert not is_other_text(reading("Bố trí kinh phí hỗ trợ nhà ớ trước ngày 31/3/2026;"), one)
    assert is_other_text(reading("Bố trí kinh phí hỗ trợ nhà ở trước ngày 30/6/2026."), one)
    assert is_other_text(reading(), one)
