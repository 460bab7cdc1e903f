"""Heads of all kinds of documents, both eras, every level, tidy and sloppy: what each says about itself."""

from dataclasses import dataclass

import pytest

from tests.parsing.samples import encoded
from tracker.parsing.draft import PlanHead
from tracker.parsing.extract import extract_plan

BODY = """
I. TỔ CHỨC THỰC HIỆN

1. Phòng Kinh tế

- Mở lớp đan lưới cho thanh niên ven sông.

2. Công an

- Giữ trật tự bến đò ngày hội.
"""
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


@dataclass(frozen=True)
class Told:
    """What a head must give; None where the document does not say it."""

    kind: str
    number: str | None
    issuer: str
    level: str | None
    issued_on: str | None
    period: tuple[str, str] | None
    title: str = ""
    signer: str | None = None


def head_of(text: str, name: str = "van-ban.txt") -> PlanHead:
    return extract_plan(encoded(text), name).plan


def year(first: int, last: int | None = None) -> tuple[str, str]:
    return f"{first}-01-01", f"{last or first}-12-31"


HEADS: dict[str, tuple[str, Told]] = {
    "province": (
        f"ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n\n{MOTTO}\nSố: 211/KH-UBND\n\nLào Cai, ngày 07 tháng 9 năm 2022\n\n"
        "KẾ HOẠCH\n\nTrồng lại rừng đầu nguồn giai đoạn 2022 - 2025\n\nUBND tỉnh ban hành Kế hoạch như sau:\n",
        Told("KH", "211/KH-UBND", "UBND tỉnh Lào Cai", "province", "2022-09-07", year(2022, 2025)),
    ),
    "city of its own": (
        f"ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG\n{MOTTO}Số: 9/KH-UBND\nHải Phòng, ngày 5 tháng 1 năm 2026\nKẾ HOẠCH\n"
        "Dọn sạch kênh rạch năm 2026\n",
        Told("KH", "9/KH-UBND", "UBND thành phố Hải Phòng", "province", "2026-01-05", year(2026)),
    ),
    "numbered commune": (
        f"UBND XÃ SƠN KIM 1\nSố: 58/KH-UBND\n{MOTTO}Sơn Kim 1, ngày 03 tháng 11 năm 2025\nKẾ HOẠCH\n"
        "Giữ ấm cho trâu bò vụ đông xuân 2025 - 2026\n",
        Told("KH", "58/KH-UBND", "UBND xã Sơn Kim 1", "commune", "2025-11-03", year(2025, 2026)),
    ),
    "numbered ward": (
        f"ỦY BAN NHÂN DÂN\nPHƯỜNG 5\n{MOTTO}Số: 12/KH-UBND\nPhường 5, ngày 12 tháng 3 năm 2020\nKẾ HOẠCH\n"
        "Xóa điểm ngập trong hẻm năm 2020\n",
        Told("KH", "12/KH-UBND", "UBND phường 5", "commune", "2020-03-12", year(2020)),
    ),
    "district": (
        f"ỦY BAN NHÂN DÂN\nHUYỆN MỘC CHÂU\n{MOTTO}Số: 77/KH-UBND\nMộc Châu, ngày 20 tháng 02 năm 2019\nKẾ HOẠCH\n"
        "Nuôi ong lấy mật năm 2019\n",
        Told("KH", "77/KH-UBND", "UBND huyện Mộc Châu", "district", "2019-02-20", year(2019)),
    ),
    "blank day and number": (
        f"ỦY BAN NHÂN DÂN\nXÃ CHIỀNG KHOA\n{MOTTO}Số:      /KH-UBND\nChiềng Khoa, ngày     tháng 5 năm 2026\nKẾ HOẠCH\n"
        "Làm đường vào bản\n",
        Told("KH", None, "UBND xã Chiềng Khoa", "commune", None, year(2026)),
    ),
    "dots for the day": (
        f"ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH\n{MOTTO}Số: …/KH-UBND\nHà Tĩnh, ngày … tháng 5 năm 2026\nKẾ HOẠCH\n"
        "Cứu đàn vịt trời\n",
        Told("KH", None, "UBND tỉnh Hà Tĩnh", "province", None, year(2026)),
    ),
    "spaces of a scan": (
        f"ỦY BAN NHÂN DÂN\nTỈNH  HÀ   TĨNH\n{MOTTO}Số : 31 / KH - UBND\nHà Tĩnh , ngày 2 tháng 04 năm 2024\nKẾ  HOẠCH\n"
        "Nạo vét hồ đập năm 2024\n",
        Told("KH", "31/KH-UBND", "UBND tỉnh Hà Tĩnh", "province", "2024-04-02", year(2024)),
    ),
    "without the motto": (
        "UBND HUYỆN TRI TÔN\nSố: 40/KH-UBND\nTri Tôn, ngày 11/6/2021\nKẾ HOẠCH\nDạy chữ Khmer cho cán bộ năm 2021\n",
        Told("KH", "40/KH-UBND", "UBND huyện Tri Tôn", "district", "2021-06-11", year(2021)),
    ),
    "two columns in one line": (
        "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH AN GIANG | Độc lập - Tự do - Hạnh phúc\n"
        "Số: 301/KH-UBND | An Giang, ngày 15 tháng 12 năm 2023\n\nKẾ HOẠCH\nThả cá về sông năm 2024\n",
        Told("KH", "301/KH-UBND", "UBND tỉnh An Giang", "province", "2023-12-15", year(2024)),
    ),
    "department below its committee": (
        f"UBND TỈNH QUẢNG NGÃI\nSỞ Y TẾ\n{MOTTO}Số: 88/KH-SYT\nQuảng Ngãi, ngày 09 tháng 3 năm 2023\nKẾ HOẠCH\n"
        "Tẩy giun cho học sinh năm 2023\n",
        Told("KH", "88/KH-SYT", "Sở Y tế tỉnh Quảng Ngãi", "province", "2023-03-09", year(2023)),
    ),
    "ministry": (
        f"BỘ Y TẾ\n{MOTTO}Số: 410/QĐ-BYT\nHà Nội, ngày 10 tháng 02 năm 2025\nQUYẾT ĐỊNH\n"
        "Về việc ban hành Kế hoạch phòng bệnh sốt rét năm 2025 - 2026\n",
        Told("QĐ", "410/QĐ-BYT", "Bộ Y tế", "central", "2025-02-10", year(2025, 2026)),
    ),
    "decision with the plan behind it": (
        f"ỦY BAN NHÂN DÂN\nTỈNH KON TUM\n{MOTTO}Số: 155/QĐ-UBND\nKon Tum, ngày 21 tháng 3 năm 2022\nQUYẾT ĐỊNH\n"
        "Ban hành Kế hoạch giữ nghề dệt giai đoạn 2022 - 2026\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n\n"
        "Căn cứ Nghị quyết số 12/NQ-HĐND ngày 05/12/2021 của HĐND tỉnh về phát triển giai đoạn 2021 - 2030;\n\n"
        "QUYẾT ĐỊNH:\n",
        Told("QĐ", "155/QĐ-UBND", "UBND tỉnh Kon Tum", "province", "2022-03-21", year(2022, 2026)),
    ),
    "directive": (
        f"ỦY BAN NHÂN DÂN\nHUYỆN THANH MIỆN\n{MOTTO}Số: 04/CT-UBND\nThanh Miện, ngày 01 tháng 7 năm 2021\nCHỈ THỊ\n"
        "Về việc dẹp chợ cóc ven quốc lộ\n",
        Told("CT", "04/CT-UBND", "UBND huyện Thanh Miện", "district", "2021-07-01", None),
    ),
    "letter": (
        f"ỦY BAN NHÂN DÂN\nTỈNH BẠC LIÊU\n{MOTTO}Số: 1203/UBND-KGVX\nV/v diệt lăng quăng\n"
        "Bạc Liêu, ngày 12 tháng 5 năm 2025\n\nKính gửi:\n- Sở Y tế;\n- UBND các huyện.\n",
        Told("CV", "1203/UBND-KGVX", "UBND tỉnh Bạc Liêu", "province", "2025-05-12", None, "V/v diệt lăng quăng"),
    ),
    "notice of a conclusion": (
        f"ỦY BAN NHÂN DÂN\nTỈNH CÀ MAU\n{MOTTO}Số: 66/TB-UBND\nCà Mau, ngày 02 tháng 6 năm 2026\nTHÔNG BÁO\n"
        "Kết luận của Phó Chủ tịch UBND tỉnh tại cuộc họp về kè biển\n",
        Told("TB", "66/TB-UBND", "UBND tỉnh Cà Mau", "province", "2026-06-02", None),
    ),
    "resolution of a council": (
        f"HỘI ĐỒNG NHÂN DÂN\nTỈNH ĐIỆN BIÊN\n{MOTTO}Số: 25/NQ-HĐND\nĐiện Biên, ngày 08 tháng 12 năm 2023\nNGHỊ QUYẾT\n"
        "Về nhiệm vụ giúp đồng bào tái định cư năm 2024\n",
        Told("NQ", "25/NQ-HĐND", "HĐND tỉnh Điện Biên", "province", "2023-12-08", year(2024)),
    ),
    "programme of the party": (
        "TỈNH ỦY TUYÊN QUANG\n*\nSố 18-CTr/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nTuyên Quang, ngày 14 tháng 10 năm 2021\n"
        "CHƯƠNG TRÌNH\nPhát triển chè đặc sản giai đoạn 2021 - 2025\n",
        Told("CTr", "18-CTr/TU", "Tỉnh ủy Tuyên Quang", "province", "2021-10-14", year(2021, 2025)),
    ),
    "year of its own and time of the programme": (
        f"ỦY BAN NHÂN DÂN\nTỈNH SƠN LA\n{MOTTO}Số: 50/KH-UBND\nSơn La, ngày 15 tháng 3 năm 2023\nKẾ HOẠCH\n"
        "Thực hiện Chương trình nước sạch giai đoạn 2021 - 2025 năm 2023\n",
        Told("KH", "50/KH-UBND", "UBND tỉnh Sơn La", "province", "2023-03-15", year(2023)),
    ),
    "outlook beyond the time": (
        f"ỦY BAN NHÂN DÂN\nTỈNH SƠN LA\n{MOTTO}Số: 51/KH-UBND\nSơn La, ngày 15 tháng 3 năm 2021\nKẾ HOẠCH\n"
        "Trồng cây mắc ca giai đoạn 2021 - 2025, định hướng đến năm 2030\n",
        Told("KH", "51/KH-UBND", "UBND tỉnh Sơn La", "province", "2021-03-15", year(2021, 2025)),
    ),
    "time in the sentence of scope": (
        f"ỦY BAN NHÂN DÂN\nTỈNH NINH THUẬN\n{MOTTO}Số: 62/KH-UBND\nNinh Thuận, ngày 20 tháng 12 năm 2024\nKẾ HOẠCH\n"
        "Cấp nước cho vùng hạn\n\nThực hiện Nghị quyết số 30/NQ-HĐND ngày 10/12/2021 của HĐND tỉnh về thủy lợi "
        "giai đoạn 2021 - 2030, UBND tỉnh ban hành Kế hoạch cấp nước cho vùng hạn năm 2025 như sau:\n",
        Told("KH", "62/KH-UBND", "UBND tỉnh Ninh Thuận", "province", "2024-12-20", year(2025)),
    ),
    "no time but a cited one": (
        f"ỦY BAN NHÂN DÂN\nTỈNH NINH THUẬN\n{MOTTO}Số: 63/KH-UBND\nNinh Thuận, ngày 20 tháng 2 năm 2024\nKẾ HOẠCH\n"
        "Phát triển nghề gốm\n\nCăn cứ Quyết định số 100/QĐ-TTg ngày 05/01/2021 của Thủ tướng Chính phủ phê duyệt "
        "Đề án làng nghề giai đoạn 2021 - 2030;\n\nUBND tỉnh ban hành Kế hoạch như sau:\n",
        Told("KH", "63/KH-UBND", "UBND tỉnh Ninh Thuận", "province", "2024-02-20", year(2024)),
    ),
    "signed for the chairman": (
        f"ỦY BAN NHÂN DÂN\nXÃ TÂN HÒA\n{MOTTO}Số: 5/KH-UBND\nTân Hòa, ngày 5 tháng 2 năm 2024\nKẾ HOẠCH\n"
        "Đắp đê bao năm 2024\n"
        f"{BODY}\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n(Đã ký)\n\nTrần Thị Mẫu\n",
        Told("KH", "5/KH-UBND", "UBND xã Tân Hòa", "commune", "2024-02-05", year(2024), signer="Trần Thị Mẫu"),
    ),
    "signed by the chairman himself": (
        f"ỦY BAN NHÂN DÂN\nXÃ TÂN HÒA\n{MOTTO}Số: 6/KH-UBND\nTân Hòa, ngày 6 tháng 2 năm 2024\nKẾ HOẠCH\n"
        "Đắp đê bao năm 2024\n"
        f"{BODY}\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(đã ký)\nY Bhăm Niê\n",
        Told("KH", "6/KH-UBND", "UBND xã Tân Hòa", "commune", "2024-02-06", year(2024), signer="Y Bhăm Niê"),
    ),
    "committee of a steering board": (
        f"UBND TỈNH PHÚ YÊN\nBAN CHỈ ĐẠO GIẢM NGHÈO\n{MOTTO}Số: 3/KH-BCĐ\nPhú Yên, ngày 2 tháng 3 năm 2020\nKẾ HOẠCH\n"
        "Kiểm tra công tác chăm lo người già năm 2020\n",
        Told("KH", "3/KH-BCĐ", "Ban Chỉ đạo giảm nghèo tỉnh Phú Yên", "province", "2020-03-02", year(2020)),
    ),
    "special zone": (
        f"ỦY BAN NHÂN DÂN\nĐẶC KHU PHÚ QUÝ\n{MOTTO}Số: 20/KH-UBND\nPhú Quý, ngày 15 tháng 9 năm 2025\nKẾ HOẠCH\n"
        "Trữ nước ngọt mùa khô 2025-2026\n",
        Told("KH", "20/KH-UBND", "UBND đặc khu Phú Quý", "commune", "2025-09-15", year(2025, 2026)),
    ),
    "until a year": (
        f"ỦY BAN NHÂN DÂN\nTỈNH BÌNH ĐỊNH\n{MOTTO}Số: 21/KH-UBND\nBình Định, ngày 15 tháng 9 năm 2022\nKẾ HOẠCH\n"
        "Phát triển nghề cá đến năm 2025\n",
        Told("KH", "21/KH-UBND", "UBND tỉnh Bình Định", "province", "2022-09-15", year(2022, 2025)),
    ),
}


@pytest.mark.parametrize("name", HEADS)
def test_a_head_says_who_when_and_for_what_time(name: str) -> None:
    text, told = HEADS[name]
    plan = head_of(text if "I. TỔ CHỨC" in text else text + BODY)
    period = (plan.period.start, plan.period.end) if plan.period else None
    found = (plan.kind, plan.number, plan.issuer, plan.level, plan.issued_on, period)
    assert found == (told.kind, told.number, told.issuer, told.level, told.issued_on, told.period)
    if told.title:
        assert plan.title == told.title
    if told.signer:
        assert plan.signer and plan.signer.name == told.signer
