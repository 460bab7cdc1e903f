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
    r"ủy ban|UBND|Ủy ban|[Tt]rung tâm|cơ sở|nhà trường|[Vv]iện|phòng|nhà thầu|nhà đầu "
    r"tư|[Đđ]ồn\b|[Hh]ạt|[Tt]rạm|[Đđ]ội\b|đồng chí|hợp tác xã|HTX|bệnh "
    r"viện|Trường|Huyện|Xã|Phường|"
    r"[Bb]uôn|[Bb]ản\b|[Ấấ]p|[Kk]hu phố|[Tt]ổ dân phố|[Cc]hi cục|Đảng bộ|bộ phận)"
)
_NAMES = (
    r"Sở\b|(?<!cơ )(?<!Cơ )(?<!trụ )(?<!Trụ )sở\b|[Đđ]/c\b|Ban (?!hành)|Bộ (?!máy|phận|tiêu)|[UuỦủ][ỷy]? "
    r"?[Bb]an\b|Uỷ ban|Ủy ban|ủy ban nhân dân|"
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
    r"Điện lực|[Đđ]ồng chí|Lực lượng|BQL\b|Kiểm toán|Viễn thông|Học viện|Tạp chí|Quân khu|Doanh nghiệp|"
    r"Hợp tác xã|Cơ quan|Đơn vị|"
    r"Lãnh đạo|Chính quyền|Vụ (?!việc|án|lợi|mùa|[Đđ]ông|[Xx]uân|[Hh]è)|Bệnh viện|Hạt [Kk]iểm lâm|Điện lực|Đội\b|Tổ "
    r"trưởng|"
    r"CA (?:tỉnh|huyện|xã|thành phố)|VNPT|Viettel|Bí thư|Phó (?:[Cc]hủ tịch|[Gg]iám đốc|Trưởng|Chánh)|Ông |Bà (?!con)|"
    r"Quỹ (?=[A-ZĐ])(?!Vì)|Ngành (?=[A-ZĐ])|Phân viện|Lữ đoàn|Đồn\b|Cảng vụ|Hải quan|Tổ công tác|Tổ giúp việc|Kiểm lâm|"
    r"Công chức\b|Bộ phận (?=[A-ZĐ])|Cán bộ (?=[A-ZĐ]|phụ trách)|Kế toán (?=xã|UBND|ngân)|Xí nghiệp|Nhà máy|Câu lạc "
    r"bộ|Tổ dân phố|Khu "
    r"dân cư|Chủ đầu tư\b|Nhà thầu\b|Thành viên (?=Ban|các)|Hợp tác xã|Tổ hợp tác"
)
AGENCY_HEAD = re.compile(rf"(?:{_CLASS}|{_NAMES})")
# How an unnumbered paragraph begins that orders something of everybody, below the last numbered clause.
CLOSING_ORDER = re.compile(
    r"(?:Trên đây là|Nhận được [^,.]{3,60} này, yêu cầu|Yêu cầu|Đề nghị|"
    r"(?:Căn cứ (?:vào )?(?:nội dung )?)?(?:Kế hoạch|Chương trình|Đề án|Chỉ thị|Quyết định|Công văn|Phương án) này"
    r"|(?:Chủ tịch )?(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND|Hội đồng nhân dân|"
    r"Ban Chỉ đạo)\b[^.;:]{0,60}?\b(?:yêu cầu|đề nghị|giao)\b"
    r"|(?:Trong q|Q)uá trình[^.]*?(?:khó khăn|vướng mắc|phát sinh|đề nghị|yêu cầu|báo cáo|phản ánh)"
    r"|(?:Định kỳ|Hằng|Hàng|Trước ngày|Chậm nhất|Kết thúc|Hết)[^.;:]{0,60}?, (?:yêu cầu |đề nghị )?"
    r"(?:các (?:cơ quan|đơn vị|sở|ban|ngành|địa phương)|UBND các|thủ trưởng các)\b"
    r"|(?:Nếu|Khi)(?: có)? (?:phát sinh )?(?:khó khăn|vướng mắc))"
)
# The last article of a decision: who carries it out, everybody alike.
EXECUTION = re.compile(
    r"chịu trách nhiệm (?:thi hành|thực hiện)(?: và phổ biến)? (?:Quyết định|Kế hoạch|Chỉ thị|Nghị quyết|Chương trình|"
    r"Thông báo|Công văn|văn bản) này|căn cứ (?:Quyết định|Nghị quyết) (?:này )?thi hành|^Thừa lệnh\b|thông báo "
    r"(?:kết luận |ý kiến )?[^.;]{0,120}\bbiết\b|"
    r"^(?:Quyết định|Chỉ thị|Nghị quyết|Quy chế) này (?:có hiệu lực|đã được|thay thế)"
)
DIFFICULTY = re.compile(r"khó khăn|vướng")
OBLIGED = re.compile(r"[\s,]*(?:có trách nhiệm|có nhiệm vụ)\s*:?\s*")
# What may follow a comma or "và" inside one enumeration of agencies.
AGENCY_TAIL = re.compile(
    rf"(?:{_CLASS}|{_NAMES}|[Bb]an\b|[Nn]gành|đoàn thể|[Cc]ơ quan|đơn vị|địa phương|hội\b|thành phố|thị xã|"
    rf"thị trấn|huyện|xã\b|"
    r"phường|đặc khu|quận|tổ chức (?:chính trị|xã hội|đoàn thể|hội)|các\b|lực lượng|doanh nghiệp|"
    r"Thương binh|Xã hội|Truyền|Du lịch|"
    r"đại biểu|đồng chí|Thể thao|Đào tạo|Môi trường|Đầu tư|Công nghệ|Tôn giáo|Phát triển|Hạ tầng|Thông tin|cá nhân|cấp|"
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
    "xóa|đối chiếu|cử|làm|trực(?! thuộc| tiếp|[ -]tuyến)|tăng|giảm|thông báo|khắc phục|tích hợp|số "
    "hóa|mời|rút|chấm|chịu|khởi tạo|khai thác|tiếp nhận|dự trữ|niêm "
    "yết|"
    "chăm sóc|bảo vệ|sửa chữa|giới thiệu|lắp đặt|khám|nhân rộng|ngăn chặn|chia sẻ|xác minh|xác nhận|"
    "hoàn thiện|lựa chọn|bàn giao|trao|tặng|thăm|mở rộng|thanh toán|quyết toán|chi trả|biểu dương|cân đo|"
    "thu thập|thu hồi|cấp phát|giải ngân|nghiệm thu|khởi công|biên soạn|phát hành|vận chuyển"
)
_ORGANISE = r"(?<!ác )tổ chức(?! (?:chính trị|xã hội|đoàn thể|hội|tín dụng|, cá nhân|và cá nhân|liên quan))"
ANY_VERB = re.compile(rf"{STRONG_VERB.pattern}|{_ORGANISE}|(?<!\w)(?:{_WEAK})(?!\w)")
# Verbs that are part of names: masked before a verb is looked for.
NAME_VERBS = re.compile(
    r"được (?:giao|phân công) (?:phụ trách|chủ trì|nhiệm vụ|theo dõi)[^,.;:]{0,40}?(?= và (?:UBND|các|Ủy)|$)|"
    r"(?:nơi )?có (?:dự án|tỷ lệ|tỉ lệ|đông|nhiều|rừng|biển|đường|tuyến|công trình|khu|điểm|hộ|đối "
    r"tượng|người|trẻ)\b[^,.;:]{0,60}?"
    r"(?=,? (?:khẩn trương|chủ trì|chủ động|phối hợp|có trách nhiệm|chịu|tập trung|tổ chức|thực hiện|rà soát|xây "
    r"dựng|chỉ đạo|"
    r"bố trí|báo cáo|tăng cường|triển khai|hướng dẫn|kiểm tra|vận động|tuyên truyền|đẩy nhanh|đẩy mạnh|cân đối|lập|"
    r"ưu tiên|huy động|cần|thường xuyên|tiếp tục|đôn đốc|quản lý|giám sát|xử lý|bàn giao|nghiêm túc|kịp thời|quan tâm|"
    r"giải quyết|hoàn thành|tham mưu|đề xuất|thống kê|căn cứ)|$)|"
    r"(?<=Trung tâm )(?:[Dd]ịch vụ|[Tt]ư vấn|[Xx]úc tiến|[Kk]huyến nông|[Đđ]ào tạo)(?:, | và )(?:hỗ trợ|tư vấn|dịch "
    r"vụ|xúc tiến)|chủ đầu tư|nhà đầu tư|nhà thầu(?: thi công)?|đơn "
    r"vị thi công|"
    r"[Nn]gân hàng|[Cc]hính sách|(?:công|chương|quy|lộ|quá) trình|[Bb]an [Cc]hỉ đạo(?: [Gg]iảm nghèo| thực "
    r"hiện)?|xây dựng nông thôn mới|[Đd]ịch vụ "
    r"việc làm|"
    r"có liên quan|trực thuộc|"
    r"[Bb]an [Qq]uản lý(?: (?:các )?dự án)?(?: đầu tư)?(?: xây dựng)?|thành viên|cấp ủy|"
    r"[Tt]hông tin (?:điện tử|và)|dạy nghề|"
    r"[Cc]ổng [Tt]hông tin|khu chế xuất|có tên|(?:và|các) thông tin|thi đua|khen thưởng|"
    r"(?<=[a-zđ] )và Đào tạo|được giao chủ trì"
)


def mask_names(text: str) -> str:
    """Return the text with the verbs inside names blotted out, of the same length."""
    return NAME_VERBS.sub(lambda found: "X" * len(found.group()), text)


# Words that stay in capitals inside a name that is written in capitals.
ACRONYMS = frozenset(
    (
        *("UBND", "HĐND", "MTTQ", "UBMTTQ", "UBMTTQVN", "BHXH", "NHCSXH", "NHNN", "KBNN", "BCH", "BCĐ", "BQL", "VP"),
        *("TP", "TX", "LĐTBXH", "LĐLĐ", "LHPN", "CCB", "TNCS", "HCM", "NN", "MT", "PTNT", "KH", "ĐT", "GD", "TT", "CN"),
        *("VHTT", "DL", "DTTG", "NNMT", "NNPTNT", "KHĐT", "GDĐT", "TTTT", "KHCN", "GTVT", "VHTTDL", "CSXH", "MTQG"),
    )
)


# Titles of parts that hand out work: named somewhere in the title of an outer part, or as the whole title.
ASSIGNING = re.compile(
    r"tổ chức (?:triển khai )?thực hiện|phân công|trách nhiệm (?:của|thực hiện|các|thi hành|tổ chức)|giao nhiệm vụ"
    r"|nhiệm vụ (?:cụ thể )?(?:của|cho) (?:các )?(?:sở|cơ quan|đơn vị|ngành|phòng|địa phương|cấp)"
)
_ASSIGNING_WHOLE = re.compile(
    r"(?:(?:công tác )?tổ chức (?:triển khai )?thực hiện|phân công|trách nhiệm|ai làm (?:việc )?gì|"
    r"(?:chế độ )?(?:thông tin,? )?báo cáo(?: định kỳ)?|kiểm tra,? (?:giám sát,? )?báo cáo|phân công (?:nhiệm "
    r"vụ|trách nhiệm|thực hiện|tổ chức).{0,50}"
    r"|trách nhiệm (?:của các|của|thực hiện|các).{0,60}|giao nhiệm vụ.{0,50}"
    r"|nhiệm vụ (?:cụ thể )?(?:của|cho) (?:các )?(?:sở|cơ quan|đơn vị|ngành|phòng|địa phương|cấp).{0,50})\W*"
)


def is_assigning_title(title: str) -> bool:
    """Tell a title that says of the whole part below it that it hands out work ("Tổ chức thực hiện")."""
    return bool(_ASSIGNING_WHOLE.fullmatch(title.lower()))
