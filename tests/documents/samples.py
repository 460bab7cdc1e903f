"""Documents of every kind, made up, as tests, pictures and measurements use them."""

from tracker.documents.official import (
    Annex,
    Column,
    Heading,
    OfficialDocument,
    Paragraph,
    Row,
    Signature,
    Table,
)

RESULTS = (
    Column("TT", 2),
    Column("Chỉ tiêu", 12),
    Column("Đơn vị tính", 4),
    Column("Kế hoạch", 4, is_number=True),
    Column("Thực hiện", 5, is_number=True),
    Column("Tỷ lệ (%)", 4, is_number=True),
    Column("Cùng kỳ", 4, is_number=True),
)
TASKS = (
    Column("Tổng số", 2, is_number=True),
    Column("Đúng hạn", 2, is_number=True, group="Đã hoàn thành"),
    Column("Quá hạn", 2, is_number=True, group="Đã hoàn thành"),
    Column("Trong hạn", 2, is_number=True, group="Chưa hoàn thành"),
    Column("Quá hạn", 2, is_number=True, group="Chưa hoàn thành"),
    Column("Không hạn", 2, is_number=True),
)
BY_AGENCY = (
    Column("TT", 2),
    Column("Cơ quan", 11),
    Column("Tổng số nhiệm vụ", 4, is_number=True),
    Column("Tổng", 3, is_number=True, group="Đã hoàn thành"),
    Column("Đúng hạn", 3, is_number=True, group="Đã hoàn thành"),
    Column("Quá hạn", 3, is_number=True, group="Đã hoàn thành"),
    Column("Tổng", 3, is_number=True, group="Chưa hoàn thành"),
    Column("Trong hạn", 3, is_number=True, group="Chưa hoàn thành"),
    Column("Quá hạn", 3, is_number=True, group="Chưa hoàn thành"),
    Column("Không hạn", 3, is_number=True),
    Column("Tỷ lệ (%)", 4, is_number=True),
)
LONG = (
    "Trong 6 tháng đầu năm, Sở đã chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân các xã, phường tham mưu "
    "phân bổ kinh phí thực hiện các dự án giảm nghèo, đôn đốc giải ngân và kiểm tra việc sử dụng nguồn vốn đúng mục "
    "đích, đúng đối tượng; các hộ nghèo, hộ cận nghèo được tiếp cận đầy đủ chính sách hỗ trợ theo quy định."
)


def report(*, paragraphs: int = 4, rows: int = 5, **changes: object) -> OfficialDocument:
    """A half-yearly report of a department."""
    lines = tuple(
        Row((f"{n}", f"Số hộ nghèo được hỗ trợ chính sách {n}", "hộ", "1.250", "680 (ước)", "54,4", "612"))
        for n in range(1, rows + 1)
    )
    blocks = (
        Paragraph("Thực hiện Kế hoạch số 78/KH-UBND của UBND tỉnh Cao Bằng, Sở Tài chính báo cáo kết quả như sau:"),
        Heading("I. Công tác chỉ đạo, điều hành"),
        Heading("1. Văn bản đã ban hành, tham mưu ban hành", 2),
        *(Paragraph(LONG) for _ in range(paragraphs)),
        Heading("II. Kết quả thực hiện"),
        Heading("1. Mục tiêu, chỉ tiêu", 2),
        Table(RESULTS, lines, note="Số liệu chốt đến ngày 30/4/2026"),
        Heading("2. Tình hình thực hiện nhiệm vụ được giao (tính đến ngày 30/4/2026)", 2),
        Heading("a) Theo trạng thái", 3),
        Table(TASKS, (Row(("10", "2", "0", "5", "2", "1"), is_strong=True),)),
        Heading("III. Phương hướng, nhiệm vụ kỳ tới"),
        Paragraph(LONG),
        Paragraph("Trên đây là báo cáo kết quả thực hiện 6 tháng đầu năm 2026, Sở Tài chính kính báo cáo."),
    )
    values: dict[str, object] = {
        "superior": "Ủy ban nhân dân tỉnh Cao Bằng",
        "issuer": "Sở Tài chính",
        "number": "05/BC-STC",
        "place_and_day": "Cao Bằng, ngày 05 tháng 02 năm 2026",
        "kind": "Báo cáo",
        "subject": "Kết quả thực hiện Kế hoạch số 78/KH-UBND 6 tháng đầu năm 2026",
        "blocks": blocks,
        "addressees": ("Ủy ban nhân dân tỉnh Cao Bằng (qua Sở Nông nghiệp và Môi trường)",),
        "recipients": ("Như trên", "Sở Nông nghiệp và Môi trường", "Lưu: VT"),
        "signature": Signature(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Nguyễn Văn A"),
        "bases": ("Căn cứ Kế hoạch số 78/KH-UBND", "Căn cứ Quyết định số 12/QĐ-UBND"),
        "title": "Báo cáo 6 tháng đầu năm 2026 - Sở Tài chính",
    }
    return OfficialDocument(**{**values, **changes})  # type: ignore[arg-type]


def consolidated(*, agencies: int = 60) -> OfficialDocument:
    """A consolidated report with an upright annex and one across."""
    rows = tuple(
        Row((f"{n}", f"UBND xã Số {n}", "10", "3", "2", "1", "6", "4", "2", "1", "30,0"))
        for n in range(1, agencies + 1)
    )
    total = Row(("", "Cộng", f"{agencies * 10}", "", "", "", "", "", "", "", "30,0"), is_strong=True)
    told = (Column("TT", 10), Column("Cơ quan", 55), Column("Tình trạng", 45), Column("Lý do", 55))
    states = (
        Row(("I", "Đã báo cáo", "", ""), is_strong=True),
        Row(("1", "Sở Tài chính", "Đúng hạn 18/5/2026", "")),
        Row(("II", "Chưa báo cáo", "", ""), is_strong=True),
        Row(("2", "UBND xã Bảo Lạc", "Quá hạn 6 ngày", "")),
        Row(("III", "Được miễn", "", ""), is_strong=True),
        Row(("3", "Sở Y tế", "Được miễn", "Không phát sinh nhiệm vụ trong kỳ")),
    )
    return report(
        paragraphs=6,
        superior="Ủy ban nhân dân tỉnh Cao Bằng",
        issuer="Sở Nông nghiệp và Môi trường",
        number="/BC-SNNMT",
        mark="DỰ THẢO",
        signature=Signature(("GIÁM ĐỐC",)),
        annexes=(
            Annex("Phụ lục I", "Tình hình gửi báo cáo của các cơ quan", (Table(told, states),)),
            Annex(
                "Phụ lục II",
                "Kết quả thực hiện nhiệm vụ theo cơ quan",
                (Table(BY_AGENCY, (*rows, total)),),
                is_wide=True,
            ),
        ),
        annex_to="Kèm theo Báo cáo số        /BC-SNNMT ngày      tháng 5 năm 2026 của Sở Nông nghiệp và Môi trường",
        title="Báo cáo tổng hợp 6 tháng đầu năm 2026 - Sở Nông nghiệp và Môi trường",
    )


def letter(*addressees: str) -> OfficialDocument:
    """An urging letter to one or several agencies."""
    columns = (
        Column("TT", 10),
        Column("Cơ quan", 24),
        Column("Nội dung", 38),
        Column("Căn cứ", 23),
        Column("Thời hạn", 24),
        Column("Số ngày quá hạn", 18, is_number=True),
    )
    rows = tuple(
        Row((f"{n}", name, "Báo cáo 6 tháng đầu năm 2026", "Điểm 2 mục IV", "20/05/2026", "6"))
        for n, name in enumerate(addressees, start=1)
    )
    return report(
        superior="Ủy ban nhân dân tỉnh Cao Bằng",
        issuer="Sở Nông nghiệp và Môi trường",
        number="12/SNNMT-GNBV",
        kind="",
        subject="đôn đốc báo cáo và thực hiện nhiệm vụ theo Kế hoạch số 78/KH-UBND",
        is_letter=True,
        bases=(),
        addressees=addressees or ("Sở Tài chính",),
        blocks=(
            Paragraph("Thực hiện nhiệm vụ theo dõi, đôn đốc việc thực hiện Kế hoạch số 78/KH-UBND của UBND tỉnh."),
            Table(columns, rows),
            Paragraph("Đề nghị quý cơ quan gửi báo cáo trước ngày 30 tháng 5 năm 2026. Trân trọng cảm ơn."),
        ),
        recipients=("Như trên", "UBND tỉnh (để báo cáo)", "Lưu: VT, GNBV"),
        signature=Signature(("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
        title="Công văn đôn đốc",
    )
