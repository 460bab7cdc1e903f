"""What a plan says about itself, and what it aims at."""

from tests.parsing.samples import HEAD, HEADINGS, TAIL, encoded
from tracker.parsing.draft import PlanDraft
from tracker.parsing.extract import extract_plan


def read(text: str) -> PlanDraft:
    return extract_plan(encoded(text), "a.txt")


def test_the_head_of_a_plan() -> None:
    plan = read(HEADINGS).plan
    assert (plan.kind, plan.number, plan.issued_on) == ("KH", "15/KH-UBND", "2024-02-12")
    assert (plan.issuer, plan.level, plan.place) == ("UBND tỉnh An Giang", "province", "An Giang")
    assert plan.period and (plan.period.start, plan.period.end) == ("2024-01-01", "2024-12-31")
    assert plan.signer and (plan.signer.name, plan.signer.position) == ("Nguyễn Văn Mẫu", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH")
    assert plan.recipients == ["Thường trực Tỉnh ủy", "Các sở, ngành tỉnh"]
    assert plan.title == "GIÚP HỘ NGHÈO CÓ VIỆC LÀM NĂM 2024"


def test_the_act_above_is_the_parent() -> None:
    plan = read(HEADINGS).plan
    assert plan.parent == "09-NQ/TU"
    assert [(c.kind, c.issued_on, c.issuer, c.relation) for c in plan.citations] == [
        ("NQ", "2024-01-05", "Tỉnh ủy", "executes")
    ]


def test_a_period_of_several_years() -> None:
    period = read(HEADINGS.replace("NĂM 2024", "GIAI ĐOẠN 2026 - 2030")).plan.period
    assert period and (period.start, period.end) == ("2026-01-01", "2030-12-31")


def test_without_number_and_day_the_draft_says_so() -> None:
    bare = HEADINGS.replace("Số: 15/KH-UBND", "Số:     /KH-UBND").replace("ngày 12 tháng 02", "ngày    tháng 02")
    draft = read(bare)
    assert (draft.plan.number, draft.plan.issued_on) == (None, None)
    assert "no_issue_date" in [f.code for f in draft.findings]


def test_a_district_issues_too() -> None:
    text = HEADINGS.replace("TỈNH AN GIANG", "HUYỆN THOẠI SƠN")
    plan = read(text).plan
    assert (plan.issuer, plan.level) == ("UBND huyện Thoại Sơn", "district")


def test_an_act_cited_with_two_days_is_an_error() -> None:
    other = "\n- Theo Nghị quyết số 09-NQ/TU ngày 06/01/2024 của Tỉnh ủy, giúp dân.\n"
    draft = read(HEADINGS.replace("\nb) Thường", f"{other}\nb) Thường"))
    assert [f.severity for f in draft.findings if f.code == "citation_conflict"] == ["error"]


def test_sections_carry_their_full_label() -> None:
    labels = [section.label for section in read(HEADINGS).sections]
    assert labels == ["I", "I.1", "I.2", "II", "II.1", "II.2", "II.3", "II.3.a", "II.3.b", "II.4"]


def test_targets_have_indicator_value_and_day() -> None:
    first, second, third, fourth = read(HEADINGS).targets
    assert (first.indicator, first.comparator, first.value, first.unit) == ("Tỷ lệ hộ nghèo giảm", ">=", 1.5, "%")
    assert first.per_year and first.due_on == "2024-12-31"
    assert (second.value, second.per_year) == (100.0, False)
    assert (third.value, third.unit, fourth.of) == (2000.0, "lao động", third.id)


def test_a_range_and_a_baseline_are_told() -> None:
    aims = "\nI. MỤC TIÊU\n\n- Tỷ lệ hộ nghèo giảm 2% (từ 6,5% xuống còn 4,5%).\n\n- Có 1 đến 2 xã thoát nghèo.\n"
    falling, ranged = read(HEAD + aims + TAIL).targets
    assert (falling.value, falling.baseline) == (2.0, 6.5)
    assert (ranged.comparator, ranged.value, ranged.unit) == ("-", 1.0, "xã")


def cited(caption: str) -> list[tuple[str, str | None]]:
    """The acts with the number of the plan itself that stand in the citations of a plan with this caption."""
    draft = read(f"{HEADINGS}\nPHỤ LỤC\n\n({caption})\n")
    return [(act.number, act.issued_on) for act in draft.plan.citations if act.number == "15/KH-UBND"]


def test_a_plan_does_not_cite_itself_but_may_cite_a_namesake() -> None:
    assert cited("Kèm theo Kế hoạch số 15/KH-UBND ngày 12/02/2024 của UBND tỉnh An Giang") == []
    assert cited("Kèm theo Kế hoạch số 15/KH-UBND của UBND tỉnh An Giang") == []
    assert cited("Thay Kế hoạch số 15/KH-UBND ngày 20/01/2023 của UBND tỉnh") == [("15/KH-UBND", "2023-01-20")]
