"""Written names of agencies and what the catalogue makes of them: spellings, classes, places, and what is no agency."""

from datetime import date

import pytest

from tracker.catalogue.recognise import members, recognise
from tracker.catalogue.units import province_named, unit_by_code

OLD, NEW = date(2021, 4, 5), date(2026, 3, 1)
LANG_SON = province_named("Lạng Sơn")
AN_GIANG = province_named("An Giang", date(2017, 2, 17))
VAN_QUAN = unit_by_code("old:184")
HA_NOI = province_named("Hà Nội")
LABOUR = "Sở Lao động - Thương binh và Xã hội"
FARMING = "Sở Nông nghiệp và Phát triển nông thôn"
FRONT = "Ủy ban MTTQ Việt Nam tỉnh"


def canonical(name, place=LANG_SON, on=OLD):
    return recognise(name, place=place, on=on).canonical


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Sở Lao động - Thương binh và Xã hội", LABOUR),
        ("Sở Lao động – Thương binh và Xã hội", LABOUR),
        ("Sở Lao động — Thương binh & Xã hội", LABOUR),
        ("Sở Lao động\n- Thương binh và Xã hội", LABOUR),
        ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", LABOUR),
        ("1.1. Sở Lao động - Thương binh và Xã hội:", LABOUR),
        ("**Sở Lao động - Thương binh và Xã hội**", LABOUR),
        ("Sở LĐ, TB&XH tỉnh", LABOUR),
        ("Sở LĐTB&XH", LABOUR),
        ("Sở LĐ-TB&XH", LABOUR),
        ("Sở Lao động - TBXH", LABOUR),
        ("LĐTBXH", LABOUR),
        ("SLĐTBXH", LABOUR),
        ("DOLISA", LABOUR),
        ("Sở KH&ĐT", "Sở Kế hoạch và Đầu tư"),
        ("SKHĐT", "Sở Kế hoạch và Đầu tư"),
        ("Sở Tài chính tỉnh Lạng Sơn", "Sở Tài chính"),
        ("Giám đốc Sở Tài chính", "Sở Tài chính"),
        ("Sở NN&PTNT", FARMING),
        ("Sở NNPTNT", FARMING),
        ("Sở NN và MT", "Sở Nông nghiệp và Môi trường"),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("Sở Giáo dục - Đào tạo", "Sở Giáo dục và Đào tạo"),
        ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
        ("Sở VH,TT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở Văn hoá, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Ban Dân tộc", "Ban Dân tộc tỉnh"),
        ("Cục Thống kê Lạng Sơn", "Cục Thống kê tỉnh"),
        ("Bộ CHQS tỉnh", "Bộ Chỉ huy Quân sự tỉnh"),
        ("BĐBP tỉnh", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh"),
        ("VP UBND tỉnh", "Văn phòng UBND tỉnh"),
        ("Văn phòng ĐPXDNTM tỉnh", "Văn phòng Điều phối Chương trình xây dựng nông thôn mới tỉnh"),
        ("Chi nhánh Ngân hàng CSXH tỉnh", "Chi nhánh Ngân hàng Chính sách xã hội tỉnh"),
        ("Chi nhánh Ngân hàng Chính sách Xã hội tỉnh", "Chi nhánh Ngân hàng Chính sách xã hội tỉnh"),
        ("Chi nhánh NHCSXH tỉnh", "Chi nhánh Ngân hàng Chính sách xã hội tỉnh"),
        ("Ngân hàng Nhà nước tỉnh", "Ngân hàng Nhà nước chi nhánh tỉnh"),
        ("BHXH tỉnh", "Bảo hiểm xã hội tỉnh"),
        ("Báo Lạng Sơn", "Báo tỉnh"),
        ("Đài Phát thanh và Truyền hình", "Đài Phát thanh - Truyền hình tỉnh"),
        ("Đài PT-TH tỉnh", "Đài Phát thanh - Truyền hình tỉnh"),
        ("UBMTTQVN tỉnh", FRONT),
        ("UB MTTQ Việt Nam", FRONT),
        ("Uỷ ban Mặt trận Tổ quốc tỉnh", FRONT),
        ("Ủy ban Trung ương MTTQ Việt Nam tỉnh", FRONT),
        ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", FRONT),
        ("LĐLĐ tỉnh", "Liên đoàn Lao động tỉnh"),
        ("Hội LHPN tỉnh", "Hội Liên hiệp Phụ nữ tỉnh"),
        ("Hội CCB", "Hội Cựu chiến binh tỉnh"),
        ("Tỉnh Đoàn", "Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh"),
        ("Đoàn TNCS HCM tỉnh", "Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh"),
        ("Liên minh HTX", "Liên minh Hợp tác xã tỉnh"),
        ("Bộ LĐTBXH", "Bộ Lao động - Thương binh và Xã hội"),
        ("UBND tỉnh", "UBND tỉnh Lạng Sơn"),
        ("Ủy ban nhân dân huyện Bình Gia", "UBND huyện Bình Gia"),
        ("Chủ tịch UBND huyện Bình Gia", "UBND huyện Bình Gia"),
        ("UBND TP. Lạng Sơn", "UBND thành phố Lạng Sơn"),
        ("UBND xã Bình Phúc, huyện Văn Quan", "UBND xã Bình Phúc"),
        ("Hội Nông dân huyện Bình Gia", "Hội Nông dân huyện Bình Gia"),
    ],
)
def test_a_spelling_in_a_provincial_plan_gives_its_canonical_name(written, expected):
    found = recognise(written, place=LANG_SON, on=OLD)
    assert (found.canonical, found.score, found.group) == (expected, 1.0, False)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Phòng Lao động, Thương binh, Xã hội - Dân tộc", "Phòng Lao động - Thương binh và Xã hội"),
        ("LĐTĐBXHDT", "Phòng Lao động - Thương binh và Xã hội"),
        ("Phòng NN&PTNT", "Phòng Nông nghiệp và Phát triển nông thôn"),
        ("Phòng Kinh tế và Hạ tầng", "Phòng Kinh tế và Hạ tầng"),
        ("Văn phòng HĐND&UBND huyện", "Văn phòng HĐND và UBND huyện"),
        ("NHCSXH huyện", "Phòng giao dịch Ngân hàng Chính sách xã hội huyện"),
        ("Bảo hiểm xã hội huyện Văn Quan", "Bảo hiểm xã hội huyện"),
        ("Ủy ban Mặt trận Tổ quốc", "Ủy ban MTTQ Việt Nam huyện"),
        ("Ban Tuyên giáo Huyện ủy", "Ban Tuyên giáo Huyện ủy"),
        ("Sở LĐ, TB&XH tỉnh", LABOUR),
        ("UBND huyện", "UBND huyện Văn Quan"),
        ("Phòng Kinh tế", "Phòng Kinh tế"),
    ],
)
def test_a_spelling_in_a_district_plan_gives_the_organ_of_the_district(written, expected):
    assert canonical(written, place=VAN_QUAN) == expected


def test_the_unit_of_an_organ_is_the_place_of_its_level():
    assert recognise("Sở Y tế", place=VAN_QUAN, on=OLD).unit == "both:20"
    assert recognise("Phòng Tư pháp", place=VAN_QUAN, on=OLD).unit == "old:184"
    assert recognise("Hội Nông dân huyện Bình Gia", place=LANG_SON, on=OLD).unit == "old:181"
    assert recognise("Bộ Tài chính", place=LANG_SON, on=OLD).unit is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Sở Lao đông - Thương bình và Xã hội", LABOUR),
        ("Sở Nôg nghiệp và Phát triển nông thôn", FARMING),
        ("Sở Tài chín", "Sở Tài chính"),
        ("Sở Thông tin và Truyền thôn", "Sở Thông tin và Truyền thông"),
        ("Ủy ban nhân đân huyện Văn Quan", "UBND huyện Văn Quan"),
        ("UBND huyện Bình Gja", "UBND huyện Bình Gia"),
        ("Ủy ban Mặt trậnn Tổ quốc tỉnh", FRONT),
    ],
)
def test_a_typing_error_is_understood_when_nothing_else_is_near(written, expected):
    assert canonical(written) == expected


def test_a_typing_error_between_two_names_is_left_to_a_person():
    found = recognise("Sở Ngội vụ", place=LANG_SON, on=OLD)
    assert found.canonical is None and set(found.candidates) == {"Sở Ngoại vụ", "Sở Nội vụ"}


def test_a_name_of_two_eras_is_settled_by_the_day_and_open_without_one():
    assert canonical("Sở Nông nghiệp", on=OLD) == FARMING
    assert canonical("Sở Nông nghiệp", on=NEW) == "Sở Nông nghiệp và Môi trường"
    assert len(recognise("Sở Nông nghiệp", place=LANG_SON, on=None).candidates) == 2


def test_an_organ_of_another_day_is_still_recognised_under_its_old_name():
    assert canonical("Sở LĐTBXH", on=NEW) == LABOUR


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Sở NN&MT", "SNNMT"),
        ("Sở Dân tộc và Tôn giáo", "SDTTG"),
        ("Báo và Phát thanh, Truyền hình tỉnh", "BPTTH"),
        ("Thống kê tỉnh", "TKT"),
        ("BHXH khu vực XII", "BHXHT"),
        ("Ngân hàng Nhà nước Chi nhánh Khu vực 5", "NHNN"),
        ("Phòng Kinh tế", "PKT"),
        ("Phòng Văn hóa - Xã hội", "PVHXH"),
        ("Công an cấp xã", "CANX"),
        ("Chánh Văn phòng UBND tỉnh", "VPUBND"),
        ("UBND 65 xã, phường", "UBNDX"),
    ],
)
def test_names_of_two_tier_government_are_recognised(written, kind):
    assert recognise(written, place=LANG_SON, on=NEW).kind == kind


def test_thanh_pho_means_the_province_in_a_city_of_the_centre():
    assert recognise("Công an thành phố", place=HA_NOI, on=OLD).kind == "CANT"
    assert recognise("Công an thành phố", place=LANG_SON, on=OLD).kind == "CANH"
    assert canonical("UBND thành phố", place=HA_NOI) == "UBND thành phố Hà Nội"


def test_a_commune_name_borne_by_many_gives_candidates_not_a_guess():
    found = recognise("UBND xã Hòa Bình", place=LANG_SON, on=OLD)
    assert found.canonical is None and len(found.candidates) == 4


@pytest.mark.parametrize(
    "written",
    [
        "Sở hữu trí tuệ",
        "Ban hành kế hoạch",
        "Báo cáo",
        "Báo Lao động - Xã hội",
        "Tạp chí Lao động - Xã hội",
        "Hội nghị",
        "Đoàn kiểm tra liên ngành",
        "Phòng chống dịch bệnh",
        "các hộ nghèo",
        "các chính sách hỗ trợ",
        "các huyện nghèo, xã nghèo",
        "xã hội hóa",
        "Thống kê",
        "Tài chính",
        "cơ quan thường trực",
        "cơ quan thường trực Ban Chỉ đạo",
        "cơ quan được giao chủ trì",
        "đơn vị chủ trì",
        "",
        "./.",
    ],
)
def test_what_is_no_agency_is_not_recognised(written):
    found = recognise(written, place=LANG_SON, on=OLD)
    assert (found.canonical, found.kind, found.group, found.score) == (None, None, False, 0.0)


@pytest.mark.parametrize("written", ["Ban Chỉ đạo các CTMTQG tỉnh", "BCĐ tỉnh", "Ban chỉ đạo giảm nghèo"])
def test_a_steering_committee_has_a_kind_but_is_never_a_fixed_agency(written):
    found = recognise(written, place=LANG_SON, on=OLD)
    assert (found.kind, found.canonical) == ("BCD", None)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("UBND các huyện, thành phố", "UBNDH"),
        ("Ủy ban nhân dân các huyện, thị xã, thành phố", "UBNDH"),
        ("Ủy ban nhân dân huyện, thành phố", "UBNDH"),
        ("Ủy ban nhân dân huyện, thị thành phố", "UBNDH"),
        ("UBND các thành phố, thị xã, huyện", "UBNDH"),
        ("Ủy ban nhân dân cấp huyện", "UBNDH"),
        ("UBND các huyện, thành phố trên địa bàn tỉnh Lạng Sơn", "UBNDH"),
        ("Các huyện, thị xã, thành phố", "UBNDH"),
        ("các địa phương", "UBNDH"),
        ("UBND cấp xã", "UBNDX"),
        ("UBND các xã, phường, thị trấn", "UBNDX"),
        ("UBND các phường, xã, đặc khu", "UBNDX"),
        ("Ủy ban nhân dân xã, phường, thị trấn", "UBNDX"),
        ("các xã, thị trấn", "UBNDX"),
        ("Chủ tịch UBND các xã, phường", "UBNDX"),
    ],
)
def test_people_committees_of_a_tier_are_a_closed_class(written, kind):
    found = recognise(written, place=LANG_SON, on=OLD)
    assert (found.kind, found.group, found.open_class) == (kind, True, False)


@pytest.mark.parametrize(
    "written",
    [
        "Các sở, ban, ngành khác của tỉnh",
        "các Sở, ngành liên quan",
        "sở, ban, ngành",
        "Thủ trưởng các sở, ban, ngành",
        "các tổ chức chính trị - xã hội",
        "các đoàn thể chính trị - xã hội",
        "các hội, đoàn thể",
        "các đơn vị liên quan",
        "các cơ quan, đơn vị",
        "các phòng, ban, ngành của huyện",
        "UBND các huyện nghèo",
        "UBND các tỉnh, thành phố",
        "cơ quan, đơn vị liên quan",
    ],
)
def test_a_class_whose_members_the_catalogue_cannot_list_is_open(written):
    found = recognise(written, place=LANG_SON, on=OLD)
    assert (found.group, found.open_class) == (True, True)
    assert members(found, place=LANG_SON, on=OLD) == ()


@pytest.mark.parametrize(
    ("written", "place", "on", "count"),
    [
        ("UBND các huyện, thành phố", LANG_SON, OLD, 11),
        ("UBND các huyện", LANG_SON, OLD, 11),
        ("UBND các huyện, thị xã, thành phố", AN_GIANG, date(2017, 2, 17), 11),
        ("UBND các xã, thị trấn", VAN_QUAN, OLD, 15),
        ("UBND cấp xã", LANG_SON, OLD, 194),
        ("UBND các xã, phường, đặc khu", LANG_SON, NEW, 65),
        ("UBND các phường", LANG_SON, NEW, 4),
        ("các địa phương", LANG_SON, NEW, 65),
        ("UBND các huyện, thành phố", LANG_SON, NEW, 0),
        ("Sở Y tế", LANG_SON, OLD, 0),
    ],
)
def test_a_closed_class_has_one_member_per_unit_of_that_day(written, place, on, count):
    found = members(recognise(written, place=place, on=on), place=place, on=on)
    assert len(found) == len({member.unit for member in found}) == count
    assert all(member.canonical and not member.group for member in found)
