"""What happened in the demonstration, day by day: a table to read and to change. All words are made up."""

from dataclasses import dataclass
from datetime import date

AGRICULTURE = "Sở Nông nghiệp và Môi trường"
FINANCE = "Sở Tài chính"
HEALTH = "Sở Y tế"
HOME = "Sở Nội vụ"
EDUCATION = "Sở Giáo dục và Đào tạo"
CONSTRUCTION = "Sở Xây dựng"
SCIENCE = "Sở Khoa học và Công nghệ"
CULTURE = "Sở Văn hóa, Thể thao và Du lịch"
ETHNIC = "Sở Dân tộc và Tôn giáo"
JUSTICE = "Sở Tư pháp"
POLICE = "Công an tỉnh"
BANK = "Ngân hàng Chính sách xã hội"
LETTER_ENDS = {
    AGRICULTURE: "SNNMT",
    FINANCE: "STC",
    HEALTH: "SYT",
    HOME: "SNV",
    EDUCATION: "SGDDT",
    CONSTRUCTION: "SXD",
    SCIENCE: "SKHCN",
    CULTURE: "SVHTTDL",
    ETHNIC: "SDTTG",
    JUSTICE: "STP",
}


@dataclass(frozen=True, slots=True)
class Act:
    """On a day somebody of an agency did something about the task whose text holds `task`.

    `what`: acknowledge, update, done, nothing (không phát sinh), decline; by the judge: confirm, return, send_back,
    suspend, cancel, hand_over (to the agency `letter`).
    """

    day: date
    agency: str
    task: str
    what: str
    words: str = ""
    percent: int = 0
    letter: str = ""


def d(day: int, month: int) -> date:
    """A day of the demonstration's year."""
    return date(2026, month, day)


ACTS = (
    Act(d(26, 1), FINANCE, "bố trí vốn đối ứng", "acknowledge"),
    Act(d(26, 1), HEALTH, "Xây dựng kế hoạch triển khai", "acknowledge"),
    Act(d(27, 1), AGRICULTURE, "phân bổ chi tiết kinh phí", "acknowledge"),
    Act(d(28, 1), POLICE, "Phối hợp với các địa phương", "acknowledge"),
    Act(d(2, 2), SCIENCE, "xóa vùng lõm", "acknowledge"),
    Act(
        d(4, 2),
        FINANCE,
        "Trước ngày 05 hằng tháng",
        "done",
        "Giải ngân đến 31/01 đạt 2,1% kế hoạch vốn.",
        letter="86/BC-STC",
    ),
    Act(d(5, 2), FINANCE, "Trước ngày 05 hằng tháng", "confirm"),
    Act(
        d(12, 2),
        AGRICULTURE,
        "phân bổ chi tiết kinh phí",
        "update",
        "Đã lấy ý kiến 14 cơ quan về phương án phân bổ.",
        60,
    ),
    Act(
        d(26, 2),
        AGRICULTURE,
        "phân bổ chi tiết kinh phí",
        "done",
        "Đã trình UBND tỉnh phương án phân bổ chi tiết theo 5 nhóm hoạt động.",
        letter="312/TTr-SNNMT",
    ),
    Act(d(27, 2), AGRICULTURE, "phân bổ chi tiết kinh phí", "confirm"),
    Act(d(27, 2), BANK, "Giao chỉ tiêu dư nợ", "done", "Đã giao chỉ tiêu đến từng xã, phường.", letter="45/NHCS-KH"),
    Act(d(2, 3), BANK, "Giao chỉ tiêu dư nợ", "confirm"),
    Act(d(4, 3), FINANCE, "Trước ngày 05 hằng tháng", "done", "Giải ngân đến 28/02 đạt 6,4%.", letter="141/BC-STC"),
    Act(d(5, 3), FINANCE, "Trước ngày 05 hằng tháng", "confirm"),
    Act(d(10, 3), FINANCE, "bố trí vốn đối ứng", "update", "Đã dự thảo tờ trình; chờ danh mục dự án của các xã.", 50),
    Act(
        d(12, 3),
        ETHNIC,
        "đề xuất danh mục công trình",
        "done",
        "Đã trình danh mục 46 công trình.",
        letter="78/TTr-SDTTG",
    ),
    Act(
        d(13, 3),
        ETHNIC,
        "đề xuất danh mục công trình",
        "return",
        "Thiếu quyết định phê duyệt danh sách xóm; bổ sung rồi gửi lại.",
    ),
    Act(
        d(25, 3),
        ETHNIC,
        "đề xuất danh mục công trình",
        "done",
        "Đã bổ sung quyết định phê duyệt danh sách xóm.",
        letter="102/TTr-SDTTG",
    ),
    Act(d(26, 3), ETHNIC, "đề xuất danh mục công trình", "confirm"),
    Act(
        d(27, 3),
        AGRICULTURE,
        "Xây dựng kế hoạch kiểm tra",
        "done",
        "Đã trình kế hoạch kiểm tra.",
        letter="455/TTr-SNNMT",
    ),
    Act(d(30, 3), AGRICULTURE, "Xây dựng kế hoạch kiểm tra", "confirm"),
    Act(
        d(30, 3), CONSTRUCTION, "Hướng dẫn mẫu nhà", "done", "Đã ban hành 6 mẫu nhà kèm dự toán.", letter="233/SXD-QLN"
    ),
    Act(d(1, 4), CONSTRUCTION, "Hướng dẫn mẫu nhà", "confirm"),
    Act(
        d(30, 3),
        HEALTH,
        "rà soát, cấp thẻ bảo hiểm y tế",
        "update",
        "Đã rà soát 9/12 xã trọng điểm; còn vướng dữ liệu trùng.",
        75,
    ),
    Act(d(3, 4), FINANCE, "Trước ngày 05 hằng tháng", "done", "Giải ngân đến 31/3 đạt 12,8%.", letter="208/BC-STC"),
    Act(d(6, 4), FINANCE, "Trước ngày 05 hằng tháng", "confirm"),
    Act(
        d(9, 4),
        FINANCE,
        "bố trí vốn đối ứng",
        "done",
        "Đã trình phương án bố trí 32.900 triệu đồng.",
        letter="221/TTr-STC",
    ),
    Act(d(10, 4), FINANCE, "bố trí vốn đối ứng", "confirm"),
    Act(d(14, 4), CULTURE, "Ban hành kế hoạch truyền thông", "done", "Đã ban hành kế hoạch.", letter="61/KH-SVHTTDL"),
    Act(d(15, 4), CULTURE, "Ban hành kế hoạch truyền thông", "confirm"),
    Act(
        d(16, 4),
        HEALTH,
        "rà soát, cấp thẻ bảo hiểm y tế",
        "done",
        "100% người thuộc diện đã có thẻ.",
        letter="198/BC-SYT",
    ),
    Act(d(17, 4), HEALTH, "rà soát, cấp thẻ bảo hiểm y tế", "confirm"),
    Act(
        d(28, 4),
        POLICE,
        "Phối hợp với các địa phương",
        "update",
        "Đã đối chiếu 71% nhân khẩu hộ nghèo, hộ cận nghèo.",
        70,
    ),
    Act(d(4, 5), FINANCE, "Trước ngày 05 hằng tháng", "done", "Giải ngân đến 30/4 đạt 19,6%.", letter="266/BC-STC"),
    Act(d(5, 5), FINANCE, "Trước ngày 05 hằng tháng", "confirm"),
    Act(d(20, 5), HOME, "Rà soát nhu cầu đi làm việc", "update", "Đã có phiếu của 8/12 xã, phường.", 65),
    Act(
        d(8, 6), SCIENCE, "xóa vùng lõm", "decline", "Việc đầu tư trạm phát sóng do doanh nghiệp viễn thông quyết định."
    ),
    Act(
        d(10, 6),
        SCIENCE,
        "xóa vùng lõm",
        "send_back",
        "Sở là cơ quan quản lý nhà nước về viễn thông; đề nghị tiếp tục.",
    ),
    Act(d(15, 6), JUSTICE, "Biên soạn, cấp phát tài liệu", "update", "Đã dịch xong tiếng Tày, Nùng; đang in.", 80),
    Act(
        d(22, 6),
        HEALTH,
        "cân đo, đánh giá tình trạng",
        "done",
        "Đã cân đo 6.204 trẻ; thấp còi 24,6%.",
        letter="301/BC-SYT",
    ),
    Act(d(24, 6), HEALTH, "cân đo, đánh giá tình trạng", "confirm"),
    Act(d(29, 6), JUSTICE, "Biên soạn, cấp phát tài liệu", "done", "Đã cấp phát 3.200 tài liệu.", letter="155/BC-STP"),
    Act(d(30, 6), JUSTICE, "Biên soạn, cấp phát tài liệu", "return", "Báo cáo chưa nêu số tài liệu tiếng Mông, Dao."),
    Act(d(3, 7), FINANCE, "Trước ngày 05 hằng tháng", "update", "Đang đối chiếu số liệu tháng 5 với Kho bạc.", 60),
    Act(d(7, 7), AGRICULTURE, "dự án phát triển sản xuất cộng đồng", "update", "Đã hướng dẫn 17/24 dự án.", 70),
    Act(d(8, 7), HOME, "phiên giao dịch việc làm", "update", "Đã tổ chức 4/8 phiên, 312 lao động được tuyển.", 50),
    Act(d(9, 7), FINANCE, "phương án điều chuyển vốn", "acknowledge"),
    Act(d(13, 7), EDUCATION, "đào tạo nghề cho 1.200", "update", "Đã tuyển sinh 860 học viên.", 40),
    Act(
        d(15, 7),
        SCIENCE,
        "sử dụng dịch vụ công trực tuyến",
        "update",
        "128 tổ công nghệ số đã hướng dẫn 2.410 lượt.",
        55,
    ),
    Act(d(16, 7), CULTURE, "xóm du lịch cộng đồng", "update", "Đã tập huấn 5/9 xóm.", 50),
    Act(
        d(20, 7),
        AGRICULTURE,
        "Tổ chức tập huấn",
        "done",
        "Đã tập huấn 98% công chức, trưởng xóm.",
        letter="980/BC-SNNMT",
    ),
    Act(d(22, 7), BANK, "Đáp ứng kịp thời nhu cầu vay", "update", "Doanh số cho vay 6 tháng đạt 214 tỷ đồng.", 60),
    Act(d(23, 7), EDUCATION, "Rà soát, lập danh sách học sinh", "update", "Đã rà soát 9/12 địa bàn.", 60),
    Act(d(24, 7), ETHNIC, "Phát huy vai trò", "update", "Đã gặp mặt 240 người có uy tín.", 45),
    Act(
        d(27, 7), HOME, "Rà soát nhu cầu đi làm việc", "done", "Đã rà soát xong 12/12 xã, phường.", letter="511/BC-SNV"
    ),
    Act(d(24, 7), FINANCE, "lập dự toán, quản lý", "done", "Đã ban hành hướng dẫn.", letter="455/STC-HCSN"),
    Act(d(27, 7), FINANCE, "lập dự toán, quản lý", "return", "Thiếu phần quyết toán; bổ sung rồi gửi lại."),
    Act(d(28, 7), FINANCE, "Trước ngày 05 hằng tháng", "done", "Giải ngân đến 31/5 đạt 27,3%.", letter="450/BC-STC"),
    Act(d(9, 3), CULTURE, "xóm du lịch cộng đồng", "decline", "Việc thuộc chức năng của Sở Công Thương."),
    Act(d(11, 3), CULTURE, "xóm du lịch cộng đồng", "send_back", "Quy hoạch du lịch giao Sở; đề nghị tiếp tục."),
    Act(
        d(18, 5),
        EDUCATION,
        "Vận động học sinh bỏ học",
        "done",
        "Đã vận động 41/41 em trở lại lớp.",
        letter="240/BC-SGDDT",
    ),
    Act(d(20, 5), EDUCATION, "Vận động học sinh bỏ học", "confirm"),
    Act(
        d(2, 6),
        JUSTICE,
        "trợ giúp pháp lý miễn phí",
        "suspend",
        "Tạm dừng đến khi kiện toàn Trung tâm trợ giúp pháp lý.",
    ),
    Act(
        d(16, 6), CONSTRUCTION, "Kiểm tra chất lượng nhà ở", "decline", "Phần đường nông thôn do cơ quan khác quản lý."
    ),
    Act(
        d(18, 6),
        CONSTRUCTION,
        "Kiểm tra chất lượng nhà ở",
        "hand_over",
        "Giao Sở NN&MT kiểm tra cùng chương trình.",
        letter=AGRICULTURE,
    ),
    Act(d(1, 7), HOME, "Thường xuyên tư vấn", "cancel", "Trùng với nhiệm vụ tại kế hoạch việc làm năm 2026."),
    Act(d(29, 7), HEALTH, "trợ giúp xã hội thường xuyên", "decline", "Đề nghị giao Sở Nội vụ theo phân công mới."),
)


@dataclass(frozen=True, slots=True)
class CommunePace:
    """How a commune works: days it is late by nature (negative: early), and what it never gets done."""

    late_by: int
    leaves_open: tuple[str, ...] = ()
    has_account: bool = True


# The communes of the annex differ as communes do; the numbers are days against the due day.
PACES = (
    CommunePace(-6),
    CommunePace(-3),
    CommunePace(4, ("hướng dẫn",)),
    CommunePace(-2),
    CommunePace(-9),
    CommunePace(21, ("Phân công cán bộ",)),
    CommunePace(-1),
    CommunePace(-4, ("Giao chỉ tiêu",)),
    CommunePace(2),
    CommunePace(35, ("Xây dựng kế hoạch", "Phân công cán bộ")),
    CommunePace(-5),
    CommunePace(0, ("Xây dựng kế hoạch",), has_account=False),
)
COMMUNE_WORK = (
    ("Xây dựng kế hoạch triển khai", "Đã ban hành kế hoạch và giao việc cho từng xóm.", "KH-UBND"),
    ("Giao chỉ tiêu giảm hộ nghèo", "Đã giao chỉ tiêu đến từng xóm, tổ dân phố.", "QĐ-UBND"),
    ("Phân công cán bộ", "Mỗi hộ đăng ký thoát nghèo đã có người nhận giúp đỡ.", "QĐ-UBND"),
)


@dataclass(frozen=True, slots=True)
class ReportAct:
    """The half-yearly report of an agency: handed in on a day, then accepted, returned with a reason, read, or left."""

    agency: str
    day: date | None
    fate: str = "accept"
    reason: str = ""


REPORTS = (
    ReportAct(FINANCE, d(24, 7), "return", "Số giải ngân chưa khớp với Kho bạc; đối chiếu rồi nộp lại."),
    ReportAct(HEALTH, d(5, 6)),
    ReportAct(EDUCATION, d(9, 6)),
    ReportAct(HOME, d(15, 6)),
    ReportAct(CONSTRUCTION, d(8, 6), "return", "Chưa có số liệu kiểm tra chất lượng nhà ở; bổ sung rồi nộp lại."),
    ReportAct(CULTURE, d(9, 6), "wait"),
    ReportAct(ETHNIC, d(4, 6)),
    ReportAct(JUSTICE, None, "draft"),
    ReportAct(POLICE, None, "excuse", "Đã báo cáo theo chế độ riêng của ngành Công an."),
    ReportAct(AGRICULTURE, d(18, 6)),
)

# The days on which the monitor urged everybody who was late, and with which words.
URGED_ON = {
    d(16, 6): "Đề nghị gửi báo cáo 6 tháng để kịp tổng hợp trình UBND tỉnh.",
    d(21, 7): "Đề nghị hoàn thành nhiệm vụ quá hạn trước phiên họp Ban Chỉ đạo.",
}
