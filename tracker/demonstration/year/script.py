"""The year, told as a table: on which day who did what, about what, with which words. All words are made up.

Sở Y tế is always on time. Sở Tài chính is always late: it asks for more time, and its reports come back. Sở Giáo dục
và Đào tạo says nothing until the committee hears of it, and then sends paper. Sở Dân tộc và Tôn giáo ends on 30/06.
The Fatherland Front was asked, not ordered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.demonstration.script import AGRICULTURE, EDUCATION, ETHNIC, FINANCE, HEALTH, HOME

FRONT = "Ủy ban MTTQ Việt Nam tỉnh"
BEGINS_ON, ENDS_ON = date(2026, 1, 22), date(2027, 1, 29)
ETHNIC_ENDS_ON = date(2026, 6, 30)
FRONT_WORK, FRONT_DUE_ON = "Vận động Quỹ", date(2026, 10, 17)  # a Saturday, the day of the poor

MONITOR, SECRETARY, ADMINISTRATOR = "monitor", "secretary", "administrator"
HALF, YEAR = "2026-H1", "2026"
CALL = "CALL"
NOTHING = "Không phát sinh trong kỳ."


@dataclass(frozen=True, slots=True)
class Deed:
    """On a day somebody did something. `who` is an agency (its clerk), or monitor, secretary, administrator.

    `what` about a task, named by words of its sentence: acknowledge, update, done, decline, confirm, return, hand_over.
    About a report, named by its period: submit, accept, return_report, take_in (on paper, received on `until`),
    excuse_communes; send_up, accept_up, return_up the consolidated one. About more time: ask_task, ask_report (until
    `until`), grant, refuse. About a difficulty: raise, answer. And urge, call, end_agency. `whose` is the agency that
    is looked at.
    """

    day: date
    who: str
    what: str
    about: str = ""
    words: str = ""
    whose: str = ""
    until: date | None = None
    letter: str = ""  # number of a letter; of hand_over the agency that takes the task


def d(day: int, month: int, year: int = 2026) -> date:
    """A day of the story."""
    return date(year, month, day)


PUNCTUAL = (
    Deed(d(26, 1), HEALTH, "acknowledge", "Xây dựng kế hoạch triển khai"),
    Deed(
        d(10, 2),
        HEALTH,
        "done",
        "Xây dựng kế hoạch triển khai",
        "Đã ban hành kế hoạch của ngành.",
        letter="12/KH-SYT",
    ),
    Deed(d(12, 2), MONITOR, "confirm", "Xây dựng kế hoạch triển khai", whose=HEALTH),
    Deed(d(16, 3), HEALTH, "done", "cấp thẻ bảo hiểm y tế", "Đã cấp 41.208 thẻ, đạt 100%.", letter="140/BC-SYT"),
    Deed(d(18, 3), MONITOR, "confirm", "cấp thẻ bảo hiểm y tế", whose=HEALTH),
    Deed(d(20, 5), HEALTH, "raise", "cân đo", "Thiếu 14 cân đạt chuẩn ở các xóm xa.", until=d(10, 6)),
    Deed(d(25, 5), HEALTH, "update", "chính sách trợ giúp xã hội", "Đã chi trả trợ cấp cho 9.310 người."),
    Deed(d(4, 6), HEALTH, "submit", HALF, "Đã cấp 41.208 thẻ bảo hiểm y tế; cân đo đang triển khai."),
    Deed(d(8, 6), MONITOR, "accept", HALF, whose=HEALTH),
    Deed(d(12, 6), MONITOR, "answer", "cân đo", "Sở NN&MT đã bố trí kinh phí mua cân.", whose=HEALTH),
    Deed(d(22, 6), HEALTH, "done", "cân đo", "Đã cân đo 6.204 trẻ; thấp còi 24,6%.", letter="301/BC-SYT"),
    Deed(d(24, 6), MONITOR, "confirm", "cân đo", whose=HEALTH),
    Deed(d(12, 8), HEALTH, "submit", CALL, "Không có trạm y tế hư hỏng; đã cấp thuốc khử khuẩn cho 4 xã."),
    Deed(d(14, 8), MONITOR, "accept", CALL, whose=HEALTH),
    Deed(d(18, 11), HEALTH, "submit", YEAR, "Hoàn thành toàn bộ nhiệm vụ có thời hạn của năm."),
    Deed(d(20, 11), MONITOR, "accept", YEAR, whose=HEALTH),
    Deed(d(27, 11), HEALTH, "update", "chính sách trợ giúp xã hội", "Trợ giúp đột xuất 1.204 lượt hộ trong 6 tháng."),
)

TARDY = (
    Deed(d(26, 3), FINANCE, "ask_task", "bố trí vốn đối ứng", "Chờ danh mục dự án của các xã.", until=d(20, 4)),
    Deed(d(30, 3), MONITOR, "grant", "bố trí vốn đối ứng", "Đồng ý; không lùi thêm.", whose=FINANCE, until=d(20, 4)),
    Deed(d(29, 4), FINANCE, "done", "bố trí vốn đối ứng", "Đã trình phương án.", letter="201/TTr-STC"),
    Deed(d(5, 5), MONITOR, "return", "bố trí vốn đối ứng", "Phương án thiếu 3 xã vùng cao.", whose=FINANCE),
    Deed(d(13, 5), FINANCE, "done", "bố trí vốn đối ứng", "Đã bổ sung 3 xã.", letter="228/TTr-STC"),
    Deed(d(15, 5), MONITOR, "confirm", "bố trí vốn đối ứng", whose=FINANCE),
    Deed(d(5, 6), FINANCE, "ask_report", HALF, "Chưa đối chiếu xong với Kho bạc.", until=d(30, 6)),
    Deed(d(8, 6), MONITOR, "refuse", HALF, "Cần số liệu để tổng hợp trước ngày 20/6.", whose=FINANCE),
    Deed(d(15, 6), FINANCE, "submit", HALF, "Giải ngân 31,2% kế hoạch vốn."),
    Deed(d(16, 6), MONITOR, "return_report", HALF, "Số giải ngân chưa khớp với Kho bạc.", whose=FINANCE),
    Deed(d(22, 6), FINANCE, "submit", HALF, "Giải ngân 29,8% kế hoạch vốn, đã đối chiếu với Kho bạc."),
    Deed(d(24, 6), MONITOR, "accept", HALF, whose=FINANCE),
    Deed(d(26, 6), FINANCE, "update", "lập dự toán, quản lý", "Đã hướng dẫn 12 xã, phường lập dự toán."),
    Deed(d(20, 8), FINANCE, "submit", CALL, "Đã cấp 1,2 tỷ đồng khắc phục hậu quả mưa lũ."),
    Deed(d(24, 8), MONITOR, "accept", CALL, whose=FINANCE),
    Deed(d(28, 9), FINANCE, "ask_task", "phương án điều chuyển vốn", "Chờ báo cáo của 4 xã.", until=d(30, 11)),
    Deed(
        d(15, 10), MONITOR, "refuse", "phương án điều chuyển vốn", "Không lùi được: hết hạn điều chuyển.", whose=FINANCE
    ),
    Deed(d(30, 10), FINANCE, "done", "phương án điều chuyển vốn", "Đã trình phương án.", letter="612/TTr-STC"),
    Deed(d(13, 11), MONITOR, "confirm", "phương án điều chuyển vốn", whose=FINANCE),
    Deed(d(9, 12), FINANCE, "submit", YEAR, "Giải ngân 86,4% kế hoạch vốn."),
    Deed(d(11, 12), MONITOR, "accept", YEAR, whose=FINANCE),
)

# The days on which Sở Tài chính reported what was due on the 4th of the month, and on which it was confirmed.
MONTHLY = (
    (d(4, 2), d(6, 2)),
    (d(10, 3), d(12, 3)),
    (d(8, 4), d(10, 4)),
    (d(14, 5), d(18, 5)),
    (d(9, 6), d(11, 6)),
    (d(15, 7), d(17, 7)),
    (d(11, 8), d(13, 8)),
    (d(22, 9), d(24, 9)),
    (d(12, 10), d(14, 10)),
    (d(17, 11), d(19, 11)),
    (d(8, 12), d(22, 12)),
)
DISBURSED = "Trước ngày 05 hằng tháng"

SILENT = (
    Deed(d(16, 6), MONITOR, "urge", HALF, "Đề nghị gửi báo cáo 6 tháng để kịp tổng hợp.", whose=EDUCATION),
    Deed(
        d(9, 7),
        MONITOR,
        "take_in",
        HALF,
        "Đã rà soát 4.120 học sinh thuộc hộ nghèo.",
        whose=EDUCATION,
        until=d(8, 7),
        letter="355/BC-SGDDT",
    ),
    Deed(d(13, 7), MONITOR, "accept", HALF, whose=EDUCATION),
)

STANDING = (
    Deed(d(12, 3), MONITOR, "excuse_communes", HALF, "Các xã báo cáo theo biểu của đợt rà soát hộ nghèo."),
    Deed(d(12, 3), MONITOR, "excuse_communes", YEAR, "Các xã báo cáo theo biểu của đợt rà soát hộ nghèo."),
    Deed(d(26, 2), AGRICULTURE, "done", "phân bổ chi tiết kinh phí", "Đã trình phương án.", letter="312/TTr-SNNMT"),
    Deed(d(27, 2), SECRETARY, "confirm", "phân bổ chi tiết kinh phí", whose=AGRICULTURE),
    Deed(d(30, 3), AGRICULTURE, "done", "kế hoạch kiểm tra, giám sát", "Đã trình kế hoạch.", letter="498/TTr-SNNMT"),
    Deed(d(20, 4), SECRETARY, "confirm", "kế hoạch kiểm tra, giám sát", whose=AGRICULTURE),
    Deed(d(5, 8), MONITOR, "call", CALL, "Báo cáo thiệt hại do mưa lũ đầu tháng 8", until=d(14, 8), letter="66/SNNMT"),
    Deed(d(28, 8), AGRICULTURE, "done", "Tổ chức tập huấn", "Đã tập huấn 98% công chức.", letter="980/BC-SNNMT"),
    Deed(d(3, 9), SECRETARY, "confirm", "Tổ chức tập huấn", whose=AGRICULTURE),
    Deed(d(18, 6), AGRICULTURE, "send_up", HALF, "Hai cơ quan chưa gửi số liệu đã đối chiếu."),
    Deed(d(22, 6), SECRETARY, "return_up", HALF, "Bổ sung số liệu tài chính và giáo dục.", whose=AGRICULTURE),
    Deed(d(14, 7), AGRICULTURE, "send_up", HALF, "Đã có đủ số liệu của các cơ quan."),
    Deed(d(16, 7), SECRETARY, "accept_up", HALF, whose=AGRICULTURE),
    Deed(d(2, 12), AGRICULTURE, "done", "Chủ trì tổng hợp", "Đã gửi báo cáo.", letter="1502/BC-SNNMT"),
    Deed(d(4, 12), AGRICULTURE, "send_up", YEAR, "Còn hai cơ quan chưa gửi báo cáo năm."),
    Deed(d(8, 12), SECRETARY, "accept_up", YEAR, whose=AGRICULTURE),
    Deed(d(8, 12), SECRETARY, "confirm", "Chủ trì tổng hợp", whose=AGRICULTURE),
)

ENDING = (
    Deed(d(9, 3), ETHNIC, "acknowledge", "danh mục công trình hạ tầng"),
    Deed(d(8, 6), ETHNIC, "submit", HALF, "Đã trình danh mục 14 công trình."),
    Deed(d(9, 6), MONITOR, "accept", HALF, whose=ETHNIC),
    Deed(d(25, 6), ETHNIC, "decline", "danh mục công trình hạ tầng", "Cơ quan kết thúc hoạt động ngày 30/6."),
    Deed(d(25, 6), ETHNIC, "decline", "Phát huy vai trò", "Cơ quan kết thúc hoạt động ngày 30/6."),
    Deed(d(29, 6), MONITOR, "hand_over", "danh mục công trình hạ tầng", "Sáp nhập từ 01/7.", whose=ETHNIC, letter=HOME),
    Deed(d(29, 6), MONITOR, "hand_over", "Phát huy vai trò", "Sáp nhập từ 01/7.", whose=ETHNIC, letter=HOME),
    Deed(d(30, 6), ADMINISTRATOR, "end_agency", whose=ETHNIC, until=ETHNIC_ENDS_ON),
    Deed(d(9, 7), HOME, "done", "danh mục công trình hạ tầng", "Đã trình danh mục.", letter="77/TTr-SNV"),
    Deed(d(13, 7), MONITOR, "confirm", "danh mục công trình hạ tầng", whose=HOME),
    Deed(d(20, 11), HOME, "submit", YEAR, "Đã tiếp nhận và hoàn thành 2 nhiệm vụ."),
    Deed(d(25, 11), MONITOR, "accept", YEAR, whose=HOME),
)

REQUESTED = (Deed(d(23, 10), FRONT, "done", FRONT_WORK, "Quỹ đã vận động được 12,4 tỷ đồng.", letter="88/MTTQ"),)


def deeds() -> Iterator[Deed]:
    """Everything that happened, not in order of the days."""
    yield from (*PUNCTUAL, *TARDY, *SILENT, *STANDING, *ENDING, *REQUESTED)
    for reported, confirmed in MONTHLY:
        yield Deed(reported, FINANCE, "done", DISBURSED, "Đã công khai tiến độ giải ngân.", letter="86/BC-STC")
        yield Deed(confirmed, MONITOR, "confirm", DISBURSED, whose=FINANCE)
