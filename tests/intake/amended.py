"""Amended versions of the sample plan, made from it by edits; texts of our own."""

from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "ke-hoach-hanh-dong-nha-o-2026.txt"

NUMBER, DAY = "Số: 42/KH-UBND", "ngày 03 tháng 3 năm 2026\nKẾ HOẠCH"
LATER_DUE = ("hoàn thành trước ngày 31/3/2026", "hoàn thành trước ngày 30/11/2026")
REWORDED = (
    "- Kiểm tra chất lượng, an toàn nhà ở trong quá trình thi công.",
    "- Kiểm tra, giám sát chất lượng, an toàn nhà ở trong quá trình thi công và sau khi bàn giao.",
)
DROPPED = ("- Cập nhật tiến độ, hình ảnh từng căn nhà lên phần mềm theo dõi.\n", "")
ADDED = (
    "- Theo dõi, đôn đốc tiến độ giải ngân nguồn vốn hỗ trợ tại các xóm đặc biệt khó khăn.\n",
    "- Theo dõi, đôn đốc tiến độ giải ngân nguồn vốn hỗ trợ tại các xóm đặc biệt khó khăn.\n"
    "- Công khai mức hỗ trợ và kết quả thanh toán trên trang thông tin điện tử trước ngày 15/12/2026.\n",
)
EDITS = (LATER_DUE, REWORDED, DROPPED, ADDED)


def sample() -> bytes:
    """The sample plan as it is."""
    return SAMPLE.read_bytes()


def amended(*edits: tuple[str, str], number: str = "77/KH-UBND", day: str = "01 tháng 8 năm 2026") -> bytes:
    """The whole sample plan under another number and day, with the edits (2 changed, 1 added, 1 dropped by default)."""
    text = SAMPLE.read_text()
    for old, new in (
        (NUMBER, f"Số: {number}"),
        (DAY, f"ngày {day}\nKẾ HOẠCH"),
        *(edits or EDITS),
    ):
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


PARTIAL = """ỦY BAN NHÂN DÂN
TỈNH CAO BẰNG
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 88/KH-UBND
Cao Bằng, ngày 05 tháng 8 năm 2026
KẾ HOẠCH
Sửa đổi, bổ sung một số nội dung của Kế hoạch số 42/KH-UBND ngày 03 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh Cao Bằng
Ủy ban nhân dân tỉnh sửa đổi, bổ sung một số nhiệm vụ như sau:
I. TỔ CHỨC THỰC HIỆN CÁC NHIỆM VỤ SỬA ĐỔI, BỔ SUNG
1. Sở Xây dựng
- Kiểm tra, giám sát chất lượng, an toàn nhà ở trong quá trình thi công và sau khi bàn giao.
2. Sở Tài chính
- Bố trí kinh phí mua sắm bồn chứa nước dự phòng, hoàn thành trước ngày 30/9/2026.
II. ĐIỀU KHOẢN THI HÀNH
Bãi bỏ nhiệm vụ “Khởi công toàn bộ số nhà được giao tại Phụ lục trước ngày 31/5/2026” của UBND các xã, phường.
Nơi nhận:
- Các sở, ban, ngành tỉnh;
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Mẫu
"""

DECISION = """ỦY BAN NHÂN DÂN
TỈNH CAO BẰNG
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 512/QĐ-UBND
Cao Bằng, ngày 05 tháng 8 năm 2026
QUYẾT ĐỊNH
Về việc sửa đổi một số nội dung của Kế hoạch số 42/KH-UBND ngày 03 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh Cao Bằng
ỦY BAN NHÂN DÂN TỈNH CAO BẰNG
Căn cứ Luật Tổ chức chính quyền địa phương;
QUYẾT ĐỊNH:
Điều 1. Sửa đổi một số nội dung của Kế hoạch số 42/KH-UBND ngày 03 tháng 3 năm 2026 như sau:
1. Bãi bỏ khoản 4 mục IV.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Nơi nhận:
- Như Điều 2;
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Mẫu
"""
