"""Whom a paragraph speaks to: headings of every form, several bodies, classes, posts, typing errors, unknown verbs."""

import pytest

from tests.parsing.samples import HEAD, TAIL, encoded
from tracker.parsing.draft import Assignment, PlanDraft
from tracker.parsing.extract import extract_plan


def read(body: str, head: str = HEAD) -> PlanDraft:
    return extract_plan(
        encoded(f"{head}\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ\n\n- Đếm người.\n\n{body}\n{TAIL}"), "a.txt"
    )


def last(body: str) -> Assignment:
    return read(body).assignments[-1]


@pytest.mark.parametrize(
    "heading",
    [
        "2. SỞ Y TẾ\n\n- {}",
        "2. Sở Y tế: {}",
        "2. Giao Sở Y tế: {}",
        "2. Sở Y tế (cơ quan giúp việc)\n\n{}",
        "Sở Y tế\n\n{}",
        "2. Sở Y tế {}",
    ],
)
def test_an_agency_heads_its_work_in_many_forms(heading: str) -> None:
    found = last(heading.format("vắt sữa bò cho trẻ."))
    assert found.agency.canonical == "Sở Y tế" and found.text == "vắt sữa bò cho trẻ."


@pytest.mark.parametrize(
    ("heading", "members"),
    [
        ("Sở Nội vụ, Y tế, Giáo dục và Đào tạo", ["Sở Nội vụ", "Sở Y tế", "Sở Giáo dục và Đào tạo"]),
        ("Các Sở: Nội vụ, Y tế", ["Sở Nội vụ", "Sở Y tế"]),
        ("Thuế tỉnh, Thống kê tỉnh", ["Thuế tỉnh", "Thống kê tỉnh"]),
        (
            "Kho bạc Nhà nước khu vực XIX, Ngân hàng Chính sách xã hội chi nhánh tỉnh",
            ["Kho bạc Nhà nước tỉnh", "Chi nhánh Ngân hàng Chính sách xã hội tỉnh"],
        ),
        ("Bưu điện tỉnh, Công ty Điện lực tỉnh", ["Bưu điện tỉnh", "Công ty Điện lực tỉnh"]),
    ],
)
def test_several_bodies_in_one_heading(heading: str, members: list[str]) -> None:
    found = last(f"2. {heading}\n\n- Làm đường lên bản.")
    assert (found.agency.members, found.doubts) == (members, [])


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Sở NN&MT", "Sở Nông nghiệp và Môi trường"),
        ("Sở Nông nghiệp và Môi trưòng", "Sở Nông nghiệp và Môi trường"),
        ("Sở LĐTB&XH", "Sở Lao động - Thương binh và Xã hội"),
        ("Sở lao động Thương binh và xã hội", "Sở Lao động - Thương binh và Xã hội"),
        ("Sở VHTT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("BHXH tỉnh", "Bảo hiểm xã hội tỉnh"),
        ("Chi nhánh NHCSXH tỉnh", "Chi nhánh Ngân hàng Chính sách xã hội tỉnh"),
        ("Báo và Phát thanh - Truyền hình tỉnh", "Báo và Phát thanh, Truyền hình tỉnh"),
        ("Giám đốc Sở Y tế", "Sở Y tế"),
        ("Chủ tịch UBND các huyện, thị xã, thành phố", "UBND cấp huyện"),
        ("Điện lực tỉnh", "Công ty Điện lực tỉnh"),
    ],
)
def test_names_are_known_in_every_spelling(written: str, canonical: str) -> None:
    found = last(f"2. {written}\n\n- Phơi thóc ở sân đình.")
    assert (found.agency.name, found.agency.canonical) == (written, canonical)


@pytest.mark.parametrize(
    "name", ["Đồng chí Phó Chủ tịch UBND tỉnh", "Phòng Bảo trợ xã hội (Sở Y tế)", "Công chức Văn hóa - Xã hội"]
)
def test_posts_and_rooms_are_never_guessed(name: str) -> None:
    found = last(f"2. {name}: phơi thóc ở sân đình.")
    assert (found.agency.name, found.agency.canonical) == (name, None)
    assert [d.code for d in found.doubts] == ["agency_unknown"] and found.confidence < 0.7


@pytest.mark.parametrize(
    "name", ["Trưởng các thôn", "Ban nhân dân các thôn", "Các bản", "Công an các xã", "Các nhà trường"]
)
def test_classes_without_a_list_are_open(name: str) -> None:
    found = last(f"2. {name}: phơi thóc ở sân đình.")
    assert found.agency.group and [d.code for d in found.doubts] == ["open_class"]


@pytest.mark.parametrize("verb", ["vắt", "tuần tra", "gặt", "bứng"])
def test_behind_a_known_name_any_word_is_the_verb(verb: str) -> None:
    for name in ("Công an tỉnh", "UBND các huyện, thị xã, thành phố", "Đài Phát thanh và Truyền hình tỉnh"):
        found = last(f"2. {name} {verb} ruộng lúa ven sông.")
        assert (found.agency.name, found.text) == (name, f"{verb} ruộng lúa ven sông.")


def test_a_later_sentence_may_speak_to_another_agency() -> None:
    found = read("2. Sở Y tế: cân trẻ. Sở Xây dựng: xây bếp. Giao Công an tỉnh giữ đường. Sửa mái bếp.").assignments
    assert [(a.agency.name, a.text) for a in found[1:]] == [
        ("Sở Y tế", "cân trẻ."),
        ("Sở Xây dựng", "xây bếp."),
        ("Công an tỉnh", "giữ đường."),
        ("Sở Xây dựng", "Sửa mái bếp."),
    ]


def test_orders_to_everybody_below_a_flat_list_belong_to_nobody() -> None:
    draft = read("2. Sở Y tế: cân trẻ.\n\nĐịnh kỳ hằng quý, các đơn vị báo cáo Sở Nội vụ.\n\nNơi nhận:\n- Lưu: VT.")
    assert draft.assignments[-1].text == "cân trẻ."
    assert [(d.reporter, d.periods, d.addressee) for d in draft.reporting_duties] == [
        ("các đơn vị", ["quarterly"], "Sở Nội vụ")
    ]


def test_a_front_without_a_word_of_asking_is_in_doubt() -> None:
    found = last("2. Hội Nông dân tỉnh: dạy trồng nấm.")
    assert found.mode == "ordered" and [d.code for d in found.doubts] == ["mode_unclear"]


def test_several_bodies_that_are_all_usually_asked_are_in_doubt_too() -> None:
    asked = last("2. Hội Nông dân tỉnh, Hội Liên hiệp Phụ nữ tỉnh\n\n- Dạy trồng nấm.")
    mixed = last("2. Hội Nông dân tỉnh, Công an tỉnh\n\n- Dạy trồng nấm.")
    assert ([d.code for d in asked.doubts], mixed.doubts) == (["mode_unclear"], [])


def test_only_the_naming_of_a_role_is_standing() -> None:
    role, duty = read(
        "2. Sở Y tế\n\n- Là cơ quan thường trực của Kế hoạch.\n\n- Là cơ quan thường trực; đếm hộ."
    ).assignments[1:]
    assert (role.nature, duty.nature) == ("standing", "continuous")


PAGED = "2. Sở Y tế\n\n- Cân trẻ ở trạm, ghi sổ từng cháu cho{}có sữa bột trước ngày 15/6/2024.\n\n- Rửa chum "
"nước.{}3. Công an tỉnh\n\n- Giữ bến."


@pytest.mark.parametrize("number", ["\n\n{}\n\n", "\n\n- {} -\n\n", "\nTrang {}/9\n"])
def test_page_numbers_are_no_text(number: str) -> None:
    plain = [a.text for a in read(PAGED.format(" ", "\n\n")).assignments]
    assert [a.text for a in read(PAGED.format(number.format(4), number.format(5) + "\n")).assignments] == plain
