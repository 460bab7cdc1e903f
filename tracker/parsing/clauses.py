"""What one sentence of work says about itself: role, partners, nature, mode."""

import re

from tracker.catalogue.recognise import split_names
from tracker.parsing.agencies import agency_end
from tracker.parsing.draft import DraftDeadline

_STANDING = re.compile(
    r"(?:^|[\s,;])(?:[Ll]à|[Ll]àm|giữ vai trò) (?:cơ quan|đơn vị|bộ phận|đầu mối)\s?(?:thường trực|đầu mối|chủ quản)"
)
_OWN_DUTY = re.compile(r"chủ trì(?! soạn)|;\s*\w|\.\s+\w")
_MORE_DUTIES = re.compile(
    r"(?:[,;]|và)\s+(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|chủ động|theo dõi|đôn đốc|tổng hợp|hướng dẫn|"
    r"kiểm tra|tham mưu|xây dựng|báo cáo|phối hợp|tổ chức|triển khai|rà soát|chủ trì)\b"
)
_LEAD = re.compile(r"^(?:[\w\s,]{0,40}?)\b(?:chủ trì|chịu trách nhiệm (?:chính|chủ trì)|cơ quan thường trực)\b")
_WITH = re.compile(r"(?:[Pp]hối hợp|[Cc]ùng)\s*(?:chặt chẽ |tích cực |cùng |với |vơi )*")
_COORDINATE = re.compile(
    r"^(?:chủ động,?\s+|tích cực\s+|thường xuyên\s+)?(?:phối hợp|tham gia|cùng với|ủng hộ|"
    r"hỗ trợ (?=(?:các )?(?:sở|cơ quan|ubnd|ủy ban|uỷ ban|công an|hội)\b))"  # helping people is work of one's own
)
_ADVISE = re.compile(r"^(?:chủ động\s+|tiếp tục\s+)?(?:tham mưu|giúp|đề xuất|kiến nghị|tư vấn)")
_ONE_OFF = re.compile(
    r"(?<!\w)(?:(?:xây dựng|lập|ban hành)(?: và (?:ban hành|triển khai|"
    r"tổ chức thực hiện))?(?: dự thảo)? (?:(?:các|một số) )?"
    r"(?:kế hoạch|chương trình|đề án|nghị quyết|quy chế|quy định|danh mục|danh sách|chỉ thị|sổ)"
    r"|ban hành|trình(?! độ| bày| tự| diễn)|thành lập|phê duyệt|phân bổ|tổng kết|kiện toàn|giao chỉ tiêu|"
    r"giao dự toán)(?!\w)"
)
_NOT_ONE_OFF = re.compile(
    r"theo (?:kế hoạch|chương trình|quyết định)[^,;]*(?:ban hành|phê duyệt)|(?:đã|được|"
    r"do)\s[^,;]{0,60}?(?:ban hành|phê duyệt|phân bổ)"
    r"|(?:sau )?khi\s[^,;.]*|quá trình|chương trình|công trình|sơ kết, tổng kết|(?:đôn đốc|kiểm tra|"
    r"giám sát|theo dõi) (?:việc )?[^,;]*"
    r"|xây dựng kế hoạch có sự tham gia|lập kế hoạch có sự tham gia"
)
_CONTINUOUS = re.compile(
    r"^(?:thường xuyên|tăng cường|đẩy mạnh|định kỳ|phối hợp|tham gia|hằng năm|hàng năm|chủ động|tập trung)",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(r"^(?:tiếp tục|hướng dẫn|đôn đốc|theo dõi|kiểm tra|giám sát|duy trì)", re.IGNORECASE)
_OPENING_CLAUSE = re.compile(
    r"^(?:(?:ngay )?sau khi|khi|trên cơ sở|căn cứ|theo)\s[^,]*(?:, nhiệm vụ[^,]*)?,\s*(?:đồng thời\s+)?(?=\w)",
    re.IGNORECASE,
)


def role_of(text: str) -> str:
    """Return lead, coordinate, advise or implement, by the first verb of the sentence."""
    head = _OPENING_CLAUSE.sub("", text)[:160].lower()
    if _COORDINATE.match(head):
        return "coordinate"
    if _ADVISE.match(head):
        return "advise"
    return "lead" if _LEAD.match(head) else "implement"


def nature_of(text: str, deadline: DraftDeadline) -> str:
    """Return specific, continuous or standing (docs/decisions.md, "Deadlines")."""
    if is_standing(text) and not _MORE_DUTIES.search(text):
        return "standing"
    if deadline.kind in ("date", "recurring", "period_end", "event"):
        return "specific"
    plain = _NOT_ONE_OFF.sub(" ", text.lower())
    found = _ONE_OFF.search(plain)
    if found is None or _OF_OTHERS.match(text):
        return "continuous"
    return "continuous" if _CONTINUOUS.match(text) and found.start() > 60 else "specific"


def partners_of(text: str) -> list[str]:
    """Return the names of the agencies to work with, in their order, as written."""
    names: list[str] = []
    for found in _WITH.finditer(text):
        end = agency_end(text, found.end())
        if end > found.end():
            names += [name for name in split_names(text[found.end() : end]) if name not in names]
    return names


def is_standing(text: str) -> bool:
    """Tell a sentence that only names a standing role ("là cơ quan thường trực …"), without duties of its own "
    "behind."""
    found = _STANDING.search(text)
    return found is not None and not _OWN_DUTY.search(text, found.end())
