"""Documents of our own for tests: short plans of a province of 2026, with one difficulty each."""

HEAD = """ỦY BAN NHÂN DÂN
TỈNH CAO BẰNG
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: {number}
Cao Bằng, ngày {day}
KẾ HOẠCH
{title}
Ủy ban nhân dân tỉnh Cao Bằng ban hành Kế hoạch với những nội dung sau đây:
I. MỤC TIÊU
1. Hỗ trợ sửa chữa 120 căn nhà cho hộ nghèo.
II. TỔ CHỨC THỰC HIỆN
"""

FINANCE = """1. Sở Tài chính
- Bố trí kinh phí sửa chữa nhà ở cho hộ nghèo, hoàn thành trước ngày 15/5/2026.
- Hướng dẫn các địa phương thanh toán, quyết toán kinh phí hỗ trợ nhà ở theo quy định.
"""

HEALTH = """2. Sở Y tế
- Xây dựng kế hoạch triển khai các nhiệm vụ được phân công tại Kế hoạch này trước ngày 10/4/2026.
"""

OPEN_CLASS = """3. Các sở, ban, ngành liên quan
- Tuyên truyền, vận động đoàn viên, hội viên tham gia ngày công giúp hộ nghèo sửa nhà trong năm 2026.
"""

COMMUNES = """4. Ủy ban nhân dân các xã, phường
- Lập danh sách hộ nghèo có nhà dột nát, gửi Sở Tài chính trước ngày 30/4/2026.
"""

ORDER = (
    "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành tỉnh thực hiện Kế hoạch này; định kỳ báo cáo kết quả 6 tháng "
    "trước ngày 15/6 và báo cáo năm trước ngày 30/11, gửi Ủy ban nhân dân tỉnh.\n"
)
CLOSING = """Nơi nhận:
- Các sở, ban, ngành tỉnh;
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Mẫu
"""

TITLE = "Hỗ trợ sửa chữa nhà ở cho hộ nghèo năm 2026 trên địa bàn tỉnh Cao Bằng"


def plan_text(*parts: str, number: str = "91/KH-UBND", day: str = "02 tháng 3 năm 2026", title: str = TITLE) -> bytes:
    """Return a plan with the parts given (all but the communes when none is)."""
    body = "".join(parts or (FINANCE, HEALTH, OPEN_CLASS))
    return (HEAD.format(number=number, day=day, title=title) + body + ORDER + CLOSING).encode()


def own_plan_text(*parts: str, number: str = "12/KH-STC", day: str = "20 tháng 3 năm 2026") -> bytes:
    """Return an own plan of the finance department: its name stands below the province's in the letterhead."""
    text = plan_text(*(parts or (FINANCE, HEALTH)), number=number, day=day).decode()
    return text.replace("TỈNH CAO BẰNG\n", "TỈNH CAO BẰNG\nSỞ TÀI CHÍNH\n", 1).encode()
