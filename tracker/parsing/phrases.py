"""Word lists of official Vietnamese: where an agency's name begins and where the verb after it begins."""

import re

# What may stand before the name in a heading or an order.
ORDER_WORDS = re.compile(
    r"(?P<word>(?:Kính )?[Đđ]ề nghị|[Gg]iao(?: cho)?|[Yy]êu cầu|(?:Nhiệm vụ|Trách nhiệm)(?: cụ thể)? của|"
    r"Đối với|Phân công)\s+"
)

_CLASS = (
    r"(?:[Cc]ác|[Nn]hững|[Tt]oàn thể các|[Tt]ất cả các|[Mm]ột số)\s+(?:[Ss]ở|[Bb]an\b|[Nn]gành|[Bb]ộ\b|"
    r"cơ quan|[Cc]ơ quan|đơn vị|[Pp]hòng|tổ chức|đoàn thể|[Hh]ội\b|huyện|xã\b|phường|thị xã|địa phương|"
    r"doanh nghiệp|thành viên|trường|cấp|lực lượng|chủ đầu tư|quận|thành phố|tỉnh|chi nhánh|ngân hàng|thôn|"
    r"ủy ban|UBND|Ủy ban|trung tâm)"
)
_NAMES = (
    r"Sở\b|sở\b|Ban (?!hành)|Bộ (?!máy|phận|tiêu)|[UuỦủ][ỷy]? ?[Bb]an\b|Uỷ ban|Ủy ban|ủy ban nhân dân|"
    r"UBND|UBMTTQ|UB ?MTTQ|MTTQ|"
    r"HĐND|Hội đồng|Văn phòng|VP\b|Phòng (?!chống|ngừa|, )|Chi cục|Cục\b|Công an|BCH\b|BCĐ\b|Ngân hàng|"
    r"NHCSXH|NHNN|Chi nhánh|"
    r"Kho bạc|Bảo hiểm [Xx]ã hội|BHXH|Báo (?!cáo)|Đài\b|Mặt trận|Hội (?!nghị|thảo|họp|nhập|đủ)|Hiệp hội|"
    r"Liên đoàn|Liên minh|"
    r"Đoàn (?!kết)|Tỉnh đoàn|Tỉnh Đoàn|Thành đoàn|Huyện đoàn|Xã đoàn|Tỉnh [uủ][ỷy]|Huyện [uủ][ỷy]|"
    r"Thành [uủ][ỷy]|Đảng [uủ][ỷy]|"
    r"Thường trực|Trung tâm|Trường (?!hợp)|Thanh tra|Tòa án|Viện (?!trợ)|Tổ (?!chức)|[Tt]hủ trưởng|"
    r"[Gg]iám đốc|[Cc]hủ tịch|"
    r"Trưởng\b|Chánh\b|[Nn]gười đứng đầu|[Cc]ấp [uủ][ỷy]|Công ty|Tổng công ty|Tổng cục|Cổng [Tt]hông tin|"
    r"Trạm\b|Bưu điện|Thuế\b|Thống kê (?:tỉnh|thành phố|cơ sở)\b|"
    r"Điện lực|Đồng chí|Lực lượng|BQL\b|Kiểm toán|Viễn thông|Học viện|Tạp chí|Quân khu|Doanh nghiệp|"
    r"Hợp tác xã|Cơ quan|Đơn vị|"
    r"Lãnh đạo|Chính quyền"
)
AGENCY_HEAD = re.compile(rf"(?:{_CLASS}|{_NAMES})")
# How an unnumbered paragraph begins that orders something of everybody, below the last numbered clause.
CLOSING_ORDER = re.compile(
    r"(?:Trên đây là|Yêu cầu|Đề nghị|Kế hoạch này|Căn cứ (?:vào )?(?:nội dung )?Kế hoạch này"
    r"|(?:Chủ tịch )?(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND|Hội đồng nhân dân|"
    r"Ban Chỉ đạo)\b[^.;:]{0,60}?\b(?:yêu cầu|đề nghị|giao)\b"
    r"|Trong quá trình[^.]*?(?:khó khăn|vướng mắc|phát sinh|đề nghị|yêu cầu|báo cáo|phản ánh)"
    r"|(?:Nếu|Khi)(?: có)? (?:phát sinh )?(?:khó khăn|vướng mắc))"
)
# What may follow a comma or "và" inside one enumeration of agencies.
AGENCY_TAIL = re.compile(
    rf"(?:{_CLASS}|{_NAMES}|[Bb]an\b|[Nn]gành|đoàn thể|[Cc]ơ quan|đơn vị|địa phương|hội\b|thành phố|thị xã|"
    rf"thị trấn|huyện|xã\b|"
    r"phường|đặc khu|quận|tổ chức (?:chính trị|xã hội|đoàn thể|hội)|các\b|lực lượng|doanh nghiệp|"
    r"Thương binh|Xã hội|Truyền|Du lịch|"
    r"Thể thao|Đào tạo|Môi trường|Đầu tư|Công nghệ|Tôn giáo|Phát triển|Hạ tầng|Thông tin|cá nhân|cấp|"
    r"tỉnh\b|Trung ương)"
)
# Strong signs that a name is over and the work begins.
STRONG_VERB = re.compile(
    r"(?<!\w)(?:chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|được phân công|được giao|"
    r"tham mưu|là cơ quan|là đơn vị|"
    r"căn cứ|theo chức năng|tiếp tục|tăng cường|đẩy mạnh|triển khai|hướng dẫn|rà soát|theo dõi|đôn đốc|"
    r"kịp thời|tập trung|"
    r"tổ chức thực hiện|tổ chức triển khai|nghiêm túc|khẩn trương|trên cơ sở|định kỳ|cần)(?!\w)"
)
_WEAK = (
    "thực hiện|kiểm tra|giám sát|xây dựng|tổng hợp|xác định|cân đối|bố trí|thẩm định|tuyên truyền|đề "
    "xuất|quản lý|phân bổ|"
    "đảm bảo|bảo đảm|lồng ghép|trình|ban hành|vận động|tích cực|huy động|hỗ trợ|chỉ đạo|quán triệt|nâng "
    "cao|phổ biến|theo|là|"
    "để|đề nghị|yêu cầu|giúp|báo cáo|thường xuyên|nghiên cứu|thống kê|lập|cung cấp|đánh giá|khảo sát|"
    "kiện toàn|giải quyết|"
    "xử lý|công bố|thu hút|đầu tư|gửi|cho|qua|về|ở|tại|trước|sau|khi|nhằm|đối với|kêu gọi|quan tâm|phát "
    "huy|chủ động|tham gia|"
    "cùng|với|đưa|mở|đồng thời|đồng gửi|từ|trong|trực tiếp|thành lập|tạo|giao|hoàn thành|cập nhật|thông "
    "qua|điều tra|bổ sung|"
    "tìm|đăng|phát động|phát hiện|phê duyệt|quy định|thúc đẩy|khuyến khích|duy trì|áp dụng|đa dạng|bám "
    "sát|chuẩn bị|nếu|mà|"
    "thông tin|phân tích|sử dụng|ưu tiên|phân công|sẽ|đã|phải|nắm|kết nối|tư vấn|tập huấn|sơ kết|tổng "
    "kết|phản ánh|xem xét|"
    "trợ giúp|đào tạo|chuyển|hằng|hàng|bằng|do|còn|tiến hành|ký kết|có|kết quả|tình hình|danh sách|tiến độ|"
    "số liệu|phương án|"
    "xóa|đối chiếu|chăm sóc|bảo vệ|sửa chữa|giới thiệu|lắp đặt|khám|nhân rộng|ngăn chặn|chia sẻ|xác minh|xác nhận|"
    "hoàn thiện|lựa chọn|bàn giao|trao|tặng|thăm|mở rộng|thanh toán|quyết toán|chi trả|biểu dương|cân đo|"
    "thu thập|thu hồi|cấp phát|giải ngân|nghiệm thu|khởi công|biên soạn|phát hành|vận chuyển"
)
_ORGANISE = r"(?<!ác )tổ chức(?! (?:chính trị|xã hội|đoàn thể|hội|tín dụng|, cá nhân|và cá nhân|liên quan))"
ANY_VERB = re.compile(rf"{STRONG_VERB.pattern}|{_ORGANISE}|(?<!\w)(?:{_WEAK})(?!\w)")
# Verbs that are part of names: masked before a verb is looked for.
NAME_VERBS = re.compile(
    r"[Bb]an [Cc]hỉ đạo(?: [Gg]iảm nghèo| thực hiện)?|xây dựng nông thôn mới|[Đd]ịch vụ việc làm|"
    r"có liên quan|trực thuộc|"
    r"[Bb]an [Qq]uản lý(?: (?:các )?dự án)?(?: đầu tư)?(?: xây dựng)?|thành viên|cấp ủy|"
    r"[Tt]hông tin (?:điện tử|và)|dạy nghề|"
    r"[Cc]ổng [Tt]hông tin|khu chế xuất|có tên|(?:và|các) thông tin|thi đua|khen thưởng|"
    r"(?<=[a-zđ] )và Đào tạo|được giao chủ trì"
)


def mask_names(text: str) -> str:
    """Return the text with the verbs inside names blotted out, of the same length."""
    return NAME_VERBS.sub(lambda found: "X" * len(found.group()), text)
