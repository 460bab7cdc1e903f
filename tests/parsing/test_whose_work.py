"""Whose work a sentence is: restricted classes, names with verbs inside, old names, sentences that change the body."""

import pytest

from tests.parsing.samples import encoded
from tracker.parsing.draft import Assignment, PlanDraft
from tracker.parsing.extract import extract_plan

NOTICE = (
    "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN\nSố: 12/TB-UBND\nNghệ An, ngày 5 tháng 8 năm 2025\n\nTHÔNG BÁO\n"
    "Kết luận của Chủ tịch UBND tỉnh tại cuộc họp về trồng dâu\n\nChủ tịch UBND tỉnh kết luận như sau:\n\n"
)
SIGNED = "\n\nNơi nhận:\n- Như trên;\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn Mẫu\n"


def plan(parts: str, year: int = 2024) -> PlanDraft:
    head = (
        f"ỦY BAN NHÂN DÂN TỈNH NGHỆ AN\nSố: 12/KH-UBND\nNghệ An, ngày 5 tháng 3 năm {year}\n\nKẾ HOẠCH\n"
        f"Trồng dâu năm {year}\n\nI. MỤC TIÊU\n1. Thêm mười vườn dâu.\nII. TỔ CHỨC THỰC HIỆN\n"
    )
    return extract_plan(encoded(f"{head}1. Sở Y tế: Khám mắt cho người hái dâu.\n{parts}{SIGNED}"), "ke-hoach.txt")


def notice(parts: str) -> PlanDraft:
    return extract_plan(encoded(f"{NOTICE}{parts}{SIGNED}"), "thong-bao.txt")


def last(draft: PlanDraft) -> Assignment:
    return draft.assignments[-1]


def doubts(assignment: Assignment) -> list[str]:
    return [doubt.code for doubt in assignment.doubts]


def placed(draft: PlanDraft, code: str) -> list[str]:
    return [draft.text[start:end] for f in draft.findings if f.code == code for start, end in f.places]


@pytest.mark.parametrize(
    "name",
    [
        "UBND các xã nơi có đường dây đi qua",
        "UBND các phường có tuyến kênh đi qua",
        "UBND các xã có tỷ lệ hộ nuôi tằm trên 30%",
        "UBND các xã biên giới",
    ],
)
@pytest.mark.parametrize(
    "form", ["{}: Vận động người dân.", "{}\n- Vận động người dân.", "Giao {} vận động người dân."]
)
def test_a_class_keeps_its_restriction_and_stays_open(name: str, form: str) -> None:
    task = last(plan(f"2. {form.format(name)}\n"))
    assert (task.agency.name, task.text.capitalize()) == (name, "Vận động người dân.")
    assert "open_class" in doubts(task)


@pytest.mark.parametrize("form", ["{}\nHướng dẫn cắt cành.\n", "{}: Hướng dẫn cắt cành.\n"])
def test_a_name_with_a_verb_behind_a_comma_is_one_name(form: str) -> None:
    name = "Phòng Dân tộc, Trung tâm Dịch vụ, hỗ trợ phát triển nông nghiệp huyện"
    task = last(plan(f"2. {form.format(name)}"))
    assert (task.agency.name, task.text) == (name, "Hướng dẫn cắt cành.")
    assert task.agency.members and len(task.agency.members) == 2


def test_a_later_sentence_that_names_its_own_body_is_that_bodys_work() -> None:
    draft = plan("2. Giao Sở Tài chính cân đối vốn. Sở Y tế cấp thẻ cho thợ hái.\n")
    assert [(a.agency.name, a.text) for a in draft.assignments[1:]] == [
        ("Sở Tài chính", "cân đối vốn."),
        ("Sở Y tế", "cấp thẻ cho thợ hái."),
    ]


def test_a_bullet_that_opens_with_another_body_is_never_sure() -> None:
    task = last(plan("2. Sở Nội vụ\n- Sở Tài chính cấp kinh phí mua giống.\n"))
    assert task.agency.name == "Sở Tài chính" or "agency_ambiguous" in doubts(task)


@pytest.mark.parametrize("marks", ["a) Tập huấn.\nb) ", "- Tập huấn.\n- "])
def test_the_head_of_a_body_speaks_for_the_body_above(marks: str) -> None:
    task = last(plan(f"2. Sở Nội vụ\n{marks}Giám đốc Sở Nội vụ chịu trách nhiệm về số liệu.\n"))
    assert task.agency.name == "Sở Nội vụ"
    assert task.text == "Giám đốc Sở Nội vụ chịu trách nhiệm về số liệu."


def test_nothing_behind_an_order_in_a_notice_is_lost() -> None:
    draft = notice(
        "1. Về nguồn vốn: Thống nhất hai đợt. Giao Sở Tài chính cân đối vốn. Sở Y tế cấp thẻ. Việc này làm sớm.\n"
        "2. Về vườn ươm: Yêu cầu Sở Xây dựng đôn đốc các nhà thầu. Ban Quản lý bàn giao mặt bằng.\n"
    )
    told = [draft.text[a.span[0] : a.span[1]] for a in draft.assignments]
    told += placed(draft, "unplaced") + placed(draft, "closing_order")
    for words in ("Thống nhất", "cân đối", "cấp thẻ", "làm sớm", "đôn đốc", "bàn giao"):
        assert any(words in sentence for sentence in told), words


def test_the_closing_formula_of_a_notice_is_no_task() -> None:
    draft = notice(
        "1. Giao Sở Tài chính cân đối vốn.\nVăn phòng UBND tỉnh thông báo để các cơ quan, đơn vị biết, thực hiện./.\n"
    )
    assert [a.agency.name for a in draft.assignments] == ["Sở Tài chính"]


@pytest.mark.parametrize("name", ["Sở Kế hoạch và Đầu tư", "UBND các huyện", "Sở Lao động - Thương binh và Xã hội"])
def test_a_body_that_had_ended_before_the_plan_is_doubted(name: str) -> None:
    assert "agency_ambiguous" in doubts(last(plan(f"2. {name}: Ươm cây.\n", year=2026)))
    assert doubts(last(plan(f"2. {name}: Ươm cây.\n", year=2024))) == []


@pytest.mark.parametrize(
    ("words", "nature"),
    [
        ("Là cơ quan thường trực của Ban Chỉ đạo.", "standing"),
        ("Là cơ quan thường trực của Ban Chỉ đạo, có trách nhiệm theo dõi các vườn.", "continuous"),
    ],
)
def test_only_a_bare_role_is_standing(words: str, nature: str) -> None:
    assert last(plan(f"2. Sở Nội vụ\n- {words}\n")).nature == nature


def test_a_full_date_is_no_monthly_day() -> None:
    draft = plan("2. Sở Tài chính: Hằng tháng cập nhật sổ, báo cáo UBND tỉnh trước ngày 20/10/2024.\n")
    assert [(d.periods, d.due) for d in draft.reporting_duties] == [(["once"], {"once": "20/10/2024"})]


def test_a_rhythm_behind_the_addressee_is_no_part_of_its_name() -> None:
    draft = plan("2. Sở Nội vụ: báo cáo Chủ tịch UBND tỉnh 6 tháng (trước ngày 20/6) và hàng năm (trước ngày 20/12).\n")
    assert [d.addressee for d in draft.reporting_duties] == ["Chủ tịch UBND tỉnh"]


@pytest.mark.parametrize("onward", ["để tổng hợp, trình", "để tổng hợp, báo cáo", "để báo cáo"])
def test_a_difficulty_goes_through_the_body_that_submits_it(onward: str) -> None:
    draft = plan(
        f"Căn cứ Kế hoạch này, các sở triển khai; nếu có vướng mắc, phản ánh về Sở Tài chính {onward} UBND tỉnh.\n"
    )
    route = draft.difficulty_route
    assert route is not None
    assert (route.from_, route.via, route.to) == ("các sở", "Sở Tài chính", "UBND tỉnh")


def test_a_quarterly_report_to_a_body_is_quarterly() -> None:
    draft = plan("2. Sở Nội vụ: báo cáo hằng quý về Sở Tài chính.\n")
    assert [d.periods for d in draft.reporting_duties] == [["quarterly"]]
