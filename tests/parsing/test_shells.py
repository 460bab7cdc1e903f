"""The shells of documents: decision with attached plan, directive, letter, conclusions, resolution, telegram."""

import pytest

from tests.parsing.samples import encoded
from tracker.parsing.draft import PlanDraft
from tracker.parsing.extract import extract_plan

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"


def read(text: str) -> PlanDraft:
    return extract_plan(encoded(text), "van-ban.txt")


def told(draft: PlanDraft) -> list[tuple[str, str]]:
    return [(a.agency.name, a.text) for a in draft.assignments]


def head(number: str, day: str, kind: str = "", organ: str = "ỦY BAN NHÂN DÂN\nTỈNH HÀ GIANG") -> str:
    place = "Hà Giang"
    return f"{organ}\n\n{MOTTO}Số: {number}\n\n{place}, ngày {day}\n\n{kind}"


DECISION = (
    head("55/QĐ-UBND", "02 tháng 3 năm 2023", "QUYẾT ĐỊNH\n\nVề việc ban hành Kế hoạch nuôi ong năm 2023\n\n")
    + """CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH

Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch nuôi ong năm 2023.

Điều 2. Giao Sở Công Thương chủ trì tìm nơi bán mật; hằng năm báo cáo UBND tỉnh.

Điều 3. Chánh Văn phòng UBND tỉnh, Giám đốc các sở và Thủ trưởng các đơn vị chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Như Điều 3;
- Lưu: VT.

CHỦ TỊCH

Nguyễn Văn Mẫu

KẾ HOẠCH

Nuôi ong năm 2023

I. MỤC TIÊU

Mỗi bản có mười tổ ong.

II. TỔ CHỨC THỰC HIỆN

1. Sở Tài chính

- Cấp tiền mua thùng ong trong quý II/2023 cho các hộ đã đăng ký.

2. UBND các huyện, thành phố

- Chọn hộ nuôi ong ở các bản có nhiều hoa rừng quanh năm.
"""
)


def test_a_decision_assigns_in_its_articles_and_in_the_plan_behind_the_signature() -> None:
    draft = read(DECISION)
    assert [name for name, _ in told(draft)] == ["Sở Công Thương", "Sở Tài chính", "UBND các huyện, thành phố"]
    assert told(draft)[0][1] == "chủ trì tìm nơi bán mật; hằng năm báo cáo UBND tỉnh."
    assert draft.plan.kind == "QĐ" and draft.plan.signer and draft.plan.signer.name == "Nguyễn Văn Mẫu"
    assert [d.reporter for d in draft.reporting_duties] == ["Sở Công Thương"]


def test_the_article_of_execution_is_an_order_to_everybody() -> None:
    draft = read(DECISION)
    closing = [draft.text[slice(*f.places[0])] for f in draft.findings if f.code == "closing_order"]
    assert any("chịu trách nhiệm thi hành" in sentence for sentence in closing)


def test_a_directive_gives_work_by_its_numbers() -> None:
    draft = read(
        head("04/CT-UBND", "17 tháng 3 năm 2023", "CHỈ THỊ\n\nVề việc giữ trẻ khỏi đuối nước năm 2023\n\n")
        + "Chủ tịch UBND tỉnh yêu cầu:\n\n1. Giao Sở Y tế:\n\na) Dạy sơ cứu cho giáo viên.\n\n"
        "2. Công an tỉnh tuần tra bến đò.\n\n3. Đề nghị Tỉnh Đoàn mở lớp bơi.\n\n"
        "Nhận được Chỉ thị này, yêu cầu Thủ trưởng các sở, ngành làm ngay./.\n\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã "
        "ký)\nLê Mẫu\n"
    )
    assert [(a.agency.name, a.mode) for a in draft.assignments] == [
        ("Sở Y tế", "ordered"),
        ("Công an tỉnh", "ordered"),
        ("Tỉnh Đoàn", "requested"),
    ]
    assert draft.plan.kind == "CT" and draft.plan.signer and draft.plan.signer.name == "Lê Mẫu"
    assert draft.plan.period and draft.plan.period.end == "2023-12-31"


LETTER = (
    "UBND TỈNH LÂM ĐỒNG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\n"
    "Số: 382/UBND-NN Lâm Đồng, ngày 05 tháng 9 năm 2025\n\nV/v đếm bò cuối năm 2025\n\n"
    "Kính gửi:\n- Các sở, ngành;\n- UBND các xã, phường.\n\nUBND tỉnh có ý kiến như sau:\n\n"
)


def test_a_letter_without_numbers_orders_by_its_sentences() -> None:
    draft = read(
        LETTER + "Giao Sở Tài chính bố trí tiền công đếm bò.\n\n"
        "Yêu cầu UBND các xã, phường đếm xong trước ngày 20/9/2025.\n\nUBND tỉnh yêu cầu các đơn vị làm nghiêm./.\n\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n\nLê Mẫu\n"
    )
    assert told(draft) == [
        ("Sở Tài chính", "bố trí tiền công đếm bò."),
        ("UBND các xã, phường", "đếm xong trước ngày 20/9/2025."),
    ]


def test_a_letter_has_no_period_and_goes_to_whom_it_names() -> None:
    plan = read(LETTER + "1. Sở Y tế: tiêm phòng cho bò.\n\n2. Công an tỉnh giữ đường.\n").plan
    assert (plan.kind, plan.number, plan.issuer) == ("CV", "382/UBND-NN", "UBND tỉnh Lâm Đồng")
    assert (plan.issued_on, plan.period) == ("2025-09-05", None)
    assert plan.title == "V/v đếm bò cuối năm 2025"
    assert plan.recipients == ["Các sở, ngành", "UBND các xã, phường"]


def test_conclusions_of_a_meeting_assign_inside_their_paragraphs() -> None:
    draft = read(
        head(
            "21/TB-UBND",
            "11 tháng 02 năm 2026",
            "THÔNG BÁO\n\nKết luận của Chủ tịch UBND tỉnh tại cuộc họp về nhà ở\n\n",
        )
        + "Ngày 09/02/2026, Chủ tịch UBND tỉnh đã chủ trì cuộc họp, kết luận như sau:\n\n"
        "1. Ghi nhận cố gắng của các xã trong việc dựng nhà.\n\n"
        "2. Về vốn: Giao Sở Tài chính chủ trì cân đối trước ngày 28/02/2026. Giao Sở Xây dựng duyệt mẫu nhà.\n\n"
        "3. Về đất: đề nghị Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh vận động hiến đất.\n"
    )
    assert told(draft) == [
        ("Sở Tài chính", "chủ trì cân đối trước ngày 28/02/2026."),
        ("Sở Xây dựng", "duyệt mẫu nhà."),
        ("Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh", "vận động hiến đất."),
    ]
    assert draft.assignments[2].mode == "requested"


def test_a_resolution_of_the_council_assigns_to_the_committee() -> None:
    draft = read(
        head(
            "37/NQ-HĐND",
            "12 tháng 7 năm 2024",
            "NGHỊ QUYẾT\n\nVề giống ngô giai đoạn 2024 - 2026\n\n",
            organ="HỘI ĐỒNG NHÂN DÂN\nTỈNH HÀ GIANG",
        )
        + "Điều 1. Mức hỗ trợ\n\n1. Mỗi hộ 5 kg giống.\n\nĐiều 2. Tổ chức thực hiện\n\n"
        "1. Giao UBND tỉnh thực hiện Nghị quyết, báo cáo HĐND tỉnh tại kỳ họp cuối năm.\n\n"
        "2. Đề nghị Ủy ban MTTQ Việt Nam tỉnh vận động Nhân dân.\n\n"
        "Nghị quyết này có hiệu lực từ ngày 22/7/2024./.\n"
    )
    assert [a.agency.canonical for a in draft.assignments] == ["UBND tỉnh Hà Giang", "Ủy ban MTTQ Việt Nam tỉnh"]
    assert (draft.plan.issuer, draft.plan.level) == ("HĐND tỉnh Hà Giang", "province")
    assert [(d.periods, d.addressee) for d in draft.reporting_duties] == [(["annual"], "HĐND tỉnh")]


@pytest.mark.parametrize(
    ("organ", "issuer", "level"),
    [
        ("UBND TỈNH HÀ GIANG\nSỞ Y TẾ", "Sở Y tế tỉnh Hà Giang", "province"),
        ("BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Bộ Nông nghiệp và Môi trường", "central"),
        ("ỦY BAN NHÂN DÂN TỈNH HÀ GIANG\nVĂN PHÒNG", "Văn phòng UBND tỉnh Hà Giang", "province"),
        ("UBND HUYỆN MÈO VẠC\nXÃ SỦNG TRÀ", "UBND xã Sủng Trà", "commune"),
        ("UBND THÀNH PHỐ HẢI PHÒNG", "UBND thành phố Hải Phòng", "province"),
    ],
)
def test_who_issues_is_the_last_body_of_the_letterhead(organ: str, issuer: str, level: str) -> None:
    plan = read(
        head("9/KH-X", "02 tháng 3 năm 2023", "KẾ HOẠCH\n\nNăm 2023\n\nI. MỤC TIÊU\n\nLàm.\n", organ=organ)
    ).plan
    assert (plan.issuer, plan.level) == (issuer, level)


def test_rooms_in_the_plan_of_a_department_are_never_rooms_of_a_district() -> None:
    draft = read(
        head("9/KH-SYT", "02 tháng 3 năm 2023", "KẾ HOẠCH\n\nNăm 2023\n\n", organ="UBND TỈNH HÀ GIANG\nSỞ Y TẾ")
        + "I. PHÂN CÔNG THỰC HIỆN\n\n1. PHÒNG KẾ HOẠCH - TÀI CHÍNH\n\n- Lo tiền.\n\n2. PHÒNG NGHIỆP VỤ Y\n\n- Lo "
        "thuốc.\n"
    )
    assert [(a.agency.name, a.agency.canonical) for a in draft.assignments] == [
        ("PHÒNG KẾ HOẠCH - TÀI CHÍNH", None),
        ("PHÒNG NGHIỆP VỤ Y", None),
    ]
    assert all([d.code for d in a.doubts] == ["agency_unknown"] for a in draft.assignments)


@pytest.mark.parametrize("outer", ["A", "Phần thứ nhất"])
def test_parts_above_roman_numbers_keep_what_stands_below_them(outer: str) -> None:
    second = "B" if outer == "A" else "Phần thứ hai"
    draft = read(
        head("9/KH-UBND", "02 tháng 3 năm 2023", "KẾ HOẠCH\n\nNuôi dê năm 2023\n\n")
        + f"{outer}. KẾT QUẢ\n\nI. Đàn dê\n\nCó nhiều dê.\n\n{second}. TỔ CHỨC THỰC HIỆN\n\nI. Sở Y tế\n\n+ Tiêm "
        f"phòng cho dê.\n\n"
        "II. Sở Tài chính\n\n+ Cấp tiền mua dê.\n"
    )
    assert told(draft) == [("Sở Y tế", "Tiêm phòng cho dê."), ("Sở Tài chính", "Cấp tiền mua dê.")]


def test_a_page_of_a_law_site_with_torn_lines_keeps_its_head() -> None:
    plan = read(
        "ỦY BAN NHÂN DÂN\nTỈNH HÀ GIANG\n-------\n|\nCỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh "
        "phúc\n|\n"
        "Số:\n215/KH-UBND\n|\nHà Giang, ngày\n02 tháng 8 năm 2023\n|\nKẾ HOẠCH\nNUÔI DÊ NĂM 2023\nI. MỤC "
        "TIÊU\nNhiều dê.\n"
    ).plan
    assert (plan.number, plan.issuer, plan.issued_on) == ("215/KH-UBND", "UBND tỉnh Hà Giang", "2023-08-02")
