"""What the columns of a table hold, told by their cells: bodies and posts, verb phrases, times, figures.

Header words of local offices are endless ("Ai làm", "Người lo việc"); the cells tell whether a table hands out work.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker.parsing.agencies import agency_end, evened, is_agency_heading, without_order
from tracker.parsing.numbers import parse_number

_POST = re.compile(
    r"(?:Đ/c|Đ\.c|đ/c|[Đđ]ồng chí|Ông|Bà|Anh|Chị|Cô|Thầy|Cán bộ|Công chức|Viên chức|Cộng tác viên|Nhân viên|Kế toán|"
    r"Thủ quỹ|Văn thư|Trưởng|Phó|Chi bộ|Chi hội|Chi đoàn|Chi ủy|Hạt trưởng|Đội trưởng|Trạm trưởng|Xã đội|Dân quân|"
    r"Già làng|Thôn|Ấp|Bản|Buôn|Sóc|Khóm|Khu phố|Tổ|Nhóm|Đội|Các|Toàn thể|Mỗi (?:thôn|ấp|bản|xã|hộ)|"
    r"\d{1,3} (?:thôn|ấp|bản|xã|tổ|buôn|khu phố)\b|Tư pháp|Địa chính|Văn hóa|Văn hoá|Thú y|Khuyến nông|Y tế (?:thôn|xã|"
    r"ấp|bản)|Lao động|Một cửa|Nhà trường|Hiệu trưởng|Giáo viên|Liên tịch|Tỉnh|Huyện|Xã|Phường|Thị xã|Thành phố)"
    r"(?=[\s,.]|$)"
)
_NO_BODY = re.compile(
    r"(?:Tổ chức (?!chính trị|đoàn thể|hội)|Thành phố |Bản (?:đồ|in|kê|cam kết|tin)|Các (?:hộ nghèo|chỉ tiêu|hoạt động|"
    r"nhiệm vụ|nội dung|giải pháp|dự án|mô hình|lớp|văn bản)|Đội (?:ngũ)|Lao động (?:nông thôn|nữ)|Cơ quan ban hành)"
)
_TIME = re.compile(
    r"\d{1,2}\s*[/.-]\s*\d{1,2}|\d{1,2}\s*/\s*(?:19|20)\d{2}|quý\s|tháng\s|tuần|thường xuyên|hằng|"
    r"hàng (?:năm|tháng|tuần|ngày|quý)|trong năm|cả năm|năm\s+(?:19|20)\d{2}|(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}|"
    r"^(?:khi|trước|sau|hết|cuối|đầu|ngay)\s|đột xuất|định kỳ|liên tục|\d+ ngày",
    re.IGNORECASE,
)
_VERB_WORDS = (
    "an táng|ban hành|biên|biểu|buộc|bàn|bám|bán|báo|bê|bình|bó|bóc|bơm|bảo|bầu|bắc|bịn|bịt|bỏ|bố trí|bồi dưỡng|"
    "bổ sung|bớt|cam kết|canh|che|chi|chia|cho|chuyển|chuẩn|chăm|chấm|chấn|chặn|chặt|chỉ đạo|chỉnh|chọn|chống|"
    "chốt|chở|chụp|chủ trì|chủ động|cung|cài|cày|cân|công bố|công khai|cùng|cải|cảnh báo|cấp|cấy|cập nhật|cắm|"
    "cắt|củng|cứu|cử|di|diễn|duy trì|duyệt|dán|dùng|dạy|dẹp|dệt|dọn|dồn|dời|dỡ|dừng|dự|dựng|ghi|ghép|gia cố|"
    "gia hạn|giao|gieo|giám|giãn|giúp|giải|giảm|giới|giữ|gom|gác|gánh|góp|gắn|gặp|gọi|gỡ|gửi|hoà giải|hoàn|"
    "huy động|huỷ|hòa giải|hướng|hạ|hạn|học|họp|hỏi|hốt|hỗ trợ|hủy|in|khai|khen|khoan|khoanh|khuyên|khuyến|khám|"
    "khóa|khôi phục|khơi|khảo|khắc|khống chế|khởi|khử|kiến nghị|kiểm|kiện|kè|kéo|kê|kêu|kí|ký|kẻ|kết nối|liên|lo|"
    "luân|làm|lên|lưu|lấy|lập|lắp|lồng|lợp|lựa|mang|mua|mổ|mời|mở|nghe|nghiên|nghiệm|ngâm|ngăn|ngừng|nhuộm|nhân|"
    "nhận|nhập|nhắc|nhặt|nhốt|nhờ|niêm|nuôi|nâng|nạo|nấu|nắm|nối|nộp|phun|phá|phát|phân|phê|phòng|phơi|phản|phối|"
    "phổ|phụ|phục|phủ|quay|quy hoạch|quyên|quán|quây|quét|quản|ra|rà|rào|rút|rải|rắc|rửa|san|sao|scan|soạn|sàng|"
    "sơ kết|sơn|sắm|sắp|số hoá|số hóa|sử|sửa|tham|thanh|thay|theo|thi|thiết|thu|thuê|thành lập|tháo|thí|"
    "thông báo|thông tin|thúc|thăm|thường|thả|thẩm|thống kê|thử|thực|tiêm|tiêu|tiến|tiếp|tra|trang|trao|treo|"
    "triển|triệu tập|truyền|trám|trình|trích|trông|trưng|trả|trồng|trợ|trực|tu|tung|tuyên|tuyển|tuần|tách|tìm|"
    "tính|tô|túc trực|tăng|tư vấn|tưới|tạo|tẩy|tập|tặng|tổ chức|tổng hợp|tổng kết|tổng vệ sinh|vay|viết|vun|vá|"
    "vét|vận|vẽ|vệ sinh|vớt|xin|xoá|xuất|xác|xây|xét|xóa|xúc|xả|xếp|xới|xử|yêu cầu|áp dụng|ôn|đan|đem|đi|điều|đo|"
    "đào|đánh|đình chỉ|đón|đóng|đôn|đăng|đưa|đảm bảo|đầu tư|đẩy|đặt|đếm|đến|đề|định|đọc|đốc|đốn|đốt|đổ|đổi|động|"
    "đỡ|đục|ưu|ủ|ủng|ứng"
)
_VERBS = frozenset(_VERB_WORDS.split("|"))
_NO_VERB = re.compile(
    r"(?:thu nhập|thu ngân|chi phí|chi thường|chi đầu tư|thành phố|thôn|học sinh|lao động|đối tượng|"
    r"tập thể|tiêu (?:chí|chuẩn|đề)|làm việc|tu sĩ|phục vụ)"
)
_MARK = re.compile(r"^\s*(?:[-–+•*]|\d{1,2}[.)]|[a-zđ][.)])\s*(?=\S)")
_LABEL = re.compile(r"^(?:(?:Cơ quan|Đơn vị)\s+)?[Cc]hủ trì(?: thực hiện)?\s*:?\s+")
_MONEY = re.compile(r"(?:[\d.,]+\s*(?:triệu|tỷ|đồng|tr\b|nghìn)|[\d.,]+\s*%?)$")
_PERSON = re.compile(r"(?:[A-ZĐÁÀẢÃẠÂĂÊÔƠƯÝÍÓÚ][^\W\d_]*\s+){1,4}[A-ZĐÁÀẢÃẠÂĂÊÔƠƯÝÍÓÚ][^\W\d_]*")
_CLOCK = re.compile(r"(?:từ\s+)?\d{1,2}\s*(?:h|g|giờ|:)\s*\d{0,2}(?!\w)", re.IGNORECASE)
_AS_ABOVE = re.compile(r"^[\s\-–—]*(?:nt|như trên|[\"“”″〃]+)[\s\-–—.]*$", re.IGNORECASE)
_BLANK = re.compile(r"^[\s\-–—./…]*$")
_LONGEST_NAME = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares (0 to 1) of the filled cells of a column by kind; `words` is their mean length, `filled` their count."""

    filled: int
    bodies: float
    verbs: float
    times: float
    figures: float
    words: float


def evidence_of(rows: Sequence[Sequence[str]], at: int) -> Evidence:
    """Return what the cells of a column hold; a column without words has zero of each."""
    cells = [row[at] for row in rows if at < len(row) and not is_blank(row[at]) and not is_as_above(row[at])]
    if not cells:
        return Evidence(0, 0, 0, 0, 0, 0)
    count = len(cells)
    return Evidence(
        filled=count,
        bodies=sum(is_body_cell(cell) for cell in cells) / count,
        verbs=sum(is_verb_phrase(cell) for cell in cells) / count,
        times=sum(is_time_cell(cell) for cell in cells) / count,
        figures=sum(is_figure(cell) for cell in cells) / count,
        words=sum(len(cell.split()) for cell in cells) / count,
    )


@lru_cache(maxsize=4096)
def is_body_cell(cell: str) -> bool:
    """Tell a cell that names a body, a post or several of them, not work: "Trưởng thôn", "Sở Y tế; Công an tỉnh"."""
    plain = without_order(evened(_LABEL.sub("", _MARK.sub("", cell.strip()))))[1]
    if not plain or _NO_BODY.match(plain) or is_figure(plain):
        return False
    if agency_end(plain) > 0 or is_agency_heading(plain):
        return True
    return bool(_POST.match(plain)) and len(plain.split()) <= _LONGEST_NAME


def is_clock(cell: str) -> bool:
    """Tell an hour of the day ("8h00 - 9h00"): the column of an agenda."""
    return bool(_CLOCK.match(cell.strip()))


def is_as_above(cell: str) -> bool:
    """Tell a cell that repeats the one above it: "-nt-", "Như trên", a ditto sign."""
    return bool(_AS_ABOVE.match(cell))


def is_blank(cell: str) -> bool:
    """Tell a cell without a word: empty, or a dash or dots."""
    return bool(_BLANK.match(cell))


def is_person(cell: str) -> bool:
    """Tell the bare name of a person ("Lò Văn Mẫu")."""
    return bool(_PERSON.fullmatch(cell.strip())) and not is_body_cell(cell)


def is_verb_phrase(cell: str) -> bool:
    """Tell a cell that says what to do: it begins with a verb and goes on; "Đã …" tells what was done."""
    plain = _MARK.sub("", cell.strip()).lower()
    words = plain.replace(",", " ").split()
    if len(words) < 2 or _NO_VERB.match(plain) or is_body_cell(cell):
        return False
    return words[0] in _VERBS or " ".join(words[:2]) in _VERBS


def is_time_cell(cell: str) -> bool:
    """Tell a short cell with a day, a quarter or "thường xuyên"."""
    return len(cell.split()) <= 10 and bool(_TIME.search(cell))


def is_figure(cell: str) -> bool:
    """Tell a number, an amount of money or a rate."""
    return parse_number(cell) is not None or bool(_MONEY.match(cell.strip()))
