"""The history in words: what was done, and each value that changed, from what to what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.catalogue.units import unit_by_code
from tracker.history.models import HistoryEntry
from tracker.vietnamese import day_text

_ACTIONS: dict[str, Any] = {
    "assigned": _l("Giao nhiệm vụ"),
    "acknowledged": _l("Tiếp nhận nhiệm vụ"),
    "declined": _l("Trả lại nhiệm vụ"),
    "updated": _l("Cập nhật"),
    "reported": _l("Báo cáo hoàn thành"),
    "withdrawn": _l("Rút lại"),
    "confirmed": _l("Xác nhận"),
    "returned": _l("Trả lại"),
    "sent_back": _l("Giao lại"),
    "handed_over": _l("Chuyển giao"),
    "suspended": _l("Tạm dừng"),
    "resumed": _l("Tiếp tục"),
    "cancelled": _l("Hủy"),
    "event_came": _l("Ghi nhận sự kiện"),
    "submitted": _l("Nộp báo cáo"),
    "accepted": _l("Chấp nhận"),
    "excused": _l("Cho miễn"),
    "excuse_taken_back": _l("Bỏ miễn báo cáo"),
    "consolidated": _l("Đưa vào báo cáo tổng hợp"),
    "released": _l("Rút khỏi báo cáo tổng hợp"),
    "sources_taken": _l("Lấy từ báo cáo nguồn"),
    "section_taken": _l("Dùng lại nội dung từ nguồn"),
    "created": _l("Tạo mới"),
    "changed": _l("Sửa đổi"),
    "closed": _l("Đóng"),
    "reopened": _l("Mở lại"),
    "issued": _l("Ban hành"),
    "founded": _l("Tạo cơ quan"),
    "alias added": _l("Thêm tên khác"),
    "alias removed": _l("Bỏ tên khác"),
    "role given": _l("Giao vai trò"),
    "role ended": _l("Kết thúc vai trò"),
    "opened": _l("Tạo tài khoản"),
    "appointed": _l("Giao vai trò"),
    "appointment ended": _l("Kết thúc vai trò"),
    "password changed": _l("Đổi mật khẩu"),
    "password reset": _l("Đặt lại mật khẩu"),
    "session ended": _l("Kết thúc phiên đăng nhập"),
    "draft_begun": _l("Bắt đầu viết"),
    "sent_for_approval": _l("Trình lãnh đạo duyệt"),
    "recalled": _l("Lấy lại bản nháp đang chờ duyệt"),
    "entered_on_behalf": _l("Nhập thay báo cáo giấy, thư điện tử"),
    "objected": _l("Đề nghị trả lại báo cáo"),
    "reading_begun": _l("Bắt đầu kiểm tra"),
    "regime_kept": _l("Sửa chế độ báo cáo"),
    "regime_ended": _l("Chế độ báo cáo hết hiệu lực"),
    "duty_added": _l("Thêm nghĩa vụ báo cáo"),
    "duty_changed": _l("Sửa nghĩa vụ báo cáo"),
    "duty_ended": _l("Kết thúc nghĩa vụ báo cáo"),
    "reporters_begun": _l("Thêm cơ quan phải báo cáo"),
    "reporter_ended": _l("Cơ quan thôi phải báo cáo"),
    "called": _l("Yêu cầu báo cáo đột xuất"),
    "period_closed": _l("Khóa kỳ báo cáo"),
    "period_reopened": _l("Mở lại kỳ báo cáo"),
    "linked_to_parent": _l("Gắn với kế hoạch cấp trên"),
    "own_plan": _l("Nhận kế hoạch của cơ quan"),
    "amended": _l("Sửa đổi theo văn bản mới"),
    "extended": _l("Gia hạn"),
    "asked_more_time": _l("Xin gia hạn"),
    "granted": _l("Cho gia hạn"),
    "refused": _l("Không cho gia hạn"),
    "raised": _l("Nêu khó khăn, vướng mắc"),
    "forwarded": _l("Chuyển cấp có thẩm quyền"),
    "answered": _l("Trả lời"),
    "version_confirmed": _l("Xác nhận bản sửa đổi"),
    "said_version": _l("Ghi là bản sửa đổi của kế hoạch"),
    "mail sent again": _l("Gửi lại thư"),
    "mail dropped": _l("Bỏ qua thư"),
    "not_a_version": _l("Ghi là kế hoạch riêng, không phải bản sửa đổi"),
}
_FIELDS: dict[str, Any] = {
    "state": _l("Trạng thái"),
    "percent": _l("Tiến độ (%)"),
    "due_on": _l("Hạn"),
    "words": _l("Nội dung"),
    "agency_id": _l("Mã cơ quan"),
    "event_on": _l("Ngày sự kiện"),
    "email": _l("Thư điện tử"),
    "name": _l("Tên"),
    "phone": _l("Điện thoại"),
    "role": _l("Vai trò"),
    "number": _l("Số"),
    "title": _l("Tên văn bản"),
    "reason": _l("Lý do"),
    "unit": _l("Địa bàn"),
    "contact": _l("Người liên hệ"),
    "valid_from": _l("Hiệu lực từ"),
    "valid_to": _l("Hiệu lực đến"),
    "parent": _l("Cơ quan cấp trên"),
    "head_approves": _l("Lãnh đạo duyệt trước khi gửi"),
    "alias": _l("Tên khác"),
    "agency": _l("Cơ quan"),
    "issuer": _l("Cơ quan ban hành"),
    "plan_id": _l("Mã kế hoạch"),
    "starts_on": _l("Từ ngày"),
    "ends_on": _l("Đến ngày"),
    "is_open": _l("Đang mở"),
    "address": _l("Máy"),
    "issued_on": _l("Ngày ban hành"),
    "excused_on": _l("Ngày cho miễn"),
    "submitted_on": _l("Ngày nộp"),
    "submission": _l("Lần nộp"),
    "parent_id": _l("Mã kế hoạch cấp trên"),
    "child_plan_id": _l("Mã kế hoạch của cơ quan"),
    "period": _l("Kỳ"),
    "rows": _l("Số báo cáo"),
    "text": _l("Lời giao việc"),
    "document": _l("Văn bản"),
    "mode": _l("Cách giao"),
    "agencies": _l("Cơ quan thực hiện"),
    "partners": _l("Cơ quan phối hợp"),
    "deadline": _l("Thời hạn"),
    "wanted_due_on": _l("Ngày đề nghị"),
    "granted_due_on": _l("Hạn mới"),
    "answer_by": _l("Trả lời trước ngày"),
    "level": _l("Cấp có thẩm quyền"),
    "asked": _l("Kiến nghị"),
    "letter_number": _l("Số văn bản"),
    "letter_on": _l("Ngày văn bản"),
    "changed_items": _l("Số việc thay đổi"),
    "unread_orders": _l("Số nội dung sửa đổi chưa đọc được thành việc, người xác nhận đã xem"),
    "added_items": _l("Số việc thêm"),
    "dropped_items": _l("Số việc kết thúc"),
}
_ROLES: dict[str, Any] = {
    "standing": _l("Cơ quan thường trực"),
    "clerk": _l("Chuyên viên"),
    "head": _l("Lãnh đạo cơ quan"),
    "monitor": _l("Cơ quan thường trực"),
    "committee": _l("Ban Chỉ đạo"),
    "secretary": _l("Thư ký Ban Chỉ đạo"),
    "administrator": _l("Quản trị"),
}
_STATES: dict[str, Any] = {
    "assigned": _l("Chờ tiếp nhận"),
    "declined": _l("Trả lại, từ chối"),
    "not_started": _l("Chưa thực hiện"),
    "in_progress": _l("Đang thực hiện"),
    "awaiting_confirmation": _l("Chờ xác nhận"),
    "redo": _l("Thực hiện lại"),
    "done": _l("Đã hoàn thành"),
    "suspended": _l("Tạm dừng"),
    "cancelled": _l("Đã hủy"),
    "handed_over": _l("Đã chuyển giao"),
    "draft": _l("Bản nháp"),
    "awaiting_approval": _l("Chờ lãnh đạo duyệt"),
    "submitted": _l("Đã nộp"),
    "returned": _l("Bị trả lại"),
    "accepted": _l("Đã chấp nhận"),
    "waiting": _l("Chờ quyết định"),
    "granted": _l("Đã cho gia hạn"),
    "refused": _l("Không cho gia hạn"),
    "withdrawn": _l("Đã rút lại"),
    "open": _l("Chờ trả lời"),
    "forwarded": _l("Đã chuyển cấp có thẩm quyền"),
    "answered": _l("Đã trả lời"),
    "closed": _l("Đã đóng"),
}
_LEVELS: dict[str, Any] = {
    "standing": _l("Cơ quan thường trực"),
    "agency": _l("Sở, ban, ngành khác"),
    "province": _l("Ban Chỉ đạo, UBND cấp ban hành"),
    "ministry": _l("Bộ, ngành Trung ương"),
    "government": _l("Chính phủ, Quốc hội"),
}


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """One value, as it was and as it became; empty where there was or is none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the history in words."""

    at: datetime
    who: str
    what: str
    values: tuple[ChangedValue, ...]


def changes(entries: Sequence[HistoryEntry]) -> list[Change]:
    """Return the entries in words, in the order given; values that stayed the same are left out."""
    return [
        Change(entry.at, entry.actor_name, str(_ACTIONS.get(entry.action, entry.action)), tuple(_values(entry)))
        for entry in entries
    ]


def _values(entry: HistoryEntry) -> list[ChangedValue]:
    before, after = entry.before or {}, entry.after or {}
    names = list(dict.fromkeys((*before, *after)))
    return [
        ChangedValue(str(_FIELDS.get(name, name)), _shown(name, before.get(name)), _shown(name, after.get(name)))
        for name in names
        if before.get(name) != after.get(name) and not (name.endswith("_id") and name.removesuffix("_id") in names)
    ]


def _shown(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("có") if value else _("không"))
    if name == "state":
        return str(_STATES.get(value, value))
    if name == "level":
        return str(_LEVELS.get(value, value))
    if name == "role":
        return str(_ROLES.get(value, value))
    if name == "unit":
        return _unit_name(str(value))
    if name.endswith(("_on", "valid_from", "valid_to", "answer_by")) and isinstance(value, str):
        return day_text(date.fromisoformat(value[:10]))
    return str(value)


def _unit_name(code: str) -> str:
    """Return the place with those above it: a code says nothing to people."""
    names, above = [], code
    while above:
        try:
            unit = unit_by_code(above)
        except KeyError:
            break
        names.append(unit.full_name)
        above = unit.parent or ""
    return ", ".join(names) or code
