"""The head and foot of an official document: names, numbers, days, who signs."""

from datetime import date

import pytest

from tests.cast import Cast
from tracker.documents.head import (
    Signer,
    Signing,
    abbreviation,
    number_words,
    place_and_day,
    signature_of,
    superior_of,
)
from tracker.documents.measure import broken, rule_mm, width_mm

HALF = 71.0  # mm that the left half of the head has for a name


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "Cao Bằng, ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 15), "Cao Bằng, ngày 15 tháng 01 năm 2026"),
        (date(2026, 3, 5), "Cao Bằng, ngày 05 tháng 3 năm 2026"),
    ],
)
def test_small_days_and_the_first_two_months_are_written_with_a_zero(day: date, words: str) -> None:
    assert place_and_day("Cao Bằng", day) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("5/BC-STC", "05/BC-STC"),
        ("05/BC-STC", "05/BC-STC"),
        ("Số: 7", "07"),
        ("15/BC-STC", "15/BC-STC"),
        ("1270/BC-TCTTTg", "1270/BC-TCTTTg"),
        (None, "/BC-STC"),
        (" ", "/BC-STC"),
    ],
)
def test_a_number_below_ten_gets_a_zero_and_a_missing_one_leaves_room(typed: str | None, words: str) -> None:
    assert number_words(typed, sign="BC-STC") == words


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sở Tài chính", "STC"),
        ("Sở Nông nghiệp và Môi trường", "SNNMT"),
        ("Sở Lao động - Thương binh và Xã hội", "SLĐTBXH"),
        ("UBND tỉnh Cao Bằng", "UBND"),
        ("UBND xã Bảo Lạc", "UBND"),
        ("Ban Dân tộc tỉnh", "BDT"),
        ("Văn phòng UBND tỉnh", "VPUBND"),
        ("Ban Chỉ đạo", "BCĐ"),
    ],
)
def test_the_sign_of_an_agency_is_made_of_its_first_letters(name: str, letters: str) -> None:
    assert abbreviation(name) == letters


@pytest.mark.parametrize(
    ("name", "signing", "lines"),
    [
        ("Sở Tài chính", Signing.HEAD, ("GIÁM ĐỐC",)),
        ("Sở Tài chính", Signing.DEPUTY, ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("Sở Tài chính", Signing.ORDER, ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
        ("UBND xã Bảo Lạc", Signing.HEAD, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("UBND tỉnh Cao Bằng", Signing.DEPUTY, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("UBND tỉnh Cao Bằng", Signing.ORDER, ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        ("Ban Chỉ đạo giảm nghèo tỉnh", Signing.HEAD, ("TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN")),
        ("Ban Dân tộc tỉnh", Signing.DEPUTY, ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")),
        ("Ủy ban MTTQ Việt Nam tỉnh", Signing.HEAD, ("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH")),
        ("Bộ Chỉ huy Quân sự tỉnh", Signing.HEAD, ("CHỈ HUY TRƯỞNG",)),
        ("Viện Nghiên cứu", Signing.HEAD, ("THỦ TRƯỞNG CƠ QUAN",)),
    ],
)
def test_each_level_signs_in_its_own_way(name: str, signing: Signing, lines: tuple[str, ...]) -> None:
    assert signature_of(name, Signer(signing)).lines == lines


def test_a_department_stands_below_its_committee_and_a_committee_below_none(cast: Cast) -> None:
    assert superior_of(cast.finance, cast.issuer) == "Ủy ban nhân dân tỉnh Cao Bằng"
    assert superior_of(cast.commune, cast.issuer) == superior_of(cast.issuer, cast.issuer) == ""
    assert superior_of(cast.stranger_agency, cast.issuer) == ""


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("SỞ TÀI CHÍNH", ["SỞ TÀI CHÍNH"]),
        ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", ["SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"]),
        ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", ["SỞ LAO ĐỘNG -", "THƯƠNG BINH VÀ XÃ HỘI"]),
        (
            "BAN CHỈ ĐẠO CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA",
            ["BAN CHỈ ĐẠO", "CÁC CHƯƠNG TRÌNH", "MỤC TIÊU QUỐC GIA"],
        ),
        ("", []),
    ],
)
def test_a_long_name_breaks_where_its_words_part(name: str, lines: list[str]) -> None:
    assert broken(name, 12, HALF) == lines
    assert all(width_mm(line, 12) <= HALF for line in lines)


def test_a_name_without_spaces_stays_in_one_line() -> None:
    assert broken("X" * 80, 12, HALF) == ["X" * 80]


def test_the_short_rule_has_between_a_third_and_half_of_its_line() -> None:
    line = "VÀ MÔI TRƯỜNG"
    assert 1 / 3 < rule_mm([line], 12, HALF) / width_mm(line, 12) < 1 / 2
