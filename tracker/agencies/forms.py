"""What may be typed about agencies."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from tracker.agencies.models import Level, RoleKind
from tracker.agencies.picking import PickField
from tracker.web.forms import DayField, Form

LEVEL_WORDS = {
    Level.CENTRAL: _l("Trung ương"),
    Level.PROVINCE: _l("Cấp tỉnh"),
    Level.DISTRICT: _l("Cấp huyện"),
    Level.COMMUNE: _l("Cấp xã"),
}
ROLE_KIND_WORDS = {RoleKind.STANDING: _l("Cơ quan thường trực"), RoleKind.COMMITTEE: _l("Ban Chỉ đạo")}
_PHONE = Regexp(r"^[0-9+(). \-/]*$", message=_l("Số điện thoại chỉ gồm chữ số, dấu cách và các dấu + - . ( )."))
_PLACE_HINT = _l("Gõ tên, có thể kèm tỉnh, không cần dấu: «bao lac cao bang».")


class KindForm(Form):
    """A new agency from the catalogue."""

    kind = PickField(
        _l("Loại cơ quan"),
        [DataRequired(), Length(max=120)],
        description=_l("Gõ tên hoặc tên viết tắt, không cần dấu."),
    )
    unit = PickField(_l("Đơn vị hành chính"), [Length(max=120)], description=_PLACE_HINT)


class NameForm(Form):
    """A new agency that the catalogue does not know."""

    name = StringField(_l("Tên cơ quan"), [DataRequired(), Length(max=200)])
    level = SelectField(_l("Cấp"), choices=[SelectChoice(level.value, words) for level, words in LEVEL_WORDS.items()])
    unit = PickField(_l("Đơn vị hành chính"), [Length(max=120)], description=_PLACE_HINT)


class ContactForm(Form):
    """What the head of an agency may change."""

    contact = StringField(_l("Người liên hệ"), [Optional(), Length(max=200)])
    phone = StringField(_l("Điện thoại"), [Optional(), Length(max=40), _PHONE])
    head_approves = BooleanField(_l("Lãnh đạo duyệt báo cáo trước khi chuyên viên gửi"))
    version = HiddenField(validators=[InputRequired(), Regexp(r"^\d{1,12}$")])


class AgencyForm(ContactForm):
    """What the administrator may change of an agency."""

    name = StringField(_l("Tên cơ quan"), [DataRequired(), Length(max=200)])
    valid_from = DayField(_l("Hiệu lực từ ngày"), [Optional()])
    valid_to = DayField(_l("Đến ngày"), [Optional()])
    parent = PickField(
        _l("Tìm cơ quan cấp trên"), [Length(max=240)], description=_l("Gõ tên, không cần dấu; để trống nếu không có.")
    )


class AliasForm(Form):
    """Another name of an agency."""

    alias = StringField(_l("Tên khác trong văn bản"), [DataRequired(), Length(max=200)])


class RoleForm(Form):
    """A role for the plans of an issuer."""

    role = SelectField(
        _l("Vai trò"), choices=[SelectChoice(kind.value, words) for kind, words in ROLE_KIND_WORDS.items()]
    )
    issuer = PickField(_l("Cơ quan ban hành kế hoạch"), [DataRequired(), Length(max=240)])
    plan = PickField(
        _l("Chỉ cho một kế hoạch"),
        [Length(max=240)],
        description=_l("Số hoặc tên kế hoạch; để trống: mọi kế hoạch của cơ quan ban hành."),
    )
    starts_on = DayField(_l("Từ ngày"), [InputRequired()])
    ends_on = DayField(_l("Đến ngày"), [Optional()], description=_l("Để trống nếu chưa biết."))


class EndForm(Form):
    """The last day of something."""

    last_day = DayField(_l("Ngày cuối"), [Optional()])
