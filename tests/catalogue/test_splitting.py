"""A list of agencies is parted into names, and a name with a comma or "và" in it stays whole."""

import pytest

from tracker.catalogue.recognise import split_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sở Y tế, Sở Xây dựng và các đoàn thể", ("Sở Y tế", "Sở Xây dựng", "các đoàn thể")),
        ("Sở Nội vụ; Sở Y tế.", ("Sở Nội vụ", "Sở Y tế")),
        ("Sở Tài chính, cùng Sở Tư pháp", ("Sở Tài chính", "Sở Tư pháp")),
        (
            "Sở Lao động - Thương binh và Xã hội, UBND các huyện, thành phố",
            ("Sở Lao động - Thương binh và Xã hội", "UBND các huyện, thành phố"),
        ),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Công Thương", ("Sở Văn hóa, Thể thao và Du lịch", "Sở Công Thương")),
        ("Sở LĐ, TB&XH và Sở KH&ĐT", ("Sở LĐ, TB&XH", "Sở KH&ĐT")),
        ("các sở, ban, ngành, UBND các huyện, thành phố", ("các sở, ban, ngành", "UBND các huyện, thành phố")),
        ("Các sở, ban, ngành; UBND cấp xã", ("Các sở, ban, ngành", "UBND cấp xã")),
        ("các phòng, ban, ngành, đoàn thể của huyện", ("các phòng, ban, ngành, đoàn thể của huyện",)),
        ("các cơ quan, đơn vị, UBND huyện, thành phố", ("các cơ quan, đơn vị", "UBND huyện, thành phố")),
        ("Báo Hà Giang, Đài Phát thanh – Truyền hình", ("Báo Hà Giang", "Đài Phát thanh – Truyền hình")),
        ("Ủy ban MTTQ tỉnh và các tổ chức chính trị - xã hội", ("Ủy ban MTTQ tỉnh", "các tổ chức chính trị - xã hội")),
        ("Sở Y tế, Xây dựng, Tài chính", ("Sở Y tế", "Sở Xây dựng", "Sở Tài chính")),
        ("các Sở: Y tế, Kế hoạch và Đầu tư", ("Sở Y tế", "Sở Kế hoạch và Đầu tư")),
        ("Hội Nông dân, Phụ nữ, Cựu chiến binh", ("Hội Nông dân", "Hội Phụ nữ", "Hội Cựu chiến binh")),
        (
            "UBND các huyện Bình Gia, Văn Quan và thành phố Lạng Sơn",
            ("UBND huyện Bình Gia", "UBND huyện Văn Quan", "UBND thành phố Lạng Sơn"),
        ),
        ("UBND các huyện: Lâm Bình và Na Hang", ("UBND huyện Lâm Bình", "UBND huyện Na Hang")),
        (
            "Báo và Phát thanh, Truyền hình tỉnh, Phòng Kinh tế, Hạ tầng và Đô thị",
            ("Báo và Phát thanh, Truyền hình tỉnh", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ),
        ("Tổ Tiết kiệm và vay vốn, Trưởng thôn", ("Tổ Tiết kiệm và vay vốn", "Trưởng thôn")),
        ("Phòng Lao động, Thương binh, Xã hội - Dân tộc", ("Phòng Lao động, Thương binh, Xã hội - Dân tộc",)),
        ("Công ty Cơ khí và Xây lắp", ("Công ty Cơ khí và Xây lắp",)),
        ("Sở Y tế", ("Sở Y tế",)),
        ("", ()),
    ],
)
def test_a_list_is_parted_into_its_names(text, names):
    assert split_names(text) == names
